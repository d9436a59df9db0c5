"""The hand-written C kernel for comparison (``by_hand.c``), where there is a C compiler; FIFO alone."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from benchmarks.ledger import BenchLedger

LOT = np.dtype([("amount", "i8"), ("origin", "i4"), ("next", "i4")])
LISTS = np.dtype([("head", "i4"), ("tail", "i4")])
ONE_NUMBER = -2
FLOWS_A_TRANSFER = 4


@cache
def library() -> Any:
    """Return the compiled kernel; None where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    made = Path(mkdtemp()) / "by_hand.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run(
        [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(made), str(source)], check=True
    )
    found = ctypes.CDLL(str(made))
    found.by_hand.restype = ctypes.c_int64
    return found


def by_hand(ledger: BenchLedger) -> Callable[[], int]:
    """Return the kernel over the whole stream; its buffers are made beforehand."""
    events = ledger.events
    count = len(events.payer)
    room = np.zeros(count // 4 + 1000, LOT)
    flows = np.zeros(count // FLOWS_A_TRANSFER + 1000, LOT)
    lists = np.zeros(len(ledger.openings), LISTS)
    given = (events.payer, events.payee, events.amount, events.claim_event, events.claim)

    def action() -> int:
        balance = ledger.openings.copy()
        lists["tail"] = ONE_NUMBER
        arrays = (*given, balance, lists, room, flows)
        pointers = [ctypes.c_void_p(each.ctypes.data) for each in arrays]
        return int(library().by_hand(ctypes.c_int64(count), *pointers))

    return action
