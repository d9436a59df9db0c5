"""The freeze plan: limits, order, what takes a reason, what excludes what, what to release. Figures by hand."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from suyuan.actions import recovery_orders
from suyuan.model.moment import CHINA
from suyuan.model.transfer import AccountKind, Role
from suyuan.recovery.freeze_plan import Candidate, Measure, Room, WhyApart, freeze_plan
from suyuan.recovery.good_faith import GoodFaithState

NOON = datetime(2021, 3, 16, 12, tzinfo=CHINA)
LATER = datetime(2021, 9, 16, tzinfo=CHINA)
ROOM = Room(net_loss=100_000_00, frozen=0, seized=0)


def account(name: str, greatest: int, balance: int | None = None, **others: object) -> Candidate:
    plain = Candidate(
        account=name,
        institution="甲银行",
        holder="",
        kind=AccountKind.BANK,
        role=Role.SUSPECT_CONTROLLED,
        currency="CNY",
        stands=True,
        least=0,
        greatest=greatest,
        least_open=None,
        greatest_open=None,
        balance=balance,
        balance_time=None,
        last_debit=None,
    )
    return replace(plain, **others)  # type: ignore[arg-type]


def freeze(name: str, held: int) -> Measure:
    return Measure(name, stopped=False, active=True, held=held, limit=held, ends=LATER, rule="freeze.cash.term")


def limits(*candidates: Candidate, **others: dict[str, str]) -> list[tuple[str, int]]:
    plan = freeze_plan("CNY", candidates, {}, ROOM, **others)
    return [(each.candidate.account, each.limit) for each in plan.proposals]


def test_the_limit_is_the_smaller_of_balance_and_greatest() -> None:
    """Neither more than stands there nor more than can be victims' money; without a balance the latter."""
    assert limits(account("a", 500, 300), account("b", 200, 900), account("c", 100)) == [
        ("a", 300),
        ("b", 200),
        ("c", 100),
    ]


def test_an_account_without_proof_is_not_proposed() -> None:
    """Where no answer says that the money is there it is listed apart, to be asked."""
    plan = freeze_plan("CNY", [account("a", 500, stands=False)], {}, ROOM)
    assert plan.proposals == ()
    assert [each.account for each in plan.not_standing] == ["a"]


def test_equal_limits_by_last_debit_then_by_what_ends_first() -> None:
    """The account from which money last went stands first; then the one whose measure ends first."""
    stop = Measure("stop-1", stopped=True, active=True, held=None, limit=None, ends=NOON, rule="stop-payment.term")
    old = account("old", 100, last_debit=datetime(2021, 3, 15, tzinfo=CHINA))
    new = account("new", 100, last_debit=NOON)
    assert limits(account("b", 100), account("a", 100, measures=(stop,)), old, new) == [
        ("new", 100),
        ("old", 100),
        ("a", 100),
        ("b", 100),
    ]


def test_what_is_frozen_already_is_not_proposed_again() -> None:
    """A freeze of 300 leaves 200 of 500; one of 500 leaves nothing and the account stands as held."""
    part, full = (
        account("part", 500, measures=(freeze("freeze-1", 300),)),
        account("full", 500, measures=(freeze("freeze-2", 500),)),
    )
    plan = freeze_plan("CNY", [part, full], {}, Room(1000, 800, 0))
    assert [(each.candidate.account, each.limit) for each in plan.proposals] == [("part", 200)]
    assert [each.account for each in plan.held] == ["full"]
    assert (plan.room.left, plan.excess) == (200, 0)


def test_merchants_pools_and_victims_take_a_reason() -> None:
    """They stand apart with why; a named reason brings one in."""
    shop = account("shop", 50, role=Role.MERCHANT)
    pool = account("pool", 60, kind=AccountKind.POOL)
    victim = account("victim", 70, role=Role.VICTIM)
    plan = freeze_plan("CNY", [shop, pool, victim], {}, ROOM, included={"shop": "与嫌疑人串通"})
    assert [(each.candidate.account, each.reason) for each in plan.proposals] == [("shop", "与嫌疑人串通")]
    assert [(each.account, each.why_apart) for each in plan.apart] == [
        ("pool", WhyApart.POOL),
        ("victim", WhyApart.VICTIM),
    ]


def test_the_whole_account_takes_a_reason() -> None:
    """With one the limit is the book balance, and the reason stands beside it."""
    plan = freeze_plan("CNY", [account("a", 300, 900)], {}, ROOM, whole={"a": "账户专用于诈骗"})
    assert [(each.limit, each.whole, each.reason) for each in plan.proposals] == [(900, True, "账户专用于诈骗")]


def test_proposals_that_count_a_claim_twice_exclude_each_other() -> None:
    """80 of one claim under one rule here, 60 under another there, of 100 in all: 40 too much, named."""
    one = account("a", 80, greatest_of=(("V1-1", 80),), by_policy=(("fifo", 80), ("lifo", 40)))
    two = account("b", 60, greatest_of=(("V1-1", 60),), by_policy=(("fifo", 20), ("lifo", 60)))
    plan = freeze_plan("CNY", [one, two], {"V1-1": 100}, Room(100, 0, 0))
    assert (plan.total, plan.excess) == (140, 40)
    (found,) = plan.exclusions
    assert (found.claim, found.accounts, found.claimed, found.excess) == ("V1-1", ("a", "b"), 100, 40)
    assert plan.by_policy == (("fifo", 100), ("lifo", 100))


def test_what_no_rule_calls_victims_money_is_to_be_released() -> None:
    """A freeze of 500 where at most 200 can be victims' money, whatever the rule: 300 too much."""
    held = account("a", 150, greatest_open=200, measures=(freeze("freeze-1", 400), freeze("freeze-2", 100)))
    plan = freeze_plan("CNY", [held], {}, ROOM)
    assert [(each.freeze, each.amount) for each in plan.to_release] == [("freeze-2", 100), ("freeze-1", 200)]


@given(
    st.lists(
        st.tuples(st.integers(0, 10**15), st.none() | st.integers(0, 10**15), st.integers(0, 10**15)), max_size=8
    )
)
def test_no_limit_is_above_what_can_be_there(given_: list[tuple[int, int | None, int]]) -> None:
    """Whatever stands there: limit and what is frozen together never above balance or greatest, none twice."""
    candidates = [
        account(f"{n:02}", greatest, balance, measures=(freeze(f"freeze-{n}", held),))
        for n, (greatest, balance, held) in enumerate(given_)
    ]
    plan = freeze_plan("CNY", candidates, {}, ROOM)
    assert len({each.candidate.account for each in plan.proposals}) == len(plan.proposals)
    for each in plan.proposals:
        there = each.candidate.greatest if each.candidate.balance is None else each.candidate.balance
        assert each.limit > 0
        assert each.limit + each.candidate.frozen <= min(there, each.candidate.greatest)


def test_good_faith_stands_apart_and_is_released() -> None:
    """To be verified or accepted: only a named reason brings it in. Accepted, its freeze is to be released.

    A share of 200 in good faith leaves 300 of 500.
    """
    pending = account("a", 500, good_faith=GoodFaithState.PENDING, measures=(freeze("freeze-1", 400),))
    accepted = account("b", 500, good_faith=GoodFaithState.ACCEPTED, measures=(freeze("freeze-2", 400),))
    plan = freeze_plan("CNY", [pending, accepted, account("c", 500, good_share=200)], {}, ROOM)
    assert [(each.candidate.account, each.limit) for each in plan.proposals] == [("c", 300)]
    assert [each.why_apart for each in plan.apart] == [WhyApart.GOOD_FAITH_PENDING, WhyApart.GOOD_FAITH]
    assert [(each.freeze, each.amount) for each in plan.to_release] == [("freeze-2", 400)]
    brought = freeze_plan("CNY", [pending], {}, ROOM, included={"a": "明知"})
    assert [(each.candidate.account, each.limit) for each in brought.proposals] == [("a", 100)]


def test_a_claim_frozen_elsewhere_excludes_the_proposal() -> None:
    """100 of a claim are frozen at one account; the other where they may be is proposed, both are named."""
    held = account("a", 100, greatest_of=(("V1-1", 100),), measures=(freeze("freeze-1", 100),))
    other = account("b", 60, greatest_of=(("V1-1", 60),))
    plan = freeze_plan("CNY", [held, other], {"V1-1": 100}, Room(100, 100, 0))
    assert (plan.total, plan.room.left, plan.excess) == (60, 0, 60)
    (found,) = plan.exclusions
    assert (found.accounts, found.counted, found.excess) == (("a", "b"), 160, 60)


def test_a_whole_account_beyond_the_loss_is_said() -> None:
    """A whole account of 900 for 100 of loss: no claim is counted twice, yet 800 are too much."""
    one = account("a", 100, 900, greatest_of=(("V1-1", 100),))
    plan = freeze_plan("CNY", [one], {"V1-1": 100}, Room(130, 0, 20, 10), whole={"a": "账户专用于诈骗"})
    assert [(each.claim, each.claimed, each.excess) for each in plan.exclusions] == [("", 100, 800)]


CLAIMS = ("V1", "V2", "V3")


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 1000), min_size=3, max_size=3),
            st.none() | st.integers(0, 2000),
            st.integers(0, 900),
            st.booleans(),
        ),
        max_size=6,
    ),
    st.lists(st.integers(0, 1000), min_size=3, max_size=3),
    st.tuples(st.integers(0, 500), st.integers(0, 500)),
)
def test_proposals_within_the_loss_or_what_excludes_what(
    accounts: list[tuple[list[int], int | None, int, bool]], losses: list[int], taken: tuple[int, int]
) -> None:
    """Over random cases: within net loss less frozen, seized and returned, or named by how much they are not."""
    candidates = [
        account(
            f"{n:02}",
            sum(amounts),
            balance,
            greatest_of=tuple(zip(CLAIMS, amounts, strict=True)),
            measures=(freeze(f"freeze-{n}", held),),
            returned=held // 3,
        )
        for n, (amounts, balance, held, _) in enumerate(accounts)
    ]
    whole = {f"{n:02}": "专用" for n, each in enumerate(accounts) if each[3]}
    frozen = sum(each[2] for each in accounts)
    room = Room(sum(losses), frozen, *taken)
    claimed = dict(zip(CLAIMS, losses, strict=True))
    plan = freeze_plan("CNY", candidates, claimed, room, whole=whole)
    left = max(0, sum(losses) - frozen - sum(taken))
    total = 0
    for n, (amounts, balance, held, full) in enumerate(accounts):
        there = sum(amounts) - held // 3
        there = there if balance is None else min(there, balance)
        there = max(there, 0, balance if full and balance is not None else 0)
        total += max(0, there - held)
        limit = next((each.limit for each in plan.proposals if each.candidate.account == f"{n:02}"), 0)
        assert limit == max(0, there - held)
    assert (plan.total, plan.excess) == (total, max(0, total - left))
    assert plan.total <= left or plan.exclusions
    assert sum(each.excess for each in plan.exclusions) >= plan.excess
    assert [each.rank for each in plan.proposals] == list(range(1, len(plan.proposals) + 1))
    assert [each.limit for each in plan.proposals] == sorted((each.limit for each in plan.proposals), reverse=True)


def test_a_product_is_ordered_by_its_account_and_its_name() -> None:
    """The bank knows the account's number; what of it is meant stands in the order."""
    product = account("product:6200000200209604476:yuebao", 100, parent="6200000200209604476")
    assert recovery_orders.number_of(product) == "6200000200209604476"
    assert "余额宝" in recovery_orders.scope_of(product)
    plain = account("6200000200209604476", 100)
    assert (recovery_orders.number_of(plain), recovery_orders.scope_of(plain)) == ("6200000200209604476", "")
