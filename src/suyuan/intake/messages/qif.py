"""QIF: Quicken's records by lines. No account number, currency or balance; the file must show its dates' order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from suyuan.errors import DecisionNeeded
from suyuan.intake.fault import Fault
from suyuan.intake.messages.amounts import amount, mark_of
from suyuan.intake.messages.dates import day, full_year
from suyuan.intake.messages.entries import Entry, Page, Places, Statement
from suyuan.intake.quarantine import NotedRow
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import Moment
from suyuan.model.money import UNSTATED
from suyuan.model.source import Source
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind

NO_DATE = Text(zh="没有日期（D 行）", en="there is no date (line D)")
BAD_DATE = Text(zh="日期“{text}”不存在或无法识别", en="the date “{text}” does not exist or cannot be read")
NO_MONEY = Text(zh="没有金额（T 或 U 行）", en="there is no amount (line T or U)")
NO_BOOKING = Text(zh="“{section}”一节的记录，不是账目", en="a record of the section “{section}”, no booking")
BEFORE_ANY = Text(zh="不属于任何一节的记录", en="a record that stands in no section")
TWO_ORDERS = Text(
    zh="{name} 的日期（如“{example}”）可按“日/月”也可按“月/日”读，文件中没有任何日期能区分。程序不作猜测："
    "请向提供单位询问日期顺序，或索取 OFX、CSV 格式的导出。",
    en="The dates of {name} (such as “{example}”) can be read day first or month first, and none of them tells. "
    "The program does not guess: ask whoever sent it which it is, or for an export as OFX or CSV.",
)
BY_ORDER = Text(
    zh="日期按“{order}”读：只有这样日期才前后有序", en="dates are read {order}: only so do they stand in order"
)
BY_APOSTROPHE = Text(
    zh="日期按“{order}”读：年份前的撇号是 Quicken 的写法",
    en="dates are read {order}: the apostrophe is Quicken's way",
)
DAY_FIRST = Text(zh="日/月/年", en="day first")
MONTH_FIRST = Text(zh="月/日/年", en="month first")
NO_CURRENCY = Text(
    zh="QIF 不写明币种，金额按两位小数读", en="QIF names no currency; amounts are read with two decimals"
)
CARRIED_IN = Text(
    zh="第 {row} 行的“Opening Balance”是期初余额的记法，不一定是一笔收支",
    en="“Opening Balance” on line {row} writes down what was there before; it need not be a movement of money",
)
SPLITS = Text(
    zh="第 {row} 行的分项之和与金额不符", en="the parts of the entry on line {row} do not add up to its amount"
)

_BANK_SECTIONS = {
    "bank": AccountKind.BANK, "ccard": AccountKind.CREDIT, "cash": AccountKind.CASH, "oth a": AccountKind.BANK,
    "oth l": AccountKind.CREDIT,
}  # fmt: skip
_ORDER = re.compile(r"!OPTION:\s*(?:MDY|DMY)")
_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})([-/.'])'?(\d{1,4})", re.A)
_MONTHS = 12
Reader = Callable[[str], Moment | None]


@dataclass
class Record:
    """The lines of one record, up to its ``^``: codes with texts, the line it begins on."""

    line: int
    items: list[tuple[str, str]] = field(default_factory=list)

    def said(self, code: str) -> str:
        """Return the text of the first line of a code that stands before the parts of a split."""
        for each, text in self.items:
            if each == code:
                return text.strip()
            if each == "S" and code != "S":
                break
        return next((text.strip() for each, text in self.items if each == code and code in "TUPMN"), "")

    @property
    def text(self) -> str:
        """The record as it stands, joined by tabs."""
        return "\t".join(code + text for code, text in self.items)


@dataclass
class Section:
    """A ``!Type:`` with its records."""

    title: str
    line: int
    account: str = ""
    records: list[Record] = field(default_factory=list)
    blank: int = 0

    @property
    def kind(self) -> AccountKind | None:
        """The kind of account, None for lists and trades."""
        return _BANK_SECTIONS.get(self.title.lower())


def read_qif(
    places: Places, name: str, lines: Sequence[str], *, day_first: bool | None = None
) -> tuple[str, list[Statement], AccountKind | None]:
    """Return the layout's id, the bank sections as statements, and their kind of account.

    ``day_first`` says how dates are read; without it the file must show it. Raises DecisionNeeded where nothing in
    the file tells whether its dates are day first or month first.
    """
    sections = list(_sections(lines))
    banks = [section for section in sections if section.kind is not None]
    records = [record for section in banks for record in section.records]
    if day_first is None:
        dates = [record.said("D") for record in records if record.said("D")]
        read_date, remarks = _date_reader(name, dates, lines)
    else:
        read_date, remarks = partial(_read, day_first=day_first), ()
    mark = mark_of(record.said("T") or record.said("U") for record in records)
    notes: list[NotedRow] = []
    frames = 0
    statements: list[Statement] = []
    for section in sections:
        frames += section.line > 0
        if section.kind is None:
            notes += [_note(places, section, record) for record in section.records]
            continue
        statements.append(_statement(places, section, read_date, mark, (frames, tuple(notes))))
        frames, notes = 0, []
    if not statements:
        statements.append(Statement("", (), "", UNSTATED, None, (Page(()),), 0))
    last = statements[-1]
    first_warnings = (*remarks, NO_CURRENCY()) if records else remarks
    statements[-1] = replace(last, frames=last.frames + frames, notes=(*last.notes, *notes))
    statements[0] = replace(statements[0], warnings=(*first_warnings, *statements[0].warnings))
    kinds = {section.kind for section in banks}
    return "qif", statements, kinds.pop() if len(kinds) == 1 else None


def _sections(lines: Sequence[str]) -> Iterator[Section]:
    """Yield the sections with their records; a record that stands before any section has a nameless one."""
    section = Section("", 0)
    record: Record | None = None
    account = ""

    def ended(by: Record | None) -> None:
        nonlocal account
        if by is None:
            return
        section.records.append(by)
        if section.title.lower() == "account":
            account = by.said("N") or account

    for number, raw in enumerate(lines, start=1):
        line = raw.strip("\ufeff\r\n\t \x1a")
        if line.startswith("!"):
            ended(record)
            record = None
            if section.line or section.records:
                yield section
            title = re.sub(r"^!(?:Type:)?\s*", "", line, flags=re.I).strip()
            section = Section(title, number, account)
        elif line.startswith("^"):
            if record is None:
                section.blank += 1
            ended(record)
            record = None
        elif line and not (line.startswith("#") and not section.line):
            record = record or Record(number)
            record.items.append((line[0], line[1:]))
    ended(record)
    if section.line or section.records:
        yield section


def _note(places: Places, section: Section, record: Record) -> NotedRow:
    reason = NO_BOOKING(section=section.title) if section.title else BEFORE_ANY()
    return NotedRow(places.take(record.line), record.text, reason)


def _statement(
    places: Places, section: Section, read_date: Reader, mark: str, before: tuple[int, tuple[NotedRow, ...]]
) -> Statement:
    frames, notes = before
    warnings: list[Message] = []
    account = normal_form(section.account)
    entries = []
    for record in section.records:
        source = places.take(record.line)
        said = _booking(source, record, account, read_date, mark)
        entries.append(Entry(source, record.text, said))
        if isinstance(said, Booking):
            warnings += _doubts(record, said, mark)
    return Statement(
        account=account,
        numbers=(account,) if account else (),
        holder="",
        currency=UNSTATED,
        header_row=section.line,
        pages=(Page(tuple(entries)),),
        frames=frames,
        notes=notes,
        blank=section.blank,
        warnings=tuple(warnings),
    )


def _booking(source: Source, record: Record, account: str, read_date: Reader, mark: str) -> Booking | Fault:
    date = record.said("D")
    time = read_date(date) if date else None
    if time is None:
        return Fault("D", BAD_DATE(text=date) if date else NO_DATE())
    money = record.said("T") or record.said("U")
    if not money:
        return Fault("T", NO_MONEY())
    minor = amount(money.lstrip("$€£¥"), UNSTATED, mark, "T")
    if isinstance(minor, Fault):
        return minor
    category = record.said("L")
    transfer = re.fullmatch(r"\[(.+)\]", category)
    number = record.said("N")
    return Booking(
        source=source,
        account=account,
        other_numbers=(),
        holder="",
        institution="",
        time=time,
        direction=Direction.NONE if not minor else Direction.IN if minor > 0 else Direction.OUT,
        amount=abs(minor),
        currency=UNSTATED,
        balance=None,
        counterparty=Counterparty(name=record.said("P") or (transfer[1] if transfer else "")),
        kind=BookingKind.TRANSFER,
        summary=record.said("M") or category,
        reference=number,
        references=(number,) if number else (),
        corrects="",
        status=BookingStatus.EFFECTIVE,
    )


def _doubts(record: Record, booking: Booking, mark: str) -> Iterator[Message]:
    if booking.amount and record.said("P").lower() == "opening balance":
        yield CARRIED_IN(row=booking.source.row)
    parts = [amount(text.strip(), UNSTATED, mark) for code, text in record.items if code == "$"]
    signed = booking.amount if booking.direction is Direction.IN else -booking.amount
    if parts and sum(part for part in parts if isinstance(part, int)) != signed:
        yield SPLITS(row=booking.source.row)


def _date_reader(name: str, dates: Sequence[str], lines: Sequence[str]) -> tuple[Reader, tuple[Message, ...]]:
    """Return how to read the file's dates and what to say of it; raises DecisionNeeded where it cannot be told.

    ``lines`` are the file's: an option line among them may say the order (``!Option:MDY``).
    """
    day_first, month_first = [[_read(text, first) for text in dates] for first in (True, False)]
    days, months = (sum(each is not None for each in read) for read in (day_first, month_first))
    as_day: Reader = lambda text: _read(text, day_first=True)  # noqa: E731
    as_month: Reader = lambda text: _read(text, day_first=False)  # noqa: E731
    said = next((line.strip().upper()[-3:] for line in lines if _ORDER.fullmatch(line.strip().upper())), "")
    if said:
        return (as_day if said == "DMY" else as_month), ()
    if days != months:
        return (as_day, ()) if days > months else (as_month, ())
    if day_first == month_first:
        return as_month, ()
    if all("." in text for text in dates):
        return as_day, ()  # with points nobody writes the month first unless the dates leave no choice
    ordered = [_is_ordered([each for each in read if each is not None]) for read in (day_first, month_first)]
    if ordered[0] != ordered[1]:
        order = DAY_FIRST if ordered[0] else MONTH_FIRST
        return (as_day if ordered[0] else as_month), (BY_ORDER(order=order),)
    if all("'" in text for text in dates):
        return as_month, (BY_APOSTROPHE(order=MONTH_FIRST),)
    example = next(text for text, one, two in zip(dates, day_first, month_first, strict=True) if one != two)
    raise DecisionNeeded(TWO_ORDERS(name=name, example=example))


def _is_ordered(moments: Sequence[Moment]) -> bool:
    """Tell whether dates go one way."""
    steps = [(two.at > one.at) - (two.at < one.at) for one, two in pairwise(moments)]
    return any(steps) and not (1 in steps and -1 in steps)


def _read(text: str, day_first: bool) -> Moment | None:  # noqa: FBT001
    found = _DATE.fullmatch(re.sub(r"\s+", "", text))
    if found is None:
        compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text.strip(), re.A)
        return day(int(compact[1]), int(compact[2]), int(compact[3])) if compact else None
    one, two, three = found[1], found[3], found[5]
    if len(one) == len("2020"):
        return day(int(one), int(two), int(three)) if len(three) <= len("31") else None
    if len(one) > len("31") or len(three) == len("202"):
        return None
    year = int(three) if len(three) == len("2020") else full_year(int(three))
    if found[4] == "'" and len(three) <= len("20"):
        # An apostrophe before two digits says that the year is of this century.
        year = 2000 + int(three)
    date, month = (int(one), int(two)) if day_first else (int(two), int(one))
    return day(year, month, date) if month <= _MONTHS else None
