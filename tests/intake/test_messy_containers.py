"""Exports that came through other programs: padded by tabs, UTF-16 without a mark, sheets beside the statement."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import ReadFile, read_file, read_opened
from suyuan.model.text import Language

NAMES = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志"
HEADER = NAMES.split(",")
CARD = "6200000000000000018"
ROWS = [
    [CARD, "张某甲", "20210301101010", "10.00", "10.00", "进", "6200000000000000026", "李某乙", ""],
    [CARD, "张某甲", "20210301101011", "4.00", "6.00", "出", "6200000000000000026", "李某乙", ""],
]
ROLES = ["账号", "角色", "理由", "认定人", "认定时间"]


def sums(read: ReadFile) -> list[tuple[str, int]]:
    """Return direction and fen of each booking of the first table."""
    return [(each.direction.value, each.amount) for part in read.tables[0].parts for each in part.bookings]


@pytest.mark.parametrize("padded", ["{}\t", "\t{}", "\t{}\t"])
def test_tabs_around_values_are_no_delimiters(padded: str) -> None:
    """Banks put tabs around every value, header included, so that spreadsheets keep long numbers whole."""
    text = "\r\n".join(",".join(padded.format(cell) for cell in row) for row in [HEADER, *ROWS])
    opened = open_bytes("交易明细信息.csv", text.encode("gb18030"))
    assert opened.container == "csv"
    read = read_opened(opened)
    assert sums(read) == [("in", 1000), ("out", 400)]
    assert read.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_may_hold_characters_that_end_in_zero(encoding: str) -> None:
    """开 is U+5F00: its zero byte stands in the other half of the pair."""
    text = "\n".join("\t".join(row) for row in [HEADER, *ROWS])
    assert text.encode("utf-16-be")[1::2].count(0) > 0
    opened = open_bytes("明细.txt", text.encode(encoding))
    assert (opened.container, opened.encoding) == ("tsv", encoding)
    assert sums(read_opened(opened)) == [("in", 1000), ("out", 400)]


def book(path: Path, **sheets: list[list[str]]) -> ReadFile:
    """Write a workbook of text cells and read it."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return read_file(path)


def test_a_sheet_of_lines_is_noted(tmp_path: Path) -> None:
    """An account list of two columns is no table of bookings; its rows are counted and the file says so."""
    lines = [["账号", "余额"], ["", ""], ["6200000000000000033", "100.00"]]
    read = book(tmp_path / "a.xlsx", 说明=lines, 明细=[HEADER, *ROWS])
    notes, statement = read.tables
    assert (notes.rows.total, notes.rows.note, notes.rows.blank) == (3, 2, 1)
    assert [row.text for row in notes.noted] == ["账号\t余额", "6200000000000000033\t100.00"]
    assert statement.rows.read == 2
    assert any("“说明”" in warning.render(Language.ZH) for warning in read.warnings)


def test_a_sheet_beside_a_form_is_not_passed_over(tmp_path: Path) -> None:
    """Decisions on accounts with a list of telephones on another sheet: the list is quarantined, and named."""
    decisions = [["账户认定表"], ROLES, [CARD, "涉案账户", "收取被害人款项", "王某", "2021-03-18"]]
    read = book(tmp_path / "a.xlsx", 认定=decisions, 通讯录=[["姓名", "电话", "住址"], ["张某", "1", "2"]])
    assert len(read.roles) == 1
    assert [(table.rows.total, table.rows.read, table.rows.quarantined) for table in read.tables] == [
        (3, 1, 0),
        (2, 0, 2),
    ]
    (warning,) = read.warnings
    assert "“通讯录”" in warning.render(Language.ZH)
    assert "姓名 | 电话 | 住址" in warning.render(Language.EN)


def test_a_strange_sheet_is_not_said_to_be_the_whole_file(tmp_path: Path) -> None:
    """The statement was read; the sentence about the other sheet must not say that nothing was."""
    read = book(tmp_path / "a.xlsx", 明细=[HEADER, *ROWS], 其他=[["甲", "乙", "丙"]])
    (warning,) = read.warnings
    assert "sheet “其他” is not known" in warning.render(Language.EN)
    assert "nothing was read" not in warning.render(Language.EN)
