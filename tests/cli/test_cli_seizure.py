"""``suyuan seizure``: an item from its taking to its disposal on the command line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suyuan import settings
from suyuan.actions.cases import new_case
from suyuan.actions.seizures import as_of, list_items, returned_by
from suyuan.cli.main import app
from suyuan.errors import Refused, WrongUsage
from suyuan.model.moment import CHINA, Moment

FILED = Moment(datetime(2021, 3, 18, 9, tzinfo=CHINA))
AT = "2021-03-20T12:00:00+08:00"
NOW = ("--case", "A1", "--at", AT, "--on", AT)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one filed case."""
    place = tmp_path / "home"
    new_case(settings.load(place, {}), "一案", number="A1", filed_at=FILED)
    return place


def run(home: Path, *words: str) -> str:
    """Return what a command says, or raise what it raised."""
    result = CliRunner().invoke(app, ["seizure", *words, "--home", str(home)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def item(home: Path, number: str) -> dict[str, Any]:
    """Return an item."""
    found: dict[str, Any] = json.loads(run(home, "show", number, "--case", "A1", "--json"))
    return found


def test_tokens_from_taking_to_handing_over(home: Path) -> None:
    """5,000 USDT: custody, valuation at a rate, sold for 31,500.00 net, 1,500.00 returned, handed over."""
    tokens = ("--object", "crypto", "--name", "USDT", "--quantity", "5000", "--unit", "枚")
    custody = ("--address", "T0000", "--key-holder", "李警官", "--transaction", "f00d")
    run(home, "take", *NOW, "--way", "seized", "--from", "张某甲", *tokens, *custody)
    run(home, "value", "1", *NOW, "--amount", "32000", "--appraiser", "某所", "--basis", "6.40，某交易所")
    assert (item(home, "1")["valuation"], item(home, "1")["money"]) == ("32000.00", "0.00")
    run(home, "move", "1", *NOW, "--giver", "李警官", "--taker", "赵警官", "--transaction", "beef")
    sold = ("--proceeds", "32000", "--costs", "500", "--buyer", "某机构", "--basis", "6.40，某交易所")
    with pytest.raises(Refused):
        run(home, "sell", "1", *NOW, "--ground", "loses_value", *sold, "--approved-by", "")
    run(home, "sell", "1", *NOW, "--ground", "loses_value", *sold, "--approved-by", "王局长", "--level", "county")
    run(home, "pay", "1", *NOW, "--amount", "1500", "--document", "返字1号")
    run(home, "propose", "1", *NOW, "--disposal", "return_victim", "--why", "系被骗款转化")
    run(home, "hand-over", "1", *NOW, "--taker", "某检察院", "--document", "清单1号")
    found = item(home, "seizure-1")
    assert (found["state"], found["left"], found["paid_out"]) == ("handed_over", "30000.00", "1500.00")
    assert found["custody"] == [{"giver": "李警官", "taker": "赵警官", "place": None}]
    assert [step["step"] for step in found["steps"]] == [
        *("take", "value", "move", "sell", "pay", "propose", "hand_over")
    ]
    assert "30000.00" in run(home, "list", "--case", "A1")


def test_what_is_given_back_counts_for_the_person(home: Path) -> None:
    """30,000.00 given up and 5,000.00 compensated by the family count for him; a seized sum does not; by date."""
    for way, amount in (("given_up", "30000"), ("compensated", "5000"), ("seized", "800")):
        run(home, "take", *NOW, "--way", way, "--from", "张某甲", "--amount", amount)
    views = list_items(settings.load(home, {}), "A1")
    assert returned_by(views) == {("张某甲", "CNY"): 35_000_00}
    assert as_of(views, datetime(2021, 3, 19, tzinfo=CHINA)) == ()
    assert len(as_of(views, datetime(2021, 3, 21, tzinfo=CHINA))) == 3


def test_wrong_words_and_times_are_sentences(home: Path) -> None:
    """An unknown way, an act of the future, an act before the last step, an unknown item: nothing is kept."""
    with pytest.raises(WrongUsage):
        run(home, "take", *NOW, "--way", "stolen", "--from", "张某甲", "--amount", "1")
    future = ("--case", "A1", "--at", AT, "--on", "2021-03-21T12:00:00+08:00")
    with pytest.raises(Refused):
        run(home, "take", *future, "--way", "seized", "--from", "张某甲", "--amount", "1")
    assert list_items(settings.load(home, {}), "A1") == ()
    run(home, "take", *NOW, "--way", "seized", "--from", "张某甲", "--amount", "1")
    before = ("--case", "A1", "--at", AT, "--on", "2021-03-19T12:00:00+08:00")
    with pytest.raises(Refused):
        run(home, "pay", "1", *before, "--amount", "1", "--document", "返字1号")
    with pytest.raises(WrongUsage):
        run(home, "show", "2", "--case", "A1")
    assert item(home, "1")["paid_out"] == "0.00"
