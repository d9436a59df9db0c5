"""``suyuan amounts``, ``defendant`` and ``thresholds`` on the demo: decisions move inflows between bases."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan.actions.demo import NUMBER
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

CASE = ("--case", NUMBER)


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def found(home: Path) -> dict[str, Any]:
    """Return the table of the amount found."""
    table: dict[str, Any] = json.loads(run(home, "amounts", "found", *CASE, "--json"))
    return table


def choices(table: dict[str, Any]) -> tuple[Decimal, ...]:
    """Return A, A + B, A + B + C."""
    return tuple(Decimal(each["amount"]) for each in table["choices"])


@pytest.fixture(scope="module")
def first(demo_home: Path) -> dict[str, Any]:
    """The table before any decision."""
    return found(demo_home)


def test_the_table_adds_up_and_has_every_claim(demo_home: Path, first: dict[str, Any], tmp_path: Path) -> None:
    """A is the sum of the claims into suspects' accounts; all lines sum to what is summed and what is not.

    The file has the same rows, and is not overwritten.
    """
    lines = [(each["basis"], Decimal(each["amount"])) for each in first["inflows"]]
    assert choices(first)[0] == sum(amount for basis, amount in lines if basis == "A") > 0
    rest = sum(Decimal(amount) for amount in first["not_summed"].values())
    assert choices(first)[2] + rest == sum(amount for _, amount in lines)
    out = tmp_path / "found.csv"
    run(demo_home, "amounts", "found", *CASE, "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["amount"] for row in rows] == [each["amount"] for each in first["inflows"]]
    with pytest.raises(WrongUsage):
        run(demo_home, "amounts", "found", *CASE, "--out", str(out))


def test_decisions_give_bases_and_are_taken_back(demo_home: Path, first: dict[str, Any]) -> None:
    """An open inflow's account presumed for that day counts it under C; X on the row takes it out again;
    undone, all is as before.
    """
    row = max((each for each in first["inflows"] if each["basis"] == "open"), key=lambda one: one["amount"])
    day = row["time"][:10]
    account = ("--account", row["payee"], "--from", day, "--to", day)
    with pytest.raises(WrongUsage):
        run(demo_home, "amounts", "presume", *CASE, *account, "--explanation", " ", "--why", "全部为诈骗所用")
    run(demo_home, "amounts", "presume", *CASE, *account, "--explanation", "未作解释", "--why", "全部为诈骗所用")
    presumed = found(demo_home)
    counted = [each for each in presumed["inflows"] if each["basis"] == "C"]
    assert row["transfer"] in {each["transfer"] for each in counted}
    assert choices(presumed)[2] == choices(first)[2] + sum(Decimal(each["amount"]) for each in counted)
    assert choices(presumed)[:2] == choices(first)[:2]
    run(demo_home, "amounts", "decide", *CASE, "--transfer", row["transfer"], "--basis", "X", "--why", "本人存款")
    excluded = found(demo_home)
    assert choices(excluded)[2] == choices(presumed)[2] - Decimal(row["amount"])
    made = json.loads(run(demo_home, "amounts", "decisions", *CASE, "--json"))["decisions"]
    for each in made:
        run(demo_home, "amounts", "undo", str(each["number"]), *CASE, "--why", "误认")
    assert found(demo_home) == first
    with pytest.raises(Refused):
        run(demo_home, "amounts", "undo", str(made[0]["number"]), *CASE, "--why", "误认")


def test_the_amounts_of_the_case_differ(demo_home: Path, first: dict[str, Any]) -> None:
    """Four amounts of four meanings: defrauded is the table's, involved above it, each with rows and formula."""
    every = json.loads(run(demo_home, "amounts", "six", *CASE, "--json"))["amounts"]
    totals = {each["amount"]: Decimal(each["total"]) for each in every if each["of"] is None}
    assert totals["defrauded"] == choices(first)[2]
    assert totals["involved"] > totals["defrauded"]
    assert {"involved", "defrauded", "loss"} == set(totals)
    assert all(each["formula"] and each["rule"] == f"amount.{each['amount']}" for each in every)
    assert any(each["amount"] == "turnover" and each["of"] for each in every)


def test_suspects_amounts_are_joint_and_their_thresholds_named(demo_home: Path, first: dict[str, Any]) -> None:
    """Two people of one unit share its amount; a card's inflow splits whole; 500 calls, 30 days reach their lines.

    Nobody is entered before his part; what is taken back is gone.
    """
    with pytest.raises(WrongUsage):
        run(
            demo_home,
            "defendant",
            "count",
            *CASE,
            "--name",
            "张某甲",
            "--what",
            "calls",
            "--number",
            "5",
            "--why",
            "x",
        )
    for name in ("张某甲", "李某乙"):
        run(demo_home, "defendant", "add", *CASE, "--name", name, "--part", "话务员", "--why", "供述")
    card = next(each["payee"] for each in first["inflows"] if each["basis"] == "A")
    times = ("--from", "2021-03-01", "--to", "2021-03-31")
    mine = (*CASE, "--name", "张某甲", "--why", "供述")
    run(demo_home, "defendant", "card", *mine, "--account", card, *times)
    run(demo_home, "defendant", "stay", *mine, "--place", "某园区", "--from", "2021-01-01", "--to", "2021-01-30")
    run(demo_home, "defendant", "count", *mine, "--what", "calls", "--number", "500")
    run(demo_home, "seizure", "take", *CASE, "--way", "given_up", "--from", "张某甲", "--amount", "3000")
    shown = json.loads(run(demo_home, "defendant", "show", *CASE, "--json"))["defendants"]
    one = {each["name"]: each for each in shown}
    assert one["张某甲"]["joint_with"] == ["李某乙"] and one["李某乙"]["joint_with"] == ["张某甲"]
    for each in shown:
        assert [Decimal(part["amount"]) for part in each["unit_amount"]] == list(choices(first))
    assert (one["张某甲"]["returned"], one["李某乙"]["returned"]) == ("3000.00", "0.00")
    (settled,) = one["张某甲"]["settlements"]
    parts = [Decimal(settled[name]) for name in ("verified", "presumed", "excluded", "undecided")]
    assert sum(parts) == Decimal(settled["inflow"]) and parts[0] > 0
    reached = json.loads(run(demo_home, "thresholds", *CASE, "--json"))
    his = {each["name"]: each["reached"] for each in reached["defendants"]}["张某甲"]
    lines = {(each["rule"], each["limit"]): each["reached"] for each in his}
    assert lines["threshold.fraud.calls", "500"] and lines["threshold.den.stay", "30"]
    assert lines["threshold.fraud.very-huge", "500000.00"]
    assert not lines["threshold.fraud.tenfold", "5000"]
    assert [each["rule"] for each in reached["reached"]] == [
        *("threshold.fraud.large", "threshold.fraud.huge", "threshold.fraud.very-huge")
    ]
    for each in json.loads(run(demo_home, "defendant", "list", *CASE, "--json"))["entries"]:
        run(demo_home, "defendant", "undo", str(each["number"]), *CASE, "--why", "误登")
    assert json.loads(run(demo_home, "defendant", "show", *CASE, "--json"))["defendants"] == []
