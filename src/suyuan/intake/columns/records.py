"""The records of a piece of a large file, split as bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suyuan.intake.columns.kernels import splitting
from suyuan.intake.columns.kernels.arrays import Array32
from suyuan.intake.columns.opening import LargeText, gb18030_pairs, no_pairs
from suyuan.intake.columns.plan import Plan
from suyuan.intake.columns.probe import Probe
from suyuan.intake.csv_rows import record_at


class OtherEncoding(Exception):
    """The bytes are no text in the encoding tried."""


@dataclass(frozen=True)
class OddRecord:
    """A record for the row engine: its number in the piece, the line on which it starts (from 0), its cells."""

    number: int
    line: int
    cells: tuple[str, ...]


class PieceRecords:
    """The records of one piece: split where quotes are plain, else as the row engine reads them."""

    def __init__(self, text: LargeText, plan: Plan, probe: Probe, span: tuple[int, int], encoding: str) -> None:
        """Read the bytes of a span."""
        self._text, self._plan, self._probe, self._encoding = text, plan, probe, encoding
        self._codec = "utf-8" if encoding == "utf-8-sig" else encoding
        self._start = span[0]
        self._data = text.read(*span)
        self._quoted: dict[int, tuple[str, ...]] = {}
        self._cost = 0

    def _check_encoding(self) -> None:
        if self._codec == "utf-8":
            try:
                str(self._data, "utf-8")  # type: ignore[call-overload]
            except UnicodeDecodeError as error:
                raise OtherEncoding from error

    def _split(self) -> None:
        data, plan = self._data, self._plan
        most = splitting.count_line_ends(data)
        slots = int(plan.slots.max()) + 1
        starts, ends = np.zeros((slots, most), np.int32), np.zeros((slots, most), np.int32)
        records, marks = np.zeros((4, most), np.int32), np.zeros(4, np.int32)
        pairs = gb18030_pairs() if self._codec == "gb18030" else no_pairs()
        while True:
            splitting.split(data, (ord(self._text.delimiter), pairs), plan.slots, (starts, ends), records, marks)
            if marks[splitting.STATE] == splitting.INVALID:
                raise OtherEncoding
            if marks[splitting.STATE] == splitting.DONE:
                break
            self._take_quoted(records, marks)
        count = int(marks[splitting.RECORDS])
        self._starts, self._ends, self._records = starts[:, :count], ends[:, :count], records[:, :count]
        self._odd = (self._records[3] != 0).astype(np.uint8)
        self._lines, self._stop = int(marks[splitting.LINES]), int(marks[splitting.PLACE])

    def _take_quoted(self, records: NDArray[np.int32], marks: Array32) -> None:
        """Read a record whose quotes are not plain as the row engine does, and go on behind it."""
        place, record = int(marks[splitting.PLACE]), int(marks[splitting.RECORDS])
        try:
            found = self._text.record(self._start + place, self._codec)
        except UnicodeDecodeError as error:
            raise OtherEncoding from error
        self._quoted[record] = found.cells
        self._cost += found.cost
        records[:, record] = place, marks[splitting.LINES], len(found.cells), splitting.ODD
        marks[splitting.PLACE] = found.following - self._start
        marks[splitting.RECORDS] += 1
        marks[splitting.LINES] += found.lines

    def _odd_records(self, odd: NDArray[np.bool_]) -> list[OddRecord]:
        found = []
        places, lines = self._records[0], self._records[1]
        for number in np.flatnonzero(odd).tolist():
            cells = self._quoted.get(number)
            if cells is None:
                end = places[number + 1] if number + 1 < len(places) else self._stop
                content = self._data[places[number] : end].tobytes()
                try:
                    cells = record_at(content.decode(self._codec), self._text.delimiter, self._text.usual)[0]
                except UnicodeDecodeError as error:
                    raise OtherEncoding from error
                self._records[2][number] = len(cells)
            found.append(OddRecord(number, int(lines[number]), cells))
        return found
