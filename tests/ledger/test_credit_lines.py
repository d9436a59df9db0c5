"""Credit lines inside wallets: whose they are, and that they never hold anything."""

from __future__ import annotations

from suyuan.ledger.build import build
from suyuan.model.transfer import AccountKind, Role

CASE = """== wallet kind=wallet
-- WXID_A
10:05:00 out 30.00 WXID_B 100.00 ref=ORDER301 summary=支付方式:_花呗
10:30:00 out 99.00 - 1.00 kind=repayment ref=ORDER303 name=花呗 summary=花呗主动还款
== police
role WXID_A suspect_controlled
"""


def test_a_line_is_a_child_of_its_wallet(read_case):  # type: ignore[no-untyped-def]
    """It is of kind credit, has the wallet's role and statement, and is repaid for more than is seen drawn."""
    ledger = build(read_case(CASE))
    line = ledger.accounts["credit:WXID_A:huabei"]
    assert (line.kind, line.parent, line.role) == (AccountKind.CREDIT, "WXID_A", Role.SUSPECT_CONTROLLED)
    assert line.has_statement
    moved = [each.amount for each in ledger.transfers if each.id.endswith(("~draw", "~debt"))]
    assert moved == [3000, 9900]


def test_only_a_wallet_has_lines(read_case):  # type: ignore[no-untyped-def]
    """The same row in a bank's statement does not say whose line it repays."""
    ledger = build(read_case(CASE.replace("kind=wallet", "kind=bank").replace("WXID_A", "6200000000000001")))
    assert ledger.transfers[-1].payee.startswith("via:credit:")
