"""Statements: a file's bookings with the proof that no row was lost, or the lines of one of our own forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.accounting import RowAccounting, RowClass
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.cells import BLANKS
from suyuan.intake.collector import no_search_for_cycles
from suyuan.intake.doubts import is_doubtful, resolved
from suyuan.intake.grid import OpenedFile, open_file
from suyuan.intake.layout import FileKind
from suyuan.intake.number_warnings import number_warnings
from suyuan.intake.one_sheet import SheetContent, content_of, format_of, main_layouts, of_statement
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import Recognised, not_recognised, recognise
from suyuan.intake.rows import Grid
from suyuan.intake.sorting import is_cut_short
from suyuan.intake.table import Part, StatementTable
from suyuan.model.back_office import BackOfficeRow
from suyuan.model.booking import Booking
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.request import AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind

__all__ = [
    "AlternativeReading",
    "BalanceBreak",
    "BalanceProof",
    "BalanceState",
    "Confidence",
    "FileKind",
    "NotedRow",
    "Part",
    "QuarantinedRow",
    "ReadFile",
    "RowAccounting",
    "RowClass",
    "StatementTable",
    "read_file",
    "read_opened",
]

INFERRED_FORMAT = "inferred"
"""The format of a sheet whose layout nobody has described."""

FEW_NAMES = 6
"""A header of so few plain names is shared by institutions that mean other signs and dates by them."""

REPEATED_SHEET = Text(
    zh="工作表“{sheet}”与“{first}”逐行相同，入账时只取后者",
    en="sheet “{sheet}” repeats the rows of “{first}”; the ledger takes them once, from the latter",
)
UNSURE = Text(
    zh="{file} 的版式没有描述，余额不能证明唯一的读法，未读取任何一行。请从列出的读法中选定，"
    "用 suyuan statement describe 写成描述。",
    en="The layout of {file} is not described and the balances do not prove one reading; nothing was read. Choose "
    "among the readings and describe it with suyuan statement describe.",
)
NOTHING_IN_IT = Text(zh="{file} 没有任何内容。", en="{file} is empty.")


class Confidence(Enum):
    """How sure the reading is: by a described layout, by roles of columns with a proven chain, or neither."""

    KNOWN = "known"
    INFERRED = "inferred"
    UNSURE = "unsure"


@dataclass(frozen=True)
class AlternativeReading:
    """One way to read a file that can be read in several: what its columns would be, and its tables then."""

    columns: str
    tables: tuple[StatementTable, ...]


@dataclass(frozen=True)
class ReadFile:
    """What a file says, with its accounting.

    ``format`` is the layout's id, ``account_kind`` what its accounts are (None for forms and where it differs).
    ``stated_periods`` are periods that a statement's own preamble prints. ``payments``, ``requests`` and
    ``roles`` are the lines of our own forms (requests also of task sheets), ``accounts`` those of account lists.
    ``returns`` are payments back that a victim's own text states, ``back_office`` rows of a platform's books.
    ``readings`` are the ways, best first, to read a file of which it is unsure (then ``tables`` is empty).
    """

    name: str
    sha256: str
    container: str
    encoding: str | None
    format: str
    kind: FileKind
    confidence: Confidence
    tables: tuple[StatementTable, ...]
    account_kind: AccountKind | None = None
    institution: str = ""
    payments: tuple[ReportedPayment, ...] = ()
    requests: tuple[AnsweredRequest, ...] = ()
    roles: tuple[RoleDecision, ...] = ()
    stated_periods: tuple[Coverage, ...] = ()
    accounts: tuple[StatedAccount, ...] = ()
    warnings: tuple[Message, ...] = ()
    readings: tuple[AlternativeReading, ...] = ()
    returns: tuple[ReportedPayment, ...] = ()
    back_office: tuple[BackOfficeRow, ...] = ()
    earmarks: tuple[EarmarkDecision, ...] = ()

    def evidence_parts(self) -> Iterator[Part]:
        """Yield the parts that the ledger takes: those of sheets that do not repeat an earlier one."""
        for table in self.tables:
            if table.repeats_sheet is None:
                yield from table.for_ledger


def read_file(path: Path) -> ReadFile:
    """Read a file; raises Refused where it cannot be opened or its layout is not known."""
    return read_opened(open_file(path), str(path))


@no_search_for_cycles()
def read_opened(opened: OpenedFile, place: str = "") -> ReadFile:
    """Read an opened file; ``place`` is the path it came by, where a layout names its owner only there.

    Raises Refused where the layout is not known (the sentence shows the header found and the nearest layouts) and
    DecisionNeeded where two layouts fit alike.
    """
    if opened.message is not None:
        # Each kind of message has a reader of its own that tables never need.
        from suyuan.intake.messages.read import read_message

        return _checked(read_message(opened))
    filled = [grid for grid in opened.grids if any("".join(row.cells).strip(BLANKS) for row in grid.rows)]
    if not filled:
        raise Refused(NOTHING_IN_IT(file=opened.name))
    found = [_recognised(grid, opened.name) for grid in filled]
    where = place or opened.name
    by_roles = _by_roles(opened, [grid for grid, each in found if each is None])
    if all(each is None for _, each in found) and not by_roles:
        return _checked(_unknown(opened, filled, where))
    sheets: list[SheetContent] = []
    for grid, each in found:
        said_by_role = by_roles.get(grid.sheet_number)
        sheets += [said_by_role] if said_by_role else _tables(opened, grid, each, where)
    said = _file(opened, sheets)
    layouts = main_layouts(sheets)
    if len(layouts) == 1 == len(found) and len(layouts[0].recognise.header) <= FEW_NAMES:
        only = found[0][1]
        if only is not None and is_doubtful(said, only):
            return _checked(resolved(said, only, _inferred(opened, filled, place)))
    return _checked(said)


def _recognised(grid: Grid, name: str) -> tuple[Grid, Recognised | None]:
    """Return a sheet with its layout, its header of two rows as one where it is known so."""
    found = recognise(grid, name)
    if found is None:
        # Needed for unknown sheets only, so that known ones start without it.
        from suyuan.intake.joined_headers import with_joined_headers

        joined = with_joined_headers(grid)
        again = recognise(joined, name) if joined is not grid else None
        if again is not None and again.places:
            return joined, again
    return grid, found


def _checked(read: ReadFile) -> ReadFile:
    """Return a read file with what the check digits of its numbers say."""
    parts = [part for table in read.tables for part in table.parts]
    # Bookings that are made one by one when they are asked for are not asked for here.
    bookings = (each for part in parts if isinstance(part.bookings, tuple) for each in part.bookings)
    return replace(read, warnings=(*read.warnings, *number_warnings(bookings)))


def _by_roles(opened: OpenedFile, grids: Sequence[Grid]) -> dict[int, SheetContent]:
    """Return the sheets that are known by what they speak of: victims' tables and texts, a platform's books."""
    if not grids:
        return {}
    # Needed for undescribed sheets only, so that known ones start without it.
    from suyuan.intake.by_roles import read_by_roles

    return read_by_roles(opened.sha256, opened.container, grids)


def _unknown(opened: OpenedFile, grids: list[Grid], place: str) -> ReadFile:
    """Return a file of which no sheet is in a described layout; raises Refused where none is a statement."""
    inferred = _inferred(opened, grids, place)
    if (
        inferred is None
        or not inferred.tables
        or any(is_cut_short(table.quarantined) for table in inferred.tables)
    ):
        below = [_tables(opened, grid, None, place) for grid in grids]
        if any(len(each) > 1 for each in below) and all(each.layout for tables in below for each in tables):
            return _file(opened, [each for tables in below for each in tables])
    if len(grids) > 1 and (inferred is None or any(not table.parts for table in inferred.tables)):
        # The sheets may be in layouts of their own.
        sheets = [each for grid in grids for each in _tables(opened, grid, None, place)]
        together = sum(bool(table.parts) for table in inferred.tables) if inferred is not None else 0
        if sum(each.layout is not None for each in sheets) > together:
            return _file(opened, sheets)
    if inferred is None:
        raise Refused(not_recognised(opened.name, grids))
    return inferred


def _tables(opened: OpenedFile, grid: Grid, found: Recognised | None, place: str) -> Sequence[SheetContent]:
    """Return what a sheet says; as several tables where one is not all of it and each of several is sure."""
    content = _sheet(opened.sha256, grid, found, place)
    if content.layout is None or is_cut_short(content.table.quarantined):
        return _below(opened, grid, place) or (content,)
    return (content,)


def _below(opened: OpenedFile, grid: Grid, place: str) -> Sequence[SheetContent]:
    """Return the tables that stand below each other on a sheet, none where not each of them is sure."""
    # Needed for sheets of which no single table is all, so that others start without it.
    from suyuan.intake.several_tables import tables_below

    return tables_below(grid, opened.name, lambda piece, found: _sheet(opened.sha256, piece, found, place))


def _sheet(sha256: str, grid: Grid, found: Recognised | None, place: str) -> SheetContent:
    """Return what a sheet says; one that no layout fits is read by its columns where its balances prove it."""
    if found is None:
        # Needed for unknown layouts only, so that known ones start without it.
        from suyuan.intake.inferred import infer

        inferred = infer(sha256, (grid,), place)
        if inferred is not None and inferred.sure:
            best = inferred.readings[0]
            content = of_statement(best.sheets[0], best.layout)
            return replace(content, warnings=(*best.assumed(), *content.warnings))
    return content_of(sha256, grid, found, place)


def _inferred(opened: OpenedFile, grids: list[Grid], place: str) -> ReadFile | None:
    """Return a file of an undescribed layout as its columns and balances say; None if it is no statement."""
    # Needed for unknown layouts only, so that known ones start without it.
    from suyuan.intake.inferred import infer

    inferred = infer(opened.sha256, grids, place or opened.name)
    if inferred is None:
        return None
    reads = [
        _file(opened, [of_statement(sheet, each.layout) for sheet in each.sheets]) for each in inferred.readings
    ]
    best = reads[0]
    if inferred.sure:
        warnings = (*inferred.readings[0].assumed(), *best.warnings)
        return replace(best, confidence=Confidence.INFERRED, warnings=warnings)
    return replace(
        best,
        confidence=Confidence.UNSURE,
        tables=(),
        stated_periods=(),
        warnings=(UNSURE(file=opened.name), *_beside(opened.name, grids)),
        readings=tuple(
            AlternativeReading(each.columns_said(), read.tables)
            for each, read in zip(inferred.readings, reads, strict=True)
        ),
    )


def _beside(name: str, grids: Sequence[Grid]) -> Iterator[Message]:
    """Yield for each sheet with two tables side by side that it must be cut in two."""
    # Needed for unsure files only, so that others start without it.
    from suyuan.intake.several_tables import SIDE_BY_SIDE, side_by_side

    for row, column in filter(None, map(side_by_side, grids)):
        yield SIDE_BY_SIDE(file=name, row=row, column=column)


def _file(opened: OpenedFile, sheets: Sequence[SheetContent]) -> ReadFile:
    """Return what the sheets of a file say together."""
    tables: list[StatementTable] = []
    warnings: list[Message] = []
    seen: dict[tuple[object, ...], StatementTable] = {}
    for sheet in sheets:
        content = _content(sheet.table) if len(sheets) > 1 else ()
        first = seen.get(content) if content else None
        table = sheet.table
        if first is None or first.sheet_number == table.sheet_number:
            seen.setdefault(content, table)
        else:
            table = replace(table, repeats_sheet=first.sheet_number)
            warnings.append(REPEATED_SHEET(sheet=table.sheet, first=first.sheet))
        tables.append(table)
        warnings.extend(each for each in sheet.warnings if each not in warnings)
    layouts = main_layouts(sheets)
    kinds = {each.account_kind for each in layouts}
    institutions = {each.institution for each in layouts}
    lines = [line for sheet in sheets for line in sheet.lines]
    asked = [line for line in lines if isinstance(line, AnsweredRequest)]
    inferred = any(each.id == INFERRED_FORMAT for each in layouts)
    return ReadFile(
        name=opened.name,
        sha256=opened.sha256,
        container=opened.container,
        encoding=opened.encoding,
        format=format_of(layouts),
        kind=layouts[0].kind,
        confidence=Confidence.INFERRED if inferred else Confidence.KNOWN,
        tables=tuple(tables),
        account_kind=next(iter(kinds)) if len(kinds) == 1 else None,
        institution=next(iter(institutions)) if len(institutions) == 1 else "",
        payments=tuple(line for line in lines if isinstance(line, ReportedPayment)),
        requests=(*asked, *(request for sheet in sheets for request in sheet.requests)),
        roles=tuple(line for line in lines if isinstance(line, RoleDecision)),
        earmarks=tuple(line for line in lines if isinstance(line, EarmarkDecision)),
        stated_periods=tuple(period for sheet in sheets for period in sheet.periods),
        accounts=tuple(account for sheet in sheets for account in sheet.accounts),
        returns=tuple(payment for sheet in sheets for payment in sheet.returns),
        back_office=tuple(row for sheet in sheets for row in sheet.back_office),
        warnings=tuple(warnings),
    )


def _content(table: StatementTable) -> tuple[object, ...]:
    """Return what all rows of a table say, to tell whether another sheet repeats them."""
    return tuple(_said(booking) for part in table.parts for booking in part.bookings)


def _said(booking: Booking) -> tuple[object, ...]:
    """Return what a booking says without where it says it."""
    return (
        booking.account,
        booking.time.at,
        booking.direction,
        booking.amount,
        booking.currency,
        booking.balance,
        booking.counterparty,
        booking.summary,
        booking.references,
        booking.status,
    )
