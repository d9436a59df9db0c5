"""Which layout a sheet is in: one winner, or none. Never a guess.

A layout is taken only if its required columns are all there and a magic line, its distinctive columns or most of
its header set say so too: words like 交易时间 or 余额 stand in most headers and prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from suyuan.errors import DecisionNeeded
from suyuan.intake.cells import BLANKS
from suyuan.intake.header import clean_name, cleaned, places_of, top_rows, with_beginnings
from suyuan.intake.known_layouts import all_layouts, naming, with_key
from suyuan.intake.layout import Layout
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.text import Message, Text

FEWEST_HITS = 3
SHOWN_OF_A_HEADER = 300
NEAREST = 3
DIGITS_IN_A_HEADER = 4
"""Of so many names of columns at most one holds a digit (备注1); rows of data have times and amounts."""
FIRST_LINES = 3
"""In so many first filled rows a look-alike says what it is."""

NOT_RECOGNISED = Text(
    zh="{file} 的版式未能识别，未读取任何一行。看到的表头是：{header}。最接近的版式：{nearest}。"
    "请核对是否为原始文件，或为该版式增加一份描述。",
    en="The layout of {file} is not known; nothing was read. The header found is: {header}. "
    "Nearest layouts: {nearest}. Check that it is the original file, or add a description of its layout.",
)
AMBIGUOUS = Text(
    zh="{file} 的表头（{header}）同时符合 {layouts}，需要有人判定用哪一个。",
    en="The header of {file} ({header}) fits {layouts} alike; a person must choose.",
)


@dataclass(frozen=True)
class Recognised:
    """A layout found on a sheet. ``header_at`` is the place of the header among the sheet's rows, None for a file
    whose only line is no header; ``places`` the column of each header name.
    """

    layout: Layout
    header_at: int | None
    places: Mapping[str, int]

    def unread(self) -> list[str]:
        """Return the header's columns that the layout does not know, and those that stand there twice."""
        known = names_of(self.layout) or self.places.keys()
        read = {at for name, at in self.places.items() if name in known}
        return [name for name, at in self.places.items() if name not in known and at not in read]

    def doubled(self) -> list[tuple[int, int]]:
        """Return the columns that the layout reads and the header names twice, as pairs."""
        known = names_of(self.layout)
        twice = [(name.partition("#")[0], name) for name in self.unread() if "#" in name]
        return [(self.places[first], self.places[name]) for first, name in twice if first in known]


@dataclass(frozen=True)
class _Candidate:
    layout: Layout
    at: int
    hits: int
    magic: bool
    places: Mapping[str, int]

    @property
    def rank(self) -> tuple[int, bool, int]:
        return (self.hits, self.magic, -self.at)


def recognise(grid: Grid, file: str) -> Recognised | None:
    """Return the layout of a sheet, None where none fits; raises DecisionNeeded where two fit alike."""
    rows = top_rows(grid.rows)
    look_alike = by_first_lines(rows)
    if look_alike is not None:
        return look_alike
    headers = _possible_headers(rows)
    if not headers:
        return by_first_lines(rows, keys=True) or _by_only_line(rows)
    layouts = naming((name for names in headers.values() for name in names), FEWEST_HITS)
    named = {at: places_of(names) for at, names in headers.items()}
    fitting = []
    for layout in layouts:
        found = [candidate for at, named_at in named.items() if (candidate := _fit(layout, at, named_at, rows))]
        if found:
            best = max(found, key=lambda candidate: candidate.rank)
            # The first that fits is the table's header; a longer one further down is that of a later export.
            fitting.append(replace(best, at=found[0].at, places=found[0].places))
    if not fitting:
        return by_first_lines(rows, keys=True) or by_cells(rows)
    fitting.sort(key=lambda candidate: (candidate.rank, candidate.layout.id), reverse=True)
    best = fitting[0]
    alike = [each.layout.id for each in fitting if each.rank == best.rank]
    if len(alike) > 1:
        header = shown_row(rows[best.at])
        raise DecisionNeeded(AMBIGUOUS(file=file, header=header, layouts=", ".join(sorted(alike))))
    return Recognised(best.layout, best.at, best.places)


class HeaderKind(Enum):
    """What a row below a table's header is: no header, one of the same layout, or one of something else."""

    NONE = "none"
    OWN = "own"
    OTHER = "other"


def header_below(layout: Layout, row: GridRow) -> tuple[HeaderKind, Mapping[str, int]]:
    """Return what kind of header a row below a table's own is, and the columns it names.

    One of the same layout has all columns that the layout requires, in whatever order. Any other row of which most
    cells are names of columns, this layout's or another's, is a header of something else.
    """
    names = cleaned(row)
    filled = sum(bool(name) for name in names)
    if sum(any(map(str.isdigit, name)) for name in names) * DIGITS_IN_A_HEADER > filled:
        return HeaderKind.NONE, {}
    places = with_beginnings(places_of(names), layout.beginnings)
    own = len(names_of(layout) & places.keys()) * 2 > filled
    if own and layout.recognise.required and _has_required(layout, places):
        return HeaderKind.OWN, places
    others = naming(names, FEWEST_HITS) if filled >= FEWEST_HITS else []
    most = max((len(names_of(each) & places.keys()) for each in (layout, *others)), default=0)
    return HeaderKind.OTHER if most >= FEWEST_HITS and most * 2 > filled else HeaderKind.NONE, places


def not_recognised(file: str, grids: Sequence[Grid]) -> Message:
    """Return the sentence for sheets that no layout fits: the header found, and the three nearest layouts."""
    shown, header, most = "", frozenset[str](), -1
    for grid in grids:
        rows = top_rows(grid.rows)
        filled = next((row for row in rows if any(cell.strip(BLANKS) for cell in row.cells)), None)
        shown = shown or (shown_row(filled) if filled else "")
        for at, names in _possible_headers(rows).items():
            found = frozenset(places_of(names))
            hits = max(len(names_of(layout) & found) for layout in all_layouts())
            if hits > most:
                most, header, shown = hits, found, shown_row(rows[at])
    ranked = sorted(all_layouts(), key=lambda layout: (*_distance(layout, header), layout.id))
    nearest = [
        f"{layout.id} ({len(names_of(layout) & header)}/{len(layout.recognise.header)})"
        for layout in ranked[:NEAREST]
    ]
    return NOT_RECOGNISED(file=file, header=shown, nearest=", ".join(nearest))


def _distance(layout: Layout, header: frozenset[str]) -> tuple[int, int]:
    """Return how far a layout is from a header: by columns in common, then by characters in common."""
    known = names_of(layout)
    return -len(known & header), -len(set("".join(known)) & set("".join(header)))


def _possible_headers(rows: Sequence[GridRow]) -> dict[int, tuple[str, ...]]:
    """Return the rows that could be headers: at least three cells filled, by their place."""
    headers = {}
    for at, row in enumerate(rows):
        names = cleaned(row)
        if sum(bool(name) for name in names) >= FEWEST_HITS:
            headers[at] = names
    return headers


def _fit(layout: Layout, at: int, named: Mapping[str, int], rows: Sequence[GridRow]) -> _Candidate | None:
    """Return how a layout fits a row, of which ``named`` are the columns; None where it does not."""
    known = layout.names
    # Most rows, being data, end here, before anything is made for them.
    if len(known.intersection(named)) + len(layout.beginnings) < FEWEST_HITS:
        return None
    if not all(any(name in named for name in names) for names in layout.whole_required):
        return None
    places = with_beginnings(named, layout.beginnings)
    rule = layout.recognise
    hits = len(known & places.keys())
    if hits < FEWEST_HITS or any(name in places for name in rule.forbidden):
        return None
    if not _has_required(layout, places):
        return None
    magic = bool(rule.magic) and _has_magic(rule.magic, rows[: at + 1])
    distinctive = sum(name in places for name in rule.distinctive)
    most = len(set(rule.header) & places.keys()) * 100 >= rule.share * len(rule.header)
    if not (magic or most or (rule.distinctive and distinctive >= rule.distinctive_needed)):
        return None
    return _Candidate(layout, at, hits, magic, places)


def _has_required(layout: Layout, places: Mapping[str, int]) -> bool:
    """Tell whether a header has all columns that the layout requires, and none that it forbids."""
    if any(name in places for name in layout.recognise.forbidden):
        return False
    return all(any(name in places for name in each.split("|")) for each in layout.recognise.required)


def _has_magic(magic: Sequence[str], rows: Sequence[GridRow]) -> bool:
    wanted = [clean_name(each) for each in magic]
    cells = [clean_name(cell) for row in rows for cell in row.cells if cell]
    return any(each in cell for each in wanted for cell in cells)


def names_of(layout: Layout) -> frozenset[str]:
    """Return every column name that a layout knows; none for a table known by its cells."""
    return layout.names


def _by_only_line(rows: Sequence[GridRow]) -> Recognised | None:
    lines = ["\t".join(row.cells).strip(BLANKS) for row in rows]
    filled = [line for line in lines if line]
    if len(filled) != 1:
        return None
    for layout in with_key("only_line"):
        if re.fullmatch(layout.recognise.only_line, filled[0]):
            return Recognised(layout, None, {})
    return None


def by_first_lines(rows: Sequence[GridRow], *, keys: bool = False) -> Recognised | None:
    """Return the layout of a sheet that its first lines give away as a look-alike, whatever its columns are.

    ``keys``: by words that end with a colon, which stand above many a table too, so only where no header fits.
    """
    filled = [(at, row) for at, row in enumerate(rows) if any(cell.strip(BLANKS) for cell in row.cells)]
    first = [clean_name(cell) for _, row in filled[:FIRST_LINES] for cell in row.cells if cell]
    for layout in with_key("first_lines") if first else ():
        words = [clean_name(word) for word in layout.recognise.first_lines]
        if any(word in cell for word in words if word.endswith(":") is keys for cell in first):
            return Recognised(layout, filled[0][0], {})
    return None


def by_cells(rows: Sequence[GridRow]) -> Recognised | None:
    """Return the layout of a table without known column names, by what the cells of its first row of data are."""
    for layout in with_key("cells"):
        patterns = [re.compile(each) for each in layout.recognise.cells]
        places = {str(place + 1): place for place in range(len(patterns))}
        for at, row in enumerate(rows):
            if len(row.cells) >= len(patterns) and all(
                pattern.fullmatch(cell.strip(BLANKS)) for pattern, cell in zip(patterns, row.cells, strict=False)
            ):
                if not layout.recognise.under_names and any(map(_names_roles, rows[:at])):
                    break
                # The row above names the columns in words we do not know; a first row of data has no header.
                return Recognised(layout, at - 1 if at else None, places)
    return None


def _names_roles(row: GridRow) -> bool:
    """Tell whether a row names columns in words that say what they are: then their places say nothing."""
    # Only for tables without a known header: roles are words of their own.
    from suyuan.intake.inferred_roles import roles_of

    return sum(bool(roles_of(name)) for name in cleaned(row) if name) >= FEWEST_HITS


def shown_row(row: GridRow) -> str:
    """Return a row as a sentence quotes it: its filled cells, never pages long."""
    text = " | ".join(cell.strip(BLANKS) for cell in row.cells if cell.strip(BLANKS))
    return text if len(text) <= SHOWN_OF_A_HEADER else text[:SHOWN_OF_A_HEADER] + "…"
