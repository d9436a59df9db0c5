"""Rows to bookings, by a layout: precompiled for one table, so that the loop over its rows only looks up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.account_forms import forms_of, names_a_card, number_of
from suyuan.intake.cells import (
    BLANKS,
    NO_TIME,
    clock_text,
    read_amount,
    rounded_amount,
    shown,
    tidy,
    tidy_number,
    time_reader,
)
from suyuan.intake.directions import mover, subject_of
from suyuan.intake.fault import Fault
from suyuan.intake.kinds import kind_reader
from suyuan.intake.labels import unlabelled
from suyuan.intake.owner import Owner
from suyuan.intake.parties import Party, party_of
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.recognise import Recognised
from suyuan.intake.remarks import Remarks
from suyuan.intake.row_words import (
    BLANK_WORD,
    DAMAGED_ACCOUNT,
    DAMAGED_COUNTERPARTY,
    DOUBLED,
    MINUS_BESIDE_WORD,
    NO_ACCOUNT,
    OVERFLOW_JOINED,
    PREFIX_LOST,
    ROUNDED,
    SHORT,
    TOO_MANY_CELLS,
    UNKNOWN_CURRENCY,
    UNKNOWN_STATUS,
    UNREADABLE_BALANCE,
    UNUSUAL_WIDTH,
    WATCHED,
)
from suyuan.intake.rows import GridRow
from suyuan.intake.widths import Widths
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.moment import Moment
from suyuan.model.source import Source
from suyuan.model.text import Message
from suyuan.model.transfer import AccountKind

NEEDED = ("time", "amount", "incoming", "outgoing", "direction", "balance", "currency", "status")
"""What a row must have to the end: without these, blank means something else."""

PARTIES = ("account", "counterparty_account", "payer", "payee")
"""What decides whose money it is."""


@dataclass(frozen=True)
class ReadRow:
    """A booking with what is still open about it: see ``directions.Move``; ``card``: it names a bound card.

    ``kinds`` are its kinds if the direction turns out to be in, or out; None where the direction is known.
    ``fee`` is what a column of fees holds, minor units, which the balances may show to be beside the amount.
    """

    booking: Booking
    undecided: bool
    minus: bool
    card: bool
    code: str = ""
    kinds: tuple[BookingKind, BookingKind] | None = None
    fee: int = 0

    def towards(self, booking: Booking) -> Booking:
        """Return the row's booking, whose direction was settled, with the kind that goes with it."""
        if self.kinds is None or booking.direction is Direction.NONE:
            return booking
        return replace(booking, kind=self.kinds[booking.direction is Direction.OUT])


@dataclass(frozen=True)
class Place:
    """Which sheet of which file the rows stand on."""

    sha256: str
    sheet: str | None
    sheet_number: int


PRINTED_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{20,}(?![0-9A-Za-z])")
"""An order or clearing number inside a remark: longer than any card or account number, so never one of those."""


class BookingReader:
    """Reads the rows of one table. ``owner`` may change where exports were concatenated."""

    def __init__(
        self, found: Recognised, names: Sequence[str], widths: Widths, place: Place, owner: Owner
    ) -> None:
        """Resolve every column once, for the rows below one header; ``names`` are the columns' printed names."""
        layout, places = found.layout, found.places
        self.layout = layout
        self.owner = owner
        self._widths = widths
        self._watched = [(places[each.column], each.words) for each in layout.watched if each.column in places]
        self.names = names
        self.remarks = Remarks()
        self._place = place
        self._width = len(names)
        self._columns = {
            field: [places[name] for name in wanted if name in places] for field, wanted in layout.columns.items()
        }
        self._needed = 1 + max(at for field in NEEDED for at in self._columns.get(field, (0,)))
        weighty = {at for field in (*NEEDED, *PARTIES) for at in self._columns.get(field, ())}
        self._doubled = [pair for pair in found.doubled() if pair[0] in weighty]
        self._move = mover(layout, self._columns, names, owner.account)
        rules = layout.rules
        self._time = time_reader(
            rules.time_formats, rules.offset_hours, rules.offset_minutes, buddhist=rules.era == "buddhist"
        )
        self._kind = kind_reader(layout, self._columns, places)
        self._splits = [
            (places[split.column], [re.compile(pattern) for pattern in split.patterns])
            for split in layout.splits
            if split.column in places
        ]
        self._status = {word: BookingStatus(value) for word, value in layout.words.get("status", {}).items()}
        self._corrects = re.compile(layout.rules.corrects) if layout.rules.corrects else None
        self._account_in_a_split = any(
            "account" in pattern.groupindex for _, patterns in self._splits for pattern in patterns
        )
        self._own_columns = [*self._columns.get("account", ()), *self._columns.get("other_numbers", ())]

    def columns_of(self, field: str) -> Sequence[int]:
        """Return the columns that a field is read from in this table."""
        return self._columns.get(field, ())

    @property
    def has_doubled_columns(self) -> bool:
        """Tell whether the header names a column twice that decides about money."""
        return bool(self._doubled)

    def read(self, row: GridRow, order: int) -> ReadRow | Fault:
        """Return a row's booking, or the column at fault and why; ``order`` is its place among the bookings."""
        cells = self._squared(row)
        if isinstance(cells, Fault):
            return cells
        if self._doubled and (torn := self._torn(cells)) is not None:
            return torn
        time = self._moment(cells, row)
        if isinstance(time, Fault):
            return time
        parts, cells = self._split(cells)
        currency = self._currency(cells, parts)
        if isinstance(currency, Fault):
            return currency
        rounded = self._rounded(cells, row, currency)
        move = self._move(rounded, row.numeric, currency)
        if isinstance(move, Fault):
            return move
        numbers = self._own_numbers(cells, row, parts, move.direction)
        if isinstance(numbers, Fault):
            return numbers
        if move.minus:
            self.remarks.add(MINUS_BESIDE_WORD, row.number, self._name("amount"))
        if self._widths.is_short(len(row.cells)):
            self.remarks.add(SHORT, row.number)
        if move.blank:
            self.remarks.add(BLANK_WORD, row.number, self._name("direction"))
        self._watch(cells, row)
        references = self._references(cells)
        kind = self._kind(cells, move.direction)
        other = self._counterparty(cells, row, parts, move.direction, numbers[0])
        if kind is BookingKind.HOLD and (other.account or other.name):
            kind = BookingKind.TRANSFER  # 解冻 in a remark to somebody: what swindlers ask to be paid for
        booking = Booking(
            source=Source(self._place.sha256, self._place.sheet, self._place.sheet_number, row.number),
            account=numbers[0],
            other_numbers=tuple(numbers[1:]),
            holder=parts.get("holder") or self._first(cells, "holder") or self.owner.holder,
            institution=self.layout.institution,
            time=time,
            direction=move.direction,
            amount=move.amount,
            currency=currency,
            balance=self._balance(rounded, row, currency),
            counterparty=other,
            kind=kind,
            summary=self._summary(cells),
            reference=next(iter(self._numbers(cells, "reference")), ""),
            references=references,
            corrects=self._corrected(cells),
            status=self._status_of(cells, row, refunded="refunded" in parts),
            order_in_file=order,
            merchant=self._first(cells, "merchant"),
            cash_spot=self._cash_spot(cells),
        )
        kinds = (self._kind(cells, Direction.IN), self._kind(cells, Direction.OUT)) if move.undecided else None
        card = names_a_card(self._first(cells, "card"))
        fee = self._fee(rounded, row, currency)
        return ReadRow(booking, move.undecided, move.minus, card, move.code, kinds, fee)

    def account_of(self, row: GridRow) -> str:
        """Return the own account of a row that could not be read, as far as it names one; else empty."""
        cells = (*row.cells, *[""] * (self._width - len(row.cells)))
        numbers = self._own_numbers(cells, row, self._split(cells)[0])
        return "" if isinstance(numbers, Fault) else numbers[0]

    def unsettled(self, row: GridRow, booking: Booking, reason: Message) -> QuarantinedRow:
        """Return a row as quarantined whose direction the balances do not settle."""
        text = "\t".join(row.cells)
        return QuarantinedRow(booking.source, text, self._name("direction"), reason, booking.account)

    # --- one field each ----------------------------------------------------------------------------------------

    def _squared(self, row: GridRow) -> Sequence[str] | Fault:
        """Return the row's cells, as many as the header has, without a sign that leads every value."""
        lead = self.layout.rules.lead
        cells = tuple(cell.strip(BLANKS).removeprefix(lead) for cell in row.cells) if lead else row.cells
        cells = unlabelled(cells, self.names) if self.layout.rules.labelled else cells
        if len(cells) == self._width:
            return cells
        beyond = [cell for cell in cells[self._width :] if cell.strip(BLANKS)]
        if beyond and self.layout.rules.overflow == "join":
            self.remarks.add(OVERFLOW_JOINED, row.number)
            return (*cells[: self._width - 1], " ".join([cells[self._width - 1], *beyond]))
        if self._widths.is_torn(len(cells), self._needed):
            return Fault("", UNUSUAL_WIDTH(found=len(cells), usual=self._widths.usual))
        if any(tidy(cell) for cell in beyond):
            return Fault("", TOO_MANY_CELLS(count=len(beyond)))
        return (*cells[: self._width], *[""] * (self._width - len(cells)))

    def _cash_spot(self, cells: Sequence[str]) -> str:
        """Return which of a currency's two purses a row stands in (钞, 汇), another code as printed."""
        printed = self._first(cells, "cash_spot")
        return self.layout.words["cash_spot"].get(printed.upper(), printed)

    def _torn(self, cells: Sequence[str]) -> Fault | None:
        """Return the fault of a row in which a column that stands twice says two things."""
        for one, other in self._doubled:
            if tidy(cells[one]) != tidy(cells[other]):
                return Fault(self.names[one], DOUBLED(one=shown(cells[one]), other=shown(cells[other])))
        return None

    def _watch(self, cells: Sequence[str], row: GridRow) -> None:
        for column, words in self._watched:
            for word in words:
                if word in cells[column]:
                    self.remarks.add(WATCHED, row.number, f"{self.names[column]}: {word}")

    def _rounded(self, cells: Sequence[str], row: GridRow, currency: str) -> Sequence[str]:
        """Return the cells with amounts rounded to the currency's unit, where the layout says so; remarked."""
        if self.layout.rules.more_decimals != "round":
            return cells
        columns = [
            at for field in ("amount", "incoming", "outgoing", "balance") for at in self._columns.get(field, ())
        ]
        rounded = list(cells)
        for column in columns:
            rounded[column] = rounded_amount(cells[column], currency)
            if rounded[column] != cells[column] and tidy(cells[column]):
                self.remarks.add(ROUNDED, row.number, self.names[column])
        return rounded

    def _moment(self, cells: Sequence[str], row: GridRow) -> Moment | Fault:
        for column in self._columns["time"]:
            text = self._date(cells, tidy(cells[column]))
            if not text:
                continue
            for at in self._columns.get("clock", ()):
                clock = tidy(cells[at])
                day = text[:10] if text.endswith(" 00:00:00") else text
                joined = clock_text(clock[11:] if clock[10:11] == " " else clock) if clock else ""
                if isinstance(joined, Message):
                    return Fault(self.names[at], joined)
                text = f"{day} {joined}".strip()
            time = self._time(text, numeric=column in row.numeric, bill=self.owner.bill)
            return time if isinstance(time, Moment) else Fault(self.names[column], time)
        return Fault(self._name("time"), NO_TIME())

    def _date(self, cells: Sequence[str], text: str) -> str:
        """Return a date whose year, month and day stand in three columns as one text."""
        if "month" not in self._columns or not text:
            return text
        parts = (text, self._first(cells, "month"), self._first(cells, "day"))
        return "-".join(part.rstrip("年月日").strip() for part in parts)

    def _fee(self, cells: Sequence[str], row: GridRow, currency: str) -> int:
        """Return what the column of fees says, without a sign; 0 where it says nothing that can be read."""
        found = self._sum(cells, row, currency, "fee")
        return 0 if found is None else abs(found)

    def _currency(self, cells: Sequence[str], parts: Mapping[str, str]) -> str | Fault:
        if "contract" in self._columns:
            contract = number_of(parts.get("contract") or self._first(cells, "contract"))[0]
            return self.layout.words.get("contract", {}).get(contract) or contract or self._first(cells, "symbol")
        printed = parts.get("currency") or self._first(cells, "currency")
        if not printed:
            return self.owner.currency or self.layout.rules.currency
        known = self.layout.words["currency"].get(printed) or self.layout.words["currency"].get(printed.upper())
        if known is None and self.layout.account_kind is AccountKind.EXCHANGE:
            return printed.upper()
        return known or Fault(self._name("currency"), UNKNOWN_CURRENCY(text=shown(printed)))

    def _own_numbers(
        self, cells: Sequence[str], row: GridRow, parts: Mapping[str, str], direction: Direction = Direction.NONE
    ) -> list[str] | Fault:
        """Return the numbers of the row's own account, its name in this file first; none of them damaged."""
        if self.layout.rules.subject == "party":
            return self._own_party(cells, row, direction)
        if self.layout.rules.direction == "compare" and not self.owner.account and "subject" not in self._columns:
            # Nobody says whose list this is: each row is then what its payer paid.
            return self._own_party(cells, row, Direction.OUT)
        if "subject" in self._columns:
            asked = subject_of(cells, self._columns, self.owner.account)
            return [asked] if asked else self._own_party(cells, row, Direction.OUT)
        if self.owner.account and not self._own_columns and "account" not in parts:
            return [self.owner.account]
        raws = [(cells[column], column) for column in self._own_columns]
        numbers = [number_of(parts["account"])[0]] if parts.get("account") else []
        damaged = ""
        for raw, column in raws:
            text = tidy(raw)
            if not text:
                continue
            number, lost_digits = number_of(text, stored_as_number=column in row.numeric)
            if lost_digits:
                damaged = text
            else:
                numbers += forms_of(text) if number else ()
        numbers = list(dict.fromkeys(number for number in numbers if number))
        if numbers:
            return [*numbers, *self._restored(numbers, row)]
        if damaged:
            return Fault(self.names[self._own_columns[0]], DAMAGED_ACCOUNT(text=damaged))
        if self.owner.account or not (self._own_columns or self._account_in_a_split):
            return [self.owner.account]
        return Fault(self._name("account"), NO_ACCOUNT())

    def _restored(self, numbers: Sequence[str], row: GridRow) -> list[str]:
        """Return numbers with the prefix that the layout's institutions are known to leave off; remarked."""
        prefix = self.layout.rules.lost_prefix
        head, lost = prefix if len(prefix) == 2 else ("", "")
        found = [f"{lost}{number}" for number in numbers if head and number.startswith(head) and number.isdigit()]
        for number in found:
            self.remarks.add(PREFIX_LOST, row.number, number)
        return found

    def _own_party(self, cells: Sequence[str], row: GridRow, direction: Direction) -> list[str] | Fault:
        """Return the party that was asked about: the payer of a debit, the payee of a credit."""
        field = {Direction.OUT: "payer", Direction.IN: "payee"}.get(direction, "")
        for column in self._columns.get(field, ()):
            number, damaged = number_of(
                party_of(tidy(cells[column])).number, stored_as_number=column in row.numeric
            )
            if number and not damaged:
                return [number]
        return [self.owner.account] if self.owner.account else Fault(self._name(field), NO_ACCOUNT())

    def _counterparty(
        self,
        cells: Sequence[str],
        row: GridRow,
        parts: Mapping[str, str],
        direction: Direction,
        own: str,
    ) -> Counterparty:
        number, name = "counterparty_account", self._first(cells, "counterparty_name")
        if "payer" in self._columns:
            number = "payer" if direction is Direction.IN else "payee"
            name = self._first(cells, f"{number}_name")
            parts = {**parts, "counterparty_bank": self._first(cells, f"{number}_bank")}
        bank = parts.get("counterparty_bank") or self._first(cells, "counterparty_bank")
        name = parts.get("counterparty_name") or name
        for column in self._columns.get(number, ()):
            raw = tidy(cells[column])
            if raw and "counterparty_account" not in parts:
                party = party_of(raw) if number != "counterparty_account" else Party(raw)
                account, damaged = number_of(party.number, stored_as_number=column in row.numeric)
                name, bank = (name, bank or party.words) if "银行" in party.words else (name or party.words, bank)
                if account == own and column != self._columns[number][-1]:
                    continue
                if damaged:
                    self.remarks.add(DAMAGED_COUNTERPARTY, row.number, self.names[column])
                return Counterparty(account, raw, name, bank, damaged)
        raw = parts.get("counterparty_account", "")
        return Counterparty(number_of(raw)[0], raw, name, bank)

    def _balance(self, cells: Sequence[str], row: GridRow, currency: str) -> int | None:
        return self._sum(cells, row, currency, "balance")

    def _sum(self, cells: Sequence[str], row: GridRow, currency: str, field: str) -> int | None:
        """Return the first sum that a field's columns hold; one that cannot be read is remarked."""
        for column in self._columns.get(field, ()):
            text = cells[column]
            if tidy(text):
                found = read_amount(
                    text,
                    currency,
                    minor_units=self.layout.rules.unit == "minor",
                    ten_thousands=self.layout.rules.unit == "ten_thousand",
                    numeric=column in row.numeric,
                    decimal_comma=self.layout.rules.decimal_mark == "comma",
                )
                if isinstance(found, int):
                    return found
                self.remarks.add(UNREADABLE_BALANCE, row.number, self.names[column])
        return None

    def _summary(self, cells: Sequence[str]) -> str:
        """Return what the row says in words, details with the name of their column."""
        texts = self._all(cells, "summary")
        for column in self._columns.get("details", ()):
            text = tidy(cells[column])
            texts += [f"{self.names[column]}: {text}"] if text else []
        for column in self._columns.get("fee", ()):
            text = tidy(cells[column])
            texts += [f"{self.names[column]}: {text}"] if text.strip("-0.,") else []
        return " ".join(dict.fromkeys(texts))

    def _status_of(self, cells: Sequence[str], row: GridRow, *, refunded: bool) -> BookingStatus:
        printed = self._first(cells, "status")
        if refunded:
            return BookingStatus.REFUNDED
        if not printed:
            return BookingStatus.EFFECTIVE
        known = self._status.get(printed)
        if known is None:
            starts = (
                value for word, value in self._status.items() if word[-1] == "*" and printed.startswith(word[:-1])
            )
            known = next(starts, BookingStatus.UNKNOWN)
            self._status[printed] = known
        if known is BookingStatus.UNKNOWN:
            self.remarks.add(UNKNOWN_STATUS, row.number, shown(printed))
        return known

    def _references(self, cells: Sequence[str]) -> tuple[str, ...]:
        numbers = [*self._numbers(cells, "reference"), *self._numbers(cells, "references")]
        for column in self._columns.get("reference_texts", ()):
            numbers += PRINTED_NUMBER.findall(cells[column])
        return tuple(dict.fromkeys(number for number in numbers if number))

    def _numbers(self, cells: Sequence[str], field: str) -> list[str]:
        """Return the order numbers of a field; a column named ``A/B`` may hold two."""
        found = []
        for column in self._columns.get(field, ()):
            both = cells[column].split("/") if "/" in self.names[column] else (cells[column],)
            found += [number for number in map(tidy_number, both) if number]
        return found

    def _corrected(self, cells: Sequence[str]) -> str:
        for text in self._all(cells, "corrects") if self._corrects else ():
            found = self._corrects.search(text) if self._corrects else None
            if found:
                return found[1]
        return ""

    def _split(self, cells: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
        """Return the fields that combined cells hold, each tidy, only those that are there; and the cells, those
        that hold a value and more with the value alone.
        """
        parts: dict[str, str] = {}
        for column, patterns in self._splits:
            text = tidy(cells[column])
            for pattern in patterns:
                match = pattern.fullmatch(text) if text else None
                if match:
                    parts.update({name: tidy(value) for name, value in match.groupdict().items() if value})
                    if "value" in parts:
                        cells = (*cells[:column], parts.pop("value"), *cells[column + 1 :])
                    break
        return parts, cells

    def _first(self, cells: Sequence[str], field: str) -> str:
        for column in self._columns.get(field, ()):
            text = tidy(cells[column])
            if text:
                return text
        return ""

    def _all(self, cells: Sequence[str], field: str) -> list[str]:
        texts = [tidy(cells[column]) for column in self._columns.get(field, ())]
        return [text for text in texts if text]

    def _name(self, field: str) -> str:
        columns = self._columns.get(field)
        return self.names[columns[0]] if columns else ""
