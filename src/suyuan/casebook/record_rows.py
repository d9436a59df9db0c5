"""The casebook's rows in the words of the audit chain's events, so that the two can be held against each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook.audit import canonical, instant_text
from suyuan.casebook.tables import (
    BulletinRow,
    CaseRow,
    EvidenceRow,
    FigureRow,
    MendRow,
    MentionRow,
    ProceedingRow,
    RulingRow,
    SupervisedRow,
    UserRow,
)
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.rights import Level

AT_ONCE = 1000


@dataclass(frozen=True)
class Recorded:
    """A row under the chain's name for it: its fields, what was added to it in any order, its steps in theirs."""

    what: str
    state: dict[str, Any] = field(default_factory=dict)
    added: list[object] = field(default_factory=list)
    steps: list[object] = field(default_factory=list)


def every(session: Session) -> Iterator[Recorded]:
    """Give all rows that events tell of."""
    for kind in (_cases, _evidence, _proceedings, _rulings, _users, _supervised, _bulletins):
        yield from kind(session)


def content_of_bulletin(session: Session, sha: str) -> str:
    """Return the SHA-256 of what a bulletin says of its cases and of all its figures."""
    keys = {row.id: row.key for row in session.scalars(select(SupervisedRow))}
    mentions = session.scalars(select(MentionRow).where(MentionRow.bulletin == sha).order_by(MentionRow.place))
    figures = session.scalars(select(FigureRow).where(FigureRow.bulletin == sha).order_by(FigureRow.place))
    said: list[object] = [[each.place, keys[each.case_id], each.stage, each.facts] for each in mentions]
    for each in figures:
        key = None if each.case_id is None else keys[each.case_id]
        said.append(
            [each.place, key, each.what, each.value, each.unit, each.approximator, each.text, each.sentence]
        )
    return sha256(canonical(said).encode()).hexdigest()


def _cases(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(CaseRow)):
        filed = None
        if row.filed_at is not None:
            filed = str(Moment(row.filed_at.astimezone(CHINA), Precision(row.filed_precision)))
        state = {"number": row.number, "name": row.name, "filed_at": filed, "organ": row.organ}
        yield Recorded(f"case:{row.number}", state | {"by": row.created_by, "at": instant_text(row.created_at)})


def _evidence(session: Session) -> Iterator[Recorded]:
    mends: dict[tuple[str, str], list[object]] = {}
    for mend in session.scalars(select(MendRow)):
        mends.setdefault((mend.case_number, mend.sha256), []).extend(_mend(mend))
    for row in session.scalars(select(EvidenceRow).execution_options(yield_per=AT_ONCE)):
        state = {
            "size": row.size, "outcome": row.outcome, "format": row.format, "kind": row.kind,
            "rows": json.loads(row.rows), "entry": None if row.entry is None else json.loads(row.entry),
        }  # fmt: skip
        arrivals: list[object] = [["arrival", each.name, each.origin] for each in row.arrivals]
        added = arrivals + mends.pop((row.case_number, row.sha256), [])
        yield Recorded(f"evidence:{row.case_number}/{row.sha256}", state, added)
    for (case, sha), cells in mends.items():
        yield Recorded(f"row:{case}/{sha}", added=cells)


def _mend(row: MendRow) -> Iterator[object]:
    place = [row.sheet_number, row.row_number, row.column_number, row.title]
    yield ["row.mend", *place, row.original, row.text, row.who, instant_text(row.at), row.why]
    if row.undone_at is not None:
        signed = [row.undone_who, instant_text(row.undone_at), row.undone_why]
        yield ["row.unmend", *place, row.text, row.original, *signed]


def _proceedings(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(ProceedingRow).execution_options(yield_per=AT_ONCE)):
        steps: list[object] = [
            [
                each.kind, each.who, instant_text(each.entered_at), each.why,
                str(Moment(each.acted_at.astimezone(CHINA), Precision(each.acted_precision))),
                each.approved_by, json.loads(each.facts),
            ]
            for each in row.steps
        ]  # fmt: skip
        yield Recorded(f"{row.kind}:{row.scope}/{row.number}", {"on": row.subject}, steps=steps)


def _rulings(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(RulingRow).execution_options(yield_per=AT_ONCE)):
        said = [row.subject, json.loads(row.facts), row.evidence]
        steps: list[object] = [[row.kind, "decide", row.who, instant_text(row.at), row.why, *said]]
        if row.undone_at is not None:
            signed = [row.undone_who, instant_text(row.undone_at), row.undone_why]
            steps.append([row.kind, "undo", *signed, *said])
        yield Recorded(f"ruling:{row.case_number}/{row.number}", steps=steps)


def _users(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(UserRow)):
        level = Level(row.level).name.lower() if row.level in set(Level) else row.level
        parts: list[object] = []
        withdrawn = set()
        for each in row.grants:
            parts.append(["user.grant", each.duty, each.scope, each.granted_by, instant_text(each.granted_at)])
            if each.withdrawn_at is not None:
                # One event may withdraw several grants of the same part.
                withdrawn.add((each.duty, each.scope, each.withdrawn_by, instant_text(each.withdrawn_at)))
        parts += [["user.withdraw", *each] for each in sorted(withdrawn, key=str)]
        state = {"name": row.name, "agency": row.agency, "level": level, "active": row.active}
        yield Recorded(f"user:{row.name}", state, parts)


def _supervised(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(SupervisedRow).execution_options(yield_per=AT_ONCE)):
        yield Recorded(f"supervised:{row.key}", {"name": row.name, "province": row.province})


def _bulletins(session: Session) -> Iterator[Recorded]:
    for row in session.scalars(select(BulletinRow)):
        mentions = session.scalars(select(MentionRow.place).where(MentionRow.bulletin == row.sha256)).all()
        state: dict[str, Any] = {"name": row.name, "title": row.title, "cases": len(mentions)}
        yield Recorded(f"bulletin:{row.sha256}", state | {"content": content_of_bulletin(session, row.sha256)})
