"""``suyuan trace --bounds --set NAME=FILE``: the table, the words, and how it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.trace import app
from suyuan.errors import Refused, WrongUsage

FILES = {
    "transfers.csv": "id,time,payer,payee,amount,order\n"
    "T1,2021-03-05T10:00:00+08:00,V,A,100.00,proven\n"
    "T2,2021-03-05T10:01:00+08:00,X,A,100.00,proven\n"
    "T3,2021-03-05T10:02:00+08:00,A,B,120.00,proven\n"
    "T4,2021-03-05T10:02:00+08:00,A,C,30.00,proven\n",
    "claims.csv": "claim,victim,transfer,amount\nc1,张某甲,T1,100.00\n",
    "openings.csv": "account,amount\nA,0\nB,0\nC,0\nV,100\nX,100\n",
    "frozen.csv": "account\nB\nC\n",
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


def test_bounds_of_accounts_and_of_a_set(folder: Path) -> None:
    """A pays 120 and 30 of 200, half of it the claim's: at least 50 of 100 stands in the two together."""
    result = trace(folder, "--bounds", "--set", f"frozen={folder}/frozen.csv")
    assert result.exit_code == 0, result.output
    with (folder / "out" / "bounds.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows == [
        ("A", "c1", "0.00", "50.00", "0.00", "50.00", "CNY"),
        ("B", "c1", "20.00", "100.00", "20.00", "100.00", "CNY"),
        ("C", "c1", "0.00", "30.00", "0.00", "30.00", "CNY"),
        ("set:frozen", "c1", "50.00", "100.00", "50.00", "100.00", "CNY"),
    ]
    assert "张某甲" in result.output and "100.00" in result.output and "50.00" in result.output


def test_without_them_there_is_no_table(folder: Path) -> None:
    """Nobody asked, so nothing is computed or written; the summary has no word of it."""
    result = trace(folder, "--json")
    assert "bounds" not in json.loads(result.stdout)
    assert not (folder / "out" / "bounds.csv").exists()


@pytest.mark.parametrize("text", ["frozen", "=frozen.csv", "frozen="])
def test_a_set_has_a_name_and_a_file(folder: Path, text: str) -> None:
    """What is not NAME=FILE is a wrong usage, said with an example."""
    result = trace(folder, "--set", text)
    assert isinstance(result.exception, WrongUsage)


def test_a_set_that_is_no_table_is_refused(folder: Path) -> None:
    """A file without the column account is refused by name."""
    (folder / "frozen.csv").write_text("card\nB\n", encoding="utf-8")
    result = trace(folder, "--set", f"frozen={folder}/frozen.csv")
    assert isinstance(result.exception, Refused)
    assert "frozen.csv" in str(result.exception)
