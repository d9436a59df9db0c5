"""Keeps what the native reader of workbooks says while it gives up away from the user's terminal.

On damaged files it writes lines of its own source code to the error output before its exception arrives, which
is no Exception; the user gets a sentence instead.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from types import TracebackType


class GaveUp(Exception):
    """Native code met what it was not written for, and stopped."""


class HeldBack:
    """While it is entered, the error output of the whole process is held back.

    Afterwards it is passed on, unless the reader gave up; then its words are dropped and GaveUp is raised.
    Only one thread at a time may enter, as there is one error output.
    """

    _one_at_a_time = threading.Lock()

    def __enter__(self) -> None:
        """Begin to hold back."""
        self._one_at_a_time.acquire()
        try:
            self._held = tempfile.TemporaryFile()
            self._terminal = os.dup(2)
            os.dup2(self._held.fileno(), 2)
        except OSError:
            # There is no error output to keep clean, or no place to hold it: go on without.
            self._terminal = -1

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the error output back; raises GaveUp where the reader gave up."""
        # Native code's exception is known by its name alone: it belongs to no module.
        gave_up = type(error).__name__ == "PanicException"
        try:
            if self._terminal >= 0:
                os.dup2(self._terminal, 2)
                os.close(self._terminal)
                with self._held:
                    if not gave_up:
                        self._pass_on()
        finally:
            self._one_at_a_time.release()
        if gave_up:
            raise GaveUp(str(error)) from error

    def _pass_on(self) -> None:
        """Write what was held back to the error output, where there is any."""
        self._held.seek(0)
        with contextlib.suppress(OSError):
            while block := self._held.read(65536):
                os.write(2, block)
