"""Tiers 一级卡, 二级卡 …: how many hops from a claim's transfer; depths: how much money came at each."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from suyuan.model.transfer import AccountKind
from suyuan.tracing.account_facts import PRODUCT, Facts
from suyuan.tracing.columns import begins_with, column_of, places, taken, texts_of
from suyuan.tracing.kernels import reach
from suyuan.tracing.kernels.arrays import Array32, Array64, Records
from suyuan.tracing.nodes import PASSED_THROUGH
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.stream import Stream
from suyuan.tracing.sums import added_up
from suyuan.tracing.tables import account_names, claim_names, events_timed, sorted_by, table, without_nodes
from suyuan.tracing.traced import Traced

CLAIMS_AT_ONCE = 64


def nodes_of(stream: Stream, facts: Facts) -> Records:
    """Return the accounts with their tiers (docs/method.md, "Tier")."""
    nodes = unreached(stream, facts)
    reach.tiers(stream.events, nodes, stream.carried, len(stream.events.payer))
    return nodes


def unreached(stream: Stream, facts: Facts) -> Records:
    """Return the accounts as they are before anything reached them.

    The hop into a via, transit, suspense or packet node counts, the one out of it does not; moves among accounts
    of one parent (sub-accounts, products) do not count. Tiers do not go on from victims', merchants' and pools'
    accounts.
    """
    nodes = np.zeros(len(stream.names) + 1, reach.NODE)
    nodes["group"] = np.arange(len(nodes))
    nodes["passes"][:-1] = begins_with(stream.names, PASSED_THROUGH)
    products = taken(stream.names, np.flatnonzero(begins_with(stream.names, (PRODUCT,))))
    known = list(dict.fromkeys([*facts.by_account, *texts_of(products)]))
    numbers = places(column_of(known), stream.names)
    outside: dict[str, int] = {}
    for account, number in zip(known, numbers.tolist(), strict=True):
        if number < 0:
            continue
        fact = facts.of(account)
        nodes[number]["stops"] = fact.role.stops_the_trail
        if fact.parent:
            root = root_of(account, facts)
            place = int(places(column_of([root]), stream.names)[0])
            nodes[number]["group"] = place if place >= 0 else outside.setdefault(root, len(nodes) + len(outside))
        elif fact.kind is AccountKind.PRODUCT:
            nodes[number]["passes"] = True
    return nodes


def root_of(account: str, facts: Facts) -> str:
    """Return the topmost parent of an account."""
    seen = {account}
    while (parent := facts.of(account).parent) and parent not in seen:
        seen.add(parent)
        account = parent
    return account


def holder_tiers(stream: Stream, facts: Facts, nodes: Records) -> Array32:
    """Return the tiers with all accounts of one person taken as one: of one controller, or else one holder."""
    people: dict[str, int] = {}
    holder = np.arange(len(nodes), dtype=np.int32)
    known = list(facts.by_account)
    for account, number in zip(known, places(column_of(known), stream.names).tolist(), strict=True):
        person = facts.of(account).controller or facts.of(account).holder
        if number >= 0 and person:
            holder[number] = people.setdefault(person, number)
    if not people:
        return np.ascontiguousarray(nodes["tier"])
    tier = np.zeros(len(nodes), dtype=np.int32)
    reach.holder_tiers(stream.events, nodes, holder, tier, stream.carried, len(stream.events.payer))
    return tier[holder]


def tier_table(traced: Traced) -> pa.Table:
    """Return ``tiers``: every account that claims' money could have come to, with the moment it first could.

    Nodes (cash, via, fee …) have a tier while tiers are counted, but are no accounts and not listed.
    """
    accounts = without_nodes(traced, np.flatnonzero(traced.nodes["tier"] > 0))
    accounts = accounts[sorted_by(traced.account_rank[accounts])]
    columns = {
        "account": account_names(traced, accounts),
        "tier": traced.nodes["tier"][accounts],
        "holder_tier": traced.holder_tier[accounts],
        **events_timed("first_reached", traced, traced.nodes["first"][accounts]),
    }
    return table("tiers", traced.stream.currency, columns)


def depth_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``depths`` of one policy: claims' money by the payer's tier.

    Depth 1 is what entered as the victims' own; deeper, the payer's tier and the hop. What a payer without a tier
    moves (it came to it only through an account where tiers end) has no depth.
    """
    events, nodes = traced.stream.events, traced.nodes
    own = traced.own_parts(run)
    payer, payee = events.payer[run.flows["event"]], events.payee[run.flows["event"]]
    counts = (nodes["passes"][payer] == 0) & (nodes["group"][payer] != nodes["group"][payee])
    depth = nodes["tier"][payer] + counts
    carried = run.flows["amount"] - own
    deeper = (carried > 0) & (nodes["tier"][payer] > 0)
    account, at, amount = added_up(
        np.concatenate([payee[own > 0], payee[deeper]]).astype(np.int64),
        np.concatenate([np.ones(int((own > 0).sum()), np.int64), depth[deeper].astype(np.int64)]),
        np.concatenate([own[own > 0], carried[deeper]]),
    )
    order = sorted_by(traced.account_rank[account], at)
    columns = {
        "policy": [run.policy.value] * len(order),
        "account": account_names(traced, account[order]),
        "depth": at[order],
        "amount": amount[order],
    }
    return table("depths", traced.stream.currency, columns)


def arrivals(stream: Stream, nodes: Records) -> tuple[Array64, Array64, Array64]:
    """Return claim, account and event of the first arrival of each claim's money at each account (``poison``)."""
    found: list[tuple[Array64, Array64, Array64]] = []
    for first in range(0, len(stream.claimed), CLAIMS_AT_ONCE):
        rows = np.zeros(0, reach.ARRIVAL)
        for _ in range(2):
            mask = np.zeros(len(nodes), dtype=np.uint64)
            count = reach.arrivals(
                stream.events, nodes, mask, first, stream.carried, len(stream.events.payer), rows
            )
            rows = rows if len(rows) else np.zeros(count, reach.ARRIVAL)
        for bit in range(CLAIMS_AT_ONCE):
            here = rows[(rows["claims"] >> np.uint64(bit)) & np.uint64(1) == 1]
            claims = np.full(len(here), first + bit, dtype=np.int64)
            found.append((claims, here["account"].astype(np.int64), here["event"].astype(np.int64)))
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    claims, accounts, events = (np.concatenate(each) for each in zip(*found, strict=True))
    return claims, accounts, events


def reached_table(traced: Traced) -> pa.Table:
    """Return ``reached``: each claim and each account that its money could have come to (``poison``)."""
    claims, accounts, events = traced.arrived or arrivals(traced.stream, traced.nodes)
    order = sorted_by(traced.claim_rank[claims], traced.account_rank[accounts])
    columns = {
        "claim": claim_names(traced, claims[order]),
        "account": account_names(traced, accounts[order]),
        **events_timed("first_reached", traced, events[order]),
    }
    return table("reached", traced.stream.currency, columns)
