"""Dirt of files in layouts that nobody has described: headers in two rows, milliseconds, yen."""

from __future__ import annotations

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.text import Language

Move = tuple[str, str, int, str]

HEAD = "交易时间,收入,支出,余额,对方户名,对方账号\n"
ROWS = (
    "2021-03-01 10:00:00,1000.00,,1500.00,甲,6200000000000099\n",
    "2021-03-02 10:00:00,,200.00,1300.00,乙,6200000000000098\n",
    "2021-03-03 10:00:00,,300.00,1000.00,丙,6200000000000097\n",
    "2021-03-14 10:00:00,50.00,,1050.00,丁,6200000000000096\n",
)
MOVES = [("in", 100000), ("out", 20000), ("out", 30000), ("in", 5000)]


def read(text: str) -> ReadFile:
    """Read a file of this text; it must be sure."""
    file = read_opened(open_bytes("a.csv", text.encode()))
    assert file.confidence is Confidence.INFERRED
    assert not any(table.rows.quarantined for table in file.tables)
    return file


def moves(file: ReadFile) -> list[tuple[str, int]]:
    """Return direction and amount of each booking, in minor units."""
    (part,) = file.tables[0].parts
    return [(each.direction.value, each.amount) for each in part.bookings]


@pytest.mark.parametrize(
    "head",
    [
        "交易时间,发生额,,余额,对方,\n,收入,支出,,户名,账号\n",
        "交易时间,发生额,发生额,余额,对方,对方\n,收入,支出,,户名,账号\n",
    ],
)
def test_a_header_in_two_rows(head: str) -> None:
    """The group and what is in it are one name; both rows are headers, and the other side is read."""
    file = read(head + "".join(ROWS))
    assert moves(file) == MOVES
    assert (file.tables[0].rows.header, file.tables[0].rows.repeated_header) == (1, 1)
    first = file.tables[0].parts[0].bookings[0].counterparty
    assert (first.name, first.account) == ("甲", "6200000000000099")


def test_headers_that_repeat_on_each_page() -> None:
    """A header above every second row of a short file leaves the columns what they are."""
    file = read(HEAD + "".join(ROWS[:2]) + HEAD + "".join(ROWS[2:]))
    assert moves(file) == MOVES
    assert file.tables[0].rows.repeated_header == 1


def test_times_counted_in_milliseconds() -> None:
    """1614564000000 is 2021-03-01 10:00:00 in China."""
    times = ("1614564000000", "1614650400000", "1614736800000", "1615687200000")
    rows = [f"{time}{row[19:]}" for time, row in zip(times, ROWS, strict=True)]
    file = read(HEAD + "".join(rows))
    assert moves(file) == MOVES
    assert str(file.tables[0].parts[0].bookings[0].time) == "2021-03-01T10:00:00+08:00"


def test_a_japanese_file_is_in_yen() -> None:
    """残高 is Japanese: whole yen; 存入金额 and 支出金额 are not."""
    file = read(
        "日付,お取引内容,出金,入金,残高\n2021/03/01,給与,,1000,1500\n2021/03/02,x,200,,1300\n2021/03/14,x,300,,1000\n"
    )
    assert moves(file) == [("in", 1000), ("out", 200), ("out", 300)]
    assert file.tables[0].parts[0].currency == "JPY"
    assert (
        read(HEAD.replace("收入", "存入金额").replace("支出", "支出金额") + "".join(ROWS))
        .tables[0]
        .parts[0]
        .currency
        == "CNY"
    )


def test_a_code_behind_each_sum_is_its_currency() -> None:
    """-20,00 PLN below names that begin with a mark."""
    file = read(
        "#Data operacji;#Opis operacji;#Kwota;#Saldo po operacji;\n2021-03-14;SKLEP;-20,00 PLN;1 179,50 PLN;\n"
        "2021-03-02;CZYNSZ;-300,50 PLN;1 199,50 PLN;\n2021-03-01;PLACA;1 000,00 PLN;1 500,00 PLN;\n"
    )
    assert moves(file) == [("out", 2000), ("out", 30050), ("in", 100000)]
    assert file.tables[0].parts[0].currency == "PLN"


@pytest.mark.parametrize("head", ["年,月,日,收入,支出,余额,摘要", "Year,Month,Day,Credit,Debit,Balance,Memo"])
def test_dates_in_three_columns(head: str) -> None:
    """Year, month and day in columns of their own are one date."""
    file = read(f"{head}\n2021,3,1,1000.00,,1500.00,a\n2021,3,2,,200.00,1300.00,b\n2021,3,14,,300.00,1000.00,c\n")
    assert moves(file) == [("in", 100000), ("out", 20000), ("out", 30000)]
    assert str(file.tables[0].parts[0].bookings[-1].time) == "2021-03-14"


def unsure(text: str, name: str = "a.csv") -> ReadFile:
    """Read a file of this text; nothing of it may be taken as sure."""
    file = read_opened(open_bytes(name, text.encode()))
    assert (file.confidence, file.tables) == (Confidence.UNSURE, ())
    return file


def test_two_tables_side_by_side_are_never_half_read() -> None:
    """The second table's columns repeat the names of the first: a person decides, no row is lost silently."""
    file = unsure(
        "日期,收入,支出,余额,,日期,收入,支出,余额\n2021-03-01,10.00,,110.00,,2021-03-01,5.00,,5.00\n"
        "2021-03-02,,20.00,90.00,,2021-03-02,,1.00,4.00\n2021-03-14,5.00,,95.00,,2021-03-14,6.00,,10.00\n"
    )
    said = [each.render(Language.EN) for each in file.warnings]
    assert any("row 1" in each and "blank column 5" in each and "cut the file in two" in each for each in said)
    assert len(file.readings) == 3


BILL = (
    "交易日,摘要,金额,{balance}\n2021-03-01,甲,20.00,120.00\n2021-03-02,乙,30.00,150.00\n"
    "2021-03-14,还款,-50.00,100.00\n"
)


def test_a_balance_that_may_be_a_debt_proves_no_direction() -> None:
    """On a card's bill what is spent adds to the debt: neither its name nor the chain says that a plus came in."""
    unsure(BILL.format(balance="欠款余额"))
    unsure("信用卡账单\n" + BILL.format(balance="余额"))
    unsure(BILL.format(balance="余额"), "信用卡.csv")
    folder = read_opened(open_bytes("a.csv", BILL.format(balance="余额").encode()), "信用卡诈骗案/a.csv")
    assert folder.confidence is Confidence.INFERRED
    assert moves(read(BILL.format(balance="余额"))) == [("in", 2000), ("in", 3000), ("out", 5000)]


@pytest.mark.parametrize("mark", ["'", "’", " ", "\u00a0"])
def test_thousands_parted_by_other_marks(mark: str) -> None:
    """1'000.00 and 1 000.00, with a decimal point."""
    assert moves(read(HEAD + "".join(ROWS).replace("1000.00", f"1{mark}000.00"))) == MOVES


def test_known_words_of_direction_go_before_guesses() -> None:
    """Beside a column of two unknown codes, Af and Bij say out and in in the best reading; without balances the
    file stays unsure.
    """
    text = (
        "Datum,Naam,Rekening,Code,Af Bij,Bedrag (EUR)\n"
        '20240105,Winkel,NL00TEST0000000001,BA,Af,"12,50"\n'
        '20240103,Werk,NL00TEST0000000001,OV,Bij,"2000,00"\n'
    )
    file = read_opened(open_bytes("a.csv", text.encode()))
    assert file.confidence is Confidence.UNSURE
    (part,) = file.readings[0].tables[0].parts
    assert [(each.direction.value, each.amount) for each in part.bookings] == [("out", 1250), ("in", 200000)]
