"""A rule of law as the program applies it: where it stands, when it is in force, its number, how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from suyuan.model.text import Text

Value = int | str | tuple[int, ...] | None
"""A number in the rule's unit, a level of approval, several numbers, or nothing (a condition or a method)."""


class Certainty(Enum):
    """How sure a rule is."""

    LAW = "law"
    ANALOGY = "analogy"
    NOT_READ = "not_read"
    DESIGN = "design"
    OPEN = "open"


CERTAINTY_LABELS = {
    Certainty.LAW: Text(zh="法律条文所定", en="stated by the law"),
    Certainty.ANALOGY: Text(zh="比照适用", en="applied by analogy"),
    Certainty.NOT_READ: Text(zh="未读到原文", en="source not read"),
    Certainty.DESIGN: Text(zh="产品取值", en="product's choice"),
    Certainty.OPEN: Text(zh="尚无定论，产品取值", en="not settled, product's choice"),
}


class Reading(Enum):
    """In what form the source of a rule was read."""

    TEXT = "text"
    SECONDARY = "secondary"
    NONE = "none"


READING_LABELS = {
    Reading.TEXT: Text(zh="读过文件正文", en="the document's own text was read"),
    Reading.SECONDARY: Text(
        zh="只读过引述（新闻、律师或论坛转载）", en="read only where others quote it (news, law firms, reprints)"
    ),
    Reading.NONE: Text(zh="未读到原文", en="source not read"),
}


class Unit(Enum):
    """What a rule's value counts; money is in whole yuan (``Rule.minor`` gives fen)."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    MINUTE = "minute"
    COUNT = "count"
    TIMES = "times"
    PERCENT = "percent"
    YUAN = "CNY"
    LEVEL = "level"


TERM_UNITS = frozenset({Unit.HOUR, Unit.DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR})


class Kind(Enum):
    """What a rule is for."""

    TERM = "term"
    NOTICE_BEFORE = "notice_before"
    LIMIT = "limit"
    THRESHOLD = "threshold"
    APPROVAL = "approval"
    CONDITION = "condition"
    METHOD = "method"
    STATES = "states"


@dataclass(frozen=True)
class Document:
    """A document that rules stand in. ``in_force_read``: whether its first day in force was read, or is memory."""

    key: str
    name: str
    jurisdiction: str
    in_force_from: date | None
    in_force_until: date | None
    in_force_read: bool


@dataclass(frozen=True)
class Rule:
    """One rule in one period; ``in_force_until`` is its last day, None means no end is known.

    ``exact``: an hour term runs to the second from its start, its first hour counted.
    ``rolls``: its last day moves to the first working day where it falls on a day off.
    ``caution``: what is not settled about it, said wherever a deadline is computed by it.
    """

    id: str
    document: Document
    article: str | None
    kind: Kind
    value: Value
    unit: Unit | None
    certainty: Certainty
    reading: Reading
    in_force_from: date | None
    in_force_until: date | None
    numbers: tuple[int, ...]
    words: Text
    exact: bool = False
    rolls: bool = True
    caution: Text | None = None

    def in_force(self, day: date) -> bool:
        """Return whether the rule governs an act of a day."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )

    @property
    def number(self) -> int:
        """Return the one number of a rule; raises ValueError for a rule without one."""
        if not isinstance(self.value, int):
            raise ValueError(f"{self.id} has no single number")
        return self.value

    @property
    def minor(self) -> int:
        """Return a rule's money in fen; raises ValueError for a rule that is not about money."""
        if self.unit is not Unit.YUAN:
            raise ValueError(f"{self.id} is not an amount of money")
        return self.number * 100

    @property
    def is_term(self) -> bool:
        """Return whether a deadline can be computed by the rule."""
        return self.kind in (Kind.TERM, Kind.NOTICE_BEFORE) and self.unit in TERM_UNITS
