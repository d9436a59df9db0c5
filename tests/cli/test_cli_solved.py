"""A solved case on the terminal: the report's own words and sums, and the moment that nobody asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.case_tracing import trace_case
from suyuan.actions.demo import AS_OF, NUMBER, Demo, run_demo
from suyuan.actions.summary import answers_ended
from suyuan.cli import report, trace
from suyuan.cli.solved import show
from suyuan.documents.figures import Figures
from suyuan.documents.headline import headline
from suyuan.documents.report_words import OUTCOMES
from suyuan.documents.shown import spoken_amount
from suyuan.model.text import Language
from suyuan.tracing.policies import Policy


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo case."""
    return tmp_path_factory.mktemp("solved")


@pytest.fixture(scope="module")
def solved(home: Path) -> Demo:
    """The demo case, solved once for all tests here."""
    return run_demo(settings.load(home, {}), Language.EN, lambda done, total: None)


@pytest.fixture
def shown(solved: Demo, capsys: pytest.CaptureFixture[str]) -> str:
    """What the terminal prints of the demo case."""
    show(solved.report, solved.summary)
    return capsys.readouterr().out


def yuan(minor: int) -> str:
    return spoken_amount(minor, "CNY")


def test_terminal_and_page_say_the_same(solved: Demo, shown: str) -> None:
    """Each place has the page's word and sums, in its order; known links alone stand beside where they differ."""
    figures = Figures(solved.report)
    known = figures.by_outcome(solved.report.known_holdings)
    wanted = []
    for code, amount in figures.by_outcome().items():
        alone = known.get(code, figures.zero)
        both = [
            yuan(each.least) if each.agrees else f"{yuan(each.least)} to {yuan(each.greatest)}"
            for each in (amount, alone)
        ]
        beside = f" (known links alone: {both[1]})" if both[0] != both[1] else ""
        wanted.append(f"  of it    {OUTCOMES[code].en}: {both[0]}{beside}")
    assert [line for line in shown.splitlines() if line.startswith("  of it")] == wanted
    assert ("every figure is the same" in shown) is (solved.report.known_holdings == solved.report.holdings)
    assert "last seen" in shown
    assert "accounts without a statement" not in shown


def test_terminal_and_page_count_the_same_files(solved: Demo, shown: str) -> None:
    """Files, read, archives, not recognised, repeated and rows are the page's figures."""
    material = next(each for each in headline(Figures(solved.report)) if each.name == "material")
    page = [
        getattr(material.values[name], "cell", None) for name in ("files", "read", "archives", "unread", "again")
    ]
    line = next(line for line in shown.splitlines() if line.startswith("Material"))
    assert [int(each) for each in re.findall(r"\d+", line)] == page == [23, 21, 1, 1, 1]
    assert "Rows       1,778 rows: 1,706 read, 1 quarantined" in shown


def test_losses_are_shown_from_what_is_reported(shown: str) -> None:
    """Reported, returned and net loss stand together, as do what was found and what was not (STORY.md's sums)."""
    assert "1,082,920.00 by 15 victims; 5,270.00 returned before the case; net loss 1,077,650.00" in shown
    assert "1,073,020.00 in 29 payments found in the statements; not found: 1 payment, 9,900.00" in shown


def test_transfers_count_until_the_moment(solved: Demo, shown: str) -> None:
    """The transfers said to be traced are those up to the moment, fewer than the whole ledger's."""
    until = [each for each in solved.traced.ledger.transfers if each.time <= AS_OF]
    assert f"Traced     {len(until):,} transfers until then" in shown
    assert len(until) < len(solved.traced.ledger.transfers)


def root() -> typer.Typer:
    """Return a root with the report's command."""
    app = typer.Typer()
    app.callback()(lambda: None)
    report.add_to(app)
    return app


def test_a_report_without_a_moment_tells_which(solved: Demo, home: Path, tmp_path: Path) -> None:
    """Without --as-of stderr has one sentence: the moment, how many answers end before it, what to type."""
    asked = ["report", "--case", NUMBER, "--home", str(home), "--out", str(tmp_path)]
    told = CliRunner().invoke(root(), asked, catch_exceptions=False).stderr
    (sentence,) = told.splitlines()
    traced = trace_case(settings.load(home, {}), NUMBER, (Policy.FIFO, Policy.PRO_RATA))
    states = {row["account"]: row for row in traced.findings.coverage.to_pylist()}
    held = {row["account"] for row in traced.findings.holdings.to_pylist() if row["amount"]}
    ended = answers_ended(traced)
    ends = [
        states[key]["covered_to"]
        for key, facts in traced.ledger.accounts.items()
        if key in held & states.keys()
        and states[key]["state"] == "stood_until"
        and (facts.role.value != "victim" and facts.kind.value != "merchant")
    ]
    assert (ended.accounts, ended.latest) == (len(ends), min(ends))
    assert f"{ended.accounts} accounts" in sentence
    latest = re.search(r"--as-of (\S+)\.$", sentence)
    assert latest is not None
    again = CliRunner().invoke(root(), [*asked, "--as-of", latest[1]], catch_exceptions=False)
    assert again.stderr == ""


def test_a_trace_without_a_moment_tells_which(solved: Demo, home: Path, tmp_path: Path) -> None:
    """The same sentence for trace --case; none where a moment was given, and stdout stays JSON alone."""
    asked = ["--case", NUMBER, "--home", str(home), "--policy", "fifo", "--out", str(tmp_path), "--json"]
    told = CliRunner().invoke(trace.app, asked, catch_exceptions=False)
    assert "--as-of" in told.stderr
    assert told.stdout.startswith("{")
    silent = CliRunner().invoke(trace.app, [*asked, "--as-of", "2021-03-20"], catch_exceptions=False)
    assert silent.stderr == ""


def test_limits_have_thousands(solved: Demo) -> None:
    """A proposed limit in a sentence is set in groups of three."""
    said = [each.reason.render(Language.EN) for each in solved.report.stops]
    assert any(re.search(r"limit \d{1,3},\d{3}\.\d\d", each) for each in said)
    assert not [each for each in said if re.search(r"\d{4,}\.\d\d", each)]
