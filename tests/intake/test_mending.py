"""Mended cells: in memory only, where the file still has what was mended."""

from suyuan.intake.grid import Grid, GridRow, OpenedFile
from suyuan.intake.mending import apply, cell_at, row_at, unfit
from suyuan.model.mend import CellMend
from suyuan.model.text import Language

ROWS = (GridRow(1, ("日期", "金额")), GridRow(2, ("2021-03-05", "1"), frozenset({1})), GridRow(3, ("2021-03-06",)))
OPENED = OpenedFile("一.csv", "0" * 64, "csv", "utf-8", (Grid(None, 1, ROWS, ","), Grid("二", 2, ROWS, None)))


def test_one_cell_of_one_sheet_changes() -> None:
    """All other rows are the same objects, and the mended cell is text, no number that a spreadsheet stored."""
    mended, unused = apply(OPENED, [CellMend(1, 2, 2, "金额", "1", "7")])
    assert unused == ()
    assert mended.grids[0].rows == (ROWS[0], GridRow(2, ("2021-03-05", "7")), ROWS[2])
    assert mended.grids[1] is OPENED.grids[1]
    assert OPENED.grids[0].rows[1].cells[1] == "1"


def test_a_row_that_is_too_short_grows() -> None:
    """A cell that the row lacks is empty until it is mended."""
    mended, unused = apply(OPENED, [CellMend(2, 3, 4, "", "", "5")])
    assert unused == ()
    row = row_at(mended, 2, 3)
    assert row is not None
    assert row.cells == ("2021-03-06", "", "", "5")


def test_a_mend_of_another_text_is_not_used() -> None:
    """The cell holds something else by now, or the row is gone: the file stays, and a sentence says so."""
    mends = [CellMend(1, 2, 2, "金额", "8", "7"), CellMend(1, 9, 1, "", "甲", "乙")]
    mended, unused = apply(OPENED, mends)
    assert mended == OPENED
    assert list(unused) == mends
    assert "“1” now and read “8”" in unfit(OPENED, mends[0]).render(Language.EN)
    assert "“” now and read “甲”" in unfit(OPENED, mends[1]).render(Language.EN)


def test_a_file_without_mends_is_itself() -> None:
    """Nothing is copied where nothing is mended."""
    assert apply(OPENED, [])[0] is OPENED
    assert cell_at(ROWS[0], 9) == ""
