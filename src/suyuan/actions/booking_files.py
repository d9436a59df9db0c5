"""Bookings written to a CSV or Parquet file, whole or not at all; those of a large file piece by piece."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from suyuan.actions.statement_values import booking_object
from suyuan.errors import Failed
from suyuan.intake.large_files import columns_of
from suyuan.intake.table import StatementTable
from suyuan.model.booking import Booking
from suyuan.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

    from suyuan.intake.columns.bookings import Columns

ROW_FIELDS = (
    "file", "sheet", "row", "account", "holder", "time", "time_precision", "direction", "amount", "currency",
    "balance", "counterparty_account", "counterparty_name", "counterparty_bank", "kind", "summary", "reference",
    "status",
)  # fmt: skip
"""The fields of a booking in ``statement rows``, in their order."""

WHOLE = ("row", "amount", "balance")
AT_ONCE = 50_000
"""So many bookings that are objects go into one group of rows."""

CANNOT_WRITE = Text(zh="写不了 {file}：{problem}", en="{file} cannot be written: {problem}")


class ReadBookings(Protocol):
    """A file with its bookings, as ``statements.Inspected`` is one."""

    @property
    def place(self) -> str:
        """The path as it was given."""

    @property
    def tables(self) -> Sequence[StatementTable]:
        """The tables read."""

    def bookings(self) -> Iterator[tuple[str | None, Booking]]:
        """Yield every booking with its sheet, as they stand in the file."""


def write_rows(files: Sequence[ReadBookings], out: Path) -> int:
    """Write all bookings and return how many.

    CSV holds decimal amounts and ISO times, Parquet minor units and UTC instants with the offset in minutes.
    Raises Failed where the disk does not take it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                count = _write_csv(file, files) if out.suffix.lower() == ".csv" else 0
            if out.suffix.lower() == ".parquet":
                count = _write_parquet(temporary, files)
            temporary.chmod(0o644)
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise Failed(CANNOT_WRITE(file=out, problem=problem.strerror or problem)) from problem
    return count


def _write_csv(file: TextIO, files: Sequence[ReadBookings]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(ROW_FIELDS)
    count = 0
    for source in files:
        for sheet, booking in source.bookings():
            values = booking_object(source.place, sheet, booking)
            writer.writerow(["" if values[field] is None else values[field] for field in ROW_FIELDS])
            count += 1
    return count


def _write_parquet(path: Path, files: Sequence[ReadBookings]) -> int:
    from pyarrow import parquet  # heavy: only where Parquet is asked for

    count = 0
    with parquet.ParquetWriter(path, _schema()) as writer:
        for source in files:
            for table in _tables(source):
                writer.write_table(table)
                count += len(table)
    return count


def _schema() -> pa.Schema:
    import pyarrow as pa

    fields: list[tuple[str, pa.DataType]] = []
    for field in ROW_FIELDS:
        if field == "time":
            fields += [("time", pa.timestamp("us", tz="UTC")), ("time_offset_minutes", pa.int16())]
        else:
            fields.append((field, pa.int64() if field in WHOLE else pa.string()))
    return pa.schema(fields)


def _tables(source: ReadBookings) -> Iterator[pa.Table]:
    """Yield a file's bookings in tables of bounded size."""
    columns = columns_of(source.tables)
    if columns is not None:
        yield from _from_columns(source.place, columns)
        return
    bookings = source.bookings()
    while some := list(islice(bookings, AT_ONCE)):
        yield _from_objects(source.place, some)


def _from_objects(place: str, some: Sequence[tuple[str | None, Booking]]) -> pa.Table:
    import pyarrow as pa

    objects = [booking_object(place, sheet, booking) for sheet, booking in some]
    columns: dict[str, Any] = {field: [each[field] for each in objects] for field in ROW_FIELDS}
    columns["amount"] = [booking.amount for _, booking in some]
    columns["balance"] = [booking.balance for _, booking in some]
    columns["time"] = [booking.time.at for _, booking in some]
    columns["time_offset_minutes"] = [_offset(booking) for _, booking in some]
    arrays = [pa.array(columns[field.name], field.type) for field in _schema()]
    return pa.Table.from_arrays(arrays, schema=_schema())


def _from_columns(place: str, columns: Columns) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from suyuan.intake.columns.arrow import alike, column_arrays

    for piece in range(columns.pieces):
        batch = columns.batch(piece)
        arrays = column_arrays(columns, batch)
        arrays["file"] = alike(place, len(batch.places))
        arrays["time_offset_minutes"] = arrays["time_offset"]
        arrays["currency"] = arrays["currency"].cast(pa.string())
        made = []
        for field in _schema():
            array = arrays[field.name].cast(field.type)
            if pa.types.is_string(field.type):
                array = pc.if_else(pc.equal(array, pa.scalar("")), pa.scalar(None, pa.string()), array)
            made.append(array)
        yield pa.Table.from_arrays(made, schema=_schema())


def _offset(booking: Booking) -> int:
    offset = booking.time.at.utcoffset()
    return int(offset.total_seconds()) // 60 if offset is not None else 0
