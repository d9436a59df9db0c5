"""The two denominators of a pro rata return side by side: victims found, and also those not yet found.

docs/method.md, "Restitution". Until the public notice (公告) has run, the share of presumed victims stays frozen;
afterwards the money is shared among those who are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suyuan.recovery.allocation import Allocation, LossClaim, allocate

FOUND_ONLY = "return.share.formula"
WITH_PRESUMED = "return.share.presumed"
"""The rules on the two denominators, by id."""


@dataclass(frozen=True)
class Difference:
    """One claim under both plans, in minor units."""

    claim: str
    victim: str
    found_only: int
    with_presumed: int


@dataclass(frozen=True)
class TwoPlans:
    """One frozen sum shared twice: among the victims found, and with a share kept for those not yet found."""

    found_only: Allocation
    with_presumed: Allocation

    def used(self, *, notice_has_run: bool) -> tuple[str, Allocation]:
        """Return the plan in use and its rule's id: until the notice has run the one that keeps a share."""
        if notice_has_run:
            return FOUND_ONLY, self.found_only
        return WITH_PRESUMED, self.with_presumed

    def differences(self) -> tuple[Difference, ...]:
        """Return every claim under both plans, in the order of the claims."""
        pairs = zip(self.found_only.shares, self.with_presumed.shares, strict=True)
        return tuple(Difference(one.claim, one.victim, one.amount, two.amount) for one, two in pairs)


def two_plans(frozen: int, claims: Sequence[LossClaim], presumed: int) -> TwoPlans:
    """Return both plans; ``presumed`` is what victims not yet found are presumed to have lost net, in minor units.

    Raises ValueError for a negative sum or a claim id that stands twice.
    """
    return TwoPlans(allocate(frozen, claims), allocate(frozen, claims, presumed))
