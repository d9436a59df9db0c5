"""``suyuan trace`` on plain files: what it takes, what it writes, how it refuses."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.trace import app
from suyuan.errors import ExitCode, SuyuanError
from suyuan.model.text import Language

TRANSFERS = """id,time,payer,payee,amount
T1,2021-03-05T10:00:00+08:00,V,A,100.00
T2,2021-03-05T10:05:00+08:00,A,B,60.00
T3,2021-03-05T10:05:00+08:00,A,cash:x,30.00
"""
CLAIMS = """claim,victim,transfer,amount
c1,张某甲,T1,100.00
"""


class Files:
    """The plain files in a folder, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = {"transfers": "transfers.csv", "claims": "claims.csv"}
        self.put("transfers.csv", TRANSFERS)
        self.put("claims.csv", CLAIMS)

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def trace(self, *more: str, out: str = "out", policy: str = "fifo") -> Result:
        """Run the command."""
        given = [word for option, name in self.names.items() for word in (f"--{option}", str(self.folder / name))]
        return CliRunner().invoke(app, [*given, "--policy", policy, "--out", str(self.folder / out), *more])

    def rows(self, name: str, out: str = "out") -> list[dict[str, str]]:
        """Return an output's rows."""
        with (self.folder / out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Return three transfers and a claim."""
    return Files(tmp_path)


def error(result: Result) -> SuyuanError:
    """Return what the command raised for its user."""
    assert isinstance(result.exception, SuyuanError), result.output
    return result.exception


def test_plain_files_are_traced(files: Files) -> None:
    """V's 100 through A: 60 with B, 30 in cash, 10 with A; the summary is printed as JSON, alone."""
    result = files.trace("--json", policy="fifo,pro_rata")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads((files.folder / "out" / "summary.json").read_bytes())
    held = [(row["policy"], row["account"], row["amount"], row["currency"]) for row in files.rows("holdings.csv")]
    assert held == [
        (policy, account, amount, "CNY")
        for policy in ("fifo", "pro_rata")
        for account, amount in (("A", "10.00"), ("B", "60.00"), ("cash:x", "30.00"))
    ]
    said = files.trace()
    assert "3 transfers" in said.stdout and "1 claim: 100.00 CNY" in said.stdout


def test_running_twice_gives_the_same_bytes(files: Files) -> None:
    """A second run into the same folder changes no byte."""
    files.trace(policy="all")
    first = {path.name: path.read_bytes() for path in (files.folder / "out").iterdir()}
    files.trace(policy="all")
    assert {path.name: path.read_bytes() for path in (files.folder / "out").iterdir()} == first


def test_as_of_takes_moments_and_dates(files: Files) -> None:
    """Up to the moment, included; a bare date means its end; without an offset China's time is meant."""
    for moment, amount in (
        ("2021-03-05T10:04:59+08:00", "100.00"),
        ("2021-03-05T02:05:00Z", "10.00"),
        ("2021-03-05 10:04:00", "100.00"),
        ("2021-03-05", "10.00"),
    ):
        assert files.trace("--as-of", moment).exit_code == 0
        assert [row["amount"] for row in files.rows("holdings.csv") if row["account"] == "A"] == [amount]
    assert error(files.trace("--as-of", "yesterday")).exit_code == ExitCode.WRONG_USAGE


def test_all_optional_files_are_read(files: Files) -> None:
    """Openings, accounts and assertions take part; a bank of the accounts file stands in the inquiries."""
    files.names |= {"openings": "openings.csv", "accounts": "accounts.csv", "assertions": "assertions.csv"}
    files.put("openings.csv", "account,amount\nA,40.00\n")
    files.put(
        "accounts.csv",
        "account,kind,role,parent,holder,controller,covered_from,covered_to,bank\n"
        "B,bank,,,,,2021-03-01T00:00:00+08:00,2021-03-05T10:05:00+08:00,示例银行\nA,,suspect_controlled,,,,,,乙银行\n",
    )
    files.put("assertions.csv", "account,time,after_transfer,amount\nB,2021-03-05T10:06:00+08:00,T3,61.00\n")
    assert files.trace("--as-of", "2021-03-06T00:00:00+08:00").exit_code == 0
    assert [(row["account"], row["amount"]) for row in files.rows("holdings.csv")] == [
        ("A", "50.00"), ("B", "20.00"), ("cash:x", "30.00"),
    ]  # fmt: skip
    assert [(row["account"], row["bank"], row["reason"]) for row in files.rows("inquiries.csv")] == [
        ("A", "乙银行", "never_asked"), ("B", "示例银行", "answer_ends"),
    ]  # fmt: skip
    assert json.loads((files.folder / "out" / "summary.json").read_bytes())["unexplained"] == [
        {"account": "B", "before_transfer": None, "direction": "in", "amount": "1.00", "cause": "assertion"}
    ]


def test_parquet_in_gives_parquet_out(files: Files) -> None:
    """The same ledger as Parquet gives the same figures, in minor units."""
    times = [datetime(2021, 3, 5, 2, 0, tzinfo=UTC), *[datetime(2021, 3, 5, 2, 5, tzinfo=UTC)] * 2]
    transfers = {
        "id": ["T1", "T2", "T3"],
        "time": pa.array(times, pa.timestamp("us", tz="UTC")),
        "payer": ["V", "A", "A"],
        "payee": ["A", "B", "cash:x"],
        "amount": pa.array([10000, 6000, 3000], pa.int64()),
    }
    pq.write_table(pa.table(transfers), files.folder / "t.parquet")
    files.names["transfers"] = "t.parquet"
    assert files.trace(policy="all").exit_code == 0
    assert pq.read_table(files.folder / "out" / "ranges.parquet").column("least").to_pylist() == [1000, 6000, 3000]
    assert not (files.folder / "out" / "ranges.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("transfers.csv", TRANSFERS.replace("60.00", "1,2,3.4"), r"row 3: 7 cells"),
        ("transfers.csv", TRANSFERS.replace("60.00", '"1,2,3.4.5"'), r"row 3: amount is '1,2,3\.4\.5'"),
        ("transfers.csv", TRANSFERS.replace("60.00", "NaN"), "row 3: amount is 'NaN'"),
        ("transfers.csv", TRANSFERS.replace("60.00", "1e3"), "row 3: amount is '1e3'"),
        ("transfers.csv", TRANSFERS.replace("60.00", "60.001"), r"row 3: amount is '60\.001'"),
        ("transfers.csv", TRANSFERS.replace("60.00", "-0.00"), "row 3: the amount 0.00 is not above zero"),
        ("transfers.csv", TRANSFERS.replace("60.00", "99999999999999999999"), "row 3: amount is '9999"),
        ("transfers.csv", TRANSFERS.replace("03-05T10:05:00+08:00,A,B", "02-30T10:05:00Z,A,B"), "row 3: time"),
        ("transfers.csv", TRANSFERS.replace("05T10:00:00", "06T10:00:00"), "row 3: its time is before"),
        ("transfers.csv", TRANSFERS.replace(",A,B,", ",,B,"), "row 3: payer is ''"),
        ("transfers.csv", TRANSFERS.replace("T2", "T1"), "row 3: the id T1 is repeated"),
        ("transfers.csv", TRANSFERS.replace("payee", "to"), "no column payee; its header is: id, time, payer, to"),
        ("transfers.csv", TRANSFERS.replace("id,time", "id,id,time"), "column id twice"),
        ("transfers.csv", b"", "the file is empty"),
        ("transfers.csv", b"PK\x03\x04\0\0binary", "binary content"),
        ("transfers.csv", b"PAR1 and no more", "neither CSV in UTF-8 nor Parquet"),
        ("transfers.csv", TRANSFERS.replace("T2", "转账").encode("gb18030"), "neither CSV in UTF-8 nor Parquet"),
        ("transfers.csv", b"id" * 2_000_000, "a cell that is far too long"),
        ("transfers.csv", TRANSFERS + "T4," + "9" * 3_000_000, "a cell that is far too long"),
        ("claims.csv", CLAIMS.replace("T1", "T9"), "claims.csv, row 2: there is no transfer T9"),
        ("claims.csv", CLAIMS.replace("100.00", "100.01"), r"claims.csv, row 2: 100\.01 is above"),
        ("claims.csv", CLAIMS + "c2,张某乙,T1,0.01\n", r"claims.csv, row 3: the claims on transfer T1 .* 100\.01"),
        ("claims.csv", CLAIMS + "\n\nc1,张某乙,T2,1.00\n", "claims.csv, row 5: the id c1 is repeated"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_file_and_row(files: Files, name: str, content: str | bytes, words: str) -> None:
    """Each bad file ends with exit code 3 and a sentence in both languages, and nothing is written."""
    files.put(name, content)
    refused = error(files.trace())
    assert refused.exit_code == ExitCode.REFUSED
    assert re.search(words, refused.message.render(Language.EN))
    assert refused.message.render(Language.ZH)
    assert not (files.folder / "out").exists()


def test_two_currencies_are_refused(files: Files) -> None:
    """One currency a run: a second one in the transfers, or another in the claims, is named with its row."""
    with_currency = "\n".join(line + ",USDT" for line in TRANSFERS.splitlines()).replace(
        "amount,USDT", "amount,currency"
    )
    files.put("transfers.csv", with_currency)
    assert files.trace().exit_code == 0
    assert {row["currency"] for row in files.rows("claims.csv")} == {"USDT"}
    assert files.rows("claims.csv")[0]["claimed"] == "100.000000"
    files.put("transfers.csv", with_currency[:-4] + "CNY")
    assert "row 4: currency is 'CNY', expected the currency of all the others, USDT" in str(error(files.trace()))
    files.put("transfers.csv", with_currency)
    files.put("claims.csv", CLAIMS.replace("amount", "amount,currency").replace("100.00", "100.00,CNY"))
    assert "claims.csv, row 2: currency is 'CNY'" in str(error(files.trace()))


@pytest.mark.parametrize(
    "run",
    [
        lambda files: files.trace(policy="clayton"),
        lambda files: files.trace("--set", "frozen"),
        lambda files: files.trace(out="."),
        lambda files: CliRunner().invoke(app, ["--transfers", "x.csv", "--policy", "fifo", "--out", "y"]),
    ],
)
def test_wrong_usage_is_told_before_anything_is_computed(files: Files, run: Callable[[Files], Result]) -> None:
    """An unknown policy, what is not there yet, outputs upon inputs, a missing option: exit code 2."""
    before = {path.name: path.read_bytes() for path in files.folder.iterdir()}
    assert error(run(files)).exit_code == ExitCode.WRONG_USAGE
    assert {path.name: path.read_bytes() for path in files.folder.iterdir()} == before


def test_a_missing_file_is_named(files: Files) -> None:
    """A file that is not there is refused by its name."""
    files.names["transfers"] = "gone.csv"
    assert "gone.csv" in str(error(files.trace()))


def test_a_byte_order_mark_and_crlf_do_no_harm(files: Files) -> None:
    """What a spreadsheet saves as CSV UTF-8 is read."""
    files.put("transfers.csv", b"\xef\xbb\xbf" + TRANSFERS.replace("\n", "\r\n").encode())
    assert files.trace().exit_code == 0
    assert len(files.rows("holdings.csv")) == 3


def test_the_command_starts_light() -> None:
    """Its help needs none of the heavy libraries."""
    heavy = "{'numpy', 'pyarrow', 'numba', 'duckdb'}"
    code = f"import sys, suyuan.cli.trace; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
