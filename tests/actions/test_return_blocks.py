"""Claims that another case has too: which loss is the same, and what a merger changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from suyuan import settings
from suyuan.actions.account_decisions import contents_of
from suyuan.actions.cases import casebook_of, new_case, take_up
from suyuan.actions.importing import import_files
from suyuan.actions.jurisdiction import AskedEntry, enter_jurisdiction
from suyuan.actions.return_blocks import blocks_of, returned_elsewhere
from suyuan.casebook import proceedings
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, ProceedingKind, Standing
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.recovery import return_facts as facts_of
from suyuan.recovery.restitution import Basis
from suyuan.recovery.return_facts import FixedClaim, FixedPlan
from suyuan.recovery.return_methods import ReturnMethod
from suyuan.settings import Settings

V, W, A = "6228000000000000011", "6228000000000000029", "6217000000000000026"
PAID = datetime(2021, 3, 5, 10, 0, tzinfo=CHINA)
ACTED = datetime(2021, 5, 6, 9, 0, tzinfo=CHINA)
MINE = FixedClaim("B001-1", "测甲", 100_000, 0, PAID, (V,))
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过\n"
    "{number},2021-03-06 09:00,测甲,,,2021-03-05 10:00,{payer},,{payee},花测一,,1000.00,转账,\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A casebook of two cases."""
    made = settings.load(tmp_path / "home", {})
    for number in ("A1", "B2"):
        new_case(made, f"案{number}", number=number, filed_at=Moment(ACTED.replace(month=3, day=6)))
    return made


def return_in(home: Settings, case: str, claim: FixedClaim, amount: int) -> None:
    """Write down a return of a case up to its decision."""
    line = facts_of.FixedLine(
        claim.claim, claim.victim, "freeze-1", ReturnMethod.SINGLE_RECORD, amount, amount, Basis.NOT_TRACED
    )
    account = facts_of.FixedAccount(
        "freeze-1", A, "花测一", "北岭银行", amount, date(2021, 9, 1), None, 0, 0, 0, 0
    )
    plan = FixedPlan(
        currency="CNY",
        as_of=ACTED,
        pooled=False,
        accounts=(account,),
        claims=(claim,),
        lines=(line,),
        blocks=(),
        rules=(),
        flow_hash="flow",
        version="1",
    ).sealed
    payment = facts_of.Payment(1, claim.claim, claim.victim, "freeze-1", amount, V)
    asked = facts_of.Application(claim.victim, "证件", V)
    steps = (
        ("inform", facts_of.Informed("CNY", ("freeze-1",), (claim.victim,))),
        ("apply", facts_of.Applications((asked,))),
        ("review", facts_of.Victims((claim.victim,), officers=("甲", "乙"))),
        ("direct", facts_of.Fixed(plan)),
        ("approve", facts_of.Approval(Level.CITY)),
        ("decide", facts_of.Decided("返字1号", (payment,), Level.CITY)),
    )
    acts = [Act(kind, Moment(ACTED), to_text(facts)) for kind, facts in steps]
    with casebook_of(home) as casebook, casebook.changing() as change:
        scope, state = f"case:{case}", Standing("decided")
        found = proceedings.begin(change, scope, ProceedingKind.RETURN, "返还", acts[0], state)
        for act in acts[1:]:
            found = proceedings.carry_on(change, found, act, state)


def blocked(home: Settings, there: FixedClaim) -> dict[str, tuple[str, str]]:
    """Return what blocks my claim in A1 once B2 decided to return 400.00 on another claim."""
    return_in(home, "B2", there, 40_000)
    with casebook_of(home) as casebook, casebook.reading() as session:
        found = returned_elsewhere(session, "A1", (MINE,))
    return {name: (each.case, each.other) for name, each in found.items()}


@pytest.mark.parametrize(
    "there",
    [
        MINE,
        replace(MINE, claim="C9-3", victim="测甲（又名）"),
        replace(MINE, claim="C9-3", first_transfer=PAID.astimezone(UTC), payers=(W, V)),
        replace(MINE, loss=90_000, payers=(W,)),
    ],
    ids=["the same", "the same payment under another number", "at the same instant", "same number and victim"],
)
def test_one_loss_is_returned_by_one_case(home: Settings, there: FixedClaim) -> None:
    """The other case's number and this one's are named where the loss is the same, or number and victim are."""
    assert blocked(home, there) == {"B001-1": ("A1", "B2")}


@pytest.mark.parametrize(
    "there",
    [
        replace(MINE, victim="测乙", payers=(W,)),
        replace(MINE, claim="C9-3", loss=100_001),
        replace(MINE, claim="C9-3", first_transfer=PAID.replace(second=1)),
        replace(MINE, claim="C9-3", payers=(W,)),
    ],
    ids=["a number that both cases gave", "another sum", "another second", "another payer"],
)
def test_another_persons_loss_blocks_nobody(home: Settings, there: FixedClaim) -> None:
    """Two cases number their reports each for itself: an equal number alone is no equal loss."""
    assert blocked(home, there) == {}


def test_a_case_does_not_block_itself(home: Settings) -> None:
    """What a case's own return decided is counted there, not blocked."""
    return_in(home, "A1", MINE, 40_000)
    with casebook_of(home) as casebook, casebook.reading() as session:
        assert returned_elsewhere(session, "A1", (MINE,)) == {}


def report_in(home: Settings, folder: Path, case: str, number: str, payer: str) -> None:
    """Import a report of the same payment into a case."""
    folder.mkdir()
    (folder / "report.csv").write_text(REPORT.format(number=number, payer=payer, payee=A), encoding="utf-8-sig")
    import_files(home, case, [folder])


def test_the_same_report_blocks_until_the_cases_are_merged(home: Settings, tmp_path: Path) -> None:
    """Reported in both cases it is blocked in each; once B2 is merged into A1 neither stops the other's report;
    what B2 has returned still does.
    """
    report_in(home, tmp_path / "a", "A1", "B001", V)
    report_in(home, tmp_path / "b", "B2", "C9", V.replace("6228", "6228 ", 1))
    there = replace(MINE, claim="C9-1")

    def others() -> list[list[str]]:
        return [
            [each.other for each in blocks_of(home, case, contents_of(take_up(home, case)), (claim,))]
            for case, claim in (("A1", MINE), ("B2", there))
        ]

    assert others() == [["B2"], ["A1"]]
    merger = AskedEntry("merged", "2021-03-20", document="并字1号", into="A1", why="同一团伙")
    enter_jurisdiction(home, "B2", merger)
    assert others() == [[], []]
    return_in(home, "B2", there, 40_000)
    assert others() == [["B2"], []]
