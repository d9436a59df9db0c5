"""Requests 调证: what an institution was asked for, and how it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.source import Source


class Answer(Enum):
    """What an institution sent back. Only WHOLE and NO_ROWS cover the period that was asked for.

    REFUSED stands for 查无此户, 已销户, 超期, 系统超时 and 权限不足, which cover nothing.
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
    asked for, both included, aware. ``sent`` and ``answered`` are None where the list does not say. ``note``
    holds the words of the answer and of the remark.
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
