"""What a user can ask of freezes 冻结: propose, carry on by lawful steps, list them with their queue, look at
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from suyuan.actions import jurisdiction, measures, stops
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, name_of, working
from suyuan.casebook import cases, proceedings
from suyuan.model.account import normal_form
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind
from suyuan.model.recorded import from_text
from suyuan.model.text import Message, Text
from suyuan.recovery import freeze_steps, freeze_warnings, freezing, waiting
from suyuan.recovery.freeze_facts import (
    FreezeApproval,
    FreezeProposal,
    FreezeState,
    FreezeStep,
    FreezeWaits,
    PartRelease,
    Release,
    Renewal,
    Sale,
)
from suyuan.recovery.freeze_steps import Desk
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.measured_objects import ObjectClass
from suyuan.recovery.waiting import Known
from suyuan.settings import Settings

LAPSED = Text(
    zh="已于 {over} 自动解除，只能另行提出新的冻结",
    en="It lapsed at {over}; only a new freeze can follow",
)
FREEZE = ProceedingKind.FREEZE
WITH_LEVEL = (FreezeApproval, Renewal, PartRelease, Release, Sale)


@dataclass(frozen=True)
class FreezeView:
    """A freeze at an instant, with what the clock brought.

    ``position`` is its place in the queue from 1, None where it does not wait; ``takes_over`` when it will take
    effect if nothing changes before it.
    """

    case: CaseRecord
    proceeding: Proceeding
    freeze: Freeze
    state: FreezeState
    position: int | None
    takes_over: datetime | None
    warnings: tuple[Message, ...]


def propose_freeze(settings: Settings, case: str, proposal: FreezeProposal, entered: Entered) -> FreezeView:
    """Record a proposed freeze. Raises Refused before the case is filed, and for what cannot be frozen."""
    with working(settings, case, entered) as work:
        jurisdiction.refuse_if_merged(work.change.session, work.case)
        subject = normal_form(proposal.account)
        act = work.act(FreezeStep.PROPOSE.value, proposal)
        freeze = freeze_steps.propose(act, Desk(work.now, work.change.who, work.case.filed_at))
        standing = freezing.standing(freeze, work.now)
        made = proceedings.begin(work.change, work.scope, FREEZE, subject, act, standing)
        return _view(work.change.session, work.case, made, work.now)


def carry_on_freeze(
    settings: Settings, case: str, word: str, step: FreezeStep, facts: object, entered: Entered
) -> FreezeView:
    """Take one more step of a freeze. Raises Refused, with the article, if it is not lawful now."""
    with working(settings, case, entered) as work:
        found = measures.find(work.change.session, work.case, FREEZE, word)
        made = take(work, found, work.act(step.value, with_level(work, facts)))
        return _view(work.change.session, work.case, made, work.now)


def of_merged(settings: Settings, case: str, now: datetime) -> tuple[FreezeView, ...]:
    """Return the freezes of the cases that were merged into a case: they stay their organs', each under its own
    number, and what they hold is held for the main case too. Who may look at the main case may see them.
    """
    with casebook_of(settings) as casebook, casebook.reading() as session:
        main = cases.find_case(session, case)
        merged = cases.cases_of(session, jurisdiction.merged_cases(session, main.number))
        found = []
        for number in sorted(merged):
            scope = measures.scope_of(merged[number])
            every = proceedings.on_subjects_of(session, scope, FREEZE)
            mine = sorted((each for each in every if each.scope == scope), key=_number)
            found += [view_of(merged[number], each, every, now) for each in mine]
        return tuple(found)


def list_freezes(settings: Settings, case: str, now: datetime | None = None) -> tuple[FreezeView, ...]:
    """Return a case's freezes as they stand now, or at another instant."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        at = measures.present(now or datetime.now(CHINA))
        every = proceedings.on_subjects_of(session, measures.scope_of(record), FREEZE)
        mine = sorted((each for each in every if each.scope == measures.scope_of(record)), key=_number)
        return tuple(view_of(record, each, every, at) for each in mine)


def show_freeze(settings: Settings, case: str, word: str, now: datetime | None = None) -> FreezeView:
    """Return one freeze with its steps. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        at = measures.present(now or datetime.now(CHINA))
        return _view(session, record, measures.find(session, record, FREEZE, word), at)


def take(work: Working, found: Proceeding, act: Act) -> Proceeding:
    """Take one step within a transaction: what the clock brought until then is recorded before it.

    Raises Refused if it is not lawful.
    """
    measures.check_clock(work, found)
    group = _group(work.change.session, found)
    found = _settle(work, found, group, act)
    group = _group(work.change.session, found)
    known = waiting.resolved(group, act.acted.at)
    name = name_of(found)
    freeze = next(each.freeze for each in group if each.id == name)
    others = tuple(each for each in known if each.id != name)
    if act.kind == FreezeStep.WAIT.value:
        act = _behind(act, others, work)
    desk = Desk(work.now, work.change.who, work.case.filed_at, measures.hands(found))
    after = freeze_steps.take(freeze, act, desk, others)
    made = proceedings.carry_on(work.change, found, act, freezing.standing(after, work.now))
    if act.kind == FreezeStep.EFFECT.value and freeze.proposal.object is ObjectClass.CASH:
        # securities frozen in an account do not hold the money that was stopped there
        stops.turn_into_freeze(work, found.subject, found.id, act.acted)
    _restand(work, made)
    return made


def view_of(case: CaseRecord, found: Proceeding, every: Sequence[Proceeding], now: datetime) -> FreezeView:
    """Return a freeze at an instant; ``every`` holds the freezes of its account, of all cases."""
    group = group_of(found, every)
    resolved = waiting.resolved(group, now)
    name = name_of(found)
    freeze = next(each.freeze for each in resolved if each.id == name)
    line = [each.id for each in waiting.queue(resolved)]
    position = line.index(name) + 1 if name in line else None
    takes_over = waiting.takes_over(resolved, name) if position is not None else None
    others = tuple(each for each in resolved if each.id != name)
    said = freeze_warnings.warnings(freeze, others, now)
    # A lapse that nobody recorded is seen, and still to be noted down.
    recorded = next(each.freeze for each in group if each.id == name)
    freeze = replace(freeze, closed=recorded.closed)
    return FreezeView(case, found, freeze, freeze.state_at(now), position, takes_over, said)


def group_of(found: Proceeding, every: Iterable[Proceeding]) -> tuple[Known, ...]:
    """Return the freezes of the same thing as one of them, itself included."""
    known = [
        Known(name_of(each), freezing.freeze_of(step.act for step in each.steps))
        for each in every
        if each.subject == found.subject
    ]
    thing = next(each.freeze.thing for each in known if each.id == name_of(found))
    return tuple(each for each in known if each.freeze.thing == thing)


def with_level(work: Working, facts: object) -> object:
    """Return facts with the level at which the step is approved."""
    if isinstance(facts, WITH_LEVEL):
        return replace(facts, level=measures.level_of(work, facts.level))
    return facts


def _settle(work: Working, found: Proceeding, group: Sequence[Known], act: Act) -> Proceeding:
    """Record what the clock brought to one freeze before an act: its take-over; a lapse only when asked for."""
    for change in waiting.changes(group, act.acted.at):
        if change.id == name_of(found) and change.act.kind == FreezeStep.TAKE_OVER.value:
            freeze = freezing.freeze_of([*(step.act for step in found.steps), change.act])
            found = proceedings.carry_on(work.change, found, change.act, freezing.standing(freeze, work.now))
    return found


def _behind(act: Act, others: Sequence[Known], work: Working) -> Act:
    """Return the step of waiting with the freezes of this casebook that stand before."""
    facts = from_text(FreezeWaits, act.facts)
    before = tuple(each.id for each in waiting.active(others, act.acted.at))
    return work.act(act.kind, replace(facts, behind=before), acted=act.acted)


def _restand(work: Working, made: Proceeding) -> None:
    """Keep the standing of the freezes that wait for the same money: when they take over may have changed."""
    session = work.change.session
    every = proceedings.on_subjects(session, [made.subject], FREEZE)
    group = group_of(made, every)
    resolved = waiting.resolved(group, work.now)
    for each in every:
        freeze = next((known.freeze for known in resolved if known.id == name_of(each)), None)
        recorded = next((known.freeze for known in group if known.id == name_of(each)), None)
        if freeze is None or recorded is None or recorded.state is not FreezeState.WAITING:
            continue
        expected = waiting.takes_over(resolved, name_of(each))
        proceedings.restand(work.change, each, freezing.standing(freeze, work.now, expected))


def _group(session: Session, found: Proceeding) -> tuple[Known, ...]:
    return group_of(found, proceedings.on_subjects(session, [found.subject], FREEZE))


def _view(session: Session, case: CaseRecord, found: Proceeding, now: datetime) -> FreezeView:
    every = proceedings.on_subjects(session, [found.subject], FREEZE)
    return view_of(case, found, every, now)


def _number(each: Proceeding) -> int:
    return each.number
