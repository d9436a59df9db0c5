"""Earmarks and presumed claims in coins: the same commands with ``--currency``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.actions.presumed_tracing import trace_presumed
from suyuan.cli.main import app
from suyuan.tracing.policies import Policy

HEAD = (
    "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手开户银行,摘要说明,"
    "交易币种,交易是否成功,交易流水号,备注,查询反馈结果原因"
)
P, Q, U, W, X = (f"UID9000000{number}" for number in range(1, 6))
COINS = (
    f"{U},花测一,20210305100000,100.000000,100.000000,进,{P},,测丙,,转入,USDT,成功,TX01,,",
    f"{U},花测一,20210305100500,60.000000,160.000000,进,{Q},,测戊,,转入,USDT,成功,TX02,,",
    f"{U},花测一,20210305101000,60.000000,100.000000,出,{W},,郝测二,,转出,USDT,成功,TX03,,",
)
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),币种,付款方式,被骗经过",
    f"B001,2021-03-06 09:40,测丙,,,2021-03-05 10:00,{P},,{U},花测一,,100.00,USDT,转账,",
)
BANK = "6200000000000000115,张测三,20210305090000,5.00,5.00,进,6200000000000000123,,李测四,,转账,CNY,成功,BK01,,"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A victim's 100 USDT and a stranger's 60, of which 60 go on."""
    files = {"coins": (HEAD, *COINS), "bank": (HEAD, BANK), "report": REPORT}
    place = settings.load(tmp_path / "home", {"SUYUAN_WHO": "李警官"})
    new_case(place, "币", number="A1")
    for name, lines in files.items():
        (tmp_path / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8-sig")
    import_files(place, "A1", [tmp_path / f"{name}.csv" for name in files])
    return tmp_path / "home"


def asked(home: Path, *words: str) -> str:
    """Run a command that ends well; return what it printed."""
    done = CliRunner().invoke(app, [*words, "--case", "A1", "--home", str(home)])
    assert done.exit_code == 0, done.output
    return done.stdout


def traced(home: Path) -> TracedCase:
    """Trace the case first in, first out."""
    return trace_case(settings.load(home, {}), "A1", (Policy.FIFO,))


def held(found: TracedCase) -> dict[str, int]:
    """What accounts hold of the claim."""
    return {row["account"]: row["amount"] for row in found.all_findings().holdings.to_pylist()}


def test_an_earmark_in_coins(home: Path) -> None:
    """By fifo the 60 that leave are the victim's, by decision the stranger's; yuan have no such transfer."""
    before = traced(home)
    assert held(before) == {U: 40_000_000, W: 60_000_000}
    (coins,) = before.others
    credit, debit = (each.id for each in coins.ledger.transfers if each.amount == 60_000_000)
    said = ["--credit", credit, "--debit", debit, "--why", "付款人所述"]
    refused = CliRunner().invoke(
        app, ["earmark", "add", *said, "--amount", "60", "--case", "A1", "--home", str(home)]
    )
    assert refused.exit_code != 0
    asked(home, "earmark", "add", *said, "--amount", "60", "--currency", "usdt")
    (line,) = json.loads(asked(home, "earmark", "list", "--json"))["earmarks"]
    assert (line["amount"], line["currency"], line["not_carried_out"]) == ("60.000000", "USDT", None)
    assert held(traced(home)) == {U: 100_000_000}
    asked(home, "earmark", "undo", "1", "--why", "另查")
    assert held(traced(home)) == held(before)


def test_a_currency_without_a_ledger_is_said(home: Path) -> None:
    """Nobody's claim is in euros."""
    words = ["earmark", "add", "--credit", "a", "--debit", "b", "--amount", "1", "--why", "x", "--currency", "EUR"]
    done = CliRunner().invoke(app, [*words, "--case", "A1", "--home", str(home)])
    assert done.exit_code != 0 and "EUR" in str(done.exception)


def test_presumed_claims_in_coins(home: Path) -> None:
    """The stranger's 60 are presumed, traced apart in coins, and excluded like others."""
    found = json.loads(asked(home, "claims", "presume", "--currency", "USDT", "--json"))
    assert (found["currency"], found["presumed"]) == ("USDT", "60.000000")
    (line,) = found["inflows"]
    assert (line["payer"], line["amount"], line["counts"]) == (Q, "60.000000", True)
    apart = trace_presumed(settings.load(home, {}), "A1", (Policy.FIFO,))
    assert apart is not None
    rows = apart.findings.holdings.to_pylist()
    assert [(row["account"], row["amount"], row["currency"]) for row in rows] == [(U, 60_000_000, "USDT")]
    words = ["--transfer", line["transfer"], "--reason", "explained", "--why", "查明", "--currency", "USDT"]
    asked(home, "claims", "exclude", *words)
    assert trace_presumed(settings.load(home, {}), "A1", (Policy.FIFO,)) is None
