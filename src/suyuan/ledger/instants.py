"""Instants as cells: microseconds from 1970 UTC and the offset in minutes, exactly there and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_OFFSETS: dict[int, timezone] = {}


def microseconds(at: datetime) -> int:
    """Return an aware instant as microseconds from 1970 UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant_cells(at: datetime | None) -> tuple[int | None, int | None]:
    """Return an instant's two cells, none of either where there is none."""
    if at is None:
        return None, None
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a moment needs its offset")
    return microseconds(at), offset // MINUTE


def instant(since: int, offset: int) -> datetime:
    """Return the instant of two cells, in the offset its source stated."""
    if offset not in _OFFSETS:
        _OFFSETS[offset] = timezone(timedelta(minutes=offset))
    return (_EPOCH + timedelta(microseconds=since)).astimezone(_OFFSETS[offset])


def instant_or_none(since: int | None, offset: int | None) -> datetime | None:
    """Return the instant of two cells, None where they are empty."""
    return None if since is None or offset is None else instant(since, offset)
