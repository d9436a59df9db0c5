"""Importing files into a case: each into the vault, what it says into the ledger, then one commit.

How a file is written into its case, so that a kill leaves it in or out, is ``case_writing``'s; the same import
run again finishes what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from suyuan.actions import bulletin_import, cases
from suyuan.actions.case_folder import CaseFolder, folder_of
from suyuan.actions.case_writing import CaseWriter, writing
from suyuan.actions.evidence_reading import FileRead, TableSummary, read_evidence
from suyuan.casebook import evidence
from suyuan.casebook.cases import find_case
from suyuan.casebook.session import Casebook, Change
from suyuan.errors import ExitCode, Refused
from suyuan.intake import known_layouts
from suyuan.intake.archive import IncomingFile, expand_with_archives
from suyuan.intake.evidence import StoredEvidence, Vault
from suyuan.intake.large_files import Progress, no_progress
from suyuan.model.case import Arrival, EvidenceRecord, Outcome, Reading
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

SHORT_HASH = 12
"""Hex digits of a file's hash in the ids of its bookings; two files of one case may not share them."""

SAME_SHORT_HASH = Text(
    zh="{name} 与本案已有的 {other} 哈希前 {digits} 位相同，账目编号会混淆，未导入；原件已保存。请联系维护者。",
    en="{name} shares the first {digits} digits of its hash with {other}, which is in the case: ids of bookings "
    "would be ambiguous. It was kept but not imported; tell the maintainers.",
)


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


def import_files(
    settings: Settings,
    case: str,
    paths: Iterable[Path],
    *,
    origin: str = "",
    progress: Progress = no_progress,
    within: Progress = no_progress,
    on_wait: Callable[[object], None] | None = None,
) -> tuple[ImportedFile, ...]:
    """Import files, folders and zip archives into a case; one result a file, in the order given.

    ``origin`` says where the files come from, as the person states it. ``progress`` is told how many files are
    done, ``within`` how many of a large file's bytes are read; ``on_wait`` once who holds the case if another
    import is under way. Raises WrongUsage for an unknown case, Failed where the disk, the casebook
    or the vault fails: then the files done so far are in the case, the one under way is not.
    """
    known_layouts.also_read(settings.home / "layouts")
    with cases.casebook_of(settings) as casebook:
        with casebook.reading() as session:
            number = find_case(session, case).number
        folder = folder_of(settings, number)
        with ExitStack() as until_done:
            with writing(folder.path):
                until_done.enter_context(folder.held(settings.who, on_wait))
            run = _Import(settings, casebook, folder, origin.strip(), within)
            results: list[ImportedFile] = []
            for incoming in expand_with_archives(paths):
                results.append(run.take(incoming))
                progress(len(results), None)
            run.finish()
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


class _Import:
    """One import under way into a case whose folder is held."""

    def __init__(
        self,
        settings: Settings,
        casebook: Casebook,
        folder: CaseFolder,
        origin: str,
        within: Progress,
    ) -> None:
        self._within = within
        self._settings, self._number, self._origin = settings, folder.number, origin
        self._vault = Vault(folder.vault)
        self._writer = CaseWriter(casebook, folder)
        self._known = {file.sha256: file for file in self._writer.files}
        self._short = {file.sha256[:SHORT_HASH]: file for file in self._writer.files}
        self.finish = self._writer.finish

    def take(self, incoming: IncomingFile) -> ImportedFile:
        """Take one file in, whatever it is."""
        if incoming.skipped is not None:
            return ImportedFile(incoming.name, ImportOutcome.SKIPPED, skipped=incoming.skipped)
        try:
            stored = self._store(incoming)
        except Refused as refused:
            return ImportedFile(incoming.name, ImportOutcome.REFUSED, refused=refused.message)
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
        read = read_evidence(incoming, stored, self._writer.mends_of(stored.sha256), self._within)
        found = self._writer.into_ledger(self._checked(incoming, stored, read))
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

    def _store(self, incoming: IncomingFile) -> StoredEvidence:
        """Put the bytes into the vault; raises Refused where there are none to put."""
        return self._vault.put(incoming.path if incoming.path is not None else incoming.read())

    def _checked(self, incoming: IncomingFile, stored: StoredEvidence, found: FileRead) -> FileRead:
        """Refuse a file whose short hash another file of the case has."""
        other = self._short.get(stored.sha256[:SHORT_HASH])
        if found.contents is None or other is None or other.sha256 == stored.sha256:
            return found
        why = SAME_SHORT_HASH(name=incoming.name, other=other.name, digits=SHORT_HASH)
        return FileRead(Reading(Outcome.REFUSED, found.reading.container, refused=why))

    def _keep(self, incoming: IncomingFile, stored: StoredEvidence, found: FileRead) -> None:
        """Make the file part of the case: the one commit, and then the manifest."""
        known = self._known.get(stored.sha256)
        if known is not None and found.reading == known.reading and self._came_before(known, incoming):
            return

        def made(change: Change) -> EvidenceRecord:
            arrival = Arrival(incoming.name, self._origin, change.who, change.at)
            file = EvidenceRecord(self._number, stored.sha256, stored.size, (arrival,), found.reading)
            evidence.keep(change, file)
            if found.bulletin is not None:
                bulletin_import.enter(self._settings, change, found.bulletin, stored.path)
            return file

        file = self._writer.commit(made)
        if known is not None:
            old = () if self._came_before(known, incoming) else file.arrivals
            file = replace(file, arrivals=known.arrivals + old)
        self._known[stored.sha256] = self._short[stored.sha256[:SHORT_HASH]] = file

    def _came_before(self, known: EvidenceRecord, incoming: IncomingFile) -> bool:
        return any((each.name, each.origin) == (incoming.name, self._origin) for each in known.arrivals)
