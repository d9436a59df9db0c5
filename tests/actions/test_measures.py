"""Measures in a casebook: entered, answered by files, due; two people at once, kills, full disks, clocks set
back.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from suyuan.actions import bank_answers, due, freezes, stops
from suyuan.actions.cases import casebook_of, new_case
from suyuan.actions.measures import Entered
from suyuan.casebook import audit, proceedings, users
from suyuan.errors import Failed, Refused
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, ProceedingKind, Standing
from suyuan.model.rights import Duty, Level
from suyuan.model.text import Language
from suyuan.recovery.freeze_facts import (
    FreezeApproval,
    FreezeEffect,
    FreezeProposal,
    FreezeServed,
    FreezeState,
    FreezeStep,
    FreezeWaits,
    Release,
    Renewal,
)
from suyuan.recovery.stop_facts import StopCheck, StopEffect, StopRequest, StopState
from suyuan.settings import Settings

FILED = datetime(2021, 3, 18, 9, 30, tzinfo=CHINA)
NOW = datetime(2021, 3, 19, 10, 0, tzinfo=CHINA)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACCOUNT = "6200000000000000017"
REQUEST = StopRequest("北岭银行", ACCOUNT, "李某乙", 500_000, "CNY", Moment(FILED - HOUR), "ZF1")
PROPOSAL = FreezeProposal("北岭银行", ACCOUNT, "李某乙", limit=500_000, number="DJ1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path, f"sqlite:///{tmp_path}/casebook.sqlite3", "李警官")
    for number in ("A1", "B2"):
        new_case(made, number, number=number, filed_at=Moment(FILED))
    return made


@pytest.fixture
def on_postgresql(tmp_path: Path, postgresql: Callable[[], str]) -> Settings:
    made = Settings(tmp_path, postgresql(), "李警官")
    for number in ("A1", "B2"):
        new_case(made, number, number=number, filed_at=Moment(FILED))
    return made


def at(now: datetime, why: str = "", by: str = "") -> Entered:
    return Entered(why=why, approved_by=by, now=now)


def served(settings: Settings, case: str = "A1", now: datetime = NOW, number: str = "DJ1") -> str:
    made = freezes.propose_freeze(settings, case, replace(PROPOSAL, number=number), at(now))
    word = made.proceeding.id
    step(settings, case, word, FreezeStep.APPROVE, FreezeApproval(Level.COUNTY), now, by="王局长")
    step(settings, case, word, FreezeStep.SERVE, FreezeServed("冻1号"), now)
    return word


def step(
    settings: Settings, case: str, word: str, kind: FreezeStep, facts: object, now: datetime, by: str = ""
) -> freezes.FreezeView:
    return freezes.carry_on_freeze(settings, case, word, kind, facts, at(now, by=by))


def frozen(settings: Settings, case: str = "A1", now: datetime = NOW) -> str:
    word = served(settings, case, now)
    step(settings, case, word, FreezeStep.EFFECT, FreezeEffect(balance=800_000), now)
    return word


def stopped(settings: Settings, effect: datetime) -> str:
    made = stops.request_stop(settings, "A1", REQUEST, at(effect))
    answer = stops.StopAnswer(StopCheck(), StopEffect(), Moment(effect))
    stops.answer_stop(settings, "A1", made.proceeding.id, answer, at(effect))
    return made.proceeding.id


def events_of(settings: Settings) -> list[str]:
    with casebook_of(settings) as casebook, casebook.reading() as session:
        assert audit.verify_chain(session).whole
        return [each.action for each in audit.events(session)]


def test_a_freeze_takes_the_stops_place(settings: Settings) -> None:
    """When the freeze takes effect the stop is turned into it, in the same change."""
    word = stopped(settings, NOW - HOUR)
    frozen(settings)
    stop = stops.show_stop(settings, "A1", word, NOW)
    assert (stop.state, stop.proceeding.steps[-1].act.facts) == (StopState.FROZEN, '{"freeze":"freeze-1"}')
    assert events_of(settings)[-2:] == ["freeze.effect", "stop.freeze"]


def test_the_gap_is_due_until_a_freeze_stands(settings: Settings) -> None:
    """A stop that ended without a freeze stays on the list with 断档; a freeze takes it off."""
    stopped(settings, NOW)
    later = NOW + 3 * DAY
    (item,) = due.due_list(settings, "A1", 24 * HOUR, later).items
    assert item.alert is not None and "断档" in item.alert.render(Language.ZH)
    assert (item.due_at, item.rule and item.rule.article) == (NOW + 48 * HOUR, "二（一）2")
    frozen(settings, now=later)
    assert [each.proceeding.id for each in due.due_list(settings, "A1", 24 * HOUR, later).items] == []


def test_what_others_have_due_does_not_hide_ones_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where as many matters as are listed fall due earlier in a case that somebody may not look at, he still sees
    his own, and neither they nor what was missed there are counted for him.
    """
    monkeypatch.setattr(due, "MOST", 2)
    frozen(settings)
    safe = datetime(2021, 9, 18, 23, 59, 59, tzinfo=CHINA)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        for earlier in (60 * DAY, 3 * HOUR, 2 * HOUR, HOUR):
            due_then = Standing("notice", due_at=safe - earlier, due_rule="return.notice")
            act = Act("notice", Moment(NOW), "{}")
            proceedings.begin(change, "case:B2", ProceedingKind.RETURN, "方案", act, due_then)
    alone = due.due_list(settings, None, 24 * HOUR, safe - 23 * HOUR)
    assert ([each.case for each in alone.items], alone.older, alone.more) == (["B2", "B2"], 1, 2)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        users.add(change, "李警官", "市局", Level.CITY, Duty.ADMINISTRATOR)
        users.add(change, "li", "县局", Level.COUNTY, Duty.INVESTIGATOR, "A1")
    mine = due.due_list(replace(settings, who="li"), None, 24 * HOUR, safe - 23 * HOUR)
    assert ([each.case for each in mine.items], mine.older, mine.more) == (["A1"], 0, 0)


def test_due_within_a_span(settings: Settings) -> None:
    """A freeze is due on its safe date; within 24 hours only what falls due by then; a lapse is shown as
    missed.
    """
    frozen(settings)
    safe = datetime(2021, 9, 18, 23, 59, 59, tzinfo=CHINA)
    assert due.due_list(settings, None, 24 * HOUR, safe - 25 * HOUR).items == ()
    (item,) = due.due_list(settings, None, 24 * HOUR, safe - 23 * HOUR).items
    assert (item.due_at, item.deadline and str(item.deadline.literal_end)) == (safe, "2021-09-19")
    (missed,) = due.due_list(settings, None, 24 * HOUR, safe + 3 * DAY).items
    assert missed.alert is not None and missed.due_at == safe
    assert due.due_list(settings, None, 24 * HOUR, safe + 60 * DAY).older == 1


def test_another_cases_freeze_waits_and_takes_over(settings: Settings) -> None:
    """B2's freeze of the same account waits behind A1's, takes effect when that is released, and its term is
    due.
    """
    first, second = frozen(settings), served(settings, "B2", NOW + HOUR)
    with pytest.raises(Refused, match="frozen already by A1/freeze-1"):
        step(settings, "B2", second, FreezeStep.EFFECT, FreezeEffect(balance=800_000), NOW + HOUR)
    waits = step(settings, "B2", second, FreezeStep.WAIT, FreezeWaits(), NOW + HOUR)
    assert (waits.position, waits.freeze.behind) == (1, ("A1/freeze-1",))
    assert waits.takes_over == datetime(2021, 9, 20, tzinfo=CHINA)
    released = NOW + 10 * DAY
    step(settings, "A1", first, FreezeStep.RELEASE, Release(level=Level.COUNTY), released, by="王局长")
    view = freezes.show_freeze(settings, "B2", second, released)
    assert (view.state, str(view.freeze.terms[0].deadline.literal_end)) == (FreezeState.ACTIVE, "2021-09-29")
    with casebook_of(settings) as casebook, casebook.reading() as session:
        kept = proceedings.find(session, "case:B2", ProceedingKind.FREEZE, 1)
    assert kept is not None and kept.standing.due_at == datetime(2021, 9, 29, 23, 59, 59, tzinfo=CHINA)
    step(settings, "B2", second, FreezeStep.RENEW, Renewal(Level.COUNTY), released + DAY, by="王局长")
    assert [each.act.kind for each in freezes.show_freeze(settings, "B2", second, released).proceeding.steps][
        -2:
    ] == [
        "take_over",
        "renew",
    ]


ANSWERS = (
    "业务申请编号,协助单位,账号,币种,结果,起始时间,到期时间,账户余额,执行冻结金额,在先冻结机关,在先冻结金额,在先冻结到期日,原因\n"
    f"DJ1,北岭银行某支行,{ACCOUNT},人民币,成功,20210319101112,20210919101112,8000.00,5000.00,,,,\n"
    f"DJ2,北岭银行,{ACCOUNT},人民币,轮候,,,8000.00,,某市公安局;某县公安局,3000.00;,2021-09-01;2021-10-01,\n"
    f"ZF1,北岭银行,{ACCOUNT},人民币,核对不一致,,,,,,,,户名、金额不符\n"
    f"XX9,北岭银行,{ACCOUNT},人民币,成功,20210319101112,,,,,,,\n"
    f"DJ1,北岭银行,6200000000000000018,人民币,成功,20210319101112,,,,,,,\n"
    f"DJ3,北岭银行,{ACCOUNT},人民币,也许,,,,,,,,\n"
)


def test_a_file_of_answers(settings: Settings, tmp_path: Path) -> None:
    """Each row goes to its measure by number, account and institution; what fits nothing or cannot be read is
    listed.
    """
    stops.request_stop(settings, "A1", REQUEST, at(NOW))
    served(settings)
    served(settings, number="DJ2")
    path = tmp_path / "反馈.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    (done,) = bank_answers.import_answers(settings, "A1", [path], at(NOW + DAY))
    assert [(line.outcome.value, line.measure) for line in done.lines] == [
        ("taken", "freeze-1"),
        ("taken", "freeze-2"),
        ("taken", "stop-1"),
        ("unmatched", ""),
        ("unmatched", ""),
        ("unread", ""),
    ]
    first = freezes.show_freeze(settings, "A1", "1", NOW + DAY).freeze
    assert (first.held, first.over) == (500_000, datetime(2021, 9, 19, 10, 11, 12, tzinfo=CHINA))
    second = freezes.show_freeze(settings, "A1", "2", NOW + DAY)
    assert [(each.organ, each.amount) for each in second.freeze.prior] == [
        ("某市公安局", 300_000),
        ("某县公安局", None),
    ]
    stop = stops.show_stop(settings, "A1", "1", NOW + DAY).stop
    assert (stop.state, [each.value for each in stop.differs]) == (StopState.MISMATCH, ["holder", "amount"])
    before = events_of(settings)
    (again,) = bank_answers.import_answers(settings, "A1", [path], at(NOW + DAY))
    assert [line.outcome.value for line in again.lines] == ["already"] * 3 + ["unmatched"] * 2 + ["unread"]
    assert events_of(settings) == before
    assert bank_answers.exit_code([again]) == 4


def test_the_same_answers_as_json(settings: Settings, tmp_path: Path) -> None:
    """A JSON list of the same field names is read alike; an unlawful answer is refused and the others go on."""
    served(settings)
    path = tmp_path / "反馈.json"
    rows = [
        {
            "业务申请编号": "DJ1",
            "账号": ACCOUNT,
            "结果": "0000",
            "起始时间": "20210319101112",
            "执行冻结金额": "5000.01",
        },
        {
            "业务申请编号": "DJ1",
            "账号": ACCOUNT,
            "结果": "0000",
            "起始时间": "20210319101113",
            "执行冻结金额": "5000.00",
        },
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    (done,) = bank_answers.import_answers(settings, "A1", [path], at(NOW + DAY))
    assert [line.outcome.value for line in done.lines] == ["refused", "taken"]
    broken = tmp_path / "坏.json"
    broken.write_text("[1]", encoding="utf-8")
    other = tmp_path / "其他.csv"
    other.write_text("甲,乙\n1,2\n", encoding="utf-8")
    files = bank_answers.import_answers(settings, "A1", [broken, other], at(NOW))
    assert [each.refused is not None for each in files] == [True, True]
    assert bank_answers.exit_code(files) == 3


def both(settings: Settings, second: Callable[[], object]) -> None:
    """Let a second person take a step between the first one's reading and writing, as far as that can be."""
    word = served(settings)
    with casebook_of(settings) as casebook, casebook.reading() as session:
        seen = proceedings.find(session, "case:A1", ProceedingKind.FREEZE, 1)
    assert seen is not None
    second()
    told = pytest.raises(Refused, match="freeze-1 was just carried on by 李警官")
    with told, casebook_of(settings) as casebook, casebook.changing() as change:
        proceedings.carry_on(change, seen, seen.steps[0].act, seen.standing)
    with pytest.raises(Refused, match="The freeze is “frozen”; you cannot let it take effect"):
        step(settings, "A1", word, FreezeStep.EFFECT, FreezeEffect(balance=1), NOW)


@pytest.mark.parametrize("database", ["settings", "on_postgresql"])
def test_the_second_of_two_at_once_is_told(request: pytest.FixtureRequest, database: str) -> None:
    """Of two effects entered at once one stands; the other is told, with nothing half done."""
    settings = request.getfixturevalue(database)
    both(settings, lambda: step(settings, "A1", "1", FreezeStep.EFFECT, FreezeEffect(balance=800_000), NOW))
    assert events_of(settings).count("freeze.effect") == 1


def test_a_clock_set_back_is_told(settings: Settings) -> None:
    """Where the machine's clock stands before the last entry, no step is taken."""
    word = served(settings)
    with pytest.raises(Refused, match="lies before the last step's"):
        step(settings, "A1", word, FreezeStep.EFFECT, FreezeEffect(balance=1), NOW - HOUR)
    with sqlite3.connect(settings.home / "casebook.sqlite3") as database:
        database.execute("UPDATE proceeding_steps SET entered_at = '2999-01-01 00:00:00.000000'")
    with pytest.raises(Refused, match="may have been set back"):
        step(settings, "A1", word, FreezeStep.EFFECT, FreezeEffect(balance=1), NOW)


def test_a_full_disk_leaves_the_freeze_as_it_was(settings: Settings) -> None:
    """SQLite's refusal to grow ends in the sentence; the same step succeeds once there is room."""
    word = served(settings)
    with casebook_of(settings) as casebook, casebook.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()

    def no_room(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    before = events_of(settings)
    event.listen(Engine, "connect", no_room)
    try:
        with pytest.raises(Failed, match="disk is full"):
            step(settings, "A1", word, FreezeStep.EFFECT, FreezeEffect(balance=1, note="很长" * 40_000), NOW)
    finally:
        event.remove(Engine, "connect", no_room)
    assert events_of(settings) == before
    assert step(settings, "A1", word, FreezeStep.EFFECT, FreezeEffect(balance=1), NOW).state is FreezeState.ACTIVE


def test_a_newer_casebook_is_refused(settings: Settings) -> None:
    """A database of a newer program ends in its sentence, and no step is taken."""
    with sqlite3.connect(settings.home / "casebook.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Failed, match="newer version of the program"):
        freezes.propose_freeze(settings, "A1", PROPOSAL, at(NOW))


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from sqlalchemy.engine.default import DefaultDialect
from suyuan.actions import freezes
from suyuan.actions.measures import Entered
from suyuan.recovery.freeze_facts import FreezeEffect, FreezeStep
from suyuan.settings import Settings

home, before = Path(sys.argv[1]), sys.argv[2] == "before"
commit = DefaultDialect.do_commit

def die(*arguments):
    if not before:
        commit(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

DefaultDialect.do_commit = die
settings = Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")
now = datetime.fromisoformat("2021-03-19T10:00:00+08:00")
freezes.carry_on_freeze(settings, "A1", "1", FreezeStep.EFFECT, FreezeEffect(balance=800_000), Entered(now=now))
"""


@pytest.mark.parametrize(("when", "steps"), [("before", 3), ("after", 4)])
def test_a_kill_leaves_the_step_in_or_out(settings: Settings, when: str, steps: int) -> None:
    """Killed as the commit begins: nothing of freeze and stop is there; after it: all of both, and the chain
    is whole.
    """
    stopped(settings, NOW - HOUR)
    served(settings)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, settings.home, when], env=os.environ, capture_output=True, check=False
    )
    assert ended.returncode == -9, ended.stderr.decode()
    view = freezes.show_freeze(settings, "A1", "1", NOW)
    stop = stops.show_stop(settings, "A1", "1", NOW)
    assert len(view.proceeding.steps) == steps
    assert stop.state is (StopState.STOPPED if when == "before" else StopState.FROZEN)
    assert events_of(settings).count("freeze.effect") == steps - 3
