"""The program's own forms: written empty, filled in, read back by the intake."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from suyuan.actions.forms import forms, write_form
from suyuan.errors import WrongUsage
from suyuan.intake.statement import read_file
from suyuan.model.request import Answer
from suyuan.model.transfer import Grade


def test_the_forms() -> None:
    """There are the forms that the guide names."""
    assert {form.title for form in forms()} == {"被害人报案登记表", "调证清单", "账户认定表", "专款认定表"}


def test_a_filled_form_is_read(tmp_path: Path) -> None:
    """A form that a person fills in is recognised and read, long numbers to the last digit."""
    path = tmp_path / "requests.xlsx"
    write_form("调证清单", path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    row = ["A1", "测试银行", "6200000000000000123", "人民币", "2021-03-01", "2021-03-20", "", "", "全部反馈", ""]
    for place, value in enumerate(row, 1):
        sheet.cell(3, place).value = value
    workbook.save(path)
    (request,) = read_file(path).requests
    assert (request.account, request.answer) == ("6200000000000000123", Answer.WHOLE)


def test_a_filled_list_of_earmarks_is_read(tmp_path: Path) -> None:
    """An earmark's rows, amount, grade, author and time are read; a grade that no word names is quarantined."""
    path = tmp_path / "earmarks.xlsx"
    write_form("专款认定表", path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    first = ["", "A.csv:31", "B.csv:2:7", "4,800.00", "", "推定", "监控", "照片3", "李警官", "2021-03-19 10:00"]
    for at, row in enumerate((first, [*first[:5], "猜测", *first[6:]]), 3):
        for place, value in enumerate(row, 1):
            sheet.cell(at, place).value = value
    workbook.save(path)
    read = read_file(path)
    (earmark,) = read.earmarks
    assert (earmark.credit, earmark.debit, earmark.amount) == ("A.csv:31", "B.csv:2:7", 480_000)
    assert (earmark.grade, earmark.author, earmark.currency) == (Grade.INFERRED, "李警官", "CNY")
    assert [row.column for row in read.tables[0].quarantined] == ["等级"]


def test_a_form_never_overwrites(tmp_path: Path) -> None:
    """A file that is there is not touched."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(WrongUsage):
        write_form("调证清单", path)
    assert path.read_bytes() == b"mine"


def test_the_same_form_has_the_same_bytes(tmp_path: Path) -> None:
    """An empty form is the same file each time."""
    write_form("账户认定表", tmp_path / "a.xlsx")
    write_form("账户认定表", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
