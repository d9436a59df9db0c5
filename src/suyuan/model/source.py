"""Where a fact stands: the way back from any figure to the institution's file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Source:
    """A place in a file of evidence.

    ``sha256`` names the file by its content. ``sheet`` is the sheet's name, None for a text file.
    ``sheet_number`` counts sheets from 1 (1 for a text file). ``row`` is the physical row from 1. Entries of a
    bank message may start on one line; ``sheet_number`` then counts those of the line.
    """

    sha256: str
    sheet: str | None
    sheet_number: int
    row: int

    @cached_property
    def booking_id(self) -> str:
        """The id of the booking that stands here, short and the same on every machine.

        Kept once made: building a ledger asks each row for it a hundred times.
        """
        return f"{self.sha256[:12]}.{self.sheet_number}.{self.row}"
