"""Waiting freezes 轮候冻结: how the freezes of the same money stand behind one another, and what the clock brings.

Source: 程序规定 article 242: frozen property is not frozen again, a waiting freeze is allowed. That they stand
in the order in which the institution received them, take effect by themselves when the earlier one ends, and that
their term starts then, was not read in a source (rule freeze.waiting.order, labelled as not settled).

A lapse and the take-over that follows it happen without anybody's doing: ``changes`` computes them as the
steps that record them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.recovery import freezing
from suyuan.recovery.freeze_facts import FreezeState, FreezeStep, TakeOver
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.stop_facts import NoFacts

FREED = (FreezeState.RELEASED, FreezeState.LAPSED)
"""After these the first in the queue takes over; money handed over by a judgment is not free."""


@dataclass(frozen=True)
class Known:
    """A freeze under the name by which it is known: its scope and number."""

    id: str
    freeze: Freeze


@dataclass(frozen=True)
class Change:
    """A step that nobody took: the clock brought it."""

    id: str
    act: Act


def queue(group: Sequence[Known]) -> tuple[Known, ...]:
    """Return the waiting freezes of the same money, first come first: by the time the institution received
    them.
    """
    return tuple(sorted((each for each in group if each.freeze.state is FreezeState.WAITING), key=_place))


def active(group: Sequence[Known], at: datetime) -> tuple[Known, ...]:
    """Return the freezes of the same money that hold at an instant."""
    return tuple(each for each in group if each.freeze.state_at(at) is FreezeState.ACTIVE)


def changes(group: Sequence[Known], now: datetime) -> tuple[Change, ...]:
    """Return what the clock brought up to an instant, in its order: lapses, and take-overs by the first in the
    queue.
    """
    return _run(group, now)[0]


def resolved(group: Sequence[Known], now: datetime) -> tuple[Known, ...]:
    """Return the freezes with what the clock brought up to an instant."""
    return _run(group, now)[1]


def takes_over(group: Sequence[Known], name: str) -> datetime | None:
    """Return when a waiting freeze will take over if nothing is renewed, released or added; None where unknown."""
    far = datetime.max.replace(tzinfo=CHINA)
    for change in changes(group, far):
        if change.id == name and change.act.kind == FreezeStep.TAKE_OVER.value:
            return change.act.acted.at
    return None


def _run(group: Sequence[Known], now: datetime) -> tuple[tuple[Change, ...], tuple[Known, ...]]:
    known = {each.id: each for each in group}
    found: list[Change] = []
    while True:
        ready = [
            each for each in (_lapse(known), _take_over(known)) if each is not None and each.act.acted.at <= now
        ]
        if not ready:
            return tuple(found), tuple(known.values())
        change = min(ready, key=lambda each: each.act.acted.at)
        freeze = freezing.after(known[change.id].freeze, change.act)
        known[change.id] = replace(known[change.id], freeze=freeze)
        found.append(change)


def _lapse(known: dict[str, Known]) -> Change | None:
    """Return the next lapse."""
    ends = [
        (each.freeze.over, _place(each), each.id)
        for each in known.values()
        if each.freeze.state is FreezeState.ACTIVE and each.freeze.over is not None
    ]
    if not ends:
        return None
    over, _, name = min(ends)
    return Change(name, Act(FreezeStep.LAPSE.value, Moment(over), to_text(NoFacts())))


def _take_over(known: dict[str, Known]) -> Change | None:
    """Return the next take-over: the first in the queue, when no freeze of the money holds any more.

    Freezes that only the institution knows of may still hold: then it is for the institution to say.
    """
    line = queue(tuple(known.values()))
    if not line or any(each.freeze.state is FreezeState.ACTIVE for each in known.values()):
        return None
    first = line[0]
    before = [known[name] for name in first.freeze.behind if name in known]
    if not before or len(before) < len(first.freeze.behind) or first.freeze.outside:
        return None
    if any(each.freeze.state not in FREED for each in before):
        return None
    ended = [
        (each.freeze.ended.at, _place(each), each)
        for each in known.values()
        if each.freeze.ended is not None and each.freeze.state in FREED
    ]
    at, _, last = max(ended, key=lambda each: each[:2])
    if first.freeze.last is not None:
        at = max(at, first.freeze.last.at)
    return Change(first.id, Act(FreezeStep.TAKE_OVER.value, Moment(at), to_text(TakeOver(last.id))))


def _place(each: Known) -> tuple[datetime, str]:
    received = each.freeze.received or each.freeze.proposed
    return received.at, each.id
