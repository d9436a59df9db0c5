"""Looser matches of a claim to a frozen account 较松匹配: offered, never applied by themselves.

docs/method.md, "Restitution of a case". A chain runs from the claim's own transfer to the account: each payment
goes out within some minutes after the credit before it and is no more than that credit. That other money may have
been in between is what makes it looser; only a named decision lets it count (返还规定 8, this program's choice).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from suyuan.model.claim import Claim
from suyuan.model.transfer import Transfer

MOST_HOPS = 12
MOST_TRIED = 20_000
"""So many payments are tried for a claim at most; what is cut off is said."""


@dataclass(frozen=True)
class LooserMatch:
    """A chain of transfers, by id, that ends in ``account``; ``amount`` is its last transfer's, in minor units."""

    claim: str
    victim: str
    account: str
    amount: int
    hops: tuple[str, ...]


@dataclass(frozen=True)
class LooserMatches:
    """The chains by claim, in the order given, then by their transfers; ``cut`` are claims with more to try."""

    matches: tuple[LooserMatch, ...]
    cut: tuple[str, ...]


def looser_matches(
    transfers: Sequence[Transfer],
    claims: Iterable[Claim],
    accounts: Collection[str],
    within: timedelta,
    ends: Collection[str] = (),
) -> LooserMatches:
    """Return the chains from claims to ``accounts``; ``transfers`` in the ledger's order.

    A chain never goes on from ``ends`` (victims, merchants, pools) nor back to an account it passed. Of a claim
    smaller than its transfer the claim's amount is the first credit.
    """
    place = {each.id: number for number, each in enumerate(transfers)}
    outgoing: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(transfers):
        outgoing[each.payer].append(number)
    search = _Search(transfers, outgoing, frozenset(accounts), frozenset(ends), within)
    found: list[LooserMatch] = []
    cut: list[str] = []
    for claim in claims:
        search.tried = 0
        for chain, amount in search.chains(place[claim.transfer], claim.amount):
            hops = tuple(transfers[each].id for each in chain)
            found.append(LooserMatch(claim.id, claim.victim, transfers[chain[-1]].payee, amount, hops))
        if search.tried > MOST_TRIED:
            cut.append(claim.id)
    return LooserMatches(tuple(found), tuple(cut))


class _Search:
    """The transfers by payer, and how many were tried for the claim at hand."""

    def __init__(
        self,
        transfers: Sequence[Transfer],
        outgoing: dict[str, list[int]],
        accounts: frozenset[str],
        ends: frozenset[str],
        within: timedelta,
    ) -> None:
        self._transfers = transfers
        self._outgoing = outgoing
        self._accounts = accounts
        self._ends = ends
        self._within = within
        self.tried = 0

    def chains(self, first: int, amount: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Give the chains that begin with a transfer, each with the amount of its last one."""
        open_: list[tuple[tuple[int, ...], int]] = [((first,), min(amount, self._transfers[first].amount))]
        while open_ and self.tried <= MOST_TRIED:
            chain, carried = open_.pop()
            moved = self._transfers[chain[-1]]
            if moved.payee in self._accounts:
                yield chain, carried
            if len(chain) < MOST_HOPS and moved.payee not in self._ends:
                # The earliest is taken up first.
                open_ += reversed(
                    [((*chain, each), self._transfers[each].amount) for each in self._on(chain, carried)]
                )

    def _on(self, chain: tuple[int, ...], carried: int) -> Iterator[int]:
        """Give the payments by which a chain may go on."""
        here = self._transfers[chain[-1]]
        passed = {self._transfers[each].payer for each in chain} | {here.payee}
        numbers = self._outgoing[here.payee]
        for each in numbers[bisect_right(numbers, chain[-1]) :]:
            moved = self._transfers[each]
            if moved.time - here.time > self._within:
                return
            self.tried += 1
            if moved.amount <= carried and moved.payee not in passed:
                yield each
