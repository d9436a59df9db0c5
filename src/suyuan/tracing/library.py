"""Tracing from Python: columns of any kind in, the findings out (docs/library.md).

A table is anything with the Arrow PyCapsule interface (``__arrow_c_stream__``: Arrow, Polars, pandas, DuckDB and
others), a mapping of columns, or a list of mappings. Polars and pandas are not needed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from suyuan.errors import Refused
from suyuan.model.moment import CHINA
from suyuan.model.money import minor_from_text
from suyuan.model.text import Text
from suyuan.tracing.checks import ACCOUNTS, ASSERTIONS, CLAIMS, EARMARKS, OPENINGS, TRANSFERS, RowRefused
from suyuan.tracing.columns import Column, compute, joined, texts_of
from suyuan.tracing.findings import MONEY, OFFSET, TEXT, TIME, Findings, TraceInput
from suyuan.tracing.moments import offset_minutes
from suyuan.tracing.policies import ALL, Policy, parse
from suyuan.tracing.trace import trace

NO_TABLE = Text(
    zh="{table} 不是表：需要 Arrow、Polars、pandas 的表，或列名到列的字典，或字典的列表；收到的是 {found}。",
    en="{table} is no table: give one of Arrow, Polars or pandas, a mapping of columns, or a list of mappings; "
    "this is {found}.",
)
NO_COLUMN_OF = Text(
    zh="{table} 的列 {column} 不能作为一列读取：{reason}。",
    en="{table}: column {column} cannot be read as one column: {reason}.",
)
NO_MONEY = Text(
    zh="{table} 的列 {column} 类型是 {found}。金额须为整数（最小货币单位），或以元计的文本、Decimal；不收浮点数。",
    en="{table}: column {column} is of type {found}. Amounts are integers in minor units, or text or Decimals in "
    "major units; never floats.",
)
BAD_AMOUNT = Text(zh="{text} 不是 {currency} 金额。", en="{text!r} is no amount in {currency}.")
BAD_TIME = Text(
    zh="{text} 不是时间。例：2021-03-05T10:11:12+08:00。",
    en="{text!r} is no time. Example: 2021-03-05T10:11:12+08:00.",
)
REPEATED = Text(
    zh="账户 {account} 的期初余额出现两次。", en="the opening balance of account {account} is stated twice."
)
NO_ZONE = Text(
    zh="时刻 {moment} 未写明时区。例：datetime(2021, 3, 5, tzinfo=CHINA)。",
    en="The moment {moment} has no time zone. Example: datetime(2021, 3, 5, tzinfo=CHINA).",
)

TIMES = {TRANSFERS: ("time",), ASSERTIONS: ("time",), ACCOUNTS: ("covered_from", "covered_to")}
WITH_AMOUNTS = frozenset({TRANSFERS, CLAIMS, OPENINGS, ASSERTIONS, EARMARKS})
CURRENCY = "CNY"


def trace_columns(  # noqa: PLR0913  a table each
    transfers: Any,
    claims: Any,
    *,
    openings: Any = None,
    accounts: Any = None,
    assertions: Any = None,
    earmarks: Any = None,
    policies: str | Iterable[Policy] = ALL,
    currency: str = CURRENCY,
    as_of: datetime | None = None,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
) -> Findings:
    """Trace tables of any kind; the columns are those of ``findings.TraceInput``.

    Amounts: integers are minor units, texts and Decimals major ones. Times: a moment without a zone is China's.
    ``openings`` may also be a mapping of account to minor units. Raises Refused (RowRefused: with table and row)
    for what cannot be traced, WrongUsage for an unknown policy, Failed where a law of the money does not hold.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise Refused(NO_ZONE(moment=as_of.isoformat()))
    chosen = parse(policies) if isinstance(policies, str) else tuple(policies)
    given = input_of_columns(
        transfers, claims, openings=openings, accounts=accounts, assertions=assertions, earmarks=earmarks,
        currency=currency,
    )  # fmt: skip
    return trace(given, chosen, as_of, bounds=bounds, sets=sets)


def input_of_columns(
    transfers: Any,
    claims: Any,
    *,
    openings: Any = None,
    accounts: Any = None,
    assertions: Any = None,
    earmarks: Any = None,
    currency: str = CURRENCY,
) -> TraceInput:
    """Return tables of any kind as what ``trace`` takes; raises Refused, RowRefused."""

    def read(name: str, table: Any) -> pa.Table | None:
        return None if table is None else _typed(name, _arrow(name, table), currency)

    return TraceInput(
        currency=currency,
        transfers=_typed(TRANSFERS, _arrow(TRANSFERS, transfers), currency),
        claims=_typed(CLAIMS, _arrow(CLAIMS, claims), currency),
        openings=_openings(openings, currency),
        accounts=read(ACCOUNTS, accounts),
        assertions=read(ASSERTIONS, assertions),
        earmarks=read(EARMARKS, earmarks),
    )


def _arrow(name: str, table: Any) -> pa.Table:
    """Return a table of any kind as an Arrow table."""
    if isinstance(table, pa.Table):
        return table
    if hasattr(table, "__arrow_c_stream__"):
        whole: pa.Table = pa.table(table)
        return whole
    if isinstance(table, Mapping):
        return _of_columns(name, table)
    if (
        isinstance(table, Sequence)
        and not isinstance(table, str)
        and all(isinstance(row, Mapping) for row in table)
    ):
        columns = list(dict.fromkeys(column for row in table for column in row))
        return _of_columns(name, {column: [row.get(column) for row in table] for column in columns})
    raise Refused(NO_TABLE(table=name, found=type(table).__name__))


def _of_columns(name: str, columns: Mapping[str, Any]) -> pa.Table:
    arrays: dict[str, Column] = {}
    for column, values in columns.items():
        try:
            arrays[column] = pa.array(values if hasattr(values, "__arrow_c_array__") else _listed(values))
        except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
            raise Refused(NO_COLUMN_OF(table=name, column=column, reason=error)) from error
    if len({len(each) for each in arrays.values()}) > 1:
        lengths = ", ".join(f"{column} {len(each)}" for column, each in arrays.items())
        raise Refused(NO_COLUMN_OF(table=name, column=next(iter(arrays)), reason=lengths))
    return pa.table(arrays)


def _listed(values: Any) -> Any:
    """Return a column as what Arrow reads: a series of Polars or pandas as Arrow, others as they are."""
    if hasattr(values, "__arrow_c_stream__"):
        return joined(pa.chunked_array(values))
    return values if hasattr(values, "dtype") or isinstance(values, pa.Array) else list(values)


def _typed(name: str, table: pa.Table, currency: str) -> pa.Table:
    """Return the columns in the types that tracing takes; others are left as they are."""
    columns: dict[str, Column] = {}
    for column in table.column_names:
        found = _plain(joined(table.column(column)))
        if column == "amount" and name in WITH_AMOUNTS:
            columns[column] = _amounts(name, found, currency)
        elif column in TIMES.get(name, ()):
            columns |= _times(name, column, found, table.column_names)
        else:
            columns[column] = found
    return pa.table(columns)


def _plain(column: Column) -> Column:
    """Return texts of any layout (large, viewed, by dictionary) and missing values as plain text."""
    kind = column.type
    layouts = (pa.types.is_large_string, pa.types.is_string_view, pa.types.is_dictionary, pa.types.is_null)
    return column.cast(TEXT) if any(fits(kind) for fits in layouts) else column


def _amounts(name: str, column: Column, currency: str) -> Column:
    if pa.types.is_integer(column.type):
        return (
            column.cast(MONEY) if column.type != pa.uint64() else _from_texts(name, column, currency, minor=True)
        )
    if pa.types.is_string(column.type) or pa.types.is_decimal(column.type):
        return _from_texts(name, column, currency, minor=False)
    raise Refused(NO_MONEY(table=name, column="amount", found=column.type))


def _from_texts(name: str, column: Column, currency: str, *, minor: bool) -> Column:
    found: list[int | None] = []
    for row, value in enumerate(column.to_pylist()):
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        try:
            found.append(None if value is None else int(value) if minor else minor_from_text(text, currency))
            if minor and value is not None and value >= 1 << 63:
                raise ValueError(text)
        except ValueError as error:
            raise RowRefused(name, row, BAD_AMOUNT(text=text, currency=currency)) from error
    return pa.array(found, MONEY)


def _times(name: str, column: str, found: Column, there: Sequence[str]) -> dict[str, Column]:
    """Return a column of moments, and beside it the offsets that texts state."""
    if pa.types.is_timestamp(found.type):
        if found.type.tz is None:
            found = compute.assume_timezone(found.cast(pa.timestamp("us")), "+08:00")
        return {column: _to_microseconds(name, column, found)}
    if not pa.types.is_string(found.type):
        return {column: found}
    moments = [_moment(name, row, text) for row, text in enumerate(texts_of(found))]
    columns: dict[str, Column] = {
        column: pa.array([each.astimezone(UTC) if each else None for each in moments], TIME)
    }
    beside = f"{column}_offset"
    if beside not in there:
        columns[beside] = pa.array([offset_minutes(each) if each else None for each in moments], OFFSET)
    return columns


def _to_microseconds(name: str, column: str, found: Column) -> Column:
    try:
        return found.cast(TIME)
    except pa.ArrowInvalid as error:
        raise Refused(NO_COLUMN_OF(table=name, column=column, reason=error)) from error


def _moment(name: str, row: int, text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise RowRefused(name, row, BAD_TIME(text=text)) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=CHINA)


def _openings(given: Any, currency: str) -> dict[str, int]:
    """Return openings by account: of a mapping of account to minor units, or of a table of any kind."""
    if given is None:
        return {}
    if isinstance(given, Mapping) and all(isinstance(value, int) for value in given.values()):
        return dict(given)
    table = _typed(OPENINGS, _arrow(OPENINGS, given), currency)
    found: dict[str, int] = {}
    for row, (account, amount) in enumerate(
        zip(table.column("account").to_pylist(), table.column("amount").to_pylist(), strict=True)
    ):
        if account in found:
            raise RowRefused(OPENINGS, row, REPEATED(account=account))
        found[str(account)] = int(amount or 0)
    return found
