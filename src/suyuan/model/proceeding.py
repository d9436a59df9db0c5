"""Proceedings: what runs through lawful steps — a stop, a freeze, a return, a pursuit — and is never rewritten.

A proceeding is the list of its steps. What state it stands in follows from them by the state machine of the
room that knows its rules; only the outcome, its ``Standing``, is kept beside the steps, so that lists need not
compute it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.moment import Moment


class ProceedingKind(Enum):
    """What kind of proceeding it is; each has a state machine of its own."""

    STOP = "stop"
    """紧急止付"""
    FREEZE = "freeze"
    """冻结, also one that waits (轮候)"""
    SEIZURE = "seizure"
    """查封、扣押、提取, and what suspects give back (退赃退赔)"""
    RETURN = "return"
    """冻结资金返还"""
    SUPERVISION = "supervision"
    """联合挂牌督办"""
    PURSUIT = "pursuit"
    """追逃"""
    FORFEITURE = "forfeiture"
    """违法所得没收"""
    SANCTION = "sanction"
    """联合惩戒"""


@dataclass(frozen=True)
class Act:
    """A step about to be taken. ``kind`` is the step's word in its state machine, ``acted`` when the act took
    place (not when it is entered), ``facts`` its particulars as canonical JSON (``model.recorded``),
    ``approved_by`` the second person where the law asks for one, else empty.
    """

    kind: str
    acted: Moment
    facts: str
    why: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Step:
    """A step that was taken: the act, its ``number`` from 1, who entered it and when."""

    number: int
    act: Act
    who: str
    entered_at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a proceeding stands after its steps.

    ``state`` is its state's word, ``open`` whether anything can still follow, ``due_at`` by when somebody must
    act (the safe instant; None: nothing is due), ``due_rule`` the rule's id, ``amount`` in minor units of
    ``currency``.
    """

    state: str
    open: bool = True
    due_at: datetime | None = None
    due_rule: str = ""
    amount: int | None = None
    currency: str = ""
    institution: str = ""


@dataclass(frozen=True)
class Proceeding:
    """A proceeding of a ``scope`` (``case:NUMBER`` or ``supervised:ID``) on a ``subject`` (an account, a person, a
    thing), numbered from 1 within scope and kind. ``steps`` in the order in which they were entered.
    """

    scope: str
    kind: ProceedingKind
    number: int
    subject: str
    standing: Standing
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """Return its short name within the scope, as users write it: ``freeze-3``."""
        return f"{self.kind.value}-{self.number}"
