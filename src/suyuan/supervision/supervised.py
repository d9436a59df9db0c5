"""A supervised case 联合挂牌督办案件 as a state machine: its stage and its supervision are two fields.

A case may be listed at any stage, and its stage moves on after it was released. No article of procedure law
governs joint supervision and no public text gives its terms, so the term, the reporting interval and the
conditions of lifting are data of each case; what the machine itself asks carries the label "product's choice".
Rules 33, 38 and 48 of the law's list in docs/law.md.

Pure: the time is always given. ``supervised_of`` never asks whether steps were lawful; ``take`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from suyuan.model.law.deadline import add_months
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.register import SUPERVISION_NAMES, Stage, Supervision
from suyuan.model.text import Message, Text
from suyuan.recovery import citing
from suyuan.supervision import lawful, supervised_rules
from suyuan.supervision.due_matters import DueMatter, in_order
from suyuan.supervision.supervised_facts import (
    AGENCIES,
    ASKED,
    CHAINS,
    MEASURES,
    REGISTER_STEPS,
    Agency,
    AgencyAnswer,
    AgencyAsk,
    Chain,
    ConditionMet,
    Description,
    Entry,
    Every,
    Listing,
    Measure,
    Milestone,
    MilestoneDone,
    PeriodicReport,
    PersonsCount,
    RegisterStep,
    ReleasePaper,
    SignOff,
    StageMove,
)

WHAT = Text(zh="督办状态", en="The supervision")
ANSWER_DUE = Text(
    zh="{sender}的{what}（{number}）待答复", en="{what} ({number}), asked by {sender}, to be answered"
)
MILESTONE_DUE = Text(zh="节点“{name}”（{who}）", en="milestone “{name}” ({who})")
REPORT_DUE = Text(zh="进展报告", en="report on progress")
TERM_ENDS = Text(zh="督办期限届满", en="the term of the supervision ends")
MORE_THAN = Text(
    zh="{chain}：{day} 的{more} {many} 人多于{fewer} {few} 人，请核对。",
    en="{chain}: on {day}, {many} {more} are more than {few} {fewer}; check them.",
)

S, T = Supervision, RegisterStep
_ALWAYS = {T.DESCRIBE, T.STAGE, T.PERSONS}
_WORKING = {*_ALWAYS, T.ASK, T.ANSWER, T.MILESTONE, T.DONE, T.REPORT, T.SIGN, T.CONDITION}
# A listed case is listed again where a bulletin told of the listing without its terms, or the terms are changed.
ALLOWED = {
    S.UNSTATED: {*_ALWAYS, T.LIST},
    S.PROPOSED: {*_WORKING, T.LIST},
    S.LISTED: {*_WORKING, T.LIST, T.RELEASE_REQUEST},
    S.RELEASE_REQUESTED: {*_WORKING, T.RELEASE_REFUSED, T.RELEASE},
    S.RELEASED: _ALWAYS,
}
_MOVES = {
    T.LIST: S.LISTED,
    T.RELEASE_REQUEST: S.RELEASE_REQUESTED,
    T.RELEASE_REFUSED: S.LISTED,
    T.RELEASE: S.RELEASED,
}
_ORDER = (Measure.CAUGHT, Measure.DETAINED, Measure.ARRESTED, Measure.PROSECUTED)


NOTHING_DESCRIBED = Description()


@dataclass(frozen=True)
class Asked:
    """A request between the agencies and its answer, None while there is none."""

    asked: Moment
    facts: AgencyAsk
    answered: Moment | None = None
    answer: AgencyAnswer | None = None


@dataclass(frozen=True)
class Node:
    """A milestone and when it was reached, None while it is open."""

    facts: Milestone
    done: Moment | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Supervised:
    """A supervised case after its steps; moments are those of the acts, in the order of entry."""

    entry: Entry
    stage: Stage
    supervision: Supervision
    description: Description = NOTHING_DESCRIBED
    stages: tuple[tuple[str, Stage], ...] = ()
    listing: Listing | None = None
    listed: Moment | None = None
    persons: tuple[tuple[Moment, PersonsCount], ...] = ()
    requests: tuple[Asked, ...] = ()
    milestones: tuple[Node, ...] = ()
    reports: tuple[tuple[Moment, PeriodicReport], ...] = ()
    signatures: tuple[tuple[Moment, SignOff], ...] = ()
    met: tuple[tuple[Moment, ConditionMet], ...] = ()
    release: tuple[tuple[Moment, ReleasePaper], ...] = ()
    last: Moment | None = None

    @property
    def supervised(self) -> bool:
        """Return whether the supervision runs."""
        return self.supervision in (S.LISTED, S.RELEASE_REQUESTED)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the conditions of lifting that nothing shows as met."""
        done = {each.condition for _, each in self.met}
        return tuple(each for each in (self.listing.conditions if self.listing else ()) if each not in done)

    def signed(self, matter: str) -> tuple[Agency, ...]:
        """Return the agencies that signed a matter; of a release only what was signed since it was asked for."""
        since = self.release[-1][0] if matter == supervised_rules.RELEASE and self.release else None
        found = {
            each.agency
            for at, each in self.signatures
            if each.matter == matter and (since is None or not citing.earlier(at, since))
        }
        return tuple(each for each in Agency if each in found)

    def stage_of(self, person: str) -> Stage:
        """Return the stage of one defendant, the case's own where none was recorded for him."""
        return dict(self.stages).get(person, self.stage)


def supervised_of(acts: Iterable[Act]) -> Supervised:
    """Return what a supervised case is after its steps; raises NotAsRecorded where facts cannot be read."""
    given = iter(acts)
    case = begun(next(given))
    for act in given:
        case = _after(case, act)
    return case


def begun(act: Act) -> Supervised:
    """Return a supervised case after its first step."""
    entry = from_text(Entry, act.facts)
    return Supervised(entry, entry.stage, entry.supervision, last=None)


def take(case: Supervised, act: Act, now: datetime) -> Supervised:
    """Return the case after one more step, or raise Refused with what forbids it."""
    step = lawful.step_named(RegisterStep, act.kind)
    citing.in_time(act.acted, _last_move(case) if step in _MOVES else None, now)
    law = (supervised_rules.STATES, act.acted)
    lawful.check_now(
        WHAT, SUPERVISION_NAMES[case.supervision], step, ALLOWED[case.supervision], REGISTER_STEPS, law
    )
    supervised_rules.check(case, step, act)
    return _after(case, act)


def due_matters(case: Supervised) -> tuple[DueMatter, ...]:
    """Return what is due, the earliest first: answers, milestones, the next report, the end of the term."""
    found = []
    for each in case.requests:
        if each.answer is None and each.facts.due is not None:
            said = ANSWER_DUE(
                sender=AGENCIES[each.facts.sender], what=ASKED[each.facts.what], number=each.facts.number
            )
            found.append(_due(said, each.facts.due))
    for node in case.milestones:
        if node.done is None:
            said = MILESTONE_DUE(name=node.facts.name, who=node.facts.responsible or "—")
            found.append(_due(said, node.facts.due))
    if case.supervised:
        report = next_report(case)
        if report is not None:
            found.append(_due(REPORT_DUE(), report))
        if case.listing is not None and case.listing.until is not None:
            found.append(_due(TERM_ENDS(), case.listing.until))
    return in_order(found)


def _due(what: Message, day: date) -> DueMatter:
    """Return a matter whose day was set for this case; the rule says on what that rests."""
    return DueMatter(what, citing.last_instant(day), supervised_rules.BASIS)


def next_report(case: Supervised) -> date | None:
    """Return by when the next report is due: the interval after the last report's day, else after the listing."""
    listing = case.listing
    if listing is None or listing.every is None or case.listed is None:
        return None
    start = max((each.until for _, each in case.reports), default=citing.day_of(case.listed))
    start = max(start, citing.day_of(case.listed))
    if listing.unit is Every.DAYS:
        return start + timedelta(days=listing.every)
    return add_months(start, listing.every)


def standing(case: Supervised) -> Standing:
    """Return how a supervised case stands, as the casebook keeps it."""
    matters = due_matters(case)
    first = matters[0] if matters else None
    return Standing(
        case.supervision.value,
        case.supervision is not S.RELEASED,
        None if first is None else first.due_at,
        "" if first is None else first.rule,
    )


def persons_now(case: Supervised) -> dict[tuple[Chain, Measure], tuple[Moment, int]]:
    """Return the latest count of each chain and measure with its day."""
    found: dict[tuple[Chain, Measure], tuple[Moment, int]] = {}
    for at, each in case.persons:
        before = found.get((each.chain, each.measure))
        if before is None or not citing.earlier(at, before[0]):
            found[each.chain, each.measure] = at, each.count
    return found


def persons_doubts(case: Supervised) -> tuple[Message, ...]:
    """Return which counts of one day and chain contradict one another: a later measure above an earlier one.

    A doubt, not an error: somebody may be prosecuted who was never arrested.
    """
    found = []
    for day in sorted({citing.day_of(at) for at, _ in case.persons}):
        for chain in Chain:
            counts = {
                each.measure: each.count
                for at, each in case.persons
                if citing.day_of(at) == day and each.chain is chain
            }
            known = [each for each in _ORDER if each in counts]
            for more, fewer in zip(known[1:], known, strict=False):
                if counts[more] > counts[fewer]:
                    found.append(
                        MORE_THAN(
                            chain=CHAINS[chain], day=day, more=MEASURES[more], many=counts[more],
                            fewer=MEASURES[fewer], few=counts[fewer],
                        )
                    )  # fmt: skip
    return tuple(found)


def _last_move(case: Supervised) -> Moment | None:
    """Return when the supervision last changed; counts and reports may come in later than they were made."""
    return case.release[-1][0] if case.release else case.listed


def _after(case: Supervised, act: Act) -> Supervised:
    step, moved = lawful.step_named(RegisterStep, act.kind), replace(case, last=act.acted)
    if step in _MOVES:
        moved = replace(moved, supervision=_MOVES[step])
    if step is T.LIST:
        return replace(moved, listing=from_text(Listing, act.facts), listed=case.listed or act.acted)
    if step in (T.RELEASE_REQUEST, T.RELEASE_REFUSED, T.RELEASE):
        return replace(moved, release=(*case.release, (act.acted, from_text(ReleasePaper, act.facts))))
    if step is T.STAGE:
        return _staged(moved, from_text(StageMove, act.facts))
    if step is T.DESCRIBE:
        return replace(moved, description=_described(case.description, from_text(Description, act.facts)))
    if step in (T.ASK, T.ANSWER, T.MILESTONE, T.DONE):
        return _between(moved, step, act)
    return _kept(moved, step, act)


def _kept(case: Supervised, step: RegisterStep, act: Act) -> Supervised:
    if step is T.PERSONS:
        return replace(case, persons=(*case.persons, (act.acted, from_text(PersonsCount, act.facts))))
    if step is T.REPORT:
        return replace(case, reports=(*case.reports, (act.acted, from_text(PeriodicReport, act.facts))))
    if step is T.SIGN:
        return replace(case, signatures=(*case.signatures, (act.acted, from_text(SignOff, act.facts))))
    return replace(case, met=(*case.met, (act.acted, from_text(ConditionMet, act.facts))))


def _between(case: Supervised, step: RegisterStep, act: Act) -> Supervised:
    if step is T.ASK:
        return replace(case, requests=(*case.requests, Asked(act.acted, from_text(AgencyAsk, act.facts))))
    if step is T.MILESTONE:
        return replace(case, milestones=(*case.milestones, Node(from_text(Milestone, act.facts))))
    if step is T.ANSWER:
        answer = from_text(AgencyAnswer, act.facts)
        requests = tuple(
            replace(each, answered=act.acted, answer=answer)
            if each.facts.number == answer.number and each.answer is None
            else each
            for each in case.requests
        )
        return replace(case, requests=requests)
    done = from_text(MilestoneDone, act.facts)
    nodes = tuple(
        replace(each, done=act.acted, evidence=done.evidence)
        if each.facts.name == done.name and each.done is None
        else each
        for each in case.milestones
    )
    return replace(case, milestones=nodes)


def _staged(case: Supervised, move: StageMove) -> Supervised:
    if not move.person:
        return replace(case, stage=move.stage)
    others = tuple(each for each in case.stages if each[0] != move.person)
    return replace(case, stages=tuple(sorted((*others, (move.person, move.stage)), key=lambda each: each[0])))


def _described(before: Description, said: Description) -> Description:
    return Description(
        said.criteria or before.criteria,
        said.evidence or before.evidence,
        said.lead or before.lead,
        said.den or before.den,
        said.methods or before.methods,
        said.organs or before.organs,
        said.case or before.case,
    )
