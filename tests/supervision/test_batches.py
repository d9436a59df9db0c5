"""The published batches and their sums."""

from __future__ import annotations

from suyuan.supervision.batches import Certainty, batches, check_sums


def test_the_batches_give_the_published_sums() -> None:
    """21 and 41 make 62; 5 and 3 make 8, with 5 more 13, with 8 more 21."""
    found = {each.of: each for each in check_sums({each.id: each.number for each in batches()})}
    assert all(each.agrees for each in found.values())
    assert found["2016.1", "2016.2"].expected == 62
    assert [found[("1", "2", "3", "4")[:end]].expected for end in (2, 3, 4)] == [8, 13, 21]


def test_a_missing_case_is_found() -> None:
    """With four cases of the third batch, that batch and the sums over it fail, and no other."""
    found = check_sums({each.id: each.number - (each.id == "3") for each in batches()})
    assert [each.of for each in found if not each.agrees] == [("3",), ("1", "2", "3"), ("1", "2", "3", "4")]


def test_what_is_inferred_is_labelled() -> None:
    """南充 4·01 is inferred; two names of its batch, and the unnamed of 2016, are not found."""
    inferred = [
        (one.id, each.name) for one in batches() for each in one.cases if each.certainty is Certainty.INFERRED
    ]
    assert inferred == [("2", "四川南充“4·01”电信网络诈骗案")]
    assert {each.id: each.not_found for each in batches()} == {
        "2016.1": 16, "2016.2": 41, "1": 0, "2": 2, "3": 0, "4": 0,
    }  # fmt: skip
