"""What the steps of a return say for its papers: each as it was when it was decided, announced or served.

A paper that left the house is never rewritten: what a later step changed (another account after a bounced payment)
stands in the papers of that step.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from suyuan.actions.return_flow import SEIZED
from suyuan.actions.returns import ReturnView
from suyuan.documents.return_forms import Held, Loss
from suyuan.model.recorded import from_text
from suyuan.recovery import citing, returning
from suyuan.recovery.return_facts import Approval, Decided, FixedPlan, Ordered, Payment, ReturnState
from suyuan.recovery.return_facts import ReturnStep as Step
from suyuan.recovery.return_facts import Victims as OfVictims
from suyuan.recovery.return_methods import ReturnMethod
from suyuan.recovery.returning import Return


class PlanIndex:
    """A plan by what papers ask of it: accounts by name, methods by account and claim, accounts and loss by
    victim.
    """

    def __init__(self, plan: FixedPlan) -> None:
        self.plan = plan
        self.held: dict[str, Held] = {}
        self.methods: dict[tuple[str, str], set[ReturnMethod]] = {}
        self.reached: dict[str, set[str]] = {}
        self.losses: dict[str, Loss] = {}
        self.claims = {each.claim: each for each in plan.claims}
        for each in plan.accounts:
            seized = each.name.startswith(SEIZED)
            self.held[each.name] = Held(
                each.name, each.institution, each.account, each.holder, each.amount, seized
            )
        for line in plan.lines:
            self.methods.setdefault((line.name, line.claim), set()).add(line.method)
            self.reached.setdefault(line.victim, set()).add(line.name)
        for claim in plan.claims:
            known = self.losses.get(claim.victim, Loss(0, 0))
            self.losses[claim.victim] = Loss(known.loss + claim.loss, known.returned + claim.returned)


@dataclass(frozen=True)
class Order:
    """An order as it was served on a bank, with its payments as they stood then."""

    facts: Ordered
    day: date
    payments: tuple[Payment, ...]


@dataclass
class Recorded:
    """What a return's steps say beside its state: who reviewed whom, each payment as it was decided, in which
    decision on which day, by which plan and by whose approval, the orders to banks as they were served, the return
    as its notice found it.
    """

    reviewed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    given: dict[int, Payment] = field(default_factory=dict)
    decided: dict[int, tuple[str, date]] = field(default_factory=dict)
    plans: dict[int, PlanIndex] = field(default_factory=dict)
    approvals: dict[int, tuple[Approval, str]] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    planned: date | None = None
    announced: Return | None = None


def recorded(view: ReturnView) -> Recorded:
    """Return what the steps of a return say beside its state."""
    kept, found = Recorded(), None
    for step in view.proceeding.steps:
        before, act = found, step.act
        found = returning.begun(act) if before is None else returning.after(before, act)
        kind, day = returning.step_of(act.kind), citing.day_of(act.acted)
        if kind is Step.REVIEW:
            facts = from_text(OfVictims, act.facts)
            kept.reviewed |= dict.fromkeys(facts.victims, facts.officers)
        elif kind in (Step.DIRECT, Step.NOTICE):
            kept.planned = day
            kept.announced = found if kind is Step.NOTICE else kept.announced
        elif kind is Step.APPROVE:
            kept.planned = day
        elif kind is Step.DECIDE:
            decided = from_text(Decided, act.facts)
            kept.decided |= {each.number: (decided.document, day) for each in decided.payments}
            kept.given |= {each.number: each for each in decided.payments}
            numbers = [each.number for each in decided.payments]
            if found.plan is not None:
                kept.plans |= dict.fromkeys(numbers, PlanIndex(found.plan))
            if before is not None and before.approval is not None:
                kept.approvals |= dict.fromkeys(numbers, (before.approval, before.approved_by))
        elif kind is Step.ORDER and before is not None:
            _order(kept, before, found, from_text(Ordered, act.facts), day)
    return kept


def _order(kept: Recorded, before: Return, after: Return, facts: Ordered, day: date) -> None:
    """Keep an order; where the bank had asked for papers, it takes the place of the one before it."""
    changed = [(old, new) for old, new in zip(before.payments, after.payments, strict=True) if old is not new]
    again = {old.payment.number for old, _ in changed if old.state is ReturnState.ORDERED}
    for place, each in enumerate(kept.orders):
        left = tuple(one for one in each.payments if one.number not in again)
        if any(one.number in again for one in each.payments):
            kept.orders[place] = replace(each, payments=left)
    kept.orders.append(Order(facts, day, tuple(new.payment for _, new in changed)))
