"""Sentences with what the grammar finds in them. Rules match the folded text, results quote the printed one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suyuan.bulletins.dates import Anchor, DatePhrase, PeriodPhrase, find_dates, find_periods
from suyuan.bulletins.numbers import NumberPhrase, find_numbers
from suyuan.bulletins.script import fold

_END = re.compile(r"[。！？!?]+[”）)】]*|\n+")
_LONGEST = 2000
"""Characters; nobody writes a longer sentence, and rules that look at each pair of words stay quick."""
_CLAUSE = re.compile(r"[，；：。！？;!?（）()]|(?<!\d)[,:]|[,:](?!\d)|(?<=\S)[—–]{2}")


@dataclass(frozen=True)
class Sentence:
    """One printed sentence and its folded twin of the same length; ``paragraph`` counts blocks from 0."""

    printed: str
    plain: str
    paragraph: int
    dates: tuple[DatePhrase, ...] = ()
    periods: tuple[PeriodPhrase, ...] = ()
    numbers: tuple[NumberPhrase, ...] = ()

    def quote(self, start: int, end: int) -> str:
        """Return the printed text between two places."""
        return self.printed[start:end].strip()

    def clause(self, place: int) -> tuple[int, int]:
        """Return the bounds of the clause around a place: between commas, semicolons and colons."""
        start = max((mark.end() for mark in _CLAUSE.finditer(self.plain, 0, place)), default=0)
        following = _CLAUSE.search(self.plain, place)
        return start, following.start() if following else len(self.plain)


@dataclass
class Reader:
    """Makes sentences in the order of the text, and remembers the year that relative dates count from.

    The day of publication itself, where the text says it again, is no date of a case and is left out.
    """

    anchor: Anchor
    published: str | None = None

    def read(self, text: str, paragraph: int) -> tuple[Sentence, ...]:
        """Return the sentences of one paragraph."""
        plain = fold(text)
        return tuple(self._sentence(text[start:end], plain[start:end], paragraph) for start, end in spans(plain))

    def _sentence(self, printed: str, plain: str, paragraph: int) -> Sentence:
        dates, self.anchor = find_dates(plain, self.anchor)
        dates = tuple(date for date in dates if date.resolved is None or date.resolved != self.published)
        periods = find_periods(plain, dates)
        return Sentence(printed, plain, paragraph, dates, periods, find_numbers(plain))


def spans(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the sentences of a folded text, without the white space around them."""
    start = 0
    for mark in [*_END.finditer(plain), None]:
        end = mark.end() if mark else len(plain)
        while end - start > _LONGEST:
            cut = plain.rfind("，", start, start + _LONGEST) + 1 or start + _LONGEST
            yield start, cut
            start = cut
        piece = plain[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = end
