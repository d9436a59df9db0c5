"""What is known of merchants and nodes beside their transfers, and what known links alone leave of pools."""

from __future__ import annotations

from collections.abc import Callable

from suyuan.ledger.build import FileContents, build
from suyuan.model.transfer import AccountKind, Grade, Role

MERCHANT = """
== buyer
-- A
10:00:00 out 100.00 - - refs=SHOP0001 merchant=某店
11:00:00 out 30.00 - - merchant=另一店
12:00:00 out 20.00 - - name=快钱
== acquirer kind=merchant institution=财付通
-- 1900000109
10:00:10 in 100.00 OPENID_1 - kind=consumption refs=SHOP0001
"""

PRINTED = """
== payer
-- 6200000000000001
10:00:00 out 50.00 - - name=财付通 summary=转至6200000000000002
11:00:00 out 60.00 - - refs=ORDER00001 name=财付通
== payee
-- 6200000000000002
10:00:20 in 50.00 - - name=财付通备付金
11:00:20 in 60.00 - - refs=ORDER00001 name=财付通备付金
"""

LOOK_ALIKE = """
== one
-- A
10:00:00 out 1.00 6200000000000009 - name=易宝贝母婴用品店
10:01:00 out 1.00 6200000000000008 - name=新生
"""


def test_a_merchant_with_an_answer_is_in_good_faith_until_decided(
    read_case: Callable[[str], list[FileContents]],
) -> None:
    """Its kind and role are a merchant's; a decision that it is suspect-controlled stands above that."""
    facts = build(read_case(MERCHANT)).accounts["1900000109"]
    assert (facts.kind, facts.role, facts.bank) == (AccountKind.MERCHANT, Role.MERCHANT, "财付通")
    decided = build(read_case(f"{MERCHANT}\n== decisions\nrole 1900000109 suspect_controlled"))
    assert decided.accounts["1900000109"].role is Role.SUSPECT_CONTROLLED


def test_nodes_carry_the_printed_name(read_case: Callable[[str], list[FileContents]]) -> None:
    """A payment to a shop without an answer ends in a node that names the shop, one to a pool the institution."""
    labels = build(read_case(MERCHANT)).labels
    assert sorted(labels.values()) == ["另一店", "快钱"]
    assert {node.split(":")[1] for node in labels} == {"merchant", "kuaiqian"}


def test_printed_ids_are_not_used_for_known_links_alone(read_case: Callable[[str], list[FileContents]]) -> None:
    """What only an id in a text says falls apart into the two pools' nodes; an order number still links."""
    reasons = {each.reason: each.grade for each in build(read_case(PRINTED)).transfers}
    assert reasons == {"printed_id": Grade.INFERRED, "reference": Grade.KNOWN}
    known = build(read_case(PRINTED), known_links_only=True)
    assert sorted(each.reason for each in known.transfers) == ["pool", "pool", "reference"]


def test_look_alikes_of_institutions_are_accounts(read_case: Callable[[str], list[FileContents]]) -> None:
    """A shop or a person whose name begins like a payment institution's is followed like anybody."""
    ledger = build(read_case(LOOK_ALIKE))
    assert [each.payee for each in ledger.transfers] == ["6200000000000009", "6200000000000008"]
