"""Bounds from their definition alone: one node for every account and event, plain ways found one after another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WITHOUT_LIMIT = 1 << 70
Node = Any


class Net:
    """A network of integers."""

    def __init__(self) -> None:
        self.room: dict[Node, dict[Node, int]] = defaultdict(lambda: defaultdict(int))

    def arc(self, tail: Node, head: Node, room: int) -> None:
        """Add an arc."""
        self.room[tail][head] += room
        self.room[head][tail] += 0

    def most(self, source: Node, sink: Node) -> int:
        """Return the maximum flow, by shortest ways."""
        left = {tail: dict(heads) for tail, heads in self.room.items()}
        pushed = 0
        while True:
            came: dict[Node, Node] = {source: source}
            waiting = deque([source])
            while waiting and sink not in came:
                node = waiting.popleft()
                for head, room in left.get(node, {}).items():
                    if room > 0 and head not in came:
                        came[head] = node
                        waiting.append(head)
            if sink not in came:
                return pushed
            way = [sink]
            while way[-1] != source:
                way.append(came[way[-1]])
            steps = list(zip(way[1:], way, strict=False))
            room = min(left[tail][head] for tail, head in steps)
            for tail, head in steps:
                left[tail][head] -= room
                left[head][tail] += room
            pushed += room


class Definition:
    """A small ledger. ``transfers``: (payer, payee, amount, instant); ``claims``: (transfer's place, amount) in
    the order of the claims file. ``stated``: accounts whose opening somebody stated.
    """

    def __init__(
        self,
        transfers: Sequence[tuple[str, str, int, int]],
        claims: Sequence[tuple[int, int]],
        openings: Mapping[str, int],
        stated: Iterable[str],
        *,
        is_open: bool,
    ) -> None:
        self.transfers, self.claims, self.openings = transfers, claims, openings
        self.stated, self.is_open = set(stated), is_open
        self.accounts = sorted({end for each in transfers for end in each[:2]})
        self.least, self.greatest = self._entering()

    def _at(self, account: str, event: int) -> Node:
        """Return the node of an account at an event: in the open ledger one for a whole instant."""
        return (account, self.transfers[event][3] if self.is_open else event)

    def _net(self, stop: int, room: Mapping[int, int]) -> tuple[Net, dict[str, Node], dict[str, int]]:
        """Return the network of all accounts up to ``stop``, what each transfer carries being given."""
        net = Net()
        last: dict[str, Node] = {}
        balance = {account: self.openings.get(account, 0) for account in self.accounts}
        order: list[Node] = []
        kept: dict[Node, int] = {}
        follows: dict[Node, Node] = {}
        for event in range(stop):
            payer, payee, amount, _ = self.transfers[event]
            if payer == payee:
                continue
            balance[payer] -= amount
            balance[payee] += amount
            for account in (payer, payee):
                node = self._at(account, event)
                if node not in kept:
                    order.append(node)
                    if account in last:
                        follows[last[account]] = node
                last[account] = node
                limit = self.is_open and account not in self.stated
                kept[node] = WITHOUT_LIMIT if limit else balance[account]
            net.arc(self._at(payer, event), self._at(payee, event), room[event])
        for node in order:
            if node in follows:
                net.arc(node, follows[node], kept[node])
        return net, last, {account: kept[node] for account, node in last.items()}

    def _entering(self) -> tuple[list[int], list[int]]:
        least, greatest = [], []
        for place, (event, claimed) in enumerate(self.claims):
            least.append(self._least_entering(place, event, claimed))
            greatest.append(claimed)
        return least, greatest

    def _least_entering(self, place: int, event: int, claimed: int) -> int:
        """Where the payer's order within the instant is open, it may have paid first or last of all."""
        payer, _, amount, instant = self.transfers[event]
        beside = [
            (each[1] == payer) * each[2] - (each[0] == payer) * each[2]
            for at, each in enumerate(self.transfers)
            if at != event and each[3] == instant and each[0] != each[1] and payer in each[:2]
        ]
        free = self.is_open and bool(beside)
        stop = event
        if free:
            stop = max(at for at, each in enumerate(self.transfers) if each[3] == instant) + 1
        net, last, kept = self._net(stop, dict.fromkeys(range(stop), 0))
        after = self.openings.get(payer, 0)
        for at, (source, target, moved, _) in enumerate(self.transfers[:stop]):
            if source == target:
                continue
            after += (target == payer) * moved - (source == payer) * moved
            net.arc(self._at(source, at), ("through", at), moved)
            net.arc(("through", at), self._at(target, at), moved)
            for other, (on, entered) in enumerate(self.claims):
                if on == at and at != event:
                    net.arc("entry", ("claim", other), entered)
                    net.arc(("claim", other), ("through", at), entered)
        if payer not in last:
            return claimed
        low, high = after, min(after, kept[payer])
        if free:
            start = after + amount - sum(beside)
            low = max(amount, start + sum(each for each in beside if each < 0))
            high = start + sum(each for each in beside if each > 0)
        net.arc(last[payer], "end", high)
        held = net.most("entry", "end")
        return max(0, min(claimed, low - held - self._claimed_before(place, event)))

    def _claimed_before(self, place: int, event: int) -> int:
        return sum(amount for on, amount in self.claims[:place] if on == event)

    def bounds(self, place: int, accounts: Iterable[str]) -> tuple[int, int]:
        """Return the least and the greatest of a claim's money in some accounts after the last transfer."""
        event, _ = self.claims[place]
        carries = {at: each[2] for at, each in enumerate(self.transfers)}
        for other, (on, _) in enumerate(self.claims):
            if other != place:
                carries[on] -= self.least[other]
        inside = set(accounts)
        found = []
        for entering, chosen in ((self.least[place], "out"), (self.greatest[place], "in")):
            net, last, kept = self._net(len(self.transfers), carries)
            net.arc("entry", self._at(self.transfers[event][1], event), entering)
            for account, node in last.items():
                if (account in inside) == (chosen == "in"):
                    net.arc(node, "end", kept[account])
            found.append(net.most("entry", "end"))
        return max(0, self.least[place] - found[0]), found[1]
