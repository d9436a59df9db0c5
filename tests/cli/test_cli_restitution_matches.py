"""Looser matches through the commands: what is offered, what a decision changes, what is refused.

A had 500 of its own; the victim V paid 1000 to A, and five minutes later A paid 900 on to Z, which also has 300 of
its own. Of the 900 at least 400 are V's (A had only 500 besides) and at most 900: the bounds do not agree, so the
money is not traced. The chain of one hop carries 900.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

V, A, Z, X, Y = (f"62000000000000000{number}" for number in ("11", "29", "37", "45", "52"))
HEAD = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,交易币种,交易是否成功,交易流水号,查询反馈结果原因\n"  # noqa: E501
OF_A = (
    f"{A},花测一,20210305090000,500.00,500.00,进,{X},测丙,转账,CNY,成功,A1,\n"
    f"{A},花测一,20210305100000,1000.00,1500.00,进,{V},测甲,转账,CNY,成功,A2,\n"
    f"{A},花测一,20210305100500,900.00,600.00,出,{Z},花测二,转账,CNY,成功,A3,\n"
)
OF_Z = (
    f"{Z},花测二,20210305090000,300.00,300.00,进,{Y},测丁,转账,CNY,成功,Z1,\n"
    f"{Z},花测二,20210305100500,900.00,1200.00,进,{A},花测一,转账,CNY,成功,Z2,\n"
)
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过\n"
    f"B001,2021-03-06 09:00,测甲,,,2021-03-05 10:00,{V},,{A},花测一,,1000.00,转账,\n"
)
AT = "2021-03-20T10:00:00+08:00"
MATCH = ("match", "--claim", "B001-1", "--freeze", "freeze-1", "--why", "逐笔快进快出")


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def restitution(home: Path, word: str, *words: str) -> str:
    """Return what a command of the noun says in the case."""
    at = () if word in ("unmatch", "show") else ("--at", AT)
    return run(home, "restitution", word, *words, "--case", "A1", *at)


def lines(home: Path) -> list[tuple[str, str, str]]:
    """Return the plan's lines: method, basis, amount."""
    plan = json.loads(restitution(home, "plan", "--json"))
    return [(each["method"], each["basis"], each["found_only"]) for each in plan["lines"]]


def offers(home: Path, *words: str) -> dict[str, Any]:
    """Return what is offered and decided."""
    found: dict[str, Any] = json.loads(restitution(home, "matches", "--json", *words))
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with all of Z's money frozen."""
    return built(tmp_path_factory.mktemp("matches"), OF_A, REPORT)


def built(folder: Path, of_a: str, report: str) -> Path:
    """Make a case of A's and Z's statements and the report, with all of Z's money frozen."""
    evidence = folder / "evidence"
    evidence.mkdir()
    for name, text in (("a", HEAD + of_a), ("z", HEAD + OF_Z), ("report", report)):
        (evidence / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    run(folder, "case", "new", "较松", "--number", "A1", "--filed", "2021-03-06T10:00:00+08:00")
    run(folder, "import", str(evidence), "--case", "A1")
    on = ("--case", "A1", "--at", AT, "--on", AT)
    given = ("--account", Z, "--institution", "北岭银行", "--limit", "1200")
    run(folder, "freeze", "propose", *given, *on)
    run(folder, "freeze", "approve", "1", "--approved-by", "王局长", "--level", "county", *on)
    run(folder, "freeze", "serve", "1", *on)
    run(folder, "freeze", "answer", "1", "--effect", AT, "--balance", "1200", *on)
    return folder


def test_what_is_offered_counts_for_nothing(home: Path) -> None:
    """The chain of 900 is offered; the plan shares as before: the one loss of 1000 out of 1200."""
    (offer,) = offers(home)["offers"]
    assert (offer["claim"], offer["freeze"], offer["most"]) == ("B001-1", "freeze-1", "900.00")
    (chain,) = offer["chains"]
    assert (chain["amount"], len(chain["transfers"])) == ("900.00", 2)
    assert offers(home, "--minutes", "4")["offers"] == []
    assert lines(home) == [("pro_rata", "not_traced", "1000.00")]
    assert "900.00" in restitution(home, "matches")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*MATCH, "--amount", "900.01"), "900.01"),
        ((*MATCH, "--minutes", "4"), "4"),
        (("match", "--claim", "B009-1", *MATCH[3:]), "B009-1"),
    ],
    ids=["more than the chain", "too slow a hop", "no such claim"],
)
def test_what_is_not_offered_is_refused(home: Path, words: tuple[str, ...], said: str) -> None:
    """More than the chains carry, hops that are too slow, a claim without a chain: refused, nothing kept."""
    with pytest.raises(Refused, match=said):
        restitution(home, *words)
    assert offers(home)["decisions"] == []


def test_a_reason_and_a_sum_are_needed(home: Path) -> None:
    """Without a reason, for nothing, or within no time it is wrong usage."""
    for words in ((*MATCH[:-1], " "), (*MATCH, "--amount", "0"), (*MATCH, "--minutes", "0")):
        with pytest.raises(WrongUsage):
            restitution(home, *words)


def test_a_named_decision_makes_it_traced_until_it_is_taken_back(home: Path) -> None:
    """850 accepted go back as traced by time stamp, and nothing more is shared; taken back, all is as before.

    A second decision on the same pair waits until the first is taken back.
    """
    assert "850.00" in restitution(home, *MATCH, "--amount", "850", "--evidence", "流水")
    assert lines(home) == [("by_timestamp", "decided", "850.00")]
    with pytest.raises(Refused, match="1"):
        restitution(home, *MATCH)
    (decision,) = offers(home)["decisions"]
    assert (decision["amount"], decision["why"], decision["undone"]) == ("850.00", "逐笔快进快出", False)
    assert offers(home)["offers"] == []
    restitution(home, "unmatch", str(decision["number"]), "--why", "另有来源")
    assert lines(home) == [("pro_rata", "not_traced", "1000.00")]
    assert [each["undone"] for each in offers(home)["decisions"]] == [True]


def test_one_payment_is_accepted_once(tmp_path: Path) -> None:
    """V's 1000 and X's 950 came minutes before the 900: 600 of these are accepted for V, so 300 are left for X."""
    of_a = OF_A.replace("090000,500.00,500.00", "095800,950.00,950.00").replace("1500.00", "1950.00")
    second = f"B002,2021-03-06 09:00,测丙,,,2021-03-05 09:58,{X},,{A},花测一,,950.00,转账,\n"
    home = built(tmp_path, of_a.replace("900.00,600.00", "900.00,1050.00"), REPORT + second)
    most = {each["claim"]: each["most"] for each in offers(home)["offers"]}
    assert most == {"B001-1": "900.00", "B002-1": "900.00"}
    restitution(home, *MATCH, "--amount", "600")
    assert [(each["claim"], each["most"]) for each in offers(home)["offers"]] == [("B002-1", "300.00")]


def test_nothing_is_paid_by_a_decision_that_was_taken_back(home: Path) -> None:
    """A plan was fixed and approved with 850 accepted; taken back before the decision, nothing is decided."""
    restitution(home, *MATCH, "--amount", "850")
    made = next(each["number"] for each in offers(home)["decisions"] if not each["undone"])
    on, who = ("--on", AT), ("--victim", "测甲")
    restitution(home, "inform", *who, *on)
    restitution(home, "apply", "1", *who, "--identity", "证件", "--account", V, *on)
    restitution(home, "review", "1", *who, "--officer", "李警官", "--officer", "赵警官", *on)
    restitution(home, "notice", "1", *on)
    approval = ("approve", "1", "--approved-by", "王局长", "--level", "city", *on)
    restitution(home, *approval)
    restitution(home, "unmatch", str(made), "--why", "另有资金混入")
    with pytest.raises(Refused, match=r"return\.precondition"):
        restitution(home, "decide", "1", "--document", "返字1号", *on)
    assert json.loads(restitution(home, "show", "1", "--json"))["payments"] == []
