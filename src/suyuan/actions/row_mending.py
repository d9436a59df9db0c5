"""Mending quarantined rows: fix, undo, retry.

A mend is a record of the casebook with its audit event; the file is read again with it, and the new segments and
the mend become part of the case in one commit. The vault is only read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from suyuan.actions import cases
from suyuan.actions.case_folder import folder_of
from suyuan.actions.case_writing import CaseWriter, writing
from suyuan.actions.evidence_reading import MendedFile, read_mended
from suyuan.actions.quarantine import (
    KeptFile,
    facts_at,
    find_file,
    find_row,
    open_kept,
    quarantined_at,
    titles_of,
)
from suyuan.actions.statement_values import state_of
from suyuan.casebook import evidence
from suyuan.casebook import mends as casebook_mends
from suyuan.casebook.cases import find_case
from suyuan.casebook.session import Change, now
from suyuan.errors import DecisionNeeded, Failed, Refused, WrongUsage
from suyuan.intake import known_layouts, mending
from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.header import clean_name, places_of
from suyuan.intake.limits import MAX_COLUMNS
from suyuan.model.booking import Booking
from suyuan.model.case import EvidenceRecord, Outcome
from suyuan.model.mend import CellMend, Mend
from suyuan.model.source import Source
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

WHY_NEEDED = Text(
    zh="请用 --why 写明修正或撤销的理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
PAIRS = Text(
    zh="--column 与 --to 必须成对：写了 {columns} 个列，{texts} 个新内容。",
    en="--column and --to go in pairs: there are {columns} columns and {texts} texts.",
)
TWICE = Text(zh="第 {column} 列写了两次。", en="Column {column} is given twice.")
NO_SUCH_COLUMN = Text(
    zh="表头没有“{word}”列。表头是：{titles}；也可写列号，从 1 起。",
    en="The header has no column “{word}”. It has: {titles}; a column's number, from 1, does as well.",
)
SEVERAL_COLUMNS = Text(
    zh="表头有几列都叫“{word}”。请写列号，从 1 起。",
    en="Several columns of the header are called “{word}”. Give the column's number, from 1.",
)
NOT_QUARANTINED = Text(
    zh="{file} 第 {row} 行没有被隔离，不能修正：只有读不出的行可以修正，读出的内容以机构所载为准。",
    en="Row {row} of {file} is not in quarantine and cannot be mended: only rows that could not be read can be; "
    "what was read stands as the institution states it.",
)
MENDED_ALREADY = Text(
    zh="{file} 第 {row} 行已由 {who} 修正。要另行修正，请先撤销：suyuan quarantine undo。",
    en="Row {row} of {file} was mended by {who}. To mend it otherwise, undo that first: suyuan quarantine undo.",
)
STILL_UNREADABLE = Text(
    zh="这样修正后第 {row} 行仍读不出（{column}）：{reason}。未作任何改动。",
    en="Row {row} could still not be read ({column}): {reason}. Nothing was changed.",
)
WHOLE_ROW = Text(zh="整行", en="the whole row")
NO_FACT = Text(
    zh="这样修正后第 {row} 行不再是一笔记录，会被当作表头、说明或页脚。未作任何改动。",
    en="Row {row} would be no record any more but a header, a note or a footer. Nothing was changed.",
)
HARMS_OTHERS = Text(
    zh="这样修正后其他行会读不出（第 {rows} 行）。未作任何改动。",
    en="Other rows could not be read any more (rows {rows}). Nothing was changed.",
)


@dataclass(frozen=True)
class Fix:
    """What a person asks for: a row, and for columns (header or number) the texts to read instead."""

    file: str
    row: int
    columns: Sequence[str]
    texts: Sequence[str]
    why: str
    sheet: int | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Fixed:
    """What a mend gives, kept or (``refused`` says why, or ``dry_run``) not.

    ``booking`` is what the row is read as, None for lines of forms; ``balance`` the state of the sheet's balance
    chains before and after.
    """

    file: str
    source: Source
    cells: tuple[CellMend, ...]
    booking: Booking | None
    balance: tuple[BalanceState, BalanceState] | None
    kept: bool
    refused: Message | None = None


@dataclass(frozen=True)
class Reread:
    """A file read again: its rows by class before and after. ``refused`` says why it could not be; then the case
    keeps the reading it had.
    """

    file: str
    sha256: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    changed: bool
    refused: Message | None = None


def fix(settings: Settings, case: str, asked: Fix, on_wait: Callable[[object], None] | None = None) -> Fixed:
    """Mend a quarantined row of a case's file and read the file again, in one commit; ``dry_run`` only looks.

    A mend that leaves the row unreadable, or a row that is not quarantined, comes back refused, nothing changed.
    Raises WrongUsage for a case, file, row or column that there is not.
    """
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    if len(asked.columns) != len(asked.texts) or not asked.columns:
        raise WrongUsage(PAIRS(columns=len(asked.columns), texts=len(asked.texts)))
    with _writer(settings, case, on_wait) as writer:
        record = find_file(writer.files, asked.file)
        standing = writer.mends_of(record.sha256)
        kept = open_kept(writer.folder, record, standing)
        source = find_row(kept, asked.row, asked.sheet)
        cells = _cells(kept, source, asked)
        refused = _not_to_be_mended(kept, source, standing)
        if refused is not None:
            return Fixed(record.name, source, cells, None, None, kept=False, refused=refused)
        mends = [
            Mend(writer.folder.number, record.sha256, cell, asked.why.strip(), settings.who, now())
            for cell in cells
        ]
        try:
            after = read_mended(kept.opened, record.name, (*standing, *mends))
        except (Refused, DecisionNeeded, Failed) as refusal:
            return Fixed(record.name, source, cells, None, None, kept=False, refused=refusal.message)
        refused = _fault_of(kept.current, after, source)
        facts = facts_at(after.contents, source)
        result = Fixed(
            file=record.name,
            source=source,
            cells=cells,
            booking=next((fact for fact in facts if isinstance(fact, Booking)), None),
            balance=(_balance(kept.current, source), _balance(after, source)),
            kept=refused is None and not asked.dry_run,
            refused=refused,
        )
        if result.kept:
            _keep(
                writer,
                record,
                after,
                lambda change: casebook_mends.add(change, record.case, record.sha256, cells, asked.why.strip()),
            )
        return result


def undo(
    settings: Settings,
    case: str,
    place: tuple[str, int, int | None],
    why: str,
    on_wait: Callable[[object], None] | None = None,
) -> Reread:
    """Take a row's mends back (file, row, sheet's number or None) and read the file again, in one commit.

    Raises WrongUsage for what there is not, Refused where no mend of that row stands.
    """
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    file, row, sheet = place
    with _writer(settings, case, on_wait) as writer:
        record = find_file(writer.files, file)
        standing = writer.mends_of(record.sha256)
        kept = open_kept(writer.folder, record, standing)
        source = find_row(kept, row, sheet)
        at = (source.sheet_number, source.row)
        rest = [mend for mend in standing if (mend.cell.sheet_number, mend.cell.row) != at]
        after = read_mended(kept.opened, record.name, rest)
        made = _keep(
            writer,
            record,
            after,
            lambda change: casebook_mends.undo(change, record.case, record.sha256, at, why.strip()),
        )
        return _reread(record, made)


def retry(settings: Settings, case: str, on_wait: Callable[[object], None] | None = None) -> tuple[Reread, ...]:
    """Read all files of a case with quarantined rows again, each in a commit of its own if it reads otherwise."""
    with _writer(settings, case, on_wait) as writer:
        return tuple(_again(writer, file) for file in writer.files if file.reading.rows.get("quarantined"))


def reread(settings: Settings, case: str) -> tuple[Reread, ...]:
    """Read every file of a case's ledger again from its vault, however it was read before."""
    with _writer(settings, case, None) as writer:
        return tuple(_again(writer, file) for file in writer.files if file.reading.outcome is Outcome.IMPORTED)


def _again(writer: CaseWriter, record: EvidenceRecord) -> Reread:
    try:
        kept = open_kept(writer.folder, record, writer.mends_of(record.sha256))
    except (Refused, DecisionNeeded, Failed) as refusal:
        rows = record.reading.rows
        return Reread(record.name, record.sha256, rows, rows, changed=False, refused=refusal.message)
    return _reread(record, _keep(writer, record, kept.current))


def _reread(before: EvidenceRecord, after: EvidenceRecord) -> Reread:
    changed = before.reading.entry != after.reading.entry or before.reading.rows != after.reading.rows
    return Reread(before.name, before.sha256, before.reading.rows, after.reading.rows, changed)


def _keep(
    writer: CaseWriter,
    record: EvidenceRecord,
    after: MendedFile,
    decide: Callable[[Change], None] = lambda _change: None,
) -> EvidenceRecord:
    """Write what is read now, and commit it together with the decision that it follows from."""
    found = writer.into_ledger(record.sha256, after.as_file_read())
    file = replace(record, reading=found.reading)

    def made(change: Change) -> EvidenceRecord:
        decide(change)
        evidence.keep(change, file)
        return file

    return writer.commit(made)


@contextmanager
def _writer(settings: Settings, case: str, on_wait: Callable[[object], None] | None) -> Iterator[CaseWriter]:
    """Hold a case's folder and give what writes into the case."""
    known_layouts.also_read(settings.home / "layouts")
    with cases.casebook_of(settings) as casebook:
        with casebook.reading() as session:
            number = find_case(session, case).number
        folder = folder_of(settings, number)
        with ExitStack() as until_done:
            with writing(folder.path):
                until_done.enter_context(folder.held(settings.who, on_wait))
            writer = CaseWriter(casebook, folder)
            yield writer
            writer.finish()


def _cells(kept: KeptFile, source: Source, asked: Fix) -> tuple[CellMend, ...]:
    """Return the cells asked for with what the file has in them (in a message lines of the entry, by number);
    raises WrongUsage.
    """
    titles = () if kept.opened.message is not None else titles_of(kept, source)
    cells: dict[int, CellMend] = {}
    for word, text in zip(asked.columns, asked.texts, strict=True):
        column = _column(word, titles)
        if column in cells:
            raise WrongUsage(TWICE(column=column))
        title = titles[column - 1].strip() if column <= len(titles) else ""
        original = mending.text_at(kept.opened, source.sheet_number, source.row, column)
        cells[column] = CellMend(source.sheet_number, source.row, column, title, original, text)
    return tuple(cells[column] for column in sorted(cells))


def _column(word: str, titles: tuple[str, ...]) -> int:
    """Return the number of a column, from 1, that its header or its number names; raises WrongUsage."""
    places = places_of([clean_name(title) for title in titles])
    name = clean_name(word)
    if name in places:
        if f"{name}#2" in places:
            raise WrongUsage(SEVERAL_COLUMNS(word=word))
        return places[name] + 1
    if word.isascii() and word.isdigit() and 1 <= int(word) <= MAX_COLUMNS:
        return int(word)
    shown = " | ".join(f"{number} {title.strip()}" for number, title in enumerate(titles, start=1))
    raise WrongUsage(NO_SUCH_COLUMN(word=word, titles=shown))


def _not_to_be_mended(kept: KeptFile, source: Source, standing: Sequence[Mend]) -> Message | None:
    """Return why a row is not to be mended, None if it may be."""
    at = (source.sheet_number, source.row)
    whose = [mend.who for mend in standing if (mend.cell.sheet_number, mend.cell.row) == at]
    if whose:
        return MENDED_ALREADY(file=kept.record.name, row=source.row, who=whose[0])
    if quarantined_at(kept.current.contents, source) is None:
        return NOT_QUARANTINED(file=kept.record.name, row=source.row)
    return None


def _fault_of(before: MendedFile, after: MendedFile, source: Source) -> Message | None:
    """Return why a mend is not kept: the row is still unreadable or no record, or other rows would suffer."""
    still = quarantined_at(after.contents, source)
    if still is not None:
        return STILL_UNREADABLE(row=source.row, column=still.column or WHOLE_ROW, reason=still.reason)
    if not facts_at(after.contents, source):
        return NO_FACT(row=source.row)
    known = {row.source for row in before.contents.quarantined}
    harmed = sorted(row.source.row for row in after.contents.quarantined if row.source not in known)
    if harmed:
        return HARMS_OTHERS(rows=", ".join(map(str, harmed)))
    return None


def _balance(file: MendedFile, source: Source) -> BalanceState:
    tables = [table for table in file.read.tables if table.sheet_number == source.sheet_number]
    return state_of([part for table in tables for part in table.parts])
