"""``suyuan import``: one object a file, alone on stdout, and the exit codes of the manners."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.cli import case
from suyuan.cli.importing import import_command
from suyuan.settings import load

ROLES = "账号,角色,理由,认定人,认定时间\n6200000000000000017,商户,某理由,王某丙,2021-03-19\n"
FIELDS = [
    "file", "sha256", "size", "outcome", "container", "format", "kind", "rows", "tables", "same_as", "refused",
    "skipped", "warnings",
]  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    new_case(load(), "“3.16”案", number="A0316")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "来件"
    folder.mkdir()
    (folder / "认定.csv").write_text(ROLES, encoding="utf-8")
    (folder / "副本.csv").write_text(ROLES, encoding="utf-8")
    (folder / "不明.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(import_command)
    words = [str(each) for each in (*arguments, "--case", "A0316")]
    return CliRunner().invoke(app, words, catch_exceptions=False)


def test_json_is_one_object_a_file_in_the_order_given(files: Path) -> None:
    """Also for refused files; every field is there, null where it does not apply."""
    result = run(files / "认定.csv", files / "不明.csv", files / "副本.csv", "--json")
    said = json.loads(result.stdout)
    assert [(each["file"], each["outcome"]) for each in said] == [
        ("认定.csv", "imported"), ("不明.csv", "refused"), ("副本.csv", "duplicate"),
    ]  # fmt: skip
    assert [list(each) for each in said] == [FIELDS] * 3
    assert said[2]["same_as"] == "认定.csv"
    assert result.exit_code == 3


def test_an_imported_file_shows_its_rows(files: Path) -> None:
    """Format, kind, and classes of rows that add up, for the file and for each table."""
    (said,) = json.loads(run(files / "认定.csv", "--json").stdout)
    assert (said["format"], said["kind"], said["refused"]) == ("role_list", "role_list", None)
    (table,) = said["tables"]
    assert said["rows"] == table["rows"]
    assert (said["rows"]["total"], said["rows"]["header"], said["rows"]["read"]) == (2, 1, 1)


def test_a_refused_file_has_no_tables_and_a_sentence(files: Path) -> None:
    """The sentence shows the header that was found."""
    result = run(files / "不明.csv", "--json")
    (said,) = json.loads(result.stdout)
    assert (said["tables"], said["rows"]) == ([], None)
    assert "甲" in said["refused"]
    assert len(said["sha256"]) == 64


def test_a_list_is_printed_for_a_single_file_and_for_a_folder(files: Path) -> None:
    """A folder's files come by name, under the folder's own name."""
    said = json.loads(run(files, "--json").stdout)
    assert sorted(each["file"] for each in said) == [each["file"] for each in said]
    assert {each["file"].split("/")[0] for each in said} == {"来件"}


def test_done_ends_with_zero(files: Path) -> None:
    """Duplicates and imported files are no reason for another code, again and again."""
    for _ in range(2):
        assert run(files / "认定.csv", files / "副本.csv").exit_code == 0


def test_a_person_reads_a_line_a_file_and_a_total(files: Path) -> None:
    """Results on stdout; the sentence of a refusal on stderr."""
    result = run(files)
    assert [line.split("  ")[1] for line in result.stdout.splitlines()[:3]] == [
        "来件/不明.csv", "来件/副本.csv", "来件/认定.csv",
    ]  # fmt: skip
    assert "甲" in result.stderr
    assert "甲" not in result.stdout


def test_the_case_shows_what_was_imported(files: Path) -> None:
    """case show --json has each file once with its outcome, sentence and every way it came."""
    run(files, "--source", "某银行反馈")
    view = json.loads(CliRunner().invoke(case.app, ["show", "A0316", "--json"], catch_exceptions=False).stdout)
    assert view["files"] == {"imported": 1, "bulletin": 0, "answers": 0, "unpacked": 0, "refused": 1}
    assert (view["rows"]["total"], view["rows"]["read"]) == (2, 1)
    unknown, roles = view["evidence"]
    assert "甲" in unknown["refused"]
    assert [(each["file"], each["source"]) for each in roles["arrivals"]] == [
        ("来件/副本.csv", "某银行反馈"), ("来件/认定.csv", "某银行反馈"),
    ]  # fmt: skip
    said = CliRunner().invoke(case.app, ["show", "A0316"], catch_exceptions=False).stdout
    assert "来件/副本.csv" in said
    assert view["audit_head"] in said
