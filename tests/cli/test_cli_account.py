"""``suyuan account``: decisions on the demo case's accounts, what they change, and taking them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.demo import NUMBER
from suyuan.actions.reporting import case_report, write_report
from suyuan.cli.account import app
from suyuan.errors import Refused, WrongUsage
from suyuan.model.role import AccountTag
from suyuan.model.text import Language
from suyuan.model.transfer import AccountKind, Role
from suyuan.tracing.policies import Policy


def ask(home: Path, *words: str) -> Any:
    """Return what a command says; a list as its object."""
    result = CliRunner().invoke(app, [words[0], "--home", str(home), "--case", NUMBER, *words[1:]])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)["decisions"] if "--json" in words else result.stdout


def solved(home: Path) -> TracedCase:
    """The demo traced under one rule."""
    return trace_case(settings.load(home, {}), NUMBER, (Policy.FIFO,))


def tiers(traced: TracedCase) -> dict[str, tuple[int, int]]:
    """Return tier and holder's tier by account."""
    return {row["account"]: (row["tier"], row["holder_tier"]) for row in traced.findings.tiers.to_pylist()}


def test_decisions_reach_the_trace_and_the_report_and_are_taken_back(demo_home: Path) -> None:
    """A controller joins accounts of different holders into one tier; a part stops the trail; undone, all is back.

    A coin dealer's account is of the kind exchange, and its part is open, as in the form.
    """
    before = solved(demo_home)
    first = min(account for account, (tier, _) in tiers(before).items() if tier == 1)
    parts = {key: facts.role for key, facts in before.ledger.accounts.items()}
    later = min(key for key, (tier, _) in tiers(before).items() if tier == 3 and parts[key] is Role.UNKNOWN)
    assert tiers(before)[later] == (3, 3)
    for account in (first, later):
        said = ask(demo_home, "decide", "--account", account, "--controller", "张某甲", "--why", "同一人使用")
        assert "认定" in said or "kept" in said
    ask(demo_home, "decide", "--account", later, "--tag", "coin_dealer", "--tag", "family", "--why", "聊天记录")
    after = solved(demo_home)
    facts = after.ledger.accounts[later]
    assert (facts.controller, facts.tags) == ("张某甲", (AccountTag.COIN_DEALER, AccountTag.FAMILY))
    assert (facts.kind, facts.role) == (AccountKind.EXCHANGE, Role.UNKNOWN)
    assert tiers(after)[later] == (3, 1)
    report = case_report(after)
    (line,) = (each for each in report.accounts if each.key == later)
    assert (line.controller, len(line.tags)) == ("张某甲", 2)
    page, _ = write_report(report, demo_home / "seen", Language.EN)
    assert "controller 张某甲" in page.read_text(encoding="utf-8")
    numbers = [each["number"] for each in ask(demo_home, "list", "--json") if each["number"]]
    assert len(numbers) == 3
    for number in numbers:
        ask(demo_home, "undo", str(number), "--why", "误认")
    assert tiers(solved(demo_home)) == tiers(before)
    undone = [each for each in ask(demo_home, "list", "--json") if each["number"]]
    assert [each["undone"]["why"] for each in undone] == ["误认"] * 3
    with pytest.raises(Refused):
        ask(demo_home, "undo", str(numbers[0]), "--why", "误认")


def test_a_part_decided_here_outlives_the_one_in_a_form(demo_home: Path) -> None:
    """An account that the demo's form calls suspect-controlled is a bystander's by a later decision."""
    forms = [each for each in ask(demo_home, "list", "--json") if each["role"] == "suspect_controlled"]
    account = forms[0]["account"]
    ask(demo_home, "decide", "--account", account, "--role", "bystander", "--why", "查明无关")
    traced = solved(demo_home)
    key = next(key for key, facts in traced.ledger.accounts.items() if account in facts.numbers)
    assert traced.ledger.accounts[key].role is Role.BYSTANDER
    assert any(each.account == key and "bystander" in str(each.message) for each in traced.ledger.contradictions)


@pytest.mark.parametrize(
    "words",
    [
        ("--account", "6200000000000001", "--why", "x"),
        ("--account", "6200000000000001", "--role", "guilty", "--why", "x"),
        ("--account", "6200000000000001", "--tag", "rich", "--why", "x"),
        ("--account", "6200000000000001", "--kind", "purse", "--why", "x"),
        ("--account", "6200000000000001", "--role", "victim", "--why", " "),
        ("--account", " ", "--role", "victim", "--why", "x"),
    ],
)
def test_a_decision_without_content_or_reason_is_not_kept(demo_home: Path, words: tuple[str, ...]) -> None:
    """No content, unknown words, no reason, no account: a sentence, and nothing is kept."""
    had = len(ask(demo_home, "list", "--json"))
    with pytest.raises(WrongUsage):
        ask(demo_home, "decide", *words)
    assert len(ask(demo_home, "list", "--json")) == had
