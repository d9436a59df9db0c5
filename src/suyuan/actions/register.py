"""What a user can ask of the register of supervised cases: enter, carry on, sign, list, show, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from suyuan.actions import measures
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered
from suyuan.casebook import cases, proceedings, register, rights
from suyuan.casebook.proceedings import Due
from suyuan.casebook.session import Change
from suyuan.errors import Refused, WrongUsage
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind
from suyuan.model.recorded import to_text
from suyuan.model.register import BulletinRecord, CaseFacts, Stage, SupervisedCase, Supervision
from suyuan.model.rights import User
from suyuan.model.text import Text
from suyuan.recovery import citing
from suyuan.settings import Settings
from suyuan.supervision import supervised
from suyuan.supervision.due_matters import DueMatter
from suyuan.supervision.supervised import Supervised
from suyuan.supervision.supervised_facts import (
    AGENCIES,
    Agency,
    Description,
    Entry,
    RegisterStep,
    SignOff,
)

KIND = ProceedingKind.SUPERVISION
IN_REGISTER = "bulletin"
SUPERVISED = "supervised:"
"""What the scope of a supervised case begins with."""
NO_NAME = Text(zh="须写明案件名称。", en="Name the case.")
WRONG_AGENCY = Text(
    zh="{who} 所在单位为{own}，不能代表{agency}签署。",
    en="The organ of {who} is {own}; it cannot sign for {agency}.",
)
AGENCY_WORDS = {Agency.POLICE: "公安", Agency.PROCURATORATE: "检察"}


@dataclass(frozen=True)
class RegisterView:
    """A case of the register: what bulletins say of it, and where it stands by its steps.

    ``proceeding`` is None while nobody took a step; ``published`` gives each bulletin's date by its SHA-256.
    """

    case: SupervisedCase
    state: Supervised
    proceeding: Proceeding | None
    published: dict[str, str]

    @property
    def matters(self) -> tuple[DueMatter, ...]:
        """Return what is due, the earliest first."""
        return supervised.due_matters(self.state)


@dataclass(frozen=True)
class RegisterDue:
    """What is due in one case of the register."""

    view: RegisterView
    matter: DueMatter
    overdue: bool


def add_case(
    settings: Settings, name: str, province: str, stage: Stage, entered: Entered, source: str = ""
) -> RegisterView:
    """Enter a case as proposed for supervision. Raises Refused if the register has it already."""
    if not name.strip():
        raise WrongUsage(NO_NAME())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        facts = CaseFacts(name.strip(), province.strip() or None)
        key = register.enter_case(change, facts, stage, Supervision.PROPOSED, entered.why.strip())
        case = register.find_supervised(change.session, key)
        begun = begin(change, case, entered, source.strip())
        return _view(change.session, case, begun)


def take_step(settings: Settings, word: str, step: RegisterStep, facts: object, entered: Entered) -> RegisterView:
    """Take one step of a supervised case. Raises Refused if it is not lawful now, WrongUsage if there is no such
    case.
    """
    with casebook_of(settings) as casebook, casebook.changing() as change:
        session = change.session
        case = register.find_supervised(session, word)
        found = proceedings.find(session, _scope(case), KIND, 1) or begin(change, case, entered, IN_REGISTER)
        _check_clock(change, found)
        if isinstance(facts, SignOff):
            _check_signer(session, change.who, facts)
        if isinstance(facts, Description) and facts.case:
            cases.find_case(session, facts.case)
        now = measures.present(entered.now or change.at)
        act = Act(step.value, entered.acted or Moment(now), to_text(facts), entered.why.strip())
        after = supervised.take(_state(found), act, now)
        made = proceedings.carry_on(change, found, act, supervised.standing(after))
        # what the machine was not told, a bulletin may have said since
        register.stand(
            change,
            case.key,
            case.stage if after.stage is Stage.UNSTATED else after.stage,
            case.supervision if after.supervision is Supervision.UNSTATED else after.supervision,
        )
        return _view(session, register.find_supervised(session, case.key), made)


def list_register(settings: Settings) -> tuple[RegisterView, ...]:
    """Return all cases of the register in its order."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        rights.check_look_at_register(session)
        return _views(session)


def show_case(settings: Settings, word: str) -> RegisterView:
    """Return one case of the register. Raises WrongUsage if there is none, or several, of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        rights.check_look_at_register(session)
        case = register.find_supervised(session, word)
        return _view(session, case, proceedings.find(session, _scope(case), KIND, 1))


def list_bulletins(settings: Settings) -> tuple[BulletinRecord, ...]:
    """Return the bulletins that the register holds."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        rights.check_look_at_register(session)
        return register.list_bulletins(session)


def due_in_register(settings: Settings, within: timedelta, now: datetime | None = None) -> tuple[RegisterDue, ...]:
    """Return what is due within a span from now, what is overdue first."""
    at = measures.present(now or datetime.now(CHINA))
    with casebook_of(settings) as casebook, casebook.reading() as session:
        rights.check_look_at_register(session)
        begun = {each.scope: each for each in proceedings.due(session, Due(at + within, kind=KIND))}
        keys = [scope.removeprefix(SUPERVISED) for scope in begun]
        published = register.published(session)
        views = [_made(case, begun[_scope(case)], published) for case in register.list_supervised(session, keys)]
    found = [
        RegisterDue(view, matter, matter.due_at < at)
        for view in views
        for matter in view.matters
        if matter.due_at <= at + within
    ]
    return tuple(sorted(found, key=lambda each: (each.matter.due_at, each.view.case.key, each.matter.order)))


def _scope(case: SupervisedCase) -> str:
    return f"{SUPERVISED}{case.key}"


def begin(change: Change, case: SupervisedCase, entered: Entered, source: str) -> Proceeding:
    """Open the proceeding of a case that the register has, with what its two fields are now."""
    now = measures.present(entered.now or change.at)
    entry = Entry(case.facts.name or case.key, case.facts.province or "", case.stage, case.supervision, source)
    acted = entered.acted or Moment(now)
    citing.in_time(acted, None, now)
    act = Act(RegisterStep.ENTER.value, acted, to_text(entry))
    return proceedings.begin(change, _scope(case), KIND, case.key, act, supervised.standing(supervised.begun(act)))


def _check_clock(change: Change, found: Proceeding) -> None:
    last = found.steps[-1]
    if change.at < last.entered_at:
        now, then = (measures.present(each).isoformat() for each in (change.at, last.entered_at))
        raise Refused(measures.CLOCK_BACK(now=now, id=found.id, last=then, who=last.who))


def _check_signer(session: Session, who: str, sign: SignOff) -> None:
    """Raise Refused where a user signs for the agency that he does not belong to."""
    user: User | None = rights.find_user(session, who)
    if user is None:
        return
    mine = [agency for agency, word in AGENCY_WORDS.items() if word in user.agency]
    if mine and sign.agency not in mine:
        raise Refused(WRONG_AGENCY(who=who, own=user.agency, agency=AGENCIES[sign.agency]))


def _state(found: Proceeding) -> Supervised:
    return supervised.supervised_of(step.act for step in found.steps)


def _views(session: Session) -> tuple[RegisterView, ...]:
    published = register.published(session)
    begun = {each.scope: each for each in proceedings.of_kind(session, KIND)}
    return tuple(_made(case, begun.get(_scope(case)), published) for case in register.list_supervised(session))


def _view(session: Session, case: SupervisedCase, found: Proceeding | None) -> RegisterView:
    return _made(case, found, register.published(session))


def _made(case: SupervisedCase, found: Proceeding | None, published: dict[str, str]) -> RegisterView:
    if found is not None:
        return RegisterView(case, _state(found), found, published)
    entry = Entry(
        case.facts.name or case.key, case.facts.province or "", case.stage, case.supervision, IN_REGISTER
    )
    return RegisterView(case, Supervised(entry, case.stage, case.supervision), None, published)
