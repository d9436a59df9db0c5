"""From numbers to Arrow tables with the documented columns, each sorted by its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.model.node import NODES
from suyuan.tracing.columns import begins_with, taken
from suyuan.tracing.findings import SCHEMAS
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.traced import Traced

Moment = tuple[int, int] | None
"""Microseconds since 1970 and offset in minutes; None where there is none."""


def table(name: str, currency: str, columns: Mapping[str, Any]) -> pa.Table:
    """Return the documented table of this name from its columns (without the currency)."""
    schema = SCHEMAS[name]
    count = len(next(iter(columns.values())))
    arrays: list[Any] = []
    for field in schema:
        if field.name == "currency":
            arrays.append(pa.array([currency] * count, type=field.type))
        elif isinstance(columns[field.name], pa.Array | pa.ChunkedArray):
            arrays.append(columns[field.name].cast(field.type))
        else:
            arrays.append(pa.array(columns[field.name]).cast(field.type))
    whole: pa.Table = pa.Table.from_arrays(arrays, schema=schema)
    return whole


def timed(name: str, moments: Sequence[Moment]) -> dict[str, Any]:
    """Return a time column and the column of its offsets."""
    return {
        name: pa.array([each[0] if each else None for each in moments], type=pa.int64()),
        f"{name}_offset": pa.array([each[1] if each else None for each in moments], type=pa.int16()),
    }


def events_timed(name: str, traced: Traced, events: NDArray[Any]) -> dict[str, Any]:
    """Return the moments of events as a time column and the column of its offsets."""
    moments = traced.stream.moments
    return {name: moments.time[events], f"{name}_offset": moments.offset[events]}


def sorted_by(*keys: NDArray[Any]) -> Array64:
    """Return the order that sorts by the keys, the first one first."""
    return np.lexsort(keys[::-1])


def without_nodes(traced: Traced, accounts: NDArray[Any]) -> Array64:
    """Return the accounts among these numbers, without the nodes that a booking made for itself."""
    return accounts[~begins_with(account_names(traced, accounts), NODES)].astype(np.int64)


def account_names(traced: Traced, accounts: NDArray[Any]) -> Any:
    """Return accounts' names as a column."""
    return taken(traced.stream.names, accounts)


def claim_names(traced: Traced, claims: NDArray[Any]) -> Any:
    """Return claims' ids as a column."""
    return taken(traced.claim_names, claims)


def joined(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables one after another; the documented empty one if there is none."""
    if not tables:
        empty: pa.Table = SCHEMAS[name].empty_table()
        return empty
    return pa.concat_tables(tables).combine_chunks()
