"""A return killed in the middle of a step, with a full disk, and decided by two people at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from suyuan.actions import freezes, returns
from suyuan.actions.cases import casebook_of, new_case
from suyuan.actions.importing import import_files
from suyuan.actions.jurisdiction import AskedEntry, enter_jurisdiction
from suyuan.actions.measures import Entered
from suyuan.casebook import audit, records
from suyuan.errors import Failed, Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.rights import Level
from suyuan.model.text import Language
from suyuan.recovery.freeze_facts import FreezeApproval, FreezeEffect, FreezeProposal, FreezeServed, FreezeStep
from suyuan.recovery.return_facts import (
    Application,
    Applications,
    Approval,
    Ordered,
    Receipt,
    ReturnState,
    ReturnStep,
    Victims,
)
from suyuan.settings import Settings

V, A, C = "6228000000000000011", "6217000000000000026", "6217000000000000034"
FILED = datetime(2021, 3, 6, 10, 0, tzinfo=CHINA)
NOW = datetime(2021, 3, 10, 10, 0, tzinfo=CHINA)
OFFICERS = ("李警官", "赵警官")
HEAD = "交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,交易币种,交易是否成功,交易流水号,查询反馈结果原因\n"  # noqa: E501
OF_A = f"{A},花测一,20210305100000,1000.00,1000.00,进,{V},测甲,转账,CNY,成功,A1,\n"
ONWARD = f"{A},花测一,20210305100500,600.00,400.00,出,{C},花测二,转账,CNY,成功,A2,\n"
OF_C = f"{C},花测二,20210305100500,600.00,600.00,进,{A},花测一,转账,CNY,成功,C1,\n"
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,金额(元),付款方式,被骗经过\n"
    f"B001,2021-03-06 09:00,测甲,,,2021-03-05 10:00,{V},,{A},花测一,,1000.00,转账,\n"
)


def entered(by: str = "") -> Entered:
    """Return what was entered at NOW."""
    return Entered(approved_by=by, now=NOW)


def approved_return(
    home: Settings, case: str = "A1", account: str = A, amount: int = 100_000, rows: str = OF_A
) -> None:
    """Bring a case from its files to a return of all that one account holds, approved and not yet decided."""
    opened(home, case, rows)
    frozen(home, case, account, amount)
    approved(home, case)


def opened(home: Settings, case: str, rows: str) -> None:
    """Open a case with the victim's report and the accounts' rows."""
    evidence = home.home / f"evidence {case}"
    evidence.mkdir(parents=True)
    for name, given in (("a", HEAD + rows), ("report", REPORT)):
        (evidence / f"{name}.csv").write_text(given, encoding="utf-8-sig")
    new_case(home, f"返还{case}", number=case, filed_at=Moment(FILED))
    import_files(home, case, [evidence])


def frozen(home: Settings, case: str, account: str, amount: int) -> None:
    """Freeze all that an account holds."""
    freezes.propose_freeze(home, case, FreezeProposal("北岭银行", account, "花测", limit=amount), entered())
    for kind, facts, by in (
        (FreezeStep.APPROVE, FreezeApproval(Level.COUNTY), "王局长"),
        (FreezeStep.SERVE, FreezeServed("冻1号"), ""),
        (FreezeStep.EFFECT, FreezeEffect(balance=amount), ""),
    ):
        freezes.carry_on_freeze(home, case, "1", kind, facts, entered(by))


def approved(home: Settings, case: str) -> None:
    """Bring a return of the case's freeze to its approval."""
    returns.inform(home, case, entered())
    applied = Applications((Application("测甲", "证件", V),))
    returns.carry_on(home, case, "1", ReturnStep.APPLY, applied, entered())
    returns.carry_on(home, case, "1", ReturnStep.REVIEW, Victims(("测甲",), officers=OFFICERS), entered())
    returns.fix(home, case, "1", entered(), document="", where="", pooled=False)
    returns.approve(home, case, "1", Approval(Level.CITY), entered("王局长"), again=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the approved return, to be copied."""
    home = tmp_path_factory.mktemp("returns") / "home"
    approved_return(Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官"))
    return home


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    """A copy of the approved return for one test."""
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    return Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The approved return on SQLite and on a real PostgreSQL."""
    if request.param == "sqlite":
        made: Settings = request.getfixturevalue("settings")
        return made
    address: str = request.getfixturevalue("postgresql")()
    home = Settings(tmp_path / "home", address, "李警官")
    approved_return(home)
    return home


def decide(settings: Settings, document: str = "返字1号") -> returns.ReturnView:
    """Decide the return."""
    return returns.decide(settings, "A1", "1", document, entered())


def ordered(settings: Settings) -> None:
    """Decide it and bring the notice to the bank."""
    decide(settings)
    returns.carry_on(settings, "A1", "1", ReturnStep.ORDER, Ordered("freeze-1", OFFICERS, "协返1号"), entered())


def pay(settings: Settings) -> returns.ReturnView:
    """Enter the bank's receipt."""
    return returns.carry_on(settings, "A1", "1", ReturnStep.PAY, Receipt((1,), "回执1号"), entered())


def whole(settings: Settings) -> list[str]:
    """Return the actions of the chain, after checking it and every row against it."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        assert audit.verify_chain(session).whole
        events = list(audit.events(session))
        assert list(records.faults(session, events)) == []
        return [each.action for each in events]


def held(settings: Settings) -> int | None:
    """Return what the freeze holds."""
    return freezes.show_freeze(settings, "A1", "1", NOW).freeze.cash


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from typing import Any
from sqlalchemy.engine.default import DefaultDialect
from suyuan.actions import returns
from suyuan.actions.measures import Entered
from suyuan.recovery.return_facts import Receipt, ReturnStep
from suyuan.settings import Settings

home, before, what = Path(sys.argv[1]), sys.argv[2] == "before", sys.argv[3]
commit = DefaultDialect.do_commit

def die(*arguments):
    if not before:
        commit(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")
entered = Entered(now=datetime.fromisoformat("2021-03-10T10:00:00+08:00"))
DefaultDialect.do_commit = die
if what == "decide":
    returns.decide(settings, "A1", "1", "返字1号", entered)
else:
    returns.carry_on(settings, "A1", "1", ReturnStep.PAY, Receipt((1,), "回执1号"), entered)
"""


def killed(settings: Settings, when: str, what: str) -> None:
    """Take the step in a process that is killed as the commit begins, or as it ends."""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, settings.home, when, what], env=os.environ, capture_output=True, check=False
    )
    assert ended.returncode == -9, ended.stderr.decode()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_in_the_middle_of_decide(settings: Settings, when: str) -> None:
    """Killed before the commit nothing is decided and the same command decides; killed after it all is decided,
    and a second decision has nothing left to decide.
    """
    killed(settings, when, "decide")
    found = returns.show_return(settings, "A1", "1").found
    if when == "before":
        assert (found.state, found.payments) == (ReturnState.APPROVED, ())
        assert whole(settings).count("return.decide") == 0
        assert decide(settings).found.outstanding == {"freeze-1": 100_000}
    else:
        assert (found.state, found.outstanding) == (ReturnState.DECIDED, {"freeze-1": 100_000})
        with pytest.raises(Refused):
            decide(settings)
    assert whole(settings).count("return.decide") == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_in_the_middle_of_a_receipt(settings: Settings, when: str) -> None:
    """The payment and what leaves the freeze are one: both are there or neither."""
    ordered(settings)
    killed(settings, when, "pay")
    found = returns.show_return(settings, "A1", "1").found
    paid = 0 if when == "before" else 100_000
    assert (sum(found.paid().values()), held(settings)) == (paid, 100_000 - paid)
    if when == "before":
        assert pay(settings).found.closed
    assert held(settings) == 0
    assert [each for each in whole(settings) if each in ("return.pay", "freeze.part")] == [
        "freeze.part",
        "return.pay",
    ]


def test_a_full_disk_is_said_and_nothing_is_half_done(settings: Settings) -> None:
    """Where the disk takes no more, the decision fails in a sentence; with room again it is decided."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()

    def no_room(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", no_room)
    try:
        with pytest.raises(Failed, match="disk is full"):
            decide(settings, "很长" * 40_000)
    finally:
        event.remove(Engine, "connect", no_room)
    assert returns.show_return(settings, "A1", "1").found.state is ReturnState.APPROVED
    assert whole(settings).count("return.decide") == 0
    assert decide(settings).found.state is ReturnState.DECIDED


def at_once(*deciding: Callable[[], returns.ReturnView]) -> Refused:
    """Let all decide at once, each with its plan made before any decided; return what one of two was told."""
    ready, outcomes = threading.Barrier(len(deciding)), list[object]()
    plan = returns._plan

    def together(*arguments: object, **options: object) -> object:
        made = plan(*arguments, **options)  # type: ignore[arg-type]
        ready.wait(60)
        return made

    def run(decide_: Callable[[], returns.ReturnView]) -> None:
        try:
            outcomes.append(decide_().found.state)
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            outcomes.append(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(returns, "_plan", together)
        threads = [threading.Thread(target=run, args=(each,)) for each in deciding]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    (told,) = [each for each in outcomes if each is not ReturnState.DECIDED]
    assert isinstance(told, Refused), told
    return told


def test_two_people_decide_at_once(either: Settings) -> None:
    """Of two who decide in the same moment one decides, the other is told; the sum is decided once."""
    at_once(*(lambda who=who: decide(replace(either, who=who), f"返字{who}") for who in ("李警官", "赵警官")))
    found = returns.show_return(either, "A1", "1").found
    assert (found.outstanding, len(found.decisions)) == ({"freeze-1": 100_000}, 1)
    assert whole(either).count("return.decide") == 1


def test_two_cases_decide_on_one_loss_at_once(tmp_path: Path) -> None:
    """Of two merged cases that froze parts of one victim's money and decide in one moment, one is told of the
    other, with both numbers.
    """
    home = Settings(tmp_path / "home", f"sqlite:///{tmp_path}/casebook.sqlite3", "李警官")
    for case, account, amount in (("A1", A, 40_000), ("B2", C, 60_000)):
        opened(home, case, OF_A + ONWARD + OF_C)
        frozen(home, case, account, amount)
    merger = AskedEntry("merged", "2021-03-09", document="并字1号", into="A1", why="同一团伙")
    enter_jurisdiction(home, "B2", merger)
    for case in ("A1", "B2"):
        approved(home, case)
    told = at_once(
        *(lambda case=case: returns.decide(home, case, "1", "返字1号", entered()) for case in ("A1", "B2"))
    )
    assert all(number in str(told.message.render(Language.EN)) for number in ("A1", "B2"))
    assert whole(home).count("return.decide") == 1


def test_a_clock_set_back_is_told(settings: Settings) -> None:
    """Where the machine's clock stands before the last step was entered, nothing is decided."""
    with sqlite3.connect(settings.home / "casebook.sqlite3") as database:
        database.execute("UPDATE proceeding_steps SET entered_at = '2999-01-01 00:00:00.000000'")
    with pytest.raises(Refused, match="may have been set back"):
        decide(settings)


def test_a_newer_casebook_is_refused(settings: Settings) -> None:
    """A database of a newer program ends in its sentence, and nothing is decided."""
    with sqlite3.connect(settings.home / "casebook.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Failed, match="newer version of the program"):
        decide(settings)
