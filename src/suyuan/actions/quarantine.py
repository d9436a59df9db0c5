"""The quarantine of a case: its rows that could not be read, those that a person mended, and one row closely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from suyuan.actions import cases
from suyuan.actions.case_folder import CaseFolder
from suyuan.actions.evidence_reading import MendedFile, read_mended
from suyuan.casebook import mends as casebook_mends
from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.intake import known_layouts, mending
from suyuan.intake.evidence import CHANGED, Vault
from suyuan.intake.grid import GridRow, OpenedFile, open_bytes
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.ledger import cells, segment
from suyuan.ledger.contents import FileContents
from suyuan.ledger.manifest import Manifest
from suyuan.model.back_office import BackOfficeRow
from suyuan.model.booking import Booking
from suyuan.model.case import EvidenceRecord
from suyuan.model.claim import ReportedPayment
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.mend import Mend
from suyuan.model.request import AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.source import Source
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Text
from suyuan.settings import Settings

Fact = Booking | ReportedPayment | AnsweredRequest | RoleDecision | EarmarkDecision | StatedAccount | BackOfficeRow
"""What a row is read as."""

NEIGHBOURS = 2
"""Rows shown above and below a row."""

LEAST_DIGITS = 4
"""Digits of a hash by which a file may be named."""

NO_SUCH_FILE = Text(
    zh="本案没有名为“{word}”的文件。请写文件名或 SHA-256 的前几位，见 suyuan case show。",
    en="The case has no file “{word}”. Give its name or the first digits of its SHA-256; see suyuan case show.",
)
SEVERAL_FILES = Text(
    zh="“{word}”可指本案的几个文件：{files}。请写 SHA-256 的前几位。",
    en="“{word}” may be several files of the case: {files}. Give the first digits of the SHA-256.",
)
NO_SUCH_ROW = Text(zh="{file} 没有第 {row} 行。", en="{file} has no row {row}.")
SEVERAL_SHEETS = Text(
    zh="{file} 的几张工作表都有第 {row} 行（{sheets}）。请用 --sheet 写明工作表序号。",
    en="Several sheets of {file} have a row {row} ({sheets}). Name the sheet's number with --sheet.",
)
NOT_READ = Text(
    zh="{file} 没有读入本案（{outcome}），没有可修正的行。",
    en="{file} was not read into the case ({outcome}); it has no rows to mend.",
)


@dataclass(frozen=True)
class QuarantineLine:
    """A quarantined row of the case with the name of its file."""

    file: str
    row: QuarantinedRow


@dataclass(frozen=True)
class MendLine:
    """A mend of the case with the name of its file."""

    file: str
    mend: Mend


@dataclass(frozen=True)
class Quarantine:
    """All quarantined rows of a case by file and place, and all mends that stand."""

    rows: tuple[QuarantineLine, ...]
    mends: tuple[MendLine, ...]


@dataclass(frozen=True)
class RowView:
    """One row closely: as the file has it, what is wrong or what was mended, what is read, what stands around.

    ``titles`` are the cells of the table's header. ``booking`` is what the row is read as now, None where it is
    not read or is no booking; ``mends`` are all of this row, undone ones too.
    """

    file: str
    source: Source
    titles: tuple[str, ...]
    cells: tuple[str, ...]
    quarantined: QuarantinedRow | None
    booking: Booking | None
    mends: tuple[Mend, ...]
    neighbours: tuple[GridRow, ...]


@dataclass(frozen=True)
class KeptFile:
    """A file of the case, opened from the vault, unmended, and read with the mends that stand."""

    record: EvidenceRecord
    opened: OpenedFile
    current: MendedFile


def list_rows(settings: Settings, word: str) -> Quarantine:
    """Return a case's quarantined rows and the mends that stand. Raises WrongUsage if there is no such case."""
    taken = cases.take_up(settings, word)
    names = {file.sha256: file.name for file in taken.evidence}
    rows = [QuarantineLine(names[row.source.sha256], row) for row in _quarantined(taken.manifest, taken.folder)]
    with cases.casebook_of(settings) as casebook, casebook.reading() as session:
        found = casebook_mends.list_mends(session, taken.case.number)
    mends = [MendLine(names[mend.sha256], mend) for mend in found if mend.undone is None]
    return Quarantine(
        tuple(sorted(rows, key=lambda line: (line.file, _place(line.row.source)))),
        tuple(sorted(mends, key=lambda line: (line.file, line.mend.cell.row, line.mend.cell.column))),
    )


def show_row(settings: Settings, word: str, file: str, row: int, sheet: int | None = None) -> RowView:
    """Return one row of a case's file, quarantined or not, closely.

    Raises WrongUsage for a case, file or row that there is not, Refused for a file that was not read.
    """
    known_layouts.also_read(settings.home / "layouts")
    taken = cases.take_up(settings, word)
    with cases.casebook_of(settings) as casebook, casebook.reading() as session:
        mends = casebook_mends.list_mends(session, taken.case.number)
    record = find_file(taken.evidence, file)
    standing = [mend for mend in mends if mend.sha256 == record.sha256 and mend.undone is None]
    kept = open_kept(taken.folder, record, standing)
    source = find_row(kept, row, sheet)
    rows = next(grid.rows for grid in kept.opened.grids if grid.sheet_number == source.sheet_number)
    at = next(at for at, each in enumerate(rows) if each.number == row)
    facts = facts_at(kept.current.contents, source)
    return RowView(
        file=record.name,
        source=source,
        titles=titles_of(kept, source),
        cells=rows[at].cells,
        quarantined=quarantined_at(kept.current.contents, source),
        booking=next((fact for fact in facts if isinstance(fact, Booking)), None),
        mends=tuple(
            mend
            for mend in mends
            if (mend.sha256, mend.cell.sheet_number, mend.cell.row) == (record.sha256, source.sheet_number, row)
        ),
        neighbours=rows[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1],
    )


def find_file(files: Iterable[EvidenceRecord], word: str) -> EvidenceRecord:
    """Return the file that a name, the end of a path or the beginning of a hash names; raises WrongUsage."""
    every = tuple(files)
    for fits in (_named, _named_last, _begins):
        found = [file for file in every if fits(file, word)]
        if len(found) > 1:
            shown = ", ".join(f"{file.sha256[:12]} {file.name}" for file in found)
            raise WrongUsage(SEVERAL_FILES(word=word, files=shown))
        if found:
            return found[0]
    raise WrongUsage(NO_SUCH_FILE(word=word))


def open_kept(folder: CaseFolder, record: EvidenceRecord, mends: Iterable[Mend]) -> KeptFile:
    """Open a file of the case from the vault and read it with its mends.

    Raises Refused where it was not read into the case or cannot be read now, Failed where the vault's copy is not
    what its name says.
    """
    if record.reading.entry is None:
        raise Refused(NOT_READ(file=record.name, outcome=record.reading.outcome.value))
    vault = Vault(folder.vault)
    with vault.open(record.sha256) as file:
        opened = open_bytes(record.name, file.read())
    if opened.sha256 != record.sha256:
        raise Failed(CHANGED(path=vault.path_of(record.sha256), found=opened.sha256))
    return KeptFile(record, opened, read_mended(opened, record.name, tuple(mends)))


def find_row(kept: KeptFile, row: int, sheet: int | None) -> Source:
    """Return the place of a row; of several sheets that have it, the one where it is quarantined or mended.

    Raises WrongUsage where there is no such row, or where it could be on several sheets.
    """
    grids = [grid for grid in kept.opened.grids if sheet in (None, grid.sheet_number)]
    found = [grid for grid in grids if any(each.number == row for each in grid.rows)]
    contents = kept.current.contents
    places = [*(row.source for row in contents.quarantined), *(mend.source for mend in contents.mends)]
    marked = {(place.sheet_number, place.row) for place in places}
    if len(found) > 1:
        found = [grid for grid in found if (grid.sheet_number, row) in marked] or found
    if not found:
        raise WrongUsage(NO_SUCH_ROW(file=kept.record.name, row=row))
    if len(found) > 1:
        sheets = ", ".join(f"{grid.sheet_number} {grid.sheet}" for grid in found)
        raise WrongUsage(SEVERAL_SHEETS(file=kept.record.name, row=row, sheets=sheets))
    return Source(kept.opened.sha256, found[0].sheet, found[0].sheet_number, row)


def titles_of(kept: KeptFile, source: Source) -> tuple[str, ...]:
    """Return the header of the table that a row stands in, empty where it has none."""
    tables = [table for table in kept.current.read.tables if table.sheet_number == source.sheet_number]
    headers = [table.header_row for table in tables if table.header_row is not None]
    header = max((each for each in headers if each <= source.row), default=min(headers, default=None))
    row = None if header is None else mending.row_at(kept.opened, source.sheet_number, header)
    return () if row is None else row.cells


def quarantined_at(contents: FileContents, source: Source) -> QuarantinedRow | None:
    """Return the quarantined row of a place, None where the row is not quarantined."""
    found = [row for row in contents.quarantined if row.source == source]
    if not found and source.sheet is None:
        # Pieces of a line of text stand for themselves; their line shows the first of them.
        found = [row for row in contents.quarantined if row.source.sheet is None and row.source.row == source.row]
    return found[0] if found else None


def facts_at(contents: FileContents, source: Source) -> tuple[Fact, ...]:
    """Return what is read from a row: bookings, or lines of a form or a list."""
    facts: list[Fact] = [booking for part in contents.parts for booking in part.bookings]
    facts += [*contents.payments, *contents.requests]
    facts += [*contents.roles, *contents.earmarks, *contents.accounts, *contents.returns, *contents.back_office]
    return tuple(fact for fact in facts if fact.source == source)


def _quarantined(manifest: Manifest, folder: CaseFolder) -> Iterable[QuarantinedRow]:
    for entry in manifest.entries:
        for part in entry.segments:
            if part.kind == "quarantine":
                yield from cells.all_of(segment.rows_in(entry, part, folder.ledger), cells.quarantined_of)


def _place(source: Source) -> tuple[str, int, int]:
    return source.sha256, source.sheet_number, source.row


def _named(file: EvidenceRecord, word: str) -> bool:
    return any(arrival.name == word for arrival in file.arrivals)


def _named_last(file: EvidenceRecord, word: str) -> bool:
    last = PurePath(word).name
    return any(PurePath(arrival.name).name == last for arrival in file.arrivals)


def _begins(file: EvidenceRecord, word: str) -> bool:
    return len(word) >= LEAST_DIGITS and file.sha256.startswith(word.lower())
