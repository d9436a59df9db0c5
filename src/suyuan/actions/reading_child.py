"""A process of its own that reads small files for an import and draws their segments, one after another.

It gets names and bytes, and answers each in its turn. A file that brings it down ends this process, not the
import; whose work it is to notice is ``reading_ahead``'s.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, cast

from suyuan.actions.evidence_reading import FileRead, read_content
from suyuan.intake import known_layouts
from suyuan.intake.limits import MIB
from suyuan.ledger import segment
from suyuan.model.text import Message, Text

MEMORY = 4096 * MIB
"""What the process may take; a file that needs more is read by the import itself."""

PROGRAM = "import sys; sys.path[:] = {path!r}; from suyuan.actions.reading_child import child; child()"
READY = "ready"

BY_SIGNAL = Text(zh="被信号 {signal} 终止", en="ended by signal {signal}")
BY_CODE = Text(zh="退出码 {code}", en="exit code {code}")


class ReaderEnded(Exception):
    """The process ended before it answered; ``how`` says how."""

    def __init__(self, how: Message) -> None:
        super().__init__(how)
        self.how = how


class Reader:
    """The process, seen from the import. ``sent`` counts the bytes of the files that it has not answered."""

    def __init__(self, layouts: Path) -> None:
        """Start it; ``layouts`` is the folder of the user's own descriptions. Raises OSError."""
        command = [sys.executable, "-c", PROGRAM.format(path=sys.path)]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            command, stdin=pipe, stdout=pipe, stderr=nowhere, process_group=0
        )
        self._in, self._out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self.ready = False
        with contextlib.suppress(BrokenPipeError):
            self._put(str(layouts))

    def is_ready(self, *, wait: bool = False) -> bool:
        """Tell whether it takes files; with ``wait`` when it does. Raises ReaderEnded."""
        if not self.ready and (wait or select.select([self._out], [], [], 0)[0]):
            self.ready = self._get() == READY
        return self.ready

    def send(self, name: str, content: bytes) -> None:
        """Give it a file; raises ReaderEnded."""
        try:
            self._put((name, content))
        except OSError as error:
            raise self._ended() from error

    def answer(self) -> FileRead | None:
        """Return what it read of the first file that it has not answered, its segments drawn; waits for it.

        None if the import has to read the file itself. Raises ReaderEnded.
        """
        return cast(FileRead | None, self._get())

    def end(self) -> None:
        """End it at once, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for stream in (self._in, self._out):
            with contextlib.suppress(OSError):
                stream.close()

    def _put(self, said: object) -> None:
        pickle.dump(said, self._in, pickle.HIGHEST_PROTOCOL)
        self._in.flush()

    def _get(self) -> object:
        try:
            return pickle.load(self._out)  # noqa: S301  # our own child wrote it
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise self._ended() from error

    def _ended(self) -> ReaderEnded:
        """Return how it ended; one that can be no longer understood is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._process.kill()
        code = self._process.wait()
        return ReaderEnded(BY_SIGNAL(signal=-code) if code < 0 else BY_CODE(code=code))


# --- in the child ----------------------------------------------------------------------------------------------


def child() -> None:
    """Read files from the standard input and write answers to the standard output until the import closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may come between the answers
    files: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, files), daemon=True).start()
    known_layouts.also_read(Path(files.get()))
    _say(answers, READY)
    while True:
        _say(answers, _read(*files.get()))


def _take(stream: IO[bytes], files: SimpleQueue[Any]) -> None:
    """Take files as they come, so that the import never waits for room; end with the import."""
    while True:
        try:
            files.put(pickle.load(stream))  # noqa: S301  # our own parent wrote it
        except EOFError:
            os._exit(0)


def _read(name: str, content: bytes) -> FileRead | None:
    try:
        found = read_content(name, content)
        if found.contents is None:
            return found
        return replace(found, contents=None, drawn=segment.drawn(found.contents))
    except Exception:  # noqa: BLE001  # the import reads it too, and says what is wrong
        return None


def _say(stream: IO[bytes], said: object) -> None:
    pickle.dump(said, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _limit_memory() -> None:
    """Take no more memory than the limit, and be the first to go where the system has none left."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
