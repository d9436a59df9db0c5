"""``suyuan audit verify``: a changed record is named and ends in exit 1."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.auditing import verify
from suyuan.actions.cases import new_case, show_case
from suyuan.actions.importing import import_files
from suyuan.cli.main import app
from suyuan.errors import WrongUsage
from suyuan.settings import Settings, load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
FORM = EVIDENCE / "02_调证与认定" / "账户认定表.xlsx"


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """A home with two cases, one of which has a file: three events or more."""
    settings = load(tmp_path / "home", {})
    new_case(settings, "“3.16”案", number="A0316")
    import_files(settings, "A0316", [FORM])
    new_case(settings, "另案", number="A03")
    return settings


def run(place: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", "--home", str(place.home), *arguments])


def said(result: Result) -> dict[str, object]:
    value: dict[str, object] = json.loads(result.stdout)
    return value


def tamper(place: Settings, statement: str) -> None:
    connection = sqlite3.connect(place.home / "casebook.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def test_an_untouched_chain_is_whole(place: Settings) -> None:
    """Exit 0, the number of events, and the hash that the case shows."""
    result = run(place, "--json")
    assert result.exit_code == 0
    head = show_case(place, "A0316").audit_head
    assert said(result) == {
        "whole": True, "events": 3, "head": head, "faults": [], "case": None, "case_events": None,
        "noted_event": None,
    }  # fmt: skip


def test_a_cases_events_are_counted(place: Settings) -> None:
    """A case's own events and those of its files, and none of a case whose number begins alike."""
    assert [said(run(place, "--json", "--case", case))["case_events"] for case in ("A0316", "另案")] == [2, 1]


def test_a_changed_record_is_named(place: Settings) -> None:
    """A reason rewritten behind the program's back: exit 1, and the event is said."""
    tamper(place, "UPDATE events SET why = '另有原因' WHERE seq = 2")
    result = run(place, "--json")
    assert result.exit_code == 1
    found = said(result)
    assert found["whole"] is False
    assert [fault["event"] for fault in found["faults"]] == [2]  # type: ignore[attr-defined]


def test_a_changed_record_is_said_in_words(place: Settings) -> None:
    """Without --json the sentence stands on stderr, and names the event."""
    tamper(place, "UPDATE events SET who = 'x' WHERE seq = 3")
    result = run(place, "--case", "A0316")
    assert result.exit_code == 1
    assert "3" in result.stderr
    assert "whole:" not in result.stdout


def test_a_removed_record_is_named(place: Settings) -> None:
    """A hole is said with its place."""
    tamper(place, "DELETE FROM events WHERE seq = 2")
    result = run(place, "--json")
    assert result.exit_code == 1
    assert said(result)["faults"][0]["event"] == 2  # type: ignore[index]


def test_a_noted_hash_proves_that_the_chain_was_not_made_anew(place: Settings) -> None:
    """A hash noted earlier is found while the chain grows; one that stands nowhere is a fault."""
    noted = verify(place).head
    new_case(place, "第三案")
    assert verify(place, noted=noted.upper()).noted == 3
    strange = run(place, "--noted", "0" * 63 + "1")
    assert strange.exit_code == 1


def test_what_is_no_hash_and_no_case_is_wrong_usage(place: Settings) -> None:
    """A mistyped hash or case is said as such, not as a broken chain."""
    with pytest.raises(WrongUsage, match="no hash"):
        verify(place, noted="abc")
    with pytest.raises(WrongUsage):
        verify(place, "there is no such case")
