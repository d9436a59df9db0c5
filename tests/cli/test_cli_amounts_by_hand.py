"""The table of the amount found, the amounts and a suspect's figures of a case small enough for pencil and paper.

The card Z received, on 5 March: 32,000 from a victim (A), 5,000 that the platform booked as a top-up (B), 7,000
from a stranger; on 6 March: 2,000 that only a sheet names (D), 900 of the suspect's own (X), 300 of which nobody
knows anything, 1,500 from a second victim (A). On 7 March it paid 10,000 to the suspect's own account. Z is
presumed to have served the fraud on 5 March (C: 7,000). So

A = 32,000 + 1,500 = 33,500; A + B = 38,500; A + B + C = 45,500; D 2,000; X 900; open 300;
in all 48,700 came in and 10,000 went out: turnover 58,700.
On 5 March alone: A 32,000; A + B 37,000; A + B + C 44,000.
The card of 5 and 6 March: verified 33,500 + 5,000 = 38,500, presumed 7,000, excluded 900, open 2,000 + 300.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan.cli.main import app

Z, OWN = "6200000000000000025", "6200000000000000090"
HEAD = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,对手开户银行,摘要说明,交易币种,交易是否成功,现金标志,查询反馈结果原因"  # noqa: E501
ROWS = (
    ("2021-03-05 10:20:00", "32000.00", "32000.00", "进", "6200000000000000017", "张某甲"),
    ("2021-03-05 11:00:00", "5000.00", "37000.00", "进", "6200000000000000033", "王某乙"),
    ("2021-03-05 12:00:00", "7000.00", "44000.00", "进", "6200000000000000041", "钱某丙"),
    ("2021-03-06 09:00:00", "2000.00", "46000.00", "进", "6200000000000000058", "孙某戊"),
    ("2021-03-06 10:00:00", "900.00", "46900.00", "进", "6200000000000000066", "周某己"),
    ("2021-03-06 11:00:00", "300.00", "47200.00", "进", "6200000000000000074", "吴某庚"),
    ("2021-03-06 12:00:00", "1500.00", "48700.00", "进", "6200000000000000082", "郑某辛"),
    ("2021-03-07 09:00:00", "10000.00", "38700.00", "出", OWN, "赵某丁"),
)
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过",
    f"B001,2021-03-08 09:00,张某甲,,,2021-03-05 10:20,6200000000000000017,,{Z},赵某丁,,32000.00,转账,",
    f"B002,2021-03-08 10:00,郑某辛,,,2021-03-06 12:00,6200000000000000082,,{Z},赵某丁,,1500.00,转账,",
)
BOOKS = (
    "充值订单号,会员编号,充值金额,收款账号,付款人,状态,充值时间",
    f"R2,8,5000.00,{Z},,成功,2021-03-05 11:05:00",
)
MEMBERS = ("会员编号,会员姓名,卡号", "8,王某乙,6200000000000000033")
CASE = ("--case", "A1")


def run(home: Path, *words: str) -> str:
    """Return what a command says."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def asked(home: Path, *words: str) -> Any:
    """Return what a command says as JSON."""
    return json.loads(run(home, *words, *CASE, "--json"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with its decisions."""
    folder = tmp_path_factory.mktemp("amounts")
    evidence = folder / "evidence"
    evidence.mkdir()
    bank = [
        f"{Z},赵某丁,{time},{amount},{left},{sign},{other},{name},某银行,转账,CNY,成功,,"
        for time, amount, left, sign, other, name in ROWS
    ]
    files = {"bank": (HEAD, *bank), "report": REPORT, "recharge": BOOKS, "members": MEMBERS}
    for name, lines in files.items():
        (evidence / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    run(folder, "case", "new", "手算", "--number", "A1", "--filed", "2021-03-08T12:00:00+08:00")
    run(folder, "import", str(evidence), *CASE)
    transfers = {each["amount"]: each["transfer"] for each in asked(folder, "amounts", "found")["inflows"]}
    day = ("--from", "2021-03-05", "--to", "2021-03-05")
    served = ("--explanation", "未作解释", "--why", "全部为诈骗所用")
    run(folder, "amounts", "presume", *CASE, "--account", Z, *day, *served)
    for amount, basis in (("2000.00", "D"), ("900.00", "X")):
        of = ("--transfer", transfers[amount], "--basis", basis)
        run(folder, "amounts", "decide", *CASE, *of, "--why", "见笔录")
    him = (*CASE, "--name", "赵某丁", "--why", "供述")
    run(folder, "defendant", "add", *him, "--part", "caller", *day)
    run(folder, "defendant", "own", *him, "--account", OWN)
    run(folder, "defendant", "card", *him, "--account", Z, "--from", "2021-03-05", "--to", "2021-03-06")
    return folder


def test_each_inflow_has_its_basis(home: Path) -> None:
    """Seven inflows with one basis each; three choices add up; D, X and open stand beside."""
    found = asked(home, "amounts", "found")
    assert [(each["amount"], each["basis"]) for each in found["inflows"]] == [
        ("32000.00", "A"),
        ("5000.00", "B"),
        ("7000.00", "C"),
        ("2000.00", "D"),
        ("900.00", "X"),
        ("300.00", "open"),
        ("1500.00", "A"),
    ]
    choices = [(each["amount"], each["people"]) for each in found["choices"]]
    assert choices == [("33500.00", 2), ("38500.00", 3), ("45500.00", 4)]
    assert found["not_summed"] == {"D": "2000.00", "X": "900.00", "open": "300.00"}


def test_the_amounts_are_never_mixed(home: Path) -> None:
    """Turnover of the card, amount involved, amount defrauded, loss."""
    found = {(each["amount"], each["of"]): each["total"] for each in asked(home, "amounts", "six")["amounts"]}
    assert found == {
        ("turnover", Z): "58700.00",
        ("turnover", OWN): "10000.00",
        ("involved", None): "48700.00",
        ("defrauded", None): "45500.00",
        ("loss", None): "33500.00",
    }


def test_a_suspects_figures(home: Path) -> None:
    """His unit's amount in his time, what he gained, and his card's settlement amount in its parts."""
    (him,) = asked(home, "defendant", "show")["defendants"]
    assert [each["amount"] for each in him["unit_amount"]] == ["32000.00", "37000.00", "44000.00"]
    assert him["gain"] == "10000.00"
    (card,) = him["settlements"]
    parts = {name: card[name] for name in ("inflow", "verified", "presumed", "excluded", "undecided")}
    assert parts == {
        "inflow": "48700.00",
        "verified": "38500.00",
        "presumed": "7000.00",
        "excluded": "900.00",
        "undecided": "2300.00",
    }


@pytest.mark.parametrize(
    ("moment", "amounts"),
    [
        ("2021-03-05T10:19:59+08:00", ("0.00", "0.00", "0.00", "0.00", "0.00")),
        ("2021-03-05T23:00:00+08:00", ("44000.00", "0.00", "44000.00", "44000.00", "32000.00")),
        ("2021-03-06T12:00:00+08:00", ("48700.00", "0.00", "48700.00", "45500.00", "33500.00")),
    ],
    ids=["a second before", "the first day", "the second victim's second"],
)
def test_up_to_a_moment(home: Path, moment: str, amounts: tuple[str, ...]) -> None:
    """Turnover, involved, defrauded and loss are those of the payments made by then."""
    found = asked(home, "amounts", "six", "--as-of", moment)["amounts"]
    assert tuple(each["total"] for each in found) == amounts
