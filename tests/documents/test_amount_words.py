"""Amounts in capital characters, against a table written by hand and against reading them back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.documents.amount_words import capitals

BY_HAND = (
    (0, "人民币零元整"),
    (5, "人民币伍分"),
    (30, "人民币叁角"),
    (1000, "人民币壹拾元整"),
    (1001, "人民币壹拾元零壹分"),
    (1032, "人民币壹拾元叁角贰分"),
    (32504, "人民币叁佰贰拾伍元零肆分"),
    (1230005, "人民币壹万贰仟叁佰元零伍分"),
    (1640902, "人民币壹万陆仟肆佰零玖元零贰分"),
    (10001010, "人民币壹拾万零壹拾元壹角"),
    (10700053, "人民币壹拾万柒仟元伍角叁分"),
    (100100100, "人民币壹佰万壹仟零壹元整"),
    (600000114, "人民币陆佰万零壹元壹角肆分"),
    (10**8 * 100, "人民币壹亿元整"),
    ((10**8 + 1) * 100, "人民币壹亿零壹元整"),
    (1_0010_0000_00, "人民币壹亿零壹拾万元整"),
    (1_2000_0300_00, "人民币壹亿贰仟万零叁佰元整"),
    (10**12 * 100, "人民币壹万亿元整"),
    ((10**12 + 10**8) * 100, "人民币壹万零壹亿元整"),
    (9999_9999_9999_99, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
)


@pytest.mark.parametrize(("fen", "words"), BY_HAND)
def test_by_hand(fen: int, words: str) -> None:
    """Each line of the table."""
    assert capitals(fen) == words


@given(st.integers(0, 10**17))
def test_read_back(fen: int) -> None:
    """The words read back by themselves say the same amount, and no two zeros stand side by side."""
    words = capitals(fen)
    assert "零零" not in words
    assert _read(words) == fen


def test_less_than_nothing() -> None:
    """No paper says a sum below zero."""
    with pytest.raises(ValueError, match="less than nothing"):
        capitals(-1)


def _read(words: str) -> int:
    yuan, _, rest = words.removeprefix("人民币").removesuffix("整").rpartition("元")
    fen = 0
    for mark, worth in (("角", 10), ("分", 1)):
        if mark in rest:
            fen += "零壹贰叁肆伍陆柒捌玖".index(rest[rest.index(mark) - 1]) * worth
    return _number(yuan) * 100 + fen


def _number(text: str) -> int:
    for mark, worth in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        above, found, below = text.rpartition(mark)
        if found:
            return _number(above) * worth + _number(below)
    digits = text.strip("零")
    return "零壹贰叁肆伍陆柒捌玖".index(digits) if digits else 0
