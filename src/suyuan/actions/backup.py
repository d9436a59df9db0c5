"""A backup: the casebook and every case's folder in one sealed file, checked, and restored."""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from suyuan.actions import sealed_file
from suyuan.actions.auditing import verify
from suyuan.actions.case_folder import folder_of
from suyuan.actions.cases import casebook_of
from suyuan.actions.sealed_file import Contents, Form
from suyuan.casebook import audit, cases, copying
from suyuan.errors import Failed, Refused
from suyuan.model.text import Text
from suyuan.settings import Settings

CASEBOOK = "casebook.jsonl"
FOLDERS = "cases"
FILES = re.compile(r"cases/[^/\\]+/(?:vault|ledger)/(?:[^/\\]+/)*(?!\.)[^/\\]+")
BACKUP = Form(
    "suyuan-backup-1",
    Text(zh="备份", en="backup of Suyuan"),
    re.compile(rf"{re.escape(CASEBOOK)}|{FILES.pattern}"),
    CASEBOOK,
)

HAS_CASES = Text(
    zh="{path} 里已有案件，不能恢复到其中。请指定空的 --home。",
    en="There are cases in {path} already; nothing is restored there. Name an empty --home.",
)
CHAIN_BROKEN = Text(
    zh="备份中的审计链不完整，或案件库的记录与其不符（{faults} 处），已恢复，须核查，见 suyuan audit verify。",
    en="The backup's audit chain is not whole, or its rows are not what the chain says ({faults} faults); it was "
    "restored; see suyuan audit verify.",
)


@dataclass(frozen=True)
class Backup:
    """What a backup holds: how many cases, files with their bytes, events; the last event's hash; who wrote it."""

    path: Path
    version: str
    cases: int
    files: int
    size: int
    events: int
    head: str


def create(settings: Settings, path: Path) -> Backup:
    """Write everything into one file; imports wait meanwhile.

    Raises WrongUsage if the file is there, Failed where it cannot be written, NotAllowed for who may not audit.
    """
    with casebook_of(settings) as casebook, sealed_file.writing(path) as sealing, ExitStack() as held:
        with casebook.changing() as change:
            change.record("backup.create", f"backup:{path.name}")
        with casebook.reading() as session:
            numbers = [case.number for case in cases.list_cases(session)]
        for number in numbers:
            held.enter_context(folder_of(settings, number).held(settings.who))
        with casebook.reading() as session:
            sealing.put(CASEBOOK, (f"{line}\n".encode() for line in copying.lines(session)))
            chain = audit.verify_chain(session)
        sealing.put_folder(settings.home / FOLDERS, FOLDERS, FILES)
        made = sealing.finish(BACKUP, "", len(numbers), chain.count, chain.head)
    return _backup(path, made)


def check(path: Path) -> Backup:
    """Check a backup's every file against its SHA-256; raises Refused with what does not fit."""
    with sealed_file.reading(path, BACKUP) as sealed:
        sealed.check()
        return _backup(path, sealed.contents)


def restore(settings: Settings, path: Path) -> Backup:
    """Restore a backup into an empty home and an empty casebook, every file checked before.

    Raises Refused for a file that is no whole backup, a home or a casebook that is not empty. Interrupted, it can
    be run again: the casebook is filled last, in one transaction.
    """
    with sealed_file.reading(path, BACKUP) as sealed, casebook_of(settings) as casebook:
        sealed.check()
        with casebook.reading() as session:
            if cases.list_cases(session):
                raise Refused(HAS_CASES(path=settings.home))
        for member in sealed.contents.files:
            if member.name != CASEBOOK:
                sealed.copy_to(member, settings.home / member.name)
        with casebook.changing() as change, sealed.opened(CASEBOOK) as raw:
            copying.fill(change, io.TextIOWrapper(raw, "utf-8", newline="\n"), path.name)
        if faults := verify(settings).faults:
            raise Failed(CHAIN_BROKEN(faults=len(faults)))
        return _backup(path, sealed.contents)


def _backup(path: Path, said: Contents) -> Backup:
    size = sum(member.size for member in said.files)
    return Backup(path, said.version, said.cases, len(said.files), size, said.events, said.head)
