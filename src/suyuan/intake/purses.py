"""Which numbers are one account, as far as the rows of one table state them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CARD = re.compile(r"62[0-9]{14,17}")


def names_a_card(number: str) -> bool:
    """Tell whether a number looks like a Chinese bank card: 16 to 19 digits that begin with 62."""
    return _CARD.fullmatch(number) is not None


class Purses:
    """Joins numbers that one row states for its own account, the card beside the account number."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Join the numbers of each row."""
        self._above: dict[str, str] = {}
        seen: set[tuple[str, ...]] = set()
        for numbers in rows:
            row = tuple(numbers)
            if row not in seen:
                seen.add(row)
                for number in row:
                    self._join(row[0], number)
        groups: dict[str, list[str]] = {}
        for number in self._above:
            groups.setdefault(self._top(number), []).append(number)
        self._numbers = {top: tuple(sorted(numbers)) for top, numbers in groups.items()}

    def key(self, number: str) -> str:
        """Return the account's key: its least card number, else its least number."""
        numbers = self.numbers(number)
        return min((each for each in numbers if names_a_card(each)), default=numbers[0])

    def numbers(self, number: str) -> tuple[str, ...]:
        """Return all numbers of the account, sorted."""
        return self._numbers[self._top(number)] if number in self._above else (number,)

    def _top(self, number: str) -> str:
        while self._above[number] != number:
            self._above[number] = number = self._above[self._above[number]]
        return number

    def _join(self, one: str, other: str) -> None:
        for number in (one, other):
            self._above.setdefault(number, number)
        self._above[self._top(other)] = self._top(one)
