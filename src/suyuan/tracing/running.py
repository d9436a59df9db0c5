"""A policy over the whole stream: buffers for the kernels, enlarged as they need, and what came out.

A run can be stopped before any event and carried on: everything it knows is in its ``State``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from suyuan.tracing.kernels import lots, shares
from suyuan.tracing.kernels.arrays import (
    BROKEN,
    FLOW,
    FLOWS,
    FREE_BLOCKS,
    FREE_POOL,
    FREE_RECORD,
    HOLDING,
    MARKS,
    USED_POOL,
    USED_RECORDS,
    Array64,
    Events,
    Records,
    State,
)
from suyuan.tracing.policies import Policy

FIRST_ROOM, LARGEST_FIRST_ROOM = 1 << 10, 1 << 22
EVENTS_A_PIECE = 4
"""Room for lots or shares is made for one in so many events at first: memory that is never used costs nothing."""

FLOW_ROOM = 1 << 16
NOTHING = -1

RULES = {
    Policy.PRO_RATA: shares.PRO_RATA,
    Policy.LOWEST_INTERMEDIATE_BALANCE: shares.OTHER_FIRST,
    Policy.CLAIMS_FIRST: shares.CLAIMS_FIRST,
}

ORDERS = {Policy.FIFO: lots.OLDEST_FIRST, Policy.LIFO: lots.NEWEST_FIRST}


@dataclass(frozen=True)
class PolicyRun:
    """What one policy gives. ``effective`` by claim; ``holdings`` (arrays.HOLDING) one row for each account and
    claim, ``flows`` (arrays.FLOW) one for each event and claim, both sorted; ``totals``: each account's sum of
    lots; ``broken``: 1 + the event whose pieces did not add up, else 0. ``brought`` (arrays.FLOW): what exchanges
    brought from other currencies, and ``pieces`` by event in which order: origin and amount of each.
    """

    policy: Policy
    effective: Array64
    holdings: Records
    flows: Records
    totals: Array64
    broken: int
    brought: Records = field(default_factory=lambda: np.zeros(0, FLOW))
    pieces: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass
class Run:
    """A policy on its way through the events; ``at`` is the next event, ``moved`` the flows so far."""

    policy: Policy
    events: Events
    state: State
    at: int = 0
    moved: list[Records] = field(default_factory=list)

    @classmethod
    def begin(cls, policy: Policy, events: Events, openings: Array64, claims: int) -> Run:
        """Stand before the first event, with each account's opening and no claims' money anywhere."""
        marks = np.zeros(MARKS, dtype=np.int64)
        marks[[FREE_RECORD, FREE_POOL]] = NOTHING
        by_lots = policy not in RULES
        if not by_lots:
            marks[FREE_BLOCKS:] = NOTHING
        kernel = lots if by_lots else shares
        room = min(max(FIRST_ROOM, len(events.payer) // EVENTS_A_PIECE), LARGEST_FIRST_ROOM)
        state = State(
            purses=openings.copy(),
            mixed=np.zeros(FIRST_ROOM, kernel.RECORD),
            pool=np.zeros(room, lots.LOT if by_lots else shares.SHARE),
            flows=np.zeros(FLOW_ROOM, FLOW),
            effective=np.zeros(claims, dtype=np.int64),
            marks=marks,
            scratch=np.zeros((3, 0 if by_lots else FIRST_ROOM), shares.SCRATCH),
        )
        return cls(policy, events, state)

    def advance(self, stop: int | None = None) -> None:
        """Apply the events up to ``stop`` (all, where none is given)."""
        last = len(self.events.payer) if stop is None else stop
        stuck = -1
        while self.at < last:
            if self.policy in RULES:
                reached = shares.run(self.events, self.state, self.at, last, RULES[self.policy])
            else:
                reached = lots.run(self.events, self.state, self.at, last, ORDERS[self.policy])
            self._empty_flows()
            if reached < last:
                self._enlarge(everything=reached == stuck)
                stuck = reached
            self.at = reached

    def result(self) -> PolicyRun:
        """Return what stands where, and what moved, up to here."""
        self._empty_flows()
        listing = shares.list_holdings if self.policy in RULES else lots.list_holdings
        totals = np.zeros(len(self.state.purses), dtype=np.int64)
        count = listing(self.state, totals, np.zeros(0, HOLDING))
        holdings = np.zeros(count, HOLDING)
        listing(self.state, totals, holdings)
        flows = np.concatenate(self.moved) if self.moved else np.zeros(0, FLOW)
        return PolicyRun(
            self.policy,
            self.state.effective.copy(),
            summed(holdings, "account"),
            summed(flows, "event"),
            totals,
            int(self.state.marks[BROKEN]),
        )

    def _empty_flows(self) -> None:
        used = int(self.state.marks[FLOWS])
        if not used:
            return
        flows = self.state.flows
        if used * 2 > len(flows):
            self.moved.append(flows[:used])
            self.state = self.state._replace(flows=np.zeros(len(flows), FLOW))
        else:
            self.moved.append(flows[:used].copy())
        self.state.marks[FLOWS] = 0

    def _enlarge(self, *, everything: bool) -> None:
        """Double the buffers that are more than half used; all, if that was not enough."""
        state, marks = self.state, self.state.marks
        self.state = state._replace(
            mixed=_doubled(state.mixed)
            if everything or marks[USED_RECORDS] * 2 > len(state.mixed)
            else state.mixed,
            pool=_doubled(state.pool) if everything or marks[USED_POOL] * 2 > len(state.pool) else state.pool,
            flows=_doubled(state.flows) if everything else state.flows,
            scratch=np.tile(state.scratch, 2) if everything else state.scratch,
        )


def run(policy: Policy, events: Events, openings: Array64, claims: int) -> PolicyRun:
    """Run one policy with amounts over all events."""
    going = Run.begin(policy, events, openings, claims)
    going.advance()
    return going.result()


def _doubled(array: Records) -> Records:
    return np.concatenate([array, np.zeros(len(array), array.dtype)])


def summed(rows: Records, by: str) -> Records:
    """Return the rows sorted by ``by`` and claim, those of the same two added up; no amount may exceed 64 bits."""
    if not len(rows):
        return rows
    key = rows[by].astype(np.int64) << 32 | rows["claim"].astype(np.int64)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    together = rows[order][first]
    together["amount"] = np.add.reduceat(rows["amount"][order], first)
    return together
