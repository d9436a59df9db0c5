"""The machine of supervised cases: two fields, both agencies' signatures, conditions, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.model.law.book import rule_on
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.register import Stage, Supervision
from suyuan.model.text import Language
from suyuan.supervision import supervised
from suyuan.supervision.supervised import Supervised, take
from suyuan.supervision.supervised_facts import (
    Agency,
    AgencyAnswer,
    AgencyAsk,
    Ask,
    Chain,
    ConditionMet,
    Entry,
    Every,
    Listing,
    Measure,
    Milestone,
    MilestoneDone,
    PeriodicReport,
    PersonsCount,
    RegisterStep,
    ReleasePaper,
    SignOff,
    StageMove,
)

NOW = datetime(2024, 12, 31, 12, tzinfo=CHINA)
S = RegisterStep


def on(day: str) -> Moment:
    """Return a day."""
    return Moment(datetime.fromisoformat(f"{day}T00:00:00+08:00"), Precision.DAY)


def proposed(stage: Stage = Stage.INVESTIGATION) -> Supervised:
    """Return a case that was proposed."""
    return supervised.begun(Act("enter", on("2022-04-01"), to_text(Entry("某省“1.01”案", "某省", stage))))


def after(case: Supervised, *steps: tuple[str, RegisterStep, object]) -> Supervised:
    """Return the case after steps."""
    for day, step, facts in steps:
        case = take(case, Act(step.value, on(day), to_text(facts)), NOW)
    return case


LISTED = Listing(
    "督〔2022〕1号", "第一批", ("甲", "乙"), date(2023, 4, 12), 1, Every.MONTHS, ("主犯到案", "资金返还")
)


def dues(case: Supervised) -> list[tuple[str, str]]:
    """Return what is due with its day."""
    matters = supervised.due_matters(case)
    return [(each.due_at.date().isoformat(), each.what.render(Language.EN)) for each in matters]


def test_a_case_from_proposal_to_release() -> None:
    """Listed on 2022-04-12; released only with both conditions met and both agencies' signatures under it."""
    case = after(proposed(), ("2022-04-12", S.LIST, LISTED))
    assert (case.supervision, case.stage) == (Supervision.LISTED, Stage.INVESTIGATION)
    case = after(case, ("2023-01-10", S.RELEASE_REQUEST, ReleasePaper("请〔2023〕2号")))
    decide = ("2023-02-01", S.RELEASE, ReleasePaper("解〔2023〕3号"))
    with pytest.raises(Refused, match="主犯到案"):
        after(case, decide)
    case = after(
        case,
        ("2023-01-11", S.CONDITION, ConditionMet("主犯到案", "拘留证")),
        ("2023-01-11", S.CONDITION, ConditionMet("资金返还", "返还清单")),
        ("2023-01-12", S.SIGN, SignOff("release", Agency.POLICE, "甲某")),
    )
    with pytest.raises(Refused, match=r"procuratorate|检察机关"):
        after(case, decide)
    with pytest.raises(Refused):
        after(case, ("2023-01-12", S.SIGN, SignOff("release", Agency.PROCURATORATE, "甲某")))
    case = after(case, ("2023-01-13", S.SIGN, SignOff("release", Agency.PROCURATORATE, "乙某")), decide)
    assert case.supervision is Supervision.RELEASED
    assert not supervised.standing(case).open
    with pytest.raises(Refused):
        after(case, ("2023-03-01", S.REPORT, PeriodicReport("报1", date(2023, 2, 28))))
    moved = after(case, ("2024-12-01", S.STAGE, StageMove(Stage.TRANSFERRED)))
    assert (moved.stage, moved.supervision) == (Stage.TRANSFERRED, Supervision.RELEASED)


def test_a_signature_before_a_refusal_does_not_count_for_the_next_request() -> None:
    """The release was refused after the police signed; at the next request both sign anew."""
    case = after(
        proposed(),
        ("2022-04-12", S.LIST, Listing("督1")),
        ("2022-05-01", S.RELEASE_REQUEST, ReleasePaper("请1")),
        ("2022-05-02", S.SIGN, SignOff("release", Agency.POLICE, "甲某")),
        ("2022-05-03", S.RELEASE_REFUSED, ReleasePaper("不同意1")),
        ("2022-06-01", S.RELEASE_REQUEST, ReleasePaper("请2")),
    )
    assert case.signed("release") == ()


def test_a_listing_known_from_a_bulletin_gets_its_terms_later() -> None:
    """The terms come after the bulletin, the day of listing stays the first one entered."""
    listed = supervised.begun(Act("enter", on("2022-04-12"), to_text(Entry("案", supervision=Supervision.LISTED))))
    case = after(listed, ("2022-04-20", S.LIST, Listing("督1")), ("2022-06-01", S.LIST, LISTED))
    assert (case.listed, case.listing) == (on("2022-04-20"), LISTED)


def test_what_is_due_and_when() -> None:
    """Monthly reports from 2022-04-12: 05-12, then a month after the day that the last one covers."""
    case = after(
        proposed(),
        ("2022-04-12", S.LIST, LISTED),
        ("2022-04-13", S.ASK, AgencyAsk("函1", Ask.SUPPLEMENT, Agency.PROCURATORATE, due=date(2022, 5, 1))),
        ("2022-04-13", S.MILESTONE, Milestone("资金查清", date(2022, 6, 30), "专班")),
    )
    assert [day for day, _ in dues(case)] == ["2022-05-01", "2022-05-12", "2022-06-30", "2023-04-12"]
    assert supervised.standing(case).due_at == datetime(2022, 5, 1, 23, 59, 59, tzinfo=CHINA)
    assert rule_on(supervised.standing(case).due_rule, date(2022, 5, 1)).certainty.value == "open"
    case = after(
        case,
        ("2022-04-30", S.ANSWER, AgencyAnswer("函1", "已补充")),
        ("2022-05-20", S.REPORT, PeriodicReport("报1", date(2022, 5, 15))),
        ("2022-06-29", S.DONE, MilestoneDone("资金查清", "资金分析说明")),
    )
    assert dues(case) == [
        ("2022-06-15", "report on progress"),
        ("2023-04-12", "the term of the supervision ends"),
    ]


@pytest.mark.parametrize(
    ("step", "facts", "said"),
    [
        (S.LIST, Listing(""), "document|文书号"),
        (S.LIST, Listing("督1", until=date(2022, 4, 30)), "2022-04-30"),
        (S.STAGE, StageMove(Stage.FIRST_INSTANCE), "first instance|一审"),
        (S.ANSWER, AgencyAnswer("函9", "答"), "函9"),
        (S.DONE, MilestoneDone("无", "x"), "无"),
        (S.SIGN, SignOff("listing", Agency.POLICE, "甲某"), "listing"),
        (S.PERSONS, PersonsCount(Chain.DEN, Measure.CAUGHT, -1, "x"), "-1"),
        (S.PERSONS, PersonsCount(Chain.DEN, Measure.CAUGHT, 4), "rests|依据"),
        (S.RELEASE, ReleasePaper("解1"), "proposed|拟报"),
    ],
)
def test_what_is_refused_is_said(step: RegisterStep, facts: object, said: str) -> None:
    """Each step that lacks something, or is not lawful now, is a sentence that names it."""
    with pytest.raises(Refused, match=said):
        after(proposed(), ("2022-05-01", step, facts))


def test_a_stage_goes_back_only_by_a_document() -> None:
    """退回补充侦查: back from prosecution review to investigation, with the document's number."""
    case = after(proposed(), ("2022-05-01", S.STAGE, StageMove(Stage.TRANSFERRED)))
    with pytest.raises(Refused):
        after(case, ("2022-06-01", S.STAGE, StageMove(Stage.INVESTIGATION)))
    back = after(case, ("2022-06-01", S.STAGE, StageMove(Stage.INVESTIGATION, "退补〔2022〕1号")))
    assert back.stage is Stage.INVESTIGATION


def test_defendants_stand_at_different_stages() -> None:
    """One defendant's stage moves on alone; the case's own stays."""
    case = after(
        proposed(Stage.TRANSFERRED), ("2022-05-01", S.STAGE, StageMove(Stage.PROSECUTED, person="张某甲"))
    )
    assert case.stage is Stage.TRANSFERRED
    assert (case.stage_of("张某甲"), case.stage_of("李某乙")) == (Stage.PROSECUTED, Stage.TRANSFERRED)


def test_counts_that_contradict_one_another_are_a_doubt() -> None:
    """On one day 401 arrests of 400 caught is doubted; on different days, or with a count missing, nothing is."""

    def counts(*given: tuple[str, Measure, int]) -> int:
        steps = [(day, S.PERSONS, PersonsCount(Chain.DEN, what, many, "通报")) for day, what, many in given]
        return len(supervised.persons_doubts(after(proposed(), *steps)))

    assert counts(("2022-05-01", Measure.CAUGHT, 400), ("2022-05-01", Measure.ARRESTED, 401)) == 1
    assert counts(("2022-05-01", Measure.CAUGHT, 400), ("2022-05-01", Measure.ARRESTED, 400)) == 0
    assert counts(("2022-05-01", Measure.CAUGHT, 400), ("2022-06-01", Measure.ARRESTED, 401)) == 0


STEPS: Sequence[tuple[RegisterStep, object]] = (
    (S.LIST, Listing("督1")),
    (S.RELEASE_REQUEST, ReleasePaper("请1")),
    (S.RELEASE_REFUSED, ReleasePaper("否1")),
    (S.RELEASE, ReleasePaper("解1")),
    (S.SIGN, SignOff("release", Agency.POLICE, "甲某")),
    (S.SIGN, SignOff("release", Agency.PROCURATORATE, "乙某")),
    (S.STAGE, StageMove(Stage.TRANSFERRED)),
    (S.REPORT, PeriodicReport("报1", date(2022, 5, 1))),
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_no_unlawful_state_is_reached(steps: list[tuple[RegisterStep, object]]) -> None:
    """Whatever is tried: released only after a listing, a request and both signatures since; never left again."""
    case, taken = proposed(), list[RegisterStep]()
    for step, facts in steps:
        before = case
        try:
            case = after(case, ("2022-05-01", step, facts))
        except Refused:
            continue
        taken.append(step)
        if before.supervision is Supervision.RELEASED:
            assert case.supervision is Supervision.RELEASED
    if case.supervision is Supervision.RELEASED:
        end = taken.index(S.RELEASE)
        asked = max(place for place, each in enumerate(taken[:end]) if each is S.RELEASE_REQUEST)
        assert S.LIST in taken[:asked]
        assert taken[:end].count(S.SIGN) >= 2
    again = supervised.supervised_of(
        [Act("enter", on("2022-04-01"), to_text(Entry("某省“1.01”案", "某省", Stage.INVESTIGATION)))]
    )
    assert again == proposed()
