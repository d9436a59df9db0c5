"""Suspects' amounts and thresholds as the JSON objects that the command line prints."""

from __future__ import annotations

from suyuan.actions.defendants import CaseDefendants, DefendantAmounts
from suyuan.model.law.rule import Unit
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, say
from suyuan.recovery.thresholds import Reached

JsonObject = dict[str, object]


def defendants_object(found: CaseDefendants, language: Language) -> JsonObject:
    """Return a case's suspects with their amounts and what these reach."""
    return {
        "case": found.amounts.taken.case.number,
        "currency": found.amounts.found.currency,
        "defendants": [_one(each, language) for each in found.defendants],
    }


def thresholds_object(found: CaseDefendants, language: Language) -> JsonObject:
    """Return what the case and each suspect reach."""
    return {
        "case": found.amounts.taken.case.number,
        "reached": [reached_object(each, language) for each in found.reached],
        "defendants": [
            {"name": each.defendant.name, "reached": [reached_object(one, language) for one in each.reached]}
            for each in found.defendants
        ],
    }


def reached_object(found: Reached, language: Language) -> JsonObject:
    """Return one threshold beside its figure."""
    rule = found.rule
    return {
        "rule": rule.id,
        "document": rule.document.name,
        "article": rule.article,
        "words": say(rule.words, language),
        "certainty": rule.certainty.value,
        "figure": _shown(found, found.figure),
        "limit": _shown(found, found.limit),
        "unit": rule.unit.value if rule.unit else None,
        "reached": found.reached,
        "close": found.close,
        "governs": found.governs,
        "rows": list(found.rows),
    }


def _shown(found: Reached, figure: int) -> str:
    return text_from_minor(figure, "CNY") if found.rule.unit is Unit.YUAN else str(figure)


def _one(each: DefendantAmounts, language: Language) -> JsonObject:
    person, currency = each.defendant, each.unit.currency
    known = {name: amount for name, amount, _ in each.known_choices}
    return {
        "name": person.name,
        "part": person.part or None,
        "unit": person.unit or None,
        "from": person.start.isoformat() if person.start else None,
        "to": person.end.isoformat() if person.end else None,
        "accounts": list(person.accounts),
        "joint_with": list(each.joint_with),
        "unit_amount": [
            {
                "choice": name,
                "amount": text_from_minor(amount, currency),
                "people": people,
                "known_amount": text_from_minor(known[name], currency),
            }
            for name, amount, people in each.unit.choices()
        ],
        "gain": text_from_minor(each.gain.total, currency),
        "gain_transfers": list(each.gain.transfers),
        "returned": text_from_minor(each.returned, currency),
        "settlements": [
            {
                "account": one.account,
                "from": one.start.isoformat(),
                "to": one.end.isoformat(),
                **{
                    name: text_from_minor(getattr(one, name), currency)
                    for name in ("verified", "presumed", "excluded", "undecided", "inflow")
                },
            }
            for one in each.settlements
        ],
        "reached": [reached_object(one, language) for one in each.reached],
    }
