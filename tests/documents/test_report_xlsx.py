"""The workbook, read back: account numbers to the digit, amounts to the fen, no formula, links that lead on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from suyuan.documents.figures import Figures
from suyuan.documents.report_model import CaseReport, VictimLoss
from suyuan.documents.report_xlsx import write_report
from suyuan.model.text import Language


@pytest.fixture(scope="module")
def book(case_report: CaseReport, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The invented case's workbook, read back."""
    path = tmp_path_factory.mktemp("book") / "report.xlsx"
    write_report(case_report, path)
    return openpyxl.load_workbook(path)


def column(sheet: Any, title: str) -> list[Any]:
    """Return a column by its title, without the total line's."""
    titles = [cell.value for cell in sheet[1]]
    return [row[titles.index(title)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_account_numbers_are_text(book: Any, case_report: CaseReport) -> None:
    """Every account number is a string of the same digits."""
    found = column(book["账户一览"], "账户")
    assert set(found) == {each.key for each in case_report.accounts if not each.is_node}
    assert all(isinstance(each, str) for each in found)


def test_amounts_are_exact(book: Any, case_report: CaseReport) -> None:
    """Each holding reads back to the fen under each policy, and the total line is their sum."""
    figures = Figures(case_report)
    sheet = book["账户 × 被骗款：每一分钱在哪里"]
    for place, name in enumerate(("先进先出", "按比例")):
        read = [round(each * 100) for each in column(sheet, f"金额·{name}")]
        wanted = [figures.spread(line.amounts).amounts[place] for line in case_report.holdings]
        assert read == [*wanted, sum(wanted)]


def test_no_cell_is_a_formula(book: Any) -> None:
    """Words that look like formulas are strings."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    words = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert '=cmd|"/C calc"!A0.dat' in words
    assert "+cmd某" in words


def test_links_lead_to_rows(book: Any) -> None:
    """Every link names a sheet of the book and a row that has something in it."""
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 1000
    for link in links:
        name, cell = link.location.rsplit("!", 1)
        assert book[name.strip("'")][cell].value is not None


def test_the_way_back_is_complete(book: Any, case_report: CaseReport) -> None:
    """Each holding's parts on the sheet of ways sum to the holding under each policy."""
    figures = Figures(case_report)
    sheet = book["溯源明细"]
    rows = [
        row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "账户 × 被骗款：每一分钱在哪里"
    ]
    for place, line in enumerate(case_report.holdings, 1):
        parts = [row for row in rows if row[1] == f"h{place}"]
        sums = tuple(round(sum(row[-2 + policy] for row in parts) * 100) for policy in range(2))
        assert sums == figures.spread(line.amounts).amounts


def test_every_transfer_names_its_rows(book: Any, case_report: CaseReport) -> None:
    """The sheet of file rows has each transfer's file hash, sheet and row."""
    read = list(book["转账的原始行"].iter_rows(min_row=2, values_only=True))
    wanted = [
        (f"T{place}", row.sheet, row.row, row.sha256)
        for place, each in enumerate(case_report.transfers, 1)
        for row in each.rows
    ]
    assert [(row[0], *row[2:]) for row in read] == wanted


def test_heads_stand_still_and_filter(book: Any) -> None:
    """Header rows are frozen and filtered, columns are wide enough for a card number."""
    sheet = book["账户一览"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.column_dimensions["A"].width >= 20


def test_the_cover_says_how(book: Any, case_report: CaseReport) -> None:
    """The cover carries the kind of document, the rules' words, the limits, and the material with hashes."""
    said = {cell for row in book["封面"].iter_rows(values_only=True) for cell in row}
    assert {"资金分析说明", "两名被害人尚未报案。", "账户付款时，先进入的资金先出。"} <= said
    assert {each.sha256 for each in case_report.evidence} <= said


def test_same_case_same_bytes(case_report: CaseReport, tmp_path: Path) -> None:
    """Two workbooks of one case are equal, byte for byte, and nothing else is left behind."""
    write_report(case_report, tmp_path / "a.xlsx")
    write_report(case_report, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize(
    ("fen", "shown"), [(10**15 - 1, 9_999_999_999_999.99), (10**15, "10000000000000.00"), (-5, -0.05)]
)
def test_amounts_that_a_number_cannot_hold_are_text(
    case_report: CaseReport, tmp_path: Path, fen: int, shown: float | str
) -> None:
    """Up to 15 digits an amount is a number, beyond it text with all digits."""
    losses = (VictimLoss("某甲", fen, 0, max(0, fen)),)
    write_report(replace(case_report, losses=losses), tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["各被害人损失"]
    assert sheet["B2"].value == shown


def test_english_sheets(case_report: CaseReport, tmp_path: Path) -> None:
    """In English every sheet's name, title and the summary are English."""
    write_report(case_report, tmp_path / "r.xlsx", Language.EN)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert all(name.isascii() or "×" in name for name in book.sheetnames)
    assert book["Summary"]["A2"].value.startswith("Of the money traced, ")


def test_usdt_keeps_six_decimals(case_report: CaseReport, tmp_path: Path) -> None:
    """Another currency is shown with its own decimals."""
    report = replace(case_report, case=replace(case_report.case, currency="USDT"))
    write_report(report, tmp_path / "r.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "r.xlsx")["各被害人损失"]["B2"]
    assert round(cell.value * 10**6) == case_report.losses[0].paid
    assert cell.number_format == "#,##0.000000"
