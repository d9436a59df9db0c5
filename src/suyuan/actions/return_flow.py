"""The flow table 资金流向表 of a return: by which transfers each claim's money came to each frozen account."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from suyuan.ledger.build import Ledger
from suyuan.model.money import text_from_minor
from suyuan.model.transfer import Transfer
from suyuan.recovery.restitution import FrozenSum
from suyuan.tracing.findings import Findings

SEIZED = "seizure-"
"""What the names of seized and given-up sums begin with."""
FLOW_COLUMNS = (
    "freeze", "account", "claim", "victim", "policy", "transfer", "time", "payer", "payee", "amount", "currency",
)  # fmt: skip
Row = tuple[str, ...]
Into = dict[str, list[tuple[int, int]]]
"""By payee, the transfers of one claim under one rule: (place in the ledger, minor units of the claim in it)."""


def flow_rows(ledger: Ledger, findings: Findings, frozen: Sequence[tuple[FrozenSum, str]]) -> Iterable[Row]:
    """Give under each rule the transfers with a claim's money that lead, directly or on, to a frozen account.

    ``frozen`` are the sums with the ledger's key of their account.
    """
    place = {each.id: number for number, each in enumerate(ledger.transfers)}
    carried: defaultdict[tuple[str, str], Into] = defaultdict(dict)
    for row in findings.flows.to_pylist():
        if row["currency"] == ledger.currency:
            number = place[row["transfer"]]
            into = carried[row["policy"], row["claim"]]
            into.setdefault(ledger.transfers[number].payee, []).append((number, row["amount"]))
    held_at: defaultdict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for (claim, key), by_policy in held_by_claim(findings, ledger.currency).items():
        held_at[key][claim] = by_policy
    order = {each.id: number for number, each in enumerate(ledger.claims)}
    victim_of = {each.id: each.victim for each in ledger.claims}
    for account, key in frozen:
        if account.name.startswith(SEIZED) and key not in ledger.accounts:
            # no transfer leads to it: it came from a person into custody
            amount_text = text_from_minor(account.amount, ledger.currency)
            ends = (account.holder, account.institution, amount_text, ledger.currency)
            yield (account.name, key, "", "", "", account.name, "", *ends)
            continue
        for claim in sorted((each for each in held_at[key] if each in order), key=order.__getitem__):
            for policy, amount in held_at[key][claim].items():
                if amount:
                    names = (account.name, key, claim, victim_of[claim], policy)
                    for moved, part in leading_to(key, carried[policy, claim], ledger.transfers):
                        yield (*names, *_moved(moved), text_from_minor(part, ledger.currency), ledger.currency)


def leading_to(key: str, into: Into, transfers: Sequence[Transfer]) -> list[tuple[Transfer, int]]:
    """Return the transfers that lead to an account, directly or on, the earliest first, with what they carry.

    Going back from the account, a payer counts from its last transfer that leads there: what it received later
    cannot have come along. Only transfers that lead there are looked at.
    """
    heap: list[tuple[int, int]] = [(-number, part) for number, part in into.get(key, ())]
    heapq.heapify(heap)
    reached, found = {key}, []
    while heap:
        number, part = heapq.heappop(heap)
        moved = transfers[-number]
        found.append((moved, part))
        if moved.payer not in reached:
            reached.add(moved.payer)
            for earlier, brought in into.get(moved.payer, ()):
                if earlier < -number:
                    heapq.heappush(heap, (-earlier, brought))
    return found[::-1]


def as_listed(name: str) -> tuple[bool, int]:
    """Return a sum's place in the flow table: freezes by number, then seized sums."""
    return name.startswith(SEIZED), int(name.rpartition("-")[2])


def held_by_claim(findings: Findings, currency: str) -> dict[tuple[str, str], dict[str, int]]:
    """Return what of each claim stands in each account, in minor units by rule."""
    held: dict[tuple[str, str], dict[str, int]] = {}
    for row in findings.holdings.to_pylist():
        if row["currency"] == currency:
            held.setdefault((row["claim"], row["account"]), {})[row["policy"]] = row["amount"]
    return held


def _moved(moved: Transfer) -> Row:
    return moved.id, moved.time.isoformat(), moved.payer, moved.payee
