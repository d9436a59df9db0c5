"""The worked example: an account's lots before and after each booking, as a pencil gives them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from suyuan.errors import WrongUsage
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace
from suyuan.tracing.worked import Share, Worked, worked

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]
LEDGER = "1 Y>A 20;2 A>Z 5;3 V>A 100;4 X>A 50;5 A>B 60;6 A>C 60"
OPENINGS = {"A": 15, "V": 100, "X": 50, "Y": 20}


def said(shares: tuple[Share, ...]) -> str:
    """Return shares as a line."""
    return " ".join(f"{share.claim or 'other'} {share.amount}" for share in shares)


def steps(done: Worked) -> list[tuple[str, str, str, str]]:
    """Return the steps as transfer, direction, pieces and lots."""
    return [
        (step.leg.transfer, "in" if step.arrived else "out", said(step.pieces), said(step.lots))
        for step in done.steps
    ]


def test_fifo_by_hand(kit: SimpleNamespace) -> None:
    """15 and 20 less 5 stand before: 30 of other funds. They leave first, then the claim's oldest."""
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    (done,) = worked(given, (Policy.FIFO,), "A", None, 40)
    assert (done.before, done.unseen) == (30, 0)
    assert steps(done) == [
        ("t3", "in", "c1 100", "other 30 c1 100"),
        ("t4", "in", "other 50", "other 30 c1 100 other 50"),
        ("t5", "out", "other 30 c1 30", "c1 70 other 50"),
        ("t6", "out", "c1 60", "c1 10 other 50"),
    ]


def test_lifo_by_hand(kit: SimpleNamespace) -> None:
    """The newest stands first because it leaves first."""
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    (done,) = worked(given, (Policy.LIFO,), "A", None, 40)
    assert steps(done)[1:3] == [
        ("t4", "in", "other 50", "other 50 c1 100 other 30"),
        ("t5", "out", "other 50 c1 10", "c1 90 other 30"),
    ]


def test_pro_rata_by_hand(kit: SimpleNamespace) -> None:
    """180 stand, 100 the claim's: of 60, 33.33 and 26.67, the larger remainder to other funds. Of 120, 67 the
    claim's: 60 x 67 / 120 = 33.5 and 26.5, the tie to the claim.
    """
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    (done,) = worked(given, (Policy.PRO_RATA,), "A", None, 40)
    assert done.before == 30
    assert steps(done) == [
        ("t3", "in", "c1 100", "c1 100 other 30"),
        ("t4", "in", "other 50", "c1 100 other 80"),
        ("t5", "out", "c1 33 other 27", "c1 67 other 53"),
        ("t6", "out", "c1 34 other 26", "c1 33 other 27"),
    ]


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
def test_its_length_is_bounded(kit: SimpleNamespace, policy: Policy) -> None:
    """Only the first steps are shown; how many more there are is said."""
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    (done,) = worked(given, (policy,), "A", None, 2)
    assert ([step.leg.transfer for step in done.steps], done.unseen) == (["t3", "t4"], 2)


def test_an_account_without_claims_money_has_no_steps(kit: SimpleNamespace) -> None:
    """Nothing to follow; what it holds is one number."""
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    for done in worked(given, (Policy.FIFO, Policy.PRO_RATA), "Z", None, 40):
        assert (done.before, done.steps, done.unseen) == (5, (), 0)


def test_earmarks_and_strangers_are_refused(kit: SimpleNamespace) -> None:
    """A worked example shows the rule alone, of an account that is there."""
    given = kit.written(LEDGER, "c1 t3 100", **OPENINGS).given()
    with pytest.raises(WrongUsage, match="Q"):
        worked(given, (Policy.FIFO,), "Q", None, 40)
    earmarks = pa.table({"account": ["A"], "credit": ["t3"], "debit": ["t5"], "amount": pa.array([1], pa.int64())})
    with pytest.raises(WrongUsage, match="earmarks"):
        worked(replace(given, earmarks=earmarks), (Policy.FIFO,), "A", None, 40)


@SETTINGS
@given(data=st.data())
def test_it_ends_with_what_the_trace_finds(kit: SimpleNamespace, data: Any) -> None:
    """On any ledger the last lots are the holdings, and what claims brought and took are the flows."""
    ledger = data.draw(kit.plain_ledgers())
    assume(ledger.claims)
    policy = data.draw(st.sampled_from(WITH_AMOUNTS))
    as_of = None if ledger.as_of is None else kit.at(ledger.as_of)
    account = data.draw(st.sampled_from(sorted({name for each in ledger.transfers for name in each[2:4]})))
    findings = trace(ledger.given(), (policy,), as_of)
    flows = kit.amounts(findings.flows, policy, "transfer", "claim")
    held = kit.amounts(findings.holdings, policy, "account", "claim")
    (done,) = worked(ledger.given(), (policy,), account, as_of, 1000)
    sums: dict[str, int] = {}
    for share in done.steps[-1].lots if done.steps else ():
        sums[share.claim] = sums.get(share.claim, 0) + share.amount
    sums.pop("", None)
    assert sums == {claim: amount for (name, claim), amount in held.items() if name == account}
    for step in done.steps:
        moved: dict[str, int] = {}
        for share in step.pieces:
            moved[share.claim] = moved.get(share.claim, 0) + share.amount
        for claim, amount in moved.items():
            if claim:
                assert flows[step.leg.transfer, claim] == amount
