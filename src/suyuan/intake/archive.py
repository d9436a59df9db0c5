"""What a user hands over (files, folders, zip archives, archives inside them) to single files, one by one.

Nothing is left out in silence: what cannot be opened comes as a file with its refusal, what is no evidence
(a system's own litter) as a file with the reason for skipping it, and the others go on.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from suyuan.errors import Refused
from suyuan.intake.container import HEAD_BYTES, Container, recognise
from suyuan.intake.file_names import member_names, shown_name
from suyuan.intake.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_DEPTH,
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    MAX_UNPACKED_TOTAL,
    MIB,
)
from suyuan.intake.office import office_kind
from suyuan.intake.zip_guard import TOO_LARGE_INSIDE, TOO_MANY_MEMBERS, open_zip, unpack
from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class IncomingFile:
    """One file on its way in.

    ``name`` is for display: ``folder/archive.zip/里/文件.csv``. ``origin`` is the path that the user named.
    ``path`` is set if it lies on the disk by itself, ``content`` if it came out of an archive; a refused member
    may have neither. ``refusal`` says why it cannot be taken (a damaged archive still has its bytes);
    ``skipped`` says why it is no evidence. ``unpacked`` marks an archive whose files come after it.
    """

    name: str
    origin: Path
    path: Path | None = None
    content: bytes | None = None
    refusal: Message | None = None
    skipped: Message | None = None
    unpacked: bool = False

    def read(self) -> bytes:
        """Return the bytes; raises Refused where there are none."""
        if self.content is not None:
            return self.content
        if self.path is None:
            raise Refused(self.refusal or NO_CONTENT(name=self.name))
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise Refused(UNREADABLE(name=self.name, what=_why(error))) from error


def expand(paths: Iterable[Path]) -> Iterator[IncomingFile]:
    """Yield the files of each path in the order given; those of a folder or archive by name.

    Members of an archive are unpacked one at a time, when they are reached. Office files are not archives.
    """
    return (found for found in expand_with_archives(paths) if not found.unpacked)


def expand_with_archives(paths: Iterable[Path]) -> Iterator[IncomingFile]:
    """Yield the same, and before the files of an archive the archive itself: it is what the institution sent."""
    for path in paths:
        yield from _expand_path(path, shown_name(path.name or path.resolve().name), path)


def count_files(paths: Iterable[Path]) -> int:
    """Return how many files there are on the disk to expand, archives counted as one, to measure progress by."""
    return sum(sum(len(files) for _, _, files in os.walk(path)) if path.is_dir() else 1 for path in paths)


def _expand_path(path: Path, name: str, origin: Path) -> Iterator[IncomingFile]:
    """Yield what one path on the disk holds."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _expand_folder(path, name, origin)
            return
        if not stat.S_ISREG(mode):
            yield IncomingFile(name, origin, refusal=SPECIAL(name=name))
            return
        litter = _litter(name)
        if litter:
            yield IncomingFile(name, origin, path=path, skipped=litter)
            return
        with path.open("rb") as file:
            found = IncomingFile(name, origin, path=path)
            yield from _expand_file(found, file, 1, _Budget())
    except OSError as error:
        yield IncomingFile(name, origin, refusal=UNREADABLE(name=name, what=_why(error)))


def _expand_folder(folder: Path, name: str, origin: Path) -> Iterator[IncomingFile]:
    """Yield the files below a folder; links to other folders are not followed, as they may lead round."""
    children = sorted(folder.iterdir(), key=lambda child: child.name)
    if not children:
        yield IncomingFile(name, origin, skipped=EMPTY_FOLDER(name=name))
    for child in children:
        child_name = f"{name}/{shown_name(child.name)}"
        if child.is_symlink() and child.is_dir():
            yield IncomingFile(child_name, origin, skipped=LINK(name=child_name))
        else:
            yield from _expand_path(child, child_name, origin)


class _Budget:
    """What one archive, with all inside it, may still unpack to."""

    def __init__(self) -> None:
        self.bytes = MAX_UNPACKED_TOTAL
        self.members = MAX_MEMBERS


def _expand_file(found: IncomingFile, file: IO[bytes], depth: int, budget: _Budget) -> Iterator[IncomingFile]:
    """Yield a file itself, or its members if it is an archive; ``depth`` counts archives from 1."""
    try:
        archive = _archive(found.name, file)
        if archive is not None and depth > MAX_DEPTH:
            raise Refused(TOO_DEEP(name=found.name, limit=MAX_DEPTH))
    except Refused as refused:
        yield _refused(found, refused.message)
        return
    if archive is None:
        yield found
        return
    members = archive.infolist()
    budget.members -= len(members)
    named = sorted(
        (name, index)
        for index, name in enumerate(member_names(members))
        if not members[index].filename.endswith(("/", "\\"))
    )
    if budget.members < 0:
        yield _refused(found, TOO_MANY_MEMBERS(name=found.name, found=len(named), limit=MAX_MEMBERS))
    elif not named:
        yield _refused(found, EMPTY_ARCHIVE(name=found.name))
    else:
        yield replace(found, unpacked=True)
        for name, index in named:
            yield from _expand_member(found, (archive, members[index]), name, depth, budget)


def _expand_member(
    parent: IncomingFile, place: tuple[zipfile.ZipFile, zipfile.ZipInfo], name: str, depth: int, budget: _Budget
) -> Iterator[IncomingFile]:
    """Yield one member of an archive, or its own members if it is an archive too."""
    shown = f"{parent.name}/{name}"
    try:
        content = b"".join(unpack(shown, *place, MAX_MEMBER_BYTES))
        budget.bytes -= len(content)
        if budget.bytes < 0:
            limit = MAX_UNPACKED_TOTAL // MIB
            raise Refused(TOO_LARGE_INSIDE(name=shown, found=limit, limit=limit))
    except Refused as refused:
        yield IncomingFile(shown, parent.origin, refusal=refused.message)
        return
    found = IncomingFile(shown, parent.origin, content=content, skipped=_litter(name))
    if found.skipped:
        yield found
    else:
        yield from _expand_file(found, io.BytesIO(content), depth + 1, budget)


def _archive(name: str, file: IO[bytes]) -> zipfile.ZipFile | None:
    """Return the archive if the file is one; None for any other file; raises Refused for a damaged one."""
    head = file.read(HEAD_BYTES)
    try:
        if recognise(name, head) is not Container.ZIP:
            return None
    except Refused:
        # Whoever reads the file will say what it is; here only archives matter.
        return None
    size = file.seek(0, 2)
    if size > MAX_ARCHIVE_BYTES:
        raise Refused(ARCHIVE_TOO_LARGE(name=name, found=size // MIB, limit=MAX_ARCHIVE_BYTES // MIB))
    archive = open_zip(name, file)
    return None if office_kind(member.filename for member in archive.infolist()) else archive


def _refused(found: IncomingFile, refusal: Message) -> IncomingFile:
    """Return the same file with a refusal."""
    return IncomingFile(found.name, found.origin, found.path, found.content, refusal)


def _litter(name: str) -> Message | None:
    """Return why a file is no evidence, if a system made it for itself; the name alone tells."""
    parts = PurePosixPath(name).parts
    last = parts[-1] if parts else ""
    if last.lower() in LITTER or "__MACOSX" in parts or last.startswith("._"):
        return SYSTEM_FILE(name=name)
    if last.startswith(("~$", ".~lock.")):
        return LOCK_FILE(name=name)
    return None


def _why(error: OSError) -> str:
    """Return the system's own words for an error."""
    return error.strerror or type(error).__name__


LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
UNREADABLE = Text(
    zh="{name} 无法打开：{what}。请检查文件是否存在、是否有读取权限，然后重试。",
    en="{name} cannot be opened: {what}. Check that it is there and that you may read it, and try again.",
)
SPECIAL = Text(
    zh="{name} 不是普通文件（是设备或管道），未读取。请指定文件、文件夹或 zip 压缩包。",
    en="{name} is no ordinary file (a device or pipe) and was not read. Name files, folders or zip archives.",
)
NO_CONTENT = Text(
    zh="{name} 没有可读取的内容。请向提供单位重新索取。",
    en="{name} has no content to read. Ask whoever sent it to send it again.",
)
EMPTY_FOLDER = Text(zh="文件夹 {name} 是空的，没有可导入的文件。", en="The folder {name} is empty.")
LINK = Text(
    zh="{name} 是指向其他文件夹的链接，未进入。如需导入，请直接指定那个文件夹。",
    en="{name} is a link to another folder and was not followed. To import that folder, name it.",
)
SYSTEM_FILE = Text(
    zh="{name} 是操作系统自动生成的文件，不是证据，已跳过。",
    en="{name} is a file that an operating system makes for itself; it is no evidence and was skipped.",
)
LOCK_FILE = Text(
    zh="{name} 是 Office 打开文档时的临时文件，不是证据，已跳过。请确认同名文档已保存并一并导入。",
    en="{name} is a temporary file of an open Office document; it is no evidence and was skipped. See that the "
    "document of that name is saved and imported.",
)
TOO_DEEP = Text(
    zh="{name} 是第 {limit} 层以下的压缩包，未再展开。请先解压外层，再导入文件夹。",
    en="{name} is an archive more than {limit} archives deep and was not opened. Unpack the outer ones and import "
    "the folder.",
)
EMPTY_ARCHIVE = Text(
    zh="压缩包 {name} 里没有文件。请向提供单位核实。",
    en="The archive {name} holds no file. Ask whoever sent it.",
)
ARCHIVE_TOO_LARGE = Text(
    zh="压缩包 {name} 有 {found} MB，超过上限 {limit} MB。请解压后分批导入文件夹。",
    en="The archive {name} has {found} MB; the limit is {limit} MB. Unpack it and import the folders one by one.",
)
