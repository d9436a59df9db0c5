"""``suyuan earmark``: decisions on the demo case, what they change, and taking them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.demo import NUMBER
from suyuan.actions.presumed_tracing import MARK, trace_presumed
from suyuan.actions.reporting import case_report
from suyuan.cli.earmark import app
from suyuan.errors import Refused, WrongUsage
from suyuan.tracing.policies import Policy

FIFO = (Policy.FIFO,)


@pytest.fixture(scope="module")
def home(demo_home: Path) -> str:
    """A home with the demo case."""
    return str(demo_home)


def ask(home: str, *words: str) -> Any:
    """Return what a command says; a list as its object."""
    asked = [words[0], "--home", home, "--case", NUMBER, *words[1:]]
    result = CliRunner().invoke(app, asked)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)["earmarks"] if "--json" in words else result.stdout


def solved(home: str) -> TracedCase:
    """The demo traced under one rule."""
    return trace_case(settings.load(Path(home), {}), NUMBER, FIFO)


def fifo_in(traced: TracedCase, account: str) -> int:
    """What an account holds of all claims."""
    return sum(row["amount"] for row in traced.findings.holdings.to_pylist() if row["account"] == account)


def test_a_decision_is_carried_out_and_undone(home: str) -> None:
    """V03's first 20,000.00 set aside in T1c for a withdrawal leave with it; undone all is as before."""
    before = solved(home)
    claim = next(each for each in before.ledger.claims if each.id == "LJ202103150003-1")
    place = [each.id for each in before.ledger.transfers].index(claim.transfer)
    credit = before.ledger.transfers[place]
    later = before.ledger.transfers[place + 1 :]
    cash = next(each for each in later if each.payer == credit.payee and each.payee.startswith("cash:"))
    asked = (
        "--credit",
        credit.id,
        "--debit",
        cash.id,
        "--amount",
        "5,000.00",
        "--why",
        "监控",
        "--evidence",
        "照片",
    )
    said = ask(home, "add", *asked, "--grade", "known")
    (mine,) = (each for each in ask(home, "list", "--json") if each["number"])
    assert (mine["account"], mine["amount"], mine["grade"]) == (credit.payee, "5000.00", "known")
    assert (mine["reason"], mine["evidence"], mine["not_carried_out"]) == ("监控", "照片", None)
    assert str(mine["number"]) in said
    after = solved(home)
    assert fifo_in(after, cash.payee) == 500_000 == cash.amount
    plain = after.findings.without_earmarks
    assert plain is not None
    ask(home, "undo", str(mine["number"]), "--why", "认错")
    (kept,) = (each for each in ask(home, "list", "--json") if each["number"])
    assert kept["undone"]["why"] == "认错"
    assert solved(home).findings.holdings.equals(before.findings.holdings)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--credit", "x", "--debit", "y", "--amount", "1", "--why", "z"), Refused),
        (("--credit", "x", "--debit", "y", "--amount", "-1", "--why", "z"), WrongUsage),
        (("--credit", "x", "--debit", "y", "--amount", "1", "--why", " "), WrongUsage),
        (("--credit", "x", "--debit", "y", "--amount", "1", "--why", "z", "--grade", "assumed"), WrongUsage),
    ],
)
def test_what_cannot_be_kept_is_said(home: str, words: tuple[str, ...], error: type[Exception]) -> None:
    """An unknown transfer, an amount of nothing, no reason, another grade: nothing is kept."""
    before = ask(home, "list", "--json")
    with pytest.raises(error):
        ask(home, "add", *words)
    assert ask(home, "list", "--json") == before


def test_forwards_are_proposed_and_not_carried_out(home: str) -> None:
    """V14's forward, decided by the form, is proposed no more; nor is anything that is no forward."""
    said = ask(home, "propose")
    assert "20,000.00" not in said
    assert len(ask(home, "list", "--json")) >= 2


def test_known_links_alone_use_known_earmarks(home: str) -> None:
    """The cash joined by an inferred earmark is not joined there; without earmarks no join is in the ledger."""
    traced = solved(home)
    joined = next(each for each in traced.ledger.earmarks if each.joined)
    assert joined.debit in {each.id for each in traced.ledger.transfers}
    deposit = next(each for each in traced.ledger.transfers if each.id == joined.joined)
    held = {row["account"]: row["amount"] for row in traced.known.holdings.to_pylist()}
    assert fifo_in(traced, deposit.payee) == 480_000
    assert deposit.payee not in held


def test_the_report_has_both_apart(home: str) -> None:
    """Earmarks with what accounts hold without them; presumed claims' rows alone in a run of their own."""
    traced = solved(home)
    pages = case_report(traced).decided
    assert pages is not None
    assert [(each.amount, each.grade) for each in pages.earmarks] == [(2_000_000, "known"), (480_000, "inferred")]
    effects = {each.holder: (each.with_them, each.without) for each in pages.effects if each.holder}
    assert effects["黄测五一"] == ((480_000,), (0,))
    assert effects["吕某辰"] == ((50_000,), (380_000,))
    apart = trace_presumed(settings.load(Path(home), {}), NUMBER, FIFO)
    assert apart is not None
    claims = apart.findings.claims.to_pylist()
    assert {each["claim"].startswith(MARK) for each in claims} == {True}
    assert sum(each["claimed"] for each in claims) == sum(each.amount for each in pages.presumed if each.counts)
    held = sum(row["amount"] for row in apart.findings.holdings.to_pylist())
    assert held == sum(each["effective"] for each in claims)
