"""Imports on a full disk, imports at once, and segments that were damaged."""

import errno
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from suyuan.actions.cases import casebook_of, heal, show_case, take_up
from suyuan.actions.importing import ImportedFile, import_files
from suyuan.casebook import audit
from suyuan.errors import Failed
from suyuan.ledger import segment
from suyuan.settings import Settings

CASE = "A0316"
REPORT = "1_报案.csv"


def imported(settings: Settings, *paths: Path) -> tuple[ImportedFile, ...]:
    return import_files(settings, CASE, paths)


def actions_of(settings: Settings) -> list[str]:
    with casebook_of(settings) as casebook, casebook.reading() as session:
        assert audit.verify_chain(session).whole
        return [event.action for event in audit.events(session)]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1")])
def test_a_damaged_segment_is_mended_from_the_evidence(
    settings: Settings, incoming: Path, damage: Callable[[Path], object]
) -> None:
    """Importing the file again writes its segment anew, as the ledger's own message advises."""
    imported(settings, incoming / REPORT)
    taken = take_up(settings, CASE)
    whole = segment.read_case(taken.manifest, taken.folder.ledger)
    damage(segment.path_of(taken.manifest.entries[0].segments[0], taken.folder.ledger))
    with pytest.raises(Failed):
        segment.read_case(taken.manifest, taken.folder.ledger)
    imported(settings, incoming / REPORT)
    assert segment.read_case(taken.manifest, taken.folder.ledger) == whole


@pytest.mark.parametrize("stale", [None, b"{}", b'{"files": [], "version": 1}'])
def test_a_stale_manifest_is_healed_when_the_case_is_taken_up(
    settings: Settings, incoming: Path, stale: bytes | None
) -> None:
    """Missing, garbled or behind: the manifest is what the casebook says."""
    imported(settings, incoming)
    written = take_up(settings, CASE).folder.ledger / "manifest.json"
    right = written.read_bytes()
    if stale is None:
        written.unlink()
    else:
        written.write_bytes(stale)
    assert len(take_up(settings, CASE).manifest.entries) == 3
    assert written.read_bytes() == right


@pytest.mark.parametrize("call", ["fsync", "replace", "rename", "mkdir"])
def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_done(
    settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Whichever write the disk does not take, the import stops with a sentence; run again, it is completed."""
    real: Callable[..., Any] = getattr(os, call)
    for place in range(1, 40):
        calls = 0

        def full(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= place:  # noqa: B023
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments, **named)

        with monkeypatch.context() as disk:
            disk.setattr(os, call, full)
            try:
                imported(settings, incoming)
                break
            except Failed as failed:
                assert "No space left" in str(failed)
        taken = take_up(settings, CASE)
        segment.read_case(taken.manifest, taken.folder.ledger)
        assert actions_of(settings).count("evidence.add") == len(taken.evidence)
    assert place > 1
    imported(settings, incoming)
    assert len(take_up(settings, CASE).evidence) == 6


def test_a_full_disk_in_the_casebook_itself_is_a_sentence(settings: Settings, incoming: Path) -> None:
    """SQLite's own refusal to grow ends in the sentence, and the case stays as it was."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()

    def no_room(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", no_room)
    try:
        with pytest.raises(Failed, match="disk is full"):
            import_files(settings, CASE, [incoming], origin="很长的来源" * 4000)
    finally:
        event.remove(Engine, "connect", no_room)
    assert show_case(settings, CASE).evidence == ()
    assert actions_of(settings) == ["case.new"]
    imported(settings, incoming)
    assert len(show_case(settings, CASE).evidence) == 6


def import_one(settings: Settings, path: Path) -> None:
    import_files(settings, CASE, [path])


def test_two_imports_at_once_take_turns(settings: Settings, tmp_path: Path) -> None:
    """Two processes importing into one case both end, and the case has the files of both."""
    folders = []
    for who in "甲乙":
        folder = tmp_path / who
        folder.mkdir()
        for number in range(6):
            (folder / f"{number}.csv").write_text(
                f"账号,角色,理由,认定人,认定时间\n62000000000000{number:04},商户,{who},王某丙,2021-03-19\n",
                encoding="utf-8",
            )
        folders.append(folder)
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=import_one, args=(settings, folder)) for folder in folders]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert [each.exitcode for each in running] == [0, 0]
    taken = take_up(settings, CASE)
    assert len(taken.evidence) == len(taken.manifest.entries) == 12
    assert len(segment.read_case(taken.manifest, taken.folder.ledger)) == 12
    assert actions_of(settings).count("evidence.add") == 12


def test_healing_is_left_to_a_running_import(settings: Settings, incoming: Path) -> None:
    """A reader that comes while an import holds the case does not write; it has the casebook's word anyway."""
    imported(settings, incoming)
    folder = take_up(settings, CASE).folder
    (folder.ledger / "manifest.json").unlink()
    with folder.held("乙"):
        assert len(take_up(settings, CASE).manifest.entries) == 3
        assert not (folder.ledger / "manifest.json").exists()
        heal(settings, folder)
    assert (folder.ledger / "manifest.json").exists()
