"""How fast a large answer becomes proven bookings in Parquet, against two roads without any proof, in one run.

``python -m benchmarks.intake [rows …] [--pandas PYTHON] [--file F]``: (a) ``iconv`` to UTF-8 piped into DuckDB's
CSV reader with the same cleaning and typing; (b) ``pandas.read_csv(encoding="gb18030")`` plus cleaning, in
chunks, where an interpreter that has pandas is named. Each road runs as a process of its own, in turn; its
greatest memory is what the system reports. ``--small N`` reads and imports N small files instead.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import answers

SIZES = (10**6,)

OURS = """
import sys
from pathlib import Path
from suyuan.intake.columns.reading import Wanted, read_by_columns
from suyuan.ledger import segment
from suyuan.ledger.contents import contents_of
read = read_by_columns(Path(sys.argv[1]), wanted=Wanted(scratch=Path(sys.argv[2])))
entry = segment.write(contents_of(read), Path(sys.argv[2]))
table = read.tables[0]
states = [part.balance.state.value for part in table.parts]
print(table.rows.read, "read,", table.rows.quarantined, "quarantined,", table.rows.note, "notes,", states.count("proven"),
      "of", len(states), "accounts proven,", sum(len(part.balance.breaks) for part in table.parts), "breaks")
"""  # noqa: E501

DUCKDB = """
import sys, duckdb
db = duckdb.connect(config={"threads": 2, "memory_limit": "3GB", "temp_directory": sys.argv[2],
                            "preserve_insertion_order": "false"})
db.execute("SET enable_progress_bar = false")
names = [name.strip() for name in sys.argv[3].split(",")]
t = {name: f"nullif(nullif(trim(\\"{name}\\", E' \\\\t'), '-'), '')" for name in names}
words = f"concat_ws(' ', {t['摘要说明']}, {t['交易类型']}, {t['备注']})"
db.execute(f'''
COPY (SELECT
  regexp_replace(coalesce({t['交易卡号']}, {t['交易账号']}), '[^0-9A-Za-z*]', '', 'g') AS account,
  list_value({t['交易账号']}) AS other_numbers, {t['账户开户名称']} AS holder,
  coalesce(try_strptime({t['交易时间']}, '%Y-%m-%d %H:%M:%S'), try_strptime({t['交易时间']}, '%Y%m%d%H%M%S')) AS time,
  CASE WHEN {t['收付标志']} IN ('进','入','贷','C','收') THEN 'in' WHEN {t['收付标志']} IN ('出','借','D','支','付') THEN 'out' END AS direction,
  CAST(try_cast(replace({t['交易金额']}, ',', '') AS DECIMAL(18,2)) * 100 AS BIGINT) AS amount,
  CASE {t['交易币种']} WHEN '人民币' THEN 'CNY' WHEN 'CNY' THEN 'CNY' WHEN '美元' THEN 'USD' WHEN '港币' THEN 'HKD' END AS currency,
  CAST(try_cast(replace({t['交易余额']}, ',', '') AS DECIMAL(18,2)) * 100 AS BIGINT) AS balance,
  regexp_replace({t['交易对手账卡号']}, '[^0-9A-Za-z*]', '', 'g') AS counterparty_account,
  {t['交易对手账卡号']} AS counterparty_account_raw, {t['对手户名']} AS counterparty_name,
  {t['对手开户银行']} AS counterparty_bank,
  CASE WHEN {words} LIKE '%冲正%' THEN 'correction' WHEN {words} LIKE '%退款%' THEN 'refund'
       WHEN {words} LIKE '%手续费%' THEN 'fee' WHEN {words} LIKE '%结息%' THEN 'interest'
       WHEN {t['现金标志']} = '现金' THEN 'cash' WHEN {words} LIKE '%取款%' THEN 'cash_withdrawal'
       WHEN {words} LIKE '%消费%' OR {words} LIKE '%快捷支付%' THEN 'consumption' ELSE 'transfer' END AS kind,
  {words} AS summary, {t['交易流水号']} AS reference,
  list_distinct(list_value({t['交易流水号']}, {t['日志号']}, {t['传票号']}, {t['凭证号']})) AS references,
  CASE WHEN {t['交易是否成功']} IN ('成功','是','1','00') THEN 'effective' WHEN {t['交易是否成功']} IN ('失败','否','0','01') THEN 'failed' ELSE 'unknown' END AS status,
  {t['商户名称']} AS merchant
FROM read_csv('/dev/stdin', delim=',', quote='"', header=true, all_varchar=true, null_padding=true, auto_detect=false,
              columns={{{', '.join(f"'{name}': 'VARCHAR'" for name in names)}}})
WHERE {t['交易金额']} IS NOT NULL
) TO '{sys.argv[2]}/duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)
''')
print(db.execute(f"SELECT count(*) FROM '{sys.argv[2]}/duckdb.parquet'").fetchall()[0][0], "rows, no proof")
"""  # noqa: E501

PANDAS = """
import sys
import pandas as pd
count = 0
for frame in pd.read_csv(sys.argv[1], encoding="gb18030", dtype=str, chunksize=500_000):
    for name in frame.columns:
        frame[name] = frame[name].str.strip()
    frame = frame[frame["交易金额"].notna()]
    frame["time"] = pd.to_datetime(frame["交易时间"], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    for name in ("交易金额", "交易余额"):
        frame[name] = (pd.to_numeric(frame[name].str.replace(",", ""), errors="coerce") * 100).round().astype("Int64")
    frame["direction"] = frame["收付标志"].map({"进": "in", "出": "out", "借": "out", "贷": "in"})
    frame["currency"] = frame["交易币种"].map({"人民币": "CNY", "CNY": "CNY"})
    frame["status"] = frame["交易是否成功"].map({"成功": "effective", "失败": "failed"})
    frame["account"] = frame["交易卡号"].fillna(frame["交易账号"])
    frame["summary"] = frame["摘要说明"].fillna("") + " " + frame["交易类型"].fillna("") + " " + frame["备注"].fillna("")
    count += len(frame)
print(count, "rows, in memory only, no proof")
"""  # noqa: E501


@dataclass(frozen=True)
class Run:
    """One road: how long it took, on the clock and of the processors, the greatest memory of its processes in
    bytes, and what it said.
    """

    seconds: float
    processor: float
    memory: int
    said: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each size; the arguments are the command line's where none are given."""
    asked = argparse.ArgumentParser()
    asked.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    asked.add_argument("--pandas", default="", help="an interpreter that has pandas")
    asked.add_argument("--file", type=Path, help="keep the file here, or take it if it is there")
    asked.add_argument("--small", type=int, default=0, help="so many small files instead")
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if given.small:
            small_files(Path(folder), given.small)
            return
        for rows in given.rows:
            file = given.file or Path(folder) / f"{rows}.csv"
            if not file.exists():
                answers.write(file, rows)
            compare(file, rows, Path(folder), given.pandas)


def compare(file: Path, rows: int, folder: Path, pandas: str) -> None:
    """Print how fast each road is on one file, and the ratios."""
    python = sys.executable
    names = answers.HEADER
    roads: dict[str, Callable[[str], list[str]]] = {
        "suyuan, with accounting, quarantine and balance proof": lambda out: [python, "-c", OURS, str(file), out],
        "(a) iconv | DuckDB, no proof": lambda out: [
            "sh", "-c", 'iconv -f GB18030 -t UTF-8 "$1" | "$2" -c "$3" "$1" "$4" "$5"', "sh",
            str(file), python, DUCKDB, out, names,
        ],
    }  # fmt: skip
    if pandas:
        roads["(b) pandas.read_csv plus cleaning, no proof"] = lambda _: [pandas, "-c", PANDAS, str(file)]
    file_bytes = file.stat().st_size
    print(f"{rows:,} rows, {file_bytes / 1e9:.2f} GB, load {os.getloadavg()[0]:.1f} before\n")
    print("| road | rows a second | times ours | processor seconds | times ours | greatest memory | said |")
    print("|---|---|---|---|---|---|---|")
    ours: Run | None = None
    for name, command in roads.items():
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        run = measured(command(str(out)))
        ours = ours or run
        print(
            f"| {name} | {rows / run.seconds:,.0f} | {run.seconds / ours.seconds:.2f} | {run.processor:.1f} "
            f"| {run.processor / ours.processor:.2f} | {run.memory / 2**30:.2f} GiB | {run.said} |",
            flush=True,
        )
        shutil.rmtree(out, ignore_errors=True)
    print()


def measured(command: list[str]) -> Run:
    """Run a command and say how long it took and how much memory its largest process had."""
    began = time.perf_counter()
    worker = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "sys.stderr.write(done.stderr if done.returncode else '')\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime, done.stdout.strip())\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run([sys.executable, "-c", worker, *command], check=True, stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - began
    memory, processor, *said = done.stdout.strip().split(" ", 2)
    return Run(seconds, float(processor), int(memory) * 1024, said[0] if said else "")


def small_files(folder: Path, count: int) -> None:
    """Print how long many small files take to inspect and to import, and reading alone in one process."""
    inputs = folder / "in"
    inputs.mkdir()
    for number in range(count):
        answers.write(inputs / f"甲银行_{number:04}_交易明细信息.csv", 40, seed=number)
    home = folder / "home"
    program = [str(Path(sys.executable).with_name("suyuan"))]
    reading = (
        "import sys\nfrom pathlib import Path\nfrom suyuan.intake.statement import read_file\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n    read_file(path)\n"
    )
    for case in ("B1", "B2"):
        new = [*program, "case", "new", "bench", "--number", case, "--home", str(home)]
        subprocess.run(new, check=True, capture_output=True)
    alone_there = "import os, sys; os.sched_setaffinity(0, {0}); os.execv(sys.argv[1], sys.argv[1:])"
    roads = {
        "reading alone": [sys.executable, "-c", reading, str(inputs)],
        "statement inspect": [*program, "statement", "inspect", *map(str, sorted(inputs.iterdir())), "--json"],
        "import": [*program, "import", str(inputs), "--case", "B1", "--home", str(home)],
        "import, on one processor": [
            *(sys.executable, "-c", alone_there, *program),
            *("import", str(inputs), "--case", "B2", "--home", str(home)),
        ],
    }
    alone: Run | None = None
    print(f"{count:,} files, load {os.getloadavg()[0]:.1f} before\n")
    print("| what | ms a file | times reading alone | processor, ms a file | times |\n|---|---|---|---|---|")
    for name, command in roads.items():
        run = measured(command)
        alone = alone or run
        print(
            f"| {name} | {run.seconds / count * 1000:.1f} | {run.seconds / alone.seconds:.2f} "
            f"| {run.processor / count * 1000:.1f} | {run.processor / alone.processor:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
