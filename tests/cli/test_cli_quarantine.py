"""``suyuan quarantine``: what is printed, JSON alone on stdout, exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.cli import case, quarantine
from suyuan.errors import Refused
from suyuan.settings import load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
NAME = "20210319316_账户明细d2_20210321101500_part1.csv"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    new_case(load(), "“3.16”案", number="A0316")
    import_files(load(), "A0316", [EVIDENCE / "12_支付宝" / NAME])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(quarantine.app, [*arguments, "--case", "A0316"])


def fix(*more: str, to: str = "38.50") -> Result:
    return run("fix", NAME, "30", "--column", "金额（元）", "--to", to, "--why", "字母O应为数字0", *more)


def said(result: Result) -> dict[str, object]:
    value: dict[str, object] = json.loads(result.stdout)
    return value


def test_fix_show_list_and_undo_speak_json() -> None:
    """Each prints one value; the booking's amount is text; the original stands beside what is read."""
    fixed = fix("--json")
    assert fixed.exit_code == 0
    assert said(fixed)["mended"] is True
    assert said(fixed)["booking"]["amount"] == "38.50"  # type: ignore[index]
    shown = said(run("show", NAME, "30", "--json"))
    assert shown["quarantined"] is None
    assert shown["mends"][0]["original"] == "38.5O"  # type: ignore[index]
    listed = said(run("list", "--json"))
    assert listed["quarantined"] == []
    assert [each["row"] for each in listed["mended"]] == [30]  # type: ignore[attr-defined]
    undone = said(run("undo", NAME, "30", "--why", "看错了", "--json"))
    assert undone["changed"] is True
    assert [each["row"] for each in said(run("list", "--json"))["quarantined"]] == [30]  # type: ignore[attr-defined]
    assert json.loads(run("retry", "--json").stdout)[0]["changed"] is False


def test_a_refused_mend_ends_with_3_and_its_object() -> None:
    """The new reason stands in ``refused``; without JSON it is on stderr."""
    refused = fix("--json", to="38.5o")
    assert refused.exit_code == 3
    assert "38.5o" in str(said(refused)["refused"])
    assert said(refused)["mended"] is False
    plain = fix(to="38.5o")
    assert plain.exit_code == 3
    assert "38.5o" in plain.stderr


def test_a_refusal_to_undo_is_an_object_too() -> None:
    """Nothing to undo: the object says so, and the refusal goes on to the edge."""
    refused = run("undo", NAME, "30", "--why", "看错了", "--json")
    assert isinstance(refused.exception, Refused)
    assert "30" in str(said(refused)["refused"])


def test_people_read_the_row_its_reason_and_what_it_becomes() -> None:
    """Text, reason, booking and mends stand on stdout; case show counts the mended row."""
    assert "38.5O" in run("list").stdout
    assert "金额（元）" in run("show", NAME, "30").stdout
    assert "38.50" in fix("--dry-run").stdout
    assert fix().exit_code == 0
    shown = run("show", NAME, "30").stdout
    assert "“38.5O”" in shown
    assert "字母O应为数字0" in shown
    view = CliRunner().invoke(case.app, ["show", "A0316", "--json"])
    assert json.loads(view.stdout)["mended"] == 1
    assert run("retry").exit_code == 0
