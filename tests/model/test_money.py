"""Money: text to minor units and back, and the largest remainder."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.model.money import LARGEST_MINOR, minor_from_text, share_by_largest_remainder, text_from_minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.5", "CNY", 123450),
        ("-1,234.50", "CNY", -123450),
        ("+.5", "CNY", 50),
        ("8.850", "CNY", 885),
        ("-0.00", "CNY", 0),
        ("6800.", "DEM", 680000),
        ("12", "JPY", 12),
        ("0.000001", "USDT", 1),
        ("12,345,678.9", "CNY", 1234567890),
    ],
)
def test_amounts_read(text: str, currency: str, minor: int) -> None:
    """Amounts as institutions print them become exact minor units."""
    assert minor_from_text(text, currency) == minor


@pytest.mark.parametrize(
    "text", ["", "-", "1,2,3.4.5", "NaN", "1e5", "１２", "1 234", "12,34", "0.001", "--5", "1.2.3", "٣", "inf"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """What is no amount in yuan raises, and nothing is rounded."""
    with pytest.raises(ValueError, match="no amount"):
        minor_from_text(text, "CNY")


def test_an_amount_that_could_overflow_is_refused() -> None:
    """Amounts from 2**62 minor units up are refused."""
    assert minor_from_text(str(LARGEST_MINOR - 1), "JPY") == LARGEST_MINOR - 1
    with pytest.raises(ValueError, match="no amount"):
        minor_from_text(str(LARGEST_MINOR), "JPY")


@given(st.integers(-(10**17), 10**17), st.sampled_from(["CNY", "USDT", "JPY", "XYZ"]))
def test_text_and_back(minor: int, currency: str) -> None:
    """Printing and reading an amount gives the same amount."""
    assert minor_from_text(text_from_minor(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("amount", "held", "shares"),
    [
        (10, [1, 1, 1, 7], [1, 1, 1, 7]),
        (1, [5, 5], [1, 0]),
        (2, [1, 1, 1], [1, 1, 0]),
        (5, [3, 3, 1], [2, 2, 1]),
        (0, [4, 4], [0, 0]),
        (7, [10, 0, 4], [5, 0, 2]),
    ],
)
def test_the_largest_remainder(amount: int, held: list[int], shares: list[int]) -> None:
    """Shares worked out by hand: floors, then units to the largest remainders, ties to the first."""
    assert share_by_largest_remainder(amount, held) == shares


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=12).filter(any), st.data())
def test_shares_are_whole_and_fair(held: list[int], data: st.DataObject) -> None:
    """Shares sum to the amount, none exceeds what is held, each is within one unit of its exact share."""
    amount = data.draw(st.integers(0, sum(held)))
    shares = share_by_largest_remainder(amount, held)
    assert sum(shares) == amount
    for share, each in zip(shares, held, strict=True):
        assert 0 <= share <= each
        assert abs(share - Fraction(amount * each, sum(held))) < 1
