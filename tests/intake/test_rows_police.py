"""Rows of the 34-column answer: directions, statuses, notes, quarantine; written out here, plainly invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, StatementTable, read_opened
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.text import Language

NAMES = (
    "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,"
    "对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,"
    "MAC地址,对手交易余额,交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因"
)
HEADER = NAMES.split(",")
CARD, NUMBER = "6200000000000000017", "31600000000000001"
PLAIN = {
    "交易卡号": CARD,
    "交易账号": NUMBER,
    "账户开户名称": "张某甲",
    "交易时间": "2021-03-05 10:11:12",
    "交易金额": "10.00",
    "交易余额": "",
    "收付标志": "进",
    "交易币种": "人民币",
    "交易是否成功": "成功",
}


def police(rows: Sequence[Mapping[str, str]], header: Sequence[str] = HEADER) -> bytes:
    """Return an answer: each row is PLAIN with changes; a tab behind every number, GB18030, as banks send it."""
    lines = [",".join(header)]
    for changes in rows:
        cells = {**PLAIN, **changes}
        lines.append(",".join(f"{cells[name]}\t" if cells.get(name) else "" for name in header))
    return "\r\n".join(lines).encode("gb18030")


def read(*rows: Mapping[str, str], header: Sequence[str] = HEADER) -> ReadFile:
    """Read an answer of these rows."""
    return read_opened(open_bytes("交易明细信息.csv", police(rows, header)))


def table(*rows: Mapping[str, str]) -> StatementTable:
    """Return the one table of an answer of these rows."""
    (found,) = read(*rows).tables
    return found


def one(changes: Mapping[str, str]) -> Booking:
    """Return the one booking of one row."""
    (part,) = table(changes).parts
    (booking,) = part.bookings
    return booking


def fault(changes: Mapping[str, str]) -> tuple[str, str]:
    """Return the column and reason for which one row is quarantined."""
    found = table(changes)
    assert (found.rows.read, found.rows.quarantined) == (0, 1)
    (row,) = found.quarantined
    assert CARD in row.text
    return row.column, row.reason.render(Language.EN)


@pytest.mark.parametrize("width", [34, 32, 29])
def test_the_three_widths_are_known_by_name(width: int) -> None:
    """Without holder and ID columns (32), or without five more (29), the answer is the same layout."""
    dropped = {34: 0, 32: 2, 29: 5}[width]
    left_out = ("账户开户名称", "开户人证件号码", "凭证种类", "凭证号", "商户号")[:dropped]
    header = [name for name in HEADER if name not in left_out]
    assert len(header) == width
    answer = read({}, header=header)
    assert answer.format == "police_funds_34"
    assert answer.tables[0].rows.read == 1


def test_a_row_says_both_numbers_of_its_account() -> None:
    """The card is the account, the account number beside it another number of the same."""
    booking = one({"交易流水号": "BL1", "日志号": "77", "对手户名": "李某乙", "交易对手账卡号": "6226******5669"})
    assert (booking.account, booking.other_numbers, booking.holder) == (CARD, (NUMBER,), "张某甲")
    assert (booking.reference, booking.references) == ("BL1", ("BL1", "77"))
    assert (booking.counterparty.account, booking.counterparty.name) == ("6226******5669", "李某乙")


def test_rows_with_card_or_account_only_are_one_account() -> None:
    """One row states both numbers, so rows that state either belong together."""
    (part,) = table({}, {"交易卡号": ""}, {"交易账号": ""}).parts
    assert (part.account, part.numbers, len(part.bookings)) == (CARD, (NUMBER, CARD), 3)


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("进", "in"),
        ("贷", "in"),
        ("C", "in"),
        ("+", "in"),
        ("出", "out"),
        ("借", "out"),
        ("D", "out"),
        ("O", "out"),
    ],
)
def test_direction_words(word: str, direction: str) -> None:
    """The words of the format notes, each in one meaning."""
    assert one({"收付标志": word}).direction.value == direction


@pytest.mark.parametrize("word", ["1", "0", "X", "冻结"])
def test_words_that_are_not_listed_quarantine_the_row(word: str) -> None:
    """A bare digit means opposite things in two bank messages; it is never guessed."""
    column, reason = fault({"收付标志": word})
    assert column == "收付标志"
    assert word in reason


def test_a_blank_direction_is_settled_by_the_balances_and_marked() -> None:
    """100 + 10 = 110, so the blank one came in; the marked word did not need it."""
    found = table(
        {"交易金额": "100.00", "交易余额": "100.00"},
        {"交易时间": "2021-03-05 10:11:13", "收付标志": "", "交易余额": "110.00"},
    )
    first, second = found.parts[0].bookings
    assert (second.direction, second.direction_inferred) == (Direction.IN, True)
    assert not first.direction_inferred
    assert found.parts[0].balance.state is BalanceState.PROVEN


def test_a_blank_direction_that_nothing_settles_is_quarantined() -> None:
    """Without balances nobody knows where the money went."""
    column, reason = fault({"收付标志": ""})
    assert column == "收付标志"
    assert "balances do not settle" in reason


def test_a_minus_beside_a_word_never_turns_silently() -> None:
    """Out of -10.00: out where nothing says otherwise; in, and marked, where only that follows; always warned."""
    answer = read({"交易金额": "-10.00", "收付标志": "出"})
    (booking,) = answer.tables[0].parts[0].bookings
    assert (booking.direction, booking.amount) == (Direction.OUT, 1000)
    assert any("negative" in warning.render(Language.EN) for warning in answer.warnings)
    found = table(
        {"交易金额": "100.00", "交易余额": "100.00"},
        {"交易时间": "2021-03-05 10:11:13", "收付标志": "出", "交易金额": "-10.00", "交易余额": "110.00"},
    )
    turned = found.parts[0].bookings[1]
    assert (turned.direction, turned.direction_inferred) == (Direction.IN, True)


@pytest.mark.parametrize(
    ("words", "status"),
    [("成功 00 1 是 Y", "effective"), ("失败 01 0 否 N", "failed"), ("怪", "unknown")],
)
def test_status_words(words: str, status: str) -> None:
    """01 and 1 are opposites; a word nobody listed is unknown and still moves money."""
    for word in words.split():
        booking = one({"交易是否成功": word})
        assert booking.status.value == status
        assert booking.status.moved_money == (status != "failed")


def test_a_blank_status_is_a_statements_row() -> None:
    """Banks that leave the column empty print what happened."""
    assert one({"交易是否成功": ""}).status is BookingStatus.EFFECTIVE


def test_a_failed_row_is_read_and_takes_no_part_in_the_chain() -> None:
    """The failed debit stands in the evidence; the balances around it follow."""
    found = table(
        {"交易金额": "100.00", "交易余额": "100.00"},
        {"交易时间": "2021-03-05 10:11:13", "收付标志": "出", "交易余额": "90.00", "交易是否成功": "失败"},
        {"交易时间": "2021-03-05 10:11:14", "收付标志": "出", "交易余额": "90.00"},
    )
    assert found.rows.read == 3
    assert found.parts[0].bookings[1].status is BookingStatus.FAILED
    assert found.parts[0].balance.state is BalanceState.PROVEN


def test_query_results_are_notes() -> None:
    """查无记录 without an amount books nothing and is kept as a note; with an amount it is no mere note."""
    bare = {"交易金额": "", "交易时间": "", "收付标志": "", "查询反馈结果原因": "查无记录"}
    found = table({}, bare)
    assert (found.rows.read, found.rows.note, found.rows.quarantined) == (1, 1, 0)
    assert "查无记录" in found.noted[0].text
    assert table({"查询反馈结果原因": "查询失败"}).rows.read == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"交易金额": "1,2,3.4.5".replace(",", "，")}, "交易金额"),
        ({"交易金额": "NaN"}, "交易金额"),
        ({"交易金额": ""}, "交易金额"),
        ({"交易金额": "100000000000000.00"}, "交易金额"),
        ({"交易时间": "2021-02-30 10:00:00"}, "交易时间"),
        ({"交易时间": ""}, "交易时间"),
        ({"交易币种": "贝壳"}, "交易币种"),
        ({"交易卡号": "", "交易账号": "", "备注": CARD}, "交易卡号"),
        ({"交易卡号": "6.2000000000000E+18", "交易账号": "", "备注": CARD}, "交易卡号"),
    ],
)
def test_what_cannot_be_read_is_quarantined_with_place_and_reason(changes: dict[str, str], column: str) -> None:
    """The row keeps its text, the column at fault is named."""
    assert fault(changes)[0] == column


def test_a_zero_amount_keeps_the_direction_its_word_states() -> None:
    """-0.00 is zero; the word says out."""
    booking = one({"交易金额": "-0.00", "收付标志": "出"})
    assert (booking.amount, booking.direction) == (0, Direction.OUT)


def test_kinds_come_from_the_rows_own_words() -> None:
    """Cash by its flag, fees, interest, corrections with the number of what they correct, products."""
    assert one({"收付标志": "出", "现金标志": "现金"}).kind is BookingKind.CASH_WITHDRAWAL
    assert one({"现金标志": "01"}).kind is BookingKind.CASH_DEPOSIT
    assert one({"摘要说明": "转账手续费"}).kind is BookingKind.FEE
    assert one({"摘要说明": "结息"}).kind is BookingKind.INTEREST
    assert one({"摘要说明": "购买理财产品", "收付标志": "出"}).kind is BookingKind.PRODUCT
    assert one({"摘要说明": "司法扣划", "收付标志": "出"}).kind is BookingKind.AUTHORITY
    correction = one({"摘要说明": "冲正", "备注": "冲正原交易流水号:BL202103130000000200"})
    assert (correction.kind, correction.corrects) == (BookingKind.CORRECTION, "BL202103130000000200")
    assert one({"摘要说明": "往来"}).kind is BookingKind.TRANSFER


def test_repeated_headers_totals_and_blank_rows_have_their_classes() -> None:
    """Two exports glued together: the second header is counted as such, the total is a footer."""
    content = police([{}, {}]) + b"\r\n\r\n" + police([{}]) + "\r\n合计,,,3 笔,,30.00\r\n".encode("gb18030")
    rows = read_opened(open_bytes("a.csv", content)).tables[0].rows
    assert (rows.header, rows.repeated_header, rows.read, rows.footer, rows.blank) == (1, 1, 3, 1, 1)
    assert rows.total == 7


def test_cells_beyond_the_header_quarantine_the_row() -> None:
    """An unquoted comma shifts the columns; the row is not read with shifted ones."""
    content = police([{}]).replace("张某甲".encode("gb18030"), "张,某,甲".encode("gb18030"))
    content = content.rstrip() + ",x".encode("gb18030")
    rows = read_opened(open_bytes("a.csv", content)).tables[0].rows
    assert (rows.read, rows.quarantined) == (0, 1)


def test_a_break_names_the_quarantined_row_inside_it() -> None:
    """Row 3 is unreadable, so the balance of row 4 does not follow, and the break says why."""
    found = table(
        {"交易金额": "100.00", "交易余额": "100.00"},
        {"交易时间": "2021-03-05 10:11:13", "交易金额": "1O.00", "交易余额": "110.00"},
        {"交易时间": "2021-03-05 10:11:14", "交易余额": "120.00"},
    )
    (broken,) = found.parts[0].balance.breaks
    assert (broken.row, broken.expected, broken.found, broken.quarantined) == (4, 11000, 12000, (3,))


def test_a_header_without_rows_is_a_table_with_zero_rows() -> None:
    """An institution that sends the header alone says that there is nothing."""
    found = table()
    assert (found.rows.total, found.rows.header, found.rows.read) == (1, 1, 0)
    assert found.parts[0].balance.state is BalanceState.ABSENT


def test_a_booking_above_the_header_is_a_booking() -> None:
    """Whoever sorted the sheet moved rows above the header; they are not taken for a preamble."""
    lines = police([{}, {"交易金额": "20.00"}]).split(b"\r\n")
    rows = read_opened(open_bytes("a.csv", b"\r\n".join([lines[1], lines[0], lines[2]]))).tables[0].rows
    assert (rows.header, rows.preamble, rows.read) == (1, 0, 2)


def test_columns_that_the_layout_does_not_know_are_said() -> None:
    """A column that stands twice, or is new, is not read and not passed over in silence."""
    answer = read({}, header=[*HEADER, "交易金额", "新列"])
    said = " ".join(warning.render(Language.EN) for warning in answer.warnings)
    assert "交易金额#2" in said
    assert "新列" in said
