"""What a user can ask of seized property and voluntary return: take, carry on by lawful steps, list, show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from suyuan.actions import measures
from suyuan.actions.cases import casebook_of
from suyuan.actions.measure_objects import steps_object
from suyuan.actions.measures import Entered, Working, working
from suyuan.casebook import cases, proceedings
from suyuan.model.case import CaseRecord
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.text import Language, say
from suyuan.recovery import citing, seizing
from suyuan.recovery.seizing import Seizure
from suyuan.recovery.seizure_facts import (
    DISPOSAL_NAMES,
    SEIZURE_STATES,
    VOLUNTARY,
    WAY_NAMES,
    Sale,
    SeizureRelease,
    SeizureStep,
    Taking,
)
from suyuan.settings import Settings

KIND = ProceedingKind.SEIZURE
JsonObject = dict[str, Any]


@dataclass(frozen=True)
class SeizureView:
    """An item with its steps."""

    case: CaseRecord
    proceeding: Proceeding
    seizure: Seizure


def take_item(settings: Settings, case: str, taking: Taking, entered: Entered) -> SeizureView:
    """Record an item that was taken or given back. Raises Refused before the case is filed, and for what lacks."""
    with working(settings, case, entered) as work:
        act = work.act(SeizureStep.TAKE.value, taking)
        citing.in_time(act.acted, None, work.now)
        seizure = seizing.begin(act, work.case.filed_at)
        made = proceedings.begin(
            work.change, work.scope, KIND, taking.person.strip(), act, seizing.standing(seizure)
        )
        return SeizureView(work.case, made, seizure)


def carry_on_item(
    settings: Settings, case: str, word: str, step: SeizureStep, facts: object, entered: Entered
) -> SeizureView:
    """Take one more step of an item. Raises Refused, with the article, if it is not lawful now."""
    with working(settings, case, entered) as work:
        return take(work, measures.find(work.change.session, work.case, KIND, word), step, facts)


def take(work: Working, found: Proceeding, step: SeizureStep, facts: object) -> SeizureView:
    """Take one step within a transaction; raises Refused if it is not lawful."""
    measures.check_clock(work, found)
    if isinstance(facts, Sale | SeizureRelease):
        facts = replace(facts, level=measures.level_of(work, facts.level))
    act = work.act(step.value, facts)
    citing.in_time(act.acted, found.steps[-1].act.acted, work.now)
    after = seizing.take(seizure_in(found), act, measures.hands(found))
    made = proceedings.carry_on(work.change, found, act, seizing.standing(after))
    return SeizureView(work.case, made, after)


def list_items(settings: Settings, case: str) -> tuple[SeizureView, ...]:
    """Return a case's items by number."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        return tuple(SeizureView(record, each, seizure_in(each)) for each in _of_case(session, record))


def show_item(settings: Settings, case: str, word: str) -> SeizureView:
    """Return one item with its steps. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        found = measures.find(session, record, KIND, word)
        return SeizureView(record, found, seizure_in(found))


def as_of(views: Iterable[SeizureView], moment: datetime) -> tuple[SeizureView, ...]:
    """Return the items as they stood at a moment, those taken later left out."""
    found = []
    for view in views:
        steps = tuple(step for step in view.proceeding.steps if step.act.acted.at <= moment)
        if steps:
            seizure = seizing.seizure_of(step.act for step in steps)
            found.append(SeizureView(view.case, replace(view.proceeding, steps=steps), seizure))
    return tuple(found)


def returned_by(views: Iterable[SeizureView]) -> dict[tuple[str, str], int]:
    """Return what each person gave back by himself, or his family for him, by person and currency."""
    sums: dict[tuple[str, str], int] = {}
    for view in views:
        taking = view.seizure.taking
        if taking.way in VOLUNTARY:
            key = taking.person.strip(), view.seizure.currency
            sums[key] = sums.get(key, 0) + view.seizure.money
    return sums


def item_object(view: SeizureView, language: Language) -> JsonObject:
    """Return an item as JSON."""
    seizure, taking = view.seizure, view.seizure.taking
    thing = taking.thing
    value = seizure.valuation
    return {
        "case": view.case.number,
        "id": view.proceeding.id,
        "state": seizure.state.value,
        "state_words": say(SEIZURE_STATES[seizure.state], language),
        "way": taking.way.value,
        "way_words": say(WAY_NAMES[taking.way], language),
        "from": taking.person,
        "taken": str(seizure.taken),
        "object": taking.object.value,
        "thing": None if thing is None else {"name": thing.name, "number": thing.number or None},
        "quantity": None if thing is None else thing.quantity,
        "keeper": seizure.custody[-1].taker if seizure.custody else taking.keeper or None,
        "document": taking.document or None,
        "account": taking.place_of_money or None,
        "valuation": None if value is None else text_from_minor(value.amount, value.currency),
        "valuation_currency": None if value is None else value.currency,
        "money": text_from_minor(seizure.money, seizure.currency),
        "paid_out": text_from_minor(seizure.paid, seizure.currency),
        "left": text_from_minor(seizure.left, seizure.currency),
        "currency": seizure.currency,
        "proposal": seizure.proposal.value if seizure.proposal else None,
        "proposal_words": say(DISPOSAL_NAMES[seizure.proposal], language) if seizure.proposal else None,
        "custody": [
            {"giver": each.giver, "taker": each.taker, "place": each.place or None} for each in seizure.custody
        ],
        "steps": steps_object(view.proceeding),
    }


def _of_case(session: Session, case: CaseRecord) -> tuple[Proceeding, ...]:
    return proceedings.list_proceedings(session, measures.scope_of(case), [KIND])


def seizure_in(found: Proceeding) -> Seizure:
    """Return what an item is after its steps."""
    return seizing.seizure_of(step.act for step in found.steps)
