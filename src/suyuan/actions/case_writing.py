"""Writing files into their case: segments under names made of their content, then one commit, then the manifest.

The casebook's commit is what makes readings part of the case (with their audit events). Before it only files are
written whose names are made of their content; after it the manifest follows from the casebook. So a kill at any
moment leaves each file in or out. Files may be committed in groups: then those of a group come together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from suyuan.actions import cases
from suyuan.actions.case_folder import CaseFolder
from suyuan.actions.evidence_reading import FileRead
from suyuan.casebook import evidence, mends
from suyuan.casebook.session import Casebook, Change
from suyuan.errors import Failed
from suyuan.intake.drafts import Drafts
from suyuan.intake.large_files import Progress, no_progress
from suyuan.ledger import manifest, segment
from suyuan.ledger.manifest import Entry, Manifest
from suyuan.model.case import EvidenceRecord, Outcome
from suyuan.model.mend import Mend
from suyuan.model.text import Text

ALWAYS_WRITTEN = 100
"""Up to so many entries the manifest is written after each file; beyond, once a tenth of them are new, and at the
end. A stop in between is made up for at the next opening."""

NOT_WRITABLE = Text(
    zh="无法写入 {path}：{what}。已完成的文件保留，未完成的文件没有进入案件。"
    "请检查磁盘空间和权限后重新运行同一命令。",
    en="{path} cannot be written: {what}. The files that were done are kept, the unfinished one is not part of "
    "the case. Check the free space and the right to write, and run the same command again.",
)


class CaseWriter:
    """Writes into one case whose folder the caller holds; knows its evidence and its manifest's entries."""

    def __init__(self, casebook: Casebook, folder: CaseFolder) -> None:
        """Take the case up: remove drafts of an interrupted run, write its manifest if it is stale."""
        self.folder = folder
        self._casebook = casebook
        with casebook.reading() as session:
            self.files = evidence.list_evidence(session, folder.number)
            self._mends = mends.list_mends(session, folder.number)
        self._entries = {entry.sha256: entry for entry in cases.manifest_of(self.files).entries}
        self._unwritten = 0
        self._drafts = Drafts()
        with writing(folder.ledger):
            folder.sweep()
            if cases.written_manifest(folder) != self._manifest():
                manifest.save(folder.ledger, self._manifest())

    def mends_of(self, sha256: str) -> tuple[Mend, ...]:
        """Return the mends of a file that stand."""
        return tuple(mend for mend in self._mends if mend.sha256 == sha256 and mend.undone is None)

    def is_whole(self, known: EvidenceRecord) -> bool:
        """Tell whether a known file needs no reading: it was read, and its segments are as they were written."""
        if known.reading.outcome is Outcome.REFUSED:
            return False  # a later version of the program may know its layout
        entry = self._entries.get(known.sha256)
        return entry is None or all(self._segment_whole(each) for each in entry.segments)

    def into_ledger(self, sha256: str, found: FileRead, progress: Progress = no_progress) -> FileRead:
        """Draft the segments and note them in the reading; they take their places with the next commit.

        ``progress`` is told how many rows of a large file are written.
        """
        if found.contents is None and found.drawn is None:
            return found
        with writing(self.folder.ledger):
            if found.contents is None:
                entry = segment.put(sha256, found.drawn or (), self.folder.ledger, self._drafts)
            else:
                entry = segment.write(found.contents, self.folder.ledger, self._drafts, progress)
                if found.contents.columns:
                    self.folder.flush()  # segments of columns are too large to be drafts
        reading = replace(found.reading, entry=entry.as_json())
        return replace(found, reading=reading, contents=None, drawn=None)

    def commit(self, made: Callable[[Change], EvidenceRecord]) -> EvidenceRecord:
        """Make a file part of the case in one transaction, its segments settled before, the manifest after.

        ``made`` keeps in that transaction the file and whatever belongs to it, and returns the file.
        """
        (file,) = self.commit_all(lambda change: (made(change),))
        return file

    def commit_all(self, made: Callable[[Change], tuple[EvidenceRecord, ...]]) -> tuple[EvidenceRecord, ...]:
        """Make several files part of the case in one transaction, all of them or none."""
        self.settle()
        with self._casebook.changing() as change:
            files = made(change)
        for file in files:
            self._note(file)
        if self._unwritten and (
            len(self._entries) <= ALWAYS_WRITTEN or self._unwritten * 10 >= len(self._entries)
        ):
            self.finish()
        return files

    def settle(self) -> None:
        """Bring the drafts of segments to their places."""
        with writing(self.folder.ledger):
            self._drafts.settle()

    def discard(self) -> None:
        """Remove drafts of segments that no commit will name."""
        self._drafts.discard()

    def finish(self) -> None:
        """Write what of the manifest is not written yet."""
        if self._unwritten:
            with writing(self.folder.ledger):
                manifest.save(self.folder.ledger, self._manifest())
            self._unwritten = 0

    def _note(self, file: EvidenceRecord) -> None:
        if file.reading.entry is not None:
            entry = Entry.from_json(file.reading.entry)
            if self._entries.get(entry.sha256) != entry:
                self._entries[entry.sha256] = entry
                self._unwritten += 1

    def _segment_whole(self, part: manifest.Segment) -> bool:
        path = segment.path_of(part, self.folder.ledger)
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == part.hash
        except FileNotFoundError:
            return False

    def _manifest(self) -> Manifest:
        return Manifest.of(self._entries.values())


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what the disk does not take."""
    try:
        yield
    except OSError as error:
        raise Failed(NOT_WRITABLE(path=path, what=error.strerror or type(error).__name__)) from error
