"""Where rows stand in time that could not be read: between the rows above and below them in their file."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.own_rows import span
from suyuan.model.booking import Booking

Span = tuple[datetime, datetime]
"""Two instants, both included."""

_EVER: Span = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def unread_spans(files: Iterable[FileContents], identities: Identities) -> dict[str, list[Span]]:
    """Return for each account the times in which a row of its own may stand that could not be read.

    A row that does not say whose it is may be any account's that has rows on that sheet. Above the first and below
    the last row the time is open on that side, whichever that is by the way the rows run.
    """
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for contents in files:
        if not contents.quarantined:
            continue
        sheets = _rows_by_sheet(contents, identities)
        for unread in contents.quarantined:
            here = sheets.get(unread.source.sheet_number, {})
            for account in identities.keys(unread.account) if unread.account else here:
                found[account].append(_span_at(unread.source.row, here.get(account, ())))
    return dict(found)


def _rows_by_sheet(
    contents: FileContents, identities: Identities
) -> Mapping[int, Mapping[str, Sequence[Booking]]]:
    """Return the file's rows by sheet and account, from top to bottom."""
    sheets: defaultdict[int, defaultdict[str, list[Booking]]] = defaultdict(lambda: defaultdict(list))
    for number, part in enumerate(contents.parts):
        account = identities.key(own_number(contents, number, part))
        for row in part.bookings:
            sheets[row.source.sheet_number][account].append(row)
    for accounts in sheets.values():
        for rows in accounts.values():
            rows.sort(key=lambda row: row.source.row)
    return sheets


def _span_at(place: int, rows: Sequence[Booking]) -> Span:
    """Return the time between the rows above and below a place."""
    below = bisect_left(rows, place, key=lambda row: row.source.row)
    if not rows:
        return _EVER
    near = [span(row.time) for row in rows[max(below - 1, 0) : below + 1]]
    first, last = min(each[0] for each in near), max(each[1] for each in near)
    if 0 < below < len(rows):
        return first, last
    top, bottom = span(rows[0].time)[0], span(rows[-1].time)[0]
    if top == bottom:
        return _EVER
    is_after = (below > 0) == (top < bottom)
    return (first, _EVER[1]) if is_after else (_EVER[0], last)
