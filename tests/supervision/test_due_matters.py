"""What is due in a supervised case or a pursuit: its order, and the words of states and matters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from suyuan.actions.due import STATE_WORDS
from suyuan.model.moment import CHINA
from suyuan.model.text import Text
from suyuan.recovery.return_facts import ReturnState
from suyuan.recovery.seizure_facts import SeizureState
from suyuan.supervision.due_matters import DueMatter, in_order
from suyuan.supervision.supervised_rules import matter_words

DAY, LATER = (datetime(2026, 5, day, tzinfo=CHINA) for day in (1, 2))
A, B = Text(zh="甲事", en="z"), Text(zh="乙事", en="a")


def test_matters_are_sorted_by_instant_rule_and_words() -> None:
    """Of one instant the rule's id decides, then the Chinese words (乙 stands before 甲 by its code)."""
    given = [
        DueMatter(A(), LATER, "a"),
        DueMatter(A(), DAY, "b"),
        DueMatter(A(), DAY, "a"),
        DueMatter(B(), DAY, "a"),
    ]
    assert in_order(given) == (given[3], given[2], given[1], given[0])


def test_every_state_of_the_other_proceedings_has_words() -> None:
    """A due list shows no machine word: each state of each machine has its text."""
    assert {SeizureState, ReturnState} < {type(next(iter(words))) for words in STATE_WORDS.values()}
    for words in STATE_WORDS.values():
        machine: Any = type(next(iter(words)))
        assert set(words) == set(machine)


def test_what_is_signed_is_said_in_words() -> None:
    """The listing and the release by their names, a report by its document."""
    assert matter_words("listing") == Text(zh="挂牌", en="the listing")
    assert matter_words("督报1").zh == "进展报告 督报1"
