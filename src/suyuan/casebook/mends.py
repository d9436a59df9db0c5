"""Mends in the casebook: which cells of a case's evidence a person reads otherwise, and who took that back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook.evidence import subject_of
from suyuan.casebook.session import Change
from suyuan.casebook.tables import MendRow
from suyuan.errors import Refused
from suyuan.model.mend import CellMend, Mend, Undoing
from suyuan.model.moment import CHINA
from suyuan.model.text import Text

MENDED_MEANWHILE = Text(
    zh="第 {row} 行刚刚已由 {who} 修正，本次修正未保存。请先查看：suyuan quarantine show。",
    en="Row {row} was mended by {who} just now; this mend was not kept. Look at it: suyuan quarantine show.",
)
NOT_MENDED = Text(
    zh="第 {row} 行没有有效的修正，无可撤销。",
    en="Row {row} has no mend that stands; there is nothing to undo.",
)


def list_mends(session: Session, case: str) -> tuple[Mend, ...]:
    """Return a case's mends in the order in which they were made, undone ones too."""
    rows = session.scalars(select(MendRow).where(MendRow.case_number == case).order_by(MendRow.id))
    return tuple(map(_mend, rows))


def add(change: Change, case: str, sha256: str, cells: Sequence[CellMend], why: str) -> None:
    """Keep the mends of one row; raises Refused if somebody else's mend of that row stands by now."""
    place = cells[0]
    standing = _standing(change.session, case, sha256, place.sheet_number, place.row)
    if standing:
        raise Refused(MENDED_MEANWHILE(row=place.row, who=standing[0].who))
    for cell in cells:
        change.session.add(
            MendRow(
                case_number=case,
                sha256=sha256,
                sheet_number=cell.sheet_number,
                row_number=cell.row,
                column_number=cell.column,
                title=cell.title,
                original=cell.original,
                text=cell.text,
                why=why,
                who=change.who,
                at=change.at,
            )
        )
    change.session.flush()
    change.record(
        "row.mend",
        subject_of(case, sha256),
        why=why,
        before=_said(cells, [cell.original for cell in cells]),
        after=_said(cells, [cell.text for cell in cells]),
    )


def undo(change: Change, case: str, sha256: str, place: tuple[int, int], why: str) -> None:
    """Take back the mends of a row (sheet's number, row); raises Refused if none stands."""
    standing = _standing(change.session, case, sha256, *place)
    if not standing:
        raise Refused(NOT_MENDED(row=place[1]))
    for row in standing:
        row.undone_who, row.undone_at, row.undone_why = change.who, change.at, why
    change.session.flush()
    cells = [_mend(row).cell for row in standing]
    change.record(
        "row.unmend",
        subject_of(case, sha256),
        why=why,
        before=_said(cells, [cell.text for cell in cells]),
        after=_said(cells, [cell.original for cell in cells]),
    )


def _standing(session: Session, case: str, sha256: str, sheet_number: int, row: int) -> list[MendRow]:
    found = select(MendRow).where(
        MendRow.case_number == case,
        MendRow.sha256 == sha256,
        MendRow.sheet_number == sheet_number,
        MendRow.row_number == row,
        MendRow.undone_at.is_(None),
    )
    return list(session.scalars(found.order_by(MendRow.id)))


def _said(cells: Sequence[CellMend], texts: Sequence[str]) -> dict[str, object]:
    """What the chain keeps of a row's cells: a mend is a decision on money, so both its sides are bound."""
    return {
        "sheet": cells[0].sheet_number,
        "row": cells[0].row,
        "cells": [
            {"column": cell.column, "title": cell.title, "text": text}
            for cell, text in zip(cells, texts, strict=True)
        ],
    }


def _mend(row: MendRow) -> Mend:
    undone = None
    if row.undone_at is not None:
        undone = Undoing(row.undone_who or "", row.undone_at.astimezone(CHINA), row.undone_why or "")
    cell = CellMend(row.sheet_number, row.row_number, row.column_number, row.title, row.original, row.text)
    return Mend(row.case_number, row.sha256, cell, row.why, row.who, row.at.astimezone(CHINA), undone)
