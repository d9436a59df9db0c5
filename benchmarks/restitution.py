"""The plan of a return for many victims and accounts, beside the bare proportion in floating point.

Invented losses: heavy-tailed amounts, each claim with money in some accounts, a tenth of them traced by agreeing
bounds. Run as ``python -m benchmarks.restitution [VICTIMS [ACCOUNTS]]``.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from suyuan.recovery.allocation import LossClaim
from suyuan.recovery.restitution import FrozenSum, Given, Trace, plan_of
from suyuan.recovery.restitution_compared import compared

POLICIES = ("fifo", "lifo", "pro_rata", "lowest_intermediate_balance", "claims_first")
START = datetime(2021, 3, 1, tzinfo=UTC)


def invented(victims: int, accounts: int) -> Given:
    """Return losses and frozen sums; the seed is fixed."""
    chance = random.Random(37)
    frozen = tuple(
        FrozenSum(f"freeze-{number}", f"62{number:014}", int(chance.lognormvariate(13, 1.5)))
        for number in range(accounts)
    )
    claims, traces = [], []
    for number in range(victims):
        loss = int(chance.lognormvariate(14, 1.5)) + 1
        name = f"c{number}"
        claims.append(LossClaim(name, f"V{number}", loss, loss // 10, START + timedelta(seconds=number)))
        for place in chance.sample(range(accounts), 3):
            there = chance.randrange(loss)
            least = there if chance.random() < 0.1 else there // 2
            by_policy = tuple(chance.randint(least, there) if least < there else there for _ in POLICIES)
            traces.append(Trace(name, f"freeze-{place}", least, there, by_policy))
    return Given("CNY", frozen, tuple(claims), tuple(traces), policies=POLICIES)


def bare(given: Given) -> float:
    """Share each account in proportion to the losses that reach it, in floating point, without caps or traces."""
    net = {each.id: each.net for each in given.claims}
    reaching: defaultdict[str, list[str]] = defaultdict(list)
    for trace in given.traces:
        reaching[trace.name].append(trace.claim)
    total = 0.0
    for account in given.frozen:
        claims = reaching[account.name]
        losses = sum(net[claim] for claim in claims)
        total += sum(account.amount * net[claim] / losses for claim in claims) if losses else 0.0
    return total


def main(victims: int = 100_000, accounts: int = 10_000) -> None:
    """Print the seconds of each and their ratio."""
    given = invented(victims, accounts)
    begun = time.perf_counter()
    bare(given)
    plain = time.perf_counter() - begun
    begun = time.perf_counter()
    found_only = plan_of(given, with_presumed=False)
    kept = plan_of(given, with_presumed=True)
    compared(given, found_only, kept)
    ours = time.perf_counter() - begun
    print(f"{victims:,} victims, {accounts:,} accounts, {len(given.traces):,} traces")
    print("| what | seconds | times the bare proportion |\n|---|---|---|")
    print(f"| bare proportion, floating point | {plain:.2f} | 1.0 |")
    print(f"| both plans, exact, checked, and the comparison over five rules | {ours:.2f} | {ours / plain:.1f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
