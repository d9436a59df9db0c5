"""Our own forms: victims' reports, requests with their answers, decisions on accounts, earmarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from suyuan.intake.accounting import accounted
from suyuan.intake.cells import BLANKS, read_amount, tidy, time_reader
from suyuan.intake.fault import Fault
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import RowReader, Sorter
from suyuan.intake.table import QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.account import is_damaged, normal_form
from suyuan.model.claim import ReportedPayment
from suyuan.model.earmark import EarmarkDecision
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.request import Answer, AnsweredRequest
from suyuan.model.role import RoleDecision
from suyuan.model.source import Source
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind, Grade, Role

NOT_FILLED_IN = Text(zh="“{column}”未填", en="“{column}” is not filled in")
UNKNOWN_WORD = Text(
    zh="“{word}”不是“{column}”可用的词，可用：{words}",
    en="“{word}” is not a word for “{column}”; expected one of {words}",
)
NOT_POSITIVE = Text(zh="金额“{text}”应大于零", en="the amount “{text}” must be above zero")
DAMAGED = Text(
    zh="账号“{text}”被电子表格按数字保存，已丢失后几位，请按文本重填",
    en="the number “{text}” was stored as a number by a spreadsheet and lost digits; fill it in again as text",
)
END_BEFORE_START = Text(
    zh="截止时间早于起始时间（{start} — {end}）", en="the period ends before it starts ({start} — {end})"
)
NO_PARTY = Text(zh="付款账号和收款账号都未填", en="neither the paying nor the receiving account is filled in")

Line = ReportedPayment | AnsweredRequest | RoleDecision | EarmarkDecision


@dataclass(frozen=True)
class ReadForm:
    """A form's table with its lines."""

    table: StatementTable
    lines: tuple[Line, ...]
    warnings: tuple[Message, ...]


def read_form(sha256: str, grid: Grid, found: Recognised) -> ReadForm:
    """Read one sheet of a form; lines that cannot be read are quarantined."""
    readers: dict[FileKind, Callable[[_Line], Line]] = {
        FileKind.VICTIM_REPORT: _payment,
        FileKind.REQUEST_LIST: _request,
        FileKind.ROLE_LIST: _role,
        FileKind.EARMARK_LIST: _earmark,
    }
    reader = readers[found.layout.kind]
    names = [cell.strip(BLANKS) for cell in grid.rows[found.header_at or 0].cells]
    columns = {
        field: next(found.places[name] for name in wanted if name in found.places)
        for field, wanted in found.layout.columns.items()
        if any(name in found.places for name in wanted)
    }

    def read(row: GridRow, order: int) -> Line | Fault:
        del order  # lines of a form stand for themselves
        source = Source(sha256, grid.sheet, grid.sheet_number, row.number)
        line = _Line(found.layout, columns, names, row, source)
        value = reader(line)
        return line.faults[0] if line.faults else value

    sorter: Sorter[Line] = Sorter(sha256, grid, found, RowReader(read))
    rows = sorter.sort()
    table = StatementTable(
        grid.sheet,
        grid.sheet_number,
        grid.rows[found.header_at or 0].number,
        accounted(len(grid.rows), rows.classes),
        (),
        tuple(sorted(rows.quarantined, key=lambda each: each.source.row)),
    )
    named = ", ".join(str(each.source.row) for each in table.quarantined[:ROWS_NAMED])
    warnings = (QUARANTINED(count=len(table.quarantined), rows=named),) if table.quarantined else ()
    return ReadForm(table, tuple(rows.read), warnings)


class _Line:
    """One line of a form, read cell by cell; what cannot be read is remembered as a fault and counts as empty."""

    def __init__(
        self, layout: Layout, columns: Mapping[str, int], names: Sequence[str], row: GridRow, source: Source
    ) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self._layout = layout
        self._columns = columns
        self._names = names
        self._row = row

    def text(self, field: str) -> str:
        """Return a cell, tidy; empty where the form has no such column."""
        at = self._columns.get(field)
        return tidy(self._row.cells[at]) if at is not None and at < len(self._row.cells) else ""

    def needed(self, field: str) -> str:
        """Return a cell that must be filled in."""
        text = self.text(field)
        if not text:
            self.fault(field, NOT_FILLED_IN(column=self._name(field)))
        return text

    def number(self, field: str) -> str:
        """Return an account number in normal form, empty where the cell is; a damaged one is a fault."""
        text = self.text(field)
        if is_damaged(text, stored_as_number=self._columns.get(field) in self._row.numeric):
            self.fault(field, DAMAGED(text=text))
        return normal_form(text)

    def time(self, field: str) -> Moment:
        """Return a moment that must be there."""
        read = time_reader(self._layout.rules.time_formats, self._layout.rules.offset_hours)
        found = read(self.text(field), numeric=self._columns.get(field) in self._row.numeric)
        if isinstance(found, Moment):
            return found
        self.fault(field, found)
        return _NEVER

    def time_if_any(self, field: str) -> Moment | None:
        """Return a moment, None where the cell is empty."""
        return self.time(field) if self.text(field) else None

    def time_if_read(self, field: str) -> Moment | None:
        """Return a moment that nothing of the row depends on, None where the cell is empty or says no time."""
        read = time_reader(self._layout.rules.time_formats, self._layout.rules.offset_hours)
        found = read(self.text(field), numeric=self._columns.get(field) in self._row.numeric)
        return found if isinstance(found, Moment) else None

    def amount(self, field: str, currency: str) -> int:
        """Return an amount above zero in minor units."""
        text = self.needed(field)
        if not text:
            return 0
        found = read_amount(text, currency, numeric=self._columns.get(field) in self._row.numeric)
        if isinstance(found, int) and found > 0:
            return found
        self.fault(field, NOT_POSITIVE(text=text) if isinstance(found, int) else found)
        return 0

    def currency(self) -> str:
        """Return the currency's code; an empty cell is the layout's."""
        text = self.text("currency")
        if not text:
            return self._layout.rules.currency
        words = self._layout.words["currency"]
        return words.get(text) or words.get(text.upper()) or self._unknown("currency", text)

    def word(self, field: str) -> str:
        """Return the meaning of a word that the layout must know."""
        text = self.needed(field)
        return self._layout.words[field].get(text) or self._unknown(field, text)

    def fault(self, field: str, reason: Message) -> None:
        """Remember that a cell could not be read."""
        self.faults.append(Fault(self._name(field), reason))

    def _unknown(self, field: str, word: str) -> str:
        expected = "、".join(self._layout.words[field])
        self.fault(field, UNKNOWN_WORD(word=word, column=self._name(field), words=expected))
        return ""

    def _name(self, field: str) -> str:
        at = self._columns.get(field)
        return self._names[at] if at is not None else field


_NEVER = Moment(datetime(1, 1, 1, tzinfo=CHINA))


def _payment(line: _Line) -> Line:
    currency = line.currency()
    payer, payee = line.number("payer"), line.number("payee")
    if not payer and not payee:
        line.fault("payee", NO_PARTY())
    return ReportedPayment(
        source=line.source,
        report=line.needed("report"),
        victim=line.needed("victim"),
        time=line.time("time"),
        payer=payer,
        payee=payee,
        amount=line.amount("amount", currency),
        currency=currency,
        channel=line.text("channel"),
        reported_at=line.time_if_read("reported"),
    )


def _request(line: _Line) -> Line:
    start, end = line.time("start"), line.time("end")
    sent, answered = line.time_if_any("sent"), line.time_if_any("answered")
    due = line.time_if_any("due")
    last = last_instant(end)
    if last < start.at:
        line.fault("end", END_BEFORE_START(start=start, end=end))
    if not line.number("account"):
        line.needed("account")
    answer = line.word("answer")
    return AnsweredRequest(
        source=line.source,
        document=line.needed("document"),
        institution=line.needed("institution"),
        account=line.number("account"),
        currency=line.currency(),
        start=start.at,
        end=last,
        sent=sent.at if sent else None,
        answered=answered.at if answered else None,
        answer=Answer(answer or "none"),
        note=" ".join(text for text in (line.text("answer"), line.text("remark")) if text),
        due=last_instant(due) if due else None,
        organ=line.text("organ"),
        officer=line.text("officer"),
    )


def _role(line: _Line) -> Line:
    said = line.word("role")
    role, _, kind = said.partition("/")
    account = line.number("account")
    if not account:
        line.needed("account")
    return RoleDecision(
        source=line.source,
        account=account,
        role=Role(role or "unknown"),
        kind=AccountKind(kind) if kind else None,
        reason=line.needed("reason"),
        author=line.needed("author"),
        time=line.time_if_any("time"),
    )


def _earmark(line: _Line) -> Line:
    currency = line.currency()
    return EarmarkDecision(
        account=line.number("account"),
        credit=line.needed("credit"),
        debit=line.needed("debit"),
        amount=line.amount("amount", currency),
        currency=currency,
        grade=Grade(line.word("grade") or "inferred"),
        reason=line.needed("reason"),
        evidence=line.text("evidence"),
        author=line.needed("author"),
        time=line.time_if_any("time"),
        source=line.source,
    )


def last_instant(end: Moment) -> datetime:
    """Return the last instant that a period's end includes: a bare day to its last second, a minute likewise."""
    if end.precision is Precision.DAY:
        return end.at + timedelta(days=1, seconds=-1)
    return end.at + timedelta(seconds=59) if end.precision is Precision.MINUTE else end.at
