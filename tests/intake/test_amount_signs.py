"""Signs behind amounts, sides, brackets; currencies and time zones of layouts that nobody has described."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.cells import read_amount, side_of
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.booking import Direction
from suyuan.model.text import Language


def read(text: str) -> ReadFile:
    """Read a text file."""
    return read_opened(open_bytes("a.csv", text.encode()))


def said(file: ReadFile) -> list[tuple[str, int, str]]:
    """Return direction, amount and currency of each booking, in file order."""
    (part,) = file.tables[0].parts
    return [(booking.direction.value, booking.amount, booking.currency) for booking in part.bookings]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("20.00-", -2000),
        ("1,234.50 -", -123450),
        ("20.00+", 2000),
        ("(20.00)", -2000),
        ("（1,234.50）", -123450),
        ("(£20.00)", -2000),
        ("1,000.00 CR", 100000),
        ("1,000.00CR", 100000),
        ("20.00 Dr", -2000),
        ("20.00(Dr)", -2000),
        ("20.00 Dr.", -2000),
        ("20.00 OD", -2000),
        ("-20.00 DR", -2000),
    ],
)
def test_signs_behind_and_around_an_amount(text: str, minor: int) -> None:
    """Each means what a minus before the amount does, or nothing."""
    assert read_amount(text, "GBP") == minor


@pytest.mark.parametrize(
    "text", ["-20.00 CR", "--20.00", "-(20.00)", "(20.00", "20.00 XR", "CR", "()", "20.00-5", "12-", "(-5)"]
)
def test_signs_that_contradict_or_make_no_sense_are_no_amount(text: str) -> None:
    """Such a cell is quarantined with its text, never guessed."""
    assert not isinstance(read_amount(text, "GBP"), int)


def test_sides() -> None:
    """CR is in, DR and OD are out; a word that ends so is none."""
    assert [side_of(text) for text in ("1.00 CR", "1.00dr", "1.00", "DR", "Mr")] == [
        Direction.IN,
        Direction.OUT,
        None,
        None,
        None,
    ]


def test_a_column_of_sums_with_their_sides() -> None:
    """CR and DR behind amounts and balances: the chain of 1000 − 20 − 1200 + 500 holds, through an overdraft."""
    file = read(
        "Date,Description,Amount,Balance\n"
        '01/03/2021,Salary,"1,000.00 CR","1,000.00 CR"\n'
        "13/03/2021,Shop,20.00 DR,980.00 CR\n"
        '14/03/2021,Rent,"1,200.00 DR",220.00 DR\n'
        "15/03/2021,Pay,500.00CR,280.00 CR\n"
    )
    assert [each[:2] for each in said(file)] == [("in", 100000), ("out", 2000), ("out", 120000), ("in", 50000)]
    assert file.tables[0].parts[0].balance.state.value == "proven"


def test_sides_in_columns_of_their_own_say_nothing_new() -> None:
    """20.00 DR in a debit column is a debit of 20, not a credit."""
    file = read(
        "日期,摘要,借方,贷方,余额\n2021-03-01,转入,,100.00 CR,100.00 CR\n2021-03-02,消费,20.00 DR,,80.00 CR\n"
        "2021-03-03,消费,30.00 DR,,50.00 CR\n2021-03-04,消费,60.00 DR,,10.00 DR\n"
    )
    assert file.confidence is Confidence.INFERRED
    assert said(file) == [("in", 10000, "CNY"), ("out", 2000, "CNY"), ("out", 3000, "CNY"), ("out", 6000, "CNY")]


def test_credits_marked_and_debits_bare() -> None:
    """Only credits print CR: the balances say that bare sums are debits."""
    file = read(
        "Date,Details,Amount,Balance\n2021-03-01,a,100.00 CR,100.00\n2021-03-02,b,20.00,80.00\n"
        "2021-03-03,c,30.00,50.00\n2021-03-04,d,5.00 CR,55.00\n"
    )
    assert [each[:2] for each in said(file)] == [("in", 10000), ("out", 2000), ("out", 3000), ("in", 500)]


def test_a_bare_sum_beside_marked_credits_is_not_taken_for_one() -> None:
    """Without balances in a known layout, a sum without its side is quarantined once others print theirs."""
    file = read("Date,Description,Amount,Balance\n01/03/2021,a,100.00 CR,\n02/03/2021,b,20.00,\n")
    assert said(file) == [("in", 10000, "GBP")]
    assert file.tables[0].rows.quarantined == 1


STARLING = (
    "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Notes\n"
    "01/03/2021,Employer,PAY,FASTER PAYMENT,1000.00,1000.00,\n"
    "13/03/2021,Shop,,CONTACTLESS,-20.00,980.00,\n"
    "14/03/2021,Shop,,CONTACTLESS,-30.00,950.00,\n"
)


def test_words_that_the_balances_turn_are_no_reading() -> None:
    """Two kinds of payment are not in and out because the balances could turn each row: the sign says it."""
    file = read(STARLING)
    assert file.confidence is Confidence.INFERRED
    assert said(file) == [("in", 100000, "GBP"), ("out", 2000, "GBP"), ("out", 3000, "GBP")]


@pytest.mark.parametrize(
    ("amount", "balance", "currency"),
    [("Amount (USD)", "Balance (USD)", "USD"), ("Amount", "Balance (€)", "EUR"), ("Amount", "Balance", None)],
)
def test_the_currency_that_a_columns_name_prints(amount: str, balance: str, currency: str | None) -> None:
    """A code or sign in the name of a column of sums is the currency; without one none is stated."""
    file = read(STARLING.replace("Amount (GBP)", amount).replace("Balance (GBP)", balance))
    assert {each[2] for each in said(file)} == {currency or "XXX"}


def test_times_of_a_foreign_file_are_said_to_be_assumed() -> None:
    """An undescribed file in pounds with times of day warns that +08:00 was assumed; not with dates alone."""
    timed = read(STARLING.replace("/2021,", "/2021 10:00:00,"))
    assert timed.confidence is Confidence.INFERRED
    assert any("describe --offset" in each.render(Language.EN) for each in timed.warnings)
    assert not any("describe --offset" in each.render(Language.EN) for each in read(STARLING).warnings)


FEN = (
    "交易日期,金额(分),余额(分),借贷,摘要\n2021-03-01,100000,100000,贷,工资\n"
    "2021-03-02,2000,98000,借,消费\n2021-03-03,3000,95000,借,消费\n"
)


def test_sums_in_fen_are_read_as_fen() -> None:
    """The name of the column, or a line above, says 分: 100000 is a thousand yuan."""
    assert said(read(FEN))[0] == ("in", 100000, "CNY")
    above = read("单位：分\n" + FEN.replace("(分)", ""))
    assert said(above)[0] == ("in", 100000, "CNY")


@pytest.mark.parametrize("unit", ["万元", "单位：万元"])
def test_sums_in_ten_thousands_are_read_as_such(unit: str) -> None:
    """A column's name that says 万元 is honoured to the fen: 0.1234 is 1234.00 yuan."""
    file = read(FEN.replace("分", unit).replace("2000,98000", "0.1234,99999.8766").replace("95000", "96999.8766"))
    assert [each[:2] for each in said(file)][:2] == [("in", 10**11), ("out", 123400)]
    assert file.tables[0].parts[0].balance.state is BalanceState.PROVEN


def test_sums_in_ten_thousands_without_balances_wait_for_a_person() -> None:
    """The readings name the unit and give the sums in yuan."""
    file = read("日期,金额（万元）,方向,对方户名\n2021-03-01,1.00,收,甲\n2021-03-02,0.2,付,乙\n")
    assert file.confidence is Confidence.UNSURE
    assert all("万元" in each.columns for each in file.readings)
    part = file.readings[0].tables[0].parts[0]
    assert [booking.amount for booking in part.bookings] == [1000000, 200000]


@pytest.mark.parametrize("names", [("千元", "千元"), ("万元", "元"), ("万元", "分")])
def test_other_or_mixed_units_are_refused(names: tuple[str, str]) -> None:
    """Figures in thousands, or in two units at once, are read by nobody."""
    with pytest.raises(Refused):
        read(FEN.replace("金额(分)", f"金额({names[0]})").replace("余额(分)", f"余额({names[1]})"))


def test_a_known_layout_whose_file_prints_another_unit_warns() -> None:
    """The sentence names the unit; a column whose name has one is not taken for the layout's."""
    header = (
        "账号,户名,交易日期（YYYYMMDD）,交易时间（HHMMSS）,借贷标志（借方：1，贷方：2）,"
        "金额（元）,余额（元）,对方账号,对方户名,摘要"
    )
    row = "31600000000000001,张某甲,20210305,93015,2,10.00,10.00,,某,转入"
    file = read(f"单位：万元\n{header}\n{row}\n")
    assert any("万元" in each.render(Language.EN) for each in file.warnings)
    assert not any("万元" in each.render(Language.EN) for each in read(f"单位：元\n{header}\n{row}\n").warnings)
    with pytest.raises(Refused):
        read(f"{header.replace('金额（元）', '金额（万元）')}\n{row}\n")
