"""Dates and periods of English bulletins: June 2024, 27 February 2025, last year, between A and B."""

from __future__ import annotations

import re

from suyuan.bulletins.dates import DatePhrase, PeriodPhrase

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""The months' names in their order."""
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" if name[3:] else name for name in MONTHS) + "|Sept\\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d\d(?:-\d\d)?\b)"
    rf"|\b(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH})\s+(?P<y3>\d{{4}})\b"
    rf"|\b(?:in|since|during|early|late|mid-?)\s+(?P<y4>(?:19|20)\d\d)\b"
    rf"|(?<=\bbetween )(?P<m6>{_MONTH})(?=\s+and\s+(?:{_DAY}\s+)?{_MONTH}\s+(?P<y6>\d{{4}})\b)"
    rf"|(?<=\bfrom )(?P<m7>{_MONTH})(?=\s+(?:to|until|till|through)\s+(?:{_DAY}\s+)?{_MONTH}\s+(?P<y7>\d{{4}})\b)"
    rf"|\b(?P<relative>last year|this year)\b"
    rf"|\b(?:in|since)\s+(?P<m5>{_MONTH})(?:\s+(?P<this>last year|this year))?(?!\s+\d)\b"
)
_PERIOD = re.compile(r"(?:between|from)\s*$", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:and|to|until|till|through|-|–)\s*", re.IGNORECASE)


def find_dates(text: str, published: int | None) -> tuple[DatePhrase, ...]:
    """Return the dates of a text in their order; ``published`` is the year that relative dates count from."""
    found: list[DatePhrase] = []
    for match in _DATE.finditer(text):
        start = match.start()
        for name in ("y4", "m5"):
            start = match.start(name) if match[name] else start
        found.append(DatePhrase(start, match.end(), _resolve(match, published)))
    return tuple(found)


def find_periods(text: str, dates: tuple[DatePhrase, ...]) -> tuple[PeriodPhrase, ...]:
    """Return the periods that the dates form: between A and B, from A to B, since A."""
    found: list[PeriodPhrase] = []
    for place, date in enumerate(dates):
        before = text[: date.start]
        following = dates[place + 1] if place + 1 < len(dates) else None
        if following and _PERIOD.search(before) and _JOIN.fullmatch(text, date.end, following.start):
            found.append(PeriodPhrase(date.start, following.end, date.resolved, following.resolved))
        elif re.search(r"\bsince\s*(?:at least\s*)?$", before, re.IGNORECASE):
            found.append(PeriodPhrase(date.start, date.end, date.resolved, None))
    return tuple(found)


def whole_date(text: str) -> str | None:
    """Return the first full date of a text as ``YYYY-MM-DD``, None if there is none."""
    resolved = (date.resolved for date in find_dates(text, None))
    return next((day for day in resolved if day and len(day) == 10), None)


def _resolve(match: re.Match[str], published: int | None) -> str | None:
    if match["iso"]:
        return match["iso"]
    if match["relative"] or match["m5"]:
        word = match["relative"] or match["this"]
        year = None if published is None else published - (word == "last year")
        if year is None:
            return None
        return f"{year:04d}" + (f"-{_month(match['m5']):02d}" if match["m5"] else "")
    if match["y4"]:
        return match["y4"]
    for number in ("1", "2"):
        if match[f"y{number}"]:
            day = int(re.sub(r"\D", "", match[f"d{number}"]))
            return f"{match[f'y{number}']}-{_month(match[f'm{number}']):02d}-{day:02d}"
    number = next(each for each in ("3", "6", "7") if match[f"y{each}"])
    return f"{match[f'y{number}']}-{_month(match[f'm{number}']):02d}"


def _month(name: str) -> int:
    return next(place for place, month in enumerate(MONTHS, start=1) if month.startswith(name.strip(".")[:3]))
