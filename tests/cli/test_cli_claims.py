"""``suyuan claims presume``: the demo's unreported inflows, apart from its claims."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from suyuan.actions.demo import NUMBER, example_folder
from suyuan.cli.claims import app
from suyuan.errors import WrongUsage
from suyuan.model.money import minor_from_text


def cast() -> dict[str, Any]:
    """Who takes part in the demo, by code."""
    sys.path.insert(0, str(example_folder()))
    try:
        accounts: dict[str, Any] = importlib.import_module("cast").ACCOUNTS
    finally:
        sys.path.pop(0)
    return accounts


@pytest.fixture(scope="module")
def home(demo_home: Path) -> str:
    """A home with the demo case."""
    return str(demo_home)


def ask(home: str, *words: str) -> Any:
    """Return what a command of claims says; JSON as its object."""
    result = CliRunner().invoke(app, [words[0], "--home", home, "--case", NUMBER, *words[1:]])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout) if "--json" in words else result.stdout


def test_a_decision_stands_is_undone_and_is_kept(home: str) -> None:
    """P13's 36,600.00 excluded leave the sum; undone they are back; both stay with author, reason, evidence."""
    before = ask(home, "presume", "--json")
    (line,) = (each for each in before["inflows"] if each["payer_name"] == "蒋某寅")
    told = ("--transfer", line["transfer"], "--why", "本人说明为购车款", "--evidence", "询问笔录")
    ask(home, "exclude", "--reason", "explained", *told)
    without = ask(home, "presume", "--json")
    sums = [minor_from_text(each["presumed"], "CNY") for each in (before, without)]
    assert (sums[0] - sums[1], without["excluded"]) == (3_660_000, "36600.00")
    (line,) = (each for each in without["inflows"] if each["payer_name"] == "蒋某寅")
    (kept,) = line["decisions"]
    assert (line["excluded"], line["counts"], kept["why"], kept["evidence"]) == (
        "explained", False, "本人说明为购车款", "询问笔录",
    )  # fmt: skip
    ask(home, "undo", str(kept["number"]), "--why", "查明并非购车")
    again = ask(home, "presume", "--json")
    (line,) = (each for each in again["inflows"] if each["payer_name"] == "蒋某寅")
    assert (again["presumed"], line["excluded"]) == (before["presumed"], None)
    assert line["decisions"][0]["undone"]["why"] == "查明并非购车"


def test_a_search_goes_through_its_states(home: str) -> None:
    """The last state stands; one whose exclusion was proposed counts once its payer was heard."""
    found = ask(home, "presume", "--json")
    line = next(each for each in found["inflows"] if each["proposed_exclusion"])
    assert (line["state"], line["counts"]) == ("to_be_found", False)
    for state in ("contacted", "confirmed"):
        ask(home, "state", "--state", state, "--transfer", line["transfer"], "--why", "电话")
    (line,) = (each for each in ask(home, "presume", "--json")["inflows"] if each["transfer"] == line["transfer"])
    assert (line["state"], line["counts"], len(line["decisions"])) == ("confirmed", True, 2)


@pytest.mark.parametrize(
    "words",
    [
        ("exclude", "--transfer", "nothing", "--reason", "refund", "--why", "x"),
        ("exclude", "--transfer", "nothing", "--reason", "whatever", "--why", "x"),
        ("state", "--transfer", "nothing", "--state", "happy", "--why", "x"),
        ("undo", "99", "--why", "x"),
        ("presume", "--card", "6200000000000000000"),
    ],
)
def test_wrong_words_are_said(home: str, words: tuple[str, ...]) -> None:
    """An unknown transfer, reason, state, number or card is wrong usage."""
    with pytest.raises(WrongUsage):
        ask(home, *words)


def test_from_one_card_back_to_its_payers(home: str) -> None:
    """T2n took in only cash that was T1h's: of reported claims V14's and V15's, of others nothing before T1h."""
    accounts = {each.code: each.key for each in cast().values()}
    found = ask(home, "presume", "--json", "--card", accounts["T2n"])
    assert {each["victim"] for each in found["reported_claims"]} == {"吕某辰", "施某巳"}
    assert {each["payee"] for each in found["inflows"]} <= {accounts["T1h"], accounts["T2n"]}


def test_the_annex_asks_for_each_payer_once(home: str, tmp_path: Path) -> None:
    """As many lines as payments that count and are not confirmed; xlsx and csv say the same; the same bytes."""
    for folder in ("a", "b"):
        ask(home, "letter", "--out", str(tmp_path / folder))
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "b").iterdir())
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    lines = [
        row
        for path in (tmp_path / "a").glob("*.csv")
        for row in list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:]
    ]
    asked = [
        each
        for each in ask(home, "presume", "--json")["inflows"]
        if each["counts"] and each["state"] not in ("confirmed", "denied")
    ]
    assert sorted(row[5] for row in lines) == sorted(each["amount"] for each in asked)
    (book,) = (openpyxl.load_workbook(path) for path in (tmp_path / "a").glob("*.xlsx"))
    cells = [[str(cell or "") for cell in row] for row in book.active.iter_rows(min_row=3, values_only=True)]
    assert cells == lines


def test_the_demo_lists_what_nobody_reported(home: str) -> None:
    """Each inflow has payer, amount, row and decision; the two sums are those of the lines; a moment cuts off."""
    result = CliRunner().invoke(app, ["presume", "--home", home, "--case", NUMBER, "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    most = max(found["inflows"], key=lambda line: minor_from_text(line["amount"], "CNY"))
    assert (most["payer_name"], most["amount"], most["proposed_exclusion"]) == ("蒋某寅", "36600.00", None)
    sums = {True: 0, False: 0}
    for line in found["inflows"]:
        sums[not line["counts"]] += minor_from_text(line["amount"], "CNY")
        assert line["payee_by_decision"] and line["rows"] and line["payer"] != line["payee"]
    assert sums[False] == minor_from_text(found["presumed"], "CNY")
    assert sums[True] == minor_from_text(found["with_proposed_exclusion"], "CNY")
    asked = ["presume", "--home", home, "--case", NUMBER, "--as-of", "2021-02-01"]
    assert "no inflow" in CliRunner().invoke(app, asked).stdout


def test_an_unknown_case_is_said(tmp_path: Path) -> None:
    """It is wrong usage, by name."""
    result = CliRunner().invoke(app, ["presume", "--home", str(tmp_path), "--case", "X9"])
    assert isinstance(result.exception, WrongUsage)
