"""Importing files into a case: each into the vault, what it says into the ledger, then the commit.

Small files are committed in groups, each with its own event, so that the disk is not waited for at every file.
How files are written into their case, so that a kill leaves each in or out, is ``case_writing``'s; the same import
run again finishes what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from time import monotonic

from suyuan.actions import bulletin_import, cases
from suyuan.actions.case_folder import CaseFolder, folder_of
from suyuan.actions.case_writing import CaseWriter, writing
from suyuan.actions.evidence_reading import FileRead, TableSummary, read_evidence
from suyuan.actions.reading_ahead import ComingFile, ReadingAhead
from suyuan.casebook import evidence
from suyuan.casebook.cases import find_case
from suyuan.casebook.session import Casebook, Change
from suyuan.errors import ExitCode, Refused
from suyuan.intake import known_layouts
from suyuan.intake.archive import IncomingFile, count_files, expand_with_archives
from suyuan.intake.evidence import StoredEvidence, Vault
from suyuan.intake.large_files import Progress, no_progress
from suyuan.intake.limits import BY_COLUMNS_FROM
from suyuan.model.case import Arrival, EvidenceRecord, Outcome, Reading
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

GROUP_FILES, GROUP_BYTES, GROUP_SECONDS = 64, 32 * 1024 * 1024, 1.0
"""A group of small files is committed when it has so many files or bytes or is so old, whichever comes first."""

SHORT_HASH = 12
"""Hex digits of a file's hash in the ids of its bookings; two files of one case may not share them."""

SAME_SHORT_HASH = Text(
    zh="{name} 与本案已有的 {other} 哈希前 {digits} 位相同，账目编号会混淆，未导入；原件已保存。请联系维护者。",
    en="{name} shares the first {digits} digits of its hash with {other}, which is in the case: ids of bookings "
    "would be ambiguous. It was kept but not imported; tell the maintainers.",
)


class ImportInterrupted(KeyboardInterrupt):
    """Somebody stopped an import; ``added`` files are in the case since it began, ``evidence`` in all."""

    def __init__(self, added: int, evidence: int) -> None:
        super().__init__()
        self.added, self.evidence = added, evidence


class ImportOutcome(Enum):
    """What became of one file of an import."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    BULLETIN = "bulletin"
    UNPACKED = "unpacked"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class ImportedFile:
    """One file of an import.

    ``sha256`` and ``size`` are None where there were no bytes to keep. ``reading`` is what the case now has of the
    file, None if it was skipped or could not be kept; ``tables`` are those read in this run (none for a
    duplicate). ``same_as`` is the name under which the bytes were in the case already. ``refused`` says why a file
    could not be read, ``skipped`` why it is no evidence; ``undecided`` that a person must choose first.
    """

    name: str
    outcome: ImportOutcome
    sha256: str | None = None
    size: int | None = None
    reading: Reading | None = None
    tables: tuple[TableSummary, ...] = ()
    same_as: str | None = None
    refused: Message | None = None
    skipped: Message | None = None
    undecided: bool = False


@dataclass(frozen=True)
class Within:
    """Told how far a large file is: ``reading`` of its bytes, then ``writing`` of its rows into the ledger.

    ``writing`` has no total until the balances are proven.
    """

    reading: Progress = no_progress
    writing: Progress = no_progress

    def read(self, done: int, total: int | None) -> None:
        """Tell that so many bytes are read; when all are, what follows begins."""
        self.reading(done, total)
        if done == total:
            self.writing(0, None)


_TELLS_NOBODY = Within()


def import_files(
    settings: Settings,
    case: str,
    paths: Iterable[Path],
    *,
    origin: str = "",
    progress: Progress = no_progress,
    within: Within = _TELLS_NOBODY,
    on_wait: Callable[[object], None] | None = None,
) -> tuple[ImportedFile, ...]:
    """Import files, folders and zip archives into a case; one result a file, in the order given.

    ``origin`` says where the files come from, as the person states it. ``progress`` is told how many files are
    done and how many there are as far as is known (an archive's are known when it is reached), ``within`` how far
    a large file is; ``on_wait`` once who holds the case if another import is under way. Raises WrongUsage for an
    unknown case, Failed where the disk, the casebook or the vault fails, ImportInterrupted for Ctrl-C: then the
    groups done so far are in the case, and nothing of the one under way.
    """
    named = list(paths)
    known_layouts.also_read(settings.home / "layouts")
    with cases.casebook_of(settings) as casebook:
        with casebook.reading() as session:
            number = find_case(session, case).number
        folder = folder_of(settings, number)
        with ExitStack() as until_done:
            with writing(folder.path):
                until_done.enter_context(folder.held(settings.who, on_wait))
            run = _Import(settings, casebook, folder, origin.strip(), within)
            until_done.callback(run.discard)
            ahead = ReadingAhead(settings.home / "layouts", run.is_new)
            until_done.callback(ahead.end)
            results: list[ImportedFile] = []
            expected = count_files(named)
            try:
                for coming in ahead.files(expand_with_archives(named)):
                    expected += coming.incoming.content is not None
                    results.append(run.take(coming))
                    progress(len(results), max(expected, len(results)))
                run.finish()
            except KeyboardInterrupt as stop:
                raise ImportInterrupted(*run.standing()) from stop
    return tuple(results)


def exit_code(files: Iterable[ImportedFile]) -> ExitCode:
    """Return what an import ends with: refused if any file was, else undecided, else done."""
    codes = [
        ExitCode.DECISION_NEEDED if file.undecided else ExitCode.REFUSED
        for file in files
        if file.outcome is ImportOutcome.REFUSED
    ]
    if ExitCode.REFUSED in codes:
        return ExitCode.REFUSED
    return ExitCode.DECISION_NEEDED if codes else ExitCode.DONE


@dataclass(frozen=True)
class _Ready:
    """A file that was read, its segments drafted, and waits for its group's commit."""

    incoming: IncomingFile
    stored: StoredEvidence
    found: FileRead


class _Import:
    """One import under way into a case whose folder is held."""

    def __init__(
        self,
        settings: Settings,
        casebook: Casebook,
        folder: CaseFolder,
        origin: str,
        within: Within,
    ) -> None:
        self._within = within
        self._settings, self._number, self._origin = settings, folder.number, origin
        self._casebook = casebook
        self._vault = Vault(folder.vault)
        self._writer = CaseWriter(casebook, folder)
        self._known = {file.sha256: file for file in self._writer.files}
        self._before = len(self._known)
        self._short = {file.sha256[:SHORT_HASH]: (file.sha256, file.name) for file in self._writer.files}
        self._group: dict[str, _Ready] = {}
        self._began = 0.0

    def is_new(self, sha256: str) -> bool:
        """Tell whether a file with this hash is to be read as it is: not read before, with no cell mended."""
        known = self._known.get(sha256)
        was_read = known is not None and known.reading.outcome is not Outcome.REFUSED
        return not was_read and not self._writer.mends_of(sha256)

    def take(self, coming: ComingFile) -> ImportedFile:
        """Take one file in, whatever it is; it is in the case when its group is committed."""
        incoming = coming.incoming
        if incoming.skipped is not None:
            return ImportedFile(incoming.name, ImportOutcome.SKIPPED, skipped=incoming.skipped)
        try:
            received = self._vault.receive(coming.content or incoming.path or incoming.read())
        except Refused as refused:
            return ImportedFile(incoming.name, ImportOutcome.REFUSED, refused=refused.message)
        stored = self._alone_if_needed(received)
        known = self._known.get(stored.sha256)
        if known is not None and self._writer.is_whole(known):
            self._keep(incoming, stored, FileRead(known.reading))
            return ImportedFile(
                incoming.name,
                ImportOutcome.DUPLICATE,
                stored.sha256,
                stored.size,
                known.reading,
                same_as=known.name,
            )
        read = coming.found or read_evidence(
            incoming, stored, self._writer.mends_of(stored.sha256), self._within.read
        )
        found = self._writer.into_ledger(
            stored.sha256, self._checked(incoming, stored, read), self._within.writing
        )
        self._keep(incoming, stored, found)
        return ImportedFile(
            incoming.name,
            ImportOutcome(found.reading.outcome.value),
            stored.sha256,
            stored.size,
            found.reading,
            found.tables,
            refused=found.reading.refused,
            undecided=found.undecided,
        )

    def finish(self) -> None:
        """Commit what waits, and write what of the manifest is not written yet."""
        self._commit()
        self._writer.finish()

    def discard(self) -> None:
        """Remove the drafts of what was not committed."""
        self._vault.discard()
        self._writer.discard()

    def standing(self) -> tuple[int, int]:
        """Return how many files are in the case since this import began, and how many in all."""
        with self._casebook.reading() as session:
            now = len(evidence.list_evidence(session, self._number))
        return now - self._before, now

    def _alone_if_needed(self, stored: StoredEvidence) -> StoredEvidence:
        """Commit what waits before a large file, and before one that has the bytes of another that waits.

        Small files take their place in the vault with their group's commit, these at once.
        """
        if stored.sha256 not in self._group and stored.size < BY_COLUMNS_FROM:
            return stored
        self._commit()
        return replace(stored, path=self._vault.path_of(stored.sha256))

    def _checked(self, incoming: IncomingFile, stored: StoredEvidence, found: FileRead) -> FileRead:
        """Refuse a file whose short hash another file of the case has."""
        sha256, name = self._short.get(stored.sha256[:SHORT_HASH], (stored.sha256, incoming.name))
        if (found.contents is None and found.drawn is None) or sha256 == stored.sha256:
            return found
        why = SAME_SHORT_HASH(name=incoming.name, other=name, digits=SHORT_HASH)
        return FileRead(Reading(Outcome.REFUSED, found.reading.container, refused=why))

    def _keep(self, incoming: IncomingFile, stored: StoredEvidence, found: FileRead) -> None:
        """Let a file wait for its group, and commit the group if it is full."""
        known = self._known.get(stored.sha256)
        if known is not None and found.reading == known.reading and self._came_before(known, incoming):
            return
        if not self._group:
            self._began = monotonic()
        self._group[stored.sha256] = _Ready(incoming, stored, found)
        self._short[stored.sha256[:SHORT_HASH]] = stored.sha256, incoming.name
        if (
            len(self._group) >= GROUP_FILES
            or sum(each.stored.size for each in self._group.values()) >= GROUP_BYTES
            or monotonic() - self._began >= GROUP_SECONDS
        ):
            self._commit()

    def _commit(self) -> None:
        """Make the files that wait part of the case: bytes and segments settled, one commit, the manifest."""
        self._vault.settle()
        if not self._group:
            self._writer.settle()  # segments written anew because they were damaged
            return

        def made(change: Change) -> tuple[EvidenceRecord, ...]:
            keeper = evidence.Keeper(change, self._number, self._group)
            files = []
            for sha256, each in self._group.items():
                arrival = Arrival(each.incoming.name, self._origin, change.who, change.at)
                file = EvidenceRecord(self._number, sha256, each.stored.size, (arrival,), each.found.reading)
                keeper.keep(file)
                if each.found.bulletin is not None:
                    page = self._vault.path_of(sha256)
                    bulletin_import.enter(self._settings, change, each.found.bulletin, page)
                files.append(file)
            return tuple(files)

        for file in self._writer.commit_all(made):
            known = self._known.get(file.sha256)
            if known is not None:
                old = () if self._came_before(known, self._group[file.sha256].incoming) else file.arrivals
                file = replace(file, arrivals=known.arrivals + old)
            self._known[file.sha256] = file
        self._group.clear()

    def _came_before(self, known: EvidenceRecord, incoming: IncomingFile) -> bool:
        return any((each.name, each.origin) == (incoming.name, self._origin) for each in known.arrivals)
