"""``suyuan trace --earmarks F``: figures with and, in a folder beside, without; what had to give way is said."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.trace import app
from suyuan.errors import Refused, WrongUsage

FILES = {
    "transfers.csv": "id,time,payer,payee,amount\n"
    "T1,2021-03-05T10:00:00+08:00,V,A,100.00\n"
    "T2,2021-03-05T10:01:00+08:00,W,A,50.00\n"
    "T3,2021-03-05T10:02:00+08:00,A,B,120.00\n"
    "T4,2021-03-05T10:03:00+08:00,X,A,10.00\n"
    "T5,2021-03-05T10:04:00+08:00,A,C,40.00\n",
    "claims.csv": "claim,victim,transfer,amount\nc1,张某甲,T1,100.00\nc2,李某乙,T2,50.00\n",
    "openings.csv": "account,amount\nA,0\nV,100\nW,50\nX,10\n",
    "earmarks.csv": "account,credit,debit,amount,grade\nA,T1,T5,20.00,known\nA,T2,T5,20.00,inferred\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the plain files."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def trace(folder: Path, *more: str) -> Result:
    """Run the command on the folder's files."""
    given = [
        word for name in ("transfers", "claims", "openings") for word in (f"--{name}", f"{folder}/{name}.csv")
    ]
    return CliRunner().invoke(app, [*given, "--policy", "fifo", "--out", str(folder / "out"), *more])


def held(folder: Path) -> dict[tuple[str, str], str]:
    """Return the holdings written into a folder."""
    with (folder / "holdings.csv").open(encoding="utf-8", newline="") as file:
        return {(row["account"], row["claim"]): row["amount"] for row in csv.DictReader(file)}


def test_with_and_without(folder: Path) -> None:
    """Worked by hand: ten of the second earmark give way; without them C gets only what B left of W's and X's."""
    result = trace(folder, "--earmarks", f"{folder}/earmarks.csv")
    assert result.exit_code == 0, result.output
    assert held(folder / "out") == {
        ("B", "c1"): "80.00", ("B", "c2"): "40.00", ("C", "c1"): "20.00", ("C", "c2"): "10.00",
    }  # fmt: skip
    assert held(folder / "out" / "without_earmarks") == {
        ("B", "c1"): "100.00", ("B", "c2"): "20.00", ("C", "c2"): "30.00",
    }  # fmt: skip
    summary = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["earmark_conflicts"] == [{"earmark": 2, "before_transfer": "T3", "released": "10.00"}]
    assert "T3" in result.output and "10.00" in result.output


def test_a_later_run_without_earmarks_leaves_nothing_of_them(folder: Path) -> None:
    """The folder beside is emptied; figures of two runs never stand together."""
    trace(folder, "--earmarks", f"{folder}/earmarks.csv")
    trace(folder)
    assert not list((folder / "out" / "without_earmarks").iterdir())
    assert held(folder / "out")[("B", "c1")] == "100.00"


def test_a_row_that_cannot_be_is_refused_by_file_and_row(folder: Path) -> None:
    """An earmark on a payment of somebody else: earmarks.csv, its row, and why."""
    (folder / "earmarks.csv").write_text("account,credit,debit,amount\nA,T1,T4,20.00\n", encoding="utf-8")
    result = trace(folder, "--earmarks", f"{folder}/earmarks.csv")
    assert isinstance(result.exception, Refused)
    assert "earmarks.csv" in str(result.exception) and "T4" in str(result.exception)


def test_a_case_has_no_file_of_earmarks(folder: Path) -> None:
    """Files and a case are two ways of asking; both at once is a wrong usage."""
    result = CliRunner().invoke(
        app, ["--case", "A1", "--earmarks", f"{folder}/earmarks.csv", "--policy", "fifo", "--out", f"{folder}/out"]
    )
    assert isinstance(result.exception, WrongUsage)
