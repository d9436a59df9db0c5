"""Which step of a freeze is lawful: filing first, the right level, within the term, never twice on the same money.

Source: 程序规定 articles 174, 239 to 247; 公通字〔2024〕22号 article 2. Each refusal names its article.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from suyuan.errors import Refused
from suyuan.model.account import normal_form
from suyuan.model.law.book import periods_of
from suyuan.model.law.rule import Rule
from suyuan.model.moment import Moment
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Act
from suyuan.model.recorded import from_text
from suyuan.model.rights import Level
from suyuan.model.text import Text
from suyuan.recovery import approval, citing, freezing, waiting
from suyuan.recovery.freeze_facts import (
    FREEZE_STATES,
    FREEZE_STEPS,
    Credit,
    FreezeApproval,
    FreezeEffect,
    FreezeState,
    FreezeStep,
    FreezeWaits,
    Judgment,
    PartRelease,
    Release,
    Renewal,
    Sale,
)
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.measured_objects import FREEZABLE, OBJECT_NAMES, ObjectClass
from suyuan.recovery.waiting import Known

FILED, FILED_2024, BEFORE_EXPIRY, NOT_TWICE, ORDER, LIMITED, STATES = (
    "freeze.after-filing",
    "freeze.after-filing.2024",
    "freeze.renewal.before-expiry",
    "freeze.waiting",
    "freeze.waiting.order",
    "freeze.limited",
    "freeze.states",
)
RETURN_FROM_FREEZE, SALE, OBJECTS = "return.precondition", "freeze.securities.sale", "freeze.objects"
APPROVALS = {
    ObjectClass.CASH: "freeze.cash.approval",
    ObjectClass.SECURITIES: "freeze.cash.approval",
    ObjectClass.EQUITY: "freeze.equity.approval",
    ObjectClass.POLICY: "freeze.equity.approval",
    ObjectClass.LISTED_SHARES: "freeze.listed-shares.approval",
}
MAJOR_APPROVAL, RENEWAL_APPROVAL, RELEASE_APPROVAL = (
    "freeze.cash.approval.major",
    "freeze.renewal.approval",
    "freeze.release.approval",
)

ALLOWED = {
    FreezeState.PROPOSED: {FreezeStep.APPROVE},
    FreezeState.APPROVED: {FreezeStep.SERVE},
    FreezeState.SERVED: {FreezeStep.EFFECT, FreezeStep.WAIT, FreezeStep.FAIL},
    FreezeState.WAITING: {FreezeStep.EFFECT, FreezeStep.TAKE_OVER, FreezeStep.VOID, FreezeStep.WITHDRAW},
    FreezeState.ACTIVE: {
        FreezeStep.CREDIT,
        FreezeStep.RENEW,
        FreezeStep.PART,
        FreezeStep.RELEASE_PART,
        FreezeStep.SELL,
        FreezeStep.UNCONNECTED,
        FreezeStep.RELEASE,
        FreezeStep.DISPOSE,
    },
    FreezeState.LAPSED: {FreezeStep.LAPSE},
    FreezeState.RELEASED: {FreezeStep.TELL},
}
"""What may follow; nothing follows a state that is not here."""

AFTER_FILING = frozenset(
    {
        FreezeStep.PROPOSE,
        FreezeStep.APPROVE,
        FreezeStep.SERVE,
        FreezeStep.EFFECT,
        FreezeStep.WAIT,
        FreezeStep.RENEW,
        FreezeStep.TAKE_OVER,
    }
)

NOT_NOW = Text(zh="冻结现为“{state}”，不能{step}。", en="The freeze is “{state}”; you cannot {step}.")
NOT_FILED = Text(
    zh="本案尚未立案，不能{step}。请先立案并录入立案时间（suyuan jurisdiction add --event filed）；"
    "紧急情况下可先申请止付（不以立案为前提）。",
    en="The case is not filed (立案), so you cannot {step}. File it and enter the time of filing first (suyuan "
    "jurisdiction add --event filed); in urgency an emergency stop-payment needs no filing.",
)
BEFORE_FILING = Text(
    zh="本案 {filed} 立案，{acted} 在立案之前，不能{step}。",
    en="The case was filed (立案) at {filed}; {acted} is before it, so you cannot {step}.",
)
LAPSED = Text(
    zh="该冻结已于 {expiry} 届满，{over} 起视为自动解除，不能{step}；只能另行提出新的冻结。",
    en="The freeze expired on {expiry} and counts as released by itself from {over}; you cannot {step}. Only a "
    "new "
    "freeze can follow.",
)
LATE_ENTRY = Text(
    zh="该冻结已于 {expiry} 届满。若续冻确在届满前办理而补录，请写明续冻文书号和补录原因；否则视为自动解除，"
    "只能另行提出新的冻结。",
    en="The freeze expired on {expiry}. If it was renewed before and is only entered late, give the renewal's "
    "document and the reason; otherwise it counts as released by itself, and only a new freeze can follow.",
)
TERM_TOO_LONG = Text(
    zh="所写期限 {asked} 个月超过最长 {most} 个月。",
    en="A term of {asked} months is more than the greatest, {most}.",
)
NOT_MAJOR = Text(
    zh="“重大、复杂案件”的一年期只适用于存款、汇款等财产。",
    en="The one-year term of grave or complex cases is for deposits and the like only.",
)
NO_ACCOUNT = Text(
    zh="请写明协助单位和账户：通知书须载明账户。", en="Name institution and account: the notice states them."
)
NOT_FROZEN_BUT_SEIZED = Text(
    zh="{object}不在冻结之列，依法查封或扣押；请按查封、扣押登记（suyuan seizure take，含保管记录）。",
    en="“{object}” is not frozen but sealed or seized; enter it as a seizure (suyuan seizure take), with its "
    "custody record.",
)
WHY_ALL = Text(
    zh="全额冻结及于账户全部资金，须写明理由；一般按查明的涉案资金限额冻结。",
    en="A full freeze reaches all money of the account and needs a reason; as a rule the limit is the traced sum.",
)
NOT_POSITIVE = Text(zh="金额须大于零。", en="The amount must be above zero.")
SECOND = Text(
    zh="同一资金已被 {ids} "
    "冻结，不得重复冻结；请登记为轮候冻结。限额冻结之外尚有余额的，须写明账户余额与执行冻结金额。",
    en="The same money is frozen already by {ids} and is not frozen again: record a waiting freeze. Where limited "
    "freezes leave a rest, state the account's balance and the sum frozen.",
)
MORE_THAN_THERE = Text(
    zh="执行冻结金额 {executed} 超过限额或账户余额中的较小者 {most}。",
    en="The sum frozen, {executed}, is more than the lesser of limit and balance, {most}.",
)
WAITS_BEHIND_NOTHING = Text(
    zh="没有在先冻结，不能轮候。请写明在先冻结机关，或登记为冻结生效。",
    en="Nothing stands before it, so it cannot wait. Name the organ that froze before, or record the effect.",
)
NOT_FIRST = Text(
    zh="轮候首位是 {first}（{received} 送达），不是本冻结。",
    en="The first in the queue is {first} (received {received}), not this one.",
)
MORE_THAN_HELD = Text(
    zh="{amount} 超过冻结金额 {held}，不能{step}。",
    en="{amount} is more than the frozen {held}; you cannot {step}.",
)
HELD_UNKNOWN = Text(
    zh="冻结金额未知，不能{step}。请先录入银行反馈的余额或执行冻结金额。",
    en="The frozen sum is not known, so you cannot {step}. Enter the institution's answer with balance or sum "
    "first.",
)
NO_DOCUMENT = Text(zh="请写明文书号。", en="Give the document's number.")
FOUND_ALREADY = Text(zh="已于 {at} 登记查明与案件无关。", en="It was found unconnected already, at {at}.")
THE_FREEZE = Text(zh="冻结", en="The freeze")
THE_RENEWAL = Text(zh="续冻", en="The renewal")
THE_RELEASE = Text(zh="解除冻结", en="The release")
THE_SALE = Text(zh="出售冻结的证券", en="The sale of frozen securities")
NOT_SECURITIES = Text(
    zh="冻结的是{object}，不是债券、股票、基金份额等证券，不能申请出售。",
    en="What is frozen is “{object}”, no bonds, shares or fund units; it is not sold on request.",
)
NO_APPLICANT = Text(
    zh="出售须由权利人书面申请：请写明申请人。", en="A sale needs its holder's written request: name who asked."
)
NOT_MONEY = Text(
    zh="冻结的是{object}，尚未变现，不能返还资金。",
    en="What is frozen is “{object}” and not money yet: nothing can be returned of it.",
)
ALL_SOLD = Text(zh="证券已全部出售，价款仍冻结。", en="All of it was sold already; the proceeds are frozen.")


@dataclass(frozen=True)
class Desk:
    """Where a step is entered: when, by whom, when the case was filed 立案 (None: not yet).

    ``hands`` are the people who entered the earlier steps that needed no approval.
    """

    now: datetime
    who: str
    filed: Moment | None
    hands: frozenset[str] = frozenset()

    @property
    def carried_on_by(self) -> frozenset[str]:
        """Return who carried the matter on so far: at its beginning who enters it."""
        return self.hands or frozenset({self.who})


def propose(act: Act, desk: Desk) -> Freeze:
    """Return a new freeze, or raise Refused: the case not filed, no account, a thing that is not frozen."""
    freeze = freezing.begun(act)
    given, day = freeze.proposal, citing.day_of(act.acted)
    citing.in_time(act.acted, None, desk.now)
    _filed(FreezeStep.PROPOSE, act, desk)
    if given.object not in FREEZABLE:
        said = NOT_FROZEN_BUT_SEIZED(object=OBJECT_NAMES[given.object])
        raise citing.refused(said, OBJECTS, day)
    if not normal_form(given.account) or not given.institution.strip():
        raise citing.refused(NO_ACCOUNT(), APPROVALS[ObjectClass.CASH], day)
    if given.limit is not None and given.limit <= 0:
        raise citing.refused(NOT_POSITIVE(), LIMITED, day)
    if given.limit is None and given.object is ObjectClass.CASH and not act.why.strip():
        raise citing.refused(WHY_ALL(), LIMITED, day)
    return freeze


def take(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known] = ()) -> Freeze:
    """Return the freeze after one more step, or raise Refused with the rule that forbids it.

    ``others`` are the other freezes of the same money in this casebook, resolved by the clock.
    """
    step = freezing.step_of(act.kind)
    citing.in_time(act.acted, freeze.last, desk.now)
    state = freeze.state_at(act.acted.at)
    if state is FreezeState.LAPSED and step is not FreezeStep.LAPSE and not freeze.closed:
        raise _refused_lapsed(freeze, step, act)
    if freeze.closed or step not in ALLOWED.get(state, set()):
        rule = BEFORE_EXPIRY if state is FreezeState.LAPSED else STATES
        said = NOT_NOW(state=FREEZE_STATES[state], step=FREEZE_STEPS[step])
        raise citing.refused(said, rule, citing.day_of(act.acted))
    if step in AFTER_FILING:
        _filed(step, act, desk)
    check = _CHECKS.get(step)
    if check is not None:
        check(freeze, act, desk, others)
    return freezing.after(freeze, act)


def needed_level(kind: ObjectClass, major: bool, acted: Moment) -> tuple[Level, Rule]:  # noqa: FBT001
    """Return the level that approves a freeze of a class of property, and the rule."""
    name = MAJOR_APPROVAL if major and kind is ObjectClass.CASH else APPROVALS[kind]
    rule = citing.governing(name, citing.day_of(acted))
    return approval.needed(rule), rule


def _filed(step: FreezeStep, act: Act, desk: Desk) -> None:
    day = citing.day_of(act.acted)
    rule = FILED_2024 if _in_force(FILED_2024, day) else FILED
    if desk.filed is None:
        raise citing.refused(NOT_FILED(step=FREEZE_STEPS[step]), rule, day)
    if citing.earlier(act.acted, desk.filed):
        said = BEFORE_FILING(filed=desk.filed, acted=act.acted, step=FREEZE_STEPS[step])
        raise citing.refused(said, rule, day)


def _in_force(rule: str, day: date) -> bool:
    return any(each.in_force(day) for each in periods_of(rule))


def _refused_lapsed(freeze: Freeze, step: FreezeStep, act: Act) -> Refused:
    over = "" if freeze.over is None else freeze.over.isoformat()
    said = LAPSED(expiry=freeze.terms[-1].expiry, over=over, step=FREEZE_STEPS[step])
    return citing.refused(said, BEFORE_EXPIRY, citing.day_of(act.acted))


def _approve(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del others
    given, day = from_text(FreezeApproval, act.facts), citing.day_of(act.acted)
    kind = freeze.kind
    wanted, rule = needed_level(kind, given.major, act.acted)
    approval.check(THE_FREEZE, act.approved_by, desk.carried_on_by, given.level, wanted, rule.id, day)
    _term(kind, given.major, given.months, act)


def _term(kind: ObjectClass, major: bool, months: int | None, act: Act) -> None:  # noqa: FBT001
    day = citing.day_of(act.acted)
    rule = freezing.term_rule(kind, major, act.acted)
    if major and kind is not ObjectClass.CASH:
        raise citing.refused(NOT_MAJOR(), freezing.MAJOR_TERM, day)
    if months is not None and not 0 < months <= rule.number:
        raise citing.refused(TERM_TOO_LONG(asked=months, most=rule.number), rule.id, day)


def _effect(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del desk
    facts = from_text(FreezeEffect, act.facts)
    _room(freeze, act, facts.balance, facts.executed, others)
    if freeze.state is FreezeState.WAITING:
        _first_in_line(freeze, act, others)


def _room(freeze: Freeze, act: Act, balance: int | None, executed: int | None, others: Sequence[Known]) -> None:
    """Raise Refused where the money is frozen already, or more were frozen than limit and balance allow."""
    day = citing.day_of(act.acted)
    before = waiting.active(others, act.acted.at)
    taken = [each.freeze.held for each in before]
    if before:
        limited = freeze.limit is not None and all(each.freeze.limit is not None for each in before)
        known = balance is not None and executed is not None and None not in taken
        if not limited or not known:
            raise citing.refused(SECOND(ids=", ".join(each.id for each in before)), NOT_TWICE, day)
    rest = None if balance is None else balance - sum(each or 0 for each in taken)
    bounds = [each for each in (freeze.limit, rest) if each is not None]
    if executed is not None and bounds and executed > min(bounds):
        if before and executed > (rest or 0):
            raise citing.refused(SECOND(ids=", ".join(each.id for each in before)), NOT_TWICE, day)
        said = MORE_THAN_THERE(executed=_money(freeze, executed), most=_money(freeze, min(bounds)))
        raise citing.refused(said, LIMITED, day)


def _wait(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del freeze, desk, others
    facts = from_text(FreezeWaits, act.facts)
    if not facts.behind and not facts.prior:
        raise citing.refused(WAITS_BEHIND_NOTHING(), NOT_TWICE, citing.day_of(act.acted))


def _take_over(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del desk
    _room(freeze, act, None, None, others)
    _first_in_line(freeze, act, others)


def _first_in_line(freeze: Freeze, act: Act, others: Sequence[Known]) -> None:
    first = waiting.queue((*others, Known("", freeze)))[0]
    if first.freeze is not freeze:
        said = NOT_FIRST(first=first.id, received=first.freeze.received)
        raise citing.refused(said, ORDER, citing.day_of(act.acted))


def _credit(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del desk, others
    facts, day = from_text(Credit, act.facts), citing.day_of(act.acted)
    if facts.executed is not None:
        if facts.executed < 0:
            raise citing.refused(NOT_POSITIVE(), LIMITED, day)
        _room(freeze, act, None, facts.executed, ())
        return
    if facts.amount <= 0:
        raise citing.refused(NOT_POSITIVE(), LIMITED, day)
    if freeze.held is None:
        raise citing.refused(HELD_UNKNOWN(step=FREEZE_STEPS[FreezeStep.CREDIT]), LIMITED, day)


def _renew(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    facts, day, kind = from_text(Renewal, act.facts), citing.day_of(act.acted), freeze.kind
    over = freeze.terms[-1].over
    late = desk.now >= over
    followed = [each.id for each in others if each.freeze.terms and each.freeze.terms[0].start.at >= over]
    if followed:
        raise citing.refused(SECOND(ids=", ".join(followed)), NOT_TWICE, day)
    if late and not (facts.document.strip() and act.why.strip()):
        raise citing.refused(LATE_ENTRY(expiry=freeze.terms[-1].expiry), BEFORE_EXPIRY, day)
    first, _ = needed_level(kind, freeze.approval.major, act.acted)
    now, _ = needed_level(kind, facts.major, act.acted)
    wanted = max(first, now)
    approval.check(THE_RENEWAL, act.approved_by, desk.carried_on_by, facts.level, wanted, RENEWAL_APPROVAL, day)
    _term(kind, facts.major, facts.months, act)


def _part(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del desk, others
    if freeze.kind is not ObjectClass.CASH:
        kind = OBJECT_NAMES[freeze.kind]
        raise citing.refused(NOT_MONEY(object=kind), RETURN_FROM_FREEZE, citing.day_of(act.acted))
    facts = _from_held(freeze, act, RETURN_FROM_FREEZE)
    if not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), RETURN_FROM_FREEZE, citing.day_of(act.acted))


def _release_part(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del others
    facts = _from_held(freeze, act, RELEASE_APPROVAL)
    _same_level(freeze, act, desk, facts.level)


def _from_held(freeze: Freeze, act: Act, rule: str) -> PartRelease:
    """Return the part that is to leave; raises Refused where it is more than is held."""
    facts, day = from_text(PartRelease, act.facts), citing.day_of(act.acted)
    step = FREEZE_STEPS[freezing.step_of(act.kind)]
    if facts.amount <= 0:
        raise citing.refused(NOT_POSITIVE(), rule, day)
    if freeze.held is None:
        raise citing.refused(HELD_UNKNOWN(step=step), rule, day)
    if facts.amount > freeze.held:
        amount, held = _money(freeze, facts.amount), _money(freeze, freeze.held)
        raise citing.refused(MORE_THAN_HELD(amount=amount, held=held, step=step), rule, day)
    return facts


def _same_level(freeze: Freeze, act: Act, desk: Desk, given: Level | None) -> None:
    wanted, _ = needed_level(freeze.proposal.object, freeze.terms[-1].major, act.acted)
    day = citing.day_of(act.acted)
    approval.check(THE_RELEASE, act.approved_by, desk.carried_on_by, given, wanted, RELEASE_APPROVAL, day)


def _sell(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del others
    facts, day = from_text(Sale, act.facts), citing.day_of(act.acted)
    if freeze.proposal.object is not ObjectClass.SECURITIES:
        raise citing.refused(NOT_SECURITIES(object=OBJECT_NAMES[freeze.proposal.object]), SALE, day)
    if freeze.kind is not ObjectClass.SECURITIES:
        raise citing.refused(ALL_SOLD(), SALE, day)
    if not facts.applicant.strip():
        raise citing.refused(NO_APPLICANT(), SALE, day)
    if facts.proceeds <= 0:
        raise citing.refused(NOT_POSITIVE(), SALE, day)
    if not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), SALE, day)
    wanted = approval.needed(citing.governing(SALE, day))
    approval.check(THE_SALE, act.approved_by, desk.carried_on_by, facts.level, wanted, SALE, day)


def _unconnected(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del desk, others
    if freeze.unconnected is not None:
        said = FOUND_ALREADY(at=freeze.unconnected.start)
        raise citing.refused(said, freezing.UNCONNECTED, citing.day_of(act.acted))


def _release(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del others
    _same_level(freeze, act, desk, from_text(Release, act.facts).level)


def _dispose(freeze: Freeze, act: Act, desk: Desk, others: Sequence[Known]) -> None:
    del freeze, desk, others
    facts = from_text(Judgment, act.facts)
    if not facts.court.strip() or not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), STATES, citing.day_of(act.acted))


_Check = Callable[[Freeze, Act, Desk, Sequence[Known]], None]
_CHECKS: dict[FreezeStep, _Check] = {
    FreezeStep.APPROVE: _approve,
    FreezeStep.EFFECT: _effect,
    FreezeStep.WAIT: _wait,
    FreezeStep.TAKE_OVER: _take_over,
    FreezeStep.CREDIT: _credit,
    FreezeStep.RENEW: _renew,
    FreezeStep.PART: _part,
    FreezeStep.RELEASE_PART: _release_part,
    FreezeStep.SELL: _sell,
    FreezeStep.UNCONNECTED: _unconnected,
    FreezeStep.RELEASE: _release,
    FreezeStep.DISPOSE: _dispose,
}


def _money(freeze: Freeze, minor: int) -> str:
    currency = freeze.proposal.currency
    return f"{text_from_minor(minor, currency)} {currency}"
