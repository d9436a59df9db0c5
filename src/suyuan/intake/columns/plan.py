"""Which layouts can be read by columns, and which column of the file is needed for what.

The functions that say what a text means are the row engine's own (``BookingReader``): here they are asked once for
each distinct text, with a row that has only the texts in question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from suyuan.intake.bookings import BookingReader, Place
from suyuan.intake.cells import COMMON_FORMATS
from suyuan.intake.columns.kernels import values
from suyuan.intake.columns.kernels.arrays import Array32, Flags
from suyuan.intake.columns.probe import Probe
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.owner import Owner, find_owner
from suyuan.intake.preamble import read_preamble
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid
from suyuan.intake.statement import FEW_NAMES
from suyuan.intake.table import reader_of
from suyuan.intake.thai_years import is_buddhist
from suyuan.intake.widths import Widths
from suyuan.model.transfer import AccountKind

FORM_OF = {
    "yyyy-M-d H:mm:ss": values.DASH_SECOND,
    "yyyy-M-d H:mm": values.DASH_MINUTE,
    "yyyy-M-d": values.DASH_DAY,
    "yyyy/M/d H:mm:ss": values.SLASH_SECOND,
    "yyyy/M/d H:mm": values.SLASH_MINUTE,
    "yyyy/M/d": values.SLASH_DAY,
    "yyyyMMdd": values.DIGITS_DAY,
    "yyyyMMddHHmmss": values.DIGITS_SECOND,
}
"""The forms of times that kernels read, by the layout's word for them."""

ONE_COLUMN = ("time", "direction", "amount", "incoming", "outgoing", "balance", "counterparty_account")
"""Fields that are read by columns only where one column of the file has them."""

NOT_BY_COLUMNS = (
    "clock",
    "month",
    "fee",
    "contract",
    "symbol",
    "subject",
    "payer",
    "payee",
    "payer_name",
    "payee_name",
    "cash_spot",
)
"""Fields of layouts that only the row engine reads."""


@dataclass(frozen=True)
class Plan:
    """What to read of each row. ``slots``: for each column of the file where it is kept, -1 for nowhere.

    ``beyond`` are columns behind the header's last one that all rows have; they must be empty. ``forms`` says
    which forms of times the layout knows.
    """

    found: Recognised
    owner: Owner
    width: int
    slots: Array32
    columns: dict[str, list[int]]
    notes: list[tuple[int, tuple[str, ...]]]
    watched: list[tuple[int, tuple[str, ...]]]
    kind_columns: list[int]
    beyond: list[int]
    forms: Flags
    names: Sequence[str] = field(repr=False)

    @property
    def layout(self) -> Layout:
        """The layout."""
        return self.found.layout

    @property
    def offset(self) -> int:
        """The source's zone in seconds."""
        rules = self.layout.rules
        return 3600 * rules.offset_hours + 60 * rules.offset_minutes

    def columns_of(self, *fields: str) -> list[int]:
        """Return the columns of some fields, each once."""
        return list(dict.fromkeys(at for each in fields for at in self.columns.get(each, ())))


def plan_for(top: Grid, found: Recognised | None, path: str) -> Plan | None:
    """Return how to read a sheet by columns; None where its layout needs the row engine."""
    if found is None or found.header_at is None or not found.places or not _is_plain(found.layout):
        return None
    if is_buddhist(top, found):
        return None
    owner = find_owner(top, found, read_preamble(found.layout, top.rows[: found.header_at]), path)
    reader = reader_of("", top, found, owner)
    columns = {each: list(reader.columns_of(each)) for each in found.layout.columns}
    if not _has_plain_columns(found.layout, columns, reader):
        return None
    names = reader.names
    width = max(_usual_width(top, found.header_at), len(names))
    notes = [(found.places[each.column], each.words) for each in found.layout.notes if each.column in found.places]
    watched = [
        (found.places[each.column], each.words) for each in found.layout.watched if each.column in found.places
    ]
    if any(word != word.strip() for _, words in watched for word in words):
        return None
    kind_columns = list(
        dict.fromkeys(
            [
                *columns.get("kind", ()),
                *(found.places[each.column] for each in found.layout.kinds if each.column in found.places),
            ]
        )
    )
    beyond = list(range(len(names), width))
    needed = {*(at for each in columns.values() for at in each), *kind_columns, *beyond}
    needed |= {at for at, _ in (*notes, *watched)}
    slots = np.full(width, -1, np.int32)
    for slot, column in enumerate(sorted(needed)):
        slots[column] = slot
    forms = _forms(found.layout)
    return Plan(found, owner, width, slots, columns, notes, watched, kind_columns, beyond, forms, names)


def probe_of(top: Grid, plan: Plan) -> Probe:
    """Return a reader of the plan's table that is asked about single fields."""
    header = top.rows[cast(int, plan.found.header_at)]
    grid = Grid(None, 1, (header,), top.delimiter)
    return Probe(plan.found, plan.names, Widths(grid, 0), Place("", None, 1), plan.owner)


def _is_plain(layout: Layout) -> bool:
    """Tell whether a layout's rules are ones that can be followed column by column."""
    rules = layout.rules
    return (
        layout.kind is FileKind.STATEMENT
        and len(layout.recognise.header) > FEW_NAMES
        and not layout.recognise.cells
        and not layout.splits
        and not layout.preamble
        and layout.account_kind is not AccountKind.EXCHANGE
        and rules.direction in ("word", "signed", "two_columns")
        and rules.plus in ("in", "out")
        and rules.subject == "column"
        and rules.unit != "ten_thousand"
        and rules.more_decimals == "quarantine"
        and not (rules.lead or rules.labelled or rules.continuation or rules.card_balance)
        and not rules.closed_may_be_refunded
        and all(form in FORM_OF for form in rules.time_formats)
    )


def _has_plain_columns(layout: Layout, columns: dict[str, list[int]], reader: BookingReader) -> bool:
    """Tell whether the columns found are ones that can be read one by one."""
    if any(len(columns.get(each, ())) > 1 for each in ONE_COLUMN) or any(
        columns.get(each) for each in NOT_BY_COLUMNS
    ):
        return False
    if layout.rules.direction == "word" and (not columns.get("amount") or columns.get("outgoing")):
        return False
    if layout.rules.direction == "two_columns" and not (columns.get("incoming") and columns.get("outgoing")):
        return False
    if layout.rules.direction == "signed" and not columns.get("amount"):
        return False
    return bool(columns.get("time")) and not reader.has_doubled_columns


def _usual_width(top: Grid, header_at: int) -> int:
    """Return the number of cells that most of the first rows have."""
    widths = Counter(len(row.cells) for row in top.rows[header_at + 1 :])
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _forms(layout: Layout) -> Flags:
    """Return which of the kernels' forms of times a layout knows."""
    known = layout.rules.time_formats or COMMON_FORMATS
    forms = np.zeros(values.FORMS, np.uint8)
    for form, at in FORM_OF.items():
        forms[at] = form in known
    return forms
