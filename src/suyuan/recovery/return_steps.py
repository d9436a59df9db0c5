"""Which step of a return is lawful: two officers, thirty days' notice, city level, never above what is frozen.

Source: 返还规定 (银监发〔2016〕41号) articles 6 to 12. Each refusal names its article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from suyuan.errors import Refused
from suyuan.model.account import normal_form
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Act
from suyuan.model.recorded import from_text
from suyuan.model.text import Message, Text
from suyuan.recovery import approval, citing, returning
from suyuan.recovery.return_facts import (
    RETURN_STATES,
    RETURN_STEPS,
    Announced,
    Applications,
    Approval,
    Assigned,
    Block,
    Decided,
    Fixed,
    FixedPlan,
    Judged,
    Objected,
    Ordered,
    Payment,
    Receipt,
    Redirected,
    ReturnState,
    ReturnStep,
    Settled,
    Superior,
    Victims,
)
from suyuan.recovery.return_methods import ReturnMethod
from suyuan.recovery.return_refusals import (
    ABOVE,
    ABOVE_LOSS,
    BLOCKED,
    CLOSED,
    NEEDS_NOTICE,
    NEW_CLAIMS,
    NO_DOCUMENT,
    NO_FLOW,
    NO_IDENTITY,
    NO_MANDATE,
    NO_NOTICE,
    NO_NOTICE_NEEDED,
    NO_OBJECTION,
    NO_PAYMENT,
    NO_REASON,
    NO_SUCH_FREEZE,
    NOT_AS_PLANNED,
    NOT_FROZEN,
    NOT_NOW,
    NOT_ORIGINAL,
    NOT_SO,
    NOTHING,
    ORGANS,
    RECOMPUTE,
    STILL_RUNS,
    TAKEN_BACK,
    THE_RETURN,
    TOO_LATE,
    TWO_OFFICERS,
    UNKNOWN_VICTIM,
)
from suyuan.recovery.returning import Return

PRECONDITION, STATES, OFFICERS, ACCOUNT, AGENT, REMAINDER, TO_SUPERIOR, LEVEL = (
    "return.precondition",
    "return.states",
    "return.officers",
    "return.account",
    "return.agent",
    "return.remainder",
    "return.superior",
    "return.approval",
)


@dataclass(frozen=True)
class FreezeNow:
    """How a freeze stands now: ``free`` is what it holds less what other returns have decided; None: not known."""

    active: bool
    state: Text
    free: int | None


@dataclass(frozen=True)
class Desk:
    """Where a step is entered: when, by whom, how the freezes stand, which claims other cases have too.

    ``elsewhere`` is what the case's other returns have decided or paid on each claim; ``taken_back`` are decisions
    on looser matches that were taken back, by number; ``owed`` is each claim's net loss before any return.
    """

    now: datetime
    who: str
    hands: frozenset[str] = frozenset()
    freezes: Mapping[str, FreezeNow] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    taken_back: frozenset[int] = frozenset()
    owed: Mapping[str, int] = field(default_factory=dict)


_BEFORE = frozenset(
    {ReturnState.INFORMED, ReturnState.APPLIED, ReturnState.TO_CORRECT, ReturnState.REVIEWED, *returning.AWAY}
)
_PLANNED = frozenset({ReturnState.DIRECT, ReturnState.ANNOUNCED})
_PAYING = frozenset(
    {
        ReturnState.DECIDED,
        ReturnState.ORDERED,
        ReturnState.AT_BANK,
        ReturnState.RETURNED,
        ReturnState.BOUNCED,
        ReturnState.REDIRECTED,
    }
)
_OBJECTED = frozenset({ReturnState.OBJECTED})
_ANY = _BEFORE | _PLANNED | _PAYING | _OBJECTED

ALLOWED: Mapping[ReturnStep, frozenset[ReturnState]] = {
    ReturnStep.INFORM: _BEFORE,
    ReturnStep.APPLY: _ANY,
    ReturnStep.ASK: _ANY,
    ReturnStep.CORRECT: _ANY,
    ReturnStep.REVIEW: _ANY,
    ReturnStep.REFUSE: _ANY,
    ReturnStep.DISPUTE: _ANY,
    ReturnStep.JUDGE: _ANY,
    ReturnStep.SUPERIOR: _BEFORE | _PLANNED | _OBJECTED,
    ReturnStep.ASSIGN: frozenset({ReturnState.SUPERIOR}),
    ReturnStep.DIRECT: frozenset({ReturnState.REVIEWED}),
    ReturnStep.NOTICE: frozenset({ReturnState.REVIEWED}),
    ReturnStep.OBJECT: _PLANNED | _PAYING | _OBJECTED,
    ReturnStep.SETTLE: _OBJECTED,
    ReturnStep.APPROVE: _PLANNED | _PAYING,
    ReturnStep.DECIDE: frozenset({ReturnState.APPROVED}),
    ReturnStep.ORDER: _PAYING | _OBJECTED,
    ReturnStep.PAY: _PAYING | _OBJECTED,
    ReturnStep.BOUNCE: _PAYING | _OBJECTED,
    ReturnStep.REDIRECT: _PAYING | _OBJECTED,
}
"""In which states of the whole a step may be taken; a victim's and a payment's own are asked besides."""

OF_VICTIMS: Mapping[ReturnStep, Collection[ReturnState]] = {
    ReturnStep.APPLY: (ReturnState.INFORMED, ReturnState.TO_CORRECT),
    ReturnStep.ASK: (ReturnState.APPLIED,),
    ReturnStep.CORRECT: (ReturnState.TO_CORRECT,),
    ReturnStep.REVIEW: (ReturnState.APPLIED,),
    ReturnStep.REFUSE: (
        ReturnState.INFORMED,
        ReturnState.APPLIED,
        ReturnState.TO_CORRECT,
        ReturnState.REVIEWED,
        ReturnState.DISPUTED,
    ),
    ReturnStep.DISPUTE: (
        ReturnState.INFORMED,
        ReturnState.APPLIED,
        ReturnState.TO_CORRECT,
        ReturnState.REVIEWED,
    ),
    ReturnStep.JUDGE: (ReturnState.DISPUTED,),
}


def inform(act: Act, desk: Desk) -> Return:
    """Return a new return, or raise Refused: none of its freezes holds money now."""
    found = returning.begun(act)
    citing.in_time(act.acted, None, desk.now)
    for name in found.about.freezes:
        _active(name, desk, act)
    if not found.about.victims or not found.about.freezes:
        raise _refused(NOTHING(), PRECONDITION, act)
    return found


def take(found: Return, act: Act, desk: Desk) -> Return:
    """Return the return after one more step, or raise Refused with the rule that forbids it."""
    step = returning.step_of(act.kind)
    citing.in_time(act.acted, found.last, desk.now)
    if found.closed:
        raise _refused(CLOSED(step=RETURN_STEPS[step]), STATES, act)
    if found.state not in ALLOWED[step]:
        rule = TO_SUPERIOR if found.state is ReturnState.SUPERIOR else STATES
        raise _refused(NOT_NOW(state=RETURN_STATES[found.state], step=RETURN_STEPS[step]), rule, act)
    check = _CHECKS.get(step)
    if check is not None:
        check(found, act, desk)
    return returning.after(found, act)


def _of_victims(found: Return, step: ReturnStep, victims: Collection[str], act: Act) -> None:
    decided = {each.payment.victim for each in found.payments}
    for victim in victims:
        state = found.victims.get(victim)
        if state is None:
            raise _refused(UNKNOWN_VICTIM(victim=victim), REMAINDER, act)
        late = victim in decided and step in (ReturnStep.REFUSE, ReturnStep.DISPUTE)
        if state not in OF_VICTIMS[step] or late:
            shown = RETURN_STATES[ReturnState.DECIDED if late else state]
            raise _refused(NOT_SO(victim=victim, state=shown, step=RETURN_STEPS[step]), STATES, act)


def _apply(found: Return, act: Act, desk: Desk) -> None:
    del desk
    given = from_text(Applications, act.facts).applications
    _of_victims(found, ReturnStep.APPLY, [each.victim for each in given], act)
    for each in given:
        if not each.identity.strip() or not normal_form(each.account):
            raise _refused(NO_IDENTITY(victim=each.victim), ACCOUNT, act)
        if each.agent.strip() and not each.agent_papers.strip():
            raise _refused(NO_MANDATE(agent=each.agent), AGENT, act)


def _step_of_victims(found: Return, act: Act, desk: Desk) -> None:
    del desk
    step = returning.step_of(act.kind)
    facts = from_text(Victims, act.facts)
    _of_victims(found, step, facts.victims, act)
    if step is not ReturnStep.CORRECT and not (act.why.strip() or facts.papers.strip()):
        raise _refused(NO_REASON(), STATES, act)


def _review(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Victims, act.facts)
    _of_victims(found, ReturnStep.REVIEW, facts.victims, act)
    _two_officers(facts.officers, act)
    for block in desk.blocks.values():
        if block.victim in facts.victims:
            raise _blocked(block, act)


def _judge(found: Return, act: Act, desk: Desk) -> None:
    del desk
    facts = from_text(Judged, act.facts)
    _of_victims(found, ReturnStep.JUDGE, facts.victims, act)
    _documented(facts.document, act)


def _put_to_superior(found: Return, act: Act, desk: Desk) -> None:
    del found, desk
    if len({each.strip() for each in from_text(Superior, act.facts).organs} - {""}) < 2:
        raise _refused(ORGANS(), TO_SUPERIOR, act)


def _assign(found: Return, act: Act, desk: Desk) -> None:
    del found, desk
    _documented(from_text(Assigned, act.facts).document, act)


def _direct(found: Return, act: Act, desk: Desk) -> None:
    plan = from_text(Fixed, act.facts).plan
    if plan.has_shares:
        raise _refused(NEEDS_NOTICE(), returning.NOTICE, act)
    _planned(found, plan, act, desk)


def _notice(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Announced, act.facts)
    if not facts.plan.has_shares:
        raise _refused(NO_NOTICE_NEEDED(), returning.NOTICE, act)
    _documented(facts.document, act)
    _planned(found, facts.plan, act, desk)


def _planned(found: Return, plan: FixedPlan, act: Act, desk: Desk) -> None:
    del found
    if not plan.lines:
        raise _refused(NOTHING(), PRECONDITION, act)
    if not plan.flow_hash or plan.sealed.hash != plan.hash:
        raise _refused(NO_FLOW(), PRECONDITION, act)
    for each in plan.accounts:
        if any(line.name == each.name for line in plan.lines):
            _active(each.name, desk, act)


def _object(found: Return, act: Act, desk: Desk) -> None:
    del desk
    facts = from_text(Objected, act.facts)
    if found.notice is None:
        raise _refused(NO_NOTICE(), returning.NOTICE, act)
    end = found.notice.end
    if citing.day_of(act.acted) > end:
        said = TOO_LATE(start=citing.day_of(found.notice.start), end=end, acted=citing.day_of(act.acted))
        raise _refused(said, returning.NOTICE, act)
    if not facts.by.strip() or not facts.grounds.strip():
        raise _refused(NO_REASON(), returning.NOTICE, act)


def _settle(found: Return, act: Act, desk: Desk) -> None:
    del desk
    facts = from_text(Settled, act.facts)
    if not any(each.number == facts.number and each.settled is None for each in found.objections):
        raise _refused(NO_OBJECTION(number=facts.number), returning.NOTICE, act)
    if not facts.reason.strip():
        raise _refused(NO_REASON(), returning.NOTICE, act)


def _approve(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Approval, act.facts)
    day = citing.day_of(act.acted)
    wanted = approval.needed(citing.governing(LEVEL, day))
    hands = desk.hands or frozenset({desk.who})
    approval.check(THE_RETURN, act.approved_by, hands, facts.level, wanted, LEVEL, day)
    assert found.plan is not None  # noqa: S101  the states that lead here have one
    plan = facts.plan or found.plan
    _again(found, plan, facts, act)
    payments = found.payments_of(plan, facts)
    if not payments:
        raise _refused(NOTHING(), PRECONDITION, act)
    waits = found.notice is not None and day <= found.notice.end
    if waits and found.notice and any(each.method is ReturnMethod.PRO_RATA for each in payments):
        raise _refused(STILL_RUNS(end=found.notice.end), returning.NOTICE, act)
    _payable(found, plan, payments, act, desk)


def _again(found: Return, plan: FixedPlan, facts: Approval, act: Act) -> None:
    """Raise Refused where an upheld objection asks for another plan, or another plan has no ground."""
    upheld = [each.number for each in found.objections if each.settled is not None and each.settled.upheld]
    if upheld and found.plan is found.announced and facts.plan is None and not facts.traced_only:
        raise _refused(RECOMPUTE(number=upheld[-1]), returning.NOTICE, act)
    if facts.plan is None or found.plan is None:
        return
    _planned_hash(plan, act)
    if not act.why.strip():
        raise _refused(NO_REASON(), STATES, act)
    known = {each.claim for each in found.plan.claims}
    fresh = sorted({line.claim for line in plan.lines} - known)
    if fresh and not upheld:
        raise _refused(NEW_CLAIMS(claims=", ".join(fresh)), REMAINDER, act)
    if plan.has_shares and found.notice is None:
        raise _refused(NEEDS_NOTICE(), returning.NOTICE, act)


def _planned_hash(plan: FixedPlan, act: Act) -> None:
    if not plan.flow_hash or plan.sealed.hash != plan.hash:
        raise _refused(NO_FLOW(), PRECONDITION, act)


def _payable(found: Return, plan: FixedPlan, payments: Collection[Payment], act: Act, desk: Desk) -> None:
    outstanding, sums = found.outstanding, dict[str, int]()
    payers = {each.claim: each.payers for each in plan.claims}
    for each in payments:
        sums[each.name] = sums.get(each.name, 0) + each.amount
        block = desk.blocks.get(each.claim)
        if block is not None:
            raise _blocked(block, act)
        own = {normal_form(payer) for payer in payers.get(each.claim, ())}
        if own and normal_form(each.account) not in own and not each.reason.strip():
            said = NOT_ORIGINAL(victim=each.victim, account=each.account, payers=", ".join(sorted(own)))
            raise _refused(said, ACCOUNT, act)
    _within_losses(found, plan, payments, act, desk)
    _on_standing_matches(plan, payments, act, desk)
    for name, amount in sorted(sums.items()):
        _active(name, desk, act)
        free = (desk.freezes[name].free or 0) - outstanding.get(name, 0)
        if amount > free:
            said = ABOVE(name=name, amount=_money(found, amount), held=_money(found, free))
            raise _refused(said, PRECONDITION, act)


def _on_standing_matches(plan: FixedPlan, payments: Collection[Payment], act: Act, desk: Desk) -> None:
    """Raise Refused where a payment rests on a looser match whose decision was taken back since."""
    paid = {(each.name, each.claim, each.method) for each in payments}
    for line in plan.lines:
        if line.decision in desk.taken_back and (line.name, line.claim, line.method) in paid:
            said = TAKEN_BACK(claim=line.claim, name=line.name, number=line.decision)
            raise _refused(said, PRECONDITION, act)


def _within_losses(found: Return, plan: FixedPlan, payments: Collection[Payment], act: Act, desk: Desk) -> None:
    """Raise Refused where a claim would get more than its net loss over all of the case's returns."""
    nets = {each.claim: max(0, each.loss - each.returned) for each in plan.claims} | dict(desk.owed)
    victims = {each.claim: each.victim for each in payments}
    for claim, victim in sorted(victims.items()):
        own = sum(each.payment.amount for each in found.payments if each.payment.claim == claim)
        before = own + desk.elsewhere.get(claim, 0)
        amount = sum(each.amount for each in payments if each.claim == claim)
        net = nets.get(claim, 0)
        if before + amount > net:
            sums = {"net": _money(found, net), "before": _money(found, before), "amount": _money(found, amount)}
            raise _refused(ABOVE_LOSS(claim=claim, victim=victim, **sums), REMAINDER, act)


def _decide(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Decided, act.facts)
    _documented(facts.document, act)
    assert found.plan is not None and found.approval is not None  # noqa: S101
    if facts.payments != found.payments_of(found.plan, found.approval):
        raise _refused(NOT_AS_PLANNED(), STATES, act)
    _payable(found, found.plan, facts.payments, act, desk)


def _order(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Ordered, act.facts)
    to_pay = (ReturnState.DECIDED, ReturnState.ORDERED, ReturnState.REDIRECTED)
    if not any(each.payment.name == facts.name and each.state in to_pay for each in found.payments):
        raise _refused(NO_SUCH_FREEZE(name=facts.name), STATES, act)
    _two_officers(facts.officers, act)
    _documented(facts.document, act)
    _active(facts.name, desk, act)


def _receipt(found: Return, act: Act, desk: Desk) -> None:
    facts = from_text(Receipt, act.facts)
    states = {each.payment.number: each for each in found.payments}
    for number in facts.payments:
        if number not in states or states[number].state is not ReturnState.AT_BANK:
            said = NO_PAYMENT(number=number, state=RETURN_STATES[ReturnState.AT_BANK])
            raise _refused(said, STATES, act)
        if act.kind == ReturnStep.PAY.value:
            _active(states[number].payment.name, desk, act)
    if len(set(facts.payments)) != len(facts.payments) or not facts.payments:
        raise _refused(NOTHING(), STATES, act)
    if not facts.words.strip():
        raise _refused(NO_DOCUMENT() if act.kind == ReturnStep.PAY.value else NO_REASON(), returning.BANK, act)


def _redirect(found: Return, act: Act, desk: Desk) -> None:
    del desk
    facts = from_text(Redirected, act.facts)
    found_one = [each for each in found.payments if each.payment.number == facts.payment]
    if not found_one or found_one[0].state is not ReturnState.BOUNCED:
        said = NO_PAYMENT(number=facts.payment, state=RETURN_STATES[ReturnState.BOUNCED])
        raise _refused(said, STATES, act)
    if not facts.reason.strip() or not normal_form(facts.account):
        raise _refused(NO_REASON(), ACCOUNT, act)


_CHECKS: Mapping[ReturnStep, Callable[[Return, Act, Desk], None]] = {
    ReturnStep.APPLY: _apply,
    ReturnStep.ASK: _step_of_victims,
    ReturnStep.CORRECT: _step_of_victims,
    ReturnStep.REFUSE: _step_of_victims,
    ReturnStep.DISPUTE: _step_of_victims,
    ReturnStep.REVIEW: _review,
    ReturnStep.JUDGE: _judge,
    ReturnStep.SUPERIOR: _put_to_superior,
    ReturnStep.ASSIGN: _assign,
    ReturnStep.DIRECT: _direct,
    ReturnStep.NOTICE: _notice,
    ReturnStep.OBJECT: _object,
    ReturnStep.SETTLE: _settle,
    ReturnStep.APPROVE: _approve,
    ReturnStep.DECIDE: _decide,
    ReturnStep.ORDER: _order,
    ReturnStep.PAY: _receipt,
    ReturnStep.BOUNCE: _receipt,
    ReturnStep.REDIRECT: _redirect,
}


def _active(name: str, desk: Desk, act: Act) -> None:
    freeze = desk.freezes.get(name)
    if freeze is None or not freeze.active:
        state = Text(zh="无此冻结", en="no such freeze") if freeze is None else freeze.state
        raise _refused(NOT_FROZEN(name=name, state=state), PRECONDITION, act)


def _two_officers(officers: Collection[str], act: Act) -> None:
    names = sorted({each.strip() for each in officers} - {""})
    needed = citing.governing(OFFICERS, citing.day_of(act.acted)).number
    if len(names) < needed:
        raise _refused(TWO_OFFICERS(count=needed, given="、".join(names)), OFFICERS, act)


def _documented(document: str, act: Act) -> None:
    if not document.strip():
        raise _refused(NO_DOCUMENT(), STATES, act)


def _blocked(block: Block, act: Act) -> Refused:
    said = BLOCKED(claim=block.claim, victim=block.victim, case=block.case, other=block.other, why=block.why)
    return _refused(said, PRECONDITION, act)


def _refused(what: Message, rule: str, act: Act) -> Refused:
    return citing.refused(what, rule, citing.day_of(act.acted))


def _money(found: Return, minor: int) -> str:
    return f"{text_from_minor(minor, found.about.currency)} {found.about.currency}"
