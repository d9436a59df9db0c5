"""What a table of a document is before it becomes HTML or a sheet: columns, rows, cells.

A cell is a value with a meaning (money, an account, a way back), never a formatted string, so that page and
workbook say the same and each links in its own manner. ``anchor`` of a row is its one name in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from suyuan.documents.completeness_model import DayRunLine
from suyuan.documents.counted import Counted
from suyuan.documents.figures import Spread
from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class Money:
    """An amount in minor units of the case's currency."""

    minor: int


@dataclass(frozen=True)
class Link:
    """Words that lead to a row; ``anchor`` is the row's."""

    words: str | Text | Message
    anchor: str


@dataclass(frozen=True)
class Account:
    """An account number that leads to the account's row; ``holder`` is shown beside it, may be empty.

    ``anchor`` is empty for a number that has no row of its own, and in that row itself.
    """

    number: str
    anchor: str = ""
    holder: str = ""


@dataclass(frozen=True)
class When:
    """A time as its source states it."""

    at: datetime
    date_only: bool = False


@dataclass(frozen=True)
class Span:
    """A period, open where an end is None."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class EvidenceRow:
    """The end of the way back: a row of a file, named by the file's number, name and hash."""

    anchor: str
    mark: str
    file: str
    sha256: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class WayStep:
    """One part of a figure: what it is, its row, the sign with which it counts and its amounts by policy."""

    link: Link
    sign: int
    amounts: Spread
    note: str | Text | Message = ""


@dataclass(frozen=True)
class Way:
    """The way back of a figure: the rows of another table that it is made of, and how they are counted."""

    unit: Counted
    steps: tuple[WayStep, ...]


@dataclass(frozen=True)
class Several:
    """Several cells in one place, one below the other."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Brief:
    """A short line for the page, and the whole of it for the workbook."""

    short: Cell
    whole: Cell


@dataclass(frozen=True)
class Days:
    """An account's days as a strip: runs of one state, the states' words, and the window that all strips share."""

    runs: tuple[DayRunLine, ...]
    states: tuple[tuple[str, Text], ...]
    window: tuple[date | None, date | None]


@dataclass(frozen=True)
class Bar:
    """Least and greatest of a figure as a bar, of the ``most`` that any bar of its column shows."""

    least: int
    greatest: int
    most: int


@dataclass(frozen=True)
class Badge:
    """A word that stands for a code and is coloured by it (``stands``, ``inferred``, ``broken``)."""

    words: str | Text
    code: str


Cell = (
    str | int | Text | Message | None | Money | Spread | Link | Account | When | Span | EvidenceRow | Way | Several
    | Badge | Bar | Days | Brief
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column: its title and what its cells are.

    ``kind`` is ``text``, ``count``, ``money``, ``spread`` (least–greatest and one column a policy), ``range``
    (least–greatest alone), ``time``, ``account``, ``hash``, ``way`` or ``days`` (a strip of a calendar).
    """

    title: Text | Message
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    """A row of a table; ``anchor`` is empty where nothing leads to it. A spread fills all its column's places."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table: its name (also its anchor), title, what it says, and its total line.

    ``folded`` has the page show its title alone until one asks for it; ``at_hand`` has it always show the first
    rows. ``sheet`` is the name of its sheet where the title is too long for one.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Text | Message | None = None
    total: tuple[Cell, ...] | None = None
    folded: bool = False
    at_hand: bool = False
    sheet: Text | None = None

    @property
    def sheet_title(self) -> Text:
        """What its sheet in the workbook is called."""
        return self.sheet or self.title


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading."""

    name: str
    title: Text
    intro: Text | Message | None
    tables: tuple[Table, ...]
