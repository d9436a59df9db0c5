"""Opening balances and assertions: what an institution states of the balance, at its place among the transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suyuan.ledger.own_rows import OwnRows, balance_before
from suyuan.model.booking import Booking
from suyuan.model.coverage import Assertion
from suyuan.model.transfer import Transfer


@dataclass(frozen=True)
class StatedBalances:
    """``openings`` by account and ``assertions``, minor units; below zero where an account owes."""

    openings: Mapping[str, int]
    assertions: tuple[Assertion, ...]


def touching(transfers: Sequence[Transfer]) -> dict[str, list[int]]:
    """Return for each account or node the places of the transfers that it pays or receives, in ledger order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, transfer in enumerate(transfers):
        places[transfer.payer].append(place)
        if transfer.payee != transfer.payer:
            places[transfer.payee].append(place)
    return dict(places)


def stated_balances(transfers: Sequence[Transfer], accounts: Mapping[str, OwnRows]) -> StatedBalances:
    """Return the openings and assertions that the accounts' own rows state.

    The balance before the first row of an account's statement is its opening where that row's transfer is the
    account's first in the ledger; else it is an assertion right after the transfer before. At each break of the
    chain the balance before the row is such an assertion. Accounts without balances state none.
    """
    place_of: dict[str, int] = {}
    for place, each in enumerate(transfers):
        for booking in each.bookings:
            place_of.setdefault(booking, place)
    touched = touching(transfers)
    openings: dict[str, int] = {}
    assertions: list[Assertion] = []
    for account, own in sorted(accounts.items()):
        places = touched.get(account, [])
        nth = {place: number for number, place in enumerate(places)}
        its = {row.id: place_of[row.id] for row in own.rows if place_of.get(row.id) in nth}
        for row, before in _anchors(own, its):
            place = its[row.id]
            earlier = nth[place] - 1
            if earlier < 0:
                openings[account] = before
            else:
                after = transfers[places[earlier]].id
                assertions.append(Assertion(account, transfers[place].time, after, before))
    return StatedBalances(openings, tuple(assertions))


def _anchors(own: OwnRows, place_of: Mapping[str, int]) -> Iterator[tuple[Booking, int]]:
    """Yield the rows before which the balance is stated anew: the first with a balance, and after each break."""
    if not own.has_balances:
        return
    waiting = True
    for row in own.rows:
        waiting = waiting or row.id in own.breaks
        before = balance_before(row)
        if waiting and before is not None and row.id in place_of:
            yield row, before
            waiting = False
