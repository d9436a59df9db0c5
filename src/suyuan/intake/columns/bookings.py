"""The bookings of a file read by columns: as tables of columns, and as objects for whoever asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa

from suyuan.intake.columns.kernels.arrays import Array64, Flags
from suyuan.intake.columns.parts import GroupedRows
from suyuan.intake.columns.rows import Rows, TextsInPieces, booking_at
from suyuan.model.booking import Booking


@dataclass(frozen=True)
class ColumnBatch:
    """Rows of one piece, in the file's order: their places among all rows, and their texts."""

    places: Array64
    texts: pa.Table


@dataclass(frozen=True)
class Columns:
    """All bookings of a file. ``gone`` are rows that turned out to be none; ``place`` is the place in the ledger
    order of the row's part, -1 where no money moved. ``texts`` is None where only figures were asked for.
    """

    sha256: str
    institution: str
    rows: Rows
    groups: GroupedRows
    gone: Flags
    place: Array64
    texts: TextsInPieces | None

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return len(self.rows.ends)

    def batch(self, piece: int) -> ColumnBatch:
        """Return the bookings of one piece."""
        if self.texts is None:
            raise ValueError("the file was read for its figures alone")
        low = self.rows.ends[piece - 1] if piece else 0
        places = np.arange(low, self.rows.ends[piece])
        table = self.texts.table(piece, self.rows)
        if self.gone[places].any():
            kept = np.flatnonzero(self.gone[places] == 0)
            places, table = places[kept], table.take(cast(Any, pa.array(kept)))
        return ColumnBatch(places, table)

    def bookings(self, batch: ColumnBatch, part: int | None = None) -> Iterator[Booking]:
        """Yield the bookings of a batch, those of one part where one is named."""
        wanted = np.arange(len(batch.places))
        if part is not None:
            wanted = np.flatnonzero(self.groups.part[batch.places] == part)
        if len(wanted):
            words = batch.texts.take(cast(Any, pa.array(wanted))).to_pylist()
            for at, its in zip(batch.places[wanted].tolist(), words, strict=True):
                yield booking_at(self.rows, at, its, self.sha256, self.institution)


class ColumnBookings(Sequence[Booking]):
    """The bookings of one part, made when they are asked for."""

    def __init__(self, columns: Columns, part: int, size: int) -> None:
        """Take the file's columns, the part's number, and how many bookings it has."""
        self.columns, self.part, self._size = columns, part, size

    def __len__(self) -> int:
        """How many bookings there are."""
        return self._size

    def __iter__(self) -> Iterator[Booking]:
        """Yield the bookings in the file's order."""
        members = self.columns.groups.rows_of(self.part)
        ends = self.columns.rows.ends
        for piece in np.unique(np.searchsorted(ends, members, side="right")).tolist():
            yield from self.columns.bookings(self.columns.batch(piece), self.part)

    def __getitem__(self, at: Any) -> Any:
        """Return a booking, or several; all are made for it."""
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Tell whether the other holds the same bookings."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return a hash of file and part."""
        return hash((self.columns.sha256, self.part))
