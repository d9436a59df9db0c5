"""The whole command, start to finish: from files to files, and how its time splits.

``python -m benchmarks.whole [transfers]`` writes the documented stream as CSV, runs ``suyuan trace --policy fifo``
and a plain script (``plain_script.py``) in processes of their own, one after the other, several times, compares
what both wrote, and says the ratio. ``python -m benchmarks.whole --split transfers`` goes from Parquet to Parquet
in one process and says how long reading, ordering, kernel, tables and writing took, and the greatest memory.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from benchmarks.ledger import DAYS, BenchLedger, stream
from suyuan.documents import trace_tables as written
from suyuan.intake import trace_tables as given
from suyuan.intake.trace_tables import TableKind
from suyuan.tracing import running
from suyuan.tracing import stream as streams
from suyuan.tracing.findings import TIME, TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

compute: Any = pyarrow.compute
TRANSFERS = 10**6
RUNS = 3
BEGIN = 1614902400
"""2021-03-05T00:00:00Z, in seconds."""


def named(letter: str, numbers: Any) -> Any:
    """Return numbers as names."""
    return compute.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


def tables(ledger: BenchLedger) -> tuple[pa.Table, pa.Table]:
    """Return the stream as tables of transfers and claims, amounts in minor units."""
    events, count = ledger.events, len(ledger.events.payer)
    seconds = BEGIN + np.arange(count, dtype=np.int64) * DAYS * 86400 // count
    transfers = pa.table(
        {
            "id": named("t", np.arange(count)),
            "time": pa.array(seconds * 10**6).cast(TIME),
            "payer": named("A", events.payer),
            "payee": named("A", events.payee),
            "amount": events.amount,
        }
    )
    order = np.argsort(events.claim)
    claims = pa.table(
        {
            "claim": named("c", np.arange(len(order))),
            "victim": named("V", np.arange(len(order))),
            "transfer": named("t", events.claim_event[:-1][order]),
            "amount": events.claim_amount[order],
        }
    )
    return transfers, claims


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as a source would: amounts with two decimals, times with their offset."""
    digits = compute.utf8_lpad(table.column("amount").cast(pa.string()), width=3, padding="0")
    whole, cents = compute.utf8_slice_codeunits(digits, 0, -2), compute.utf8_slice_codeunits(digits, -2, 1 << 30)
    place = table.column_names.index("amount")
    table = table.set_column(place, "amount", compute.binary_join_element_wise(whole, cents, "."))
    if "time" in table.column_names:
        local = compute.add(table.column("time").cast(pa.int64()), 8 * 3600 * 10**6).cast(pa.timestamp("us"))
        texts = compute.utf8_replace_slice(local.cast(pa.timestamp("s")).cast(pa.string()), 10, 11, "T")
        table = table.set_column(1, "time", compute.binary_join_element_wise(texts, "+08:00", ""))
    pyarrow.csv.write_csv(table, str(path), pyarrow.csv.WriteOptions(quoting_style="none", quoting_header="none"))  # type: ignore[call-arg]


def spent(words: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds by the clock and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(count: int) -> None:
    """Print the whole command beside the plain script, the least of several runs each."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = [folder / "transfers.csv", folder / "claims.csv"]
        for table, path in zip(tables(stream(count)), files, strict=True):
            write_csv(table, path)
        ours = [
            str(Path(sys.executable).with_name("suyuan")),
            "trace",
            "--transfers",
            str(files[0]),
            "--claims",
            str(files[1]),
        ]
        ours += ["--policy", "fifo", "--out", str(folder / "ours")]
        plain = [sys.executable, "-m", "benchmarks.plain_script", *map(str, files), str(folder / "plain")]
        spent(ours)
        runs = [(spent(ours), spent(plain)) for _ in range(RUNS)]
        same = all(
            sorted((folder / "ours" / name).read_text().splitlines()[1:])
            == sorted((folder / "plain" / name).read_text().splitlines()[1:])
            for name in ("holdings.csv", "flows.csv")
        )
    for what, one in (("clock", 0), ("processor", 1)):
        us, them = min(run[0][one] for run in runs), min(run[1][one] for run in runs)
        print(f"| {count:,} | {what} | {us:.2f} s | {them:.2f} s | {them / us:.1f} |", flush=True)
    print(f"holdings and flows are {'the same' if same else 'NOT the same'}")


def timed(function: Any, took: dict[str, float]) -> Any:
    """Return the function; its seconds are noted under its name."""

    def action(*given_in: Any, **named_in: Any) -> Any:
        start = time.perf_counter()
        found = function(*given_in, **named_in)
        took[function.__name__] = took.get(function.__name__, 0) + time.perf_counter() - start
        return found

    return action


def split(count: int) -> None:
    """Print how the time from Parquet to Parquet splits, and the greatest memory."""
    with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as place:
        folder = Path(place)
        paths = [folder / "transfers.parquet", folder / "claims.parquet"]
        child = os.fork()  # so that the stream's own memory is not counted
        if child == 0:
            for table, path in zip(tables(stream(count)), paths, strict=True):
                pyarrow.parquet.write_table(table, str(path))
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            raise SystemExit("the stream could not be written")
        marks = [time.perf_counter()]
        transfers, claims = (
            given.read(path, kind).rows
            for path, kind in zip(paths, (TableKind.TRANSFERS, TableKind.CLAIMS), strict=True)
        )
        marks.append(time.perf_counter())
        asked = TraceInput("CNY", transfers, claims, {}, None, None)
        del transfers
        took: dict[str, float] = {}
        streams.build, running.run = timed(streams.build, took), timed(running.run, took)
        found = trace(asked, [Policy.FIFO])
        marks.append(time.perf_counter())
        written.write(found, folder / "out", "parquet")
        marks.append(time.perf_counter())
    reading, whole, writing = np.diff(marks)
    ordering, kernel = took["build"], took["run"]
    rest = whole - ordering - kernel
    said = [("reading", reading), ("ordering and checks", ordering), ("kernel", kernel), ("tables", rest)]
    for what, each in [*said, ("writing", writing), ("together", reading + whole + writing)]:
        print(f"| {count:,} | {what} | {each:.1f} s | {each / count * 1e9:.0f} ns a transfer |")
    print(
        f"| {count:,} | greatest memory | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB | |"
    )


def main(words: list[str]) -> None:
    """Compare, or split."""
    counts = [int(word) for word in words if word.isdigit()] or [TRANSFERS]
    for count in counts:
        (split if "--split" in words else compare)(count)


if __name__ == "__main__":
    main(sys.argv[1:])
