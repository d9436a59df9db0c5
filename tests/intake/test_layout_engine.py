"""The engine on descriptions made for the test: what no shipped layout uses yet must work by data alone."""

from __future__ import annotations

from suyuan.intake.grid import open_bytes
from suyuan.intake.header import cleaned, places_of
from suyuan.intake.layout import SharedWords, layout_from_text
from suyuan.intake.recognise import Recognised
from suyuan.intake.table import StatementTable, read_sheet
from suyuan.model.booking import Booking

DESCRIPTION = """
id = "test_bank"
title = "测试银行"
kind = "statement"
account_kind = "bank"
preamble = ['^账号:(?P<account>\\d+)']
footers = ['^期末余额']
[recognise]
header = ["Date", "Text", "Out", "In", "Balance"]
required = ["Date", "Out", "In"]
[columns]
time = ["Date"]
incoming = ["In"]
outgoing = ["Out"]
balance = ["Balance"]
summary = ["Text"]
[rules]
direction = "two_columns"
minus = "MINUS"
currency = "SGD"
time_formats = ["dd/MM/yyyy"]
offset_hours = 0
continuation = ["Text"]
"""


def table(text: str, minus: str = "reverse") -> StatementTable:
    """Read a text by the test's layout, whose header is its second line."""
    opened = open_bytes("a.csv", text.encode())
    (grid,) = opened.grids
    layout = layout_from_text(DESCRIPTION.replace("MINUS", minus), "test.toml", SharedWords())
    found = Recognised(layout, 1, places_of(cleaned(grid.rows[1])))
    return read_sheet(opened.sha256, grid, found, "a.csv").table


def booking(text: str) -> Booking:
    """Return the first booking of a text."""
    return table(text).parts[0].bookings[0]


HEAD = "账号：6200000000000000017\nDate,Text,Out,In,Balance\n"


def test_continuation_rows_belong_to_the_booking_above() -> None:
    """A row with text alone carries on the text above it, and is counted as such; the class is not quarantine."""
    found = table(HEAD + "05/03/2021,PAYMENT,10.00,,90.00\n,to the butcher,,,\n06/03/2021,FEE,1.00,,89.00\n")
    assert (found.rows.read, found.rows.continuation, found.rows.quarantined) == (2, 1, 0)
    assert [each.summary for each in found.parts[0].bookings] == ["PAYMENT to the butcher", "FEE"]


def test_a_continuation_without_a_booking_above_is_quarantined() -> None:
    """Text that follows nothing is not thrown away."""
    found = table(HEAD + ",lost words,,,\n05/03/2021,PAYMENT,10.00,,90.00\n")
    assert (found.rows.continuation, found.rows.quarantined) == (0, 1)


def test_formats_currency_and_offset_come_from_the_description() -> None:
    """Day first, in Singapore dollars, in UTC, whose account the line above says."""
    first = booking(HEAD + "05/03/2021,PAYMENT,10.00,,90.00\n")
    assert (str(first.time), first.time.at.isoformat()) == ("2021-03-05", "2021-03-05T00:00:00+00:00")
    assert (first.currency, first.account) == ("SGD", "6200000000000000017")


def test_a_reversal_in_its_own_column_goes_the_other_way() -> None:
    """-10.00 in the debit column came back; where the layout never prints a minus the row is quarantined."""
    text = HEAD + "05/03/2021,PAYMENT,-10.00,,110.00\n"
    assert booking(text).direction.value == "in"
    assert table(text, minus="quarantine").rows.quarantined == 1


def test_two_amounts_in_one_row_are_no_booking() -> None:
    """A row with money in both columns is not netted."""
    assert table(HEAD + "05/03/2021,PAYMENT,10.00,5.00,95.00\n").rows.quarantined == 1


def test_footer_lines_and_what_follows_them() -> None:
    """Lines after a footer phrase are footer; a booking after it is a booking; a loose line elsewhere is not."""
    row = "05/03/2021,PAYMENT,10.00,,90.00\n"
    found = table(HEAD + row + "loose line\n" + row + "期末余额 90.00\nsome more words\n" + row)
    assert (found.rows.read, found.rows.footer, found.rows.quarantined) == (3, 2, 1)
