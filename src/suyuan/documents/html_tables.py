"""Tables as HTML: readable without any script, captions, scopes and anchors; long ones cut with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from suyuan.documents.calendar_strip import legend, scale
from suyuan.documents.counted import ROWS
from suyuan.documents.figures import Spread
from suyuan.documents.html_cells import HtmlCells, words
from suyuan.documents.shown import money, money_range, size_of
from suyuan.documents.tables import Brief, Cell, Column, Days, Money, Row, Section, Table, When
from suyuan.model.text import Language, Message, Text, say

MOST_ROWS = 5000
FOLDED_FROM = 60
SHORTENED_FROM = 17
FIRST_ROWS = 12
"""How many rows of a longer table the page shows before one asks for the rest; page/report.css counts them too."""

CUT = Text(
    zh="本页显示前 {shown} 行，共 {all} 行；完整内容见工作簿“{title}”表。",
    en="This page shows the first {shown} of {all} rows; the workbook has all of them in its sheet “{title}”.",
)
EMPTY = Text(zh="无。", en="None.")
RANGE = Text(zh="最少 – 最多", en="least – greatest")
FOLDED = Text(zh="{title}（{rows}）", en="{title} ({rows})")
ALL_ROWS = Text(zh="显示全部 {rows} 行", en="show all {rows} rows")
FEWER_ROWS = Text(zh="只显示前 {rows} 行", en="show the first {rows} rows only")
BREADTHS = ((16, " word"), (24, ""), (60, " words"))
"""Up to how many half-width places a cell's words are kept on one line, flow freely, or need some width."""

NUMERIC = frozenset({"money", "count", "spread", "range"})


def shown_anchors(sections: Iterable[Section]) -> dict[str, str]:
    """Return where a link to each row leads: the row itself, or its table where the page cuts it."""
    found: dict[str, str] = {}
    for section in sections:
        for table in section.tables:
            found[table.name] = table.name
            for place, row in enumerate(table.rows):
                if row.anchor:
                    found[row.anchor] = row.anchor if place < MOST_ROWS else table.name
    return found


class HtmlTables:
    """Turns tables into HTML with one way of showing cells."""

    def __init__(self, cells: HtmlCells) -> None:
        self._cells = cells

    def table(self, table: Table) -> str:
        """Return a table under its own anchor; an empty one says that there is nothing."""
        note = f"<p class=note>{words(table.note)}</p>" if table.note is not None else ""
        if not table.rows:
            return (
                f'<section class="tab empty" id="{table.name}"><h3>{words(table.title)}</h3>'
                f"<p>{words(EMPTY)}</p></section>"
            )
        cut = ""
        if len(table.rows) > MOST_ROWS:
            said = CUT(shown=f"{MOST_ROWS:,}", all=f"{len(table.rows):,}", title=table.sheet_title)
            cut = f"<p class=cut>{words(said)}</p>"
        body = "".join(self._row(table, row) for row in table.rows[:MOST_ROWS])
        foot = f"<tfoot>{self._foot(table, table.total)}</tfoot>" if table.total is not None else ""
        switch, label = self._more(table)
        made = (
            f"{note}{cut}{switch}<div class=scroll tabindex=0><table><caption>{words(table.title)}</caption>"
            f"{self._head(table)}<tbody>{body}</tbody>{foot}</table></div>{label}"
        )
        if _is_folded(table):
            title = FOLDED(title=table.title, rows=ROWS(len(table.rows)))
            return f'<details class="tab fold" id="{table.name}"><summary>{words(title)}</summary>{made}</details>'
        return f'<section class=tab id="{table.name}"><h3>{words(table.title)}</h3>{made}</section>'

    def _more(self, table: Table) -> tuple[str, str]:
        """Return the switch that shows a long table's further rows, and its words; it works without a script."""
        if _is_folded(table) or len(table.rows) < SHORTENED_FROM:
            return "", ""
        every = ALL_ROWS(rows=f"{min(len(table.rows), MOST_ROWS):,}")
        name = f"more-{table.name}"
        return (
            f'<input type=checkbox class=more id="{name}" aria-labelledby="{name}-words">',
            f'<label class=rest for="{name}" id="{name}-words"><span>{words(every)}</span>'
            f"<span>{words(FEWER_ROWS(rows=FIRST_ROWS))}</span></label>",
        )

    def _by_rule(self, column: Column) -> bool:
        return column.kind == "spread" and len(self._cells.policies) > 1

    def _head(self, table: Table) -> str:
        upper, lower = [], []
        for column in table.columns:
            kind = " class=n" if column.kind in NUMERIC else ""
            if self._by_rule(column):
                span = len(self._cells.policies) + 1
                upper.append(f"<th scope=colgroup colspan={span} class=group>{words(column.title)}</th>")
                lower.append(f"<th scope=col class=n>{words(RANGE)}</th>")
                lower += [f"<th scope=col class=n>{words(policy.name)}</th>" for policy in self._cells.policies]
            else:
                upper.append("<td></td>")
                lower.append(f"<th scope=col{kind}>{words(column.title)}{self._scale(table, column)}</th>")
        groups = f"<tr>{''.join(upper)}</tr>" if len(lower) > len(upper) else ""
        return f"<thead>{groups}<tr>{''.join(lower)}</tr></thead>"

    def _scale(self, table: Table, column: Column) -> str:
        """Return the dates above a column of strips, and what their bars mean."""
        if column.kind != "days":
            return ""
        days = next(cell for row in table.rows for cell in row.cells if isinstance(cell, Days))
        first, last = days.window
        dates = scale(first, last) if first is not None and last is not None else ""
        return f"{legend(days.states)}<div class=scale>{dates}</div>"

    def _row(self, table: Table, row: Row) -> str:
        anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
        return f"<tr{anchor}>{self._places(table, row.cells)}</tr>"

    def _foot(self, table: Table, cells: tuple[Cell, ...]) -> str:
        return f"<tr>{self._places(table, cells)}</tr>"

    def _places(self, table: Table, cells: tuple[Cell, ...]) -> str:
        return "".join(
            self._place(column, cell, head=number == 0)
            for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True))
        )

    def _place(self, column: Column, cell: Cell, *, head: bool) -> str:
        if self._by_rule(column):
            spread = cell if isinstance(cell, Spread) else Spread((0,) * len(self._cells.policies))
            currency = self._cells.currency
            rules = "".join(
                f'<td class="n rule" data-v={amount}>{money(amount, currency)}</td>' for amount in spread.amounts
            )
            return f'<td class="n sum" data-v={spread.greatest}>{money_range(spread, currency)}</td>{rules}'
        kind = f"n {column.kind}" if column.kind in NUMERIC else f"{column.kind}{_breadth(cell)}"
        tag = "th scope=row" if head else "td"
        return f'<{tag} class="{kind}"{_sorted_by(cell)}>{self._cells.cell(cell)}</{tag[:2]}>'


def _is_folded(table: Table) -> bool:
    return table.folded or (len(table.rows) > FOLDED_FROM and not table.at_hand)


def _breadth(cell: Cell) -> str:
    """Return the class by which a cell's words keep a readable width: short ones stay on one line."""
    if isinstance(cell, Brief):
        return " brief"
    if not isinstance(cell, str | Text | Message) or cell == "":
        return ""
    size = max(size_of(say(cell, language)) for language in Language)
    return next((name for most, name in BREADTHS if size <= most), " sentence")


def _sorted_by(cell: Cell) -> str:
    """Return the value by which the page's script sorts, where the text alone would sort wrongly."""
    if isinstance(cell, Money):
        return f" data-v={cell.minor}"
    if isinstance(cell, Spread):
        return f" data-v={cell.greatest}"
    if isinstance(cell, When):
        return f" data-v={int(cell.at.timestamp())}"
    return f" data-v={cell}" if isinstance(cell, int) else ""
