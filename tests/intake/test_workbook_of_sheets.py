"""Workbooks whose sheets are in different layouts: each is known by itself, and together they are one file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import Confidence, FileKind, ReadFile, read_opened
from suyuan.ledger.contents import contents_of
from suyuan.ledger.identities import identify
from suyuan.ledger.repeated_orders import each_order_once
from suyuan.model.booking import Direction

SAMPLES = Path(__file__).parents[1] / "cases" / "statements" / "police_answers"
ALIPAY = (
    ("账户明细", "0001_账户明细d2_20210701000000_part1.csv"),
    ("转账明细", "0001_转账明细d2_20210701000000.csv"),
    ("余额明细", "0001_余额明细d2_20210701000000.csv"),
    ("注册信息", "0001_注册信息d2_20210701000000.csv"),
    ("登陆日志", "0001_登陆日志d2_20210701000000.csv"),
)
POLICE = (
    ("人员信息", "甲银行_人员信息.csv"),
    ("账户信息", "甲银行_账户信息.csv"),
    ("子账户信息", "甲银行_子账户信息.csv"),
    ("任务信息", "甲银行_任务信息.csv"),
    ("强制措施", "甲银行_强制措施.csv"),
    ("交易明细信息", "甲银行_交易明细信息.csv"),
)


def rows_of(name: str) -> list[list[str]]:
    """Return the rows of a sample as text."""
    content = (SAMPLES / name).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text)))


def workbook(*sheets: tuple[str, list[list[str]]]) -> ReadFile:
    """Read a workbook with these sheets, every cell text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, rows in sheets:
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    book.close()
    return read_opened(open_bytes("反馈.xlsx", out.getvalue()))


def of_samples(samples: tuple[tuple[str, str], ...]) -> ReadFile:
    """Read a workbook of sample files, one a sheet."""
    return workbook(*((title, rows_of(name)) for title, name in samples))


def test_an_alipay_return_in_one_workbook() -> None:
    """Five tables on five sheets: three statements, an account, logins; nothing is quarantined."""
    read = of_samples(ALIPAY)
    assert (read.format, read.kind, read.confidence) == ("several", FileKind.STATEMENT, Confidence.KNOWN)
    assert read.institution == "支付宝"
    assert [(table.format, table.rows.read, table.rows.quarantined) for table in read.tables] == [
        ("alipay_evidence_ledger", 4, 0),
        ("alipay_evidence_transfers", 2, 0),
        ("alipay_evidence_balance", 4, 0),
        ("alipay_evidence_registration", 1, 0),
        ("alipay_evidence_logins", 1, 0),
    ]
    assert read.accounts[0].bound == ("6200000000000000017", "6200000000000000033")


def test_a_payment_on_several_sheets_is_one_booking() -> None:
    """Orders …002 and …003 stand on two or three sheets of one file: each enters the ledger once."""
    contents = contents_of(of_samples(ALIPAY))
    once = each_order_once([contents], identify([contents]))
    rows = [row for part in once.files[0].parts for row in part.bookings if row.status.moved_money]
    orders = [row.reference.partition("/")[0][-3:] for row in rows if row.direction is not Direction.NONE]
    assert orders.count("002") == 1
    assert orders.count("003") == 1
    assert once.left_out


def test_a_police_answer_with_all_its_sheets_in_one_workbook() -> None:
    """Persons, accounts, sub-accounts, tasks and measures beside the bookings: one statement with its lists."""
    read = of_samples(POLICE)
    assert (read.format, read.kind) == ("police_funds_34", FileKind.STATEMENT)
    assert [table.format for table in read.tables] == [
        "police_persons",
        "police_accounts",
        "police_sub_accounts",
        "police_tasks",
        "police_measures",
        "police_funds_34",
    ]
    assert [table.rows.quarantined for table in read.tables] == [0, 0, 0, 0, 0, 1]
    assert (len(read.accounts), len(read.requests)) == (3, 2)


def test_forms_of_ours_may_stand_in_one_workbook() -> None:
    """A list of requests and one of decisions on two sheets: lines of both."""
    names = "调证文书号,协助单位,查询账号,币种,查询起始时间,查询截止时间,发出时间,反馈时间,反馈结果,备注"
    line = "D1,甲银行,6200000000000000017,CNY,2021-01-01,2021-02-01,2021-03-01,2021-03-02,全部反馈,"
    requests = [names.split(","), line.split(",")]
    roles = [
        ["账号", "角色", "理由", "认定人", "认定时间"],
        ["6200000000000000017", "涉案账户", "r", "张某甲", "2021-03-01"],
    ]
    read = workbook(("调证", requests), ("认定", roles))
    assert (read.format, len(read.requests), len(read.roles)) == ("several", 1, 1)


UNKNOWN = [
    ["发生日", "入", "出", "结存余额", "何人"],
    ["2021-03-01", "100.00", "", "100.00", "张某甲"],
    ["2021-03-02", "", "30.00", "70.00", "李某乙"],
    ["2021-03-03", "", "20.00", "50.00", "李某乙"],
    ["2021-03-04", "5.00", "", "55.00", "李某乙"],
]


def test_a_sheet_that_nobody_described_is_read_beside_known_ones_if_its_balances_prove_it() -> None:
    """An undescribed table beside a list of accounts is inferred; the file is then inferred, and says so."""
    read = workbook(("账户信息", rows_of("甲银行_账户信息.csv")), ("流水", UNKNOWN))
    assert (read.confidence, read.format) == (Confidence.INFERRED, "inferred")
    assert [table.rows.read for table in read.tables] == [2, 4]
    assert read.tables[1].parts[0].balance.state.value == "proven"


def test_a_strange_sheet_beside_a_known_one_is_quarantined_whole() -> None:
    """A table without balances that nobody described is never guessed."""
    strange = [["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]]
    read = workbook(("交易明细信息", rows_of("甲银行_交易明细信息.csv")), ("别的", strange))
    assert [table.rows.quarantined for table in read.tables] == [1, 3]
    assert read.confidence is Confidence.KNOWN


def test_which_card_is_bound_to_which_wallet_is_a_relation_with_its_row() -> None:
    """The registration's row proves both cards; they stay accounts of their own, no aliases of the wallet."""
    read = of_samples(ALIPAY)
    identities = identify([contents_of(read)])
    bound = [(each.wallet, each.card, each.proof.sheet, each.proof.row) for each in identities.bindings]
    wallet = identities.key("2088000000000017")
    assert bound == [
        (wallet, "6200000000000000017", "注册信息", 2),
        (wallet, "6200000000000000033", "注册信息", 2),
    ]
    assert "6200000000000000017" not in identities.numbers(wallet)
