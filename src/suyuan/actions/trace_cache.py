"""Snapshots of a case's trace in its folder: ``HOME/cases/NUMBER/traces/{all,known}/POLICY/EVENT.snapshot``.

A cache, and no part of the evidence: it may be removed at any time. A snapshot appears whole or not at all; where
the disk does not take one, the trace goes on without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ALL, KNOWN = "all", "known"
"""The trace of all links, and that of the known ones alone."""

SNAPSHOT, DRAFT = ".snapshot", ".part"
MOST_BYTES = 256 << 20
"""What the snapshots of one policy may take up on the disk."""


@dataclass(frozen=True)
class FolderShelf:
    """Snapshots as files; ``most`` bytes a policy."""

    folder: Path
    most: int = MOST_BYTES

    def places(self, policy: str) -> list[int]:
        """Return the events before which there are snapshots; drafts that a stopped run left are removed."""
        try:
            names = [each.name for each in (self.folder / policy).iterdir()]
        except OSError:
            return []
        for name in names:
            if name.endswith(DRAFT) and not _alive(name):
                self._remove(self.folder / policy / name)
        stems = (name.removesuffix(SNAPSHOT) for name in names if name.endswith(SNAPSHOT))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def load(self, policy: str, at: int) -> bytes | None:
        """Return a snapshot, None where it cannot be read."""
        try:
            return self._path(policy, at).read_bytes()
        except OSError:
            return None

    def keep(self, policy: str, at: int, content: bytes) -> bool:
        """Write a snapshot beside its place, flush it, and put it there in one step; tell whether it is there."""
        path = self._path(policy, at)
        draft = path.with_name(f".{path.name}.{os.getpid()}{DRAFT}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._size(policy, path) + len(content) > self.most:
                return False
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError:
            self._remove(draft)
            return False
        return True

    def drop(self, policy: str, at: int) -> None:
        """Remove a snapshot."""
        self._remove(self._path(policy, at))

    def _path(self, policy: str, at: int) -> Path:
        return self.folder / policy / f"{at}{SNAPSHOT}"

    def _size(self, policy: str, besides: Path) -> int:
        return sum(each.stat().st_size for each in (self.folder / policy).glob(f"*{SNAPSHOT}") if each != besides)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def _alive(draft: str) -> bool:
    """Tell whether the process that writes a draft still runs; an unreadable name is nobody's."""
    number = draft.removesuffix(DRAFT).rpartition(".")[2]
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
