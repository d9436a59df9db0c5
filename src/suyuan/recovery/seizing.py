"""Seized property and voluntary return as a state machine: what an item is after its steps, what is lawful next.

Source: 程序规定 articles 174 (no sealing or seizing before the case is filed) and 236 (early sale), 刑诉法解释
articles 279, 439, 441, 444 (the list, each item with its proposal). Money counts in the books when it is money: a
thing by its net proceeds, never by its valuation.

Pure: the time is always given. What an item is after its steps (``seizure_of``) never asks whether they were
lawful; ``take`` does, before a step is added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from suyuan.model.moment import Moment
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Act, Standing
from suyuan.model.recorded import from_text
from suyuan.model.rights import Level
from suyuan.model.text import Message, Text
from suyuan.recovery import approval, citing
from suyuan.recovery.measured_objects import OBJECT_NAMES, ObjectClass
from suyuan.recovery.seizure_facts import (
    SEIZURE_STATES,
    SEIZURE_STEPS,
    VOLUNTARY,
    Confiscation,
    CustodyChange,
    Disposal,
    DisposalProposal,
    HandOver,
    PaidOut,
    Sale,
    SeizureRelease,
    SeizureState,
    SeizureStep,
    Taking,
    Valuation,
)

FILED, EARLY_SALE, LIST, RELEASE, OF_VICTIMS = (
    "freeze.after-filing",
    "disposal.early-sale",
    "disposal.list",
    "freeze.release.approval",
    "return.precondition",
)
SALE_LEVEL = Level.COUNTY
"""程序规定 236: the head of a police organ of county level or above approves an early sale."""

ALLOWED = {
    SeizureState.HELD: frozenset(SeizureStep) - {SeizureStep.TAKE},
    SeizureState.SOLD: frozenset(SeizureStep) - {SeizureStep.TAKE, SeizureStep.SELL, SeizureStep.VALUE},
    SeizureState.HANDED_OVER: frozenset({SeizureStep.PAY, SeizureStep.CONFISCATE, SeizureStep.RELEASE}),
}
"""What may follow; nothing follows a state that is not here."""

NOT_NOW = Text(zh="该财物现为“{state}”，不能{step}。", en="The item is “{state}”; you cannot {step}.")
NOT_FILED = Text(
    zh="本案尚未立案，不得查封、扣押。请先立案并录入立案时间；嫌疑人或家属主动退赃退赔的，按退赃或退赔登记。",
    en="The case is not filed (立案): nothing is sealed or seized before it. Enter the time of filing first; what "
    "a suspect or his family brings by themselves is entered as given up or compensated.",
)
BEFORE_FILING = Text(
    zh="本案 {filed} 立案，{acted} 在立案之前，不得查封、扣押。",
    en="The case was filed (立案) at {filed}; {acted} is before it, and nothing is sealed or seized before it.",
)
NOBODY = Text(zh="请写明从何人处取得（--from）。", en="Say from whom it was taken (--from).")
NO_AMOUNT = Text(zh="金钱须写明大于零的金额。", en="Of money the amount, above zero, must be stated.")
NO_THING = Text(
    zh="{object}须写明名称和数量，金额在估价或变卖时登记。",
    en="Of {object} name and quantity must be stated; sums are entered with its valuation or sale.",
)
NO_CUSTODY = Text(
    zh="虚拟货币须有保管记录：接收地址、密钥保管人和转入交易。",
    en="Tokens need a custody record: the address, who holds the key, the transactions by which they came.",
)
NO_RATE = Text(
    zh="虚拟货币的估价、变卖须写明汇率及其来源（--basis）。",
    en="A valuation or sale of tokens states the rate and its source (--basis).",
)
NOT_POSITIVE = Text(zh="金额应大于零：{amount}。", en="The amount must be above zero: {amount}.")
COSTS_ABOVE = Text(
    zh="费用 {costs} 超过价款 {proceeds}。请核对。",
    en="The costs, {costs}, are above the proceeds, {proceeds}. Check them.",
)
MONEY_IS_NOT_SOLD = Text(zh="金钱不需估价或变卖。", en="Money is neither valued nor sold.")
SELLING = Text(zh="先行变卖", en="An early sale")
RELEASING = Text(zh="解除查封、扣押", en="A release")
NO_DOCUMENT = Text(zh="须写明文书号和接收方。", en="Name the document and who takes it.")
MORE_THAN_THERE = Text(
    zh="返还 {asked} 超过现有可返还的 {left}。",
    en="{asked} is more than is there to be returned, {left}.",
)
NO_PROPOSAL = Text(
    zh="随案移送前，每项财物须有处理意见（suyuan seizure propose）。",
    en="Before an item is handed over with the case it needs a proposal (suyuan seizure propose).",
)


@dataclass(frozen=True)
class Seizure:
    """An item after its steps. ``money`` is what of it is money now (minor units), before what was paid out."""

    taking: Taking
    taken: Moment
    state: SeizureState = SeizureState.HELD
    valuation: Valuation | None = None
    sale: Sale | None = None
    proposal: Disposal | None = None
    custody: tuple[CustodyChange, ...] = ()
    paid: int = 0
    ended: Moment | None = None

    @property
    def money(self) -> int:
        """Return what of it is money: the sum taken, or the net proceeds of its sale."""
        if self.sale is not None:
            return self.sale.proceeds - self.sale.costs
        return self.taking.amount or 0

    @property
    def left(self) -> int:
        """Return what of it can still be returned to victims."""
        gone = self.state in (SeizureState.RELEASED, SeizureState.CONFISCATED)
        return 0 if gone else self.money - self.paid

    @property
    def currency(self) -> str:
        """Return the currency of its money."""
        return self.sale.currency if self.sale is not None else self.taking.currency


def seizure_of(acts: Iterable[Act]) -> Seizure:
    """Return what an item is after its steps, the first of which took it."""
    first, *rest = acts
    found = Seizure(from_text(Taking, first.facts), first.acted)
    for act in rest:
        found = _AFTER[SeizureStep(act.kind)](found, act)
    return found


def begin(act: Act, filed_at: Moment | None) -> Seizure:
    """Return an item that is being taken.

    Raises Refused before the case is filed (not for what is given up or compensated), and where its particulars
    lack.
    """
    facts, day = from_text(Taking, act.facts), citing.day_of(act.acted)
    if facts.way not in VOLUNTARY:
        if filed_at is None:
            raise citing.refused(NOT_FILED(), FILED, day)
        if act.acted.at < filed_at.at:
            raise citing.refused(BEFORE_FILING(filed=filed_at, acted=act.acted), FILED, day)
    if not facts.person.strip():
        raise citing.refused(NOBODY(), LIST, day)
    if facts.object is ObjectClass.CASH:
        if facts.amount is None or facts.amount <= 0:
            raise citing.refused(NO_AMOUNT(), LIST, day)
    elif facts.amount is not None or facts.thing is None or not (facts.thing.name and facts.thing.quantity):
        raise citing.refused(NO_THING(object=OBJECT_NAMES[facts.object]), LIST, day)
    custody = facts.thing.custody if facts.thing else None
    if facts.object is ObjectClass.CRYPTO and not (
        custody and custody.address and custody.key_holder and custody.transactions
    ):
        raise citing.refused(NO_CUSTODY(), LIST, day)
    return Seizure(facts, act.acted)


def take(seizure: Seizure, act: Act, hands: Collection[str]) -> Seizure:
    """Return the item after one more step; raises Refused, with the article, if it is not lawful now.

    ``hands`` are the people who carried it on: none of them approves.
    """
    step, day = SeizureStep(act.kind), citing.day_of(act.acted)
    if step not in ALLOWED.get(seizure.state, frozenset()):
        said = NOT_NOW(state=SEIZURE_STATES[seizure.state], step=SEIZURE_STEPS[step])
        raise citing.refused(said, LIST, day)
    _CHECKS[step](seizure, act, hands)
    return _AFTER[step](seizure, act)


def standing(seizure: Seizure) -> Standing:
    """Return what lists show of an item: nothing of it is due by a clock of its own."""
    return Standing(
        state=seizure.state.value,
        open=seizure.state in ALLOWED,
        amount=seizure.left,
        currency=seizure.currency,
        institution=seizure.taking.keeper,
    )


def _value(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del hands
    facts = from_text(Valuation, act.facts)
    _is_a_thing(seizure, act)
    _positive(facts.amount, facts.currency, act)
    _with_rate(seizure, facts.basis, act)


def _move(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del seizure, hands
    facts = from_text(CustodyChange, act.facts)
    if not facts.giver.strip() or not facts.taker.strip():
        raise citing.refused(NO_DOCUMENT(), LIST, citing.day_of(act.acted))


def _sell(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    facts, day = from_text(Sale, act.facts), citing.day_of(act.acted)
    _is_a_thing(seizure, act)
    _positive(facts.proceeds, facts.currency, act)
    if not 0 <= facts.costs <= facts.proceeds:
        shown = [text_from_minor(each, facts.currency) for each in (facts.costs, facts.proceeds)]
        raise citing.refused(COSTS_ABOVE(costs=shown[0], proceeds=shown[1]), EARLY_SALE, day)
    _with_rate(seizure, facts.basis, act)
    approval.check(SELLING, act.approved_by, hands, facts.level, SALE_LEVEL, EARLY_SALE, day)


def _propose(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del seizure, hands
    from_text(DisposalProposal, act.facts)


def _pay(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del hands
    facts, day = from_text(PaidOut, act.facts), citing.day_of(act.acted)
    _positive(facts.amount, seizure.currency, act)
    if facts.amount > seizure.left:
        asked, left = (text_from_minor(each, seizure.currency) for each in (facts.amount, seizure.left))
        raise citing.refused(MORE_THAN_THERE(asked=asked, left=left), OF_VICTIMS, day)
    if not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), OF_VICTIMS, day)


def _hand_over(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del hands
    facts, day = from_text(HandOver, act.facts), citing.day_of(act.acted)
    if seizure.proposal is None:
        raise citing.refused(NO_PROPOSAL(), LIST, day)
    if not facts.taker.strip() or not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), LIST, day)


def _release(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del seizure
    facts, day = from_text(SeizureRelease, act.facts), citing.day_of(act.acted)
    if not facts.taker.strip():
        raise citing.refused(NO_DOCUMENT(), RELEASE, day)
    approval.check(RELEASING, act.approved_by, hands, facts.level, Level.COUNTY, RELEASE, day)


def _confiscate(seizure: Seizure, act: Act, hands: Collection[str]) -> None:
    del seizure, hands
    facts = from_text(Confiscation, act.facts)
    if not facts.court.strip() or not facts.document.strip():
        raise citing.refused(NO_DOCUMENT(), LIST, citing.day_of(act.acted))


def _is_a_thing(seizure: Seizure, act: Act) -> None:
    if seizure.taking.object is ObjectClass.CASH:
        raise citing.refused(MONEY_IS_NOT_SOLD(), EARLY_SALE, citing.day_of(act.acted))


def _with_rate(seizure: Seizure, basis: str, act: Act) -> None:
    if seizure.taking.object is ObjectClass.CRYPTO and not basis.strip():
        raise citing.refused(NO_RATE(), EARLY_SALE, citing.day_of(act.acted))


def _positive(amount: int, currency: str, act: Act) -> None:
    if amount <= 0:
        shown: Message = NOT_POSITIVE(amount=text_from_minor(amount, currency))
        raise citing.refused(shown, LIST, citing.day_of(act.acted))


_CHECKS: dict[SeizureStep, Callable[[Seizure, Act, Collection[str]], None]] = {
    SeizureStep.VALUE: _value,
    SeizureStep.MOVE: _move,
    SeizureStep.SELL: _sell,
    SeizureStep.PROPOSE: _propose,
    SeizureStep.PAY: _pay,
    SeizureStep.HAND_OVER: _hand_over,
    SeizureStep.RELEASE: _release,
    SeizureStep.CONFISCATE: _confiscate,
}


def _paid(seizure: Seizure, act: Act) -> Seizure:
    after = replace(seizure, paid=seizure.paid + from_text(PaidOut, act.facts).amount)
    return replace(after, state=SeizureState.PAID_OUT, ended=act.acted) if after.left == 0 else after


def _handed_over(seizure: Seizure, act: Act) -> Seizure:
    del act
    return replace(seizure, state=SeizureState.HANDED_OVER)


def _ends(state: SeizureState) -> Callable[[Seizure, Act], Seizure]:
    return lambda seizure, act: replace(seizure, state=state, ended=act.acted)


_AFTER: dict[SeizureStep, Callable[[Seizure, Act], Seizure]] = {
    SeizureStep.VALUE: lambda each, act: replace(each, valuation=from_text(Valuation, act.facts)),
    SeizureStep.MOVE: lambda each, act: replace(
        each, custody=(*each.custody, from_text(CustodyChange, act.facts))
    ),
    SeizureStep.SELL: lambda each, act: replace(each, state=SeizureState.SOLD, sale=from_text(Sale, act.facts)),
    SeizureStep.PROPOSE: lambda each, act: replace(each, proposal=from_text(DisposalProposal, act.facts).disposal),
    SeizureStep.PAY: _paid,
    SeizureStep.HAND_OVER: _handed_over,
    SeizureStep.RELEASE: _ends(SeizureState.RELEASED),
    SeizureStep.CONFISCATE: _ends(SeizureState.CONFISCATED),
}
