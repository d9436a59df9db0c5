"""What kind a booking is, as far as the words of its own row say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from suyuan.intake.cells import tidy
from suyuan.intake.layout import KindRule, Layout
from suyuan.model.booking import BookingKind, Direction

KindReader = Callable[[Sequence[str], Direction], BookingKind]

REMEMBERED = 20_000
"""So many different texts are remembered with their kind; a bank's rows repeat a few hundred."""

_BETWEEN_WORDS = re.compile(r"[\s,，;；:：/|_\-()（）]+")


def kind_reader(layout: Layout, columns: Mapping[str, Sequence[int]], places: Mapping[str, int]) -> KindReader:
    """Return the reader of kinds for a table: the layout's rules in order, the first that fits wins."""
    texts = columns.get("kind", ())
    own = [places[rule.column] for rule in layout.kinds if rule.column in places]
    default = BookingKind(layout.rules.default_kind)
    known: dict[tuple[str, ...], BookingKind] = {}

    def read(cells: Sequence[str], direction: Direction) -> BookingKind:
        key = (direction.value, *[cells[at] for at in texts], *[cells[at] for at in own])
        kind = known.get(key)
        if kind is None:
            said = " ".join(tidy(cells[at]) for at in texts)
            named = {
                rule.column: tidy(cells[places[rule.column]]) for rule in layout.kinds if rule.column in places
            }
            fitting = (rule.kind for rule in layout.kinds if _fits(rule, said, named, direction))
            kind = BookingKind(next(fitting, default.value))
            if len(known) < REMEMBERED:
                known[key] = kind
        return kind

    return read


def _fits(rule: KindRule, said: str, named: Mapping[str, str], direction: Direction) -> bool:
    if rule.direction and rule.direction != direction.value:
        return False
    if rule.column:
        return named.get(rule.column, "") in rule.words
    if rule.whole_words and not set(rule.whole_words).isdisjoint(_BETWEEN_WORDS.split(said)):
        return True
    return any(word in said and _stands_alone(word, said) for word in rule.words)


def _stands_alone(word: str, said: str) -> bool:
    """Tell whether a word of Latin letters stands by itself: FEE is not in COFFEE. Chinese has no such borders."""
    return not word.isascii() or re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", said) is not None
