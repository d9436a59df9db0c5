"""Money returned from a freeze that a later statement shows as well: it comes back once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from suyuan import settings
from suyuan.actions.books import case_books
from suyuan.actions.came_back import Came, Payout
from suyuan.actions.came_in_ledger import CameBack, came_back_in
from suyuan.actions.case_tracing import TracedCase, trace_case
from suyuan.actions.cases import new_case
from suyuan.actions.freezes import carry_on_freeze, propose_freeze
from suyuan.actions.importing import import_files
from suyuan.actions.measures import Entered
from suyuan.actions.recovery_plan import POLICIES, Asked, recovery_plan
from suyuan.actions.return_plans import AskedPlan, case_plan
from suyuan.model.moment import CHINA, Moment
from suyuan.model.rights import Level
from suyuan.recovery.freeze_facts import (
    FreezeApproval,
    FreezeEffect,
    FreezeProposal,
    FreezeServed,
    FreezeStep,
    PartRelease,
)
from suyuan.settings import Settings

V, A, F = "6228000000000000011", "6217000000000000026", "6225000000000000034"
HEAD = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,交易币种,交易是否成功,交易流水号,查询反馈结果原因\n"  # noqa: E501
FIRST = f"{A},花测一,20210305100000,1000.00,1000.00,进,{V},测甲,转账,人民币,成功,A1,\n"
PAID = f"{A},花测一,20210319100000,400.00,600.00,出,{V},测甲,返还,人民币,成功,A2,\n"
OFFERED = f"{A},花测一,20210319110000,100.00,500.00,出,{V},测甲,退款,人民币,成功,A3,\n"
AWAY = f"{A},花测一,20210319100000,400.00,600.00,出,{F},测乙,返还,人民币,成功,A2,\n"
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过\n"
    f"B001,2021-03-06 09:00,测甲,,,2021-03-05 10:00,{V},,{A},花测一,,1000.00,转账,\n"
)
FILED = datetime(2021, 3, 6, 10, 0, tzinfo=CHINA)
FROZEN = datetime(2021, 3, 7, 10, 0, tzinfo=CHINA)
RETURNED = datetime(2021, 3, 20, 9, 0, tzinfo=CHINA)
AT = datetime(2021, 3, 25, 12, 0, tzinfo=CHINA)


def case_of(folder: Path, *rows: str) -> Settings:
    """Open a case in which V paid 1000 to A, by a report and A's statement with further rows."""
    evidence = folder / "evidence"
    evidence.mkdir()
    (evidence / "a.csv").write_text(HEAD + FIRST + "".join(rows), encoding="utf-8-sig")
    (evidence / "report.csv").write_text(REPORT, encoding="utf-8-sig")
    home = settings.load(folder / "home", {})
    new_case(home, "再调", number="A1", filed_at=Moment(FILED))
    import_files(home, "A1", [evidence])
    return home


def freeze_and_return(home: Settings) -> None:
    """Freeze 1000 in A; 400 of it go back."""
    proposal = FreezeProposal("北岭银行", A, "花测一", limit=100_000, number="DJ1")
    propose_freeze(home, "A1", proposal, Entered(now=FROZEN))
    for kind, facts, now, by in (
        (FreezeStep.APPROVE, FreezeApproval(Level.COUNTY), FROZEN, "王局长"),
        (FreezeStep.SERVE, FreezeServed("冻1号"), FROZEN, ""),
        (FreezeStep.EFFECT, FreezeEffect(balance=100_000), FROZEN, ""),
        (FreezeStep.PART, PartRelease(40_000, "返字1号", Level.CITY), RETURNED, "王局长"),
    ):
        carry_on_freeze(home, "A1", "freeze-1", kind, facts, Entered(approved_by=by, now=now))


@pytest.mark.parametrize(
    ("rows", "returned", "frozen"),
    [
        ((), 40_000, 60_000),
        ((PAID,), 40_000, 60_000),
        ((PAID, OFFERED), 50_000, 50_000),
        ((PAID.replace("400.00,600.00", "300.00,700.00"),), 70_000, 30_000),
    ],
    ids=[
        "before the new statement",
        "with it",
        "and 100 that A paid of itself",
        "300 is another payment than 400",
    ],
)
def test_what_the_new_statement_shows_is_not_returned_twice(
    tmp_path: Path, rows: tuple[str, ...], returned: int, frozen: int
) -> None:
    """Lost 1000, 400 paid out of the freeze: 600 are left, whether A's new statement shows the payment or not.

    The plan's room is the loss less what is frozen and what came back.
    """
    home = case_of(tmp_path, *rows)
    freeze_and_return(home)
    for books in case_books(home, "A1", AT).books:
        sums = (books.net_loss, books.returned, books.frozen, books.elsewhere, books.untraced, books.excess)
        assert sums == (100_000, returned, frozen, 0, 0, 0)
    (plan,) = recovery_plan(home, "A1", Asked(bounds=False), AT, AT).plans
    assert (plan.room.net_loss, plan.room.frozen, plan.room.returned) == (100_000, 60_000, returned)


def test_the_books_of_every_day_show_that_day(tmp_path: Path) -> None:
    """Nothing before the payment of 5 March, 10:00; then 1000 at A, frozen on the 7th; of the two payments of the
    19th the 100 from A count at once, the 400 out of the freeze by the receipt of the 20th.

    On the 19th the trace sees the 400 with the victim already, while no receipt says by which return: so they are
    A's own payment until then, and the freeze holds more than the rule sees there.
    """
    home = case_of(tmp_path, PAID, OFFERED)
    freeze_and_return(home)
    days = {
        datetime(2021, 3, 5, 9, 59, 59, tzinfo=CHINA): (0, 0, 0, 0),
        datetime(2021, 3, 5, 10, 0, tzinfo=CHINA): (100_000, 0, 0, 100_000),
        FROZEN - timedelta(seconds=1): (100_000, 0, 0, 100_000),
        FROZEN: (100_000, 0, 100_000, 0),
        datetime(2021, 3, 19, 10, 59, tzinfo=CHINA): (100_000, 40_000, 60_000, 0),
        datetime(2021, 3, 19, 11, 0, tzinfo=CHINA): (100_000, 50_000, 50_000, 0),
        RETURNED: (100_000, 50_000, 50_000, 0),
    }
    for day, sums in days.items():
        for books in case_books(home, "A1", day).books:
            assert (books.net_loss, books.returned, books.frozen, books.elsewhere) == sums, day
            assert (books.untraced, books.excess, books.seized) == (0, 0, 0), day


def test_what_came_since_the_filing_lowers_what_is_owed(tmp_path: Path) -> None:
    """Of 1000 lost 400 came by a return that was only noted, 100 from A itself: 500 are owed, and 500 are paid of
    the 600 that are frozen.
    """
    home = case_of(tmp_path, PAID, OFFERED)
    freeze_and_return(home)
    plan = case_plan(home, "A1", AskedPlan(as_of=AT, now=AT))
    (claim,) = plan.given.claims
    assert (claim.loss, claim.returned) == (100_000, 50_000)
    assert [(each.amount, each.name) for each in plan.given.frozen] == [(60_000, "freeze-1")]
    assert plan.fixed.amounts(with_presumed=False) == {claim.id: 50_000}


@pytest.fixture(scope="module")
def paid_away(tmp_path_factory: pytest.TempPathFactory) -> TracedCase:
    """A's statement shows 400 paid to F, who is no victim."""
    return trace_case(case_of(tmp_path_factory.mktemp("away"), AWAY), "A1", POLICIES, AT)


def seen(traced: TracedCase, *payouts: Payout) -> CameBack:
    """Return what came back by payments out of A's freeze."""
    total = sum(each.amount for each in payouts)
    return came_back_in(traced.ledger, traced, Came({}, {(A, "CNY"): total}, payouts))


def test_a_payment_to_another_account_named_by_the_return(paid_away: TracedCase) -> None:
    """The 400 that went to F by the return are back, and no longer looked for at F nor missed at A."""
    found = seen(paid_away, Payout(A, "CNY", F, 40_000, RETURNED))
    assert found == CameBack(40_000, 0, {A: 0, F: 40_000}, {})


@pytest.mark.parametrize(
    "payout",
    [
        Payout(A, "CNY", "", 40_000, RETURNED),
        Payout(A, "CNY", V, 40_000, RETURNED),
        Payout(A, "CNY", F, 39_999, RETURNED),
        Payout(A, "USD", F, 40_000, RETURNED),
    ],
    ids=["no payee: only a victim's account", "another payee", "another sum", "another currency"],
)
def test_what_does_not_agree_is_not_the_payment(paid_away: TracedCase, payout: Payout) -> None:
    """A transfer of another sum, currency or payee is none of the return's payments."""
    assert seen(paid_away, payout).from_place == {A: payout.amount}


def test_one_transfer_is_one_payment(paid_away: TracedCase) -> None:
    """Two payments of 400 to F, of which the statement shows one: the other still counts at A."""
    twice = Payout(A, "CNY", F, 40_000, RETURNED)
    assert seen(paid_away, twice, twice) == CameBack(80_000, 0, {A: 40_000, F: 40_000}, {})
