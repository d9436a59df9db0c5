"""What stops and freezes have in common: the case and the clock they are entered with, and the steps of one of
them.

Steps are looked at and added in one transaction; writers take turns, so what the law asks of several measures
of the same account (two stops at most, no money frozen twice) is asked of what the casebook holds at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from suyuan.actions.cases import casebook_of
from suyuan.casebook import cases, proceedings, rights
from suyuan.casebook.session import Change
from suyuan.errors import Refused, WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind, Step
from suyuan.model.recorded import to_text
from suyuan.model.rights import LEVEL_NAMES, Level
from suyuan.model.text import Text
from suyuan.settings import Settings

NO_SUCH = Text(
    zh="案件 {case} 没有{kind}“{word}”。现有：{known}。",
    en="Case {case} has no {kind} “{word}”. There are: {known}.",
)
NONE_YET = Text(zh="无", en="none")
KIND_NAMES = {
    ProceedingKind.STOP: Text(zh="止付", en="stop"),
    ProceedingKind.FREEZE: Text(zh="冻结", en="freeze"),
    ProceedingKind.SEIZURE: Text(zh="查封扣押", en="seizure"),
    ProceedingKind.RETURN: Text(zh="返还", en="return"),
    ProceedingKind.SUPERVISION: Text(zh="督办", en="supervision"),
    ProceedingKind.PURSUIT: Text(zh="追逃", en="pursuit"),
    ProceedingKind.FORFEITURE: Text(zh="违法所得没收", en="forfeiture"),
    ProceedingKind.SANCTION: Text(zh="惩戒", en="sanction"),
}
CLOCK_BACK = Text(
    zh="本机时钟（{now}）早于 {id} "
    "上一步的录入时间（{last}，{who}），时钟可能被拨回；未作任何改动。请校准时钟后再办。",
    en="This machine's clock ({now}) is before the last step of {id} was entered ({last}, {who}): it may have "
    "been "
    "set back. Nothing was changed; put the clock right first.",
)
LEVEL_CLAIMED = Text(
    zh="{who} 所在单位为{own}，不能按{given}批准。",
    en="The organ of {who} is of {own} level; it cannot approve at {given} level.",
)


@dataclass(frozen=True)
class Entered:
    """What is stated with every step: when the act took place (None: now), why, who approved.

    ``now`` stands for the clock where a person computes as of another time.
    """

    acted: Moment | None = None
    why: str = ""
    approved_by: str = ""
    now: datetime | None = None


@dataclass(frozen=True)
class Working:
    """A transaction on a case's measures: ``now`` is the present, whole seconds, in China's time."""

    change: Change
    case: CaseRecord
    now: datetime
    entered: Entered

    @property
    def scope(self) -> str:
        """Return the scope of the case's proceedings."""
        return scope_of(self.case)

    def act(self, kind: str, facts: object, *, acted: Moment | None = None) -> Act:
        """Return a step to be taken; without a time it takes place now."""
        given = self.entered
        when = acted or given.acted or Moment(self.now)
        return Act(kind, when, to_text(facts), given.why.strip(), given.approved_by.strip())


@contextmanager
def working(settings: Settings, case: str, entered: Entered) -> Iterator[Working]:
    """Give a transaction on a case's measures. Raises WrongUsage if there is no such case."""
    with casebook_of(settings) as casebook, casebook.changing() as change:
        record = cases.find_case(change.session, case)
        yield Working(change, record, present(entered.now or change.at), entered)


def present(now: datetime) -> datetime:
    """Return an instant in China's time without parts of a second."""
    return now.astimezone(CHINA).replace(microsecond=0)


def scope_of(case: CaseRecord) -> str:
    """Return the scope of a case's proceedings."""
    return f"case:{case.number}"


def name_of(proceeding: Proceeding) -> str:
    """Return the name of a proceeding over all scopes: ``A1/freeze-3``."""
    return f"{proceeding.scope.partition(':')[2]}/{proceeding.id}"


def find(session: Session, case: CaseRecord, kind: ProceedingKind, word: str) -> Proceeding:
    """Return a case's stop or freeze by its name (``freeze-3``) or number (``3``); raises WrongUsage."""
    digits = word.strip().removeprefix(f"{kind.value}-")
    found = None
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        found = proceedings.find(session, scope_of(case), kind, int(digits))
    if found is None:
        every = proceedings.list_proceedings(session, scope_of(case), [kind])
        known = ", ".join(each.id for each in every) or NONE_YET
        raise WrongUsage(NO_SUCH(case=case.number, kind=KIND_NAMES[kind], word=word, known=known))
    return found


def check_clock(work: Working, proceeding: Proceeding) -> None:
    """Raise Refused where the machine's clock stands before the last step was entered."""
    last: Step = proceeding.steps[-1]
    if work.change.at < last.entered_at:
        now, then = (present(each).isoformat() for each in (work.change.at, last.entered_at))
        raise Refused(CLOCK_BACK(now=now, id=proceeding.id, last=then, who=last.who))


def hands(proceeding: Proceeding) -> frozenset[str]:
    """Return who carried a proceeding on: who entered the steps that needed no approval."""
    return frozenset(step.who for step in proceeding.steps if not step.act.approved_by)


def level_of(work: Working, given: Level | None) -> Level | None:
    """Return the level at which it is approved: the approver's own where users are entered, else as stated.

    Raises Refused where more is stated than the approver's organ has.
    """
    user = rights.find_user(work.change.session, work.entered.approved_by.strip())
    if user is None or not work.entered.approved_by.strip():
        return given
    if given is not None and given > user.level:
        said = LEVEL_CLAIMED(who=user.name, own=LEVEL_NAMES[user.level], given=LEVEL_NAMES[given])
        raise Refused(said)
    return user.level if given is None else given
