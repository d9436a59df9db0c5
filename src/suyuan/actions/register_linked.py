"""What this casebook knows of a supervised case: suspects still abroad, and the money that was recovered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suyuan.actions import books, measures, pursuits
from suyuan.actions.cases import casebook_of
from suyuan.actions.register import RegisterView
from suyuan.casebook import cases, proceedings
from suyuan.casebook.rights import NotAllowed
from suyuan.errors import Refused
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Message, Text, say
from suyuan.recovery.books import LINES, Books
from suyuan.settings import Settings
from suyuan.supervision.pursuit_facts import EXITS, PURSUIT_STATES, RANKS, PursuitState, Rank

NOT_YOURS = Text(
    zh="案件 {case} 不在您的权限内，追逃和追赃情况不显示。",
    en="You have no right to see case {case}; its pursuits and its money are not shown.",
)


@dataclass(frozen=True)
class AtLarge:
    """A suspect whose pursuit is open."""

    person: str
    rank: Rank
    state: PursuitState
    country: str


@dataclass(frozen=True)
class Recovered:
    """A currency's books over all rules of tracing, in minor units.

    ``sums`` gives for each line of the books the least and the greatest that a rule comes to.
    """

    currency: str
    sums: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class LinkedCase:
    """The case of this casebook that belongs to a supervised one; ``why_not`` says why something is not shown."""

    number: str
    at_large: tuple[AtLarge, ...] = ()
    as_of: datetime | None = None
    recovered: tuple[Recovered, ...] = ()
    why_not: Message | None = None


def linked_case(settings: Settings, view: RegisterView, now: datetime) -> LinkedCase | None:
    """Return what is known by now of the case that ``register describe --case`` linked; None where none is."""
    word = view.state.description.case
    if not word:
        return None
    found = _at_large(settings, word)
    if found is None:
        return LinkedCase(word, why_not=NOT_YOURS(case=word))
    try:
        made = books.case_books(settings, word, now)
    except Refused as error:
        return LinkedCase(word, found, why_not=error.message)
    return LinkedCase(word, found, made.as_of, over_rules(made.books))


def over_rules(found: tuple[Books, ...]) -> tuple[Recovered, ...]:
    """Return the books with one line a currency: least and greatest over the rules."""
    made = []
    for currency in dict.fromkeys(each.currency for each in found):
        mine = [each for each in found if each.currency == currency]
        sums = [(name, [int(getattr(each, name)) for each in mine]) for name in LINES]
        made.append(Recovered(currency, tuple((name, min(some), max(some)) for name, some in sums)))
    return tuple(made)


def linked_object(found: LinkedCase | None, language: Language) -> dict[str, Any] | None:
    """Return it as the object that ``register show --json`` prints."""
    if found is None:
        return None
    return {
        "case": found.number,
        "at_large": [
            {"person": each.person, "rank": each.rank.value, "rank_words": say(RANKS[each.rank], language),
             "state": each.state.value, "state_words": say(PURSUIT_STATES[each.state], language),
             "country": each.country or None}
            for each in found.at_large
        ],
        "as_of": None if found.as_of is None else found.as_of.isoformat(),
        "money": [
            {"currency": each.currency,
             **{name: {"least": text_from_minor(low, each.currency),
                       "greatest": text_from_minor(high, each.currency)} for name, low, high in each.sums}}
            for each in found.recovered
        ],
        "why_not": None if found.why_not is None else say(found.why_not, language),
    }  # fmt: skip


def _at_large(settings: Settings, word: str) -> tuple[AtLarge, ...] | None:
    """Return the open pursuits by number; None where the user may not look at the case."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        try:
            record = cases.find_case(session, word)
        except NotAllowed:
            return None
        scope = measures.scope_of(record)
        every = proceedings.list_proceedings(session, scope, [pursuits.PURSUIT])
        found = [pursuits.pursuit_in(each) for each in every]
    return tuple(
        AtLarge(each.person.person, each.person.rank, each.state, each.person.country)
        for each in found
        if each.state not in EXITS
    )
