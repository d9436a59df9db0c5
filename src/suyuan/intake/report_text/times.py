"""Times in Chinese free text: 2021年3月5日10时许, 同日, 次日, 3月6日下午3时左右, 当晚, 2021-03-05 10:11:12.

What a phrase leaves open stays open: an hour spans an hour, 下午 an afternoon, a bare date a day. A clock time in
点 without a part of the day (3点) may be before or after noon, so it says the day alone. Lunar dates, periods of
days and years that nobody names are found and have no moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from suyuan.bulletins.numbers import value_of
from suyuan.model.moment import CHINA, Moment, Precision

_N = r"(?:\d{1,2}|[〇零一二三四五六七八九十]{1,3})"
_DATE = (
    rf"(?P<lunar>农历|阴历)?(?:(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})(?!\d)"
    rf"|(?:(?P<year>\d{{4}}|[一二][〇零一二三四五六七八九]{{3}})\s*年|(?P<same_year>同年|当年)|(?P<vague_year>去年|今年|前年|本年))?\s*"
    rf"(?:(?P<month>{_N})\s*月\s*(?:份)?|(?P<same_month>同月|当月|本月))\s*(?P<day>{_N})\s*[日号]"
    rf"|(?P<same>同日|当日|当天|同一天|该日|当时|当场|随即|当晚|当夜)|(?P<next>次日|第二天|翌日|隔天|第二日)|(?P<before>前一天|前一日)"
    rf"|(?<![\d月])(?P<only_day>{_N})[日号](?![内前后起]))"
)
_PART = "(?P<part>凌晨|清晨|早上|早晨|上午|中午|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|当晚|晚)"
_CLOCK = (
    rf"(?:(?P<hour>{_N})\s*(?P<mark>时|点钟|点|[:：])\s*(?:(?P<half>半|一刻|三刻)|(?P<minute>{_N})\s*(?:分钟?)?"
    rf"(?:[:：]?\s*(?P<second>{_N})\s*秒?)?)?)"
)
_ABOUT = "(?P<about>许|左右|前后|上下|多(?!次|笔|元|万))"
_BARE_CLOCK = (
    rf"(?:{_CLOCK.replace('P<', 'P<c_')})"
    r"(?=许|左右|前后|，|,|向|又|再|我|通过|用|在|其|期间|间|、|（|$)"
)
_PHRASE = re.compile(
    rf"(?P<near>大约|大概|约)?(?:{_DATE}(?:[,，]?\s*(?P<near2>大约|大概|约)?(?:{_PART})?\s*(?:{_CLOCK})?)?|"
    rf"(?:{_PART.replace('part', 'part_only')})\s*(?:{_CLOCK.replace('P<', 'P<b_')})?|{_BARE_CLOCK}){_ABOUT}?"
)
_JOIN = re.compile(r"\s*(?:至|到|—+|-+|~|～)\s*$")
_PARTS = {
    "凌晨": (0, 6),
    "清晨": (4, 8),
    "早上": (5, 10),
    "早晨": (5, 10),
    "上午": (6, 12),
    "中午": (11, 14),
    "午后": (12, 18),
    "下午": (12, 18),
    "傍晚": (16, 20),
    "晚上": (17, 24),
    "晚间": (17, 24),
    "夜间": (18, 24),
    "夜里": (18, 24),
    "深夜": (20, 24),
    "当晚": (17, 24),
    "当夜": (17, 24),
    "晚": (17, 24),
}
_AFTERNOON = frozenset({"午后", "下午", "傍晚", "晚上", "晚间", "夜间", "夜里", "深夜", "当晚", "当夜", "晚"})
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class SaidTime:
    """A time found in a text; ``moment`` is None where the words do not say which.

    ``span`` is how many seconds from the moment on they still mean, ``about`` that they are approximate.
    """

    start: int
    end: int
    moment: Moment | None
    span: int = 0
    about: bool = False


@dataclass(frozen=True)
class Said:
    """The times of a text in their order, and the day that the text last named."""

    times: tuple[SaidTime, ...]
    day: date | None


def find_times(text: str, day: date | None = None) -> Said:
    """Return the times of a text; ``day`` is the one last named before it, from which 同日 and 次日 count."""
    found: list[SaidTime] = []
    for match in _PHRASE.finditer(text):
        said, day = _resolved(match, day)
        if found and _JOIN.search(text, found[-1].end, match.start()):
            found[-1] = _joined(found[-1], said)
        else:
            found.append(said)
    return Said(tuple(found), day)


def read_said_time(text: str) -> SaidTime | None:
    """Return the time that a cell says in words, None where it is not one time with its year."""
    plain = text.strip()
    times = find_times(plain).times
    whole = [each for each in times if each.start == 0 and each.end >= len(plain) and each.moment is not None]
    return whole[0] if len(whole) == 1 else None


def _resolved(match: re.Match[str], day: date | None) -> tuple[SaidTime, date | None]:
    found = match.groupdict()
    about = bool(found["near"] or found["near2"] or found["about"])
    nothing = SaidTime(match.start(), match.end(), None, 0, about)
    has_date = any(found[each] for each in ("iso", "day", "same", "next", "before", "only_day"))
    named = _day(found, day) if has_date else day
    if found["lunar"] or named is None:
        return nothing, day if not found["lunar"] else None
    clock = {
        name: found[name] or found[f"b_{name}"] or found[f"c_{name}"]
        for name in ("hour", "mark", "half", "minute", "second")
    }
    part = found["part"] or found["part_only"] or (found["same"] if found["same"] in _PARTS else "") or ""
    try:
        moment, span = _moment(named, part, clock)
    except ValueError:
        return nothing, named
    return SaidTime(match.start(), match.end(), moment, span, about), named


def _day(found: dict[str, str | None], last: date | None) -> date | None:
    try:
        if found["iso"]:
            year, month, day = (int(each) for each in re.split(r"[-/.]", found["iso"]))
            return date(year, month, day)
        if found["same"]:
            return last
        if found["next"] or found["before"]:
            return last + timedelta(days=1 if found["next"] else -1) if last else None
        if found["only_day"]:
            return last.replace(day=_number(found["only_day"])) if last else None
        if found["vague_year"]:
            return None
        year_said = found["year"]
        if not year_said and last is None:
            return None
        year = _number(year_said) if year_said else last.year if last else 0
        month_said = found["month"]
        month = _number(month_said) if month_said else last.month if last else 0
        return date(year, month, _number(found["day"] or ""))
    except ValueError:
        return None


def _moment(day: date, part: str, clock: dict[str, str | None]) -> tuple[Moment, int]:
    """Return the moment and what it spans; raises ValueError for an hour that there is not."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    if not clock["hour"]:
        if not part:
            return Moment(midnight, Precision.DAY), 0
        first, last = _PARTS[part]
        return Moment(midnight + timedelta(hours=first), Precision.MINUTE), (last - first) * 3600
    hour = _number(clock["hour"])
    if clock["mark"] in ("点", "点钟") and not part and hour <= 12:
        return Moment(midnight, Precision.DAY), 0
    if hour > 24:
        raise ValueError(hour)
    if part in _AFTERNOON and hour <= 12:
        hour = hour + 12 if hour < 12 or part not in ("下午", "午后") else 12
    elif part == "中午" and hour < 6:
        hour += 12
    elif part == "凌晨" and hour == 12:
        hour = 0
    half = {"半": 30, "一刻": 15, "三刻": 45}.get(clock["half"] or "")
    minute = half if half is not None else _number(clock["minute"]) if clock["minute"] else None
    second = _number(clock["second"]) if clock["second"] else None
    if (minute or 0) > 59 or (second or 0) > 59:
        raise ValueError(minute)
    at = midnight + timedelta(hours=hour, minutes=minute or 0, seconds=second or 0)
    if second is not None:
        return Moment(at, Precision.SECOND), 0
    return Moment(at, Precision.MINUTE), 3600 if minute is None else 60


def _joined(first: SaidTime, last: SaidTime) -> SaidTime:
    """Return a period of hours as one time; one of several days says no time."""
    start, end = first.moment, last.moment
    if start is None or end is None or Precision.DAY in (start.precision, end.precision):
        return SaidTime(first.start, last.end, None)
    span = int((end.at - start.at).total_seconds()) + last.span
    if not 0 <= span < _DAY_SECONDS:
        return SaidTime(first.start, last.end, None)
    return SaidTime(first.start, last.end, start, span, first.about or last.about)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(value_of(text.replace("〇", "零")))
