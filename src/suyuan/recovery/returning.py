"""A return of frozen money 资金返还 as a state machine: what it is after its steps, and what is due.

Source: 返还规定 (银监发〔2016〕41号) articles 6 to 12. Rules 16 to 24 and 37 of the law's list in docs/law.md.
Which step is lawful is asked in ``return_steps``. Each victim has a way of his own up to the review; the plan, the
notice and the decision are one for all; each payment then goes its own way again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from suyuan.errors import Refused
from suyuan.model.law.deadline import Deadline
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.text import Text
from suyuan.recovery import citing
from suyuan.recovery.return_facts import (
    Announced,
    Application,
    Applications,
    Approval,
    Assigned,
    Decided,
    Fixed,
    FixedLine,
    FixedPlan,
    Informed,
    Judged,
    Objected,
    Ordered,
    Payment,
    Receipt,
    Redirected,
    ReturnState,
    ReturnStep,
    Settled,
    Victims,
)
from suyuan.recovery.return_methods import ReturnMethod

NOTICE, BANK = "return.notice", "return.bank"
UNKNOWN_STEP = Text(zh="没有“{step}”这一步。", en="There is no step “{step}”.")

AWAY = (ReturnState.REFUSED, ReturnState.DISPUTED)
"""States of a victim to whom nothing is paid."""


@dataclass(frozen=True)
class Objection:
    """An objection with its outcome, None while it is under review."""

    number: int
    at: Moment
    objected: Objected
    settled: Settled | None = None


@dataclass(frozen=True)
class Paying:
    """A payment and where it stands: decided, at the bank, returned, bounced, redirected."""

    payment: Payment
    state: ReturnState = ReturnState.DECIDED
    words: str = ""
    at: Moment | None = None


@dataclass(frozen=True)
class Return:
    """A return after its steps. ``victims`` by name where each stands, ``applications`` what they asked for.

    ``plan`` is the one in force; ``announced`` the one of the notice. ``orders`` is the bank's term by freeze.
    """

    about: Informed
    victims: Mapping[str, ReturnState]
    applications: Mapping[str, Application] = field(default_factory=dict)
    plan: FixedPlan | None = None
    announced: FixedPlan | None = None
    notice: Deadline | None = None
    document: str = ""
    objections: tuple[Objection, ...] = ()
    approval: Approval | None = None
    approved_by: str = ""
    payments: tuple[Paying, ...] = ()
    decisions: tuple[str, ...] = ()
    orders: Mapping[str, Deadline | None] = field(default_factory=dict)
    superior: bool = False
    handed_over: bool = False
    last: Moment | None = None

    @property
    def state(self) -> ReturnState:
        """Return where it stands as a whole."""
        if self.superior or self.handed_over:
            return ReturnState.SUPERIOR
        if self.approval is not None:
            return ReturnState.APPROVED
        if any(each.settled is None for each in self.objections):
            return ReturnState.OBJECTED
        if self.payments:
            return self._paying()
        if self.plan is not None:
            return ReturnState.DIRECT if self.notice is None else ReturnState.ANNOUNCED
        states = set(self.victims.values())
        order = (ReturnState.REVIEWED, ReturnState.TO_CORRECT, ReturnState.APPLIED, ReturnState.INFORMED, *AWAY)
        return next((each for each in order if each in states), ReturnState.INFORMED)

    def _paying(self) -> ReturnState:
        states = {each.state for each in self.payments}
        order = (ReturnState.BOUNCED, ReturnState.AT_BANK, ReturnState.ORDERED, ReturnState.REDIRECTED)
        found = next((each for each in order if each in states), None)
        return found or (ReturnState.DECIDED if ReturnState.DECIDED in states else ReturnState.RETURNED)

    @property
    def closed(self) -> bool:
        """Tell whether nothing can follow: handed over, nobody left to pay, or all that the plan gives is paid."""
        if self.handed_over:
            return True
        if all(each in AWAY for each in self.victims.values()) and not self.outstanding:
            return all(each is ReturnState.REFUSED for each in self.victims.values())
        done = bool(self.payments) and all(each.state is ReturnState.RETURNED for each in self.payments)
        return done and not self.unclaimed and self.approval is None

    @property
    def outstanding(self) -> Mapping[str, int]:
        """Return what is decided and has not left its freeze yet, by freeze."""
        sums: dict[str, int] = {}
        for each in self.payments:
            if each.state is not ReturnState.RETURNED:
                sums[each.payment.name] = sums.get(each.payment.name, 0) + each.payment.amount
        return sums

    @property
    def unclaimed(self) -> frozenset[tuple[str, str]]:
        """Return the plan's lines, by freeze and claim, on which nothing is decided and nobody was refused."""
        if self.plan is None:
            return frozenset()
        undecided = self._undecided(self.plan)
        return frozenset(
            (line.name, line.claim)
            for line in undecided
            if self.victims.get(line.victim) is not ReturnState.REFUSED and (line.found_only or line.with_presumed)
        )

    def paid(self) -> dict[str, int]:
        """Return what has come back on each claim."""
        sums: dict[str, int] = {}
        for each in self.payments:
            if each.state is ReturnState.RETURNED:
                sums[each.payment.claim] = sums.get(each.payment.claim, 0) + each.payment.amount
        return sums

    def payments_of(self, plan: FixedPlan, approval: Approval) -> tuple[Payment, ...]:
        """Return what an approval lets be paid: undecided lines of the plan, for victims reviewed."""
        found: list[Payment] = []
        for line in sorted(self._undecided(plan), key=lambda each: (each.name, each.claim)):
            amount = line.with_presumed if approval.keep_presumed else line.found_only
            away = self.victims.get(line.victim) is not ReturnState.REVIEWED
            waits = approval.traced_only and not line.traced
            if not amount or away or waits:
                continue
            asked = self.applications[line.victim]
            number = len(self.payments) + len(found) + 1
            found.append(
                Payment(
                    number,
                    line.claim,
                    line.victim,
                    line.name,
                    amount,
                    asked.account,
                    asked.bank,
                    asked.reason,
                    line.method,
                )
            )
        return tuple(found)

    def _undecided(self, plan: FixedPlan) -> tuple[FixedLine, ...]:
        """Return a plan's lines on which nothing is decided.

        A payment decides all that its claim has in its freeze; where a traced part and a share stand there side by
        side (one for all accounts pooled), only the one that it is.
        """
        decided: dict[tuple[str, str], set[ReturnMethod | None]] = {}
        for each in self.payments:
            key = each.payment.name, each.payment.claim
            decided.setdefault(key, set()).add(each.payment.method)
        methods: dict[tuple[str, str], set[ReturnMethod]] = {}
        for line in plan.lines:
            methods.setdefault((line.name, line.claim), set()).add(line.method)

        def open_(line: FixedLine) -> bool:
            made = decided.get((line.name, line.claim))
            if made is None:
                return True
            several = len(methods[line.name, line.claim]) > 1
            return several and None not in made and line.method not in made

        return tuple(line for line in plan.lines if open_(line))


def return_of(acts: Iterable[Act]) -> Return:
    """Return what a return is after its steps; raises NotAsRecorded where a step's facts cannot be read."""
    given = iter(acts)
    found = begun(next(given))
    for act in given:
        found = after(found, act)
    return found


def begun(act: Act) -> Return:
    """Return a return after its first step: victims were informed."""
    about = from_text(Informed, act.facts)
    return Return(about, dict.fromkeys(about.victims, ReturnState.INFORMED), last=act.acted)


def after(found: Return, act: Act) -> Return:
    """Return a return after one more step, lawful or not."""
    return replace(_AFTER[step_of(act.kind)](found, act), last=act.acted)


def step_of(kind: str) -> ReturnStep:
    """Return the step of a word; raises Refused for none."""
    try:
        return ReturnStep(kind)
    except ValueError as error:
        raise Refused(UNKNOWN_STEP(step=kind)) from error


def standing(found: Return) -> Standing:
    """Return how a return stands, as the casebook keeps it: due is the notice's end or the bank's."""
    due: list[tuple[datetime, str]] = []
    waiting = {each.payment.name for each in found.payments if each.state is ReturnState.AT_BANK}
    due += [
        (citing.last_instant(term.end), BANK)
        for name, term in found.orders.items()
        if term is not None and name in waiting
    ]
    if found.notice is not None and found.state in (ReturnState.ANNOUNCED, ReturnState.OBJECTED):
        due.append((citing.last_instant(found.notice.end), NOTICE))
    at, rule = min(due, default=(None, ""))
    total = sum(each.payment.amount for each in found.payments)
    return Standing(found.state.value, not found.closed, at, rule, total, found.about.currency)


def _victims(found: Return, names: Iterable[str], state: ReturnState) -> Return:
    return replace(found, victims={**found.victims, **dict.fromkeys(names, state)})


def _informed(found: Return, act: Act) -> Return:
    facts = from_text(Informed, act.facts)
    fresh = [each for each in facts.victims if each not in found.victims]
    freezes = tuple(dict.fromkeys((*found.about.freezes, *facts.freezes)))
    return _victims(replace(found, about=replace(found.about, freezes=freezes)), fresh, ReturnState.INFORMED)


def _applied(found: Return, act: Act) -> Return:
    given = {each.victim: each for each in from_text(Applications, act.facts).applications}
    return _victims(replace(found, applications={**found.applications, **given}), given, ReturnState.APPLIED)


def _to(state: ReturnState) -> Callable[[Return, Act], Return]:
    return lambda found, act: _victims(found, from_text(Victims, act.facts).victims, state)


def _judged(found: Return, act: Act) -> Return:
    facts = from_text(Judged, act.facts)
    applied = {each for each in facts.victims if each in found.applications}
    found = _victims(found, facts.victims, ReturnState.INFORMED if facts.stands else ReturnState.REFUSED)
    return _victims(found, applied, ReturnState.APPLIED) if facts.stands else found


def _superior(found: Return, act: Act) -> Return:
    del act
    return replace(found, superior=True)


def _assigned(found: Return, act: Act) -> Return:
    return replace(found, superior=False, handed_over=not from_text(Assigned, act.facts).ours)


def _direct(found: Return, act: Act) -> Return:
    return replace(found, plan=from_text(Fixed, act.facts).plan)


def _announced(found: Return, act: Act) -> Return:
    facts = from_text(Announced, act.facts)
    term = citing.term_of(citing.governing(NOTICE, citing.day_of(act.acted)), act.acted)
    return replace(found, plan=facts.plan, announced=facts.plan, notice=term, document=facts.document)


def _objected(found: Return, act: Act) -> Return:
    made = Objection(len(found.objections) + 1, act.acted, from_text(Objected, act.facts))
    return replace(found, objections=(*found.objections, made))


def _settled(found: Return, act: Act) -> Return:
    facts = from_text(Settled, act.facts)
    made = tuple(
        replace(each, settled=facts) if each.number == facts.number else each for each in found.objections
    )
    return replace(found, objections=made)


def _approved(found: Return, act: Act) -> Return:
    facts = from_text(Approval, act.facts)
    return replace(found, approval=facts, approved_by=act.approved_by, plan=facts.plan or found.plan)


def _decided(found: Return, act: Act) -> Return:
    facts = from_text(Decided, act.facts)
    made = (*found.payments, *(Paying(each, at=act.acted) for each in facts.payments))
    return replace(found, payments=made, decisions=(*found.decisions, facts.document), approval=None)


def _ordered(found: Return, act: Act) -> Return:
    facts = from_text(Ordered, act.facts)
    term = citing.term_of(citing.governing(BANK, citing.day_of(act.acted)), act.acted) if facts.complete else None
    state = ReturnState.AT_BANK if facts.complete else ReturnState.ORDERED
    to_pay = (ReturnState.DECIDED, ReturnState.ORDERED, ReturnState.REDIRECTED)
    made = tuple(
        replace(each, state=state, at=act.acted)
        if each.payment.name == facts.name and each.state in to_pay
        else each
        for each in found.payments
    )
    return replace(found, payments=made, orders={**found.orders, facts.name: term})


def _told(state: ReturnState) -> Callable[[Return, Act], Return]:
    def told(found: Return, act: Act) -> Return:
        facts = from_text(Receipt, act.facts)
        made = tuple(
            replace(each, state=state, words=facts.words, at=act.acted)
            if each.payment.number in facts.payments
            else each
            for each in found.payments
        )
        return replace(found, payments=made)

    return told


def _redirected(found: Return, act: Act) -> Return:
    facts = from_text(Redirected, act.facts)
    made = tuple(
        replace(
            each,
            state=ReturnState.REDIRECTED,
            at=act.acted,
            payment=replace(each.payment, account=facts.account, bank=facts.bank, reason=facts.reason),
        )
        if each.payment.number == facts.payment
        else each
        for each in found.payments
    )
    return replace(found, payments=made)


_AFTER: dict[ReturnStep, Callable[[Return, Act], Return]] = {
    ReturnStep.INFORM: _informed,
    ReturnStep.APPLY: _applied,
    ReturnStep.ASK: _to(ReturnState.TO_CORRECT),
    ReturnStep.CORRECT: _to(ReturnState.APPLIED),
    ReturnStep.REVIEW: _to(ReturnState.REVIEWED),
    ReturnStep.REFUSE: _to(ReturnState.REFUSED),
    ReturnStep.DISPUTE: _to(ReturnState.DISPUTED),
    ReturnStep.JUDGE: _judged,
    ReturnStep.SUPERIOR: _superior,
    ReturnStep.ASSIGN: _assigned,
    ReturnStep.DIRECT: _direct,
    ReturnStep.NOTICE: _announced,
    ReturnStep.OBJECT: _objected,
    ReturnStep.SETTLE: _settled,
    ReturnStep.APPROVE: _approved,
    ReturnStep.DECIDE: _decided,
    ReturnStep.ORDER: _ordered,
    ReturnStep.PAY: _told(ReturnState.RETURNED),
    ReturnStep.BOUNCE: _told(ReturnState.BOUNCED),
    ReturnStep.REDIRECT: _redirected,
}
