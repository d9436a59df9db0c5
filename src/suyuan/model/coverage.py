"""Coverage 反馈覆盖: for which period of which account an institution has answered, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from suyuan.model.source import Source


@dataclass(frozen=True)
class Coverage:
    """An institution answered for this very number from ``start`` to ``end``, both included.

    Taken from the request or the answer's task sheet, never from the first and last row. ``source`` is the row
    that says so; ``institution`` and ``document`` name who answered and on which paper, empty where nobody says.
    """

    account: str
    currency: str
    start: datetime
    end: datetime
    source: Source
    institution: str = ""
    document: str = ""


@dataclass(frozen=True)
class Assertion:
    """An institution stated the book balance (账面余额) ``amount`` of ``account`` at ``time``.

    ``after_transfer`` is the transfer right after which it holds; None: after all transfers up to ``time``.
    """

    account: str
    time: datetime
    after_transfer: str | None
    amount: int
