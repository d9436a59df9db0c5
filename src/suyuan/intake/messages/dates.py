"""Dates and times of messages, each with the precision its source has."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from suyuan.model.moment import CHINA, Moment, Precision

CENTURY_TURNS = 80
"""Two-digit years from here on are of the 1900s."""


def day(year: int, month: int, date: int) -> Moment | None:
    """Return a bare date; None for a day that no calendar has."""
    try:
        return Moment(datetime(year, month, date, tzinfo=CHINA), Precision.DAY)
    except ValueError:
        return None


def full_year(two_digits: int) -> int:
    """Return the year that two digits stand for."""
    return two_digits + (2000 if two_digits < CENTURY_TURNS else 1900)


def swift_date(text: str) -> Moment | None:
    """Return a ``YYMMDD``."""
    return day(full_year(int(text[:2])), int(text[2:4]), int(text[4:6])) if re.fullmatch(r"\d{6}", text) else None


def iso_moment(text: str) -> Moment | None:
    """Return an ISO 8601 date (its offset says nothing) or time; a time without offset is China's."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    if found["time"] is None:
        return day(int(found["y"]), int(found["m"]), int(found["d"]))
    zone = CHINA
    if found["zone"]:
        zone = _zone_of(found["zone"])
    fraction = (found["f"] or "")[:6].ljust(6, "0")
    return _moment([int(found[part] or 0) for part in "ymdHMS"], fraction, zone, Precision.SECOND)


def ofx_moment(text: str) -> Moment | None:
    """Return an OFX ``YYYYMMDD[HHMM[SS[.fff]]][[-5:EST]]``; without a zone it is Greenwich's, by the standard."""
    found = _OFX.fullmatch(text.strip())
    if found is None:
        return None
    if found["H"] is None:
        return day(int(found["y"]), int(found["m"]), int(found["d"]))
    zone = UTC if found["hours"] is None else _hours_zone(found["hours"], found["part"] or "")
    if zone is None:
        return None
    fraction = (found["f"] or "")[:6].ljust(6, "0")
    precision = Precision.MINUTE if found["S"] is None else Precision.SECOND
    return _moment([int(found[part] or 0) for part in "ymdHMS"], fraction, zone, precision)


def _moment(parts: list[int], fraction: str, zone: timezone, precision: Precision) -> Moment | None:
    year, month, date, hour, minute, second = parts
    try:
        at = datetime(year, month, date, hour, minute, second, int(fraction), tzinfo=zone)
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, Precision.MICROSECOND if int(fraction) else precision)


def _zone_of(text: str) -> timezone:
    if text in ("Z", "z"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _hours_zone(hours: str, part: str) -> timezone | None:
    """Return the zone of ``-5``, ``+5.5`` (half an hour) or ``+5.30`` (thirty minutes)."""
    minutes = abs(int(hours)) * 60 + (int(part) * 6 if len(part) == 1 else int(part or 0))
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if hours.startswith("-") else minutes))


_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?P<time>[T ](?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d))?(?:[.,](?P<f>\d+))?)?"
    r"(?P<zone>[Zz]|[+-](?:0\d|1\d|2[0-3]):?[0-5]\d)?",
    re.A,
)
_OFX = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:(?P<H>\d\d)(?P<M>\d\d)(?:(?P<S>\d\d)(?:[.,](?P<f>\d+))?)?)?"
    r"\s*(?:\[(?P<hours>[+-]?\d{1,2})(?:[.](?P<part>\d{1,2}))?(?::[^\]]*)?\])?",
    re.A,
)
