"""An account's own rows: which of them enter the ledger, in which order, and where rows are missing.

Rows inside one file are never taken for one another. Two files of one account may overlap (two answers, or an
answer and the holder's own export): a row that another file shows too is one booking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from suyuan.intake.balance_chain import BalanceProof, BalanceState, prove, step_of
from suyuan.ledger.case_ledger import Gap, LeftOut, LeftOutReason
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.means import aside_of
from suyuan.ledger.references import is_placeholder, is_telling
from suyuan.ledger.stated_fees import judged
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.moment import CHINA, Moment, Precision

_STATUS_REASONS = {
    BookingStatus.FAILED: LeftOutReason.FAILED,
    BookingStatus.CLOSED: LeftOutReason.CLOSED,
    BookingStatus.PENDING: LeftOutReason.PENDING,
}
_WIDTH = {
    Precision.DAY: timedelta(days=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(seconds=1),
    Precision.MICROSECOND: timedelta(microseconds=1),
}


@dataclass(frozen=True)
class OwnRows:
    """The rows of one account that moved money, in ledger order, also those of amount zero.

    ``breaks`` names the rows whose balance does not follow from the row before, with the quarantined rows between.
    ``entering`` are the rows that the ledger takes (subject to corrections), in the same order. ``aside`` are rows
    that the ledger takes and that the account itself did not pay (``means.py``): they stand in none of the others.
    ``fees`` are what payments paid besides, by the booking's id: in the amounts of ``rows``, not of ``entering``.
    """

    account: str
    rows: tuple[Booking, ...]
    entering: tuple[Booking, ...]
    state: BalanceState
    breaks: Mapping[str, tuple[int, ...]]
    aside: tuple[Booking, ...] = ()
    fees: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_balances(self) -> bool:
        """Tell whether the statement gives balances, if only one."""
        return any(row.balance is not None for row in self.rows)

    def gaps(self) -> Iterable[Gap]:
        """Yield the places where rows are missing."""
        before: Booking | None = None
        balance: int | None = None
        for row in self.rows:
            if row.id in self.breaks and before is not None and balance is not None:
                found = balance_before(row)
                if found is not None:
                    quarantined = self.breaks[row.id]
                    yield Gap(self.account, before.id, row.id, before.time, row.time, balance, found, quarantined)
            if row.balance is not None:
                balance = row.balance
            elif balance is not None:
                balance += step_of(row)
            before = row


def balance_before(booking: Booking) -> int | None:
    """Return the balance before a booking, in minor units; None where the row states none."""
    return None if booking.balance is None else booking.balance - step_of(booking)


def span(time: Moment) -> tuple[datetime, datetime]:
    """Return the first and the last instant that a stated time can mean."""
    at = time.at
    if time.precision is Precision.DAY:
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return at, at + _WIDTH[time.precision] - timedelta(microseconds=1)


def day_of(time: Moment) -> int:
    """Return the day of a moment in China's civil time, counted as dates are."""
    return time.at.astimezone(CHINA).date().toordinal()


def own_rows(
    files: Sequence[FileContents], identities: Identities, currency: str
) -> tuple[dict[str, OwnRows], list[LeftOut]]:
    """Return each account's own rows by its key, and the bookings that do not enter, with the reason.

    ``files`` are given in the order of their hashes, each once. Accounts whose parts have no row of the currency
    are there too, without rows.
    """
    left_out: list[LeftOut] = []
    runs: defaultdict[str, list[_Run]] = defaultdict(list)
    for contents in files:
        for number, part in enumerate(contents.parts):
            account = identities.key(own_number(contents, number, part))
            places = _places(part.balance, len(part.bookings))
            kept = []
            for index in places:
                booking = part.bookings[index]
                reason = _reason(booking, currency, repeats_sheet=part.repeats_sheet is not None)
                if reason is not None:
                    left_out.append(LeftOut(booking.id, reason))
                if booking.status.moved_money and reason in (None, *_CHAINED):
                    kept.append(booking)
            if part.repeats_sheet is None:
                runs[account].append(
                    _Run(contents.sha256, part.format or contents.format, tuple(kept), part.balance)
                )
    rows = {}
    for account in sorted(runs):
        once, repeated = _once(runs[account])
        left_out.extend(LeftOut(row.id, LeftOutReason.REPEATS_FILE) for row in repeated if _enters(row))
        rows[account] = _joined(account, [run for run in once if run.rows], is_whole=not repeated)
    return rows, left_out


_CHAINED = (LeftOutReason.ZERO, LeftOutReason.NO_DIRECTION, LeftOutReason.TRADE, LeftOutReason.HOLD)
"""Rows that do not enter and yet stand in the balance chain."""


@dataclass(frozen=True)
class _Run:
    """The rows of one part that moved money, in its ledger order, with the part's own proof."""

    sha256: str
    format: str
    rows: tuple[Booking, ...]
    proof: BalanceProof


def _places(proof: BalanceProof, count: int) -> list[int]:
    """Return every place of a part once: those in ledger order, then the ones that moved nothing."""
    ordered = set(proof.order)
    return [*proof.order, *(place for place in range(count) if place not in ordered)]


def _reason(booking: Booking, currency: str, *, repeats_sheet: bool) -> LeftOutReason | None:
    if repeats_sheet:
        return LeftOutReason.REPEATS_SHEET
    if not booking.status.moved_money:
        return _STATUS_REASONS[booking.status]
    if booking.currency != currency:
        return LeftOutReason.OTHER_CURRENCY
    if booking.kind is BookingKind.TRADE:
        return LeftOutReason.TRADE
    if booking.kind is BookingKind.HOLD:
        return LeftOutReason.HOLD
    if booking.amount == 0:
        return LeftOutReason.ZERO
    return LeftOutReason.NO_DIRECTION if booking.direction is Direction.NONE else None


def _once(runs: Sequence[_Run]) -> tuple[list[_Run], list[Booking]]:
    """Return the runs without the rows that another file shows too, and these; the more exact file's row stays."""
    if len({run.sha256 for run in runs}) == 1:
        return list(runs), []
    ranked = sorted(runs, key=lambda run: (any(_is_dated(row) for row in run.rows), run.sha256))
    seen: defaultdict[tuple[object, ...], list[tuple[Booking, _Run]]] = defaultdict(list)
    repeated: dict[str, Booking] = {}
    for sha256 in dict.fromkeys(run.sha256 for run in ranked):
        rows = [(row, run) for run in ranked if run.sha256 == sha256 for row in run.rows]
        taken: set[str] = set()
        fresh = []
        for row, run in rows:
            match = _match(row, run, seen[_likeness(row)], taken)
            if match is None:
                fresh.append((row, run))
            else:
                taken.add(match)
                repeated[row.id] = row
        for row, run in fresh:
            seen[_likeness(row)].append((row, run))
    kept = [replace(run, rows=tuple(row for row in run.rows if row.id not in repeated)) for run in runs]
    return kept, [repeated[each] for each in sorted(repeated)]


def _match(row: Booking, run: _Run, others: Iterable[tuple[Booking, _Run]], taken: set[str]) -> str | None:
    """Return the row of another file, not yet taken by this one, that is the same booking."""
    for other, its in others:
        if other.id not in taken and _is_same(row, other, same_layout=run.format == its.format):
            return other.id
    return None


def _likeness(row: Booking) -> tuple[object, ...]:
    return (day_of(row.time), row.direction, row.amount, row.balance)


def _is_dated(row: Booking) -> bool:
    return row.time.precision is Precision.DAY


def _is_same(row: Booking, other: Booking, *, same_layout: bool) -> bool:
    """Tell whether two rows of one account, day, amount and balance, from two files, are one booking."""
    if not _is_dated(row) and not _is_dated(other):
        minute = {"second": 0, "microsecond": 0}
        if row.time.at.replace(**minute) != other.time.at.replace(**minute):  # type: ignore[arg-type]
            return False
    same_reference = row.reference == other.reference
    if row.balance is None:
        return same_reference and is_telling(row.reference)
    says_nothing = is_placeholder(row.reference) or is_placeholder(other.reference)
    return same_reference or not same_layout or says_nothing


def _joined(account: str, runs: Sequence[_Run], *, is_whole: bool) -> OwnRows:
    """Join the runs of an account; where there are several, their balances settle order and gaps anew."""
    if not runs:
        return OwnRows(account, (), (), BalanceState.ABSENT, {})
    known = {}
    for run in runs:
        quarantined = {each.row: each.quarantined for each in run.proof.breaks}
        known.update({row.id: quarantined[row.source.row] for row in run.rows if row.source.row in quarantined})
    if len(runs) == 1 and is_whole:
        return _own(account, runs[0].rows, runs[0].proof.state, known)
    in_time = sorted(runs, key=lambda run: (run.rows[0].time.at, run.rows[0].id))
    joined = [row for run in in_time for row in run.rows]
    # The proof names rows by number, which two files may share: number them anew.
    numbered = [replace(row, source=replace(row.source, row=place)) for place, row in enumerate(joined)]
    proof = prove(numbered, loose=_beside_balances(in_time))
    breaks = {joined[each.row].id: known.get(joined[each.row].id, ()) for each in proof.breaks}
    return _own(account, tuple(joined[place] for place in proof.order), proof.state, breaks)


def _beside_balances(runs: Sequence[_Run]) -> frozenset[int]:
    """Return the places of rows of tables without balances, where another table of the account has them.

    What a bank card paid stands in a wallet's lists and not in its balances, so such rows need not move these.
    """
    has = [any(row.balance is not None for row in run.rows) for run in runs]
    if all(has) or not any(has):
        return frozenset()
    given = [with_balances for run, with_balances in zip(runs, has, strict=True) for _ in run.rows]
    return frozenset(place for place, with_balances in enumerate(given) if not with_balances)


def _own(
    account: str, rows: tuple[Booking, ...], state: BalanceState, breaks: Mapping[str, tuple[int, ...]]
) -> OwnRows:
    beside = aside_of(rows)
    aside = tuple(row for row in rows if row.id in beside and _enters(row))
    rows = tuple(row for row in rows if row.id not in beside)
    said = judged(rows, breaks)
    if breaks and not said.breaks and state is BalanceState.BROKEN:
        state = BalanceState.PROVEN
    entering = (
        replace(row, amount=row.amount - said.fees[row.id]) if row.id in said.fees else row
        for row in said.rows
        if _enters(row)
    )
    return OwnRows(account, said.rows, tuple(entering), state, said.breaks, aside, said.fees)


def _enters(row: Booking) -> bool:
    moves = row.kind not in (BookingKind.TRADE, BookingKind.HOLD)
    return row.amount > 0 and row.direction is not Direction.NONE and moves
