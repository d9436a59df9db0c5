"""Answers to police and supervision: whole sample files against hand figures; the traps."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import BalanceState, ReadFile, read_file, read_opened
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Direction
from suyuan.model.request import Answer
from suyuan.model.text import Language

SAMPLES = Path(__file__).parents[1] / "cases" / "statements" / "police_answers"
CARD, NUMBER, OTHER = "6200000000000000017", "31600000000000001", "6200000000000000025"


def sample(name: str) -> ReadFile:
    """Read a sample file."""
    return read_file(SAMPLES / name)


def bookings(read: ReadFile) -> list[Booking]:
    """Return all bookings of a file in the order of its parts."""
    return [booking for table in read.tables for part in table.parts for booking in part.bookings]


def total(read: ReadFile, direction: Direction) -> tuple[int, int]:
    """Return how many bookings of a direction there are and their sum, of all statuses."""
    amounts = [booking.amount for booking in bookings(read) if booking.direction is direction]
    return len(amounts), sum(amounts)


@pytest.mark.parametrize(
    ("name", "layout", "rows", "money_in", "money_out", "state"),
    [
        ("甲银行_交易明细信息.csv", "police_funds_34", (9, 6, 1, 1), (2, 110000), (4, 90000), "proven"),
        ("检察_交易流水.xlsx", "police_supervision", (7, 4, 1, 0), (1, 5025), (3, 106025), "proven"),
        ("某行_自制表.xlsx", "bank_return_coded", (4, 2, 0, 0), (1, 5025), (1, 10000), "proven"),
        ("电诈_银行.xlsx", "fraud_platform_bank", (4, 3, 0, 0), (2, 2000), (1, 10000), "proven"),
        ("u1@wx.tenpay.com.xlsx", "fraud_platform_payment", (5, 4, 0, 0), (1, 1050), (3, 12500), "absent"),
        (
            "0001_账户明细d2_20210701000000_part1.csv",
            "alipay_evidence_ledger",
            (5, 4, 0, 0),
            (1, 3000),
            (3, 11700),
            "absent",
        ),
        (
            "0001_转账明细d2_20210701000000.csv",
            "alipay_evidence_transfers",
            (3, 2, 0, 0),
            (1, 3000),
            (1, 10000),
            "absent",
        ),
        (
            "0001_交易记录d2_20210701000000.csv",
            "alipay_evidence_orders",
            (4, 3, 0, 0),
            (0, 0),
            (3, 11700),
            "absent",
        ),
        (
            "0001_余额明细d2_20210701000000.csv",
            "alipay_evidence_balance",
            (5, 4, 0, 0),
            (2, 53000),
            (2, 10500),
            "proven",
        ),
        (
            "0001_提现记录d2_20210701000000.csv",
            "alipay_evidence_withdrawals",
            (3, 2, 0, 0),
            (0, 0),
            (2, 100400),
            "absent",
        ),
        ("TenpayTrades26.txt", "tenpay_trades", (4, 3, 0, 0), (0, 0), (3, 50200), "proven"),
        ("TenpayTrades2018.txt", "tenpay_trades_2018", (4, 2, 0, 0), (1, 100), (1, 10000), "proven"),
        ("农商行_旧.xlsx", "rural_bank", (6, 2, 3, 0), (1, 5025), (1, 10000), "proven"),
        ("农商行_新.csv", "rural_bank", (3, 2, 0, 0), (1, 5025), (1, 10000), "proven"),
        ("泰隆.xlsx", "tailong_bank", (5, 3, 0, 0), (2, 5725), (1, 10000), "proven"),
        ("民泰.xlsx", "mintai_bank", (6, 2, 0, 0), (1, 5025), (1, 10000), "proven"),
        ("招商_反馈.csv", "cmb_return", (3, 2, 0, 0), (1, 5025), (1, 10000), "proven"),
    ],
)
def test_statements_read_as_counted_by_hand(
    name: str,
    layout: str,
    rows: tuple[int, int, int, int],
    money_in: tuple[int, int],
    money_out: tuple[int, int],
    state: str,
) -> None:
    """Rows (all, read, notes, quarantined), credits and debits in fen, and the balances' verdict."""
    read = sample(name)
    assert read.format == layout
    counted = [
        sum(getattr(table.rows, kind) for table in read.tables)
        for kind in ("total", "read", "note", "quarantined")
    ]
    assert tuple(counted) == rows
    assert (total(read, Direction.IN), total(read, Direction.OUT)) == (money_in, money_out)
    assert read.tables[0].parts[0].balance.state.value == state


@pytest.mark.parametrize(
    ("name", "layout", "kind", "total_rows", "read_rows"),
    [
        ("甲银行_账户信息.csv", "police_accounts", "account_list", 3, 2),
        ("甲银行_子账户信息.csv", "police_sub_accounts", "account_list", 2, 1),
        ("甲银行_人员信息.csv", "police_persons", "person_list", 2, 1),
        ("甲银行_人员联系方式.csv", "police_persons", "person_list", 3, 2),
        ("甲银行_人员住址.csv", "police_persons", "person_list", 2, 1),
        ("甲银行_强制措施.csv", "police_measures", "measure_list", 2, 1),
        ("甲银行_任务信息.csv", "police_tasks", "task_list", 4, 3),
        ("0001_登陆日志d2_20210701000000.csv", "alipay_evidence_logins", "login_list", 2, 1),
        ("0001_注册信息d2_20210701000000.csv", "alipay_evidence_registration", "account_list", 2, 1),
        ("TenpayRegInfo.txt", "tenpay_registration", "account_list", 6, 2),
        ("regInfobasicInfo.txt", "wechat_registration", "account_list", 5, 1),
        ("WX登录轨迹.txt", "wechat_logins", "login_list", 4, 2),
    ],
)
def test_lists_that_book_nothing_are_read(
    name: str, layout: str, kind: str, total_rows: int, read_rows: int
) -> None:
    """None is refused, no row is lost, none is a booking, and none is quarantined."""
    read = sample(name)
    assert (read.format, read.kind.value, bookings(read)) == (layout, kind, [])
    assert [(table.rows.total, table.rows.read, table.rows.quarantined) for table in read.tables] == [
        (total_rows, read_rows, 0)
    ]


def test_a_list_of_accounts_joins_card_account_holder_bank_and_balance() -> None:
    """账户信息 says which card is which account, whose, where, and what stood there when."""
    account, other = sample("甲银行_账户信息.csv").accounts
    assert (account.numbers, account.holder, account.bank) == ((CARD, NUMBER), "张某甲", "甲银行")
    assert (account.balance, str(account.time)) == (71200, "2021-03-06T10:00:00+08:00")
    assert other.numbers == (OTHER, "31600000000000002")
    (sub,) = sample("甲银行_子账户信息.csv").accounts
    assert (sub.parent, sub.balance) == (NUMBER, None)


def test_a_task_sheet_gives_its_periods_with_their_results() -> None:
    """A task with a period covers it only if it succeeded; a task without one covers nothing."""
    whole, refused = sample("甲银行_任务信息.csv").requests
    assert (whole.document, whole.account, whole.answer, whole.institution) == (
        "RW001",
        CARD,
        Answer.WHOLE,
        "甲银行",
    )
    assert (str(whole.start), str(whole.end)) == ("2021-01-01 00:00:00+08:00", "2021-06-30 23:59:59+08:00")
    assert (refused.document, refused.answer.covers) == ("RW002", False)


def test_bound_cards_are_no_aliases() -> None:
    """Cards bound to a wallet stand beside its numbers, from one cell or from rows that carry on."""
    (alipay,) = sample("0001_注册信息d2_20210701000000.csv").accounts
    assert alipay.numbers[0] == "2088000000000017"
    assert alipay.bound == (CARD, "6200000000000000033")
    active, cancelled = sample("TenpayRegInfo.txt").accounts
    assert (active.bound, active.holder) == ((CARD, "6200000000000000033"), "张某甲")
    assert cancelled.numbers == ("WX_Z@WX.TENPAY.COM",)


# --- codes that mean opposite things -------------------------------------------------------------------------

PLATFORM = "查询账号,对方账号姓名,对方账号卡号,金额,余额,借贷标志,交易类型,交易结果,交易时间(时间),交易流水号"


def platform(*rows: str, header: str = PLATFORM) -> ReadFile:
    """Read a sheet of the anti-fraud platform: rows of amount, balance, code and status."""
    lines = [header]
    for number, row in enumerate(rows):
        amount, balance, code, status = row.split(",")
        lines.append(
            f"{CARD},李某乙,{OTHER},{amount},{balance},{code},转账,{status},2021030510111{number},X{number}"
        )
    return read_opened(open_bytes("a.csv", "\n".join(lines).encode()))


def directions(read: ReadFile) -> list[str]:
    """Return the directions read, in order."""
    return [booking.direction.value for booking in bookings(read)]


def test_one_digit_means_what_the_balances_of_its_own_file_say() -> None:
    """The same digits in two files mean opposite things, and each file's balances say which; marked inferred."""
    zero_is_out = platform("10,90,0,00", "5,95,1,00", "1,94,0,00")
    zero_is_in = platform("10,90,0,00", "5,85,1,00", "1,86,0,00")
    assert directions(zero_is_out) == ["out", "in", "out"]
    assert directions(zero_is_in) == ["in", "out", "in"]
    assert all(booking.direction_inferred for booking in bookings(zero_is_in))


def test_digits_without_balances_are_quarantined_with_the_digit() -> None:
    """A bare digit that nothing explains is never taken at its face value."""
    read = platform("10,,0,00", "5,,1,00")
    (table,) = read.tables
    assert (table.rows.read, table.rows.quarantined) == (0, 2)
    reasons = [row.reason.render(Language.ZH) for row in table.quarantined]
    assert "“0”" in reasons[0]
    assert "“1”" in reasons[1]


def test_digits_that_contradict_themselves_are_settled_row_by_row_or_not_at_all() -> None:
    """If one digit stands beside credits and debits alike, it means nothing; the balances settle what they can."""
    read = platform("10,90,0,00", "5,95,0,00", "5,90,0,00")
    assert directions(read) == ["in", "out"]
    assert read.tables[0].rows.quarantined == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("借贷标志（借方：1，贷方：2）", ["out", "in"]),
        ("借贷标志（借方：2，贷方：1）", ["in", "out"]),
        ("借贷标志(1:借,2:贷)", ["out", "in"]),
        ("借贷标志（1-贷，2-借）", ["in", "out"]),
    ],
)
def test_a_header_that_states_its_codes_decides(name: str, expected: list[str]) -> None:
    """What the header says of its digits holds, without any balance."""
    lines = [f"账号,户名,交易日期（YYYYMMDD）,{name.replace(',', '，')},金额（元）,对方账号,摘要"]
    lines += [f"{CARD},张某甲,20210305,{code},5.00,{OTHER},转账" for code in "12"]
    read = read_opened(open_bytes("a.csv", "\n".join(lines).encode("gb18030")))
    assert read.format == "bank_return_coded"
    assert directions(read) == expected
    assert not any(booking.direction_inferred for booking in bookings(read))


@pytest.mark.parametrize(
    ("word", "status"),
    [("00", "effective"), ("01", "failed"), ("1", "effective"), ("0", "failed"), ("成功", "effective")],
)
def test_success_codes_of_messages_and_exports(word: str, status: str) -> None:
    """01 is a failure and 1 a success: the message's codes have two digits, the export's one."""
    (booking,) = bookings(platform(f"10,,贷,{word}"))
    assert booking.status.value == status


def test_the_supervision_sheet_names_its_counterparty_by_card_before_account() -> None:
    """Counterparty account and card are two columns; a failed row stays, not effective; cash by its mark."""
    first, second, third, failed = bookings(sample("检察_交易流水.xlsx"))
    assert (first.counterparty.account, first.counterparty.name) == (OTHER, "李某乙")
    assert second.counterparty.account == "31600000000000009"
    assert (third.kind, third.balance) == (BookingKind.CASH_WITHDRAWAL, 0)
    assert failed.status is BookingStatus.FAILED


def test_the_payment_sheet_chooses_its_subject_row_by_row() -> None:
    """By the word of 出入账标识, else by the account in the file's name; labels in cells are taken off."""
    paid, received, withdrawn, bought = bookings(sample("u1@wx.tenpay.com.xlsx"))
    assert {booking.account for booking in (paid, received, withdrawn, bought)} == {"U1@WX.TENPAY.COM"}
    assert paid.counterparty.account == "U2@WX.TENPAY.COM"
    assert (received.amount, received.counterparty.account) == (1050, "U3@WX.TENPAY.COM")
    assert (withdrawn.counterparty.account, withdrawn.counterparty.bank) == (CARD, "甲银行")
    assert withdrawn.kind is BookingKind.WALLET_WITHDRAWAL
    assert (bought.kind, bought.merchant) == (BookingKind.CONSUMPTION, "某便利店")


def test_group_red_packets_are_distinct() -> None:
    """Two rows alike but for the receiver are two bookings, each with its receiver."""
    packets = [booking for booking in bookings(sample("TenpayTrades26.txt")) if booking.reference == "1001"]
    assert [booking.counterparty.account for booking in packets] == ["WX_B", "WX_C"]


def test_alipay_balances_name_two_numbers_in_one_cell_and_a_minus_that_repeats_the_column() -> None:
    """交易订单号/外部流水号 holds both; 支出 prints -100.00 or 5.00, both out."""
    top_up, paid, _, withdrawn = bookings(sample("0001_余额明细d2_20210701000000.csv"))
    assert top_up.reference == "2021030522001000000000000001"
    assert top_up.references == ("2021030522001000000000000001", "E0001")
    assert (paid.direction, paid.amount) == (Direction.OUT, 10000)
    assert (withdrawn.direction, withdrawn.amount) == (Direction.OUT, 500)


def test_a_bank_in_the_payees_place_is_read_with_its_card() -> None:
    """收款机构信息 甲银行(6200…) is the payee where no wallet is."""
    header = (
        "交易号,付款方支付宝账号,收款方支付宝账号,收款机构信息,到账时间,转账金额（元）,转账产品名称,对应的协查数据"
    )
    row = f"T0000001,2088000000000017,,甲银行({CARD}),2021-03-05 10:13:12,5.00,转账到银行卡,2088000000000017"
    (booking,) = bookings(read_opened(open_bytes("a.csv", f"{header}\n{row}".encode("gb18030"))))
    assert (booking.account, booking.direction) == ("2088000000000017", Direction.OUT)
    assert (booking.counterparty.account, booking.counterparty.bank) == (CARD, "甲银行")


def test_look_alike_sheets_are_kept_as_notes() -> None:
    """A sheet that says 反洗钱-电子账户交易明细 is no statement: three notes beside the two bookings."""
    read = sample("农商行_旧.xlsx")
    assert [table.rows.note for table in read.tables] == [0, 3]
    assert read.tables[0].parts[0].balance.state is BalanceState.PROVEN


# --- what banks hang on a number ------------------------------------------------------------------------------

FUNDS = "交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,交易流水号"


def funds(*rows: str) -> ReadFile:
    """Read rows of the 资金查控 layout: the own account, the balance and the counterparty."""
    lines = [FUNDS]
    for number, row in enumerate(rows):
        own, balance, other = row.split(",")
        lines.append(f",{own},2021-03-05 10:00:0{number},5.00,{balance},进,{other},,李某乙,AA{number}")
    return read_opened(open_bytes("a.csv", "\n".join(lines).encode("gb18030")))


@pytest.mark.parametrize("suffix", ["_CNY", "-CNY", "_cny"])
def test_a_currency_behind_a_number_is_no_part_of_it_and_both_forms_are_kept(suffix: str) -> None:
    """31600…_CNY is 31600…, also as a counterparty; the printed form stays beside it."""
    read = funds(f"{NUMBER}{suffix},5.00,{OTHER}{suffix}", f"{NUMBER},10.00,{OTHER}")
    (part,) = read.tables[0].parts
    assert part.numbers == (NUMBER, f"{NUMBER}_CNY")
    assert [booking.counterparty.account for booking in part.bookings] == [OTHER, OTHER]
    assert part.bookings[0].counterparty.account_raw == f"{OTHER}{suffix}"


@pytest.mark.parametrize(
    ("hung", "account", "whole"),
    [
        ("_156", NUMBER, f"{NUMBER}_CNY"),
        ("_156_1", f"{NUMBER}_1", f"{NUMBER}_1_CNY"),
        ("_1_156", f"{NUMBER}_1", f"{NUMBER}_1_CNY"),
        ("_00001/CNY", f"{NUMBER}_00001", f"{NUMBER}_00001_CNY"),
        ("_人民币", NUMBER, f"{NUMBER}_CNY"),
        ("_1", f"{NUMBER}_1", ""),
    ],
)
def test_currency_and_sub_account_behind_a_number(hung: str, account: str, whole: str) -> None:
    """主账户_子账户/币种 in the orders and spellings that banks use: the purse, and the whole form beside it."""
    (part,) = funds(f"{NUMBER}{hung},5.00,{OTHER}").tables[0].parts
    assert part.account == account
    assert part.numbers == tuple(sorted({account, whole} - {""}))


def test_sub_accounts_have_balances_of_their_own() -> None:
    """31600…-1 and 31600…_2 are two purses, and a hyphen never glues its digit to the number."""
    read = funds(f"{NUMBER}-1,5.00,", f"{NUMBER}_2,105.00,", f"{NUMBER}-1,10.00,")
    assert [part.account for part in read.tables[0].parts] == [f"{NUMBER}_1", f"{NUMBER}_2"]
    assert read.tables[0].parts[0].balance.state is BalanceState.PROVEN


def test_lists_beside_a_statement_are_read_with_it(tmp_path: Path) -> None:
    """One workbook with 账户信息 and 交易明细信息: the statement, and the accounts of the list beside it."""
    lists = [
        ["交易卡号", "交易账号", "账户开户名称", "账户余额", "账户状态", "账号开户时间"],
        [CARD, NUMBER, "张某甲", "5.00", "正常", "20180101"],
    ]
    rows = [
        FUNDS.split(","),
        [CARD, NUMBER, "2021-03-05 10:00:00", "5.00", "5.00", "进", OTHER, "", "李某乙", "A1"],
    ]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for title, sheet_rows in (("账户信息", lists), ("交易明细信息", rows)):
            sheet = book.add_worksheet(title)
            for at, cells in enumerate(sheet_rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(at, column, cell)
    read = read_file(tmp_path / "a.xlsx")
    assert (read.format, len(bookings(read))) == ("police_funds_34", 1)
    assert [account.numbers for account in read.accounts] == [(CARD, NUMBER)]
    assert [(table.rows.total, table.rows.read) for table in read.tables] == [(2, 1), (2, 1)]


def test_no_such_account_names_the_account_that_has_none() -> None:
    """账号…不存在 is a table with no rows of that account."""
    read = read_opened(open_bytes("TenpayTrades.txt", "账号wxid_nobody不存在\n".encode()))
    assert [(part.account, part.bookings) for part in read.tables[0].parts] == [("WXID_NOBODY", ())]


def test_an_available_balance_above_the_book_is_warned_of() -> None:
    """Only the book balance is used; 可用余额 may be less (frozen), not more, but for what a card may lend."""
    rows = ("50.00,40.00,正常", "50.00,60.00,正常", "-70.00,930.00,信用卡")
    text = "交易卡号,账户开户名称,账户余额,可用余额,账户状态,最后交易时间\n" + "".join(
        f"620000000000000{at},张某甲,{row},20210305101112\n" for at, row in enumerate(rows)
    )
    read = read_opened(open_bytes("accounts.csv", text.encode()))
    assert [account.balance for account in read.accounts] == [5000, 5000, -7000]
    assert [each.render(Language.ZH) for each in read.warnings if "可用余额" in each.render(Language.ZH)] == [
        "1 行的可用余额大于账面余额（第 3 行）；只采用账面余额，请与反馈机构核对"
    ]


@pytest.mark.parametrize(
    ("layout", "lines"),
    [
        ("police_persons", "姓名,身份证号,手机号,家庭住址,工作单位\n张某甲,110,138,某地,某厂\n"),
        (
            "police_measures",
            "冻结账号,冻结文号,冻结起始日期,冻结到期日,冻结金额,执行机关\n6200000000000000018,X1,2021-03-01,2021-09-01,1.00,某局\n",
        ),
        (
            "police_accounts",
            "查询卡号,查询账号,账户名称,开户行,开户日期,账户状态,余额,反馈时间\n"
            "6200000000000000018,316,张某甲,甲银行,2019-01-01,正常,1.00,2021-03-01\n",
        ),
        (
            "police_accounts",
            "户名,证件号码,卡号,账号,开户银行,开户日期,账户状态,账户余额\n"
            "张某甲,110,6200000000000000018,316,甲银行,2019-01-01,正常,1.00\n",
        ),
    ],
)
def test_lists_under_other_names_of_columns(layout: str, lines: str) -> None:
    """Persons, measures and accounts as other platforms name their columns: one row read, no booking."""
    read = read_opened(open_bytes("a.csv", lines.encode()))
    assert (read.format, read.tables[0].rows.read, bookings(read)) == (layout, 1, [])
    if layout == "police_accounts":
        assert (read.accounts[0].numbers, read.accounts[0].holder) == (("6200000000000000018", "316"), "张某甲")
