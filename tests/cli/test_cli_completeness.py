"""``suyuan completeness``: the report's proof as data, for a case of three files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.cli.main import app
from suyuan.settings import load

HEAD = """"# 招商银行交易记录"
"# 账    号: [6200000000000091]"
"# 起始日期: [20210601]   终止日期: [20210606]"
"交易日期","交易时间","收入","支出","余额","交易类型","交易备注"
"""
FIRST = '"20210604","09:00:00","1,000.00","","1,000.00","转账汇入","李某乙"\n'
SECOND = '"20210605","10:11:12","","200.00","800.00","网上支付","某商户"\n'
THIRD = '"20210606","10:11:12","","300.00","450.00","网上支付","某商户"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    new_case(load(place), "“3.16”案", number="A0316")
    files = {
        "CMB_1.csv": HEAD + FIRST + SECOND + '"# 支出合计: 1笔，共 200.00 元"\n',
        "CMB_2.csv": HEAD + SECOND + THIRD + '"# 共3笔记录"\n',
        "notes.csv": "a,b\n1,2\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files(load(place), "A0316", [tmp_path / name for name in files])
    return place


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["completeness", "--case", "A0316", "--home", str(home), *arguments])


def test_the_proof_as_data(home: Path) -> None:
    """Two exports share the row of 5 June; 50.00 are missing before the last row; one printed total is wrong."""
    found = json.loads(run(home, "--json").stdout)
    assert [(each["file"], each["outcome"]) for each in found["files"]] == [
        ("CMB_1.csv", "imported"),
        ("CMB_2.csv", "imported"),
        ("notes.csv", "refused"),
    ]
    for each in found["files"][:2]:
        total = each["rows"].pop("total")
        assert total == sum(each["rows"].values())
    (account,) = found["accounts"]
    assert (account["state"], account["bookings"], account["repeated"]) == ("broken", 3, 1)
    (gap,) = account["gaps"]
    assert (gap["difference"], gap["before"]["row"], gap["after"]) == (
        "-50.00",
        gap["before"]["row"],
        {"file": "CMB_2.csv", "sheet": None, "row": 6},
    )
    (overlap,) = found["overlaps"]
    assert (overlap["rows_in_both"], overlap["alike_and_kept"]) == (1, 0)
    assert sorted((each["text"], each["agrees"]) for each in found["printed_totals"]) == [
        ("共3笔", False),
        ("支出合计: 1笔,共 200.00 元", True),
    ]
    (days,) = found["calendar"]["accounts"]
    assert {state: count for state, count in days["days"].items() if count} == {
        "covered_with_bookings": 3,
        "covered_without_bookings": 3,
    }
    assert found["requests"]["requests"] == []
    assert len(found["requests"]["answers_without_request"]) == 2


def test_the_proof_for_people(home: Path) -> None:
    """The gap's amount and place and the total that differs are named."""
    said = run(home).stdout
    assert "-50.00" in said
    assert "CMB_2.csv" in said
    assert "共3笔" in said
