"""A second, naive program for fifo and pro_rata, written from docs/method.md alone; imports nothing of ours.

Transfers are (id, time, payer, payee, amount) in ledger order, claims (claim, transfer, amount) in the order of
the claims file, openings account to stated balance, ``stops`` the accounts where the trail ends. It keeps every
lot of every account and never thinks about speed.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

FUNDS = "other funds"


def trace(  # noqa: C901, PLR0912  in one piece, to be read beside the page
    policy: str,
    transfers: list[tuple[str, int, str, str, int]],
    claims: list[tuple[str, str, int]],
    openings: dict[str, int] | None = None,
    as_of: int | None = None,
) -> dict[str, Any]:
    """Return effective amounts, holdings, flows and unexplained credits as dictionaries."""
    stated = openings or {}
    accounts = {name for each in transfers for name in each[2:4]}
    lots: dict[str, list[list[Any]]] = defaultdict(list)
    for account in accounts | set(stated):
        start = stated[account] if account in stated else least_opening(account, transfers)
        if start > 0:
            lots[account] = [[FUNDS, start]]
    effective = {claim: 0 for claim, _, _ in claims}
    flows: dict[tuple[str, str], int] = defaultdict(int)
    unexplained: list[tuple[str, str, int]] = []
    order = {claim: place for place, (claim, _, _) in enumerate(claims)}
    for name, time, payer, payee, amount in transfers:
        if as_of is not None and time > as_of:
            break
        if payer == payee:
            continue
        held = sum(lot[1] for lot in lots[payer])
        if held < amount:
            lots[payer].append([FUNDS, amount - held])
            unexplained.append((payer, name, amount - held))
        moved: list[list[Any]] = []
        rest = amount
        for claim, on, claimed in claims:
            if on != name:
                continue
            own = 0
            for lot in lots[payer]:
                if lot[0] == FUNDS:
                    part = min(lot[1], claimed - own)
                    lot[1] -= part
                    own += part
            effective[claim] = own
            moved.append([claim, own])
            moved += pay(policy, lots[payer], claimed - own, order)
            rest -= claimed
        moved += pay(policy, lots[payer], rest, order)
        for origin, part in moved:
            if part:
                lots[payee].append([origin, part])
                if origin != FUNDS:
                    flows[name, origin] += part
    holdings: dict[tuple[str, str], int] = defaultdict(int)
    for account, held_lots in lots.items():
        for origin, part in held_lots:
            if origin != FUNDS and part:
                holdings[account, origin] += part
    return {
        "effective": effective,
        "holdings": dict(holdings),
        "flows": dict(flows),
        "unexplained": unexplained,
    }


def pay(policy: str, lots: list[list[Any]], amount: int, order: dict[str, int]) -> list[list[Any]]:
    """Take a payment from the lots and return its pieces in the order in which they leave."""
    if policy == "fifo":
        pieces = []
        for lot in lots:
            part = min(lot[1], amount)
            pieces.append([lot[0], part])
            lot[1] -= part
            amount -= part
        return pieces
    held: dict[str, int] = defaultdict(int)
    for origin, part in lots:
        held[origin] += part
    total = sum(held.values())
    if not amount:
        return []
    exact = {origin: Fraction(amount * held[origin], total) for origin in held}
    shares = {origin: int(exact[origin]) for origin in held}
    ranked = sorted(held, key=lambda origin: (shares[origin] - exact[origin], order.get(origin, len(order))))
    for origin in ranked[: amount - sum(shares.values())]:
        shares[origin] += 1
    for origin, share in shares.items():
        for lot in lots:
            if lot[0] == origin:
                part = min(lot[1], share)
                lot[1] -= part
                share -= part
    return [[origin, share] for origin, share in shares.items()]


def least_opening(account: str, transfers: list[tuple[str, int, str, str, int]]) -> int:
    """Return the least opening with which the account never goes below zero over the whole list."""
    balance = least = 0
    for _, _, payer, payee, amount in transfers:
        if payer != payee and account in (payer, payee):
            balance += amount if account == payee else -amount
            least = min(least, balance)
    return -least


def reach(
    transfers: list[tuple[str, int, str, str, int]],
    claims: list[tuple[str, str, int]],
    stops: set[str],
    as_of: int | None = None,
) -> dict[str, Any]:
    """Return tiers, the time each account was first reached, and the same for each claim (``poison``)."""
    tier: dict[str, int] = {}
    first: dict[str, int] = {}
    by_claim: dict[tuple[str, str], int] = {}
    for name, time, payer, payee, _ in transfers:
        if as_of is not None and time > as_of:
            break
        if payer == payee:
            continue
        steps = []
        arriving = [claim for claim, on, _ in claims if on == name]
        if arriving:
            steps.append(1)
        if payer in tier and payer not in stops:
            steps.append(tier[payer] + 1)
            arriving += [claim for claim, account in by_claim if account == payer]
        if steps:
            tier[payee] = min([*steps, *([tier[payee]] if payee in tier else [])])
            first.setdefault(payee, time)
        for claim in arriving:
            by_claim.setdefault((claim, payee), time)
    return {"tier": tier, "first": first, "by_claim": by_claim}
