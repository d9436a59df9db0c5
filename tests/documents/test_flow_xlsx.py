"""The flow table as a workbook: text alone, whole numbers of accounts, and every row of evidence."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from suyuan.documents.flow_xlsx import FlowLine, FlowPlace, flow_xlsx

CELLS = (
    "freeze-1", "6200000000000000001", "=1+1", "李某", "fifo", "T1", "2021-03-05T10:11:12+08:00",
    "6200000000000000002", "6200000000000000001", "5000.00", "CNY",
)  # fmt: skip
PLACES = (FlowPlace("甲.xlsx", "Sheet1", 12), FlowPlace("乙.csv", "", 7), FlowPlace("丙.xls", "明细", 3))
FROZEN = [("freeze-1", "东山银行", "6200000000000000001", 1230005, "CNY")]


def test_every_cell_is_text() -> None:
    """Account numbers stay whole, no cell is a formula, a file of text has no sheet, further rows are named."""
    content = flow_xlsx([FlowLine(CELLS, PLACES), FlowLine(CELLS, ())], "A1", FROZEN, ("p", "f"))
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_name("资金流向表").to_python()
    first = ["1", *CELLS, "甲.xlsx", "Sheet1", "12", "乙.csv", "（无工作表）", "7", "丙.xls 明细 第 3 行"]
    assert rows[3] == first
    assert rows[4][:13] == ["2", *CELLS, "由追踪或登记算出，无原始行"]
    assert "校验值 p" in str(rows[1][0]) and "校验值 f" in str(rows[1][0])
    assert book.get_sheet_by_name("冻结账户").to_python()[1] == [*FROZEN[0][:3], "12,300.05", "CNY"]
    with ZipFile(BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]


def test_the_same_lines_are_the_same_bytes() -> None:
    """No clock and no name of this machine is in it."""
    made = [flow_xlsx([FlowLine(CELLS, PLACES)], "A1", FROZEN, ("p", "f")) for _ in range(2)]
    assert made[0] == made[1]
