"""Victims' reports to claims: each reported payment finds the transfer that a statement shows.

All payments are assigned together, one to one and best overall: as many as can be found, then the strongest
identification of the accounts, then the nearest times. So the order in which reports were imported plays no part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from suyuan.ledger import claim_words as words
from suyuan.ledger import report_tolerance as tolerance
from suyuan.ledger.best_match import best_match
from suyuan.ledger.case_ledger import NearTransfer, UnfoundPayment
from suyuan.ledger.claim_fit import Fits, Sides, how_long, reasons_of
from suyuan.ledger.drafts import Draft
from suyuan.ledger.handovers import handed_over, is_handover
from suyuan.ledger.identities import Identities
from suyuan.model.account import is_masked
from suyuan.model.booking import Booking
from suyuan.model.claim import Claim, ReportedPayment
from suyuan.model.moment import Moment
from suyuan.model.money import text_from_minor
from suyuan.model.node import is_node
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Transfer

_WEAKER = 1 << 62
"""A weaker identification of the accounts costs more than any difference in time (in microseconds)."""


@dataclass(frozen=True)
class FoundClaims:
    """Claims in the order of (payment time, claim id), and the payments that found no transfer, likewise.

    ``reasons`` says by claim why its transfer is the reported payment. ``handovers`` are the transfers of claims
    that no statement can show, ``handed_at`` their times; they are among the claims.
    """

    claims: tuple[Claim, ...]
    unfound: tuple[UnfoundPayment, ...]
    reasons: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    handovers: tuple[Transfer, ...] = ()
    handed_at: Mapping[str, Moment] = field(default_factory=dict)


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
    """Return the claims, the payments that found no transfer with what came nearest, and all reasons.

    ``drafts`` are the transfers before any is split. A claim's id is the report's number and the count of its
    payments. Of an approximate amount the claim is for what the transfer moved.
    """
    search = _Search(drafts, identities, currency, not_entered)
    given = numbered(payments)
    by_hand = {claim: handed_over(claim, each) for claim, each in given if _is_by_hand(each, currency)}
    search.assign([(claim, each) for claim, each in given if claim not in by_hand])
    claims: list[Claim] = []
    unfound: list[UnfoundPayment] = []
    reasons: dict[str, tuple[Message, ...]] = {}
    for claim, payment in given:
        if claim in by_hand:
            claims.append(by_hand[claim][0])
            reasons[claim] = (words.HANDED_OVER(channel=payment.channel),)
            continue
        found = search.found(claim, payment)
        if isinstance(found, UnfoundPayment):
            unfound.append(found)
            continue
        draft, reasons[claim] = found
        amount = payment.amount if payment.least == payment.greatest else draft.row.amount
        claims.append(Claim(claim, payment.victim, draft.id, amount, payment.source))
    handovers = tuple(transfer for _, transfer in by_hand.values())
    handed_at = {by_hand[claim][1].id: payment.time for claim, payment in given if claim in by_hand}
    return FoundClaims(tuple(claims), tuple(unfound), reasons, handovers, handed_at)


def numbered(payments: Iterable[ReportedPayment]) -> list[tuple[str, ReportedPayment]]:
    """Return the payments with their claims' ids, in the order of (payment time, claim id)."""
    counts: Counter[str] = Counter()
    result = []
    for payment in sorted(payments, key=_place):
        counts[payment.report] += 1
        result.append((f"{payment.report}-{counts[payment.report]}", payment))
    return sorted(result, key=lambda each: (each[1].time.at, each[0]))


def as_counted(
    payments: Iterable[ReportedPayment],
    claims: Iterable[Claim],
    unfound: Iterable[UnfoundPayment],
    paid: Callable[[str, ReportedPayment], bool] = lambda _claim, _payment: True,
) -> list[ReportedPayment]:
    """Return the payments as losses count them: each once, approximate amounts as the statement shows them.

    ``paid`` tells of a claim's id and payment whether it is to count, where a moment is asked about.
    """
    amounts = {claim.id: claim.amount for claim in claims}
    repeated = {each.claim for each in unfound if each.repeats}
    return [
        replace(payment, amount=amounts.get(claim, payment.amount))
        for claim, payment in numbered(payments)
        if claim not in repeated and paid(claim, payment)
    ]


def paying_accounts(claims: Iterable[Claim], drafts: Mapping[str, Draft]) -> set[str]:
    """Return the accounts that paid claimed transfers: their victims' unless a decision says otherwise."""
    return {drafts[claim.transfer].payer for claim in claims if claim.transfer in drafts}


def _is_by_hand(payment: ReportedPayment, currency: str) -> bool:
    return payment.currency == currency and is_handover(payment)


def _place(payment: ReportedPayment) -> tuple[object, ...]:
    source = payment.source
    return source.sha256, source.row, source.sheet_number, payment.number


class _Search:
    """The case's transfers by amount and by account, and what was assigned to whom."""

    def __init__(
        self,
        drafts: Iterable[Draft],
        identities: Identities,
        currency: str,
        not_entered: Sequence[NotEntered],
    ) -> None:
        self._identities = identities
        self._fits = Fits(identities)
        self._currency = currency
        self._drafts: dict[str, Draft] = {}
        self._by_amount: defaultdict[int, list[Draft]] = defaultdict(list)
        self._by_side: defaultdict[tuple[int, str], list[Draft]] = defaultdict(list)
        self._of_account: defaultdict[str, list[Draft]] = defaultdict(list)
        self._not_entered: defaultdict[int, list[NotEntered]] = defaultdict(list)
        for draft in sorted(drafts, key=lambda each: each.id):
            amount = draft.row.amount
            self._drafts[draft.id] = draft
            self._by_amount[amount].append(draft)
            for side in {draft.payer, draft.payee, draft.wallet or draft.payer}:
                # A node stands for a counterparty that may be the reported one: found under no name.
                self._by_side[amount, "" if is_node(side) else side].append(draft)
                self._of_account["" if is_node(side) else side].append(draft)
        self._amounts = sorted(self._by_amount)
        for each in not_entered:
            self._not_entered[each.booking.amount].append(each)
        self._fitting: dict[str, dict[str, Sides]] = {}
        self._chosen: dict[str, str] = {}
        self._claim_of: dict[str, str] = {}
        self._payments: dict[str, ReportedPayment] = {}

    def assign(self, payments: Iterable[tuple[str, ReportedPayment]]) -> None:
        """Assign all payments at once."""
        edges: dict[tuple[str, str], int] = {}
        for claim, payment in payments:
            self._payments[claim] = payment
            self._fitting[claim] = fitting = {}
            if payment.currency != self._currency:
                continue
            for draft in self._candidates(payment):
                sides = self._fits.sides(payment, draft)
                if sides is not None:
                    fitting[draft.id] = sides
                    if tolerance.is_near(payment, draft.time):
                        far = tolerance.apart(payment, draft.time) // timedelta(microseconds=1)
                        edges[claim, draft.id] = sides.weakness * _WEAKER + far
        self._chosen = best_match(edges)
        self._claim_of = {transfer: claim for claim, transfer in self._chosen.items()}

    def found(self, claim: str, payment: ReportedPayment) -> tuple[Draft, tuple[Message, ...]] | UnfoundPayment:
        """Return the payment's transfer with the reasons, or why there is none."""
        if claim not in self._chosen:
            reason, repeats = self._why_not(claim, payment)
            near = tuple(self._nearest(claim, payment))
            return UnfoundPayment(claim, payment, reason, near, repeats)
        best = self._drafts[self._chosen[claim]]
        free = [draft for draft in self._near(claim, payment) if draft.id not in self._claim_of]
        strength = self._fitting[claim][best.id].weakness
        alike = [draft for draft in free if self._fitting[claim][draft.id].weakness <= strength]
        others = [
            draft
            for draft in alike
            if (draft.payer, draft.payee) != (best.payer, best.payee)
            and tolerance.apart(payment, draft.time) - tolerance.apart(payment, best.time) <= tolerance.TOLD_APART
        ]
        if others:
            candidates = [best, *others]
            near = tuple(
                _near_transfer(
                    draft,
                    words.NOT_TOLD_APART(payer=draft.payer, payee=draft.payee, time=draft.time),
                )
                for draft in candidates
            )
            return UnfoundPayment(claim, payment, words.AMBIGUOUS(count=len(candidates)), near)
        reasons = reasons_of(payment, best, self._fitting[claim][best.id])
        same = [draft for draft in alike if (draft.payer, draft.payee) == (best.payer, best.payee)]
        return best, (*reasons, words.ALIKE(count=len(same))) if same else reasons

    def _near(self, claim: str, payment: ReportedPayment) -> list[Draft]:
        fitting = (self._drafts[draft] for draft in self._fitting[claim])
        return [draft for draft in fitting if tolerance.is_near(payment, draft.time)]

    def _candidates(self, payment: ReportedPayment) -> list[Draft]:
        """Return the transfers of an amount that the words can mean, and that one side of it can be in."""
        least, greatest = payment.amounts
        amounts = self._amounts[bisect_left(self._amounts, least) : bisect_right(self._amounts, greatest)]
        for printed in (payment.payee, payment.payer):
            if printed and not is_masked(printed):
                sides = (*self._identities.keys(printed), "")
                both = (draft for each in amounts for side in sides for draft in self._by_side[each, side])
                return list({draft.id: draft for draft in both}.values())
        return [draft for amount in amounts for draft in self._by_amount[amount]]

    def _why_not(self, claim: str, payment: ReportedPayment) -> tuple[Message, str]:
        """Return why a payment found nothing, and the claim that it repeats, if it does."""
        if payment.currency != self._currency:
            return words.OTHER_CURRENCY(currency=payment.currency, ledger=self._currency), ""
        near = self._near(claim, payment)
        if near:
            first = next((each for each in map(self._claim_at, near) if self._repeats(payment, each)), "")
            return (words.REPEATED(claim=first), first) if first else (words.TAKEN(), "")
        if not payment.payee and not payment.payer and not self._fitting[claim]:
            return words.NO_ACCOUNT(), ""
        if self._fitting[claim]:
            fitting = (self._drafts[draft] for draft in self._fitting[claim])
            nearest = min(fitting, key=lambda draft: (tolerance.apart(payment, draft.time), draft.id))
            return words.OTHER_TIME(time=nearest.time, reported=payment.time), ""
        return self._not_there(payment), ""

    def _claim_at(self, draft: Draft) -> str:
        return self._claim_of.get(draft.id, "")

    def _repeats(self, payment: ReportedPayment, claim: str) -> bool:
        """Tell whether another file's payment of this victim took the transfer: then it is the same payment."""
        other = self._payments.get(claim)
        return (
            other is not None and other.source.sha256 != payment.source.sha256 and other.victim == payment.victim
        )

    def _not_there(self, payment: ReportedPayment) -> Message:
        for each in self._not_entered[payment.amount]:
            parties = (payment.payer, payment.payee)
            mine = any(party and self._identities.could_be(party, each.account) for party in parties)
            if mine and tolerance.is_near(payment, each.booking.time):
                return words.DID_NOT_ENTER(booking=each.booking.id, reason=each.reason)
        return words.NO_SUCH_TRANSFER(
            payer=payment.payer or payment.payer_name or words.NOBODY,
            payee=payment.payee or payment.payee_name or words.NOBODY,
            amount=text_from_minor(payment.amount, payment.currency),
            currency=payment.currency,
        )

    def _nearest(self, claim: str, payment: ReportedPayment) -> Iterator[NearTransfer]:
        """Yield the transfers that came nearest, with why each is not the payment."""
        if payment.currency != self._currency:
            return
        taken = [draft for draft in self._near(claim, payment) if draft.id in self._claim_of]
        for draft in taken[: tolerance.NEAREST]:
            yield _near_transfer(draft, words.NOT_FREE(claim=self._claim_of[draft.id]))
        if taken:
            return
        found = []
        for draft in self._looked_through(payment):
            far = tolerance.apart(payment, draft.time)
            differs = abs(draft.row.amount - payment.amount)
            outside = not payment.amounts[0] <= draft.row.amount <= payment.amounts[1]
            too_far = not tolerance.is_near(payment, draft.time)
            if outside and too_far:
                continue
            if outside and differs * 100 > payment.amount * tolerance.NEAREST_PERCENT:
                continue
            if far > tolerance.NEAREST_WITHIN or self._fits.sides(payment, draft) is None:
                continue
            found.append((outside, far, differs, draft.id))
        for outside, far, _, draft_id in sorted(found)[: tolerance.NEAREST]:
            draft = self._drafts[draft_id]
            amount = text_from_minor(draft.row.amount, payment.currency)
            why = words.NOT_THE_AMOUNT(amount=amount) if outside else words.NOT_THE_TIME(apart=how_long(far))
            yield _near_transfer(draft, why)

    def _looked_through(self, payment: ReportedPayment) -> Iterable[Draft]:
        """Return the transfers among which the nearest are looked for: of a named account, else of the amount."""
        for printed in (payment.payee, payment.payer):
            if printed and not is_masked(printed):
                keys = self._identities.keys(printed)
                return [draft for key in keys for draft in self._of_account[key]]
        return self._by_amount[payment.amount]


def _near_transfer(draft: Draft, why: Message) -> NearTransfer:
    return NearTransfer(draft.id, draft.time, draft.payer, draft.payee, draft.row.amount, why)
