"""Whether the choice matters: a plan beside what each tracing policy alone would give, the bounds, another plan.

docs/method.md, "Restitution of a case". A decision-maker sees here for each claim what the plan gives, what it
would be if the money were followed by each policy, and what no rule can deny or exceed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from suyuan.recovery.restitution import Given, Plan, Traced


@dataclass(frozen=True)
class ClaimCompared:
    """One claim in minor units: under both plans, under each policy, and within which bounds.

    ``least`` and ``greatest`` are what no rule can deny and none can exceed of the claim's money in the frozen
    accounts, never above the net loss; ``greatest`` None: no bounds are known for one of the accounts.
    """

    claim: str
    victim: str
    loss: int
    returned: int
    net: int
    found_only: int
    with_presumed: int
    by_policy: tuple[int, ...]
    least: int
    greatest: int | None

    @property
    def rule_matters(self) -> bool:
        """Tell whether the policies give different amounts."""
        return len(set(self.by_policy)) > 1


@dataclass(frozen=True)
class Changed:
    """A claim of which two plans say different amounts; None where a plan does not know the claim."""

    claim: str
    victim: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """What it gets more, or less."""
        return (self.after or 0) - (self.before or 0)


def compared(given: Given, found_only: Plan, with_presumed: Plan) -> tuple[ClaimCompared, ...]:
    """Return every claim of the plans beside policies and bounds, in the plan's order."""
    traced = Traced(given, given.traces)
    policies = [
        traced.by_claim(lambda trace, place=place: trace.by_policy[place])  # type: ignore[misc]
        for place in range(len(given.policies))
    ]
    frozen = {each.name: each.amount for each in given.frozen}
    least: defaultdict[str, int] = defaultdict(int)
    greatest: defaultdict[str, int] = defaultdict(int)
    open_ended: set[str] = set()
    for each in given.traces:
        least[each.claim] += min(each.least, frozen.get(each.name, 0))
        if each.greatest is None:
            open_ended.add(each.claim)
        else:
            greatest[each.claim] += min(each.greatest, frozen.get(each.name, 0))
    return tuple(
        ClaimCompared(
            claim.id,
            claim.victim,
            claim.loss,
            claim.returned,
            claim.net,
            found_only.amounts[claim.id],
            with_presumed.amounts[claim.id],
            tuple(policy.get(claim.id, 0) for policy in policies),
            min(claim.net, least[claim.id]),
            None if claim.id in open_ended else min(claim.net, greatest[claim.id]),
        )
        for claim in found_only.claims
    )


def differences(
    before: Mapping[str, int], after: Mapping[str, int], victims: Mapping[str, str]
) -> tuple[Changed, ...]:
    """Return the claims of which two plans say different amounts, by claim id."""
    return tuple(
        Changed(claim, victims.get(claim, ""), before.get(claim), after.get(claim))
        for claim in sorted({*before, *after})
        if before.get(claim) != after.get(claim)
    )
