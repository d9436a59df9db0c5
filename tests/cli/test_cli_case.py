"""``suyuan case``: what is printed, and that JSON stands alone."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.casebook.register import enter_bulletin
from suyuan.casebook.session import open_casebook
from suyuan.cli import case
from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.model.register import (
    STAGE_NAMES,
    BulletinFigure,
    BulletinRecord,
    CaseFacts,
    ReportedCase,
    Stage,
    Supervision,
)

CASE = {"number": "A0316", "name": "“3.16”案", "filed_at": "2021-03-18T09:30+08:00", "organ": "某市公安局"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(case.app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def opened(*more: str) -> dict[str, object]:
    said = run(
        "new", "“3.16”案", "--number", "A0316", "--filed", "2021-03-18T09:30+08:00", "--organ", "某市公安局",
        "--json", *more,
    )  # fmt: skip
    made: dict[str, object] = json.loads(said.stdout)
    return made


def test_a_new_case_is_printed_as_one_object() -> None:
    """--json prints the case, alone, its times with their offset."""
    made = opened()
    assert {name: made[name] for name in CASE} == CASE | {"filed_at": "2021-03-18T09:30:00+08:00"}
    assert str(made["created"]).endswith("+08:00")


def test_cases_and_register_are_two_lists() -> None:
    """case list --json is one object with both, also where there is nothing."""
    assert json.loads(run("list", "--json").stdout) == {"cases": [], "supervised": []}
    made = opened()
    assert json.loads(run("list", "--json").stdout) == {"cases": [made], "supervised": []}


def test_an_empty_case_shows_everything_there_will_be() -> None:
    """case show --json leaves no field out where there is no evidence yet."""
    made = opened()
    view = json.loads(run("show", "A0316", "--json").stdout)
    assert {name: view[name] for name in made} == made
    assert view["evidence"] == []
    assert set(view["files"].values()) == {0}
    assert set(view["rows"].values()) == {0}
    assert len(view["audit_head"]) == 64


def test_a_case_is_shown_by_name_too() -> None:
    """Without --json a person reads the case's number, name and organ."""
    opened()
    said = run("show", "“3.16”案").stdout
    assert "A0316  “3.16”案" in said
    assert "某市公安局" in said


def test_home_can_be_given_on_the_line(tmp_path: Path, home: Path) -> None:
    """--home goes before SUYUAN_HOME."""
    opened("--home", str(tmp_path / "other"))
    assert (tmp_path / "other/cases/A0316").is_dir()
    assert not home.exists()


def test_folders_are_for_their_owner(home: Path) -> None:
    """Nobody else on the machine may look into a home and its cases."""
    opened()
    assert [oct((home / place).stat().st_mode & 0o777) for place in ("", "cases/A0316")] == ["0o700", "0o700"]


@pytest.mark.parametrize("time", ["2021-02-30", "yesterday", "18.03.2021", ""])
def test_a_time_of_filing_that_is_none_is_wrong_usage(time: str) -> None:
    """A mistyped time is told with the forms that are read, and no case is opened."""
    with pytest.raises(WrongUsage, match="2021-03-18T09:30"):
        CliRunner().invoke(case.app, ["new", "x", "--filed", time], catch_exceptions=False)
    assert json.loads(run("list", "--json").stdout)["cases"] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2021-03-18", "2021-03-18"),
        ("2021-03-18 09:30", "2021-03-18T09:30:00+08:00"),
        ("2021-03-18T09:30:15", "2021-03-18T09:30:15+08:00"),
        ("2021-03-18T01:30:15Z", "2021-03-18T09:30:15+08:00"),
    ],
)
def test_times_of_filing_are_chinas(given: str, kept: str) -> None:
    """A time without an offset is China's; a bare date stays one."""
    made = json.loads(run("new", "x", "--filed", given, "--json").stdout)
    shown = json.loads(run("show", made["number"], "--json").stdout)
    assert shown["filed_at"] == kept


def test_supervised_cases_stand_in_a_section_of_their_own(home: Path) -> None:
    """The list prints a bulletin's case with stage, supervision and quoted figures; JSON has the sentence."""
    figure = BulletinFigure(
        "amount_yuan", "150000000", "元", "余", "1.5亿余元", "涉案金额人民币1.5亿余元。", "ab" * 32
    )
    facts = CaseFacts("浙江“12.30”电信网络诈骗案", "浙江", base="柬埔寨")
    reported = ReportedCase(facts, (figure,), Stage.INVESTIGATION)
    bulletin = BulletinRecord("ab" * 32, "通报.md", "通报", "2022-04-12", (), Supervision.LISTED, (reported,))
    with open_casebook(f"sqlite:///{home}/casebook.sqlite3", "me") as casebook, casebook.changing() as change:
        enter_bulletin(change, bulletin)
    said = run("list").stdout
    assert "浙江“12.30”电信网络诈骗案" in said
    assert "1.5亿余元" in said
    assert words(STAGE_NAMES[Stage.INVESTIGATION]) in said
    (case_,) = json.loads(run("list", "--json").stdout)["supervised"]
    assert (case_["supervision"], case_["stage"]) == ("listed", "investigation")
    (printed,) = case_["figures"]
    assert (printed["value"], printed["qualifier"], printed["sentence"]) == (150000000, "余", figure.sentence)


def test_a_name_that_another_case_has_is_told() -> None:
    """A second case of the same name is opened, and stderr names the one that has it; a new name says nothing."""
    opened()
    again = run("new", "“3.16”案", "--number", "A0317", "--json")
    assert json.loads(again.stdout)["number"] == "A0317"
    assert "A0316" in again.stderr
    assert run("new", "另一案").stderr == ""
