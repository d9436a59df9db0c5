"""Real sample files: what is read equals what a second, naive reader of the same file finds.

The second readers here know the files only by fixed lines and columns and share nothing with the program. Row
accounting and balance breaks were counted in the files by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook

from suyuan.intake.grid import open_bytes
from suyuan.intake.recognise import not_recognised
from suyuan.intake.statement import BalanceState, Part, ReadFile, read_file
from suyuan.model.booking import Booking, BookingStatus, Direction

SAMPLES = Path(__file__).parent.parent / "cases" / "statements"

Seen = tuple[str, Decimal, str]
"""A row as the naive reader sees it: in, out or none; the amount; the time as the program prints it."""


def of(name: str) -> ReadFile:
    """Read a sample."""
    return read_file(SAMPLES / name)


def bookings(read: ReadFile, table: int = 0) -> list[Booking]:
    """Return a table's bookings in file order."""
    rows = [booking for part in read.tables[table].parts for booking in part.bookings]
    return sorted(rows, key=lambda booking: booking.order_in_file)


def only_part(read: ReadFile) -> Part:
    """Return the one part of a file."""
    (part,) = read.tables[0].parts
    return part


def words(direction: str) -> str:
    """Return the direction of a wallet's word."""
    return {"收入": "in", "支出": "out"}.get(direction.strip(), "none")


def stamp(text: str) -> str:
    """Return a printed local time as ISO."""
    return text.strip().replace("/", "-").replace(" ", "T") + "+08:00"


def split_lines(name: str, encoding: str) -> list[list[str]]:
    """Split each line at commas; good enough for files without quotes."""
    return [line.split(",") for line in (SAMPLES / name).read_text(encoding).splitlines()]


def sheet_rows(name: str, sheet: int) -> list[list[object]]:
    """Return the raw cells of a sheet."""
    workbook = load_workbook(SAMPLES / name)
    return [list(row) for row in workbook.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def alipay_2021() -> Iterator[Seen]:
    for cells in split_lines("alipay_app_2021_gb18030.csv", "gb18030")[2:18]:
        yield words(cells[0]), Decimal(cells[5].strip()), stamp(cells[10])


def alipay_2023() -> Iterator[Seen]:
    for cells in split_lines("alipay_app_2023_gb18030.csv", "gb18030")[25:]:
        yield words(cells[5]), Decimal(cells[6].strip()), stamp(cells[0])


def wechat_csv() -> Iterator[Seen]:
    with (SAMPLES / "wechat_2025.csv").open(encoding="utf-8") as file:
        for cells in list(csv.reader(file))[17:]:
            yield words(cells[4]), Decimal(cells[5].lstrip("¥")), stamp(cells[0])


def wechat_sheet(sheet: int) -> Callable[[], Iterator[Seen]]:
    def rows() -> Iterator[Seen]:
        for cells in (
            load_workbook(SAMPLES / "wechat_2026_two_sheets.xlsx")
            .get_sheet_by_index(sheet)
            .to_python(skip_empty_area=False)[18:]
        ):
            yield words(str(cells[4])), Decimal(str(cells[5]).lstrip("¥")), stamp(str(cells[0]))

    return rows


def icbc() -> Iterator[Seen]:
    with (SAMPLES / "icbc_debit_v2.csv").open(encoding="utf-8-sig") as file:
        for cells in list(csv.reader(file))[7:18]:
            incoming, outgoing = cells[9].strip().replace(",", ""), cells[10].strip().replace(",", "")
            yield ("in" if incoming else "out"), Decimal(incoming or outgoing), cells[0].strip()


def ccb() -> Iterator[Seen]:
    for cells in (
        load_workbook(SAMPLES / "ccb_debit.xls").get_sheet_by_index(0).to_python(skip_empty_area=False)[6:12]
    ):
        day = str(cells[1])
        time = f"{day[:4]}-{day[4:6]}-{day[6:]}T{cells[2]}+08:00"
        yield ("out" if cells[3] else "in"), Decimal(str(cells[3] or cells[4])), time


def abc() -> Iterator[Seen]:
    for cells in split_lines("abc_debit.csv", "utf-8")[1:]:
        day, clock, amount = cells[0], cells[1], Decimal(cells[3])
        date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        time = f"{date}T{clock[:2]}:{clock[2:4]}:{clock[4:]}+08:00" if clock else date
        yield ("none" if not amount else "in" if amount > 0 else "out"), abs(amount), time


def cib(name: str) -> Callable[[], Iterator[Seen]]:
    def rows() -> Iterator[Seen]:
        for cells in sheet_rows(name, 0)[11:-1]:
            yield ("out" if cells[2] else "in"), Decimal(str(cells[2] or cells[3])), stamp(str(cells[0]))

    return rows


def oklink() -> Iterator[Seen]:
    for cells in split_lines("oklink_token_transfer_evm.csv", "utf-8")[1:]:
        mine = "0x1429****7f855c"
        yield ("out" if cells[4] == mine else "in"), Decimal(cells[8]), stamp(cells[2])


GOLDEN = [
    (
        "alipay_app_2021_gb18030.csv",
        "alipay_app",
        0,
        alipay_2021,
        "39: header 1 preamble 1 footer 20 blank 1 read 16",
    ),
    ("alipay_app_2023_gb18030.csv", "alipay_app", 0, alipay_2023, "35: header 1 preamble 22 blank 2 read 10"),
    ("wechat_2025.csv", "wechat_bill", 0, wechat_csv, "44: header 1 preamble 14 blank 2 read 27"),
    ("wechat_2026_two_sheets.xlsx", "wechat_bill", 0, wechat_sheet(0), "45: header 1 preamble 15 blank 2 read 27"),
    ("wechat_2026_two_sheets.xlsx", "wechat_bill", 1, wechat_sheet(1), "45: header 1 preamble 15 blank 2 read 27"),
    ("icbc_debit_v2.csv", "icbc_debit", 0, icbc, "20: header 1 preamble 3 footer 1 blank 4 read 11"),
    ("ccb_debit.xls", "ccb_debit", 0, ccb, "13: header 1 preamble 4 footer 1 blank 1 read 6"),
    ("abc_debit.csv", "abc_debit", 0, abc, "6: header 1 read 5"),
    (
        "cib_debit_cny.xlsx",
        "cib_debit",
        0,
        cib("cib_debit_cny.xlsx"),
        "19: header 1 preamble 8 footer 1 blank 2 read 7",
    ),
    (
        "cib_debit_usd.xlsx",
        "cib_debit",
        0,
        cib("cib_debit_usd.xlsx"),
        "15: header 1 preamble 8 footer 1 blank 2 read 3",
    ),
    ("oklink_token_transfer_evm.csv", "oklink_token_transfers", 0, oklink, "1856: header 1 read 1855"),
]


@pytest.mark.parametrize(("name", "layout", "table", "naive", "accounting"), GOLDEN)
def test_sample_is_read_as_a_second_reader_reads_it(
    name: str, layout: str, table: int, naive: Callable[[], Iterator[Seen]], accounting: str
) -> None:
    """Direction, amount and time of every row, in file order, equal the naive reader's; no row is lost."""
    read = of(name)
    assert read.format == layout
    counts = asdict(read.tables[table].rows)
    filled = " ".join(f"{name} {count}" for name, count in counts.items() if count and name != "total")
    assert f"{counts['total']}: {filled}" == accounting
    found = bookings(read, table)
    seen = list(naive())
    assert [booking.direction.value for booking in found] == [direction for direction, _, _ in seen]
    assert [str(booking.time) for booking in found] == [time for _, _, time in seen]
    for booking, (_, amount, _) in zip(found, seen, strict=True):
        places = 6 if layout == "oklink_token_transfers" else 2
        assert booking.amount == int(amount.scaleb(places))


def test_icbc_balances_that_are_masked_are_absent() -> None:
    """Masked balances (xx,yyyy.zz) are no balances, and no reason to lose the rows."""
    part = only_part(of("icbc_debit_v2.csv"))
    assert part.balance.state is BalanceState.ABSENT
    assert (part.account, part.currency, len(part.bookings)) == ("1234****9876", "CNY", 11)


def test_breaks_of_the_ccb_sample() -> None:
    """At row 10 the balance should be 2140.13 - 515.02 = 1625.11, and 1579.11 is printed."""
    balance = only_part(of("ccb_debit.xls")).balance
    assert [(each.row, each.expected, each.found) for each in balance.breaks] == [(10, 162511, 157911)]


def test_breaks_of_the_cib_sample() -> None:
    """Row 13: 10.00 - 20.00 against 80.00; row 18: 39.01 - 40.00 against 0.01."""
    balance = only_part(of("cib_debit_cny.xlsx")).balance
    assert [(each.row, each.expected, each.found) for each in balance.breaks] == [(13, -1000, 8000), (18, -99, 1)]


def test_cib_dollar_account_is_proven_and_its_period_known() -> None:
    """The currency stands only in the preamble; 30 + 40 - 70 = 0; the printed period becomes coverage."""
    read = of("cib_debit_usd.xlsx")
    part = only_part(read)
    assert (part.account, part.holder, part.currency) == ("CARDMOCK001", "示例用户", "USD")
    assert part.balance.state is BalanceState.PROVEN
    (period,) = read.stated_periods
    assert (period.start.isoformat(), period.end.isoformat()) == (
        "2024-01-01T00:00:00+08:00",
        "2024-12-31T23:59:59+08:00",
    )


def test_breaks_of_the_abc_sample() -> None:
    """11000.00 - 10.00 against 11000.00, and so on; rows of eight cells under nine headers are read."""
    balance = only_part(of("abc_debit.csv")).balance
    assert [(each.row, each.expected, each.found) for each in balance.breaks] == [
        (3, 1099000, 1100000),
        (4, -134589, 194312),
        (5, 194313, 12335),
    ]


def test_abc_counterparty_is_a_name_or_a_number() -> None:
    """One cell holds either; dashes are neither."""
    parties = [(each.counterparty.name, each.counterparty.account) for each in bookings(of("abc_debit.csv"))]
    assert parties == [
        ("哈哈", ""),
        ("微信支付北京一卡通", ""),
        ("", "12341234123412341"),
        ("", ""),
        ("", ""),
    ]


def test_second_wechat_sheet_repeats_the_first() -> None:
    """Both sheets are read and counted, the ledger takes one; the same order number on 8 rows loses no row."""
    read = of("wechat_2026_two_sheets.xlsx")
    assert [table.repeats_sheet for table in read.tables] == [None, 1]
    assert sum(len(part.bookings) for part in read.evidence_parts()) == 27
    assert sum(booking.reference == "3985734" for booking in bookings(read)) == 8


def test_alipay_owner_below_the_rows_is_found() -> None:
    """The 2021 export prints its owner in the footer."""
    part = only_part(of("alipay_app_2021_gb18030.csv"))
    assert (part.account, part.holder) == ("ABC@EXAMPLE.COM", "测试用户")


def test_closed_payment_with_a_refund_row_was_a_real_debit() -> None:
    """Order 2023xxxxx88 was paid and refunded: refunded; the closed order without a refund stays closed."""
    found = {(each.reference, each.direction): each.status for each in bookings(of("alipay_app_2023_gb18030.csv"))}
    assert found["2023xxxxx88", Direction.OUT] is BookingStatus.REFUNDED
    assert found["xxxx", Direction.NONE] is BookingStatus.CLOSED


def test_oklink_tokens_are_known_by_contract() -> None:
    """A symbol USDT beside an unknown contract is not USDT: 127 contracts are 127 currencies."""
    read = of("oklink_token_transfer_evm.csv")
    parts = read.tables[0].parts
    assert len(parts) == 127
    assert "USDT" not in {part.currency for part in parts}
    assert {part.account for part in parts} == {"0x1429****7f855c"}


def test_the_nearest_layouts_are_named() -> None:
    """JD's header alone, without its amounts, is no longer JD's; three layouts are named, nearest first."""
    lines = (SAMPLES / "jd_2025.csv").read_text("utf-8-sig").replace(",金额,", ",款项,")
    lines = lines[: lines.index("\n", lines.index(",款项,"))]
    message = not_recognised("jd.csv", open_bytes("jd.csv", lines.encode()).grids)
    nearest = str(message.values["nearest"]).split(", ")
    assert nearest[0] == "jd_wallet (10/11)"
    assert len(nearest) == 3
