"""A case whose money is exchanged twice and comes back, from files to tables, path and report."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.case_tracing import TracedCase, trace_case, write_trace
from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.actions.reporting import case_report
from suyuan.cli.trace import app
from suyuan.documents.tables_currencies import amount_text
from suyuan.model.money import decimals_of
from suyuan.tracing.policies import Policy

HEAD = (
    "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手开户银行,摘要说明,"
    "交易币种,交易是否成功,交易流水号,备注,查询反馈结果原因"
)
V1, V2, A, B, X = (f"620000000000000011{last}" for last in range(1, 6))
U, W, P = "UID90000001", "UID90000002", "UID90000003"
BOOKS = {
    (V1, "测甲", "CNY", 9000): f"100000 出 6000 {A} 花测一 转账 BK0000001",
    (V2, "测乙", "CNY", 5000): f"100500 出 4000 {A} 花测一 转账 BK0000002",
    (A, "花测一", "CNY", 500): f"100000 进 6000 {V1} 测甲 转账 BK0000001;100500 进 4000 {V2} 测乙 转账 BK0000002;"
    "101000 出 9750 - - 购买USDT OTC20210305001;101500 出 700 - - 购汇 FX20210305001",
    (A, "花测一", "USD", 0): "101501 进 100 - - 购汇 FX20210305001;120000 出 60 - INVENTED_SHOP 消费 SHOP000001",
    (P, "测丙", "USDT", 200): f"105000 出 100 {U} 花测一 转出 TX00000007",
    (U, "花测一", "USDT", 0): f"101200 进 1500 - - OTC OTC20210305001;103000 出 750 {W} 郝测二 转出 TX00000001;"
    f"105000 进 100 {P} 测丙 转入 TX00000007;110000 出 300 - - 卖币 OTC20210305009",
    (W, "郝测二", "USDT", 20): f"103000 进 750 {U} 花测一 转出 TX00000001",
    (B, "花测一", "CNY", 0): f"110200 进 1980 - - 卖币 OTC20210305009;113000 出 480 {X} 张测三 转账 BK0000009",
}
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),币种,"
    "付款方式,被骗经过\n"
    f"B001,2021-03-06 09:00,测甲,,,2021-03-05 10:00,{V1},,{A},花测一,,6000.00,CNY,转账,\n"
    f"B002,2021-03-06 09:30,测乙,,,2021-03-05 10:05,{V2},,{A},花测一,,4000.00,CNY,转账,\n"
    f"B003,2021-03-06 09:40,测丙,,,2021-03-05 10:50,{P},,{U},花测一,,100.00,USDT,转账,\n"
)
AS_OF = datetime(2021, 3, 5, 15, tzinfo=UTC)


def statement(account: str, holder: str, currency: str, opening: int, lines: str) -> str:
    """A bank's or an exchange's answer, with running balances."""
    balance, rows = opening, [HEAD]
    places = decimals_of(currency)
    for time, way, amount, other, name, summary, number in (line.split() for line in lines.split(";")):
        balance += int(amount) if way == "进" else -int(amount)
        shown = f"{int(amount):.{places}f},{balance:.{places}f},{way}"
        rows.append(
            f"{account},{holder},20210305{time},{shown},{other.strip('-')},,{name.strip('-')},,{summary},{currency},"
            f"成功,{number},,"
        )
    return "\n".join([*rows, ""])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the case imported."""
    folder = tmp_path_factory.mktemp("currencies")
    evidence = folder / "evidence"
    evidence.mkdir()
    for number, (head, lines) in enumerate(BOOKS.items()):
        (evidence / f"{number}.csv").write_text(statement(*head, lines), encoding="utf-8-sig")
    (evidence / "report.csv").write_text(REPORT, encoding="utf-8-sig")
    place = settings.load(folder / "home", {})
    new_case(place, "兑换", number="A1")
    import_files(place, "A1", [evidence])
    return folder / "home"


@pytest.fixture(scope="module")
def traced(home: Path) -> TracedCase:
    """The case traced."""
    return trace_case(settings.load(home, {}), "A1", (Policy.FIFO, Policy.PRO_RATA), AS_OF)


def test_the_tables_have_all_currencies(traced: TracedCase, tmp_path: Path) -> None:
    """By hand, fifo: 500 others, 6,000 and 3,250 pay 1,500 USDT: 76.923077, 923.076923, 500.000000.

    750 leave: the others' and 673.076923 of the first claim, whose basis is floor(600000 x 673076923 / 923076923)
    = 437499 fen; 300 leave: the first's 250 (1,625.01) and 50 of the second's (325.00), and become 1,650 and 330.
    """
    paths = write_trace(traced, tmp_path)
    with (tmp_path / "basis.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["policy"] == "fifo"]
    found = {(row["account"], row["claim"], row["currency"]): (row["amount"], row["basis"]) for row in rows}
    assert found.pop((W, "B001-1", "USDT")) == ("673.076923", "4374.99")
    assert found.pop((U, "B002-1", "USDT")) == ("450.000000", "2925.00")
    assert found.pop((U, "B003-1", "USDT")) == ("100.000000", "100.000000")
    assert found.pop((B, "B001-1", "CNY")) == ("1170.00", "1152.28")
    assert found.pop((X, "B001-1", "CNY")) == ("480.00", "472.73")
    assert found.pop((B, "B002-1", "CNY")) == ("330.00", "325.00")
    assert found.pop((A, "B002-1", "USD")) == ("40.00", "280.00")
    assert found.pop((A, "B002-1", "CNY")) == ("50.00", "50.00")
    assert set(found.values()) == {("60.00", "420.00")}
    assert (tmp_path / "given" / "USDT" / "transfers.csv") in paths
    summary = json.loads((tmp_path / "summary.json").read_bytes())
    assert [each["currency"] for each in summary["currencies"]] == ["USD", "USDT"]
    assert summary["currencies"][1]["claimed"] == "100.000000"
    assert len(summary["conversions"]) == 3


def test_a_path_goes_back_through_both_exchanges(home: Path) -> None:
    """What stands with X came from B, from the coins, from the first victim: three paths, each in its currency."""
    words = ["path", "--case", "A1", "--account", X, "--claim", "B001-1", "--lots", "--json", "--home", str(home)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    every = [said, *said["beyond"]]
    assert [(each["currency"], each["held"]) for each in every] == [
        ("CNY", "480.00"), ("USDT", "250.000000"), ("CNY", "6000.00"),
    ]  # fmt: skip
    assert {each["claim_currency"] for each in every} == {"CNY"}
    assert [each["chains"][0]["payer"].partition(":")[0] for each in every] == ["convert", "convert", V1]
    assert every[1]["chains"][0]["rows"][0]["row"] == 2
    assert said["lots"]["steps"][0]["pieces"] == [{"claim": "B001-1", "amount": "480.00"}]


def test_an_account_of_two_currencies_is_asked_by_currency(home: Path) -> None:
    """Of the dollars 40 stand there; the worked account shows the exchange's pieces as one booking."""
    words = ["path", "--case", "A1", "--account", A, "--claim", "B002-1", "--json", "--home", str(home)]
    dollars = json.loads(CliRunner().invoke(app, [*words, "--currency", "USD", "--lots"]).stdout)
    assert (dollars["currency"], dollars["held"]) == ("USD", "40.00")
    assert [step["amount"] for step in dollars["lots"]["steps"]] == ["100.00", "60.00"]
    assert json.loads(CliRunner().invoke(app, words).stdout)["held"] == "50.00"


def test_the_report_has_a_page_of_it(traced: TracedCase) -> None:
    """Holdings, exchanges and each claim's parts; the pages of the case's currency speak of its own claims."""
    report = case_report(traced)
    assert report.currencies is not None
    assert [claim.id for claim in report.claims] == ["B001-1", "B002-1"] and not report.unfound
    assert [(each.id, each.currency) for each in report.currencies.claims] == [("B003-1", "USDT")]
    parts = {(each.claim, each.currency): each.basis.minor for each in report.currencies.parts}
    assert {sum(parts[key][0] for key in parts if key[0] == "B001-1")} == {600000}
    assert {sum(parts[key][1] for key in parts if key[0] == "B002-1")} == {400000}
    (first, *_) = report.currencies.exchanges
    assert (first.payer, first.payee, amount_text(first.whole[1])) == (A, U, "1,500.000000 USDT")
    assert {line.amounts.currency for line in report.currencies.holdings} == {"CNY", "USD", "USDT"}
