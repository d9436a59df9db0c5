"""Freezes by hand: filing first, level and term by class, renewal and lapse, limits, release, the waiting
queue.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from suyuan.errors import Refused
from suyuan.model.bank_answer import PriorFreeze
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Language
from suyuan.recovery import freeze_steps, freezing, waiting
from suyuan.recovery.freeze_facts import (
    Credit,
    FreezeApproval,
    FreezeEffect,
    FreezeFails,
    FreezeProposal,
    FreezeServed,
    FreezeState,
    FreezeWaits,
    Judgment,
    PartRelease,
    Release,
    ReleaseGround,
    Renewal,
)
from suyuan.recovery.freeze_steps import Desk
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.measured_objects import Custody, ObjectClass, ThingFacts
from suyuan.recovery.stop_facts import NoFacts
from suyuan.recovery.waiting import Known

FILED = Moment(datetime(2021, 3, 18, 9, 30, tzinfo=CHINA))
START = datetime(2021, 3, 19, 10, 11, 12, tzinfo=CHINA)
PROPOSAL = FreezeProposal("北岭银行", "6200000000000000017", "李某乙", limit=500_000)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
COUNTY = FreezeApproval(Level.COUNTY)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type, misc]


def act(kind: str, when: datetime, facts: object = None, why: str = "", by: str = "王局长") -> Act:
    return Act(kind, Moment(when), to_text(NoFacts() if facts is None else facts), why, by)


def desk(now: datetime, filed: Moment | None = FILED, who: str = "李警官") -> Desk:
    return Desk(now, who, filed)


def take(
    freeze: Freeze,
    kind: str,
    when: datetime,
    facts: object = None,
    others: tuple[Known, ...] = (),
    **more: str,
) -> Freeze:
    return freeze_steps.take(freeze, act(kind, when, facts, **more), desk(when), others)


def proposed(when: datetime = START - MINUTE, proposal: FreezeProposal = PROPOSAL, why: str = "") -> Freeze:
    return freeze_steps.propose(act("propose", when, proposal, why), desk(when))


def served(
    when: datetime = START - MINUTE,
    proposal: FreezeProposal = PROPOSAL,
    approval: FreezeApproval = COUNTY,
    why: str = "",
) -> Freeze:
    freeze = take(proposed(when, proposal, why), "approve", when, approval)
    return take(freeze, "serve", when, FreezeServed("冻财字1号"))


def frozen(
    start: datetime = START,
    effect: FreezeEffect = FreezeEffect(balance=800_000),  # noqa: B008
    proposal: FreezeProposal = PROPOSAL,
    approval: FreezeApproval = COUNTY,
    why: str = "",
) -> Freeze:
    return take(served(start, proposal, approval, why), "effect", start, effect)


def waiting_behind(*ids: str, received: datetime, limit: int | None = 500_000) -> Freeze:
    freeze = served(received, replace(PROPOSAL, limit=limit), why="全部为涉案资金")
    return take(freeze, "wait", received, FreezeWaits(ids))


RENEWAL = Renewal(Level.COUNTY, document="续冻1号")
RELEASE = Release(level=Level.COUNTY)


def test_no_freeze_before_the_case_is_filed() -> None:
    """Not filed, or filed a second later: refused with article 174; filed in that second: lawful."""
    proposal = act("propose", START, PROPOSAL)
    with pytest.raises(Refused, match="not filed") as unfiled:
        freeze_steps.propose(proposal, desk(START, None))
    assert "第一百七十四条" in str(unfiled.value)
    with pytest.raises(Refused, match="is before it"):
        freeze_steps.propose(proposal, desk(START, Moment(START + SECOND)))
    assert freeze_steps.propose(proposal, desk(START, Moment(START))).state is FreezeState.PROPOSED
    day = Moment(at(2021, 3, 19), Precision.DAY)
    assert freeze_steps.propose(proposal, desk(START, day)).state is FreezeState.PROPOSED


def test_the_newer_rule_is_named_from_its_day_on() -> None:
    """From 2024-09-10 公通字〔2024〕22号 refuses it, before that the program rule."""
    for when, article in ((at(2024, 9, 9), "第一百七十四条"), (at(2024, 9, 10), "公通字〔2024〕22号")):
        with pytest.raises(Refused) as refused:
            freeze_steps.propose(act("propose", when, PROPOSAL), desk(when, None))
        assert article in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "major", "level", "lawful"),
    [
        (ObjectClass.CASH, False, Level.COUNTY, True),
        (ObjectClass.CASH, True, Level.COUNTY, False),
        (ObjectClass.CASH, True, Level.CITY, True),
        (ObjectClass.SECURITIES, False, Level.COUNTY, True),
        (ObjectClass.EQUITY, False, Level.COUNTY, False),
        (ObjectClass.EQUITY, False, Level.CITY, True),
        (ObjectClass.POLICY, False, Level.COUNTY, False),
        (ObjectClass.POLICY, False, Level.PROVINCE, True),
        (ObjectClass.LISTED_SHARES, False, Level.CITY, False),
        (ObjectClass.LISTED_SHARES, False, Level.PROVINCE, True),
        (ObjectClass.CASH, False, None, False),
    ],
)
def test_the_level_of_approval(kind: ObjectClass, major: bool, level: Level | None, lawful: bool) -> None:  # noqa: FBT001
    """Articles 239 and 243: county for money and securities, city for equity, policies and a year, province
    for listed.
    """
    freeze, approval = proposed(proposal=replace(PROPOSAL, object=kind)), FreezeApproval(level, major)
    if lawful:
        assert take(freeze, "approve", START, approval).state is FreezeState.APPROVED
        return
    with pytest.raises(Refused, match=r"第二百(三十九|四十三)条"):
        take(freeze, "approve", START, approval)


def test_it_takes_two_people() -> None:
    """Who enters cannot approve, and nobody is no approver."""
    with pytest.raises(Refused, match="it takes two people"):
        take(proposed(), "approve", START, COUNTY, by="李警官")
    with pytest.raises(Refused, match="Nobody approved"):
        take(proposed(), "approve", START, COUNTY, by=" ")


@pytest.mark.parametrize(
    ("kind", "major", "level", "start", "end"),
    [
        (ObjectClass.CASH, False, Level.COUNTY, at(2026, 8, 30, 12), date(2027, 2, 28)),
        (ObjectClass.CASH, False, Level.COUNTY, at(2026, 2, 28, 12), date(2026, 8, 31)),
        (ObjectClass.CASH, True, Level.CITY, at(2024, 2, 29, 12), date(2025, 2, 28)),
        (ObjectClass.SECURITIES, False, Level.COUNTY, at(2022, 2, 28, 12), date(2024, 2, 29)),
        (ObjectClass.EQUITY, False, Level.CITY, at(2021, 3, 19, 12), date(2021, 9, 19)),
        (ObjectClass.LISTED_SHARES, False, Level.PROVINCE, at(2021, 3, 19, 12), date(2021, 9, 19)),
    ],
)
def test_the_term_by_class(kind: ObjectClass, major: bool, level: Level, start: datetime, end: date) -> None:  # noqa: FBT001
    """6, 12 or 24 months, months counted as the law's examples do; the last day is still frozen, the next is
    not.
    """
    freeze = frozen(start, FreezeEffect(), replace(PROPOSAL, object=kind), FreezeApproval(level, major))
    assert freeze.terms[0].deadline.literal_end == end
    midnight = datetime.combine(end + DAY, datetime.min.time(), CHINA)
    assert freeze.state_at(midnight - SECOND) is FreezeState.ACTIVE
    assert freeze.state_at(midnight) is FreezeState.LAPSED


def test_a_shorter_term_may_be_decided_and_no_longer_one() -> None:
    """Three months end after three; seven are refused by article 243; a year is for money only."""
    freeze = frozen(approval=FreezeApproval(Level.COUNTY, months=3))
    assert freeze.terms[0].deadline.literal_end == date(2021, 6, 19)
    with pytest.raises(Refused, match="7 months is more than the greatest, 6"):
        take(proposed(), "approve", START, FreezeApproval(Level.COUNTY, months=7))
    securities = proposed(proposal=replace(PROPOSAL, object=ObjectClass.SECURITIES))
    with pytest.raises(Refused, match="deposits and the like only"):
        take(securities, "approve", START, FreezeApproval(Level.CITY, major=True))


def test_the_safe_date_is_a_working_day() -> None:
    """2021-04-03 + 6 months is in the National Day week: the safe date is 2021-09-30, due at its last second."""
    freeze = frozen(at(2021, 4, 3, 9))
    standing = freezing.standing(freeze, at(2021, 4, 4))
    assert freeze.terms[0].deadline.literal_end == date(2021, 10, 3)
    assert standing.due_at == at(2021, 9, 30, 23, 59, 59)
    assert (standing.due_rule, standing.state, standing.amount) == ("freeze.cash.term", "frozen", 500_000)


def test_a_renewal_runs_from_the_old_expiry() -> None:
    """Renewed a month early, the second term still begins with the old expiry; there may be any number of them."""
    freeze = frozen()
    assert freeze.terms[0].deadline.literal_end == date(2021, 9, 19)
    ends = [date(2022, 3, 19), date(2022, 9, 19), date(2023, 3, 19)]
    for end in ends:
        assert freeze.over is not None
        freeze = take(freeze, "renew", freeze.over - 30 * DAY, RENEWAL)
        assert freeze.terms[-1].deadline.literal_end == end


def test_an_expired_freeze_is_not_renewed() -> None:
    """In the last second it is, in the next it has lapsed: article 240, and nothing but a new freeze."""
    freeze, midnight = frozen(), at(2021, 9, 20)
    assert len(take(freeze, "renew", midnight - SECOND, RENEWAL).terms) == 2
    for step, facts in (
        ("renew", RENEWAL),
        ("release", RELEASE),
        ("part", PartRelease(1, "返1号")),
    ):
        with pytest.raises(Refused, match=r"released by itself from 2021-09-20[^\n]*new freeze") as refused:
            take(freeze, step, midnight, facts)
        assert "第二百四十条" in str(refused.value)
    lapsed = take(freeze, "lapse", midnight)
    assert (lapsed.state, lapsed.closed, lapsed.ended) == (FreezeState.LAPSED, True, Moment(midnight))
    with pytest.raises(Refused, match="you cannot renew it"):
        take(lapsed, "renew", midnight + DAY, RENEWAL)


def test_a_renewal_in_time_but_entered_late_says_why() -> None:
    """Entered after the expiry it needs the notice's number and a reason; once the lapse is recorded nothing
    helps.
    """
    freeze, made, now = frozen(), at(2021, 9, 18, 9), desk(at(2021, 9, 22))
    with pytest.raises(Refused, match="only entered late"):
        freeze_steps.take(freeze, act("renew", made, RENEWAL), now)
    with pytest.raises(Refused, match="only entered late"):
        freeze_steps.take(freeze, act("renew", made, replace(RENEWAL, document=""), "补录"), now)
    assert len(freeze_steps.take(freeze, act("renew", made, RENEWAL, "补录"), now).terms) == 2
    lapsed = freeze_steps.take(freeze, act("lapse", at(2021, 9, 20)), now)
    with pytest.raises(Refused, match="lies before the last step's"):
        freeze_steps.take(lapsed, act("renew", made, RENEWAL, "补录"), now)


def test_the_upgrade_to_a_year_comes_with_a_renewal() -> None:
    """A renewal as grave case needs city level and runs twelve months from the old expiry."""
    renewal = Renewal(Level.COUNTY, major=True)
    with pytest.raises(Refused, match=r"needs .*city with districts level or above"):
        take(frozen(), "renew", START + DAY, renewal)
    year = take(frozen(), "renew", START + DAY, replace(renewal, level=Level.CITY))
    assert year.terms[-1].deadline.literal_end == date(2022, 9, 19)
    assert year.terms[-1].deadline.rule.id == "freeze.cash.term.major"


def test_a_renewal_needs_the_level_of_the_freeze() -> None:
    """What the city approved for a year is not renewed by the county, also for six months."""
    year = frozen(approval=FreezeApproval(Level.CITY, major=True))
    with pytest.raises(Refused, match="第二百四十条"):
        take(year, "renew", START + DAY, RENEWAL)


def test_the_banks_own_end_counts_if_it_is_earlier() -> None:
    """An exact second stated by the bank is the end; a later one than the law's is not."""
    second = frozen(effect=FreezeEffect(end=Moment(at(2021, 9, 19, 10, 11, 12))))
    assert second.over == at(2021, 9, 19, 10, 11, 12)
    late = frozen(effect=FreezeEffect(end=Moment(at(2021, 9, 30))))
    assert late.over == at(2021, 9, 20)
    assert "law's counts" in late.terms[0].warnings[-1].render(Language.EN)
    early = frozen(effect=FreezeEffect(end=Moment(at(2021, 8, 1), Precision.DAY)))
    assert early.over == at(2021, 8, 2)
    assert take(early, "renew", START + DAY, RENEWAL).terms[-1].deadline.literal_end == date(2022, 2, 1)


def test_a_limited_freeze_fills_up_to_its_limit() -> None:
    """3,000 of 5,000 yuan are there; 1,500 and 1,000 more come: 5,000 are frozen, and never more."""
    freeze = frozen(effect=FreezeEffect(balance=300_000))
    assert (freeze.held, freeze.shortfall) == (300_000, 200_000)
    freeze = take(freeze, "credit", START + DAY, Credit(150_000))
    assert (freeze.held, freeze.shortfall) == (450_000, 50_000)
    freeze = take(freeze, "credit", START + DAY, Credit(100_000))
    assert (freeze.held, freeze.shortfall) == (500_000, 0)


def test_what_was_returned_lowers_it() -> None:
    """After 2,000 of 5,000 yuan went back at most 3,000 are frozen, whatever comes in."""
    freeze = take(frozen(), "part", START + DAY, PartRelease(200_000, "刑返字1号"))
    assert (freeze.held, freeze.limit, freeze.parted) == (300_000, 300_000, 200_000)
    assert take(freeze, "credit", START + DAY, Credit(200_000)).held == 300_000
    assert freeze.over == frozen().over
    with pytest.raises(Refused, match=r"3000\.01 CNY is more than the frozen 3000\.00 CNY"):
        take(freeze, "part", START + DAY, PartRelease(300_001, "刑返字2号"))
    with pytest.raises(Refused, match="Give the document's number"):
        take(freeze, "part", START + DAY, PartRelease(1))
    with pytest.raises(Refused, match="Nobody approved"):
        take(freeze, "release_part", START + DAY, PartRelease(1, level=Level.COUNTY), by="")


def test_a_full_freeze_says_why_and_takes_what_comes() -> None:
    """全额 needs a reason; all of the balance and of later credits is frozen."""
    full = replace(PROPOSAL, limit=None)
    with pytest.raises(Refused, match="needs a reason"):
        proposed(proposal=full)
    freeze = frozen(proposal=full, why="账户专用于收取被骗款")
    assert (freeze.held, freeze.shortfall) == (800_000, None)
    assert take(freeze, "credit", START + DAY, Credit(5)).held == 800_005


def test_no_more_is_frozen_than_limit_and_balance() -> None:
    """The bank's executed sum is checked against both."""
    for effect in (FreezeEffect(balance=400_000, executed=400_001), FreezeEffect(executed=500_001)):
        with pytest.raises(Refused, match="more than the lesser of limit and balance"):
            take(served(), "effect", START, effect)


@pytest.mark.parametrize("kind", [ObjectClass.VEHICLE, ObjectClass.PROPERTY, ObjectClass.CRYPTO])
def test_things_are_not_frozen(kind: ObjectClass) -> None:
    """Vehicles, land and tokens are sealed or seized; the refusal says so."""
    thing = ThingFacts("USDT", custody=Custody("TSuYuan", "保管人某甲", ("a1",)))
    with pytest.raises(Refused, match="enter it as a seizure"):
        proposed(proposal=replace(PROPOSAL, object=kind, thing=thing))


def test_found_unconnected_is_released_within_three_days_and_the_owner_told() -> None:
    """Found on Wednesday 2021-03-24: due 2021-03-26, the working day before the third; open until the owner
    knows.
    """
    found = take(frozen(), "unconnected", at(2021, 3, 24, 9))
    assert found.unconnected is not None and found.unconnected.literal_end == date(2021, 3, 27)
    standing = freezing.standing(found, at(2021, 3, 24, 9))
    assert (standing.due_at, standing.due_rule) == (at(2021, 3, 26, 23, 59, 59), "freeze.release.unconnected")
    unconnected = replace(RELEASE, ground=ReleaseGround.UNCONNECTED)
    released = take(found, "release", at(2021, 3, 25), unconnected)
    assert released.owner_to_tell
    assert freezing.standing(released, at(2021, 3, 25)).due_rule == "freeze.release.unconnected"
    assert take(released, "tell", at(2021, 3, 25)).closed
    told = replace(unconnected, owner_told=Moment(at(2021, 3, 25)))
    assert take(found, "release", at(2021, 3, 25), told).closed
    with pytest.raises(Refused, match="found unconnected already"):
        take(found, "unconnected", at(2021, 3, 25))


def test_a_finding_before_days_off_is_due_no_earlier_than_its_own_day() -> None:
    """Found on 2021-10-02, three days end inside the holidays: due by the end of the day of the finding."""
    found = take(frozen(at(2021, 9, 1, 9)), "unconnected", at(2021, 10, 2, 9))
    assert freezing.standing(found, at(2021, 10, 2, 9)).due_at == at(2021, 10, 2, 23, 59, 59)


def test_the_release_is_approved_as_the_freeze_was() -> None:
    """Article 241: a freeze of a year is released by the city."""
    year = frozen(approval=FreezeApproval(Level.CITY, major=True))
    with pytest.raises(Refused, match="第二百四十一条"):
        take(year, "release", START + DAY, RELEASE)
    released = take(year, "release", START + DAY, replace(RELEASE, level=Level.CITY))
    assert (released.state, released.held, released.closed) == (FreezeState.RELEASED, 0, True)


def test_the_other_ends() -> None:
    """Not frozen keeps the bank's words; a judgment needs its number; after an end nothing follows."""
    failed = take(served(), "fail", START, FreezeFails("账户已销户"))
    assert (failed.state, failed.reason) == (FreezeState.FAILED, "账户已销户")
    with pytest.raises(Refused, match="Give the document's number"):
        take(frozen(), "dispose", START + DAY, Judgment("某法院", ""))
    handed = take(frozen(), "dispose", START + DAY, Judgment("某法院", "刑初1号"))
    assert handed.state is FreezeState.DISPOSED
    with pytest.raises(Refused, match="“handed over by judgment”; you cannot renew it"):
        take(handed, "renew", START + DAY, RENEWAL)


def test_the_same_money_is_not_frozen_twice() -> None:
    """Article 242: a second freeze waits; only what limited freezes leave of a stated balance can be frozen
    too.
    """
    first, second = Known("case:A1/freeze-1", frozen()), served(START + DAY)
    with pytest.raises(Refused, match="frozen already by case:A1/freeze-1") as refused:
        take(second, "effect", START + DAY, FreezeEffect(balance=800_000), (first,))
    assert "第二百四十二条" in str(refused.value)
    with pytest.raises(Refused, match="frozen already"):
        take(second, "effect", START + DAY, FreezeEffect(balance=800_000, executed=300_001), (first,))
    rest = take(second, "effect", START + DAY, FreezeEffect(balance=800_000, executed=300_000), (first,))
    assert rest.held == 300_000
    full = Known("case:A1/freeze-1", frozen(proposal=replace(PROPOSAL, limit=None), why="全部"))
    with pytest.raises(Refused, match="frozen already"):
        take(second, "effect", START + DAY, FreezeEffect(balance=900_000, executed=100_000), (full,))


def test_the_queue_is_by_receipt_and_the_first_takes_over_at_the_lapse() -> None:
    """The first lapses unrenewed: who was received first is active from that instant, his term starts then;
    and so on.
    """
    first = Known("A", frozen())
    # Proposed first, but received later: only the receipt counts.
    proposed_first = replace(waiting_behind("A", received=START + 2 * DAY), proposed=Moment(START))
    later = Known("B", proposed_first)
    earlier = Known("C", waiting_behind("A", received=START + DAY))
    group = (first, later, earlier)
    assert [each.id for each in waiting.queue(group)] == ["C", "B"]
    midnight = at(2021, 9, 20)
    assert waiting.changes(group, midnight - SECOND) == ()
    changed = waiting.changes(group, midnight)
    assert [(each.id, each.act.kind, each.act.acted.at) for each in changed] == [
        ("A", "lapse", midnight),
        ("C", "take_over", midnight),
    ]
    after = {each.id: each.freeze for each in waiting.resolved(group, midnight)}
    assert after["C"].terms[0].deadline.literal_end == date(2022, 3, 20)
    assert after["B"].state is FreezeState.WAITING
    assert waiting.takes_over(group, "B") == at(2022, 3, 21)
    renewed = (replace(first, freeze=take(first.freeze, "renew", START + DAY, RENEWAL)), later, earlier)
    assert waiting.changes(renewed, midnight) == ()


def test_the_first_takes_over_at_the_release() -> None:
    """Released: the waiting freeze is active from that second; handed over by a judgment: it is not."""
    line = Known("B", waiting_behind("A", received=START + DAY))
    released = Known("A", take(frozen(), "release", START + 3 * DAY, RELEASE))
    assert [(each.id, each.act.acted.at) for each in waiting.changes((released, line), START + 3 * DAY)] == [
        ("B", START + 3 * DAY)
    ]
    handed = Known("A", take(frozen(), "dispose", START + 3 * DAY, Judgment("某法院", "刑初1号")))
    assert waiting.changes((handed, line), START + 300 * DAY) == ()


def test_behind_an_outside_organ_only_the_bank_knows() -> None:
    """A freeze of an organ that is not here is not counted down; its stated end is when to ask."""
    prior = PriorFreeze("外地某局", 100, Moment(at(2021, 6, 1), Precision.DAY))
    freeze = take(served(), "wait", START, FreezeWaits(prior=(prior,)))
    assert waiting.changes((Known("B", freeze),), at(2030, 1, 1)) == ()
    standing = freezing.standing(freeze, START)
    assert (standing.due_at, standing.due_rule) == (at(2021, 6, 1), "freeze.waiting.order")
    over = take(freeze, "effect", at(2021, 6, 2), FreezeEffect(balance=700_000))
    assert (over.held, over.terms[0].deadline.literal_end) == (500_000, date(2021, 12, 2))
    with pytest.raises(Refused, match="Nothing stands before it"):
        take(served(), "wait", START, FreezeWaits())


def test_nobody_jumps_the_queue() -> None:
    """A later one does not take over while an earlier one waits, nor while the money is frozen."""
    later = waiting_behind("A", received=START + 2 * DAY)
    earlier = Known("C", waiting_behind("A", received=START + DAY))
    with pytest.raises(Refused, match="first in the queue is C"):
        take(later, "effect", START + 3 * DAY, FreezeEffect(), (earlier,))
    with pytest.raises(Refused, match="frozen already by A"):
        take(later, "effect", START + 3 * DAY, FreezeEffect(), (Known("A", frozen()),))


def test_a_step_that_the_state_does_not_allow_is_refused() -> None:
    """Serving before approval, effect before serving, and steps that there are not."""
    for kind, facts in (("serve", FreezeServed()), ("effect", FreezeEffect()), ("release", RELEASE)):
        with pytest.raises(Refused, match="The freeze is “proposed”"):
            take(proposed(), kind, START, facts)
    with pytest.raises(Refused, match="no step “melt”"):
        take(proposed(), "melt", START)
