"""What no rule can deny or exceed of all claims together, in a set of accounts at a moment (docs/method.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suyuan.tracing.bounded_ledgers import as_it_is, as_open
from suyuan.tracing.bounds import entering_of, room_for, scratch_of
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.kernels.network import Asked, Found, Ledger, Scratch, bounds, reach, unroll
from suyuan.tracing.numbering import fixed
from suyuan.tracing.traced import Traced


@dataclass(frozen=True)
class _Side:
    """The ledger as it is, or open; least and greatest that enters with each claim's row of the events."""

    ledger: Ledger
    scratch: Scratch
    least: Array64
    greatest: Array64


@dataclass(frozen=True)
class KeptBounds:
    """The networks of all claims' money taken together: one flow, since nobody asks whose money it is."""

    entries: Array64
    sides: tuple[_Side, _Side]

    @classmethod
    def of(cls, given: TraceInput, traced: Traced) -> KeptBounds:
        """Prepare both sides once for all moments."""
        events = traced.stream.events
        sides = []
        for ledger in (as_it_is(traced), as_open(given, traced)):
            entering = entering_of(ledger, traced)
            least, greatest = entering.least[events.claim], entering.greatest[events.claim]
            carries = ledger.carries.copy()
            np.subtract.at(carries, events.claim_event[:-1], least)
            sides.append(_Side(ledger._replace(carries=carries), scratch_of(ledger), least, greatest))
        return cls(events.claim_event[:-1], (sides[0], sides[1]))

    def at(self, stop: int, members: Array64) -> tuple[int, int, int, int]:
        """Return least and greatest in the members after the events before ``stop``, then both open."""
        found = [self._side(side, stop, members) for side in self.sides]
        return (*found[0], *found[1])

    def _side(self, side: _Side, stop: int, members: Array64) -> tuple[int, int]:
        rows = int(np.searchsorted(self.entries, stop, side="left"))
        entries = fixed(self.entries[:rows])
        if not rows or not len(members):
            return 0, 0
        passed = reach(side.ledger, side.scratch, entries, stop)
        net = room_for(passed, 2 * passed + 4, rows, len(members))
        asked = Asked(entries, fixed(side.greatest[:rows]), -1, np.zeros(0, dtype=np.int8))
        unroll(side.ledger, side.scratch, net, asked, stop)
        least, greatest = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        found = Found(np.zeros(0, dtype=np.int32), least, greatest)
        rooms = np.array([side.least[:rows].sum(), side.greatest[:rows].sum()], dtype=np.int64)
        nobody = np.zeros(len(side.scratch.node), dtype=np.int8)
        sets = np.array([0, len(members)], dtype=np.int64)
        bounds(net, side.scratch, rooms, nobody, fixed(sets), fixed(members.astype(np.int32)), found)
        return int(least[0]), int(greatest[0])
