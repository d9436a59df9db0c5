"""Where the money went, by plain loops over lists of lots: fifo and pro rata, tiers, exits, coverage, losses.

A lot is [origin, fen]; the origin is a claim's id, or None for other funds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cast import ACCOUNTS
from plain_ledger import Ledger, Transfer

Lot = list  # [origin: str | None, amount: int]
POLICIES = ("fifo", "pro_rata")
NO_HOP = ("via:", "transit:", "suspense:", "packet:", "product:")
CODE_OF = {account.key: code for code, account in ACCOUNTS.items()}


@dataclass
class Traced:
    """One policy's figures: claims' money only, amounts in fen."""

    effective: dict[str, int]
    holdings: dict[str, dict[str, int]]
    flows: dict[str, dict[str, int]] = field(default_factory=dict)
    lots: dict[str, list[Lot]] = field(default_factory=dict)


def least_openings(ledger: Ledger) -> dict[str, int]:
    """For every end without a stated opening the least with which it never goes below zero over the whole list."""
    balance: dict[str, int] = {}
    least: dict[str, int] = {}
    for transfer in ledger.transfers:
        balance[transfer.payer] = balance.get(transfer.payer, 0) - transfer.amount
        least[transfer.payer] = min(least.get(transfer.payer, 0), balance[transfer.payer])
        balance[transfer.payee] = balance.get(transfer.payee, 0) + transfer.amount
    return {end: -low for end, low in least.items() if end not in ledger.openings}


def trace(ledger: Ledger, policy: str, until: datetime) -> Traced:
    """Carry every claim along the transfers up to a moment."""
    order = {claim.id: place for place, claim in enumerate(ledger.claims)}
    claims_on: dict[str, list[tuple[str, int]]] = {}
    for claim in ledger.claims:
        claims_on.setdefault(claim.transfer, []).append((claim.id, claim.amount))
    stated = {assertion.after: assertion for assertion in ledger.assertions}
    lots: dict[str, list[Lot]] = {}
    for end, amount in (least_openings(ledger) | ledger.openings).items():
        lots[end] = [[None, amount]] if amount else []
    effective = dict.fromkeys(order, 0)
    flows: dict[str, dict[str, int]] = {}
    for transfer in ledger.transfers:
        if transfer.at > until:
            break
        purse, left, pieces = lots.setdefault(transfer.payer, []), transfer.amount, []
        if sum(lot[1] for lot in purse) < transfer.amount:
            raise ValueError(f"{transfer.payer} cannot pay {transfer.id}")
        for claim, amount in claims_on.get(transfer.id, []):
            own = _take_other(purse, amount)
            effective[claim] = own
            pieces += ([[claim, own]] if own else []) + _take(purse, amount - own, policy, order)
            left -= amount
        pieces += _take(purse, left, policy, order)
        lots.setdefault(transfer.payee, []).extend(pieces)
        flows[transfer.id] = _by_claim(pieces, order)
        if transfer.id in stated:
            _assert_balance(lots, stated[transfer.id].account, stated[transfer.id].amount, policy, order)
    holdings = {end: _by_claim(held, order) for end, held in lots.items()}
    return Traced(
        effective,
        {end: held for end, held in sorted(holdings.items()) if held},
        {transfer: moved for transfer, moved in flows.items() if moved},
        lots,
    )


def _assert_balance(
    lots: dict[str, list[Lot]], account: str, amount: int, policy: str, order: dict[str, int]
) -> None:
    purse = lots[account]
    differs = amount - sum(lot[1] for lot in purse)
    if differs > 0:
        purse.append([None, differs])
    elif differs < 0:
        lots.setdefault(f"unexplained:{account}", []).extend(_take(purse, -differs, policy, order))


def _by_claim(lots: list[Lot], order: dict[str, int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for origin, amount in lots:
        if origin is not None and amount:
            sums[origin] = sums.get(origin, 0) + amount
    return {claim: sums[claim] for claim in sorted(sums, key=lambda each: order[each])}


def _take_other(purse: list[Lot], wanted: int) -> int:
    """Take other funds, oldest lot first; return how much there was of what was wanted."""
    taken = 0
    for lot in purse:
        if lot[0] is None:
            part = min(lot[1], wanted - taken)
            lot[1] -= part
            taken += part
    purse[:] = [lot for lot in purse if lot[1]]
    return taken


def _take(purse: list[Lot], wanted: int, policy: str, order: dict[str, int]) -> list[Lot]:
    return _take_oldest(purse, wanted) if policy == "fifo" else _take_of_each(purse, wanted, order)


def _take_oldest(purse: list[Lot], wanted: int) -> list[Lot]:
    pieces: list[Lot] = []
    while wanted:
        lot = purse[0]
        part = min(lot[1], wanted)
        pieces.append([lot[0], part])
        lot[1] -= part
        wanted -= part
        if not lot[1]:
            purse.pop(0)
    return pieces


def _take_of_each(purse: list[Lot], wanted: int, order: dict[str, int]) -> list[Lot]:
    """In proportion to what is held of each origin, by largest remainder; ties to the earlier claim."""
    if not wanted:
        return []
    held: dict[str | None, int] = {}
    for origin, amount in purse:
        held[origin] = held.get(origin, 0) + amount
    origins = sorted(held, key=lambda each: len(order) if each is None else order[each])
    total = sum(held.values())
    shares = {origin: wanted * held[origin] // total for origin in origins}
    remainders = sorted(origins, key=lambda origin: -(wanted * held[origin] % total))
    for origin in remainders[: wanted - sum(shares.values())]:
        shares[origin] += 1
    purse[:] = [[origin, held[origin] - shares[origin]] for origin in origins if held[origin] > shares[origin]]
    return [[origin, shares[origin]] for origin in origins if shares[origin]]


@dataclass(frozen=True)
class Reached:
    """Fewest hops from a claim's transfer, and when the first money arrived."""

    tier: int
    first: datetime


def tiers(ledger: Ledger, until: datetime) -> dict[str, Reached]:
    """Tier of every account that claims' money could have reached; victims' accounts pass nothing on."""
    claimed = {claim.transfer for claim in ledger.claims}
    victims = victim_accounts(ledger)
    found: dict[str, Reached] = {}
    for transfer in ledger.transfers:
        if transfer.at > until:
            break
        if transfer.id in claimed:
            tier = 1
        elif transfer.payer in found and transfer.payer not in victims:
            hop = not (transfer.payer.startswith(NO_HOP) or transfer.payee.startswith(NO_HOP))
            tier = found[transfer.payer].tier + hop
        else:
            continue
        old = found.get(transfer.payee)
        first = old.first if old else transfer.at
        found[transfer.payee] = Reached(min(tier, old.tier) if old else tier, first)
    return found


def victim_accounts(ledger: Ledger) -> set[str]:
    """The accounts that paid claimed transfers."""
    claimed = {claim.transfer for claim in ledger.claims}
    return {transfer.payer for transfer in ledger.transfers if transfer.id in claimed}


def coverage_state(ledger: Ledger, key: str, moment: datetime) -> tuple[str, datetime | None]:
    """``stands``, ``stood_until`` or ``last_seen`` at a moment, and the end of the coverage that says so."""
    periods = ledger.coverages.get(CODE_OF.get(key, ""), [])
    reaching = [end for start, end in periods if start <= moment <= end]
    if reaching:
        return "stands", max(reaching)
    ended = [end for _, end in periods if end < moment]
    return ("stood_until", max(ended)) if ended else ("last_seen", None)


def exit_kind(ledger: Ledger, key: str) -> str | None:
    """At what kind of exit money that stands here has left the trail; None where it can still be followed."""
    nodes = {
        "cash": "cash",
        "fee": "fee",
        "unnamed": "unnamed",
        "unmatched": "unmatched",
        "unexplained": "unexplained",
        "suspense": "suspense",
        "via:merchant": "merchant",
        "via:product": "product",
        "via:tenpay": "payment_institution",
        "via:alipay": "payment_institution",
    }
    for start, kind in nodes.items():
        if key.startswith(start + ":"):
            return kind
    if key == ACCOUNTS["D1"].key:
        return "exchange"
    if key in victim_accounts(ledger):
        return "returned_to_victim"
    return None if ledger.coverages.get(CODE_OF[key]) else "edge_account"


def returned(ledger: Ledger, filed: datetime, controlled: set[str]) -> dict[str, list[Transfer]]:
    """For each victim's code the transfers by which suspects' accounts paid it before the case was filed."""
    accounts: dict[str, set[str]] = {}
    by_id = {transfer.id: transfer for transfer in ledger.transfers}
    for claim in ledger.claims:
        accounts.setdefault(claim.victim, set()).add(by_id[claim.transfer].payer)
    return {
        victim: [t for t in ledger.transfers if t.payee in own and t.payer in controlled and t.at < filed]
        for victim, own in sorted(accounts.items())
    }
