"""The least that ``pro_rata`` must do: touch the same memory, divide in floating point, write as many rows.

The kernel is stopped in the middle of each tenth of the stream; there, over that tenth's events, a compiled loop
reads all shares of each payer, divides each, writes it back, adds to a share of the payee's for each piece, and
writes a row. It searches nothing, inserts nothing, makes no record, rounds nothing by remainders and asks for no
memory ahead. What it finds is of no use; what it takes is a floor for any exact kernel over the same shares.
"""

from __future__ import annotations

import time
from typing import Any

import numba
import numpy as np

from benchmarks.ledger import BenchLedger
from suyuan.tracing import running
from suyuan.tracing.kernels.arrays import FLOW
from suyuan.tracing.policies import Policy

TENTHS = 10
RUNS = 5
ROOM = 5
"""Rows for each transfer of the stream; a tenth of it may write so many times ten a transfer."""


@numba.njit(nogil=True, error_model="numpy")
def touch(events: Any, state: Any, start: int, stop: int, flows: Any) -> tuple[int, int, int]:
    """Go over the events; return the rows written, the shares read and the payments out of mixed accounts."""
    rows, read, payments = 0, 0, 0
    for event in range(start, stop):
        payer, payee, amount = events.payer[event], events.payee[event], events.amount[event]
        if payer == payee:
            continue
        source, target = state.purses[payer], state.purses[payee]
        if source >= 0:
            state.purses[payer] = source
        else:
            giver = state.mixed[-1 - source]
            total = giver.other + giver.claimed
            ratio = np.float64(min(amount, total)) / np.float64(max(total, 1))
            begin, count, room, first = 0, 0, 0, rows
            if target < 0:
                begin, count = state.mixed[-1 - target].start, state.mixed[-1 - target].count
            for place in range(giver.start, giver.start + giver.count):
                share = state.pool[place].amount
                part = np.int64(np.float64(share) * ratio + 0.5)
                state.pool[place].amount = share
                if part > 0:
                    row = flows[rows]
                    row.amount = part
                    row.event = event
                    row.claim = state.pool[place].claim
                    rows += 1
                    if room < count:
                        state.pool[begin + room].amount += part
                        room += 1
            for place in range(begin, begin + room):  # so that every payment finds the same shares
                state.pool[place].amount -= flows[first + place - begin].amount
            giver.claimed += 0
            read += giver.count
            payments += 1
        if target >= 0:
            state.purses[payee] = target
        else:
            state.mixed[-1 - target].other += 0
    return rows, read, payments


def floor(ledger: BenchLedger) -> tuple[float, float, float, float]:
    """Return nanoseconds of the processor, rows, shares read and payments out of mixed accounts, a transfer."""
    going = running.Run.begin(Policy.PRO_RATA, ledger.events, ledger.openings, ledger.claims)
    count = len(ledger.events.payer)
    flows = np.zeros(ROOM * count, FLOW)
    touch(ledger.events, going.state, 0, 0, flows)
    took, sums = 0.0, np.zeros(3)
    for tenth in range(TENTHS):
        start, stop = count * tenth // TENTHS, count * (tenth + 1) // TENTHS
        going.advance((start + stop) // 2)
        best = float("inf")  # float: a duration, not money
        for _ in range(RUNS):
            begin = time.thread_time_ns()
            found = touch(ledger.events, going.state, start, stop, flows)
            best = min(best, time.thread_time_ns() - begin)
        took += best
        sums += found
    return took / count, *(sums / count)


def main() -> None:
    """Print the floor beside the kernel."""
    from benchmarks.fifo import kernel, least_time
    from benchmarks.ledger import stream

    print("| claims | floor, ns | pro_rata, ns | times | rows | shares read | payments of mixed accounts |")
    print("|---|---|---|---|---|---|---|")
    for claims in (100, 1000):
        ledger = stream(10**6, claims)
        kernel(stream(1000), Policy.PRO_RATA)()
        took, *sums = floor(ledger)
        ours = least_time(kernel(ledger, Policy.PRO_RATA)) / len(ledger.events.payer)
        said = " | ".join(f"{each:.2f}" for each in sums)
        print(f"| {claims} | {took:.1f} | {ours:.1f} | {ours / took:.1f} | {said} |", flush=True)


if __name__ == "__main__":
    main()
