"""Paths: exact chains under fifo and lifo, the flow subgraph under every policy; by hand and on random ledgers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from suyuan.errors import WrongUsage
from suyuan.tracing.paths import ClaimPath, Leg, path_of
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WITH_AMOUNTS = [policy for policy in Policy if policy.has_amounts]
TWO_WAYS = "1 V>A 100;2 X>A 50;3 A>B 60;4 A>C 60;5 B>D 60;6 C>D 50;7 D>E 80"
OPENINGS = {"V": 100, "X": 50}


def ways(path: ClaimPath) -> list[tuple[int, str]]:
    """Return the chains as amount and transfers."""
    return [(chain.amount, " ".join(leg.transfer for leg in chain.legs)) for chain in path.chains or ()]


def moved(path: ClaimPath) -> dict[str, int]:
    """Return the subgraph as transfer to amount."""
    return {leg.transfer: leg.amount for leg in path.flows}


def test_fifo_chains_by_hand(kit: SimpleNamespace) -> None:
    """B gets 60 of the claim, C the other 40 and 20 of X's; D holds 60, 40 and 10, and pays 60 and 20 on.

    E so holds 60 that came over B and 20 that came over C; D keeps 20 of the claim and 10 of X's.
    """
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    found = path_of(given, Policy.FIFO, "E", "c1")
    assert found.held == 80
    assert ways(found) == [(60, "t1 t3 t5 t7"), (20, "t1 t4 t6 t7")]
    assert [(leg.payer, leg.payee) for leg in (found.chains or ())[1].legs] == [
        ("V", "A"), ("A", "C"), ("C", "D"), ("D", "E"),
    ]  # fmt: skip
    assert ways(path_of(given, Policy.FIFO, "D", "c1")) == [(20, "t1 t4 t6")]
    assert moved(found) == {"t1": 100, "t3": 60, "t4": 40, "t5": 60, "t6": 40, "t7": 80}


def test_lifo_chains_by_hand(kit: SimpleNamespace) -> None:
    """B gets X's 50 and 10 of the claim, C 60 of it; D holds 50, 10 and 50 and pays the newest 80: C's 50, then
    B's 10 of the claim (the newest of B's two pieces: it arrived last and left last) and 20 of X's.

    B pays its newest first: the claim's 10, then X's 50. So in D: 10 claim, 50 X, 50 claim; 80 leave: 50 claim,
    30 X. E holds 50 that came over C, D keeps 10 that came over B.
    """
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    assert ways(path_of(given, Policy.LIFO, "E", "c1")) == [(50, "t1 t4 t6 t7")]
    assert ways(path_of(given, Policy.LIFO, "D", "c1")) == [(10, "t1 t3 t5")]


def test_pro_rata_flows_by_hand(kit: SimpleNamespace) -> None:
    """A's 150 are two thirds the claim's: 40 to B, 40 to C of 60 each; C passes 33 of 50 on (33.3), B all its 40;
    D holds 73 of 110 and pays 80: 53.09, so 53.
    """
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    found = path_of(given, Policy.PRO_RATA, "E", "c1")
    assert found.chains is None
    assert moved(found) == {"t1": 100, "t3": 40, "t4": 40, "t5": 40, "t6": 33, "t7": 53}
    standing = {each.account: (each.came, each.towards, each.elsewhere, each.stands) for each in found.passings}
    assert standing["A"] == (100, 80, 0, 20)
    assert standing["C"] == (40, 33, 0, 7)
    assert standing["E"] == (53, 0, 0, 53)
    assert (found.passings[0].account, found.passings[0].entered) == ("V", 100)


def test_what_leads_elsewhere_is_not_in_the_subgraph(kit: SimpleNamespace) -> None:
    """Money that reached B only after B's last payment to C cannot have come to C."""
    given = kit.written("1 V>A 100;2 A>B 30;3 B>C 20;4 A>B 40;5 A>D 30", "c1 t1 100", V=100).given()
    found = path_of(given, Policy.FIFO, "C", "c1")
    assert moved(found) == {"t1": 100, "t2": 30, "t3": 20}
    assert {each.account: each.elsewhere for each in found.passings} == {"V": 0, "A": 70, "B": 0, "C": 0}


def test_round_trip_shows_the_whole_chain(kit: SimpleNamespace) -> None:
    """Money that went to B and came back has its way over B, and the subgraph what left in between."""
    given = kit.written("1 V>A 100;2 A>B 40;3 B>A 40", "c1 t1 100", V=100).given()
    found = path_of(given, Policy.FIFO, "A", "c1")
    assert ways(found) == [(60, "t1"), (40, "t1 t2 t3")]
    assert moved(found) == {"t1": 100, "t2": 40, "t3": 40}


@pytest.mark.parametrize("policy", WITH_AMOUNTS)
def test_a_claim_that_never_came_has_no_path(kit: SimpleNamespace, policy: Policy) -> None:
    """Nothing stands, nothing is listed; also not for the payer, whose own money it was."""
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    for account in ("X", "V"):
        found = path_of(given, policy, account, "c1")
        assert (found.held, found.flows, found.passings) == (0, (), ())
        assert not found.chains


def test_what_passed_through_has_flows_and_no_chain(kit: SimpleNamespace) -> None:
    """All of it went on from B: no piece stands there, the subgraph says what came and left."""
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    found = path_of(given, Policy.FIFO, "B", "c1")
    assert (found.held, found.chains) == (0, ())
    assert moved(found) == {"t1": 100, "t3": 60, "t5": 60}


def test_wrong_words_are_said(kit: SimpleNamespace) -> None:
    """An unknown claim (with those there are), an unknown account, a policy without amounts."""
    given = kit.written(TWO_WAYS, "c1 t1 100", **OPENINGS).given()
    for policy, account, claim, said in (
        (Policy.FIFO, "E", "c9", "c1"), (Policy.FIFO, "Z", "c1", "'Z'"), (Policy.POISON, "E", "c1", "pro_rata"),
    ):  # fmt: skip
        with pytest.raises(WrongUsage, match=said):
            path_of(given, policy, account, claim)


def test_earmarked_pieces_keep_their_way(kit: SimpleNamespace) -> None:
    """40 of what t1 brought are set aside for t4: C's 40 came by t1 and t4, and that is all of it."""
    given = kit.written("1 V>A 100;2 X>A 50;3 A>B 60;4 A>C 40", "c1 t1 100", V=100, X=50, A=30).given()
    earmarks = pa.table(
        {"account": ["A"], "credit": ["t1"], "debit": ["t4"], "amount": pa.array([40], pa.int64())}
    )
    given = replace(given, earmarks=earmarks)
    assert ways(path_of(given, Policy.LIFO, "C", "c1")) == [(40, "t1 t4")]
    assert ways(path_of(given, Policy.LIFO, "A", "c1")) == [(50, "t1")]


@SETTINGS
@given(data=st.data())
def test_chains_sum_to_what_stands(kit: SimpleNamespace, data: Any) -> None:
    """On any ledger each chain begins with the claim's transfer, hangs together, and their sum is the holding."""
    ledger = data.draw(kit.plain_ledgers())
    assume(ledger.claims)
    given = ledger.given()
    policy = data.draw(st.sampled_from([Policy.FIFO, Policy.LIFO]))
    as_of = None if ledger.as_of is None else kit.at(ledger.as_of)
    held = kit.amounts(trace(given, (policy,), as_of).holdings, policy, "account", "claim")
    accounts = sorted({name for each in ledger.transfers for name in each[2:4]})
    account = data.draw(st.sampled_from(accounts))
    claim, on, _ = data.draw(st.sampled_from(ledger.claims))
    found = path_of(given, policy, account, claim, as_of)
    assert found.held == held.get((account, claim), 0)
    assert sum(chain.amount for chain in found.chains or ()) == found.held
    on_transfer: dict[str, int] = defaultdict(int)
    for chain in found.chains or ():
        assert chain.legs[0].transfer == on
        assert chain.legs[-1].payee == account
        for before, after in zip(chain.legs, chain.legs[1:], strict=False):
            assert before.payee == after.payer and before.time <= after.time
        for leg in chain.legs:
            on_transfer[leg.transfer] += chain.amount
    carried = moved(found)
    assert all(amount <= carried[transfer] for transfer, amount in on_transfer.items())


@SETTINGS
@given(data=st.data())
def test_the_subgraph_conserves_at_every_account(kit: SimpleNamespace, data: Any) -> None:
    """What entered an account and came is what left towards, elsewhere, and stands; amounts are flows."""
    ledger = data.draw(kit.plain_ledgers())
    assume(ledger.claims)
    policy = data.draw(st.sampled_from(WITH_AMOUNTS))
    given = ledger.given()
    findings = trace(given, (policy,))
    flows = kit.amounts(findings.flows, policy, "transfer", "claim")
    held = kit.amounts(findings.holdings, policy, "account", "claim")
    account = data.draw(st.sampled_from(sorted({each[3] for each in ledger.transfers})))
    claim, _, _ = data.draw(st.sampled_from(ledger.claims))
    found = path_of(given, policy, account, claim)
    towards: dict[str, int] = defaultdict(int)
    for leg in found.flows:
        if leg.transfer:
            assert leg.amount == flows[leg.transfer, claim]
        towards[leg.payer] += leg.amount
    for each in found.passings:
        assert each.entered + each.came == each.towards + each.elsewhere + each.stands
        assert each.stands == held.get((each.account, claim), 0)
        assert each.towards == towards[each.account]
    last: dict[str, Leg] = {}
    for leg in reversed(found.flows):
        assert leg.payee == account or leg.payer == account or leg.payee in last
        last[leg.payer] = leg
