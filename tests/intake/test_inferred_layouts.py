"""Layouts that nobody has described: read where the balances prove one reading, never where they do not."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, ReadFile, read_opened
from suyuan.model.booking import Booking
from suyuan.model.text import Language

IN_OUT = """某村镇银行
账号：6200000000000001　户名：张某甲
交易日期,存入金额,支取金额,账户余额,对方户名,对方账号,用途
2021-03-01,1000.00,,1500.00,李某乙,6200000000000099,转账
2021-03-02,,200.00,1300.00,,,取现
2021-03-03,,300.00,1000.00,王某丙,6200000000000098,还款
2021-03-04,50.00,,1050.00,,,利息
合计,1050.00,500.00,,,,
"""
SIGNED_NEWEST_FIRST = """Posting Date,Particulars,Txn Amount,Running Balance
14/03/2021,Shop,-20.00,1130.00
13/03/2021,Rent,-300.00,1150.00
2/03/2021,Salary,1000.00,1450.00
1/03/2021,Gift,50.00,450.00
"""
PLUS_IS_OUT = """记账日,金额,结余,附言
2021-03-01,20.00,480.00,甲
2021-03-02,-30.00,510.00,乙
2021-03-04,300.00,210.00,丙
2021-03-05,10.00,200.00,丁
"""
WORD = """日期,时刻,借/贷,金额,余额,对手户名
20210301,10:11:12,贷,100.00,200.00,甲
20210301,10:12:12,借,50.00,150.00,乙
20210302,09:00:00,借,20.00,130.00,乙
"""
TURNED = WORD.replace("贷,1", "X,1").replace("借,", "贷,").replace("X,", "借,")
NO_HEADER = """2021-03-01,Salary,,1000.00,1500.00
2021-03-02,Cash,200.00,,1300.00
2021-03-03,Rent,300.00,,1000.00
2021-03-04,Gift,,50.00,1050.00
"""
SPANISH = """Fecha,Concepto,Importe,Saldo
01/03/2021,Nomina,"1,000.00","1,500.00"
13/03/2021,Tienda,-200.00,"1,300.00"
14/03/2021,Alquiler,-300.00,"1,000.00"
"""
GERMAN = """Buchungstag;Verwendungszweck;Betrag;Saldo;Währung
01.03.21;Gehalt;1.000,00;1.500,00;EUR
02.03.21;Miete;-300,50;1.199,50;EUR
03.03.21;Laden;-20;1.179,50;EUR
"""
DUTCH = """"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Af Bij","Bedrag (EUR)","Saldo na mutatie"
"20210304","Winkel","NL00TEST0000000001","","Af","20,00","1130,00"
"20210303","Huur","NL00TEST0000000001","NL00TEST0000000002","Af","300,00","1150,00"
"20210301","Loon","NL00TEST0000000001","NL00TEST0000000003","Bij","1000,00","1450,00"
"""
INDIAN = """Date,Narration,Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance
01/03/21,A,0000111,01/03/21,500.00,,"9,500.00"
02/03/21,B,0000112,02/03/21,,"1,00,000.00","1,09,500.00"
15/03/21,C,0000113,15/03/21,"9,500.00",,"1,00,000.00"
"""
BROUGHT_FORWARD = """Date,Description,Amount,Running Bal.
03/01/2021,Beginning balance as of 03/01/2021,,"1,000.00"
03/02/2021,SHOP B,"-100.00","900.00"
03/03/2021,PAYROLL,"500.00","1,400.00"
03/14/2021,SHOP A,"-12.34","1,387.66"
"""


def read(text: str) -> ReadFile:
    """Read a file of this text."""
    return read_opened(open_bytes("a.csv", text.encode()))


def bookings(file: ReadFile) -> list[Booking]:
    """Return a file's bookings as they stand in it."""
    every = [booking for table in file.tables for part in table.parts for booking in part.bookings]
    return sorted(every, key=lambda booking: booking.order_in_file)


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        (IN_OUT, [("in", 100000), ("out", 20000), ("out", 30000), ("in", 5000)]),
        (SIGNED_NEWEST_FIRST, [("out", 2000), ("out", 30000), ("in", 100000), ("in", 5000)]),
        (PLUS_IS_OUT, [("out", 2000), ("in", 3000), ("out", 30000), ("out", 1000)]),
        (WORD, [("in", 10000), ("out", 5000), ("out", 2000)]),
        (TURNED, [("in", 10000), ("out", 5000), ("out", 2000)]),
        (NO_HEADER, [("in", 100000), ("out", 20000), ("out", 30000), ("in", 5000)]),
        (SPANISH, [("in", 100000), ("out", 20000), ("out", 30000)]),
        (GERMAN, [("in", 100000), ("out", 30050), ("out", 2000)]),
        (DUTCH, [("out", 2000), ("out", 30000), ("in", 100000)]),
        (INDIAN, [("out", 50000), ("in", 10_000_000), ("out", 950_000)]),
        (BROUGHT_FORWARD, [("out", 10000), ("in", 50000), ("out", 1234)]),
    ],
    ids=[
        "in-out",
        "newest-first",
        "plus-is-out",
        "word",
        "word-turned",
        "no-header",
        "spanish",
        "german",
        "dutch",
        "indian",
        "brought-forward",
    ],
)
def test_a_proven_file_is_read_and_marked(text: str, moves: list[tuple[str, int]]) -> None:
    """Two columns, signs either way, words either way, no header: as the balances say, by hand."""
    file = read(text)
    assert (file.confidence, file.format, file.readings) == (Confidence.INFERRED, "inferred", ())
    assert [(booking.direction.value, booking.amount) for booking in bookings(file)] == moves
    assert "inferred" in str(file.warnings[0].text.en)


def test_every_row_is_accounted_for_and_the_owner_is_read() -> None:
    """A title, an owner's line, a total: none is a booking; the counterparties stand in their columns."""
    (table,) = read(IN_OUT).tables
    assert (table.rows.preamble, table.rows.header, table.rows.read, table.rows.footer) == (2, 1, 4, 1)
    (part,) = table.parts
    assert (part.account, part.holder) == ("6200000000000001", "张某甲")
    assert part.bookings[2].counterparty.account == "6200000000000098"


def test_signs_speak_before_unknown_words_and_a_bare_name_behind_a_number_is_the_other_side() -> None:
    """Two words beside signed amounts are no direction; 户名 right behind 对方账号 is the counterparty's name."""
    file = read(
        "摘要,交易日期,交易金额,账户余额,对方账号,户名\n"
        "提现,20230303,+10.00,10.00,6200000000000091,李某乙\n"
        "消费,20230304,-4.00,6.00,6200000000000092,王某丙\n"
        "消费,20230305,-1.00,5.00,6200000000000092,王某丙\n"
    )
    assert file.confidence is Confidence.INFERRED
    assert [(each.direction.value, each.amount) for each in bookings(file)] == [
        ("in", 1000),
        ("out", 400),
        ("out", 100),
    ]
    assert [each.counterparty.name for each in bookings(file)] == ["李某乙", "王某丙", "王某丙"]


@pytest.mark.parametrize(
    "text",
    [
        "日期,金额,摘要\n2021-03-01,-5.00,a\n2021-03-02,7.00,b\n2021-03-03,-9.00,c\n",
        IN_OUT.replace("1300.00", "1310.00"),
        "日期,金额,余额\n2021-03-01,5.00,5.00\n2021-03-02,7.00,12.00\n",
        "日期,种类,金额,余额\n20210301,甲,100.00,200.00\n20210301,乙,50.00,150.00\n20210302,乙,20.00,130.00\n",
    ],
    ids=["no-balance", "broken", "two-rows", "word-said-once"],
)
def test_what_is_not_proven_is_not_read(text: str) -> None:
    """No balance, one that does not follow, too few rows, a word of the first row alone: readings, no rows."""
    file = read(text)
    assert (file.confidence, file.tables) == (Confidence.UNSURE, ())
    assert 1 <= len(file.readings) <= 3
    assert all(reading.tables for reading in file.readings)


def test_days_and_months_that_fit_both_ways_are_a_decision() -> None:
    """01/03 to 03/03: three days of March, or the thirds of three months; both are shown."""
    dates = "Txn Date,Info,Withdrawals,Deposits,Balance\n01/03/2021,a,,10.00,15.00\n02/03/2021,b,2.00,,13.00\n"
    file = read(dates + "03/03/2021,c,3.00,,10.00\n")
    assert file.confidence is Confidence.UNSURE
    first = {str(reading.tables[0].parts[0].bookings[0].time) for reading in file.readings[:2]}
    assert first == {"2021-03-01", "2021-01-03"}


def test_what_is_no_statement_stays_refused() -> None:
    """A list without times: the sentence as ever, with its header."""
    with pytest.raises(Refused, match="花名"):
        read("花名,颜色,价格\n玫瑰,红,3.00\n")


SYNONYMS = {
    "time": ["交易日期", "记账日期", "发生日期", "Txn Date", "入账日期"],
    "incoming": ["收入金额", "贷方发生额", "Paid In", "存入"],
    "outgoing": ["支出金额", "借方发生额", "Paid Out", "支取"],
    "balance": ["余额", "账户余额", "Running Balance", "结余"],
    "summary": ["用途", "附言", "Narrative"],
    "other": ["网点", "Teller"],
}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_columns_in_any_order_and_by_other_names_say_the_same(data: st.DataObject) -> None:
    """A proven file shuffled and renamed: the same moves, or (never) others."""
    amounts = data.draw(st.lists(st.integers(-(10**6), 10**6).filter(bool), min_size=4, max_size=12))
    order = data.draw(st.permutations(list(SYNONYMS)))
    names = {role: data.draw(st.sampled_from(words)) for role, words in SYNONYMS.items()}
    balance, lines = 10**8, []
    for day, amount in enumerate(amounts, 1):
        balance += amount
        row = {
            "time": f"2021-03-{day:02}",
            "incoming": yuan(amount) if amount > 0 else "",
            "outgoing": yuan(-amount) if amount < 0 else "",
            "balance": yuan(balance),
            "summary": f"第{day}笔",
            "other": "某处",
        }
        lines.append([row[role] for role in order])
    text = io.StringIO()
    csv.writer(text).writerows([[names[role] for role in order], *lines])
    file = read(text.getvalue())
    assert file.confidence is Confidence.INFERRED
    signed = [{"in": 1, "out": -1}[each.direction.value] * each.amount for each in bookings(file)]
    assert signed == amounts


def yuan(fen: int) -> str:
    """Return fen as yuan."""
    return f"{fen // 100}.{fen % 100:02}"


def test_a_known_header_that_the_balances_contradict_is_not_taken_for_known() -> None:
    """Date, Description, Amount, Balance is first direct's, where a plus is in; here the balances say out."""
    file = read(
        "Date,Description,Amount,Balance\n2021-03-01,Shop,20.00,480.00\n2021-03-02,Refund,-30.00,510.00\n"
        "2021-03-04,Rent,300.00,210.00\n2021-03-05,Rent,10.00,200.00\n"
    )
    assert file.confidence is Confidence.INFERRED
    assert [each.direction.value for each in bookings(file)] == ["out", "in", "out", "out"]


def test_totals_between_the_rows_and_below_them_say_nothing_of_the_columns() -> None:
    """Two totals among seven lines are footers, though they leave the column of dates with words in it."""
    file = read(
        "交易日期,摘要,借方发生额,贷方发生额,账户余额\n20210305,转账,,100.00,100.00\n20210305,转账,30.00,,70.00\n"
        "20210306,手续费,0.50,,69.50\n本页合计,,30.50,100.00,\n20210307,利息,,1.00,70.50\n累计,,30.50,101.00,\n"
    )
    assert file.confidence is Confidence.INFERRED
    rows = file.tables[0].rows
    assert (rows.total, rows.read, rows.footer, rows.quarantined) == (7, 4, 2, 0)


def test_a_file_without_a_currency_says_how_its_amounts_were_read() -> None:
    """The code for no currency is nobody's currency and is not named as one."""
    warned = [str(each.text.en) for each in read(SIGNED_NEWEST_FIRST).warnings]
    assert any("two decimals" in each for each in warned)
    assert not any("institutions of this layout" in each for each in warned)


VALUE_DAYS = """IBAN;DE00 0000 0000 0000 0000 01
Buchungstag;Valuta;Empfänger;Betrag;Währung;Saldo
01.12.2025;01.12.2025;Firma A;2500,00;EUR;5430,20
03.12.2025;03.12.2025;Firma B;-850,00;EUR;4580,20
05.12.2025;05.12.2025;Firma C;-45,20;EUR;4535,00
"""


def test_a_column_of_days_is_no_currency_though_its_name_may_mean_one() -> None:
    """“Valuta” holds days here, “Währung” the currency; the account stands in a cell behind its label."""
    ((part,),) = [table.parts for table in read(VALUE_DAYS).tables]
    assert (part.currency, part.account) == ("EUR", "DE00000000000000000001")


def test_a_reading_that_sets_rows_aside_stands_behind_one_that_reads_them() -> None:
    """Without balances the column with a sum in every row is offered before one with a sum in one of three."""
    file = read(
        "Datum,Empfänger,Zweck,Betrag (EUR),Betrag (Fremdwährung)\n2019-12-30,Max,Miete,-750.0,\n"
        "2019-12-31,Laden,Essen,-12.5,-12.5\n2020-01-02,Firma,Lohn,2000.0,\n"
    )
    assert file.confidence is Confidence.UNSURE
    rows = file.readings[0].tables[0].rows
    assert (rows.read, rows.quarantined) == (3, 0)


def test_totals_without_decimals_may_count_bookings() -> None:
    """“Total credits 1” beside one credit is a count that agrees; “Total debits 3” beside two does not."""
    file = read(
        "Total credits,,1\nTotal debits,,3\n\nDate,Description,Amount,Running Bal.\n"
        "12/28/2025,Check,-450.00,60.68\n12/27/2025,Shop,-2500.00,510.68\n12/22/2025,Deposit,2100.00,3010.68\n"
    )
    warned = [each.render(Language.EN) for each in file.warnings]
    assert not any("Total credits" in each for each in warned)
    assert any("Total debits 3" in each for each in warned)


def test_a_balance_brought_forward_in_short_is_no_booking() -> None:
    """“Balance B/F” books nothing, and does not hide the names above it from a layout known by its cells alone.

    15/03 proves that the days come first, so 01/03 is the first of March.
    """
    file = read(
        "Transaction Date,Details,Debit,Credit,Current Balance\n,Balance B/F,,,1000.00\n"
        "01/03/2024,Transfer,200.00,,800.00\n02/03/2024,Transfer,,500.00,1300.00\n15/03/2024,Charge,50.00,,1250.00\n"
    )
    rows = file.tables[0].rows
    assert (file.confidence, rows.read, rows.quarantined) == (Confidence.INFERRED, 3, 0)
    assert [str(each.time) for each in bookings(file)] == ["2024-03-01", "2024-03-02", "2024-03-15"]
