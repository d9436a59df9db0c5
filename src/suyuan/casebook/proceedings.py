"""Proceedings in the casebook: opened, carried on by steps that are only ever added, and listed by what is due.

Whether a step is lawful is decided by the room that knows the state machine, before it comes here; what it made
of the proceeding comes along as ``Standing``. Where two people carry on the same proceeding at once, the second is
told.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select, true
from sqlalchemy.orm import Session

from suyuan.casebook import rights
from suyuan.casebook.session import Change
from suyuan.casebook.tables import ProceedingRow, StepRow
from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act, Proceeding, ProceedingKind, Standing, Step
from suyuan.model.text import Text

CARRIED_ON_MEANWHILE = Text(
    zh="{id} 刚刚已由 {who} 办理到“{state}”，本次操作未保存。请先查看后再办。",
    en="{id} was just carried on by {who} to “{state}”; this step was not kept. Look at it again first.",
)

AT_ONCE = 1000
PROCEEDING = (
    ProceedingRow.id, ProceedingRow.scope, ProceedingRow.kind, ProceedingRow.number, ProceedingRow.subject,
    ProceedingRow.state, ProceedingRow.open, ProceedingRow.due_at, ProceedingRow.due_rule, ProceedingRow.amount,
    ProceedingRow.currency, ProceedingRow.institution,
)  # fmt: skip
STEP = (
    StepRow.number, StepRow.kind, StepRow.acted_at, StepRow.acted_precision, StepRow.facts, StepRow.why,
    StepRow.approved_by, StepRow.who, StepRow.entered_at,
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """What is asked: due up to ``until``, from ``since`` on if given, in one ``scope``, else in all in ``sight``.

    Who asks for one scope has been let look at it; without ``sight`` everything is asked for. ``kind`` None: all.
    """

    until: datetime
    since: datetime | None = None
    scope: str | None = None
    sight: rights.Sight | None = None
    kind: ProceedingKind | None = None


def begin(
    change: Change, scope: str, kind: ProceedingKind, subject: str, act: Act, standing: Standing
) -> Proceeding:
    """Open a proceeding with its first step; it gets the next number of its scope and kind."""
    last = select(func.max(ProceedingRow.number)).where(
        ProceedingRow.scope == scope, ProceedingRow.kind == kind.value
    )
    row = ProceedingRow(
        scope=scope, kind=kind.value, number=(change.session.scalar(last) or 0) + 1, subject=subject, steps=[]
    )
    _stand(row, standing)
    change.session.add(row)
    change.session.flush()
    return _add(change, row, act, before=None)


def carry_on(change: Change, seen: Proceeding, act: Act, standing: Standing) -> Proceeding:
    """Add a step to a proceeding as it was ``seen``; raises Refused if somebody took a step since."""
    row = change.session.scalars(_one(seen.scope, seen.kind, seen.number)).one()
    if len(row.steps) != len(seen.steps):
        last = row.steps[-1]
        raise Refused(CARRIED_ON_MEANWHILE(id=seen.id, who=last.who, state=row.state))
    before = row.state
    _stand(row, standing)
    return _add(change, row, act, before=before)


def find(session: Session, scope: str, kind: ProceedingKind, number: int) -> Proceeding | None:
    """Return one proceeding with its steps, None if there is none of that number."""
    row = session.scalars(_one(scope, kind, number)).one_or_none()
    return None if row is None else _proceeding(row)


def list_proceedings(
    session: Session, scope: str, kinds: Sequence[ProceedingKind] = tuple(ProceedingKind)
) -> tuple[Proceeding, ...]:
    """Return a scope's proceedings with their steps, by kind and number."""
    found = (
        select(ProceedingRow)
        .where(ProceedingRow.scope == scope, ProceedingRow.kind.in_([each.value for each in kinds]))
        .order_by(ProceedingRow.kind, ProceedingRow.number)
    )
    return _listed(session, found)


def of_kind(session: Session, kind: ProceedingKind) -> tuple[Proceeding, ...]:
    """Return the proceedings of a kind in all scopes, by scope and number."""
    found = (
        select(ProceedingRow)
        .where(ProceedingRow.kind == kind.value)
        .order_by(ProceedingRow.scope, ProceedingRow.number)
    )
    return _listed(session, found)


def on_subject(session: Session, subject: str) -> tuple[Proceeding, ...]:
    """Return the proceedings of all scopes on one subject, by scope, kind and number."""
    found = (
        select(ProceedingRow)
        .where(ProceedingRow.subject == subject)
        .order_by(ProceedingRow.scope, ProceedingRow.kind, ProceedingRow.number)
    )
    return _listed(session, found)


def on_subjects_of(session: Session, scope: str, kind: ProceedingKind) -> tuple[Proceeding, ...]:
    """Return the proceedings of a kind, of all scopes, on any subject that a scope has of that kind."""
    mine = select(ProceedingRow.subject).where(ProceedingRow.scope == scope, ProceedingRow.kind == kind.value)
    found = (
        select(ProceedingRow)
        .where(ProceedingRow.kind == kind.value, ProceedingRow.subject.in_(mine))
        .order_by(ProceedingRow.scope, ProceedingRow.number)
    )
    return _listed(session, found)


def on_subjects(session: Session, subjects: Collection[str], kind: ProceedingKind) -> tuple[Proceeding, ...]:
    """Return the proceedings of a kind, of all scopes, on some subjects."""
    found = (
        select(ProceedingRow)
        .where(ProceedingRow.kind == kind.value, ProceedingRow.subject.in_(sorted(subjects)))
        .order_by(ProceedingRow.scope, ProceedingRow.number)
    )
    return _listed(session, found)


def due(session: Session, asked: Due, limit: int | None = None) -> tuple[Proceeding, ...]:
    """Return what somebody must act on, the most urgent first."""
    found = due_rows(asked).order_by(ProceedingRow.due_at, ProceedingRow.id).limit(limit)
    return _listed(session, found)


def count_due(session: Session, asked: Due) -> int:
    """Return on how many somebody must act."""
    return session.scalar(due_rows(asked).with_only_columns(func.count())) or 0


def due_rows(asked: Due) -> Select[ProceedingRow]:
    """Return the question for what is due, in no order."""
    found = select(ProceedingRow).where(ProceedingRow.due_at <= asked.until)
    if asked.since is not None:
        found = found.where(ProceedingRow.due_at >= asked.since)
    if asked.kind is not None:
        found = found.where(ProceedingRow.kind == asked.kind.value)
    if asked.scope is not None:
        return found.where(ProceedingRow.scope == asked.scope)
    return found if asked.sight is None else found.where(_in_sight(asked.sight))


def _in_sight(sight: rights.Sight) -> ColumnElement[bool]:
    """Return the condition that a row is of a case, or of the register, that a person may look at."""
    supervised = ProceedingRow.scope.startswith("supervised:", autoescape=True)
    if sight.cases is None:
        return true() if sight.register else not_(supervised)
    mine = ProceedingRow.scope.in_([f"case:{each}" for each in sorted(sight.cases)])
    return or_(mine, supervised) if sight.register else mine


def restand(change: Change, seen: Proceeding, standing: Standing) -> None:
    """Keep a new standing of a proceeding that took no step itself: another one, or the clock, changed it.

    The standing follows from steps, so nothing is recorded; a proceeding carried on meanwhile is left alone.
    """
    row = change.session.scalars(_one(seen.scope, seen.kind, seen.number)).one()
    if len(row.steps) == len(seen.steps):
        _stand(row, standing)
        change.session.flush()


def _listed(session: Session, found: Select[ProceedingRow]) -> tuple[Proceeding, ...]:
    """Return the proceedings that a question finds, in its order, with their steps.

    Rows, not objects that could be changed: a register of a country is read in a fraction of the time.
    """
    rows = session.execute(found.with_only_columns(*PROCEEDING)).all()
    steps: dict[int, list[Step]] = {row.id: [] for row in rows}
    ids = list(steps)
    for begin_ in range(0, len(ids), AT_ONCE):
        among = StepRow.proceeding_id.in_(ids[begin_ : begin_ + AT_ONCE])
        asked = select(StepRow.proceeding_id, *STEP).where(among).order_by(StepRow.proceeding_id, StepRow.number)
        for row in session.execute(asked):
            steps[row.proceeding_id].append(_step(row))
    return tuple(_made(row, tuple(steps[row.id])) for row in rows)


def _one(scope: str, kind: ProceedingKind, number: int) -> Select[ProceedingRow]:
    return select(ProceedingRow).where(
        ProceedingRow.scope == scope, ProceedingRow.kind == kind.value, ProceedingRow.number == number
    )


def _stand(row: ProceedingRow, standing: Standing) -> None:
    row.state, row.open = standing.state, standing.open
    row.due_at, row.due_rule = standing.due_at, standing.due_rule
    row.amount, row.currency = standing.amount, standing.currency
    row.institution = standing.institution


def _add(change: Change, row: ProceedingRow, act: Act, before: str | None) -> Proceeding:
    subject, action = f"{row.kind}:{row.scope}/{row.number}", f"{row.kind}.{act.kind}"
    if act.approved_by:
        carried_on_by = tuple(step.who for step in row.steps if not step.approved_by)
        attempt = rights.Attempt(change.who, action, subject)
        level = json.loads(act.facts).get("level")
        rights.check_approval(change.session, act.approved_by, carried_on_by, attempt, level)
    row.steps.append(
        StepRow(
            number=len(row.steps) + 1,
            kind=act.kind,
            acted_at=act.acted.at,
            acted_precision=act.acted.precision.value,
            facts=act.facts,
            why=act.why,
            approved_by=act.approved_by,
            who=change.who,
            entered_at=change.at,
        )
    )
    change.session.flush()
    change.record(
        action,
        subject,
        why=act.why,
        before=None if before is None else {"state": before},
        after={
            "state": row.state,
            "acted": str(act.acted),
            "approved_by": act.approved_by,
            "facts": json.loads(act.facts),
        }
        | ({"on": row.subject} if before is None else {}),
    )
    return _proceeding(row)


def _proceeding(row: ProceedingRow) -> Proceeding:
    return _made(row, tuple(map(_step, row.steps)))


def _made(row: Any, steps: tuple[Step, ...]) -> Proceeding:
    standing = Standing(
        row.state,
        row.open,
        None if row.due_at is None else row.due_at.astimezone(CHINA),
        row.due_rule,
        row.amount,
        row.currency,
        row.institution,
    )
    return Proceeding(row.scope, ProceedingKind(row.kind), row.number, row.subject, standing, steps)


def _step(row: Any) -> Step:
    acted = Moment(row.acted_at.astimezone(CHINA), Precision(row.acted_precision))
    act = Act(row.kind, acted, row.facts, row.why, row.approved_by)
    return Step(row.number, act, row.who, row.entered_at.astimezone(CHINA))
