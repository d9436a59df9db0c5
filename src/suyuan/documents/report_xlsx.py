"""The case report's tables as a workbook: complete, with text account numbers, links, and a cover that says how.

Every table of the page is a sheet. The sheet of ways back has one line for each part of each figure, the sheet of
file rows one line for each transfer and row it was read from. Same case, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from suyuan.documents import method_words as method
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.headline import Figure, HeadlineSentence, Listing, Rules, headline, shown
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.report_model import CaseReport
from suyuan.documents.report_words import ALL_AGREE, CLOSE, COLON, LIST_COMMA, OPEN, SEMICOLON
from suyuan.documents.sections import sections
from suyuan.documents.shown import moment, money
from suyuan.documents.tables import Cell, Column, EvidenceRow, Link, Row, Several, Table, Way
from suyuan.documents.xlsx_cells import Formats, XlsxCells, money_format, naive
from suyuan.model.text import Language, Text, say

MOST_SHEET_ROWS = 1_000_000
MOST_LINKS = 60_000
MOST_SHEET_NAME = 31
COVER = Text(zh="封面", en="Cover")
SUMMARY = Text(zh="摘要", en="Summary")
WAYS = Text(zh="溯源明细", en="Ways back")
FILE_ROWS = Text(zh="转账的原始行", en="Rows of transfers")
SHEETS = Text(zh="各表", en="Sheets")
MATERIAL = Text(zh="材料与校验值", en="Material and hashes")


@dataclass(frozen=True)
class _Sheet:
    """A table with the sheet it is written to and the number of its first row in the whole table."""

    name: str
    table: Table
    rows: tuple[Row, ...]
    last: bool


def write_report(report: CaseReport, path: Path, language: Language = Language.ZH) -> None:
    """Write the workbook, whole or not at all; raises Failed where the report contradicts itself."""
    figures = Figures(report)
    anchors = Anchors(report)
    parts = sections(figures, anchors, MoneyPicture(figures, anchors))
    tables = [table for part in parts for table in part.tables]
    tables.append(_file_rows(tables))
    ways, first_step = _ways(tables)
    unfinished = path.with_name(path.name + ".part")
    try:
        _Workbook(figures, unfinished, language, first_step).write([*tables, ways])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _file_rows(tables: list[Table]) -> Table:
    """Return one line for each transfer and each row of a file that it was read from."""
    transfers = next(table for table in tables if table.name == "transfers")
    rows = []
    for row in transfers.rows:
        last = row.cells[-1]
        for cell in last.cells if isinstance(last, Several) else ():
            if isinstance(cell, EvidenceRow):
                number = row.cells[0]
                link = Link(number, row.anchor) if isinstance(number, str) else number
                rows.append(Row((link, Link(cell.file, cell.anchor), cell.sheet, cell.row, cell.sha256)))
    return Table(
        "file_rows",
        FILE_ROWS,
        (
            Column(Text(zh="转账", en="transfer")),
            Column(Text(zh="文件", en="file")),
            Column(Text(zh="工作表", en="sheet")),
            Column(Text(zh="行", en="row"), "count"),
            Column(Text(zh="SHA-256 校验值", en="SHA-256"), "hash"),
        ),
        tuple(rows),
    )


def _ways(tables: list[Table]) -> tuple[Table, dict[tuple[str, int, int], str]]:
    """Return one line for each part of each figure, and where each figure's parts begin."""
    rows: list[Row] = []
    first: dict[tuple[str, int, int], str] = {}
    for table in tables:
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                if not isinstance(cell, Way) or not cell.steps:
                    continue
                first[table.name, number, column] = f"w{len(rows)}"
                figure = Link(row.anchor, row.anchor)
                for step in cell.steps:
                    signed = step.amounts if step.sign > 0 else step.amounts - step.amounts - step.amounts
                    cells = (table.title, figure, step.link, step.note, signed)
                    rows.append(Row(cells, f"w{len(rows)}"))
    made = Table(
        "ways",
        WAYS,
        (
            Column(Text(zh="表", en="table")),
            Column(Text(zh="数字所在行", en="figure's row")),
            Column(Text(zh="组成", en="part")),
            Column(Text(zh="说明", en="note")),
            Column(Text(zh="金额", en="amount"), "spread"),
        ),
        tuple(rows),
        Text(zh="每一行是某项数字的一个组成部分。", en="Each line is one part of a figure."),
    )
    return made, first


class _Workbook:
    """One workbook while it is being written."""

    def __init__(
        self, figures: Figures, path: Path, language: Language, first_step: dict[tuple[str, int, int], str]
    ) -> None:
        self._figures = figures
        self._case = figures.report.case
        self._language = language
        self._first_step = first_step
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties(
            {
                "title": f"{self._case.name} {say(method.KIND, language)}",
                "author": self._case.responsible,
                "company": self._case.organ,
                "comments": f"suyuan {self._case.version}",
                "created": naive(self._case.as_of),
            }
        )
        self._formats = self._make_formats()
        self._where: dict[str, str] = {}
        self._links = 0
        self._cells = XlsxCells(
            language, self._case.currency, figures.report.policies, self._formats, self._locate
        )

    def write(self, tables: list[Table]) -> None:
        """Write all sheets and close the workbook."""
        sheets = [sheet for table in tables for sheet in self._split(table)]
        for sheet in sheets:
            self._where.setdefault(sheet.table.name, f"internal:'{sheet.name}'!A1")
            for number, row in enumerate(sheet.rows):
                if row.anchor:
                    self._where[row.anchor] = f"internal:'{sheet.name}'!A{number + 2}"
        self._write_cover(tables)
        self._write_summary()
        for sheet in sheets:
            self._write_sheet(sheet)
        self._book.close()

    def _split(self, table: Table) -> Iterator[_Sheet]:
        """Cut a table that is longer than a sheet; the rest goes on the next sheet."""
        name = self._cells.said(table.sheet_title)
        starts = range(0, max(1, len(table.rows)), MOST_SHEET_ROWS)
        for number, start in enumerate(starts, 1):
            rows = table.rows[start : start + MOST_SHEET_ROWS]
            yield _Sheet(_sheet_name(name, number), table, rows, number == len(starts))

    def _locate(self, anchor: str) -> str | None:
        """Return the link to a row; none once a sheet has as many links as a spreadsheet can keep."""
        target = self._where.get(anchor)
        if target is None or self._links >= MOST_LINKS:
            return None
        self._links += 1
        return target

    def _write_sheet(self, made: _Sheet) -> None:
        table = made.table
        sheet = self._book.add_worksheet(made.name)
        self._links = 0
        columns = [
            (number, place)
            for number, column in enumerate(table.columns)
            for place in self._cells.places(column, tuple(row.cells[number] for row in made.rows))
        ]
        for column, (_, place) in enumerate(columns):
            sheet.set_column(column, column, place.width)
            sheet.write_string(0, column, place.title, self._formats.head)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(made.rows, 1):
            for column, (source, place) in enumerate(columns):
                cell = self._with_way(table, number - 1, source, place.part(row.cells[source]))
                self._cells.write(sheet, number, column, cell)
        if made.rows:
            sheet.autofilter(0, 0, len(made.rows), len(columns) - 1)
        if table.total is not None and made.last:
            for column, (source, place) in enumerate(columns):
                cell = place.part(table.total[source])
                self._cells.write(sheet, len(made.rows) + 1, column, cell, total=True)

    def _with_way(self, table: Table, row: int, column: int, cell: Cell) -> Cell:
        """Turn a way back into a link to its first line."""
        if not isinstance(cell, Way):
            return cell
        return Link(self._cells.plain(cell), self._first_step.get((table.name, row, column), ""))

    def _write_cover(self, tables: list[Table]) -> None:
        sheet = self._book.add_worksheet(self._cells.said(COVER))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        report, case, said = self._figures.report, self._case, self._cells.said
        lines: list[tuple[object, object]] = [
            (method.KIND, case.name),
            (Text(zh="案件编号", en="case"), case.number),
            (Text(zh="承办单位", en="handled by"), case.organ),
            (Text(zh="立案时间", en="filed"), moment(case.filed_at) if case.filed_at else "—"),
            (Text(zh="数据截至", en="figures as of"), moment(case.as_of)),
            (Text(zh="币种", en="currency"), case.currency),
            ("", method.NOT_AN_OPINION),
            (method.METHOD, ""),
            *(("", each) for each in method.method_sentences(report)),
            (method.RULES_RUN, ""),
            *method.rules_in_words(report),
            (method.MEANINGS, ""),
            *(("", each) for each in method.meanings()),
            *([(method.LIMITS, ""), *(("", each) for each in report.limits)] if report.limits else []),
            (method.SIGNATURES, ""),
            (method.ANALYST, case.responsible),
            (method.REVIEWER, ""),
            (method.ORGAN, case.organ),
            (MATERIAL, ""),
            *((f"F{place} {each.name}", each.sha256) for place, each in enumerate(report.evidence, 1)),
            (SHEETS, ""),
        ]
        for row, (name, value) in enumerate(lines):
            shape = self._formats.heading if name and not value else self._formats.text
            sheet.write_string(row, 0, said(name), self._formats.title if row == 0 else shape)
            sheet.write_string(row, 1, said(value), self._formats.title if row == 0 else self._formats.wrapped)
        for row, table in enumerate(tables, len(lines)):
            self._cells.write(sheet, row, 0, Link(table.title, table.name))
            note = said(table.note) if table.note is not None else ""
            sheet.write_string(row, 1, note, self._formats.wrapped)

    def _write_summary(self) -> None:
        sheet = self._book.add_worksheet(self._cells.said(SUMMARY))
        sheet.set_column(0, 0, 100)
        sheet.set_column(1, 4, 24)
        for row, said in enumerate(headline(self._figures)):
            sheet.write_string(row, 0, self._sentence(said), self._formats.wrapped)
            for column, anchor in enumerate(_targets(said), 1):
                self._cells.write(sheet, row, column, Link(self._title_of(anchor), anchor))

    def _title_of(self, anchor: str) -> str:
        """Return the name of the sheet that an anchor is on."""
        return self._where.get(anchor, "''").split("'")[1]

    def _sentence(self, said: HeadlineSentence) -> str:
        values = {name: self._value(value) for name, value in said.values.items()}
        return said.words.render(self._language).format_map(values)

    def _value(self, value: Figure | Rules | Listing) -> str:
        said, currency = self._cells.said, self._case.currency
        if isinstance(value, Listing):
            each = (f"{said(what)} {self._value(figure)}" for what, figure in value.entries)
            return said(LIST_COMMA).join(each)
        if isinstance(value, Figure):
            return said(shown(value, currency))
        if value.amounts.agrees:
            return said(ALL_AGREE)
        rules = (
            f"{said(policy.name)}{said(COLON)}{money(amount, currency)}"
            for policy, amount in zip(self._figures.report.policies, value.amounts.amounts, strict=True)
        )
        return said(OPEN) + said(SEMICOLON).join(rules) + said(CLOSE)

    def _make_formats(self) -> Formats:
        currency = money_format(self._case.currency)
        top = {"valign": "top"}
        rule = {"bold": True, "top": 1, "bg_color": "#F4F6F8"}

        def made(**properties: object) -> Format:
            return self._book.add_format({**top, **properties})

        return Formats(
            head=made(bold=True, bottom=1, bg_color="#1D2733", font_color="#FFFFFF", text_wrap=True),
            text=made(),
            money=made(num_format=currency),
            count=made(num_format="#,##0"),
            time=made(num_format="yyyy-mm-dd hh:mm:ss"),
            day=made(num_format="yyyy-mm-dd"),
            link=made(font_color="#1F5673", underline=1),
            total=made(**rule),
            total_money=made(**rule, num_format=currency),
            title=made(bold=True, font_size=16),
            heading=made(bold=True, top=1),
            wrapped=made(text_wrap=True),
        )


def _targets(said: HeadlineSentence) -> tuple[str, ...]:
    """Return the anchors of a sentence's figures, each once."""
    found: dict[str, None] = {}
    for value in said.values.values():
        if isinstance(value, Figure):
            found[value.anchor] = None
        elif isinstance(value, Listing):
            found.update(dict.fromkeys(figure.anchor for _, figure in value.entries))
    return tuple(found)


def _sheet_name(title: str, number: int) -> str:
    """Return a title as a sheet's name: no forbidden signs, at most 31, and cut between words."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)
    end = f" ({number})" if number > 1 else ""
    most = MOST_SHEET_NAME - len(end)
    cut = plain[:most]
    if len(plain) > most and plain[most] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.strip() + end
