"""``suyuan law``: what it prints, and how it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SUYUAN = Path(sys.executable).with_name("suyuan")
LISTED = {"id", "document", "article", "in_force_from", "in_force_until", "value", "unit", "certainty"}
COMPUTED = {"rule", "from", "literal_end", "rolled_end", "safe_date", "warnings"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program itself."""
    return subprocess.run([SUYUAN, "--lang", "en", "law", *words], capture_output=True, text=True, check=False)


def test_list_as_json() -> None:
    """The list has the agreed fields and the four fixed ids; money is a decimal string."""
    given = json.loads(run("list", "--as-of", "2026-11-01", "--json").stdout)
    assert all(each.keys() >= LISTED for each in given)
    by_id = {each["id"]: each for each in given}
    assert len(by_id) == len(given)
    fixed = {"stop-payment.term": 48, "freeze.cash.term": 6, "freeze.cash.term.major": 12, "return.notice": 30}
    assert {rule: by_id[rule]["value"] for rule in fixed} == fixed
    assert by_id["threshold.fraud.large"]["value"] == "3000.00"
    assert by_id["freeze.cash.term"]["in_force_from"] == "2020-09-01"
    assert by_id["return.agent"]["certainty"] == "not_read"


def test_list_of_an_early_day_leaves_out_what_came_later() -> None:
    """In 2019 the rules of 2020 and later are not listed."""
    given = json.loads(run("list", "--as-of", "2019-01-01", "--json").stdout)
    assert "sanction.criminal" not in {each["id"] for each in given}
    assert all(each["in_force_from"] is None or each["in_force_from"] <= "2019-01-01" for each in given)


def test_deadline_as_json() -> None:
    """Hour terms end at an instant to the second, month terms on a date."""
    stop = json.loads(run("deadline", "stop-payment.term", "--from", "2026-02-28 23:10:05", "--json").stdout)
    assert stop.keys() >= COMPUTED
    assert stop["from"] == "2026-02-28T23:10:05+08:00"
    assert stop["literal_end"] == "2026-03-02T23:10:05+08:00"
    assert stop["warnings"] == []
    freeze = json.loads(run("deadline", "freeze.cash.term", "--from", "2026-08-30", "--json").stdout)
    assert (freeze["literal_end"], freeze["safe_date"]) == ("2027-02-28", "2027-02-26")


def test_show_prints_all_periods_and_the_rule_is_named_with_a_deadline() -> None:
    """What the rule rests on is printed with it."""
    shown = run("show", "freeze.cash.term").stdout
    assert "公通字〔2013〕30号" in shown
    assert "第二百四十三条" in shown
    given = json.loads(run("show", "freeze.cash.term", "--json").stdout)
    assert given["article"] == "第二百四十三条"
    assert [each["in_force_until"] for each in given["periods"]] == ["2013-08-31", "2020-08-31", None]
    said = run("deadline", "freeze.cash.term", "--from", "2026-08-30").stdout
    assert "第二百四十三条" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["show", "freeze.csh.term"], 2, "Nearest: freeze.cash.term"),
        (["deadline", "threshold.fraud.large", "--from", "2026-01-01"], 2, "is no term"),
        (["deadline", "return.notice", "--from", "yesterday"], 2, "“yesterday” is no time"),
        (["deadline", "return.notice", "--from", "2026-02-30"], 2, "is no time"),
        (["list", "--as-of", "soon"], 2, "is no time"),
        (["deadline", "return.notice", "--from", "2010-01-01"], 3, "from 2016-09-18"),
        (["deadline", "freeze.cash.term", "--from", "9999-12-30"], 3, "after the year 9999"),
    ],
)
def test_refusals_are_sentences(words: list[str], code: int, said: str) -> None:
    """Each wrong word ends with its exit code and a sentence, on stderr."""
    found = run(*words)
    assert (found.returncode, found.stdout) == (code, "")
    assert said in found.stderr


def test_a_refused_deadline_prints_its_object() -> None:
    """With --json a rule not in force prints the object, alone, with the sentence."""
    found = run("deadline", "return.notice", "--from", "2010-01-01", "--json")
    given = json.loads(found.stdout)
    assert found.returncode == 3
    assert given["literal_end"] is None
    assert "2016-09-18" in given["refused"]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05T10:11:12+08:00",
        "2026-03-05 10:11:12",
        "2026-03-05T02:11:12Z",
        "20260305101112",
        "2026/3/5 10:11:12",
    ],
)
def test_times_are_read_as_they_are_written(written: str) -> None:
    """One instant in the ways people and platforms write it."""
    given = json.loads(run("deadline", "stop-payment.term", "--from", written, "--json").stdout)
    assert given["literal_end"] == "2026-03-07T10:11:12+08:00"


def test_it_starts_without_the_heavy_libraries() -> None:
    """``suyuan law`` loads neither numpy, pyarrow, duckdb nor sqlalchemy."""
    code = (
        "import sys; from suyuan.actions import law; import suyuan.cli.main; law.rules(None); "
        "print([each for each in ('numpy', 'pyarrow', 'duckdb', 'sqlalchemy') if each in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
