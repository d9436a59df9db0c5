"""Cases: numbers that can name folders, found by number or name."""

from datetime import datetime

import pytest

from suyuan.casebook import audit
from suyuan.casebook.cases import NewCase, checked_number, find_case, list_cases, open_case
from suyuan.casebook.session import Casebook
from suyuan.errors import WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA, Moment, Precision


def opened(casebook: Casebook, name: str, number: str | None = None) -> CaseRecord:
    with casebook.changing() as change:
        return open_case(change, NewCase(name, number))


def test_a_case_comes_back_as_it_was_opened(casebook: Casebook) -> None:
    """Number, name, time of filing with its precision, organ, and who opened it when."""
    filed = Moment(datetime(2022, 3, 16, tzinfo=CHINA), Precision.DAY)
    with casebook.changing() as change:
        made = open_case(change, NewCase("“3.16”案", "杭公(刑)立字〔2022〕16号", filed, "某市公安局"))
    with casebook.reading() as session:
        found = find_case(session, "杭公(刑)立字〔2022〕16号")
    assert found == made
    assert (str(found.filed_at), found.organ, found.created_by, found.version) == (
        "2022-03-16",
        "某市公安局",
        "李警官",
        1,
    )
    assert found.created == datetime(2022, 3, 16, 9, 0, tzinfo=CHINA)


def test_numbers_are_given_in_turn(casebook: Casebook) -> None:
    """Without a number the next free one is taken, whatever stands between."""
    assert [opened(casebook, "甲").number, opened(casebook, "乙", "C0007").number] == ["C0001", "C0007"]
    assert opened(casebook, "丙").number == "C0008"


@pytest.mark.parametrize(
    "number",
    ["..", "a/b", "", " ", ".hidden", "a\\b", "a\0b", "a\nb", "x" * 65, "案" * 64 + "号", "a.", "-a", "con:1"],
)
def test_a_number_that_cannot_name_a_folder_is_refused(number: str) -> None:
    """Numbers become folder names, so none may lead elsewhere."""
    with pytest.raises(WrongUsage, match="cannot be used"):
        checked_number(number)


def test_a_taken_number_is_refused(casebook: Casebook) -> None:
    """Two cases never share a number, nor one that differs by capitals alone."""
    opened(casebook, "甲", "a1")
    with pytest.raises(WrongUsage, match="is taken"):
        opened(casebook, "乙", "A1")
    with casebook.reading() as session:
        assert [case.number for case in list_cases(session)] == ["a1"]


def test_an_empty_name_is_refused(casebook: Casebook) -> None:
    """A case needs a name."""
    with pytest.raises(WrongUsage, match="name is empty"):
        opened(casebook, "  ")


def test_a_case_is_found_by_its_only_name(casebook: Casebook) -> None:
    """The name will do while no other case has it."""
    opened(casebook, "甲案", "1")
    with casebook.reading() as session:
        assert find_case(session, "甲案").number == "1"
    opened(casebook, "甲案", "2")
    with casebook.reading() as session, pytest.raises(WrongUsage, match="1 甲案, 2 甲案"):
        find_case(session, "甲案")


def test_an_unknown_case_is_wrong_usage(casebook: Casebook) -> None:
    """The sentence says which cases there are."""
    with casebook.reading() as session, pytest.raises(WrongUsage, match="There are: none"):
        find_case(session, "x")
    for number in range(10):
        opened(casebook, f"案{number}")
    with casebook.reading() as session, pytest.raises(WrongUsage, match="10 in all"):
        find_case(session, "x")


def test_opening_a_case_is_an_event(casebook: Casebook) -> None:
    """The chain says who opened which case when, with what."""
    opened(casebook, "甲", "1")
    with casebook.reading() as session:
        (event,) = audit.events(session, "case:1")
    assert (event.action, event.who, event.before) == ("case.new", "李警官", None)
    assert event.after == '{"filed_at":null,"name":"甲","number":"1","organ":""}'
