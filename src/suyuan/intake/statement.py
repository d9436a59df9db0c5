"""Statements: a file's bookings with the proof that no row was lost, or the lines of one of our own forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.account_lists import ReadList, read_list
from suyuan.intake.accounting import RowAccounting, RowClass
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.cells import BLANKS
from suyuan.intake.collector import no_search_for_cycles
from suyuan.intake.forms import ReadForm, read_form
from suyuan.intake.grid import OpenedFile, open_file
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import Recognised, not_recognised, recognise
from suyuan.intake.rows import Grid
from suyuan.intake.strangers import strange_sheet
from suyuan.intake.table import Part, ReadSheet, StatementTable, read_sheet
from suyuan.model.back_office import BackOfficeRow
from suyuan.model.booking import Booking
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
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

FEW_NAMES = 6
"""A header of so few plain names is shared by institutions that mean other signs and dates by them."""

SEVERAL_LAYOUTS = Text(
    zh="{file} 的各工作表版式不一（{layouts}），请分开存放后再读。",
    en="The sheets of {file} are in different layouts ({layouts}); split them into files of one layout each.",
)
REPEATED_SHEET = Text(
    zh="工作表“{sheet}”与“{first}”逐行相同，入账时只取后者",
    en="sheet “{sheet}” repeats the rows of “{first}”; the ledger takes them once, from the latter",
)
INFERRED = Text(
    zh="版式没有描述，各列含义由列名和单元格推断，并由余额链证明（{columns}）",
    en="the layout is not described: what its columns are was inferred and is proven by the balances ({columns})",
)
LOOKS_LIKE = Text(
    zh="表头与“{layout}”相同，但余额表明各列另有含义",
    en="the header is that of “{layout}”, but the balances say that the columns mean something else",
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

        return read_message(opened)
    filled = [grid for grid in opened.grids if any("".join(row.cells).strip(BLANKS) for row in grid.rows)]
    if not filled:
        raise Refused(NOTHING_IN_IT(file=opened.name))
    found = [(grid, recognise(grid, opened.name)) for grid in filled]
    if all(each is None for _, each in found) and (inferred := _inferred(opened, filled, place)) is not None:
        return inferred
    layout = _one_layout(opened, found)
    if layout.kind.is_list:
        return _list(opened, layout, [_list_sheet(opened, grid, each) for grid, each in found])
    if layout.kind is not FileKind.STATEMENT:
        return _form(opened, layout, [_form_sheet(opened, grid, each) for grid, each in found])
    lists = {grid.sheet_number: _list_sheet(opened, grid, each) for grid, each in found if _is_list(each)}
    sheets = [
        ReadSheet(beside.table, beside.warnings, ())
        if (beside := lists.get(grid.sheet_number))
        else _sheet(opened, grid, each, place)
        for grid, each in found
    ]
    said = _statement(opened, layout, sheets)
    if not lists and len(layout.recognise.header) <= FEW_NAMES and _mostly_broken(said):
        inferred = _inferred(opened, filled, place)
        if inferred is not None and inferred.confidence is Confidence.INFERRED:
            return replace(inferred, warnings=(LOOKS_LIKE(layout=layout.title), *inferred.warnings))
    return replace(
        said,
        requests=tuple(request for each in lists.values() for request in each.requests),
        accounts=tuple(account for each in lists.values() for account in each.accounts),
    )


def _mostly_broken(read: ReadFile) -> bool:
    """Tell whether the balances speak against a reading: at least every second one does not follow."""
    parts = [part for table in read.tables for part in table.parts]
    breaks = sum(len(part.balance.breaks) for part in parts)
    return breaks > 1 and breaks * 2 >= sum(len(part.bookings) for part in parts)


def _is_list(found: Recognised | None) -> bool:
    return found is not None and found.layout.kind.is_list


def _inferred(opened: OpenedFile, grids: list[Grid], place: str) -> ReadFile | None:
    """Return a file of an undescribed layout as its columns and balances say; None if it is no statement."""
    # Needed for unknown layouts only, so that known ones start without it.
    from suyuan.intake.inferred import infer

    inferred = infer(opened.sha256, grids, place or opened.name)
    if inferred is None:
        return None
    reads = [_statement(opened, each.layout, list(each.sheets)) for each in inferred.readings]
    best = reads[0]
    said = inferred.readings[0].columns_said()
    if inferred.sure:
        warnings = (INFERRED(columns=said), *best.warnings)
        return replace(best, confidence=Confidence.INFERRED, warnings=warnings)
    return replace(
        best,
        confidence=Confidence.UNSURE,
        tables=(),
        stated_periods=(),
        warnings=(UNSURE(file=opened.name),),
        readings=tuple(
            AlternativeReading(each.columns_said(), read.tables)
            for each, read in zip(inferred.readings, reads, strict=True)
        ),
    )


def _sheet(opened: OpenedFile, grid: Grid, found: Recognised | None, place: str) -> ReadSheet:
    if found is not None:
        return read_sheet(opened.sha256, grid, found, place or opened.name)
    strange = strange_sheet(opened.sha256, grid)
    return ReadSheet(strange.table, (strange.warning,), ())


def _form_sheet(opened: OpenedFile, grid: Grid, found: Recognised | None) -> ReadForm:
    if found is not None:
        return read_form(opened.sha256, grid, found)
    strange = strange_sheet(opened.sha256, grid)
    return ReadForm(strange.table, (), (strange.warning,))


def _one_layout(opened: OpenedFile, found: list[tuple[Grid, Recognised | None]]) -> Layout:
    """Return the one layout of a file's sheets; raises Refused where there is none, or more than one.

    Lists of accounts, persons or tasks may stand beside a statement, and beside each other.
    """
    lists = [each for each in found if _is_list(each[1])]
    others = [each for each in found if each[1] is not None and not _is_list(each[1])]
    known = others or lists[:1]
    layouts = {
        each.layout.family or each.layout.id: each.layout for _, each in reversed(known) if each is not None
    }
    if not layouts:
        raise Refused(not_recognised(opened.name, [grid for grid, _ in found]))
    if len(layouts) > 1:
        raise Refused(SEVERAL_LAYOUTS(file=opened.name, layouts=", ".join(sorted(layouts))))
    return next(iter(layouts.values()))


def _statement(opened: OpenedFile, layout: Layout, sheets: list[ReadSheet]) -> ReadFile:
    tables: list[StatementTable] = []
    warnings: list[Message] = []
    seen: dict[tuple[object, ...], StatementTable] = {}
    for sheet in sheets:
        content = _content(sheet.table) if len(sheets) > 1 else ()
        first = seen.get(content) if content else None
        table = sheet.table
        if first is None:
            seen[content] = table
        else:
            table = replace(table, repeats_sheet=first.sheet_number)
            warnings.append(REPEATED_SHEET(sheet=table.sheet, first=first.sheet))
        tables.append(table)
        warnings.extend(each for each in sheet.warnings if each not in warnings)
    return ReadFile(
        name=opened.name,
        sha256=opened.sha256,
        container=opened.container,
        encoding=opened.encoding,
        format=layout.family or layout.id,
        kind=layout.kind,
        confidence=Confidence.KNOWN,
        tables=tuple(tables),
        account_kind=layout.account_kind,
        institution=layout.institution,
        stated_periods=tuple(period for sheet in sheets for period in sheet.periods),
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


def _list_sheet(opened: OpenedFile, grid: Grid, found: Recognised | None) -> ReadList:
    if found is not None:
        return read_list(opened.sha256, grid, found)
    strange = strange_sheet(opened.sha256, grid)
    return ReadList(strange.table, (), (), (strange.warning,))


def _list(opened: OpenedFile, layout: Layout, lists: list[ReadList]) -> ReadFile:
    return ReadFile(
        name=opened.name,
        sha256=opened.sha256,
        container=opened.container,
        encoding=opened.encoding,
        format=layout.id,
        kind=layout.kind,
        confidence=Confidence.KNOWN,
        tables=tuple(each.table for each in lists),
        institution=layout.institution,
        requests=tuple(request for each in lists for request in each.requests),
        accounts=tuple(account for each in lists for account in each.accounts),
        warnings=tuple(message for each in lists for message in each.warnings),
    )


def _form(opened: OpenedFile, layout: Layout, forms: list[ReadForm]) -> ReadFile:
    return ReadFile(
        name=opened.name,
        sha256=opened.sha256,
        container=opened.container,
        encoding=opened.encoding,
        format=layout.id,
        kind=layout.kind,
        confidence=Confidence.KNOWN,
        tables=tuple(form.table for form in forms),
        payments=tuple(line for form in forms for line in form.lines if isinstance(line, ReportedPayment)),
        requests=tuple(line for form in forms for line in form.lines if isinstance(line, AnsweredRequest)),
        roles=tuple(line for form in forms for line in form.lines if isinstance(line, RoleDecision)),
        warnings=tuple(message for form in forms for message in form.warnings),
    )
