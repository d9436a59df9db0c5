"""Samples of consumers', merchants', brokers' and foreign banks' files: what is read is what a naive reader reads.

The files of public projects are read a second time here by fixed lines and columns; the invented ones, made from
published lists of fields, have their figures worked out by hand. Neither shares anything with the program. An
amount is signed from the account's side; what moved neither way stands in the third list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook

from suyuan.intake.statement import BalanceState, ReadFile, read_file
from suyuan.model.booking import Booking
from suyuan.model.money import decimals_of

SAMPLES = Path(__file__).parent.parent / "cases" / "statements"
CONSUMER = SAMPLES / "consumer"

Seen = tuple[str, str, str, str]
"""A row as the naive reader sees it: time as printed by the program, in/out/none, amount, currency."""


def lines(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    """Return a text's records, cells without blanks around them."""
    with path.open(encoding=encoding, newline="") as file:
        return [[cell.strip() for cell in row] for row in csv.reader(file, delimiter=delimiter)]


def sheet(name: str) -> list[list[str]]:
    """Return the first sheet's cells as texts."""
    rows = load_workbook(CONSUMER / name).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [
        [str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell) for cell in row]
        for row in rows
    ]


def signed(time: str, amount: str, currency: str, *, spent: bool = False) -> Seen:
    """Return a row whose sign says the direction; ``spent``: a positive amount is out."""
    value = Decimal(amount.replace(",", "")) * (-1 if spent else 1)
    return time, "none" if not value else "in" if value > 0 else "out", str(abs(value)), currency


def columns(time: str, incoming: str, outgoing: str, currency: str) -> Seen:
    """Return a row of two columns."""
    return time, "in" if incoming else "out", (incoming or outgoing).replace(",", ""), currency


def at(day: str, clock: str = "", zone: str = "+08:00") -> str:
    """Return a day as the program prints it, with the time of day where there is one."""
    digits = day.replace("-", "").replace("/", "")
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return f"{date}T{clock}{zone}" if clock else date


def british(day: str) -> str:
    """Return a day that is printed day first."""
    first, month, year = day.split("/")
    return f"{year}-{month}-{first}"


def alipay_web() -> Iterator[Seen]:
    for cells in lines(SAMPLES / "alipay_web_2019_gb18030.csv", "gb18030")[5:7]:
        word = {"已支出": "out", "已收入": "in"}[cells[15]]
        yield (cells[3] or cells[2]).replace(" ", "T") + "+08:00", word, cells[9], "CNY"


def jd() -> Iterator[Seen]:
    for cells in lines(SAMPLES / "jd_2025.csv")[22:]:
        word = {"支出": "out", "收入": "in", "不计收支": "none"}[cells[6]]
        yield cells[0].replace(" ", "T") + "+08:00", word, cells[3].split("(")[0], "CNY"


def icbc_credit() -> Iterator[Seen]:
    for cells in lines(SAMPLES / "icbc_credit.csv")[7:16]:
        yield columns(cells[0], cells[8], cells[9], "CNY")


def boc_debit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "boc_debit.csv")[2:]:
        yield signed(at(cells[0], cells[1]), cells[3], "CNY")


def boc_credit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "boc_credit.csv")[2:]:
        yield columns(cells[0], cells[4], cells[5], cells[6])


def bocom_debit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "bocom_debit.csv")[1:]:
        yield at(cells[1], cells[2]), {"借 Dr": "out", "贷 Cr": "in"}[cells[4]], cells[5], "CNY"


def bocom_credit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "bocom_credit.csv")[1:]:
        word = "out" if cells[2].startswith("消费") else "in"
        yield cells[0], word, cells[4].removeprefix("CNY").strip(), "CNY"


def cmb_debit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "cmb_debit.csv")[1:]:
        yield signed(cells[0], cells[2], cells[1])


def cmb_credit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "cmb_credit.csv")[2:]:
        month, day = (cells[0] or cells[1]).split("/")
        yield signed(f"{2023 if month == '12' else 2024}-{month}-{day}", cells[3], "CNY", spent=True)


def citic_credit() -> Iterator[Seen]:
    for cells in sheet("citic_credit.xls")[2:15]:
        yield signed(cells[0], cells[7], "CNY", spent=True)


def hsbchk_credit() -> Iterator[Seen]:
    text = (CONSUMER / "hsbchk_credit.csv").read_text("utf-8").replace('"\t', '"').replace('\t"', '"')
    for cells in list(csv.reader(re.sub(r"\t+", "", text).splitlines()))[1:]:
        yield signed(british(cells[0]), cells[3], cells[4])


def huaxin() -> Iterator[Seen]:
    text = (CONSUMER / "hxsec_fake_xls.xls").read_text("gb18030")
    for line in text.splitlines()[1:]:
        cells = [cell.strip().removeprefix('="').removesuffix('"') for cell in line.split("\t")]
        yield signed(at(cells[0], cells[1]), cells[10], "CNY")


def haitong() -> Iterator[Seen]:
    for cells in sheet("htsec.xlsx")[1:]:
        yield signed(at(cells[2], cells[3]), cells[7], "CNY")


def huobi() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "huobi_spot.csv")[1:]:
        amount = str(round(Decimal(cells[6]), 6))
        yield cells[0].replace(" ", "T") + "+08:00", {"卖出": "in", "买入": "out"}[cells[3]], amount, "USDT"


def first_direct() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "first_direct.csv")[1:]:
        yield signed(british(cells[0]), cells[2], "GBP")


def monzo_2018() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "monzo_2018.csv")[1:]:
        yield signed(cells[1].removesuffix(" +0000").replace(" ", "T") + "+00:00", cells[2], "GBP")


def bank_of_ireland() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "bank_of_ireland.csv")[1:]:
        yield columns(british(cells[0]), cells[3], cells[2], "EUR")


def ocbc() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "ocbc_continuation_lines.csv")[6:]:
        if cells and cells[0]:
            yield columns(british(cells[0]), cells[4], cells[3], "SGD")


def td() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "td_no_header.csv"):
        if cells:
            month, day, year = cells[0].split("/")
            yield columns(f"{year}-{month}-{day}", cells[3], cells[2], "CAD")


def bmo_debit() -> Iterator[Seen]:
    for cells in lines(CONSUMER / "bmo_debit.csv"):
        if cells and cells[0].startswith("'"):
            yield signed(at(cells[2]), cells[3], "CAD")


ABSENT, PROVEN, BROKEN = BalanceState.ABSENT, BalanceState.PROVEN, BalanceState.BROKEN


@dataclass(frozen=True)
class Golden:
    """A published sample: its file, layout, naive reader, number of rows and what its balances prove."""

    file: str
    layout: str
    naive: Callable[[], Iterator[Seen]]
    rows: int
    balance: BalanceState


PUBLISHED = [
    Golden("alipay_web_2019_gb18030.csv", "alipay_web", alipay_web, 2, ABSENT),
    Golden("jd_2025.csv", "jd_wallet", jd, 26, ABSENT),
    Golden("icbc_credit.csv", "icbc_credit", icbc_credit, 9, BROKEN),
    Golden("consumer/boc_debit.csv", "boc_debit", boc_debit, 17, PROVEN),
    Golden("consumer/boc_credit.csv", "boc_credit", boc_credit, 14, ABSENT),
    Golden("consumer/bocom_debit.csv", "bocom_debit", bocom_debit, 6, BROKEN),
    Golden("consumer/bocom_credit.csv", "bocom_credit", bocom_credit, 8, ABSENT),
    Golden("consumer/cmb_debit.csv", "cmb_debit", cmb_debit, 5, BROKEN),
    Golden("consumer/cmb_credit.csv", "cmb_credit", cmb_credit, 6, ABSENT),
    Golden("consumer/citic_credit.xls", "citic_credit", citic_credit, 13, ABSENT),
    Golden("consumer/hsbchk_credit.csv", "hsbchk_credit", hsbchk_credit, 11, ABSENT),
    Golden("consumer/hxsec_fake_xls.xls", "securities_account", huaxin, 13, BROKEN),
    Golden("consumer/htsec.xlsx", "securities_account", haitong, 10, BROKEN),
    Golden("consumer/huobi_spot.csv", "huobi_spot", huobi, 3, ABSENT),
    Golden("consumer/first_direct.csv", "first_direct", first_direct, 1, ABSENT),
    Golden("consumer/monzo_2018.csv", "monzo_2018", monzo_2018, 1, ABSENT),
    Golden("consumer/bank_of_ireland.csv", "bank_of_ireland", bank_of_ireland, 27, BROKEN),
    Golden("consumer/ocbc_continuation_lines.csv", "ocbc", ocbc, 8, ABSENT),
    Golden("consumer/td_no_header.csv", "td_canada", td, 9, BROKEN),
    Golden("consumer/bmo_debit.csv", "bmo_debit", bmo_debit, 4, ABSENT),
]


def bookings(read: ReadFile, table: int = 0) -> list[Booking]:
    """Return a table's bookings in file order."""
    rows = [booking for part in read.tables[table].parts for booking in part.bookings]
    return sorted(rows, key=lambda booking: booking.order_in_file)


def seen(booking: Booking) -> tuple[str, str, Decimal, str]:
    """Return a booking as a naive row, its amount as a number."""
    amount = Decimal(booking.amount).scaleb(-decimals_of(booking.currency))
    return str(booking.time), booking.direction.value, amount, booking.currency


def states(read: ReadFile) -> set[BalanceState]:
    """Return what the balances of all accounts prove."""
    return {part.balance.state for table in read.tables for part in table.parts}


@pytest.mark.parametrize("golden", PUBLISHED, ids=lambda golden: golden.file)
def test_published_sample_is_read_as_a_second_reader_reads_it(golden: Golden) -> None:
    """Time, direction, amount, currency of every row in file order; no row quarantined; the balances' state."""
    read = read_file(SAMPLES / golden.file)
    assert read.format == golden.layout
    naive = [(time, word, Decimal(amount), currency) for time, word, amount, currency in golden.naive()]
    assert [seen(booking) for booking in bookings(read)] == naive
    assert (read.tables[0].rows.read, read.tables[0].rows.quarantined) == (golden.rows, 0)
    assert states(read) == {golden.balance}


FIGURES = list(csv.DictReader((SAMPLES / "consumer_figures.csv").read_text("utf-8").splitlines()))
"""Of each invented sample what was worked out by hand; sums as ``in CNY 1.00; out CNY 2.00``."""


@pytest.mark.parametrize("figures", FIGURES, ids=lambda figures: figures["file"])
def test_invented_sample_has_the_figures_worked_out_by_hand(figures: dict[str, str]) -> None:
    """Rows, sums by direction and currency, first and last time, the balances' state; no row quarantined."""
    read = read_file(CONSUMER / figures["file"])
    assert read.format == figures["layout"]
    found = [booking for table in range(len(read.tables)) for booking in bookings(read, table)]
    assert len(found) == int(figures["rows"])
    assert not any(table.rows.quarantined for table in read.tables)
    totals: dict[str, Decimal] = {}
    for _, word, amount, currency in map(seen, found):
        totals[f"{word} {currency}"] = totals.get(f"{word} {currency}", Decimal(0)) + amount
    by_hand = (each.rpartition(" ") for each in figures["sums"].split("; "))
    assert totals == {name: Decimal(amount) for name, _, amount in by_hand}
    moments = sorted((booking.time for booking in found), key=lambda time: time.at)
    assert (str(moments[0]), str(moments[-1])) == (figures["first"], figures["last"])
    assert states(read) == {BalanceState(figures["balance"])}


def test_every_sample_of_the_folder_stands_in_a_table() -> None:
    """A sample that nobody compares would prove nothing."""
    listed = {golden.file.removeprefix("consumer/") for golden in PUBLISHED} | {each["file"] for each in FIGURES}
    assert {path.name for path in CONSUMER.iterdir()} <= listed
