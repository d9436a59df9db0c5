"""``suyuan user``: entering people, their parts, and what the rest of the program then refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.cli.main import app
from suyuan.settings import Settings, load


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    settings = load(tmp_path / "home", {})
    new_case(settings, "一案", number="A1")
    return settings


def run(place: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--home", str(place.home)])


def root(place: Settings) -> None:
    given = ("--agency", "市局", "--level", "city", "--duty", "administrator")
    assert run(place, "user", "add", place.who, *given).exit_code == 0


def test_without_users_everything_is_allowed(place: Settings) -> None:
    """Nobody is entered: the list says what that means."""
    result = run(place, "user", "list")
    assert result.exit_code == 0
    assert "may do everything" in result.stdout
    assert json.loads(run(place, "user", "list", "--json").stdout) == []


def test_a_user_and_his_parts(place: Settings) -> None:
    """Added, given a second part in one case, withdrawn again: the list says it with who gave it."""
    root(place)
    run(place, "user", "add", "li", "--agency", "县局", "--level", "county", "--duty", "reader", "--case", "一案")
    run(place, "user", "grant", "li", "--duty", "investigator", "--case", "A1")
    run(place, "user", "withdraw", "li", "--duty", "reader", "--case", "A1", "--why", "改任")
    listed = json.loads(run(place, "user", "list", "--json").stdout)
    li = next(each for each in listed if each["name"] == "li")
    assert (li["agency"], li["level"], li["active"]) == ("县局", "county", True)
    assert [(part["duty"], part["case"], part["withdrawn_at"] is None) for part in li["parts"]] == [
        ("reader", "A1", False),
        ("investigator", "A1", True),
    ]
    assert li["parts"][1]["permissions"] == ["act", "enter", "open", "pursue", "read"]
    assert li["parts"][1]["given_by"] == place.who
    assert "investigator (A1)" in run(place, "user", "list").stdout


def test_who_only_administers_sees_no_case(place: Settings) -> None:
    """With users entered, a part is needed to look at a case, and the refusal stands in the chain."""
    root(place)
    refused = run(place, "case", "show", "A1")
    assert refused.exit_code != 0
    run(place, "user", "grant", place.who, "--duty", "reader")
    assert run(place, "case", "show", "A1").exit_code == 0
    assert json.loads(run(place, "audit", "verify", "--json").stdout)["events"] == 4


def test_a_level_there_is_not_is_a_sentence(place: Settings) -> None:
    """A mistyped level names those that there are."""
    result = run(place, "user", "add", "li", "--agency", "县局", "--level", "town", "--duty", "reader")
    assert result.exit_code != 0
    assert "county, city, province, ministry" in str(getattr(result.exception, "message", ""))
