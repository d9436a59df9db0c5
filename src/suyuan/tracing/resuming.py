"""Tracing again after a change, not from the start: from the last snapshot before it (docs/method.md, "Again").

The figures are those of a whole run, to the byte. Snapshots are a cache: what is damaged, of another version or of
another ledger is passed over. What holds them (a folder, a mapping) is a ``Shelf``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from suyuan.tracing.beginnings import Beginnings
from suyuan.tracing.kernels.arrays import BROKEN, FLOW, Records
from suyuan.tracing.policies import Policy
from suyuan.tracing.running import PolicyRun, Run
from suyuan.tracing.snapshots import Snapshot, fits, flows_of, from_bytes, resumed, taken_of
from suyuan.tracing.stream import Stream

LEAST_STEP = 256
MOST_STEPS = 32
"""A snapshot every so many events: a power of two from ``LEAST_STEP`` on, so that at most ``MOST_STEPS`` fit."""

FEWEST_BYTES = 1 << 16
DEAREST = 64
"""A snapshot of more bytes than these, the second for each event since the one before, is not kept, nor any behind
it: under a rule that spreads claims over every account, reading and proving it takes longer than the kernel.
"""


class Shelf(Protocol):
    """Where snapshots are kept, by policy and the event before which they stand; nothing here may raise."""

    def places(self, policy: str) -> list[int]:
        """Return the events before which there are snapshots."""

    def load(self, policy: str, at: int) -> bytes | None:
        """Return a snapshot, None where it is not there (any more) or cannot be read."""

    def keep(self, policy: str, at: int, content: bytes) -> bool:
        """Keep a snapshot, whole or not at all; tell whether it was kept."""

    def drop(self, policy: str, at: int) -> None:
        """Remove a snapshot if it is there."""


@dataclass(frozen=True)
class Again:
    """How much of a policy's run was computed: the transfers from ``start`` on, of ``transfers``.

    ``damaged``: snapshots that could not be read or are of another version of the program.
    """

    policy: Policy
    start: int
    transfers: int
    damaged: int


@dataclass
class Resuming:
    """A shelf, and what was computed again since it was made."""

    shelf: Shelf
    again: list[Again] = field(default_factory=list)

    def run(self, policy: Policy, stream: Stream, *, afresh: bool = False) -> PolicyRun:
        """Run a policy over all events from the last snapshot that fits (``afresh``: from the start), and keep
        new ones.
        """
        beginnings = Beginnings.of(stream)
        count = len(stream.events.payer)
        step = step_of(count)
        held = self.shelf.places(policy.value)
        if afresh:
            for at in held:
                self.shelf.drop(policy.value, at)
            held = []
        digests = beginnings.digests([*held, *range(step, count + 1, step)])
        chain = self._chain(policy, beginnings, held, digests)
        run = chain.run or Run.begin(policy, stream.events, stream.openings, len(stream.claimed))
        start = run.at
        self._go_on(run, beginnings, digests, range((start // step + 1) * step, count + 1, step))
        run.advance()
        before = int(stream.moments.transfer[:start].max(initial=-1)) + 1
        self.again = [each for each in self.again if each.policy is not policy]
        self.again.append(Again(policy, before, stream.stop, chain.damaged))
        return run.result()

    def _chain(self, policy: Policy, beginnings: Beginnings, held: list[int], digests: dict[int, str]) -> _Chain:
        """Read the snapshots in order while they fit; drop those behind the first one that does not."""
        chain = _Chain()
        last: Snapshot | None = None
        moved: list[Records] = []
        for place, at in enumerate(sorted(held)):
            if at not in digests:
                break  # behind the moment asked for: it may fit another time
            content = self.shelf.load(policy.value, at)
            found = None if content is None else from_bytes(content)
            chain.damaged += found is None
            follows = found is not None and found.at == at and found.since == (last.at if last else 0)
            if found is None or not follows or not fits(found, beginnings, digests[at]):
                for each in sorted(held)[place:]:
                    self.shelf.drop(policy.value, each)
                break
            last = found
            moved.append(flows_of(found, beginnings))
        if last is not None:
            chain.run = resumed(policy, last, beginnings, moved)
        return chain

    def _go_on(self, run: Run, beginnings: Beginnings, digests: dict[int, str], stops: range) -> None:
        """Advance from stop to stop and keep a snapshot at each, as long as the shelf takes them."""
        since = run.at
        for at in stops:
            known = len(run.moved)
            run.advance(at)
            moved = run.moved[known:]
            if run.state.marks[BROKEN]:
                return
            flows = np.concatenate(moved) if moved else np.zeros(0, FLOW)
            snapshot = taken_of(run, beginnings, digests[at], since, flows)
            content = snapshot.to_bytes()
            if len(content) > FEWEST_BYTES + DEAREST * (at - since):
                return
            if not self.shelf.keep(run.policy.value, at, content):
                return
            since = at


@dataclass
class _Chain:
    run: Run | None = None
    damaged: int = 0


def step_of(events: int) -> int:
    """Return how many events apart snapshots stand."""
    step = LEAST_STEP
    while events > step * MOST_STEPS:
        step *= 2
    return step
