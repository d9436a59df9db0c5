"""A bank message to what every other file is read into: tables, one a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from suyuan.errors import DecisionNeeded, Refused
from suyuan.intake.grid import OpenedFile
from suyuan.intake.layout import FileKind
from suyuan.intake.limits import MAX_HTML_BYTES, MIB
from suyuan.intake.messages.entries import Figure, Places, Statement, table_of
from suyuan.intake.messages.recogniser import MessageKind
from suyuan.intake.statement import AlternativeReading, Confidence, ReadFile
from suyuan.intake.table import NO_OWNER, QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.account import is_masked
from suyuan.model.coverage import Coverage
from suyuan.model.moment import Precision
from suyuan.model.money import text_from_minor
from suyuan.model.source import Source
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind

FORMATS = ("mt940", "mt942", "camt052", "camt053", "camt054", "ofx", "qif")
"""The ids by which messages are known, as layouts are by theirs."""

TOO_LARGE = Text(
    zh="{name} 是 {found} MB 的报文，超过上限 {limit} MB。请按时间分拆后分别导入。",
    en="{name} is a message of {found} MB; the limit is {limit} MB. Split it by time and import the parts.",
)
NOT_JOINED = Text(
    zh="账户 {account}：第 {line} 行的期初余额 {found} 不等于上一份对账单的期末余额 {expected}，中间可能缺对账单",
    en="account {account}: the opening balance {found} on line {line} is not the closing balance {expected} of "
    "its statement before; statements may be missing between them",
)


def read_message(opened: OpenedFile) -> ReadFile:
    """Read a file that was recognised as a bank message.

    Raises Refused where it is damaged as a whole (XML) or too large. A damaged entry is quarantined. Where the
    order of day and month cannot be told (QIF) nothing is read, and both ways are readings.
    """
    lines = [row.cells[0] if row.cells else "" for row in opened.grids[0].rows]
    try:
        return _read(opened, *_statements(opened, lines))
    except DecisionNeeded as question:
        return _both_orders(opened, lines, question.message)


def _both_orders(opened: OpenedFile, lines: Sequence[str], question: Message) -> ReadFile:
    """Return a QIF whose dates fit both orders, with a reading for each: a person decides."""
    from suyuan.intake.messages.qif import DAY_FIRST, MONTH_FIRST, read_qif

    read = {
        order: _read(opened, *read_qif(Places(opened.sha256), opened.name, lines, day_first=order is DAY_FIRST))
        for order in (DAY_FIRST, MONTH_FIRST)
    }
    return replace(
        read[DAY_FIRST],
        confidence=Confidence.UNSURE,
        tables=(),
        warnings=(question,),
        readings=tuple(AlternativeReading(f"{order.zh} {order.en}", each.tables) for order, each in read.items()),
    )


def _read(opened: OpenedFile, form: str, statements: Sequence[Statement], kind: AccountKind | None) -> ReadFile:
    """Return what a message's statements say."""
    tables = [table_of(statement, number) for number, statement in enumerate(statements, start=1)]
    warnings = [message for statement in statements for message in statement.warnings]
    warnings += [*_gaps(statements), *_doubts(tables)]
    return ReadFile(
        name=opened.name,
        sha256=opened.sha256,
        container=opened.container,
        encoding=opened.encoding,
        format=form,
        kind=FileKind.STATEMENT,
        confidence=Confidence.KNOWN,
        tables=tuple(tables),
        account_kind=kind,
        stated_periods=tuple(_periods(opened.sha256, statements, tables)),
        warnings=tuple(warnings),
    )


def _statements(opened: OpenedFile, lines: Sequence[str]) -> tuple[str, list[Statement], AccountKind | None]:
    """Return the format's id, the statements, and the kind of their accounts, by the reader that fits."""
    places = Places(opened.sha256)
    if opened.message is MessageKind.MT940:
        from suyuan.intake.messages.mt940 import read_mt940

        return *read_mt940(places, lines), AccountKind.BANK
    if opened.message is MessageKind.QIF:
        from suyuan.intake.messages.qif import read_qif

        return read_qif(places, opened.name, lines)
    text = "\n".join(lines)
    if len(text) > MAX_HTML_BYTES:
        raise Refused(TOO_LARGE(name=opened.name, found=len(text) // MIB, limit=MAX_HTML_BYTES // MIB))
    if opened.message is MessageKind.CAMT:
        from suyuan.intake.messages.camt import read_camt

        return *read_camt(places, opened.name, text), AccountKind.BANK
    from suyuan.intake.messages.ofx import read_ofx

    return read_ofx(places, opened.name, text)


def _periods(sha256: str, statements: Sequence[Statement], tables: Sequence[StatementTable]) -> Iterator[Coverage]:
    """Yield the coverage that statements state for their own account, whole days where they give days."""
    for statement, table in zip(statements, tables, strict=True):
        if statement.period is None or not statement.account or is_masked(statement.account):
            continue
        start, end = statement.period
        whole_day = timedelta(days=1, seconds=-1) if end.precision is Precision.DAY else timedelta()
        source = Source(sha256, None, 1, statement.header_row or 1)
        for part in table.parts:
            yield Coverage(part.account, part.currency, start.at, end.at + whole_day, source)


def _gaps(statements: Sequence[Statement]) -> Iterator[Message]:
    """Yield where a statement does not open as the one before it of the same account closed."""
    closed: dict[tuple[str, str], Figure] = {}
    for statement in statements:
        for page in statement.pages[:1]:
            for opening in page.openings:
                before = closed.get((statement.account, opening.currency))
                if statement.account and before is not None and before.amount != opening.amount:
                    yield NOT_JOINED(
                        account=statement.account,
                        line=opening.line,
                        found=text_from_minor(opening.amount, opening.currency),
                        expected=text_from_minor(before.amount, opening.currency),
                    )
        for page in statement.pages:
            closed |= {(statement.account, closing.currency): closing for closing in page.closings}


def _doubts(tables: Sequence[StatementTable]) -> Iterator[Message]:
    if any(not part.account for table in tables for part in table.parts):
        yield NO_OWNER()
    rows = [each.source.row for table in tables for each in table.quarantined]
    if rows:
        named = ", ".join(map(str, rows[:ROWS_NAMED])) + ("…" if len(rows) > ROWS_NAMED else "")
        yield QUARANTINED(count=len(rows), rows=named)
