"""``suyuan statement describe``, readings in JSON, exit 4, and a user's own layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.statement import app
from suyuan.errors import DecisionNeeded, Refused, WrongUsage
from suyuan.intake import known_layouts

UNSURE = "日期,金额,摘要\n2021-03-01,-5.00,a\n2021-03-02,7.00,b\n2021-03-03,-9.00,c\n"


@pytest.fixture(autouse=True)
def _own_layouts_end_with_the_test(tmp_path: Path) -> object:
    """Leave no layout of a test behind."""
    yield
    known_layouts.also_read(tmp_path / "nowhere")


def run(*arguments: str) -> Result:
    """Run a command of this noun."""
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def unsure(tmp_path: Path) -> str:
    """Return a file that nothing proves."""
    path = tmp_path / "a.csv"
    path.write_text(UNSURE, encoding="utf-8")
    return str(path)


def test_an_unsure_file_ends_4_with_its_readings(tmp_path: Path) -> None:
    """Tables empty; each reading a list of tables with sums and first rows; nothing refused."""
    result = run("inspect", unsure(tmp_path), "--home", str(tmp_path), "--json")
    assert result.exit_code == 4
    (file,) = json.loads(result.stdout)
    assert (file["confidence"], file["tables"], file["refused"]) == ("unsure", [], None)
    (table,), (turned,) = file["readings"]
    assert table["sums"]["in"] == {"count": 1, "amount": "7.00"}
    assert turned["sums"]["in"] == {"count": 2, "amount": "14.00"}
    assert [row["amount"] for row in table["first_rows"]] == ["5.00", "7.00", "9.00"]
    rows = run("rows", unsure(tmp_path), "--home", str(tmp_path))
    assert (rows.exit_code, rows.stdout) == (4, "")


TWO_ROWS = "交易时间,发生额,,余额,对方,\n,收入,支出,,户名,账号\n"
FIRST = TWO_ROWS + (
    "2021-03-01 10:00:00,100.00,,100.00,甲,6200000000000099\n"
    "2021-03-02 10:00:00,,30.00,70.00,乙,6200000000000098\n"
    "2021-03-03 10:00:00,,20.00,50.00,丙,6200000000000097\n"
)
NEXT = (
    TWO_ROWS
    + "2021-04-01 10:00:00,5.00,,,甲,6200000000000099\n"
    + TWO_ROWS
    + "2021-04-02 10:00:00,,7.00,,乙,6200000000000098\n"
)


def test_a_described_header_of_two_rows_is_known_next_time(tmp_path: Path) -> None:
    """The next file has no balances that could prove anything, and its header again on page two."""
    path, later = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(FIRST, encoding="utf-8")
    later.write_text(NEXT, encoding="utf-8")
    home = ("--home", str(tmp_path))
    assert json.loads(run("inspect", str(later), *home, "--json").stdout)[0]["confidence"] == "unsure"
    assert run("describe", str(path), "--id", "two_rows", "--keep", *home).exit_code == 0
    result = run("inspect", str(path), str(later), *home, "--json")
    first, second = json.loads(result.stdout)
    assert [(each["format"], each["confidence"]) for each in (first, second)] == [("two_rows", "known")] * 2
    (table,) = second["tables"]
    assert (table["sums"]["in"]["amount"], table["sums"]["out"]["amount"]) == ("5.00", "7.00")
    rows = table["rows"]
    assert (rows["total"], rows["header"], rows["repeated_header"], rows["read"]) == (6, 1, 3, 2)


def test_a_described_layout_is_known_next_time(tmp_path: Path) -> None:
    """--keep puts it into the home's layouts; then the file is known by its id and read with the answers."""
    file = unsure(tmp_path)
    home = ("--home", str(tmp_path))
    done = run("describe", file, "--amount", "2", "--plus", "out", "--id", "some_bank", "--keep", *home)
    assert done.exit_code == 0
    result = run("inspect", file, *home, "--json")
    assert result.exit_code == 0
    (read,) = json.loads(result.stdout)
    assert (read["format"], read["confidence"]) == ("some_bank", "known")
    assert read["tables"][0]["sums"]["out"] == {"count": 1, "amount": "7.00"}


def test_a_description_is_printed_or_written(tmp_path: Path) -> None:
    """On standard output alone, or to a file; never over the file that it describes."""
    file = unsure(tmp_path)
    printed = run("describe", file, "--amount", "金额", "--plus", "in")
    assert 'amount = ["金额"]' in printed.stdout
    run("describe", file, "--amount", "金额", "--plus", "in", "--write", str(tmp_path / "b.toml"))
    assert (tmp_path / "b.toml").read_text(encoding="utf-8") == printed.stdout
    with pytest.raises(WrongUsage):
        run("describe", file, "--amount", "金额", "--plus", "in", "--write", file)


def test_answers_that_are_missing_or_wrong_are_said(tmp_path: Path) -> None:
    """No answers to an unsure file: a decision; a column that there is none of: wrong usage with the columns."""
    file = unsure(tmp_path)
    with pytest.raises(DecisionNeeded):
        run("describe", file)
    with pytest.raises(WrongUsage, match="1 日期, 2 金额, 3 摘要"):
        run("describe", file, "--amount", "总额")
    with pytest.raises(WrongUsage, match="icbc_debit"):
        run("describe", file, "--amount", "金额", "--plus", "in", "--id", "icbc_debit")


def test_a_description_of_ones_own_that_is_wrong_is_named(tmp_path: Path) -> None:
    """The sentence names the file, so that it can be mended or removed."""
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "mine.toml").write_text("id = 3\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"mine\.toml"):
        run("inspect", unsure(tmp_path), "--home", str(tmp_path))


@pytest.mark.parametrize(
    ("offset", "time"), [("", "+08:00"), ("-05:30", "-05:30"), ("Z", "+00:00"), ("+1", "+01:00")]
)
def test_the_offset_of_times_is_said_by_an_option(tmp_path: Path, offset: str, time: str) -> None:
    """--offset goes into the description, and the next such file's times are of that zone."""
    path = tmp_path / "a.csv"
    path.write_text(UNSURE.replace("-01,", "-01 10:00:00,"), encoding="utf-8")
    home = ("--home", str(tmp_path))
    asked = ("--offset", offset) if offset else ()
    done = run("describe", str(path), "--amount", "2", "--plus", "in", "--id", "zoned", "--keep", *asked, *home)
    assert done.exit_code == 0
    first = json.loads(run("rows", str(path), *home).stdout.splitlines()[0])
    assert first["time"] == f"2021-03-01T10:00:00{time}"


def test_an_offset_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    """The sentence says how to write one."""
    with pytest.raises(WrongUsage, match=r"\+08:00"):
        run("describe", unsure(tmp_path), "--amount", "2", "--plus", "in", "--offset", "Beijing")


@pytest.mark.parametrize(("named", "asked"), [("金额（分）", ()), ("金额", ("--unit", "minor"))])
def test_a_description_keeps_the_unit_that_the_file_or_a_person_says(
    tmp_path: Path, named: str, asked: tuple[str, ...]
) -> None:
    """1250 fen are 12.50, by the column's name and by the option alike."""
    path = tmp_path / "fen.csv"
    path.write_text(f"日期,摘要,{named}\n2021-03-01,甲,1250\n2021-03-02,乙,3000\n", encoding="utf-8")
    home = ("--home", str(tmp_path))
    done = run("describe", str(path), "--amount", "3", "--plus", "in", "--id", "in_fen", "--keep", *asked, *home)
    assert done.exit_code == 0
    amounts = [json.loads(line)["amount"] for line in run("rows", str(path), *home).stdout.splitlines()]
    assert amounts == ["12.50", "30.00"]


def test_a_description_keeps_the_decimal_comma(tmp_path: Path) -> None:
    """12,50 stays twelve and a half in a file that a person described."""
    path = tmp_path / "comma.csv"
    path.write_text("Datum;Text;Betrag\n01.03.2021;a;12,50\n20.03.2021;b;1.030,25\n", encoding="utf-8")
    home = ("--home", str(tmp_path))
    done = run("describe", str(path), "--amount", "3", "--plus", "in", "--id", "with_comma", "--keep", *home)
    assert done.exit_code == 0
    amounts = [json.loads(line)["amount"] for line in run("rows", str(path), *home).stdout.splitlines()]
    assert amounts == ["12.50", "1030.25"]


AMBIGUOUS = (
    "Date,Narrative,Debit,Credit,Balance,Ref\n03/01/2021,A,,100.00,600.00,1\n"
    "04/02/2021,B,50.00,,550.00,2\n05/03/2021,C,20.00,,530.00,3\n"
)


@pytest.mark.parametrize(
    ("answer", "last"), [(("--time-format", "d/M/yyyy"), "2021-03-05"), (("--reading", "2"), "2021-05-03")]
)
def test_one_answer_tells_day_from_month(tmp_path: Path, answer: tuple[str, str], last: str) -> None:
    """Both ways follow in time and balance: the way of writing, or the number of a reading, is all it takes."""
    path = tmp_path / "a.csv"
    path.write_text(AMBIGUOUS, encoding="utf-8")
    home = ("--home", str(tmp_path))
    with pytest.raises(DecisionNeeded, match="--reading"):
        run("describe", str(path), *home)
    assert run("describe", str(path), *answer, "--id", "two_ways", "--keep", *home).exit_code == 0
    rows = [json.loads(line) for line in run("rows", str(path), *home).stdout.splitlines()]
    assert [row["time"] for row in rows][-1] == last
    assert [row["amount"] for row in rows] == ["100.00", "50.00", "20.00"]


def test_a_reading_that_there_is_none_of_is_wrong_usage(tmp_path: Path) -> None:
    """The sentence says how many there are."""
    path = tmp_path / "a.csv"
    path.write_text(AMBIGUOUS, encoding="utf-8")
    with pytest.raises(WrongUsage, match="3 readings"):
        run("describe", str(path), "--reading", "9", "--home", str(tmp_path))
