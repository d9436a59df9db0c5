"""Pursuit 追逃 as a state machine: notices that stand beside one another, and exits that withdraw them all.

Source: 公安机关办理刑事案件程序规定 articles 274 to 281 (notices, rewards, border control, withdrawal), 351
(listing online, interrogation within 24 hours); 刑法 67 (surrender); 刑诉法 291 (no trial in absence here). Rules
29 and 39 of the law's list in docs/law.md.

Pure: the time is always given. ``pursuit_of`` never asks whether steps were lawful; ``take`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.model.law.deadline import Deadline
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.text import Text
from suyuan.recovery import citing
from suyuan.supervision import lawful, pursuit_rules
from suyuan.supervision.due_matters import DueMatter, in_order
from suyuan.supervision.pursuit_facts import (
    NOTICES,
    PURSUIT_STATES,
    PURSUIT_STEPS,
    WANTED_LEVELS,
    Asked,
    Contact,
    CustodyDecision,
    Exit,
    Found,
    Fugitive,
    GivenBack,
    LegalEffect,
    NoticeIssued,
    NoticeKind,
    NoticeNamed,
    NoticeSupplement,
    PursuitState,
    PursuitStep,
    Window,
)

PERSON = Text(zh="在逃人员", en="The pursuit")
WITHDRAW_NOW = Text(
    zh="{notice} {number} 应由 {issuer} 撤销", en="{notice} {number} is to be withdrawn by {issuer}"
)
INTERROGATE_BY = Text(zh="移交后讯问", en="interrogation after the hand-over")
REGULARISE_BY = Text(zh="补办边控 {number} 手续", en="papers of border control {number}")
WINDOW_ENDS = Text(zh="公告 {number} 的投案期限届满", en="the surrender window of notice {number} ends")
ANSWER_BY = Text(zh="对方答复 {number}", en="the other state's answer to {number}")
NEXT_CONTACT = Text(zh="再次联系 {who}", en="next contact with {who}")

_RUNNING = frozenset(PursuitStep) - {
    PursuitStep.IDENTIFY,
    PursuitStep.INTERROGATE,
    PursuitStep.EFFECT,
    PursuitStep.ABSENT_TRIAL,
}
_AFTER_EXIT = frozenset(
    {
        PursuitStep.WITHDRAW,
        PursuitStep.INTERROGATE,
        PursuitStep.EFFECT,
        PursuitStep.GIVEN_BACK,
        PursuitStep.CUSTODY,
    }
)
_MOVES = {
    PursuitStep.LOCATE: PursuitState.LOCATED,
    PursuitStep.ARRESTED_ABROAD: PursuitState.ARRESTED_ABROAD,
    PursuitStep.EXTRADITION: PursuitState.EXTRADITION,
    PursuitStep.REPATRIATION: PursuitState.REPATRIATION,
}


@dataclass(frozen=True)
class Notice:
    """A notice: when it was issued, and when it was withdrawn (None: it stands)."""

    issued: Moment
    facts: NoticeIssued
    withdrawn: Moment | None = None
    deadline: Deadline | None = None

    @property
    def stands(self) -> bool:
        """Return whether it has not been withdrawn."""
        return self.withdrawn is None


@dataclass(frozen=True)
class Pursuit:
    """A pursuit after its steps. ``dated`` are (moment, facts) in the order in which they were entered."""

    person: Fugitive
    identified: Moment
    state: PursuitState = PursuitState.IDENTIFIED
    custody: CustodyDecision | None = None
    notices: tuple[Notice, ...] = ()
    supplements: tuple[NoticeSupplement, ...] = ()
    requests: tuple[tuple[Moment, Asked], ...] = ()
    windows: tuple[tuple[Moment, Window], ...] = ()
    contacts: tuple[tuple[Moment, Contact], ...] = ()
    found: tuple[tuple[Moment, Found], ...] = ()
    given_back: tuple[tuple[Moment, GivenBack], ...] = ()
    effects: tuple[tuple[Moment, LegalEffect], ...] = ()
    exit: Exit | None = None
    exited: Moment | None = None
    interrogation: Deadline | None = None
    interrogated: Moment | None = None
    last: Moment | None = None

    @property
    def standing_notices(self) -> tuple[Notice, ...]:
        """Return the notices that stand."""
        return tuple(each for each in self.notices if each.stands)

    @property
    def over(self) -> bool:
        """Return whether nothing more must follow: ended, all withdrawn, interrogated where the law asks."""
        asked = self.interrogation is not None and self.interrogated is None
        return self.exit is not None and not self.standing_notices and not asked

    @property
    def wanted_since(self) -> Moment | None:
        """Return since when he is wanted by a wanted notice or a red notice that stands or stood to the end."""
        counting = {*WANTED_LEVELS, NoticeKind.RED}
        dates = [each.issued for each in self.notices if each.facts.kind in counting and self._kept(each)]
        return min(dates, key=lambda each: each.at, default=None)

    def _kept(self, notice: Notice) -> bool:
        return notice.withdrawn is None or (self.exited is not None and notice.withdrawn.at >= self.exited.at)


def pursuit_of(acts: Iterable[Act]) -> Pursuit:
    """Return what a pursuit is after its steps; raises NotAsRecorded where facts cannot be read."""
    given = iter(acts)
    pursuit = begun(next(given))
    for act in given:
        pursuit = _after(pursuit, act)
    return pursuit


def begun(act: Act) -> Pursuit:
    """Return a pursuit after its first step."""
    return Pursuit(from_text(Fugitive, act.facts), act.acted, last=act.acted)


def identify(act: Act, now: datetime) -> Pursuit:
    """Return a new pursuit, or raise Refused: nobody named, or no evidence of who he is."""
    pursuit = begun(act)
    citing.in_time(act.acted, None, now)
    pursuit_rules.check_person(pursuit.person, act.acted)
    return pursuit


def take(pursuit: Pursuit, act: Act, now: datetime, hands: Iterable[str] = ()) -> Pursuit:
    """Return the pursuit after one more step, or raise Refused with the article that forbids it.

    ``hands`` are the people who carried it on, none of whom may approve.
    """
    step = lawful.step_named(PursuitStep, act.kind)
    citing.in_time(act.acted, pursuit.last, now)
    if step is PursuitStep.ABSENT_TRIAL:
        raise pursuit_rules.no_absent_trial(act.acted)
    allowed = _AFTER_EXIT if pursuit.exit is not None else _RUNNING
    law = (pursuit_rules.STATES, act.acted)
    lawful.check_now(PERSON, PURSUIT_STATES[pursuit.state], step, allowed, PURSUIT_STEPS, law)
    pursuit_rules.check(pursuit, step, act, frozenset(hands))
    return _after(pursuit, act)


def due_matters(pursuit: Pursuit) -> tuple[DueMatter, ...]:
    """Return what is due, the earliest first: papers, windows, answers, withdrawals, the interrogation."""
    found: list[DueMatter] = []
    if pursuit.exited is not None:
        for notice in pursuit.standing_notices:
            facts = notice.facts
            said = WITHDRAW_NOW(notice=NOTICES[facts.kind], number=facts.number, issuer=facts.issuer or "—")
            found.append(
                DueMatter(said, citing.last_instant(citing.day_of(pursuit.exited)), pursuit_rules.WITHDRAW)
            )
        if pursuit.interrogation is not None and pursuit.interrogated is None:
            end = citing.last_instant(pursuit.interrogation.safe_date)
            found.append(DueMatter(INTERROGATE_BY(), end, pursuit_rules.INTERROGATION, pursuit.interrogation))
        return in_order(found)
    for notice in pursuit.standing_notices:
        if notice.deadline is not None:
            said = REGULARISE_BY(number=notice.facts.number)
            end = citing.last_instant(notice.deadline.safe_date)
            found.append(DueMatter(said, end, pursuit_rules.BORDER, notice.deadline))
    basis = pursuit_rules.STATES
    for _, window in pursuit.windows:
        if pursuit.last is not None and citing.day_of(pursuit.last) <= window.until:
            found.append(DueMatter(WINDOW_ENDS(number=window.document), citing.last_instant(window.until), basis))
    if pursuit.requests and pursuit.requests[-1][1].respond_by is not None:
        asked = pursuit.requests[-1][1]
        end = citing.last_instant(asked.respond_by or citing.day_of(pursuit.requests[-1][0]))
        found.append(DueMatter(ANSWER_BY(number=asked.document), end, basis))
    if pursuit.contacts and pursuit.contacts[-1][1].next_on is not None:
        contact = pursuit.contacts[-1][1]
        end = citing.last_instant(contact.next_on or citing.day_of(pursuit.contacts[-1][0]))
        found.append(DueMatter(NEXT_CONTACT(who=contact.with_whom), end, basis))
    return in_order(found)


def standing(pursuit: Pursuit) -> Standing:
    """Return how a pursuit stands, as the casebook keeps it."""
    matters = due_matters(pursuit)
    first = matters[0] if matters else None
    return Standing(
        pursuit.state.value,
        not pursuit.over,
        None if first is None else first.due_at,
        "" if first is None else first.rule,
        institution=pursuit.person.country,
    )


def _after(pursuit: Pursuit, act: Act) -> Pursuit:
    step, moved = lawful.step_named(PursuitStep, act.kind), replace(pursuit, last=act.acted)
    if step in (
        PursuitStep.ONLINE,
        PursuitStep.WANTED,
        PursuitStep.REWARD,
        PursuitStep.RED_NOTICE,
        PursuitStep.BORDER,
    ):
        return _issued(moved, act)
    if step in (PursuitStep.WITHDRAW, PursuitStep.REGULARISE):
        return _about_notice(moved, step, act)
    if step is PursuitStep.EXIT:
        return _ended(moved, act)
    if step in (PursuitStep.EXTRADITION, PursuitStep.REPATRIATION):
        asked = from_text(Asked, act.facts)
        return replace(moved, state=_MOVES[step], requests=(*pursuit.requests, (act.acted, asked)))
    if step in (PursuitStep.LOCATE, PursuitStep.ARRESTED_ABROAD):
        found = from_text(Found, act.facts)
        return replace(moved, state=_MOVES[step], found=(*pursuit.found, (act.acted, found)))
    return _noted(moved, step, act)


def _noted(pursuit: Pursuit, step: PursuitStep, act: Act) -> Pursuit:
    """Return the pursuit after a step that changes no status."""
    if step is PursuitStep.CUSTODY:
        return replace(pursuit, custody=from_text(CustodyDecision, act.facts))
    if step is PursuitStep.SUPPLEMENT:
        return replace(pursuit, supplements=(*pursuit.supplements, from_text(NoticeSupplement, act.facts)))
    if step is PursuitStep.WINDOW:
        return replace(pursuit, windows=(*pursuit.windows, (act.acted, from_text(Window, act.facts))))
    if step is PursuitStep.CONTACT:
        return replace(pursuit, contacts=(*pursuit.contacts, (act.acted, from_text(Contact, act.facts))))
    if step is PursuitStep.GIVEN_BACK:
        return replace(pursuit, given_back=(*pursuit.given_back, (act.acted, from_text(GivenBack, act.facts))))
    if step is PursuitStep.EFFECT:
        return replace(pursuit, effects=(*pursuit.effects, (act.acted, from_text(LegalEffect, act.facts))))
    return replace(pursuit, interrogated=act.acted)


def _issued(pursuit: Pursuit, act: Act) -> Pursuit:
    facts = from_text(NoticeIssued, act.facts)
    deadline = None
    if facts.kind is NoticeKind.BORDER and facts.urgent:
        rule = citing.governing(pursuit_rules.BORDER, citing.day_of(act.acted))
        deadline = citing.term_of(rule, act.acted)
    state = PursuitState.WANTED if pursuit.state is PursuitState.IDENTIFIED else pursuit.state
    return replace(pursuit, state=state, notices=(*pursuit.notices, Notice(act.acted, facts, None, deadline)))


def _about_notice(pursuit: Pursuit, step: PursuitStep, act: Act) -> Pursuit:
    named = from_text(NoticeNamed, act.facts)

    def changed(notice: Notice) -> Notice:
        if not notice.stands or notice.facts.number != named.number:
            return notice
        if step is PursuitStep.REGULARISE:
            return replace(notice, deadline=None)
        return replace(notice, withdrawn=act.acted)

    return replace(pursuit, notices=tuple(map(changed, pursuit.notices)))


def _ended(pursuit: Pursuit, act: Act) -> Pursuit:
    ended = from_text(Exit, act.facts)
    interrogation = None
    if ended.handed_over is not None and _online_at(pursuit, ended.handed_over):
        rule = citing.governing(pursuit_rules.INTERROGATION, citing.day_of(ended.handed_over))
        interrogation = citing.term_of(rule, ended.handed_over)
    return replace(pursuit, state=ended.how, exit=ended, exited=act.acted, interrogation=interrogation)


def _online_at(pursuit: Pursuit, moment: Moment) -> bool:
    """Return whether he was posted online when he came into the organ's hands, whatever was withdrawn after it."""
    listed = [each for each in pursuit.notices if each.facts.kind is NoticeKind.ONLINE]
    return any(each.withdrawn is None or not citing.earlier(each.withdrawn, moment) for each in listed)
