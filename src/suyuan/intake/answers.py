"""What institutions' words of answer 反馈结果 mean: whole, no rows, in part, refused and why. Words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from suyuan.intake.cells import time_reader
from suyuan.model.moment import Moment
from suyuan.model.request import Answer, Covers, Meaning
from suyuan.model.text import Text

_DAY = r"(?P<day>\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{8})"
_CLOSING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"销户(?:日期|时间|日|于)?\s*[:：为]?\s*(?:于|在)?\s*{_DAY}",
        rf"{_DAY}\s*日?\s*(?:已)?(?:办理)?销户",
    )
)


def answer_of(said: str) -> Answer:
    """Return what an answer's words say; NONE where no known word stands in them."""
    meaning = meaning_of(said)
    return Answer.NONE if meaning is None else meaning.answer


def meaning_of(said: str) -> Meaning | None:
    """Return what an answer's words mean, the first that fits; None for words that nobody described."""
    return next((each for each in meanings() if any(word in said for word in each.words)), None)


def closing_of(said: str) -> datetime | None:
    """Return the last instant of the closing day 销户日期 that an answer states, None where it states none."""
    read = time_reader(())
    for pattern in _CLOSING:
        found = pattern.search(said)
        if found is None:
            continue
        digits = [part.zfill(2) for part in re.findall(r"\d+", found["day"])]
        moment = read("-".join(digits) if len(digits) > 1 else digits[0], numeric=False)
        if isinstance(moment, Moment):
            return moment.at + timedelta(days=1, seconds=-1)
    return None


@cache
def meanings() -> tuple[Meaning, ...]:
    """Return all meanings in the order in which they are tried."""
    table = tomllib.loads((files("suyuan.intake") / "answers.toml").read_text(encoding="utf-8"))
    bases = {name: _text(said) for name, said in table["basis"].items()}
    return tuple(
        Meaning(
            id=each["id"],
            answer=Answer(each["answer"]),
            words=tuple(each["words"]),
            covers=Covers(each["covers"]),
            again=each["again"],
            name=_text(each),
            basis=bases[each["basis"]],
        )
        for each in table["meaning"]
    )


@cache
def paper_columns() -> frozenset[str]:
    """Return the names of columns that hold the number of a paper or task."""
    table = tomllib.loads((files("suyuan.intake") / "answers.toml").read_text(encoding="utf-8"))
    return frozenset(table["papers"])


def _text(said: Mapping[str, str]) -> Text:
    """Return the words of both languages that a table of the data has."""
    return Text(**{language: said[language] for language in ("zh", "en")})
