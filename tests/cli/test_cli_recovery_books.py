"""``suyuan recovery books`` on the demo: what each act moves from one line to another, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suyuan.actions.demo import NUMBER
from suyuan.cli.main import app

AT = "2021-03-20T18:00:00+08:00"
NOW = ("--case", NUMBER, "--at", AT, "--on", AT)
LINES = ("returned", "frozen", "seized", "elsewhere", "untraced")


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def books(home: Path) -> dict[str, Decimal]:
    """Return the fen-exact lines under fifo in CNY, after checking that every rule's books balance."""
    found = json.loads(run(home, "recovery", "books", "--case", NUMBER, "--as-of", AT, "--json"))["books"]
    for each in found:
        left = Decimal(each["net_loss"]) + Decimal(each["excess"])
        assert left == sum(Decimal(each[line]) for line in LINES)
    (fifo,) = [each for each in found if (each["policy"], each["currency"]) == ("fifo", "CNY")]
    return {name: Decimal(fifo[name]) for name in ("net_loss", "excess", *LINES)}


@pytest.fixture(scope="module")
def first(demo_home: Path) -> dict[str, Decimal]:
    """The books before any measure."""
    return books(demo_home)


def test_acts_move_money_between_the_lines(demo_home: Path, first: dict[str, Decimal]) -> None:
    """A freeze moves 5,000.00 from elsewhere; 2,000.00 of it are returned; 1,000.00 given up fill the untraced.

    Nothing else changes, and the loss stays what it is.
    """
    assert first["frozen"] == first["seized"] == 0
    plan = json.loads(run(demo_home, "recovery", "plan", *NOW[:4], "--no-bounds", "--json"))
    (of,) = [each for each in plan["plans"] if each["currency"] == "CNY"]
    account = next(each for each in of["proposals"] if Decimal(each["least"]) >= 5000)
    given = ("--account", account["account"], "--institution", account["institution"], "--limit", "5000")
    run(demo_home, "freeze", "propose", *NOW, *given)
    run(demo_home, "freeze", "approve", "1", *NOW, "--approved-by", "王局长", "--level", "county")
    run(demo_home, "freeze", "serve", "1", *NOW)
    run(demo_home, "freeze", "answer", "1", *NOW, "--effect", AT, "--balance", account["balance"])
    frozen = books(demo_home)
    assert frozen == first | {"frozen": Decimal(5000), "elsewhere": first["elsewhere"] - 5000}
    run(demo_home, "freeze", "part", "1", *NOW, "--amount", "2000", "--return", "返字1号")
    returned = books(demo_home)
    assert returned == frozen | {"frozen": Decimal(3000), "returned": frozen["returned"] + 2000}
    run(demo_home, "seizure", "take", *NOW, "--way", "given_up", "--from", "张某甲", "--amount", "1000")
    after = books(demo_home)
    moved = min(Decimal(1000), returned["untraced"])
    expected = {"seized": Decimal(1000), "untraced": returned["untraced"] - moved}
    assert after == returned | expected | {"elsewhere": returned["elsewhere"] - (1000 - moved)}
    again = json.loads(run(demo_home, "recovery", "plan", *NOW[:4], "--no-bounds", "--json"))
    (of,) = [each for each in again["plans"] if each["currency"] == "CNY"]
    assert (Decimal(of["seized"]), Decimal(of["returned"])) == (after["seized"], Decimal(2000))
    room = Decimal(of["net_loss"]) - Decimal(of["frozen"]) - 1000 - 2000
    assert Decimal(of["left"]) == room
