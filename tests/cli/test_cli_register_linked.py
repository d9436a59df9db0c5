"""``suyuan register show``: what the casebook knows of the case that belongs to a supervised one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions import users
from suyuan.actions.demo import NUMBER
from suyuan.cli.main import app
from suyuan.model.rights import Duty, Level

NAME = "9·09"
AT = ("--at", "2022-07-01T12:00:00+08:00")
CASE = ("--case", NUMBER)


def run(home: Path, *words: str) -> str:
    """Return what a command says."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def linked(home: Path) -> dict[str, Any]:
    """Return what ``show`` knows of the case that belongs to the supervised one."""
    found: dict[str, Any] = json.loads(run(home, "register", "show", NAME, *AT, "--json"))["linked"]
    return found


def pursue(home: Path, step: str, *words: str) -> None:
    """Take a step of a pursuit on a day of March 2021."""
    run(home, "pursuit", step, *words, *CASE, "--on", "2021-03-25T10:00:00+08:00", *AT)


@pytest.fixture(scope="module")
def home(demo_home: Path) -> Path:
    """The demo case as a supervised one; two persons pursued, one caught; 1,000.00 given back by a family."""
    run(demo_home, "register", "add", f"某省“{NAME}”电信网络诈骗案", "--province", "某省", *AT)
    for person, rank in (("组织者甲", "organiser"), ("成员乙", "member")):
        pursue(
            demo_home, "identify", "--person", person, "--rank", rank, "--evidence", "笔录", "--country", "某国"
        )
    caught = ("--how", "captured", "--evidence", "抓获经过", "--handed-over", "2021-03-25T09:00:00+08:00")
    pursue(demo_home, "exit", "2", *caught)
    taken = ("--way", "given_up", "--from", "成员乙", "--amount", "1000", "--on", "2021-06-01T10:00:00+08:00")
    run(demo_home, "seizure", "take", *CASE, *taken, *AT)
    assert json.loads(run(demo_home, "register", "show", NAME, *AT, "--json"))["linked"] is None
    run(demo_home, "register", "describe", NAME, *CASE, *AT)
    return demo_home


def test_who_is_still_at_large_and_what_money_came_back(home: Path) -> None:
    """One of two is at large. Of the demo's net loss of 1,077,650.00 the family's 1,000.00 are counted, though
    they came after the last transfer, under every rule alike; what stands elsewhere differs by rule.
    """
    found = linked(home)
    assert [(each["person"], each["rank"], each["country"]) for each in found["at_large"]] == [
        ("组织者甲", "organiser", "某国")
    ]
    (money,) = [each for each in found["money"] if each["currency"] == "CNY"]
    assert money["net_loss"] == {"least": "1077650.00", "greatest": "1077650.00"}
    assert money["seized"] == {"least": "1000.00", "greatest": "1000.00"}
    assert float(money["elsewhere"]["least"]) < float(money["elsewhere"]["greatest"])
    assert found["why_not"] is None


def test_the_lines_of_the_terminal_say_the_same(home: Path) -> None:
    """The person, the day and the sums in words."""
    said = run(home, "register", "show", NAME, *AT)
    assert "at large: 组织者甲 (organiser or financier), identified, 某国" in said
    assert "成员乙" not in said
    assert f"money recovered (case {NUMBER}, up to 2022-07-01" in said
    assert "seized, given back 1,000.00\n" in said


def test_who_may_not_look_at_the_case_learns_nothing_of_it(home: Path) -> None:
    """A reader of another case sees the register, neither the persons nor the money."""
    run(home, "case", "new", "另一案（虚构）", "--number", "OTHER-CASE")
    here = settings.load(home, {})
    users.add_user(here, here.who, "某市人民检察院", Level.CITY, Duty.ADMINISTRATOR)
    users.grant(here, here.who, Duty.READER, "OTHER-CASE")
    found = linked(home)
    assert (found["at_large"], found["money"]) == ([], [])
    assert "no right to see case" in found["why_not"]
    assert "组织者甲" not in run(home, "register", "show", NAME, *AT)
