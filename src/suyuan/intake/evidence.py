"""The evidence vault: every file that came in, kept unchanged under the hash of its content.

Who brought a file, when and from where stands in the casebook. Here only bytes are kept: written beside their
place, flushed to the disk, renamed in one step, read-only. A kill at any moment leaves the vault as before or
after the file, and at most a half-written copy, which the next opening removes.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from suyuan.errors import Failed, Refused
from suyuan.intake.drafts import flush_all
from suyuan.model.text import Message, Text

SUFFIX = ".bin"
"""No file in the vault keeps a name that a program would open by a double click."""

INCOMING = ".incoming-"
BLOCK = 1024 * 1024
READ_ONLY = 0o444


@dataclass(frozen=True)
class StoredEvidence:
    """A file in the vault. ``size`` in bytes; ``already_there`` if the same bytes had come in before."""

    sha256: str
    size: int
    path: Path
    already_there: bool


@dataclass(frozen=True)
class DamagedEvidence:
    """A file in the vault that is not what its name says. ``sha256`` is None where the name is no hash."""

    path: Path
    sha256: str | None
    reason: Message


class Vault:
    """A folder of evidence, addressed by content: ``ab/abcdef….bin``."""

    def __init__(self, directory: Path) -> None:
        """Open the vault, making the folder if need be, and remove what a killed import left half written."""
        self.directory = directory
        self._awaiting: dict[str, tuple[IO[bytes], Path]] = {}
        try:
            directory.mkdir(parents=True, exist_ok=True)
            for left in sorted(directory.glob(f"{INCOMING}*")):
                _remove_if_abandoned(left)
        except OSError as error:
            raise Failed(NOT_WRITABLE(path=directory, what=_why(error))) from error

    def path_of(self, sha256: str) -> Path:
        """Return where the evidence with this hash lies, whether or not it is there."""
        return self.directory / sha256[:2] / f"{sha256}{SUFFIX}"

    def put(self, content: bytes | Path) -> StoredEvidence:
        """Store bytes, or a copy of a file; the same bytes twice are one evidence.

        Raises Refused where the file cannot be read, Failed where the vault cannot be written or its own copy
        is damaged.
        """
        if isinstance(content, bytes):
            return self._store(io.BytesIO(content))
        with _opened(content) as source:
            return self._store(source)

    def receive(self, content: bytes | Path) -> StoredEvidence:
        """Take bytes, or a copy of a file, in as ``put`` does, but leave them beside their place until ``settle``.

        Until then ``path`` of what is returned is where they lie for now. Raises like ``put``.
        """
        if isinstance(content, bytes):
            return self._receive(io.BytesIO(content))
        with _opened(content) as source:
            return self._receive(source)

    def settle(self) -> None:
        """Bring what was received to its place, flushed to the disk in one go; raises Failed."""
        self._settle(dict(self._awaiting))

    def discard(self) -> None:
        """Remove what was received and not settled."""
        for file, draft in self._awaiting.values():
            _drop(file, draft)
        self._awaiting.clear()

    def open(self, sha256: str) -> IO[bytes]:
        """Return the evidence with this hash, open for reading; raises Failed if it is not there."""
        path = self.path_of(sha256)
        try:
            return path.open("rb")
        except OSError as error:
            raise Failed(MISSING(sha256=sha256, path=path, what=_why(error))) from error

    def stored(self) -> Iterator[str]:
        """Yield the hashes of all evidence, in order."""
        for path in self._files():
            if path == self.path_of(path.stem):
                yield path.stem

    def verify(self) -> tuple[DamagedEvidence, ...]:
        """Return all evidence whose bytes no longer have the hash in their name; reads every file."""
        damaged: list[DamagedEvidence] = []
        for path in self._files():
            if path != self.path_of(path.stem) or not _is_hash(path.stem):
                damaged.append(DamagedEvidence(path, None, STRANGER(path=path)))
                continue
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                reason = MISSING(sha256=path.stem, path=path, what=_why(error))
                damaged.append(DamagedEvidence(path, path.stem, reason))
                continue
            if found != path.stem:
                damaged.append(DamagedEvidence(path, path.stem, CHANGED(path=path, found=found)))
        return tuple(damaged)

    def _files(self) -> list[Path]:
        """Return all files of the vault but half-written ones, in order."""
        return sorted(p for p in self.directory.rglob("*") if p.is_file() and not p.name.startswith(INCOMING))

    def _store(self, source: IO[bytes]) -> StoredEvidence:
        """Copy a stream into the vault, to its place at once and alone."""
        received = self._receive(source)
        waiting = self._awaiting.get(received.sha256)
        if waiting is not None:
            self._settle({received.sha256: waiting})
        return replace(received, path=self.path_of(received.sha256))

    def _receive(self, source: IO[bytes]) -> StoredEvidence:
        """Copy a stream beside its place, locked until it is settled."""
        try:
            file, draft = _incoming(self.directory)
            with contextlib.ExitStack() as unless_kept:
                unless_kept.callback(_drop, file, draft)
                digest = hashlib.sha256()
                size = 0
                while block := source.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    file.write(block)
                sha256 = digest.hexdigest()
                path = self.path_of(sha256)
                if sha256 in self._awaiting:
                    return StoredEvidence(sha256, size, self._awaiting[sha256][1], already_there=True)
                if path.exists():
                    self._check_copy(path, sha256)
                    return StoredEvidence(sha256, size, path, already_there=True)
                file.flush()
                os.fchmod(file.fileno(), READ_ONLY)
                self._awaiting[sha256] = file, draft
                unless_kept.pop_all()
                return StoredEvidence(sha256, size, draft, already_there=False)
        except OSError as error:
            raise Failed(NOT_WRITABLE(path=self.directory, what=_why(error))) from error

    def _settle(self, waiting: Mapping[str, tuple[IO[bytes], Path]]) -> None:
        """Flush drafts, rename them, flush their folders; those that are settled wait no longer."""
        if not waiting:
            return
        try:
            flush_all(draft for _, draft in waiting.values())
            folders = sorted({self.path_of(sha256).parent for sha256 in waiting})
            new = [folder for folder in folders if not folder.exists()]
            for folder in new:
                folder.mkdir(exist_ok=True)
            for sha256, (file, draft) in waiting.items():
                draft.rename(self.path_of(sha256))
                del self._awaiting[sha256]
                file.close()
            flush_all([*([self.directory] if new else []), *folders])
        except OSError as error:
            self.discard()
            raise Failed(NOT_WRITABLE(path=self.directory, what=_why(error))) from error

    @staticmethod
    def _check_copy(path: Path, sha256: str) -> None:
        """Fail if the vault's own copy is damaged: putting it right in silence would hide that it was."""
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            raise Failed(CHANGED(path=path, found=found))


def _opened(content: Path) -> IO[bytes]:
    try:
        return content.open("rb")
    except OSError as error:
        raise Refused(SOURCE_UNREADABLE(name=content.name, what=_why(error))) from error


def _incoming(directory: Path) -> tuple[IO[bytes], Path]:
    """Open a new file for writing, locked while it is open: another process must not take it for abandoned."""
    descriptor, name = tempfile.mkstemp(prefix=INCOMING, dir=directory)
    file = os.fdopen(descriptor, "wb")
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file, Path(name)


def _drop(file: IO[bytes], draft: Path) -> None:
    """Remove a draft and let go of it."""
    draft.unlink(missing_ok=True)
    # What its buffer still holds goes with it; a full disk must not be said twice.
    with contextlib.suppress(OSError):
        file.close()


def _remove_if_abandoned(path: Path) -> None:
    """Remove a half-written file unless a living process is writing it."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        path.unlink(missing_ok=True)


def _is_hash(text: str) -> bool:
    """Tell whether a text is a SHA-256 in lower-case hexadecimal."""
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def _why(error: OSError) -> str:
    """Return the system's own words for an error."""
    return error.strerror or type(error).__name__


NOT_WRITABLE = Text(
    zh="证据库 {path} 无法写入：{what}。请检查磁盘空间和写入权限后重试；未完成的文件没有入库。",
    en="The evidence vault {path} cannot be written: {what}. Check the free space and the right to write, and try "
    "again; the unfinished file was not taken in.",
)
SOURCE_UNREADABLE = Text(
    zh="{name} 无法打开：{what}。请检查文件是否存在、是否有读取权限，然后重试。",
    en="{name} cannot be opened: {what}. Check that it is there and that you may read it, and try again.",
)
MISSING = Text(
    zh="证据库中哈希为 {sha256} 的文件无法打开（{path}：{what}）。请从备份恢复。",
    en="The evidence with hash {sha256} cannot be opened ({path}: {what}). Restore it from a backup.",
)
CHANGED = Text(
    zh="证据库文件 {path} 已被改动：现在的哈希是 {found}，与文件名不符。请从备份恢复，并查明原因。",
    en="The evidence {path} was changed: its hash is now {found}, not the one in its name. Restore it from a "
    "backup and find out why.",
)
STRANGER = Text(
    zh="证据库中的 {path} 不是本程序存入的文件。请查明来源后移出。",
    en="{path} lies in the evidence vault but was not put there by this program. Find out where it comes from and "
    "move it out.",
)
