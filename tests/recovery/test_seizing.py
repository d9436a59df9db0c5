"""Seized property and voluntary return: what is lawful, what counts as money. Figures by hand."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.recovery import seizing
from suyuan.recovery.measured_objects import Custody, ObjectClass, ThingFacts
from suyuan.recovery.seizing import ALLOWED, Seizure
from suyuan.recovery.seizure_facts import (
    Confiscation,
    CustodyChange,
    Disposal,
    DisposalProposal,
    HandOver,
    PaidOut,
    Sale,
    SaleGround,
    SeizureRelease,
    SeizureState,
    SeizureStep,
    Taking,
    Valuation,
    Way,
)

FILED = Moment(datetime(2021, 3, 18, 9, tzinfo=CHINA))
CAR = Taking(Way.SEIZED, "张某甲", ObjectClass.VEHICLE, ThingFacts("轿车", "某A00000", "1", "辆"))
COINS = Taking(
    Way.SEIZED,
    "张某甲",
    ObjectClass.CRYPTO,
    ThingFacts("USDT", quantity="5000", custody=Custody("T0000", "李警官", ("f00d",), "USDT")),
)
GIVEN_UP = Taking(Way.GIVEN_UP, "张某甲", amount=30_000_00)


def act(step: SeizureStep, facts: object, day: int = 20, approved_by: str = "") -> Act:
    """Return a step in March 2021."""
    return Act(step.value, Moment(datetime(2021, 3, day, 12, tzinfo=CHINA)), to_text(facts), "", approved_by)


def taken(taking: Taking, day: int = 20, filed: Moment | None = FILED) -> Seizure:
    """Return an item that was taken."""
    return seizing.begin(act(SeizureStep.TAKE, taking, day), filed)


def sale(proceeds: int, costs: int, level: Level | None = Level.COUNTY, basis: str = "") -> Sale:
    """Return an early sale because of falling value."""
    return Sale(SaleGround.LOSES_VALUE, proceeds, costs, "CNY", "某拍卖公司", "拍字1号", basis, level)


def test_nothing_is_seized_before_the_filing_but_much_is_given_back() -> None:
    """Unfiled, or before the time of filing: refused with article 174. What is given up needs no filing."""
    for filed, day in ((None, 20), (FILED, 17)):
        with pytest.raises(Refused, match="一百七十四"):
            taken(CAR, day, filed)
        assert taken(GIVEN_UP, day, filed).left == 30_000_00


@pytest.mark.parametrize(
    "taking",
    [
        Taking(Way.SEIZED, " ", amount=100),
        Taking(Way.SEIZED, "张某甲"),
        Taking(Way.SEIZED, "张某甲", amount=0),
        Taking(Way.SEIZED, "张某甲", ObjectClass.VEHICLE),
        Taking(Way.SEIZED, "张某甲", ObjectClass.VEHICLE, ThingFacts("轿车", quantity="1"), amount=100),
        Taking(Way.SEIZED, "张某甲", ObjectClass.CRYPTO, ThingFacts("USDT", quantity="5000")),
    ],
)
def test_particulars_are_asked_for(taking: Taking) -> None:
    """Nobody, no sum of money, no name of a thing, a sum of a thing, tokens without custody: refused."""
    with pytest.raises(Refused):
        taken(taking)


def test_a_thing_counts_by_its_net_proceeds() -> None:
    """A car valued at 100,000.00 counts nothing; sold for 80,000.00 with costs of 3,000.00 it counts 77,000.00."""
    car = seizing.take(taken(CAR), act(SeizureStep.VALUE, Valuation(100_000_00, "CNY", "某评估所")), ())
    assert (car.money, car.left) == (0, 0)
    sold = seizing.take(car, act(SeizureStep.SELL, sale(80_000_00, 3_000_00), approved_by="王局长"), ("李警官",))
    assert (sold.state, sold.money) == (SeizureState.SOLD, 77_000_00)
    paid = seizing.take(sold, act(SeizureStep.PAY, PaidOut(7_000_00, "返字1号")), ())
    assert (paid.left, paid.state) == (70_000_00, SeizureState.SOLD)
    with pytest.raises(Refused, match=r"70000\.01"):
        seizing.take(paid, act(SeizureStep.PAY, PaidOut(70_000_01, "返字2号")), ())
    gone = seizing.take(paid, act(SeizureStep.PAY, PaidOut(70_000_00, "返字2号")), ())
    assert (gone.left, gone.state) == (0, SeizureState.PAID_OUT)


def test_a_sale_takes_two_people_and_tokens_a_rate() -> None:
    """No approver, the one who took it, or costs above the proceeds: refused. Tokens state their rate."""
    for approver, costs in (("", 0), ("李警官", 0), ("王局长", 80_000_01)):
        with pytest.raises(Refused):
            step = act(SeizureStep.SELL, sale(80_000_00, costs), approved_by=approver)
            seizing.take(taken(CAR), step, ("李警官",))
    with pytest.raises(Refused, match="the rate and its source"):
        seizing.take(taken(COINS), act(SeizureStep.SELL, sale(32_000_00, 0), approved_by="王局长"), ())
    rated = act(SeizureStep.SELL, sale(32_000_00, 0, basis="6.40 CNY, 某处"), approved_by="王局长")
    assert seizing.take(taken(COINS), rated, ()).left == 32_000_00
    with pytest.raises(Refused):
        seizing.take(taken(GIVEN_UP), act(SeizureStep.SELL, sale(1, 0), approved_by="王局长"), ())


def test_an_item_is_handed_over_with_a_proposal() -> None:
    """Without one it stays; with one it goes, and can still be returned to victims or confiscated there."""
    over = act(SeizureStep.HAND_OVER, HandOver("某检察院", "清单1号"))
    with pytest.raises(Refused, match="二百七十九"):
        seizing.take(taken(GIVEN_UP), over, ())
    proposed = seizing.take(
        taken(GIVEN_UP), act(SeizureStep.PROPOSE, DisposalProposal(Disposal.RETURN_VICTIM)), ()
    )
    moved = seizing.take(proposed, act(SeizureStep.MOVE, CustodyChange("李警官", "赵警官", "保管室")), ())
    handed = seizing.take(moved, over, ())
    assert (handed.state, handed.custody[0].taker, handed.left) == (
        SeizureState.HANDED_OVER,
        "赵警官",
        30_000_00,
    )
    ended = seizing.take(handed, act(SeizureStep.CONFISCATE, Confiscation("某法院", "判字1号")), ())
    assert (ended.left, seizing.standing(ended).open) == (0, False)
    with pytest.raises(Refused):
        seizing.take(ended, act(SeizureStep.PAY, PaidOut(1, "返字1号")), ())


def some_step() -> st.SearchStrategy[Act]:
    """Return any step with facts of its kind, lawful or not."""
    sums = st.integers(-5, 200)
    level = st.sampled_from([None, *Level])
    facts = st.one_of(
        st.builds(Valuation, sums, st.just("CNY"), st.just("某所")).map(lambda each: (SeizureStep.VALUE, each)),
        st.builds(CustodyChange, st.sampled_from(["", "甲"]), st.just("乙")).map(
            lambda each: (SeizureStep.MOVE, each)
        ),
        st.builds(sale, sums, sums, level).map(lambda each: (SeizureStep.SELL, each)),
        st.builds(DisposalProposal, st.sampled_from(Disposal)).map(lambda each: (SeizureStep.PROPOSE, each)),
        st.builds(PaidOut, sums, st.sampled_from(["", "返字1号"])).map(lambda each: (SeizureStep.PAY, each)),
        st.builds(HandOver, st.just("某院"), st.just("清单")).map(lambda each: (SeizureStep.HAND_OVER, each)),
        st.builds(SeizureRelease, st.just("某人"), level=level).map(lambda each: (SeizureStep.RELEASE, each)),
        st.builds(Confiscation, st.just("某院"), st.sampled_from(["", "判"])).map(
            lambda each: (SeizureStep.CONFISCATE, each)
        ),
    )
    approvers = st.sampled_from(["", "王局长", "李警官"])
    return st.builds(lambda pair, approver: act(pair[0], pair[1], approved_by=approver), facts, approvers)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([CAR, Taking(Way.COMPENSATED, "张某甲", amount=100)]), st.lists(some_step(), max_size=8))
def test_random_histories_conserve_the_money(taking: Taking, steps: list[Act]) -> None:
    """Never more paid out than came in, nothing follows an end, and the steps alone give the same item again."""
    kept = [act(SeizureStep.TAKE, taking)]
    item = taken(taking)
    for step in steps:
        try:
            after = seizing.take(item, step, ("李警官",))
        except Refused:
            continue
        assert item.state in ALLOWED
        item, kept = after, [*kept, step]
        came = taking.amount or (item.sale.proceeds - item.sale.costs if item.sale else 0)
        assert 0 <= item.paid <= came
        assert item.left in (0, came - item.paid)
    assert seizing.seizure_of(kept) == item
