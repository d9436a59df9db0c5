"""What measures of a case have come to at a moment: held by freezes, returned from them, seized and given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.actions import freezes, jurisdiction, measures, seizures
from suyuan.actions.cases import casebook_of
from suyuan.casebook import cases, proceedings
from suyuan.model.account import normal_form
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.recorded import from_text
from suyuan.recovery.freeze_facts import FreezeState, FreezeStep, PartRelease
from suyuan.settings import Settings

FREEZE = ProceedingKind.FREEZE


@dataclass(frozen=True)
class Came:
    """What measures had come to at a moment, by account and currency in minor units: held, returned from there."""

    held: Mapping[tuple[str, str], int]
    returned: Mapping[tuple[str, str], int]


def measures_at(settings: Settings, word: str, moment: datetime) -> Came:
    """Return what the freezes of a case, and of cases merged into it, held at a moment, and what was returned.

    Steps of later acts are left out, whenever they were entered.
    """
    held: dict[tuple[str, str], int] = {}
    returned: dict[tuple[str, str], int] = {}
    with casebook_of(settings) as casebook, casebook.reading() as session:
        main = cases.find_case(session, word)
        merged = cases.cases_of(session, jurisdiction.merged_cases(session, main.number)).values()
        for record in (main, *merged):
            scope = measures.scope_of(record)
            every = [
                cut
                for each in proceedings.on_subjects_of(session, scope, FREEZE)
                if (cut := _until(each, moment)).steps
            ]
            for each in every:
                if each.scope != scope:
                    continue
                view = freezes.view_of(record, each, every, moment)
                key = (normal_form(view.freeze.proposal.account), view.freeze.proposal.currency)
                if view.state is FreezeState.ACTIVE:
                    held[key] = held.get(key, 0) + (view.freeze.cash or 0)
                if back := sum(_returned(each)):
                    returned[key] = returned.get(key, 0) + back
    return Came(held, returned)


def seized_money(views: Iterable[seizures.SeizureView], currency: str) -> tuple[int, int]:
    """Return what is seized or given up and still held as money, and what of it was returned to victims."""
    mine = [each.seizure for each in views if each.seizure.currency == currency]
    return sum(each.left for each in mine), sum(each.paid for each in mine)


def _until(found: Proceeding, moment: datetime) -> Proceeding:
    return replace(found, steps=tuple(step for step in found.steps if step.act.acted.at <= moment))


def _returned(found: Proceeding) -> Iterable[int]:
    """Give the sums that left a freeze for victims; what was released is none of them."""
    for step in found.steps:
        if step.act.kind == FreezeStep.PART.value:
            yield from_text(PartRelease, step.act.facts).amount
