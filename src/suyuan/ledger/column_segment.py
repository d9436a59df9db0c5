"""Segments of bookings that stand in columns: written piece by piece, several files, each of bounded size.

The same columns as ``segment`` writes from objects; a file's bookings may be in several segments, in the file's
order. Their bytes depend on the evidence alone: how it is cut into pieces and segments is fixed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from suyuan.intake.columns.arrow import column_arrays
from suyuan.intake.columns.bookings import Columns
from suyuan.intake.large_files import Progress, no_progress
from suyuan.ledger.manifest import Segment
from suyuan.ledger.schema import BOOKINGS, ColumnType

ROWS_A_SEGMENT = 1_000_000
"""A segment is closed with the piece that reaches so many rows."""

WORDS = frozenset(
    (
        *("sha256", "account", "holder", "institution", "time_precision", "direction", "currency"),
        *("counterparty_name", "counterparty_bank", "kind", "summary", "corrects", "status", "merchant"),
        "cash_spot",
    )
)
"""Columns of texts that repeat."""

SPELLED = ("counterparty_account", "counterparty_account_raw")
"""Columns of texts of which some repeat: worth a dictionary of their own in the file."""


def write_bookings(columns: Columns, folder: Path, progress: Progress = no_progress) -> list[Segment]:
    """Write a file's bookings into the folder of segments and return these; raises OSError.

    A segment that is already there whole is left as it is. ``progress`` is told the rows written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    groups = _groups(columns)
    told = _RowsTold(progress, columns.rows.ends[-1] if columns.pieces else 0)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        written = pool.map(lambda at: _write(columns, at, groups[at], folder, told), range(len(groups)))
        return [segment for segment in written if segment is not None]


class _RowsTold:
    """Adds up the rows that the threads have written."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self._one_at_a_time = Lock()
        progress(0, total)

    def add(self, rows: int) -> None:
        with self._one_at_a_time:
            self._done += rows
            self._progress(self._done, self._total)


def _groups(columns: Columns) -> list[list[int]]:
    """Return the pieces of each segment."""
    groups: list[list[int]] = [[]]
    begin = 0
    for piece, end in enumerate(columns.rows.ends):
        groups[-1].append(piece)
        if end - begin >= ROWS_A_SEGMENT:
            groups.append([])
            begin = end
    return [pieces for pieces in groups if pieces]


def _write(columns: Columns, number: int, pieces: Sequence[int], folder: Path, told: _RowsTold) -> Segment | None:
    draft = folder / f".{columns.sha256}.{number}.{os.getpid()}.part"
    rows = 0
    try:
        with draft.open("wb") as file:
            with pq.ParquetWriter(
                file,
                _schema(),
                version="2.6",
                compression="zstd",
                compression_level=1,
                use_dictionary=cast(Any, [*WORDS, *SPELLED]),
                write_statistics=True,
                data_page_version="1.0",
                store_schema=False,
            ) as writer:
                for piece in pieces:
                    batch = columns.batch(piece)
                    if len(batch.places):
                        arrays = column_arrays(columns, batch)
                        made = [arrays[column.name] for column in BOOKINGS.columns]
                        writer.write_table(pa.Table.from_arrays(made, schema=_schema()), row_group_size=1 << 30)
                        rows += len(batch.places)
                    told.add(columns.rows.ends[piece] - (columns.rows.ends[piece - 1] if piece else 0))
            file.flush()
            os.fsync(file.fileno())
        if not rows:
            return None
        segment = Segment(BOOKINGS.name, rows, _hash(draft))
        path = folder / segment.file_name
        if not path.is_file() or _hash(path) != segment.hash:
            draft.replace(path)
        return segment
    finally:
        draft.unlink(missing_ok=True)


def _schema() -> pa.Schema:
    """Return the ledger's columns, texts that repeat as numbers of texts; in the file they are the ledger's own."""  # noqa: E501
    words = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            pa.field(column.name, words, nullable=column.absent)
            if column.name in WORDS and column.type is ColumnType.TEXT
            else column.field
            for column in BOOKINGS.columns
        ]
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
