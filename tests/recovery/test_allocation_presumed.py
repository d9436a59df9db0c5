"""The two denominators of a pro rata return: by hand, and what holds of any."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.model.law.book import periods_of
from suyuan.model.law.rule import Certainty
from suyuan.model.moment import CHINA
from suyuan.recovery.allocation import LossClaim, allocate, check

NOON = datetime(2021, 3, 5, 12, tzinfo=CHINA)


def claims(*losses: int) -> list[LossClaim]:
    """Return claims a, b, c … with these losses."""
    return [LossClaim("abcdefgh"[n], f"victim {n}", loss, 0, NOON) for n, loss in enumerate(losses)]


def test_the_share_of_those_not_found_stays_frozen() -> None:
    """600 frozen, 300 and 300 found, 600 presumed: 150 each and 300 kept, against 300 each and nothing kept."""
    kept, alone = allocate(600, claims(300, 300), 600), allocate(600, claims(300, 300))
    assert [each.amount for each in kept.shares] == [150, 150]
    assert [each.amount for each in alone.shares] == [300, 300]
    assert (kept.allocated, kept.reserved, kept.rest) == (300, 300, 300)
    assert (alone.allocated, alone.reserved, alone.rest) == (600, 0, 0)


def test_those_not_found_are_last_in_a_tie() -> None:
    """1 fen for two claims of 1 and a presumed loss of 1: the earliest found gets it."""
    found = allocate(1, claims(1, 1), 1)
    assert ([share.amount for share in found.shares], found.reserved) == ([1, 0], 0)


def test_enough_for_all() -> None:
    """1000 cover 300 found and 500 presumed: the loss is paid whole, 500 reserved and 200 beyond stay frozen."""
    found = allocate(1000, claims(300), 500)
    assert (found.allocated, found.reserved, found.rest) == (300, 500, 700)


def test_only_presumed_victims() -> None:
    """With nobody found all that is frozen stays so."""
    found = allocate(70, [], 100)
    assert (found.allocated, found.reserved, found.rest) == (0, 70, 70)


def test_both_denominators_are_rules_of_the_law() -> None:
    """Each denominator's rule stands in the law as data, marked as not settled."""
    rules = ("return.share.formula", "return.share.presumed")
    assert [periods_of(rule)[-1].certainty for rule in rules] == [Certainty.OPEN] * 2


def test_a_negative_presumption_is_refused() -> None:
    """Presumed losses below nothing are the caller's error."""
    with pytest.raises(ValueError, match="negative"):
        allocate(1, claims(1), -1)


def test_a_reserve_above_the_presumption_does_not_pass() -> None:
    """The check at run time also holds the reserve between nothing and the presumed loss."""
    good = allocate(600, claims(300, 300), 600)
    first, second = good.shares
    wrong = replace(good, shares=(replace(first, amount=0), replace(second, amount=-1)), reserved=601)
    with pytest.raises(Failed):
        check(wrong, claims(300, 300))


@given(st.integers(0, 10**13), st.lists(st.integers(0, 10**13), max_size=8), st.integers(0, 10**13))
def test_what_holds_of_both(frozen: int, losses: list[int], presumed: int) -> None:
    """Both add up, and by presuming victims no claim gains more than the odd fen."""
    kept, alone = allocate(frozen, claims(*losses), presumed), allocate(frozen, claims(*losses))
    assert kept.allocated + kept.reserved == min(frozen, sum(losses) + presumed)
    assert kept.allocated <= alone.allocated
    assert kept.allocated + kept.rest == frozen
    for with_presumed, found_only in zip(kept.shares, alone.shares, strict=True):
        assert with_presumed.amount <= found_only.amount + 1
