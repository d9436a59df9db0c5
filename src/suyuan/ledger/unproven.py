"""Transfers whose place within one instant no balance chain proves.

Statements stamp many rows with one second, or one date. Where two transfers of an account fall into one instant,
its own chain, or that of an account on their other side, settles which came first; where none does, the ledger's
rule does (time, place in the file, id), and figures that rest on it are to be marked (docs/method.md, "Order").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.drafts import Draft
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.model.node import is_node


def unproven_order(ordered: Sequence[Draft], accounts: Mapping[str, OwnRows]) -> frozenset[str]:
    """Return the ids of transfers that share an account and an instant with another in no proven order."""
    chained = _chained(accounts)
    spans = [span(draft.time) for draft in ordered]
    found: set[str] = set()
    for places in _touching(ordered).values():
        reaching: list[int] = []
        for place in places:
            start = spans[place][0]
            reaching = [each for each in reaching if spans[each][1] >= start]
            for each in reaching:
                if spans[each][0] <= spans[place][1] and not _is_proven(ordered[each], ordered[place], chained):
                    found |= {ordered[each].id, ordered[place].id}
            reaching.append(place)
    return frozenset(found)


def _chained(accounts: Mapping[str, OwnRows]) -> dict[str, str]:
    """Return for each booking that stands in a chain of balances its account.

    An instant in which a balance does not follow proves no order.
    """
    found: dict[str, str] = {}
    for account, own in accounts.items():
        if own.state is BalanceState.ABSENT:
            continue
        broken: set[datetime] = {row.time.at for row in own.rows if row.id in own.breaks}
        found |= {row.id: account for row in own.rows if row.balance is not None and row.time.at not in broken}
    return found


def _is_proven(one: Draft, other: Draft, chained: Mapping[str, str]) -> bool:
    ours = {chained[each] for each in one.bookings if each in chained}
    return any(chained.get(each) in ours for each in other.bookings)


def _touching(ordered: Sequence[Draft]) -> dict[str, list[int]]:
    """Return for each account the places of its transfers; a node is one booking's and has no order of its own."""
    places: dict[str, list[int]] = {}
    for place, draft in enumerate(ordered):
        for account in _accounts(draft):
            places.setdefault(account, []).append(place)
    return places


def _accounts(draft: Draft) -> Iterator[str]:
    yield from (each for each in {draft.payer, draft.payee} if not is_node(each))
