"""What a statement says, as values for JSON, CSV and Parquet: amounts as text in major units, times ISO 8601."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice

from suyuan.intake.accounting import RowAccounting
from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState
from suyuan.intake.figures import Figures, together
from suyuan.intake.large_files import in_file_order
from suyuan.intake.statement import Part, ReadFile, StatementTable
from suyuan.intake.sub_accounts import apart
from suyuan.intake.table import figures_of_part
from suyuan.model.booking import Booking, Direction
from suyuan.model.money import UNSTATED, text_from_minor
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.text import Language

JsonObject = dict[str, object]

FIRST_ROWS = 5
"""So many rows of a reading are shown to the person who chooses."""


def file_object(path: str, read: ReadFile, language: Language) -> JsonObject:
    """Return a read file as the object that ``statement inspect --json`` prints."""
    return {
        "file": path,
        "sha256": read.sha256,
        "container": read.container,
        "encoding": read.encoding,
        "format": read.format,
        "kind": read.kind.value,
        "confidence": read.confidence.value,
        "tables": [_table_object(table, language) for table in read.tables],
        "readings": [
            [_reading_table(path, table, language) for table in reading.tables] for reading in read.readings
        ],
        "warnings": [warning.render(language) for warning in read.warnings],
        "refused": None,
    }


def refused_object(
    path: str, sha256: str | None, sentence: str, opened: tuple[str, str | None] | None
) -> JsonObject:
    """Return the object of a refused file; ``opened`` is its container and encoding where it got so far."""
    return {
        "file": path,
        "sha256": sha256,
        "container": opened[0] if opened else None,
        "encoding": opened[1] if opened else None,
        "format": None,
        "kind": None,
        "confidence": None,
        "tables": [],
        "readings": [],
        "warnings": [],
        "refused": sentence,
    }


def booking_object(path: str, sheet: str | None, booking: Booking) -> JsonObject:
    """Return a booking as a line of ``statement rows``; what the row does not say is null."""
    return {
        "file": path,
        "sheet": sheet,
        "row": booking.source.row,
        "account": booking.account or None,
        "holder": booking.holder or None,
        "time": str(booking.time),
        "time_precision": booking.time.precision.value,
        "direction": booking.direction.value,
        "amount": text_from_minor(booking.amount, booking.currency),
        "currency": _stated(booking.currency),
        "balance": None if booking.balance is None else text_from_minor(booking.balance, booking.currency),
        "counterparty_account": booking.counterparty.account or None,
        "counterparty_name": booking.counterparty.name or None,
        "counterparty_bank": booking.counterparty.bank or None,
        "kind": booking.kind.value,
        "summary": booking.summary or None,
        "reference": booking.reference or None,
        "status": booking.status.value,
    }


def state_of(parts: Sequence[Part]) -> BalanceState:
    """Return a table's state: the worst of its parts, broken before proven before absent."""
    states = {part.balance.state for part in parts}
    for state in (BalanceState.BROKEN, BalanceState.PROVEN):
        if state in states:
            return state
    return BalanceState.ABSENT


def _table_object(table: StatementTable, language: Language) -> JsonObject:
    parts = apart(table.parts)
    figures = together([figures_of_part(part) for part in table.parts])
    currency = _only([part.currency for part in parts])
    breaks = sorted((each, part.currency) for part in parts for each in map(_break_key, part.balance.breaks))
    several = len(parts) > 1
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "account": _only([part.account for part in parts]),
        "holder": _only([part.holder for part in parts]),
        "currency": _stated(currency),
        "rows": asdict(table.rows),
        "sums": _sums(figures, currency),
        **_span(figures),
        "balance": {
            "state": state_of(parts).value,
            "breaks": [_break_object(BalanceBreak(*key), code) for key, code in breaks],
        },
        "parts": [_part_object(part, aside) for part, aside in _with_own_rows(parts)] if several else [],
        "repeats_sheet": table.repeats_sheet,
        "printed_totals": [_printed_object(each) for each in table.printed],
        "quarantined": [
            {
                "row": each.source.row,
                "column": each.column or None,
                "reason": each.reason.render(language),
                "text": each.text,
            }
            for each in table.quarantined
        ],
    }


def _printed_object(each: PrintedTotal) -> JsonObject:
    """Return a total that the table prints, beside what was read of the same rows (null where not known)."""
    said = each.direction.value if each.direction else None
    return {
        "row": each.source.row,
        "text": each.text,
        "direction": said,
        "page": each.page,
        "currency": _stated(each.currency),
        "count": each.count,
        "amount": None if each.amount is None else text_from_minor(each.amount, each.currency),
        "read_count": each.found_count if each.count is not None else None,
        "read_amount": None
        if each.amount is None or each.found_amount is None
        else text_from_minor(each.found_amount, each.currency),
        "agrees": each.agrees if each.is_compared else None,
    }


def _reading_table(path: str, table: StatementTable, language: Language) -> JsonObject:
    """Return a table as one of several readings would have it, with its first rows as they would be read."""
    first = islice(in_file_order(table), FIRST_ROWS)
    return {
        **_table_object(table, language),
        "first_rows": [booking_object(path, table.sheet, booking) for booking in first],
    }


def _with_own_rows(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Yield each part with how many quarantined rows are its own: such as can be of no other part."""
    may_be = Counter(each.source for part in parts for each in part.quarantined if each.account)
    for part in parts:
        yield part, sum(bool(each.account) and may_be[each.source] == 1 for each in part.quarantined)


def _part_object(part: Part, aside: int) -> JsonObject:
    read = len(part.bookings)
    figures = figures_of_part(part)
    return {
        "account": part.account or None,
        "holder": part.holder or None,
        "currency": _stated(part.currency),
        **({"cash_spot": part.cash_spot} if part.cash_spot else {}),
        "rows": asdict(RowAccounting(read + aside, read=read, quarantined=aside)),
        "sums": _sums(figures, part.currency),
        **_span(figures),
        "balance": _balance_object(part.balance, part.currency),
    }


def _sums(figures: Figures, currency: str | None) -> JsonObject:
    """Return count and amount by direction; amounts of several currencies are not added up (null)."""
    sums: JsonObject = {}
    for direction in (Direction.IN, Direction.OUT, Direction.NONE):
        text = None if currency is None else text_from_minor(figures.amount[direction], currency)
        sums[direction.value] = {"count": figures.count[direction], "amount": text}
    return sums


def _span(figures: Figures) -> JsonObject:
    return {
        "first_time": str(figures.first[0]) if figures.first else None,
        "last_time": str(figures.last[0]) if figures.last else None,
    }


def _balance_object(balance: BalanceProof, currency: str) -> JsonObject:
    breaks = sorted(map(_break_key, balance.breaks))
    return {
        "state": balance.state.value,
        "breaks": [_break_object(BalanceBreak(*key), currency) for key in breaks],
    }


def _break_key(each: BalanceBreak) -> tuple[int, int, int, tuple[int, ...]]:
    return each.row, each.expected, each.found, each.quarantined


def _break_object(each: BalanceBreak, currency: str) -> JsonObject:
    return {
        "row": each.row,
        "expected": text_from_minor(each.expected, currency),
        "found": text_from_minor(each.found, currency),
        "quarantined": list(each.quarantined),
    }


def _stated(currency: str | None) -> str | None:
    """Return a currency, None where the file names none."""
    return None if currency == UNSTATED else currency


def _only(values: Sequence[str]) -> str | None:
    """Return the one value, None where there are several or it is empty."""
    different = set(values)
    return next(iter(different)) or None if len(different) == 1 else None
