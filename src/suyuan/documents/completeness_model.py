"""What the report says of completeness and of requests: plain values beside those of ``report_model``.

Amounts are minor units of the line's own currency, since an account may have several.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.documents.report_model import RowPlace

Sentence = Text | Message


@dataclass(frozen=True)
class ChainLine:
    """The balances of one account in one currency over all files; ``repeated`` rows stand in another file too."""

    account: str
    currency: str
    files: tuple[str, ...]
    bookings: int
    repeated: int
    state: str
    gaps: int


@dataclass(frozen=True)
class ChainGapLine:
    """A place where balances do not follow: ``jump`` is missing between the rows ``before`` and ``after``."""

    account: str
    currency: str
    start: datetime
    end: datetime
    jump: int
    before: RowPlace
    after: RowPlace
    quarantined: tuple[int, ...] = ()


@dataclass(frozen=True)
class OverlapLine:
    """Two files of one account: rows in both, counted once, and rows that only look alike, kept."""

    account: str
    currency: str
    file: str
    other: str
    both: int
    alike: int


@dataclass(frozen=True)
class EqualRowsLine:
    """Rows of one file that say the same in every cell; all are kept."""

    account: str
    sha256: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class PrintedLine:
    """A total that a statement prints, beside what was read; ``verdict`` is agrees, differs or not_compared."""

    place: RowPlace
    account: str
    currency: str
    text: str
    count: int | None
    amount: int | None
    found_count: int | None
    found_amount: int | None
    verdict: str


@dataclass(frozen=True)
class DayRunLine:
    """Days of one state, both ends included."""

    first: date
    last: date
    state: str


@dataclass(frozen=True)
class CalendarLine:
    """An account's days over the whole window."""

    account: str
    runs: tuple[DayRunLine, ...]

    def days(self, state: str) -> int:
        """Return how many days are of a state."""
        return sum((run.last - run.first).days + 1 for run in self.runs if run.state == state)


@dataclass(frozen=True)
class RequestLine:
    """One request: how it stands (``standing`` is the register's word), in words, and what it covers."""

    document: str
    organ: str
    institution: str
    account: str
    start: datetime
    end: datetime
    sent: datetime | None
    due: datetime | None
    due_stated: bool
    answered: datetime | None
    standing: str
    words: Text
    late: int
    meaning: Text | None
    note: str
    covered: tuple[datetime, datetime] | None
    files: tuple[str, ...]
    lacks_file: bool
    place: RowPlace


@dataclass(frozen=True)
class NeverAskedLine:
    """An account that nobody was asked about, and what of the victims' money stops there."""

    account: str
    institution: str
    amount: int


@dataclass(frozen=True)
class UnaskedLine:
    """A statement of an account that no request covers."""

    account: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class CompletenessPages:
    """Everything that the report says of completeness and requests.

    ``moment`` is when requests stand as they are said to; ``default_term`` labels due times that nobody states.
    ``states`` are the words for the calendar's states, in the order of its legend.
    """

    moment: datetime
    default_term: Sentence
    states: tuple[tuple[str, Text], ...]
    first: date | None = None
    last: date | None = None
    chains: tuple[ChainLine, ...] = ()
    gaps: tuple[ChainGapLine, ...] = ()
    overlaps: tuple[OverlapLine, ...] = ()
    equal_rows: tuple[EqualRowsLine, ...] = ()
    printed: tuple[PrintedLine, ...] = ()
    calendar: tuple[CalendarLine, ...] = ()
    requests: tuple[RequestLine, ...] = ()
    never_asked: tuple[NeverAskedLine, ...] = ()
    unasked: tuple[UnaskedLine, ...] = ()
