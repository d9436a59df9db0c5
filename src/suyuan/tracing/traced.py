"""Everything a trace has computed, as numbers, before it is named and laid out in tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from suyuan.tracing.account_facts import Facts
from suyuan.tracing.columns import Column, ranks, taken, texts_of
from suyuan.tracing.earmarks import Conflict
from suyuan.tracing.kernels.arrays import Array32, Array64, Records
from suyuan.tracing.policies import Policy
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.stream import Stream


@dataclass(frozen=True)
class Traced:
    """The stream, what is known of accounts, how far money came, and what each policy gives.

    ``nodes`` (reach.NODE) and ``holder_tier`` by account; ``balance``: each account's at the end; ``last``: its
    last event, -1 if none; ``pays``: whether it pays anywhere in the list. ``policies``: all asked for;
    ``runs``: of those with amounts. ``conflicts``: what earmarks had to release.
    Over several currencies the claims are numbered through: ``foreign`` are those of other currencies, ``gates``
    the nodes of exchanges from which the money is followed on in another, ``sources`` those that it comes from,
    ``arrived`` what ``poison`` says of it
    (claims, accounts, events; None: of this ledger by itself).
    """

    stream: Stream
    facts: Facts
    policies: tuple[Policy, ...]
    runs: tuple[PolicyRun, ...]
    nodes: Records
    holder_tier: Array32
    balance: Array64
    last: Array64
    pays: Column
    conflicts: tuple[Conflict, ...] = ()
    foreign: frozenset[int] = frozenset()
    gates: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()
    arrived: tuple[Array64, Array64, Array64] | None = None

    @cached_property
    def account_rank(self) -> Array64:
        """Each account's place among all when sorted by name."""
        return ranks(self.stream.names)

    def transfer_ranks(self, transfers: Array64) -> Array64:
        """Return for each of these transfers its place among them when sorted by id."""
        there = np.zeros(len(self.stream.transfers), dtype=np.bool_)
        there[transfers] = True
        different = np.flatnonzero(there)
        found = ranks(taken(self.stream.transfers.column("id"), different))
        return found[np.searchsorted(different, transfers)]

    @cached_property
    def claim_names(self) -> Column:
        """The claims' ids."""
        return self.stream.claims.column("claim")

    @cached_property
    def claim_rank(self) -> Array64:
        """Each claim's place among all when sorted by id."""
        return ranks(self.claim_names)

    @property
    def own_claims(self) -> list[int]:
        """The claims of this currency."""
        return [claim for claim in range(len(self.stream.claimed)) if claim not in self.foreign]

    def name(self, account: int) -> str:
        """Return an account's name."""
        return str(self.stream.names[int(account)].as_py())

    def names(self, accounts: Array64) -> list[str]:
        """Return the names of accounts."""
        return texts_of(taken(self.stream.names, accounts))

    def reached(self, account: int) -> bool:
        """Tell whether claims' money could have come to an account without passing one where the trail ends."""
        return bool(self.nodes[account]["tier"] > 0)

    def first_reached(self, account: int) -> tuple[int, int]:
        """Return when (microseconds, offset) the first such money could have come."""
        event = int(self.nodes[account]["first"])
        return int(self.stream.moments.time[event]), int(self.stream.moments.offset[event])

    def own_parts(self, run: PolicyRun) -> Array64:
        """Return for each row of a run's flows how much of it entered there as its victim's own money."""
        claim = run.flows["claim"]
        entering = self.stream.claim_event[claim] == run.flows["event"]
        return np.where(entering, run.effective[claim], 0)
