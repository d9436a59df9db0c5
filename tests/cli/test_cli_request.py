"""``suyuan request``: the register of the demo's list, as table and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.cli import request
from suyuan.errors import WrongUsage
from suyuan.settings import load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
SILENT = ["6200000600160284104", "6200000600161658281"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    settings = load(place)
    new_case(settings, "“3.16”案", number="A0316")
    import_files(settings, "A0316", [EVIDENCE / "02_调证与认定", EVIDENCE / "10_北岭银行"])
    return place


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(request.app, [*arguments, "--case", "A0316", "--home", str(home)])


def test_the_list_speaks_json(home: Path) -> None:
    """Of 42 lines two stand open, one is refused, one says no rows; answers without their files lack them."""
    found = json.loads(run(home, "list", "--as-of", "2021-03-30", "--json").stdout)
    assert found["as_of"] == "2021-03-30T23:59:59+08:00"
    standings = Counter(each["standing"] for each in found["requests"])
    assert standings == {"whole": 37, "overdue": 2, "refused": 1, "no_rows": 1, "part": 1}
    bank = [each for each in found["requests"] if each["institution"] == "北岭银行"]
    assert len(bank) == 16
    assert all(each["files"] and not each["lacks_file"] and each["covered"] for each in bank)
    others = [each for each in found["requests"] if each["institution"] == "支付宝"]
    assert [(each["lacks_file"], each["covered"]) for each in others] == [(True, None)]
    assert found["answers_without_request"] == []


def test_overdue_depends_on_the_moment(home: Path) -> None:
    """Sent on 18 March without a due time, they are late from the 29th on, by a term that says whose it is."""
    late = json.loads(run(home, "overdue", "--as-of", "2021-03-29", "--json").stdout)["requests"]
    assert [each["account"] for each in late] == SILENT
    assert {each["due"] for each in late} == {"2021-03-28T23:59:59+08:00"}
    assert all(each["due_basis"] for each in late)
    assert json.loads(run(home, "overdue", "--as-of", "2021-03-28", "--json").stdout)["requests"] == []


def test_one_request_is_shown_with_what_it_covers(home: Path) -> None:
    """Found by the number asked for: the refusal with its meaning, and no other request."""
    (found,) = json.loads(run(home, "show", "6200000200173985874", "--json").stdout)["requests"]
    assert (found["reason"]["id"], found["reason"]["covers"], found["reason"]["again"]) == (
        "no_such_account",
        "nothing",
        False,
    )
    assert (found["document"], found["row"]) == ("临公（反诈）调证字〔2021〕0316-07号", 41)


def test_tables_are_printed_for_people(home: Path) -> None:
    """One line a request, the assumed term explained; nothing overdue is said in a sentence."""
    listed = run(home, "list", "--as-of", "2021-03-30")
    assert listed.exit_code == 0
    assert sum("北岭银行" in line for line in listed.stdout.splitlines()) == 16
    assert all(number in run(home, "overdue", "--as-of", "2021-03-30").stdout for number in SILENT)
    assert run(home, "overdue", "--as-of", "2021-03-20").stdout.count("\n") == 1
    assert "6200000200173985874" in run(home, "show", "0316-07").stdout


def test_an_unknown_request_is_wrong_usage(home: Path) -> None:
    """The word is named in the refusal."""
    result = run(home, "show", "没有这份文书")
    assert isinstance(result.exception, WrongUsage)
