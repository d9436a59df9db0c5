"""Tracing plain files: what ``suyuan trace --transfers F --claims F`` asks for.

The files are read while the trace and its kernels are loaded, which takes as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from suyuan.errors import Refused, WrongUsage
from suyuan.intake import trace_tables as given
from suyuan.intake.trace_cells import moment_of
from suyuan.intake.trace_tables import TableKind, TraceTable
from suyuan.model.text import Text
from suyuan.tracing.findings import Findings, TraceInput
from suyuan.tracing.policies import Policy

if TYPE_CHECKING:
    from suyuan.tracing.checks import RowRefused
    from suyuan.tracing.resuming import Again

BAD_MOMENT = Text(
    zh="--as-of 的值 {text} 不是时间。例：2021-03-05T10:11:12+08:00。",
    en="The --as-of value {text!r} is no time. Example: 2021-03-05T10:11:12+08:00.",
)
BAD_REPORT = Text(
    zh="--kept-from 的值 {text} 不是时间。例：2021-03-05T10:11+08:00。",
    en="The --kept-from value {text!r} is no time. Example: 2021-03-05T10:11+08:00.",
)
BAD_SET = Text(
    zh="--set 的值 {text} 应为 名称=文件，且名称不重复。例：frozen=冻结账户.csv。",
    en="The --set value {text!r} must be NAME=FILE, each name once. Example: frozen=frozen.csv.",
)
REPEATED_OPENING = Text(
    zh="账户 {account} 的期初余额出现两次。", en="the opening balance of account {account} is stated twice."
)
DATE_LENGTH = len("2021-03-05")


@dataclass(frozen=True)
class PlainFiles:
    """The plain files of a run; None where one is not given."""

    transfers: Path
    claims: Path
    openings: Path | None = None
    accounts: Path | None = None
    assertions: Path | None = None
    earmarks: Path | None = None
    sets: Mapping[str, Path] = field(default_factory=dict)

    def given(self) -> list[Path]:
        """Return the files that are given."""
        each = (
            self.transfers, self.claims, self.openings, self.accounts, self.assertions, self.earmarks
        )  # fmt: skip
        return [path for path in (*each, *self.sets.values()) if path is not None]


@dataclass(frozen=True)
class TracedFiles:
    """What a run found, the files it was written to, and how much of it was computed again."""

    findings: Findings
    paths: tuple[Path, ...]
    again: tuple[Again, ...] = ()


def trace_plain_files(
    files: PlainFiles,
    policies: Sequence[Policy],
    as_of: datetime | None,
    directory: Path,
    *,
    bounds: bool = False,
    kept_from: datetime | None = None,
) -> TracedFiles:
    """Trace plain files and write the findings into ``directory``, in the container of the transfers file.

    ``bounds``: also what no rule can deny or exceed, for accounts and for the files' sets.
    ``kept_from``: from this report on also what could still be stopped, hour by hour.
    Raises WrongUsage where an output would overwrite an input, Refused (with file and row) where an input cannot
    be taken, Failed where the money's laws do not hold or the disk is full.
    """
    container = given.container_of(files.transfers)
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(_read, files)
        from suyuan.documents import trace_tables as written
        from suyuan.tracing.checks import RowRefused
        from suyuan.tracing.trace import trace

        written.refuse_overwriting(files.given(), directory, container.value)
        tables = coming.result()
    try:
        sets = read_sets(files.sets)
        findings = trace(_input(tables), policies, as_of, bounds=bounds, sets=sets, kept_from=kept_from)
    except RowRefused as error:
        raise refused_row(tables, error) from error
    return TracedFiles(findings, written.write(findings, directory, container.value))


def plain_input(files: PlainFiles) -> tuple[TraceInput, dict[TableKind, TraceTable]]:
    """Return plain files as what tracing takes, and as they were read; raises Refused (with file and row)."""
    tables = _read(files)
    return _input(tables), tables


def refused_row(tables: Mapping[TableKind, TraceTable], error: RowRefused) -> Refused:
    """Return what a row's refusal says, with its file and row."""
    return Refused(tables[TableKind(error.table)].at(error.row, error.what))


def sets_asked(texts: Sequence[str]) -> dict[str, Path]:
    """Return the files of ``--set NAME=FILE`` by name; raises WrongUsage for another form or a repeated name."""
    sets: dict[str, Path] = {}
    for text in texts:
        name, equals, path = text.partition("=")
        if not (name.strip() and equals and path.strip()) or name.strip() in sets:
            raise WrongUsage(BAD_SET(text=text))
        sets[name.strip()] = Path(path.strip())
    return sets


def read_sets(files: Mapping[str, Path]) -> dict[str, list[str]]:
    """Return sets of accounts read from files with a column ``account``; raises Refused."""
    return {
        name: [str(account) for account in given.read(path, TableKind.SET).rows.column("account").to_pylist()]
        for name, path in files.items()
    }


def moment_asked(text: str) -> datetime:
    """Return the moment of ``--as-of``: without an offset China's; a bare date means its end.

    Raises WrongUsage for what is no time.
    """
    try:
        moment = moment_of(text.strip())
    except ValueError as error:
        raise WrongUsage(BAD_MOMENT(text=text)) from error
    if len(text.strip()) <= DATE_LENGTH:
        return datetime.combine(moment.date(), time.max, moment.tzinfo)
    return moment


def report_asked(text: str) -> datetime:
    """Return the moment of ``--kept-from``, without an offset China's; raises WrongUsage for what is no time."""
    try:
        return moment_of(text.strip())
    except ValueError as error:
        raise WrongUsage(BAD_REPORT(text=text)) from error


def _read(files: PlainFiles) -> dict[TableKind, TraceTable]:
    transfers = given.read(files.transfers, TableKind.TRANSFERS)
    tables = {TableKind.TRANSFERS: transfers}
    for kind, path in (
        (TableKind.CLAIMS, files.claims),
        (TableKind.OPENINGS, files.openings),
        (TableKind.ACCOUNTS, files.accounts),
        (TableKind.ASSERTIONS, files.assertions),
        (TableKind.EARMARKS, files.earmarks),
    ):
        if path is not None:
            tables[kind] = given.read(path, kind, transfers.currency)
    return tables


def _input(tables: dict[TableKind, TraceTable]) -> TraceInput:
    accounts, assertions = tables.get(TableKind.ACCOUNTS), tables.get(TableKind.ASSERTIONS)
    earmarks = tables.get(TableKind.EARMARKS)
    return TraceInput(
        currency=tables[TableKind.TRANSFERS].currency,
        transfers=tables[TableKind.TRANSFERS].rows,
        claims=tables[TableKind.CLAIMS].rows,
        openings=_openings(tables.get(TableKind.OPENINGS)),
        accounts=accounts.rows if accounts else None,
        assertions=assertions.rows if assertions else None,
        earmarks=earmarks.rows if earmarks else None,
    )


def _openings(table: TraceTable | None) -> dict[str, int]:
    """Return the stated openings, in the order of the file; raises Refused for an account that is named twice."""
    if table is None:
        return {}
    openings: dict[str, int] = {}
    columns = table.rows.column("account").to_pylist(), table.rows.column("amount").to_pylist()
    for row, (account, amount) in enumerate(zip(*columns, strict=True)):
        if account in openings:
            raise Refused(table.at(row, REPEATED_OPENING(account=account)))
        openings[str(account)] = int(amount or 0)
    return openings
