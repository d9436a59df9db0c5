"""``suyuan good-faith``: records, decisions, and the release that a decision starts."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import new_case
from suyuan.actions.freezes import show_freeze
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage
from suyuan.model.moment import CHINA, Moment

FILED = Moment(datetime(2021, 3, 18, 9, tzinfo=CHINA))
ACCOUNT = "6200000000000001"
AT = "2021-03-19T12:00:00+08:00"
NOW = ("--case", "A1", "--at", AT, "--on", AT)
CLAIM = ("--account", ACCOUNT, "--person", "李某乙", "--explanation", "手机货款")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one filed case."""
    place = tmp_path / "home"
    new_case(settings.load(place, {}), "一案", number="A1", filed_at=FILED)
    return place


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, [*words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def records(home: Path) -> list[dict[str, Any]]:
    """Return the records that stand."""
    found: list[dict[str, Any]] = json.loads(run(home, "good-faith", "list", "--case", "A1", "--json"))[
        "good_faith"
    ]
    return found


def freeze(home: Path) -> None:
    """Freeze the account for 500.00."""
    run(home, "freeze", "propose", *NOW, "--account", ACCOUNT, "--institution", "某银行", "--limit", "500")
    run(home, "freeze", "approve", "1", *NOW, "--approved-by", "王局长", "--level", "county")
    run(home, "freeze", "serve", "1", *NOW)
    run(home, "freeze", "answer", "1", *NOW, "--effect", AT, "--balance", "900")


def test_good_faith_accepted_starts_the_release(home: Path) -> None:
    """Accepted on papers: the freeze is unconnected from the 19th, to be released by the 22nd."""
    freeze(home)
    run(home, "good-faith", "add", "--case", "A1", *CLAIM, "--paper", "购销合同", "--paper", "送货单")
    assert [each["state"] for each in records(home)] == ["pending"]
    run(home, "good-faith", "decide", "1", *NOW, "--accepted", "--why", "合同、送货单、笔录互相印证")
    (record,) = records(home)
    assert (record["state"], record["papers"]) == ("accepted", ["购销合同", "送货单"])
    view = show_freeze(settings.load(home, {}), "A1", "1", datetime.fromisoformat(AT))
    assert view.freeze.unconnected is not None
    standing = view.proceeding.standing
    assert standing.due_rule == "freeze.release.unconnected"
    assert standing.due_at is not None
    assert standing.due_at.astimezone(CHINA).date().isoformat() == "2021-03-22"


def test_it_takes_papers_and_a_ground_and_is_decided_once(home: Path) -> None:
    """No papers: refused with the article. A rejection names its ground. A second decision waits for an undo."""
    run(home, "good-faith", "add", "--case", "A1", *CLAIM)
    with pytest.raises(Refused, match=r"法释〔2011〕7号|第十条"):
        run(home, "good-faith", "decide", "1", *NOW, "--accepted", "--why", "他说是货款")
    with pytest.raises(WrongUsage, match="knew"):
        run(home, "good-faith", "decide", "1", *NOW, "--rejected", "--why", "没有合同")
    run(home, "good-faith", "decide", "1", *NOW, "--rejected", "--ground", "no_proof", "--why", "没有合同")
    assert [(each["state"], each["ground"]) for each in records(home)] == [("rejected", "no_proof")]
    with pytest.raises(Refused):
        run(home, "good-faith", "decide", "1", *NOW, "--rejected", "--ground", "knew", "--why", "又查明")
    run(home, "good-faith", "undo", "2", "--case", "A1", "--why", "补交了合同")
    assert [each["state"] for each in records(home)] == ["pending"]
    run(home, "good-faith", "undo", "1", "--case", "A1", "--why", "误登")
    assert records(home) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--account", ACCOUNT, "--person", " ", "--explanation", "货款"),
        ("--account", ACCOUNT, "--person", "李某乙", "--explanation", ""),
        (*CLAIM, "--amount", "0"),
        (*CLAIM, "--amount", "abc"),
    ],
)
def test_a_claim_without_its_particulars_is_not_kept(home: Path, words: tuple[str, ...]) -> None:
    """Person, explanation, an amount above zero where one is given: else a sentence and no record."""
    with pytest.raises(WrongUsage):
        run(home, "good-faith", "add", "--case", "A1", *words)
    assert records(home) == []


def test_a_share_leaves_the_freeze_as_it_is(home: Path) -> None:
    """Good faith in 300.00 of the account: nothing is recorded on the freeze of 500.00."""
    freeze(home)
    run(home, "good-faith", "add", "--case", "A1", *CLAIM, "--paper", "合同", "--amount", "300")
    run(home, "good-faith", "decide", "1", *NOW, "--accepted", "--why", "合同")
    view = show_freeze(settings.load(home, {}), "A1", "1", datetime.fromisoformat(AT))
    assert view.freeze.unconnected is None
    assert [(each["state"], each["amount"]) for each in records(home)] == [("accepted", "300.00")]
