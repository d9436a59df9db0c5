"""A quarantined row is mended: the sums move by that row alone, and everything before stays to be seen."""

import json
import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from suyuan.actions.case_folder import CaseFolder
from suyuan.actions.cases import casebook_of, show_case, take_up
from suyuan.actions.evidence_reading import read_mended
from suyuan.actions.importing import import_files
from suyuan.actions.quarantine import KeptFile, list_rows, open_kept, show_row
from suyuan.actions.row_mending import Fix, fix, retry, undo
from suyuan.casebook import audit
from suyuan.errors import Refused, WrongUsage
from suyuan.intake.evidence import Vault
from suyuan.intake.mending import MendedCell
from suyuan.ledger import segment
from suyuan.ledger.contents import FileContents
from suyuan.model.booking import Direction
from suyuan.model.case import EvidenceRecord
from suyuan.model.mend import Mend
from suyuan.model.text import Language
from suyuan.settings import Settings

CASE = "A0316"
NAME = "20210319316_账户明细d2_20210321101500_part1.csv"
DEMO = Path(__file__).parents[2] / "examples" / "case_0316" / "evidence" / "12_支付宝" / NAME
ROW = 30
AMOUNT = "金额（元）"
WHY = "字母O应为数字0"
GOOD = Fix(NAME, ROW, [AMOUNT], ["38.50"], WHY)


@pytest.fixture
def imported(settings: Settings) -> Settings:
    import_files(settings, CASE, [DEMO])
    return settings


def contents_of(settings: Settings) -> FileContents:
    taken = take_up(settings, CASE)
    (contents,) = segment.read_case(taken.manifest, taken.folder.ledger)
    return contents


def sums_of(settings: Settings) -> dict[Direction, tuple[int, int]]:
    bookings = [each for part in contents_of(settings).parts for each in part.bookings]
    return {
        direction: (len(amounts), sum(amounts))
        for direction in Direction
        if (amounts := [each.amount for each in bookings if each.direction is direction]) is not None
    }


def ledger_bytes(settings: Settings) -> tuple[object, ...]:
    taken = take_up(settings, CASE)
    segments = [part for entry in taken.manifest.entries for part in entry.segments]
    manifest = (taken.folder.ledger / "manifest.json").read_bytes()
    return manifest, *((segment.path_of(part, taken.folder.ledger)).read_bytes() for part in segments)


def events_of(settings: Settings) -> list[str]:
    with casebook_of(settings) as casebook, casebook.reading() as session:
        audit.verify_chain(session)
        return [event.action for event in audit.events(session)]


def test_a_mend_changes_the_sums_by_that_row_alone(imported: Settings) -> None:
    """38.50 yuan out and one row read more; the accounting moves by one row; the vault keeps its bytes."""
    before, rows = sums_of(imported), show_case(imported, CASE).rows
    fixed = fix(imported, CASE, GOOD)
    assert fixed.kept
    assert fixed.booking is not None
    assert (fixed.booking.amount, fixed.booking.direction) == (3850, Direction.OUT)
    count, amount = before[Direction.OUT]
    assert sums_of(imported) == before | {Direction.OUT: (count + 1, amount + 3850)}
    after = show_case(imported, CASE)
    assert after.rows == rows | {"read": rows["read"] + 1, "quarantined": rows["quarantined"] - 1}
    assert after.mended == 1
    vault = Vault(take_up(imported, CASE).folder.vault)
    assert list(vault.stored()) == [sha256(DEMO.read_bytes()).hexdigest()]
    assert vault.verify() == ()


def test_the_ledger_knows_which_booking_was_mended(imported: Settings) -> None:
    """The segments hold the cell's place, both texts, who and why; the booking's id is among the mended."""
    fix(imported, CASE, GOOD)
    contents = contents_of(imported)
    (mend,) = contents.mends
    assert replace(mend, source=None) == MendedCell(None, 11, AMOUNT, "38.5O", "38.50", "李警官", WHY)  # type: ignore[arg-type]
    bookings = [each for part in contents.parts for each in part.bookings]
    assert [each.source.row for each in bookings if each.id in contents.mended] == [ROW]


def test_the_original_stays_in_show(imported: Settings) -> None:
    """Before: the fault; after: the file's own text, the mend, what is read; after undoing: who took it back."""
    seen = show_row(imported, CASE, NAME, ROW)
    assert seen.quarantined is not None
    assert seen.quarantined.column == AMOUNT
    assert seen.booking is None
    assert [row.number for row in seen.neighbours] == [28, 29, 30]
    fix(imported, CASE, GOOD)
    seen = show_row(imported, CASE, NAME, ROW)
    assert seen.quarantined is None
    assert seen.cells[10] == "38.5O"
    assert seen.booking is not None
    (mend,) = seen.mends
    assert (mend.cell.original, mend.cell.text, mend.who, mend.why) == ("38.5O", "38.50", "李警官", WHY)
    undo(imported, CASE, (NAME, ROW, None), "看错了")
    (mend,) = show_row(imported, CASE, NAME, ROW).mends
    assert mend.undone is not None
    assert (mend.undone.who, mend.undone.why) == ("李警官", "看错了")


def test_the_list_has_the_row_and_then_the_mend(imported: Settings) -> None:
    """A mended row leaves the quarantine and stands among the mends."""
    (line,) = list_rows(imported, CASE).rows
    assert (line.file, line.row.source.row, line.row.column) == (NAME, ROW, AMOUNT)
    assert "38.5O" in line.row.text
    fix(imported, CASE, GOOD)
    found = list_rows(imported, CASE)
    assert found.rows == ()
    assert [(line.file, line.mend.cell.row) for line in found.mends] == [(NAME, ROW)]


def test_undoing_restores_the_same_bytes(imported: Settings) -> None:
    """Segments and manifest are what they were, byte for byte; mending again is possible."""
    before, events = ledger_bytes(imported), events_of(imported)
    fix(imported, CASE, GOOD)
    assert ledger_bytes(imported) != before
    reread = undo(imported, CASE, (NAME, ROW, None), "看错了")
    assert reread.changed
    assert ledger_bytes(imported) == before
    assert events_of(imported) == [*events, "row.mend", "evidence.read", "row.unmend", "evidence.read"]
    assert fix(imported, CASE, GOOD).kept


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (replace(GOOD, texts=["38.5o"]), "could still not be read"),
        (replace(GOOD, row=ROW - 1), "is not in quarantine"),
        (replace(GOOD, columns=["备注"], texts=["38.50"]), "could still not be read"),
    ],
)
def test_a_mend_that_does_not_help_is_refused(imported: Settings, asked: Fix, said: str) -> None:
    """Still unreadable, or a row that was read: refused with the reason, and nothing is written."""
    before, events = ledger_bytes(imported), events_of(imported)
    fixed = fix(imported, CASE, asked)
    assert not fixed.kept
    assert fixed.refused is not None
    assert said in fixed.refused.render(Language.EN)
    assert ledger_bytes(imported) == before
    assert events_of(imported) == events


def test_a_preview_changes_nothing(imported: Settings) -> None:
    """--dry-run shows the booking and writes nothing."""
    before, events = ledger_bytes(imported), events_of(imported)
    fixed = fix(imported, CASE, replace(GOOD, dry_run=True))
    assert fixed.booking is not None
    assert not fixed.kept
    assert (ledger_bytes(imported), events_of(imported)) == (before, events)


@pytest.mark.parametrize(
    "asked",
    [
        replace(GOOD, why=" "),
        replace(GOOD, file="没有.csv"),
        replace(GOOD, row=999),
        replace(GOOD, columns=["没有此列"]),
        replace(GOOD, columns=[AMOUNT, "11"], texts=["1", "2"]),
        replace(GOOD, texts=[]),
    ],
)
def test_a_mend_must_name_what_there_is(imported: Settings, asked: Fix) -> None:
    """No reason, file, row or column, one column twice, no text: wrong usage."""
    with pytest.raises(WrongUsage):
        fix(imported, CASE, asked)


def test_undoing_what_was_not_mended_is_refused(imported: Settings) -> None:
    """There is nothing to take back, and nothing is recorded."""
    events = events_of(imported)
    with pytest.raises(Refused, match="no mend that stands"):
        undo(imported, CASE, (NAME, ROW, None), "看错了")
    assert events_of(imported) == events


def test_importing_again_keeps_a_mend(imported: Settings) -> None:
    """The same file again is a duplicate; with a segment lost it is read again, mended as before."""
    fix(imported, CASE, GOOD)
    mended = ledger_bytes(imported)
    taken = take_up(imported, CASE)
    segment.path_of(taken.manifest.entries[0].segments[0], taken.folder.ledger).unlink()
    import_files(imported, CASE, [DEMO])
    assert ledger_bytes(imported) == mended


def test_retrying_reads_again_what_a_newer_program_can_read(
    imported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same program changes nothing; one that reads the row says one row more was read."""
    before, events = ledger_bytes(imported), events_of(imported)
    (same,) = retry(imported, CASE)
    assert not same.changed
    assert (ledger_bytes(imported), events_of(imported)) == (before, events)
    cells = fix(imported, CASE, replace(GOOD, dry_run=True)).cells

    def newer(folder: CaseFolder, record: EvidenceRecord, mends: Iterable[Mend]) -> KeptFile:
        kept = open_kept(folder, record, mends)
        reads_it = Mend(CASE, record.sha256, cells[0], WHY, "?", datetime(2026, 1, 1, tzinfo=UTC))
        return replace(kept, current=read_mended(kept.opened, NAME, (reads_it,)))

    monkeypatch.setattr("suyuan.actions.row_mending.open_kept", newer)
    (reread,) = retry(imported, CASE)
    assert reread.changed
    assert reread.after["read"] == reread.before["read"] + 1
    assert reread.after["quarantined"] == 0


def fix_in_another_process(settings: Settings, text: str, barrier: object, out: Path) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    fixed = fix(settings, CASE, replace(GOOD, texts=[text]))
    out.write_text(fixed.refused.render(Language.EN) if fixed.refused else "kept", encoding="utf-8")


def test_of_two_people_who_mend_one_row_at_once_one_is_refused(imported: Settings, tmp_path: Path) -> None:
    """One mend stands, the other is told whose; the sums have the row once."""
    before = sums_of(imported)
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    outs = [tmp_path / "one", tmp_path / "two"]
    people = [
        spawn.Process(target=fix_in_another_process, args=(replace(imported, who=who), "38.50", barrier, out))
        for who, out in zip(("张三", "李四"), outs, strict=True)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    said = sorted(out.read_text(encoding="utf-8") for out in outs)
    assert said.count("kept") == 1
    assert any("was mended by" in each for each in said)
    count, amount = before[Direction.OUT]
    assert sums_of(imported)[Direction.OUT] == (count + 1, amount + 3850)
    assert events_of(imported).count("row.mend") == 1


def test_a_kill_at_any_step_leaves_the_mend_whole_or_absent(settings_in_memory: Settings, memory: Path) -> None:
    """Before the commit ends nothing of the mend is there, after it all is; mending again ends it either way."""
    import_files(settings_in_memory, CASE, [DEMO])
    quiet = ledger_bytes(settings_in_memory)
    kills = memory / "fix"
    kills.mkdir()
    driver = Path(__file__).with_name("killed_fix.py")
    ended = subprocess.run(
        [sys.executable, driver, settings_in_memory.home, kills, CASE, NAME, str(ROW)],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(ended.stdout)
    assert said["status"] == 0
    assert said["steps"].count("commit ended") == 1
    shutil.copytree(settings_in_memory.home, kills / "quiet")
    mended = at(kills / "quiet")
    fix(mended, CASE, GOOD)
    whole = ledger_bytes(mended)
    done = said["steps"].index("commit ended") + 1
    for step in range(1, len(said["steps"]) + 1):
        home = at(kills / str(step))
        assert (ledger_bytes(home) == whole) == (step >= done), said["steps"][:step]
        assert (ledger_bytes(home) == quiet) == (step < done)
        assert ("row.mend" in events_of(home)) == (step >= done)
        assert len(list_rows(home, CASE).mends) == (step >= done)
        fixed = fix(home, CASE, GOOD)
        assert fixed.kept == (step < done)
        assert ledger_bytes(home) == whole


def at(home: Path) -> Settings:
    return Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")


MT940 = (
    ":20:A\n:25:DE89370400440532013000\n:28C:1/1\n:60F:C210301EUR100,00\n:61:210230C50,00NTRFX1\n:86:one\n"
    ":61:210303D20,00NTRFX2\n:86:two\n:62F:C210303EUR130,00\n"
)
QIF = "!Type:Bank\nD13/03/2021\nT12.34\nPone\n^\nD14/03/2021\nT1x.00\nPtwo\n^\n"


@pytest.mark.parametrize(
    ("name", "text", "row", "line", "mended", "read"),
    [
        ("a.sta", MT940, 5, 1, ":61:210302C50,00NTRFX1", (Direction.IN, 5000)),
        ("a.qif", QIF, 6, 2, "T1.00", (Direction.IN, 100)),
    ],
)
def test_a_line_of_a_bank_message_is_mended(
    settings: Settings,
    tmp_path: Path,
    name: str,
    text: str,
    row: int,
    line: int,
    mended: str,
    read: tuple[Direction, int],
) -> None:
    """The 30th of February, and an amount that is none: the entry's line is mended, and undone again."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    import_files(settings, CASE, [tmp_path / name])
    assert [each.source.row for each in contents_of(settings).quarantined] == [row]
    fixed = fix(settings, CASE, Fix(name, row, [str(line)], [mended], WHY))
    assert fixed.refused is None
    assert fixed.booking is not None
    assert (fixed.booking.direction, fixed.booking.amount) == read
    contents = contents_of(settings)
    assert contents.quarantined == ()
    assert [mend.original for mend in contents.mends] == [text.split("\n")[row + line - 2]]
    undo(settings, CASE, (name, row, None), WHY)
    assert [each.source.row for each in contents_of(settings).quarantined] == [row]
