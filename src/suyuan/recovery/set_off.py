"""What came back set off against a victim's claims, oldest first 案发前归还的抵扣.

docs/method.md, "Loss": paid and returned are a victim's figures; this makes of them what each claim counts for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from suyuan.recovery.allocation import LossClaim


@dataclass(frozen=True)
class PaidClaim:
    """One claim as it was paid 被骗转出: whose, when its first transfer was (aware), how much in minor units."""

    id: str
    victim: str
    first_transfer: datetime
    paid: int


@dataclass(frozen=True)
class SetOff:
    """Claims with what came back on each, in the order given, and what is left over, by victim's name.

    ``surplus`` names every victim who got back more than was paid, or got back something and claims nothing.
    """

    claims: tuple[LossClaim, ...]
    surplus: tuple[tuple[str, int], ...]


def set_off(paid: Iterable[PaidClaim], returned: Mapping[str, int]) -> SetOff:
    """Set what each victim got back off against the victim's claims: the oldest first, then by claim id.

    Over all claims of a victim the net losses sum to max(0, paid − returned). Raises ValueError for a negative sum
    or a time without its offset.
    """
    given = list(paid)
    if any(claim.paid < 0 for claim in given) or any(amount < 0 for amount in returned.values()):
        raise ValueError("a negative sum")
    left = dict(returned)
    taken: dict[str, int] = {}
    for claim in sorted(given, key=lambda each: (each.first_transfer, each.id)):
        taken[claim.id] = min(claim.paid, left.get(claim.victim, 0))
        if claim.victim in left:
            left[claim.victim] -= taken[claim.id]
    return SetOff(
        tuple(LossClaim(each.id, each.victim, each.paid, taken[each.id], each.first_transfer) for each in given),
        tuple(sorted((victim, amount) for victim, amount in left.items() if amount)),
    )
