"""Findings as files: each table as CSV or Parquet, and the summary as JSON.

CSV is UTF-8 without byte order mark, comma, LF, a header line; amounts are decimal strings with all the currency's
decimals, times ISO 8601 with the offset of their source, what is absent is empty. Parquet keeps int64 minor units
and timestamp(us, UTC) with the offset in minutes beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from suyuan.errors import Failed, WrongUsage
from suyuan.model.money import decimals_of, text_from_minor
from suyuan.model.text import Text
from suyuan.tracing.findings import MONEY, SCHEMAS, TEXT, TIME, Findings
from suyuan.tracing.laws import check_findings

compute: Any = pyarrow.compute
parquet: Any = pyarrow.parquet

CSV, PARQUET = "csv", "parquet"
SUMMARY = "summary.json"
PARTIAL = ".partial"
MICROSECONDS_A_MINUTE = 60 * 10**6
NO_MICROSECONDS = ".000000"
WITHOUT_EARMARKS = "without_earmarks"
"""The folder below the findings of a run with earmarks, for what they would be without."""

OVER_CURRENCIES = ("conversions", "basis")
"""The tables that are written where a case was traced in several currencies."""

WOULD_OVERWRITE = Text(
    zh="输出会覆盖本次的输入文件 {file}。请用 --out 指定另一目录。",
    en="The output would overwrite the input {file}. Name another folder with --out.",
)
NO_FOLDER = Text(
    zh="{folder} 不是目录，无法写入结果。", en="{folder} is not a folder, so nothing can be written there."
)
NOT_WRITTEN = Text(
    zh="无法在 {folder} 写入结果：{reason}。原有文件未改动。",
    en="The results could not be written to {folder}: {reason}. What was there is unchanged.",
)


def file_names(container: str, *, several: bool = False) -> list[str]:
    """Return the names of all files that may be written, in order; ``several``: with several currencies' too."""
    tables = [name for name in SCHEMAS if several or name not in OVER_CURRENCIES]
    return [f"{name}.{container}" for name in tables] + [SUMMARY]


def refuse_overwriting(inputs: Iterable[Path], directory: Path, container: str) -> None:
    """Raise WrongUsage if an output would fall on an input of the same run, or the folder is a file."""
    if directory.exists() and not directory.is_dir():
        raise WrongUsage(NO_FOLDER(folder=directory))
    outputs = _places(directory, container)
    for path in inputs:
        for output in outputs:
            if output.exists() and path.exists() and output.samefile(path):
                raise WrongUsage(WOULD_OVERWRITE(file=path))


def write(findings: Findings, directory: Path, container: str) -> tuple[Path, ...]:
    """Write all tables and the summary into a folder (made if need be); return the files' paths.

    The laws are checked first. Each file appears whole or not at all, the summary last; raises Failed where the
    disk does not take them.
    """
    check_findings(findings)
    partial: list[tuple[Path, Path]] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, table in findings.tables().items():
            path = directory / f"{name}.{container}"
            partial.append((directory / (path.name + PARTIAL), path))
            _write_table(table, partial[-1][0], findings.currency, container)
        partial.append((directory / (SUMMARY + PARTIAL), directory / SUMMARY))
        partial[-1][0].write_bytes(summary_bytes(findings.summary))
        for beside, path in partial:
            os.replace(beside, path)  # noqa: PTH105
        written = {path for _, path in partial}
        for path in _places(directory, container):
            if path not in written:
                path.unlink(missing_ok=True)  # of an earlier run, and no part of this one
    except OSError as error:
        for beside, _ in partial:
            beside.unlink(missing_ok=True)
        raise Failed(NOT_WRITTEN(folder=directory, reason=error.strerror or str(error))) from error
    beside_it: tuple[Path, ...] = ()
    if findings.without_earmarks is not None:
        beside_it = write(findings.without_earmarks, directory / WITHOUT_EARMARKS, container)
    return (*(path for _, path in partial), *beside_it)


def _places(directory: Path, container: str) -> list[Path]:
    """Return every file that may be written into a folder and the one below it."""
    folders = (directory, directory / WITHOUT_EARMARKS)
    return [folder / name for folder in folders for name in file_names(container, several=True)]


def read(directory: Path) -> Findings:
    """Return findings written as Parquet, their laws checked again; raises Failed where one does not hold."""
    paths = {name: directory / f"{name}.{PARQUET}" for name in SCHEMAS}
    tables = {name: parquet.read_table(str(path)) for name, path in paths.items() if path.exists()}
    summary = json.loads((directory / SUMMARY).read_bytes())
    findings = Findings(currency=summary["currency"], summary=summary, **tables)
    check_findings(findings)
    return findings


def summary_bytes(summary: Mapping[str, object]) -> bytes:
    """Return the summary as JSON."""
    return (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode()


def csv_bytes(table: pa.Table, currency: str) -> bytes:
    """Return a table as CSV."""
    columns = texts(table, currency)
    header = ",".join(columns)
    rows = compute.binary_join_element_wise(*(_quoted(each) for each in columns.values()), ",")
    return "\n".join([header, *rows.to_pylist(), ""]).encode()


def texts(table: pa.Table, currency: str) -> dict[str, Any]:
    """Return the columns of a table as they stand in a CSV: without the offsets, which are in the times.

    An amount ``x`` is of the currency in ``x_currency``, else of the one in ``currency``, else of ``currency``.
    """
    columns: dict[str, Any] = {}
    for field in table.schema:
        column: Any = table.column(field.name)
        if field.type == TIME:
            columns[field.name] = _times(column, table.column(f"{field.name}_offset"))
        elif field.type == MONEY:
            columns[field.name] = _amounts_of(table, field.name, currency)
        elif not field.name.endswith("_offset"):
            columns[field.name] = compute.fill_null(column.cast(TEXT), "")
    return columns


def _write_table(table: pa.Table, path: Path, currency: str, container: str) -> None:
    if container == PARQUET:
        parquet.write_table(table, str(path))
    else:
        path.write_bytes(csv_bytes(table, currency))


def _amounts_of(table: pa.Table, name: str, currency: str) -> Any:
    """Return a column of minor units as decimal text, each row in its own currency."""
    column: Any = table.column(name)
    of = next((each for each in (f"{name}_currency", "currency") if each in table.column_names), None)
    there = [] if of is None else compute.unique(table.column(of)).to_pylist()
    if of is None or not there or there == [currency]:
        return _amounts(column, currency)
    texts = _amounts(column, there[0])
    for each in there[1:]:
        texts = compute.if_else(compute.equal(table.column(of), each), _amounts(column, each), texts)
    return texts


def _amounts(column: Any, currency: str) -> Any:
    """Return minor units as decimal text; what is absent is empty."""
    places = decimals_of(currency)
    if compute.any(compute.less(column, 0)).as_py():
        values = ["" if each is None else text_from_minor(each, currency) for each in column.to_pylist()]
        return pa.array(values, TEXT)
    digits = compute.utf8_lpad(column.cast(TEXT), width=places + 1, padding="0")
    if places:
        whole = compute.utf8_slice_codeunits(digits, 0, -places)
        digits = compute.binary_join_element_wise(
            whole, compute.utf8_slice_codeunits(digits, -places, 1 << 30), "."
        )
    return compute.fill_null(digits, "")


def _times(column: Any, offsets: Any) -> Any:
    """Return moments as ISO 8601, each in its own offset; what is absent is empty."""
    beside = compute.fill_null(offsets, 0)
    texts = compute.if_else(compute.is_null(column), "", None)
    for offset in sorted(compute.unique(beside).to_pylist()):
        here = compute.and_(compute.is_valid(column), compute.equal(beside, offset))
        texts = compute.if_else(here, _times_in(column, offset), texts)
    return texts


def _times_in(column: Any, offset: int) -> Any:
    """Return moments as ISO 8601 in one offset; microseconds only where they are not zero."""
    local = compute.add(column.cast(pa.int64()), offset * MICROSECONDS_A_MINUTE).cast(pa.timestamp("us"))
    texts = compute.utf8_replace_slice(local.cast(TEXT), 10, 11, "T")
    whole = compute.ends_with(texts, NO_MICROSECONDS)
    texts = compute.if_else(whole, compute.utf8_slice_codeunits(texts, 0, -len(NO_MICROSECONDS)), texts)
    hours, minutes = divmod(abs(offset), 60)
    return compute.binary_join_element_wise(texts, f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}", "")


def _quoted(column: Any) -> Any:
    """Put quotes around the texts that hold a comma, a quote or a line break."""
    special = compute.match_substring_regex(column, '[",\r\n]')
    if not compute.any(special).as_py():
        return column
    doubled = compute.replace_substring(column, '"', '""')
    return compute.if_else(special, compute.binary_join_element_wise('"', doubled, '"', ""), column)
