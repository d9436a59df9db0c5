"""Small cases of returns, taken through the real commands: tests/cases/restitution has their files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan.cli.main import app

FOLDER = Path(__file__).parents[1] / "cases" / "restitution"
DAY = "2021-03-20T18:00:00+08:00"
"""When accounts are frozen and returns begin: a Saturday."""
AFTER = "2021-04-20T10:00:00+08:00"
"""The day after thirty days of notice: 21 March is the first, Monday 19 April the last."""
OFFICERS = ("--officer", "李警官", "--officer", "赵警官")


def on(moment: str) -> tuple[str, ...]:
    """Return the options of an act at a moment."""
    return ("--at", moment, "--on", moment)


@dataclass(frozen=True)
class SmallCase:
    """A case in a home, and what is said to it."""

    home: Path
    number: str = "R1"

    def run(self, *words: str) -> str:
        """Return what a command says, or raise what it raised."""
        given = [*words, "--case", self.number, "--home", str(self.home)]
        result = CliRunner().invoke(app, given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    def say(self, *words: str) -> dict[str, Any]:
        """Return what ``suyuan restitution`` says as JSON."""
        found: dict[str, Any] = json.loads(self.run("restitution", *words, "--json"))
        return found

    def take_in(self, folder: str) -> None:
        """Import a folder of the small cases."""
        self.run("import", str(FOLDER / folder))

    def freeze(self, account: str, amount: str, *, bank: str = "东山银行", currency: str = "CNY") -> str:
        """Freeze all of an account, with that sum in it; return the freeze's name."""
        what = ("--account", account, "--institution", bank, "--full", "--currency", currency)
        made = json.loads(self.run("freeze", "propose", *what, "--why", "全部涉案", *on(DAY), "--json"))
        name = str(made["id"])
        self.run("freeze", "approve", name, "--approved-by", "王局长", "--level", "county", *on(DAY))
        self.run("freeze", "serve", name, *on(DAY))
        sums = ("--balance", amount, "--frozen", amount)
        self.run("freeze", "answer", name, "--effect", DAY, *sums, *on(DAY))
        return name

    def frozen(self, name: str, moment: str = AFTER) -> tuple[str, str, str]:
        """Return what a freeze holds, what left it for victims, and its last day."""
        (found,) = [
            each for each in json.loads(self.run("freeze", "list", "--at", moment, "--json")) if each["id"] == name
        ]
        return found["frozen"], found["returned"], found["terms"][-1]["literal_end"]

    def lines(self, *words: str, moment: str = DAY) -> list[tuple[str, ...]]:
        """Return the lines of the plan: freeze, claim, method, what goes back, and with a share kept."""
        names = ("freeze", "claim", "method", "found_only", "with_presumed")
        plan = self.say("plan", "--at", moment, *words)
        return [tuple(each[name] for name in names) for each in plan["lines"]]

    def begin(self, accounts: Mapping[str, str], *words: str, moment: str = DAY) -> str:
        """Begin a return for victims with their accounts, up to the review; return its name."""
        named = [word for victim in accounts for word in ("--victim", victim)]
        name = str(self.say("inform", *named, *words, *on(moment))["id"])
        for victim, account in accounts.items():
            who = ("--victim", victim, "--identity", f"证件{victim}", "--account", account)
            self.run("restitution", "apply", name, *who, *on(moment))
        self.run("restitution", "review", name, *named, *OFFICERS, *on(moment))
        return name

    def approve(self, name: str, *words: str, moment: str = AFTER) -> dict[str, Any]:
        """Approve a return at the level that the law asks for."""
        return self.say("approve", name, "--approved-by", "王局长", "--level", "city", *words, *on(moment))

    def decide(self, name: str, moment: str = AFTER) -> list[tuple[str, ...]]:
        """Decide what was approved; return the payments: number, freeze, claim, amount, account."""
        names = ("number", "freeze", "claim", "amount", "account")
        made = self.say("decide", name, "--document", f"返字{name}号", *on(moment))
        return [tuple(str(each[key]) for key in names) for each in made["payments"]]

    def execute(self, name: str, freeze: str, moment: str = AFTER) -> dict[str, Any]:
        """Bring the notice to the bank."""
        return self.say("execute", name, "--freeze", freeze, *OFFICERS, "--document", "协返1号", *on(moment))

    def receive(self, name: str, *payments: str, moment: str = AFTER) -> dict[str, Any]:
        """Record the bank's receipt."""
        numbers = [word for each in payments for word in ("--payment", each)]
        return self.say("receipt", name, *numbers, "--receipt", "回执1号", *on(moment))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., SmallCase]:
    """Return what opens a case with a folder's files in it."""

    def opens(folder: str, number: str = "R1") -> SmallCase:
        made = SmallCase(tmp_path / "home", number)
        new = ["case", "new", folder, "--number", number, "--filed", "2021-03-06T10:00:00+08:00"]
        result = CliRunner().invoke(app, [*new, "--home", str(made.home)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        made.take_in(folder)
        return made

    return opens
