"""The machine of forfeiture: its grounds, the courts' clocks by hand, and that no history is unlawful."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.supervision import forfeiture as forfeiting
from suyuan.supervision.forfeiture import Forfeiture
from suyuan.supervision.forfeiture_facts import (
    Claimant,
    Ended,
    ForfeitureState,
    ForfeitureStep,
    Grounds,
    Hearing,
    Opinion,
    Paper,
    Ruling,
)

NOW = datetime(2024, 12, 31, 12, tzinfo=CHINA)
T, S = ForfeitureStep, ForfeitureState
PAPER = Paper("文1", "某中院")
RULING = Ruling("裁1", 100, 60, "CNY", "流水与供述相互印证")
OPINION = Opinion("没1", "甲一", ("账户一",), 100, "CNY")


def on(day: str) -> Moment:
    """Return a day."""
    return Moment(datetime.fromisoformat(f"{day}T00:00:00+08:00"), Precision.DAY)


WANTED = Grounds(on("2022-01-02"))


def opined(day: str = "2023-01-02", grounds: Grounds = WANTED, opinion: Opinion = OPINION) -> Forfeiture:
    """Return a forfeiture after the opinion."""
    return forfeiting.opine(Act(T.OPINION.value, on(day), to_text(opinion)), NOW, grounds)


def after(*steps: tuple[str, ForfeitureStep, object]) -> Forfeiture:
    """Return a forfeiture after steps."""
    found = opined()
    for day, step, facts in steps:
        found = forfeiting.take(found, Act(step.value, on(day), to_text(facts)), NOW)
    return found


TO_COURT = [("2023-01-02", T.SEND, PAPER), ("2023-01-03", T.APPLY, PAPER)]
PUBLISHED = [*TO_COURT, ("2023-02-01", T.ACCEPT, PAPER), ("2023-02-10", T.PUBLISH, PAPER)]
RULED = [*PUBLISHED, ("2023-08-11", T.RULE, RULING)]
CLAIMED = [*PUBLISHED, ("2023-03-01", T.CLAIM, Claimant("乙", "房产"))]


def test_the_opinion_waits_a_year_for_the_absent_and_not_at_all_for_the_dead() -> None:
    """Wanted 2022-01-02: refused on 2023-01-01, made on 2023-01-02; dead: on the day; in hands: never."""
    with pytest.raises(Refused, match="第二百九十八条"):
        opined("2023-01-01")
    assert opined().state is S.OPINION
    assert opined("2022-05-01", Grounds(None, died=on("2022-05-01"))).state is S.OPINION
    with pytest.raises(Refused, match="第三百零一条"):
        opined("2023-06-01", Grounds(on("2022-01-02"), in_hands=on("2023-05-01")))
    with pytest.raises(Refused, match="第五条"):
        opined("2023-06-01", Grounds(None))
    with pytest.raises(Refused):
        opined(opinion=Opinion("没1", "甲一", (), 100, "CNY"))


@pytest.mark.parametrize(
    ("steps", "literal"),
    [
        (TO_COURT, "2023-02-02"),
        ([*TO_COURT, ("2023-01-10", T.ASK_PAPERS, PAPER)], "2023-01-17"),
        (PUBLISHED[:-1], "2023-02-16"),
        (PUBLISHED, "2023-08-10"),
        ([*PUBLISHED, ("2023-03-31", T.PUBLISH, PAPER)], "2023-09-30"),
        (RULED, "2023-08-16"),
    ],
    ids=["check 30 days", "papers 7 days", "publish 15 days", "6 months", "from the last publication", "appeal 5"],
)
def test_the_clock_that_runs(steps: list[tuple[str, ForfeitureStep, object]], literal: str) -> None:
    """Each term from the step that starts it, counted by hand."""
    clock = after(*steps).clock
    assert clock is not None
    assert str(clock.literal_end) == literal


@pytest.mark.parametrize(
    ("steps", "law"),
    [
        ([*PUBLISHED, ("2023-08-10", T.RULE, RULING)], "2023-08-10"),
        ([*PUBLISHED, ("2023-03-31", T.PUBLISH, PAPER), ("2023-08-11", T.RULE, RULING)], "2023-03-31"),
        ([*PUBLISHED, ("2023-08-11", T.CLAIM, Claimant("乙", "房产"))], "2023-08-10"),
        ([*PUBLISHED, ("2023-08-11", T.RULE, Ruling("裁1", 100, 60, "CNY", " "))], "第六百二十一条"),
        ([*PUBLISHED, ("2023-08-11", T.RULE, Ruling("裁1", 100, 101, "CNY", "印证"))], "第三百条"),
        ([*CLAIMED, ("2023-08-11", T.RULE, RULING)], "第六百一十九条"),
        ([*CLAIMED, ("2023-08-11", T.ANNOUNCE, Hearing(date(2023, 8, 13)))], "第六百一十九条"),
        ([*CLAIMED, ("2023-08-11", T.ANNOUNCE, Hearing(date(2023, 9, 9), abroad=True))], "第六百一十九条"),
        ([*RULED, ("2023-08-17", T.APPEAL, PAPER)], "第六百二十二条"),
        ([*RULED, ("2023-08-16", T.EFFECT, PAPER)], "第六百二十二条"),
        ([*RULED, ("2023-08-17", T.EFFECT, PAPER), ("2023-08-18", T.TERMINATE, Ended("到案"))], "第三百零一条"),
    ],
)
def test_what_the_law_forbids_is_refused(steps: list[tuple[str, ForfeitureStep, object]], law: str) -> None:
    """The last step is refused with its article or the day it hangs on; what went before it stands."""
    after(*steps[:-1])
    with pytest.raises(Refused, match=law):
        after(*steps)


def test_the_first_lawful_day_is_taken() -> None:
    """The day after each end: heard after 3 days (30 abroad), ruled, in effect after the appeal's last day."""
    heard = after(*CLAIMED, ("2023-08-11", T.ANNOUNCE, Hearing(date(2023, 8, 14))), ("2023-08-14", T.HEAR, PAPER))
    assert heard.state is S.HEARD
    abroad = after(*CLAIMED, ("2023-08-11", T.ANNOUNCE, Hearing(date(2023, 9, 10), abroad=True)))
    assert abroad.state is S.SUMMONED
    assert after(*RULED, ("2023-08-16", T.APPEAL, PAPER)).state is S.APPEALED
    assert after(*RULED, ("2023-08-17", T.EFFECT, PAPER)).state is S.EFFECTIVE


FACTS: dict[ForfeitureStep, object] = {
    T.CLAIM: Claimant("乙", "房产", "在境外"),
    T.ANNOUNCE: Hearing(date(2024, 6, 1)),
    T.RULE: RULING,
    T.TERMINATE: Ended("到案"),
}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(T), st.integers(0, 60)), max_size=25))
def test_no_history_is_unlawful(tried: list[tuple[ForfeitureStep, int]]) -> None:
    """Any steps in any order: nothing ruled before the notice's end, nothing after an end, replays to the same."""
    day, acts = date(2023, 1, 2), [Act(T.OPINION.value, on("2023-01-02"), to_text(OPINION))]
    found = opined()
    for step, wait in tried:
        later = date.fromordinal(min(day.toordinal() + wait, NOW.date().toordinal()))
        act, before = Act(step.value, on(str(later)), to_text(FACTS.get(step, PAPER))), found
        try:
            found = forfeiting.take(before, act, NOW)
        except Refused:
            continue
        day = later
        acts.append(act)
        assert before.open
        if step in (T.RULE, T.REJECT, T.ANNOUNCE) and before.notice is not None:
            assert str(later) > str(before.notice.literal_end)
        assert step is not T.RULE or not before.claimants or before.state is S.HEARD
    assert forfeiting.forfeiture_of(acts) == found
    assert forfeiting.standing(found).open == found.open
