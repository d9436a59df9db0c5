"""Long columns of a plain file whose cells are all written in full: read by compiled loops (``columns/kernels``).

A column that holds anything else is left to the caller; what is read here is what it would read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

LEAST = 1 << 14
"""Below so many cells loading the loops takes longer than they save."""


def read_amounts(column: Any, places: int) -> Any:
    """Return amounts with exactly ``places`` decimals as int64 minor units; None where a cell is not such."""
    if not _long_texts(column):
        return None
    from suyuan.intake.columns.kernels.plain import full_amounts

    value = np.empty(len(column), dtype=np.int64)
    read = _each_chunk(column, lambda data, begin, at: full_amounts(data, begin, places, value[at]))
    return pa.array(value) if read else None


def read_times(column: Any) -> tuple[Any, Any] | None:
    """Return times written in full as microseconds (UTC) and offsets in minutes; None where one is not."""
    if not _long_texts(column):
        return None
    from suyuan.intake.columns.kernels.plain import full_times

    value, offset = np.empty(len(column), dtype=np.int64), np.empty(len(column), dtype=np.int64)
    if not _each_chunk(column, lambda data, begin, at: full_times(data, begin, value[at], offset[at])):
        return None
    moments: Any = pa.array(value)
    return moments.cast(pa.timestamp("us", tz="UTC")), pa.array(offset.astype(np.int16))


def _long_texts(column: Any) -> bool:
    return len(column) >= LEAST and pa.types.is_string(column.type) and not column.null_count


def _each_chunk(column: Any, read: Callable[[Any, Any, slice], int]) -> bool:
    """Call ``read`` with each chunk's bytes, where its cells begin, and their places; tell whether it read all."""
    before = 0
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        if not len(chunk):
            continue
        buffers: Any = chunk.buffers()
        _, begins, content = buffers
        begin = np.frombuffer(begins, dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        data = np.frombuffer(content if content is not None else b"", dtype=np.uint8)
        if read(data, begin, slice(before, before + len(chunk))) >= 0:
            return False
        before += len(chunk)
    return True
