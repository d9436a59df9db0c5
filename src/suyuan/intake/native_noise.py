"""Keeps what the native reader of workbooks says while it gives up away from the user's terminal.

On damaged files it writes lines of its own source code to the error output before its exception arrives; the
user gets a sentence instead.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator

_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Hold back the error output of the whole process; it is passed on afterwards unless the reader gave up.

    Only one thread at a time may do so, as there is one error output.
    """
    with _ONE_AT_A_TIME, tempfile.TemporaryFile() as held:
        try:
            terminal = os.dup(2)
        except OSError:
            # There is no error output to keep clean.
            yield
            return
        gave_up = False
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException as error:
            gave_up = is_panic(error)
            raise
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            if not gave_up:
                _pass_on(held.fileno())


def is_panic(error: BaseException) -> bool:
    """Tell whether native code gave up; its exception is not an Exception and belongs to no module."""
    return type(error).__name__ == "PanicException"


def _pass_on(held: int) -> None:
    """Write what was held back to the error output, where there is any."""
    os.lseek(held, 0, os.SEEK_SET)
    with contextlib.suppress(OSError):
        while block := os.read(held, 65536):
            os.write(2, block)
