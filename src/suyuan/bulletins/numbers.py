"""Number phrases of Chinese bulletins: 1.5亿余元, 六千余万元, 近百名, 数十名, 1亿3千余万元.

A phrase is an optional approximator, a number (Arabic, Chinese or mixed digits, with an approximator inside or
after it), and a measure. The grammar knows no sentence: what a number means is settled elsewhere. Durations,
percentages, ages and ordinals (第二批) are no figures of a case and are not found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from suyuan.bulletins.data_files import one_of, words

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CN = "零〇一二两三四五六七八九十百千万亿"
_BODY = rf"(?:{_ARABIC}|[{_CN}]|(?<=[\d{_CN}])[余多](?=[十百千万亿]))+"
_TOKEN = re.compile(rf"{_ARABIC}|[零〇一二两三四五六七八九十百千万亿]")


class Measure(Enum):
    """What kind of thing a number counts."""

    MONEY = "money"
    PEOPLE = "people"
    CASES = "cases"
    THINGS = "things"


@dataclass(frozen=True)
class NumberPhrase:
    """A number phrase found in a text; ``start`` and ``end`` bound the phrase that is quoted.

    ``unit`` is the measure word (元 for yuan, a currency code for other money); ``article`` says that the number
    is a bare 一 or 两, which mostly is no figure but "a" or "both".
    """

    start: int
    end: int
    value: Decimal
    qualifier: str
    measure: Measure
    unit: str
    article: bool = False


@cache
def _grammar() -> re.Pattern[str]:
    measures = words("measures")
    near = measures["approximators"]
    units = [*measures["money"], *measures["regions"]]
    for kind in ("people", "cases", "things"):
        units += measures[kind]["words"]
    return re.compile(
        rf"(?<![第\d.零〇一二两三四五六七八九十百千万亿])(?P<before>{one_of(near['before'])})?\s?(?P<currency>{one_of(measures['money_before'])})?\s?"
        rf"(?P<near>{one_of(near['before'])})?(?P<vague>[上数几过](?=[十百千万亿]))?(?P<body>{_BODY})"
        rf"(?P<after>{one_of(near['after'])})?\s?(?P<unit>{one_of(units)}(?!套))?(?P<tail>{one_of(near['tail'])})?"
    )


@cache
def _counted() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = words("measures")["words"]
    return re.compile(one_of(lists["counted"])), re.compile(one_of(lists["not_counted"]))


def find_numbers(plain: str) -> tuple[NumberPhrase, ...]:
    """Return the number phrases with a measure in a folded text, in their order."""
    found = (_phrase(match, plain) for match in _grammar().finditer(plain))
    return tuple(phrase for phrase in found if phrase is not None)


def value_of(body: str) -> Decimal:
    """Return the value of a number written in Arabic, Chinese or mixed digits, without approximators.

    ``1亿2千万`` is 120000000, ``万`` alone 10000, ``二〇二三`` (digits in a row) 2023. Raises ValueError if the
    text is not one number.
    """
    tokens = _TOKEN.findall(body)
    if not tokens or "".join(tokens) != body or re.search("[百千万亿][百千]", body):
        raise ValueError(body)
    if len(tokens) > 1 and all(token in _DIGITS for token in tokens):
        return Decimal("".join(str(_DIGITS[token]) for token in tokens))
    return _large(tokens, ("亿", "万"))


def _large(tokens: list[str], units: tuple[str, ...]) -> Decimal:
    """Return the value of tokens that hold the large units given, the largest first."""
    if not units:
        return _small(tokens)
    unit, rest = units[0], units[1:]
    if unit not in tokens:
        return _large(tokens, rest)
    # the last of its kind divides: 1万亿 is 1万 of 亿
    place = len(tokens) - 1 - tokens[::-1].index(unit)
    before, after = tokens[:place], tokens[place + 1 :]
    high = _large(before, rest) if before else Decimal(1)
    low = _large(after, rest) if after else Decimal(0)
    # 1亿2 and 3万5 leave their last unit unsaid
    if len(after) == 1 and after[0] in _DIGITS and after[0] not in "零〇":
        low *= _LARGE[unit] // 10
    if low >= _LARGE[unit]:
        raise ValueError("".join(tokens))
    return high * _LARGE[unit] + low


def _small(tokens: list[str]) -> Decimal:
    """Return the value of tokens below ten thousand: 1千2百, 四百三十二, 1234.5, 十."""
    total, pending, last, zero = Decimal(0), None, Decimal(10**9), False
    for word in tokens:
        if word in _SMALL:
            unit = Decimal(_SMALL[word])
            if unit >= last:
                raise ValueError("".join(tokens))
            total, last, pending = total + (Decimal(1) if pending is None else pending) * unit, unit, None
        elif word in "零〇":
            zero = True
        elif pending is not None:
            raise ValueError("".join(tokens))
        else:
            pending = Decimal(_DIGITS[word]) if word in _DIGITS else Decimal(word.replace(",", ""))
    if pending is None:
        return total
    # 两千五 is 2500, 两千零五 is 2005
    return total + pending * (1 if zero or last == 10**9 else last // 10)


def _phrase(match: re.Match[str], plain: str) -> NumberPhrase | None:
    """Return the phrase that a match of the grammar is, or None if it is no figure."""
    unit, body = match["unit"], match["body"]
    inside = re.sub("[^余多]", "", body)
    bare = re.sub("[余多]", "", body)
    if not unit and not (match["currency"] and re.search(r"[万亿\d]", body)):
        return None
    try:
        value = value_of(bare)
    except ValueError:
        return None
    qualifier = _qualifier(match, inside)
    if bare in ("百", "千", "万", "亿") and not qualifier:
        # 万元, 亿元 alone are units of a table's head, 千家万户 a figure of speech
        return None
    end = _end(match, plain)
    if end is None:
        return None
    start = _start(match, qualifier)
    measure, name = _measure(unit, match["currency"])
    article = bare in ("一", "两") and not qualifier
    whole = value.to_integral_value()
    return NumberPhrase(start, end, whole if whole == value else value, qualifier, measure, name, article)


def _qualifier(match: re.Match[str], inside: str) -> str:
    near = words("measures")["approximators"]
    vague = {"几": "数", "过": "超"}.get(match["vague"] or "", match["vague"] or "")
    before = match["near"] or match["before"] or ""
    tail = near["tail"].get(match["tail"] or "", "")
    return vague or near["before"].get(before) or inside or near["after"].get(match["after"] or "") or tail


def _start(match: re.Match[str], qualifier: str) -> int:
    """Return where the quoted phrase begins.

    A number with an approximator is quoted from the approximator on, a bare one with the currency word that
    stands before it.
    """
    if match["currency"]:
        codes = words("measures")["money_before"]
        # yuan is said without its name; another currency is nothing without it
        if qualifier and codes[match["currency"]] == "CNY" and not match["before"]:
            return match.start("near") if match["near"] else match.start("vague" if match["vague"] else "body")
        return match.start("before") if match["before"] else match.start("currency")
    for name in ("before", "near", "vague"):
        if match[name]:
            return match.start(name)
    return match.start("body")


def _end(match: re.Match[str], plain: str) -> int | None:
    """Return where the quoted phrase ends (个 takes the noun it counts with it), None if it is no count."""
    end = match.end("tail") if match["tail"] else match.end("unit") if match["unit"] else match.end()
    if match["unit"] != "个":
        return end
    counted, duration = _counted()
    if duration.match(plain, match.end("unit")):
        return None
    noun = counted.match(plain, match.end("unit"))
    return noun.end() if noun else end


def _measure(unit: str | None, currency: str | None) -> tuple[Measure, str]:
    measures = words("measures")
    if currency or (unit and unit in measures["money"]):
        code = measures["money_before"].get(currency or "") or measures["money"].get(unit or "", "CNY")
        return Measure.MONEY, "元" if code == "CNY" else code
    word = unit or ""
    if word in measures["people"]["words"]:
        return Measure.PEOPLE, word
    if word in measures["cases"]["words"]:
        return Measure.CASES, word
    return Measure.THINGS, measures["regions"].get(word, word)
