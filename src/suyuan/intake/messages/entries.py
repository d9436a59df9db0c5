"""What every kind of message is read into: statements of entries, their balances, and the way to a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from suyuan.intake.accounting import RowAccounting
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState, prove, step_of
from suyuan.intake.fault import Fault
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.table import Part, StatementTable
from suyuan.model.booking import Booking
from suyuan.model.moment import Moment
from suyuan.model.money import UNSTATED
from suyuan.model.source import Source
from suyuan.model.text import Message

SHOWN = 2000
"""So many characters of an entry are kept with its quarantine."""


@dataclass(frozen=True)
class Figure:
    """A balance as a message states it: signed minor units, currency, and the line it stands on."""

    amount: int
    currency: str
    line: int


@dataclass(frozen=True)
class Entry:
    """One entry: its place and text, and the booking it is or the fault for which it cannot be one.

    ``payments`` are the bookings that a batch entry consists of, where they add up to it; else empty.
    """

    source: Source
    text: str
    said: Booking | Fault
    payments: tuple[Booking, ...] = ()


@dataclass(frozen=True)
class Page:
    """One frame with its entries: a message, or a page of a statement that runs over several."""

    entries: tuple[Entry, ...]
    openings: tuple[Figure, ...] = ()
    closings: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One statement: a table. ``header_row`` is the line it begins on; ``frames`` counts what is not an entry.

    ``keeps_order`` says that the file's order is the order of posting, whatever the dates. ``period`` is what
    the message says it covers, both included.
    """

    account: str
    numbers: tuple[str, ...]
    holder: str
    currency: str
    header_row: int | None
    pages: tuple[Page, ...]
    frames: int
    notes: tuple[NotedRow, ...] = ()
    blank: int = 0
    keeps_order: bool = False
    period: tuple[Moment, Moment] | None = None
    warnings: tuple[Message, ...] = ()


@dataclass
class Places:
    """Gives each entry its place: the line it starts on, and which of those starting on that line it is.

    Messages may be one endless line; ``Source.sheet_number`` then tells the entries apart, so that ids differ.
    """

    sha256: str
    _taken: Counter[int] = field(default_factory=Counter)

    def take(self, line: int) -> Source:
        """Return the next place on a line."""
        self._taken[line] += 1
        return Source(self.sha256, None, self._taken[line], line)


def table_of(statement: Statement, number: int) -> StatementTable:
    """Return a statement as the file's table ``number`` (from 1), proven and accounted for."""
    entries = [entry for page in statement.pages for entry in page.entries]
    aside = tuple(_quarantined(entry, entry.said) for entry in entries if isinstance(entry.said, Fault))
    read = len(entries) - len(aside)
    total = statement.frames + len(statement.notes) + statement.blank + len(entries)
    rows = RowAccounting(
        total,
        header=statement.frames,
        note=len(statement.notes),
        blank=statement.blank,
        read=read,
        quarantined=len(aside),
    )
    bookings = [entry.said for entry in entries if isinstance(entry.said, Booking)]
    taken = [
        each for entry in entries if isinstance(entry.said, Booking) for each in entry.payments or (entry.said,)
    ]
    return StatementTable(
        sheet=None,
        sheet_number=number,
        header_row=statement.header_row,
        rows=rows,
        parts=_parts(statement, _numbered(bookings), aside),
        quarantined=aside,
        noted=statement.notes,
        payments=_parts(statement, _numbered(taken), aside) if len(taken) != len(bookings) else None,
    )


def _numbered(bookings: Sequence[Booking]) -> list[Booking]:
    return [replace(booking, order_in_file=place) for place, booking in enumerate(bookings)]


def _quarantined(entry: Entry, fault: Fault) -> QuarantinedRow:
    text = entry.text if len(entry.text) <= SHOWN else entry.text[:SHOWN] + "…"
    return QuarantinedRow(entry.source, text, fault.column, fault.reason)


def _parts(
    statement: Statement, bookings: Sequence[Booking], aside: tuple[QuarantinedRow, ...]
) -> tuple[Part, ...]:
    """Return the statement's bookings by currency, in the order of their first ones; at least one part."""
    groups: dict[str, list[Booking]] = defaultdict(list)
    for booking in bookings:
        groups[booking.currency].append(booking)
    for page in statement.pages:
        if page.openings and page.closings and not groups:
            groups[page.closings[0].currency] = []
    if not groups:
        groups[statement.currency or UNSTATED] = []
    return tuple(
        Part(
            account=statement.account,
            numbers=statement.numbers,
            holder=statement.holder,
            currency=currency,
            bookings=tuple(group),
            quarantined=aside,
            balance=_proof(statement, currency, group),
        )
        for currency, group in groups.items()
    )


def _proof(statement: Statement, currency: str, bookings: Sequence[Booking]) -> BalanceProof:
    """Prove that opening + entries = closing on each page, and that each page opens as the one before closed."""
    moved = tuple(place for place, booking in enumerate(bookings) if booking.status.moved_money)
    order = moved if statement.keeps_order else prove(bookings).order
    breaks: list[BalanceBreak] = []
    compared = 0
    running: int | None = None
    for page in statement.pages:
        for opening in _in(page.openings, currency):
            if running is not None and running != opening.amount:
                breaks.append(BalanceBreak(opening.line, running, opening.amount))
            running = opening.amount
        if running is not None:
            running += sum(_steps(page, currency))
        for closing in _in(page.closings, currency):
            compared += running is not None
            if running is not None and running != closing.amount:
                lost = tuple(sorted(each.source.row for each in page.entries if isinstance(each.said, Fault)))
                breaks.append(BalanceBreak(closing.line, running, closing.amount, lost))
            running = closing.amount
    if breaks:
        return BalanceProof(BalanceState.BROKEN, tuple(breaks), order)
    return BalanceProof(BalanceState.PROVEN if compared else BalanceState.ABSENT, (), order)


def _in(figures: Sequence[Figure], currency: str) -> list[Figure]:
    return [figure for figure in figures if figure.currency == currency]


def _steps(page: Page, currency: str) -> Iterator[int]:
    """Yield what each entry of a page changes; entries that are not booked take no part."""
    for entry in page.entries:
        booking = entry.said
        if isinstance(booking, Booking) and booking.currency == currency and booking.status.moved_money:
            yield step_of(booking)
