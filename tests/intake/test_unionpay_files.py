"""UnionPay's files for merchants: fields by their widths, fen, a year that only the file's name states."""

from __future__ import annotations

import pytest

from suyuan.intake.fixed_width import UNIONPAY
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_opened
from suyuan.model.booking import BookingKind

NAME = "INN17010299ZM_777290000000001"
PAID = {
    0: "S22", 1: "00049992", 2: "00049992", 3: "000001", 4: "1231101112", 5: "6200000000000000018",
    6: "000000010000", 7: "4900", 8: "07", 9: "201612311011121234567", 10: "01", 11: "ORDER0001", 12: "01",
    15: "D000000000060",
    16: "C000000009940", 17: "0001", 19: "01", 20: "01", 21: "000201", 27: "777290000000001", 28: "0",
}  # fmt: skip
REFUNDED = {
    **PAID, 0: "S30", 3: "000002", 4: "0102111112", 6: "000000002000", 9: "201701021111121234567", 11: "ORDER0002",
    15: "C000000000012", 16: "D000000001988", 19: "04",
}  # fmt: skip


def line(values: dict[int, str], gap: int) -> str:
    """Return a line of the file, with so many blanks between its fields."""
    fields = (values.get(at, "").ljust(width)[:width] for at, width in enumerate(UNIONPAY))
    return (" " * gap).join(fields)


def read(*lines: str, name: str = NAME) -> ReadFile:
    """Read a file of these lines."""
    return read_opened(open_bytes(name, "\r\n".join(lines).encode()))


@pytest.mark.parametrize("gap", [0, 1])
def test_a_payment_and_its_refund(gap: int) -> None:
    """100.00 in on the last day of the year before the file's, 20.00 out two days later; the fee stands beside."""
    file = read(line(PAID, gap), line(REFUNDED, gap), "")
    assert (file.format, file.tables[0].rows.read) == ("unionpay_merchant", 2)
    (part,) = file.tables[0].parts
    paid, refunded = part.bookings
    assert part.account == "777290000000001"
    assert (str(paid.time), paid.direction.value, paid.amount) == ("2016-12-31T10:11:12+08:00", "in", 10000)
    assert (str(refunded.time), refunded.direction.value, refunded.amount) == (
        "2017-01-02T11:11:12+08:00",
        "out",
        2000,
    )
    assert refunded.kind is BookingKind.REFUND
    assert paid.counterparty.account == "6200000000000000018"
    assert "D000000000060" in paid.summary


def test_without_a_year_no_row_is_read() -> None:
    """The times have no year; where the name has none either the rows wait in quarantine."""
    assert read(line(PAID, 1), name="对账.txt").tables[0].rows.quarantined == 1


def test_a_line_of_another_form_is_quarantined() -> None:
    """A line that was cut is one field, and is kept with its text."""
    whole = line(PAID, 1)
    file = read(whole, line(REFUNDED, 1)[:200], whole)
    assert (file.tables[0].rows.read, file.tables[0].rows.quarantined) == (2, 1)


def test_other_texts_are_no_such_file() -> None:
    """A month 13, or an amount with a point, is not taken for UnionPay's form."""
    for wrong in ({4: "1331101112"}, {6: "0000000100.0"}):
        content = line({**PAID, **wrong}, 1).encode()
        assert all(len(row.cells) != len(UNIONPAY) for row in open_bytes(NAME, content).grids[0].rows)
