"""What each step of a pursuit needs by law, and the refusals that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.errors import Refused
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import from_text
from suyuan.model.text import Text
from suyuan.recovery import approval, citing
from suyuan.supervision.pursuit_facts import (
    DECISIONS,
    EXITS,
    IN_HANDS,
    NOTICES,
    PURSUIT_STATES,
    PURSUIT_STEPS,
    VOLUNTARY,
    WANTED_LEVELS,
    Asked,
    Contact,
    CustodyDecision,
    Decided,
    Exit,
    Found,
    Fugitive,
    GivenBack,
    LegalEffect,
    NoticeIssued,
    NoticeKind,
    NoticeNamed,
    NoticeSupplement,
    PursuitStep,
    Window,
)

if TYPE_CHECKING:
    from suyuan.supervision.pursuit import Notice, Pursuit

STATES, WITHDRAW, APPROVAL, BORDER, INTERROGATION, VOLUNTARY_RULE, ABSENT = (
    "fugitive.states",
    "fugitive.withdraw",
    "fugitive.notice.approval",
    "fugitive.border",
    "fugitive.interrogation",
    "fugitive.voluntary",
    "absence.trial",
)

NO_ABSENT_TRIAL = Text(
    zh="电信网络诈骗不适用缺席审判；在逃人员的财产走违法所得没收程序。",
    en="Trial in absence is not open for telecom fraud; the property of those at large goes through forfeiture.",
)
NOBODY = Text(zh="须写明是谁（姓名或编号）。", en="Say who it is: a name or a number.")
NO_EVIDENCE = Text(zh="“{step}”须写明依据的证据。", en="To {step}, state the evidence it rests on.")
NOT_DECIDED = Text(
    zh="{person}：{decided}，不能网上追逃。上网须已决定拘留或逮捕。",
    en="{person}: {decided}; only a person whose detention or arrest was decided is posted online.",
)
NO_NUMBER = Text(zh="{notice}须写明编号。", en="The {notice} needs its number.")
TWICE = Text(zh="已有编号 {number} 的{notice}。", en="There is a {notice} numbered {number} already.")
WRONG_KIND = Text(zh="“{step}”不能发布{notice}。", en="“{step}” does not issue a {notice}.")
NO_SUM = Text(zh="悬赏通告须写明确切金额。", en="A reward names its exact sum.")
NO_NOTICE = Text(
    zh="没有编号 {number} 的有效通缉、通报。现有：{known}。", en="No notice {number} stands. There are: {known}."
)
NO_DATE = Text(
    zh="补发通报须写明原通报的编号和日期（{original} 的日期为 {date}）。",
    en="A supplement quotes number and date of the original ({original} is of {date}).",
)
NOT_URGENT = Text(zh="边控 {number} 没有待补办的手续。", en="Border control {number} has no papers to make good.")
NOT_EXAMINED = Text(
    zh="向外国提出请求须经省级审查并由公安部办理，请写明审查和发出的单位。",
    en="A request to another state is examined by the province and sent by the Ministry: name both.",
)
NO_EXIT = Text(zh="“{state}”不是终结方式。可写：{can}。", en="“{state}” is no way to end a pursuit: {can}.")
NOT_VOLUNTARY = Text(
    zh="登记{how}须留存自动性的证据：谁、如何、何时。",
    en="To record “{how}” keep the evidence that it was voluntary: who, how, when.",
)
NO_HAND_OVER = Text(zh="登记{how}须写明移交或到案的时间。", en="To record “{how}” state when he was handed over.")
PAST_HAND_OVER = Text(
    zh="移交时间 {at} 晚于登记的时间 {acted}。", en="The hand-over {at} is later than the step, {acted}."
)
NO_INTERROGATION = Text(zh="{how}，没有讯问可登记。", en="“{how}”: there is no interrogation to record.")
WINDOW_PAST = Text(
    zh="公告的投案期限 {until} 早于发布日 {day}。", en="The window ends {until}, before the notice of {day}."
)
NO_ANSWER = Text(zh="没有写明{what}。", en="{what} is missing.")
WHO_ASKED = Text(zh="与谁联系、由谁联系", en="whom and by whom")
RECEIPT = Text(zh="金额和收据", en="the amount and its receipt")
WHAT_EFFECT = Text(zh="适用条文、决定机关和处理结果", en="the article applied, who decided and how")
DOCUMENT = Text(zh="文书号和决定机关", en="the document and who decided")

_KINDS = {
    PursuitStep.ONLINE: {NoticeKind.ONLINE},
    PursuitStep.WANTED: set(WANTED_LEVELS),
    PursuitStep.REWARD: {NoticeKind.REWARD},
    PursuitStep.RED_NOTICE: {NoticeKind.RED},
    PursuitStep.BORDER: {NoticeKind.BORDER},
}


def no_absent_trial(acted: Moment) -> Refused:
    """Return the refusal of a trial in absence."""
    return citing.refused(NO_ABSENT_TRIAL(), ABSENT, citing.day_of(acted))


def check_person(person: Fugitive, acted: Moment) -> None:
    """Raise Refused where nobody is named or nothing says how he was identified."""
    if not person.person.strip():
        raise Refused(NOBODY())
    if not person.evidence.strip():
        step = PURSUIT_STEPS[PursuitStep.IDENTIFY]
        raise citing.refused(NO_EVIDENCE(step=step), STATES, citing.day_of(acted))


def check(pursuit: Pursuit, step: PursuitStep, act: Act, hands: frozenset[str]) -> None:
    """Raise Refused unless a step has what the law asks of it."""
    if step in _KINDS:
        _check_notice(pursuit, step, act, hands)
    elif step in (PursuitStep.WITHDRAW, PursuitStep.REGULARISE, PursuitStep.SUPPLEMENT):
        _check_named(pursuit, step, act)
    elif step is PursuitStep.EXIT:
        _check_exit(from_text(Exit, act.facts), act)
    elif step is PursuitStep.INTERROGATE and pursuit.interrogation is None:
        raise citing.refused(
            NO_INTERROGATION(how=PURSUIT_STATES[pursuit.state]), INTERROGATION, citing.day_of(act.acted)
        )
    else:
        _check_stated(step, act)


def _check_notice(pursuit: Pursuit, step: PursuitStep, act: Act, hands: frozenset[str]) -> None:
    facts, day = from_text(NoticeIssued, act.facts), citing.day_of(act.acted)
    name = NOTICES[facts.kind]
    if facts.kind not in _KINDS[step]:
        raise Refused(WRONG_KIND(step=PURSUIT_STEPS[step], notice=name))
    if not facts.number.strip():
        raise Refused(NO_NUMBER(notice=name))
    if any(each.facts.number == facts.number for each in pursuit.notices):
        raise Refused(TWICE(number=facts.number, notice=name))
    decided = Decided.NONE if pursuit.custody is None else pursuit.custody.decided
    if step is PursuitStep.ONLINE and decided is Decided.NONE:
        said = NOT_DECIDED(person=pursuit.person.person, decided=DECISIONS[decided])
        raise citing.refused(said, INTERROGATION, day)
    if step is PursuitStep.REWARD and (facts.sum is None or facts.sum <= 0):
        raise citing.refused(NO_SUM(), APPROVAL, day)
    if step in (PursuitStep.WANTED, PursuitStep.REWARD):
        rule = citing.governing(APPROVAL, day)
        wanted = WANTED_LEVELS.get(facts.kind, approval.needed(rule))
        approval.check(name, act.approved_by, hands, facts.level, wanted, APPROVAL, day)


def _check_named(pursuit: Pursuit, step: PursuitStep, act: Act) -> None:
    day = citing.day_of(act.acted)
    if step is PursuitStep.SUPPLEMENT:
        supplement = from_text(NoticeSupplement, act.facts)
        original = _standing_notice(pursuit, supplement.original, act)
        if supplement.original_date != citing.day_of(original.issued):
            said = NO_DATE(original=supplement.original, date=citing.day_of(original.issued))
            raise citing.refused(said, APPROVAL, day)
        return
    notice = _standing_notice(pursuit, from_text(NoticeNamed, act.facts).number, act)
    if step is PursuitStep.REGULARISE and notice.deadline is None:
        raise citing.refused(NOT_URGENT(number=notice.facts.number), BORDER, day)


def _standing_notice(pursuit: Pursuit, number: str, act: Act) -> Notice:
    for each in pursuit.standing_notices:
        if each.facts.number == number:
            return each
    known = ", ".join(each.facts.number for each in pursuit.standing_notices) or "—"
    raise citing.refused(NO_NOTICE(number=number, known=known), WITHDRAW, citing.day_of(act.acted))


def _check_exit(ended: Exit, act: Act) -> None:
    day, how = citing.day_of(act.acted), PURSUIT_STATES[ended.how]
    if ended.how not in EXITS:
        can = ", ".join(each.value for each in PURSUIT_STATES if each in EXITS)
        raise Refused(NO_EXIT(state=ended.how.value, can=can))
    if not ended.evidence.strip():
        raise citing.refused(NO_EVIDENCE(step=PURSUIT_STEPS[PursuitStep.EXIT]), STATES, day)
    shown = ended.voluntary_who.strip() and ended.voluntary_how.strip() and ended.voluntary_when is not None
    if ended.how in VOLUNTARY and not shown:
        raise citing.refused(NOT_VOLUNTARY(how=how), VOLUNTARY_RULE, day)
    if ended.how in IN_HANDS:
        if ended.handed_over is None:
            raise citing.refused(NO_HAND_OVER(how=how), INTERROGATION, day)
        if citing.earlier(act.acted, ended.handed_over):
            raise Refused(PAST_HAND_OVER(at=ended.handed_over, acted=act.acted))


def _check_stated(step: PursuitStep, act: Act) -> None:
    """Raise Refused where a step's own particulars are missing."""
    day = citing.day_of(act.acted)
    if step in (PursuitStep.EXTRADITION, PursuitStep.REPATRIATION):
        asked = from_text(Asked, act.facts)
        if not (asked.document.strip() and asked.examined_by.strip() and asked.sent_by.strip()):
            raise citing.refused(NOT_EXAMINED(), STATES, day)
    elif step in (PursuitStep.LOCATE, PursuitStep.ARRESTED_ABROAD):
        found = from_text(Found, act.facts)
        if not (found.place.strip() and found.evidence.strip()):
            raise citing.refused(NO_EVIDENCE(step=PURSUIT_STEPS[step]), STATES, day)
    elif step is PursuitStep.WINDOW:
        window = from_text(Window, act.facts)
        if window.until < day:
            raise citing.refused(WINDOW_PAST(until=window.until, day=day), VOLUNTARY_RULE, day)
    else:
        _check_written(step, act)


def _check_written(step: PursuitStep, act: Act) -> None:
    """Raise Refused where a record lacks what it is about; no article asks for it."""
    if step is PursuitStep.CONTACT:
        contact = from_text(Contact, act.facts)
        if not (contact.with_whom.strip() and contact.by_whom.strip()):
            raise Refused(NO_ANSWER(what=WHO_ASKED))
    elif step is PursuitStep.GIVEN_BACK:
        given = from_text(GivenBack, act.facts)
        if given.amount <= 0 or not given.receipt.strip():
            raise Refused(NO_ANSWER(what=RECEIPT))
    elif step is PursuitStep.CUSTODY:
        custody = from_text(CustodyDecision, act.facts)
        if not (custody.document.strip() and custody.decided_by.strip()):
            raise Refused(NO_ANSWER(what=DOCUMENT))
    elif step is PursuitStep.EFFECT:
        effect = from_text(LegalEffect, act.facts)
        if not (effect.article.strip() and effect.decided_by.strip() and effect.outcome.strip()):
            raise Refused(NO_ANSWER(what=WHAT_EFFECT))
