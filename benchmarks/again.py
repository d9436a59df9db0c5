"""Tracing again after more evidence: from the last snapshot before it, beside a run from the start.

``python -m benchmarks.again [transfers]``. Snapshots of the documented stream are kept in memory; then comes
a transfer behind 99 % of the others, one in the middle, or another opening of an account first used in the middle.
Each is traced from the start and from the snapshots, and both must find the same.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.ledger import stream
from benchmarks.whole import tables
from suyuan.tracing import running
from suyuan.tracing import stream as streams
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.resuming import Resuming
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.trace import trace

TRANSFERS = 10**6
CLAIMS = 100
POLICIES = (Policy.FIFO, Policy.PRO_RATA)


@dataclass
class Memory:
    """A shelf that forgets when the process ends."""

    kept: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def places(self, policy: str) -> list[int]:
        """Return where there are snapshots."""
        return [at for name, at in self.kept if name == policy]

    def load(self, policy: str, at: int) -> bytes | None:
        """Return a snapshot."""
        return self.kept.get((policy, at))

    def keep(self, policy: str, at: int, content: bytes) -> bool:
        """Keep a snapshot."""
        self.kept[policy, at] = content
        return True

    def drop(self, policy: str, at: int) -> None:
        """Remove a snapshot."""
        self.kept.pop((policy, at), None)


def with_one_more(given: TraceInput, at: int) -> TraceInput:
    """Return the ledger with a transfer more before the one at a place, between two accounts it knows."""
    whole = given.transfers
    before = openings(given)
    while True:
        row = whole.slice(at, 1)
        more = row.set_column(0, "id", pa.array(["late"])).set_column(4, "amount", pa.array([1]))
        parts = [whole.slice(0, at), more, whole.slice(at)]
        changed = replace(given, transfers=pa.concat_tables(parts).combine_chunks())
        if openings(changed) == before:
            return changed
        at += 1  # its payer would need a larger least opening, which is another change


def openings(given: TraceInput) -> list[int]:
    """Return what each account must have held before the first transfer."""
    return [int(each) for each in streams.build(given, None).openings.tolist()]


def with_an_opening(given: TraceInput) -> TraceInput:
    """Return the ledger with 1,000,000.00 more in an account than it needs, one that the middle uses first."""
    ledger = streams.build(given, None)
    count = len(ledger.payer)
    first = np.full(len(ledger.openings), count)
    np.minimum.at(first, ledger.payer, np.arange(count))
    np.minimum.at(first, ledger.payee, np.arange(count))
    account = int(np.argmin(np.abs(first - count // 2)))
    name = str(ledger.names[account].as_py())
    return replace(given, openings={name: int(ledger.openings[account]) + 10**8})


def took(action: Any) -> tuple[float, float, Any]:
    """Return seconds by the clock, seconds of the processor, and what came out."""
    clock, processor = time.perf_counter(), time.process_time()
    found = action()
    return time.perf_counter() - clock, time.process_time() - processor, found


def same(one: PolicyRun, other: PolicyRun) -> bool:
    """Tell whether two runs found the same."""
    pairs = ((one.flows, other.flows), (one.holdings, other.holdings), (one.totals, other.totals))
    return all(np.array_equal(left, right) for left, right in (*pairs, (one.effective, other.effective)))


def measure(what: str, given: TraceInput, shelf: Memory) -> None:
    """Print a line for each policy, its whole trace beside it."""
    ledger = streams.build(given, None)
    for policy in POLICIES:
        claims = len(ledger.claimed)
        full = took(partial(running.run, policy, ledger.events, ledger.openings, claims))
        resuming = Resuming(Memory(dict(shelf.kept)))
        again = took(lambda policy=policy, resuming=resuming: resuming.run(policy, ledger))
        if not same(full[2], again[2]):
            raise SystemExit(f"{what}, {policy.value}: not the same")
        resuming = Resuming(Memory(dict(shelf.kept)))
        whole = took(lambda policy=policy, resuming=resuming: trace(given, [policy], resuming=resuming))
        from_start = took(lambda policy=policy: trace(given, [policy]))
        done = resuming.again[0]
        share = 1 - done.start / done.transfers
        seconds = " | ".join(f"{each:.2f}" for each in (full[1], again[1], from_start[1], whole[1]))
        print(f"| {what} | {policy.value} | {seconds} | {share:.0%} |", flush=True)


def main(words: list[str]) -> None:
    """Print the table."""
    count = int(words[0]) if words else TRANSFERS
    transfers, claims = tables(stream(count, CLAIMS))
    given = TraceInput("CNY", transfers, claims, {}, None, None)
    trace(given, POLICIES)  # loads the kernels
    shelf = Memory()
    kept = took(lambda: trace(given, POLICIES, resuming=Resuming(shelf)))
    size = sum(map(len, shelf.kept.values()))
    print(
        f"{count:,} transfers, {CLAIMS} claims; seconds of the processor. The first run took {kept[1]:.2f}, with"
    )
    print(f"{len(shelf.kept)} snapshots of {size / 1e6:.0f} MB together; the later ones:")
    heads = ("what changed", "policy", "kernel", "kernel, resumed", "trace", "trace, resumed", "computed again")
    print("| " + " | ".join(heads) + " |")
    print("|---|---|---|---|---|---|---|")
    measure("nothing", given, shelf)
    measure("a transfer behind 99 %", with_one_more(given, count * 99 // 100), shelf)
    measure("a transfer in the middle", with_one_more(given, count // 2), shelf)
    measure("an account's opening", with_an_opening(given), shelf)


if __name__ == "__main__":
    main(sys.argv[1:])
