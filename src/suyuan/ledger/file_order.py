"""Where a booking stands in its file, oldest first: what settles one instant where no chain does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from suyuan.ledger.contents import FileContents

Place = tuple[str, int, int]
"""A file, a table of it, and the place among its rows, oldest first; files and tables only keep rows together."""


def places_in_files(files: Iterable[FileContents]) -> dict[str, Place]:
    """Return each booking's place by its id; it rests on the files' contents alone."""
    places: dict[str, Place] = {}
    for contents in files:
        newest_first = _newest_first(contents)
        for part in contents.parts:
            for row in part.bookings:
                at = -row.order_in_file if part.table in newest_first else row.order_in_file
                places[row.id] = contents.sha256, part.table, at
    return places


def _newest_first(contents: FileContents) -> set[int]:
    """Return the tables of a file whose rows stand newest first, by the order that their parts were settled in."""
    later: Counter[int] = Counter()
    for part in contents.parts:
        for one, two in pairwise(part.balance.order):
            up = part.bookings[two].order_in_file > part.bookings[one].order_in_file
            later[part.table] += 1 if up else -1
    return {table for table, surplus in later.items() if surplus < 0}
