"""Several policies at once, on one core and on two: the kernels leave the interpreter to each other.

``python -m benchmarks.threads [transfers]``. Policies are independent of each other; what they find is the same.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks.ledger import stream
from suyuan.tracing import running
from suyuan.tracing.policies import Policy

TRANSFERS = 10**6
CLAIMS = 100
RUNS = 5
TOGETHER = (
    (Policy.FIFO, Policy.LIFO),
    (Policy.PRO_RATA, Policy.PRO_RATA),
    tuple(policy for policy in Policy if policy.has_amounts),
)


def main(words: list[str]) -> None:
    """Print the table."""
    count = int(words[0]) if words else TRANSFERS
    ledger = stream(count, CLAIMS)

    def one(policy: Policy) -> running.PolicyRun:
        return running.run(policy, ledger.events, ledger.openings, ledger.claims)

    for policy in TOGETHER[-1]:
        one(policy)
    print("| transfers | policies | 1 thread, ms | 2 threads, ms | times faster |")
    print("|---|---|---|---|---|")
    for policies in TOGETHER:
        best: dict[int, float] = {}  # float: a duration, not money
        found: dict[int, list[running.PolicyRun]] = {}
        for threads in (1, 2) * RUNS:
            with ThreadPoolExecutor(threads) as pool:
                start = time.perf_counter()
                found[threads] = list(pool.map(one, policies))
                took = time.perf_counter() - start
            best[threads] = min(best.get(threads, took), took)
        for left, right in zip(found[1], found[2], strict=True):
            if not (np.array_equal(left.flows, right.flows) and np.array_equal(left.holdings, right.holdings)):
                raise SystemExit(f"{left.policy.value}: not the same with two threads")
        names = ", ".join(policy.value for policy in policies)
        said = f"{best[1] * 1e3:.0f} | {best[2] * 1e3:.0f} | {best[1] / best[2]:.2f}"
        print(f"| {count:,} | {names} | {said} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
