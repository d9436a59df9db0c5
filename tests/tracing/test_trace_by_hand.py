"""Small ledgers worked out with a pencil: a line a transfer, a line a lot."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

LEAVES = {
    Policy.FIFO: {"o": 50, "c1": 10},
    Policy.LIFO: {"c2": 60},
    Policy.PRO_RATA: {"o": 20, "c1": 16, "c2": 24},
    Policy.LOWEST_INTERMEDIATE_BALANCE: {"o": 50, "c1": 4, "c2": 6},
    Policy.CLAIMS_FIRST: {"c1": 24, "c2": 36},
}


@pytest.mark.parametrize("policy", LEAVES)
def test_each_policy_on_one_mixed_account(kit: SimpleNamespace, policy: Policy) -> None:
    """M holds 50 of its own, then 40 of c1, then 60 of c2, and pays 60: what leaves under each rule."""
    plain = kit.written("1 V>M 40; 2 W>M 60; 3 M>X 60", "c1 t1 40; c2 t2 60", M=50)
    leaves = {claim: amount for claim, amount in LEAVES[policy].items() if claim != "o"}
    flows = kit.amounts(plain.traced().flows, policy, "transfer", "claim")
    assert {claim: amount for (transfer, claim), amount in flows.items() if transfer == "t3"} == leaves


def test_ties_go_to_the_claim_that_stands_first_in_the_file(kit: SimpleNamespace) -> None:
    """Three equal thirds of 2: the claims that stand first in the file get a unit each, other funds none."""
    ledger = "1 V>M 1; 2 W>M 1; 3 M>X 2"
    for order in ("c2 t2 1; c1 t1 1", "c1 t1 1; c2 t2 1"):
        flows = kit.amounts(kit.written(ledger, order, M=1).traced().flows, Policy.PRO_RATA, "transfer", "claim")
        assert {key: amount for key, amount in flows.items() if key[0] == "t3"} == {
            ("t3", "c1"): 1,
            ("t3", "c2"): 1,
        }
    for first in ("c1", "c2"):
        second = "c2" if first == "c1" else "c1"
        on = {"c1": "t1", "c2": "t2"}
        plain = kit.written("1 V>M 1; 2 W>M 1; 3 M>X 1", f"{first} {on[first]} 1; {second} {on[second]} 1", M=1)
        assert kit.amounts(plain.traced().flows, Policy.PRO_RATA, "transfer", "claim")["t3", first] == 1


def test_claims_of_one_transfer_are_worked_off_one_after_another(kit: SimpleNamespace) -> None:
    """V holds 10 of its own and 30 of c0; c1 and c2 of 20 each on one payment of 40.

    c1: 10 its own, then at once 10 by the rule (all c0 is left). c2: nothing its own, 20 of c0.
    """
    plain = kit.written("1 U>V 30; 2 V>A 40", "c0 t1 30; c1 t2 20; c2 t2 20", V=10)
    found = plain.traced()
    for policy in LEAVES:
        assert kit.amounts(found.claims, policy, "claim") == {"c0": 30, "c1": 10, "c2": 0}
        assert kit.amounts(found.holdings, policy, "account", "claim") == {("A", "c0"): 30, ("A", "c1"): 10}


def test_the_rest_of_a_claim_is_rounded_by_itself(kit: SimpleNamespace) -> None:
    """V holds 1 of c1, 1 of c2 and no own money; two claims of 1 each are two payments of 1, each split alone.

    Each payment of 1 over (c1: 1, c2: 1) gives its unit to c1, the first in the file; the second finds only c2.
    """
    plain = kit.written("1 U>V 1; 2 W>V 1; 3 V>A 2", "c1 t1 1; c2 t2 1; c3 t3 1; c4 t3 1")
    found = plain.traced([Policy.PRO_RATA])
    assert kit.amounts(found.claims, Policy.PRO_RATA, "claim") == {"c1": 1, "c2": 1, "c3": 0, "c4": 0}
    assert kit.amounts(found.holdings, Policy.PRO_RATA, "account", "claim") == {("A", "c1"): 1, ("A", "c2"): 1}


def test_an_own_part_comes_from_the_oldest_other_funds(kit: SimpleNamespace) -> None:
    """V: 5 own, 5 of c1, 5 own. c2 takes 5 own, the oldest; the next 5 paid are c1 by FIFO, own by LIFO."""
    plain = kit.written("1 U>V 5; 2 X>V 5; 3 V>A 5; 4 V>B 5", "c1 t1 5; c2 t3 5", V=5)
    found = plain.traced()
    assert kit.amounts(found.holdings, Policy.FIFO, "account", "claim") == {("A", "c2"): 5, ("B", "c1"): 5}
    assert kit.amounts(found.holdings, Policy.LIFO, "account", "claim") == {("A", "c2"): 5, ("V", "c1"): 5}


def test_pieces_arrive_in_the_order_in_which_they_left(kit: SimpleNamespace) -> None:
    """LIFO takes the newest first, so at the payee it is the oldest: it leaves from there last."""
    plain = kit.written("1 U>M 5; 2 W>M 5; 3 M>N 10; 4 N>P 5", "c1 t1 5; c2 t2 5")
    found = plain.traced()
    assert kit.amounts(found.holdings, Policy.LIFO, "account", "claim") == {("N", "c2"): 5, ("P", "c1"): 5}
    assert kit.amounts(found.holdings, Policy.FIFO, "account", "claim") == {("N", "c2"): 5, ("P", "c1"): 5}


def test_a_transfer_to_itself_moves_nothing(kit: SimpleNamespace) -> None:
    """A card pays itself more than it holds: no flow, no opening needed for it, the order of its lots stays."""
    plain = kit.written("1 V>M 10; 2 M>M 99; 3 M>X 6", "c1 t1 10", M=5)
    found = plain.traced()
    assert kit.amounts(found.holdings, Policy.FIFO, "account", "claim") == {("M", "c1"): 9, ("X", "c1"): 1}
    assert found.summary["unexplained"] == []
    assert ("t2",) not in kit.rows(found.flows, "transfer")


def test_the_least_opening_covers_the_whole_list(kit: SimpleNamespace) -> None:
    """M pays 30 after receiving 10: its least opening is 20, older than the claim, also as of before."""
    plain = kit.written("1 V>M 10; 2 M>X 5; 3 M>X 25", "c1 t1 10")
    early = kit.Plain(plain.transfers, plain.claims, {}, 2).traced()
    assert kit.amounts(early.holdings, Policy.FIFO, "account", "claim") == {("M", "c1"): 10}
    assert kit.amounts(early.holdings, Policy.PRO_RATA, "account", "claim") == {("M", "c1"): 8, ("X", "c1"): 2}


def test_a_stated_opening_that_is_too_small_leaves_a_shortfall(kit: SimpleNamespace) -> None:
    """M has 0 stated, receives 10 of c1 and pays 15: 5 enter as the newest lot just before, and it is reported."""
    plain = kit.written("1 V>M 10; 2 M>X 15", "c1 t1 10", M=0)
    found = plain.traced([Policy.LOWEST_INTERMEDIATE_BALANCE, Policy.LIFO])
    assert found.summary["unexplained"] == [
        {"account": "M", "before_transfer": "t2", "direction": "in", "amount": "0.05", "cause": "shortfall"}
    ]
    assert kit.amounts(found.holdings, Policy.LIFO, "account", "claim") == {("X", "c1"): 10}


def test_an_asserted_balance_is_booked(kit: SimpleNamespace) -> None:
    """M holds 4 own and 10 of c1; the bank states 8 after t1: 6 go to unexplained:M, by FIFO 4 own and 2 of c1.

    Then at minute 3 the bank states 9, where the ledger has 8: 1 enters as the newest other funds.
    """
    plain = kit.written("1 V>M 10; 4 M>X 8; 5 X>Y 1", "c1 t1 10", M=4)
    assertions = kit.assertion_table(("M", 1, "t1", 8), ("M", 3, None, 9))
    found = trace(plain.given(assertions=assertions), [Policy.FIFO, Policy.POISON])
    assert kit.amounts(found.holdings, Policy.FIFO, "account", "claim") == {
        ("X", "c1"): 7, ("Y", "c1"): 1, ("unexplained:M", "c1"): 2,
    }  # fmt: skip
    assert [each["amount"] for each in found.summary["unexplained"]] == ["0.06", "0.01"]  # type: ignore[attr-defined]
    assert kit.rows(found.tiers, "account", "tier") == [("M", 1), ("X", 2), ("Y", 3)]
    assert ("c1", "unexplained:M", kit.at(1)) in kit.rows(found.reached, "claim", "account", "first_reached")
    assert kit.rows(found.exits, "account", "kind", "amount") == [
        ("Y", "edge_account", 1), ("unexplained:M", "unexplained", 2),
    ]  # fmt: skip


def test_the_least_opening_ends_at_the_first_asserted_balance(kit: SimpleNamespace) -> None:
    """M pays 3, then the bank states 7, then M pays 9: opening 3, an unexplained 7, and a shortfall of 2."""
    plain = kit.written("1 M>X 3; 3 M>X 9", "")
    found = trace(plain.given(assertions=kit.assertion_table(("M", 2, None, 7))), [Policy.FIFO])
    seen = [(each["amount"], each["cause"]) for each in found.summary["unexplained"]]  # type: ignore[attr-defined]
    assert seen == [("0.07", "assertion"), ("0.02", "shortfall")]


def test_an_assertion_after_the_moment_asked_for_is_not_booked(kit: SimpleNamespace) -> None:
    """As of minute 2 the balance stated at minute 3 plays no part."""
    plain = kit.written("1 V>M 10; 4 M>X 1", "c1 t1 10")
    given = plain.given(assertions=kit.assertion_table(("M", 3, None, 4)))
    assert kit.amounts(trace(given, [Policy.FIFO], kit.at(2)).holdings, Policy.FIFO, "account", "claim") == {
        ("M", "c1"): 10
    }
    assert kit.amounts(trace(given, [Policy.FIFO], kit.at(3)).holdings, Policy.FIFO, "account", "claim") == {
        ("M", "c1"): 4, ("unexplained:M", "c1"): 6,
    }  # fmt: skip


def test_amounts_near_the_limit_are_exact(kit: SimpleNamespace) -> None:
    """Three claims of about 10^18 fen each, shared three ways: the parts add up and differ by one at most."""
    big = 10**18 + 1
    plain = kit.written(f"1 U>M {big}; 2 V>M {big}; 3 W>M {big}; 4 M>X {big}", "a t1 1; b t2 2; c t3 3")
    plain = kit.Plain(plain.transfers, [("a", "t1", big), ("b", "t2", big), ("c", "t3", big)], {})
    flows = kit.amounts(plain.traced([Policy.PRO_RATA]).flows, Policy.PRO_RATA, "transfer", "claim")
    third = big // 3
    assert [flows["t4", claim] for claim in "abc"] == [third + 1, third + 1, third]
    assert 3 * third + 2 == big


def test_a_lender_lends_other_funds_whatever_was_repaid(kit: SimpleNamespace) -> None:
    """V's card: 6 drawn and paid as c1 (all its own). A pays 5 of it to card K, which owed and repays its lender.

    K then draws 5 again and pays B: other funds under every policy, though the lender holds 5 of c1.
    """
    lines = "1 lender:V>V 6; 1 V>A 6; 2 A>K 5; 2 K>lender:K 5; 3 lender:K>K 5; 3 K>B 5"
    found = kit.written(lines, "c1 t2 6").traced()
    for policy in LEAVES:
        assert kit.amounts(found.claims, policy, "claim") == {"c1": 6}
        assert kit.amounts(found.holdings, policy, "account", "claim") == {("A", "c1"): 1, ("lender:K", "c1"): 5}
        exits = kit.amounts(found.exits, policy, "account", "kind", "claim")
        assert exits == {("lender:K", "debt_repaid", "c1"): 5}


def test_interest_falls_on_what_was_held_just_before_it(kit: SimpleNamespace) -> None:
    """M holds 50 of its own and 40 of c1 and gets interest 10; then 60 of c2 come, 70 leave, and interest 7 comes.

    The first: 10 x 40 / 90 = 4 remainder 40, own 5 remainder 50: the unit is other funds'. Pro rata of the second:
    own 60, c1 40, c2 60 pay 70 as 26.25, 17.5, 26.25: 26, 18, 26; then 34, 22, 34 of 90 stand, interest 7 is 2.64,
    1.71, 2.64: 2, 1, 2 and two units to c1 (0.71) and, of two equal ones, c2. FIFO: 50 own and 20 of c1 left, and
    20 of c1, 10 own, 60 of c2 stand: 1.56, 0.78, 4.67: 1, 0, 4 and units to own (0.78) and c2 (0.67).
    """
    lines = "1 V>M 40; 2 interest:M>M 10; 3 W>M 60; 4 M>X 70; 5 interest:M>M 7; 6 interest:X>Y 3"
    found = kit.written(lines, "c1 t1 40; c2 t3 60", M=50).traced()
    assert kit.amounts(found.yields, Policy.PRO_RATA, "transfer", "account", "claim") == {
        ("t2", "M", "c1"): 4,
        ("t5", "M", "c1"): 2,
        ("t5", "M", "c2"): 3,
    }
    assert kit.amounts(found.yields, Policy.FIFO, "transfer", "account", "claim") == {
        ("t2", "M", "c1"): 4,
        ("t5", "M", "c1"): 1,
        ("t5", "M", "c2"): 5,
    }
    assert sum(kit.amounts(found.holdings, Policy.FIFO, "account", "claim").values()) == 100


def test_interest_above_what_was_held_is_shared_all_the_same(kit: SimpleNamespace) -> None:
    """M holds 1 of c1 and 1 of its own and gets interest 5: 2.5 each, the odd unit to the claim; empty, none."""
    lines = "1 V>M 1; 2 interest:M>M 5; 3 M>X 7; 4 interest:M>M 2"
    found = kit.written(lines, "c1 t1 1", M=1).traced([Policy.FIFO])
    assert kit.rows(found.yields, "transfer", "claim", "amount") == [("t2", "c1", 3)]
