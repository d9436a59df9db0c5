"""A large delimited file read by columns: the same result as the row engine's, without an object for each row.

The file is split into pieces at line ends. Two threads read pieces (the kernels release the interpreter's lock);
their results are taken in the file's order. Rows that columns cannot answer for go to the row engine in the end,
when the whole file is known. Whatever needs the row engine as a whole gives None.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from suyuan.errors import DecisionNeeded, Refused
from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.collector import no_search_for_cycles
from suyuan.intake.columns import parts as by_part
from suyuan.intake.columns.bookings import ColumnBookings, Columns
from suyuan.intake.columns.numbers import SeenNumbers, checks_of
from suyuan.intake.columns.odd_rows import NotByColumns, SortedOdd, sort_odd
from suyuan.intake.columns.opening import LargeText, look_at
from suyuan.intake.columns.pieces import Piece, read_piece
from suyuan.intake.columns.plan import Plan, plan_for, probe_of
from suyuan.intake.columns.printed import compared_totals
from suyuan.intake.columns.records import OtherEncoding
from suyuan.intake.columns.rows import RowsInPieces, TextsInPieces
from suyuan.intake.columns.store import Store
from suyuan.intake.directions import BLANK_DIRECTION
from suyuan.intake.grid import TOO_MANY_RECORDS
from suyuan.intake.limits import MAX_RECORDS
from suyuan.intake.printed_totals import Lines
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.recognise import recognise
from suyuan.intake.rows import GridRow
from suyuan.intake.statement import Confidence, ReadFile
from suyuan.intake.table import Part, StatementTable, warnings_of
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.source import Source

PIECE_BYTES = 24 * 1024 * 1024
"""A piece of the file that is read at once; some 80,000 rows of an answer."""

AHEAD = 2
"""So many pieces more than threads are under way, so that memory stays bounded."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Wanted:
    """How to read: with the columns of texts or for the figures alone; in pieces of so many bytes."""

    texts: bool = True
    piece_bytes: int = PIECE_BYTES
    threads: int = 0
    scratch: Path | None = None


def _no_progress(_done: int, _total: int | None) -> None:
    """Tell nobody."""


@no_search_for_cycles()
def read_by_columns(
    path: Path, name: str = "", place: str = "", *, wanted: Wanted | None = None, progress: Progress = _no_progress
) -> ReadFile | None:
    """Return what a large delimited file says, None where it needs the row engine.

    ``name`` and ``place`` are as for ``read_opened``; ``progress`` is told the bytes read. The parts' bookings are
    made when they are asked for, from columns kept on the disk.
    """
    text = look_at(path)
    if text is None:
        return None
    text = replace(text, name=name or text.name)
    try:
        found = recognise(text.top, text.name)
    except (Refused, DecisionNeeded):
        return None
    plan = plan_for(text.top, found, place or text.name)
    if plan is None:
        return None
    for encoding in text.encodings:
        try:
            return _Reading(text, plan, encoding, wanted or Wanted(), progress).read()
        except OtherEncoding:
            continue
        except NotByColumns:
            return None
    return None


class _Reading:
    """One file being read."""

    def __init__(self, text: LargeText, plan: Plan, encoding: str, wanted: Wanted, progress: Progress) -> None:
        self._text, self._plan, self._encoding = text, plan, encoding
        self._wanted, self._progress = wanted, progress
        self._threads = wanted.threads or min(4, os.cpu_count() or 1)

    def read(self) -> ReadFile:
        """Return what the file says; raises OtherEncoding, NotByColumns."""
        begin, line = self._below_the_header()
        store = Store(self._wanted.scratch)
        with ThreadPoolExecutor(self._threads + 1) as pool:
            hashing = pool.submit(self._text.sha256)
            pieces, lines = [], []
            cost = records = 0
            for number, piece in enumerate(self._pieces(pool, begin)):
                if piece.texts is not None:
                    store.put(number, piece.texts)
                    piece.texts = None
                pieces.append(piece)
                lines.append(line)
                line += piece.lines
                records += piece.records
                if records > MAX_RECORDS:
                    raise Refused(TOO_MANY_RECORDS(name=self._text.name, limit=MAX_RECORDS))
                cost += piece.cost
                self._progress(piece.stop, self._text.size)
            # The row engine gives up searching for lost quotes when that has cost as much as reading the file.
            if cost * 4 > self._text.size:
                raise NotByColumns
            sha256 = hashing.result()
        if not pieces:
            raise NotByColumns
        odd = sort_odd(sha256, self._text.top, self._plan, pieces, lines)
        return self._put_together(sha256, pieces, lines, odd, store)

    def _below_the_header(self) -> tuple[int, int]:
        """Return the first byte below the header and its line."""
        place, line = self._text.begin, 1
        codec = "utf-8" if self._encoding == "utf-8-sig" else self._encoding
        for row in self._text.top.rows[: cast(int, self._plan.found.header_at) + 1]:
            record = self._text.record(place, codec)
            if record.cells != row.cells:
                raise NotByColumns
            place, line = record.following, line + record.lines
        return place, line

    def _pieces(self, pool: ThreadPoolExecutor, begin: int) -> Iterator[Piece]:
        """Yield the pieces in the file's order, a few of them read ahead.

        A piece begins at a line's start; where a record of the piece before runs over it, it is read anew from
        that record's end.
        """
        spans = self._spans(begin)
        under_way: list[tuple[tuple[int, int], Future[Piece]]] = []
        reached = begin
        try:
            while True:
                while len(under_way) < self._threads + AHEAD and (span := next(spans, None)) is not None:
                    under_way.append((span, pool.submit(self._piece, span)))
                if not under_way:
                    return
                span, future = under_way.pop(0)
                if span[1] <= reached:
                    future.cancel()
                    continue
                piece = future.result() if span[0] == reached else self._piece((reached, span[1]))
                reached = piece.stop
                yield piece
        finally:
            for _, future in under_way:
                future.cancel()

    def _spans(self, begin: int) -> Iterator[tuple[int, int]]:
        while begin < self._text.size:
            end = self._text.line_end_from(begin + self._wanted.piece_bytes)
            yield begin, end
            begin = end

    def _piece(self, span: tuple[int, int]) -> Piece:
        probe = probe_of(self._text.top, self._plan)
        return read_piece(self._text, self._plan, probe, span, self._encoding, with_texts=self._wanted.texts)

    # --- the whole ---------------------------------------------------------------------------------------------

    def _put_together(
        self, sha256: str, pieces: Sequence[Piece], lines: Sequence[int], odd: SortedOdd, store: Store
    ) -> ReadFile:
        gathered = RowsInPieces(self._plan.offset)
        for piece, line, slow in zip(pieces, lines, odd.read, strict=True):
            gathered.add(piece, line, slow)
            piece.forget_rows()
        rows = gathered.rows()
        if not len(rows):
            raise NotByColumns
        groups, purses = by_part.grouped(rows)
        left = by_part.settle(rows, groups)
        gone = np.zeros(len(rows), np.uint8)
        for places in left.values():
            gone[places] = 1
        sorted_rows, reader = odd.rows, odd.reader
        by_number = self._odd_rows(pieces, lines) if left else {}
        asides: list[list[QuarantinedRow]] = []
        nobodys = [each for each in sorted_rows.quarantined if not each.account]
        somebodys: dict[str, list[QuarantinedRow]] = {}
        for place, each in enumerate(sorted_rows.quarantined):
            if each.account:
                somebodys.setdefault(purses.key(each.account), []).append(each)
            del place
        order = {id(each): at for at, each in enumerate(sorted_rows.quarantined)}
        for part, account in enumerate(groups.accounts):
            for place in left.get(part, ()):
                booking = rows.slow[place].booking
                row = reader.unsettled(by_number[booking.source.row], booking, BLANK_DIRECTION())
                order[id(row)] = len(order)
                sorted_rows.quarantined.append(row)
                sorted_rows.classes[RowClass.READ] -= 1
                sorted_rows.classes[RowClass.QUARANTINED] += 1
                if row.account:
                    somebodys.setdefault(purses.key(row.account), []).append(row)
                else:
                    nobodys.append(row)
            its = [*nobodys, *somebodys.get(account, ())] if account else list(nobodys)
            asides.append(sorted(its, key=lambda each: order[id(each)]))
        proven = by_part.prove_all(rows, groups, gone, [[each.source.row for each in its] for its in asides])
        figures = by_part.figures_of_parts(rows, groups, gone)
        holders = self._holders(gathered.holders, groups, gone)
        numbers = [piece.number for piece in pieces]
        columns = Columns(
            sha256=sha256,
            institution=self._plan.layout.institution,
            rows=rows,
            groups=groups,
            gone=gone,
            place=proven.place,
            texts=TextsInPieces(store, numbers, gathered.slow_places) if self._wanted.texts else None,
        )
        made = tuple(
            Part(
                account=account,
                numbers=tuple(number for number in groups.numbers[part] or (account,) if number),
                holder=holders.get(part, self._plan.owner.holder),
                currency=groups.currencies[part] or self._plan.layout.rules.currency,
                bookings=ColumnBookings(columns, part, figures[part].bookings),
                quarantined=tuple(asides[part]),
                balance=proven.proofs[part],
                figures=figures[part],
            )
            for part, account in enumerate(groups.accounts)
        )
        noted = {each.source.row for each in sorted_rows.noted}
        notes = [row for number, row in self._odd_rows(pieces, lines).items() if number in noted] if noted else []
        head = self._text.top.rows[: cast(int, self._plan.found.header_at)]
        said = Lines([*head, *sorted_rows.footers, *notes], lambda row: Source(sha256, None, 1, row.number))
        printed = compared_totals(said, self._plan.found, rows, gone, made[0].currency)
        seen = SeenNumbers(
            np.concatenate([places for places, _ in gathered.cards]),
            np.concatenate([cards for _, cards in gathered.cards]),
            gathered.others,
        )
        read = self._file(sha256, pieces, odd, made, printed)
        return replace(read, warnings=(*read.warnings, *checks_of(rows, groups, gone, seen)))

    def _odd_rows(self, pieces: Sequence[Piece], lines: Sequence[int]) -> dict[int, GridRow]:
        return {
            line + each.line: GridRow(line + each.line, each.cells)
            for piece, line in zip(pieces, lines, strict=True)
            for each in piece.odd
        }

    def _holders(self, named: Sequence[tuple[int, str]], groups: by_part.GroupedRows, gone: Any) -> dict[int, str]:
        """Return the holder that the first row of each part that names one names."""
        found: dict[int, str] = {}
        for place, holder in sorted(named):
            if not gone[place]:
                found.setdefault(int(groups.part[place]), holder)
        return found

    def _file(
        self,
        sha256: str,
        pieces: Sequence[Piece],
        odd: SortedOdd,
        parts: tuple[Part, ...],
        printed: tuple[PrintedTotal, ...],
    ) -> ReadFile:
        layout, header_at = self._plan.layout, cast(int, self._plan.found.header_at)
        total = header_at + 1 + sum(piece.records for piece in pieces)
        table = StatementTable(
            sheet=None,
            sheet_number=1,
            header_row=self._text.top.rows[header_at].number,
            rows=accounted(total, odd.rows.classes),
            parts=parts,
            quarantined=tuple(sorted(odd.rows.quarantined, key=lambda each: each.source.row)),
            noted=tuple(odd.rows.noted),
            format=layout.family or layout.id,
            printed=printed,
        )
        said = (*warnings_of(self._plan.found, table), *(each for one in odd.remarks for each in one.messages()))
        return ReadFile(
            name=self._text.name,
            sha256=sha256,
            container=self._text.container,
            encoding=self._encoding,
            format=layout.family or layout.id,
            kind=layout.kind,
            confidence=Confidence.KNOWN,
            tables=(table,),
            account_kind=layout.account_kind,
            institution=layout.institution,
            warnings=tuple(each for at, each in enumerate(said) if each not in said[:at]),
        )
