"""Known layouts whose few plain names many institutions share: whether a file is theirs, its dates day first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from suyuan.intake.header import clean_name
from suyuan.intake.recognise import Recognised
from suyuan.intake.table import StatementTable
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.intake.statement import ReadFile

LOOKS_LIKE = Text(
    zh="表头与“{layout}”相同，但余额或日期表明各列另有含义",
    en="the header is that of “{layout}”, but the balances or dates say that the columns mean something else",
)
DAY_OR_MONTH = Text(
    zh="文件中没有一个日期能区分日与月，按“{layout}”的惯例读取（{first} 至 {last}），请核对",
    en="no date of the file tells day from month; they were read as “{layout}” writes them ({first} to {last}): "
    "check them",
)
MONTHS = 12


def is_doubtful(read: ReadFile, found: Recognised) -> bool:
    """Tell whether a file in a layout of few plain names may be another institution's.

    Its balances speak against it, rows of it have no date that there is, or no date tells day from month.
    """
    if _mostly_broken(read) or _undated(read, found):
        return True
    return _day_first(found) and _ambiguous(read.tables)


def resolved(read: ReadFile, found: Recognised, other: ReadFile | None) -> ReadFile:
    """Return the file as its layout reads it or, where that is better, as its columns do (``other``)."""
    looks = LOOKS_LIKE(layout=found.layout.title)
    if other is None:
        return read
    if not other.readings:
        if _days(other.tables) == _days(read.tables) or (not _mostly_broken(read) and _rows(other) < _rows(read)):
            return read
        return replace(other, warnings=(looks, *other.warnings))
    if _undated(read, found) > sum(table.rows.quarantined for table in other.readings[0].tables):
        return replace(other, warnings=(looks, *other.warnings))
    if not (_day_first(found) and _ambiguous(read.tables)):
        return read
    if set(found.places) != set(found.layout.recognise.header):
        return other
    days = [day for day, _, _ in _days(read.tables)]
    said = DAY_OR_MONTH(layout=found.layout.title, first=min(days), last=max(days))
    return replace(read, warnings=(said, *read.warnings))


def _undated(read: ReadFile, found: Recognised) -> int:
    """Return how many rows were quarantined for their dates."""
    names = found.layout.columns.get("time", ())
    return sum(clean_name(each.column) in names for table in read.tables for each in table.quarantined)


def _rows(read: ReadFile) -> int:
    return sum(table.rows.read for table in read.tables)


def _mostly_broken(read: ReadFile) -> bool:
    """Tell whether the balances speak against a reading: at least every second one does not follow."""
    parts = [part for table in read.tables for part in table.parts]
    breaks = sum(len(part.balance.breaks) for part in parts)
    return breaks > 1 and breaks * 2 >= sum(len(part.bookings) for part in parts)


def _day_first(found: Recognised) -> bool:
    """Tell whether the layout reads dates day first, and its columns are such as many files have."""
    forms = found.layout.rules.time_formats
    return bool(forms) and forms[0].startswith("d") and not found.layout.recognise.distinctive


def _ambiguous(tables: Sequence[StatementTable]) -> bool:
    """Tell whether every date could have day and month the other way round, and one of them would be another."""
    days = [day for day, _, _ in _days(tables)]
    return all(day.day <= MONTHS for day in days) and any(day.day != day.month for day in days)


def _days(tables: Sequence[StatementTable]) -> list[tuple[date, str, int]]:
    """Return the day, direction and amount of each booking, sorted."""
    return sorted(
        (booking.time.at.date(), booking.direction.value, booking.amount)
        for table in tables
        for part in table.parts
        for booking in part.bookings
    )
