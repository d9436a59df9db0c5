"""The plain files that ``suyuan trace`` takes: CSV or Parquet to tables, each cell read or refused by its place.

Amounts become int64 minor units, times timestamp(us, UTC) with a column ``<name>_offset`` (minutes) beside them.
What the tables mean, and whether they fit together, is tracing's to check.
"""

from __future__ import annotations

import csv
import io
import mmap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from suyuan.errors import Refused
from suyuan.intake.plain_cells import (
    BINARY,
    CELL,
    CELLS,
    DEFAULT_CURRENCY,
    EMPTY_FILE,
    LONG_CELL,
    NO_COLUMN,
    NO_FILE,
    REPEATED_COLUMN,
    THE_CURRENCY,
)  # fmt: skip
from suyuan.intake.trace_cells import MONEY, TEXT, TIME, Cells
from suyuan.model.text import Message, Text

compute: Any = pyarrow.compute
arrow_csv: Any = pyarrow.csv
parquet: Any = pyarrow.parquet

THREADS = 2
"""How many columns are read at once; what is said of a fault is that of the first column that has one."""


class TableKind(Enum):
    """Which of the plain files it is; the value is its word in messages."""

    TRANSFERS = "transfers"
    CLAIMS = "claims"
    OPENINGS = "openings"
    ACCOUNTS = "accounts"
    ASSERTIONS = "assertions"
    SET = "set"
    EARMARKS = "earmarks"


class Container(Enum):
    """How the file is written; what comes out is written likewise. The value is also the file name's ending."""

    CSV = "csv"
    PARQUET = "parquet"


COLUMNS: dict[TableKind, dict[str, Any]] = {
    TableKind.TRANSFERS: {"id": TEXT, "time": TIME, "payer": TEXT, "payee": TEXT, "amount": MONEY},
    TableKind.CLAIMS: {"claim": TEXT, "victim": TEXT, "transfer": TEXT, "amount": MONEY},
    TableKind.OPENINGS: {"account": TEXT, "amount": MONEY},
    TableKind.ACCOUNTS: {
        "account": TEXT, "kind": TEXT, "role": TEXT, "parent": TEXT, "holder": TEXT, "controller": TEXT,
        "covered_from": TIME, "covered_to": TIME,
    },
    TableKind.ASSERTIONS: {"account": TEXT, "time": TIME, "after_transfer": TEXT, "amount": MONEY},
    TableKind.SET: {"account": TEXT},
    TableKind.EARMARKS: {"account": TEXT, "credit": TEXT, "debit": TEXT, "amount": MONEY},
}  # fmt: skip
OPTIONAL = {"grade": TEXT, "order": TEXT, "bank": TEXT, "statement": TEXT}
MAY_BE_ABSENT = frozenset(
    ("kind", "role", "parent", "holder", "controller", "covered_from", "covered_to", "after_transfer")
)
"""Columns that a file may leave out: nothing is known then."""
CURRENCY = "currency"

PARQUET_MAGIC = b"PAR1"
BYTE_ORDER_MARK = "\ufeff"

NOT_A_TABLE = Text(
    zh="{file} 既不是 UTF-8 的 CSV，也不是 Parquet：{detail}",
    en="{file} is neither CSV in UTF-8 nor Parquet: {detail}",
)
ROW = Text(zh="{file} 第 {row} 行：{what}", en="{file}, row {row}: {what}")


@dataclass(frozen=True)
class TraceTable:
    """One plain file, read. ``rows`` has the documented columns; ``grade``, ``bank`` where the file has them."""

    path: Path
    container: Container
    currency: str
    rows: pa.Table

    def at(self, row: int, what: Message) -> Message:
        """Return a sentence on a record (from 0) with the file's name and the record's row in it, from 1."""
        return ROW(file=self.path.name, row=row_in_file(self.path, self.container, row), what=what)


def container_of(path: Path) -> Container:
    """Tell how a file is written, by its first bytes; raises Refused if there is none or it is empty."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise Refused(NO_FILE(file=path)) from error
    if not start:
        raise Refused(NOT_A_TABLE(file=path.name, detail=EMPTY_FILE))
    if start.startswith(PARQUET_MAGIC):
        return Container.PARQUET
    if b"\0" in start:
        raise Refused(NOT_A_TABLE(file=path.name, detail=BINARY))
    return Container.CSV


def read(path: Path, kind: TableKind, currency: str | None = None) -> TraceTable:
    """Return a plain file as a table.

    ``currency`` is that of the run; where it is not known yet (transfers), the file's column says it, else CNY.
    Raises Refused with file, row and what was expected.
    """
    container = container_of(path)
    raw = _read_parquet(path, kind) if container is Container.PARQUET else _read_csv(path, kind)
    raw = _with_absent(raw, kind, container)
    reader = Cells(
        raw,
        path.name,
        lambda record: row_in_file(path, container, record),
        _currency(path, container, raw, currency),
        in_minor_units=container is Container.PARQUET,
    )
    wanted = dict(COLUMNS[kind])
    wanted |= {name: each for name, each in OPTIONAL.items() if name in raw.column_names}
    columns: dict[str, Any] = {}
    with ThreadPoolExecutor(THREADS) as threads:
        for each in threads.map(reader.column, wanted.keys(), wanted.values()):
            columns |= each
    return TraceTable(path, container, reader.currency, pa.table(columns))


def _with_absent(raw: pa.Table, kind: TableKind, container: Container) -> pa.Table:
    """Return a table with the columns that its file left out, empty."""
    for name, column_kind in COLUMNS[kind].items():
        if name not in raw.column_names and name in MAY_BE_ABSENT:
            absent = pa.nulls(len(raw), column_kind) if container is Container.PARQUET else [""] * len(raw)
            raw = raw.append_column(
                name, pa.array(absent, column_kind if container is Container.PARQUET else TEXT)
            )
    return raw


def row_in_file(path: Path, container: Container, record: int) -> int:
    """Return the row, from 1, on which a record (from 0) begins: a line of a CSV, a row of a Parquet table."""
    if container is Container.PARQUET:
        return record + 1
    wanted = record + 1  # the header is a record too
    return next((line for number, (line, _) in enumerate(_records(path)) if number == wanted), wanted + 1)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record of a CSV begins, and its cells; the header is the first."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.reader(file)
        line = 1
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1


def _read_csv(path: Path, kind: TableKind) -> pa.Table:
    """Return a CSV with all its known columns as text."""
    header = _header(path)
    _check_header(path, kind, header)
    known = [name for name in header if name in (*COLUMNS[kind], *OPTIONAL, CURRENCY)]
    try:
        table: pa.Table = arrow_csv.read_csv(
            str(path),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=_has_quotes(path)),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(known, TEXT), include_columns=known, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise _refusal_of(path, header, error) from error
    return table


def _has_quotes(path: Path) -> bool:
    """Tell whether a cell below the header may be quoted, and so hold a line break; else lines stand alone."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b'"', max(content.find(b"\n"), 0)) >= 0


def _header(path: Path) -> list[str]:
    """Return the cells of a CSV's header; a first line beyond a megabyte is none."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    text = start.decode("utf-8", errors="replace").removeprefix(BYTE_ORDER_MARK)
    try:
        return next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error as error:
        raise Refused(NOT_A_TABLE(file=path.name, detail=LONG_CELL)) from error


def _check_header(path: Path, kind: TableKind, header: list[str]) -> None:
    for name in COLUMNS[kind]:
        if name not in header and name not in MAY_BE_ABSENT:
            said = ", ".join(header)
            shown = said if len(said) < 200 else said[:200] + "…"
            raise Refused(NO_COLUMN(file=path.name, column=name, header=shown, expected=", ".join(COLUMNS[kind])))
    for name in (*COLUMNS[kind], *OPTIONAL, CURRENCY):
        if header.count(name) > 1:
            raise Refused(REPEATED_COLUMN(file=path.name, column=name))


def _refusal_of(path: Path, header: list[str], error: Exception) -> Refused:
    """Return why Arrow could not read a CSV: the first record with another number of cells, else its own words."""
    try:
        for line, cells in _records(path):
            if len(cells) != len(header):
                return Refused(CELLS(file=path.name, row=line, found=len(cells), expected=len(header)))
    except csv.Error:
        return Refused(NOT_A_TABLE(file=path.name, detail=LONG_CELL))
    return Refused(NOT_A_TABLE(file=path.name, detail=str(error).splitlines()[0]))


def _read_parquet(path: Path, kind: TableKind) -> pa.Table:
    try:
        names = parquet.read_schema(str(path)).names
        _check_header(path, kind, names)
        known = [*COLUMNS[kind], *OPTIONAL, CURRENCY]
        known += [f"{name}_offset" for name, each in COLUMNS[kind].items() if each == TIME]
        table: pa.Table = parquet.read_table(str(path), columns=[name for name in names if name in known])
    except (pa.ArrowInvalid, OSError) as error:
        raise Refused(NOT_A_TABLE(file=path.name, detail=str(error).splitlines()[0])) from error
    return table


def _currency(path: Path, container: Container, raw: pa.Table, currency: str | None) -> str:
    """Return the one currency of a file; raises Refused at the first row that says another."""
    if CURRENCY not in raw.column_names:
        return currency or DEFAULT_CURRENCY
    for row, seen in enumerate(compute.unique(raw.column(CURRENCY)).to_pylist()):
        if row == 0 and currency is None and seen:
            currency = seen
        elif seen != currency:
            place = compute.index(raw.column(CURRENCY), pa.scalar(seen, TEXT)).as_py() if seen is not None else 0
            expected = THE_CURRENCY(currency=currency or DEFAULT_CURRENCY)
            at = row_in_file(path, container, max(place, 0))
            raise Refused(CELL(file=path.name, row=at, column=CURRENCY, seen=seen or "", expected=expected))
    return currency or DEFAULT_CURRENCY
