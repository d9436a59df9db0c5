"""The register of supervised cases: bulletins go in whole, each figure with the sentence it came from."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from suyuan.casebook.audit import canonical
from suyuan.casebook.record_rows import content_of_bulletin
from suyuan.casebook.session import Change
from suyuan.casebook.tables import BulletinRow, FigureRow, MentionRow, SupervisedRow
from suyuan.errors import Refused, WrongUsage
from suyuan.model.register import (
    BulletinFigure,
    BulletinRecord,
    CaseFacts,
    ReportedCase,
    Stage,
    SupervisedCase,
    Supervision,
    case_key,
    entered_key,
    normal_name,
)
from suyuan.model.text import Text

LISTED_AT_MOST = 10
NO_SUCH = Text(
    zh="督办登记中没有“{word}”。现有：{known}。", en="The register has no “{word}”. There are: {known}."
)
SEVERAL = Text(
    zh="“{word}”不止一件：{known}。请写全案名。", en="“{word}” names several: {known}. Write the whole name."
)
NONE = Text(zh="无", en="none")
THERE_ALREADY = Text(zh="督办登记中已有“{name}”。", en="The register has “{name}” already.")


def enter_bulletin(change: Change, bulletin: BulletinRecord) -> bool:
    """Enter a bulletin's cases and figures; returns False, and changes nothing, if its bytes are there already.

    A case that the register has gets the new figures beside the old ones; its stage and supervision follow the
    bulletin only where they were not stated before, for a later page may tell of an earlier day.
    """
    session = change.session
    if session.get(BulletinRow, bulletin.sha256) is not None:
        return False
    session.add(
        BulletinRow(
            sha256=bulletin.sha256,
            name=bulletin.name,
            title=bulletin.title,
            published=bulletin.published,
            issuers=canonical(list(bulletin.issuers)),
            supervision=bulletin.supervision.value,
        )
    )
    session.flush()
    figures: list[tuple[int | None, BulletinFigure]] = []
    for place, reported in enumerate(bulletin.cases, start=1):
        row = _enter_case(change, bulletin, reported, place)
        session.add(
            MentionRow(
                bulletin=bulletin.sha256,
                place=place,
                case_id=row.id,
                stage=reported.stage.value,
                facts=_facts_text(reported.facts),
            )
        )
        figures.extend((row.id, figure) for figure in reported.figures)
    figures.extend((None, figure) for figure in bulletin.aggregates)
    for place, (case, figure) in enumerate(figures, start=1):
        session.add(_figure_row(place, case, figure, bulletin.sha256))
    session.flush()
    content = content_of_bulletin(session, bulletin.sha256)
    change.record(
        "bulletin.enter",
        f"bulletin:{bulletin.sha256}",
        after={"name": bulletin.name, "title": bulletin.title, "cases": len(bulletin.cases), "content": content},
    )
    return True


def list_supervised(session: Session, keys: Collection[str] | None = None) -> tuple[SupervisedCase, ...]:
    """Return the register, or of it the cases with some keys, by the date of the bulletin that first named a case
    and its place there; cases that no bulletin named come last, by their key.
    """
    asked = select(SupervisedRow)
    if keys is not None:
        asked = asked.where(SupervisedRow.key.in_(sorted(keys)))
    cases = session.scalars(asked).all()
    mine = None if keys is None else [case.id for case in cases]
    mentions: dict[int, list[tuple[BulletinRow, MentionRow]]] = {}
    pairs = select(BulletinRow, MentionRow).join(MentionRow, MentionRow.bulletin == BulletinRow.sha256)
    told_of = pairs if mine is None else pairs.where(MentionRow.case_id.in_(mine))
    for bulletin, mention in session.execute(told_of):
        mentions.setdefault(mention.case_id, []).append((bulletin, mention))
    figures: dict[tuple[int, str], list[BulletinFigure]] = {}
    stated = select(FigureRow).where(FigureRow.case_id.is_not(None)).order_by(FigureRow.place)
    for row in session.scalars(stated if mine is None else stated.where(FigureRow.case_id.in_(mine))):
        figures.setdefault((row.case_id or 0, row.bulletin), []).append(_figure(row))

    def order(pair: tuple[BulletinRow, MentionRow]) -> tuple[str, str, int]:
        return pair[0].published or "", pair[0].sha256, pair[1].place

    def first(case: SupervisedRow) -> tuple[bool, tuple[str, str, int], str]:
        told = mentions.get(case.id)
        return told is None, order(told[0]) if told else ("", "", 0), case.key

    for each in mentions.values():
        each.sort(key=order)
    return tuple(
        SupervisedCase(
            key=case.key,
            facts=_facts(mentions[case.id][0][1].facts)
            if case.id in mentions
            else CaseFacts(case.name, case.province),
            stage=Stage(case.stage),
            supervision=Supervision(case.supervision),
            figures=tuple(
                figure
                for bulletin, _ in mentions.get(case.id, ())
                for figure in figures.get((case.id, bulletin.sha256), ())
            ),
            bulletins=tuple(bulletin.sha256 for bulletin, _ in mentions.get(case.id, ())),
        )
        for case in sorted(cases, key=first)
    )


def find_supervised(session: Session, word: str) -> SupervisedCase:
    """Return the case of the register that a word names: its key, its name, or a part of one that only it has.

    Raises WrongUsage if there is none or several.
    """
    wanted = normal_name(word)
    every = session.execute(select(SupervisedRow.key, SupervisedRow.name)).all()
    same = [key for key, name in every if wanted in (key, normal_name(name or ""))]
    found = same or [key for key, name in every if wanted and wanted in key + normal_name(name or "")]
    if len(found) == 1:
        return list_supervised(session, found)[0]
    named = list_supervised(session, found or None)[:LISTED_AT_MOST]
    known = "、".join(each.facts.name or each.key for each in named)
    said = SEVERAL if found else NO_SUCH
    raise WrongUsage(said(word=word, known=known or NONE()))


def enter_case(change: Change, case: CaseFacts, stage: Stage, supervision: Supervision, why: str) -> str:
    """Enter a case that no bulletin named, and return its key. Raises Refused if the register has it."""
    key = entered_key(case)
    if change.session.scalars(select(SupervisedRow).where(SupervisedRow.key == key)).one_or_none() is not None:
        raise Refused(THERE_ALREADY(name=case.name))
    row = SupervisedRow(
        key=key, name=case.name, province=case.province, stage=stage.value, supervision=supervision.value
    )
    change.session.add(row)
    change.session.flush()
    change.record("register.add", f"supervised:{key}", why=why, before=None, after=_state(row))
    return key


def stand(change: Change, key: str, stage: Stage, supervision: Supervision) -> None:
    """Keep a case's two fields as its steps left them; they follow from the steps, so nothing is recorded."""
    row = change.session.scalars(select(SupervisedRow).where(SupervisedRow.key == key)).one()
    row.stage, row.supervision = stage.value, supervision.value
    change.session.flush()


def published(session: Session) -> dict[str, str]:
    """Return the day of publication of each bulletin, by its SHA-256; empty where none is printed on it."""
    asked = select(BulletinRow.sha256, BulletinRow.published)
    return {sha256: day or "" for sha256, day in session.execute(asked)}


def list_bulletins(session: Session) -> tuple[BulletinRecord, ...]:
    """Return the bulletins entered, with their cases and figures, by date of publication and content."""
    rows = session.scalars(select(BulletinRow)).all()
    return tuple(
        _bulletin(session, row) for row in sorted(rows, key=lambda row: (row.published or "", row.sha256))
    )


def _enter_case(change: Change, bulletin: BulletinRecord, reported: ReportedCase, place: int) -> SupervisedRow:
    session, facts = change.session, reported.facts
    key = case_key(facts, bulletin.sha256, place)
    row = session.scalars(select(SupervisedRow).where(SupervisedRow.key == key)).one_or_none()
    before = None if row is None else _state(row)
    if row is None:
        row = SupervisedRow(key=key, name=facts.name, province=facts.province)
        row.stage, row.supervision = reported.stage.value, bulletin.supervision.value
        session.add(row)
    else:
        if row.stage == Stage.UNSTATED.value:
            row.stage = reported.stage.value
        if row.supervision == Supervision.UNSTATED.value:
            row.supervision = bulletin.supervision.value
    session.flush()
    if _state(row) != before:
        change.record(
            "register.case",
            f"supervised:{key}",
            why=f"bulletin:{bulletin.sha256}",
            before=before,
            after=_state(row),
        )
    return row


def _state(row: SupervisedRow) -> dict[str, object]:
    return {"name": row.name, "province": row.province, "stage": row.stage, "supervision": row.supervision}


def _figure_row(place: int, case: int | None, figure: BulletinFigure, bulletin: str) -> FigureRow:
    return FigureRow(
        bulletin=bulletin, place=place, case_id=case, what=figure.what, value=figure.value, unit=figure.unit,
        approximator=figure.approximator, text=figure.text, sentence=figure.sentence,
    )  # fmt: skip


def _bulletin(session: Session, row: BulletinRow) -> BulletinRecord:
    own = select(FigureRow).where(FigureRow.bulletin == row.sha256).order_by(FigureRow.place)
    figures: dict[int | None, list[BulletinFigure]] = {}
    for figure in session.scalars(own):
        figures.setdefault(figure.case_id, []).append(_figure(figure))
    mentions = session.execute(
        select(MentionRow, SupervisedRow)
        .join(SupervisedRow, MentionRow.case_id == SupervisedRow.id)
        .where(MentionRow.bulletin == row.sha256)
        .order_by(MentionRow.place)
    )
    return BulletinRecord(
        sha256=row.sha256,
        name=row.name,
        title=row.title,
        published=row.published,
        issuers=tuple(json.loads(row.issuers)),
        supervision=Supervision(row.supervision),
        cases=tuple(
            ReportedCase(_facts(mention.facts), tuple(figures.get(case.id, ())), Stage(mention.stage))
            for mention, case in mentions
        ),
        aggregates=tuple(figures.get(None, ())),
    )


def _figure(row: FigureRow) -> BulletinFigure:
    return BulletinFigure(
        what=row.what, value=row.value, unit=row.unit, approximator=row.approximator, text=row.text,
        sentence=row.sentence, bulletin=row.bulletin,
    )  # fmt: skip


def _facts_text(facts: CaseFacts) -> str:
    return canonical(asdict(facts))


def _facts(text: str) -> CaseFacts:
    said: dict[str, Any] = json.loads(text)
    period = said.pop("period")
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return CaseFacts(**(said | lists), period=None if period is None else (period[0], period[1]))
