"""The flow table 涉案资金流向表 as a workbook: each transfer with the file, sheet and row that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from suyuan.documents.empty_form import FIXED_DATE
from suyuan.documents.shown import money

TITLE = "涉案资金流向表（拟稿）"
COLUMNS = (
    "序号", "冻结", "冻结账户", "被骗款", "被害人", "追踪规则", "转账编号", "转账时间", "付款账户", "收款账户",
    "其中本笔被骗款", "币种", "材料一", "工作表", "行", "材料二", "工作表", "行", "其他材料",
)  # fmt: skip
WIDTHS = (6, 12, 24, 14, 12, 14, 20, 27, 24, 24, 18, 8, 36, 14, 8, 36, 14, 8, 40)
NOTE = (
    "每行为一笔被骗款依一条追踪规则流向冻结账户的一笔转账；各规则并列，不得跨规则相加。"
    "方案校验值 {plan}；资金流向表校验值 {flow}。版式为本程序自拟。"
)
TEXT_SHEET = "（无工作表）"


@dataclass(frozen=True)
class FlowPlace:
    """A row of evidence; ``sheet`` is empty for a text file."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class FlowLine:
    """One line of the flow table with the rows of evidence it rests on; ``cells`` are its texts as they were
    sealed: freeze, account, claim, victim, policy, transfer, time, payer, payee, amount, currency.
    """

    cells: tuple[str, ...]
    places: tuple[FlowPlace, ...]


def flow_xlsx(
    lines: Sequence[FlowLine], case: str, frozen: Sequence[tuple[str, str, str, int, str]], checks: tuple[str, str]
) -> bytes:
    """Return the workbook; every cell is text, so that no number loses a digit and nothing is a formula.

    ``frozen`` are (name, institution, account, minor units, currency) of the sums, ``checks`` the check values of
    plan and flow table.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": TITLE, "author": "Suyuan", "created": FIXED_DATE})
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        cell = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet("资金流向表")
        sheet.write_string(0, 0, f"{TITLE}　{case}", workbook.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, NOTE.format(plan=checks[0], flow=checks[1]))
        rows = [COLUMNS, *(_row(number, each) for number, each in enumerate(lines, 1))]
        for at, row in enumerate(rows, 2):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text, bold if at == 2 else cell)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sums = workbook.add_worksheet("冻结账户")
        titles = ("冻结", "银行", "账户", "方案所据金额", "币种")
        shown = ((name, bank, account, money(minor, code), code) for name, bank, account, minor, code in frozen)
        for at, row in enumerate((titles, *shown)):
            for column, text in enumerate(row):
                sums.write_string(at, column, text, cell if at else bold)
        sums.set_column(0, 4, 24)
    return buffer.getvalue()


def _row(number: int, line: FlowLine) -> tuple[str, ...]:
    places = [text for each in line.places[:2] for text in (each.file, each.sheet or TEXT_SHEET, str(each.row))]
    places += [""] * (6 - len(places))
    more = "；".join(f"{each.file} {each.sheet or TEXT_SHEET} 第 {each.row} 行" for each in line.places[2:])
    if not line.places:
        places[0] = "由追踪或登记算出，无原始行"
    return str(number), *line.cells, *places, more
