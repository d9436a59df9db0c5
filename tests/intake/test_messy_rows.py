"""Rows that were hurt on the way: shifted by a lost quote, cut off, under another header, in doubled columns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, StatementTable, read_opened
from suyuan.model.text import Language

CARD, OTHER = "6200000000000000017", "6200000000000000025"
POLICE = (
    "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,交易是否成功,"
    "查询反馈结果原因,备注"
)
WECHAT = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
ALIPAY = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"


def statement(*lines: str) -> ReadFile:
    """Read a text file of these lines."""
    return read_opened(open_bytes("流水.csv", "\n".join(lines).encode()))


def table(*lines: str) -> StatementTable:
    """Return the one table of these lines."""
    (found,) = statement(*lines).tables
    return found


def fen(read: StatementTable) -> list[tuple[str, int]]:
    """Return direction and amount of each booking, in file order."""
    rows = sorted((each for part in read.parts for each in part.bookings), key=lambda each: each.order_in_file)
    return [(each.direction.value, each.amount) for each in rows]


def reasons(read: StatementTable) -> list[tuple[int, str]]:
    """Return the quarantined rows with their reasons."""
    return [(each.source.row, each.reason.render(Language.EN)) for each in read.quarantined]


def warnings(read: ReadFile) -> str:
    """Return all that the file warns of."""
    return "\n".join(warning.render(Language.EN) for warning in read.warnings)


def police(second: int, amount: str, balance: str, way: str, names: Sequence[str] = (), **changes: str) -> str:
    """Return a row of the 资金查控 answer, by default in the usual order of columns."""
    row = {"交易卡号": CARD, "账户开户名称": "张某甲", "交易时间": f"202103011010{second:02d}"}
    row |= {"交易金额": amount, "交易余额": balance, "收付标志": way, "交易对手账卡号": OTHER}
    row |= {"对手户名": "李某乙", "交易是否成功": "成功", **changes}
    return ",".join(row.get(name, "") for name in names or POLICE.split(","))


def wechat(minute: int, amount: str, remark: str = "/") -> str:
    """Return a payment in WeChat's bill, which has no balances."""
    return (
        f"2021-03-01 10:{minute:02d}:00,转账,李某乙,/,支出,{amount},零钱,支付成功,10000000{minute:02d},/,{remark}"
    )


def bill(*rows: str) -> StatementTable:
    """Return the table of a WeChat bill."""
    return table("微信支付账单明细,,,,,,,,,,", WECHAT, *rows)


def test_a_header_in_another_order_moves_the_columns() -> None:
    """Two exports pasted together, amount and balance changed about: 10 in, 4 out, 3 out, and all three follow."""
    other = POLICE.split(",")
    other[3], other[4] = other[4], other[3]
    rows = [POLICE, police(1, "10.00", "10.00", "进"), police(2, "4.00", "6.00", "出")]
    read = table(
        *rows, ",".join(other), police(3, "3.00", "3.00", "出", other), police(4, "1.00", "2.00", "出", other)
    )
    assert fen(read) == [("in", 1000), ("out", 400), ("out", 300), ("out", 100)]
    assert (read.rows.repeated_header, read.rows.read, read.rows.total) == (1, 4, 6)
    assert [part.balance.state.value for part in read.parts] == ["proven"]


def test_a_longer_header_further_down_is_a_later_one() -> None:
    """The export without three columns stands first; its rows are bookings, not lines above a header."""
    short = [name for name in POLICE.split(",") if name not in ("账户开户名称", "现金标志", "备注")]
    rows = [",".join(short), police(1, "10.00", "10.00", "进", short), police(2, "4.00", "6.00", "出", short)]
    read = table(*rows, POLICE, police(3, "3.00", "3.00", "出"))
    assert fen(read) == [("in", 1000), ("out", 400), ("out", 300)]
    assert (read.header_row, read.rows.preamble, read.rows.repeated_header) == (1, 0, 1)


def test_below_a_header_of_something_else_no_row_is_read() -> None:
    """A pasted table that lacks 收付标志 has amounts where the first has balances: it waits, and says so."""
    other = POLICE.replace("收付标志", "借贷").split(",")
    other[3], other[4] = other[4], other[3]
    below = police(3, "3.00", "3.00", "", other, 借贷="出", 收付标志="出")
    read = table(
        POLICE, police(1, "10.00", "10.00", "进"), ",".join(other), below, POLICE, police(4, "1.00", "9.00", "出")
    )
    assert fen(read) == [("in", 1000), ("out", 100)]
    assert [(row, "row 3 is another header" in why) for row, why in reasons(read)] == [(3, True), (4, True)]
    assert read.rows.repeated_header == 1


def test_a_lost_quote_does_not_change_an_amount() -> None:
    """¥1,000.00 without its quotes would be 1 yuan, and the row one cell longer than the others."""
    read = bill(wechat(1, "¥1,000.00"), wechat(2, "¥5.00"), wechat(3, "¥6.00"))
    assert fen(read) == [("out", 500), ("out", 600)]
    assert reasons(read) == [
        (3, "the row has 12 cells and the others 11: its columns may be shifted, or a part of it is missing")
    ]


def test_a_lost_quote_shows_though_the_last_cells_are_blank() -> None:
    """Alipay's rows end with blank cells and a comma: what is pushed out of the row is blank."""
    rows = [
        f"2021-03-01 10:0{minute}:00,转账,李某乙,l***@x.c,转账,支出,{amount},余额,交易成功,2021000{minute},,,"
        for minute, amount in enumerate(["1,234.56", "7.00", "8.00"])
    ]
    read = table("电子客户回单", ALIPAY, *rows)
    assert fen(read) == [("out", 700), ("out", 800)]
    assert [row for row, _ in reasons(read)] == [3]


def test_a_comma_in_a_name_does_not_lose_the_status() -> None:
    """李某乙,王某 shifts 失败 out of its column; the failed row must not count as money moved."""
    failed = police(2, "4.00", "10.00", "出", 对手户名="李某乙,王某", 交易是否成功="失败")
    read = table(POLICE, police(1, "10.00", "10.00", "进"), failed, police(3, "3.00", "7.00", "出"))
    assert fen(read) == [("in", 1000), ("out", 300)]
    assert [row for row, _ in reasons(read)] == [3]


def test_a_file_cut_off_inside_an_amount() -> None:
    """¥77.00 was cut to ¥7: the row lacks its status, so it is not read as seven yuan."""
    read = bill(wechat(1, "¥5.00"), wechat(2, "¥6.00"), wechat(3, "¥77.00").partition("7.00")[0])
    assert fen(read) == [("out", 500), ("out", 600)]
    assert [row for row, _ in reasons(read)] == [5]


def test_a_row_that_lacks_a_cell_among_many_is_torn() -> None:
    """One of 21 rows has lost a comma somewhere: which, nobody knows."""
    rows = [police(second, "1.00", f"{second}.00", "进") for second in range(1, 22)]
    rows[10] = rows[10].replace("李某乙,", "李某乙", 1)
    read = table(POLICE, *rows)
    assert (read.rows.read, [row for row, _ in reasons(read)]) == (20, [12])


def test_rows_without_their_last_cells_are_read_with_a_warning() -> None:
    """A converter left out the blank remark of one row of two; what counts is there."""
    first, second = police(1, "10.00", "10.00", "进"), police(2, "4.00", "6.00", "出")
    read = statement(POLICE, first, second.removesuffix(","))
    assert fen(read.tables[0]) == [("in", 1000), ("out", 400)]
    assert "fewer cells than the header" in warnings(read)


def test_rows_of_any_length_are_read() -> None:
    """Where the exporter leaves out blank cells at will, the number of cells says nothing."""
    rows = [police(second, "1.00", f"{second}.00", "进") for second in range(1, 7)]
    read = table(POLICE, rows[0], rows[1] + ",", rows[2] + ",,", rows[3] + ",,,", rows[4][:-1], rows[5][:-1])
    assert (read.rows.read, read.rows.quarantined) == (6, 0)


@pytest.mark.parametrize("form", ["{1},{0}", "{0},{1}"])
def test_a_doubled_column_that_says_two_things(form: str) -> None:
    """交易金额 stands twice: rows where both agree are read, the others name both amounts."""
    rows = [police(1, "10.00", "10.00", "进"), police(2, "4.00", "6.00", "出")]
    amounts = ["交易金额", "10.00", "9.99"]
    lines = [POLICE, *rows]
    read = table(*[form.format(line, amount) for line, amount in zip(lines, amounts, strict=True)])
    assert fen(read) == [("in", 1000)]
    ((row, reason),) = reasons(read)
    assert row == 3
    assert "4.00" in reason
    assert "9.99" in reason


def test_a_result_beside_an_amount_is_said() -> None:
    """查询失败 in a row that holds a sum: read as a booking, and warned."""
    read = statement(POLICE, police(1, "10.00", "10.00", "进", 查询反馈结果原因="查询失败"))
    assert fen(read.tables[0]) == [("in", 1000)]
    assert "“查询失败” hold an amount" in warnings(read)


def test_a_blank_direction_that_leaves_money_out_is_said() -> None:
    """A wallet's row without 收/支 counts neither way; the file says how many."""
    read = statement(
        "微信支付账单明细,,,,,,,,,,", WECHAT, wechat(1, "¥5.00").replace("支出", ""), wechat(2, "¥6.00")
    )
    assert fen(read.tables[0]) == [("none", 500), ("out", 600)]
    assert "“收/支” is blank: counted as neither in nor out (1 rows, first at row 3)" in warnings(read)


def test_a_fee_in_a_remark_is_said() -> None:
    """服务费¥0.50 is money too; whether the amount holds it the bill does not say."""
    read = statement("微信支付账单明细,,,,,,,,,,", WECHAT, wechat(1, "¥500.00", "服务费¥0.50"), wechat(2, "¥6.00"))
    assert "备注: 服务费" in warnings(read)
    assert "服务费" not in warnings(statement("微信支付账单明细,,,,,,,,,,", WECHAT, wechat(2, "¥6.00")))


def test_many_rows_that_nothing_settles() -> None:
    """Twenty thousand rows without direction and balance are all quarantined; the test would hang otherwise."""
    read = table(POLICE, *[police(second % 60, "1.00", "", "") for second in range(20_000)])
    assert (read.rows.read, read.rows.quarantined) == (0, 20_000)
