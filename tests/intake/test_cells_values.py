"""One cell's amount or time, or the reason why it has none."""

from __future__ import annotations

import pytest

from suyuan.intake.cells import clock_text, read_amount, tidy, tidy_number, time_reader
from suyuan.model.moment import Moment
from suyuan.model.text import Message


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234.56", 123456),
        ("1,234.56          ", 123456),
        ("¥28.16", 2816),
        ("￥0.07", 7),
        ("-¥5.00", -500),
        ("+0.01", 1),
        ("-0.00", 0),
        ("12.30元", 1230),
        ("１２．５", 1250),
        ('="1,234.50"', 123450),
        ("\t66.4\t", 6640),
        ("9999999999999.99", 999_999_999_999_999),
    ],
)
def test_amounts_are_read_to_the_fen(text: str, fen: int) -> None:
    """Signs, groups, money marks, blanks and full-width digits are read; -0.00 is zero."""
    assert read_amount(text, "CNY") == fen


@pytest.mark.parametrize(
    "text",
    ["1,2,3.4.5", "NaN", "1.234", "12-", "1,23", "abc", "1e5", "1.2E+17", "∞", "１２,３", "0x10", "- 5", "1_000"],
)
def test_what_is_no_amount_is_a_reason(text: str) -> None:
    """Nothing is guessed out of a cell that is no number, has lost digits, or has parts of a fen."""
    assert isinstance(read_amount(text, "CNY"), Message)


@pytest.mark.parametrize("text", ["100000000000000.00", "6222021234567890123", "9" * 400])
def test_ten_to_the_sixteenth_fen_is_implausible(text: str) -> None:
    """From 10^16 fen on a figure is an order number in the wrong column, and said to be so."""
    found = read_amount(text, "CNY")
    assert isinstance(found, Message)
    assert "wrong column" in found.text.en


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3,40", 340),
        ("-1.234,56", -123456),
        ("1 234,5", 123450),
        ("1\u00a0234\u00a0567,00", 123456700),
        ("1.234", 123400),
        ("-36,99 €", -3699),
        ("12", 1200),
    ],
)
def test_amounts_with_a_decimal_comma(text: str, fen: int) -> None:
    """Where a layout writes a decimal comma, points and blanks only group; 1.234 is then above a thousand."""
    assert read_amount(text, "EUR", decimal_comma=True) == fen


@pytest.mark.parametrize("text", ["1,234.56", "1.23", "1.2345,6", "1,2,3", "abc", "DE44,00"])
def test_what_is_no_amount_with_a_decimal_comma(text: str) -> None:
    """The other way of writing is not guessed at in a column that has a decimal comma."""
    assert isinstance(read_amount(text, "EUR", decimal_comma=True), Message)


def test_units_and_currencies_decide_the_minor_unit() -> None:
    """Fen columns are whole, yen has no decimals, a token six; a fraction of a fen is no amount."""
    assert read_amount("33235", "CNY", minor_units=True) == 33235
    assert isinstance(read_amount("332.5", "CNY", minor_units=True), Message)
    assert read_amount("500", "JPY") == 500
    assert read_amount("1.9E-4", "USDT") == 190
    assert read_amount("1000000000000.5", "0xabc") == 10**18 + 500_000


def test_numbers_of_a_spreadsheet_keep_fifteen_digits() -> None:
    """0.1 + 0.2 as a spreadsheet stores it is 0.30; as text it would be refused."""
    assert read_amount("0.30000000000000004", "CNY", numeric=True) == 30
    assert isinstance(read_amount("0.30000000000000004", "CNY"), Message)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2021-03-05 10:11:12", "2021-03-05T10:11:12+08:00"),
        ("2021/3/5 9:01:02", "2021-03-05T09:01:02+08:00"),
        ("2021/03/05  10:11:12", "2021-03-05T10:11:12+08:00"),
        ("20210305101112", "2021-03-05T10:11:12+08:00"),
        ("20210305 10:11:12", "2021-03-05T10:11:12+08:00"),
        ("2021-03-05-10.11.12.123456", "2021-03-05T10:11:12.123456+08:00"),
        ("2021-03-05 10:11:12.0", "2021-03-05T10:11:12+08:00"),
        ("2021年3月5日10时11分12秒", "2021-03-05T10:11:12+08:00"),
        ("2021-03-05", "2021-03-05"),
        ("20210305", "2021-03-05"),
        ("2021/3/5 10:11", "2021-03-05T10:11:00+08:00"),
    ],
)
def test_times_as_institutions_print_them(text: str, printed: str) -> None:
    """Each form is read with the precision it has, in China's time."""
    assert str(time_reader(())(text, numeric=False)) == printed


@pytest.mark.parametrize("text", ["2021-02-30 10:00:00", "20210230", "2021-13-01", "2021-03-05 24:00:00"])
def test_days_that_do_not_exist_are_a_reason(text: str) -> None:
    """30 February is quarantined, not moved to March."""
    found = time_reader(())(text, numeric=False)
    assert isinstance(found, Message)
    assert "no such time" in found.text.en


def test_day_numbers_are_taken_from_number_cells_only() -> None:
    """44260.5 in a number cell is 5 March 2021 noon; the same text is an unreadable time."""
    read = time_reader(())
    assert str(read("44260.5", numeric=True)) == "2021-03-05T12:00:00+08:00"
    assert str(read("44260", numeric=True)) == "2021-03-05"
    assert not isinstance(read("44260.5", numeric=False), Moment)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("93015", "09:30:15"),
        ("123456", "12:34:56"),
        ("9:05", "09:05"),
        ("93015123", "09:30:15.123"),
        ("5", "00:00:05"),
    ],
)
def test_times_of_day_that_lost_their_zeros(text: str, clock: str) -> None:
    """HHMMSS without its leading zeros, and with milliseconds."""
    assert clock_text(text) == clock


def test_empty_markers_and_dirt() -> None:
    """What means nothing is empty, what stands around a value is taken off, the value stays."""
    assert [tidy(text) for text in ("-", "--", "----------", "/", "null", " \u3000\t", "无", "nan")] == [""] * 8
    assert tidy('="20210305"') == "20210305"
    assert tidy_number("'1000050101\t") == "1000050101"
    assert tidy_number("[100]") == "100"
