"""Cases: opening one, listing them with the register, showing one, and taking one up to work on it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime

from suyuan.actions.case_folder import CaseFolder, folder_of
from suyuan.casebook import audit, cases, evidence, mends, register, rulings
from suyuan.casebook.cases import NewCase
from suyuan.casebook.session import Casebook, open_casebook
from suyuan.errors import Failed, WrongUsage
from suyuan.intake.accounting import RowAccounting
from suyuan.ledger import manifest
from suyuan.ledger.manifest import Entry, Manifest
from suyuan.model.case import CaseRecord, EvidenceRecord, Outcome
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.register import SupervisedCase
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.settings import Settings

TIME_UNREADABLE = Text(
    zh="立案时间“{text}”无法识别。请写成 2021-03-18、2021-03-18T09:30 或 2021-03-18T09:30:00+08:00。",
    en="The time of filing “{text}” cannot be read. Write 2021-03-18, 2021-03-18T09:30 or "
    "2021-03-18T09:30:00+08:00.",
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})?")


@dataclass(frozen=True)
class CaseList:
    """All cases by number, and the register of supervised cases."""

    cases: tuple[CaseRecord, ...]
    supervised: tuple[SupervisedCase, ...]


@dataclass(frozen=True)
class CaseView:
    """A case with its evidence in the order in which it came.

    ``outcomes`` counts files by what became of them, ``rows`` physical rows by class over all files read,
    ``mended`` those of them that a person mended; ``audit_head`` is the hash of the casebook's last event, which a
    person can note elsewhere as proof.
    """

    case: CaseRecord
    evidence: tuple[EvidenceRecord, ...]
    outcomes: dict[Outcome, int]
    rows: dict[str, int]
    audit_head: str
    mended: int = 0


@dataclass(frozen=True)
class TakenUp:
    """A case to work on: its record, its evidence, where it lies, which segments make up its ledger.

    ``rulings`` are what people decided on parts of it, undone ones too.
    """

    case: CaseRecord
    evidence: tuple[EvidenceRecord, ...]
    folder: CaseFolder
    manifest: Manifest
    rulings: tuple[Ruling, ...] = ()


def casebook_of(settings: Settings) -> Casebook:
    """Open the casebook of these settings; raises Failed where it cannot be."""
    return open_casebook(settings.database, settings.who)


def new_case(
    settings: Settings, name: str, *, number: str | None = None, filed_at: Moment | None = None, organ: str = ""
) -> CaseRecord:
    """Open a case and make its folder; without a number it gets the next free one.

    Raises WrongUsage for a number or name that cannot be used.
    """
    with casebook_of(settings) as casebook:
        with casebook.changing() as change:
            record = cases.open_case(change, NewCase(name, number, filed_at, organ))
        folder_of(settings, record.number).create()
    return record


def list_cases(settings: Settings) -> CaseList:
    """Return all cases and the register of supervised ones."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        return CaseList(cases.list_cases(session), register.list_supervised(session))


def show_case(settings: Settings, word: str) -> CaseView:
    """Return a case, found by number or name, with its evidence. Raises WrongUsage if there is none."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        case = cases.find_case(session, word)
        files = evidence.list_evidence(session, case.number)
        head = audit.head_hash(session)
        rows_mended = {
            (mend.sha256, mend.cell.sheet_number, mend.cell.row)
            for mend in mends.list_mends(session, case.number)
            if mend.undone is None
        }
    rows = Counter({each.name: 0 for each in fields(RowAccounting)})
    for file in files:
        rows.update(file.reading.rows)
    outcomes = Counter(file.reading.outcome for file in files)
    counted = {each: outcomes[each] for each in Outcome if outcomes[each]}
    return CaseView(case, files, counted, dict(rows), head, len(rows_mended))


def take_up(settings: Settings, word: str) -> TakenUp:
    """Return a case to work on; a manifest that an interrupted import left behind is healed.

    Raises WrongUsage if there is no such case. What the casebook says is what counts, also while an import is
    under way: then the manifest's file is that import's to write.
    """
    with casebook_of(settings) as casebook, casebook.reading() as session:
        case = cases.find_case(session, word)
        files = evidence.list_evidence(session, case.number)
        made = tuple(each for kind in RulingKind for each in rulings.list_rulings(session, case.number, kind))
    folder = folder_of(settings, case.number)
    current = manifest_of(files)
    if written_manifest(folder) != current:
        with folder.held_if_free() as held:
            if held:
                heal(settings, folder)
    return TakenUp(case, files, folder, current, made)


def heal(settings: Settings, folder: CaseFolder) -> None:
    """Write the manifest anew from the casebook if it is stale; only for who holds the folder."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        current = manifest_of(evidence.list_evidence(session, folder.number))
    if written_manifest(folder) != current:
        manifest.save(folder.ledger, current)


def manifest_of(files: tuple[EvidenceRecord, ...]) -> Manifest:
    """Return the manifest that a case's evidence gives."""
    return Manifest.of(Entry.from_json(file.reading.entry) for file in files if file.reading.entry is not None)


def written_manifest(folder: CaseFolder) -> Manifest | None:
    """Return the manifest as it stands on the disk; None where it is missing or cannot be read."""
    try:
        return manifest.load(folder.ledger)
    except Failed:
        return None


def filed_moment(text: str) -> Moment:
    """Read a time of filing 立案时间; without an offset it is China's. Raises WrongUsage."""
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUsage(TIME_UNREADABLE(text=text)) from error
    if _DAY.fullmatch(text):
        precision = Precision.DAY
    else:
        precision = Precision.MINUTE if _MINUTE.fullmatch(text) else Precision.SECOND
    return Moment(at if at.tzinfo else at.replace(tzinfo=CHINA), precision)
