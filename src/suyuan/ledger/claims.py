"""Victims' reports to claims: each reported payment finds the transfer that a statement shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suyuan.ledger.case_ledger import UnfoundPayment
from suyuan.ledger.drafts import Draft
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.nodes import STAND_INS
from suyuan.ledger.windows import is_as_reported
from suyuan.model.account import EXACT_DIGITS_IN_A_FLOAT, is_masked
from suyuan.model.booking import Booking, Counterparty
from suyuan.model.claim import Claim, ReportedPayment
from suyuan.model.money import text_from_minor
from suyuan.model.node import is_node
from suyuan.model.text import Message, Text

NO_ACCOUNT = Text(
    zh="报案登记既无付款账号也无收款账号，无法查找。",
    en="The report names neither account, so it cannot be looked for.",
)
OTHER_CURRENCY = Text(
    zh="报案币种为 {currency}，本案账本为 {ledger}。",
    en="The report is in {currency}, the case's ledger in {ledger}.",
)
NO_SUCH_TRANSFER = Text(
    zh="已导入的账单中没有 {payer} 向 {payee} 的 {amount} {currency} 转账：请向付款方或收款方机构调取该时段明细。",
    en="No statement imported so far shows {amount} {currency} from {payer} to {payee}: "
    "ask the payer's or the payee's institution for that period.",
)
OTHER_TIME = Text(
    zh="有相同账户和金额的转账，但时间不符（最近一笔在 {time}，报案为 {reported}）：请核对报案登记的付款时间。",
    en="Accounts and amount agree with a transfer, but not the time (the nearest is at {time}, reported "
    "{reported}): check the time in the report.",
)
TAKEN = Text(
    zh="符合的转账都已对应其他报案付款：请核对是否重复登记。",
    en="Every transfer that fits belongs to another reported payment already: "
    "check whether it was reported twice.",
)
DID_NOT_ENTER = Text(
    zh="账目 {booking} 与报案相符，但未成为转账：{reason}。",
    en="Booking {booking} agrees with the report but is no transfer: {reason}.",
)
NOBODY = Text(zh="（未填）", en="(not given)")


@dataclass(frozen=True)
class FoundClaims:
    """Claims in the order of (payment time, claim id), and the payments that found no transfer, likewise."""

    claims: tuple[Claim, ...]
    unfound: tuple[UnfoundPayment, ...]


@dataclass(frozen=True)
class NotEntered:
    """A booking of an account that did not become a transfer, and why."""

    account: str
    booking: Booking
    reason: Text


def find(
    payments: Iterable[ReportedPayment],
    drafts: Iterable[Draft],
    identities: Identities,
    currency: str,
    not_entered: Sequence[NotEntered] = (),
) -> FoundClaims:
    """Return the claims: each payment, earliest first, takes the nearest transfer of its amount and accounts.

    ``drafts`` are the transfers before any is split. A claim's id is the report's number and the count of its
    rows.
    """
    search = _Search(drafts, identities, currency, not_entered)
    claims: list[Claim] = []
    unfound: list[UnfoundPayment] = []
    for claim, payment in numbered(payments):
        found = search.find(payment)
        if isinstance(found, Draft):
            claims.append(Claim(claim, payment.victim, found.id, payment.amount, payment.source))
        else:
            unfound.append(UnfoundPayment(claim, payment, found))
    return FoundClaims(tuple(claims), tuple(unfound))


def numbered(payments: Iterable[ReportedPayment]) -> list[tuple[str, ReportedPayment]]:
    """Return the payments with their claims' ids, in the order of (payment time, claim id)."""
    counts: Counter[str] = Counter()
    result = []
    for payment in sorted(
        payments, key=lambda each: (each.source.sha256, each.source.sheet_number, each.source.row)
    ):
        counts[payment.report] += 1
        result.append((f"{payment.report}-{counts[payment.report]}", payment))
    return sorted(result, key=lambda each: (each[1].time.at, each[0]))


class _Search:
    def __init__(
        self,
        drafts: Iterable[Draft],
        identities: Identities,
        currency: str,
        not_entered: Sequence[NotEntered],
    ) -> None:
        self._identities = identities
        self._currency = currency
        self._taken: set[str] = set()
        self._by_amount: defaultdict[int, list[Draft]] = defaultdict(list)
        self._by_side: defaultdict[tuple[int, str], list[Draft]] = defaultdict(list)
        self._not_entered: defaultdict[int, list[NotEntered]] = defaultdict(list)
        for draft in sorted(drafts, key=lambda each: each.id):
            amount = draft.row.amount
            self._by_amount[amount].append(draft)
            for side in (draft.payer, draft.payee):
                # A node stands for a counterparty that may be the reported one: found under no name.
                self._by_side[amount, "" if is_node(side) else side].append(draft)
        for each in not_entered:
            self._not_entered[each.booking.amount].append(each)

    def find(self, payment: ReportedPayment) -> Draft | Message:
        """Return the payment's transfer, or why there is none."""
        if payment.currency != self._currency:
            return OTHER_CURRENCY(currency=payment.currency, ledger=self._currency)
        if not payment.payee and not payment.payer:
            return NO_ACCOUNT()
        fitting = [draft for draft in self._candidates(payment) if self._agrees(payment, draft)]
        near = [draft for draft in fitting if is_as_reported(payment.time, draft.time)]
        free = [draft for draft in near if draft.id not in self._taken]
        if free:
            best = min(free, key=lambda draft: (abs(draft.time.at - payment.time.at), draft.id))
            self._taken.add(best.id)
            return best
        if near:
            return TAKEN()
        if fitting:
            nearest = min(fitting, key=lambda draft: (abs(draft.time.at - payment.time.at), draft.id))
            return OTHER_TIME(time=nearest.time, reported=payment.time)
        return self._why_not(payment)

    def _candidates(self, payment: ReportedPayment) -> list[Draft]:
        """Return the transfers of the payment's amount that one side of it can be in, each once."""
        for printed in (payment.payee, payment.payer):
            if printed and not is_masked(printed):
                key = self._identities.key(printed)
                both = (*self._by_side[payment.amount, key], *self._by_side[payment.amount, ""])
                return list({draft.id: draft for draft in both}.values())
        return self._by_amount[payment.amount]

    def _agrees(self, payment: ReportedPayment, draft: Draft) -> bool:
        """Tell whether both sides can be the reported ones, and at least one that the report names is."""
        sides = [
            self._side(printed, key, row, mine)
            for printed, key, row, mine in (
                (payment.payee, draft.payee, draft.paid, draft.received),
                (payment.payer, draft.payer, draft.received, draft.paid),
            )
            if printed
        ]
        return all(side is not False for side in sides) and any(side is True for side in sides)

    def _side(self, printed: str, key: str, other_row: Booking | None, own_row: Booking | None) -> bool | None:
        """Tell whether a side is the reported account; None where no row says who it is."""
        if own_row is not None or not is_node(key):
            return self._identities.could_be(printed, key)
        if other_row is None or not key.startswith(STAND_INS):
            return False
        return self._fits(printed, other_row.counterparty)

    def _fits(self, printed: str, counterparty: Counterparty) -> bool | None:
        """Tell whether a row's printed counterparty can be the reported account; None where it prints none."""
        named = self._identities.named(Counterparty(account=printed), own="")
        reported = named.accounts if named.how is not How.BLANK else ()
        row = counterparty.account
        if not row:
            return None
        if counterparty.damaged:
            kept = row[:EXACT_DIGITS_IN_A_FLOAT]
            numbers = (number for key in reported for number in self._identities.numbers(key))
            return any(number[:EXACT_DIGITS_IN_A_FLOAT] == kept for number in numbers)
        return any(self._identities.could_be(row, key) for key in reported)

    def _why_not(self, payment: ReportedPayment) -> Message:
        for each in self._not_entered[payment.amount]:
            parties = (payment.payer, payment.payee)
            mine = any(party and self._identities.could_be(party, each.account) for party in parties)
            if mine and is_as_reported(payment.time, each.booking.time):
                return DID_NOT_ENTER(booking=each.booking.id, reason=each.reason)
        return NO_SUCH_TRANSFER(
            payer=payment.payer or NOBODY,
            payee=payment.payee or NOBODY,
            amount=text_from_minor(payment.amount, payment.currency),
            currency=payment.currency,
        )


def paying_accounts(claims: Iterable[Claim], drafts: Mapping[str, Draft]) -> set[str]:
    """Return the accounts that paid claimed transfers: their victims' unless a decision says otherwise."""
    return {drafts[claim.transfer].payer for claim in claims}
