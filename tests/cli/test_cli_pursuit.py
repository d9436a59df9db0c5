"""``suyuan pursuit`` and ``suyuan forfeiture``: a person abroad, and his property, on the command line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import new_case
from suyuan.actions.due import due_list, span_of
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage

WHO = ("--person", "甲一", "--rank", "organiser", "--evidence", "张某乙指认", "--country", "某国")


def run(home: Path, *words: str) -> dict[str, Any]:
    """Return what a command says as JSON, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--case", "A1", "--home", str(home), "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def pursue(home: Path, *words: str, on: str) -> dict[str, Any]:
    """Take a step of the first pursuit on a day."""
    return run(home, "pursuit", words[0], "1", *words[1:], "--on", on)


def forfeit(home: Path, *words: str, on: str) -> dict[str, Any]:
    """Take a step of the first forfeiture on a day."""
    return run(home, "forfeiture", words[0], "1", *words[1:], "--on", on)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a case that pursues one organiser abroad, wanted since 2021-03-05."""
    place = tmp_path / "home"
    new_case(settings.load(place, {}), "一案", number="A1", filed_at=None)
    run(place, "pursuit", "identify", *WHO, "--on", "2021-03-01")
    arrest = ("--decided", "arrest", "--document", "捕1", "--by", "某检察院")
    pursue(place, "custody", *arrest, on="2021-03-04")
    wanted = ("--kind", "wanted_province", "--number", "通1", "--issuer", "某省公安厅", "--area", "全省")
    pursue(place, "notice", *wanted, "--approved-by", "王厅长", "--level", "province", on="2021-03-05")
    return place


def test_notices_stand_beside_one_another_and_the_exit_withdraws_all(home: Path) -> None:
    """Online and provincial notice stand; repatriated on 2022-06-01: both to be withdrawn, 24 h to interrogate."""
    pursue(home, "notice", "--kind", "online", "--number", "网1", on="2021-03-06")
    found = pursue(home, "notice", "--kind", "red", "--number", "红1", on="2021-04-01")
    assert [each["withdrawn"] for each in found["notices"]] == [None, None, None]
    ended = ("--how", "repatriated", "--evidence", "移交书", "--handed-over", "2022-06-01T08:00:00+08:00")
    found = pursue(home, "exit", *ended, on="2022-06-01T10:00:00+08:00")
    assert (found["state"], found["over"]) == ("repatriated", False)
    assert {each["rule"]["id"] for each in found["due"]} == {"fugitive.withdraw", "fugitive.interrogation"}
    (soon,) = [each for each in found["due"] if each["rule"]["id"] == "fugitive.interrogation"]
    assert soon["due"] == "2022-06-02T08:00:00+08:00"
    pursue(home, "interrogate", "--document", "讯1", on="2022-06-01T20:00:00+08:00")
    for number in ("通1", "网1", "红1"):
        found = pursue(home, "withdraw", "--number", number, on="2022-06-01T21:00:00+08:00")
    assert (found["over"], found["due"]) == (True, [])


def test_a_surrender_needs_the_evidence_that_it_was_voluntary(home: Path) -> None:
    """劝投: refused without who, how and when; what it led to is recorded with its article."""
    ended = ("--how", "surrendered", "--evidence", "投案笔录", "--handed-over", "2022-06-01T08:00:00+08:00")
    with pytest.raises(Refused, match=r"六十七|67"):
        pursue(home, "exit", *ended, on="2022-06-01T10:00:00+08:00")
    own = ("--voluntary-who", "其父陪同", "--voluntary-how", "电话后到案", "--voluntary-when", "2022-05-30")
    pursue(home, "exit", *ended, *own, "--truthful", on="2022-06-01T10:00:00+08:00")
    said = ("--article", "刑法第六十七条", "--by", "某检察院", "--outcome", "建议从轻")
    found = pursue(home, "effect", *said, on="2022-07-01")
    assert found["exit"]["voluntary"]["who"] == "其父陪同"
    assert found["effects"][0]["outcome"] == "建议从轻"


def test_windows_contacts_and_requests_are_due(home: Path) -> None:
    """The window's last day, the next contact and the state's answer stand in the case's due list."""
    pursue(home, "window", "--document", "告1", "--issuer", "两院", "--until", "2021-09-30", on="2021-07-01")
    pursue(home, "contact", "--with", "其母", "--by", "李警官", "--next", "2021-07-20", on="2021-07-02")
    asked = ("--state", "某国", "--document", "请1", "--examined-by", "某省厅", "--sent-by", "公安部")
    found = pursue(home, "ask", "--what", "extradition", *asked, "--respond-by", "2021-08-15", on="2021-07-03")
    assert found["state"] == "extradition_requested"
    assert [each["due"][:10] for each in found["due"]] == ["2021-07-20", "2021-08-15", "2021-09-30"]
    now = datetime.fromisoformat("2021-07-10T00:00:00+08:00")
    listed = due_list(settings.load(home, {}), "A1", span_of("30d"), now)
    assert [each.proceeding.id for each in listed.items] == ["pursuit-1"]


def test_a_person_is_pursued_once_and_ends_in_a_way_that_there_is(home: Path) -> None:
    """The same person cannot be begun twice; being tried in absence is no way to end."""
    with pytest.raises(WrongUsage):
        run(home, "pursuit", "identify", *WHO, "--on", "2021-04-01")
    with pytest.raises(WrongUsage):
        pursue(home, "exit", "--how", "tried", "--evidence", "x", on="2022-06-01")


ITEM = ("--person", "甲一", "--document", "没1", "--amount", "100000", "--item", "某账户存款")


def test_the_property_of_somebody_absent_goes_through_the_courts_clocks(home: Path) -> None:
    """Wanted 2021-03-05: opinion from 2022-03-05; notice of 2022-05-10 ends 2022-11-10; appeal five days."""
    with pytest.raises(Refused, match="2022-03-05"):
        run(home, "forfeiture", "opinion", *ITEM, "--on", "2022-03-04")
    run(home, "forfeiture", "opinion", *ITEM, "--on", "2022-03-05")
    for which, on in (("send", "2022-03-20"), ("apply", "2022-04-10"), ("accept", "2022-05-01")):
        forfeit(home, "step", "--step", which, "--document", which, on=on)
    found = forfeit(home, "step", "--step", "publish", "--document", "公1", on="2022-05-10")
    assert found["notice"]["literal_end"] == "2022-11-10"
    forfeit(home, "claim", "--name", "李某丙", "--claim", "系其借款", on="2022-06-01")
    ruling = ("--document", "裁1", "--confiscated", "100000", "--to-victims", "80000", "--proof", "流水")
    with pytest.raises(Refused, match="2022-11-10"):
        forfeit(home, "rule", *ruling, on="2022-11-01")
    with pytest.raises(Refused):
        forfeit(home, "rule", *ruling, on="2022-11-20")
    forfeit(home, "announce", "--hearing", "2022-12-01", on="2022-11-20")
    forfeit(home, "step", "--step", "hear", "--document", "庭1", on="2022-12-01")
    with pytest.raises(Refused, match=r"100001\.00 CNY"):
        forfeit(home, "rule", *ruling[:4], "--to-victims", "100001", "--proof", "x", on="2022-12-05")
    found = forfeit(home, "rule", *ruling, on="2022-12-05")
    assert (found["clock"]["literal_end"], found["ruling"]["to_victims"]) == ("2022-12-10", "80000.00")


def test_capture_ends_what_is_open_at_once(home: Path) -> None:
    """The exit names the forfeiture that it terminated; nothing follows it, and no new opinion is possible."""
    run(home, "forfeiture", "opinion", *ITEM, "--on", "2022-03-05")
    ended = ("--how", "captured", "--evidence", "抓获经过", "--handed-over", "2022-06-01T08:00:00+08:00")
    found = pursue(home, "exit", *ended, on="2022-06-01T10:00:00+08:00")
    assert found["terminated"] == ["forfeiture-1"]
    result = run(home, "forfeiture", "show", "1")
    assert (result["state"], result["open"]) == ("terminated", False)
    with pytest.raises(Refused):
        run(home, "forfeiture", "opinion", *ITEM, "--on", "2022-07-01")


def test_property_of_somebody_whom_nobody_pursues_is_refused(home: Path) -> None:
    """The opinion rests on a pursuit of the same case."""
    with pytest.raises(WrongUsage, match="甲一"):
        run(home, "forfeiture", "opinion", "--person", "无人", *ITEM[2:], "--on", "2022-03-05")
