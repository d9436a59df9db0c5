"""Where a case lies on the disk, and who may write there: ``HOME/cases/NUMBER/{vault,ledger}``."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from suyuan.errors import Failed
from suyuan.model.text import Text
from suyuan.settings import Settings

PATIENCE_SECONDS = 600
"""How long an import waits for another into the same case: a large one takes minutes."""

BUSY = Text(
    zh="案件 {case} 正被另一导入写入（{holder}），等待 {seconds} 秒仍未结束，未作任何改动。请待其结束后重试。",
    en="Another import is writing into case {case} ({holder}) and did not end within {seconds} seconds; nothing "
    "was changed. Try again when it is done.",
)
HOLDER = Text(zh="{who}，进程 {pid}", en="{who}, process {pid}")
UNKNOWN_HOLDER = Text(zh="不详", en="unknown")

_BETWEEN_TRIES = 0.05


@dataclass(frozen=True)
class CaseFolder:
    """The folder of one case; ``vault`` keeps the evidence, ``ledger`` the segments and their manifest."""

    number: str
    path: Path

    @property
    def vault(self) -> Path:
        """The evidence, each file under its SHA-256."""
        return self.path / "vault"

    @property
    def ledger(self) -> Path:
        """The segments and the manifest."""
        return self.path / "ledger"

    def create(self) -> None:
        """Make the folder, for its owner's eyes: real people's statements lie in it."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def sweep(self) -> None:
        """Remove drafts that an interrupted import left; only for who holds the folder's lock."""
        for place in (self.vault, self.ledger):
            for draft in place.rglob(".*.part"):
                draft.unlink(missing_ok=True)

    def flush(self) -> None:
        """Make the names of new segments survive a power cut; their contents are flushed when written."""
        for place in (self.ledger / "segments", self.ledger):
            if place.is_dir():
                handle = os.open(place, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    @contextmanager
    def held(
        self, who: str, on_wait: Callable[[object], None] | None = None, patience: float = PATIENCE_SECONDS
    ) -> Iterator[None]:
        """Hold the folder for one writer at a time; the system lets go of it when the process ends, however.

        Waits for another writer, telling ``on_wait`` once who that is; raises Failed after ``patience`` seconds.
        """
        self.create()
        handle = os.open(self.path / "import.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait(handle, on_wait, patience)
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps({"who": who, "pid": os.getpid()}).encode(), 0)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def held_if_free(self) -> Iterator[bool]:
        """Hold the folder if nobody else does; gives whether it is held."""
        self.create()
        handle = os.open(self.path / "import.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _locked(handle)
        finally:
            os.close(handle)

    def _wait(self, handle: int, on_wait: Callable[[object], None] | None, patience: float) -> None:
        end = monotonic() + patience
        told = False
        while not _locked(handle):
            holder = _holder(handle)
            if monotonic() >= end:
                raise Failed(BUSY(case=self.number, holder=holder, seconds=round(patience)))
            if not told and on_wait is not None:
                on_wait(holder)
            told = True
            sleep(_BETWEEN_TRIES)


def folder_of(settings: Settings, number: str) -> CaseFolder:
    """Return the folder of a case, whether it is there or not; the number was checked when the case was opened."""
    return CaseFolder(number, settings.home / "cases" / number)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(handle: int) -> object:
    try:
        said = json.loads(os.pread(handle, 1024, 0))
        return HOLDER(who=said["who"], pid=said["pid"])
    except (ValueError, KeyError, TypeError):
        return UNKNOWN_HOLDER
