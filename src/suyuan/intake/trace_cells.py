"""One cell, one column of a plain file: text to an amount or a time, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute

from suyuan.errors import Refused
from suyuan.intake.plain_cells import A_TIME, AN_AMOUNT, SOMETHING
from suyuan.intake.plain_cells import CELL as CELL
from suyuan.intake.plain_cells import moment_of as moment_of
from suyuan.intake.plain_columns import read_amounts, read_times
from suyuan.model.moment import CHINA
from suyuan.model.money import LARGEST_MINOR, decimals_of, minor_from_text, text_from_minor
from suyuan.model.text import Message, Text

compute: Any = pyarrow.compute
arrow: Any = pa

TIME: Any = pa.timestamp("us", tz="UTC")
TEXT: Any = pa.string()
MONEY: Any = pa.int64()
OFFSET: Any = pa.int16()

MAY_BE_EMPTY = frozenset(
    {
        *("kind", "role", "parent", "holder", "controller", "bank", "statement"),
        *("covered_from", "covered_to", "after_transfer", "victim"),
    }
)

COLUMN_TYPE = Text(
    zh="{file} 的列 {column} 类型为 {seen}，应为{expected}。",
    en="{file}: column {column} is of type {seen}, expected {expected}.",
)
MINOR_UNITS = Text(zh="以最小货币单位计的整数", en="integers in minor units")


@dataclass(frozen=True)
class Cells:
    """Reads the columns of one raw table.

    ``row`` gives a record's row in the file; ``in_minor_units``: amounts are integers (Parquet), else texts.
    """

    raw: pa.Table
    file: str
    row: Callable[[int], int]
    currency: str
    in_minor_units: bool

    def column(self, name: str, kind: Any) -> dict[str, Any]:
        """Return a column in its type, a time with its offsets; raises Refused at the first cell that is not."""
        found: Any = self.raw.column(name)
        if pa.types.is_dictionary(found.type) or pa.types.is_large_string(found.type):
            found = found.cast(TEXT)
        if pa.types.is_null(found.type):
            found = found.cast(TEXT)
        if name not in MAY_BE_EMPTY:
            self._refuse_empty(name, found)
        if kind == TIME:
            return self._time(name, found)
        if kind == MONEY:
            return {name: self._amount(name, found)}
        if not pa.types.is_string(found.type):
            raise Refused(COLUMN_TYPE(file=self.file, column=name, seen=found.type, expected="string"))
        return {name: found}

    def _refuse_empty(self, name: str, found: Any) -> None:
        empty = compute.is_null(found)
        if pa.types.is_string(found.type):
            empty = compute.or_kleene(empty, compute.equal(found, ""))
        place = compute.index(empty, pa.scalar(True)).as_py()  # noqa: FBT003
        if place >= 0:
            raise self._cell(name, place, "", SOMETHING)

    def _cell(self, name: str, record: int, seen: object, expected: Text | Message) -> Refused:
        row = self.row(record)
        return Refused(CELL(file=self.file, row=row, column=name, seen=seen, expected=expected))

    def _amount(self, name: str, found: Any) -> Any:
        if self.in_minor_units and pa.types.is_integer(found.type):
            return found.cast(MONEY)
        if self.in_minor_units:
            raise Refused(COLUMN_TYPE(file=self.file, column=name, seen=found.type, expected=MINOR_UNITS))
        places = decimals_of(self.currency)
        read = read_amounts(found, places)
        if read is not None:
            return read
        plain = rf"^[0-9]{{1,{17 - places}}}\.[0-9]{{{places}}}$" if places else r"^[0-9]{1,17}$"
        if compute.all(compute.match_substring_regex(found, plain)).as_py() in (True, None):
            return compute.replace_substring(found, ".", "").cast(MONEY)
        limit = text_from_minor(LARGEST_MINOR, self.currency)
        read_one: Callable[[str], int] = lambda text: minor_from_text(text, self.currency)  # noqa: E731
        return pa.array(self._each(name, found, read_one, AN_AMOUNT(limit=limit)), MONEY)

    def _time(self, name: str, found: Any) -> dict[str, Any]:
        beside = f"{name}_offset"
        if pa.types.is_timestamp(found.type):
            if found.type.tz is None:
                raise Refused(COLUMN_TYPE(file=self.file, column=name, seen=found.type, expected=A_TIME))
            has = beside in self.raw.column_names
            offsets = self.raw.column(beside).cast(OFFSET) if has else pa.array([None] * len(found), OFFSET)
            china = pa.scalar(_minutes(CHINA.utcoffset(None)), OFFSET)
            return {
                name: found.cast(TIME),
                beside: compute.if_else(compute.is_null(found), None, compute.fill_null(offsets, china)),
            }
        if not pa.types.is_string(found.type):
            raise Refused(COLUMN_TYPE(file=self.file, column=name, seen=found.type, expected=A_TIME))
        read = read_times(found)
        if read is not None:
            return {name: read[0], beside: read[1]}
        whole = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?[+-][0-9]{2}:[0-9]{2}$"
        if compute.all(compute.match_substring_regex(found, whole)).as_py() in (True, None):
            try:
                return {name: found.cast(TIME), beside: _offsets(found)}
            except pa.ArrowInvalid:
                pass  # a day or an hour that does not exist: the slow way below says which
        moments = self._each(name, found, moment_of, A_TIME)
        offsets = [None if each is None else _minutes(each.utcoffset()) for each in moments]
        return {name: pa.array(moments, TIME), beside: pa.array(offsets, OFFSET)}

    def _each(self, name: str, found: Any, reader: Callable[[str], Any], expected: Text | Message) -> list[Any]:
        """Read a column cell by cell; an empty cell is None."""
        values: list[Any] = []
        for record, text in enumerate(found.to_pylist()):
            try:
                values.append(reader(text) if text else None)
            except (ValueError, OverflowError):
                raise self._cell(name, record, text, expected) from None
        return values


def _offsets(found: Any) -> Any:
    """Return the offsets in minutes of times written in full."""
    signs = compute.utf8_slice_codeunits(found, -6, 1 << 30)
    minutes = {
        text: (-1 if text[0] == "-" else 1) * (int(text[1:3]) * 60 + int(text[4:6]))
        for text in compute.unique(signs).to_pylist()
        if text
    }
    places = compute.index_in(signs, value_set=arrow.array(list(minutes), TEXT))
    return arrow.array(list(minutes.values()), OFFSET).take(places)


def _minutes(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // timedelta(minutes=1)
