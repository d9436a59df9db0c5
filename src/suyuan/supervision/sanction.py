"""Joint sanctions 联合惩戒 as a state machine: identified, told, in effect, ended by itself or lifted on appeal.

Source: 电信网络诈骗及其关联违法犯罪联合惩戒办法 (2024-12-01) article 3 and its terms of three and two years, five
running at most; 反电信网络诈骗法 article 31. Rule 40 of the law's list in docs/law.md. How long an appeal
takes was not read and carries that label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from suyuan.model.law.deadline import Deadline, add_months
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.rights import Level
from suyuan.model.text import Message, Text
from suyuan.recovery import approval, citing
from suyuan.supervision import lawful
from suyuan.supervision.sanction_facts import (
    SANCTION_STATES,
    SANCTION_STEPS,
    Ground,
    SanctionIdentified,
    SanctionPaper,
    SanctionProposal,
    SanctionState,
    SanctionStep,
)

CRIMINAL, IDENTIFIED, TOTAL, CARDS, BELOW, APPROVAL, APPEAL, STATES = (
    "sanction.criminal",
    "sanction.identified",
    "sanction.total",
    "sanction.cards",
    "sanction.below.approval",
    "sanction.approval",
    "sanction.appeal",
    "sanction.states",
)
TERMS = {Ground.PUNISHED: CRIMINAL, Ground.IDENTIFIED: IDENTIFIED}
MONTHS = 12

WHAT = Text(zh="惩戒", en="The sanction")
FINDING = Text(zh="惩戒认定", en="the finding")
FINDING_BELOW = Text(zh="未达数量的惩戒认定", en="a finding below the number")
NO_DOCUMENT = Text(
    zh="{person}：须写明文书号（判决书或认定书）。", en="{person}: name the document, judgment or finding."
)
NOT_IN_WRITING = Text(
    zh="惩戒须书面告知，请写明告知书文号。", en="A sanction is told in writing: name its document."
)
AT_LIMIT = Text(
    zh="{person} 自 {start} 起连续惩戒，{end} 已满 {years} 年，不能再连续列入。",
    en="{person} is under sanction since {start} without a break; {years} years are full on {end}.",
)
SHORTENED = Text(
    zh="连续惩戒自 {start} 起合计不超过 {years} 年，本次到 {end} 止。",
    en="Sanctions run since {start} and at most {years} years together, so this one ends on {end}.",
)
APPEAL_TERMS = Text(
    zh="申诉、核查、答复的期限未读到原文，不作计算。", en="The terms of an appeal were not read; none is computed."
)

S, T = SanctionState, SanctionStep
ALLOWED = {
    S.PROPOSED: {T.IDENTIFY},
    S.IDENTIFIED: {T.TELL},
    S.TOLD: {T.EXECUTE, T.APPEAL},
    S.IN_EFFECT: {T.APPEAL, T.LIFT},
    S.APPEALED: {T.UPHOLD, T.LIFT},
}


@dataclass(frozen=True)
class Running:
    """A sanction's time in effect: both days count, ``end`` is its last."""

    start: date
    end: date


@dataclass(frozen=True)
class Sanction:
    """A sanction after its steps; ``running`` is None until it is in effect."""

    proposal: SanctionProposal
    state: SanctionState = SanctionState.PROPOSED
    before_appeal: SanctionState = SanctionState.TOLD
    running: Running | None = None
    deadline: Deadline | None = None
    chain_start: date | None = None
    warnings: tuple[Message, ...] = ()
    last: Moment | None = None

    def state_at(self, now: datetime) -> SanctionState:
        """Return the state on a day: a sanction past its last day has ended by itself."""
        live = self.state in (S.IN_EFFECT, S.APPEALED)
        if live and self.running is not None and citing.day_of(now) > self.running.end:
            return S.ENDED
        return self.state


def sanction_of(acts: Iterable[Act], others: Sequence[Running] = ()) -> Sanction:
    """Return what a sanction is after its steps; ``others`` are the person's sanctions that took effect before."""
    given = iter(acts)
    sanction = begun(next(given))
    for act in given:
        sanction = _after(sanction, act, others)
    return sanction


def begun(act: Act) -> Sanction:
    """Return a sanction after its first step."""
    return Sanction(from_text(SanctionProposal, act.facts), last=act.acted)


def propose(act: Act, now: datetime) -> Sanction:
    """Return a new sanction, or raise Refused where no document stands behind it."""
    sanction = begun(act)
    citing.in_time(act.acted, None, now)
    given, day = sanction.proposal, citing.day_of(act.acted)
    citing.governing(TERMS[given.ground], day)
    if not given.document.strip() or not given.person.strip():
        raise citing.refused(NO_DOCUMENT(person=given.person), TERMS[given.ground], day)
    return sanction


def take(
    sanction: Sanction, act: Act, now: datetime, hands: Iterable[str] = (), others: Sequence[Running] = ()
) -> Sanction:
    """Return the sanction after one more step, or raise Refused with the article that forbids it."""
    step = lawful.step_named(SanctionStep, act.kind)
    citing.in_time(act.acted, sanction.last, now)
    day, state = citing.day_of(act.acted), sanction.state_at(act.acted.at)
    law = (APPEAL if step is T.APPEAL else STATES, act.acted)
    lawful.check_now(WHAT, SANCTION_STATES[state], step, ALLOWED.get(state, set()), SANCTION_STEPS, law)
    if step is T.IDENTIFY:
        _check_finding(sanction.proposal, act, frozenset(hands), day)
    elif step is T.TELL and not from_text(SanctionPaper, act.facts).document.strip():
        raise citing.refused(NOT_IN_WRITING(), APPEAL, day)
    elif step is T.EXECUTE:
        _check_room(sanction, day, others)
    return _after(sanction, act, others)


def standing(sanction: Sanction, now: datetime) -> Standing:
    """Return how a sanction stands; one in effect is due on its last day."""
    state = sanction.state_at(now)
    live = sanction.running is not None and state in (S.IN_EFFECT, S.APPEALED)
    due = citing.last_instant(sanction.running.end) if live and sanction.running is not None else None
    rule = TERMS[sanction.proposal.ground] if due is not None else ""
    return Standing(state.value, bool(ALLOWED.get(state)), due, rule)


def reaches_the_number(proposal: SanctionProposal, day: date) -> bool:
    """Return whether cards, times or recipients reach the number, or the identity was false."""
    least = citing.governing(CARDS, day).number
    return proposal.false_identity or max(proposal.cards, proposal.times, proposal.recipients) >= least


def _check_finding(proposal: SanctionProposal, act: Act, hands: frozenset[str], day: date) -> None:
    if proposal.ground is Ground.PUNISHED:
        return
    found = from_text(SanctionIdentified, act.facts)
    enough = reaches_the_number(proposal, day)
    name = APPROVAL if enough else BELOW
    wanted: Level = approval.needed(citing.governing(name, day))
    what = FINDING if enough else FINDING_BELOW
    approval.check(what, act.approved_by, hands, found.level, wanted, name, day)


def _check_room(sanction: Sanction, day: date, others: Sequence[Running]) -> None:
    start = _chain(day, others)
    rule = citing.governing(TOTAL, day)
    end = add_months(start, rule.number * MONTHS)
    if day >= end:
        said = AT_LIMIT(person=sanction.proposal.person, start=start, years=rule.number, end=end)
        raise citing.refused(said, TOTAL, day)


def _chain(day: date, others: Sequence[Running]) -> date:
    """Return since when sanctions run without a break up to a day."""
    start = day
    for each in sorted(others, key=lambda run: (run.end, run.start), reverse=True):
        if each.start <= day and each.end >= start:
            start = min(start, each.start)
    return start


def _after(sanction: Sanction, act: Act, others: Sequence[Running]) -> Sanction:
    step, moved = lawful.step_named(SanctionStep, act.kind), replace(sanction, last=act.acted)
    if step is T.IDENTIFY:
        return replace(moved, state=S.IDENTIFIED)
    if step is T.TELL:
        return replace(moved, state=S.TOLD)
    if step is T.APPEAL:
        warnings = (*sanction.warnings, APPEAL_TERMS())
        return replace(moved, state=S.APPEALED, before_appeal=sanction.state, warnings=warnings)
    if step is T.UPHOLD:
        return replace(moved, state=sanction.before_appeal)
    if step is T.LIFT:
        return replace(moved, state=S.LIFTED)
    return _in_effect(moved, act, others)


def _in_effect(sanction: Sanction, act: Act, others: Sequence[Running]) -> Sanction:
    day = citing.day_of(act.acted)
    deadline = citing.term_of(citing.governing(TERMS[sanction.proposal.ground], day), act.acted)
    literal = deadline.literal_end
    end = literal.date() if isinstance(literal, datetime) else literal
    start, rule = _chain(day, others), citing.governing(TOTAL, day)
    latest = add_months(start, rule.number * MONTHS)
    warnings = (*sanction.warnings, *deadline.warnings)
    if latest < end:
        end = latest
        warnings = (*warnings, SHORTENED(start=start, years=rule.number, end=end))
    return replace(
        sanction,
        state=S.IN_EFFECT,
        running=Running(day, end),
        deadline=deadline,
        chain_start=start,
        warnings=warnings,
    )
