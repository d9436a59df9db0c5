"""``suyuan register``: the register of supervised cases on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions import users
from suyuan.actions.bulletin_import import import_bulletins
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage
from suyuan.model.rights import Duty, Level

BULLETIN = Path(__file__).parents[1] / "cases" / "bulletins"
AT = ("--at", "2022-05-20T12:00:00+08:00")


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, ["register", *words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def case(home: Path, name: str) -> dict[str, Any]:
    """Return a case of the register."""
    found: dict[str, Any] = json.loads(run(home, "show", name, *AT, "--json"))
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose register has the five cases of 2022-04-12."""
    place = tmp_path / "home"
    page = next(BULLETIN.rglob("2022-04-12_joint_supervision.md"))
    (imported,) = import_bulletins(settings.load(place, {}), [page])
    assert imported.refused is None
    return place


def test_the_five_cases_are_there_with_both_fields_and_their_sentences(home: Path) -> None:
    """Zhejiang 12·30, found however its dot is written: listed, 400余名 and 1.5亿余元, each with its sentence."""
    assert len(json.loads(run(home, "list", "--json"))) == 5
    found = case(home, "12·30")
    assert (found["supervision"], found["stage"]) == ("listed", "investigation")
    told = {each["what"]: each for each in found["figures"]}
    assert (told["arrested"]["value"], told["arrested"]["qualifier"]) == (400, "余")
    assert told["amount_yuan"]["value"] == 150_000_000
    assert "400余名" in told["arrested"]["sentence"]
    assert told["arrested"]["published"] == "2022-04-12"
    assert case(home, "12．30")["key"] == case(home, "12.30")["key"] == found["key"]


def test_terms_persons_letters_and_what_is_overdue(home: Path) -> None:
    """Terms given: on 2022-05-20 the report of 05-12 is overdue and the answer is due on 05-25."""
    day = ("--on", "2022-04-12", *AT)
    run(home, "supervise", "12·30", "--document", "督1", "--report-every", "1m", *day)
    run(
        home,
        "ask",
        "12·30",
        "--number",
        "函1",
        "--what",
        "guidance",
        "--from",
        "police",
        "--due",
        "2022-05-25",
        *AT,
    )
    run(
        home,
        "persons",
        "12·30",
        "--chain",
        "den",
        "--measure",
        "caught",
        "--count",
        "400",
        "--source",
        "通报",
        *day,
    )
    due = json.loads(run(home, "due", "--within", "30d", *AT, "--json"))
    days = [(each["due"][:10], each["overdue"]) for each in due]
    assert days == [("2022-05-12", True), ("2022-05-25", False)]
    assert {each["rule"]["id"] for each in due} == {"register.basis"}
    found = case(home, "12·30")
    assert [(each["chain"], each["measure"], each["count"]) for each in found["persons"]] == [
        ("den", "caught", 400)
    ]
    run(home, "sign", "12·30", "--agency", "police", "--by", "甲某", *AT)
    (unsigned,) = case(home, "12·30")["unsigned"]
    assert (unsigned["matter"], unsigned["agency"]) == ("listing", "procuratorate")
    assert (unsigned["matter_words"], unsigned["agency_words"]) == ("the listing", "the procuratorate")


def test_the_reporting_interval_is_said_in_words(home: Path) -> None:
    """15d is fifteen days; no letter of the option stands in what is shown."""
    run(home, "supervise", "12·30", "--document", "督1", "--report-every", "15d", "--on", "2022-04-12", *AT)
    assert "reports every 15 day(s)\n" in run(home, "show", "12·30", *AT)


def test_a_case_entered_by_hand_is_entered_once(home: Path) -> None:
    """The same name with other quotation marks is the same case; its stage stays a field of its own."""
    run(home, "add", "某省“9·09”电信网络诈骗案", "--province", "某省", "--stage", "transferred")
    with pytest.raises(Refused):
        run(home, "add", '某省"9.09"电信网络诈骗案')
    assert (case(home, "9.09")["stage"], case(home, "9.09")["supervision"]) == ("transferred", "proposed")
    with pytest.raises(WrongUsage):
        run(home, "show", "电信网络诈骗案")


def test_a_user_signs_only_for_his_own_agency(home: Path) -> None:
    """Somebody of a 检察院 cannot sign for the police, and can for the procuratorate."""
    run(home, "supervise", "12·30", "--document", "督1", "--on", "2022-04-12")
    here = settings.load(home, {})
    users.add_user(here, here.who, "某市人民检察院", Level.CITY, Duty.ADMINISTRATOR)
    users.grant(here, here.who, Duty.SUPERVISOR)
    sign = ("sign", "12·30", "--by", "乙某", "--agency")
    with pytest.raises(Refused, match="检察院"):
        run(home, *sign, "police")
    run(home, *sign, "procuratorate")
    (unsigned,) = case(home, "12·30")["unsigned"]
    assert (unsigned["matter"], unsigned["agency"]) == ("listing", "police")


def test_an_agency_that_there_is_not_is_refused(home: Path) -> None:
    """A court supervises no case."""
    with pytest.raises(WrongUsage):
        run(home, "sign", "12·30", "--agency", "court", "--by", "甲某")


def test_the_published_batches_are_the_first_content_and_entered_once(home: Path) -> None:
    """Of 22 named cases the bulletin brought five: 17 are new, and nothing the second time; every sum agrees."""
    found = json.loads(run(home, "batches", "--enter", "--json"))
    assert len(found["entered"]) == 17
    assert all(each["agrees"] for each in found["checks"])
    assert json.loads(run(home, "batches", "--enter", "--json"))["entered"] == []
    entered = case(home, "盛源集团")
    assert (entered["supervision"], entered["stage"], entered["batch"]) == ("listed", "unstated", "第四批")
    assert case(home, "12·30")["batch"] == "第一批"


def test_a_figure_of_another_unit_in_a_later_bulletin_is_doubted(home: Path, tmp_path: Path) -> None:
    """A page of 2023 that gives 1.5亿余 as 1.5万余 is found; the five of 2022 alone are not doubted."""
    assert json.loads(run(home, "doubts", "--json")) == []
    page = next(BULLETIN.rglob("2022-04-12_joint_supervision.md")).read_text("utf-8")
    later = tmp_path / "2023.md"
    later.write_text(page.replace("2022", "2023").replace("1.5亿余元", "1.5万余元"), "utf-8")
    import_bulletins(settings.load(home, {}), [later])
    (found,) = json.loads(run(home, "doubts", "--json"))
    assert "12.30" in found["case"].replace("·", ".")


def test_an_amount_is_compared_only_with_a_case_that_belongs_to_it(home: Path) -> None:
    """Without a link the command says how to make one."""
    with pytest.raises(WrongUsage, match="describe"):
        run(home, "compare", "12·30")
