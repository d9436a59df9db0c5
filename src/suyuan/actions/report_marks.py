"""Marks on holdings: money that passed a gap, and money whose split rests on an order that nobody proves.

docs/method.md, "Assertions and gaps" and "Order": such figures stand, and say so, wherever the money went on to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set

from suyuan.ledger.build import Ledger
from suyuan.model.text import Text
from suyuan.model.transfer import Transfer
from suyuan.tracing.findings import Findings

GAP_PASSED = Text(
    zh="资金经过流水缺页的账户，缺页内的收支不详",
    en="this money passed an account whose statement has a gap; what turned over in it is unknown",
)
ORDER_NOT_PROVEN = Text(
    zh="资金经过同一时刻先后次序无余额证明的转账，次序不同则数字可能不同",
    en="this money passed transfers of one instant whose order no balance proves; another order could give "
    "another figure",
)

Place = tuple[str, str]
"""Account and claim."""


def marks_of(ledger: Ledger, findings: Findings) -> Mapping[Place, tuple[Text, ...]]:
    """Return the marks of each holding that has any."""
    claims_of: dict[str, set[str]] = defaultdict(set)
    for row in findings.flows.to_pylist():
        claims_of[row["transfer"]].add(row["claim"])
    marks: dict[Place, tuple[Text, ...]] = defaultdict(tuple)
    for mark, places in (
        (GAP_PASSED, passed_a_gap(ledger, findings, claims_of)),
        (ORDER_NOT_PROVEN, rests_on_order(ledger, claims_of)),
    ):
        for place in places:
            marks[place] += (mark,)
    return marks


def passed_a_gap(ledger: Ledger, findings: Findings, claims_of: Mapping[str, Set[str]]) -> set[Place]:
    """Return the money that stands in an account with a gap, or left one after the gap began.

    A gap begins after the booking above it: what only another's statement shows inside it left among unseen rows.
    Where that booking is in no transfer (corrected, of amount zero), the gap begins at its time.
    """
    with_gaps = {gap.account for gap in ledger.gaps}
    booked = {booking for transfer in ledger.transfers for booking in transfer.bookings}
    begins_after = {gap.before: gap.account for gap in ledger.gaps if gap.before in booked}
    by_time = sorted((gap.start.at, gap.account) for gap in ledger.gaps if gap.before not in booked)
    behind: set[str] = set()

    def ends(transfer: Transfer) -> tuple[str, ...]:
        while by_time and by_time[0][0] < transfer.time:
            behind.add(by_time.pop(0)[1])
        marked = (transfer.payee,) if transfer.payer in behind else ()
        behind.update(begins_after[booking] for booking in transfer.bookings if booking in begins_after)
        return marked

    held = {(row["account"], row["claim"]) for row in findings.holdings.to_pylist()}
    standing = {place for place in held if place[0].removeprefix("unexplained:") in with_gaps}
    return standing | _carried_on(ledger, claims_of, ends)


def rests_on_order(ledger: Ledger, claims_of: Mapping[str, Set[str]]) -> set[Place]:
    """Return the money at both ends of a transfer whose place within its instant no chain proves, and beyond."""

    def ends(transfer: Transfer) -> tuple[str, ...]:
        return (transfer.payer, transfer.payee) if transfer.id in ledger.unproven_order else ()

    return _carried_on(ledger, claims_of, ends)


def _carried_on(
    ledger: Ledger, claims_of: Mapping[str, Set[str]], ends: Callable[[Transfer], tuple[str, ...]]
) -> set[Place]:
    """Return where claims' money is marked and where it went on to, in the order of the ledger.

    ``ends`` gives the accounts at which a transfer's money is marked by this transfer itself.
    """
    marked: set[Place] = set()
    for transfer in ledger.transfers:
        begins = ends(transfer)
        for claim in claims_of.get(transfer.id, ()):
            marked |= {(account, claim) for account in begins}
            if (transfer.payer, claim) in marked:
                marked.add((transfer.payee, claim))
    return marked
