"""The machine of pursuits: what each step needs, its clocks by hand, and that no history is unlawful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.supervision import pursuit as pursuing
from suyuan.supervision.pursuit import Pursuit
from suyuan.supervision.pursuit_facts import (
    EXITS,
    IN_HANDS,
    VOLUNTARY,
    Asked,
    Contact,
    CustodyDecision,
    Decided,
    Exit,
    Found,
    Fugitive,
    GivenBack,
    LegalEffect,
    Note,
    NoticeIssued,
    NoticeKind,
    NoticeNamed,
    NoticeSupplement,
    PursuitState,
    PursuitStep,
    Rank,
    Window,
)

NOW = datetime(2024, 12, 31, 12, tzinfo=CHINA)
S, K, P = PursuitStep, NoticeKind, PursuitState
ARREST = CustodyDecision(Decided.ARREST, "捕1", "某检察院")


def at(text: str) -> Moment:
    """Return a day, or an instant of Chinese time."""
    if len(text) == len("2024-01-01"):
        return Moment(datetime.fromisoformat(f"{text}T00:00:00+08:00"), Precision.DAY)
    return Moment(datetime.fromisoformat(f"{text}:00+08:00"))


def act(day: str, step: PursuitStep, facts: object, approved_by: str = "") -> Act:
    """Return a step."""
    return Act(step.value, at(day), to_text(facts), approved_by=approved_by)


def begun(person: Fugitive | None = None) -> Pursuit:
    """Return a pursuit of one identified on 2024-01-02."""
    person = person or Fugitive("甲一", Rank.ORGANISER, evidence="指认")
    return pursuing.identify(act("2024-01-02", S.IDENTIFY, person), NOW)


def after(*steps: tuple[str, PursuitStep, object], approved_by: str = "王厅长") -> Pursuit:
    """Return a pursuit after steps."""
    found = begun()
    for each in steps:
        found = pursuing.take(found, act(*each, approved_by), NOW, hands=("李警官",))
    return found


def issued(kind: NoticeKind, number: str, level: Level | None = None, **more: object) -> NoticeIssued:
    """Return a notice."""
    return NoticeIssued(kind, number, "某省公安厅", "全省", level, **more)  # type: ignore[arg-type]


def ended(how: PursuitState, **more: object) -> Exit:
    """Return an exit of 2024-06-03, in the hands at 08:00."""
    given_: dict[str, object] = {"handed_over": at("2024-06-03T08:00"), **more}
    return Exit(how, "笔录", **given_)  # type: ignore[arg-type]


OWN = {"voluntary_who": "其父", "voluntary_how": "陪同", "voluntary_when": at("2024-06-01")}
REFUSED: list[tuple[str, list[tuple[str, PursuitStep, object]], str]] = [
    ("online without custody", [("2024-01-03", S.ONLINE, issued(K.ONLINE, "网1"))], "第三百五十一条"),
    ("no sum", [("2024-01-03", S.REWARD, issued(K.REWARD, "赏1", Level.COUNTY))], "第二百七十四条"),
    ("too low", [("2024-01-03", S.WANTED, issued(K.WANTED_PROVINCE, "通1", Level.CITY))], "第二百七十四条"),
    ("no such notice", [("2024-01-03", S.WITHDRAW, NoticeNamed("通9"))], "第二百八十一条"),
    (
        "supplement of another day",
        [
            ("2024-01-03", S.RED_NOTICE, issued(K.RED, "红1")),
            ("2024-01-04", S.SUPPLEMENT, NoticeSupplement("补1", "红1", date(2024, 1, 2), "新情况")),
        ],
        "第二百七十四条",
    ),
    (
        "nothing to make good",
        [
            ("2024-01-03", S.BORDER, issued(K.BORDER, "控1")),
            ("2024-01-04", S.REGULARISE, NoticeNamed("控1")),
        ],
        "第二百七十八条",
    ),
    ("no trial in absence", [("2024-01-03", S.ABSENT_TRIAL, Note())], "第二百九十一条"),
    ("not examined", [("2024-01-03", S.EXTRADITION, Asked("请1", "某国", "", "公安部"))], "fugitive.states"),
    ("found by nothing", [("2024-01-03", S.LOCATE, Found("某市"))], "fugitive.states"),
    ("arrested by nothing", [("2024-01-03", S.ARRESTED_ABROAD, Found("", "某国警方", "来函"))], "fugitive.states"),
    ("window past", [("2024-02-01", S.WINDOW, Window("告1", "某局", date(2024, 1, 31)))], "第六十七条"),
    ("not voluntary", [("2024-06-03", S.EXIT, ended(P.SURRENDERED))], "第六十七条"),
    (
        "half voluntary",
        [("2024-06-03", S.EXIT, ended(P.PERSUADED, **{**OWN, "voluntary_how": " "}))],
        "第六十七条",
    ),
    ("no hand-over", [("2024-06-03", S.EXIT, ended(P.REPATRIATED, handed_over=None))], "第三百五十一条"),
    (
        "not listed online",
        [("2024-06-03", S.EXIT, ended(P.CAPTURED)), ("2024-06-03", S.INTERROGATE, Note())],
        "第三百五十一条",
    ),
    (
        "an effect before the end",
        [("2024-06-03", S.EFFECT, LegalEffect("第六十七条", "某院", "从轻"))],
        "fugitive.states",
    ),
    (
        "an effect by no article",
        [
            ("2024-06-03", S.EXIT, ended(P.DEAD)),
            ("2024-06-04", S.EFFECT, LegalEffect(" ", "某院", "从轻")),
        ],
        "missing",
    ),
    ("nobody spoken to", [("2024-01-03", S.CONTACT, Contact(" ", "母", "李警官"))], "missing"),
    ("no receipt", [("2024-01-03", S.GIVEN_BACK, GivenBack(100, "CNY", "其父", ""))], "missing"),
    ("no end", [("2024-06-03", S.EXIT, ended(P.LOCATED))], "no way to end"),
]


@pytest.mark.parametrize(("steps", "law"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_the_law_forbids_is_refused(steps: list[tuple[str, PursuitStep, object]], law: str) -> None:
    """The last step is refused with its article; what went before it stands."""
    before = after(*steps[:-1])
    with pytest.raises(Refused, match=law):
        pursuing.take(before, act(*steps[-1], "王厅长"), NOW, hands=("李警官",))


def test_nobody_and_no_evidence_are_not_pursued() -> None:
    """A pursuit begins with a name and with what identified him."""
    for person in (Fugitive(" ", Rank.MEMBER, evidence="指认"), Fugitive("甲一", Rank.MEMBER)):
        with pytest.raises(Refused):
            begun(person)


def test_who_carried_it_on_does_not_approve() -> None:
    """A wanted notice needs a second person."""
    wanted = issued(K.WANTED_CITY, "通1", Level.CITY)
    for approver in ("", "李警官"):
        with pytest.raises(Refused, match="第二百七十四条"):
            after(("2024-01-03", S.WANTED, wanted), approved_by=approver)
    assert after(("2024-01-03", S.WANTED, wanted)).state is P.WANTED


@pytest.mark.parametrize(
    ("day", "literal", "rolled"),
    [
        ("2024-03-04", "2024-03-11", "2024-03-11"),
        ("2024-04-06", "2024-04-13", "2024-04-15"),
        ("2024-09-27", "2024-10-04", "2024-10-08"),
    ],
    ids=["a working day", "a Saturday: Monday", "the National Day's holidays, 1 to 7 October"],
)
def test_border_control_handed_over_first_is_made_good_in_seven_days(day: str, literal: str, rolled: str) -> None:
    """第二百七十八条: the day itself is not counted; a day off moves the end; making it good ends the clock."""
    found = after((day, S.BORDER, issued(K.BORDER, "控1", urgent=True)))
    (matter,) = pursuing.due_matters(found)
    assert matter.deadline is not None
    assert (str(matter.deadline.literal_end), str(matter.deadline.rolled_end)) == (literal, rolled)
    assert matter.due_at.date() == matter.deadline.safe_date
    good = pursuing.take(found, act(day, S.REGULARISE, NoticeNamed("控1")), NOW)
    assert pursuing.due_matters(good) == ()


def test_interrogation_within_24_hours_also_over_a_holiday() -> None:
    """Handed over on 2024-10-01 at 08:00: by 08:00 on the 2nd, though both are holidays."""
    found = after(
        ("2024-01-03", S.CUSTODY, ARREST),
        ("2024-01-04", S.ONLINE, issued(K.ONLINE, "网1")),
        ("2024-10-01T09:00", S.EXIT, ended(P.EXTRADITED, handed_over=at("2024-10-01T08:00"))),
    )
    (soon,) = [each for each in pursuing.due_matters(found) if each.deadline is not None]
    assert soon.due_at == datetime(2024, 10, 2, 8, tzinfo=CHINA)
    assert not found.over


def test_surrender_and_what_was_given_back_are_recorded_with_their_effect() -> None:
    """Surrender 自首, 10,000.00 given back, and what each led to, by its article and who decided."""
    found = after(
        ("2024-06-03T10:00", S.EXIT, ended(P.SURRENDERED, truthful=True, **OWN)),
        ("2024-06-04", S.GIVEN_BACK, GivenBack(1_000_000, "CNY", "其父", "seizure-1")),
        ("2024-07-01", S.EFFECT, LegalEffect("刑法第六十七条", "某检察院", "从轻")),
        ("2024-07-02", S.EFFECT, LegalEffect("法释〔2011〕7号第三条", "某检察院", "不起诉")),
    )
    assert (found.state, found.exit and found.exit.truthful) == (P.SURRENDERED, True)
    assert [each.amount for _, each in found.given_back] == [1_000_000]
    assert [each.article for _, each in found.effects] == ["刑法第六十七条", "法释〔2011〕7号第三条"]
    assert found.over


@pytest.mark.parametrize("how", sorted(EXITS, key=str))
def test_every_exit_asks_for_withdrawal_of_every_notice(how: PursuitState) -> None:
    """第二百八十一条: whatever ended it, each standing notice is due for withdrawal the same day."""
    found = after(
        ("2024-01-03", S.RED_NOTICE, issued(K.RED, "红1")),
        ("2024-01-04", S.WANTED, issued(K.WANTED_A, "通1", Level.MINISTRY)),
        ("2024-06-03", S.EXIT, ended(how, **OWN)),
    )
    matters = pursuing.due_matters(found)
    assert [(each.rule, each.due_at.date()) for each in matters] == [("fugitive.withdraw", date(2024, 6, 3))] * 2
    with pytest.raises(Refused):
        pursuing.take(found, act("2024-06-04", S.RED_NOTICE, issued(K.RED, "红2")), NOW)
    for number in ("红1", "通1"):
        assert not found.over
        found = pursuing.take(found, act("2024-06-04", S.WITHDRAW, NoticeNamed(number)), NOW)
    assert (found.over, pursuing.due_matters(found)) == (True, ())


FACTS: Mapping[PursuitStep, Sequence[object]] = {
    S.CUSTODY: [ARREST],
    S.ONLINE: [issued(K.ONLINE, "网1")],
    S.WANTED: [issued(K.WANTED_CITY, "通1", Level.CITY), issued(K.WANTED_A, "通2", Level.COUNTY)],
    S.REWARD: [issued(K.REWARD, "赏1", Level.CITY, sum=100), issued(K.REWARD, "赏2", Level.CITY)],
    S.RED_NOTICE: [issued(K.RED, "红1")],
    S.BORDER: [issued(K.BORDER, "控1", urgent=True)],
    S.REGULARISE: [NoticeNamed("控1")],
    S.LOCATE: [Found("某市", "", "来函"), Found("某市")],
    S.ARRESTED_ABROAD: [Found("某市", "某国警方", "来函")],
    S.EXTRADITION: [Asked("请1", "某国", "某省厅", "公安部")],
    S.REPATRIATION: [Asked("请2", "某国", "", "")],
    S.EXIT: [ended(how) for how in P] + [ended(how, **OWN) for how in VOLUNTARY],
    S.WITHDRAW: [NoticeNamed(number) for number in ("网1", "通1", "红1", "控1")],
    S.INTERROGATE: [Note()],
    S.ABSENT_TRIAL: [Note()],
}
TRIED = [(step, facts) for step, every in FACTS.items() for facts in every]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TRIED), max_size=25))
def test_no_history_is_unlawful(tried: list[tuple[PursuitStep, object]]) -> None:
    """Any steps in any order: what is taken is lawful, replays to the same, and an end stays an end."""
    first = act("2024-01-02", S.IDENTIFY, Fugitive("甲一", Rank.MEMBER, evidence="指认"))
    found, acts = pursuing.identify(first, NOW), [first]
    for count, (step, facts) in enumerate(tried):
        each, before = act(f"2024-06-{count + 3:02d}T10:00", step, facts, "王厅长"), found
        try:
            found = pursuing.take(before, each, NOW, hands=("李警官",))
        except Refused:
            continue
        acts.append(each)
        assert before.exit is None or (found.exit, found.state) == (before.exit, before.state)
    assert pursuing.pursuit_of(acts) == found
    numbers = [each.facts.number for each in found.notices]
    assert len(numbers) == len(set(numbers))
    assert not {"通2", "赏2"} & set(numbers)
    assert "网1" not in numbers or found.custody is not None
    assert (found.exit is not None) == (found.state in EXITS)
    if found.exit is not None:
        assert found.exit.how in EXITS
        assert found.exit.how not in VOLUNTARY or found.exit.voluntary_who
        assert found.exit.how not in IN_HANDS or found.exit.handed_over is not None
    assert (pursuing.standing(found).open, found.over) in ((True, False), (False, True))
    assert found.exit is None or not found.standing_notices or pursuing.due_matters(found)
