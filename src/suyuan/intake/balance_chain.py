"""The balance chain 余额链: whether each balance follows from the one before, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from suyuan.model.booking import Booking


class BalanceState(Enum):
    """Whether the balances prove the rows: all follow, there are none (or only one), or some do not follow."""

    PROVEN = "proven"
    ABSENT = "absent"
    BROKEN = "broken"


@dataclass(frozen=True)
class BalanceBreak:
    """A balance that does not follow: at physical row ``row`` stands ``found``, where ``expected`` follows.

    Both are minor units. ``quarantined`` names the physical rows between this row and the one before it in the
    chain that could not be read and may explain the break.
    """

    row: int
    expected: int
    found: int
    quarantined: tuple[int, ...] = ()


@dataclass(frozen=True)
class BalanceProof:
    """What the balances of one account and currency prove.

    ``order`` holds the places (in the sequence given) of the bookings that moved money, in ledger order.
    """

    state: BalanceState
    breaks: tuple[BalanceBreak, ...]
    order: tuple[int, ...]


def prove(bookings: Sequence[Booking], quarantined: Sequence[int] = ()) -> BalanceProof:
    """Prove the balances of one account in one currency, given in the file's order.

    ``quarantined`` are physical rows of the same table that could not be read. The order of rows of one instant
    is settled as docs/method.md says under "Order".
    """
    raise NotImplementedError
