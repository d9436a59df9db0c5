"""Tiers, exits, inquiries and coverage: what follows from roles, kinds, names and covered periods."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

FIFO = [Policy.FIFO]


def test_tiers_are_the_fewest_hops_in_time_order(kit: SimpleNamespace) -> None:
    """V>A>B>C and later A>C: C is tier 3 first, then 2; D, paid before C was reached, has none."""
    found = kit.written("1 V>A 9; 2 A>B 8; 3 C>D 1; 4 B>C 1; 5 A>C 1; 6 C>E 1", "c1 t1 9").traced(FIFO)
    assert kit.rows(found.tiers, "account", "tier") == [("A", 1), ("B", 2), ("C", 2), ("E", 3)]
    assert kit.rows(found.tiers, "first_reached") == [(kit.at(minute),) for minute in (1, 2, 4, 6)]


@pytest.mark.parametrize("node", ["via:tenpay:b1", "transit:b1", "suspense:b1", "packet:o1"])
def test_hops_through_nodes_do_not_count(kit: SimpleNamespace, node: str) -> None:
    """A>node>B: the hop into the node counts, the one out of it does not; nodes are not listed."""
    found = kit.written(f"1 V>A 9; 2 A>{node} 9; 3 {node}>B 9", "c1 t1 9").traced(FIFO)
    listed = dict(kit.rows(found.tiers, "account", "tier"))
    assert listed == {"A": 1, "B": 2}
    assert dict(kit.rows(found.depths, "account", "depth")) == {"A": 1, node: 2, "B": 2}


def test_moves_within_one_parent_are_no_hop(kit: SimpleNamespace) -> None:
    """A and its sub-account A1 are one tier; who A1 pays is the next."""
    accounts = kit.account_table({"account": "A1", "parent": "A"}, {"account": "A"})
    found = trace(kit.written("1 V>A 9; 2 A>A1 9; 3 A1>B 9", "c1 t1 9").given(accounts), FIFO)
    assert dict(kit.rows(found.tiers, "account", "tier")) == {"A": 1, "A1": 1, "B": 2}


def test_accounts_of_one_person_are_one_for_the_holder_tier(kit: SimpleNamespace) -> None:
    """A and B are controlled by one person: B is tier 2 but holder tier 1, C, paid by B, tier 3 and 2."""
    accounts = kit.account_table(
        {"account": "A", "holder": "h1", "controller": "p"}, {"account": "B", "holder": "p"}
    )
    found = trace(kit.written("1 V>A 9; 2 A>B 9; 3 B>C 9", "c1 t1 9").given(accounts), FIFO)
    assert kit.rows(found.tiers, "account", "tier", "holder_tier") == [("A", 1, 1), ("B", 2, 1), ("C", 3, 2)]


@pytest.mark.parametrize(
    ("role", "kind"), [("victim", "returned_to_victim"), ("merchant", "merchant"), ("pool", "payment_institution")]
)
def test_the_trail_ends_in_some_roles(kit: SimpleNamespace, role: str, kind: str) -> None:
    """A pays S, S pays X, X pays Y: Y holds claims' money, but no tier, exit, inquiry or depth goes there.

    The exit at S is all that reached it, though it holds none of it any more; X is at depth 3, S being tier 2.
    """
    plain = kit.written("1 V>A 9; 2 A>S 9; 3 S>X 9; 4 X>Y 9", "c1 t1 9")
    found = trace(plain.given(kit.account_table({"account": "S", "role": role})), [Policy.FIFO, Policy.POISON])
    assert kit.rows(found.holdings, "account", "amount") == [("Y", 9)]
    assert kit.rows(found.depths, "account", "depth") == [("A", 1), ("S", 2), ("X", 3)]
    assert dict(kit.rows(found.tiers, "account", "tier")) == {"A": 1, "S": 2}
    assert kit.rows(found.reached, "account") == [("A",), ("S",)]
    assert kit.rows(found.exits, "account", "kind", "amount") == [("S", kind, 9)]
    assert found.inquiries.num_rows == 0


def test_what_a_victim_pays_on_to_the_trail_is_no_exit(kit: SimpleNamespace) -> None:
    """A pays 5 back to V, V pays 3 of it to A again: 2 are returned, and V has a tier because money reached it."""
    plain = kit.written("1 V>A 9; 2 A>V 5; 3 V>A 3", "c1 t1 9")
    found = trace(plain.given(kit.account_table({"account": "V", "role": "victim"})), FIFO)
    assert kit.rows(found.exits, "account", "kind", "amount") == [
        ("A", "edge_account", 7),
        ("V", "returned_to_victim", 2),
    ]
    assert dict(kit.rows(found.tiers, "account", "tier")) == {"A": 1, "V": 2}


def test_a_kind_gives_a_merchant_or_pool_its_role(kit: SimpleNamespace) -> None:
    """Without a decision an account of kind merchant ends the trail; a decision that says otherwise wins."""
    plain = kit.written("1 V>S 9; 2 S>X 9", "c1 t1 9")
    by_kind = trace(plain.given(kit.account_table({"account": "S", "kind": "merchant"})), FIFO)
    assert kit.rows(by_kind.tiers, "account") == [("S",)]
    decided = kit.account_table({"account": "S", "kind": "merchant", "role": "suspect_controlled"})
    assert kit.rows(trace(plain.given(decided), FIFO).tiers, "account") == [("S",), ("X",)]


EXITS = {
    "cash:b": "cash", "via:tenpay:b": "payment_institution", "via:merchant:b": "merchant",
    "via:exchange:b": "exchange", "via:product:b": "product", "via:credit:b": "credit_card", "fee:icbc": "fee",
    "authority:b": "authority", "unexplained:Q": "unexplained", "unmatched:Q:b": "unmatched",
    "unnamed:b": "unnamed", "transit:b": "in_transit", "suspense:b": "suspense", "packet:O1": "red_packet",
    "via:agency:b": "payment_institution", "via:top_up:b": "top_up", "via:goods:b": "goods",
    "via:securities:b": "securities", "via:insurance:b": "insurance", "via:loan:b": "loan", "via:tax:b": "tax",
    "via:cross_border:b": "cross_border", "via:ecny:b": "ecny",
}  # fmt: skip


@pytest.mark.parametrize("node", EXITS)
def test_a_nodes_name_says_which_exit_it_is(kit: SimpleNamespace, node: str) -> None:
    """Money that stands in a node is an exit of the kind its name says, counted in the summary."""
    found = kit.written(f"1 V>A 9; 2 A>{node} 7", "c1 t1 9").traced(FIFO)
    assert kit.rows(found.exits, "account", "kind", "claim", "amount") == [(node, EXITS[node], "c1", 7)]
    sums = found.summary["by_policy"]["fifo"]
    assert sums["by_exit_kind"] == {EXITS[node]: "0.07"}


def test_edge_accounts_with_and_without_an_accounts_table(kit: SimpleNamespace) -> None:
    """Without a table an edge is who holds claims' money and never pays; with one, who has no covered period."""
    plain = kit.written("1 V>A 9; 2 A>B 4; 3 A>C 3; 4 C>D 1", "c1 t1 9", V=9)
    without = plain.traced(FIFO)
    assert kit.rows(without.exits, "account", "kind", "amount") == [
        ("B", "edge_account", 4),
        ("D", "edge_account", 1),
    ]
    accounts = kit.account_table({"account": "B", "covered_from": 0, "covered_to": 9}, {"account": "A"})
    given = trace(plain.given(accounts), FIFO)
    assert kit.rows(given.exits, "account", "amount") == [("A", 2), ("C", 2), ("D", 1)]
    assert given.summary["by_policy"]["fifo"]["in_edge_accounts"] == "0.05"  # type: ignore[index]


def test_coverage_says_what_may_be_said_now(kit: SimpleNamespace) -> None:
    """As of minute 5: A's answer reaches it, B's ended at 3, C was never asked, D's balance was stated at it."""
    plain = kit.written("1 V>A 9; 2 A>B 6; 3 B>C 2; 4 B>D 1; 6 D>A 1", "c1 t1 9")
    accounts = kit.account_table(
        {"account": "A", "covered_from": 0, "covered_to": 5, "bank": "甲银行"},
        {"account": "B", "covered_from": 0, "covered_to": 1, "bank": "乙银行"},
        {"account": "B", "covered_from": 2, "covered_to": 3, "bank": "乙银行"},
        {"account": "D", "covered_from": 6, "covered_to": 8},
    )
    assertions = kit.assertion_table(("D", 5, None, 1))
    found = trace(plain.given(accounts, assertions), FIFO, kit.at(5))
    assert kit.rows(
        found.coverage, "account", "state", "covered_from", "covered_to", "balance", "balance_time"
    ) == [
        ("A", "stands", kit.at(0), kit.at(5), 3, kit.at(2)),
        ("B", "stood_until", kit.at(2), kit.at(3), 3, kit.at(4)),
        ("C", "last_seen", None, None, 2, kit.at(3)),
        ("D", "stands", None, None, 1, kit.at(4)),
    ]
    assert kit.rows(found.inquiries, "rank", "account", "bank", "from", "to", "amount", "reason") == [
        (1, "B", "乙银行", kit.at(3), kit.at(5), 3, "answer_ends"),
        (2, "C", "", kit.at(3), kit.at(5), 2, "never_asked"),
    ]


def test_inquiries_are_ranked_by_the_money_that_stops_there(kit: SimpleNamespace) -> None:
    """The greatest amount over the policies decides, then the name; the policy that gives it stands beside."""
    plain = kit.written(
        "1 V>A 90; 2 A>via:tenpay:x 30; 3 A>unmatched:B:y 20; 4 A>D 20; 5 A>cash:z 15; 6 A>unnamed:q 5",
        "c1 t1 90", A=10,
    )  # fmt: skip
    found = plain.traced([Policy.FIFO, Policy.PRO_RATA, Policy.CLAIMS_FIRST])
    assert kit.rows(found.inquiries, "policy", "rank", "account", "bank", "amount", "reason") == [
        ("claims_first", 1, "via:tenpay:x", "tenpay", 30, "order_number"),
        ("fifo", 2, "D", "", 20, "never_asked"),
        ("fifo", 3, "unmatched:B:y", "", 20, "unmatched"),
        ("fifo", 4, "unnamed:q", "", 5, "unnamed"),
    ]


def test_a_claim_after_the_moment_is_listed_with_nothing(kit: SimpleNamespace) -> None:
    """Every claim stands in the claims table, also one whose transfer comes later."""
    plain = kit.written("1 V>A 9; 5 V>A 7", "c2 t2 7; c1 t1 9")
    found = kit.Plain(plain.transfers, plain.claims, {}, 3).traced(FIFO)
    assert kit.rows(found.claims, "claim", "claimed", "effective") == [("c1", 9, 9), ("c2", 7, 0)]
    assert found.summary["counts"]["transfers_until_as_of"] == 1


def test_nothing_at_all_is_traced_to_nothing(kit: SimpleNamespace) -> None:
    """An empty ledger without claims gives the documented tables, empty."""
    found = kit.Plain([], [], {}).traced()
    assert {table.num_rows for table in found.tables().values()} == {0}
    assert found.summary["as_of"] is None and found.summary["claimed"] == "0.00"


def test_a_product_is_a_child_of_its_account(kit: SimpleNamespace) -> None:
    """A buys p, sells it back and pays B: no hop through p. Without its own row p is covered and decided as A is.

    4 of the 9 stay in p, which is no exit and no edge account: they stand there as what A holds stands.
    """
    ledger = "1 V>A 9; 2 A>product:A:p 9; 3 product:A:p>A 5; 4 A>B 5"
    accounts = kit.account_table({"account": "A", "bank": "b", "covered_from": 0, "covered_to": 60})
    for table in (accounts, None):
        found = trace(kit.written(ledger, "c1 t1 9").given(table), FIFO)
        assert dict(kit.rows(found.tiers, "account", "tier")) == {"A": 1, "B": 2, "product:A:p": 1}
        assert kit.rows(found.exits, "account", "kind", "amount") == [("B", "edge_account", 5)]
        state = "stands" if table is not None else "last_seen"
        assert ("product:A:p", state) in kit.rows(found.coverage, "account", "state")
    victims = kit.account_table({"account": "A", "role": "victim"})
    found = trace(kit.written(ledger, "c1 t1 9").given(victims), FIFO)
    assert dict(kit.rows(found.tiers, "account", "tier")) == {"A": 1}


def test_a_credit_card_is_an_exit_only_where_nobody_has_its_statement(kit: SimpleNamespace) -> None:
    """C1's statement is there: what stands in it can be followed. C2's is not."""
    accounts = kit.account_table(
        {"account": "C1", "kind": "credit", "covered_from": 0, "covered_to": 60},
        {"account": "C2", "kind": "credit"},
    )
    found = trace(kit.written("1 V>C1 5; 2 V>C2 4", "c1 t1 5; c2 t2 4").given(accounts), FIFO)
    assert kit.rows(found.exits, "account", "kind", "amount") == [("C2", "credit_card", 4)]
