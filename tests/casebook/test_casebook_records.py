"""Rows changed behind the program's back are found by holding them against the audit chain."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from suyuan.casebook import audit, cases, evidence, mends, proceedings, records, register, rulings, users
from suyuan.casebook.cases import NewCase
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.model.case import Arrival, EvidenceRecord, Outcome, Reading
from suyuan.model.mend import CellMend
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act, ProceedingKind, Standing
from suyuan.model.register import BulletinFigure, BulletinRecord, CaseFacts, ReportedCase, Stage, Supervision
from suyuan.model.rights import EVERYWHERE, Duty, Level
from suyuan.model.ruling import RulingKind

Runner = Callable[[str, str], list[tuple[Any, ...]]]
Tamper = Callable[[str], list[str]]
DAY = datetime(2022, 3, 16, 9, 0, tzinfo=CHINA)
SHA = "0f" * 32


def fill(book: Casebook) -> None:
    """Put something into every table, each changed or undone once where that can be."""
    with book.changing() as change:
        cases.open_case(change, NewCase("一案", "A1"))
        cases.restate(change, "A1", filed_at=Moment(DAY), organ="某县局", why="补录")
        reading = Reading(Outcome.IMPORTED, "csv", "f", "k", {"booking": 2}, None, (), None)
        arrival = Arrival("甲.csv", "邮箱", change.who, DAY)
        evidence.keep(change, EvidenceRecord("A1", SHA, 10, (arrival,), reading))
        arrival = Arrival("乙.csv", "邮箱", change.who, DAY)
        evidence.keep(change, EvidenceRecord("A1", SHA, 10, (arrival,), reading))
        mends.add(change, "A1", SHA, [CellMend(1, 2, 3, "金额", "1O", "10")], "误录")
        mends.undo(change, "A1", SHA, (1, 2), "原件无误")
        for number in ("1", "2"):
            rulings.add(change, "A1", RulingKind.ACCOUNT, "62", {"role": number}, why="查明", evidence="笔录")
        rulings.undo(change, "A1", RulingKind.ACCOUNT, 1, "查无实据")
        first = proceedings.begin(
            change, "case:A1", ProceedingKind.FREEZE, "62", Act("propose", Moment(DAY), '{"sum":"1"}'),
            Standing("proposed"),
        )  # fmt: skip
        second = proceedings.carry_on(change, first, Act("approve", Moment(DAY), "{}"), Standing("approved"))
        proceedings.carry_on(change, second, Act("serve", Moment(DAY), "{}"), Standing("served"))
        figure = BulletinFigure("amount", "100", "元", "", "100元", "涉案100元。", "ab")
        said = ReportedCase(CaseFacts("某地“一·一”案", "某省"), (figure,), Stage.UNSTATED)
        register.enter_bulletin(
            change, BulletinRecord("ab", "页", "题", None, (), Supervision.UNSTATED, (said,), (figure,))
        )
        users.add(change, change.who, "某局", Level.CITY, Duty.ADMINISTRATOR)
        users.grant(change, change.who, Duty.READER, "A1")
        users.withdraw(change, change.who, Duty.READER, "A1", "调离")


@pytest.fixture
def tamper(address: str, casebook: Casebook, run: Runner) -> Tamper:
    fill(casebook)
    casebook.close()

    def tampered(script: str) -> list[str]:
        run(address, script)
        with open_casebook(address, "me") as again, again.reading() as session:
            assert audit.verify_chain(session).whole
            return [str(each.values["what"]) for each in records.faults(session, audit.every_event(session))]

    return tampered


def test_an_untouched_casebook_is_what_its_chain_says(tamper: Tamper) -> None:
    """Every table as the program wrote it fits its events."""
    assert tamper("") == []


FREEZE, RULING, FILE = "freeze:case:A1/1", "ruling:A1/2", f"evidence:A1/{SHA}"


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("UPDATE cases SET organ = '别局'", "case:A1"),
        ("UPDATE cases SET created_by = '别人'", "case:A1"),
        ("UPDATE evidence SET size = 11", FILE),
        ("UPDATE arrivals SET name = '丙.csv' WHERE name = '甲.csv'", FILE),
        ("DELETE FROM arrivals WHERE name = '乙.csv'", FILE),
        ("UPDATE mends SET text = '1000'", FILE),
        ("UPDATE mends SET undone_at = NULL, undone_who = NULL", FILE),
        ("DELETE FROM mends", FILE),
        ('UPDATE rulings SET facts = \'{"role":"3"}\' WHERE number = 2', RULING),
        ("UPDATE rulings SET why = '别的' WHERE number = 2", RULING),
        ("UPDATE rulings SET who = '别人' WHERE number = 2", RULING),
        ("UPDATE rulings SET undone_at = NULL WHERE number = 1", "ruling:A1/1"),
        ("DELETE FROM rulings WHERE number = 1", "ruling:A1/1"),
        ("DELETE FROM rulings WHERE number = 2", RULING),
        ("UPDATE proceedings SET subject = '63'", FREEZE),
        ('UPDATE proceeding_steps SET facts = \'{"sum":"9"}\' WHERE number = 1', FREEZE),
        ("UPDATE proceeding_steps SET approved_by = '局长' WHERE number = 2", FREEZE),
        ("UPDATE proceeding_steps SET acted_at = '2022-03-17 01:00:00' WHERE number = 3", FREEZE),
        ("DELETE FROM proceeding_steps WHERE number = 1", FREEZE),
        ("DELETE FROM proceeding_steps WHERE number = 3", FREEZE),
        ("DELETE FROM proceeding_steps; DELETE FROM proceedings", FREEZE),
        ("UPDATE users SET agency = '别局'", "user:李警官"),
        ("UPDATE grants SET duty = 'approver' WHERE scope = '*'", "user:李警官"),
        ("UPDATE grants SET withdrawn_at = NULL WHERE scope = 'A1'", "user:李警官"),
        ("UPDATE bulletins SET title = '别题'", "bulletin:ab"),
        ("UPDATE figures SET value = '1000' WHERE place = 2", "bulletin:ab"),
        ("UPDATE mentions SET facts = '{}'", "bulletin:ab"),
        ("DELETE FROM figures", "bulletin:ab"),
        ("UPDATE supervised_cases SET province = '别省'", "supervised:某省:11"),
    ],
)
def test_a_row_touched_outside_of_the_program_is_found(tamper: Tamper, script: str, what: str) -> None:
    """Changed, cut or removed, first or last, in every table: the row is named."""
    found = tamper(script)
    assert what in found or (what.startswith("supervised:") and found[0].startswith("supervised:"))
    assert len(found) == 1


def test_steps_that_change_places_are_found(tamper: Tamper) -> None:
    """The same steps in another order are not what was done."""
    swap = "UPDATE proceeding_steps SET number = {} WHERE number = {}"
    assert tamper("; ".join(swap.format(*pair) for pair in ((9, 2), (2, 3), (3, 9)))) == [FREEZE]


def test_a_row_that_the_program_did_not_write_is_found(tamper: Tamper) -> None:
    """A user put in by hand is in no event."""
    script = "INSERT INTO users (name, agency, level, active, version) VALUES ('x', '', 2, true, 1)"
    assert tamper(script) == ["user:x"]


def test_a_part_given_by_hand_is_found(tamper: Tamper) -> None:
    """Nobody gives himself a part in the database."""
    columns = "(id, user_name, duty, scope, granted_by, granted_at)"
    values = f"(99, '李警官', 'approver', '{EVERYWHERE}', 'x', '2022-03-16 01:00:00')"
    assert tamper(f"INSERT INTO grants {columns} VALUES {values}") == ["user:李警官"]
