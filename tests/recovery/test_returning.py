"""Returns by hand: from the victims' information to the bank's receipt, every refusal; and random histories."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.model.text import Language, Text
from suyuan.recovery import return_facts as facts_of
from suyuan.recovery import return_steps, returning
from suyuan.recovery.restitution import Basis
from suyuan.recovery.return_facts import Application, Block, FixedPlan, ReturnState
from suyuan.recovery.return_methods import ReturnMethod
from suyuan.recovery.return_steps import Desk, FreezeNow
from suyuan.recovery.returning import Return

DAY = timedelta(days=1)
START = datetime(2021, 5, 6, 9, 0, tzinfo=CHINA)
FROZEN = Text(zh="冻结中", en="frozen")
LAPSED = Text(zh="自动解除", en="lapsed")
A, B, C = "张某甲", "王某乙", "李某丙"
CARD = {A: "6200000000000000111", B: "6200000000000000129", C: "6200000000000000137"}
OFFICERS = ("李警官", "赵警官")


def plan(*lines: tuple[str, ReturnMethod, int, int], name: str = "freeze-1") -> FixedPlan:
    claims = tuple(
        facts_of.FixedClaim(f"R-{who}", who, 1000, 0, START, (CARD[who],)) for who in (A, B, C)[: len(lines)]
    )
    made = tuple(
        facts_of.FixedLine(f"R-{who}", who, name, method, found, kept, Basis.NOT_TRACED)
        for who, method, found, kept in lines
    )
    account = facts_of.FixedAccount(name, "6200000000000000017", "钱某", "北岭银行", 1000, date(2021, 12, 1), None,
                                    0, 0, 0, 0)  # fmt: skip
    return FixedPlan(
        currency="CNY",
        as_of=START,
        pooled=False,
        accounts=(account,),
        claims=claims,
        lines=made,
        blocks=(),
        rules=(),
        flow_hash="flow",
        version="1",
    ).sealed


SHARED = plan((A, ReturnMethod.BY_TIMESTAMP, 300, 300), (B, ReturnMethod.PRO_RATA, 400, 200))
DIRECT = plan((A, ReturnMethod.SINGLE_RECORD, 300, 300))


def desk(
    now: datetime,
    *,
    free: int | None = 1000,
    active: bool = True,
    blocks: tuple[Block, ...] = (),
    elsewhere: int = 0,
) -> Desk:
    freeze = FreezeNow(active, FROZEN if active else LAPSED, free)
    by_claim = {each.claim: each for each in blocks}
    freezes = {"freeze-1": freeze}
    return Desk(now, "李警官", frozenset({"李警官"}), freezes, by_claim, {f"R-{A}": elsewhere})


def act(kind: str, when: datetime, facts: object, why: str = "", by: str = "") -> Act:
    return Act(kind, Moment(when), to_text(facts), why, by)


def take(
    found: Return, kind: str, when: datetime, facts: object, why: str = "", by: str = "", **more: object
) -> Return:
    return return_steps.take(found, act(kind, when, facts, why, by), desk(when, **more))  # type: ignore[arg-type]


def reviewed(*who: str) -> Return:
    about = facts_of.Informed("CNY", ("freeze-1",), who)
    found = return_steps.inform(act("inform", START, about), desk(START))
    asked = facts_of.Applications(tuple(Application(each, f"证件{each}", CARD[each]) for each in who))
    found = take(found, "apply", START, asked)
    return take(found, "review", START, facts_of.Victims(who, officers=OFFICERS))


def announced(fixed: FixedPlan = SHARED, *who: str) -> Return:
    return take(reviewed(*(who or (A, B))), "notice", START, facts_of.Announced(fixed, "公告1号", "网站"))


def approve(found: Return, when: datetime, **more: object) -> Return:
    named = ("traced_only", "keep_presumed", "plan")
    chosen = {name: more.pop(name) for name in named if name in more}
    given = facts_of.Approval(Level.CITY, **chosen)  # type: ignore[arg-type]
    return take(found, "approve", when, given, str(more.pop("why", "")), "王局长", **more)


def decide(found: Return, when: datetime) -> Return:
    assert found.plan is not None and found.approval is not None
    payments = found.payments_of(found.plan, found.approval)
    return take(found, "decide", when, facts_of.Decided("返字1号", payments, Level.CITY), by="王局长")


def assert_refused(call: object, *words: str) -> None:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator]
    said = caught.value.message.render(Language.EN)
    assert all(word in said for word in words), said


def test_a_direct_return_to_its_end() -> None:
    """Reviewed, direct, approved, decided, at the bank with three working days, returned and closed."""
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    assert found.state is ReturnState.DIRECT
    found = approve(found, START)
    assert found.state is ReturnState.APPROVED
    found = decide(found, START)
    assert (found.state, found.outstanding) == (ReturnState.DECIDED, {"freeze-1": 300})
    found = take(found, "order", START, facts_of.Ordered("freeze-1", OFFICERS, "协返1号"))
    standing = returning.standing(found)
    # Thursday 6 May 2021: Friday is day one, Saturday 8 May is worked in exchange, Monday is day three
    assert (standing.due_at, standing.due_rule) == (datetime(2021, 5, 10, 23, 59, 59, tzinfo=CHINA), "return.bank")
    found = take(found, "pay", START + DAY, facts_of.Receipt((1,), "回执1号"))
    assert (found.state, found.closed, found.paid()) == (ReturnState.RETURNED, True, {f"R-{A}": 300})
    assert_refused(
        lambda: take(found, "pay", START + DAY, facts_of.Receipt((1,), "再来")), "done", "return.states"
    )


def test_the_notice_runs_thirty_days_and_rolls() -> None:
    """Announced on 6 May 2021 (day 1 is the 7th): the last day is Saturday 5 June, rolled to Monday 7 June."""
    found = announced()
    assert found.notice is not None
    assert (found.notice.literal_end, found.notice.end) == (date(2021, 6, 5), date(2021, 6, 7))
    late = datetime(2021, 6, 8, 8, 0, tzinfo=CHINA)
    assert_refused(lambda: take(found, "object", late, facts_of.Objected(B, "应得更多")), "2021-06-07", "第八条")
    last = datetime(2021, 6, 7, 23, 0, tzinfo=CHINA)
    assert_refused(lambda: approve(found, last), "2021-06-07", "return.notice")
    objected = take(found, "object", last, facts_of.Objected(B, "应得更多"))
    assert objected.state is ReturnState.OBJECTED
    assert_refused(lambda: approve(objected, late), "objections under review")
    settled = take(objected, "settle", late, facts_of.Settled(1, upheld=False, reason="无据"))
    assert [each.amount for each in approve(settled, late).payments_of(SHARED, facts_of.Approval())] == [300, 400]
    assert_refused(
        lambda: take(settled, "settle", late, facts_of.Settled(1, upheld=True, reason="再议")), "return.states"
    )


def test_what_is_traced_goes_ahead_of_the_notice_and_the_rest_stays() -> None:
    """A's 300 is paid while the notice runs; B's 400 (200 with the presumed share kept) after it."""
    found = decide(approve(announced(), START, traced_only=True), START)
    assert [(each.payment.victim, each.payment.amount) for each in found.payments] == [(A, 300)]
    after = START + 40 * DAY
    found = decide(approve(found, after, keep_presumed=True), after)
    assert [each.payment.amount for each in found.payments] == [300, 200]


def test_who_approves_and_with_whom() -> None:
    """City level by somebody else; two officers; a document."""
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    given = facts_of.Approval(Level.COUNTY)
    assert_refused(lambda: take(found, "approve", START, given, by="王局长"), "city", "第六条")
    assert_refused(lambda: take(found, "approve", START, facts_of.Approval(Level.CITY), by="李警官"), "two people")
    assert_refused(lambda: take(found, "approve", START, facts_of.Approval(Level.CITY)), "Nobody approved")
    done = decide(approve(found, START), START)
    assert_refused(
        lambda: take(done, "order", START, facts_of.Ordered("freeze-1", ("李警官", "李警官"), "x")), "2 officers"
    )
    assert_refused(lambda: take(done, "order", START, facts_of.Ordered("freeze-9", OFFICERS, "x")), "freeze-9")


def test_only_what_is_frozen_goes_back() -> None:
    """A lapsed freeze, a sum above what it holds and other returns leave free: refused with the article."""
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    assert_refused(lambda: approve(found, START, active=False), "lapsed", "第二条、第六条")
    assert_refused(lambda: approve(found, START, free=299), "3.00", "2.99", "return.precondition")
    assert_refused(lambda: approve(found, START, free=None), "0.00")
    about = facts_of.Informed("CNY", ("freeze-1",), (A,))
    assert_refused(
        lambda: return_steps.inform(act("inform", START, about), desk(START, active=False)), "not frozen"
    )


def test_no_claim_gets_more_than_its_loss_over_all_returns() -> None:
    """A lost 10.00; with 7.00 of another return 3.00 more is lawful, with 7.01 neither approved nor decided."""
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    assert_refused(lambda: approve(found, START, elsewhere=701), "10.00", "7.01", "3.00", "return.remainder")
    approved = approve(found, START, elsewhere=700)
    assert approved.state is ReturnState.APPROVED
    assert approved.plan is not None and approved.approval is not None
    payments = approved.payments_of(approved.plan, approved.approval)
    facts = facts_of.Decided("返字1号", payments, Level.CITY)
    assert_refused(lambda: take(approved, "decide", START, facts, by="王局长", elsewhere=701), "return.remainder")


def test_a_claim_of_another_case_is_not_paid() -> None:
    """Both cases' numbers stand in the refusal, at the review and at the approval."""
    block = Block(f"R-{A}", A, "C0001", "C0002", "返还 300.00")
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    assert_refused(lambda: approve(found, START, blocks=(block,)), "C0001", "C0002")
    found = return_steps.inform(act("inform", START, facts_of.Informed("CNY", ("freeze-1",), (A,))), desk(START))
    found = take(found, "apply", START, facts_of.Applications((Application(A, "1", CARD[A]),)))
    assert_refused(
        lambda: take(found, "review", START, facts_of.Victims((A,), officers=OFFICERS), blocks=(block,)), "C0002"
    )


def test_to_the_account_that_paid_or_with_a_reason() -> None:
    """Another account needs a reason; what bounced goes to another account with a new notice and a new term."""
    about = facts_of.Informed("CNY", ("freeze-1",), (A,))
    found = return_steps.inform(act("inform", START, about), desk(START))
    other = Application(A, "1", "6200000000000009999")
    moved = take(found, "apply", START, facts_of.Applications((other,)))
    moved = take(moved, "review", START, facts_of.Victims((A,), officers=OFFICERS))
    moved = take(moved, "direct", START, facts_of.Fixed(DIRECT))
    assert_refused(lambda: approve(moved, START), CARD[A], "return.account")
    found = take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT))
    found = decide(approve(found, START), START)
    found = take(found, "order", START, facts_of.Ordered("freeze-1", OFFICERS, "1"))
    found = take(found, "bounce", START + DAY, facts_of.Receipt((1,), "账户已销户"))
    assert (found.state, found.outstanding) == (ReturnState.BOUNCED, {"freeze-1": 300})
    assert_refused(
        lambda: take(found, "redirect", START + DAY, facts_of.Redirected(1, "62", "", "")), "return.account"
    )
    found = take(
        found, "redirect", START + DAY, facts_of.Redirected(1, "6200000000000009999", "南川银行", "已销户")
    )
    later = START + 11 * DAY
    found = take(found, "order", later, facts_of.Ordered("freeze-1", OFFICERS, "2"))
    assert returning.standing(found).due_at == datetime(2021, 5, 20, 23, 59, 59, tzinfo=CHINA)
    assert take(found, "pay", later, facts_of.Receipt((1,), "回执")).closed


def test_papers_a_bank_lacks_start_no_term() -> None:
    """Incomplete papers: no term; when they are brought again the three working days start."""
    found = decide(approve(take(reviewed(A), "direct", START, facts_of.Fixed(DIRECT)), START), START)
    found = take(found, "order", START, facts_of.Ordered("freeze-1", OFFICERS, "1", complete=False))
    assert (found.state, returning.standing(found).due_at) == (ReturnState.ORDERED, None)
    assert_refused(lambda: take(found, "pay", START, facts_of.Receipt((1,), "x")), "at the bank")
    assert take(found, "order", START, facts_of.Ordered("freeze-1", OFFICERS, "1")).state is ReturnState.AT_BANK


def test_an_upheld_objection_asks_for_another_plan() -> None:
    """Without one nothing is approved; with one a claim that the notice has not may come in, without none may."""
    found = take(announced(), "object", START, facts_of.Objected(C, "也是被害人"))
    found = take(found, "settle", START, facts_of.Settled(1, upheld=True, reason="查实"))
    after = START + 40 * DAY
    assert_refused(lambda: approve(found, after), "Objection 1", "return.notice")
    lines = ((A, ReturnMethod.BY_TIMESTAMP, 300, 300), (B, ReturnMethod.PRO_RATA, 300, 150),
             (C, ReturnMethod.PRO_RATA, 100, 50))  # fmt: skip
    again = approve(found, after, plan=plan(*lines), why="异议成立")
    assert again.plan == plan(*lines)
    assert_refused(
        lambda: approve(announced(), after, plan=plan(*lines), why="补充"), f"R-{C}", "return.remainder"
    )
    forged = replace(plan(*lines), flow_hash="other")
    assert_refused(lambda: approve(found, after, plan=forged, why="x"), "flow table")


def test_side_exits() -> None:
    """Refused, disputed until a judgment, put to the common superior: nothing is paid meanwhile."""
    found = take(announced(), "dispute", START, facts_of.Victims((B,)), "他人主张")
    after = START + 40 * DAY
    paid = decide(approve(found, after), after)
    assert [each.payment.victim for each in paid.payments] == [A]
    judged = take(paid, "judge", after, facts_of.Judged((B,), "判决1号", stands=True))
    assert judged.victims[B] is ReturnState.APPLIED
    assert_refused(lambda: take(paid, "refuse", after, facts_of.Victims((A,)), "x"), "decided")
    assert_refused(lambda: take(found, "refuse", START, facts_of.Victims((A,))), "reason")
    up = take(announced(), "superior", START, facts_of.Superior(("甲局", "乙局")))
    assert_refused(lambda: approve(up, after), "common superior", "第十一条")
    assert (
        take(up, "assign", START, facts_of.Assigned("甲局", "指定1号", ours=True)).state is ReturnState.ANNOUNCED
    )
    assert take(up, "assign", START, facts_of.Assigned("乙局", "指定1号", ours=False)).closed
    assert_refused(lambda: take(reviewed(A), "superior", START, facts_of.Superior(("甲局",))), "two at least")


def test_direct_and_announced_are_not_confused() -> None:
    """Shares are never returned directly; a notice is for shares alone; a plan without a flow table is none."""
    assert_refused(lambda: take(reviewed(A), "direct", START, facts_of.Fixed(SHARED)), "announced first")
    assert_refused(
        lambda: take(reviewed(A), "notice", START, facts_of.Announced(DIRECT, "1")), "no notice is needed"
    )
    bare = replace(DIRECT, flow_hash="", hash="").sealed
    assert_refused(lambda: take(reviewed(A), "direct", START, facts_of.Fixed(bare)), "flow table")
    assert_refused(lambda: take(announced(), "inform", START, facts_of.Informed("CNY", (), (C,))), "announced")
    assert_refused(
        lambda: take(announced(), "apply", START, facts_of.Applications((Application(C, "1", "62"),))), "new"
    )


def test_a_traced_part_and_a_share_of_one_claim_are_decided_apart() -> None:
    """Pooled, A has 3.00 traced and 2.00 as a share in one freeze: the traced part goes ahead of the notice, the
    share follows when it has run; only then is the return at its end.
    """
    both = plan((A, ReturnMethod.BY_TIMESTAMP, 300, 300), (B, ReturnMethod.PRO_RATA, 400, 400))
    share = facts_of.FixedLine(f"R-{A}", A, "freeze-1", ReturnMethod.PRO_RATA, 200, 200, Basis.NOT_TRACED)
    both = replace(both, lines=(both.lines[0], share), claims=both.claims[:1], pooled=True, hash="").sealed
    found = decide(approve(announced(both, A), START, traced_only=True), START)
    assert [each.payment.amount for each in found.payments] == [300]
    found = take(found, "order", START, facts_of.Ordered("freeze-1", OFFICERS, "协返1号"))
    found = take(found, "pay", START, facts_of.Receipt((1,), "回执1号"))
    assert not found.closed
    after = datetime(2021, 6, 8, 9, 0, tzinfo=CHINA)
    found = decide(approve(found, after), after)
    assert [(each.payment.amount, each.payment.method) for each in found.payments] == [
        (300, ReturnMethod.BY_TIMESTAMP),
        (200, ReturnMethod.PRO_RATA),
    ]
    found = take(found, "order", after, facts_of.Ordered("freeze-1", OFFICERS, "协返2号"))
    assert take(found, "pay", after, facts_of.Receipt((2,), "回执2号")).closed


def test_a_payment_recorded_without_its_method_is_all_of_its_claim() -> None:
    """What was decided before the method was written down is never decided again."""
    found = decide(approve(announced(), datetime(2021, 6, 8, tzinfo=CHINA)), datetime(2021, 6, 8, tzinfo=CHINA))
    unsaid = tuple(replace(each, payment=replace(each.payment, method=None)) for each in found.payments)
    old = replace(found, payments=unsaid)
    assert old.unclaimed == frozenset()
    assert old.payments_of(SHARED, facts_of.Approval()) == ()


def test_random_histories_conserve_money() -> None:
    """Whatever is tried in whatever order: what left the freeze is what was paid, never above the plan."""
    chance = random.Random(19)  # noqa: S311
    ends = set()
    for _ in range(300):
        found, now, held = reviewed(A, B), START, 700
        for _ in range(25):
            now += chance.choice((timedelta(0), DAY, 20 * DAY))
            kind = chance.choice([each.value for each in facts_of.ReturnStep])
            numbers = tuple(each.payment.number for each in found.payments) or (1,)
            approval = facts_of.Approval(Level.CITY, chance.random() < 0.3, chance.random() < 0.3)
            payments: tuple[facts_of.Payment, ...] = ()
            if found.plan is not None and found.approval is not None:
                payments = found.payments_of(found.plan, found.approval)
            given = {
                "inform": facts_of.Informed("CNY", ("freeze-1",), (C,)),
                "apply": facts_of.Applications(
                    (Application(chance.choice((A, B)), "1", CARD[A], reason="旧卡已销"),)
                ),
                "judge": facts_of.Judged((B,), "判1", stands=chance.random() < 0.8),
                "superior": facts_of.Superior(("甲", "乙")),
                "assign": facts_of.Assigned("甲", "1", ours=True),
                "direct": facts_of.Fixed(DIRECT),
                "notice": facts_of.Announced(SHARED, "1"),
                "object": facts_of.Objected(B, "少了"),
                "settle": facts_of.Settled(len(found.objections), upheld=False, reason="无据"),
                "approve": approval,
                "decide": facts_of.Decided("1", payments, Level.CITY),
                "order": facts_of.Ordered("freeze-1", OFFICERS, "1"),
                "pay": facts_of.Receipt((chance.choice(numbers),), "回执"),
                "bounce": facts_of.Receipt((chance.choice(numbers),), "退"),
                "redirect": facts_of.Redirected(chance.choice(numbers), "6200000000000009999", "", "销户"),
            }.get(kind, facts_of.Victims((chance.choice((A, B)),), "材料", OFFICERS))
            before = sum(found.paid().values())
            try:
                found = take(found, kind, now, given, "理由", "王局长", free=held)
            except Refused:
                continue
            ends.add(found.state)
            held -= sum(found.paid().values()) - before
            assert held == 700 - sum(found.paid().values()) >= sum(found.outstanding.values())
            assert returning.standing(found).state == found.state.value
        if found.plan is not None:
            assert all(
                amount <= found.plan.amounts(with_presumed=False)[each] for each, amount in found.paid().items()
            )
    assert {ReturnState.RETURNED, ReturnState.BOUNCED, ReturnState.AT_BANK, ReturnState.ANNOUNCED} <= ends
