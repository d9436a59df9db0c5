"""Texts as numbers: equal ones alike, in order of first use, against plain dictionaries."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.tracing.columns import ascends, column_of, first_repeated, numbered_in_pairs
from suyuan.tracing.kernels import names

SETTINGS = settings(max_examples=150, deadline=None)
few = st.text("ab长", max_size=3)
texts = few | st.text(max_size=30) | st.integers(0, 40).map(lambda number: f"62000000000000{number:04}")


@SETTINGS
@given(st.lists(st.tuples(texts, texts), max_size=60), st.lists(texts, max_size=8), st.integers(0, 60))
def test_accounts_are_numbered_by_first_use(pairs: list[tuple[str, str]], more: list[str], cut: int) -> None:
    """Row by row the payer before the payee, then the others; however the columns are cut into chunks."""
    expected: dict[str, int] = {}
    for name in [*(each for pair in pairs for each in pair), *more]:
        expected.setdefault(name, len(expected))
    columns = [[pair[side] for pair in pairs] for side in (0, 1)]
    given_in = [pa.chunked_array([each[:cut], each[cut:]], pa.string()) for each in columns]
    codes, found = numbered_in_pairs(*given_in, pa.array(more, pa.string()))  # type: ignore[call-arg]
    assert found.to_pylist() == list(expected)
    assert codes.tolist() == [expected[name] for name in [*columns[0], *columns[1], *more]]


@SETTINGS
@given(st.lists(texts, max_size=60), st.integers(0, 5))
def test_the_first_repeated_text_is_found(given_texts: list[str], skipped: int) -> None:
    """Also in a slice of a column, and where there is none."""
    column = pa.array(given_texts, pa.string()).slice(skipped)
    rest = given_texts[skipped:]
    repeated = [place for place, each in enumerate(rest) if each in rest[:place]]
    assert first_repeated(column) == (repeated[0] if repeated else -1)


def test_texts_that_begin_at_one_slot_are_told_apart() -> None:
    """The table is full but for a place, and every text is looked for at the same slot first."""
    words = ["a", "b", "ab", "", "a", "ba", "长", "b"]
    column = pa.array(words, pa.string())
    _, begin, content = column.buffers()
    read_only = names.Texts(np.frombuffer(begin, np.int32)[:9], np.frombuffer(content, np.uint8))  # type: ignore[call-overload]
    read_only.begin.flags.writeable = read_only.content.flags.writeable = False
    known = names.Known(np.full(8, names.EMPTY, np.int32), np.empty(8, np.int32), np.full(8, 6, np.int32))
    numbers = np.empty(8, dtype=np.int32)
    assert names.number_in_pairs(read_only, 0, known, numbers) == 6
    assert numbers.tolist() == [0, 1, 2, 3, 0, 4, 5, 1]


@pytest.mark.parametrize(
    ("given_texts", "expected"),
    [
        *(([], True), (["t"], True), (["t9", "t10", "t11"], True), (["a1", "b0"], True), (["", "a"], True)),
        *((["t1", "t1"], False), (["t10", "t9"], False), (["b", "a"], False), (["", ""], False)),
        *((["a", "b", "c", "c"], False), (["账1", "账2"], True), (["ab", "aa"], False)),
    ],
)
def test_ids_that_were_counted_up_are_told(given_texts: list[str], *, expected: bool) -> None:
    """Texts ascend by length, then byte by byte, each above the one before; equal ones do not."""
    assert ascends(column_of(given_texts)) is expected
