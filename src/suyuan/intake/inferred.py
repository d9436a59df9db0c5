"""A layout that nobody has described: read in every way its columns allow, with the balances as judge.

A reading is sure only if every row's balance follows from the one before, nearly no row is left out, and no other
way of reading fits as well and says something else. Else a person decides among the best three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.header import LINES_SEARCHED, cleaned, places_of
from suyuan.intake.inferred_candidates import candidates
from suyuan.intake.inferred_columns import SAMPLE, Sheet, by_first_wide_row, sheet_of
from suyuan.intake.inferred_description import Answers, layout_of
from suyuan.intake.inferred_roles import roles_of
from suyuan.intake.joined_headers import with_joined_headers
from suyuan.intake.layout import Layout
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid
from suyuan.intake.several_tables import side_by_side
from suyuan.intake.strangers import strange_sheet
from suyuan.intake.table import ReadSheet, read_sheet
from suyuan.model.moment import Precision
from suyuan.model.text import Message, Text

READINGS = 3
"""So many readings are shown to the person who decides."""

FULLY_READ = 6
"""So many of the best ways by the first rows are tried on all rows."""

FEWEST_BALANCES = 3
FEWEST_MOVES = 2
FEW_QUARANTINED = 3
SHARE_QUARANTINED = 5
"""Percent of the rows that may be quarantined in a sure reading, or ``FEW_QUARANTINED`` rows if that is more."""


INFERRED = Text(
    zh="版式没有描述，各列含义由列名和单元格推断，并由余额链证明（{columns}）",
    en="the layout is not described: what its columns are was inferred and is proven by the balances ({columns})",
)
CHINA_TIME = Text(
    zh="文件不是人民币账目，也没有写明时区，时间按 +08:00 读取；"
    "如非中国时间，请用 suyuan statement describe --offset 说明",
    en="the file is not in CNY and states no time zone; its times were taken as +08:00. If they are not China's, "
    "say so with suyuan statement describe --offset",
)
UNITS_SAID = {"minor": "unit = 分 (minor)", "ten_thousand": "unit = 万元 (ten_thousand)"}
CHINA = timedelta(hours=8)
FIRST_ROWS = 20
"""So many rows tell whether a table has times of day."""


@dataclass(frozen=True)
class Reading:
    """One way to read a file: what its columns would be, and what its sheets then say."""

    answers: Answers
    layout: Layout
    sheets: tuple[ReadSheet, ...]

    def columns_said(self) -> str:
        """Return which column was taken for what, and the direction rule, as a line for people."""
        parts = [f"{role}: {' + '.join(names)}" for role, names in self.answers.fields.items()]
        rule = self.answers.direction
        if rule == "signed":
            rule += f", + = {self.answers.plus}"
        for meaning, words in self.answers.words.items():
            rule += f", {meaning} = {'/'.join(words)}"
        if self.answers.unit != "major":
            rule += f", {UNITS_SAID[self.answers.unit]}"
        if self.answers.time_formats:
            rule += f", {self.answers.time_formats[0]}"
        return "; ".join([*parts, rule])

    def assumed(self) -> Iterator[Message]:
        """Yield what was inferred, and what was assumed, of a layout that nobody has described."""
        yield INFERRED(columns=self.columns_said())
        parts = [part for sheet in self.sheets for part in sheet.table.parts if part.currency != "CNY"]
        first = [booking.time for part in parts for booking in part.bookings[:FIRST_ROWS]]
        if any(time.precision is not Precision.DAY and time.at.utcoffset() == CHINA for time in first):
            yield CHINA_TIME()

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What speaks against it: rows that no balance proves or that are not read, times out of order, words that
        the balances turn, few roles. A row set aside is no better than one that is not proven.
        """
        unread = self.quarantined
        return (self.unproven + unread, unread, self.disorder + self.turned, -len(self.answers.fields))

    @property
    def turned(self) -> int:
        """Return how many bookings' words or signs the balances contradict and turn."""
        parts = [part for sheet in self.sheets for part in sheet.table.parts]
        return sum(booking.direction_inferred for part in parts for booking in part.bookings)

    @property
    def against_names(self) -> bool:
        """Tell whether it takes a column for the side that another side's name stands above."""
        sides = {"incoming": "outgoing", "outgoing": "incoming"}
        return any(
            other in roles_of(name) for side, other in sides.items() for name in self.answers.fields.get(side, ())
        )

    @property
    def unproven(self) -> int:
        """Return how many bookings no balance proves."""
        count = 0
        for sheet in self.sheets:
            for part in sheet.table.parts:
                absent = part.balance.state is BalanceState.ABSENT
                count += len(part.bookings) if absent else len(part.balance.breaks)
        return count

    @property
    def quarantined(self) -> int:
        """Return how many rows could not be read."""
        return sum(sheet.table.rows.quarantined for sheet in self.sheets)

    @property
    def read(self) -> int:
        """Return how many rows were read."""
        return sum(sheet.table.rows.read for sheet in self.sheets)

    @property
    def disorder(self) -> int:
        """Return how many rows stand against the order of time that most rows stand in."""
        count = 0
        for sheet in self.sheets:
            for part in sheet.table.parts:
                times = [booking.time.at for booking in part.bookings]
                later = sum(one < two for one, two in pairwise(times))
                earlier = sum(one > two for one, two in pairwise(times))
                count += min(later, earlier)
        return count

    @property
    def proven(self) -> bool:
        """Tell whether the balances prove this reading and nearly every row is in it."""
        balances = moves = 0
        for sheet in self.sheets:
            for part in sheet.table.parts:
                if part.balance.state is BalanceState.BROKEN:
                    return False
                if part.balance.state is BalanceState.ABSENT and len(part.bookings) > 1:
                    return False
                if part.balance.state is BalanceState.PROVEN:
                    stated = [part.bookings[at] for at in part.balance.order]
                    balances += sum(booking.balance is not None for booking in stated)
                    moves += sum(booking.amount > 0 for booking in stated)
        few = max(FEW_QUARANTINED, self.read * SHARE_QUARANTINED // 100)
        enough = balances >= FEWEST_BALANCES and moves >= FEWEST_MOVES
        return enough and self.quarantined <= min(few, self.read // 2) and balances * 2 >= self.read

    def says(self) -> list[tuple[datetime, str, int, str, str]]:
        """Return what it says of the money: two readings that say the same need nobody to choose."""
        return sorted(
            (booking.time.at, booking.direction.value, booking.amount, booking.currency, booking.account)
            for sheet in self.sheets
            for part in sheet.table.parts
            for booking in part.bookings
        )


@dataclass(frozen=True)
class Inferred:
    """The ways to read a file, best first; ``sure``: the first one is proven and none that fits contradicts it."""

    sure: bool
    readings: tuple[Reading, ...]


def infer(sha256: str, grids: Sequence[Grid], place: str) -> Inferred | None:
    """Return how a file of an unknown layout can be read; None where it is no statement at all."""
    grids = [with_joined_headers(grid) for grid in grids]
    sheets = [sheet for grid in grids if (sheet := sheet_of(grid)) is not None]
    ways: list[Answers] = []
    main: Sheet | None = None
    for sheet in sheets:
        ways = candidates(sheet)
        if ways:
            main = sheet
            break
    if main is None:
        return None
    grid = main.grid
    start = 0 if main.header_at is None else main.header_at + 1
    sample = replace(grid, rows=grid.rows[: start + SAMPLE])
    tried = [each for way in ways if (each := _reading(sha256, (sample,), way, place)) is not None]
    tried.sort(key=lambda reading: reading.rank)
    whole = len(grids) == 1 and len(sample.rows) == len(grid.rows)
    best = tried[:FULLY_READ] if not whole else tried
    full = [
        each for one in best if (each := one if whole else _reading(sha256, grids, one.answers, place)) is not None
    ]
    full.sort(key=lambda reading: reading.rank)
    distinct = _distinct(full)
    if not distinct:
        return None
    proven = [each for each in distinct if each.proven]
    proven = [each for each in proven if not each.against_names] or proven
    aside = min((each.quarantined for each in proven), default=0)
    proven = [each for each in proven if each.quarantined == aside]
    least = min((each.disorder for each in proven), default=0)
    proven = [each for each in proven if each.disorder == least]
    turned = min((each.turned for each in proven), default=0)
    proven = [each for each in proven if each.turned == turned]
    if len(proven) == 1 and not _is_open(main, proven[0], place):
        return Inferred(sure=True, readings=(proven[0],))
    return Inferred(sure=False, readings=tuple(distinct[:READINGS]))


_CREDIT = re.compile(r"信用卡|贷记卡|credit\s?card|kreditkarte", re.IGNORECASE)
"""Words above a table, or in a file's name, that make it a card's bill: there a plus may be what was spent."""


def _is_open(sheet: Sheet, reading: Reading, place: str) -> bool:
    """Tell whether a proven reading leaves something open that no balance tells.

    Two tables that stand side by side, of which it reads one; a bill of a credit card, whose
    balance may be a debt that grows by what is spent.
    """
    names = {column.name for column in sheet.columns}
    if side_by_side(sheet.grid) is not None:
        return True
    again = [role for role, said in reading.answers.fields.items() if f"{said[0]}#2" in names]
    if "time" in again and {"amount", "incoming", "balance"} & set(again):
        return True
    above = [cell for row in sheet.grid.rows[: sheet.header_at or 0] for cell in row.cells]
    return reading.answers.direction == "signed" and any(
        _CREDIT.search(text) for text in (Path(place).name, *above)
    )


def read_with(sha256: str, grids: Sequence[Grid], answers: Answers, place: str) -> Reading | None:
    """Return a file as these answers read it; None where no sheet has their columns."""
    return _reading(sha256, [with_joined_headers(grid) for grid in grids], answers, place)


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings that say different things, the best of those that say the same."""
    found: list[Reading] = []
    said: list[object] = []
    for reading in readings:
        says = reading.says()
        if says and says not in said:
            said.append(says)
            found.append(reading)
    return found


def _reading(sha256: str, grids: Sequence[Grid], answers: Answers, place: str) -> Reading | None:
    try:
        layout = layout_of(answers)
    except Refused:
        return None  # columns whose names no description can say
    sheets = []
    fits = False
    for grid in grids:
        found = _found(grid, answers)
        if found is None:
            strange = strange_sheet(sha256, grid)
            sheets.append(ReadSheet(strange.table, (strange.warning,), ()))
        else:
            fits = True
            sheets.append(read_sheet(sha256, grid, Recognised(layout, *found), place))
    return Reading(answers, layout, tuple(sheets)) if fits else None


def _found(grid: Grid, answers: Answers) -> tuple[int | None, dict[str, int]] | None:
    """Return where a sheet's header stands, and its columns; None where it has not the columns that are read."""
    if answers.cells:
        return None, {str(at + 1): at for at in range(len(answers.cells))}
    used = {name for names in answers.fields.values() for name in names}
    for at, row in enumerate(grid.rows[:LINES_SEARCHED]):
        places = places_of(cleaned(row))
        if used <= places.keys():
            return at, places
    return None


def propose(sha256: str, grids: Sequence[Grid], place: str) -> tuple[Sheet | None, Inferred | None]:
    """Return the sheet that holds the table, with its columns, and how it can be read as far as that is known."""
    grids = [with_joined_headers(grid) for grid in grids]
    sheets = [sheet for grid in grids if (sheet := sheet_of(grid)) is not None]
    main = next((sheet for sheet in sheets if candidates(sheet)), sheets[0] if sheets else None)
    if main is None:
        main = next((sheet for grid in grids if (sheet := by_first_wide_row(grid)) is not None), None)
    return main, infer(sha256, grids, place)
