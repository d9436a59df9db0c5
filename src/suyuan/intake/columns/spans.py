"""Columns of texts for Arrow, made of spans of the file's bytes and of texts that the row engine made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from suyuan.intake.columns.kernels import texts
from suyuan.intake.columns.kernels.arrays import Array32, Array64, Bytes

arrow: Any = pa
"""Arrow without its stubs, which know no buffers of NumPy and take every array of it for one of booleans."""


class SideTexts:
    """Texts that are not the file's own bytes, kept one behind the other; a span of them begins below zero."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, text: str) -> tuple[int, int]:
        """Keep a text; return where its span begins (-1 is the first byte) and its length."""
        content = text.encode()
        begin = -1 - self._size
        self._parts.append(content)
        self._size += len(content)
        return begin, len(content)

    def bytes(self) -> Bytes:
        """Return all of them."""
        return np.frombuffer(bytearray(b"".join(self._parts) or b"\0"), np.uint8)


def text_column(data: Bytes, side: Bytes, start: Array32, length: Array32) -> Any:
    """Return a column of texts from spans."""
    offsets = np.empty(len(start) + 1, np.int32)
    out = np.empty(int(length.sum(dtype=np.int64)), np.uint8)
    texts.copy_spans(data, side, start, length, offsets, out)
    return arrow.StringArray.from_buffers(len(start), arrow.py_buffer(offsets), arrow.py_buffer(out))


def list_column(data: Bytes, side: Bytes, start: Sequence[Array32], length: Sequence[Array32], rows: int) -> Any:
    """Return a column of lists of texts: each row's spans in order, empty and repeated ones left out."""
    if not start:
        start, length = [np.zeros(rows, np.int32)], [np.zeros(rows, np.int32)]
    starts, lengths = np.stack(start), np.stack(length)
    outer, inner = np.empty(rows + 1, np.int32), np.empty(lengths.size + 1, np.int32)
    out = np.empty(int(lengths.sum(dtype=np.int64)), np.uint8)
    count = texts.lists(data, side, starts, lengths, outer, inner, out)
    values = arrow.StringArray.from_buffers(
        count, arrow.py_buffer(inner[: count + 1].copy()), arrow.py_buffer(out)
    )
    return arrow.ListArray.from_arrays(arrow.array(outer), values, type=LIST)


def dictionary_column(codes: Array32, values: Sequence[str]) -> Any:
    """Return a column of few distinct texts; values may repeat, they are joined here."""
    numbers: dict[str, int] = {}
    joined = np.array([numbers.setdefault(value, len(numbers)) for value in values] or [0], np.int32)
    return arrow.DictionaryArray.from_arrays(
        arrow.array(joined[codes]), arrow.array(list(numbers) or [""], pa.string())
    )


def ids(prefix: str, rows: Array64) -> Any:
    """Return the ids of bookings at these physical rows."""
    content = np.frombuffer(bytearray(prefix.encode()), np.uint8)
    offsets = np.empty(len(rows) + 1, np.int32)
    out = np.empty(len(rows) * (len(prefix) + 19), np.uint8)
    length = texts.places(content, rows, offsets, out)
    return arrow.StringArray.from_buffers(len(rows), arrow.py_buffer(offsets), arrow.py_buffer(out[:length]))


LIST = pa.list_(pa.field("element", pa.string(), nullable=False))
"""Lists of texts, as the ledger's segments have them."""
