"""``suyuan trace path``: chains and flows of plain files and of a case, with the way back to the bank's row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.demo import NUMBER
from suyuan.cli.trace import app
from suyuan.errors import Refused, SuyuanError, WrongUsage
from suyuan.intake.statement import read_file

AS_OF = "2021-03-20T18:00:00+08:00"
FILES = {
    "transfers.csv": "id,time,payer,payee,amount\n"
    "T1,2021-03-05T10:00:00+08:00,V,A,100.00\n"
    "T2,2021-03-05T10:01:00+08:00,X,A,50.00\n"
    "T3,2021-03-05T10:02:00+08:00,A,B,60.00\n"
    "T4,2021-03-05T10:03:00+08:00,A,C,60.00\n",
    "claims.csv": "claim,victim,transfer,amount\nc1,张某甲,T1,100.00\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the plain files."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def path(folder: Path, *more: str) -> Result:
    """Run the command on the folder's files."""
    given = [word for name in ("transfers", "claims") for word in (f"--{name}", f"{folder}/{name}.csv")]
    return CliRunner().invoke(app, ["path", *given, *more])


def test_chains_are_rows(folder: Path) -> None:
    """C holds the claim's other 40: a chain of two steps, each with the piece's amount and its transfer's."""
    result = path(folder, "--account", "C", "--claim", "c1", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["held"], said["claimed"], said["victim"], said["policy"]) == ("40.00", "100.00", "张某甲", "fifo")
    steps = [(row["chain"], row["step"], row["transfer"], row["payer"], row["payee"]) for row in said["chains"]]
    assert steps == [(1, 1, "T1", "V", "A"), (1, 2, "T4", "A", "C")]
    assert [(row["amount"], row["transfer_amount"]) for row in said["chains"]] == [
        ("40.00", "100.00"), ("40.00", "60.00"),
    ]  # fmt: skip
    assert said["chains"][1]["time"] == "2021-03-05T10:03:00+08:00"
    assert said["case"] is None and said["lots"] is None


def test_flows_of_a_proportional_policy(folder: Path) -> None:
    """Two thirds of each payment are the claim's; there is no chain, and the accounts add up."""
    said = json.loads(path(folder, "--account", "C", "--claim", "c1", "--policy", "pro_rata", "--json").stdout)
    assert said["chains"] is None
    assert [(row["transfer"], row["amount"]) for row in said["flows"]] == [("T1", "100.00"), ("T4", "40.00")]
    assert said["accounts"][1] == {
        "account": "A", "holder": None, "entered": "0.00", "came": "100.00", "towards": "40.00",
        "elsewhere": "40.00", "stands": "20.00",
    }  # fmt: skip


def test_lots_are_worked_through(folder: Path) -> None:
    """A gets 100 and 50; 60 leave from the oldest, and 40 of the claim and 50 of X's are left."""
    result = path(folder, "--account", "A", "--claim", "c1", "--lots", "--json")
    steps = json.loads(result.stdout)["lots"]["steps"]
    assert [step["direction"] for step in steps] == ["in", "in", "out", "out"]
    assert steps[2]["pieces"] == [{"claim": "c1", "amount": "60.00"}]
    assert steps[2]["lots"] == [{"claim": "c1", "amount": "40.00"}, {"claim": None, "amount": "50.00"}]
    said = path(folder, "--account", "A", "--claim", "c1", "--lots").stdout
    assert "holds c1 40.00, other funds 50.00" in said


def test_money_that_never_came_is_a_sentence(folder: Path) -> None:
    """Nothing went wrong: a sentence, exit 0, and with --json no rows."""
    result = path(folder, "--account", "X", "--claim", "c1")
    assert result.exit_code == 0 and "never came to account X" in result.stdout
    said = json.loads(path(folder, "--account", "X", "--claim", "c1", "--json").stdout)
    assert (said["held"], said["chains"], said["flows"], said["accounts"]) == ("0.00", [], [], [])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--account", "Z", "--claim", "c1"), "'Z'"),
        (("--account", "C", "--claim", "c2"), "c1"),
        (("--account", "C", "--claim", "c1", "--policy", "poison"), "poison"),
        (("--account", "C", "--claim", "c1", "--policy", "all"), "6"),
        (("--account", "C", "--claim", "c1", "--case", "X"), "--case"),
    ],
)
def test_wrong_words_are_said(folder: Path, more: tuple[str, ...], said: str) -> None:
    """Unknown names, a policy without amounts, several policies, a case beside files."""
    result = path(folder, *more)
    assert isinstance(result.exception, WrongUsage) and said in str(result.exception)


def test_a_row_that_cannot_be_traced_is_named(folder: Path) -> None:
    """A claim above its transfer is refused with its file and row."""
    (folder / "claims.csv").write_text("claim,victim,transfer,amount\nc1,张某甲,T1,100.01\n", encoding="utf-8")
    result = path(folder, "--account", "C", "--claim", "c1")
    assert isinstance(result.exception, Refused) and "claims.csv" in str(result.exception)


def test_files_are_needed(folder: Path) -> None:
    """Without a case both files must be given."""
    result = CliRunner().invoke(
        app, ["path", "--account", "A", "--claim", "c", "--claims", f"{folder}/claims.csv"]
    )
    assert isinstance(result.exception, SuyuanError) and "--transfers" in str(result.exception)


def test_each_step_of_a_case_leads_to_its_row(demo_home: Path) -> None:
    """In the demo's case the chains sum to what stands, and the first step's row in the file shows it.

    The account is found by another of its numbers too.
    """
    home = demo_home
    asked = [
        "path",
        "--home",
        str(home),
        "--case",
        NUMBER,
        "--claim",
        "LJ202103160001-3",
        "--as-of",
        AS_OF,
        "--json",
    ]
    result = CliRunner().invoke(app, [*asked, "--account", "6200 0001 0016 5760 812"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["account"], said["held"]) == ("6200000100165760812", "42937.28")
    ends: dict[int, dict[str, Any]] = {row["chain"]: row for row in said["chains"]}
    assert sum(round(float(row["amount"]) * 100) for row in ends.values()) == 4293728
    leg = said["chains"][0]
    assert leg["rows"] and all(row["row"] >= 1 for leg in said["chains"] for row in leg["rows"])
    first = leg["rows"][0]
    held = [each for each in (home / "cases").rglob("*") if each.is_file() and first["sha256"] in str(each)]
    assert held, "the file is in the vault"
    read = read_file(held[0])
    amounts = [
        booking.amount
        for table in read.tables
        for part in table.parts
        for booking in part.bookings
        if booking.source.row == first["row"] and booking.source.sheet == first["sheet"]
    ]
    assert round(float(leg["transfer_amount"]) * 100) in amounts
