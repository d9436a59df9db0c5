"""Explorers' lists of token transfers as they vary, a CCB text, ABC numbers without their prefix: by hand."""

from __future__ import annotations

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_opened
from suyuan.model.text import Language

A, B, C = (f"0x{sign * 40}" for sign in "abc")
USDT, FAKE = "0xdac17f958d2ee523a2206206994597c13d831ec7", f"0x{'d' * 40}"
ETHERSCAN = (
    '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","USDValueDayOfTx",'
    '"ContractAddress","TokenName","TokenSymbol"\n'
)


def read(text: str, name: str = "a.csv") -> ReadFile:
    """Read a text file."""
    return read_opened(open_bytes(name, text.encode()), name)


def etherscan(*rows: tuple[str, str, str, str]) -> ReadFile:
    """Read a list of transfers: from, to, value, contract."""
    lines = [
        f'"0x{at:064x}","1","161","2021-03-05 10:11:1{at}","{one}","{two}","{value}","$1","{token}","T","USDT"\n'
        for at, (one, two, value, token) in enumerate(rows)
    ]
    return read(ETHERSCAN + "".join(lines))


def test_etherscan_tells_in_from_out_by_the_address_of_every_row() -> None:
    """A pays 1,000.5 and gets 2; times are UTC; the symbol of a false contract is not believed."""
    file = etherscan((A, B, "1,000.5", USDT), (C, A, "2", USDT), (A, C, "7", FAKE))
    assert file.format == "etherscan_token_transfers"
    parts = {part.currency: part for part in file.tables[0].parts}
    rows = [(each.direction.value, each.amount, each.counterparty.account) for each in parts["USDT"].bookings]
    assert rows == [("out", 1_000_500_000, B), ("in", 2_000_000, C)]
    assert {part.account for part in file.tables[0].parts} == {A}
    assert str(parts["USDT"].bookings[0].time) == "2021-03-05T10:11:10+00:00"
    assert set(parts) == {"USDT", FAKE}


def test_a_list_of_nobody_is_what_each_payer_paid() -> None:
    """Where no one address stands in every row, each row is a debit of its payer."""
    file = etherscan((A, B, "1", USDT), (C, FAKE, "2", USDT))
    rows = [(part.account, each.direction.value) for part in file.tables[0].parts for each in part.bookings]
    assert rows == [(A, "out"), (C, "out")]


def test_oklink_with_times_in_utc_alone() -> None:
    """The same list without the local time: ten o'clock is Greenwich's."""
    file = read(
        "哈希,区块高度,时间(UTC),发送方,接收方,数量,代币符号,代币地址\n"
        f"0x1,1,2021-03-05 10:11:12,{A},{B},10.5,USDT,{USDT}\n0x2,1,2021-03-06 10:11:12,{C},{A},1.25,USDT,{USDT}\n"
    )
    (part,) = file.tables[0].parts
    assert (file.format, part.account) == ("oklink_token_transfers", A)
    assert [(each.direction.value, each.amount) for each in part.bookings] == [
        ("out", 10_500_000),
        ("in", 1_250_000),
    ]
    assert str(part.bookings[0].time) == "2021-03-05T10:11:12+00:00"


def test_ccb_text_with_signed_amounts() -> None:
    """Three lines above, header on the fourth; number and name of the other side in one cell."""
    file = read(
        "中国建设银行个人活期账户全部交易明细\n"
        "卡号/账号:6200000000000000018,客户名称:张某甲,起始日期:20210301\n"
        "币别:人民币元,钞汇:钞,结束日期:20210331\n"
        "序号,摘要,币别,钞汇,交易日期,交易金额,账户余额,交易地点/附言,对方账号与户名\n"
        '1,工资,人民币元,钞,20210301,"1,000.00","1,000.00",某地,31600000000000001/某公司\n'
        "2,消费,人民币元,钞,20210313,-20.00,980.00,某店,/\n",
        "a.txt",
    )
    (part,) = file.tables[0].parts
    assert (file.format, part.account, part.holder) == ("ccb_debit_signed", "6200000000000000018", "张某甲")
    assert part.balance.state.value == "proven"
    other = part.bookings[0].counterparty
    assert (other.account, other.name, part.bookings[1].counterparty.account) == (
        "31600000000000001",
        "某公司",
        "",
    )


def test_an_account_of_abc_without_its_prefix_has_both_forms() -> None:
    """000… is kept as printed, with 41000… beside it, and a warning says so."""
    file = read(
        "账号,户名,交易日期（YYYYMMDD）,交易时间（HHMMSS）,借贷标志（借方：1，贷方：2）,金额（元）,余额（元）,对方账号,对方户名,摘要\n"
        "000123456789012,张某甲,20210305,93015,2,10.00,10.00,,某,转入\n"
        "000123456789012,张某甲,20210305,93016,1,4.00,6.00,,某,转出\n"
    )
    (part,) = file.tables[0].parts
    assert part.numbers == ("000123456789012", "41000123456789012")
    assert any("41000123456789012" in each.render(Language.EN) for each in file.warnings)
