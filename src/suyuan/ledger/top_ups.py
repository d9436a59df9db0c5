"""A platform's top-ups matched one to one to bank transfers, best overall, each with its reasons.

A top-up is what a platform wrote down, not money that a bank booked: one that finds no transfer is listed and
never added to any figure. Amount and time alone identify nothing: the receiving account, the member's card or the
names must.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from suyuan.ledger import report_tolerance as tolerance
from suyuan.ledger.best_match import best_match
from suyuan.ledger.case_ledger import Ledger, NearTransfer
from suyuan.ledger.claim_fit import ENOUGH, how_long, plain_name
from suyuan.ledger.claim_words import (
    AMBIGUOUS,
    AMOUNT_EQUAL,
    NOT_THE_AMOUNT,
    NOT_THE_TIME,
    NOT_TOLD_APART,
    PAYEE_EQUAL,
    PAYEE_MASK,
    PAYER_EQUAL,
    PAYER_NAME,
    SAME_DAY,
    TIME_APART,
)
from suyuan.ledger.own_rows import day_of
from suyuan.model.account import fits_mask, is_masked
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow, BackOfficeStatus
from suyuan.model.booking import Booking
from suyuan.model.moment import Moment, Precision
from suyuan.model.money import text_from_minor
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Transfer

_WEAKER = 1 << 62

BOUND_CARD = Text(
    zh="付款账号是该会员绑定的卡（{number}）", en="the paying account is the member's own card ({number})"
)
LISTED = Text(
    zh="收款账号在平台收款账户之列（{number}）", en="the receiving account is one of the platform's ({number})"
)
FAILED = Text(
    zh="平台记为未成功（{said}），不查找", en="the platform says that it failed ({said}); not looked for"
)
NO_TIME = Text(zh="平台未记时间，无法查找", en="the platform states no time, so it cannot be looked for")
NOT_IN = Text(zh="币种为 {currency}，本案账本为 {ledger}", en="it is in {currency}, the case's ledger in {ledger}")
NOTHING_NAMED = Text(
    zh="既无收款账号，也无付款账号或会员的卡、姓名，仅凭金额和时间不认定",
    en="it names neither the receiving account nor the member's card or name; amount and time alone prove nothing",
)
NOT_FOUND = Text(
    zh="已导入的账单中没有对应的转账，不计入任何银行数字",
    en="no statement imported so far shows such a transfer; it is added to no bank figure",
)
TAKEN = Text(zh="符合的转账都已对应其他充值记录", en="every transfer that fits belongs to another top-up already")
NOT_FREE = Text(zh="已对应另一条充值记录（{row}）", en="belongs to another top-up ({row})")


@dataclass(frozen=True)
class TopUp:
    """A top-up with its transfer and the reasons for it; or ``transfer`` empty and ``why_not``.

    ``near`` are the transfers that come nearest.
    """

    row: BackOfficeRow
    transfer: str = ""
    reasons: tuple[Message, ...] = ()
    why_not: Message | None = None
    near: tuple[NearTransfer, ...] = ()


@dataclass
class _Member:
    """What the platform's lists say of a member."""

    names: set[str] = field(default_factory=set)
    cards: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Fit:
    points: int
    reasons: tuple[Message, ...]


def match_top_ups(
    rows: Sequence[BackOfficeRow], ledger: Ledger, bookings: Mapping[str, Booking]
) -> tuple[TopUp, ...]:
    """Return every top-up, in the order of file, table and row, with its transfer or why it has none."""
    search = _Search(rows, ledger, bookings)
    top_ups = sorted((row for row in rows if row.kind is BackOfficeKind.TOP_UP), key=place_of)
    return search.matched(top_ups)


def place_of(row: BackOfficeRow) -> tuple[str, int, int]:
    """Return where a row stands, by which rows are put in order."""
    return row.source.sha256, row.source.sheet_number, row.source.row


class _Search:
    def __init__(self, rows: Iterable[BackOfficeRow], ledger: Ledger, bookings: Mapping[str, Booking]) -> None:
        self._ledger = ledger
        self._bookings = bookings
        self._members: defaultdict[str, _Member] = defaultdict(_Member)
        self._receiving: set[str] = set()
        # Of a transfer that stands as two, the half that leaves is compared.
        self._transfers = {
            each.id: each for each in ledger.transfers if each.bookings and not each.payer.startswith("transit:")
        }
        self._by_amount: defaultdict[int, list[Transfer]] = defaultdict(list)
        for transfer in self._transfers.values():
            self._by_amount[transfer.amount].append(transfer)
        for row in rows:
            if row.kind is BackOfficeKind.RECEIVING_ACCOUNT and row.account:
                self._receiving.add(row.account)
            elif row.kind is BackOfficeKind.MEMBER:
                self._enlist(row)
        self._chosen: dict[str, str] = {}
        self._taken: dict[str, str] = {}

    def _enlist(self, row: BackOfficeRow) -> None:
        # A list of members goes by their own number or login; a list of their cards names the member beside it.
        keys = (row.member,) if row.account and row.member else (row.number, row.member)
        for key in filter(None, keys):
            member = self._members[key]
            member.names |= {plain for each in (row.name, row.account_name) if (plain := plain_name(each))}
            if row.account:
                member.cards.add(row.account)

    def matched(self, top_ups: Sequence[BackOfficeRow]) -> tuple[TopUp, ...]:
        """Assign all top-ups at once."""
        keys = {_key(row): row for row in top_ups}
        fits: dict[str, dict[str, _Fit]] = {}
        edges: dict[tuple[str, str], int] = {}
        for key, row in keys.items():
            fits[key] = {}
            if self._unfit(row) is not None:
                continue
            for transfer in self._by_amount[row.amount or 0]:
                found = self._fit(row, transfer)
                if found is None or found.points < ENOUGH:
                    continue
                fits[key][transfer.id] = found
                if self._in_time(row, transfer):
                    far = self._apart(row, transfer) // timedelta(microseconds=1)
                    edges[key, transfer.id] = (8 - found.points) * _WEAKER + far
        self._chosen = best_match(edges)
        self._taken = {transfer: key for key, transfer in self._chosen.items()}
        return tuple(self._said(key, row, fits[key]) for key, row in keys.items())

    def _unfit(self, row: BackOfficeRow) -> Message | None:
        """Return why a top-up cannot be looked for."""
        if row.status is BackOfficeStatus.FAILED:
            return FAILED(said=row.said)
        if row.currency != self._ledger.currency:
            return NOT_IN(currency=row.currency, ledger=self._ledger.currency)
        if row.time is None:
            return NO_TIME()
        member = self._members.get(row.member, _Member())
        named = row.account or row.payer_account or row.payer_name or row.name or member.cards or member.names
        return None if named else NOTHING_NAMED()

    def _said(self, key: str, row: BackOfficeRow, fits: Mapping[str, _Fit]) -> TopUp:
        why_not = self._unfit(row)
        if why_not is not None:
            return TopUp(row, why_not=why_not)
        near = [self._transfers[each] for each in fits if self._in_time(row, self._transfers[each])]
        if key not in self._chosen:
            return TopUp(row, why_not=TAKEN() if near else NOT_FOUND(), near=self._nearest(row, near))
        best = self._transfers[self._chosen[key]]
        others = [
            each
            for each in near
            if each.id not in self._taken
            and fits[each.id].points >= fits[best.id].points
            and (each.payer, each.payee) != (best.payer, best.payee)
            and self._apart(row, each) - self._apart(row, best) <= tolerance.TOLD_APART
        ]
        if others:
            alike = tuple(
                self._near(each, NOT_TOLD_APART(payer=each.payer, payee=each.payee, time=self._time(each)))
                for each in (best, *others)
            )
            return TopUp(row, why_not=AMBIGUOUS(count=len(alike)), near=alike)
        far = self._apart(row, best)
        dated = Precision.DAY in (self._time(best).precision, row.time.precision if row.time else Precision.DAY)
        time = SAME_DAY() if dated and not far else TIME_APART(apart=how_long(far))
        return TopUp(row, best.id, (*fits[best.id].reasons, AMOUNT_EQUAL(), time))

    def _fit(self, row: BackOfficeRow, transfer: Transfer) -> _Fit | None:
        """Return what identifies a transfer as the top-up; None where its payee is another than the stated one."""
        points = 0
        reasons: list[Message] = []
        payees, payers = self._numbers(transfer, payee=True), self._numbers(transfer, payee=False)
        if row.account:
            if payees and not _any_fits(row.account, payees):
                return None
            if payees:
                points += 2
                how = PAYEE_MASK if is_masked(row.account) or row.account not in payees else PAYEE_EQUAL
                reasons.append(how(number=row.account))
        elif self._receiving & payees:
            points += 1
            reasons.append(LISTED(number=min(self._receiving & payees)))
        member = self._members.get(row.member, _Member())
        if row.payer_account and _any_fits(row.payer_account, payers):
            points += 2
            reasons.append(PAYER_EQUAL(number=row.payer_account))
        elif member.cards & payers:
            points += 2
            reasons.append(BOUND_CARD(number=min(member.cards & payers)))
        names = {plain_name(row.payer_name) or plain_name(row.name)} | member.names
        same = {name for name in names if name} & self._payer_names(transfer)
        if same:
            points += 1
            reasons.append(PAYER_NAME(number=min(same)))
        return _Fit(points, tuple(reasons))

    def _numbers(self, transfer: Transfer, *, payee: bool) -> set[str]:
        """Return the numbers of a side, also those that the other side's row prints."""
        key = transfer.payee if payee else transfer.payer
        facts = self._ledger.accounts.get(key)
        numbers = set(facts.numbers) if facts is not None else set()
        for booking in map(self._bookings.get, transfer.bookings):
            if booking is not None and (booking.direction.value == "out") == payee and not facts:
                numbers.add(booking.counterparty.account)
        return numbers - {""}

    def _payer_names(self, transfer: Transfer) -> set[str]:
        facts = self._ledger.accounts.get(transfer.payer)
        names = {facts.holder if facts is not None else ""}
        for booking in map(self._bookings.get, transfer.bookings):
            if booking is not None:
                names.add(booking.holder if booking.direction.value == "out" else booking.counterparty.name)
        return {plain for each in names if (plain := plain_name(each))}

    def _time(self, transfer: Transfer) -> Moment:
        return self._ledger.booked_at.get(transfer.id) or Moment(transfer.time)

    def _apart(self, row: BackOfficeRow, transfer: Transfer) -> timedelta:
        booked = self._time(transfer)
        if row.time is None or Precision.DAY in (row.time.precision, booked.precision):
            return timedelta(days=abs(day_of(row.time) - day_of(booked))) if row.time else timedelta.max
        return abs(row.time.at - booked.at)

    def _in_time(self, row: BackOfficeRow, transfer: Transfer) -> bool:
        """Tell whether a platform can have recorded a transfer then: soon before it, or up to a day after."""
        booked = self._time(transfer)
        if row.time is None:
            return False
        if Precision.DAY in (row.time.precision, booked.precision):
            return 0 <= day_of(row.time) - day_of(booked) <= 1
        return -tolerance.TOP_UP_BEFORE <= row.time.at - booked.at <= tolerance.TOP_UP_AFTER

    def _nearest(self, row: BackOfficeRow, near: Sequence[Transfer]) -> tuple[NearTransfer, ...]:
        if near:
            return tuple(
                self._near(each, NOT_FREE(row=self._taken[each.id])) for each in near[: tolerance.NEAREST]
            )
        found = []
        for transfer in self._transfers.values():
            differs = abs(transfer.amount - (row.amount or 0))
            in_time, same = self._in_time(row, transfer), not differs
            if not (in_time or same) or differs * 100 > (row.amount or 0) * tolerance.NEAREST_PERCENT:
                continue
            fit = self._fit(row, transfer)
            far = self._apart(row, transfer)
            if fit is not None and fit.points >= ENOUGH and far <= tolerance.NEAREST_WITHIN:
                found.append((not same, far, differs, transfer.id))
        return tuple(
            self._near(
                self._transfers[name],
                NOT_THE_AMOUNT(amount=text_from_minor(self._transfers[name].amount, row.currency))
                if other_amount
                else NOT_THE_TIME(apart=how_long(far)),
            )
            for other_amount, far, _, name in sorted(found)[: tolerance.NEAREST]
        )

    def _near(self, transfer: Transfer, why: Message) -> NearTransfer:
        return NearTransfer(
            transfer.id, self._time(transfer), transfer.payer, transfer.payee, transfer.amount, why
        )


def _key(row: BackOfficeRow) -> str:
    return f"{row.source.sha256[:12]}.{row.source.sheet_number}.{row.source.row}"


def _any_fits(number: str, numbers: Iterable[str]) -> bool:
    return any(
        number == each
        or (is_masked(number) and fits_mask(number, each))
        or (is_masked(each) and fits_mask(each, number))
        for each in numbers
    )
