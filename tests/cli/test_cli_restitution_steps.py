"""``suyuan restitution``: a return of the demo case on the command line, from its plan to the bank's receipt."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

from suyuan.cli.main import app
from suyuan.errors import Refused

ACCOUNT = "6200000100165760812"
CITY = ("--approved-by", "钱局长", "--level", "city")
OFFICERS = ("--officer", "李警官", "--officer", "赵警官")


def said(home: Path, *words: str) -> Any:
    """Return what a command prints as JSON, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--case", "DEMO-0316", "--json", "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def on(day: str) -> tuple[str, ...]:
    """Return the options of an act at noon of a day of 2021."""
    moment = f"2021-{day}T12:00:00"
    return ("--at", moment, "--on", moment)


def announced(home: Path) -> Path:
    """Freeze, inform, review and announce; return the draft of the notice."""
    limit = ("--account", ACCOUNT, "--limit", "49700", "--traced", "49700")
    said(home, "freeze", "propose", "--institution", "北岭银行", *limit, *on("03-20"))
    said(home, "freeze", "approve", "1", "--approved-by", "王局长", "--level", "county", *on("03-20"))
    said(home, "freeze", "serve", "1", "--document", "冻1号", *on("03-20"))
    effect = ("--effect", "2021-03-20T11:30:00", "--balance", "58518.52")
    said(home, "freeze", "answer", "1", *effect, *on("03-20"))
    victims = said(home, "restitution", "inform", *on("03-22"))["victims"]
    where = ("--identity", "000000", "--account", "6200009900000000001", "--reason", "原账户已销户")
    for each in victims:
        said(home, "restitution", "apply", "1", "--victim", each, *where, *on("03-23"))
    named = [word for each in victims for word in ("--victim", each)]
    said(home, "restitution", "review", "1", *named, *OFFICERS, *on("03-24"))
    draft = home.parent / "notice.docx"
    kept = ("--document", "告1号", "--where", "公安局网站", "--out", str(draft))
    found = said(home, "restitution", "notice", "1", *kept, *on("03-25"))
    # 25 March + 30 days is Saturday 24 April; Sunday 25 April 2021 was a swapped working day.
    assert (found["notice_ends"], found["notice_rule"]) == ("2021-04-25", "return.notice")
    return draft


def test_from_the_notice_to_the_receipt(demo_home: Path) -> None:
    """Announced, objected to, approved at city level, decided, three working days, paid to the fen out of the
    freeze.
    """
    draft = announced(demo_home)
    assert "返还公告" in Document(BytesIO(draft.read_bytes())).paragraphs[0].text
    said(demo_home, "restitution", "object", "1", "--by", "王某乙", "--grounds", "份额", *on("03-26"))
    with pytest.raises(Refused, match=r"return\.states"):
        said(demo_home, "restitution", "approve", "1", *CITY, *on("04-28"))
    outcome = ("--number", "1", "--rejected", "--reason", "无依据")
    said(demo_home, "restitution", "settle", "1", *outcome, *on("03-27"))
    with pytest.raises(Refused, match="第八条"):
        said(demo_home, "restitution", "object", "1", "--by", "迟某", "--grounds", "迟", *on("04-28"))
    with pytest.raises(Refused, match="第六条"):
        said(demo_home, "restitution", "approve", "1", *CITY[:3], "county", *on("04-28"))
    said(demo_home, "restitution", "approve", "1", *CITY, *on("04-28"))
    paid = said(demo_home, "restitution", "decide", "1", "--document", "刑返字1号", *on("04-29"))["payments"]
    assert [each["amount"] for each in paid] == ["399.73", "6662.20", "15989.28", "26648.79"]
    brought = ("--freeze", "1", *OFFICERS, "--document", "协返1号")
    found = said(demo_home, "restitution", "execute", "1", *brought, *on("04-30"))
    # 1 to 5 May are holidays; 6, 7 and the swapped Saturday 8 May are the three working days.
    assert (found["due"], found["due_rule"]) == ("2021-05-08T23:59:59+08:00", "return.bank")
    numbers = [word for each in paid for word in ("--payment", str(each["number"]))]
    found = said(demo_home, "restitution", "receipt", "1", *numbers, "--receipt", "回执9号", *on("05-06"))
    assert (found["paid"], found["open"]) == ("49700.00", False)
    assert said(demo_home, "freeze", "show", "1")["frozen"] == "0.00"
