"""How much a trace costs: each policy as a multiple of the bare loop, and against a plain loop with deques.

``python -m benchmarks.fifo [transfers …]``. The bare loop is ``balance[payer] -= a; balance[payee] += a``,
compiled, on the same arrays in the same run; the plain loop is Python with a deque of lots for each account that
ever held claims' money and a number for the others. Each figure is the least of several runs (plain loop: one).
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable

import numpy as np

from benchmarks.by_hand import by_hand, library
from benchmarks.ledger import BenchLedger, stream
from suyuan.tracing import running
from suyuan.tracing.kernels import balances, reach
from suyuan.tracing.policies import Policy

RUNS = 5
PLAIN_UP_TO = 10**6
RULES_UP_TO = 10**6
LONG = 10**8
SIZES = (10**6, 10**7)
FEWER_CLAIMS = (10, 100, 10_000)
MANY_CLAIMS = 1000
OTHER = -1


def least_time(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the shortest of several runs, in nanoseconds of the processor: others' work is not counted."""
    best = float("inf")  # float: a duration, not money
    for _ in range(runs):
        start = time.thread_time_ns()
        action()
        best = min(best, time.thread_time_ns() - start)
    return best


def kernel(ledger: BenchLedger, policy: Policy) -> Callable[[], object]:
    """Return the policy over the whole stream, without listing what it found."""

    def action() -> None:
        going = running.Run.begin(policy, ledger.events, ledger.openings, ledger.claims)
        going.advance()

    return action


def tiers(ledger: BenchLedger) -> Callable[[], object]:
    """Return the reach of all claims over the whole stream."""
    nodes = np.zeros(len(ledger.openings), reach.NODE)
    nodes["group"] = np.arange(len(nodes))

    def action() -> None:
        reach.tiers(ledger.events, nodes.copy(), np.zeros(0, np.int8), len(ledger.events.payer))

    return action


def bare(ledger: BenchLedger) -> Callable[[], object]:
    """Return the bare loop over the same arrays."""

    def action() -> None:
        balances.move(ledger.events.payer, ledger.events.payee, ledger.events.amount, ledger.openings.copy())

    return action


def plain(ledger: BenchLedger) -> dict[int, deque[list[int]]]:
    """Trace FIFO in plain Python: a number for an account without claims' money, else a deque of lots."""
    events = ledger.events
    balance = ledger.openings.tolist()
    lots: dict[int, deque[list[int]]] = {}
    claims = iter(
        [*zip(events.claim_event.tolist(), events.claim.tolist(), events.claim_amount.tolist(), strict=False)]
    )
    upcoming = next(claims, None)
    columns = zip(events.payer.tolist(), events.payee.tolist(), events.amount.tolist(), strict=True)
    for event, (payer, payee, amount) in enumerate(columns):
        if payer == payee:
            continue
        moved: list[list[int]] = []
        if upcoming is not None and upcoming[0] == event:
            own = own_part(balance, lots, payer, upcoming[2])
            moved.append([upcoming[1], own])
            amount -= own
            upcoming = next(claims, None)
        held = lots.get(payer)
        if held is None:
            balance[payer] -= amount
            moved.append([OTHER, amount])
        else:
            while amount:
                first = held[0]
                part = min(first[1], amount)
                first[1] -= part
                amount -= part
                moved.append([first[0], part])
                if not first[1]:
                    held.popleft()
        receive(balance, lots, payee, moved)
    return lots


def own_part(balance: list[int], lots: dict[int, deque[list[int]]], payer: int, wanted: int) -> int:
    """Take a claim's own part from the payer's other funds, oldest first."""
    held = lots.get(payer)
    if held is None:
        balance[payer] -= wanted
        return wanted
    own = 0
    for lot in held:
        if lot[0] == OTHER:
            part = min(lot[1], wanted - own)
            lot[1] -= part
            own += part
    lots[payer] = deque(lot for lot in held if lot[1])
    return own


def receive(balance: list[int], lots: dict[int, deque[list[int]]], payee: int, moved: list[list[int]]) -> None:
    """Append the pieces to the payee."""
    held = lots.get(payee)
    for origin, part in moved:
        if held is None and origin == OTHER:
            balance[payee] += part
        elif part:
            if held is None:
                held = lots[payee] = deque([[OTHER, balance[payee]]] if balance[payee] else [])
            held.append([origin, part])


def rows(ledger: BenchLedger, policy: Policy) -> int:
    """Return how many pieces of claims' money a policy moves."""
    going = running.Run.begin(policy, ledger.events, ledger.openings, ledger.claims)
    going.advance()
    return sum(len(each) for each in going.moved)


def measure(transfers: int, claims: int | None = None) -> list[str]:
    """Return the lines of a table for one size: nanoseconds a transfer, and the multiple of the bare loop."""
    ledger = stream(transfers, claims)
    for policy in (Policy.FIFO, Policy.LIFO, *running.RULES):
        kernel(stream(1000), policy)()
    runs = RUNS if transfers < LONG else 2
    base = least_time(bare(ledger), runs)
    lines = [f"| {transfers:,} | {ledger.claims:,} | bare loop | {base / transfers:.1f} | 1.0 | |"]
    if library() is not None:
        lines.append(row(ledger, "fifo, C by hand", least_time(by_hand(ledger), runs), base))
    rules = list(running.RULES) if transfers <= RULES_UP_TO else []
    for policy in (Policy.FIFO, Policy.LIFO, *rules):
        took = least_time(kernel(ledger, policy), 1 if ledger.claims > MANY_CLAIMS else runs)
        lines.append(row(ledger, policy.value, took, base, rows(ledger, policy)))
    lines.append(row(ledger, "poison (tiers)", least_time(tiers(ledger), runs), base))
    if transfers <= PLAIN_UP_TO and ledger.claims <= MANY_CLAIMS:
        lines.append(row(ledger, "fifo, plain Python", least_time(lambda: plain(ledger), 1), base))
    return lines


def row(ledger: BenchLedger, name: str, took: float, base: float, moved: int = 0) -> str:
    """Return one line of the table; ``moved``: the pieces of claims' money."""
    count = len(ledger.events.payer)
    pieces = f"{moved / count:.3f}" if moved else ""
    return f"| {count:,} | {ledger.claims:,} | {name} | {took / count:.1f} | {took / base:.1f} | {pieces} |"


def main(sizes: list[int]) -> None:
    """Print the table: all sizes with claims on 1 % of the accounts, then the first with fewer claims."""
    print("| transfers | claims | what | ns a transfer | times the bare loop | pieces a transfer |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        print("\n".join(measure(size)), flush=True)
    for claims in FEWER_CLAIMS:
        print("\n".join(measure(sizes[0], claims)), flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
