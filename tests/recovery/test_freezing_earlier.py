"""Freezes of the years before the amended 程序规定: the rule of their time, labelled where it was not read."""

from datetime import date, datetime, timedelta

import pytest

from suyuan.errors import Refused
from suyuan.model.law import book
from suyuan.model.law.rule import Certainty
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Language, say
from suyuan.recovery import freeze_steps, freeze_warnings, stop_payment
from suyuan.recovery.freeze_facts import (
    FreezeApproval,
    FreezeEffect,
    FreezeProposal,
    FreezeServed,
    FreezeState,
    Release,
    ReleaseGround,
    Renewal,
)
from suyuan.recovery.freeze_steps import ALLOWED, APPROVALS, Desk
from suyuan.recovery.freezing import MAJOR_TERM, TERMS, Freeze
from suyuan.recovery.measured_objects import FREEZABLE, ObjectClass
from suyuan.recovery.stop_facts import StopEffect, StopRequest

OLD = datetime(2019, 8, 31, 10, 0, 5, tzinfo=CHINA)
FILED = Moment(datetime(2019, 8, 30, tzinfo=CHINA))


def act(kind: str, when: datetime, facts: object, why: str = "") -> Act:
    return Act(kind, Moment(when), to_text(facts), why, "王局长")


def desk(now: datetime) -> Desk:
    return Desk(now, "李警官", FILED)


def frozen(kind: ObjectClass = ObjectClass.CASH, *, major: bool = False, level: Level = Level.COUNTY) -> Freeze:
    proposal = FreezeProposal("北岭银行", "6200000000000000017", "李某乙", kind, limit=500_000)
    freeze = freeze_steps.propose(act("propose", OLD, proposal), desk(OLD))
    for name, facts in (
        ("approve", FreezeApproval(level, major)),
        ("serve", FreezeServed()),
        ("effect", FreezeEffect(balance=600_000)),
    ):
        freeze = freeze_steps.take(freeze, act(name, OLD, facts), desk(OLD))
    return freeze


def test_a_freeze_of_2019_has_the_six_months_of_its_time() -> None:
    """31 August and six months end on the last day of February; the article is the one of 2013."""
    term = frozen().terms[0].deadline
    assert (term.literal_end, term.rule.document.key, term.rule.article) == (
        date(2020, 2, 29),
        "police_2013",
        "第二十六条",
    )


def test_each_renewal_is_chosen_by_its_own_day() -> None:
    """Renewed in February 2020 by the rule of then, in August after the amendment by article 243."""
    freeze = frozen()
    for day in (datetime(2020, 2, 20, tzinfo=CHINA), datetime(2020, 8, 31, 23, tzinfo=CHINA)):
        freeze = freeze_steps.take(freeze, act("renew", day, Renewal(Level.COUNTY)), desk(day))
    last = datetime(2021, 2, 26, tzinfo=CHINA)
    freeze = freeze_steps.take(freeze, act("renew", last, Renewal(Level.COUNTY)), desk(last))
    assert [(each.deadline.literal_end, each.deadline.rule.document.key) for each in freeze.terms] == [
        (date(2020, 2, 29), "police_2013"),
        (date(2020, 8, 31), "police_2013"),
        (date(2021, 2, 28), "police_2013"),
        (date(2021, 8, 31), "police"),
    ]


def test_what_was_not_read_is_labelled() -> None:
    """The year of a grave case before 2020 was not read: the freeze stands, and says so."""
    freeze = frozen(major=True, level=Level.CITY)
    said = [say(each, Language.EN) for each in freeze_warnings.warnings(freeze, (), OLD)]
    assert freeze.terms[0].deadline.literal_end == date(2020, 8, 31)
    assert any("source not read" in each and "freeze.cash.term.major" in each for each in said)
    with pytest.raises(Refused, match="not read"):
        frozen(major=True, level=Level.COUNTY)


def test_unconnected_lapsed_and_before_filing_in_2019() -> None:
    """Three days by article 145; a lapse by article 236; a freeze before the filing is refused then too."""
    freeze, told = frozen(), OLD + timedelta(days=1)
    release = Release(ReleaseGround.UNCONNECTED, Level.COUNTY)
    done = freeze_steps.take(freeze, act("release", told, release), desk(told))
    assert done.unconnected is not None
    assert (done.unconnected.literal_end, done.unconnected.rule.article) == (date(2019, 9, 4), "第一百四十五条")
    late = datetime(2020, 3, 1, tzinfo=CHINA)
    assert freeze.state_at(late) is FreezeState.LAPSED
    with pytest.raises(Refused, match="第二百三十六条"):
        freeze_steps.take(freeze, act("renew", late, Renewal(Level.COUNTY)), desk(late))
    early = OLD - timedelta(days=2)
    with pytest.raises(Refused, match="before it"):
        freeze_steps.propose(act("propose", early, FreezeProposal("北岭银行", "1", limit=1)), desk(OLD))


def test_a_gap_of_a_stop_in_2019_is_said() -> None:
    """A stop that ended unfrozen in 2019 is a gap, by the rule of then."""
    request = StopRequest("北岭银行", "1", "李某乙", 100, "CNY", Moment(OLD))
    stop = stop_payment.stop_of([act("request", OLD, request), act("effect", OLD, StopEffect())])
    said = stop_payment.gap(stop, OLD + timedelta(days=3), None, frozen=False)
    assert said is not None
    assert "公安部令第127号" in say(said, Language.ZH)


def test_no_day_since_2013_is_without_its_rule() -> None:
    """Each rule that a step of a freeze asks for governs every day from 2013-09-01 on, by one version."""
    asked = {*TERMS.values(), *APPROVALS.values(), MAJOR_TERM, "freeze.cash.approval.major", "freeze.after-filing"}
    asked |= {"freeze.renewal.before-expiry", "freeze.renewal.approval", "freeze.renewal.start", "freeze.waiting"}
    asked |= {"freeze.release.unconnected", "freeze.release.approval", "freeze.securities.sale"}
    assert len(FREEZABLE) == len(TERMS)
    assert ALLOWED
    for rule in asked:
        for day in (date(2013, 9, 1), date(2018, 10, 25), date(2018, 10, 26), date(2020, 8, 31), date(2020, 9, 1)):
            found = book.rule_on(rule, day)
            assert found.certainty in (Certainty.LAW, Certainty.NOT_READ)
    with pytest.raises(Refused, match="does not govern"):
        freeze_steps.propose(
            act("propose", OLD.replace(year=2012), FreezeProposal("北岭银行", "1", limit=1)),
            Desk(OLD, "李警官", None),
        )
