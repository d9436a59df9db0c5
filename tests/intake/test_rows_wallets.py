"""Rows of the wallets' evidence returns and of a chain explorer; written out here, plainly invented."""

from __future__ import annotations

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, read_opened
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.text import Language

ALIPAY = (
    "交易号,商户订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,用户信息,交易对方信息,消费名称,金额（元）,收/支,"
    "交易状态,支付方式,清算流水号,备注,对应的协查数据"
)
TENPAY = (
    "用户ID,交易单号,大单号,用户侧账号名称,借贷类型,交易业务类型,交易用途类型,交易时间,交易金额(分),账户余额(分),用户银行卡号,"
    "用户侧网银联单号,网联/银联,第三方账户名称,对手方ID,对手侧账户名称,对手方银行卡号,对手侧银行名称,对手侧网银联单号,网联/银联,"
    "基金公司信息,间联/非间联交易,第三方账户名称,对手方接收时间,对手方接收金额(分),备注1,备注2"
)
OKLINK = "交易哈希,区块高度,本地时间(UTC+8),UTC时间,发送方,发送方ENS,接收方,接收方ENS,数量,代币符号,代币地址"
USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
MINE, OTHER, THIRD = (f"T{name}{'1' * 33}"[:34] for name in ("Mine", "Peer", "Last"))
PATH = "L-1/TP01/IPHONE/13800000000/wxid_test_1/TenpayTrades.txt"


def read(name: str, text: str, encoding: str = "utf-8") -> ReadFile:
    """Read a file of this text."""
    return read_opened(open_bytes(name, text.encode(encoding)), name)


def bookings(answer: ReadFile) -> list[Booking]:
    """Return the bookings of the one table, in file order."""
    (table,) = answer.tables
    assert table.rows.quarantined == 0
    rows = [booking for part in table.parts for booking in part.bookings]
    return sorted(rows, key=lambda booking: booking.order_in_file)


def alipay(party: str, direction: str = "支出", paid: str = "2021-03-17 15:11:27\t") -> Booking:
    """Return the booking of one row of Alipay's return with this counterparty cell."""
    row = f"2021031720\t,S1,2021-03-17 15:00:00\t,{paid},,手机,转账,2088000000001001(何某),{party},转账,"
    row += f"200.00,{direction},交易成功,余额,Q77,,x"
    (booking,) = bookings(read("a.csv", f"{ALIPAY}\n{row}\n", "gb18030"))
    return booking


def tenpay(*rows: dict[str, str], header: str = TENPAY, name: str = PATH) -> ReadFile:
    """Return Tenpay's answer with these rows, tab separated."""
    names = header.split(",")
    plain = {"用户ID": "wxid_test_1", "交易单号": "1001", "借贷类型": "出", "交易时间": "2021-03-03 19:59:58"}
    plain["交易金额(分)"] = "500"
    lines = ["\t".join(names)]
    lines += ["\t".join({**plain, **row}.get(column, "") for column in names) for row in rows]
    return read(name, "\n".join(lines) + "\n")


def test_alipay_names_the_user_as_id_and_name() -> None:
    """2088…(何某) is the account and its holder; order and clearing numbers are references."""
    booking = alipay("2088000000009002(罗某)")
    assert (booking.account, booking.holder) == ("2088000000001001", "何某")
    assert (booking.reference, booking.references) == ("2021031720", ("2021031720", "S1", "Q77"))


def test_alipay_counterparty_in_all_its_forms() -> None:
    """id(name), (bank)card, name(bank)(card), full-width brackets, an empty name, a mail address."""
    forms = {
        "2088000000009002(罗某)": ("2088000000009002", "罗某", ""),
        "2088000000009002（罗某）": ("2088000000009002", "罗某", ""),
        "2088000000009002()": ("2088000000009002", "", ""),
        "(北岭银行)6200000000000000017": ("6200000000000000017", "", "北岭银行"),
        "罗某(北岭银行)(6200000000000000017)": ("6200000000000000017", "罗某", "北岭银行"),
        "rim***@qq.com": ("RIM***@QQ.COM", "", ""),
        "虚构商贸（测试）有限公司": ("", "虚构商贸（测试）有限公司", ""),
        "虚构7号便利店(南门)": ("", "虚构7号便利店(南门)", ""),
    }
    for printed, expected in forms.items():
        party = alipay(printed).counterparty
        assert (party.account, party.name, party.bank) == expected


def test_alipay_names_of_companies_hold_brackets_of_their_own() -> None:
    """2088…(某（北京）科技有限公司): the number is still the account, the inner brackets belong to the name."""
    company = alipay("2088000000009003(某（北京）科技有限公司)").counterparty
    assert (company.account, company.name) == ("2088000000009003", "某（北京）科技有限公司")
    at_bank = alipay("某(北京)公司(某银行(城北支行))(6200000000000000033)").counterparty
    assert (at_bank.name, at_bank.bank) == ("某(北京)公司", "某银行(城北支行)")
    assert at_bank.account == "6200000000000000033"
    assert alipay("某（北京）公司").counterparty.name == "某（北京）公司"


def test_alipay_users_name_holds_brackets_of_its_own() -> None:
    """A company was asked about; its rows are its own."""
    row = "1,S1,2021-03-17 15:00:00,,,,转账,2088000000001001(某（北京）公司),*三,转账,2.00,支出,交易成功,,,,x"
    (booking,) = bookings(read("a.csv", f"{ALIPAY}\n{row}\n", "gb18030"))
    assert (booking.account, booking.holder) == ("2088000000001001", "某（北京）公司")


def test_alipay_blank_direction_is_neither_in_nor_out() -> None:
    """收/支 may be blank; the row is read and moves nothing by itself."""
    assert alipay("2088000000009002()", direction="").direction is Direction.NONE


def test_alipay_time_of_payment_else_of_creation() -> None:
    """A blank 付款时间 falls back to 交易创建时间; times with minutes only are known to be so."""
    assert str(alipay("x").time) == "2021-03-17T15:11:27+08:00"
    assert str(alipay("x", paid="").time) == "2021-03-17T15:00:00+08:00"
    assert alipay("x", paid="2021/3/17 15:11").time.precision.value == "minute"


def test_tenpay_counts_fen_and_takes_repeated_names_by_place() -> None:
    """500 is five yuan; 第三方账户名称 stands twice, the second is the counterparty's."""
    answer = tenpay({"对手方ID": "wxid_peer", "对手侧账户名称": "李某乙", "大单号": "9", "用户侧网银联单号": "88"})
    (booking,) = bookings(answer)
    assert (booking.amount, booking.account, booking.references) == (500, "WXID_TEST_1", ("1001", "9", "88"))
    assert (booking.counterparty.account, booking.counterparty.name) == ("WXID_PEER", "李某乙")


def test_tenpay_amount_with_a_decimal_point_is_not_fen() -> None:
    """25.00 in a column of fen is either 25 fen or 25 yuan: it is quarantined, never read a hundredfold."""
    (table,) = tenpay({"交易金额(分)": "25.00"}).tables
    (row,) = table.quarantined
    assert (row.column, "perhaps yuan" in row.reason.render(Language.EN)) == ("交易金额(分)", True)


def test_tenpay_red_packets_that_look_alike_are_distinct() -> None:
    """Same order number, time and amount, other receivers: every row is a booking."""
    rows = bookings(tenpay({"对手方ID": "wxid_a"}, {"对手方ID": "wxid_b"}, {"对手方ID": "wxid_b"}))
    assert [row.counterparty.account for row in rows] == ["WXID_A", "WXID_B", "WXID_B"]


def test_tenpay_payment_out_of_a_card_does_not_break_the_chain() -> None:
    """The balance beside a card's payment is the wallet's own, often 0, and proves nothing about that row."""
    rows = (
        {"借贷类型": "入", "交易金额(分)": "1000", "账户余额(分)": "1000"},
        {"账户余额(分)": "0", "用户银行卡号": "6200000000000000017", "交易时间": "2021-03-03 20:00:00"},
        {"账户余额(分)": "500", "交易时间": "2021-03-03 20:00:01"},
    )
    (part,) = tenpay(*rows).tables[0].parts
    assert part.balance.state is BalanceState.PROVEN
    assert part.balance.order == (0, 1, 2)


def test_tenpay_cells_beyond_the_header_are_joined_and_said() -> None:
    """A tab inside the remark makes more cells than names; they belong to the last column."""
    answer = tenpay({"备注2": "说明\t续"})
    assert bookings(answer)[0].summary == "说明 续"
    assert any("joined" in warning.render(Language.EN) for warning in answer.warnings)


def test_tenpay_owner_of_an_empty_answer_stands_in_the_path() -> None:
    """Header only: nothing happened in this account, and which one it is only the folder says."""
    (part,) = tenpay().tables[0].parts
    assert (part.account, part.bookings) == ("WXID_TEST_1", ())


def test_tenpay_no_such_account_is_an_answer() -> None:
    """The single line 账号…不存在 is a note, not a header and not a refusal."""
    answer = read("TenpayTrades.txt", "账号wxid_nobody不存在\n")
    assert answer.format == "tenpay_trades"
    assert (answer.tables[0].rows.note, answer.tables[0].header_row) == (1, None)


def test_tenpay_of_26_columns_is_known_by_name() -> None:
    """用户侧银行名称 added, the fund and 间联 columns missing."""
    header = TENPAY.replace("用户银行卡号,", "用户银行卡号,用户侧银行名称,").replace(
        "基金公司信息,间联/非间联交易,", ""
    )
    assert len(header.split(",")) == 26
    assert bookings(tenpay({}, header=header))[0].amount == 500


def oklink(*rows: tuple[str, str, str, str], name: str = "oklink.csv") -> ReadFile:
    """Return an export with rows of payer, payee, amount and contract."""
    lines = [OKLINK]
    for payer, payee, amount, contract in rows:
        lines.append(f"0xaa,1,2021/03/05 10:11:12,2021/03/05 02:11:12,{payer},,{payee},,{amount},USDT,{contract},")
    return read(name, "\n".join(lines) + "\n")


def test_oklink_subject_is_the_one_party_of_every_row() -> None:
    """Whoever stands in each row was asked about; the other side is the counterparty, case kept."""
    first, second = bookings(oklink((MINE, OTHER, "1.5", USDT), (THIRD, MINE, "0.000001", USDT)))
    assert (first.account, first.direction, first.amount) == (MINE, Direction.OUT, 1_500_000)
    assert (second.direction, second.amount, second.counterparty.account) == (Direction.IN, 1, THIRD)
    assert (first.currency, first.kind) == ("USDT", BookingKind.TOKEN_TRANSFER)
    assert str(first.time) == "2021-03-05T10:11:12+08:00"


def test_oklink_subject_of_a_pair_is_the_one_in_the_file_name() -> None:
    """Where two addresses stand in every row, the file's name decides."""
    (booking,) = bookings(oklink((MINE, OTHER, "1", USDT), name=f"OKLink_{OTHER}.csv"))
    assert (booking.account, booking.direction) == (OTHER, Direction.IN)


def test_oklink_false_usdt_is_known_by_its_contract() -> None:
    """A symbol can be anything: beside a foreign contract USDT is another currency."""
    rows = bookings(oklink((MINE, OTHER, "1", USDT), (MINE, THIRD, "1", OTHER)))
    assert [row.currency for row in rows] == ["USDT", OTHER]


def test_wechat_neutral_rows_are_neither_in_nor_out() -> None:
    """The slash is WeChat's word for neither, and no empty cell."""
    header = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
    row = "2021-07-15 16:29:37,零钱提现,招商银行(),/,/,¥100.10,工商银行,提现已到账,2072\t,/\t,服务费¥0.10"
    (booking,) = bookings(read("w.csv", f"微信支付账单明细,,,,,,,,,,\n{header}\n{row}\n"))
    assert (booking.direction, booking.amount, booking.kind) == (
        Direction.NONE,
        10010,
        BookingKind.WALLET_WITHDRAWAL,
    )
