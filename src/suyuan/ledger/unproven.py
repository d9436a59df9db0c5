"""Transfers whose place within one instant no balance chain proves.

Statements stamp many rows with one second, or one date. Where two transfers of an account fall into one instant,
its own chain, or that of an account on their other side, settles which came first; where none does, the ledger's
rule does (time, place in the file, id), and figures that rest on it are to be marked (docs/method.md, "Order").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.drafts import Draft
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.model.node import is_node


def unproven_order(ordered: Sequence[Draft], accounts: Mapping[str, OwnRows]) -> frozenset[str]:
    """Return the ids of transfers that share an account and an instant with another in no proven order."""
    marks = _Marks(ordered, chained(accounts))
    for account, places in _touching(ordered).items():
        marks.mark(account, places)
    return frozenset(ordered[place].id for place in marks.marked)


def chained(accounts: Mapping[str, OwnRows]) -> dict[str, str]:
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


def _touching(ordered: Sequence[Draft]) -> dict[str, list[int]]:
    """Return for each account the places of its transfers; a node is one booking's and has no order of its own."""
    places: dict[str, list[int]] = {}
    for place, draft in enumerate(ordered):
        for account in {draft.payer, draft.payee}:
            if not is_node(account):
                places.setdefault(account, []).append(place)
    return places


class _Marks:
    """Transfers by their places in the ledger: when they can have been, their chains, and which are marked."""

    def __init__(self, ordered: Sequence[Draft], chained: Mapping[str, str]) -> None:
        self.marked: set[int] = set()
        self._spans = [span(draft.time) for draft in ordered]
        self._chains = [{chained[row] for row in draft.bookings if row in chained} for draft in ordered]

    def mark(self, account: str, places: Sequence[int]) -> None:
        """Mark those of an account's transfers that can have been at one time and share no chain.

        Transfers in the account's own chain are never compared with each other, so a day of many costs little.
        """
        mine: list[int] = []
        others: list[int] = []
        pruned: datetime | None = None
        for place in places:
            start = self._spans[place][0]
            if pruned is None or start > pruned:
                mine = [each for each in mine if self._spans[each][1] >= start]
                others = [each for each in others if self._spans[each][1] >= start]
                pruned = start
            is_mine = account in self._chains[place]
            self._compare(place, others)
            if not is_mine:
                self._compare(place, mine)
            (mine if is_mine else others).append(place)

    def _compare(self, place: int, earlier: Sequence[int]) -> None:
        for each in earlier:
            if each in self.marked and place in self.marked:
                continue
            meet = self._spans[each][1] >= self._spans[place][0] and self._spans[each][0] <= self._spans[place][1]
            if meet and self._chains[each].isdisjoint(self._chains[place]):
                self.marked |= {each, place}
