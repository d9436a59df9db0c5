"""What an option says becomes what the actions ask for, and what it cannot mean is said."""

from datetime import date
from enum import Enum

import pytest

from suyuan.cli import measure_options as given
from suyuan.errors import WrongUsage
from suyuan.model.text import Language


class Fruit(Enum):
    """A closed set of two."""

    APPLE = "apple"
    PEAR = "pear"


def test_a_word_is_taken_whatever_its_case_and_blanks() -> None:
    """The member that the word names."""
    assert given.word(Fruit, " Pear ") is Fruit.PEAR


def test_an_unknown_word_is_answered_with_the_words_there_are() -> None:
    """Both words are named, and the one that was written."""
    with pytest.raises(WrongUsage) as refused:
        given.word(Fruit, "plum")
    assert refused.value.message.render(Language.EN) == "There is no “plum”. There are: apple、pear."


def test_a_choice_among_some_steps_names_these_alone() -> None:
    """What stands elsewhere is not offered."""
    assert given.one_of({"request": 1, "decide": 2}, "DECIDE") == 2
    with pytest.raises(WrongUsage) as refused:
        given.one_of({"request": 1, "decide": 2}, "listing")
    assert refused.value.message.render(Language.ZH) == "没有“listing”，可写：request、decide。"


def test_a_day_is_a_date_or_left_out() -> None:
    """A day that no calendar has is refused."""
    assert given.day(None) is None
    assert given.day(" 2022-07-12") == date(2022, 7, 12)
    with pytest.raises(WrongUsage) as refused:
        given.day("2022-02-30")
    assert refused.value.message.render(Language.EN) == "“2022-02-30” is no date. Write 2022-07-12."
