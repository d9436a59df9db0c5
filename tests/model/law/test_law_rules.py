"""The rules as data: whole, in both languages, one at a time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from suyuan.model.law import book
from suyuan.model.law.rule import Certainty, Kind, Reading, Rule, Unit

RULES = book.all_rules()
CHINESE = re.compile(r"[一-鿿]")
QUOTED = re.compile(r"[(（“][^)）”]*[)）”]")
CONFIRMED_BY_HAND = {
    # 银发〔2016〕86号 二（一）2; 程序规定 243, 244, 245, 247; 返还规定 8, 12; 刑诉法 298; 意见一 二
    ("stop-payment.term", 48, Unit.HOUR),
    ("stop-payment.count", 2, Unit.TIMES),
    ("freeze.cash.term", 6, Unit.MONTH),
    ("freeze.cash.term.major", 12, Unit.MONTH),
    ("freeze.securities.term", 24, Unit.MONTH),
    ("freeze.equity.term", 6, Unit.MONTH),
    ("freeze.release.unconnected", 3, Unit.DAY),
    ("return.notice", 30, Unit.DAY),
    ("return.bank", 3, Unit.WORKING_DAY),
    ("forfeiture.after-notice", 1, Unit.YEAR),
    ("threshold.fraud.large", 3000, Unit.YUAN),
    ("threshold.fraud.huge", 30000, Unit.YUAN),
    ("threshold.fraud.very-huge", 500000, Unit.YUAN),
}


def name_of(rule: Rule) -> str:
    """Return a rule's id and first day."""
    return f"{rule.id} {rule.in_force_from}"


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_each_rule_is_whole(rule: Rule) -> None:
    """A rule has a well-formed id, a document, words in both languages, and a unit with each value."""
    assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", rule.id)
    assert rule.document.name
    assert rule.document.jurisdiction == "CN"
    assert CHINESE.search(rule.words.zh)
    assert not CHINESE.search(QUOTED.sub("", rule.words.en))
    assert (rule.value is None) == (rule.unit is None)
    if rule.kind in (Kind.TERM, Kind.NOTICE_BEFORE):
        assert rule.is_term
        assert rule.number > 0


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_what_was_not_read_says_so(rule: Rule) -> None:
    """Only what was read passes as law; the product's own choices stand in no document but its own."""
    if rule.certainty in (Certainty.LAW, Certainty.ANALOGY):
        assert rule.reading is not Reading.NONE
        assert rule.document.key != "product"
    if rule.certainty is Certainty.DESIGN:
        assert rule.document.key == "product"
        assert rule.article is None


def test_periods_of_one_id_do_not_overlap() -> None:
    """On no day are two versions of a rule in force."""
    for rule in {each.id for each in RULES}:
        periods = book.periods_of(rule)
        for earlier, later in pairwise(periods):
            assert earlier.in_force_until is not None
            assert later.in_force_from is not None
            assert earlier.in_force_until < later.in_force_from
        for each in periods:
            if each.in_force_from and each.in_force_until:
                assert each.in_force_from <= each.in_force_until


def test_every_number_of_the_list_is_there() -> None:
    """Each of the 48 numbered rules and state machines has at least one rule."""
    assert {number for each in RULES for number in each.numbers} == set(range(1, 49))


@pytest.mark.parametrize("rule", sorted(CONFIRMED_BY_HAND, key=str), ids=lambda each: each[0])
def test_values_by_hand(rule: tuple[str, int, Unit]) -> None:
    """The values that the articles state, copied by hand from them, not from the data."""
    found = book.periods_of(rule[0])[-1]
    assert (found.id, found.value, found.unit) == rule


def test_a_rule_is_chosen_by_the_date_of_the_act() -> None:
    """The line of 掩隐 is 100,000 until 2025-08-25 and 500,000 from the day after; the earlier stays findable."""
    last = date(2025, 8, 25)
    assert book.rule_on("threshold.concealing.serious", last).minor == 10_000_000
    assert book.rule_on("threshold.concealing.serious", last + timedelta(days=1)).minor == 50_000_000
    assert book.rule_on("freeze.cash.term", date(2020, 8, 31)).document.key == "police_2013"
    assert book.rule_on("freeze.cash.term", date(2020, 9, 1)).document.key == "police"


def test_an_act_before_the_rule_is_not_governed() -> None:
    """Before its first day a rule gives nothing, and says when it is in force."""
    with pytest.raises(book.NotInForce) as caught:
        book.rule_on("return.notice", date(2016, 9, 17))
    assert caught.value.periods == ((date(2016, 9, 18), None),)
    assert book.rule_on("return.notice", date(2016, 9, 18)).number == 30


def test_an_unknown_rule_names_the_nearest() -> None:
    """A slip in an id leads to the right one."""
    with pytest.raises(book.UnknownRule) as caught:
        book.rule_on("freeze.cash.terms", date(2026, 1, 1))
    assert caught.value.nearest[0] == "freeze.cash.term"
