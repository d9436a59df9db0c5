"""Dates and periods of Chinese bulletins: 2021年8月, 今年5月中旬, 同年8月, 去年, 2019年2月至2021年7月.

今年 and 去年 count from the day of publication; 同年 and a bare month from the year last named before them in the
text. What a phrase leaves open stays open: 2021年初 resolves to 2021.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from suyuan.bulletins.numbers import value_of

_CN_YEAR = "[一二][〇零九一二三四五六七八]{3}"
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_FROM_LAST = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1}
_MINGUO_YEAR = r"1[01]\d\s?年(?=\s?(?:1[0-2]|0?[1-9])\s?月)"
_YEAR = (
    rf"(?:民国\s?\d{{2,3}}年|\d{{4}}\s?年|{_MINGUO_YEAR}|{_CN_YEAR}年"
    rf"|{'|'.join([*_RELATIVE, *_FROM_LAST])})"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?:份)?"
_CN_DAY = "三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|{_CN_DAY})\s?[日号]"
_PART = r"(?:上旬|中旬|下旬|上半年|下半年|年初|年底|年末|初|底|末|中)"
_ISO = r"\d{4}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12]\d|0?[1-9]))?(?![\d.])"
_DATE = re.compile(
    rf"(?P<iso>(?<!\d){_ISO})|(?<![\d个])(?P<year>{_YEAR})\s?(?:(?P<month>{_MONTH})\s?(?P<day>{_DAY})?)?(?P<part>{_PART})?"
    rf"|(?<![\d个第])(?P<month2>(?:同月|当月|本月|{_MONTH}))(?P<day2>{_DAY})?(?P<part2>{_PART})?"
)
_JOIN = re.compile(r"\s?起?(?:至|到|—+|-|~|、?直至)\s?(?:案发)?")
_OPEN = re.compile(r"\s?(?:以来|至今|起(?![诉至到])|开始|至案发|后陆续)")
_DATELINE = re.compile(r"\s?(?:电(?!信|话|诈|商)|讯|消息)")
_MINGUO, _THREE_DIGITS = 1911, 1000
_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十]+")


@dataclass(frozen=True)
class Anchor:
    """What relative dates count from: the day of publication, and what the text last named.

    ``year`` is the last year named at all (同年 counts from it); ``told`` the last one that is no end of a period,
    which a bare month is taken to be of, and ``month`` the last month.
    """

    published: int | None
    published_month: int | None = None
    year: int | None = None
    told: int | None = None
    month: int | None = None

    @classmethod
    def at(cls, day: str | None) -> Anchor:
        """Return the anchor of a text published on a day (``YYYY-MM-DD``), None if it is not known."""
        return cls(int(day[:4]), int(day[5:7])) if day else cls(None)


@dataclass(frozen=True)
class DatePhrase:
    """A date found in a text; ``resolved`` is None where nothing says which year is meant."""

    start: int
    end: int
    resolved: str | None


@dataclass(frozen=True)
class PeriodPhrase:
    """A period found in a text; an open end is None."""

    start: int
    end: int
    first: str | None
    last: str | None


def find_dates(plain: str, anchor: Anchor) -> tuple[tuple[DatePhrase, ...], Anchor]:
    """Return the dates of a folded text in their order, and the anchor for the text that follows."""
    found: list[DatePhrase] = []
    for match in _DATE.finditer(plain):
        resolved, later = _resolve(match, anchor)
        if _OPEN.match(plain, match.end()) or _JOIN.match(plain, match.end()):
            # 2022年8月以来, 2021年3月至7月: the story does not stand in the year in which a period began
            later = replace(later, told=anchor.told)
        if match["year"] and found and _JOIN.fullmatch(plain, found[-1].end, match.start()):
            later = replace(later, told=anchor.told)
        anchor = later
        if _DATELINE.match(plain, match.end()):
            continue
        found.append(DatePhrase(match.start(), match.end(), resolved))
    return tuple(found), anchor


def find_periods(plain: str, dates: tuple[DatePhrase, ...]) -> tuple[PeriodPhrase, ...]:
    """Return the periods that the dates of a folded text form: 从 A 至 B, 自 A 以来, A 至今."""
    found: list[PeriodPhrase] = []
    for place, date in enumerate(dates):
        following = dates[place + 1] if place + 1 < len(dates) else None
        if following is not None and _JOIN.fullmatch(plain, date.end, following.start):
            found.append(PeriodPhrase(date.start, following.end, date.resolved, following.resolved))
        elif _OPEN.match(plain, date.end) and not any(one.start <= date.start < one.end for one in found):
            found.append(PeriodPhrase(date.start, date.end, date.resolved, None))
    return tuple(found)


def whole_date(plain: str) -> str | None:
    """Return the first full date of a folded text as ``YYYY-MM-DD``, None if there is none."""
    dates, _ = find_dates(plain, Anchor(None))
    return next((date.resolved for date in dates if date.resolved and len(date.resolved) == 10), None)


def _resolve(match: re.Match[str], anchor: Anchor) -> tuple[str | None, Anchor]:
    if match["iso"]:
        parts = [int(part) for part in re.split("[-/.]", match["iso"])]
        return _written(parts), replace(anchor, year=parts[0], told=parts[0], month=parts[1])
    month_text, day_text = match["month"] or match["month2"], match["day"] or match["day2"]
    month = anchor.month if month_text in ("同月", "当月", "本月") else _number(month_text) if month_text else None
    year = _year(match["year"], anchor) if match["year"] else _year_of_month(month, anchor, match)
    if year is None:
        return None, replace(anchor, month=month or anchor.month)
    parts = [year, *([month] if month else []), *([_number(day_text)] if month and day_text else [])]
    return _written(parts), replace(anchor, year=year, told=year, month=month or anchor.month)


def _year_of_month(month: int | None, anchor: Anchor, match: re.Match[str]) -> int | None:
    """Return the year of a month without one: that of a period's beginning (2021年3月至7月), of the story, or the
    last such month before publication.
    """
    before = match.string[max(0, match.start() - 2) : match.start()]
    if anchor.year is not None and re.search("[至到-]$", before):
        return anchor.year
    if anchor.told is not None:
        return anchor.told
    if anchor.published is None or month is None or anchor.published_month is None:
        return anchor.published or anchor.year
    return anchor.published - (month > anchor.published_month)


def _year(text: str, anchor: Anchor) -> int | None:
    if text in _RELATIVE:
        return None if anchor.published is None else anchor.published + _RELATIVE[text]
    if text in _FROM_LAST:
        base = anchor.year or anchor.published
        return None if base is None else base + _FROM_LAST[text]
    year = _number(text)
    # 112年6月: the years of the Republic of China, as Taiwan counts them
    return year + _MINGUO if text.startswith("民国") or year < _THREE_DIGITS else year


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    if found is None:
        raise ValueError(text)
    return int(found[0]) if found[0].isdigit() else int(value_of(found[0]))


def _written(parts: list[int]) -> str:
    year, rest = parts[0], parts[1:]
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])
