"""Interest on an account that holds a victim's money, from the banks' rows to the shares, by hand."""

from __future__ import annotations

from collections.abc import Callable

from suyuan.actions.case_currencies import input_of
from suyuan.ledger.build import FileContents, build
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

CASE = """
    == bank
    -- 6200000000000001
    10:00:00 in 60.00 6200000000000009 100.00
    11:00:00 in 0.98 - 100.98 kind=interest summary=结息
    12:00:00 out 50.00 6200000000000008 50.98
    13:00:00 in 1.00 - 51.98 kind=interest summary=结息
    == reports
    pay R1 测某 10:00:00 6200000000000009 6200000000000001 60.00
"""


def test_shares_of_interest(read_case: Callable[[str], list[FileContents]]) -> None:
    """40.00 of other funds and 60.00 of the victim's bear 0.98: 58.8 fen and 39.2, so 0.59 and 0.39.

    fifo pays 50.00 out of 40.00 others' and 10.00 of the victim's; 50.00 of 50.98 bear 98.08 fen of 1.00, so 0.98.
    Pro rata pays 29.71 of the victim's; 30.29 of 50.98 bear 59.42 fen, so 0.59. No holding has any of it.
    """
    ledger = build(read_case(CASE))
    found = trace(input_of(ledger), (Policy.FIFO, Policy.PRO_RATA))
    shares = {
        (row["policy"], row["transfer"]): (row["account"], row["amount"]) for row in found.yields.to_pylist()
    }
    first, second = (each.id for each in ledger.transfers if each.reason == "interest")
    account = "6200000000000001"
    assert shares == {
        ("fifo", first): (account, 59),
        ("fifo", second): (account, 98),
        ("pro_rata", first): (account, 59),
        ("pro_rata", second): (account, 59),
    }
    held = {row["policy"]: row["amount"] for row in found.holdings.to_pylist() if row["account"] == account}
    assert held == {"fifo": 5000, "pro_rata": 3029}
