"""The demo case end to end: the program against a truth that it did not make."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from suyuan import settings
from suyuan.actions.demo import Demo, example_folder, run_demo
from suyuan.actions.demo_check import check
from suyuan.model.text import Language


def solve(home: Path) -> Demo:
    """Solve the demo case in a home of its own."""
    return run_demo(settings.load(home, {}), Language.ZH, lambda done, total: None)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo case, solved once for all tests here."""
    yield solve(tmp_path_factory.mktemp("demo"))


def test_every_figure_equals_the_truth(solved: Demo) -> None:
    """Files, rows, pairs, claims, holdings, flows, exits, tiers, losses, next steps: all as in truth.json."""
    compared = check(solved, example_folder() / "truth.json")
    assert {group.group.en: group.differences for group in compared if group.differences} == {}
    assert sum(group.figures for group in compared) > 5000


def test_the_check_finds_a_wrong_figure(solved: Demo, tmp_path: Path) -> None:
    """A truth that differs in one fen is seen as different: the check can fail."""
    truth = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    truth["holdings"]["fifo"][0][-1] = "0.01"
    changed = tmp_path / "truth.json"
    changed.write_text(json.dumps(truth), encoding="utf-8")
    differing = [group for group in check(solved, changed) if group.differences]
    assert [(group.group.en, len(group.differences)) for group in differing] == [("holdings", 1)]


def test_the_check_finds_a_missing_claim(solved: Demo) -> None:
    """A claim that the program drops is seen."""
    ledger = replace(solved.traced.ledger, claims=solved.traced.ledger.claims[1:])
    wrong = replace(solved, traced=replace(solved.traced, ledger=ledger))
    compared = check(wrong, example_folder() / "truth.json")
    assert any(group.group.en == "claims" and group.differences for group in compared)


def test_a_second_run_changes_nothing(solved: Demo) -> None:
    """Solving the case again in the same home writes the same bytes."""
    before = solved.page.read_bytes(), solved.workbook.read_bytes()
    again = solve(solved.page.parents[1])
    assert (again.page.read_bytes(), again.workbook.read_bytes()) == before
    assert again.summary == solved.summary


def test_another_home_gives_the_same_report(solved: Demo, tmp_path: Path) -> None:
    """The report's bytes depend on the evidence and the moment asked about, not on when or where it is made."""
    other = solve(tmp_path)
    assert other.page.read_bytes() == solved.page.read_bytes()
    assert other.workbook.read_bytes() == solved.workbook.read_bytes()


def test_the_figures_of_the_three_victims(solved: Demo) -> None:
    """What the story's page works out with a pencil stands in the truth file that the check uses."""
    story = (example_folder() / "STORY.md").read_text(encoding="utf-8")
    for loss in solved.report.losses[:1]:
        assert loss.victim in story
    victims = {claim.victim for claim in solved.report.claims}
    assert len(victims) == 12


def test_the_page_needs_no_network_and_leads_back(solved: Demo) -> None:
    """The page names no outside address, and each link inside it has its target."""
    page = solved.page.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page) == []
    targets = set(re.findall(r"""\bid="?([^"\s>]+)""", page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= targets


def test_the_workbook_keeps_account_numbers_whole(solved: Demo) -> None:
    """Every account that may be stopped stands in the workbook as text, to the last digit."""
    workbook = openpyxl.load_workbook(solved.workbook, read_only=True)
    cells = {
        cell for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    }
    assert {stop.account for stop in solved.report.stops} <= cells
