"""One piece of a large file: its records split, the plain ones read by columns, the odd ones kept as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.intake.balance_chain import step_of
from suyuan.intake.bookings import PRINTED_NUMBER
from suyuan.intake.cells import tidy
from suyuan.intake.columns.distinct import DistinctTexts
from suyuan.intake.columns.kernels import cards, texts, values
from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.intake.columns.opening import LargeText
from suyuan.intake.columns.plan import Plan
from suyuan.intake.columns.probe import Probe
from suyuan.intake.columns.records import OddRecord, PieceRecords
from suyuan.intake.columns.spans import SideTexts, dictionary_column, list_column, text_column
from suyuan.intake.directions import Move
from suyuan.intake.fault import Fault
from suyuan.intake.number_warnings import number_to_check
from suyuan.intake.remarks import Remarks
from suyuan.intake.rows import GridRow
from suyuan.model.booking import Booking, BookingKind, BookingStatus, Counterparty, Direction
from suyuan.model.money import decimals_of

DIRECTIONS = (Direction.NONE, Direction.IN, Direction.OUT)
DECIMALS = 2
"""Amounts of currencies with other decimals are left to the row engine."""

UNIT = "CNY"
NO_ROW = GridRow(0, ())


@dataclass
class Piece:
    """What one piece of a file says; arrays have one entry for each row that was read by columns.

    ``number`` is the record's number in the piece, ``line`` the line on which it starts, both from 0. ``own`` and
    ``currency`` are places in ``owns`` and ``currencies``; ``sign`` says
    whether a row's amount adds to the balance (1), is taken from it (-1) or neither (0). ``holders`` are the first holders named, with the place
    of their row. ``cards`` are rows whose counterparty's card number fails its check, and the number; ``others`` rows
    whose counterparty's number is not of digits alone. ``texts`` are the columns that hold texts, None where they were not asked for.
    """  # noqa: E501

    start: int
    stop: int
    records: int
    lines: int
    cost: int
    widths: dict[int, int]
    odd: list[OddRecord]
    number: Array32
    line: Array32
    at: Array64
    exact: Flags
    direction: Flags
    sign: NDArray[np.int8]
    amount: Array64
    balance: Array64
    has_balance: Flags
    moved: Flags
    own: Array32
    owns: list[tuple[str, ...]]
    currency: Array32
    currencies: list[str]
    holders: list[tuple[int, str]]
    cards: tuple[Array32, Array64]
    others: list[tuple[int, str]]
    texts: pa.Table | None

    def forget_rows(self) -> None:
        """Let go of the rows' arrays, which were copied elsewhere; ``number`` stays."""
        nothing = np.empty(0, np.int64)
        self.at = self.amount = self.balance = nothing
        self.line = self.own = self.currency = nothing.astype(np.int32)
        self.exact = self.direction = self.has_balance = self.moved = nothing.astype(np.uint8)


def read_piece(
    text: LargeText, plan: Plan, probe: Probe, span: tuple[int, int], encoding: str, *, with_texts: bool
) -> Piece:
    """Read the records that begin in a span of bytes; raises OtherEncoding.

    ``probe`` is a reader of the plan's table for this thread alone.
    """
    return _PieceReader(text, plan, probe, span, encoding).read(with_texts=with_texts)


class _PieceReader(PieceRecords):
    """Reads one piece, step by step."""

    def read(self, *, with_texts: bool) -> Piece:
        self._check_encoding()
        self._split()
        self._distinct = DistinctTexts(
            self._data, self._starts, self._ends, self._plan.slots.tolist(), self._codec
        )
        numbers = self._numbers()
        odd = self._odd.astype(bool)
        keep = np.flatnonzero(~odd).astype(np.int32)
        owns, currencies = self._owns, self._currencies
        own, currency = self._own[keep], self._currency[keep]
        cards_, others = self._numbers_to_check(keep, own, currency)
        return Piece(
            start=self._start,
            stop=self._start + self._stop,
            records=len(odd),
            lines=self._lines,
            cost=self._cost,
            widths=_counted(self._records[2]),
            odd=self._odd_records(odd),
            number=keep,
            line=self._records[1][keep],
            own=own,
            owns=[numbers or () for numbers in owns],
            currency=currency,
            currencies=[each or "" for each in currencies],
            holders=self._first_holders(keep, own, currency),
            cards=cards_,
            others=others,
            texts=self._texts(keep) if with_texts else None,
            **cast(Any, {name: values_[keep] for name, values_ in numbers.items()}),
        )

    # --- numbers -----------------------------------------------------------------------------------------------

    def _numbers(self) -> dict[str, NDArray[np.generic]]:
        """Return what rows say in numbers; rows that the row engine must read are marked as odd."""
        plan, distinct = self._plan, self._distinct
        at, exact, state = np.empty(distinct.rows, np.int64), np.empty(distinct.rows, np.uint8), self._state()
        values.times(
            self._data, *distinct.span(plan.columns["time"][0]), plan.offset, plan.forms, at, exact, state
        )
        self._odd |= state != values.READ
        self._ask_currency()
        direction, amount = self._moves()
        balance, has_balance = np.zeros(distinct.rows, np.int64), np.zeros(distinct.rows, np.uint8)
        for column in plan.columns.get("balance", ()):
            balance, state = self._amounts(column)
            self._odd |= state == values.UNSURE
            has_balance = (state == values.READ).astype(np.uint8)
        self._ask_others()
        self._direction = direction
        self._ask_kinds()
        sign = np.array(
            [
                sign_of(BookingKind(kind), DIRECTIONS[direction[row]])
                for kind, row in zip(self._kind, self._kinds.first, strict=True)
            ],
            np.int8,
        )[self._kinds.codes]
        moved = np.array([each is not None and each.moved_money for each in self._statuses], np.uint8)[
            self._status
        ]
        return {
            "at": at,
            "exact": exact,
            "direction": direction,
            "sign": sign,
            "amount": amount,
            "balance": balance,
            "has_balance": has_balance,
            "moved": moved,
        }

    def _state(self) -> Flags:
        return np.empty(self._distinct.rows, np.uint8)

    def _amounts(self, column: int) -> tuple[Array64, Flags]:
        value, state = np.empty(self._distinct.rows, np.int64), self._state()
        places = 0 if self._plan.layout.rules.unit == "minor" else DECIMALS
        values.amounts(self._data, *self._distinct.span(column), places, value, state)
        return value, state

    def _moves(self) -> tuple[Flags, Array64]:
        """Return direction and amount of each row, by the layout's rule."""
        plan = self._plan
        if plan.layout.rules.direction == "two_columns":
            return self._two_columns()
        amount, state = self._amounts(plan.columns["amount"][0])
        self._odd |= state != values.READ
        if plan.layout.rules.direction == "signed":
            by_sign = [self._said_move([""] * plan.width, text) for text in ("-1", "0", "1")]
            known = np.array([0 if each is None else each for each in by_sign], np.uint8)
            if any(each is None for each in by_sign):
                self._odd[:] = 1
            return known[np.sign(amount) + 1], np.abs(amount)
        self._odd |= amount < 0
        codes, said = self._distinct.say(
            plan.columns["direction"], plan.width, lambda cells, _: self._said_move(cells, "1")
        )
        self._mark(codes, said)
        return np.array([each or 0 for each in said], np.uint8)[codes], amount

    def _said_move(self, cells: Sequence[str], amount: str) -> int | None:
        """Return the direction of a row with such an amount, None where it is for the row engine to say."""
        filled = list(cells)
        filled[self._plan.columns["amount"][0]] = amount
        move = self._probe.move_of(filled, UNIT)
        if not isinstance(move, Move) or move != Move(move.amount, move.direction):
            return None
        return DIRECTIONS.index(move.direction)

    def _two_columns(self) -> tuple[Flags, Array64]:
        incoming, in_state = self._amounts(self._plan.columns["incoming"][0])
        outgoing, out_state = self._amounts(self._plan.columns["outgoing"][0])
        self._odd |= (in_state == values.UNSURE) | (out_state == values.UNSURE)
        self._odd |= (in_state == values.EMPTY) & (out_state == values.EMPTY)
        self._odd |= (incoming < 0) | (outgoing < 0) | ((incoming > 0) & (outgoing > 0))
        direction = np.where(incoming > 0, 1, np.where(outgoing > 0, 2, 0)).astype(np.uint8)
        return direction, incoming + outgoing

    # --- words -------------------------------------------------------------------------------------------------

    def _mark(self, codes: Array32, said: Sequence[object]) -> None:
        """Mark the rows of which nothing can be said here."""
        unsaid = np.array([each is None for each in said], np.uint8)
        if unsaid.any():
            self._odd |= unsaid[codes]

    def _ask_currency(self) -> None:
        plan, probe = self._plan, self._probe
        columns = plan.columns_of("currency")

        def ask(cells: Sequence[str], _: int) -> str | None:
            found = probe.currency_of(cells)
            return None if isinstance(found, Fault) or decimals_of(found) != DECIMALS else found

        self._currency, self._currencies = self._distinct.say(columns, plan.width, ask)
        self._mark(self._currency, self._currencies)

    def _ask_others(self) -> None:
        """Ask for the own account, the status, and whether a row is a note or speaks of further money."""
        plan, probe, distinct = self._plan, self._probe, self._distinct

        def own(cells: Sequence[str], _: int) -> tuple[str, ...] | None:
            found = probe.own_numbers_of(cells)
            return None if isinstance(found, Fault) else tuple(found)

        self._own, self._owns = distinct.say(plan.columns_of("account", "other_numbers"), plan.width, own)
        self._mark(self._own, self._owns)

        def status(cells: Sequence[str], _: int) -> BookingStatus | None:
            probe.remarks = Remarks()
            found = probe.status_of(cells)
            return None if probe.remarks.messages() else found

        self._status, self._statuses = distinct.say(plan.columns_of("status"), plan.width, status)
        self._mark(self._status, self._statuses)
        for column, words in plan.notes:
            known = [
                None if any(word in tidy(text) for word in words) else text for text in distinct.texts(column)
            ]
            self._mark(distinct.of(column).codes, known)
        for column, words in plan.watched:
            known = [None if any(word in text for word in words) else text for text in distinct.texts(column)]
            self._mark(distinct.of(column).codes, known)
        for column in plan.beyond:
            start, end = distinct.span(column)
            self._odd |= end > start
        self._ask_counterparty()

    def _ask_counterparty(self) -> None:
        """Look at the counterparties' numbers that are not plain; those that lost digits are odd."""
        plan, probe, distinct = self._plan, self._probe, self._distinct
        self._other_accounts: dict[int, tuple[str, str]] = {}
        for column in plan.columns.get("counterparty_account", ()):
            self._plain = self._state()
            texts.classify(self._data, *distinct.span(column), texts.ACCOUNT, self._plain)
            rows = np.flatnonzero((self._plain == values.UNSURE) & (self._odd == 0)).astype(np.int32)
            known: dict[str, tuple[str, str] | None] = {}
            for row, text in zip(rows.tolist(), distinct.decoded(column, rows), strict=True):
                if text not in known:
                    cells = [""] * plan.width
                    cells[column] = text
                    found = probe.counterparty_of(cells)
                    known[text] = None if found.damaged else (found.account, found.account_raw)
                said = known[text]
                if said is None:
                    self._odd[row] = 1
                else:
                    self._other_accounts[row] = said

    def _ask_kinds(self) -> None:
        """Ask what each row is, by its words and its direction."""
        plan, probe, distinct = self._plan, self._probe, self._distinct
        words = (
            distinct.together(plan.kind_columns)
            if plan.kind_columns
            else distinct.together([plan.columns["time"][0]])
        )
        self._kinds = distinct.paired(words, self._direction.astype(np.int32))
        self._kind = distinct.said(
            self._kinds,
            plan.kind_columns,
            plan.width,
            lambda cells, row: probe.kind_of(cells, DIRECTIONS[self._direction[row]]).value,
        )
        # A note of a freeze is one only where the row names nobody: such rows are read one by one.
        holds = np.array([kind == BookingKind.HOLD.value for kind in self._kind], np.bool_)
        if holds.any():
            self._odd |= holds[self._kinds.codes]

    def _first_holders(self, keep: Array32, own: Array32, currency: Array32) -> list[tuple[int, str]]:
        """Return, for each own account with a currency, the first row that names a holder, and the holder."""
        plan = self._plan
        self._holder, self._holders = self._distinct.say(
            plan.columns_of("holder"), plan.width, lambda cells, _: self._probe.holder_of(cells)
        )
        named = np.array([bool(each) for each in self._holders])[self._holder[keep]]
        rows = np.flatnonzero(named)
        if not len(rows):
            return []
        keys = own[rows].astype(np.int64) * len(self._currencies) + currency[rows]
        _, first = np.unique(keys, return_index=True)
        return [(int(row), self._holders[self._holder[keep[row]]]) for row in np.sort(rows[first])]

    def _numbers_to_check(
        self, keep: Array32, own: Array32, currency: Array32
    ) -> tuple[tuple[Array32, Array64], list[tuple[int, str]]]:
        """Return which counterparties' card numbers fail, once for each own account; and numbers with other signs."""  # noqa: E501
        for column in self._plan.columns.get("counterparty_account", ()):
            plain = np.flatnonzero(self._plain[keep] == values.READ).astype(np.int32)
            value = np.empty(len(plain), np.int64)
            cards.failing(self._data, *self._distinct.span(column), keep[plain], value)
            wrong = value > 0
            rows, numbers = plain[wrong], value[wrong]
            order = np.lexsort((rows, currency[rows], own[rows], numbers))
            rows, numbers = rows[order], numbers[order]
            first = np.ones(len(rows), bool)
            first[1:] = (numbers[1:] != numbers[:-1]) | (own[rows[1:]] != own[rows[:-1]])
            first[1:] |= currency[rows[1:]] != currency[rows[:-1]]
            worded = plain[value < 0]
            others = list(zip(worded.tolist(), self._distinct.decoded(column, keep[worded]), strict=True))
            place_of = {row: place for place, row in enumerate(keep.tolist())} if self._other_accounts else {}
            for row, (account, raw) in self._other_accounts.items():
                if row in place_of and account:
                    others.append((place_of[row], number_to_check(Counterparty(account, raw))))
            return (rows[first], numbers[first]), others
        return (np.empty(0, np.int32), np.empty(0, np.int64)), []

    # --- texts -------------------------------------------------------------------------------------------------

    def _texts(self, keep: Array32) -> pa.Table:
        """Return the columns of texts of the rows kept."""
        plan, probe, distinct = self._plan, self._probe, self._distinct
        side = SideTexts()

        def column(names: Sequence[str], ask: Callable[[Sequence[str], int], str]) -> Any:
            codes, said = distinct.say(plan.columns_of(*names), plan.width, ask)
            return dictionary_column(codes[keep], said)

        accounts = self._account_spans(keep, side)
        references = self._reference_spans(keep, side)
        bytes_beside = side.bytes()
        account, raw = (text_column(self._data, bytes_beside, *each) for each in accounts)
        first, every = references
        return pa.table(
            {
                "holder": dictionary_column(self._holder[keep], self._holders),
                "counterparty_account": account,
                "counterparty_account_raw": raw,
                "counterparty_name": column(
                    ("counterparty_name",), lambda cells, _: probe.first_of(cells, "counterparty_name")
                ),
                "counterparty_bank": column(
                    ("counterparty_bank",), lambda cells, _: probe.first_of(cells, "counterparty_bank")
                ),
                "kind": dictionary_column(self._kinds.codes[keep], self._kind),
                "summary": column(("summary", "details"), lambda cells, _: probe.summary_of(cells)),
                "reference": text_column(self._data, bytes_beside, *first),
                "references": list_column(
                    self._data, bytes_beside, [each[0] for each in every], [each[1] for each in every], len(keep)
                ),
                "corrects": column(("corrects",), lambda cells, _: probe.corrected_of(cells)),
                "status": dictionary_column(
                    self._status[keep], [each.value if each else "" for each in self._statuses]
                ),
                "merchant": column(("merchant",), lambda cells, _: probe.first_of(cells, "merchant")),
            }
        )

    def _account_spans(self, keep: Array32, side: SideTexts) -> list[tuple[Array32, Array32]]:
        """Return the spans of the counterparties' accounts, in normal form and as printed."""
        columns = self._plan.columns.get("counterparty_account", ())
        if not columns:
            nothing = np.zeros(len(keep), np.int32)
            return [(nothing, nothing), (nothing, nothing)]
        start, end = self._distinct.span(columns[0])
        length = np.where(self._plain == values.READ, end - start, 0).astype(np.int32)
        made = []
        kept: dict[str, tuple[int, int]] = {}
        for which in range(2):
            begins, lengths = start.copy(), length.copy()
            for row, said in self._other_accounts.items():
                text = said[which]
                if text not in kept:
                    kept[text] = side.add(text)
                begins[row], lengths[row] = kept[text]
            made.append((begins[keep], lengths[keep]))
        return made

    def _reference_spans(
        self, keep: Array32, side: SideTexts
    ) -> tuple[tuple[Array32, Array32], list[tuple[Array32, Array32]]]:
        """Return the spans of the first reference of each row, and those of all its numbers in order."""
        rows = self._distinct.rows
        every: list[tuple[Array32, Array32]] = []
        first = (np.zeros(rows, np.int32), np.zeros(rows, np.int32))
        for field in ("reference", "references"):
            for column in self._plan.columns.get(field, ()):
                spans = self._number_spans(column, field, side)
                every += spans
                if field == "reference":
                    for start, length in spans:
                        blank = first[1] == 0
                        first[0][blank], first[1][blank] = start[blank], length[blank]
        for column in self._plan.columns.get("reference_texts", ()):
            found = [PRINTED_NUMBER.findall(text) for text in self._distinct.texts(column)]
            every += _listed(found, self._distinct.of(column).codes, side)
        return (first[0][keep], first[1][keep]), [(start[keep], length[keep]) for start, length in every]

    def _number_spans(self, column: int, field: str, side: SideTexts) -> list[tuple[Array32, Array32]]:
        """Return the spans of a column of order numbers: the cell's own bytes, else what the row engine reads."""
        state = self._state()
        start, end = self._distinct.span(column)
        texts.classify(self._data, start, end, texts.NUMBER, state)
        length = np.where(state == values.READ, end - start, 0).astype(np.int32)
        spans = [(start.copy(), length)]
        rows = np.flatnonzero((state == values.UNSURE) & (self._odd == 0)).astype(np.int32)
        kept: dict[str, list[tuple[int, int]]] = {}
        for row, text in zip(rows.tolist(), self._distinct.decoded(column, rows), strict=True):
            if text not in kept:
                cells = [""] * self._plan.width
                cells[column] = text
                kept[text] = [side.add(number) for number in self._probe.numbers_of(cells, field)]
            for place, (begins, size) in enumerate(kept[text]):
                if place == len(spans):
                    spans.append(
                        (np.zeros(self._distinct.rows, np.int32), np.zeros(self._distinct.rows, np.int32))
                    )
                spans[place][0][row], spans[place][1][row] = begins, size
        return spans


def sign_of(kind: BookingKind, direction: Direction) -> int:
    """Return how a booking of this kind and direction changes the balance: 1, -1 or 0 times its amount."""
    return step_of(cast(Booking, SimpleNamespace(kind=kind, direction=direction, amount=1)))


def _listed(found: Sequence[Sequence[str]], codes: Array32, side: SideTexts) -> list[tuple[Array32, Array32]]:
    """Return spans for lists of texts by code, as many as the longest list has."""
    spans = []
    for place in range(max(map(len, found), default=0)):
        begins, sizes = np.zeros(len(found), np.int32), np.zeros(len(found), np.int32)
        for code, each in enumerate(found):
            if place < len(each):
                begins[code], sizes[code] = side.add(each[place])
        spans.append((begins[codes], sizes[codes]))
    return spans


def _counted(widths: Array32) -> dict[int, int]:
    """Return how many records have each width."""
    return {width: int(count) for width, count in enumerate(np.bincount(widths)) if count}
