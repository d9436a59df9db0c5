"""The ledgers of a case's currencies as one list of events, each ledger in its own order, all together by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suyuan.tracing.columns import texts_of
from suyuan.tracing.over_currencies import Exchange, Payment
from suyuan.tracing.stream import Stream

CONVERT = "convert:"
"""What the node of an exchange is called; the debit ends in it, in one currency, the credit comes from it."""

Place = tuple[int, int]
"""A ledger, and an account's or an event's number in it."""


@dataclass(frozen=True)
class Merged:
    """The ledgers' events in one order: ``places`` are (ledger, event in it), ``events`` what they do.

    ``links``: by ledger and number of a node that money comes from, the ledger and number of the same node where
    money went in.
    """

    places: tuple[Place, ...]
    events: tuple[Payment | Exchange, ...]
    links: dict[Place, Place]


def merged(ledgers: Sequence[Stream]) -> Merged:
    """Return the events of several ledgers, one for each currency, whose claims are numbered through.

    Of the events that are next in their ledgers the earliest goes first. The credit of an exchange waits for its
    debit. Where ledgers wait for each other, the earliest is let go: its money is then other funds.
    """
    links = _links(ledgers)
    heads = [_Head(number, ledger) for number, ledger in enumerate(ledgers)]
    waiting = [head for head in heads if not head.is_done]
    paid_in: set[Place] = set()
    places: list[Place] = []
    events: list[Payment | Exchange] = []
    while waiting:
        ready = [head for head in waiting if links.get(head.payer) is None or links[head.payer] in paid_in]
        head = min(ready or waiting, key=lambda each: each.rank)
        places.append((head.number, head.at))
        events.append(_event(head, links, known=bool(ready)))
        paid_in.add(head.payee)
        head.at += 1
        waiting = [each for each in waiting if not each.is_done]
    return Merged(tuple(places), tuple(events), links)


class _Head:
    """A ledger and its next event."""

    def __init__(self, number: int, ledger: Stream) -> None:
        self.number, self.ledger, self.at = number, ledger, 0
        events = ledger.events
        self._columns = [each.tolist() for each in (events.payer, events.payee, events.amount)]
        self._times = ledger.moments.time.tolist()
        ids = texts_of(ledger.transfers.column("id"))
        self._ids = [ids[each] if each >= 0 else "" for each in ledger.moments.transfer.tolist()]
        self._claims: dict[int, list[tuple[int, int]]] = {}
        on = zip(
            *(each.tolist() for each in (events.claim_event[:-1], events.claim, events.claim_amount)), strict=True
        )
        for event, claim, amount in on:
            self._claims.setdefault(event, []).append((claim, amount))

    @property
    def is_done(self) -> bool:
        return self.at >= len(self._times)

    @property
    def payer(self) -> Place:
        return self.number, self._columns[0][self.at]

    @property
    def payee(self) -> Place:
        return self.number, self._columns[1][self.at]

    @property
    def amount(self) -> int:
        return int(self._columns[2][self.at])

    @property
    def claims(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._claims.get(self.at, ()))

    @property
    def rank(self) -> tuple[int, str, str]:
        return self._times[self.at], self.ledger.currency, self._ids[self.at]


def _links(ledgers: Sequence[Stream]) -> dict[Place, Place]:
    """Return the nodes of exchanges that money comes from in one ledger, with where it went in in another."""
    named = [
        {name: number for number, name in enumerate(texts_of(ledger.names)) if name.startswith(CONVERT)}
        for ledger in ledgers
    ]
    went_in: dict[str, Place] = {}
    came_out: list[tuple[str, Place]] = []
    for place, (ledger, nodes) in enumerate(zip(ledgers, named, strict=True)):
        payers, payees = set(ledger.payer.tolist()), set(ledger.payee.tolist())
        went_in |= {name: (place, number) for name, number in nodes.items() if number in payees}
        came_out += [(name, (place, number)) for name, number in nodes.items() if number in payers]
    return {node: went_in[name] for name, node in came_out if name in went_in and went_in[name][0] != node[0]}


def _event(head: _Head, links: dict[Place, Place], *, known: bool) -> Payment | Exchange:
    source = links.get(head.payer)
    if source is not None and known:
        return Exchange(source, head.payee, head.amount)
    return Payment(head.payer, head.payee, head.amount, head.claims)
