"""``suyuan recovery plan`` on the demo's evidence: proposals, what is frozen, orders in the platform's fields."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from typer.testing import CliRunner, Result

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.cli.main import app
from suyuan.model.moment import CHINA, Moment
from suyuan.settings import load

EVIDENCE = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence"
AT = "2021-03-19T12:00:00+08:00"
FILED = Moment(datetime(2021, 3, 18, 9, tzinfo=CHINA))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("plan") / "home"
    settings = load(place, {})
    new_case(settings, "一案", number="A1", filed_at=FILED, organ="临江市公安局（虚构）")
    import_files(settings, "A1", [EVIDENCE])
    return place


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--home", str(home)])


def planned(home: Path, *arguments: str) -> dict[str, Any]:
    result = run(home, "recovery", "plan", "--case", "A1", "--at", AT, "--no-bounds", "--json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_plan_names_limits_and_room(home: Path) -> None:
    """The accounts that stand, each below its book balance and its greatest, the sum within the net loss."""
    (plan,) = [each for each in planned(home)["plans"] if each["currency"] == "CNY"]
    proposals = plan["proposals"]
    assert [each["rank"] for each in proposals] == list(range(1, len(proposals) + 1))
    assert len(proposals) > 3
    for each in proposals:
        assert float(each["limit"]) <= min(float(each["balance"]), float(each["greatest"]))
        assert each["clock"] == "no measure yet"
    assert plan["excess"] == "0.00"
    assert plan["frozen"] == "0.00"
    assert plan["not_standing"]


def test_orders_have_the_platforms_fields(home: Path, tmp_path: Path) -> None:
    """A row for each proposal with the limit and the payment that the bank compares; a letter for each bank."""
    (plan,) = [
        each for each in planned(home, "--out", str(tmp_path / "out"))["plans"] if each["currency"] == "CNY"
    ]
    text = (tmp_path / "out" / "freeze_orders.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["金额"] for row in rows] == [each["limit"] for each in plan["proposals"]]
    assert {row["冻结方式"] for row in rows} == {"01"}
    stops = list(csv.DictReader(io.StringIO((tmp_path / "out" / "stop_orders.csv").read_text("utf-8-sig"))))
    assert all(row["转出金额"] and len(row["转出时间"]) == 14 for row in stops)
    letters = sorted((tmp_path / "out" / "letters").iterdir())
    assert len(letters) == len({each["institution"] for each in plan["proposals"]})
    assert {row["是否补流程"] for row in stops} == {"00"}
    assert {"申请机构编码", "止付账户银行编码", "原举报申请编号"} < stops[0].keys()
    written = docx.Document(str(letters[0]))
    assert any("》第二百三十九条、第二百四十三条之规定" in each.text for each in written.paragraphs)
    table = written.tables[0]
    assert plan["proposals"][0]["account"] in [row.cells[1].text for row in table.rows]


def test_what_is_frozen_leaves_the_plan(home: Path, tmp_path: Path) -> None:
    """A freeze of the first account up to its limit: it stands as held, and the room is smaller by as much."""
    (before,) = [each for each in planned(home)["plans"] if each["currency"] == "CNY"]
    first = before["proposals"][0]
    on = ("--case", "A1", "--at", AT, "--on", AT)
    given = ("--account", first["account"], "--institution", first["institution"], "--limit", first["limit"])
    assert run(home, "freeze", "propose", *on, *given).exit_code == 0
    approved = run(home, "freeze", "approve", "1", *on, "--approved-by", "王局长", "--level", "county")
    assert approved.exit_code == 0, approved.output
    assert run(home, "freeze", "serve", "1", *on).exit_code == 0
    frozen = run(home, "freeze", "answer", "1", *on, "--effect", AT, "--balance", first["balance"])
    assert frozen.exit_code == 0, frozen.output
    found = planned(home)
    (after,) = [each for each in found["plans"] if each["currency"] == "CNY"]
    assert first["account"] not in [each["account"] for each in after["proposals"]]
    assert [each["account"] for each in after["held"]] == [first["account"]]
    assert after["frozen"] == first["limit"]
    ends = (
        "recovery",
        "plan",
        "--case",
        "A1",
        "--no-bounds",
        "--at",
        "2021-09-10",
        "--out",
        str(tmp_path / "out"),
    )
    assert run(home, *ends).exit_code == 0
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out" / "renewal_orders.csv").read_text("utf-8-sig")))
    assert (row["冻结账户卡/折号"], row["金额"]) == (first["account"], first["limit"])
    assert (row["冻结延期起始时间"], row["冻结到期时间"]) == ("20210920000000", "20220319235959")


def test_a_reason_is_needed_and_the_account_must_be_there(home: Path) -> None:
    """``--whole`` without a reason, or of an account that is none of the plan's, is a sentence."""
    for given, said in (("6200", "reason"), ("6200=因为", "none of the plan's accounts")):
        result = run(home, "recovery", "plan", "--case", "A1", "--no-bounds", "--whole", given)
        assert result.exit_code != 0
        assert said in str(result.exception)
