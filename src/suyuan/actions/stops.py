"""What a user can ask of emergency stop-payments 紧急止付: request, answer, lift, ask again, record the end,
look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from suyuan.actions import jurisdiction, measures
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, working
from suyuan.casebook import cases, proceedings
from suyuan.model.account import normal_form
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind
from suyuan.model.recorded import from_text
from suyuan.model.text import Message
from suyuan.recovery import stop_payment
from suyuan.recovery.freeze_facts import FreezeProposal, FreezeState
from suyuan.recovery.measured_objects import ObjectClass
from suyuan.recovery.stop_facts import (
    NoFacts,
    StopAgain,
    StopCheck,
    StopEffect,
    StopRefusal,
    StopRequest,
    StopState,
    StopStep,
    StopToFreeze,
)
from suyuan.recovery.stop_payment import OtherStop, Stop
from suyuan.settings import Settings

STOP = ProceedingKind.STOP
HOLDING = frozenset({FreezeState.ACTIVE.value, FreezeState.WAITING.value})


@dataclass(frozen=True)
class StopView:
    """A stop at an instant: ``alert`` says where it ended and nothing is frozen (断档)."""

    case: CaseRecord
    proceeding: Proceeding
    stop: Stop
    state: StopState
    alert: Message | None
    warnings: tuple[Message, ...]


@dataclass(frozen=True)
class StopAnswer:
    """What an institution answered to a stop: the comparison, and the effect or the refusal that followed."""

    check: StopCheck
    effect: StopEffect | None = None
    effect_at: Moment | None = None
    refusal: StopRefusal | None = None


def request_stop(settings: Settings, case: str, request: StopRequest, entered: Entered) -> StopView:
    """Record a stop that was ordered. Raises Refused for missing particulars or a third stop."""
    with working(settings, case, entered) as work:
        jurisdiction.refuse_if_merged(work.change.session, work.case)
        subject = normal_form(request.account)
        act = work.act(StopStep.REQUEST.value, request)
        stop = stop_payment.request(act, work.now, _others(work, subject))
        standing = stop_payment.standing(stop, work.now)
        made = proceedings.begin(work.change, work.scope, STOP, subject, act, standing)
        return _view(work.change.session, work.case, made, work.now)


def answer_stop(settings: Settings, case: str, word: str, answer: StopAnswer, entered: Entered) -> StopView:
    """Record an institution's answer: the four particulars compared, then effect or refusal."""
    with working(settings, case, entered) as work:
        found = measures.find(work.change.session, work.case, STOP, word)
        return _view(work.change.session, work.case, answered(work, found, answer), work.now)


def carry_on_stop(
    settings: Settings, case: str, word: str, step: StopStep, facts: object, entered: Entered
) -> StopView:
    """Take one more step of a stop: lift, ask again, record the end. Raises Refused if it is not lawful now."""
    with working(settings, case, entered) as work:
        found = measures.find(work.change.session, work.case, STOP, word)
        made = take(work, found, work.act(step.value, facts))
        return _view(work.change.session, work.case, made, work.now)


def lift_stop(settings: Settings, case: str, word: str, entered: Entered) -> StopView:
    """Lift a stop before its end."""
    return carry_on_stop(settings, case, word, StopStep.LIFT, NoFacts(), entered)


def stop_again(settings: Settings, case: str, word: str, number: str, entered: Entered) -> StopView:
    """Ask for the second stop after the first has expired."""
    return carry_on_stop(settings, case, word, StopStep.AGAIN, StopAgain(number), entered)


def end_stop(settings: Settings, case: str, word: str, entered: Entered) -> StopView:
    """Record that a stop expired and nothing more is due."""
    return carry_on_stop(settings, case, word, StopStep.END, NoFacts(), entered)


def list_stops(settings: Settings, case: str, now: datetime | None = None) -> tuple[StopView, ...]:
    """Return a case's stops as they stand now, or at another instant."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        at = measures.present(now or datetime.now(CHINA))
        found = proceedings.list_proceedings(session, measures.scope_of(record), [STOP])
        return tuple(_view(session, record, each, at) for each in found)


def show_stop(settings: Settings, case: str, word: str, now: datetime | None = None) -> StopView:
    """Return one stop with its steps. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        at = measures.present(now or datetime.now(CHINA))
        return _view(session, record, measures.find(session, record, STOP, word), at)


def answered(work: Working, found: Proceeding, answer: StopAnswer) -> Proceeding:
    """Take the steps that an answer means within a transaction."""
    stop = stop_payment.stop_of(step.act for step in found.steps)
    if answer.refusal is not None:
        return take(work, found, work.act(StopStep.REFUSE.value, answer.refusal))
    if stop.state is StopState.REQUESTED:
        # Whatever the institution did, it compared before the stop took effect.
        compared = answer.effect_at or work.entered.acted
        found = take(work, found, work.act(StopStep.CHECK.value, answer.check, acted=compared))
        stop = stop_payment.stop_of(step.act for step in found.steps)
    if answer.effect is None or stop.state is StopState.MISMATCH:
        return found
    return take(work, found, work.act(StopStep.EFFECT.value, answer.effect, acted=answer.effect_at))


def take(work: Working, found: Proceeding, act: Act) -> Proceeding:
    """Take one step within a transaction; raises Refused if it is not lawful."""
    measures.check_clock(work, found)
    stop = stop_payment.stop_of(step.act for step in found.steps)
    after = stop_payment.take(stop, act, work.now, _others(work, found.subject, found))
    return proceedings.carry_on(work.change, found, act, stop_payment.standing(after, work.now))


def turn_into_freeze(work: Working, subject: str, freeze: str, at: Moment) -> None:
    """End the case's stops of an account that is frozen from a moment on: turned into the freeze, or expired."""
    for each in _of_account(work, subject):
        stop = stop_payment.stop_of(step.act for step in each.steps)
        state = stop.state_at(at.at)
        if stop.closed or stop.last is None or at.at < stop.last.at:
            continue
        if state is StopState.STOPPED:
            act = work.act(StopStep.FREEZE.value, StopToFreeze(freeze), acted=at)
        elif state is StopState.EXPIRED:
            act = work.act(StopStep.END.value, NoFacts(), acted=at)
        else:
            continue
        take(work, each, replace(act, approved_by=""))


def frozen_subjects(session: Session, scope: str, subjects: Sequence[str]) -> frozenset[str]:
    """Return the accounts that a freeze of the scope holds or waits for."""
    found = proceedings.on_subjects(session, subjects, ProceedingKind.FREEZE)
    return frozenset(
        each.subject
        for each in found
        if each.scope == scope and each.standing.state in HOLDING and _of_money(each)
    )


def _of_money(freeze: Proceeding) -> bool:
    """Tell whether a freeze is one of money: securities of an account do not stand for its money."""
    return from_text(FreezeProposal, freeze.steps[0].act.facts).object is ObjectClass.CASH


def _others(work: Working, subject: str, but: Proceeding | None = None) -> tuple[OtherStop, ...]:
    return tuple(
        OtherStop(each.id, stop_payment.stop_of(step.act for step in each.steps))
        for each in _of_account(work, subject)
        if but is None or each.number != but.number
    )


def _of_account(work: Working, subject: str) -> tuple[Proceeding, ...]:
    found = proceedings.on_subjects(work.change.session, [subject], STOP)
    return tuple(each for each in found if each.scope == work.scope)


def _view(session: Session, case: CaseRecord, found: Proceeding, now: datetime) -> StopView:
    stop = stop_payment.stop_of(step.act for step in found.steps)
    frozen = bool(frozen_subjects(session, found.scope, [found.subject]))
    alert = None if stop.closed else stop_payment.gap(stop, now, case.filed_at, frozen=frozen)
    warnings = stop.runs[-1].warnings if stop.runs else ()
    return StopView(case, found, stop, stop.state_at(now), alert, warnings)
