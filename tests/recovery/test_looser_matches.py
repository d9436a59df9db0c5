"""Looser matches by hand, and against a plain search over all chains."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.model.claim import Claim
from suyuan.model.moment import CHINA
from suyuan.model.transfer import Grade, Transfer
from suyuan.recovery import looser_matches as module
from suyuan.recovery.looser_matches import looser_matches

START = datetime(2021, 3, 5, 10, 0, tzinfo=CHINA)
HALF_HOUR = timedelta(minutes=30)


def moved(name: str, minute: int, payer: str, payee: str, amount: int) -> Transfer:
    """One transfer, so many minutes after ten."""
    time = START + timedelta(minutes=minute)
    return Transfer(name, time, payer, payee, amount, "CNY", Grade.KNOWN, "", (name,))


def chains(transfers: list[Transfer], *ends: str, amount: int = 1000) -> list[tuple[int, tuple[str, ...]]]:
    """Return the chains of the claim t1 to Z within half an hour a hop."""
    found = looser_matches(transfers, [Claim("B1", "测甲", "t1", amount)], ["Z"], HALF_HOUR, ends)
    assert found.cut == ()
    assert {(each.claim, each.victim, each.account) for each in found.matches} <= {("B1", "测甲", "Z")}
    return [(each.amount, each.hops) for each in found.matches]


def test_hops_within_the_time_and_the_amount() -> None:
    """V pays 1000 to A; A pays 990 on at once and 600 too late, 1200 is more than came; B pays 500 of it to Z."""
    transfers = [
        moved("t1", 0, "V", "A", 1000),
        moved("big", 5, "A", "Z", 1200),
        moved("t2", 10, "A", "B", 990),
        moved("late", 31, "A", "Z", 600),
        moved("t3", 40, "B", "Z", 500),
    ]
    assert chains(transfers) == [(500, ("t1", "t2", "t3"))]


def test_the_minute_itself_counts_and_two_ways_are_two_chains() -> None:
    """30 minutes are within half an hour; what A splits comes by two chains, the earlier first."""
    transfers = [
        moved("t1", 0, "V", "A", 1000),
        moved("t2", 1, "A", "B", 400),
        moved("t3", 2, "B", "Z", 400),
        moved("t4", 30, "A", "Z", 600),
    ]
    assert chains(transfers) == [(400, ("t1", "t2", "t3")), (600, ("t1", "t4"))]


def test_what_came_before_is_no_way_on() -> None:
    """A payment that stands before the credit, also in the same minute, did not carry it."""
    transfers = [moved("t0", 0, "A", "Z", 500), moved("t1", 0, "V", "A", 1000)]
    assert chains(transfers) == []


def test_a_claim_of_a_part_and_the_frozen_account_itself() -> None:
    """A claim of 300 in a transfer of 1000 into Z is matched with 300."""
    assert chains([moved("t1", 0, "V", "Z", 1000)], amount=300) == [(300, ("t1",))]


def test_chains_end_at_merchants_and_never_turn_back() -> None:
    """Nothing goes on from an end; a circle is passed once."""
    transfers = [
        moved("t1", 0, "V", "A", 1000),
        moved("t2", 1, "A", "M", 1000),
        moved("t3", 2, "M", "A", 1000),
        moved("t4", 3, "M", "Z", 900),
    ]
    assert chains(transfers, "M") == []
    assert chains(transfers) == [(900, ("t1", "t2", "t4"))]


def test_too_much_to_try_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a claim has more payments to try than are tried, its number is given."""
    transfers = [moved("t1", 0, "V", "A", 1000), *(moved(f"p{n}", 1, "A", f"B{n}", 10) for n in range(50))]
    monkeypatch.setattr(module, "MOST_TRIED", 20)
    found = looser_matches(transfers, [Claim("B1", "测甲", "t1", 1000)], ["Z"], HALF_HOUR)
    assert found.cut == ("B1",)


ACCOUNTS = "ABCZ"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40), st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(1, 1000)
        ).filter(lambda each: each[1] != each[2]),
        max_size=7,
    )
)
def test_as_a_plain_search_finds(drawn: list[tuple[int, str, str, int]]) -> None:
    """Every ordered choice of transfers is looked at; the chains are those that hold to the rules."""
    rows = sorted(drawn, key=lambda each: each[0])
    transfers = [moved("t1", 0, "V", "A", 1000)]
    transfers += [moved(f"x{n}", *row) for n, row in enumerate(rows)]
    plain = set()
    for size in range(len(rows) + 1):
        for chosen in permutations(range(1, len(transfers)), size):
            chain = [transfers[0], *(transfers[each] for each in chosen)]
            numbers = [0, *chosen]
            steps = zip(chain, chain[1:], numbers, numbers[1:], strict=False)
            passed = [chain[0].payer, *(each.payee for each in chain)]
            fits = all(
                two.payer == one.payee
                and at < then
                and two.amount <= one.amount
                and two.time - one.time <= HALF_HOUR
                for one, two, at, then in steps
            )
            if fits and len(set(passed)) == len(passed) and chain[-1].payee == "Z":
                plain.add((chain[-1].amount, tuple(each.id for each in chain)))
    found = chains(transfers)
    assert len(found) == len(set(found))
    assert set(found) == plain
