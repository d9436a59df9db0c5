"""A backup: the casebook and every case's folder in one file that says what is in it, checked, and restored."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from suyuan import __version__
from suyuan.actions.case_folder import folder_of
from suyuan.actions.cases import casebook_of
from suyuan.casebook import audit, cases, copying
from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.model import recorded
from suyuan.model.text import Text
from suyuan.settings import Settings

FORMAT = "suyuan-backup-1"
CASEBOOK = "casebook.jsonl"
CONTENTS = "contents.json"
FOLDERS = "cases"
PIECE = 1 << 20

EXISTS = Text(
    zh="{path} 已存在，备份不覆盖旧文件。请换一个文件名。",
    en="{path} is there already; a backup overwrites nothing. Choose another name.",
)
CANNOT_WRITE = Text(
    zh="备份写不下去：{why}。没有留下不完整的文件。",
    en="The backup cannot be written: {why}. No partial file was left.",
)
NO_BACKUP = Text(
    zh="{path} 不是溯源的备份文件：{why}。未作任何改动。",
    en="{path} is no backup of Suyuan: {why}. Nothing was changed.",
)
NO_ZIP = Text(zh="不是 zip 文件或已损坏", en="no zip file, or a damaged one")
NO_CONTENTS = Text(zh="没有可识别的目录（contents.json）", en="it has no contents.json that can be read")
NOT_LISTED = Text(zh="所含文件与目录不符（{member}）", en="what it holds is not what its contents say ({member})")
DAMAGED = Text(zh="{member} 与目录中的 SHA-256 不符", en="{member} does not fit its SHA-256 in the contents")
UNSAFE = Text(zh="含有不允许的路径 {member}", en="it holds a path that is not allowed, {member}")
FOLDER_IN_THE_WAY = Text(
    zh="{path} 里已有案件，不能恢复到其中。请指定空的 --home。",
    en="There are cases in {path} already; nothing is restored there. Name an empty --home.",
)
CHAIN_BROKEN = Text(
    zh="备份中的审计链不完整（{faults} 处），已恢复，须核查，见 suyuan audit verify。",
    en="The backup's audit chain is not whole ({faults} faults); it was restored; see suyuan audit verify.",
)

_ALLOWED = re.compile(r"cases/[^/\\]+/(?:vault|ledger)/[^\\]+")
_LEFT_OUT = re.compile(r"(?:^|/)(?:import\.lock|\..*\.part)$")


@dataclass(frozen=True)
class Member:
    """One file of a backup: its name there, the SHA-256 and the bytes of its content."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself: form, the program's version, cases, events, last event's hash, its files."""

    format: str
    version: str
    cases: int
    events: int
    head: str
    files: tuple[Member, ...]


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

    Raises WrongUsage if the file is there, Failed where it cannot be written; no partial file is left.
    """
    if path.exists():
        raise WrongUsage(EXISTS(path=path))
    draft = path.with_name(f".{path.name}.part")
    try:
        with casebook_of(settings) as casebook:
            with casebook.changing() as change:
                change.record("backup.create", f"backup:{path.name}")
            with ExitStack() as held:
                with casebook.reading() as session:
                    numbers = [case.number for case in cases.list_cases(session)]
                for number in numbers:
                    held.enter_context(folder_of(settings, number).held(settings.who))
                with casebook.reading() as session, _zip(draft) as archive:
                    chain = audit.verify_chain(session)
                    said = Contents(FORMAT, __version__, len(numbers), chain.count, chain.head, ())
                    made = _write(archive, settings.home, copying.lines(session), said)
        _settle(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Failed(CANNOT_WRITE(why=error.strerror or type(error).__name__)) from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return _backup(path, made)


def check(path: Path) -> Backup:
    """Check a backup's every file against its SHA-256; raises Refused with what does not fit."""
    with _opened(path) as archive:
        contents = _contents(path, archive)
        for member in contents.files:
            _copy_out(path, archive, member, None)
    return _backup(path, contents)


def restore(settings: Settings, path: Path) -> Backup:
    """Restore a backup into an empty home and an empty casebook, every file checked on its way.

    Raises Refused for a file that is no whole backup, a home or a casebook that is not empty. Interrupted, it can
    be run again: the casebook is filled last, in one transaction.
    """
    check(path)
    with casebook_of(settings) as casebook, _opened(path) as archive:
        contents = _contents(path, archive)
        with casebook.reading() as session:
            if cases.list_cases(session):
                raise Refused(FOLDER_IN_THE_WAY(path=settings.home))
        for member in contents.files:
            if member.name != CASEBOOK:
                _restore_file(settings.home / member.name, path, archive, member)
        with casebook.changing() as change, archive.open(CASEBOOK) as raw:
            copying.fill(change, io.TextIOWrapper(raw, "utf-8", newline="\n"), path.name)
        with casebook.reading() as session:
            faults = audit.verify_chain(session).faults
    if faults:
        raise Failed(CHAIN_BROKEN(faults=len(faults)))
    return _backup(path, contents)


def _write(archive: zipfile.ZipFile, home: Path, casebook: Iterable[str], said: Contents) -> Contents:
    """Write the casebook's lines and every case's files, then what there is; ``said`` gets its files."""
    files = [_put(archive, CASEBOOK, (f"{line}\n".encode() for line in casebook))]
    root = home / FOLDERS
    for place in sorted(root.rglob("*")):
        name = f"{FOLDERS}/{place.relative_to(root).as_posix()}"
        if place.is_file() and _ALLOWED.fullmatch(name) and not _LEFT_OUT.search(name):
            files.append(_put(archive, name, _pieces(place)))
    contents = replace(said, files=tuple(files))
    archive.writestr(_named(CONTENTS), recorded.to_text(contents))
    return contents


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(_named(name), "w", force_zip64=True) as target:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Member(name, digest.hexdigest(), size)


def _named(member: str) -> zipfile.ZipInfo:
    """Return a member without the day on which it was written, so that the same state gives the same bytes."""
    named = zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0))
    named.compress_type = zipfile.ZIP_DEFLATED
    named.external_attr = 0o600 << 16
    return named


@contextmanager
def _zip(draft: Path) -> Iterator[zipfile.ZipFile]:
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _settle(draft: Path, path: Path) -> None:
    draft.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(NO_BACKUP(path=path, why=NO_ZIP)) from error
    with archive:
        yield archive


def _contents(path: Path, archive: zipfile.ZipFile) -> Contents:
    """Return a backup's contents, its list of members proven to be what it holds and where it may lie."""
    try:
        contents = recorded.from_text(Contents, archive.read(CONTENTS).decode())
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(NO_BACKUP(path=path, why=NO_CONTENTS)) from error
    listed = sorted(member.name for member in contents.files)
    if contents.format != FORMAT or CASEBOOK not in listed:
        raise Refused(NO_BACKUP(path=path, why=NO_CONTENTS))
    held = sorted(each for each in archive.namelist() if each != CONTENTS)
    if held != listed:
        wrong = min((Counter(held) - Counter(listed)) + (Counter(listed) - Counter(held)))
        raise Refused(NO_BACKUP(path=path, why=NOT_LISTED(member=wrong)))
    for name in listed:
        if name != CASEBOOK and (".." in PurePosixPath(name).parts or not _ALLOWED.fullmatch(name)):
            raise Refused(NO_BACKUP(path=path, why=UNSAFE(member=name)))
    return contents


def _copy_out(path: Path, archive: zipfile.ZipFile, member: Member, target: BinaryIO | None) -> None:
    """Copy a member out, or only read it; raises Refused where it does not fit its SHA-256."""
    digest = hashlib.sha256()
    try:
        with archive.open(member.name) as source:
            while piece := source.read(PIECE):
                digest.update(piece)
                if target is not None:
                    target.write(piece)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused(NO_BACKUP(path=path, why=DAMAGED(member=member.name))) from error
    if digest.hexdigest() != member.sha256:
        raise Refused(NO_BACKUP(path=path, why=DAMAGED(member=member.name)))


def _restore_file(place: Path, path: Path, archive: zipfile.ZipFile, member: Member) -> None:
    draft = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with draft.open("wb") as target:
            _copy_out(path, archive, member, target)
            target.flush()
            os.fsync(target.fileno())
        _settle(draft, place)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Failed(CANNOT_WRITE(why=error.strerror or type(error).__name__)) from error


def _backup(path: Path, said: Contents) -> Backup:
    size = sum(member.size for member in said.files)
    return Backup(path, said.version, said.cases, len(said.files), size, said.events, said.head)
