"""Rulings in the casebook: earmarks and what was decided on presumed claims; undone ones stay."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from suyuan.casebook.session import Change
from suyuan.casebook.tables import RulingRow
from suyuan.errors import Refused, WrongUsage
from suyuan.model.mend import Undoing
from suyuan.model.moment import CHINA
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text

NO_SUCH = Text(zh="案件 {case} 没有第 {number} 号认定。", en="Case {case} has no decision number {number}.")
UNDONE_ALREADY = Text(
    zh="第 {number} 号认定已由 {who} 撤销。", en="Decision {number} has been taken back by {who} already."
)


def subject_of(case: str, number: int) -> str:
    """Return how the audit chain names a ruling."""
    return f"ruling:{case}/{number}"


def list_rulings(session: Session, case: str, kind: RulingKind) -> tuple[Ruling, ...]:
    """Return a case's rulings of a kind in the order in which they were made, undone ones too."""
    found = select(RulingRow).where(RulingRow.case_number == case, RulingRow.kind == kind.value)
    return tuple(map(_ruling, session.scalars(found.order_by(RulingRow.number))))


def list_kind(session: Session, kind: RulingKind) -> tuple[Ruling, ...]:
    """Return all cases' rulings of a kind by case and number, undone ones too."""
    found = select(RulingRow).where(RulingRow.kind == kind.value)
    return tuple(map(_ruling, session.scalars(found.order_by(RulingRow.case_number, RulingRow.number))))


def add(
    change: Change,
    case: str,
    kind: RulingKind,
    subject: str,
    facts: Mapping[str, str],
    *,
    why: str,
    evidence: str = "",
) -> Ruling:
    """Keep a ruling with its event and return it."""
    last = change.session.scalar(select(func.max(RulingRow.number)).where(RulingRow.case_number == case))
    row = RulingRow(
        case_number=case,
        number=(last or 0) + 1,
        kind=kind.value,
        subject=subject,
        facts=json.dumps(dict(facts), ensure_ascii=False, sort_keys=True),
        why=why,
        evidence=evidence,
        who=change.who,
        at=change.at,
    )
    change.session.add(row)
    change.session.flush()
    change.record(f"{kind.value}.decide", subject_of(case, row.number), why=why, after=_said(row))
    return _ruling(row)


def undo(change: Change, case: str, kind: RulingKind, number: int, why: str) -> Ruling:
    """Take a ruling back; raises WrongUsage where there is none of the kind, Refused where it is undone."""
    found = select(RulingRow).where(
        RulingRow.case_number == case, RulingRow.kind == kind.value, RulingRow.number == number
    )
    row = change.session.scalar(found)
    if row is None:
        raise WrongUsage(NO_SUCH(case=case, number=number))
    if row.undone_at is not None:
        raise Refused(UNDONE_ALREADY(number=number, who=row.undone_who))
    row.undone_who, row.undone_at, row.undone_why = change.who, change.at, why
    change.session.flush()
    change.record(f"{kind.value}.undo", subject_of(case, number), why=why, before=_said(row))
    return _ruling(row)


def _said(row: RulingRow) -> dict[str, object]:
    return {"subject": row.subject, "facts": json.loads(row.facts), "evidence": row.evidence}


def _ruling(row: RulingRow) -> Ruling:
    undone = None
    if row.undone_at is not None:
        undone = Undoing(row.undone_who or "", row.undone_at.astimezone(CHINA), row.undone_why or "")
    return Ruling(
        row.case_number,
        row.number,
        RulingKind(row.kind),
        row.subject,
        json.loads(row.facts),
        row.why,
        row.evidence,
        row.who,
        row.at.astimezone(CHINA),
        undone,
    )
