"""Plans of a return by hand: three methods, presumed share, cap over accounts; and the laws on random cases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from suyuan.errors import Failed
from suyuan.model.moment import CHINA
from suyuan.recovery.allocation import LossClaim, allocate
from suyuan.recovery.restitution import Basis, FrozenSum, Given, Plan, Trace, plan_of
from suyuan.recovery.restitution_check import check
from suyuan.recovery.restitution_compared import compared, differences
from suyuan.recovery.return_methods import ReturnMethod

START = datetime(2021, 3, 5, 10, 11, 12, tzinfo=CHINA)
SINGLE, STAMPED, SHARED = ReturnMethod.SINGLE_RECORD, ReturnMethod.BY_TIMESTAMP, ReturnMethod.PRO_RATA


def claim(name: str, loss: int, returned: int = 0, minute: int = 0) -> LossClaim:
    return LossClaim(name, f"被害人{name}", loss, returned, START + timedelta(minutes=minute))


def lines(plan: Plan) -> list[tuple[str, str, ReturnMethod, int]]:
    return [(each.name, each.claim, each.method, each.amount) for each in plan.lines()]


def test_two_accounts_three_victims_all_three_methods() -> None:
    """By hand: F1 has one credit, A's 300. F2 holds 500: 100 traced to B, 400 left for A (700) and C (900).

    A: 1000 lost, 300 from F1 leave 700. 400 over 700 : 900 is 175 : 225.
    """
    given = Given(
        "CNY",
        (FrozenSum("freeze-1", "6200000000000000017", 300, credits=1),
         FrozenSum("freeze-2", "6200000000000000025", 500, credits=9)),
        (claim("A", 1000), claim("B", 100, minute=1), claim("C", 1200, 300, minute=2)),
        (Trace("A", "freeze-1", 300, 300), Trace("B", "freeze-2", 100, 100),
         Trace("A", "freeze-2", 0, 400), Trace("C", "freeze-2", 0, 500)),
    )  # fmt: skip
    plan = plan_of(given, with_presumed=False)
    assert lines(plan) == [
        ("freeze-1", "A", SINGLE, 300),
        ("freeze-2", "A", SHARED, 175),
        ("freeze-2", "B", STAMPED, 100),
        ("freeze-2", "C", SHARED, 225),
    ]
    assert [each.method for each in plan.accounts] == [SINGLE, SHARED]
    assert (plan.returned, plan.accounts[1].shared, plan.accounts[1].nets) == (800, 400, 1600)


def test_the_share_of_victims_not_found_stays_frozen() -> None:
    """1000 over 500 + 500 found and 1000 presumed: 250 each, 500 kept; without them 500 each and nothing kept."""
    given = Given(
        "CNY",
        (FrozenSum("freeze-1", "a", 1000),),
        (claim("A", 500), claim("B", 500, minute=1)),
        tuple(Trace(each, "freeze-1", 0, 1000) for each in ("A", "B", "P")),
        presumed=(claim("P", 1000),),
    )
    kept, found = (plan_of(given, with_presumed=each) for each in (True, False))
    assert (kept.amounts, kept.reserved, kept.accounts[0].rest) == ({"A": 250, "B": 250}, 500, 500)
    assert (found.amounts, found.reserved) == ({"A": 500, "B": 500}, 0)


def test_nobody_gets_more_than_the_loss_over_all_accounts() -> None:
    """A lost 400 net; 300 is traced in each of two accounts: 300 from the one expiring first, then 100."""
    given = Given(
        "CNY",
        (FrozenSum("freeze-1", "a", 300, date(2022, 1, 1)), FrozenSum("freeze-2", "b", 300, date(2021, 10, 1))),
        (claim("A", 500, 100),),
        (Trace("A", "freeze-1", 300, 300), Trace("A", "freeze-2", 300, 300)),
    )
    plan = plan_of(given, with_presumed=True)
    assert lines(plan) == [("freeze-2", "A", STAMPED, 300), ("freeze-1", "A", STAMPED, 100)]
    assert [each.rest for each in plan.accounts] == [0, 200]


def test_the_example_of_the_rule() -> None:
    """1000.00 frozen over 333.33, 333.33, 333.34, 500.00: 222.22, 222.22, 222.23, 333.33."""
    nets = {"c1": 33333, "c2": 33333, "c3": 33334, "c4": 50000}
    given = Given(
        "CNY",
        (FrozenSum("freeze-1", "a", 100_000),),
        tuple(claim(name, net) for name, net in nets.items()),
        tuple(Trace(name, "freeze-1", 0, None) for name in nets),
    )
    assert list(plan_of(given, with_presumed=False).amounts.values()) == [22222, 22222, 22223, 33333]


def test_what_few_may_have_goes_to_them_first() -> None:
    """X reaches both accounts, Y only the second: the first is X's alone, so both get all they lost."""
    given = Given(
        "CNY",
        (FrozenSum("f-b", "b", 100, date(2021, 1, 1)), FrozenSum("f-a", "a", 100)),
        (claim("X", 100), claim("Y", 100)),
        (Trace("X", "f-b", 0, 100), Trace("Y", "f-b", 0, 100), Trace("X", "f-a", 0, 100)),
    )
    assert plan_of(given, with_presumed=False).amounts == {"X": 100, "Y": 100}


def test_more_traced_than_frozen_is_shared_and_pooled_reaches_all() -> None:
    """A limit of 100 over 150 and 50 traced gives 75 and 25; pooled, C, whose payment nobody found, shares too."""
    given = Given(
        "CNY",
        (FrozenSum("f1", "a", 100),),
        (claim("A", 150), claim("B", 50)),
        (Trace("A", "f1", 150, 150), Trace("B", "f1", 50, 50)),
    )
    assert plan_of(given, with_presumed=False).amounts == {"A": 75, "B": 25}
    pooled = Given("CNY", (FrozenSum("f1", "a", 60), FrozenSum("f2", "b", 40)), (claim("A", 100), claim("C", 100)),
                   (Trace("A", "f1", 0, 60),), pooled=True)  # fmt: skip
    plan = plan_of(pooled, with_presumed=False)
    assert plan.amounts == {"A": 50, "C": 50}
    assert lines(plan) == [("f1", "A", SHARED, 50), ("f1", "C", SHARED, 10), ("f2", "C", SHARED, 40)]


def test_what_counts_as_traced() -> None:
    """Bounds that agree, known earmarks under which all policies agree, a decision; else nothing is traced."""
    assert Trace("A", "f", 5, 5).basis is Basis.BOUNDS
    assert Trace("A", "f", 5, 6, (5, 5), marked=True).basis is Basis.MARKED
    assert Trace("A", "f", 5, 6, (5, 6), marked=True).basis is Basis.NOT_TRACED
    assert Trace("A", "f", 5, 6, (5, 5)).fixed is None
    assert (Trace("A", "f", 5, 6, decided=3).basis, Trace("A", "f", 5, 6, decided=3).fixed) == (Basis.DECIDED, 3)


def test_what_is_proven_comes_before_what_was_accepted() -> None:
    """A's 800 of 1000 are proven; each of B and C may have 200 there by the bounds, and 200 are accepted of both.

    Together they cannot be there: A gets the 800, B and C share the 200. Of 500 frozen all are A's.
    """
    traces = (
        Trace("A", "f", 800, 800),
        Trace("B", "f", 0, 200, decided=200),
        Trace("C", "f", 0, 200, decided=200),
    )
    claims = (claim("A", 800), claim("B", 900), claim("C", 900))
    for frozen, amounts in ((1000, {"A": 800, "B": 100, "C": 100}), (500, {"A": 500, "B": 0, "C": 0})):
        given = Given("CNY", (FrozenSum("f", "f", frozen),), claims, traces)
        assert plan_of(given, with_presumed=False).amounts == amounts


def test_one_credit_that_mixed_before_is_no_single_record() -> None:
    """An account of one credit whose money upstream is two victims' goes pro rata."""
    given = Given("CNY", (FrozenSum("f", "a", 100, credits=1),), (claim("A", 100), claim("B", 100)),
                  (Trace("A", "f", 0, 100), Trace("B", "f", 0, 100)))  # fmt: skip
    assert plan_of(given, with_presumed=False).accounts[0].method is SHARED


def test_beside_policies_and_bounds() -> None:
    """Each policy's figures within frozen and net; the least and the greatest; whether the rule matters."""
    given = Given("CNY", (FrozenSum("f", "a", 100),), (claim("A", 80), claim("B", 100)),
                  (Trace("A", "f", 0, 90, (90, 40)), Trace("B", "f", 10, 100, (10, 60))),
                  policies=("fifo", "lifo"))  # fmt: skip
    one, two = compared(given, *(plan_of(given, with_presumed=each) for each in (False, True)))
    assert (one.by_policy, one.least, one.greatest, one.rule_matters) == ((80, 40), 0, 80, True)
    assert (two.by_policy, two.least, two.greatest) == ((10, 60), 10, 100)
    (changed,) = differences({"A": 1, "B": 2}, {"A": 1, "C": 2} | {"B": 2}, {"C": "丙"})
    assert (changed.claim, changed.before, changed.after, changed.difference) == ("C", None, 2, 2)


def test_a_plan_that_breaks_its_laws_is_refused() -> None:
    """One fen too many, and the plan is not given out."""
    given = Given("CNY", (FrozenSum("f", "a", 10),), (claim("A", 10),), (Trace("A", "f", 10, 10),))
    plan = plan_of(given, with_presumed=False)
    (account,) = plan.accounts
    broken = replace(account, lines=(replace(account.lines[0], amount=11),))
    with pytest.raises(Failed):
        check(replace(plan, accounts=(broken,)), given)


@st.composite
def cases(draw: st.DrawFn) -> Given:
    amounts = st.integers(0, 10**12)
    claims = tuple(
        LossClaim(
            f"c{each}", f"v{each % 3}", draw(amounts), draw(st.integers(0, 10**6)), START + timedelta(each % 2)
        )
        for each in range(draw(st.integers(1, 7)))
    )
    presumed = tuple(claim(f"p{each}", draw(amounts)) for each in range(draw(st.integers(0, 2))))
    frozen = tuple(
        FrozenSum(f"f{each}", f"a{each}", draw(amounts), credits=draw(st.integers(1, 2)))
        for each in range(draw(st.integers(1, 4)))
    )
    traces = []
    for account in frozen:
        for each in (*claims, *presumed):
            if draw(st.booleans()):
                least = draw(st.integers(0, 1000))
                most = draw(st.one_of(st.none(), st.integers(least, least + 5)))
                traces.append(Trace(each.id, account.name, least, most, (least, least)))
    return Given("CNY", frozen, claims, tuple(traces), presumed, ("one", "two"), draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@drawing(cases(), st.booleans(), st.integers(0, 10**6))
def test_the_laws_on_random_cases(given: Given, kept: bool, seed: int) -> None:  # noqa: FBT001
    """Never above frozen, never above net, lines sum to amounts; whatever the order in which it is given."""
    plan = plan_of(given, with_presumed=kept)
    for account in plan.accounts:
        assert 0 <= account.returned + account.reserved <= account.frozen.amount
    sums = dict.fromkeys(plan.amounts, 0)
    for line in plan.lines():
        sums[line.claim] += line.amount
    assert sums == plan.amounts
    assert all(plan.amounts[each.id] <= each.net for each in given.claims)
    shuffled = random.Random(seed)  # noqa: S311
    mixed = {
        name: tuple(shuffled.sample(getattr(given, name), len(getattr(given, name))))
        for name in ("frozen", "claims", "presumed", "traces")
    }
    again = plan_of(replace(given, **mixed), with_presumed=kept)  # type: ignore[arg-type]
    assert (again.accounts, again.amounts) == (plan.accounts, plan.amounts)


@settings(max_examples=80, deadline=None)
@drawing(st.lists(st.integers(0, 10**12), min_size=1, max_size=6), st.integers(0, 10**12), st.integers(0, 10**12))
def test_one_account_is_the_bare_calculation(losses: list[int], frozen: int, unfound: int) -> None:
    """With one account and nothing traced a plan is what ``allocate`` gives, with and without presumed losses."""
    claims = tuple(claim(f"c{place}", loss) for place, loss in enumerate(losses))
    given = Given("CNY", (FrozenSum("f", "a", frozen),), claims,
                  tuple(Trace(each, "f", 0, None) for each in (*(one.id for one in claims), "p")),
                  (claim("p", unfound),))  # fmt: skip
    for presumed in (0, unfound):
        expected = allocate(frozen, claims, presumed)
        plan = plan_of(given, with_presumed=bool(presumed))
        assert plan.amounts == {each.claim: each.amount for each in expected.shares}
        assert plan.reserved == expected.reserved
