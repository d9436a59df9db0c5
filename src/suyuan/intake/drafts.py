"""Files written beside their places and then settled together: flushed, renamed, their folders flushed.

Flushing a hundred small files in one go costs the disk a fraction of flushing each as it comes. Until ``settle``
returns, nobody may refer to a file by its place; a kill before leaves drafts, named ``.….part``, to be swept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FEW = 32
"""Up to so many drafts are flushed one after another, more from several threads, which the disk takes at once."""

THREADS = 8


class Drafts:
    """Drafts of files under way to their places; what a place is to hold is said once."""

    def __init__(self) -> None:
        self._drafts: dict[Path, Path] = {}

    def write(self, path: Path, content: bytes) -> None:
        """Write the draft of a file; raises OSError. A place that already has a draft keeps it."""
        if path in self._drafts:
            return
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._drafts[path] = draft
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        with os.fdopen(handle, "wb", buffering=0) as file:
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]

    def settle(self) -> None:
        """Bring every draft to its place, whole also after a power cut; raises OSError."""
        if not self._drafts:
            return
        flush_all(self._drafts.values())
        for path in list(self._drafts):
            self._drafts[path].replace(path)
        flush_all(sorted({path.parent for path in self._drafts}))
        self._drafts.clear()

    def discard(self) -> None:
        """Remove the drafts that were not settled."""
        for draft in self._drafts.values():
            draft.unlink(missing_ok=True)
        self._drafts.clear()


def flush_all(paths: Iterable[Path]) -> None:
    """Flush files and folders to the disk; raises OSError, the first in the order given."""
    each: Callable[[Path], None] = _flush
    listed = list(paths)
    if len(listed) <= FEW:
        for path in listed:
            each(path)
        return
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(each, listed))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
