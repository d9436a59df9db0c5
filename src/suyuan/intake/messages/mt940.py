"""SWIFT statements MT940, MT941, MT942, MT950: tagged lines to statements of entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from suyuan.intake.fault import Fault
from suyuan.intake.messages.amounts import swift_amount
from suyuan.intake.messages.dates import swift_date
from suyuan.intake.messages.entries import Entry, Figure, Page, Places, Statement
from suyuan.intake.messages.swift_narrative import Narrative, is_iban, joined_text, read_narrative
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.money import UNSTATED, text_from_minor
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

NO_ENTRY = Text(
    zh="不是 :61: 的形式（日期 YYMMDD、C/D 标志、金额）",
    en="this is not the form of a :61: (date YYMMDD, mark C or D, amount)",
)
NO_SUCH_DAY = Text(zh="日期“{text}”不存在", en="there is no day “{text}”")
BAD_BALANCE = Text(
    zh="第 {line} 行的余额 :{tag}: 无法识别：{text}",
    en="the balance :{tag}: on line {line} cannot be read: {text}",
)
OTHER_TOTALS = Text(
    zh="第 {line} 行的合计 :{tag}:（{count} 笔，{amount}）与明细（{found_count} 笔，{found}）不符",
    en="the total :{tag}: on line {line} ({count} entries, {amount}) is not that of the entries "
    "({found_count}, {found})",
)
OUTSIDE = Text(
    zh="第 {line} 行起的明细不属于任何对账单（无账号、无余额），币种按文件其余部分 {currency}",
    en="the entries from line {line} on stand in no statement (no account, no balance); their currency is taken "
    "from the rest of the file: {currency}",
)
NO_CURRENCY = Text(
    zh="第 {line} 行起的对账单没有写明币种", en="the statement from line {line} on names no currency"
)

NEXT_LINES = 4
"""Within so many lines of its :20: a message names its account or number."""


@dataclass
class Field:
    """A tagged field: its tag, the line it begins on, its lines without the tag."""

    tag: str
    line: int
    lines: list[str]

    @property
    def text(self) -> str:
        """The lines joined."""
        return "".join(self.lines).strip()


@dataclass
class Frame:
    """One message, or one page: its fields in the order of the file."""

    fields: list[Field] = field(default_factory=list)

    def first(self, *tags: str) -> Field | None:
        """Return the first field with one of the tags."""
        return next((each for each in self.fields if each.tag in tags), None)


def read_mt940(places: Places, lines: Sequence[str]) -> tuple[str, list[Statement]]:
    """Return the layout's id and the statements of the lines; pages that carry on are one statement."""
    frames = list(_frames(lines))
    currencies = {_currency(frame) for frame in frames} - {""}
    fallback = currencies.pop() if len(currencies) == 1 else ""
    statements: list[Statement] = []
    carried = None
    for frame in frames:
        statement = _statement(places, frame, fallback)
        if statements and carried and _carries_on(carried, frame):
            before = statements[-1]
            statements[-1] = replace(
                before,
                pages=(*before.pages, *statement.pages),
                frames=before.frames + 1,
                warnings=(*before.warnings, *statement.warnings),
            )
        else:
            statements.append(statement)
        carried = frame
    balances = any(frame.first("60F", "60M", "62F", "62M") for frame in frames)
    interim = any(frame.first("34F", "90D", "90C", "13D", "13") for frame in frames)
    return ("mt942" if interim and not balances else "mt940"), statements


def _frames(lines: Sequence[str]) -> Iterator[Frame]:
    """Yield the messages and pages: a new one begins at :20:, after an end mark, where a balance opens anew."""
    frame = Frame()
    current: Field | None = None
    clean = [_clean(raw) for raw in lines]
    for number, line in enumerate(clean, start=1):
        if line.strip() == "-" or line.lstrip().startswith("-}"):
            current = None
            if frame.fields:
                yield frame
                frame = Frame()
            continue
        tag = _TAG.match(line)
        if tag is None or (
            current is not None and _is_wrapped(tag[1], frame, clean[number : number + NEXT_LINES])
        ):
            if current is not None and line.strip():
                current.lines.append(line)
            continue
        current = Field(tag[1], number, [line[tag.end() :]])
        if frame.fields and _begins(current, frame):
            yield frame
            frame = Frame()
        frame.fields.append(current)
    if frame.fields:
        yield frame


def _clean(raw: str) -> str:
    """Return a line without control bytes and without the envelope before its message."""
    line = raw.translate(_CONTROLS)
    return line[line.rindex("{4:") + 3 :] if line.lstrip().startswith("{") and "{4:" in line else line


def _is_wrapped(tag: str, frame: Frame, following: Sequence[str]) -> bool:
    """Tell whether what looks like a tag is the wrapped rest of a time (``T16`` / ``:20:37``) in a narrative.

    Behind an entry only entries, balances and totals can come; a new message shows its own fields.
    """
    if tag not in _HEAD_TAGS or not frame.fields or frame.fields[-1].tag != "86":
        return False
    if frame.first("62F", "62M", "90D", "90C") is not None:
        return False
    return not any((found := _TAG.match(line)) and found[1] in _HEAD_TAGS for line in following)


def _begins(new: Field, frame: Frame) -> bool:
    if new.tag == "20":
        # Some banks put a tag of their own before it.
        return any(each.tag not in _LEADING for each in frame.fields)
    return new.tag in ("60F", "60M") and frame.first("60F", "60M", "62F", "62M") is not None


def _carries_on(before: Frame, frame: Frame) -> bool:
    """Tell whether a page carries on the statement of the one before: 62M there, 60M here, the same account."""
    account, now = before.first("25", "25P"), frame.first("25", "25P")
    return (
        before.first("62M") is not None
        and frame.first("60M") is not None
        and (now is None or (account is not None and account.text == now.text))
    )


def _currency(frame: Frame) -> str:
    """Return the currency that a message's own fields state."""
    for tags, form in (
        (("60F", "60M", "62F", "62M", "64"), _BALANCE),
        (("34F",), _FLOOR),
        (("90D", "90C"), _TOTAL),
    ):
        for each in frame.fields:
            found = form.match(each.text) if each.tag in tags else None
            if found is not None and found["currency"]:
                return str(found["currency"])
    return ""


def _statement(places: Places, frame: Frame, fallback: str) -> Statement:
    said = frame.first("25", "25P")
    raw = said.lines[0].strip() if said else ""
    first = frame.fields[0]
    stated = _currency(frame)
    account = normal_form(_without_currency(raw, stated))
    bank, _, number = account.rpartition("/")
    currency = stated or fallback or UNSTATED
    warnings: list[Message] = []
    openings = _figures(frame, ("60F", "60M"), 0, stated, warnings)
    closings = _figures(frame, ("62F", "62M"), -1, stated, warnings)
    entries = tuple(_entries(places, frame, account, bank, currency))
    if entries and not stated:
        text = OUTSIDE(line=first.line, currency=currency) if fallback else NO_CURRENCY(line=first.line)
        warnings.append(text)
    warnings += _compare_totals(frame, entries, currency)
    return Statement(
        account=account,
        numbers=tuple(each for each in dict.fromkeys((account, number)) if each),
        holder="",
        currency=currency,
        header_row=None if first.tag == "61" else first.line,
        pages=(Page(entries, openings, closings),),
        frames=0 if first.tag == "61" else 1,
        keeps_order=True,
        warnings=tuple(warnings),
    )


def _without_currency(raw: str, currency: str) -> str:
    """Return an account without the currency that some banks write behind it: ``…2EUR``, ``…2/HUF``, ``… EUR``."""
    plain = re.sub(r"(?:\s+|/)[A-Z]{3}$", "", raw)
    return plain[:-3] if currency and re.search(rf"\d{currency}$", plain) else plain


def _figures(
    frame: Frame, tags: tuple[str, str], place: int, stated: str, warnings: list[Message]
) -> tuple[Figure, ...]:
    """Return the balance of a page: the first that opens it, the last that closes it.

    Some banks leave the currency out of one of the two; it is that of the message's other balances (``stated``).
    """
    fields = [each for each in frame.fields if each.tag in tags]
    if not fields:
        return ()
    chosen = fields[place]
    found = _BALANCE.match(chosen.text)
    currency = (found["currency"] if found else None) or stated
    amount = swift_amount(found["amount"], currency) if found and currency else None
    if found is None or not isinstance(amount, int):
        warnings.append(BAD_BALANCE(line=chosen.line, tag=chosen.tag, text=chosen.text[:60]))
        return ()
    return (Figure(-amount if found["mark"] in ("D", "RC") else amount, currency, chosen.line),)


def _entries(places: Places, frame: Frame, account: str, bank: str, currency: str) -> Iterator[Entry]:
    for at, each in enumerate(frame.fields):
        if each.tag != "61":
            continue
        narrative: list[str] = []
        after = at + 1
        while after < len(frame.fields) and frame.fields[after].tag == "86":
            narrative += frame.fields[after].lines
            after += 1
        source = places.take(each.line)
        text = "\t".join([":61:" + each.lines[0].strip(), *each.lines[1:], *narrative])
        yield Entry(source, text, _entry(source, each, narrative, (account, bank, currency)))


def _entry(source: Source, entry: Field, narrative: list[str], own: tuple[str, str, str]) -> Booking | Fault:
    account, bank, currency = own
    found = _ENTRY.fullmatch(entry.lines[0].strip())
    if found is None:
        return Fault(":61:", NO_ENTRY())
    time = swift_date(found["date"])
    if time is None:
        return Fault(":61:", NO_SUCH_DAY(text=found["date"]))
    amount = swift_amount(found["amount"], currency)
    if isinstance(amount, Fault):
        return Fault(":61:", amount.reason)
    mark, code = found["mark"], found["code"] or ""
    said = read_narrative(narrative)
    extra = [line.strip() for line in entry.lines[1:] if line.strip()]
    other = _counterparty(said, extra, account)
    customer, _, of_bank = found["rest"].partition("//")
    numbers = [each.strip() for each in (of_bank, customer) if not _is_no_reference(each.strip())]
    return Booking(
        source=source,
        account=account,
        other_numbers=(),
        holder="",
        institution=bank,
        time=time,
        direction=Direction.IN if mark in ("C", "RD", "EC") else Direction.OUT,
        amount=amount,
        currency=currency,
        balance=None,
        counterparty=other,
        kind=BookingKind.CORRECTION if mark in ("RC", "RD") else _KINDS.get(code[1:], BookingKind.TRANSFER),
        summary=said.summary or joined_text(extra),
        reference=numbers[0] if numbers else "",
        references=tuple(dict.fromkeys([*numbers, *said.references])),
        corrects="",
        status=BookingStatus.PENDING if mark in ("EC", "ED") else BookingStatus.EFFECTIVE,
    )


def _is_no_reference(text: str) -> bool:
    """Tell whether a bank says that there is no reference, also where the word was cut off."""
    return text in _NO_REFERENCE or "NONREF".startswith(text)


def _counterparty(said: Narrative, extra: Sequence[str], own: str) -> Counterparty:
    """Return the other side; some banks print its account in the second line of :61:."""
    raw = said.account
    first = extra[0] if extra else ""
    if not raw and (is_iban(first.replace(" ", "")) or _SECOND_LINE.fullmatch(first)):
        raw = first.removeprefix("P") if re.fullmatch(r"P\d+", first) else first
    number = normal_form(raw)
    return Counterparty("" if number == own else number, raw, said.name, said.bank)


def _compare_totals(frame: Frame, entries: Sequence[Entry], currency: str) -> Iterator[Message]:
    """Yield where the totals that a message prints are not those of its entries."""
    for each in frame.fields:
        if each.tag not in ("90D", "90C"):
            continue
        found = _TOTAL.match(each.text)
        total = swift_amount(found["amount"], found["currency"]) if found else None
        if found is None or not isinstance(total, int):
            yield BAD_BALANCE(line=each.line, tag=each.tag, text=each.text[:60])
            continue
        way = Direction.OUT if each.tag == "90D" else Direction.IN
        amounts = [
            entry.said.amount
            for entry in entries
            if isinstance(entry.said, Booking) and entry.said.direction is way
        ]
        if sum(amounts) != total or len(amounts) != int(found["count"]):
            yield OTHER_TOTALS(
                line=each.line,
                tag=each.tag,
                count=int(found["count"]),
                amount=text_from_minor(total, found["currency"]),
                found_count=len(amounts),
                found=text_from_minor(sum(amounts), currency),
            )


_TAG = re.compile(r"\s*:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|34F|13D?|90[CD]|NS|940|941|942|950):", re.A)
_HEAD_TAGS = frozenset({"13", "13D", "20", "21", "25", "25P", "28", "28C", "64", "65"})
_LEADING = frozenset({"940", "941", "942", "950", "NS"})
_ENTRY = re.compile(
    r"(?P<date>\d{6})\s*(?:\d{4})?\s*(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?\s*(?P<amount>\d[\d.,]*)\s*"
    r"(?P<code>[SNF][A-Z0-9]{3})?(?P<rest>.*)",
    re.A,
)
_BALANCE = re.compile(r"\s*(?P<mark>RC|RD|C|D)\s*\d{6}\s*(?P<currency>[A-Z]{3})?\s*(?P<amount>\d[\d.,]*)", re.A)
_FLOOR = re.compile(r"\s*(?P<currency>[A-Z]{3})[CD]?\d", re.A)
_TOTAL = re.compile(r"\s*(?P<count>\d{1,9})\s*(?P<currency>[A-Z]{3})\s*(?P<amount>\d[\d.,]*)", re.A)
_SECOND_LINE = re.compile(r"[A-Z]{2}\d{2}[A-Z]{4}\d{7,24}|P?\d{7,20}", re.A)
_NO_REFERENCE = frozenset({"", "NONREF", "KREF+", "EREF", "EREF+", "NOTPROVIDED"})
_CONTROLS = dict.fromkeys((*range(9), *range(11, 13), *range(14, 32), 127, 65279))
_KINDS = {
    "CHG": BookingKind.FEE,
    "COM": BookingKind.FEE,
    "INT": BookingKind.INTEREST,
}
