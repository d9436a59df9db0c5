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
THROUGH = ("via:", "from:", "cash-in:", "transit:", "suspense:", "packet:")
"""Nodes that money passes: the way out of them is no hop of its own."""
SHOPS = {account.key for account in ACCOUNTS.values() if account.bank == "SHOPS"}
GAINS = ("interest:",)
CODE_OF = {account.key: code for code, account in ACCOUNTS.items()}


@dataclass
class Traced:
    """One policy's figures: claims' money only, amounts in fen."""

    effective: dict[str, int]
    holdings: dict[str, dict[str, int]]
    flows: dict[str, dict[str, int]] = field(default_factory=dict)
    lots: dict[str, list[Lot]] = field(default_factory=dict)
    own: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of each transfer, what of its claims' money was new: the victims' own."""
    yields: dict[str, dict[str, int]] = field(default_factory=dict)
    """What fell on each claim of an interest, by its transfer; never part of the holdings."""


def parent_of(key: str) -> str:
    """The account that a product was bought from; any other account itself."""
    return key.removeprefix("product:").rpartition(":")[0] if key.startswith("product:") else key


def least_openings(ledger: Ledger) -> dict[str, int]:
    """For every end without a stated opening the least with which it never goes below zero over the whole list."""
    balance: dict[str, int] = {}
    least: dict[str, int] = {}
    for transfer in ledger.transfers:
        if transfer.payer.startswith("lender:"):
            continue
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
    waiting = {credit: (debit, amount) for credit, debit, amount in ledger.earmarks}
    aside: dict[str, list[Lot]] = {}
    effective = dict.fromkeys(order, 0)
    flows: dict[str, dict[str, int]] = {}
    yields: dict[str, dict[str, int]] = {}
    owned: dict[str, dict[str, int]] = {}
    for transfer in ledger.transfers:
        if transfer.at > until:
            break
        if transfer.payer.startswith("lender:"):
            lots.setdefault(transfer.payee, []).append([None, transfer.amount])
            continue
        if transfer.payer.startswith(GAINS):
            _share_gain(yields, transfer, lots.get(transfer.payee, []), order)
        purse, left, pieces = lots.setdefault(transfer.payer, []), transfer.amount, []
        pieces = aside.pop(transfer.id, [])
        left -= sum(lot[1] for lot in pieces)
        if sum(lot[1] for lot in purse) < left:
            raise ValueError(f"{transfer.payer} cannot pay {transfer.id}")
        for claim, amount in claims_on.get(transfer.id, []):
            own = _take_other(purse, amount)
            effective[claim] = own
            owned.setdefault(transfer.id, {})[claim] = own
            pieces += ([[claim, own]] if own else []) + _take(purse, amount - own, policy, order)
            left -= amount
        pieces += _take(purse, left, policy, order)
        flows[transfer.id] = _by_claim(pieces, order)
        if transfer.id in waiting:
            debit, amount = waiting[transfer.id]
            aside[debit] = _take_oldest(pieces, amount)
        lots.setdefault(transfer.payee, []).extend(pieces)
        if transfer.id in stated:
            _assert_balance(lots, stated[transfer.id].account, stated[transfer.id].amount, policy, order)
    if aside:
        raise ValueError(f"set aside beyond the moment: {sorted(aside)}")
    holdings = {end: _by_claim(held, order) for end, held in lots.items()}
    return Traced(
        effective,
        {end: held for end, held in sorted(holdings.items()) if held},
        {transfer: moved for transfer, moved in flows.items() if moved},
        lots,
        owned,
        {gain: shares for gain, shares in sorted(yields.items()) if shares},
    )


def _share_gain(
    yields: dict[str, dict[str, int]], gain: Transfer, purse: list[Lot], order: dict[str, int]
) -> None:
    """Split a gain over what the account held just before it, and add up the claims' shares."""
    held = sum(lot[1] for lot in purse)
    if not held:
        return
    copied = [[origin, amount] for origin, amount in purse]
    shares = yields.setdefault(gain.id, {})
    for origin, share in _split(copied, gain.amount, order):
        if origin is not None:
            shares[origin] = shares.get(origin, 0) + share


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
    """In proportion to what is held of each origin."""
    shares = dict(_split(purse, wanted, order)) if wanted else {}
    held: dict[str | None, int] = {}
    for origin, amount in purse:
        held[origin] = held.get(origin, 0) + amount
    if wanted:
        origins = sorted(held, key=lambda each: len(order) if each is None else order[each])
        purse[:] = [
            [each, held[each] - shares.get(each, 0)] for each in origins if held[each] > shares.get(each, 0)
        ]
    return [[origin, share] for origin, share in shares.items()]


def _split(purse: list[Lot], wanted: int, order: dict[str, int]) -> list[Lot]:
    """Split an amount over the origins held, by largest remainder; ties to the earlier claim, other funds last."""
    held: dict[str | None, int] = {}
    for origin, amount in purse:
        held[origin] = held.get(origin, 0) + amount
    origins = sorted(held, key=lambda each: len(order) if each is None else order[each])
    total = sum(held.values())
    shares = {origin: wanted * held[origin] // total for origin in origins}
    remainders = sorted(origins, key=lambda origin: -(wanted * held[origin] % total))
    for origin in remainders[: wanted - sum(shares.values())]:
        shares[origin] += 1
    return [[origin, shares[origin]] for origin in origins if shares[origin]]


@dataclass(frozen=True)
class Reached:
    """Fewest hops from a claim's transfer, and when the first money arrived."""

    tier: int
    first: datetime


def tiers(ledger: Ledger, until: datetime) -> dict[str, Reached]:
    """Tier of every account that claims' money could have reached; victims and shops pass nothing on."""
    claimed = {claim.transfer for claim in ledger.claims}
    carried = {debit for _, debit, _ in ledger.earmarks}
    stops = victim_accounts(ledger) | SHOPS
    found: dict[str, Reached] = {}
    for transfer in ledger.transfers:
        if transfer.at > until:
            break
        if transfer.id in claimed:
            tier = 1
        elif transfer.payer in found and (transfer.payer not in stops or transfer.id in carried):
            moved_within = parent_of(transfer.payer) == parent_of(transfer.payee)
            hop = not (transfer.payer.startswith(THROUGH) or moved_within)
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
    periods = ledger.coverages.get(CODE_OF.get(parent_of(key), ""), [])
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
        "loss": "loss",
        "lender": "debt_repaid",
        "via:tenpay": "payment_institution",
        "via:alipay": "payment_institution",
    }
    for start, kind in nodes.items():
        if key.startswith(start + ":"):
            return kind
    if key == ACCOUNTS["D1"].key:
        return "exchange"
    if key in SHOPS:
        return "merchant"
    if parent_of(key) in victim_accounts(ledger):
        return "returned_to_victim"
    return None if ledger.coverages.get(CODE_OF[parent_of(key)]) else "edge_account"


def where(ledger: Ledger, key: str, until: datetime) -> str:
    """In a word where money that stands here is: a kind of exit, a state of coverage, or ``beyond``, where a
    victim paid it on.
    """
    kind = exit_kind(ledger, key)
    if kind == "returned_to_victim":
        return kind
    if key not in _reached(ledger, until):
        return "beyond"
    return kind or coverage_state(ledger, key, until)[0]


def _reached(ledger: Ledger, until: datetime) -> set[str]:
    found = set(tiers(ledger, until))
    return found | {f"unexplained:{key}" for key in found}


def exits(ledger: Ledger, traced: Traced, until: datetime) -> dict[str, dict[str, int]]:
    """Where the trail of the claims' money ends, and with how much.

    At an exit that the trail reaches stands what it holds. At a victim's account and a shop's the trail ends: what
    reached it, less what went back from it onto the trail; what it pays elsewhere (its lender too) is followed no
    further.
    """
    reached, stops = _reached(ledger, until), victim_accounts(ledger) | SHOPS
    found = {
        key: dict(held)
        for key, held in traced.holdings.items()
        if key in reached and key not in stops and exit_kind(ledger, key)
    }
    for transfer in ledger.transfers:
        for claim, amount in traced.flows.get(transfer.id, {}).items():
            if transfer.payee in stops & reached:
                back = found.setdefault(transfer.payee, {})
                back[claim] = back.get(claim, 0) + amount
            if transfer.payer in stops & reached and transfer.payee in reached:
                back = found.setdefault(transfer.payer, {})
                carried = amount - traced.own.get(transfer.id, {}).get(claim, 0)
                back[claim] = back.get(claim, 0) - carried
    return found


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
