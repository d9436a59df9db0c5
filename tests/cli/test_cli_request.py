"""``suyuan request``: the register of a list of six requests and one statement, as table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.cli import request
from suyuan.errors import WrongUsage
from suyuan.settings import load

HEADER = [
    *(
        "调证文书号",
        "协助单位",
        "查询账号",
        "查询起始时间",
        "查询截止时间",
        "发出时间",
        "反馈时间",
        "反馈结果",
        "备注",
    ),
    *("应反馈时间", "协查机关", "承办人"),
]
HERE, LOST = "6200000000000091", "6200000000000109"
SILENT, LATE, UNKNOWN = "6200000000000117", "6200000000000125", "6200000000000133"
EMPTY = "6200000000000141"
ANSWERED = "2021-03-20 09:00:00"
ROWS = [
    ["临公调证字〔2021〕1号", "招商银行", HERE, "", ANSWERED, "全部反馈", "", "", "临江市公安局", "王某"],
    ["临公调证字〔2021〕1号", "招商银行", LOST, "", ANSWERED, "全部反馈", "", "", "", ""],
    ["临公调证字〔2021〕2号", "乙银行", SILENT, "", "", "未反馈", "已两次催办", "", "", ""],
    ["临公调证字〔2021〕2号", "乙银行", LATE, "", "", "未反馈", "", "2021-03-22", "", ""],
    ["临公调证字〔2021〕2号", "乙银行", UNKNOWN, "", ANSWERED, "查无此户", "", "", "", ""],
    ["临公调证字〔2021〕2号", "乙银行", EMPTY, "", ANSWERED, "无记录", "", "", "", ""],
]
STATEMENT = f""""# 招商银行交易记录"
"# 账    号: [{HERE}]"
"交易日期","交易时间","收入","支出","余额","交易类型","交易备注"
"20210304","09:00:00","1,000.00","","1,000.00","转账汇入","李某乙"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    workbook = openpyxl.Workbook()
    workbook.active.append(["调证清单"])
    workbook.active.append(HEADER)
    for document, bank, account, _, answered, answer, note, due, organ, officer in ROWS:
        period = ["2021-03-01", "2021-03-20", "2021-03-18 11:00:00"]
        workbook.active.append([document, bank, account, *period, answered, answer, note, due, organ, officer])
    workbook.save(folder / "调证清单.xlsx")
    (folder / "CMB_1.csv").write_text(STATEMENT, encoding="utf-8")
    place = tmp_path_factory.mktemp("home")
    new_case(load(place), "“3.16”案", number="A0316")
    import_files(load(place), "A0316", [folder / "调证清单.xlsx", folder / "CMB_1.csv"])
    return place


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(request.app, [*arguments, "--case", "A0316", "--home", str(home)])


def test_the_list_speaks_json(home: Path) -> None:
    """Six requests with what each covers; the one statement is tied to the request for its number."""
    found = json.loads(run(home, "list", "--as-of", "2021-03-30", "--json").stdout)
    assert found["as_of"] == "2021-03-30T23:59:59+08:00"
    by_account = {each["account"]: each for each in found["requests"]}
    assert {account: each["standing"] for account, each in by_account.items()} == {
        HERE: "whole",
        LOST: "whole",
        SILENT: "overdue",
        LATE: "overdue",
        UNKNOWN: "refused",
        EMPTY: "no_rows",
    }
    assert [account for account, each in by_account.items() if each["covered"]] == [HERE, EMPTY]
    assert [account for account, each in by_account.items() if each["lacks_file"]] == [LOST]
    here = by_account[HERE]
    assert [(each["tie"], each["rows"]) for each in here["files"]] == [("account", 1)]
    assert (here["organ"], here["officer"], here["row"]) == ("临江市公安局", "王某", 3)
    assert found["answers_without_request"] == []


def test_overdue_depends_on_the_moment(home: Path) -> None:
    """Due on the 22nd by the list, or ten days after the 18th by a term that says whose it is."""

    def late(day: str) -> list[tuple[str, bool]]:
        found = json.loads(run(home, "overdue", "--as-of", day, "--json").stdout)["requests"]
        return [(each["account"], each["due_basis"] is None) for each in found]

    assert late("2021-03-22") == []
    assert late("2021-03-28") == [(LATE, True)]
    assert late("2021-03-29") == [(LATE, True), (SILENT, False)]


def test_one_request_is_shown_with_what_it_covers(home: Path) -> None:
    """Found by the number asked for: the refusal with its meaning, and no other request."""
    (found,) = json.loads(run(home, "show", UNKNOWN, "--json").stdout)["requests"]
    reason = found["reason"]
    assert (reason["id"], reason["covers"], reason["again"]) == ("no_such_account", "nothing", False)
    assert (found["document"], found["row"]) == ("临公调证字〔2021〕2号", 7)


def test_tables_are_printed_for_people(home: Path) -> None:
    """One line a request; nothing overdue is said in a sentence; a part of a document finds its requests."""
    listed = run(home, "list", "--as-of", "2021-03-30")
    assert listed.exit_code == 0
    assert sum("乙银行" in line for line in listed.stdout.splitlines()) == 4
    assert all(number in run(home, "overdue", "--as-of", "2021-03-30").stdout for number in (SILENT, LATE))
    assert run(home, "overdue", "--as-of", "2021-03-20").stdout.count("\n") == 1
    assert EMPTY in run(home, "show", "[2021]2号").stdout


def test_an_unknown_request_is_wrong_usage(home: Path) -> None:
    """The word is named in the refusal."""
    result = run(home, "show", "没有这份文书")
    assert isinstance(result.exception, WrongUsage)
