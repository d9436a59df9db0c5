"""What a case's trace rests on, as the plain files that ``suyuan trace`` takes: anyone can run it again."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa

from suyuan.documents.trace_tables import NOT_WRITTEN, PARTIAL, csv_bytes
from suyuan.errors import Failed
from suyuan.tracing.findings import MONEY, TEXT, TraceInput

FOLDER = "given"
"""The folder below the findings; a name of its own, since both have a ``claims.csv``."""


def write(given: TraceInput, directory: Path, below: str = "") -> tuple[Path, ...]:
    """Write transfers, claims, openings, accounts, assertions and earmarks as CSV into ``directory/given``.

    Or into ``below`` it.

    ``suyuan trace`` on these files gives the same findings to the last byte, where no exchange brings money from
    another currency: ``conversions.csv`` says what one brought. Each file appears whole or not at
    all; raises Failed where the disk does not take them.
    """
    tables = {"transfers": given.transfers, "claims": given.claims, "openings": _openings(given)}
    if given.accounts is not None:
        tables["accounts"] = given.accounts
    if given.assertions is not None:
        tables["assertions"] = given.assertions
    if given.earmarks is not None:
        tables["earmarks"] = given.earmarks
    folder = directory / FOLDER / below
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            beside = folder / f"{name}.csv{PARTIAL}"
            beside.write_bytes(csv_bytes(table, given.currency))
            os.replace(beside, folder / f"{name}.csv")  # noqa: PTH105
    except OSError as error:
        raise Failed(NOT_WRITTEN(folder=folder, reason=error.strerror or str(error))) from error
    return tuple(folder / f"{name}.csv" for name in tables)


def _openings(given: TraceInput) -> pa.Table:
    schema = pa.schema([("account", TEXT), ("amount", MONEY)])
    accounts = sorted(given.openings)
    return pa.table({"account": accounts, "amount": [given.openings[each] for each in accounts]}, schema=schema)
