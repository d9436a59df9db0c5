"""Requests 调证: what an institution was asked for, and how it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.source import Source
from suyuan.model.text import Text


class Answer(Enum):
    """What an institution sent back. Only WHOLE and NO_ROWS cover the period that was asked for.

    REFUSED stands for 查无此户, 已销户, 超期, 系统超时, 权限不足 and the like (``Refusal``): they do not cover the
    period as such.
    """

    WHOLE = "whole"
    NO_ROWS = "no_rows"
    PART = "part"
    NONE = "none"
    REFUSED = "refused"

    @property
    def covers(self) -> bool:
        """Tell whether the answer covers its period (docs/method.md, "Coverage and assertions")."""
        return self in (Answer.WHOLE, Answer.NO_ROWS)


@dataclass(frozen=True)
class AnsweredRequest:
    """One number asked of one institution, and the answer.

    ``document`` is the number of the paper. ``account`` is in normal form. ``start`` and ``end`` are the period
    asked for, both included, aware. ``sent``, ``answered`` and ``due`` (应反馈时间, its last instant) are None
    where the list does not say. ``note`` holds the words of the answer and of the remark; ``organ`` 协查机关 asks,
    through its ``officer`` 承办人; both may be empty.
    """

    source: Source
    document: str
    institution: str
    account: str
    currency: str
    start: datetime
    end: datetime
    sent: datetime | None
    answered: datetime | None
    answer: Answer
    note: str
    due: datetime | None = None
    organ: str = ""
    officer: str = ""


@dataclass(frozen=True)
class NamedPaper:
    """The number of a paper or task that rows of a statement name for their account; ``source`` is the first."""

    source: Source
    account: str
    paper: str


class Covers(Enum):
    """What an answer says of its period: nothing, all of it, or the time up to the account's closing."""

    NOTHING = "nothing"
    PERIOD = "period"
    UNTIL_CLOSING = "until_closing"


@dataclass(frozen=True)
class Meaning:
    """What an institution's words mean, as data says it (``intake/answers.toml``).

    ``id`` names the meaning, ``name`` in words. ``again``: the same may be asked again as it is. ``basis`` says
    where the rule comes from: a source, or that it is the product's choice.
    """

    id: str
    answer: Answer
    words: tuple[str, ...]
    covers: Covers
    again: bool
    name: Text
    basis: Text
