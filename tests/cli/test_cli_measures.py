"""``suyuan stop``, ``freeze``, ``answers`` and ``due`` as a user runs them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

ACCOUNT = "6200000000000000017"
AT = ("--case", "A1", "--at", "2021-03-19T10:00:00")
COUNTY = ("--approved-by", "王局长", "--level", "county")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUYUAN_HOME", str(tmp_path / "home"))
    run("case", "new", "试验案", "--number", "A1", "--filed", "2021-03-19T08:00")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def said(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def request(*more: str) -> tuple[str, ...]:
    particulars = (
        "--account",
        ACCOUNT,
        "--holder",
        "李某乙",
        "--amount",
        "5000",
        "--paid-at",
        "2021-03-18 09:01:02",
    )
    return ("stop", "request", "--institution", "北岭银行", *particulars, *more)


def frozen() -> Any:
    said("freeze", "propose", "--institution", "北岭银行", "--account", ACCOUNT, "--limit", "5000", *AT)
    said("freeze", "approve", "1", *COUNTY, *AT)
    said("freeze", "serve", "freeze-1", "--document", "冻1号", *AT)
    return said("freeze", "answer", "1", "--effect", "2021-03-19T10:00:00", "--balance", "3000.5", *AT)


def test_a_stop_from_request_to_the_second() -> None:
    """Requested, answered, expired, asked again; the third is refused with the article."""
    assert said(*request(*AT))["state"] == "requested"
    stop = said("stop", "answer", "1", "--effect", "2021-03-19T10:00:00", *AT)
    assert (stop["state"], stop["ends"]) == ("stopped", "2021-03-21T10:00:00+08:00")
    assert stop["stops"][0]["article"] == "二（一）2"
    later = ("--case", "A1", "--at", "2021-03-21T10:00:00")
    assert "断档" in said("stop", "show", "1", *later)["alert"]
    assert said("stop", "again", "1", *later)["state"] == "requested_again"
    second = said("stop", "answer", "1", "--effect", "2021-03-21T10:00:00", *later)
    assert [each["end"][:10] for each in second["stops"]] == ["2021-03-21", "2021-03-23"]
    with pytest.raises(Refused, match="third stop"):
        run("stop", "again", "1", "--case", "A1", "--at", "2021-03-24")


def test_answers_of_a_stop() -> None:
    """核对不一致 names what differs, a refusal keeps the words; exactly one answer is asked for."""
    said(*request(*AT))
    with pytest.raises(WrongUsage, match="one of --effect"):
        run("stop", "answer", "1", *AT)
    with pytest.raises(WrongUsage, match="no particular “colour”"):
        run("stop", "answer", "1", "--differs", "colour", *AT)
    assert said("stop", "answer", "1", "--differs", "holder", *AT)["differs"] == ["holder"]
    said(*request(*AT))
    assert said("stop", "answer", "2", "--reason", "查无此户", *AT)["refused"] == "查无此户"
    assert [each["id"] for each in said("stop", "list", *AT)] == ["stop-1", "stop-2"]


def test_a_freeze_to_its_lapse() -> None:
    """Frozen up to what is there, filled by a credit, renewed, lapsed: amounts are decimal strings, ends are
    dates.
    """
    freeze = frozen()
    assert (freeze["state"], freeze["frozen"], freeze["shortfall"]) == ("frozen", "3000.50", "1999.50")
    assert freeze["terms"][0]["literal_end"] == "2021-09-19"
    assert said("freeze", "credit", "1", "--amount", "9999", *AT)["frozen"] == "5000.00"
    assert said("freeze", "part", "1", "--amount", "1000", "--return", "返1号", *AT)["frozen"] == "4000.00"
    renewed = said("freeze", "renew", "1", *COUNTY, *AT)
    assert [each["literal_end"] for each in renewed["terms"]] == ["2021-09-19", "2022-03-19"]
    after = ("--case", "A1", "--at", "2022-03-20T00:00:00")
    with pytest.raises(Refused, match=r"released by itself from 2022-03-20T00:00:00\+08:00"):
        run("freeze", "renew", "1", *COUNTY, *after)
    assert [each["state"] for each in said("freeze", "list", *after)] == ["lapsed"]
    assert said("freeze", "lapse", "1", "--why", "不再需要", *after)["steps"][-1]["step"] == "lapse"


def test_before_the_filing_and_by_oneself() -> None:
    """Before 立案 nothing is proposed; nobody approves what he carried on; levels and amounts are words one
    knows.
    """
    propose = ("freeze", "propose", "--institution", "北岭银行", "--account", ACCOUNT)
    with pytest.raises(Refused, match="第一百七十四条"):
        run(*propose, "--limit", "1", "--case", "A1", "--at", "2021-03-19T07:59:59")
    with pytest.raises(WrongUsage, match="one of --limit"):
        run(*propose, *AT)
    with pytest.raises(WrongUsage, match="no amount"):
        run(*propose, "--limit", "五千", *AT)
    freeze = said(*propose, "--limit", "1", *AT)
    with pytest.raises(Refused, match="it takes two people"):
        run("freeze", "approve", "1", "--approved-by", freeze["steps"][0]["who"], "--level", "county", *AT)
    with pytest.raises(WrongUsage, match="no level “village”"):
        run("freeze", "approve", "1", "--approved-by", "王局长", "--level", "village", *AT)
    with pytest.raises(WrongUsage, match=r"no freeze “7”\. There are: freeze-1"):
        run("freeze", "show", "7", *AT)


def test_due_says_rule_literal_end_and_safe_date() -> None:
    """The stop first, then the freeze, each with its rule; a span that is none is wrong usage."""
    said(*request("--case", "A1", "--at", "2021-03-19T09:00:00"))
    frozen()
    said("stop", "answer", "1", "--effect", "2021-03-19T10:00:00", *AT)
    found = said("due", "--within", "365d", "--at", "2021-03-19T11:00:00")
    assert [(each["id"], each["rule"], each["literal_end"], each["safe_date"]) for each in found["items"]] == [
        ("stop-1", "stop-payment.term", "2021-03-21T10:00:00+08:00", "2021-03-21T10:00:00+08:00"),
        ("freeze-1", "freeze.cash.term", "2021-09-19", "2021-09-18"),
    ]
    assert found["items"][1]["article"] == "第二百四十三条"
    shown = run("due", "--within", "72h", "--at", "2021-03-19T11:00:00").stdout
    assert "stop-1" in shown and "freeze-1" not in shown and "stop-payment.term" in shown
    with pytest.raises(WrongUsage, match="is no span"):
        run("due", "--within", "soon")


def test_answers_from_a_file(home: Path) -> None:
    """A file's answers are taken once; what fits nothing ends with a decision needed (4)."""
    said(*request("--number", "ZF1", *AT))
    path = home / "反馈.csv"
    lines = [
        "业务申请编号,账号,结果,止付起始时间",
        f"ZF1,{ACCOUNT},成功,20210319100000",
        f"ZF2,{ACCOUNT},成功,20210319100000",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first = run("answers", "import", str(path), *AT, "--json")
    assert first.exit_code == 4
    (file,) = json.loads(first.stdout)
    assert [each["outcome"] for each in file["answers"]] == ["taken", "unmatched"]
    assert (
        "1 there already" in run("answers", "import", str(path), *AT).stdout
        or "1 条已有" in run("answers", "import", str(path), *AT).stdout
    )
    assert said("stop", "show", "1", *AT)["state"] == "stopped"


def test_securities_of_an_account_do_not_hold_its_money() -> None:
    """A freeze of securities leaves the stop of the account's money, and its gap, as they are."""
    said(*request(*AT))
    said("stop", "answer", "1", "--effect", "2021-03-19T10:00:00", *AT)
    given = ("--institution", "北岭银行", "--account", ACCOUNT, "--object", "securities", "--full")
    said("freeze", "propose", *given, *AT)
    said("freeze", "approve", "1", *COUNTY, *AT)
    said("freeze", "serve", "1", *AT)
    assert said("freeze", "answer", "1", "--effect", "2021-03-19T10:00:00", *AT)["state"] == "frozen"
    assert said("stop", "show", "1", *AT)["state"] == "stopped"
    later = ("--case", "A1", "--at", "2021-03-21T10:00:00")
    assert "断档" in said("stop", "show", "1", *later)["alert"]
    said("freeze", "propose", "--institution", "北岭银行", "--account", ACCOUNT, "--limit", "5000", *later)
    said("freeze", "approve", "2", *COUNTY, *later)
    said("freeze", "serve", "2", *later)
    assert said("freeze", "answer", "2", "--effect", "2021-03-21T10:00:00", *later)["state"] == "frozen"
    assert said("stop", "show", "1", *later)["alert"] is None
