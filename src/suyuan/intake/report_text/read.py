"""A file of free text to a victim's report: every piece of every line in one class, payments with their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.cells import BLANKS
from suyuan.intake.forms import ReadForm
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.report_text.amounts import find_amounts
from suyuan.intake.report_text.outcome import NO_MOVE
from suyuan.intake.report_text.payments import Context, read_piece
from suyuan.intake.report_text.pieces import pieces_of
from suyuan.intake.report_text.words import one_of
from suyuan.intake.rows import Grid
from suyuan.intake.table import QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.claim import ReportedPayment
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

NOT_TAKEN = Text(
    zh="{count} 处提到金额而未作付款读取（第 {rows} 行），请人工核对原文",
    en="{count} passages speak of an amount and were not read as a payment (rows {rows}); check the text",
)
FORMAT = "victim_report_text"
LONGEST = 2_000_000
"""A text of more signs is no report that a person wrote."""

_REPORT = re.compile(
    r"(?:报案|案件|警情|接警|接处警|受案|立案)(?:登记)?(?:编号|号)[:：为]?\s*(?P<number>[A-Za-z0-9〔〕\[\]【】_-]{2,40})"
)
_ENOUGH_CHINESE = re.compile(r"[\u4e00-\u9fff]{6}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MARK = re.compile(r"[，。；！]")
_FEW = 6


def lines_of(grid: Grid) -> list[tuple[int, str]]:
    """Return the lines of a text with their numbers, as they stood before they were cut into cells."""
    delimiter = grid.delimiter or ""
    lines: list[tuple[int, str]] = []
    for row in grid.rows:
        text = delimiter.join(row.cells)
        lines += [(row.number + place, line) for place, line in enumerate(text.split("\n"))]
    return lines


def is_report(lines: Iterable[tuple[int, str]]) -> bool:
    """Tell whether lines are a report in free text: Chinese sentences that speak of a payment and its amount."""
    for _, line in lines:
        says = one_of("speaks_of").search(line) or one_of("paid").search(line)
        if _is_sentence(line) and says and find_amounts(line):
            return True
    return False


def _is_sentence(line: str) -> bool:
    """Tell whether a line is Chinese prose: six signs in a row, or as many in all beside a Chinese mark.

    Numbers cut short sentences to pieces; cells of a table have no such marks between them.
    """
    many = _ENOUGH_CHINESE.search(line) is not None
    return many or (_MARK.search(line) is not None and len(_CHINESE.findall(line)) >= _FEW)


def read_text(sha256: str, grid: Grid) -> tuple[ReadForm, tuple[ReportedPayment, ...]] | None:
    """Return what a text says of payments, and of payments back; None if it is no victim's report.

    The accounting counts pieces: sentences, and parts of sentences that tell of one payment each.
    """
    if grid.sheet is not None or sum(len(cell) for row in grid.rows for cell in row.cells) > LONGEST:
        return None
    lines = lines_of(grid)
    if not is_report(lines):
        return None
    numbers = (each["number"] for _, line in lines if (each := _REPORT.search(line)))
    number = next(numbers, f"T{sha256[:6]}")
    context = Context(sha256, number)
    classes: Counter[RowClass] = Counter()
    payments: list[ReportedPayment] = []
    returns: list[ReportedPayment] = []
    quarantined: list[QuarantinedRow] = []
    noted: list[NotedRow] = []
    for at, line in lines:
        if not line.strip(BLANKS):
            classes[RowClass.BLANK] += 1
        for piece in pieces_of(line, at) if line.strip(BLANKS) else ():
            found = read_piece(piece, context)
            payments += found.payments
            returns += found.returns
            source = Source(sha256, None, piece.number, at)
            if found.fault is not None:
                quarantined.append(QuarantinedRow(source, piece.text.strip(), "", found.fault))
                classes[RowClass.QUARANTINED] += 1
            elif found.payments or found.returns:
                classes[RowClass.READ] += 1
            else:
                if found.note is not None:
                    noted.append(NotedRow(source, piece.text.strip(), found.note))
                classes[RowClass.NOTE] += 1
    if not payments and not (context.victims and quarantined):
        return None
    table = StatementTable(
        None, 1, None, accounted(classes.total(), classes), (), tuple(quarantined), tuple(noted)
    )
    warnings: list[Message] = []
    if quarantined:
        warnings.append(QUARANTINED(count=len(quarantined), rows=_named(each.source for each in quarantined)))
    unsaid = [each for each in noted if each.reason == NO_MOVE()]
    if unsaid:
        warnings.append(NOT_TAKEN(count=len(unsaid), rows=_named(each.source for each in unsaid)))
    return ReadForm(table, tuple(payments), tuple(warnings)), tuple(returns)


def _named(sources: Iterable[Source]) -> str:
    rows = dict.fromkeys(each.row for each in sources)
    return ", ".join(map(str, list(rows)[:ROWS_NAMED]))
