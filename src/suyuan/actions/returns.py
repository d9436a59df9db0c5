"""What a user can ask of returns 资金返还: begin one, carry it on by lawful steps, list them, look at one.

A return and the freezes that it is about change in one transaction: what a bank's receipt says is gone from the
freeze in the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from suyuan.actions import freezes, measures, seizures
from suyuan.actions.cases import casebook_of
from suyuan.actions.measures import Entered, Working, working
from suyuan.actions.return_blocks import returned_elsewhere
from suyuan.actions.return_flow import SEIZED
from suyuan.actions.return_plans import AskedPlan, CasePlan, case_plan
from suyuan.casebook import cases, proceedings, rulings
from suyuan.errors import WrongUsage
from suyuan.model.case import CaseRecord
from suyuan.model.moment import CHINA
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.ruling import RulingKind
from suyuan.model.text import Text
from suyuan.recovery import return_steps, returning
from suyuan.recovery.freeze_facts import FREEZE_STATES, FreezeState, FreezeStep, PartRelease
from suyuan.recovery.restitution_compared import Changed, differences
from suyuan.recovery.return_facts import (
    Announced,
    Approval,
    Block,
    Decided,
    Fixed,
    Informed,
    Payment,
    Receipt,
    ReturnStep,
)
from suyuan.recovery.return_steps import Desk, FreezeNow
from suyuan.recovery.returning import Return
from suyuan.recovery.seizure_facts import SEIZURE_STATES, PaidOut, SeizureStep
from suyuan.settings import Settings

RETURN, FREEZE, SEIZURE = ProceedingKind.RETURN, ProceedingKind.FREEZE, ProceedingKind.SEIZURE
NOBODY = Text(
    zh="方案中没有可告知的被害人。请用 --victim 写明姓名。",
    en="The plan has no victims to inform. Name them with --victim.",
)


@dataclass(frozen=True)
class ReturnView:
    """A return with its steps."""

    case: CaseRecord
    proceeding: Proceeding
    found: Return


def inform(
    settings: Settings,
    case: str,
    entered: Entered,
    *,
    freezes_named: tuple[str, ...] = (),
    victims: tuple[str, ...] = (),
    currency: str = "CNY",
) -> ReturnView:
    """Begin a return: victims are told of the freezes; by default all victims of the plan and all active freezes.

    Raises Refused where nothing is frozen.
    """
    plan = case_plan(settings, case, AskedPlan(currency, freezes_named, now=entered.now))
    names = victims or tuple(
        sorted({each.victim for each in plan.compared if each.found_only or each.with_presumed})
    )
    if not names:
        raise WrongUsage(NOBODY())
    about = Informed(currency, tuple(each.name for each in plan.given.frozen), names)
    with working(settings, case, entered) as work:
        act = work.act(ReturnStep.INFORM.value, about)
        found = return_steps.inform(act, _desk(work, None))
        subject = ", ".join(about.freezes)
        made = proceedings.begin(work.change, work.scope, RETURN, subject, act, returning.standing(found))
        return ReturnView(work.case, made, found)


def fix(
    settings: Settings, case: str, word: str, entered: Entered, *, document: str, where: str, pooled: bool
) -> ReturnView:
    """Fix the plan: a direct return where every part is traced, else the public notice of its term.

    The plan is computed from the case as it stands and kept whole in the step. Raises Refused if it is not lawful
    now, or lacks its document.
    """
    plan = _plan(settings, case, word, entered, pooled=pooled)
    fixed = plan.fixed
    if fixed.has_shares:
        return carry_on(
            settings,
            case,
            word,
            ReturnStep.NOTICE,
            Announced(fixed, document, where),
            entered,
            blocks=_by_claim(fixed.blocks),
        )
    return carry_on(settings, case, word, ReturnStep.DIRECT, Fixed(fixed), entered, blocks=_by_claim(fixed.blocks))


def approve(
    settings: Settings,
    case: str,
    word: str,
    approval: Approval,
    entered: Entered,
    *,
    again: bool,
    pooled: bool = False,
) -> ReturnView:
    """Approve a return; with ``again`` of a plan that is computed again from the case as it stands now."""
    plan = _plan(settings, case, word, entered, pooled=pooled)
    given = replace(approval, plan=plan.fixed) if again else approval
    blocks = _by_claim(plan.fixed.blocks)
    return carry_on(settings, case, word, ReturnStep.APPROVE, given, entered, blocks=blocks, owed=plan.owed)


def decide(settings: Settings, case: str, word: str, document: str, entered: Entered) -> ReturnView:
    """Decide what was approved: the payments follow from plan and approval alone."""
    plan = _plan(settings, case, word, entered, pooled=False)
    with working(settings, case, entered) as work:
        found_now = measures.find(work.change.session, work.case, RETURN, word)
        state = _return(found_now)
        payments: tuple[Payment, ...] = ()
        if state.plan is not None and state.approval is not None:
            payments = state.payments_of(state.plan, state.approval)
        level = measures.level_of(work, state.approval.level if state.approval else None)
        facts = Decided(document, payments, level)
        paid = {each.claim for each in payments}
        claims = [each for each in state.plan.claims if each.claim in paid] if state.plan else []
        elsewhere = returned_elsewhere(work.change.session, work.case.number, claims)
        blocks = _by_claim(plan.fixed.blocks) | elsewhere
        return _take(work, found_now, ReturnStep.DECIDE, facts, blocks, plan.owed)


def carry_on(  # noqa: PLR0913
    settings: Settings,
    case: str,
    word: str,
    step: ReturnStep,
    facts: object,
    entered: Entered,
    *,
    blocks: Mapping[str, Block] | None = None,
    owed: Mapping[str, int] | None = None,
) -> ReturnView:
    """Take one more step of a return. Raises Refused, with the article, if it is not lawful now."""
    with working(settings, case, entered) as work:
        found = measures.find(work.change.session, work.case, RETURN, word)
        if isinstance(facts, Approval):
            facts = replace(facts, level=measures.level_of(work, facts.level))
        return _take(work, found, step, facts, blocks or {}, owed or {})


def differing(settings: Settings, case: str, word: str, entered: Entered) -> tuple[Changed, ...]:
    """Return what the plan of a return would be now beside the one that was fixed, claim by claim."""
    view = show_return(settings, case, word)
    pooled = view.found.plan is not None and view.found.plan.pooled
    now = _plan(settings, case, word, entered, pooled=pooled)
    before = {} if view.found.plan is None else view.found.plan.amounts(with_presumed=False)
    paid = view.found.paid()
    again = now.fixed.amounts(with_presumed=False)
    after = {claim: amount + paid.get(claim, 0) for claim, amount in again.items()}
    victims = {each.claim: each.victim for each in now.fixed.claims}
    return differences(before, after, victims)


def list_returns(settings: Settings, case: str) -> tuple[ReturnView, ...]:
    """Return a case's returns by number."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        found = proceedings.list_proceedings(session, measures.scope_of(record), [RETURN])
        return tuple(ReturnView(record, each, _return(each)) for each in found)


def show_return(settings: Settings, case: str, word: str) -> ReturnView:
    """Return one return with its steps. Raises WrongUsage if there is none of that name."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        record = cases.find_case(session, case)
        found = measures.find(session, record, RETURN, word)
        return ReturnView(record, found, _return(found))


def _take(
    work: Working,
    found: Proceeding,
    step: ReturnStep,
    facts: object,
    blocks: Mapping[str, Block],
    owed: Mapping[str, int],
) -> ReturnView:
    measures.check_clock(work, found)
    act = work.act(step.value, facts)
    before = _return(found)
    after = return_steps.take(before, act, replace(_desk(work, found, blocks), owed=owed))
    if step is ReturnStep.PAY and isinstance(facts, Receipt):
        _leave_the_freezes(work, before, facts)
    made = proceedings.carry_on(work.change, found, act, returning.standing(after))
    return ReturnView(work.case, made, after)


def _leave_the_freezes(work: Working, before: Return, receipt: Receipt) -> None:
    """Take what was paid out of the freezes and seized sums that held it, by the decision of the return."""
    sums: dict[str, int] = {}
    for each in before.payments:
        if each.payment.number in receipt.payments:
            sums[each.payment.name] = sums.get(each.payment.name, 0) + each.payment.amount
    for name, amount in sorted(sums.items()):
        document = "; ".join(before.decisions)
        if name.startswith(SEIZED):
            item = measures.find(work.change.session, work.case, SEIZURE, name)
            seizures.take(work, item, SeizureStep.PAY, PaidOut(amount, document))
            continue
        freeze = measures.find(work.change.session, work.case, FREEZE, name)
        freezes.take(work, freeze, work.act(FreezeStep.PART.value, PartRelease(amount, document)))


def _desk(work: Working, found: Proceeding | None, blocks: Mapping[str, Block] | None = None) -> Desk:
    session = work.change.session
    hands = measures.hands(found) if found is not None else frozenset()
    taken = _others_outstanding(session, work.case, found)
    elsewhere = _others_payments(session, work.case, found)
    matches = rulings.list_rulings(session, work.case.number, RulingKind.MATCH)
    undone = frozenset(each.number for each in matches if each.undone is not None)
    return Desk(work.now, work.change.who, hands, _freezes_now(work, taken), blocks or {}, elsewhere, undone)


def _freezes_now(work: Working, taken: Mapping[str, int]) -> dict[str, FreezeNow]:
    session = work.change.session
    scope = measures.scope_of(work.case)
    every = proceedings.on_subjects_of(session, scope, FREEZE)
    found = {}
    for each in every:
        if each.scope == scope:
            view = freezes.view_of(work.case, each, every, work.now)
            held = view.freeze.cash
            free = None if held is None else held - taken.get(each.id, 0)
            found[each.id] = FreezeNow(view.state is FreezeState.ACTIVE, FREEZE_STATES[view.state], free)
    for each in proceedings.list_proceedings(session, scope, [SEIZURE]):
        item = seizures.seizure_in(each)
        free = item.left - taken.get(each.id, 0)
        found[each.id] = FreezeNow(item.left > 0, SEIZURE_STATES[item.state], free)
    return found


def _others_outstanding(session: Session, case: CaseRecord, but: Proceeding | None) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in proceedings.list_proceedings(session, measures.scope_of(case), [RETURN]):
        if but is None or each.number != but.number:
            for name, amount in _return(each).outstanding.items():
                sums[name] = sums.get(name, 0) + amount
    return sums


def _others_payments(session: Session, case: CaseRecord, but: Proceeding | None) -> dict[str, int]:
    """Return what the case's other returns have decided or paid, by claim."""
    sums: dict[str, int] = {}
    for each in proceedings.list_proceedings(session, measures.scope_of(case), [RETURN]):
        if but is None or each.number != but.number:
            for paying in _return(each).payments:
                sums[paying.payment.claim] = sums.get(paying.payment.claim, 0) + paying.payment.amount
    return sums


def _plan(settings: Settings, case: str, word: str, entered: Entered, *, pooled: bool) -> CasePlan:
    """Return the plan of a return under way, computed from the case as it stands."""
    view = show_return(settings, case, word)
    now = measures.present(entered.now or datetime.now(CHINA))
    about = view.found.about
    asked = AskedPlan(about.currency, about.freezes, None, now, pooled, view.proceeding.number)
    return case_plan(settings, case, asked)


def _by_claim(blocks: Iterable[Block]) -> dict[str, Block]:
    return {each.claim: each for each in blocks}


def _return(found: Proceeding) -> Return:
    return returning.return_of(step.act for step in found.steps)
