"""Web pages under a spreadsheet's name."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake.grid import open_bytes

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><title>t</title>
<style>td {color: red}</style></head><body><h3>账号：6200 00</h3>户名：<b>张某甲</b>
<table border=1><caption>明细</caption><tr><th>时间<th>金额</tr>
<tr><td rowspan=2>2021-03-05<td>1,2<br>3</td></tr><tr><td> 12.50  元 </td></tr>
<tr><td colspan=2>合计&nbsp;</td></tr></table>以上数据<script>x()</script>仅供参考</body></html>"""


def cells(page: str) -> list[tuple[str, ...]]:
    """Return the cells of a page's rows."""
    return [row.cells for row in open_bytes("流水.xls", page.encode("gb18030")).grids[0].rows]


def test_a_page_gives_all_its_text_in_order() -> None:
    """Titles, captions, rows with spans and footers, as a spreadsheet program shows them."""
    opened = open_bytes("流水.xls", PAGE.encode("gb18030"))
    assert (opened.container, opened.encoding, len(opened.grids)) == ("html", "gb18030", 1)
    assert [(row.number, row.cells) for row in opened.grids[0].rows] == [
        (1, ("账号：6200 00",)),
        (2, ("户名：张某甲",)),
        (3, ("明细",)),
        (4, ("时间", "金额")),
        (5, ("2021-03-05", "1,2\n3")),
        (6, ("", "12.50 元")),
        (7, ("合计\xa0", "")),
        (8, ("以上数据仅供参考",)),
    ]


def test_tables_inside_cells_follow_their_row() -> None:
    """A table used for layout gives its own rows, none twice."""
    page = "<table><tr><td>外<table><tr><td>一<td>二</table></td></tr><tr><td>后</table>"
    assert cells(page) == [("外",), ("一", "二"), ("后",)]


@pytest.mark.parametrize("part", ["<table><tr><td>", "<b>", "<div>", "<table>"])
def test_deep_nesting_is_borne(part: str) -> None:
    """Tags opened and never closed, 5,000 deep, end in their text."""
    assert cells("<html>" + part * 5_000 + "x")[-1] == ("x",)


def test_spans_that_ask_for_too_much_are_refused() -> None:
    """Rows of cells that each claim a thousand columns do not fill the memory."""
    with pytest.raises(Refused, match="columns"):
        cells("<table><tr>" + "<td colspan=1000>" * 20 + "</table>")


def test_a_page_of_one_line_is_read() -> None:
    """Exported pages may be a single line; the limit on lines is not for them."""
    row = "<tr><td>20210305<td>" + "甲" * 50 + "</tr>"
    assert len(cells("<table>" + row * 9_000 + "</table>")) == 9_000
