"""Number phrases of English bulletins: about US$9.3 million, more than 620 victims, twenty-nine."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.english_dates import MONTHS, find_dates
from suyuan.bulletins.numbers import Measure, NumberPhrase

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SMALL = {word: number for number, word in enumerate(_UNITS)}
_TEENS = "|".join(sorted(_UNITS[2:], key=len, reverse=True))
_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{_TEENS}"


@cache
def _grammar() -> re.Pattern[str]:
    lists = words("english")
    nouns = [noun for given in lists["nouns"].values() for noun in given]
    return re.compile(
        rf"(?:\b(?P<before>{one_of(lists['approximators']['before'])})\s+)?(?P<currency>(?<![A-Za-z]){one_of(lists['currencies'])})?\s?"
        rf"(?:(?<![\w.,/$£€¥₱-])|(?<=[$£€¥₱])|(?<=RMB|USD|SGD|HKD|AUD|CNY|GBP|EUR|THB)|(?<=RM)|(?<=[A-Z] ))"
        rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_WORD})\b)(?![\w/:]*\d)"
        rf"(?:\s?(?P<scale>{one_of(lists['scales'])})\b)?"
        rf"(?:\s(?P<after>{one_of(lists['currencies_after'])})\b)?"
        rf"(?P<noun>\s(?:[a-z-]+\s){{0,3}}?{one_of(nouns)}\b)?(?P<percent>\s?(?:%|per cent|percent))?",
        re.IGNORECASE,
    )


def find_english_numbers(text: str) -> tuple[NumberPhrase, ...]:
    """Return the number phrases of an English sentence; days, years, ages and telephone numbers are none."""
    dates = find_dates(text, None)
    found: list[NumberPhrase] = []
    for match in _grammar().finditer(text):
        if any(date.start < match.end("number") and match.start("number") < date.end for date in dates):
            continue
        phrase = _phrase(match, text)
        if phrase is not None:
            found.append(phrase)
    return tuple(found)


def english_value(text: str) -> Decimal:
    """Return the value of a number in digits or in words up to ninety-nine."""
    word = text.lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return Decimal(word)
    tens, _, units = word.replace(" ", "-").partition("-")
    return Decimal(_TENS[tens] + (_SMALL[units] if units else 0)) if tens in _TENS else Decimal(_SMALL[word])


def _phrase(match: re.Match[str], text: str) -> NumberPhrase | None:
    if match["percent"] or _is_no_figure(match, text):
        return None
    lists = words("english")
    value = english_value(match["number"])
    if match["scale"]:
        value *= lists["scales"][match["scale"].lower()]
    code = _code(match)
    unit = _unit(match["noun"]) if match["noun"] else ""
    if code is None and not unit and re.fullmatch(r"(?:19|20)\d\d", match["number"]):
        return None
    start = (
        match.start("before")
        if match["before"]
        else match.start("currency")
        if match["currency"]
        else match.start("number")
    )
    qualifier = (match["before"] or "").lower()
    if code is not None:
        end = (
            match.end("after") if match["after"] else match.end("scale") if match["scale"] else match.end("number")
        )
        return NumberPhrase(start, end, value, qualifier, Measure.MONEY, "元" if code == "CNY" else code)
    end = match.end("scale") if match["scale"] else match.end("number")
    if unit in ("persons", "victims"):
        return NumberPhrase(start, match.end("noun"), value, qualifier, Measure.PEOPLE, unit)
    if unit == "cases":
        return NumberPhrase(start, end, value, qualifier, Measure.CASES, unit)
    if unit:
        return NumberPhrase(start, match.end("noun"), value, qualifier, Measure.THINGS, unit)
    place = re.match(
        rf" in (?!{'|'.join(MONTHS)})(?:the )?[A-Z]\w+(?: [A-Z]\w+)*",
        text[end:],
    )
    return NumberPhrase(start, end + (place.end() if place else 0), value, qualifier, Measure.THINGS, "")


def _is_no_figure(match: re.Match[str], text: str) -> bool:
    """Return whether a number is an age, a number said again (of the 41), a list's number or part of a word."""
    before, after = text[: match.start()].lower(), text[match.end("number") :]
    if re.search(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$", before):
        return True
    if re.match(rf"\s(?:{'|'.join(MONTHS)})\b", after, re.IGNORECASE):
        return True  # 9 January after victims … is a day
    if re.search(
        r"\b(?:aged?|ages)\b[^,.;]{0,20}$|\b(?:the|these|those|all|section|page|no\.?|chapter)\s*$", before
    ):
        return True
    return bool(
        re.match(
            r"-(?:year|month|day|week|storey|man)|\s(?:years?|months?|days?|weeks?|hours?|minutes?|storeys?)\b|(?:st|nd|rd|th)\b|[-–]\d",
            after,
        )
    )


def _code(match: re.Match[str]) -> str | None:
    lists = words("english")
    if match["currency"]:
        return next(
            str(code) for word, code in lists["currencies"].items() if word.lower() == match["currency"].lower()
        )
    if match["after"]:
        return next(
            str(code) for word, code in lists["currencies_after"].items() if word.lower() == match["after"].lower()
        )
    return None


def _unit(noun: str) -> str:
    plain = noun.strip().lower()
    lists = words("english")["nouns"]
    best = ""
    unit = ""
    for name, given in lists.items():
        for word in given:
            if plain.endswith(word.lower()) and len(word) > len(best):
                best, unit = word, name
    return best.lower() if unit == "things" else unit
