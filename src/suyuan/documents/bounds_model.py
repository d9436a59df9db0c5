"""What holds whatever the rule, as the report is given it: bounds of each claim, and where rules could differ."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.text import Message


@dataclass(frozen=True)
class BoundedClaim:
    """A claim's money in all accounts where money now stands, on the ledger as it is and open."""

    claim: str
    victim: str
    claimed: int
    least: int
    greatest: int
    least_open: int
    greatest_open: int

    @property
    def is_fixed(self) -> bool:
        """Tell whether no tracing rule can change the figure."""
        return self.least_open == self.greatest_open


@dataclass(frozen=True)
class FirstMixing:
    """A claim on which all rules run agree though its bounds are wide: the first transfer at which its money could
    mix with other money, in which account. ``way`` is None for a booking that no row explains; ``is_open``: on the
    ledger as it is the bounds are not wide.
    """

    claim: str
    account: str
    holder: str
    way: Message | None
    is_open: bool


@dataclass(frozen=True)
class BoundedPages:
    """All of it, and what it rests on: bookings, pairs of bookings, those of them that are inferred."""

    claims: tuple[BoundedClaim, ...]
    mixing: tuple[FirstMixing, ...]
    bookings: int
    pairs: int
    inferred: int
