"""Small files of an import read ahead by other processes, while the import itself writes and commits.

The files come out in the order in which they went in, each with what reading it gave, so that an import does not
depend on how many processes read for it. None is started for a few files.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import monotonic

from suyuan.actions.evidence_reading import FileRead
from suyuan.actions.reading_child import Reader, ReaderEnded
from suyuan.errors import Refused
from suyuan.intake.archive import IncomingFile
from suyuan.intake.limits import BY_COLUMNS_FROM, MIB
from suyuan.model.case import Outcome, Reading
from suyuan.model.text import Text

SECONDS, FEW = 0.5, 8
"""Other processes are started when an import has run so long, and what lies ahead of it, at least so many files,
will take as long again: until they read, a third of a second passes."""

MOST_READERS = 4
FILES_EACH = 32
"""So many files a process has ahead of it: more than it reads while the import commits a group."""

WINDOW_BYTES = 32 * MIB
"""So many bytes of files are held ahead at most, beside the one that reaches it."""

FELL = Text(
    zh="读取 {name} 时读取进程两次异常终止（{how}），未读取任何一行。文件可能损坏或经特意构造，也可能内存不足："
    "请关闭其他程序后重新运行同一命令；仍如此的，用 Excel 或 WPS 打开并另存后再导入，打不开的向提供单位重新索取。",
    en="Reading {name} brought the reading process down twice ({how}); nothing of it was read. The file may be "
    "damaged or made to do so, or memory is short: close other programs and run the same command again. If that "
    "does not help, open it in Excel or WPS, save it anew and import that; if it does not open, ask for it again.",
)


@dataclass(frozen=True)
class ComingFile:
    """A file in its turn. ``content`` are its bytes and ``found`` what they say, where it was read ahead."""

    incoming: IncomingFile
    content: bytes | None = None
    found: FileRead | None = None


@dataclass
class _Waiting:
    """A file ahead of its turn. ``to_read`` if it is to be read ahead, ``reader`` while a process has it."""

    incoming: IncomingFile
    content: bytes | None = None
    sha256: str = ""
    to_read: bool = False
    reader: _Load | None = None
    found: FileRead | None = None

    @property
    def size(self) -> int:
        return len(self.content or self.incoming.content or b"")


@dataclass(eq=False)
class _Load:
    """A process with the files that it has not answered, as it has them."""

    process: Reader
    files: deque[_Waiting] = field(default_factory=deque)
    size: int = 0
    takes: bool = True

    @property
    def has_room(self) -> bool:
        return self.process.ready and self.takes and len(self.files) < FILES_EACH

    def give(self, waiting: _Waiting) -> None:
        """Give it a file; one that is found to be gone takes no more: at which file shows when its answers end."""
        try:
            self.process.send(waiting.incoming.name, waiting.content or b"")
        except ReaderEnded:
            self.takes = False
        waiting.reader = self
        self.files.append(waiting)
        self.size += waiting.size

    def answer(self) -> None:
        """Wait for its next answer; raises ReaderEnded."""
        found = self.process.answer()
        answered = self.files.popleft()
        self.size -= answered.size
        answered.found, answered.to_read, answered.reader = found, False, None


def readers_for_this_machine() -> int:
    """Return how many processes may read ahead: none where there is one processor."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_READERS, processors) if processors > 1 else 0


class ReadingAhead:
    """The files of one import on their way, and the processes that read them."""

    def __init__(self, layouts: Path, is_new: Callable[[str], bool]) -> None:
        """Take the folder of the user's own descriptions, and what tells by its hash if a file is to be read."""
        self._layouts, self._is_new = layouts, is_new
        self._most = readers_for_this_machine()
        self._readers: list[_Load] = []
        self._started = False
        self._began, self._done = monotonic(), 1
        self._waiting: deque[_Waiting] = deque()

    def files(self, incoming: Iterable[IncomingFile]) -> Iterator[ComingFile]:
        """Yield the files in their order; what was not read ahead is left to be read."""
        if not self._most:
            yield from map(ComingFile, incoming)
            return
        source = iter(incoming)
        while True:
            self._look_ahead(source)
            if not self._waiting:
                return
            self._start_if_worth_it()
            self._give_out()
            yield self._next()

    def end(self) -> None:
        """End all processes at once, whatever they are at."""
        for reader in self._readers:
            reader.process.end()
        self._readers.clear()

    def _look_ahead(self, source: Iterator[IncomingFile]) -> None:
        """Take in files until enough are waiting."""
        held = sum(each.size for each in self._waiting)
        hashes = {each.sha256 for each in self._waiting}
        while len(self._waiting) < FILES_EACH * self._most and held < WINDOW_BYTES:
            incoming = next(source, None)
            if incoming is None:
                return
            waiting = _Waiting(incoming, _small(incoming))
            if waiting.content is not None:
                waiting.sha256 = sha256(waiting.content).hexdigest()
                # Of files with the same bytes only the first is read.
                waiting.to_read = waiting.sha256 not in hashes and self._is_new(waiting.sha256)
                hashes.add(waiting.sha256)
            held += waiting.size
            self._waiting.append(waiting)

    def _start_if_worth_it(self) -> None:
        """Start the processes once the import turns out to be long; until they are ready it reads itself."""
        ran = monotonic() - self._began
        if self._started or ran < SECONDS:
            return
        ahead = [each.size for each in self._waiting if each.to_read]
        if len(ahead) < FEW or ran * sum(ahead) < SECONDS * self._done:
            return
        self._started = True
        for _ in range(self._most):
            try:
                self._readers.append(_Load(Reader(self._layouts)))
            except OSError:  # the system has no room for more processes: fewer do it too
                return

    def _give_out(self) -> None:
        """Give waiting files to the processes that have least to read."""
        for reader in list(self._readers):
            try:
                reader.process.is_ready()
            except ReaderEnded:
                self._remove(reader)
        for waiting in self._waiting:
            if waiting.to_read and waiting.reader is None:
                free = [reader for reader in self._readers if reader.has_room]
                if not free:
                    return
                min(free, key=lambda reader: (reader.size, len(reader.files))).give(waiting)

    def _next(self) -> ComingFile:
        """Return the first file with what was read of it."""
        first = self._waiting[0]
        while first.reader is not None:
            reader = first.reader
            try:
                reader.answer()
            except ReaderEnded:
                fell_at = reader.files[0]
                self._remove(reader)
                fell_at.found, fell_at.to_read = self._once_more(fell_at), False
        self._waiting.popleft()
        self._done += first.size
        return ComingFile(first.incoming, first.content, first.found)

    def _once_more(self, waiting: _Waiting) -> FileRead | None:
        """Read a file at which a process ended by a new one alone, for it may have been ended from outside."""
        try:
            new = _Load(Reader(self._layouts))
        except OSError as error:
            return _fell(waiting, error.strerror or error)
        self._readers.append(new)
        try:
            new.process.is_ready(wait=True)
            new.process.send(waiting.incoming.name, waiting.content or b"")
            return new.process.answer()
        except ReaderEnded as ended:
            self._remove(new)
            return _fell(waiting, ended.how)

    def _remove(self, reader: _Load) -> None:
        """Forget a process that ended; others read what it did not answer."""
        reader.process.end()
        self._readers.remove(reader)
        for waiting in reader.files:
            waiting.reader = None


def _small(incoming: IncomingFile) -> bytes | None:
    """Return the bytes of a file that may be read ahead, None for another and for one that cannot be opened."""
    if incoming.skipped is not None or incoming.refusal is not None or incoming.unpacked:
        return None
    try:
        size = incoming.path.stat().st_size if incoming.path is not None else len(incoming.read())
        return incoming.read() if size < BY_COLUMNS_FROM else None
    except (OSError, Refused):
        return None


def _fell(waiting: _Waiting, how: object) -> FileRead:
    refused = FELL(name=waiting.incoming.name, how=how)
    return FileRead(Reading(Outcome.REFUSED, refused=refused))
