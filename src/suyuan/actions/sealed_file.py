"""A sealed file: a zip that lists each of its members with its SHA-256, written whole or not at all.

Backups and bundles are such files. Members carry no day of writing, so the same state gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from suyuan import __version__
from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.model import recorded
from suyuan.model.text import Text

CONTENTS = "contents.json"
PIECE = 1 << 20

EXISTS = Text(
    zh="{path} 已存在，不覆盖旧文件。请换一个文件名。",
    en="{path} is there already and nothing is overwritten. Choose another name.",
)
CANNOT_WRITE = Text(
    zh="写不下去：{why}。没有留下不完整的文件。", en="It cannot be written: {why}. No partial file was left."
)
NOT_SEALED = Text(
    zh="{path} 不是完整的{what}：{why}。未作任何改动。",
    en="{path} is no whole {what}: {why}. Nothing was changed.",
)
NO_ZIP = Text(zh="不是 zip 文件或已损坏", en="no zip file, or a damaged one")
NO_CONTENTS = Text(zh="没有可识别的目录（contents.json）", en="it has no contents.json that can be read")
NOT_LISTED = Text(zh="所含文件与目录不符（{member}）", en="what it holds is not what its contents say ({member})")
DAMAGED = Text(zh="{member} 与目录中的 SHA-256 不符", en="{member} does not fit its SHA-256 in the contents")
UNSAFE = Text(zh="含有不允许的路径 {member}", en="it holds a path that is not allowed, {member}")


@dataclass(frozen=True)
class Form:
    """A kind of sealed file: its ``name`` inside, what it is called, and the names that members may have."""

    name: str
    called: Text
    allowed: re.Pattern[str]
    needed: str


@dataclass(frozen=True)
class Member:
    """One file inside: its name there, the SHA-256 and the bytes of its content."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """What a sealed file says of itself.

    ``form``, the program's version, how many cases, events of the audit chain with the last one's hash, and files.
    ``case`` is the number of the case where it holds one alone, else empty.
    """

    form: str
    version: str
    case: str
    cases: int
    events: int
    head: str
    files: tuple[Member, ...]


class Sealing:
    """A sealed file being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a member."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_named(name), "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.members.append(Member(name, digest.hexdigest(), size))

    def put_folder(self, root: Path, below: str, allowed: re.Pattern[str]) -> None:
        """Add a folder's files in the order of their names as ``below/…``, those whose name is allowed."""
        for place in sorted(root.rglob("*")):
            name = f"{below}/{place.relative_to(root).as_posix()}"
            if place.is_file() and allowed.fullmatch(name):
                self.put(name, _pieces(place))

    def finish(self, form: Form, case: str, cases: int, events: int, head: str) -> Contents:
        """Write the contents."""
        contents = Contents(form.name, __version__, case, cases, events, head, tuple(self.members))
        self._archive.writestr(_named(CONTENTS), recorded.to_text(contents))
        return contents


@contextmanager
def writing(path: Path) -> Iterator[Sealing]:
    """Give a sealed file to fill; it gets its name when it is whole and on the disk.

    Raises WrongUsage if there is a file of that name, Failed where it cannot be written; no part of it stays.
    """
    if path.exists():
        raise WrongUsage(EXISTS(path=path))
    draft = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Sealing(archive)
            file.flush()
            os.fsync(file.fileno())
        _settle(draft, path)
    except OSError as error:
        raise Failed(CANNOT_WRITE(why=error.strerror or type(error).__name__)) from error
    finally:
        # once it is settled there is no draft any more
        draft.unlink(missing_ok=True)


class Sealed:
    """A sealed file being read; its list of members is proven to be what it holds."""

    def __init__(self, path: Path, form: Form, archive: zipfile.ZipFile) -> None:
        self._path, self._form, self._archive = path, form, archive
        self.contents = self._listed()

    def check(self) -> None:
        """Read every member against its SHA-256; raises Refused for the first that does not fit."""
        for member in self.contents.files:
            self._copy(member, None)

    def copy_to(self, member: Member, place: Path) -> None:
        """Write a member to its place, whole or not at all, checked on its way."""
        draft = place.with_name(f".{place.name}.part")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with draft.open("wb") as target:
                self._copy(member, target)
                target.flush()
                os.fsync(target.fileno())
            _settle(draft, place)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise Failed(CANNOT_WRITE(why=error.strerror or type(error).__name__)) from error

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Give a member's bytes; call ``check`` before."""
        with self._archive.open(name) as source:
            yield source  # type: ignore[misc]

    def _listed(self) -> Contents:
        try:
            contents = recorded.from_text(Contents, self._archive.read(CONTENTS).decode())
        except (KeyError, ValueError, zipfile.BadZipFile) as error:
            raise self._refused(NO_CONTENTS) from error
        listed = [member.name for member in contents.files]
        if contents.form != self._form.name or self._form.needed not in listed:
            raise self._refused(NO_CONTENTS)
        held = [name for name in self._archive.namelist() if name != CONTENTS]
        wrong = (Counter(held) - Counter(listed)) + (Counter(listed) - Counter(held))
        if wrong:
            raise self._refused(NOT_LISTED(member=min(wrong)))
        for name in listed:
            if ".." in PurePosixPath(name).parts or not self._form.allowed.fullmatch(name):
                raise self._refused(UNSAFE(member=name))
        return contents

    def _copy(self, member: Member, target: BinaryIO | None) -> None:
        digest = hashlib.sha256()
        try:
            with self._archive.open(member.name) as source:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    if target is not None:
                        target.write(piece)
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise self._refused(DAMAGED(member=member.name)) from error
        if digest.hexdigest() != member.sha256:
            raise self._refused(DAMAGED(member=member.name))

    def _refused(self, why: object) -> Refused:
        return Refused(NOT_SEALED(path=self._path, what=self._form.called, why=why))


@contextmanager
def reading(path: Path, form: Form) -> Iterator[Sealed]:
    """Give a sealed file to read; raises Refused where it is none of this form."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(NOT_SEALED(path=path, what=form.called, why=NO_ZIP)) from error
    with archive:
        yield Sealed(path, form, archive)


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _named(name: str) -> zipfile.ZipInfo:
    named = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    named.compress_type = zipfile.ZIP_DEFLATED
    named.external_attr = 0o600 << 16
    return named


def _settle(draft: Path, path: Path) -> None:
    draft.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
