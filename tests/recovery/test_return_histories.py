"""Random histories of several returns of one case: two freezes, three victims, late ones, upheld objections.

The plans are drawn at random, also beyond what is frozen or lost: what is unlawful the machine has to refuse.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Text
from suyuan.recovery import return_facts as facts_of
from suyuan.recovery import return_steps, returning
from suyuan.recovery.restitution import Basis
from suyuan.recovery.return_facts import FixedPlan, ReturnState
from suyuan.recovery.return_methods import ReturnMethod
from suyuan.recovery.return_steps import Desk, FreezeNow
from suyuan.recovery.returning import Return

START = datetime(2021, 5, 6, 9, 0, tzinfo=CHINA)
FROZEN = Text(zh="冻结中", en="frozen")
NET, HELD = 400, {"freeze-1": 600, "freeze-2": 500}
VICTIMS = ("甲", "乙", "丙")
OFFICERS = ("李警官", "赵警官")
STEPS = ("notice", "direct", "object", "settle", "approve", "decide", "order", "pay", "bounce", "redirect")
NEXT = {
    ReturnState.REVIEWED: ("notice", "direct"),
    ReturnState.DIRECT: ("approve",),
    ReturnState.ANNOUNCED: ("approve", "approve", "object"),
    ReturnState.OBJECTED: ("settle",),
    ReturnState.APPROVED: ("decide",),
    ReturnState.DECIDED: ("order",),
    ReturnState.AT_BANK: ("pay", "pay", "bounce", "order"),
    ReturnState.BOUNCED: ("redirect",),
}
"""What is likely to come next, so that histories get somewhere."""


@dataclass
class History:
    """A case's returns as they stand, what left each freeze, and the clock."""

    chance: random.Random
    now: datetime = START
    returns: list[Return] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def desk(self, but: int) -> Desk:
        """Return what the casebook would say: what others have decided is taken, what they pay counts."""
        others = [each for place, each in enumerate(self.returns) if place != but]
        taken = Counter[str]()
        paid = Counter[str]()
        for each in others:
            taken.update(each.outstanding)
            for one in each.payments:
                paid[one.payment.claim] += one.payment.amount
        freezes = {
            name: FreezeNow(True, FROZEN, held - self.left[name] - taken[name])  # noqa: FBT003
            for name, held in HELD.items()
        }
        return Desk(self.now, "李警官", frozenset({"李警官"}), freezes, {}, paid)

    def act(self, kind: str, facts: object) -> Act:
        """Return a step taken now, with reason and approval where a step may need them."""
        return Act(kind, Moment(self.now), to_text(facts), "理由", "王局长")

    def begin(self) -> None:
        """Begin a return for some of the victims, out of one freeze or both."""
        names = tuple(sorted(self.chance.sample(sorted(HELD), self.chance.choice((1, 2)))))
        victims = tuple(sorted(self.chance.sample(VICTIMS, self.chance.choice((1, 2, 3)))))
        about = facts_of.Informed("CNY", names, victims)
        found = return_steps.inform(self.act("inform", about), self.desk(-1))
        asked = tuple(facts_of.Application(each, "证件", card(each)) for each in victims)
        self.returns.append(found)
        self.step(len(self.returns) - 1, "apply", facts_of.Applications(asked))
        self.step(len(self.returns) - 1, "review", facts_of.Victims(victims, officers=OFFICERS))

    def step(self, place: int, kind: str, facts: object) -> None:
        """Try a step; what is refused changes nothing."""
        before = self.returns[place]
        try:
            after = return_steps.take(before, self.act(kind, facts), self.desk(place))
        except Refused:
            self.seen[f"{kind} refused"] += 1
            return
        self.seen[kind] += 1
        for each, was in zip(after.payments, (*before.payments, *[None] * len(after.payments)), strict=False):
            if each.state is ReturnState.RETURNED and (was is None or was.state is not ReturnState.RETURNED):
                self.left[each.payment.name] += each.payment.amount
        self.returns[place] = after

    def try_something(self) -> None:
        """Let time pass and try any step with any facts on any return."""
        self.now += self.chance.choice((timedelta(0), timedelta(days=1), timedelta(days=20)))
        if not self.returns or (len(self.returns) < 3 and self.chance.random() < 0.1):
            self.begin()
            return
        place = self.chance.randrange(len(self.returns))
        found = self.returns[place]
        likely = NEXT.get(found.state, ())
        kind = self.chance.choice(likely if likely and self.chance.random() < 0.7 else STEPS)
        self.step(place, kind, self.facts(found, kind))

    def facts(self, found: Return, kind: str) -> object:
        """Return facts for a step, lawful or not."""
        numbers = tuple(each.payment.number for each in found.payments) or (1,)
        number, name = self.chance.choice(numbers), self.chance.choice(sorted(HELD))
        again = self.plan(found) if self.chance.random() < 0.3 else None
        payments: tuple[facts_of.Payment, ...] = ()
        if found.plan is not None and found.approval is not None:
            payments = found.payments_of(found.plan, found.approval)
        every: dict[str, object] = {
            "direct": facts_of.Fixed(self.plan(found)),
            "notice": facts_of.Announced(self.plan(found), "公告"),
            "object": facts_of.Objected(self.chance.choice(VICTIMS), "少了"),
            "settle": facts_of.Settled(len(found.objections), self.chance.random() < 0.5, "查明"),
            "approve": facts_of.Approval(
                Level.CITY, self.chance.random() < 0.2, self.chance.random() < 0.3, again
            ),
            "decide": facts_of.Decided("返字", payments, Level.CITY),
            "order": facts_of.Ordered(name, OFFICERS, "协返"),
            "pay": facts_of.Receipt((number,), "回执"),
            "bounce": facts_of.Receipt((number,), "退汇"),
            "redirect": facts_of.Redirected(number, "6200000000000009999", "", "销户"),
        }
        return every[kind]

    def plan(self, found: Return) -> FixedPlan:
        """Draw a plan for a return's freezes and victims, within its bounds or beyond them."""
        method = self.chance.choice((ReturnMethod.PRO_RATA, ReturnMethod.BY_TIMESTAMP))
        lines = tuple(
            facts_of.FixedLine(f"R-{who}", who, name, method, amount, amount // 2, Basis.NOT_TRACED)
            for name in found.about.freezes
            for who in sorted(found.victims)
            if (amount := self.chance.choice((0, 0, 100, 150, 250, 450)))
        )
        accounts = tuple(
            facts_of.FixedAccount(name, "62", "钱某", "北岭银行", HELD[name], date(2022, 1, 1), None, 0, 0, 0, 0)
            for name in found.about.freezes
        )
        claims = tuple(
            facts_of.FixedClaim(f"R-{who}", who, NET, 0, START, (card(who),)) for who in sorted(found.victims)
        )
        return FixedPlan(
            currency="CNY",
            as_of=START,
            pooled=False,
            accounts=accounts,
            claims=claims,
            lines=lines,
            blocks=(),
            rules=(),
            flow_hash="flow",
            version="1",
        ).sealed

    def check_the_money(self) -> None:
        """What left a freeze was paid by returns, with what is decided never more than it held; no claim gets
        more than was lost; no payment is forgotten.
        """
        paid, outstanding, of_claim = Counter[str](), Counter[str](), Counter[str]()
        for each in self.returns:
            outstanding.update(each.outstanding)
            for one in each.payments:
                of_claim[one.payment.claim] += one.payment.amount
                if one.state is ReturnState.RETURNED:
                    paid[one.payment.name] += one.payment.amount
            waiting = sum(one.payment.amount for one in each.payments if one.state is not ReturnState.RETURNED)
            assert sum(each.outstanding.values()) == waiting
            assert returning.standing(each).state == each.state.value
        assert +paid == +self.left
        assert all(paid[name] + outstanding[name] <= held for name, held in HELD.items())
        assert all(amount <= NET for amount in of_claim.values())


def card(who: str) -> str:
    """Return the account from which a victim paid."""
    return f"620000000000000{VICTIMS.index(who)}111"


def test_random_histories_of_several_returns_conserve_money() -> None:
    """In 250 histories of 60 attempts no freeze pays more than it holds, no claim gets more than it lost; every
    kind of step was taken somewhere, and plans too large were refused.
    """
    seen = Counter[str]()
    several = 0
    for seed in range(250):
        history = History(random.Random(seed))  # noqa: S311
        for _ in range(60):
            history.try_something()
            history.check_the_money()
        seen.update(history.seen)
        several += sum(bool(each.paid()) for each in history.returns) > 1
    assert all(seen[each] > 20 for each in STEPS), seen
    assert seen["approve refused"] > 100
    assert several > 20
