"""Totals that a statement prints of itself 合计: how many bookings, how much; compared with what was read."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.booking import Direction
from suyuan.model.source import Source


@dataclass(frozen=True)
class PrintedTotal:
    """One total that a line above, between or below the rows prints.

    ``text`` is what is printed. ``direction`` is None for both together. ``count`` and ``amount`` (minor units of
    ``currency``) are what it says, None where it says nothing of them; ``found_count`` and ``found_amount`` what
    was read of the same rows, both None where that cannot be told (several accounts or currencies). ``page`` marks
    the total of a page (本页小计): then only the rows since the page before are meant.
    """

    source: Source
    text: str
    direction: Direction | None
    currency: str
    count: int | None
    amount: int | None
    found_count: int | None = None
    found_amount: int | None = None
    page: bool = False
    account: str = ""

    @property
    def is_compared(self) -> bool:
        """Tell whether the rows meant are known."""
        return self.found_count is not None

    @property
    def agrees(self) -> bool:
        """Tell whether everything printed is what was read."""
        return (
            self.is_compared
            and self.count in (None, self.found_count)
            and self.amount in (None, self.found_amount)
        )
