"""A web page saved under a spreadsheet's name, to rows, as a spreadsheet program would show it.

All tables of the page stand one below another; text outside tables (titles, account lines) is a row of one
cell, so that nothing on the page is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from suyuan.errors import Refused
from suyuan.intake.limits import MAX_CELLS, MAX_COLUMNS
from suyuan.intake.office import SHEET_TOO_LARGE
from suyuan.intake.rows import GridRow

UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "col", "colgroup", "-comment"})
BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "hr",
        "center",
        "pre",
        "table",
        "caption",
    }
)
TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot"})
MAX_ROWSPAN = 65_534
MAX_COLSPAN = 1_000
"""Both as the HTML standard has them."""


def read_html(name: str, text: str) -> tuple[GridRow, ...]:
    """Return the rows of a page, numbered from 1 down the page; raises Refused where its spans are too large."""
    root = LexborHTMLParser(text).root
    page = _Page(name)
    if root is not None:
        page.collect(root)
        page.end_of_block()
    return tuple(GridRow(number, cells) for number, cells in enumerate(page.rows, start=1))


class _Page:
    """Collects rows in the order of the page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells = 0
        self.rows: list[tuple[str, ...]] = []
        self.loose: list[str] = []

    def collect(self, top: LexborNode) -> None:
        """Collect the rows below a node, and the text that stands outside rows."""
        # A stack of our own: broken pages nest deeper than Python's. Rows of one table share what hangs down.
        # None stands for the end of a block.
        stack: list[tuple[LexborNode | None, dict[int, int]]] = [(top, {})]
        while stack:
            node, hanging = stack.pop()
            tag = node.tag if node else None
            if node is None:
                self.end_of_block()
            elif node.is_text_node:
                self.loose.append(node.text_content or "")
            elif tag == "tr":
                self.end_of_block()
                inner = self.table_row(node, hanging)
                stack.extend((table, {}) for table in reversed(inner))
            elif tag not in UNSEEN:
                if tag in BLOCKS:
                    self.end_of_block()
                    stack.append((None, {}))
                below = {} if tag in TABLE_PARTS else hanging
                stack.extend((child, below) for child in reversed(list(_children(node))))

    def table_row(self, row: LexborNode, hanging: dict[int, int]) -> list[LexborNode]:
        """Collect one row and return the tables inside its cells.

        ``hanging`` counts, for each column, the rows that a cell from above still covers.
        """
        cells: list[str] = []
        inner: list[LexborNode] = []
        for cell in _children(row):
            if cell.tag not in ("td", "th"):
                continue
            _skip_covered(cells, hanging)
            down = min(_span(cell, "rowspan"), MAX_ROWSPAN)
            for place in range(min(_span(cell, "colspan"), MAX_COLSPAN)):
                if down > 1:
                    hanging[len(cells)] = down - 1
                cells.append("" if place else _cell_text(cell, inner))
        _skip_covered(cells, hanging)
        if any(cells) or not inner:
            self.add(cells)
        return inner

    def end_of_block(self) -> None:
        """Make a row of the text collected outside tables, if there is any."""
        text = _one_line("".join(self.loose)).strip(" ")
        self.loose.clear()
        if text:
            self.add([text])

    def add(self, cells: list[str]) -> None:
        """Add a row, as long as the page stays within the limit."""
        self.cells += len(cells) + 1
        if self.cells > MAX_CELLS or len(cells) > MAX_COLUMNS:
            size = {"rows": len(self.rows) + 1, "columns": len(cells), "limit": MAX_CELLS}
            raise Refused(SHEET_TOO_LARGE(name=self.name, sheet="HTML", **size))
        self.rows.append(tuple(cells))


def _skip_covered(cells: list[str], hanging: dict[int, int]) -> None:
    """Put empty cells where a cell from a row above reaches down."""
    while hanging.get(len(cells), 0):
        hanging[len(cells)] -= 1
        cells.append("")


def _span(cell: LexborNode, name: str) -> int:
    """Return how many columns or rows a cell covers, at least 1."""
    text = (cell.attributes.get(name) or "1").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _cell_text(cell: LexborNode, inner: list[LexborNode]) -> str:
    """Return a cell's text as a browser shows it; tables inside the cell go to ``inner``."""
    parts: list[str] = []
    stack = list(reversed(list(_children(cell))))
    while stack:
        node = stack.pop()
        if node.is_text_node:
            parts.append(_one_line(node.text_content or ""))
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag == "table":
            inner.append(node)
        elif node.tag not in UNSEEN:
            stack.extend(reversed(list(_children(node))))
    return "".join(parts).strip(" \n")


def _one_line(text: str) -> str:
    """Return text with line ends and runs of blanks as one blank; a no-break blank is kept."""
    words = [word for word in text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ") if word]
    lead = " " if text[:1] in " \t\r\n" else ""
    trail = " " if text[-1:] in " \t\r\n" and words else ""
    return lead + " ".join(words) + trail if text else ""


def _children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a node's children, texts included."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
