"""Snapshots of a case's trace in its folder: ``HOME/cases/NUMBER/traces/READING/POLICY/EVENT.snapshot``.

A cache, and no part of the evidence: it may be removed at any time. A snapshot appears whole or not at all; where
the disk does not take one, the trace goes on without.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suyuan.documents.trace_tables import NOT_WRITTEN
from suyuan.errors import Failed
from suyuan.ledger.contents import FileContents
from suyuan.model.case import CaseRecord
from suyuan.model.moment import Precision
from suyuan.tracing.resuming import Again, Resuming

AGAIN = "computed_again.json"
TRACES = "traces"
KNOWN = "known"
"""The trace of the known links alone; others are named by how the evidence is read."""

SNAPSHOT, DRAFT = ".snapshot", ".part"
MOST_BYTES = 256 << 20
"""What the snapshots of one policy may take up on the disk."""


@dataclass(frozen=True)
class Extras:
    """What is asked of a case's trace besides the findings: what was kept by the hour from ``kept_from`` on, the
    first report (``from_report``: else from the earliest that a form states, or the filing), and whether to use
    and keep snapshots.
    """

    kept_from: datetime | None = None
    snapshots: bool = True
    from_report: bool = False

    def kept_since(self, case: CaseRecord, contents: Sequence[FileContents]) -> datetime | None:
        """Return from when on what was kept is asked for."""
        if self.kept_from is not None or not self.from_report:
            return self.kept_from
        return first_report(contents) or (case.filed_at.at if case.filed_at is not None else None)

    def resuming(self, case: Path, reading: str) -> Resuming | None:
        """Return what a trace of one reading of a case goes on from, None where it shall not."""
        return Resuming(FolderShelf(case / TRACES / reading)) if self.snapshots else None


def first_report(contents: Sequence[FileContents]) -> datetime | None:
    """Return the earliest time at which a report was made, as the victims' forms state it.

    A bare date says no hour and is passed over. None where no form states a time.
    """
    stated = (payment.reported_at for each in contents for payment in each.payments)
    return min((each.at for each in stated if each and each.precision is not Precision.DAY), default=None)


def write_again(again: Sequence[Again], directory: Path) -> Path:
    """Write how much of a trace was computed again, apart from the findings, which do not depend on it."""
    path = directory / AGAIN
    said = [
        {"policy": each.policy.value, "transfers": each.transfers, "computed_from": each.start + 1}
        | {"snapshots_passed_over": each.damaged}
        for each in again
    ]
    draft = path.with_name(f"{path.name}.partial")
    try:
        draft.write_bytes((json.dumps(said, indent=1) + "\n").encode())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Failed(NOT_WRITTEN(folder=directory, reason=error.strerror or str(error))) from error
    return path


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
