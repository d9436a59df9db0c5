"""The ledgers of a case's currencies as one list of events, each ledger in its own order, all together by time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from suyuan.model.claim import Claim
from suyuan.model.transfer import Transfer
from suyuan.tracing.over_currencies import Account, Exchange, Payment

CONVERT = "convert:"


def events_of(ledgers: Iterable[Sequence[Transfer]], claims: Sequence[Claim]) -> list[Payment | Exchange]:
    """Return the events of several ledgers, one for each currency; claims are numbered as they stand.

    Of the transfers that are next in their ledgers the earliest goes first. The credit of an exchange waits for
    its debit. Where ledgers wait for each other, the earliest is let go: its money is then other funds.
    """
    waiting = [list(reversed(each)) for each in ledgers if each]
    paid_in = {
        each.payee: each.currency for ledger in waiting for each in ledger if each.payee.startswith(CONVERT)
    }
    on: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, claim in enumerate(claims):
        on[claim.transfer].append((number, claim.amount))
    events: list[Payment | Exchange] = []
    done: set[str] = set()
    while waiting:
        ready = [ledger for ledger in waiting if _is_ready(ledger[-1], paid_in, done)]
        ledger = min(ready or waiting, key=lambda each: (each[-1].time, each[-1].currency, each[-1].id))
        transfer = ledger.pop()
        done.add(transfer.payee)
        events.append(_event(transfer, paid_in, tuple(on.get(transfer.id, ()))))
        waiting = [each for each in waiting if each]
    return events


def least_openings(events: Iterable[Payment | Exchange], given: Mapping[Account, int]) -> dict[Account, int]:
    """Return the openings given, and for every other account the least with which it never pays what it lacks."""
    balance: defaultdict[Account, int] = defaultdict(int)
    lowest: defaultdict[Account, int] = defaultdict(int)
    for event in events:
        if isinstance(event, Exchange):
            balance[event.node] = 0
        elif event.payer != event.payee:
            balance[event.payer] -= event.amount
            lowest[event.payer] = min(lowest[event.payer], balance[event.payer])
        if isinstance(event, Exchange) or event.payer != event.payee:
            balance[event.payee] += event.amount
    least = {account: -amount for account, amount in lowest.items() if amount}
    return {**least, **given}


def _is_ready(transfer: Transfer, paid_in: Mapping[str, str], done: set[str]) -> bool:
    """Tell whether a transfer is no exchange's credit, or its debit is done or in no ledger."""
    return transfer.payer not in paid_in or transfer.payer in done


def _event(
    transfer: Transfer, paid_in: Mapping[str, str], claims: tuple[tuple[int, int], ...]
) -> Payment | Exchange:
    payee = transfer.currency, transfer.payee
    if transfer.payer.startswith(CONVERT):
        node = paid_in.get(transfer.payer, transfer.currency), transfer.payer
        return Exchange(node, payee, transfer.amount)
    return Payment((transfer.currency, transfer.payer), payee, transfer.amount, claims)
