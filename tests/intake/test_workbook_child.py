"""Large workbooks are read in a process of their own, and say the same; a child that falls is a refusal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from suyuan.errors import Refused
from suyuan.intake import workbook_child, workbooks
from suyuan.intake.grid import open_bytes, open_file
from suyuan.intake.sheets import read_sheets

SAMPLES = Path(__file__).parents[1] / "cases" / "statements"


def book(rows: int = 5, *, blank_to: int = 0) -> bytes:
    """Return a workbook of two sheets; the first stores blank cells down to a row."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    first, second = made.add_worksheet("甲"), made.add_worksheet("乙")
    for row in range(rows):
        first.write_row(row, 0, [f"r{row}", row * 0.1, 6688.0])
    second.write_string(1, 2, "x")
    if blank_to:
        first.write_blank(blank_to - 1, 0, None, made.add_format({"bold": True}))
    made.close()
    return out.getvalue()


def test_apart_and_here_say_the_same() -> None:
    """Sheets, row numbers, texts and which cells were numbers, over more rows than are sent at a time."""
    content = book(2 * workbook_child.ROWS_AT_A_TIME + 1)
    assert workbook_child.read_apart("a.xlsx", content) == read_sheets("a.xlsx", content)


def test_size_decides_where_a_workbook_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the limit on a child reads it; the grids are the same."""
    content = book()
    here = workbooks.read_workbook("a.xlsx", content)
    monkeypatch.setattr(workbooks, "APART_FROM", len(content))
    monkeypatch.setattr("suyuan.intake.sheets.read_sheets", None)
    assert workbooks.read_workbook("a.xlsx", content) == here


def test_what_the_child_refuses_is_refused_in_its_words() -> None:
    """Bytes that are no workbook: the reader's sentence, not that it fell."""
    with pytest.raises(Refused, match="it may be damaged") as refusal:
        workbook_child.read_apart("a.xlsx", b"PK\x03\x04 no workbook")
    assert "a.xlsx" in str(refusal.value)


@pytest.mark.parametrize(
    "fall", ["import os; os.abort()", "import os; os.kill(os.getpid(), 9)", "raise MemoryError", "print('x')", ""]
)
def test_a_child_that_falls_is_a_refusal(fall: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aborted, killed, out of memory, talking nonsense or silent: a sentence, and this process lives."""
    monkeypatch.setattr(workbook_child, "PROGRAM", fall + "#{path}")
    with pytest.raises(Refused, match=r"brought the reader of workbooks down \(exit code"):
        workbook_child.read_apart("a.xlsx", book())


def test_a_child_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of time holds whatever the child does."""
    monkeypatch.setattr(workbook_child, "PROGRAM", "import time; time.sleep(600) #{path}")
    monkeypatch.setattr(workbook_child, "SECONDS", 0)
    with pytest.raises(Refused, match="after more than 0 seconds"):
        workbook_child.read_apart("a.xlsx", book())


def test_a_child_that_wants_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of memory holds: the child ends, and a sentence is said."""
    pytest.importorskip("resource")
    hungry = (
        "import sys; sys.path[:] = {path!r}; from suyuan.intake import workbook_child as w; w._limit_memory(); "
        "bytearray(w.MEMORY)"
    )
    monkeypatch.setattr(workbook_child, "PROGRAM", hungry)
    with pytest.raises(Refused, match="exit code 1"):
        workbook_child.read_apart("a.xlsx", book())


def test_blank_rows_that_a_workbook_stores_are_rows() -> None:
    """Five filled rows and blank cells down to row 12 are 12 rows; the other sheet ends with its last value."""
    first, second = open_bytes("a.xlsx", book(blank_to=12)).grids
    assert (len(first.rows), len(second.rows)) == (12, 2)
    assert first.rows[11].number == 12
    assert first.rows[11].cells == ()


def test_a_column_formatted_to_the_end_has_no_rows() -> None:
    """Blank cells thousands of rows below the last value are formatting."""
    first, _ = open_bytes("a.xlsx", book(blank_to=5006)).grids
    assert len(first.rows) == 5


def test_blank_rows_of_an_old_workbook_are_rows() -> None:
    """The CITIC bill stores ten rows of blank cells below its fifteen: 25 rows."""
    (grid,) = open_file(SAMPLES / "consumer" / "citic_credit.xls").grids
    assert len(grid.rows) == 25
