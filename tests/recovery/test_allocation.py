"""Pro rata restitution: the shares by hand, by a second calculation, and what holds of any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.model.law.book import periods_of
from suyuan.model.law.rule import Certainty
from suyuan.model.moment import CHINA
from suyuan.recovery.allocation import Allocation, LossClaim, allocate, check
from suyuan.recovery.return_methods import IN_LAW, ReturnMethod

NOON = datetime(2021, 3, 5, 12, tzinfo=CHINA)


def claim(name: str, loss: int, returned: int = 0, at: datetime = NOON) -> LossClaim:
    """Return a claim of an invented victim."""
    return LossClaim(name, f"victim of {name}", loss, returned, at)


def amounts(frozen: int, *claims: LossClaim) -> list[int]:
    """Return what goes back, in the order of the claims."""
    return [share.amount for share in allocate(frozen, claims).shares]


def test_the_example_of_the_rule() -> None:
    """100 000 frozen, 150 000 lost: two thirds of each, the odd fen to the largest remainder (33 334 × 2/3)."""
    found = allocate(100_000, [claim("a", 33_333), claim("b", 33_333), claim("c", 33_334), claim("d", 50_000)])
    assert [share.amount for share in found.shares] == [22_222, 22_222, 22_223, 33_333]
    assert (found.net_total, found.allocated, found.rest) == (150_000, 100_000, 0)
    assert found.method is ReturnMethod.PRO_RATA


def test_one_fen_short() -> None:
    """29 of 30: each floor is 9 and every remainder 2/3, so the two earliest get the odd fen."""
    late = NOON + timedelta(seconds=1)
    assert amounts(29, claim("a", 10, at=late), claim("b", 10), claim("c", 10)) == [9, 10, 10]


def test_a_tie_goes_to_the_earlier_instant_whatever_its_offset() -> None:
    """09:30 in Tokyo is before 09:00 in China, though it reads later; 01:15 UTC is after both."""
    tokyo = datetime(2021, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    china = datetime(2021, 3, 5, 9, 0, tzinfo=CHINA)
    utc = datetime(2021, 3, 5, 1, 15, tzinfo=UTC)
    three = claim("a", 10, at=utc), claim("b", 10, at=china), claim("c", 10, at=tokyo)
    assert amounts(1, *three) == [0, 0, 1]
    assert amounts(2, *three) == [0, 1, 1]


def test_a_tie_at_one_instant_goes_to_the_lesser_id() -> None:
    """The same instant written with two offsets is a tie, and the id settles it as text: c10 before c2."""
    same = NOON.astimezone(UTC)
    assert amounts(1, claim("c2", 5), claim("c10", 5, at=same)) == [0, 1]


def test_the_remainder_counts_before_the_time() -> None:
    """5 of 8 over 5 and 3: 3.125 and 1.875, so the later claim with the larger remainder gets the odd fen."""
    assert amounts(5, claim("a", 5), claim("b", 3, at=NOON + timedelta(days=1))) == [3, 2]


def test_nothing_frozen() -> None:
    """Where nothing is frozen nothing goes back."""
    found = allocate(0, [claim("a", 10), claim("b", 20)])
    assert ([share.amount for share in found.shares], found.rest) == ([0, 0], 0)


@pytest.mark.parametrize("claims", [[], [claim("a", 0)], [claim("a", 7, 7), claim("b", 0, 3)]])
def test_nothing_lost(claims: list[LossClaim]) -> None:
    """Where no net loss is left nothing goes back and all stays frozen."""
    found = allocate(100, claims)
    assert (found.allocated, found.rest, len(found.shares)) == (0, 100, len(claims))


def test_more_frozen_than_lost() -> None:
    """Each gets the net loss, never more, and the rest stays frozen."""
    found = allocate(1_000, [claim("a", 300, 50), claim("b", 100)])
    assert ([share.amount for share in found.shares], found.rest) == ([250, 100], 650)


def test_what_came_back_already_is_deducted() -> None:
    """Net losses 60 and 30 share 45 as 30 and 15, whatever the gross losses were."""
    assert amounts(45, claim("a", 100, 40), claim("b", 30)) == [30, 15]


def test_returned_above_loss_counts_for_nothing() -> None:
    """A claim with more returned than lost has a net of nothing and takes nothing from others."""
    found = allocate(10, [claim("a", 10, 11), claim("b", 20)])
    assert [(share.net, share.amount) for share in found.shares] == [(0, 0), (20, 10)]


def test_sums_whose_products_exceed_64_bits() -> None:
    """10^13 fen over two claims of 10^13 and one of 10^13 + 1: 10^26 is divided exactly."""
    big = 10**13
    claims = claim("a", big), claim("b", big), claim("c", big + 1)
    expected = [Fraction(big * each.net, 3 * big + 1) for each in claims]
    assert amounts(big, *claims) == [3_333_333_333_333, 3_333_333_333_333, 3_333_333_333_334]
    assert all(abs(amount - exact) < 1 for amount, exact in zip(amounts(big, *claims), expected, strict=True))


def test_thousands_of_claims() -> None:
    """20 000 equal claims of 3 fen and 20 001 fen frozen: one fen each, the odd one to the very first."""
    claims = [claim(f"{n:05}", 3, at=NOON - timedelta(seconds=n)) for n in range(20_000)]
    assert amounts(20_001, *claims) == [1] * 19_999 + [2]


def test_a_greater_sum_may_cost_one_claim_one_fen() -> None:
    """A fen more frozen can take a fen from one claim, as largest remainders do (Alabama); it is known.

    Losses 6, 6, 2: of 10 fen 4 + 4 + 2 (4.29, 4.29, 1.43), of 11 fen 5 + 5 + 1 (4.71, 4.71, 1.57).
    """
    claims = claim("a", 6), claim("b", 6), claim("c", 2)
    assert amounts(10, *claims) == [4, 4, 2]
    assert amounts(11, *claims) == [5, 5, 1]


def test_bad_values_are_refused() -> None:
    """Negative sums, a time without offset and an id that stands twice are the caller's error."""
    with pytest.raises(ValueError, match="negative"):
        allocate(-1, [])
    with pytest.raises(ValueError, match="negative"):
        claim("a", -1)
    with pytest.raises(ValueError, match="negative"):
        claim("a", 1, -1)
    with pytest.raises(ValueError, match="offset"):
        claim("a", 1, at=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="twice"):
        allocate(1, [claim("a", 1), claim("a", 2)])


@pytest.mark.parametrize("fault", ["sum", "above", "below", "order"])
def test_a_wrong_allocation_does_not_pass(fault: str) -> None:
    """The check at run time finds a wrong sum, a share above the loss or below nothing, a changed order."""
    claims = [claim("a", 10), claim("b", 10)]
    good = allocate(12, claims)
    first, second = good.shares
    wrong = {
        "sum": (first, replace(second, amount=5)),
        "above": (replace(first, amount=11), replace(second, amount=1)),
        "below": (replace(first, amount=-1), replace(second, amount=13)),
        "order": (second, first),
    }[fault]
    check(good, claims)
    with pytest.raises(Failed):
        check(Allocation(good.method, good.frozen, wrong), claims)


def test_each_method_has_its_article() -> None:
    """The three cases of Art. 8 stand with their items; only the proportion is divided, and needs the notice."""
    articles = [periods_of(IN_LAW[method].rule)[-1].article for method in ReturnMethod]
    assert articles == ["第八条第一项", "第八条第二项", "第八条第三项"]
    assert [method for method in ReturnMethod if IN_LAW[method].notice] == [ReturnMethod.PRO_RATA]
    share = IN_LAW[ReturnMethod.PRO_RATA]
    named = [periods_of(rule)[-1] for rule in (share.formula, share.deduction, share.notice) if rule]
    assert [rule.certainty for rule in named] == [Certainty.OPEN, Certainty.LAW, Certainty.LAW]


OFFSETS = st.sampled_from([UTC, CHINA, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))])
INSTANTS = st.builds(
    lambda after, zone: (NOON + timedelta(seconds=after)).astimezone(zone), st.integers(0, 3), OFFSETS
)
SUMS = st.one_of(st.integers(0, 12), st.integers(0, 10**13))


@st.composite
def claim_lists(draw: st.DrawFn) -> list[LossClaim]:
    """Return claims with few different instants, so that ties are common."""
    names = draw(st.lists(st.text("abc1", min_size=1, max_size=3), unique=True, max_size=8))
    return [LossClaim(name, "v", draw(SUMS), draw(SUMS), draw(INSTANTS)) for name in names]


def by_fractions(frozen: int, claims: list[LossClaim]) -> dict[str, int]:
    """Return the shares in another way: one fen after another to whoever is furthest below the exact share."""
    total = sum(each.net for each in claims)
    if total <= frozen:
        return {each.id: each.net for each in claims}
    exact = {each.id: Fraction(frozen, total) * each.net for each in claims}
    given_out = {name: floor(share) for name, share in exact.items()}
    instant = {each.id: (each.first_transfer.astimezone(UTC).replace(tzinfo=None), each.id) for each in claims}
    while sum(given_out.values()) < frozen:
        lacking = max(exact[name] - given_out[name] for name in exact)
        name = min((name for name in exact if exact[name] - given_out[name] == lacking), key=instant.__getitem__)
        given_out[name] += 1
    return given_out


@given(SUMS, claim_lists())
def test_a_second_calculation_agrees(frozen: int, claims: list[LossClaim]) -> None:
    """Fractions, one fen at a time, give the same shares."""
    found = allocate(frozen, claims)
    assert {share.claim: share.amount for share in found.shares} == by_fractions(frozen, claims)


@given(SUMS, claim_lists())
def test_sum_caps_and_quota(frozen: int, claims: list[LossClaim]) -> None:
    """All goes out up to the losses, nobody above the net loss, each within one fen of the exact share."""
    found = allocate(frozen, claims)
    total = sum(max(0, each.loss - each.returned) for each in claims)
    assert found.allocated == min(frozen, total)
    assert found.rest == max(0, frozen - total)
    for each, share in zip(claims, found.shares, strict=True):
        assert (share.claim, share.net) == (each.id, each.net)
        assert 0 <= share.amount <= share.net
        if total:
            assert abs(share.amount - Fraction(min(frozen, total) * each.net, total)) < 1


@given(SUMS, claim_lists(), st.randoms())
def test_the_order_of_the_claims_changes_nothing(frozen: int, claims: list[LossClaim], chance: object) -> None:
    """Shuffled claims get the same shares: the ties are settled by the claims themselves."""
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    same = {share.claim: share.amount for share in allocate(frozen, claims).shares}
    assert {share.claim: share.amount for share in allocate(frozen, shuffled).shares} == same


@given(SUMS, st.integers(0, 10**6), claim_lists())
def test_more_frozen_takes_at_most_one_fen(frozen: int, more: int, claims: list[LossClaim]) -> None:
    """With more frozen no claim gets less by more than one fen, and all together never less."""
    before, after = allocate(frozen, claims), allocate(frozen + more, claims)
    assert after.allocated >= before.allocated
    for old, new in zip(before.shares, after.shares, strict=True):
        assert new.amount >= old.amount - 1


@given(SUMS, claim_lists())
def test_a_greater_loss_gets_no_less(frozen: int, claims: list[LossClaim]) -> None:
    """Of two claims the one with the greater net loss never gets less; equal ones differ by at most one fen."""
    shares = sorted(allocate(frozen, claims).shares, key=lambda share: share.net)
    for less, greater in pairwise(shares):
        assert less.amount <= greater.amount or (less.net == greater.net and less.amount == greater.amount + 1)


@given(SUMS, claim_lists())
def test_claims_without_net_loss_change_nothing(frozen: int, claims: list[LossClaim]) -> None:
    """Taking out whoever has nothing to get back leaves all others' shares as they are."""
    kept = [each for each in claims if each.net]
    with_them = {share.claim: share.amount for share in allocate(frozen, claims).shares if share.net}
    assert with_them == {share.claim: share.amount for share in allocate(frozen, kept).shares}
