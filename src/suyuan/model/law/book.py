"""The book of rules: the TOML files beside this module, read once; a rule is chosen by the date of the act."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from suyuan.model.law.rule import Certainty, Document, Kind, Reading, Rule, Unit, Value
from suyuan.model.text import Text

RULE_FILES = (
    "counting",
    "stop_payment",
    "freeze",
    "freeze_earlier",
    "restitution",
    "fugitives",
    "thresholds",
    "register",
    "amounts",
    "procedure",
)
NEAREST = 3


@dataclass(eq=False)
class UnknownRule(LookupError):
    """There is no rule of this id; ``nearest`` are the ids most like it."""

    rule: str
    nearest: tuple[str, ...]


@dataclass(eq=False)
class NotInForce(LookupError):
    """The rule governs no act of this day; ``periods`` are those in which it is in force."""

    rule: str
    day: date
    periods: tuple[tuple[date | None, date | None], ...]


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the content of ``NAME.toml`` in this package."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def documents() -> Mapping[str, Document]:
    """Return the documents that rules stand in, by key."""
    return {
        key: Document(
            key=key,
            name=given["name"],
            jurisdiction=given.get("jurisdiction", "CN"),
            in_force_from=given.get("from"),
            in_force_until=given.get("until"),
            in_force_read=given.get("from_read", True),
        )
        for key, given in table("documents")["documents"].items()
    }


def checked_until() -> date:
    """Return the day up to which the sources were looked through; nothing newer could be read."""
    day: date = table("documents")["checked_until"]
    return day


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in every period, by id and first day."""
    found = [_rule(given) for name in RULE_FILES for given in table(name)["rule"]]
    return tuple(sorted(found, key=lambda each: (each.id, each.in_force_from or date.min)))


def rules_on(day: date) -> tuple[Rule, ...]:
    """Return the rules that govern an act of a day."""
    return tuple(each for each in all_rules() if each.in_force(day))


@cache
def periods_of(rule: str) -> tuple[Rule, ...]:
    """Return one rule in all its periods, the earliest first; raises UnknownRule."""
    found = tuple(each for each in all_rules() if each.id == rule)
    if not found:
        raise UnknownRule(rule, _nearest(rule))
    return found


def rule_on(rule: str, day: date) -> Rule:
    """Return a rule as it governs an act of a day; raises UnknownRule, NotInForce."""
    periods = periods_of(rule)
    for each in periods:
        if each.in_force(day):
            return each
    raise NotInForce(rule, day, tuple((each.in_force_from, each.in_force_until) for each in periods))


def _nearest(rule: str) -> tuple[str, ...]:
    ids = sorted({each.id for each in all_rules()})
    near = get_close_matches(rule, ids, NEAREST, 0.4)
    parts = [each for each in ids if rule and rule in each and each not in near]
    return tuple([*near, *parts][:NEAREST])


def _rule(given: Mapping[str, Any]) -> Rule:
    document = documents()[given["document"]]
    certainty = Certainty(given["certainty"])
    caution = given.get("caution")
    return Rule(
        id=given["id"],
        document=document,
        article=given.get("article"),
        kind=Kind(given["kind"]),
        value=_value(given.get("value")),
        unit=Unit(given["unit"]) if "unit" in given else None,
        certainty=certainty,
        reading=Reading(given["source"]),
        in_force_from=given.get("from", document.in_force_from),
        in_force_until=given.get("until", document.in_force_until),
        numbers=tuple(given["numbers"]),
        words=_text(given),
        exact=given.get("exact", False),
        rolls=given.get("rolls", True),
        caution=_text(caution) if caution else None,
    )


def _text(given: Mapping[str, Any]) -> Text:
    """Return the words of a table of the data; a Text refuses one without both languages."""
    return Text(**{language: given[language] for language in ("zh", "en")})


def _value(given: int | str | Iterable[int] | None) -> Value:
    return given if given is None or isinstance(given, int | str) else tuple(given)
