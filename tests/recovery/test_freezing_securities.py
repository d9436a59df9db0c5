"""Frozen securities by hand: their two years, the sale at the holder's request, and what of it is money."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Language, say
from suyuan.recovery import freeze_steps, freeze_warnings
from suyuan.recovery.freeze_facts import (
    FreezeApproval,
    FreezeEffect,
    FreezeProposal,
    FreezeServed,
    PartRelease,
    Release,
    ReleaseGround,
    Renewal,
    Sale,
)
from suyuan.recovery.freeze_steps import Desk
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.measured_objects import ObjectClass

START = datetime(2024, 2, 29, 10, tzinfo=CHINA)
LATER = START + timedelta(days=30)
SOLD = Sale("李某乙", 1_234_567, "1000股", "6200000000000000017", "售1号", Level.COUNTY)


def take(freeze: Freeze, kind: str, when: datetime, facts: object, by: str = "王局长") -> Freeze:
    act = Act(kind, Moment(when), to_text(facts), "", by)
    return freeze_steps.take(freeze, act, Desk(when, "李警官", Moment(START)))


def frozen(kind: ObjectClass = ObjectClass.SECURITIES, level: Level = Level.COUNTY) -> Freeze:
    proposal = FreezeProposal(
        "南岭证券", "E0001", "李某乙", kind, limit=None if kind is not ObjectClass.CASH else 1
    )
    begun = Act("propose", Moment(START), to_text(proposal), "", "")
    freeze = freeze_steps.propose(begun, Desk(START, "李警官", Moment(START)))
    for step, facts in (("approve", FreezeApproval(level)), ("serve", FreezeServed()), ("effect", FreezeEffect())):
        freeze = take(freeze, step, START, facts)
    return freeze


def test_two_years_from_the_leap_day() -> None:
    """From 29 February, a month's last day, to the last of February two years on; nothing of it is money."""
    freeze = frozen()
    assert freeze.terms[0].deadline.literal_end == date(2026, 2, 28)
    assert (freeze.cash, freeze.thing[2]) == (0, "securities")


def test_a_sale_leaves_the_proceeds_frozen() -> None:
    """The proceeds are what is held, the running term goes on, the renewal is one of money: six months."""
    sold = take(frozen(), "sell", LATER, SOLD)
    assert (sold.held, sold.cash, sold.proceeds, sold.kind) == (1_234_567, 1_234_567, 1_234_567, ObjectClass.CASH)
    assert sold.terms[-1].deadline.literal_end == date(2026, 2, 28)
    assert any(
        "freeze.securities.sale.term" in say(each, Language.EN)
        for each in freeze_warnings.warnings(sold, (), LATER)
    )
    renewed = take(sold, "renew", LATER, Renewal(Level.COUNTY))
    assert renewed.terms[-1].deadline.literal_end == date(2026, 8, 31)
    paid = take(sold, "part", LATER, PartRelease(1_000_000, "返1号"))
    assert paid.cash == 234_567


def test_a_part_sold_leaves_the_rest_as_securities() -> None:
    """What was sold is money, the rest keeps its two years; the second sale adds up."""
    part = take(frozen(), "sell", LATER, Sale("李某乙", 100, "10股", "", "售1号", Level.COUNTY, whole=False))
    assert (part.cash, part.kind, part.held) == (100, ObjectClass.SECURITIES, None)
    assert take(part, "renew", LATER, Renewal(Level.COUNTY)).terms[-1].deadline.literal_end == date(2028, 2, 29)
    whole = take(part, "sell", LATER, Sale("李某乙", 900, "90股", "", "售2号", Level.COUNTY))
    assert (whole.cash, whole.held) == (1000, 1000)


@pytest.mark.parametrize(
    ("sale", "by", "why"),
    [
        (Sale("", 100, document="售1号", level=Level.COUNTY), "王局长", "name who asked"),
        (Sale("李某乙", 0, document="售1号", level=Level.COUNTY), "王局长", "above zero"),
        (Sale("李某乙", 100, level=Level.COUNTY), "王局长", "document"),
        (Sale("李某乙", 100, document="售1号"), "", "Nobody approved"),
        (Sale("李某乙", 100, document="售1号", level=Level.COUNTY), "李警官", "two people"),
    ],
)
def test_a_sale_needs_its_request_and_its_approval(sale: Sale, by: str, why: str) -> None:
    """Each refusal names article 246."""
    with pytest.raises(Refused, match=why) as refused:
        take(frozen(), "sell", LATER, sale, by)
    assert "第二百四十六条" in str(refused.value)


def test_only_securities_are_sold_and_only_once() -> None:
    """Deposits and equity are not; what was sold as a whole is money."""
    for kind, level in ((ObjectClass.CASH, Level.COUNTY), (ObjectClass.EQUITY, Level.CITY)):
        with pytest.raises(Refused, match="not sold on request"):
            take(frozen(kind, level), "sell", LATER, SOLD)
    with pytest.raises(Refused, match="sold already"):
        take(take(frozen(), "sell", LATER, SOLD), "sell", LATER, SOLD)
    with pytest.raises(Refused, match="not money yet"):
        take(frozen(), "part", LATER, PartRelease(1, "返1号"))


def test_unconnected_is_said_until_it_is_released() -> None:
    """The three days stand in the warnings of the freeze, and no warning after the release."""
    freeze = take(frozen(), "unconnected", LATER, PartRelease(1))
    assert any("unconnected" in say(each, Language.EN) for each in freeze_warnings.warnings(freeze, (), LATER))
    done = take(freeze, "release", LATER, Release(ReleaseGround.UNNEEDED, Level.COUNTY))
    assert freeze_warnings.warnings(done, (), LATER) == ()


def test_a_renewal_is_sent_to_review_in_time() -> None:
    """Since 2024-09-10, ten days before the end, as far as that was read; before it nothing is said."""
    freeze = frozen()
    near = datetime(2026, 2, 10, tzinfo=CHINA)
    said = [say(each, Language.EN) for each in freeze_warnings.warnings(freeze, (), near)]
    assert any("2026-02-18" in each and "freeze.2024.renewal" in each for each in said)
    old = replace(freeze, terms=(replace(freeze.terms[0], stated=Moment(datetime(2024, 9, 5, tzinfo=CHINA))),))
    early = [
        say(each, Language.EN) for each in freeze_warnings.warnings(old, (), datetime(2024, 9, 1, tzinfo=CHINA))
    ]
    assert not any("freeze.2024.renewal" in each for each in early)
