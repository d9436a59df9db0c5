"""The bookings of a batch as columns of Arrow: what stands in arrays, beside the texts of the batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.intake.columns.bookings import ColumnBatch, Columns
from suyuan.intake.columns.pieces import DIRECTIONS
from suyuan.intake.columns.rows import PRECISIONS
from suyuan.intake.columns.spans import LIST, dictionary_column, ids

arrow: Any = pa
"""Arrow without its stubs, which know no buffers of NumPy and take every array of it for one of booleans."""

INSTANT = pa.timestamp("us", tz="UTC")


def whole(values: NDArray[np.generic], there: NDArray[np.bool_] | None = None) -> Any:
    """Return a column of whole numbers, null where ``there`` says so."""
    return arrow.array(values.astype(np.int64, copy=False), mask=None if there is None else ~there)


def alike(value: str | int | None, rows: int) -> Any:
    """Return a column that is the same in all rows."""
    if isinstance(value, int):
        return arrow.array(np.full(rows, value, np.int64))
    return (
        arrow.nulls(rows, pa.string()) if value is None else dictionary_column(np.zeros(rows, np.int32), [value])
    )


def column_arrays(columns: Columns, batch: ColumnBatch) -> dict[str, Any]:
    """Return every column of a batch's bookings by the name it has in the ledger."""
    rows, at = columns.rows, batch.places
    size = len(at)
    found = {name: _one(batch.texts, name) for name in batch.texts.column_names}
    number = rows.row[at]
    return {
        **found,
        "booking": ids(f"{columns.sha256[:12]}.1.", number),
        "part": whole(columns.groups.part[at]),
        "place": whole(columns.place[at], columns.place[at] >= 0),
        "sha256": alike(columns.sha256, size),
        "sheet": alike(None, size),
        "sheet_number": alike(1, size),
        "row": whole(number),
        "order_in_file": whole(at),
        "account": _accounts(rows.own[at], rows.owns),
        "other_numbers": _other_numbers(rows.own[at], rows.owns),
        "institution": alike(columns.institution, size),
        "time": arrow.array(rows.at[at]).cast(INSTANT),
        "time_offset": alike(rows.offset // 60, size),
        "time_precision": dictionary_column(rows.exact[at].astype(np.int32), [each.value for each in PRECISIONS]),
        "direction": dictionary_column(rows.direction[at].astype(np.int32), [each.value for each in DIRECTIONS]),
        "direction_inferred": arrow.array(rows.inferred[at].astype(bool)),
        "amount": whole(rows.amount[at]),
        "currency": dictionary_column(rows.currency[at], rows.currencies),
        "balance": whole(rows.balance[at], rows.has_balance[at] == 1),
        "cash_spot": alike("", size),
        "counterparty_damaged": arrow.array(rows.damaged[at].astype(bool)),
    }


def _one(table: pa.Table, name: str) -> Any:
    """Return a column of a table as one array."""
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _other_numbers(own: NDArray[np.int32], owns: Sequence[tuple[str, ...]]) -> Any:
    """Return the further numbers of each row's account."""
    used, codes = np.unique(own, return_inverse=True)
    return arrow.array([list(owns[each][1:]) for each in used.tolist()], LIST).take(arrow.array(codes))


def _accounts(own: NDArray[np.int32], owns: Sequence[tuple[str, ...]]) -> Any:
    """Return the name of each row's account."""
    used, codes = np.unique(own, return_inverse=True)
    return dictionary_column(codes.astype(np.int32), [owns[each][0] for each in used.tolist()])
