"""One payment in several tables of one institution: one booking, with several sources.

A wallet's return shows the same payment in its list of transactions, its transfers, its orders and its
balances. Rows of one account in different layouts are one booking if they name the same order, amount and
direction: one to one, so that red packets and splits, which repeat an order inside one table, stay apart. The row
with a balance stays, the others are left out with their reason, and what only they say of the other side is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.balance_chain import BalanceProof
from suyuan.ledger.case_ledger import LeftOut, LeftOutReason
from suyuan.ledger.contents import FileContents, PartContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.means import means_said
from suyuan.ledger.references import is_telling
from suyuan.model.booking import Booking, BookingKind, Direction


@dataclass(frozen=True)
class OnceEach:
    """The files without rows that another layout's table shows too, and these."""

    files: tuple[FileContents, ...]
    left_out: tuple[LeftOut, ...]


def each_order_once(files: Sequence[FileContents], identities: Identities) -> OnceEach:
    """Return the case's files with each payment of an account once; the same whatever the order of the files."""
    alike: defaultdict[tuple[object, ...], list[tuple[Booking, str]]] = defaultdict(list)
    for contents in files:
        for number, part in enumerate(contents.parts):
            if part.repeats_sheet is not None:
                continue
            account = identities.key(own_number(contents, number, part))
            for booking in part.bookings:
                if _is_named(booking):
                    key = (account, booking.currency, booking.direction, booking.amount)
                    alike[key].append((booking, part.format or contents.format))
    kept: dict[str, Booking] = {}
    repeated: set[str] = set()
    for rows in alike.values():
        if len({layout for _, layout in rows}) > 1:
            _sort_out(rows, kept, repeated)
    if not repeated:
        return OnceEach(tuple(files), ())
    return OnceEach(
        tuple(
            replace(contents, parts=tuple(_without(part, kept, repeated) for part in contents.parts))
            for contents in files
        ),
        tuple(LeftOut(booking, LeftOutReason.REPEATS_ORDER) for booking in sorted(repeated)),
    )


def _is_named(booking: Booking) -> bool:
    moves = booking.amount > 0 and booking.direction is not Direction.NONE and booking.status.moved_money
    return moves and is_telling(booking.reference)


def _sort_out(rows: Sequence[tuple[Booking, str]], kept: dict[str, Booking], repeated: set[str]) -> None:
    """Sort one account's rows of one amount and direction into those that stay and those that repeat one."""
    staying: list[tuple[str, str]] = []
    for layout in sorted({layout for _, layout in rows}, key=lambda each: _rank(each, rows)):
        taken: set[str] = set()
        fresh = []
        for row in sorted((row for row, its in rows if its == layout), key=_place):
            match = next(
                (
                    stays
                    for stays, its in staying
                    if its != layout and stays not in taken and _same_order(row, kept[stays])
                ),
                None,
            )
            if match is None:
                kept.setdefault(row.id, row)
                fresh.append((row.id, layout))
            else:
                taken.add(match)
                repeated.add(row.id)
                kept[match] = _completed(kept[match], row)
        staying += fresh


def _rank(layout: str, rows: Iterable[tuple[Booking, str]]) -> tuple[object, ...]:
    """Rank layouts: those with balances first, then those that name the other side."""
    its = [row for row, each in rows if each == layout]
    without_balance = sum(row.balance is None for row in its) / len(its)
    without_other_side = sum(not row.counterparty.account for row in its) / len(its)
    return (without_balance, without_other_side, layout)


def _place(row: Booking) -> tuple[object, ...]:
    return (row.time.at, row.source.sha256, row.source.sheet_number, row.source.row)


def _same_order(row: Booking, other: Booking) -> bool:
    return row.reference in (other.reference, *other.references) or other.reference in row.references


def _completed(row: Booking, other: Booking) -> Booking:
    """Return a row with what only the other table says of the payment: its other side, its kind, its numbers."""
    says_more = not row.counterparty.account and other.counterparty.account
    return replace(
        row,
        counterparty=other.counterparty if says_more else row.counterparty,
        kind=other.kind if row.kind is BookingKind.TRANSFER else row.kind,
        merchant=row.merchant or other.merchant,
        summary=_with_means(row, other),
        references=tuple(dict.fromkeys((*row.references, *other.references))),
    )


def _with_means(row: Booking, other: Booking) -> str:
    """Return a row's summary with what only the other table says of what paid; balances tell it better."""
    if row.balance is not None or means_said(row):
        return row.summary
    return f"{row.summary} {means_said(other)}".strip()


def _without(part: PartContents, kept: dict[str, Booking], repeated: set[str]) -> PartContents:
    stays = [place for place, booking in enumerate(part.bookings) if booking.id not in repeated]
    number = {place: at for at, place in enumerate(stays)}
    proof = part.balance
    order = tuple(number[place] for place in proof.order if place in number)
    bookings = tuple(kept.get(part.bookings[place].id, part.bookings[place]) for place in stays)
    return replace(part, bookings=bookings, balance=BalanceProof(proof.state, proof.breaks, order))
