"""One cell's amount, time or text, or the reason why it has none. No cell is guessed and no float is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from suyuan.intake import thai_years
from suyuan.model.booking import Direction
from suyuan.model.moment import Moment, Precision
from suyuan.model.money import DECIMALS, minor_from_text
from suyuan.model.text import Message, Text

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200e\u200f\u202a\u202c\x00"
"""Signs that stand around values and say nothing."""

EMPTY_MARKERS = frozenset({"", "/", "\\", "null", "NULL", "Null", "无", "nan", "None", "N/A"})
"""What institutions print into a cell that has nothing to say; a run of dashes is one too."""

LARGEST_PLAUSIBLE_MINOR = 10**16
"""Amounts of money from here on are held back: a hundred trillion yuan is about a third of all the money there is
in China (M2). Such a figure is an order number in the wrong column."""

SHOWN_OF_A_CELL = 60
"""So many signs of a cell are quoted in a reason; the quarantined row keeps its whole text."""

UNREADABLE_AMOUNT = Text(zh="金额“{text}”无法识别", en="the amount “{text}” cannot be read")
MORE_DECIMALS = Text(
    zh="金额“{text}”的小数位多于{currency}的最小单位",
    en="the amount “{text}” has more decimals than {currency} has",
)
NOT_WHOLE = Text(
    zh="本列以分为单位，金额“{text}”却带小数点，可能是元",
    en="this column counts fen, and the amount “{text}” has a decimal point: perhaps yuan",
)
IMPLAUSIBLE_AMOUNT = Text(
    zh="金额“{text}”大得不合理（不小于10的16次方分），疑为错列",
    en="the amount “{text}” is implausibly large: a wrong column?",
)
NO_AMOUNT = Text(zh="没有金额", en="there is no amount")
UNREADABLE_TIME = Text(zh="时间“{text}”无法识别", en="the time “{text}” cannot be read")
NO_SUCH_TIME = Text(zh="时间“{text}”不存在（日历上没有）", en="there is no such time as “{text}” in the calendar")
NO_TIME = Text(zh="没有时间", en="there is no time")

_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE](?P<power>[+-]?\d{1,2})")
_MONEY_SIGN = re.compile(r"^([+-]?)\s*(?:[¥$€£₹]|Rs\.?|CNY|RMB|人民币)\s*|\s*[元€]$")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_COMMA_NUMBER = re.compile(
    r"(?P<before>[^\d.,]*)(?P<whole>\d{1,3}(?:(?P<mark>[. '])\d{3}(?:(?P=mark)\d{3})*)|\d+)"
    r"(?:,(?P<rest>\d*))?(?P<after>[^\d.,]*)"
)
"""An amount as the continent of Europe writes it: 1.234,56, or 1 234,56."""

_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:(?P<blank> )\d{3}(?: \d{3})*\.\d{2}|(?P<mark>['’])\d{3}(?:(?P=mark)\d{3})*(?:\.\d*)?)"
)
"""1'234.50, 1'234 or 1 234.50: with a blank only with its cents, since two figures may stand beside each other."""

_LAKHS = re.compile(r"[+-]?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")
"""Indian grouping: 1,00,000.00."""

_SIDE = re.compile(r"(?P<sum>.*\d\)?)\s*\(?(?P<side>cr|dr|od)\.?\)?", re.IGNORECASE)
"""An amount with its side behind it: 1,000.00 CR, 20.00DR, 1,000.00(Cr); OD is overdrawn."""

_BRACKETED = re.compile(r"\(\s*(?P<sum>[^()+-]+)\s*\)")
_TRAILING_SIGN = re.compile(r"(?P<sum>[^+-]*\d[.,]\d{2})\s*(?P<sign>[+-])")
"""A sum with its cents and a sign behind it; behind a bare number a hyphen may be where something was cut off."""


_SIGNIFICANT = Context(prec=15)  # what a spreadsheet keeps of a number, and all that it shows
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  # day 0 of spreadsheets; the offset is added with the rest


def tidy(text: str) -> str:
    """Return a cell without the blanks and marks around it; a cell that only marks emptiness becomes empty."""
    value = text.strip(BLANKS) if text else text
    if not value:
        return ""
    if value[:2] == '="':
        value = _unwrapped(value)
    return "" if value in EMPTY_MARKERS or (value[0] in "-—" and not value.strip("-—")) else value


def _unwrapped(value: str) -> str:
    """Return what a cell written as the formula of a text (``="123"``) says."""
    return value[2:-1].strip(BLANKS) if value[:2] == '="' and value[-1:] == '"' else value


def shown(text: str) -> str:
    """Return a cell as a sentence quotes it: without blanks around it, and never pages long."""
    value = text.strip(BLANKS)
    return value if len(value) <= SHOWN_OF_A_CELL else value[:SHOWN_OF_A_CELL] + "…"


def tidy_number(text: str) -> str:
    """Return an order or serial number without what exports glue around it (quotes, brackets, backtick)."""
    value = tidy(text)
    plain = value.strip("'`\"[]")
    return value if plain == value else tidy(plain)


def read_amount(
    text: str,
    currency: str,
    *,
    minor_units: bool = False,
    ten_thousands: bool = False,
    numeric: bool = False,
    decimal_comma: bool = False,
) -> int | Message:
    """Return a signed amount in minor units, or why there is none.

    ``minor_units``: the column already counts fen; ``ten_thousands``: it counts 万元.
    ``numeric``: a spreadsheet stored the cell as a number, of which only 15 digits mean anything.
    A number with a positive exponent has lost digits and is not read.
    ``decimal_comma``: written as 1.234,56 (a cell stored as a number never is). A sign behind the number, brackets
    around it and DR behind it mean what a minus before it does.
    """
    plain = _sign_first(_unwrapped(text.strip(BLANKS)))
    if decimal_comma and not numeric:
        pointed = _with_point(plain)
        if pointed is None:
            return UNREADABLE_AMOUNT(text=shown(text))
        plain = pointed
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).replace("\u2212", "-")
    if not (plain[:1].isdigit() and plain[-1:].isdigit()):
        plain = _MONEY_SIGN.sub(r"\1", _without_code(plain, currency))
    plain = _ungrouped(plain)
    if minor_units and not numeric and "." in plain and _NUMBER.fullmatch(plain):
        return NOT_WHOLE(text=shown(text))
    if currency == "INR" and _LAKHS.fullmatch(plain):
        plain = plain.replace(",", "")
    exponent = _EXPONENT.fullmatch(plain)
    if (numeric and _NUMBER.fullmatch(plain)) or (exponent is not None and exponent["power"].startswith("-")):
        plain = _rounded(plain)
    plain = _times_ten_thousand(plain) if ten_thousands else plain
    try:
        minor = _minor(plain, currency, minor_units=minor_units)
    except ValueError:
        known_number = _NUMBER.fullmatch(plain) is not None
        if known_number and len(plain) > 17:
            return IMPLAUSIBLE_AMOUNT(text=shown(text))
        if known_number and "." in plain:
            return MORE_DECIMALS(text=shown(text), currency=currency)
        return UNREADABLE_AMOUNT(text=shown(text))
    if abs(minor) >= LARGEST_PLAUSIBLE_MINOR and DECIMALS.get(currency, 6) < 6:
        return IMPLAUSIBLE_AMOUNT(text=shown(text))
    return minor


def _without_code(plain: str, currency: str) -> str:
    """Return an amount without the code of its own currency before or behind it (20.00 PLN)."""
    return plain.removesuffix(currency).removeprefix(currency).strip(BLANKS)


def _ungrouped(plain: str) -> str:
    """Return an amount whose thousands are parted by blanks or apostrophes without them."""
    found = _GROUPED.fullmatch(plain) if " " in plain or "'" in plain or "’" in plain else None
    return plain if found is None else plain.replace(found["mark"] or found["blank"], "")


def _times_ten_thousand(plain: str) -> str:
    """Return a number of 万元 as one of yuan; what is no number stays as it is."""
    if not _NUMBER.fullmatch(plain):
        return plain
    return format(Decimal(plain.replace(",", "")).scaleb(4), "f")


def side_of(text: str) -> Direction | None:
    """Return the side that is printed behind an amount (CR, DR), None where there is none."""
    last = text[-3:].upper()
    if not ("CR" in last or "DR" in last):
        return None
    found = _SIDE.fullmatch(text.strip(BLANKS))
    return None if found is None else Direction.IN if found["side"].upper() == "CR" else Direction.OUT


def _sign_first(plain: str) -> str:
    """Return an amount whose sign, brackets or side stand behind it with a sign before it."""
    if not plain or plain[-1] in "0123456789":
        return plain
    plain = plain.replace("（", "(").replace("）", ")")
    side = _SIDE.fullmatch(plain)
    if side is not None:
        rest = _sign_first(side["sum"])
        if rest[:1] in ("+", "-"):
            # The side says what the sign would: one that says otherwise is no amount.
            agrees = rest[0] == ("+" if side["side"].upper() == "CR" else "-")
            return rest if agrees else plain
        return rest if side["side"].upper() == "CR" else f"-{rest}"
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed is not None:
        return f"-{bracketed['sum']}"
    trailing = _TRAILING_SIGN.fullmatch(plain)
    return f"{trailing['sign']}{trailing['sum']}" if trailing is not None else plain


def _with_point(text: str) -> str | None:
    """Return an amount written with a decimal comma as one with a point, None where it is no such amount."""
    found = _COMMA_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace("\u2212", "-"))
    if found is None:
        return None
    whole = re.sub(r"[. ']", "", found["whole"])
    return f"{found['before']}{whole}.{found['rest'] or '0'}{found['after']}"


def is_in_lakhs(text: str) -> bool:
    """Tell whether an amount is grouped as in India (1,00,000.00), as nobody else groups."""
    return _LAKHS.fullmatch(text) is not None and _NUMBER.fullmatch(text) is None


def rounded_amount(text: str, currency: str) -> str:
    """Return an amount with more decimals than its currency rounded to the unit (half up), else as it is."""
    plain = text.strip(BLANKS).replace(",", "")
    decimals = DECIMALS.get(currency, 6)
    if not _NUMBER.fullmatch(plain) or not plain.partition(".")[2][decimals:].strip("0"):
        return text
    return format(Decimal(plain).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f")


def _minor(plain: str, currency: str, *, minor_units: bool) -> int:
    if not minor_units:
        return minor_from_text(plain, currency)
    return minor_from_text(plain, "JPY")  # whole units: a fraction of a fen is refused there


def _rounded(plain: str) -> str:
    try:
        return format(_SIGNIFICANT.create_decimal(Decimal(plain)), "f")
    except InvalidOperation:
        return plain


# --- times -----------------------------------------------------------------------------------------------------

_TOKENS = {
    "yyyy": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})", "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})", "HH": r"(?P<hour>\d{2})", "H": r"(?P<hour>\d{1,2})", "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})", "S": r"(?P<fraction>\d{1,9})", " ": r"\s+",
    "epochms": r"(?P<epoch>1\d{12})",
    "TTT": f"(?P<thai>{'|'.join(thai_years.MONTHS)})",
    "a": r"(?P<half>[AaPp][Mm])", "MMM": r"(?P<name>[A-Za-z]{3})[a-z]*", "yy": r"(?P<short>\d{2})",
    "Z": r"(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})",
}  # fmt: skip
_TOKEN = re.compile(r"epochms|yyyy|yy|TTT|MMM|MM|M|dd|d|HH|H|mm|ss|S|Z|a| |.")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_NAMED_ZONES = {
    "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Zones that American and European exports print behind a time."""

Bill = tuple[int, int]
"""Year and month of a bill, by which its dates without a year are told: a later month is of the year before."""

COMMON_FORMATS = (
    "yyyy-M-d H:mm:ss", "yyyy/M/d H:mm:ss", "yyyyMMddHHmmss", "yyyy-M-d", "yyyyMMdd", "yyyy/M/d",
    "yyyyMMdd HH:mm:ss", "yyyyMMdd HH:mm:ss.S", "yyyyMMdd HHmmss", "yyyy-M-d H:mm:ss.S", "yyyy/M/d H:mm:ss.S",
    "yyyy-M-d-HH.mm.ss.S",
    "yyyy-M-d H:mm", "yyyy/M/d H:mm", "yyyy.M.d H:mm:ss", "yyyy.M.d H:mm", "yyyy.M.d", "yyyyMMddHHmm",
    "yyyy-M-dTHH:mm:ss", "yyyy年M月d日H时mm分ss秒", "yyyy年M月d日 H时mm分ss秒", "yyyy年M月d日 H:mm:ss",
    "yyyy年M月d日H时mm分", "yyyy年M月d日 H:mm", "yyyy年M月d日",
)  # fmt: skip
"""Times as Chinese institutions print them, the year first, so that no two forms can be confused."""

CLOCK_FORMATS = ("HH:mm:ss", "H:mm:ss", "HHmmss", "H:mm", "HHmmssS", "HH:mm:ss.S", "HH.mm.ss")
"""Times of day in a column of their own."""


@lru_cache(maxsize=256)
def compiled(form: str) -> re.Pattern[str]:
    """Return the expression of a format (``yyyy-M-d H:mm:ss``; one letter takes one or two digits)."""
    return re.compile("".join(_TOKENS.get(part, re.escape(part)) for part in _TOKEN.findall(form)))


class TimeReader(Protocol):
    """Reads a time; ``numeric``: a spreadsheet stored the cell as a number, so it may be a day number."""

    def __call__(self, text: str, *, numeric: bool, bill: Bill | None = None) -> Moment | Message:
        """Return the moment, or why there is none."""


def time_reader(
    formats: Sequence[str], offset_hours: int = 8, offset_minutes: int = 0, *, buddhist: bool = False
) -> TimeReader:
    """Return a reader of times: text and whether the cell was stored as a number, to a moment or the reason.

    The format that fitted last is tried first. Excel's day numbers are taken from number cells only. ``buddhist``:
    years may be counted as in Thailand (``thai_years``).
    """
    forms = [compiled(form) for form in (formats or COMMON_FORMATS)]
    zone = timezone(timedelta(hours=offset_hours, minutes=offset_minutes))

    def read(text: str, *, numeric: bool, bill: Bill | None = None) -> Moment | Message:
        for place, form in enumerate(forms):
            match = form.fullmatch(text)
            if match is not None:
                if place:
                    forms.insert(0, forms.pop(place))
                return _moment(match.groupdict(), text, zone, bill, buddhist=buddhist)
        if numeric and _SERIAL.fullmatch(text):
            return _from_serial(text, zone)
        return UNREADABLE_TIME(text=shown(text)) if text else NO_TIME()

    return read


def clock_text(text: str) -> str | Message:
    """Return a time of day as ``HH:mm:ss`` (with its fraction); digits that lost leading zeros get them back."""
    value = text.rjust(6, "0") if text.isdigit() and len(text) < 6 else text
    value = value.rjust(9, "0") if value.isdigit() and 6 < len(value) < 9 else value
    for form in CLOCK_FORMATS:
        match = compiled(form).fullmatch(value)
        if match is not None:
            found = match.groupdict()
            fraction = f".{found['fraction']}" if (found.get("fraction") or "").strip("0") else ""
            seconds = f":{found['second']}{fraction}" if found.get("second") else ""
            return f"{found['hour'].rjust(2, '0')}:{found['minute']}{seconds}"
    return UNREADABLE_TIME(text=shown(text))


def _moment(
    found: dict[str, str | None], text: str, zone: timezone, bill: Bill | None, *, buddhist: bool = False
) -> Moment | Message:
    if found.get("epoch"):
        at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(found["epoch"] or 0))
        return Moment(at.astimezone(zone), Precision.SECOND)
    fraction = (found.get("fraction") or "").rstrip("0")
    number = {name: int(found.get(name) or 0) for name in ("year", "month", "day", "hour", "minute", "second")}
    if found.get("name"):
        name = (found["name"] or "").lower()
        number["month"] = _MONTHS.index(name) + 1 if name in _MONTHS else 0
    half = (found.get("half") or "").lower()
    if half and 1 <= number["hour"] <= 12:
        number["hour"] = number["hour"] % 12 + (12 if half == "pm" else 0)
    if found.get("thai"):
        number["month"] = thai_years.month_of(found["thai"] or "")
    if found.get("short"):
        number["year"] = thai_years.of_two_figures(int(found["short"] or 0), thai=buddhist)
        if found.get("thai") and not buddhist:
            return NO_SUCH_TIME(text=shown(text))  # 66 may be 2566
    elif buddhist and found.get("year"):
        number["year"] = thai_years.common_year(number["year"])
    elif "year" not in found and bill is not None:
        number["year"] = bill[0] - (number["month"] > bill[1])
    try:
        at = datetime(**number, microsecond=int(fraction[:6].ljust(6, "0")), tzinfo=_zone(found, zone))
    except ValueError:
        return NO_SUCH_TIME(text=shown(text))
    if fraction:
        return Moment(at, Precision.MICROSECOND)
    if found.get("second") is not None:
        return Moment(at, Precision.SECOND)
    return Moment(at, Precision.MINUTE if found.get("hour") is not None else Precision.DAY)


def _zone(found: dict[str, str | None], zone: timezone) -> timezone:
    """Return the zone that the text itself prints (``+0100``, ``Z``), else the source's."""
    printed = (found.get("zone") or "").replace(":", "")
    if not printed:
        return zone
    if printed == "Z":
        return UTC
    if printed.isalpha():
        return timezone(timedelta(hours=_NAMED_ZONES[printed])) if printed in _NAMED_ZONES else zone
    minutes = int(printed[1:3]) * 60 + int(printed[3:5])
    return timezone(timedelta(minutes=-minutes if printed[0] == "-" else minutes))


def _from_serial(text: str, zone: timezone) -> Moment:
    """Return the moment of a spreadsheet's day number, exact to the second (its fraction is a rounded day)."""
    days = Fraction(text)
    seconds = round(days * 86400)
    precision = Precision.DAY if seconds % 86400 == 0 else Precision.SECOND
    return Moment((_SERIAL_START + timedelta(seconds=seconds)).replace(tzinfo=zone), precision)
