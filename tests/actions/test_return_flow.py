"""The flow table of a return, and what a later return starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from suyuan.actions.return_flow import Into, leading_to
from suyuan.actions.return_plans import less_paid
from suyuan.model.moment import CHINA
from suyuan.recovery.allocation import LossClaim


@dataclass(frozen=True)
class Moved:
    """A transfer as far as the flow table asks."""

    id: str
    payer: str
    payee: str


NAMES = st.sampled_from("ABCDE")


def plainly(key: str, moves: list[Moved]) -> list[str]:
    """The slow reference: from the last transfer to the first, whoever pays somebody reached is reached."""
    reached, found = {key}, []
    for each in reversed(moves):
        if each.payee in reached:
            reached.add(each.payer)
            found.append(each.id)
    return found[::-1]


@given(st.lists(st.tuples(NAMES, NAMES), max_size=14), NAMES)
def test_the_transfers_that_lead_to_an_account_are_those_of_the_slow_search(
    pairs: list[tuple[str, str]], key: str
) -> None:
    """All of them, in their order, each with what it carries, and none that came too late to go along."""
    moves = [Moved(f"t{number}", payer, payee) for number, (payer, payee) in enumerate(pairs)]
    into: Into = {}
    for number, each in enumerate(moves):
        into.setdefault(each.payee, []).append((number, 100 + number))
    found = leading_to(key, into, cast(Any, moves))
    assert [moved.id for moved, _ in found] == plainly(key, moves)
    assert all(part == 100 + int(moved.id[1:]) for moved, part in found)


def test_what_a_payer_received_after_it_paid_does_not_lead_there() -> None:
    """V→A, A→B, W→A: of the two that paid A, only V's money can have come to B."""
    moves = [Moved("first", "V", "A"), Moved("second", "A", "B"), Moved("late", "W", "A")]
    into: Into = {"A": [(0, 50), (2, 70)], "B": [(1, 50)]}
    assert [moved.id for moved, _ in leading_to("B", into, cast(Any, moves))] == ["first", "second"]


def test_a_later_return_starts_from_what_is_still_owed() -> None:
    """10.00 lost, 2.00 came back by itself, 7.00 were returned: 1.00 is owed; a late victim has all 5.00."""
    at = datetime(2021, 3, 16, 10, tzinfo=CHINA)
    claims = (LossClaim("claim-1", "甲", 1000, 200, at), LossClaim("claim-2", "乙", 500, 0, at))
    first, late = less_paid(claims, {"claim-1": 700})
    assert (first.returned, first.net) == (900, 100)
    assert (late.returned, late.net) == (0, 500)
