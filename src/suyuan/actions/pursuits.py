"""What a user can ask of pursuits and of the forfeiture of absent persons' property: begin, carry on, list, show.

A person's pursuit and the forfeiture of his property belong together: the opinion takes its grounds from the
pursuit, and the step that ends the pursuit by capture or surrender terminates what is open, in the same
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from suyuan.actions import measures
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, working
from suyuan.casebook import cases, proceedings
from suyuan.errors import WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind
from suyuan.model.recorded import to_text
from suyuan.model.text import Language, Text, say
from suyuan.settings import Settings
from suyuan.supervision import forfeiture as forfeiting
from suyuan.supervision import pursuit as pursuing
from suyuan.supervision.due_matters import DueMatter
from suyuan.supervision.forfeiture import Forfeiture
from suyuan.supervision.forfeiture_facts import Ended, ForfeitureStep, Grounds, Opinion
from suyuan.supervision.pursuit import Pursuit
from suyuan.supervision.pursuit_facts import IN_HANDS, PURSUIT_STATES, Fugitive, NoticeIssued, PursuitStep

PURSUIT, FORFEITURE = ProceedingKind.PURSUIT, ProceedingKind.FORFEITURE
TWICE = Text(zh="本案已有对“{person}”的追逃（{id}）。", en="The case has a pursuit of “{person}” already ({id}).")
NOT_PURSUED = Text(
    zh="本案没有对“{person}”的追逃记录。现有：{known}。先登记：suyuan pursuit identify。",
    en="The case pursues no “{person}”. There are: {known}. Begin with suyuan pursuit identify.",
)
NONE = Text(zh="无", en="none")
ENDED_BY = Text(zh="{person}{how}，终止审理", en="{person}: {how}; terminated")


@dataclass(frozen=True)
class PursuitView:
    """A pursuit with its steps; ``terminated`` are the forfeitures that its last step ended."""

    case: CaseRecord
    proceeding: Proceeding
    pursuit: Pursuit
    terminated: tuple[str, ...] = ()

    @property
    def matters(self) -> tuple[DueMatter, ...]:
        """Return what is due, the earliest first."""
        return pursuing.due_matters(self.pursuit)


@dataclass(frozen=True)
class ForfeitureView:
    """A forfeiture with its steps."""

    case: CaseRecord
    proceeding: Proceeding
    forfeiture: Forfeiture


def identify(settings: Settings, case: str, person: Fugitive, entered: Entered) -> PursuitView:
    """Begin a pursuit. Raises Refused for what lacks, WrongUsage if the case pursues the person already."""
    with working(settings, case, entered) as work:
        act = work.act(PursuitStep.IDENTIFY.value, person)
        pursuit = pursuing.identify(act, work.now)
        for each in proceedings.list_proceedings(work.change.session, work.scope, [PURSUIT]):
            if each.subject == person.person.strip() and each.standing.open:
                raise WrongUsage(TWICE(person=each.subject, id=each.id))
        standing = pursuing.standing(pursuit)
        made = proceedings.begin(work.change, work.scope, PURSUIT, person.person.strip(), act, standing)
        return PursuitView(work.case, made, pursuit)


def carry_on_pursuit(
    settings: Settings, case: str, word: str, step: PursuitStep, facts: object, entered: Entered
) -> PursuitView:
    """Take one more step of a pursuit. Raises Refused, with the article, if it is not lawful now."""
    with working(settings, case, entered) as work:
        found = _pursued(work.change.session, work.case, word)
        measures.check_clock(work, found)
        if isinstance(facts, NoticeIssued):
            facts = replace(facts, level=measures.level_of(work, facts.level))
        act = work.act(step.value, facts)
        after = pursuing.take(pursuit_in(found), act, work.now, measures.hands(found))
        made = proceedings.carry_on(work.change, found, act, pursuing.standing(after))
        return PursuitView(work.case, made, after, _terminated(work, after, act, step))


def list_pursuits(settings: Settings, case: str) -> tuple[PursuitView, ...]:
    """Return a case's pursuits by number."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        every = proceedings.list_proceedings(session, measures.scope_of(record), [PURSUIT])
        return tuple(PursuitView(record, each, pursuit_in(each)) for each in every)


def show_pursuit(settings: Settings, case: str, word: str) -> PursuitView:
    """Return one pursuit. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        found = _pursued(session, record, word)
        return PursuitView(record, found, pursuit_in(found))


def opine(settings: Settings, case: str, opinion: Opinion, entered: Entered) -> ForfeitureView:
    """Make the opinion on confiscation; its grounds are those of the person's pursuit.

    Raises Refused before a year has passed since the notice, WrongUsage where the case does not pursue the person.
    """
    with working(settings, case, entered) as work:
        act = work.act(ForfeitureStep.OPINION.value, opinion)
        grounds = _grounds(work.change.session, work.case, opinion.person)
        forfeiture = forfeiting.opine(act, work.now, grounds)
        standing = forfeiting.standing(forfeiture)
        made = proceedings.begin(work.change, work.scope, FORFEITURE, opinion.person.strip(), act, standing)
        return ForfeitureView(work.case, made, forfeiture)


def carry_on_forfeiture(
    settings: Settings, case: str, word: str, step: ForfeitureStep, facts: object, entered: Entered
) -> ForfeitureView:
    """Take one more step of a forfeiture. Raises Refused, with the article, if it is not lawful now."""
    with working(settings, case, entered) as work:
        found = measures.find(work.change.session, work.case, FORFEITURE, word)
        measures.check_clock(work, found)
        act = work.act(step.value, facts)
        after = forfeiting.take(forfeiture_in(found), act, work.now)
        made = proceedings.carry_on(work.change, found, act, forfeiting.standing(after))
        return ForfeitureView(work.case, made, after)


def list_forfeitures(settings: Settings, case: str) -> tuple[ForfeitureView, ...]:
    """Return a case's forfeitures by number."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        every = proceedings.list_proceedings(session, measures.scope_of(record), [FORFEITURE])
        return tuple(ForfeitureView(record, each, forfeiture_in(each)) for each in every)


def show_forfeiture(settings: Settings, case: str, word: str) -> ForfeitureView:
    """Return one forfeiture. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        found = measures.find(session, record, FORFEITURE, word)
        return ForfeitureView(record, found, forfeiture_in(found))


def pursuit_in(found: Proceeding) -> Pursuit:
    """Return what a recorded pursuit is after its steps."""
    return pursuing.pursuit_of(step.act for step in found.steps)


def forfeiture_in(found: Proceeding) -> Forfeiture:
    """Return what a recorded forfeiture is after its steps."""
    return forfeiting.forfeiture_of(step.act for step in found.steps)


def _pursued(session: Session, case: CaseRecord, word: str) -> Proceeding:
    """Return a pursuit by its name or number, or the newest of the person of that name."""
    every = proceedings.list_proceedings(session, measures.scope_of(case), [PURSUIT])
    mine = [each for each in every if each.subject == word.strip()]
    return mine[-1] if mine else measures.find(session, case, PURSUIT, word)


def _grounds(session: Session, case: CaseRecord, person: str) -> Grounds:
    every = proceedings.list_proceedings(session, measures.scope_of(case), [PURSUIT])
    mine = [each for each in every if each.subject == person.strip()]
    if not mine:
        known = "、".join(each.subject for each in every) or NONE()
        raise WrongUsage(NOT_PURSUED(person=person, known=known))
    return forfeiting.grounds_of(pursuit_in(mine[-1]))


def _terminated(work: Working, pursuit: Pursuit, act: Act, step: PursuitStep) -> tuple[str, ...]:
    """End the open forfeitures of a person who came before the organs: 终止审理 (刑诉法 301)."""
    if step is not PursuitStep.EXIT or pursuit.state not in IN_HANDS:
        return ()
    ended = []
    for each in proceedings.list_proceedings(work.change.session, work.scope, [FORFEITURE]):
        before = forfeiture_in(each)
        if each.subject != pursuit.person.person.strip() or not before.can_be_terminated:
            continue
        why = ENDED_BY(person=each.subject, how=PURSUIT_STATES[pursuit.state])
        facts = Ended(say(why, Language.ZH), pursuit.exited)
        at = act.acted if before.last is None or act.acted.at >= before.last.at else Moment(work.now)
        end = Act(ForfeitureStep.TERMINATE.value, at, to_text(facts))
        after = forfeiting.take(before, end, work.now)
        ended.append(proceedings.carry_on(work.change, each, end, forfeiting.standing(after)).id)
    return tuple(ended)
