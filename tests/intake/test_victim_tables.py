"""Victims' payments in tables of other units: other names and orders of columns, several payments in a row."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import FileKind, ReadFile, read_file, read_opened
from suyuan.model.text import Language

CARD, OTHER, THIRD = "6200000000000000025", "6200000000000000041", "6200000000000000017"
NUMBERED = f"""某市被害人资金流水表
序号,受害人姓名,身份证号,第一笔转账时间,第一笔转账金额（万元）,第一笔收款账号,转账时间2,转账金额2（元）,收款账号2,受害人银行卡号
1,李某甲,X,2021-03-05 10:00:01,3.2,{CARD},2021年3月6日15时许,5000余元,尾号0033,{THIRD}
,,,2021/3/7,1,{OTHER},,,,{THIRD}
2,王某乙,X,昨天,1,{OTHER},,,,{THIRD}
,,,2021/3/8,2,{OTHER},,,,{THIRD}
合计,,,,5.2,,,,,
"""


def read(text: str, encoding: str = "utf-8") -> ReadFile:
    """Read a table of these lines."""
    return read_opened(open_bytes("table.csv", text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_numbered_columns_are_payments_of_one_row(encoding: str) -> None:
    """A row's payments are told apart by their numbers; the unit in a header counts for its own column alone."""
    answer = read(NUMBERED, encoding)
    assert (answer.kind, answer.format) == (FileKind.VICTIM_REPORT, "victim_report_table")
    said = [
        (each.victim, str(each.time), each.payer, each.payee, each.amount, each.source.row, each.number)
        for each in answer.payments
    ]
    assert said == [
        ("李某甲", "2021-03-05T10:00:01+08:00", THIRD, CARD, 32_000_00, 3, 1),
        ("李某甲", "2021-03-06T15:00:00+08:00", THIRD, "*0033", 5_000_00, 3, 2),
        ("李某甲", "2021-03-07", THIRD, OTHER, 10_000_00, 4, 1),
        ("王某乙", "2021-03-08", THIRD, OTHER, 20_000_00, 6, 1),
    ]
    about = answer.payments[1]
    assert (about.about, about.span, about.least, about.greatest) == (True, 3600, 5_000_00, 5_999_99)


def test_every_row_of_a_table_is_accounted_for() -> None:
    """A row that cannot be read is quarantined; blank victims are those above, also of a row in quarantine."""
    answer = read(NUMBERED)
    rows = answer.tables[0].rows
    assert (rows.total, rows.preamble, rows.header, rows.read, rows.quarantined, rows.footer) == (7, 1, 1, 3, 1, 1)
    (row,) = answer.tables[0].quarantined
    assert (row.source.row, row.column) == (5, "第一笔转账时间")
    assert "rows 4, 6" in " ".join(each.render(Language.EN) for each in answer.warnings)


@pytest.mark.parametrize(
    "header",
    [
        "案件编号,事主,汇款时间,汇款金额,嫌疑人账户",
        "嫌疑人账户,汇款金额,事主,汇款时间,案件编号",
        "案件编号,报案人姓名,交易时间,被骗金额（元）,对方账号",
    ],
)
def test_other_names_and_orders(header: str) -> None:
    """Columns are known by their names, wherever they stand."""
    cells = {"时间": "2021-03-05 10:00", "金额": "100.00", "账": CARD, "编号": "A1"}
    row = [next((text for word, text in cells.items() if word in name), "张某甲") for name in header.split(",")]
    (payment,) = read(f"{header}\n{','.join(row)}\n").payments
    assert (payment.report, payment.victim, payment.payee, payment.amount) == ("A1", "张某甲", CARD, 100_00)


def test_a_number_that_a_sheet_damaged_is_quarantined(tmp_path: Path) -> None:
    """In a workbook an account stored as a number has lost digits: the row is held back, the others are read."""
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("被害人")
        sheet.write_row(0, 0, ["被害人", "转账时间", "转账金额", "收款账号"])
        sheet.write_row(1, 0, ["张某甲", "2021-03-05 10:00:00", "100", CARD])
        sheet.write_row(2, 0, ["张某甲", "2021-03-05 10:00:00", 100.5])
        sheet.write_number(2, 3, 6200000000000000025)
    answer = read_file(path)
    assert [(each.amount, each.source.row) for each in answer.payments] == [(100_00, 2)]
    assert [each.column for each in answer.tables[0].quarantined] == ["收款账号"]


def test_a_table_without_victims_is_none() -> None:
    """A table of times, amounts and accounts alone is not taken for victims' payments."""
    answer = read(f"时间,金额,收款账号,备用\n2021-03-05,1.00,{CARD},无\n")
    assert (answer.kind, answer.payments) == (FileKind.STATEMENT, ())
