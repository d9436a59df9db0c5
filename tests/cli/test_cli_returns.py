"""``suyuan restitution`` on the demo: from the freeze to the bank's receipt, with refusals on the way."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import new_case
from suyuan.actions.demo import NUMBER, example_folder
from suyuan.actions.importing import import_files
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

DAY = "2021-03-20T18:00:00+08:00"
AFTER = "2021-04-25T10:00:00+08:00"
OFFICERS = ("--officer", "李警官", "--officer", "赵警官")


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--case", NUMBER, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def on(moment: str) -> tuple[str, ...]:
    """Return the options of an act at a moment."""
    return ("--at", moment, "--on", moment)


def say(home: Path, *words: str) -> dict[str, Any]:
    """Return what a step of a return says as JSON."""
    found: dict[str, Any] = json.loads(run(home, "restitution", *words, "--json"))
    return found


@pytest.fixture(scope="module")
def home(demo_home: Path) -> Path:
    """The demo with one account frozen for 40,000.00."""
    plan = json.loads(run(demo_home, "recovery", "plan", "--at", DAY, "--no-bounds", "--json"))
    (of,) = [each for each in plan["plans"] if each["currency"] == "CNY"]
    first = of["proposals"][0]
    given = ("--account", first["account"], "--institution", first["institution"], "--limit", "40000")
    run(demo_home, "freeze", "propose", *given, *on(DAY))
    run(demo_home, "freeze", "approve", "1", "--approved-by", "王局长", "--level", "county", *on(DAY))
    run(demo_home, "freeze", "serve", "1", *on(DAY))
    run(demo_home, "freeze", "answer", "1", "--effect", DAY, "--balance", first["balance"], *on(DAY))
    return demo_home


def test_a_return_to_its_end(home: Path, tmp_path: Path) -> None:
    """Plan, notice of thirty days, an objection in time, approval, decision, the bank's receipt, the statement.

    What goes back leaves the freeze, to the fen; the plan's lines and the compared rules sum to the same.
    """
    plan = say(home, "plan", "--at", DAY, "--out", str(tmp_path / "plan"))
    lines = {each["claim"]: Decimal(each["found_only"]) for each in plan["lines"]}
    was = {each["claim"]: Decimal(each["net"]) for each in plan["claims"]}
    assert sum(lines.values()) == Decimal(plan["found_only"]) == Decimal(40000)
    assert Decimal(plan["with_presumed"]) + sum(
        Decimal(each["reserved_for_presumed"]) for each in plan["accounts"]
    ) == Decimal(40000)
    with (tmp_path / "plan" / "flow.csv").open(encoding="utf-8", newline="") as file:
        flow = list(csv.DictReader(file))
    assert {row["freeze"] for row in flow} == {"freeze-1"} and {row["claim"] for row in flow} >= set(lines)
    started = say(home, "inform", *on(DAY))
    assert started["id"] == "return-1" and set(started["victims"].values()) == {"informed"}
    accounts = {each["victim"]: each for each in plan["lines"]}
    payers = {row["claim"]: row["payer"] for row in reversed(flow)}
    for victim, line in accounts.items():
        own = ("--victim", victim, "--identity", f"证件{victim}", "--account", payers[line["claim"]])
        run(home, "restitution", "apply", "1", *own, "--reason", "原付款账户", *on(DAY))
    named = [word for victim in accounts for word in ("--victim", victim)]
    with pytest.raises(Refused, match=r"return\.officers"):
        run(home, "restitution", "review", "1", *named, "--officer", "李警官", *on(DAY))
    run(home, "restitution", "review", "1", *named, *OFFICERS, *on(DAY))
    paper = tmp_path / "notice.docx"
    paper.write_bytes(b"another")
    with pytest.raises(WrongUsage):
        run(home, "restitution", "notice", "1", "--document", "公告1号", "--out", str(paper), *on(DAY))
    paper.unlink()
    announced = say(home, "notice", "1", "--document", "公告1号", "--where", "网站", "--out", str(paper), *on(DAY))
    # published on Saturday 20 March 2021: day 1 is the 21st, day 30 Monday 19 April
    assert (announced["state"], announced["notice_ends"]) == ("announced", "2021-04-19")
    text = "\n".join(each.text for each in docx.Document(str(paper)).paragraphs)
    assert "2021-04-19" in text and "银监发〔2016〕41号" in text
    with pytest.raises(Refused, match=r"return\.notice"):
        run(home, "restitution", "object", "1", "--by", "某人", "--grounds", "应得更多", *on(AFTER))
    run(
        home,
        "restitution",
        "object",
        "1",
        "--by",
        "某人",
        "--grounds",
        "应得更多",
        *on("2021-04-10T10:00:00+08:00"),
    )
    level = ("--approved-by", "王局长", "--level", "city")
    with pytest.raises(Refused):
        run(home, "restitution", "approve", "1", *level, *on(AFTER))
    run(home, "restitution", "settle", "1", "--number", "1", "--rejected", "--reason", "无据", *on(AFTER))
    with pytest.raises(Refused, match=r"return\.approval"):
        run(home, "restitution", "approve", "1", "--approved-by", "王局长", "--level", "county", *on(AFTER))
    run(home, "restitution", "approve", "1", *level, *on(AFTER))
    decided = say(home, "decide", "1", "--document", "返字1号", *on(AFTER))
    assert sum(Decimal(each["amount"]) for each in decided["payments"]) == Decimal(40000)
    with pytest.raises(Refused):
        run(home, "restitution", "decide", "1", "--document", "返字2号", *on(AFTER))
    ordered = say(home, "execute", "1", "--freeze", "1", *OFFICERS, "--document", "协返1号", *on(AFTER))
    assert ordered["due_rule"] == "return.bank"
    (due,) = [each for each in json.loads(due_list(home))["items"] if each["kind"] == "return"]
    assert due["rule"] == "return.bank"
    numbers = [word for each in decided["payments"] for word in ("--payment", str(each["number"]))]
    done = say(home, "receipt", "1", *numbers, "--receipt", "回执1号", *on("2021-04-26T10:00:00+08:00"))
    assert (done["state"], done["paid"], done["open"]) == ("returned", "40000.00", False)
    (freeze,) = json.loads(run(home, "freeze", "list", "--at", "2021-04-26T12:00:00+08:00", "--json"))
    assert (freeze["frozen"], freeze["returned"]) == ("0.00", "40000.00")
    later = say(home, "plan", "--at", "2021-04-27T10:00:00+08:00")
    owed = {each["claim"]: Decimal(each["net"]) for each in later["claims"]}
    assert {each: was[each] - owed[each] for each in lines} == lines
    out = tmp_path / "statement.docx"
    run(home, "restitution", "statement", "1", "--out", str(out))
    table = docx.Document(str(out)).tables[1]
    assert {row.cells[0].text for row in table.rows[1:]} == set(accounts)
    assert all("****" in row.cells[4].text for row in table.rows[1:])
    with pytest.raises(WrongUsage):
        run(home, "restitution", "statement", "1", "--out", str(out))


def due_list(home: Path) -> str:
    """Return what is due within thirty days of the order."""
    result = CliRunner().invoke(app, ["due", "--at", AFTER, "--json", "--home", str(home)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_a_suspect_gave_back_goes_to_victims_by_the_same_rules(home: Path) -> None:
    """1,000.00 given up, nobody knows from where: pro rata over all claims, paid out of that sum."""
    when, later = "2021-05-06T10:00:00+08:00", "2021-07-01T10:00:00+08:00"
    run(home, "seizure", "take", "--way", "given_up", "--from", "张某甲", "--amount", "1000", *on(when))
    plan = say(home, "plan", "--freeze", "seizure-1", "--at", when)
    assert {each["method"] for each in plan["lines"]} == {"pro_rata"}
    assert Decimal(plan["found_only"]) == Decimal(1000)
    started = say(home, "inform", "--freeze", "seizure-1", *on(when))
    number = started["id"].removeprefix("return-")
    chosen = plan["lines"][0]
    own = (
        "--victim",
        chosen["victim"],
        "--identity",
        "证件1",
        "--account",
        "6200000000009999",
        "--reason",
        "已销户",
    )
    run(home, "restitution", "apply", number, *own, *on(when))
    run(home, "restitution", "review", number, "--victim", chosen["victim"], *OFFICERS, *on(when))
    run(home, "restitution", "notice", number, "--document", "公告2号", *on(when))
    run(home, "restitution", "approve", number, "--approved-by", "王局长", "--level", "city", *on(later))
    decided = say(home, "decide", number, "--document", "返字3号", *on(later))
    mine = sum(Decimal(each["found_only"]) for each in plan["lines"] if each["victim"] == chosen["victim"])
    assert sum(Decimal(each["amount"]) for each in decided["payments"]) == mine
    run(
        home,
        "restitution",
        "execute",
        number,
        "--freeze",
        "seizure-1",
        *OFFICERS,
        "--document",
        "协返2号",
        *on(later),
    )
    paid = [word for each in decided["payments"] for word in ("--payment", str(each["number"]))]
    run(home, "restitution", "receipt", number, *paid, "--receipt", "回执2号", *on(later))
    (item,) = json.loads(run(home, "seizure", "list", "--json"))
    assert (Decimal(item["paid_out"]), Decimal(item["left"])) == (mine, Decimal(1000) - mine)


def test_a_loss_that_another_case_has_is_blocked(demo_home: Path, home: Path) -> None:
    """The same report in a second case: the plan names both cases, and the review refuses with both numbers."""
    place = settings.load(demo_home, {})
    new_case(place, "另案", number="OTHER-1")
    import_files(place, "OTHER-1", [next((example_folder() / "evidence").glob("*报案*"))])
    assert home == demo_home
    give = ("--account", "6200000100163022458", "--institution", "某银行", "--limit", "100")
    later = "2021-04-27T10:00:00+08:00"
    run(demo_home, "freeze", "propose", *give, *on(later))
    run(demo_home, "freeze", "approve", "2", "--approved-by", "王局长", "--level", "county", *on(later))
    run(demo_home, "freeze", "serve", "2", *on(later))
    run(demo_home, "freeze", "answer", "2", "--effect", later, "--balance", "100", *on(later))
    plan = say(demo_home, "plan", "--at", later)
    blocked = {each["claim"]: each for each in plan["blocked"]}
    assert blocked and {each["case"] for each in blocked.values()} == {NUMBER}
    assert {each["other"] for each in blocked.values()} == {"OTHER-1"}
