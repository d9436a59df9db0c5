"""Amounts as messages print them: decimal commas and points, grouped thousands, signs on either side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from suyuan.intake.fault import Fault
from suyuan.model.money import decimals_of, minor_from_text
from suyuan.model.text import Text

NO_AMOUNT = Text(zh="缺少金额", en="there is no amount")
BAD_AMOUNT = Text(zh="金额“{text}”无法识别", en="the amount “{text}” cannot be read")
TWO_READINGS = Text(
    zh="金额“{text}”中的“{mark}”既可能是小数点也可能是千位分隔符",
    en="in the amount “{text}” the “{mark}” may be the decimal mark or separate thousands",
)
TOO_FINE = Text(
    zh="金额“{text}”的小数位多于币种 {currency} 的最小单位",
    en="the amount “{text}” has more decimals than {currency} has",
)

_SHAPE = re.compile(r"([+-]?)(\d[\d.,']*|[.,]\d+)([+-]?)")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_GROUP = 3
_LONGEST = 40


def swift_amount(text: str, currency: str) -> int | Fault:
    """Return an unsigned amount of a SWIFT message in minor units: ``6800,``, ``0000025,00``, ``0,3``."""
    return amount(text, currency, ",")


def amount(text: str, currency: str, mark: str = "", column: str = "") -> int | Fault:
    """Return a signed amount in minor units; ``mark`` is the file's decimal mark where that is known."""
    plain = _BLANKS.sub("", text).replace("\u2212", "-")
    found = _SHAPE.fullmatch(plain) if plain.isascii() and len(plain) <= _LONGEST else None
    if not plain:
        return Fault(column, NO_AMOUNT())
    if found is None or (found[1] and found[3]):
        return Fault(column, BAD_AMOUNT(text=text.strip()))
    number = found[2].replace("'", "")
    decimal = _decimal_mark(number, mark, currency)
    if decimal is None:
        return Fault(column, TWO_READINGS(text=text.strip(), mark="," if "," in number else "."))
    whole, _, part = number.rpartition(decimal) if decimal and decimal in number else (number, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= _GROUP or any(len(each) != _GROUP for each in groups[1:])):
        return Fault(column, BAD_AMOUNT(text=text.strip()))
    if part[decimals_of(currency) :].strip("0"):
        return Fault(column, TOO_FINE(text=text.strip(), currency=currency))
    try:
        minor = minor_from_text(f"{''.join(groups) or '0'}.{part}", currency)
    except ValueError:
        return Fault(column, BAD_AMOUNT(text=text.strip()))
    return -minor if "-" in (found[1], found[3]) else minor


def mark_of(texts: Iterable[str]) -> str:
    """Return the decimal mark that all amounts of a file together show, empty where they do not tell."""
    shown = set()
    for text in texts:
        found = re.search(r"([.,])(\d*)[+-]?$", _BLANKS.sub("", text))
        if found is None:
            continue
        same = text.count(found[1])
        other = text.count("," if found[1] == "." else ".")
        if same == 1 and (other or len(found[2]) != _GROUP):
            shown.add(found[1])
        elif same > 1 and not other:
            shown.add("." if found[1] == "," else ",")
    return shown.pop() if len(shown) == 1 else ""


def _decimal_mark(number: str, mark: str, currency: str) -> str | None:
    """Return the decimal mark of one amount, empty where it has none, None where it could be read both ways."""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        last = max(".", ",", key=number.rindex)
        return last if number.count(last) == 1 else None
    only = "." if points else ","
    if not points and not commas:
        return ""
    if points + commas > 1:
        return ""
    whole, _, part = number.partition(only)
    if len(part) != _GROUP or only == mark or not whole.strip("0"):
        return only
    if mark or len(whole) > _GROUP:
        return "" if len(whole) <= _GROUP else only
    return only if decimals_of(currency) == _GROUP else None
