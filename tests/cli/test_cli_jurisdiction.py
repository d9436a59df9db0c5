"""``suyuan jurisdiction``: the filing opens the way to freezes, a merger leaves them their organs'."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import casebook_of, new_case
from suyuan.actions.freezes import of_merged
from suyuan.casebook import audit
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

LATER = datetime.fromisoformat("2021-03-22T12:00:00+08:00")
ACCOUNT = "6200000000000001"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two cases that nobody has filed yet."""
    place = tmp_path / "home"
    for number in ("A1", "B1", "C1"):
        new_case(settings.load(place, {}), f"案{number}", number=number, organ=f"{number} 公安局")
    return place


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def enter(home: Path, case: str, event: str, on: str, *words: str) -> str:
    """Enter what happened to a case."""
    return run(home, "jurisdiction", "add", "--case", case, "--event", event, "--on", on, "--why", "文书", *words)


def standing(home: Path, case: str) -> dict[str, Any]:
    """Return a case's jurisdiction."""
    found: dict[str, Any] = json.loads(run(home, "jurisdiction", "list", "--case", case, "--json"))
    return found


def propose(home: Path, case: str, at: str) -> None:
    """Propose a freeze."""
    on = ("--case", case, "--at", at, "--on", at)
    run(home, "freeze", "propose", *on, "--account", ACCOUNT, "--institution", "某银行", "--limit", "500")


def freeze(home: Path, case: str, at: str) -> None:
    """Freeze the account for 500.00."""
    on = ("--case", case, "--at", at, "--on", at)
    propose(home, case, at)
    run(home, "freeze", "approve", "1", *on, "--approved-by", "王局长", "--level", "county")
    run(home, "freeze", "serve", "1", *on)
    run(home, "freeze", "answer", "1", *on, "--effect", at, "--balance", "900")


def test_only_the_filing_opens_the_way_to_a_freeze(home: Path) -> None:
    """受案 alone: a freeze is refused with the article. Filed, it is lawful; undone, it no longer is."""
    enter(home, "A1", "accepted", "2021-03-17")
    with pytest.raises(Refused, match=r"174|一百七十四"):
        propose(home, "A1", "2021-03-19T12:00:00+08:00")
    enter(home, "A1", "filed", "2021-03-18T09:00", "--document", "立字1号")
    assert standing(home, "A1")["filed_at"] == "2021-03-18T09:00:00+08:00"
    propose(home, "A1", "2021-03-19T12:00:00+08:00")
    run(home, "jurisdiction", "undo", "2", "--case", "A1", "--why", "误登")
    assert standing(home, "A1")["filed_at"] is None
    with pytest.raises(Refused):
        propose(home, "A1", "2021-03-19T13:00:00+08:00")


def test_a_later_filing_names_the_freezes_before_it(home: Path) -> None:
    """Filed on the 18th, frozen on the 19th; the filing put right to the 20th: freeze-1 is named."""
    enter(home, "A1", "filed", "2021-03-18")
    freeze(home, "A1", "2021-03-19T12:00:00+08:00")
    said = enter(home, "A1", "filed", "2021-03-20")
    assert "freeze-1" in said and "174" in said
    with pytest.raises(Refused, match="2"):
        run(home, "jurisdiction", "undo", "1", "--case", "A1", "--why", "次序")
    run(home, "jurisdiction", "undo", "2", "--case", "A1", "--why", "误登")
    assert standing(home, "A1")["filed_at"] == "2021-03-18"


def test_a_merged_case_keeps_its_freezes_and_takes_no_new_ones(home: Path) -> None:
    """B1's freeze of 500.00 is seen from A1 under its own number and organ; new ones of B1 are refused."""
    for case in ("A1", "B1"):
        enter(home, case, "filed", "2021-03-18")
    freeze(home, "B1", "2021-03-19T12:00:00+08:00")
    enter(home, "B1", "merged", "2021-03-21", "--into", "A1", "--document", "并字2号")
    (view,) = of_merged(settings.load(home, {}), "A1", LATER)
    assert (view.case.organ, view.proceeding.scope, view.freeze.held) == ("B1 公安局", "case:B1", 50000)
    assert standing(home, "A1")["merged"] == ["B1"]
    with pytest.raises(Refused, match="A1"):
        propose(home, "B1", "2021-03-22T12:00:00+08:00")
    on = ("--case", "B1", "--at", "2021-03-22T12:00:00+08:00", "--on", "2021-03-22T12:00:00+08:00")
    run(home, "freeze", "unconnected", "1", *on, "--why", "查明无关")
    for case, into in (("B1", "C1"), ("A1", "A1"), ("C1", "B1"), ("A1", "C1")):
        with pytest.raises(Refused):
            enter(home, case, "merged", "2021-03-23", "--into", into, "--document", "并字3号")


def test_a_designation_changes_the_organ_until_it_is_undone(home: Path) -> None:
    """C2 公安局 has the case from the designation on; undone, the first organ has it again."""
    enter(home, "C1", "designated", "2021-03-19", "--organ", "C2 公安局", "--document", "指字1号")
    assert standing(home, "C1")["organ"] == "C2 公安局"
    run(home, "jurisdiction", "undo", "1", "--case", "C1", "--why", "误登")
    assert standing(home, "C1")["organ"] == "C1 公安局"
    with casebook_of(settings.load(home, {})) as casebook, casebook.reading() as session:
        said = [event.action for event in audit.events(session)]
    assert said[-4:] == ["jurisdiction.decide", "case.restate", "jurisdiction.undo", "case.restate"]


@pytest.mark.parametrize(
    ("event", "on", "words", "error"),
    [
        ("judged", "2021-03-18", (), WrongUsage),
        ("filed", "某日", (), WrongUsage),
        ("filed", "2021-03-18", ("--into", "B1"), WrongUsage),
        ("designated", "2021-03-18", ("--document", "指字1号"), WrongUsage),
        ("designated", "2021-03-18", ("--organ", "某局"), WrongUsage),
        ("merged", "2021-03-18", ("--document", "并字1号"), WrongUsage),
        ("filed", "2021-03-16", (), Refused),
    ],
)
def test_what_lacks_or_cannot_be_is_not_kept(
    home: Path, event: str, on: str, words: tuple[str, ...], error: type[Exception]
) -> None:
    """Unknown events and times, a designation without organ or document, a filing before the acceptance."""
    enter(home, "A1", "accepted", "2021-03-17")
    with pytest.raises(error):
        enter(home, "A1", event, on, *words)
    assert [each["event"] for each in standing(home, "A1")["entries"]] == ["accepted"]
