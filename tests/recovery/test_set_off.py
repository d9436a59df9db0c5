"""Returns set off against claims, oldest first: by hand, and what holds of any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.model.moment import CHINA
from suyuan.recovery.set_off import PaidClaim, set_off

NOON = datetime(2021, 3, 5, 12, tzinfo=CHINA)


def paid(name: str, victim: str, amount: int, after: int = 0) -> PaidClaim:
    """Return a claim so many hours after noon."""
    return PaidClaim(name, victim, NOON + timedelta(hours=after), amount)


def test_the_oldest_claim_is_reduced_first() -> None:
    """120 back on 100 (older, though it stands second) and 50: the first is gone, the second counts for 30."""
    found = set_off([paid("b", "v", 50, 2), paid("a", "v", 100, 1), paid("c", "w", 70)], {"v": 120})
    assert [(each.id, each.returned, each.net) for each in found.claims] == [
        ("b", 20, 30),
        ("a", 100, 0),
        ("c", 0, 70),
    ]
    assert found.surplus == ()


def test_instants_and_ids_settle_who_is_older() -> None:
    """At one instant, whatever the offset, the lesser id is reduced first."""
    early = PaidClaim("b", "v", NOON.astimezone(UTC), 10)
    found = set_off([early, paid("a", "v", 10)], {"v": 10})
    assert [(each.id, each.net) for each in found.claims] == [("b", 10), ("a", 0)]


def test_what_is_left_over_is_named() -> None:
    """More back than paid, and something back without any claim, are surplus and reduce nobody else's loss."""
    found = set_off([paid("a", "v", 10), paid("b", "w", 5)], {"v": 12, "nobody": 3})
    assert [each.net for each in found.claims] == [0, 5]
    assert found.surplus == (("nobody", 3), ("v", 2))


def test_negative_sums_are_refused() -> None:
    """Sums below nothing are the caller's error."""
    with pytest.raises(ValueError, match="negative"):
        set_off([paid("a", "v", -1)], {})
    with pytest.raises(ValueError, match="negative"):
        set_off([], {"v": -1})


@given(
    st.lists(st.tuples(st.sampled_from("vw"), st.integers(0, 10**13), st.integers(0, 3)), max_size=8),
    st.dictionaries(st.sampled_from("vwx"), st.integers(0, 10**13)),
)
def test_each_victim_s_net_loss_is_paid_less_returned(
    given_claims: list[tuple[str, int, int]], returned: dict[str, int]
) -> None:
    """Net losses sum to max(0, paid − returned) for each victim, and no fen of what came back is lost."""
    claims = [paid(f"c{n}", victim, amount, after) for n, (victim, amount, after) in enumerate(given_claims)]
    found = set_off(claims, returned)
    assert [(each.id, each.loss) for each in found.claims] == [(each.id, each.paid) for each in claims]
    for victim in "vwx":
        total = sum(each.paid for each in claims if each.victim == victim)
        back = returned.get(victim, 0)
        assert sum(each.net for each in found.claims if each.victim == victim) == max(0, total - back)
        used = sum(each.returned for each in found.claims if each.victim == victim)
        assert used + dict(found.surplus).get(victim, 0) == back
