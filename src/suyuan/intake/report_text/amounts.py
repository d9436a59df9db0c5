"""Amounts in Chinese free text: 3.2万元, 人民币叁万贰仟元整, 32000元, 5000余元 (approximate), 约3万元.

Digits are Arabic, Chinese or financial capitals; the grammar of a number is that of the bulletins. What is vague
(数万元, 几千元) is found and has no amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from suyuan.bulletins.numbers import value_of
from suyuan.intake.report_text.words import about_percent, approximate, either
from suyuan.model.money import LARGEST_MINOR, decimals_of

_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億圆贰两〇", "一二三四五六七八九十百千万亿元二二零")
_CURRENCIES = {"美元": "USD", "美金": "USD", "港币": "HKD", "港元": "HKD", "USDT": "USDT", "泰达币": "USDT"}
_CN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億"
_ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LARGEST_DIGITS = 15


@dataclass(frozen=True)
class SaidAmount:
    """An amount in a text; ``amount`` is None where it is vague, ``least`` and ``greatest`` are 0 where exact."""

    start: int
    end: int
    amount: int | None
    currency: str
    least: int = 0
    greatest: int = 0


@cache
def _grammar() -> re.Pattern[str]:
    before = either((*approximate("about"), *approximate("above"), *approximate("below")))
    after = either((*approximate("above"), *approximate("about")))
    money = either(_CURRENCIES)
    return re.compile(
        rf"(?P<before>{before})?\s*(?P<sign>人民币|RMB|￥|¥)?\s*(?P<near>{before})?"
        rf"(?P<body>(?:{_ARABIC})\s*[十百千万亿]*|[{_CN}]+|{either(approximate('vague'))}[十百千万亿]+)"
        rf"(?P<inside>[余多])?(?P<scale>[十百千万亿]+)?\s*"
        rf"(?:(?P<unit>元整|元钱|元|块钱|块|圆整|圆)(?P<part>[{_CN}\d]角(?:[{_CN}\d]分)?|[{_CN}\d]分)?整?"
        rf"|[枚个]?(?P<money>{money})|(?P<none>))(?P<after>{after})?"
    )


def find_amounts(text: str) -> tuple[SaidAmount, ...]:
    """Return the amounts in their order; a number without a unit is one only where 万 or a currency says so."""
    found = []
    for match in _grammar().finditer(text):
        has_scale = bool(re.search("[万亿萬億]", match["body"] + (match["scale"] or "")))
        digits = any(sign.isdigit() or sign in _CN[:12] + _CN[16:25] for sign in match["body"])
        unit = match["unit"] or match["money"] or match["sign"]
        if not unit and not (has_scale and digits and match["body"][0].isdigit()):
            continue
        if (
            text[match.start("body") - 1 : match.start("body")].isalnum()
            and text[match.start("body") - 1].isascii()
        ):
            continue
        said = _said(match)
        if said is not None:
            found.append(said)
    return tuple(found)


def read_said_amount(text: str, currency: str = "CNY") -> SaidAmount | None:
    """Return the amount that a cell says in words, None where it is not one amount; a bare number is in yuan."""
    plain = text.strip()
    found = find_amounts(plain) or find_amounts(plain + "元")
    whole = [each for each in found if each.start == 0 and each.end >= len(plain)]
    return whole[0] if len(whole) == 1 and whole[0].amount is not None and whole[0].currency == currency else None


def _said(match: re.Match[str]) -> SaidAmount | None:
    currency = _CURRENCIES.get(match["money"] or "", "CNY")
    value = _value(match["body"] + (match["scale"] or ""))
    if value is None:
        vague = match["body"][0] in approximate("vague")
        return SaidAmount(match.start(), match.end(), None, currency) if vague else None
    scale = Decimal(10) ** decimals_of(currency)
    minor = value * scale + _parts(match["part"] or "")
    if minor != minor.to_integral_value() or not 0 < minor < LARGEST_MINOR:
        return None
    amount = int(minor)
    least, greatest = _band(match, amount, int(_last_unit(match["body"], match["scale"] or "") * scale))
    return SaidAmount(match.start(), match.end(), amount, currency, least, greatest)


def _value(body: str) -> Decimal | None:
    plain = body.translate(_CAPITALS).replace("，", "").replace(",", "").replace(" ", "")
    if len(plain) > _LARGEST_DIGITS + 5:
        return None
    try:
        return value_of(plain)
    except (ValueError, InvalidOperation):
        return None


def _parts(part: str) -> Decimal:
    """Return what 角 and 分 add, in hundredths."""
    total = Decimal(0)
    for digit, unit in re.findall(r"(.)([角分])", part):
        total += (_value(digit) or Decimal(0)) * (10 if unit == "角" else 1)
    return total


def _last_unit(body: str, scale: str) -> Decimal:
    """Return the unit of the last digit that is said: of 5000 it is 1000, of 3.2万 it is 1000, of 三万二 1000."""
    number = re.match(r"[\d.,，]+", body)
    if number is None:
        value = _value(body + scale) or Decimal(1)
        return Decimal(10) ** _trailing_zeros(int(value))
    digits = number[0].replace("，", "").replace(",", "")
    rest = body[number.end() :].strip() + scale
    factor = _value("一" + rest) if rest else Decimal(1)
    decimals = len(digits.partition(".")[2])
    whole = int(digits.replace(".", "") or 0)
    return (factor or Decimal(1)) * Decimal(10) ** (_trailing_zeros(whole) - decimals)


def _trailing_zeros(number: int) -> int:
    text = str(number)
    return len(text) - len(text.rstrip("0")) if number else 0


def _band(match: re.Match[str], amount: int, unit: int) -> tuple[int, int]:
    """Return the least and greatest amount that the words can mean, both 0 for an exact one."""
    said = {match[name] for name in ("before", "near", "inside", "after") if match[name]}
    if said & set(approximate("below")):
        return max(1, amount - unit), amount
    if said & set(approximate("above")):
        return amount, amount + max(unit, 1) - 1
    if said & set(approximate("about")):
        either_way = amount * about_percent() // 100
        return amount - either_way, amount + either_way
    return 0, 0
