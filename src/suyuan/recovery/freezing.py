"""A freeze 冻结 as a state machine: what it is after its steps, when it ends, how much it holds.

Source: 公安机关办理刑事案件程序规定 articles 174, 237 to 247; 公通字〔2024〕22号 article 2. Rules 10 to 15 and 36
of the law's list in docs/law.md. Which step is lawful is asked in ``freeze_steps``; how freezes of the same money
stand behind one another in ``waiting``.

A freeze holds until the end of the last day of its term, or the institution's own end where that is earlier; from
the next instant on it has lapsed by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from suyuan.errors import Refused
from suyuan.model.account import normal_form
from suyuan.model.bank_answer import PriorFreeze
from suyuan.model.law.deadline import Deadline
from suyuan.model.law.rule import Rule
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.text import Message, Text
from suyuan.recovery import citing
from suyuan.recovery.freeze_facts import (
    Credit,
    FreezeApproval,
    FreezeEffect,
    FreezeFails,
    FreezeProposal,
    FreezeServed,
    FreezeState,
    FreezeStep,
    FreezeWaits,
    PartRelease,
    Release,
    ReleaseGround,
    Renewal,
    Sale,
    TakeOver,
)
from suyuan.recovery.measured_objects import ObjectClass

TERMS = {
    ObjectClass.CASH: "freeze.cash.term",
    ObjectClass.SECURITIES: "freeze.securities.term",
    ObjectClass.EQUITY: "freeze.equity.term",
    ObjectClass.POLICY: "freeze.equity.term",
    ObjectClass.LISTED_SHARES: "freeze.equity.term",
}
MAJOR_TERM = "freeze.cash.term.major"
UNCONNECTED = "freeze.release.unconnected"
WAITING_ORDER = "freeze.waiting.order"

UNKNOWN_STEP = Text(zh="没有“{step}”这一步。", en="There is no step “{step}”.")
END_LATER = Text(
    zh="银行所写到期时间 {stated} 晚于法定期限 {lawful}，以法定为准。",
    en="The institution states the end {stated}, later than the law's {lawful}; the law's counts.",
)
END_EARLIER = Text(
    zh="银行所写到期时间 {stated} 早于法定期限 {lawful}，按银行所写计，续冻须在此前办理。",
    en="The institution states the end {stated}, before the law's {lawful}; the institution's counts, and a "
    "renewal "
    "must come before it.",
)


@dataclass(frozen=True)
class Term:
    """One term of a freeze: from its start by a rule; ``stated`` is the institution's own end."""

    start: Moment
    deadline: Deadline
    major: bool
    stated: Moment | None = None

    @property
    def expiry(self) -> Moment:
        """Return the moment at which it expires, from which a renewal runs."""
        lawful = Moment(datetime.combine(self.deadline.literal_end, datetime.min.time(), CHINA), Precision.DAY)
        return self.stated if self.stated is not None and self.stated.at < self._lawful_over else lawful

    @property
    def over(self) -> datetime:
        """Return the first instant at which it no longer holds."""
        stated = self.stated
        if stated is None or stated.at >= self._lawful_over:
            return self._lawful_over
        return _next_day(stated.at) if stated.precision is Precision.DAY else stated.at

    @property
    def safe(self) -> datetime:
        """Return by when to have renewed whatever the reading: the end of the safe date, or the earlier end."""
        return min(citing.last_instant(self.deadline.safe_date), self.over)

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Return what is uncertain about the end, and where the institution's is not the law's."""
        if self.stated is None or citing.day_of(self.stated) == self.deadline.literal_end:
            return self.deadline.warnings
        said = END_LATER if self.stated.at >= self._lawful_over else END_EARLIER
        return (*self.deadline.warnings, said(stated=self.stated, lawful=self.deadline.literal_end))

    @property
    def _lawful_over(self) -> datetime:
        return _next_day(datetime.combine(self.deadline.literal_end, datetime.min.time(), CHINA))


@dataclass(frozen=True)
class Freeze:
    """A freeze after its steps, by the steps alone; ``state_at`` adds what the clock does.

    ``limit`` is what may still be frozen at most (what was returned lowers it; None is a full freeze),
    ``held`` what is frozen now (None: not known), both in minor units.
    """

    proposal: FreezeProposal
    proposed: Moment
    limit: int | None = None
    state: FreezeState = FreezeState.PROPOSED
    approval: FreezeApproval = field(default_factory=FreezeApproval)
    approved_by: str = ""
    received: Moment | None = None
    terms: tuple[Term, ...] = ()
    held: int | None = None
    parted: int = 0
    let_go: int = 0
    sales: tuple[Sale, ...] = ()
    behind: tuple[str, ...] = ()
    prior: tuple[PriorFreeze, ...] = ()
    unconnected: Deadline | None = None
    ended: Moment | None = None
    owner_to_tell: bool = False
    reason: str = ""
    answers: tuple[str, ...] = ()
    last: Moment | None = None
    closed: bool = False

    @property
    def money(self) -> tuple[str, str]:
        """Return where the money is: account in normal form, and currency."""
        return normal_form(self.proposal.account), self.proposal.currency

    @property
    def thing(self) -> tuple[str, str, str]:
        """Return what is frozen: freezes of the same thing compete; securities and cash of one account do not."""
        return (*self.money, self.proposal.object.value)

    @property
    def kind(self) -> ObjectClass:
        """Return what it holds now: securities that were all sold are money, and renewed as money is."""
        return ObjectClass.CASH if any(each.whole for each in self.sales) else self.proposal.object

    @property
    def cash(self) -> int | None:
        """Return what of it is money, in minor units: all of deposits, of securities the proceeds of a sale."""
        return self.held if self.kind is ObjectClass.CASH else self.proceeds

    @property
    def proceeds(self) -> int:
        """Return what sales of its securities brought, in minor units; it stays frozen."""
        return sum(each.proceeds for each in self.sales)

    @property
    def shortfall(self) -> int | None:
        """Return limit less what is held; later credits fill it. None for a full freeze or an unknown sum."""
        return None if self.limit is None or self.held is None else self.limit - self.held

    @property
    def over(self) -> datetime | None:
        """Return the first instant at which its last term no longer holds, None where none began."""
        return self.terms[-1].over if self.terms else None

    @property
    def outside(self) -> tuple[PriorFreeze, ...]:
        """Return the freezes before it that are not in this casebook, as far as their number tells."""
        return self.prior[len(self.behind) :]

    def state_at(self, now: datetime) -> FreezeState:
        """Return the state at an instant: from the end of its term on a freeze has lapsed by itself."""
        if self.state is FreezeState.ACTIVE and self.over is not None and now >= self.over:
            return FreezeState.LAPSED
        return self.state


def freeze_of(acts: Iterable[Act]) -> Freeze:
    """Return what a freeze is after its steps; raises NotAsRecorded where a step's facts cannot be read."""
    given = iter(acts)
    freeze = begun(next(given))
    for act in given:
        freeze = after(freeze, act)
    return freeze


def begun(act: Act) -> Freeze:
    """Return a freeze after its first step, the proposal."""
    proposal = from_text(FreezeProposal, act.facts)
    return Freeze(proposal, act.acted, proposal.limit, last=act.acted)


def after(freeze: Freeze, act: Act) -> Freeze:
    """Return a freeze after one more step, lawful or not."""
    step = step_of(act.kind)
    return replace(_AFTER[step](freeze, act), last=act.acted)


def step_of(kind: str) -> FreezeStep:
    """Return the step of a word; raises Refused for none."""
    try:
        return FreezeStep(kind)
    except ValueError as error:
        raise Refused(UNKNOWN_STEP(step=kind)) from error


def term_rule(kind: ObjectClass, major: bool, acted: Moment) -> Rule:  # noqa: FBT001
    """Return the rule of the term for a class of property, in force on the day of the act."""
    name = MAJOR_TERM if major and kind is ObjectClass.CASH else TERMS[kind]
    return citing.governing(name, citing.day_of(acted))


def standing(freeze: Freeze, now: datetime, takes_over: datetime | None = None) -> Standing:
    """Return how a freeze stands at an instant, as the casebook keeps it.

    ``takes_over`` is when the freeze before a waiting one is expected to end. Due is the earlier of the release of
    what was found unconnected and the safe instant of the renewal.
    """
    state = freeze.state_at(now)
    due, rule = _due(freeze, state, takes_over)
    held = freeze.held if state is FreezeState.ACTIVE else freeze.limit
    return Standing(
        state.value,
        state in _OPEN and not freeze.closed,
        due,
        rule,
        held if state is not FreezeState.LAPSED else 0,
        freeze.proposal.currency,
        freeze.proposal.institution,
    )


_OPEN = frozenset(
    {
        FreezeState.PROPOSED,
        FreezeState.APPROVED,
        FreezeState.SERVED,
        FreezeState.ACTIVE,
        FreezeState.WAITING,
        FreezeState.LAPSED,
        FreezeState.RELEASED,
    }
)


def _due(freeze: Freeze, state: FreezeState, takes_over: datetime | None) -> tuple[datetime | None, str]:
    if freeze.closed:
        return None, ""
    if state is FreezeState.WAITING:
        until = [each.until.at for each in freeze.outside if each.until is not None]
        expected = min([*until, *([takes_over] if takes_over is not None else [])], default=None)
        return expected, WAITING_ORDER if expected is not None else ""
    candidates: list[tuple[datetime, str]] = []
    if freeze.unconnected is not None and (state is FreezeState.ACTIVE or freeze.owner_to_tell):
        candidates.append((release_by(freeze.unconnected), UNCONNECTED))
    if freeze.terms and state in (FreezeState.ACTIVE, FreezeState.LAPSED):
        candidates.append((freeze.terms[-1].safe, freeze.terms[-1].deadline.rule.id))
    return min(candidates, default=(None, ""))


def release_by(deadline: Deadline) -> datetime:
    """Return by when to have released: the end of the safe date, never before the day of the finding ends."""
    return max(citing.last_instant(deadline.safe_date), citing.last_instant(citing.day_of(deadline.start)))


def _approved(freeze: Freeze, act: Act) -> Freeze:
    approval = from_text(FreezeApproval, act.facts)
    return replace(freeze, state=FreezeState.APPROVED, approval=approval, approved_by=act.approved_by)


def _served(freeze: Freeze, act: Act) -> Freeze:
    from_text(FreezeServed, act.facts)
    return replace(freeze, state=FreezeState.SERVED, received=act.acted)


def _effective(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(FreezeEffect, act.facts)
    return replace(
        _began(freeze, act.acted, facts.end),
        held=_held(freeze, facts.balance, facts.executed),
        prior=facts.prior or freeze.prior,
        answers=_with(freeze, facts.answer),
    )


def _taken_over(freeze: Freeze, act: Act) -> Freeze:
    from_text(TakeOver, act.facts)
    # How much is there the institution has not said.
    return replace(_began(freeze, act.acted, None), held=None)


def _began(freeze: Freeze, start: Moment, stated: Moment | None) -> Freeze:
    rule = term_rule(freeze.proposal.object, freeze.approval.major, start)
    term = Term(start, citing.term_of(rule, start, freeze.approval.months), freeze.approval.major, stated)
    return replace(freeze, state=FreezeState.ACTIVE, terms=(*freeze.terms, term))


def _held(freeze: Freeze, balance: int | None, executed: int | None) -> int | None:
    """Return what is frozen: as the institution states it, else the lesser of limit and balance."""
    if executed is not None or balance is None:
        return executed
    return balance if freeze.limit is None else min(freeze.limit, balance)


def _waits(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(FreezeWaits, act.facts)
    return replace(
        freeze,
        state=FreezeState.WAITING,
        behind=facts.behind,
        prior=facts.prior,
        answers=_with(freeze, facts.answer),
    )


def _failed(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(FreezeFails, act.facts)
    return replace(
        freeze,
        state=FreezeState.FAILED,
        reason=facts.reason,
        closed=True,
        answers=_with(freeze, facts.answer),
    )


def _credited(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(Credit, act.facts)
    if facts.executed is not None:
        return replace(freeze, held=facts.executed, answers=_with(freeze, facts.answer))
    amount = (freeze.held or 0) + facts.amount
    return replace(freeze, held=amount if freeze.limit is None else min(freeze.limit, amount))


def _renewed(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(Renewal, act.facts)
    rule = term_rule(freeze.kind, facts.major, act.acted)
    start = freeze.terms[-1].expiry
    term = Term(start, citing.term_of(rule, start, facts.months), facts.major, facts.end)
    return replace(freeze, terms=(*freeze.terms, term), answers=_with(freeze, facts.answer))


def _parted(freeze: Freeze, act: Act) -> Freeze:
    amount = from_text(PartRelease, act.facts).amount
    return replace(
        freeze,
        held=None if freeze.held is None else freeze.held - amount,
        limit=None if freeze.limit is None else freeze.limit - amount,
        parted=freeze.parted + amount,
    )


def _let_go(freeze: Freeze, act: Act) -> Freeze:
    return replace(_parted(freeze, act), let_go=freeze.let_go + from_text(PartRelease, act.facts).amount)


def _sold(freeze: Freeze, act: Act) -> Freeze:
    """Return the freeze with the proceeds in the securities' place; what is not sold keeps its own worth."""
    sale = from_text(Sale, act.facts)
    sold = replace(freeze, sales=(*freeze.sales, sale))
    return replace(sold, held=sold.proceeds, limit=None) if sale.whole else sold


def _unconnected(freeze: Freeze, act: Act) -> Freeze:
    rule = citing.governing(UNCONNECTED, citing.day_of(act.acted))
    return replace(freeze, unconnected=citing.term_of(rule, act.acted))


def _released(freeze: Freeze, act: Act) -> Freeze:
    facts = from_text(Release, act.facts)
    tell = facts.ground is ReleaseGround.UNCONNECTED and facts.owner_told is None
    if tell and freeze.unconnected is None:
        freeze = _unconnected(freeze, act)
    return replace(
        freeze, state=FreezeState.RELEASED, held=0, ended=act.acted, owner_to_tell=tell, closed=not tell
    )


def _told(freeze: Freeze, act: Act) -> Freeze:
    del act
    return replace(freeze, owner_to_tell=False, closed=True)


def _lapsed(freeze: Freeze, act: Act) -> Freeze:
    ended = Moment(freeze.over) if freeze.over is not None else act.acted
    return replace(freeze, state=FreezeState.LAPSED, held=0, ended=ended, closed=True)


def _ends(state: FreezeState) -> Callable[[Freeze, Act], Freeze]:
    def ended(freeze: Freeze, act: Act) -> Freeze:
        return replace(freeze, state=state, ended=act.acted, closed=True)

    return ended


_AFTER: dict[FreezeStep, Callable[[Freeze, Act], Freeze]] = {
    FreezeStep.APPROVE: _approved,
    FreezeStep.SERVE: _served,
    FreezeStep.EFFECT: _effective,
    FreezeStep.WAIT: _waits,
    FreezeStep.FAIL: _failed,
    FreezeStep.CREDIT: _credited,
    FreezeStep.RENEW: _renewed,
    FreezeStep.PART: _parted,
    FreezeStep.RELEASE_PART: _let_go,
    FreezeStep.SELL: _sold,
    FreezeStep.UNCONNECTED: _unconnected,
    FreezeStep.RELEASE: _released,
    FreezeStep.TELL: _told,
    FreezeStep.DISPOSE: _ends(FreezeState.DISPOSED),
    FreezeStep.LAPSE: _lapsed,
    FreezeStep.TAKE_OVER: _taken_over,
    FreezeStep.VOID: _ends(FreezeState.VOID),
    FreezeStep.WITHDRAW: _ends(FreezeState.WITHDRAWN),
}


def _with(freeze: Freeze, answer: str) -> tuple[str, ...]:
    return (*freeze.answers, answer) if answer else freeze.answers


def _next_day(at: datetime) -> datetime:
    day = citing.day_of(at) + timedelta(days=1)
    return datetime.combine(day, datetime.min.time(), CHINA)
