"""Reading one file of evidence for a case: a statement, one of our forms, an official bulletin, or a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from suyuan.actions.statement_values import state_of
from suyuan.errors import DecisionNeeded, Failed, Refused, SuyuanError
from suyuan.intake import mending
from suyuan.intake.accounting import RowAccounting
from suyuan.intake.archive import IncomingFile
from suyuan.intake.evidence import StoredEvidence
from suyuan.intake.grid import OpenedFile, open_bytes, open_file
from suyuan.intake.large_files import Progress, no_progress, read_large
from suyuan.intake.limits import MAX_TEXT_BYTES
from suyuan.intake.mending import MendedCell
from suyuan.intake.statement import BalanceState, Confidence, ReadFile, StatementTable, read_opened
from suyuan.intake.sub_accounts import apart
from suyuan.ledger.contents import FileContents, contents_of
from suyuan.model.case import Outcome, Reading
from suyuan.model.mend import Mend
from suyuan.model.register import BulletinRecord
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.ledger.segment import Drawn

_FAULTS = (Refused, DecisionNeeded, Failed)
"""What keeps one file out; a fault of ours in it (Failed: its rows do not add up) must not keep out others."""

UNSURE = Text(
    zh="{name} 可能是几种版式，程序不作猜测。请用 suyuan statement inspect 查看各种读法，选定后再导入。",
    en="{name} could be of several layouts, and the program does not guess. See the readings with suyuan "
    "statement inspect and choose.",
)

NO_MEMORY = Text(
    zh="内存不足，{name} 未能读取。请关闭其他程序后重新运行同一命令；仍如此的，把文件拆成几份再导入。",
    en="There is too little memory to read {name}. Close other programs and run the same command again; if that "
    "does not help, split the file and import the parts.",
)


@dataclass(frozen=True)
class TableSummary:
    """One table of a file in a few figures; ``accounts`` counts its accounts with a currency each.

    ``balance`` is the worst state of its accounts' balance chains. All of it is in ``suyuan statement inspect``.
    """

    sheet: str | None
    header_row: int | None
    rows: RowAccounting
    accounts: int
    balance: BalanceState


@dataclass(frozen=True)
class FileRead:
    """What reading gave: ``reading`` for the casebook, ``contents`` for the ledger, ``bulletin`` for the register.

    ``drawn`` are the segments of the contents, where they were made already, in place of these. ``undecided``
    marks a refusal that a person's choice can lift.
    """

    reading: Reading
    tables: tuple[TableSummary, ...] = ()
    contents: FileContents | None = None
    bulletin: BulletinRecord | None = None
    undecided: bool = False
    drawn: tuple[Drawn, ...] | None = None


@dataclass(frozen=True)
class MendedFile:
    """A file read with its mended cells in place."""

    read: ReadFile
    contents: FileContents

    def as_file_read(self) -> FileRead:
        """Return what the casebook and the ledger keep of it."""
        return FileRead(_reading(self.read), tuple(map(_summary, self.read.tables)), self.contents)


def read_evidence(
    incoming: IncomingFile, stored: StoredEvidence, mends: Sequence[Mend] = (), progress: Progress = no_progress
) -> FileRead:
    """Read a file as it lies in the vault, so that what is read is what is kept; its mended cells as mended.

    ``progress`` is told how many of a large file's bytes are read.
    Never raises for what a file does wrong: a file that cannot be read comes back refused with the sentence.
    """
    if incoming.unpacked:
        return FileRead(Reading(Outcome.UNPACKED, container="zip"))
    if incoming.refusal is not None:
        return _refused(incoming.refusal)
    try:
        if not mends:
            large = read_large(stored.path, incoming.name, incoming.name, progress=progress)
            if large is not None:
                return MendedFile(large, contents_of(large)).as_file_read()
        return _read(incoming.name, stored.path, lambda: _open(incoming, stored), mends)
    except _FAULTS as refusal:
        return _not_read(incoming.name, stored.path, refusal)
    except MemoryError:
        return _refused(NO_MEMORY(name=incoming.name))


def read_content(name: str, content: bytes) -> FileRead:
    """Read a small file without mends from its bytes, like ``read_evidence``; raises MemoryError."""
    return _read(name, content, lambda: open_bytes(name, content), ())


def _read(name: str, page: Path | bytes, opening: Callable[[], OpenedFile], mends: Sequence[Mend]) -> FileRead:
    opened: OpenedFile | None = None
    try:
        opened = opening()
        return read_mended(opened, name, mends).as_file_read()
    except _FAULTS as refusal:
        return _not_read(name, page, refusal, opened)


def _not_read(name: str, page: Path | bytes, refusal: SuyuanError, opened: OpenedFile | None = None) -> FileRead:
    """Return the bulletin that the file is, else its refusal."""
    # A process that only reads statements starts twice as fast without the casebook.
    from suyuan.actions import bulletin_import

    bulletin = bulletin_import.recognised(name, page)
    if bulletin is not None:
        container = None if opened is None else opened.container
        return FileRead(Reading(Outcome.BULLETIN, container, kind="bulletin"), bulletin=bulletin)
    return _refused(refusal.message, opened, undecided=isinstance(refusal, DecisionNeeded))


def read_mended(opened: OpenedFile, name: str, mends: Sequence[Mend]) -> MendedFile:
    """Read an opened file with its mended cells in place; raises Refused, DecisionNeeded, Failed like reading."""
    as_mended, unused = mending.apply(opened, [mend.cell for mend in mends])
    read = read_opened(as_mended, name)
    if read.confidence is Confidence.UNSURE:
        raise DecisionNeeded(UNSURE(name=name))
    if unused:
        read = replace(read, warnings=(*read.warnings, *(mending.unfit(opened, cell) for cell in unused)))
    sheets = {grid.sheet_number: grid.sheet for grid in opened.grids}
    cells = tuple(
        MendedCell(
            Source(opened.sha256, sheets[cell.sheet_number], cell.sheet_number, cell.row),
            cell.column,
            cell.title,
            cell.original,
            cell.text,
            mend.who,
            mend.why,
        )
        for mend in sorted(mends, key=lambda mend: (mend.cell.sheet_number, mend.cell.row, mend.cell.column))
        if (cell := mend.cell) not in unused
    )
    return MendedFile(read, contents_of(read, cells))


def _open(incoming: IncomingFile, stored: StoredEvidence) -> OpenedFile:
    if stored.size > MAX_TEXT_BYTES and incoming.path is not None:
        # Too large for any kind of file: this refuses it without taking it into memory.
        return open_file(incoming.path)
    return open_bytes(incoming.name, stored.path.read_bytes())


def _summary(table: StatementTable) -> TableSummary:
    parts = table.parts
    return TableSummary(table.sheet, table.header_row, table.rows, len(parts), state_of(apart(parts)))


def _reading(read: ReadFile) -> Reading:
    rows: Counter[str] = Counter()
    for table in read.tables:
        rows.update(asdict(table.rows))
    return Reading(
        outcome=Outcome.IMPORTED,
        container=read.container,
        format=read.format,
        kind=read.kind.value,
        rows=dict(rows),
        warnings=read.warnings,
    )


def _refused(why: Message, opened: OpenedFile | None = None, *, undecided: bool = False) -> FileRead:
    container = None if opened is None else opened.container
    return FileRead(Reading(Outcome.REFUSED, container, refused=why), undecided=undecided)
