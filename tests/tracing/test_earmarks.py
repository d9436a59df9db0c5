"""Earmarks: set aside, first to leave, released in a conflict; the figures without them beside."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.tracing.checks import RowRefused
from suyuan.tracing.findings import Findings
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]
LINES = "1 V>A 100;2 X>A 50;3 A>B 60;4 A>C 40"
OPENINGS = {"V": 100, "X": 50, "A": 30}


def earmarked(plain: Any, *lines: tuple[str, str, str, int], accounts: pa.Table | None = None) -> Findings:
    """Trace a ledger with earmarks (account, credit, debit, amount) under all policies."""
    columns = list(zip(*lines, strict=True))
    table = pa.table(
        {
            "account": pa.array(columns[0], pa.string()),
            "credit": pa.array(columns[1], pa.string()),
            "debit": pa.array(columns[2], pa.string()),
            "amount": pa.array(columns[3], pa.int64()),
        }
    )
    without = plain.given(accounts)
    whole = type(without)(
        without.currency, without.transfers, without.claims, without.openings, without.accounts, None, table
    )
    return trace(whole, tuple(Policy))


def test_a_decision_may_lead_outside_the_bounds(kit: SimpleNamespace) -> None:
    """V has 10 of c1 back and X's 10, set aside for Z: what V pays B is then c1's, and nothing enters of c2.

    Whatever rule without the decision, 10 of c2 enter: the bounds say so, and the run is given out all the same.
    """
    plain = kit.written(
        "1 P>A 10;2 A>V 10;3 X>V 10;4 V>B 10;5 V>Z 10", "c1 t1 10;c2 t4 10", P=10, A=0, X=10, V=0, B=0, Z=0
    )
    marks = pa.table({"account": ["V"], "credit": ["t3"], "debit": ["t5"], "amount": [10]})
    found = trace(replace(plain.given(), earmarks=marks), tuple(Policy), bounds=True)
    assert found.bounds is not None and found.without_earmarks is not None
    bounds = {(row["account"], row["claim"]): (row["least"], row["greatest"]) for row in found.bounds.to_pylist()}
    assert bounds["B", "c2"] == (10, 10)
    assert kit.amounts(found.holdings, Policy.FIFO, "account", "claim") == {("B", "c1"): 10}
    beside = kit.amounts(found.without_earmarks.holdings, Policy.FIFO, "account", "claim")
    assert beside == {("B", "c2"): 10, ("Z", "c1"): 10}
    assert found.bounds == found.without_earmarks.bounds


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
def test_what_is_set_aside_leaves_with_its_payment(kit: SimpleNamespace, policy: Policy) -> None:
    """Of the claim's 100 that t1 brought, 40 left with t4 whatever the rule says of the rest.

    fifo without: B gets 30 other and 30 of the claim, C 40 of it. With: B gets 30 other and 30 of the claim, C the
    40 set aside; both the same here. Under lifo t3 takes X's 50 and then 10 of what is not set aside.
    """
    found = earmarked(kit.written(LINES, "c1 t1 100", **OPENINGS), ("A", "t1", "t4", 40))
    held = kit.amounts(found.holdings, policy, "account", "claim")
    assert held["C", "c1"] == 40
    expected = {Policy.FIFO: 30, Policy.LIFO: 10, Policy.LOWEST_INTERMEDIATE_BALANCE: 0, Policy.CLAIMS_FIRST: 60}
    # pro rata: 60 of 140 (60 of the claim, 80 other): 25.71 and 34.29, the larger remainder to the claim's 26
    assert held.get(("B", "c1"), 0) == {**expected, Policy.PRO_RATA: 26}[policy]
    assert found.summary["earmark_conflicts"] == []


def test_the_figures_without_stand_beside(kit: SimpleNamespace) -> None:
    """The same run also gives what there would be without earmarks."""
    found = earmarked(kit.written(LINES, "c1 t1 100", **OPENINGS), ("A", "t1", "t4", 40))
    plain = kit.written(LINES, "c1 t1 100", **OPENINGS).traced()
    assert found.without_earmarks is not None
    assert found.without_earmarks.holdings == plain.holdings
    assert plain.without_earmarks is None
    assert kit.amounts(plain.holdings, Policy.CLAIMS_FIRST, "account", "claim") == {
        ("B", "c1"): 60,
        ("C", "c1"): 40,
    }
    assert kit.amounts(plain.holdings, Policy.LOWEST_INTERMEDIATE_BALANCE, "account", "claim") == {
        ("A", "c1"): 80,
        ("C", "c1"): 20,
    }


def test_what_a_payment_in_between_lacks_is_released_last_earmark_first(kit: SimpleNamespace) -> None:
    """A has 150, 20 of each claim set aside, and pays 120: ten of the later earmark are released for it."""
    plain = kit.written(
        "1 V>A 100;2 W>A 50;3 A>B 120;4 X>A 10;5 A>C 40", "c1 t1 100;c2 t2 50", V=100, W=50, X=10, A=0
    )
    found = earmarked(plain, ("A", "t1", "t5", 20), ("A", "t2", "t5", 20))
    assert found.summary["earmark_conflicts"] == [{"earmark": 2, "before_transfer": "t3", "released": "0.10"}]
    fifo = kit.amounts(found.holdings, Policy.FIFO, "account", "claim")
    assert fifo == {("B", "c1"): 80, ("B", "c2"): 40, ("C", "c1"): 20, ("C", "c2"): 10}


def test_the_trail_goes_on_through_a_victim_with_an_earmark(kit: SimpleNamespace) -> None:
    """V2 is a victim; what it forwarded by an earmark has a tier behind it, and nothing else it pays."""
    plain = kit.written("1 V>W 50;2 W>B 50;3 W>C 10", "c1 t1 50", V=50, W=10)
    roles = kit.account_table({"account": "W", "role": "victim"})
    found = earmarked(plain, ("W", "t1", "t2", 50), accounts=roles)
    assert dict(kit.rows(found.tiers, "account", "tier")) == {"W": 1, "B": 2}
    assert found.without_earmarks is not None
    assert dict(kit.rows(found.without_earmarks.tiers, "account", "tier")) == {"W": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("A", "t9", "t4", 1), "there is no transfer t9"),
        (("B", "t1", "t4", 1), "t1 did not bring anything to account B"),
        (("A", "t1", "t2", 1), "account A did not pay transfer t2"),
        (("A", "t5", "t3", 1), "does not come after"),
        (("A", "t1", "t4", 101), "above its amount 1.00"),
        (("A", "t1", "t4", 0), "not above zero"),
    ],
)
def test_an_earmark_that_cannot_be_is_refused_by_its_row(
    kit: SimpleNamespace, line: tuple[str, str, str, int], said: str
) -> None:
    """Unknown transfers, ones of other accounts, the wrong order, too much: the row and why."""
    plain = kit.written(LINES + ";5 X>A 5", "c1 t1 100", **(OPENINGS | {"X": 55}))
    with pytest.raises(RowRefused, match=said) as refused:
        earmarked(plain, ("A", "t1", "t4", 1), line)
    assert (refused.value.table, refused.value.row) == ("earmarks", 1)


@SETTINGS
@given(data=st.data())
def test_as_the_definition_says(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Random ledgers and earmarks: fifo and lifo equal the definition worked lot by lot; conflicts too."""
    plain = data.draw(kit.plain_ledgers(accounts=4, transfers=16))
    plain = kit.Plain(plain.transfers, plain.claims, {}, None)
    lines = drawn(data, plain)
    if not lines:
        return
    found = earmarked(plain, *lines)
    openings = {
        account: kit.oracle.least_opening(account, plain.transfers)
        for account in {end for each in plain.transfers for end in each[2:4]}
    }
    transfers = [(name, payer, payee, amount) for name, _, payer, payee, amount in plain.transfers]
    for policy in (Policy.FIFO, Policy.LIFO):
        held, released = kit.earmarks.trace(policy.value, transfers, plain.claims, openings, lines)
        assert kit.amounts(found.holdings, policy, "account", "claim") == held
    conflicts: Any = found.summary["earmark_conflicts"]
    said = [(each["earmark"] - 1, each["before_transfer"]) for each in conflicts]
    assert said == [each[:2] for each in released]


def drawn(data: st.DataObject, plain: Any) -> list[tuple[str, str, str, int]]:
    """Draw earmarks that fit a ledger."""
    left = {each[0]: each[4] for each in plain.transfers}
    came = dict(left)
    pairs = [
        (one[0], two[0], one[3])
        for number, one in enumerate(plain.transfers)
        for two in plain.transfers[number + 1 :]
        if one[3] == two[2] and one[2] != one[3] and two[2] != two[3]
    ]
    lines = []
    for credit, debit, account in data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []:
        most = min(came[credit], left[debit])
        if most:
            amount = data.draw(st.integers(1, most))
            came[credit] -= amount
            left[debit] -= amount
            lines.append((account, credit, debit, amount))
    return lines
