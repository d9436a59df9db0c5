"""One sheet of a file, read by the layout that was found on it, whatever the other sheets are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from suyuan.intake.account_lists import read_list
from suyuan.intake.forms import read_form
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid
from suyuan.intake.strangers import strange_sheet
from suyuan.intake.table import ReadSheet, StatementTable, read_sheet
from suyuan.model.back_office import BackOfficeRow
from suyuan.model.claim import ReportedPayment
from suyuan.model.coverage import Coverage
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.request import AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Message

Line = ReportedPayment | AnsweredRequest | RoleDecision | EarmarkDecision

SEVERAL = "several"
"""The format of a file whose sheets are statements, or forms, of several layouts."""


@dataclass(frozen=True)
class SheetContent:
    """What one sheet says. ``layout`` is None for a sheet that no layout fits; ``lines`` are those of a form."""

    table: StatementTable
    layout: Layout | None
    warnings: tuple[Message, ...] = ()
    periods: tuple[Coverage, ...] = ()
    lines: tuple[Line, ...] = ()
    requests: tuple[AnsweredRequest, ...] = ()
    accounts: tuple[StatedAccount, ...] = ()
    returns: tuple[ReportedPayment, ...] = ()
    back_office: tuple[BackOfficeRow, ...] = ()


def content_of(sha256: str, grid: Grid, found: Recognised | None, place: str) -> SheetContent:
    """Return what a sheet says; ``place`` is the path by which the file came."""
    if found is None:
        strange = strange_sheet(sha256, grid)
        return SheetContent(strange.table, None, (strange.warning,))
    layout = found.layout
    name = layout.family or layout.id
    if layout.kind.is_list:
        said = read_list(sha256, grid, found)
        table = replace(said.table, format=name)
        return SheetContent(table, layout, said.warnings, requests=said.requests, accounts=said.accounts)
    if layout.kind is not FileKind.STATEMENT:
        form = read_form(sha256, grid, found)
        return SheetContent(replace(form.table, format=name), layout, form.warnings, lines=form.lines)
    return of_statement(read_sheet(sha256, grid, found, place), layout)


def of_statement(sheet: ReadSheet, layout: Layout) -> SheetContent:
    """Return the content of a sheet that was read as a statement."""
    table = replace(sheet.table, format=layout.family or layout.id)
    return SheetContent(table, layout, sheet.warnings, sheet.periods)


def main_layouts(sheets: Sequence[SheetContent]) -> list[Layout]:
    """Return the layouts that say what a file is, each once: those of its statements, else its forms, else the
    first of its lists, which may stand beside each other.
    """
    layouts = list({each.layout.id: each.layout for each in sheets if each.layout is not None}.values())
    statements = [each for each in layouts if each.kind is FileKind.STATEMENT]
    return statements or [each for each in layouts if each.kind.is_form] or layouts[:1]


def format_of(layouts: Sequence[Layout]) -> str:
    """Return the name of a file's format: its one layout's or family's, ``several`` where they differ."""
    names = {each.family or each.id for each in layouts}
    return next(iter(names)) if len(names) == 1 else SEVERAL
