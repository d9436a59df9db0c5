"""Files of institutions' answers are evidence of their case: kept as they came, named by each step."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.main import app
from suyuan.errors import WrongUsage

ACCOUNT = "6200000000000000017"
AT = ("--case", "A1", "--at", "2021-03-19T10:00:00")
HEAD = "业务申请编号,账号,结果,起始时间,账户余额\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    run("case", "new", "试验案", "--number", "A1", "--filed", "2021-03-19T08:00")
    run(
        *("stop", "request", "--institution", "北岭银行", "--account", ACCOUNT, "--holder", "李某乙"),
        *("--amount", "5000", "--paid-at", "2021-03-18 09:01:02", "--number", "Z1", *AT),
    )
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def said(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def answers(folder: Path, rows: str = "Z1,6200000000000000017,成功,20210319100000,4000.00\nZ9,1,成功,,\n") -> Path:
    path = folder / "反馈.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_the_file_is_kept_as_it_came_and_each_step_names_it(home: Path) -> None:
    """The vault has the bytes, the chain the event, the step the row and the hash; a second time adds nothing."""
    path = answers(home)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    [file] = said("answers", "import", str(path), *AT)
    assert (file["sha256"], [each["outcome"] for each in file["answers"]]) == (sha256, ["taken", "unmatched"])
    kept = home / "home" / "cases" / "A1" / "vault" / sha256[:2]
    assert [each.read_bytes() for each in kept.iterdir()] == [path.read_bytes()]
    steps = said("stop", "show", "1", *AT)["steps"]
    assert all("反馈.csv:2" in each["why"] and sha256 in each["why"] for each in steps[1:])
    events = said("audit", "verify")["events"]
    run("answers", "import", str(path), *AT)
    assert said("audit", "verify")["events"] == events


def test_a_file_that_is_no_list_of_answers_is_not_kept(home: Path) -> None:
    """Refused, and the case has no evidence."""
    path = home / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("answers", "import", str(path), *AT).exit_code == 3
    assert not (home / "home" / "cases" / "A1" / "vault").exists()
    assert run("answers", "import", str(home / "missing.csv"), *AT).exit_code == 3


def test_rows_that_cannot_be_read_are_kept_with_the_file(home: Path) -> None:
    """The file stays evidence also where no row of it could be taken."""
    path = answers(home, "Z1,6200000000000000017,也许,,\n")
    [file] = said("answers", "import", str(path), *AT)
    assert [each["outcome"] for each in file["answers"]] == ["unread"]
    assert (home / "home" / "cases" / "A1" / "vault").exists()


def test_the_same_file_imported_as_evidence_is_there_already(home: Path) -> None:
    """An import of the file changes nothing: it is kept, and what it says stands in the steps."""
    path = answers(home)
    run("answers", "import", str(path), *AT)
    [file] = said("import", str(path), "--case", "A1")
    assert (file["outcome"], file["kind"]) == ("duplicate", "measure_answers")
    assert said("audit", "verify")["whole"]


def usdt_freeze() -> Any:
    at = ("--case", "A1", "--at", "2021-03-19T10:00:00")
    place = (
        "--institution",
        "某交易所",
        "--account",
        "T1",
        "--currency",
        "USDT",
        "--limit",
        "5000",
        "--number",
        "D1",
    )
    said("freeze", "propose", *place, *at)
    said("freeze", "approve", "1", "--approved-by", "王局长", "--level", "county", *at)
    return said("freeze", "serve", "1", *at)


def test_amounts_of_an_answer_are_in_the_measures_own_currency(home: Path) -> None:
    """6000 of a freeze in USDT are 6000 USDT, six places, whatever is left out; another currency is refused."""
    usdt_freeze()
    effect = ("--effect", "2021-03-19T10:00:00", "--balance", "6000")
    with pytest.raises(WrongUsage, match="not in CNY"):
        run("freeze", "answer", "1", *effect, "--currency", "CNY", *AT)
    assert said("freeze", "answer", "1", *effect, *AT)["frozen"] == "5000.000000"
    released = ("--approved-by", "王局长", "--level", "county")
    assert said("freeze", "part", "1", "--amount", "0.5", *released, *AT)["frozen"] == "4999.500000"


def test_a_row_in_another_currency_is_refused(home: Path) -> None:
    """A balance without a currency is CNY and says nothing of a freeze in USDT; with its currency it is taken."""
    usdt_freeze()
    path = home / "usdt.csv"
    head = "业务申请编号,账号,结果,起始时间,账户余额,币种\n"
    path.write_text(head + "D1,T1,成功,20210319100000,6000,\n", encoding="utf-8")
    [file] = said("answers", "import", str(path), *AT)
    assert [each["outcome"] for each in file["answers"]] == ["refused"]
    path.write_text(head + "D1,T1,成功,20210319100000,6000,USDT\n", encoding="utf-8")
    [file] = said("answers", "import", str(path), *AT)
    assert [each["outcome"] for each in file["answers"]] == ["taken"]
    assert said("freeze", "show", "1", *AT)["frozen"] == "5000.000000"


def test_what_is_paid_out_of_a_given_up_sum_is_in_its_currency(home: Path) -> None:
    """Of 1000 USDT given up 1.5 are paid: six places, not fen; in another currency it is refused."""
    assert home
    said("seizure", "take", "--way", "given_up", "--from", "张某甲", "--amount", "1000", "--currency", "usdt", *AT)
    with pytest.raises(WrongUsage, match="not in CNY"):
        run("seizure", "pay", "1", "--amount", "1.5", "--document", "返1号", "--currency", "CNY", *AT)
    paid = said("seizure", "pay", "1", "--amount", "1.5", "--document", "返1号", *AT)
    assert (paid["currency"], paid["left"]) == ("USDT", "998.500000")


def test_a_currency_is_kept_by_its_code(home: Path) -> None:
    """However it is written the plan finds it; what is no code is refused."""
    assert home
    given = ("freeze", "propose", "--institution", "北岭银行", "--account", "9", "--limit", "5", *AT)
    assert [said(*given, "--currency", each)["currency"] for each in ("usdt", "人民币", " rmb")] == [
        "USDT",
        "CNY",
        "CNY",
    ]
    with pytest.raises(WrongUsage, match="is no currency"):
        run(*given, "--currency", "美钞")
