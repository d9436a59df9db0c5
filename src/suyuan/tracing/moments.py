"""Times in the trace's tables: microseconds since 1970, and beside them the offset their source wrote."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pyarrow as pa

from suyuan.tracing.columns import compute, numbers
from suyuan.tracing.findings import CHINA_MINUTES
from suyuan.tracing.kernels.arrays import Array64

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017


def microseconds(moment: datetime) -> int:
    """Return an aware moment as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def offset_minutes(moment: datetime) -> int:
    """Return the offset of an aware moment in minutes."""
    offset = moment.utcoffset()
    return 0 if offset is None else offset // timedelta(minutes=1)


def written(at: int, offset: int) -> str:
    """Return microseconds since 1970 as ISO 8601 in the given offset (minutes)."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(timezone(timedelta(minutes=offset))).isoformat()


def offsets(table: pa.Table, column: str) -> Array64:
    """Return the offsets beside a time column in minutes; +08:00 where the table has none."""
    name = f"{column}_offset"
    if name not in table.column_names:
        return np.full(len(table), CHINA_MINUTES, dtype=np.int64)
    return numbers(compute.fill_null(table.column(name), CHINA_MINUTES))
