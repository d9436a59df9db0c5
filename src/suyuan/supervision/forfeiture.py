"""Forfeiture of illegal gains in absence 违法所得没收 as a state machine, with its clocks.

Source: 刑诉法 298 to 301; the courts' interpretation of 2021, articles 609 to 625; 没收规定 (2017) article 5.
One year after a wanted or red notice, or at once on death; the court checks within 30 days, publishes within 15,
the notice runs six months from the last publication, five days for an appeal; capture or surrender ends it. Rules
27 and 28 of the law's list in docs/law.md. Every number comes from the law as data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from suyuan.errors import Refused
from suyuan.model.law.deadline import Deadline
from suyuan.model.moment import Moment
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.text import Text
from suyuan.recovery import citing
from suyuan.supervision import lawful
from suyuan.supervision.forfeiture_facts import (
    FORFEITURE_STATES,
    FORFEITURE_STEPS,
    Claimant,
    Ended,
    ForfeitureState,
    ForfeitureStep,
    Grounds,
    Hearing,
    Opinion,
    Ruling,
)
from suyuan.supervision.pursuit import Pursuit
from suyuan.supervision.pursuit_facts import IN_HANDS, NOTICES, PursuitState

AFTER_NOTICE, NOTICE_KIND, END, PROOF, VICTIMS = (
    "forfeiture.after-notice",
    "forfeiture.notice-kind",
    "forfeiture.end",
    "forfeiture.proof",
    "forfeiture.victims-first",
)
CHECK, PAPERS, PUBLISH, NOTICE, HEARING, HEARING_ABROAD, APPEAL = (
    "forfeiture.court-check",
    "forfeiture.supplement",
    "forfeiture.publish",
    "forfeiture.notice",
    "forfeiture.hearing",
    "forfeiture.hearing.abroad",
    "forfeiture.appeal",
)

WHAT = Text(zh="没收程序", en="The forfeiture")
NOT_WANTED = Text(
    zh="{person} 没有通缉令或红色通报，不能提出没收意见书。",
    en="{person} has no wanted or red notice; the opinion on confiscation cannot be made.",
)
TOO_EARLY = Text(
    zh="{person} 自 {since} 被通缉，{earliest} 起方可提出没收意见书（今为 {day}）。",
    en="{person} is wanted since {since}; the opinion on confiscation can be made from {earliest} on, not {day}.",
)
IN_CUSTODY = Text(
    zh="{person} 已于 {at} 到案，不能适用没收程序。",
    en="{person} came into custody on {at}; the procedure is not open.",
)
NO_PROPERTY = Text(
    zh="没收意见书须写明文书号和财产清单。", en="The opinion names its document number and the property."
)
NOTICE_RUNS = Text(
    zh="公告期至 {end}（自最后公告 {last} 起），{day} 不能{step}。",
    en="The notice runs to {end}, from its last publication of {last}; on {day} you cannot {step}.",
)
LATE_CLAIM = Text(
    zh="{name} 在公告期满（{end}）后才申请，须写明正当理由。",
    en="{name} claims after the notice ended ({end}): state the good reason.",
)
TOO_SHORT = Text(
    zh="开庭 {on} 距通知不足：最迟应于 {latest} 通知。",
    en="The hearing of {on} is announced too late; the last day was {latest}.",
)
NOT_YET_HEARD = Text(zh="开庭日为 {on}，{day} 不能登记开庭。", en="The hearing is on {on}, not on {day}.")
MUST_BE_HEARD = Text(
    zh="已有 {count} 名利害关系人申请参加，须开庭审理后才能{step}。",
    en="{count} persons claim the property: hold a hearing before you {step}.",
)
APPEAL_OVER = Text(zh="上诉期已于 {end} 届满，不能再上诉。", en="The time for appeal ended on {end}.")
APPEAL_RUNS = Text(
    zh="上诉期至 {end} 尚未届满，裁定尚未生效。",
    en="The time for appeal runs to {end}; the ruling is not in effect.",
)
NO_PROOF = Text(
    zh="裁定没收须写明达到高度可能的依据。", en="A ruling of confiscation states why high probability was reached."
)
MORE_TO_VICTIMS = Text(
    zh="返还被害人的 {victims} 多于没收的 {whole}。",
    en="Victims get {victims}, more than the {whole} confiscated.",
)

S, T = ForfeitureState, ForfeitureStep
ALLOWED = {
    S.OPINION: {T.SEND},
    S.SENT: {T.APPLY},
    S.APPLIED: {T.ASK_PAPERS, T.ACCEPT, T.NOT_ACCEPT},
    S.SUPPLEMENT: {T.SUPPLEMENT, T.NOT_ACCEPT},
    S.ACCEPTED: {T.PUBLISH},
    S.PUBLISHED: {T.PUBLISH, T.CLAIM, T.ANNOUNCE, T.RULE, T.REJECT},
    S.SUMMONED: {T.HEAR, T.ANNOUNCE, T.CLAIM},
    S.HEARD: {T.RULE, T.REJECT},
    S.RULED: {T.APPEAL, T.EFFECT},
    S.APPEALED: {T.UPHOLD, T.REJECT},
    S.EFFECTIVE: {T.EXECUTE},
}
"""What may follow; before the ruling is in effect, terminating may follow too."""

_MOVES = {
    T.SEND: S.SENT,
    T.APPLY: S.APPLIED,
    T.ASK_PAPERS: S.SUPPLEMENT,
    T.SUPPLEMENT: S.APPLIED,
    T.ACCEPT: S.ACCEPTED,
    T.NOT_ACCEPT: S.NOT_ACCEPTED,
    T.PUBLISH: S.PUBLISHED,
    T.HEAR: S.HEARD,
    T.RULE: S.RULED,
    T.REJECT: S.REJECTED,
    T.APPEAL: S.APPEALED,
    T.UPHOLD: S.EFFECTIVE,
    T.EFFECT: S.EFFECTIVE,
    T.EXECUTE: S.EXECUTED,
    T.TERMINATE: S.TERMINATED,
    T.ANNOUNCE: S.SUMMONED,
}
_CLOCKS = {
    T.APPLY: CHECK,
    T.ASK_PAPERS: PAPERS,
    T.SUPPLEMENT: CHECK,
    T.ACCEPT: PUBLISH,
    T.PUBLISH: NOTICE,
    T.RULE: APPEAL,
}
"""Which term begins with which step."""


@dataclass(frozen=True)
class Forfeiture:
    """A forfeiture after its steps; ``clock`` is the term that runs now, ``notice`` that of the publication."""

    opinion: Opinion
    state: ForfeitureState = ForfeitureState.OPINION
    clock: Deadline | None = None
    notice: Deadline | None = None
    published: tuple[Moment, ...] = ()
    claimants: tuple[tuple[Moment, Claimant], ...] = ()
    hearing: Hearing | None = None
    ruling: Ruling | None = None
    ended: Ended | None = None
    last: Moment | None = None

    @property
    def open(self) -> bool:
        """Return whether anything can still follow."""
        return bool(ALLOWED.get(self.state))

    @property
    def can_be_terminated(self) -> bool:
        """Return whether a capture or surrender ends it: until the ruling is in effect."""
        return self.open and self.state is not ForfeitureState.EFFECTIVE


def grounds_of(pursuit: Pursuit) -> Grounds:
    """Return what a pursuit gives as grounds: its notices, its death, or that he is in the organs' hands."""
    dead = pursuit.exited if pursuit.state is PursuitState.DEAD else None
    hands = pursuit.exited if pursuit.state in IN_HANDS else None
    names = tuple(f"{NOTICES[each.facts.kind].zh} {each.facts.number}" for each in pursuit.notices)
    return Grounds(pursuit.wanted_since, names, dead, hands)


def earliest_opinion(grounds: Grounds) -> date | None:
    """Return the first day on which the opinion can be made, None where nothing opens the procedure."""
    days = []
    if grounds.died is not None:
        days.append(citing.day_of(grounds.died))
    if grounds.wanted_since is not None:
        rule = citing.governing(AFTER_NOTICE, citing.day_of(grounds.wanted_since))
        end = citing.term_of(rule, grounds.wanted_since).literal_end
        days.append(end.date() if isinstance(end, datetime) else end)
    return min(days, default=None)


def forfeiture_of(acts: Iterable[Act]) -> Forfeiture:
    """Return what a forfeiture is after its steps."""
    given = iter(acts)
    forfeiture = begun(next(given))
    for act in given:
        forfeiture = _after(forfeiture, act)
    return forfeiture


def begun(act: Act) -> Forfeiture:
    """Return a forfeiture after its first step."""
    return Forfeiture(from_text(Opinion, act.facts), last=act.acted)


def opine(act: Act, now: datetime, grounds: Grounds) -> Forfeiture:
    """Return a new forfeiture, or raise Refused: not wanted, before the year is over, or in custody already."""
    forfeiture = begun(act)
    citing.in_time(act.acted, None, now)
    given, day = forfeiture.opinion, citing.day_of(act.acted)
    if not given.document.strip() or not given.property:
        raise Refused(NO_PROPERTY())
    if grounds.in_hands is not None:
        raise citing.refused(IN_CUSTODY(person=given.person, at=grounds.in_hands), END, day)
    earliest = earliest_opinion(grounds)
    if earliest is None:
        raise citing.refused(NOT_WANTED(person=given.person), NOTICE_KIND, day)
    if day < earliest:
        said = TOO_EARLY(
            person=given.person, since=grounds.wanted_since or grounds.died, earliest=earliest, day=day
        )
        raise citing.refused(said, AFTER_NOTICE, day)
    return forfeiture


def take(forfeiture: Forfeiture, act: Act, now: datetime) -> Forfeiture:
    """Return the forfeiture after one more step, or raise Refused with the article that forbids it."""
    step = lawful.step_named(ForfeitureStep, act.kind)
    citing.in_time(act.acted, forfeiture.last, now)
    allowed = set(ALLOWED.get(forfeiture.state, ()))
    if forfeiture.can_be_terminated:
        allowed.add(T.TERMINATE)
    law = (_ordering_rule(step), act.acted)
    lawful.check_now(WHAT, FORFEITURE_STATES[forfeiture.state], step, allowed, FORFEITURE_STEPS, law)
    _check(forfeiture, step, act)
    return _after(forfeiture, act)


def standing(forfeiture: Forfeiture) -> Standing:
    """Return how a forfeiture stands, as the casebook keeps it."""
    clock = forfeiture.clock
    return Standing(
        forfeiture.state.value,
        forfeiture.open,
        None if clock is None else citing.last_instant(clock.safe_date),
        "" if clock is None else clock.rule.id,
        forfeiture.opinion.amount,
        forfeiture.opinion.currency,
    )


def _ordering_rule(step: ForfeitureStep) -> str:
    return {T.TERMINATE: END, T.APPEAL: APPEAL, T.PUBLISH: PUBLISH, T.HEAR: HEARING}.get(
        step, _CLOCKS.get(step, CHECK)
    )


def _check(forfeiture: Forfeiture, step: ForfeitureStep, act: Act) -> None:
    day = citing.day_of(act.acted)
    if step in (T.ANNOUNCE, T.RULE, T.REJECT) and forfeiture.state in (S.PUBLISHED, S.SUMMONED):
        _check_notice_over(forfeiture, step, day)
    if step in (T.RULE, T.REJECT) and forfeiture.claimants and forfeiture.state is S.PUBLISHED:
        said = MUST_BE_HEARD(count=len(forfeiture.claimants), step=FORFEITURE_STEPS[step])
        raise citing.refused(said, HEARING, day)
    if step is T.CLAIM:
        claimant, end = from_text(Claimant, act.facts), _end(forfeiture.notice)
        if end is not None and day > end and not claimant.excuse.strip():
            raise citing.refused(LATE_CLAIM(name=claimant.name, end=end), NOTICE, day)
    elif step is T.ANNOUNCE:
        _check_hearing(from_text(Hearing, act.facts), day)
    elif step is T.HEAR and forfeiture.hearing is not None and day < forfeiture.hearing.on:
        raise citing.refused(NOT_YET_HEARD(on=forfeiture.hearing.on, day=day), HEARING, day)
    elif step is T.RULE:
        _check_ruling(from_text(Ruling, act.facts), day)
    elif step in (T.APPEAL, T.EFFECT) and forfeiture.clock is not None:
        end = _end(forfeiture.clock)
        if step is T.APPEAL and end is not None and day > end:
            raise citing.refused(APPEAL_OVER(end=end), APPEAL, day)
        if step is T.EFFECT and end is not None and day <= end:
            raise citing.refused(APPEAL_RUNS(end=end), APPEAL, day)


def _check_notice_over(forfeiture: Forfeiture, step: ForfeitureStep, day: date) -> None:
    """Raise Refused while the notice runs: neither hearing nor ruling before its end."""
    end = _end(forfeiture.notice)
    if end is not None and day <= end:
        said = NOTICE_RUNS(end=end, last=forfeiture.published[-1], day=day, step=FORFEITURE_STEPS[step])
        raise citing.refused(said, NOTICE, day)


def _check_hearing(hearing: Hearing, day: date) -> None:
    name = HEARING_ABROAD if hearing.abroad else HEARING
    rule = citing.governing(name, day)
    latest = hearing.on - timedelta(days=rule.number)
    if day > latest:
        raise citing.refused(TOO_SHORT(on=hearing.on, latest=latest), name, day)


def _check_ruling(ruling: Ruling, day: date) -> None:
    if not ruling.proof.strip():
        raise citing.refused(NO_PROOF(), PROOF, day)
    if not 0 <= ruling.to_victims <= ruling.confiscated:
        victims, whole = (
            f"{text_from_minor(each, ruling.currency)} {ruling.currency}"
            for each in (ruling.to_victims, ruling.confiscated)
        )
        said = MORE_TO_VICTIMS(victims=victims, whole=whole)
        raise citing.refused(said, VICTIMS, day)


def _end(deadline: Deadline | None) -> date | None:
    if deadline is None:
        return None
    end = deadline.end
    return end.date() if isinstance(end, datetime) else end


def _after(forfeiture: Forfeiture, act: Act) -> Forfeiture:
    step, moved = lawful.step_named(ForfeitureStep, act.kind), replace(forfeiture, last=act.acted)
    if step is T.CLAIM:
        claimant = from_text(Claimant, act.facts)
        return replace(moved, claimants=(*forfeiture.claimants, (act.acted, claimant)))
    clock = None
    if step in _CLOCKS:
        rule = citing.governing(_CLOCKS[step], citing.day_of(act.acted))
        clock = citing.term_of(rule, act.acted)
    moved = replace(moved, state=_MOVES[step], clock=clock)
    if step is T.PUBLISH:
        return replace(moved, notice=clock, published=(*forfeiture.published, act.acted))
    if step is T.ANNOUNCE:
        return replace(moved, hearing=from_text(Hearing, act.facts))
    if step is T.RULE:
        return replace(moved, ruling=from_text(Ruling, act.facts))
    if step is T.TERMINATE:
        return replace(moved, ended=from_text(Ended, act.facts))
    return moved
