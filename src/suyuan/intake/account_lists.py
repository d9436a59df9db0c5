"""Institutions' lists that book nothing: accounts, persons, tasks, measures, logins. Every row accounted for.

Lists of accounts say which numbers are one account, whose it is, where it is kept and what stood on it; task
sheets say which number was asked for which period, and with what result. The other lists are kept as evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from suyuan.intake.account_forms import forms_of, number_of
from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.answers import answer_of
from suyuan.intake.cells import BLANKS, read_amount, tidy, time_reader
from suyuan.intake.fault import Fault
from suyuan.intake.forms import DAMAGED, NOT_FILLED_IN, last_instant
from suyuan.intake.header import cleaned, places_of, with_beginnings
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.preamble import line_of
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import Recognised, names_of
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import QUERY_RESULT, SAID_INSTEAD
from suyuan.intake.table import QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.account import is_damaged, is_masked
from suyuan.model.moment import Moment
from suyuan.model.request import AnsweredRequest
from suyuan.model.source import Source
from suyuan.model.stated_account import StatedAccount
from suyuan.model.text import Message, Text

LOOK_ALIKE = Text(
    zh="本表不是账户交易明细（{title}），未作账目读取：{text}",
    en="this table is no statement of an account ({title}) and is not read as bookings: {text}",
)

ABOVE_THE_BOOK = Text(
    zh="{count} 行的可用余额大于账面余额（第 {rows} 行）；只采用账面余额，请与反馈机构核对",
    en="{count} rows state an available balance above the book balance (rows {rows}); only the book balance is "
    "used: ask the institution",
)
CREDIT = ("信用", "贷记")
"""Words of accounts whose available balance is what may still be lent."""

FEWEST_NAMES = 3
"""A row with so many of the layout's column names is a header again, perhaps of a second table."""

_NUMBER = re.compile(r"(?<![0-9])[0-9]{12,30}(?![0-9])")
_PAIR = re.compile(r"\s*(?P<key>[^:：]{1,20}?)\s*[:：]\s*(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True)
class ReadList:
    """A list's table with what it states."""

    table: StatementTable
    accounts: tuple[StatedAccount, ...]
    requests: tuple[AnsweredRequest, ...]
    warnings: tuple[Message, ...]


def read_list(sha256: str, grid: Grid, found: Recognised) -> ReadList:
    """Read one sheet of a list; rows that cannot be read are quarantined."""
    reader = _Reader(sha256, grid, found)
    if found.layout.kind is FileKind.OTHER_LIST:
        reader.keep_as_notes()
    elif not found.places and found.layout.kind is FileKind.ACCOUNT_LIST:
        reader.pairs()
    else:
        reader.rows()
    table = StatementTable(
        grid.sheet,
        grid.sheet_number,
        grid.rows[found.header_at].number if found.header_at is not None and found.places else None,
        accounted(len(grid.rows), reader.classes),
        (),
        tuple(reader.quarantined),
        tuple(reader.noted),
    )
    named = ", ".join(str(each.source.row) for each in table.quarantined[:ROWS_NAMED])
    warnings: tuple[Message, ...] = ()
    if table.quarantined:
        warnings += (QUARANTINED(count=len(table.quarantined), rows=named),)
    if reader.above_the_book:
        rows = ", ".join(map(str, reader.above_the_book[:ROWS_NAMED]))
        warnings += (ABOVE_THE_BOOK(count=len(reader.above_the_book), rows=rows),)
    return ReadList(table, tuple(reader.accounts), tuple(reader.requests), warnings)


@dataclass
class _Reader:
    sha256: str
    grid: Grid
    found: Recognised
    classes: Counter[RowClass] = field(default_factory=Counter)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    noted: list[NotedRow] = field(default_factory=list)
    accounts: list[StatedAccount] = field(default_factory=list)
    requests: list[AnsweredRequest] = field(default_factory=list)
    above_the_book: list[int] = field(default_factory=list)

    def keep_as_notes(self) -> None:
        """Keep every row of a look-alike as a note: it says something, and books nothing here."""
        for row in self.grid.rows:
            if _is_blank(row):
                self.classes[RowClass.BLANK] += 1
            else:
                self._note(row, LOOK_ALIKE(title=self.found.layout.title, text=line_of(row)))

    def pairs(self) -> None:
        """Read lines of a key and a value: one account in all."""
        said: dict[str, str] = {}
        first: GridRow | None = None
        for row in self.grid.rows:
            pair = _PAIR.fullmatch(line_of(row))
            if _is_blank(row):
                self.classes[RowClass.BLANK] += 1
            elif pair is None:
                self._note(row, SAID_INSTEAD(text=line_of(row)))
            else:
                self.classes[RowClass.READ if first is None else RowClass.CONTINUATION] += 1
                first = first or row
                said.setdefault(pair["key"], tidy(pair["value"]))
        if first is None:
            return
        names = list(said)
        line = _Line(self.found.layout, with_names(names, self.found.layout), names, _pairs_row(first, said))
        account = self._account(line)
        if isinstance(account, StatedAccount):
            self.accounts.append(account)

    def rows(self) -> None:
        """Read a table, and those below it that carry on with a header of their own."""
        header_at = self.found.header_at or 0
        header = self.grid.rows[header_at]
        places: Mapping[str, int] = self.found.places
        own_row = after_a_line = False
        for at, row in enumerate(self.grid.rows):
            if _is_blank(row):
                self.classes[RowClass.BLANK] += 1
            elif at < header_at:
                self.classes[RowClass.PREAMBLE] += 1
            elif at == header_at:
                self.classes[RowClass.HEADER] += 1
            elif self._is_header(row, after_a_line=after_a_line):
                header, places = row, with_beginnings(places_of(cleaned(row)), names_of(self.found.layout))
                self.classes[RowClass.REPEATED_HEADER] += 1
                after_a_line = False
            elif self._is_line(row, header):
                self._line(row)
                after_a_line = True
            else:
                after_a_line = False
                names = [cell.strip(BLANKS) for cell in header.cells]
                own_row = self._row(row, _Line(self.found.layout, places, names, row), carries_on=own_row)

    def _row(self, row: GridRow, line: _Line, *, carries_on: bool) -> bool:
        """Read one row and tell whether the next may carry it on."""
        if carries_on and self.accounts and line.only_carries_on():
            last = self.accounts[-1]
            self.accounts[-1] = replace(last, bound=tuple(dict.fromkeys((*last.bound, *line.bound()))))
            self.classes[RowClass.CONTINUATION] += 1
            return True
        note = line.note()
        if note:
            self._note(row, QUERY_RESULT(text=note))
        result: StatedAccount | AnsweredRequest | Fault | None = None
        if self.found.layout.kind is FileKind.ACCOUNT_LIST:
            result = None if note else self._account(line)
        elif self.found.layout.kind is FileKind.TASK_LIST:
            result = self._request(line)
        if isinstance(result, AnsweredRequest):
            self.requests.append(result)
        if note:
            return False
        if isinstance(result, Fault):
            source = self._source(row)
            self.quarantined.append(QuarantinedRow(source, "\t".join(row.cells), result.column, result.reason))
            self.classes[RowClass.QUARANTINED] += 1
            return False
        if isinstance(result, StatedAccount):
            self.accounts.append(result)
        self.classes[RowClass.READ] += 1
        return isinstance(result, StatedAccount)

    def _account(self, line: _Line) -> StatedAccount | Fault:
        numbers = line.numbers("account", "other_numbers")
        if isinstance(numbers, Fault):
            return numbers
        if not numbers:
            return Fault(line.name("account"), NOT_FILLED_IN(column=line.name("account")))
        currency = line.currency()
        time = line.moment("time")
        balance = line.amount("balance", currency)
        available = line.amount("available", currency)
        if balance is not None and available is not None and available > balance and not line.is_credit():
            self.above_the_book.append(line.row.number)
        balance = balance if time is not None else None
        return StatedAccount(
            source=self._source(line.row),
            numbers=numbers,
            holder=line.text("holder"),
            bank=line.text("bank"),
            parent=number_of(line.text("parent"))[0],
            bound=tuple(number for number in line.bound() if number not in numbers),
            currency=currency,
            balance=balance,
            time=time if balance is not None else None,
        )

    def _request(self, line: _Line) -> AnsweredRequest | None:
        """Return the request of a task's row where it names its number and its period; else nothing."""
        numbers = line.numbers("account", "other_numbers")
        start, end = line.moment("start"), line.moment("end")
        if isinstance(numbers, Fault) or not numbers or start is None or end is None:
            return None
        last = last_instant(end)
        if last < start.at:
            return None
        sent, answered, due = line.moment("sent"), line.moment("answered"), line.moment("due")
        return AnsweredRequest(
            source=self._source(line.row),
            document=line.text("task"),
            institution=line.text("bank"),
            account=numbers[0],
            currency=line.currency(),
            start=start.at,
            end=last,
            sent=sent.at if sent else None,
            answered=answered.at if answered else None,
            answer=answer_of(" ".join((line.text("answer"), line.text("remark")))),
            note=" ".join(text for text in (line.text("answer"), line.text("remark")) if text),
            due=last_instant(due) if due else None,
            organ=line.text("organ"),
            officer=line.text("officer"),
        )

    def _is_header(self, row: GridRow, *, after_a_line: bool) -> bool:
        """Tell whether a row is column names: three of the layout's, or two if nothing else, or below a title."""
        known = names_of(self.found.layout)
        names = [name for name in cleaned(row) if name]
        hits = sum(name in known for name in names)
        return hits >= FEWEST_NAMES or (hits > 1 and (after_a_line or hits == len(names)))

    def _is_line(self, row: GridRow, header: GridRow) -> bool:
        wide = sum(bool(cell.strip(BLANKS)) for cell in header.cells) > 1
        return wide and sum(bool(cell.strip(BLANKS)) for cell in row.cells) == 1 and bool(tidy(row.cells[0]))

    def _line(self, row: GridRow) -> None:
        if any(re.search(pattern, line_of(row)) for pattern in self.found.layout.footers):
            self.classes[RowClass.FOOTER] += 1
        else:
            self._note(row, SAID_INSTEAD(text=line_of(row)))

    def _note(self, row: GridRow, reason: Message) -> None:
        self.noted.append(NotedRow(self._source(row), "\t".join(row.cells), reason))
        self.classes[RowClass.NOTE] += 1

    def _source(self, row: GridRow) -> Source:
        return Source(self.sha256, self.grid.sheet, self.grid.sheet_number, row.number)


def with_names(names: Sequence[str], layout: Layout) -> dict[str, int]:
    """Return the column of each name."""
    return with_beginnings(places_of(names), names_of(layout))


@dataclass(frozen=True)
class _Line:
    """One row of a list, read cell by cell; a cell that cannot be read counts as empty, but not an account's."""

    layout: Layout
    places: Mapping[str, int]
    names: Sequence[str]
    row: GridRow

    def text(self, field_: str) -> str:
        return next((text for _, text in self._cells(field_)), "")

    def name(self, field_: str) -> str:
        wanted = self.layout.columns.get(field_, ())
        at = next((self.places[name] for name in wanted if name in self.places), None)
        return self.names[at] if at is not None and at < len(self.names) else ""

    def numbers(self, *fields: str) -> tuple[str, ...] | Fault:
        found: list[str] = []
        for field_ in fields:
            for column, text in self._cells(field_):
                if is_damaged(text, stored_as_number=column in self.row.numeric):
                    return Fault(self.names[column], DAMAGED(text=text))
                found += forms_of(text)
        return tuple(dict.fromkeys(number for number in found if number and not is_masked(number)))

    def bound(self) -> tuple[str, ...]:
        """Return the bank cards of the row's cells of bound cards: any long number in them."""
        texts = [re.sub(r"(?<=[0-9]) (?=[0-9])", "", text) for _, text in self._cells("bound")]
        return tuple(dict.fromkeys(number for text in texts for number in _NUMBER.findall(text)))

    def moment(self, field_: str) -> Moment | None:
        read = time_reader(self.layout.rules.time_formats, self.layout.rules.offset_hours)
        for column, text in self._cells(field_):
            found = read(text, numeric=column in self.row.numeric)
            if isinstance(found, Moment):
                return found
        return None

    def amount(self, field_: str, currency: str) -> int | None:
        for column, text in self._cells(field_):
            found = read_amount(text, currency, numeric=column in self.row.numeric)
            if isinstance(found, int):
                return found
        return None

    def currency(self) -> str:
        words = self.layout.words["currency"]
        text = self.text("currency")
        return words.get(text) or words.get(text.upper()) or text or self.layout.rules.currency

    def is_credit(self) -> bool:
        """Tell whether a cell says that the account may owe."""
        return any(word in cell for cell in self.row.cells for word in CREDIT)

    def note(self) -> str:
        for rule in self.layout.notes:
            at = self.places.get(rule.column)
            text = tidy(self.row.cells[at]) if at is not None and at < len(self.row.cells) else ""
            if text and any(word in text for word in rule.words):
                return text
        return ""

    def only_carries_on(self) -> bool:
        allowed = {self.places[name] for name in self.layout.rules.continuation if name in self.places}
        return bool(allowed) and {at for at, cell in enumerate(self.row.cells) if tidy(cell)} <= allowed

    def _cells(self, field_: str) -> Iterator[tuple[int, str]]:
        for name in self.layout.columns.get(field_, ()):
            at = self.places.get(name)
            text = tidy(self.row.cells[at]) if at is not None and at < len(self.row.cells) else ""
            if text:
                yield at or 0, text


def _pairs_row(first: GridRow, said: Mapping[str, str]) -> GridRow:
    return GridRow(first.number, tuple(said.values()))


def _is_blank(row: GridRow) -> bool:
    return not "".join(row.cells).strip(BLANKS)
