"""The annex of a letter to another province's police: whom to find and what to ask, as xlsx and csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

from suyuan.documents.empty_form import FIXED_DATE
from suyuan.documents.shown import moment as shown_moment
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Message, Text

TITLE = Text(zh="协助查找付款人名单", en="Payers to be found")
COLUMNS = (
    Text(zh="序号", en="No."),
    Text(zh="付款人户名", en="payer's name"),
    Text(zh="付款账号", en="paying account"),
    Text(zh="付款银行", en="paying bank"),
    Text(zh="付款时间", en="time of payment"),
    Text(zh="金额", en="amount"),
    Text(zh="币种", en="currency"),
    Text(zh="收款账号", en="receiving account"),
    Text(zh="收款户名", en="receiver's name"),
    Text(zh="状态", en="state"),
    Text(zh="请查明", en="to be asked"),
    Text(zh="来源", en="source"),
)
WIDTHS = (6, 14, 24, 28, 20, 14, 8, 24, 14, 10, 60, 40)


@dataclass(frozen=True)
class AnnexLine:
    """One payment whose payer is to be found; ``source`` is the file and row."""

    name: str
    account: str
    bank: str
    time: datetime
    amount: int
    currency: str
    payee: str
    payee_name: str
    state: Text
    ask: Message
    source: str


def annex_csv(lines: Sequence[AnnexLine], language: Language) -> bytes:
    """Return the annex as CSV with a byte order mark, so that spreadsheets read it as UTF-8."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(_rows(lines, language))
    return ("\ufeff" + out.getvalue()).encode()


def annex_xlsx(lines: Sequence[AnnexLine], province: str, language: Language) -> bytes:
    """Return the annex as a workbook; every cell is text, so that no number loses a digit."""
    buffer = BytesIO()
    title = f"{TITLE.render(language)}　{province}"
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": title, "created": FIXED_DATE})
        sheet = workbook.add_worksheet(TITLE.render(language))
        sheet.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
        header = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        cell = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for row, cells in enumerate(_rows(lines, language), 1):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, header if row == 1 else cell)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 0)
    return buffer.getvalue()


def _rows(lines: Sequence[AnnexLine], language: Language) -> list[list[str]]:
    rows = [[each.render(language) for each in COLUMNS]]
    for number, line in enumerate(lines, 1):
        rows.append(
            [
                str(number),
                line.name,
                line.account,
                line.bank,
                str(shown_moment(line.time)),
                text_from_minor(line.amount, line.currency),
                line.currency,
                line.payee,
                line.payee_name,
                line.state.render(language),
                line.ask.render(language),
                line.source,
            ]
        )
    return rows
