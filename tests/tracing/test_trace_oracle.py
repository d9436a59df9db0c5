"""The trace against an independent program written from the method's page alone."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.tracing.policies import Policy

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COMPARED = (Policy.FIFO, Policy.PRO_RATA)


@SETTINGS
@given(data=st.data())
def test_amounts_equal_the_independent_program(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Effective amounts, holdings, flows and shortfalls are equal to the unit, at any moment asked for."""
    plain = data.draw(kit.plain_ledgers())
    found = plain.traced(COMPARED)
    for policy in COMPARED:
        expected = kit.oracle.trace(policy.value, plain.transfers, plain.claims, plain.openings, plain.as_of)
        assert kit.amounts(found.claims, policy, "claim", "victim", "claimed") == {
            (claim, f"victim of {claim}", claimed): expected["effective"][claim]
            for claim, _, claimed in plain.claims
        }
        assert kit.amounts(found.holdings, policy, "account", "claim") == expected["holdings"]
        assert kit.amounts(found.flows, policy, "transfer", "claim") == expected["flows"]
        unexplained = [(each["account"], each["before_transfer"]) for each in found.summary["unexplained"]]
        assert unexplained == [each[:2] for each in expected["unexplained"]]


@SETTINGS
@given(data=st.data())
def test_reach_equals_the_independent_program(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Tiers, first arrivals and the reach of each claim are equal, at any moment asked for."""
    plain = data.draw(kit.plain_ledgers())
    found = plain.traced((Policy.POISON,))
    expected = kit.oracle.reach(plain.transfers, plain.claims, set(), plain.as_of)
    tiers = kit.rows(found.tiers, "account", "tier", "holder_tier", "first_reached")
    assert tiers == [
        (account, tier, tier, kit.at(expected["first"][account]))
        for account, tier in sorted(expected["tier"].items())
    ]
    reached = {each[:2]: each[2] for each in kit.rows(found.reached, "claim", "account", "first_reached")}
    assert reached == {key: kit.at(minute) for key, minute in expected["by_claim"].items()}


@SETTINGS
@given(data=st.data())
def test_depths_add_up_by_the_payers_tier(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Depth 1 is what entered, deeper the payer's tier and one, worked out from the flows alone."""
    plain = data.draw(kit.plain_ledgers())
    found = plain.traced(COMPARED)
    tier = dict(kit.rows(found.tiers, "account", "tier"))
    by_id = {each[0]: each for each in plain.transfers}
    on = {claim: transfer for claim, transfer, _ in plain.claims}
    for policy in COMPARED:
        effective = kit.amounts(found.claims, policy, "claim", "claimed")
        entered = {claim: amount for (claim, _), amount in effective.items()}
        depths: dict[tuple[str, int], int] = {}
        for (transfer, claim), amount in kit.amounts(found.flows, policy, "transfer", "claim").items():
            payer, payee = by_id[transfer][2:4]
            own = entered[claim] if on[claim] == transfer else 0
            for depth, part in ((1, own), (tier.get(payer, 0) + 1, amount - own)):
                if part:
                    depths[payee, depth] = depths.get((payee, depth), 0) + part
        assert kit.amounts(found.depths, policy, "account", "depth") == depths


@SETTINGS
@given(data=st.data())
def test_ranges_are_least_and_greatest_over_the_policies(kit: SimpleNamespace, data: st.DataObject) -> None:
    """A range is what the policies give, least and greatest; what one leaves nothing of counts as 0."""
    found = data.draw(kit.plain_ledgers()).traced()
    held = [kit.amounts(found.holdings, policy, "account", "claim") for policy in Policy if policy.has_amounts]
    keys = sorted({key for each in held for key in each})
    assert kit.rows(found.ranges, "account", "claim", "least", "greatest") == [
        (*key, min(each.get(key, 0) for each in held), max(each.get(key, 0) for each in held)) for key in keys
    ]
