"""The few things the trace does with Arrow columns, typed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from suyuan.tracing.findings import TEXT, TIME
from suyuan.tracing.kernels import names
from suyuan.tracing.kernels.arrays import Array32, Array64

Column = Any
"""An Arrow array or chunked array."""

compute: Any = pyarrow.compute
arrow: Any = pa


MANY = 1 << 25
"""From so many texts on their table is only twice as long as need be, at most: memory counts for more."""


def column_of(texts: Iterable[str]) -> Column:
    """Return texts as an Arrow array."""
    return pa.array(list(texts), type=TEXT)


def joined(column: Column) -> Column:
    """Return a column as one array."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    whole: Any = column.combine_chunks()
    if not isinstance(whole, pa.ChunkedArray):
        return whole
    return whole.chunk(0) if whole.num_chunks else pa.array([], type=whole.type)


def texts_of(column: Column) -> list[str]:
    """Return a text column as a list; what is missing is the empty text."""
    return [value or "" for value in column.to_pylist()]


def text_or_empty(table: pa.Table, name: str) -> list[str]:
    """Return a text column of a table as a list, empty texts where the table has no such column."""
    return texts_of(table.column(name).cast(TEXT)) if name in table.column_names else [""] * len(table)


def is_text(column: Column, text: str) -> NDArray[np.bool_]:
    """Tell for each value whether it is this text."""
    return np.asarray(compute.fill_null(compute.equal(column, text), False))  # noqa: FBT003


def begins_with(column: Column, prefixes: Sequence[str]) -> NDArray[np.bool_]:
    """Tell for each value whether it begins with one of these texts."""
    found = np.zeros(len(column), dtype=np.bool_)
    for prefix in prefixes:
        found |= np.asarray(compute.starts_with(column, prefix), dtype=np.bool_)
    return found


def is_missing(column: Column) -> NDArray[np.bool_]:
    """Tell for each value whether it is null."""
    return np.asarray(compute.is_null(column))


def numbers(column: Column) -> Array64:
    """Return a column of integers or times as one int64 array (times: microseconds since 1970)."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(TIME).cast(pa.int64())
    return np.asarray(column.to_numpy(), dtype=np.int64) if len(column) else np.zeros(0, dtype=np.int64)


def places(values: Column, among: Column) -> Array64:
    """Return for each value its place in ``among``, -1 where it does not stand there."""
    found = compute.index_in(values, value_set=joined(among))
    return numbers(compute.fill_null(found, -1))


def taken(column: Column, at: Array64 | Array32) -> Column:
    """Return the values at these places, in this order."""
    return column.take(pa.array(at))


def first_repeated(column: Column) -> int:
    """Return the place of the first text that stood before, -1 where all are different."""
    if ascends(column):
        return -1
    texts = _texts_in(column)
    return int(names.first_repeated(texts, _nothing_known(texts)))


def ascends(column: Column) -> bool:
    """Tell whether each text comes after the one before it by length, then by bytes; all are different then."""
    return bool(names.ascending(_texts_in(column)))


def unique(column: Column) -> Column:
    """Return the different values in order of first appearance."""
    return joined(compute.unique(column))


def ranks(names: Column) -> Array64:
    """Return each name's place when the (different) names are sorted by code points."""
    order = numbers(compute.sort_indices(names))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def is_sorted(table: pa.Table, keys: Sequence[str]) -> bool:
    """Tell whether a table stands in the order of its keys, no two rows having the same."""
    order = numbers(compute.sort_indices(table, sort_keys=[(key, "ascending") for key in keys]))
    if not len(order):
        return True
    same = np.ones(len(order) - 1, dtype=np.bool_)
    for key in keys:
        column = table.column(key)
        same &= np.asarray(compute.equal(column.slice(1), column.slice(0, len(column) - 1)))
    return bool((order == np.arange(len(order))).all() and not same.any())


def numbered_in_pairs(one: Column, other: Column, more: Column) -> tuple[Array32, Column]:
    """Return two columns' texts (of one length) and those of ``more`` as numbers, and the different ones in order.

    Numbers are given in order of first use: of the two columns row by row, then of ``more``.
    """
    chunks = [chunk for column in (one, other, more) for chunk in getattr(column, "chunks", [column])]
    whole = joined(arrow.chunked_array(chunks, type=TEXT))
    texts = _texts_in(whole)
    known = _nothing_known(texts)
    codes = np.empty(len(whole), dtype=np.int32)
    count = names.number_in_pairs(texts, len(one), known, codes)
    return codes, taken(whole, known.first[:count])


def _texts_in(column: Column) -> names.Texts:
    """Return a text column's bytes, not copied; what is missing is the empty text."""
    whole = joined(column)
    _, begin, content = whole.buffers() if len(whole) else (None, None, None)
    at = whole.offset if len(whole) else 0
    begins = np.frombuffer(begin or bytes(4), dtype=np.int32)[at : at + len(whole) + 1]
    texts = np.frombuffer(content or b"", dtype=np.uint8)
    begins.flags.writeable = texts.flags.writeable = False
    return names.Texts(begins, texts)


def _nothing_known(texts: names.Texts) -> names.Known:
    """Return room for these texts, and where each is to be looked for."""
    count = len(texts.begin) - 1
    slots = np.full((1 if count >= MANY else 2) << count.bit_length(), names.EMPTY, dtype=np.int32)
    mixed = np.empty(count, dtype=np.int32)
    names.mix(texts, mixed, len(slots))
    return names.Known(slots, np.empty(count, dtype=np.int32), mixed)
