"""All rows of a file that are bookings, as arrays in the file's order, and the texts of each piece beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.intake.bookings import ReadRow
from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.intake.columns.pieces import DIRECTIONS, Piece, sign_of
from suyuan.intake.columns.spans import LIST
from suyuan.intake.columns.store import Store
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty
from suyuan.model.moment import Moment, Precision
from suyuan.model.source import Source

PRECISIONS = (Precision.SECOND, Precision.MINUTE, Precision.DAY, Precision.MICROSECOND)
"""By the kernels' numbers, and the one that only the row engine reads."""

WORDS = ("holder", "counterparty_name", "counterparty_bank", "kind", "summary", "corrects", "status", "merchant")
SPELLED = ("counterparty_account", "counterparty_account_raw", "reference")
TEXTS = pa.schema(
    [
        ("holder", pa.dictionary(pa.int32(), pa.string())),
        ("counterparty_account", pa.string()),
        ("counterparty_account_raw", pa.string()),
        ("counterparty_name", pa.dictionary(pa.int32(), pa.string())),
        ("counterparty_bank", pa.dictionary(pa.int32(), pa.string())),
        ("kind", pa.dictionary(pa.int32(), pa.string())),
        ("summary", pa.dictionary(pa.int32(), pa.string())),
        ("reference", pa.string()),
        ("references", LIST),
        ("corrects", pa.dictionary(pa.int32(), pa.string())),
        ("status", pa.dictionary(pa.int32(), pa.string())),
        ("merchant", pa.dictionary(pa.int32(), pa.string())),
    ]
)
"""The columns of texts of a piece."""

Value = TypeVar("Value")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Rows:
    """The bookings of a table in the file's order, one entry each.

    ``row`` is the physical row; ``own`` and ``currency`` are places in ``owns`` (the numbers that a row states for
    its account, the first being its name) and ``currencies``; ``at`` microseconds from 1970 UTC; ``exact`` a place
    in ``PRECISIONS``, ``direction`` one in ``DIRECTIONS``. ``slow`` are the rows that the row engine read, by
    their place; ``ends`` the place after the last row of each piece.
    """

    offset: int
    row: Array64
    own: Array32
    owns: list[tuple[str, ...]]
    currency: Array32
    currencies: list[str]
    at: Array64
    exact: Flags
    direction: Flags
    sign: NDArray[np.int8]
    amount: Array64
    balance: Array64
    has_balance: Flags
    moved: Flags
    damaged: Flags
    inferred: Flags
    slow: dict[int, ReadRow]
    ends: list[int]

    def __len__(self) -> int:
        """How many bookings there are."""
        return len(self.row)

    def moment(self, place: int) -> Moment:
        """Return a row's time."""
        slow = self.slow.get(place)
        if slow is not None:
            return slow.booking.time
        zone = timezone(timedelta(seconds=self.offset))
        at = (EPOCH + timedelta(microseconds=int(self.at[place]))).astimezone(zone)
        return Moment(at, PRECISIONS[self.exact[place]])


class RowsInPieces:
    """Gathers the rows of pieces and those that the row engine read, in the file's order."""

    def __init__(self, offset: int) -> None:
        """Begin with none; ``offset`` is the source's zone in seconds."""
        self._offset = offset
        self._owns: dict[tuple[str, ...], int] = {}
        self._currencies: dict[str, int] = {}
        self._parts: list[dict[str, NDArray[np.generic]]] = []
        self._slow: dict[int, ReadRow] = {}
        self._count = 0
        self._ends: list[int] = []
        self.holders: list[tuple[int, str]] = []
        """Rows that name a holder, with it: of each account and currency at least the first one of each piece."""
        self.cards: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        self.others: list[tuple[int, str]] = []
        """Counterparties' numbers whose check digits are to be looked at, by the place of their row."""
        self.slow_places: list[list[tuple[int, int]]] = []
        """For each piece the rows that the row engine read: number in the piece, place among all rows."""

    def add(self, piece: Piece, first_line: int, slow: Sequence[tuple[int, ReadRow]]) -> None:
        """Add the rows of a piece; ``slow`` are those that the row engine read, with their number in the piece."""
        owns = _numbered(piece.own, piece.owns, self._own)
        currencies = _numbered(piece.currency, piece.currencies, self._currency)
        zeros = np.zeros(len(piece.number), np.uint8)
        part: dict[str, NDArray[np.generic]] = {
            "row": piece.line.astype(np.int64) + first_line,
            "own": owns[piece.own],
            "currency": currencies[piece.currency],
            "at": piece.at,
            "exact": piece.exact,
            "direction": piece.direction,
            "sign": piece.sign,
            "amount": piece.amount,
            "balance": piece.balance,
            "has_balance": piece.has_balance,
            "moved": piece.moved,
            "damaged": zeros,
            "inferred": zeros,
        }
        places = np.arange(len(piece.number))
        self.slow_places.append([])
        if slow:
            part, places = self._merged(piece, part, slow)
        self.cards.append((self._count + places[piece.cards[0]], piece.cards[1]))
        self.others += [(self._count + int(places[row]), text) for row, text in piece.others]
        self.holders += [(self._count + int(places[row]), holder) for row, holder in piece.holders]
        self._parts.append(part)
        self._count += len(part["row"])
        self._ends.append(self._count)

    def rows(self) -> Rows:
        """Return all rows."""
        # Column by column, so that at no time all of them are there twice.
        joined = {name: np.concatenate([part.pop(name) for part in self._parts]) for name in list(self._parts[0])}
        self._parts.clear()
        return Rows(
            offset=self._offset,
            owns=list(self._owns),
            currencies=list(self._currencies),
            slow=self._slow,
            ends=self._ends,
            **joined,
        )

    def _own(self, numbers: tuple[str, ...]) -> int:
        return self._owns.setdefault(numbers, len(self._owns))

    def _currency(self, name: str) -> int:
        return self._currencies.setdefault(name, len(self._currencies))

    def _merged(
        self, piece: Piece, part: dict[str, NDArray[np.generic]], slow: Sequence[tuple[int, ReadRow]]
    ) -> tuple[dict[str, NDArray[np.generic]], NDArray[np.int64]]:
        """Return the rows of a piece with those that the row engine read in their places, and these."""
        order = merged_order(piece.number, [number for number, _ in slow])
        fast = len(piece.number)
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        for at, (number, read) in enumerate(slow):
            place = self._count + int(places[fast + at])
            self._slow[place] = read
            self.slow_places[-1].append((number, place))
            if read.booking.holder:
                self.holders.append((place, read.booking.holder))
        cells = [self._cells(read.booking) for _, read in slow]
        merged = {
            name: np.concatenate([column, np.array([each[name] for each in cells], column.dtype)])[order]
            for name, column in part.items()
        }
        return merged, places

    def _cells(self, booking: Booking) -> dict[str, int]:
        return {
            "row": booking.source.row,
            "own": self._own((booking.account, *booking.other_numbers)),
            "currency": self._currency(booking.currency),
            "at": (booking.time.at - EPOCH) // timedelta(microseconds=1),
            "exact": PRECISIONS.index(booking.time.precision),
            "direction": DIRECTIONS.index(booking.direction),
            "sign": sign_of(booking.kind, booking.direction),
            "amount": booking.amount,
            "balance": booking.balance or 0,
            "has_balance": booking.balance is not None,
            "moved": booking.status.moved_money,
            "damaged": booking.counterparty.damaged,
            "inferred": booking.direction_inferred,
        }


def _numbered(codes: Array32, values: Sequence[Value], number: Callable[[Value], int]) -> Array32:
    """Return the number in the file of each of a piece's values; those that no row has get none."""
    numbers = np.zeros(max(1, len(values)), np.int32)
    for code in np.unique(codes).tolist():
        numbers[code] = number(values[code])
    return numbers


def merged_order(fast: Array32, slow: Sequence[int]) -> NDArray[np.intp]:
    """Return the order of rows read by columns, and then by the row engine, by their number in the piece."""
    return np.argsort(np.concatenate([fast, np.array(slow, fast.dtype)]), kind="stable")


def merged_texts(table: pa.Table, number: Array32, slow: Sequence[tuple[int, Booking]]) -> pa.Table:
    """Return the texts of a piece with those of the rows that the row engine read in their places."""
    if not slow:
        return table
    order = merged_order(number, [each for each, _ in slow])
    beside = texts_of([booking for _, booking in slow])
    joined = pa.concat_tables([table.cast(TEXTS), beside]).unify_dictionaries().combine_chunks()
    return joined.take(cast(Any, pa.array(order)))


def texts_of(bookings: Sequence[Booking]) -> pa.Table:
    """Return the texts of bookings as columns."""
    rows = [
        (
            each.holder,
            each.counterparty.account,
            each.counterparty.account_raw,
            each.counterparty.name,
            each.counterparty.bank,
            each.kind.value,
            each.summary,
            each.reference,
            list(each.references),
            each.corrects,
            each.status.value,
            each.merchant,
        )
        for each in bookings
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TEXTS)
    arrays = [
        pa.array(column, pa.string()).dictionary_encode()
        if pa.types.is_dictionary(field.type)
        else pa.array(column, field.type)
        for column, field in zip(columns, TEXTS, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=TEXTS)


@dataclass(frozen=True)
class TextsInPieces:
    """The texts of all rows, piece by piece: those put aside, with the row engine's in their places."""

    store: Store
    numbers: list[Array32]
    slow: list[list[tuple[int, int]]]
    """For each piece the rows that the row engine read: number in the piece, place among all rows."""

    def table(self, piece: int, rows: Rows) -> pa.Table:
        """Return the texts of a piece's rows."""
        slow = [(number, rows.slow[place].booking) for number, place in self.slow[piece]]
        return merged_texts(self.store.get(piece), self.numbers[piece], slow)


def booking_at(rows: Rows, at: int, words: Mapping[str, Any], sha256: str, institution: str) -> Booking:
    """Return the booking at a place, ``words`` being its texts."""
    numbers = rows.owns[rows.own[at]]
    return Booking(
        source=Source(sha256, None, 1, int(rows.row[at])),
        account=numbers[0],
        other_numbers=numbers[1:],
        holder=words["holder"],
        institution=institution,
        time=rows.moment(at),
        direction=DIRECTIONS[rows.direction[at]],
        amount=int(rows.amount[at]),
        currency=rows.currencies[rows.currency[at]],
        balance=int(rows.balance[at]) if rows.has_balance[at] else None,
        counterparty=Counterparty(
            words["counterparty_account"],
            words["counterparty_account_raw"],
            words["counterparty_name"],
            words["counterparty_bank"],
            bool(rows.damaged[at]),
        ),
        kind=BookingKind(words["kind"]),
        summary=words["summary"],
        reference=words["reference"],
        references=tuple(words["references"]),
        corrects=words["corrects"],
        status=BookingStatus(words["status"]),
        direction_inferred=bool(rows.inferred[at]),
        order_in_file=at,
        merchant=words["merchant"],
    )
