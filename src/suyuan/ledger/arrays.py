"""The ledger as the tables that tracing takes (DESIGN's ``trace`` inputs), amounts as int64 minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from suyuan.ledger.case_ledger import AccountFacts, Ledger

INSTANT: pa.DataType = pa.timestamp("us", tz="UTC")
OFFSET: pa.DataType = pa.int16()
TEXT: pa.DataType = pa.string()
MONEY: pa.DataType = pa.int64()


def _columns(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    """Return the columns with the offset in minutes beside each time."""
    fields: list[tuple[str, pa.DataType]] = []
    for name, kind in columns:
        fields.append((name, kind))
        if kind == INSTANT:
            fields.append((f"{name}_offset", OFFSET))
    return pa.schema(fields)


TRANSFERS = _columns(
    ("id", TEXT),
    ("time", INSTANT),
    ("payer", TEXT),
    ("payee", TEXT),
    ("amount", MONEY),
    ("currency", TEXT),
    ("grade", TEXT),
    ("order", TEXT),
)
CLAIMS = _columns(("claim", TEXT), ("victim", TEXT), ("transfer", TEXT), ("amount", MONEY))
ACCOUNTS = _columns(
    ("account", TEXT),
    ("kind", TEXT),
    ("role", TEXT),
    ("parent", TEXT),
    ("holder", TEXT),
    ("controller", TEXT),
    ("bank", TEXT),
    ("statement", TEXT),
    ("covered_from", INSTANT),
    ("covered_to", INSTANT),
)
EARMARKS = _columns(("account", TEXT), ("credit", TEXT), ("debit", TEXT), ("amount", MONEY))
ASSERTIONS = _columns(("account", TEXT), ("time", INSTANT), ("after_transfer", TEXT), ("amount", MONEY))


@dataclass(frozen=True)
class TraceTables:
    """What tracing takes, field by field as ``tracing.TraceInput``.

    ``accounts`` has a row for each coverage of an account, one without periods for none.
    """

    currency: str
    transfers: pa.Table
    claims: pa.Table
    openings: Mapping[str, int]
    accounts: pa.Table
    assertions: pa.Table
    earmarks: pa.Table


def trace_input(ledger: Ledger) -> TraceTables:
    """Return the ledger as tables; transfers in ledger order, claims in claim order, the rest by their keys."""
    return TraceTables(
        currency=ledger.currency,
        transfers=_table(
            TRANSFERS,
            (
                (
                    each.id,
                    *_instant(each.time),
                    each.payer,
                    each.payee,
                    each.amount,
                    each.currency,
                    each.grade.value,
                    "unproven" if each.id in ledger.unproven_order else "proven",
                )
                for each in ledger.transfers
            ),
        ),
        claims=_table(CLAIMS, ((each.id, each.victim, each.transfer, each.amount) for each in ledger.claims)),
        openings=dict(sorted(ledger.openings.items())),
        accounts=_table(ACCOUNTS, (row for key in sorted(ledger.accounts) for row in _rows(ledger.accounts[key]))),
        assertions=_table(
            ASSERTIONS,
            ((each.account, *_instant(each.time), each.after_transfer, each.amount) for each in ledger.assertions),
        ),
        earmarks=_table(
            EARMARKS,
            ((each.account, each.credit, each.debit, each.decision.amount) for each in ledger.earmarks),
        ),
    )


def _rows(facts: AccountFacts) -> Iterable[Sequence[object]]:
    periods: list[tuple[datetime | None, datetime | None]] = [(each.start, each.end) for each in facts.coverages]
    for start, end in dict.fromkeys(periods or [(None, None)]):
        yield (
            facts.account,
            facts.kind.value,
            facts.role.value,
            facts.parent or None,
            facts.holder or None,
            facts.controller or None,
            facts.bank or None,
            "yes" if facts.has_statement else None,
            *_instant(start),
            *_instant(end),
        )


def _instant(at: datetime | None) -> tuple[datetime | None, int | None]:
    offset = None if at is None else at.utcoffset()
    return at, None if offset is None else offset // timedelta(minutes=1)


def _table(schema: pa.Schema, rows: Iterable[Sequence[object]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
