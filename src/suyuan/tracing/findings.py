"""What a trace takes and what it finds, as Arrow tables.

Amounts are int64 minor units of the one currency of the trace. Times are timestamp(us, UTC), beside each a column
``<name>_offset`` with the offset in minutes in which its source wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

TIME: pa.DataType = pa.timestamp("us", tz="UTC")
OFFSET: pa.DataType = pa.int16()
CHINA_MINUTES = 480

TEXT: pa.DataType = pa.string()
MONEY: pa.DataType = pa.int64()
NUMBER: pa.DataType = pa.int32()


@dataclass(frozen=True)
class TraceInput:
    """One currency's ledger and the claims on it.

    transfers: ``id, time, payer, payee, amount`` and optionally ``time_offset`` (minutes, default +08:00) and
    ``grade``, in ledger order. claims: ``claim, victim, transfer, amount``, in the order of the claims file.
    openings: account to stated opening balance; accounts not named there get the least opening with which they
    never go below zero. accounts: ``account, kind, role, parent, holder, controller, covered_from, covered_to``
    and optionally ``bank``; several rows of one account state several covered periods; None where nothing is
    known of accounts. assertions: ``account, time, after_transfer, amount``; ``after_transfer`` null or empty
    means after all transfers up to ``time``. earmarks: ``account, credit, debit, amount``. without: the ledger as
    it is without earmarks, where these join what stood apart (None: only the earmarks are left out).
    """

    currency: str
    transfers: pa.Table
    claims: pa.Table
    openings: Mapping[str, int]
    accounts: pa.Table | None = None
    assertions: pa.Table | None = None
    earmarks: pa.Table | None = None
    without: TraceInput | None = None


@dataclass(frozen=True)
class Findings:
    """The tables of a trace, each sorted by its key columns, and ``summary``, ready to be written as JSON.

    Only claims' money is listed, rows of zero are left out (but ``claims`` has every claim). ``yields`` says what
    of each interest fell on a claim's money, and is no part of any holding. ``reached`` has rows only where the
    policy ``poison`` was asked for. ``bounds`` is None where nobody asked for it; sets of accounts stand there as
    ``set:NAME``. ``conversions`` (what of each exchange was claims' money, in both currencies) and ``basis`` (what
    stands where and what it is worth in its claim's currency) are None where one currency was traced; with them
    ``currency`` is the case's main one and the tables have rows of several. ``without_earmarks`` are the findings
    as they would be without, where there are earmarks.
    """

    currency: str
    claims: pa.Table
    holdings: pa.Table
    flows: pa.Table
    tiers: pa.Table
    depths: pa.Table
    exits: pa.Table
    inquiries: pa.Table
    coverage: pa.Table
    ranges: pa.Table
    reached: pa.Table
    yields: pa.Table
    summary: Mapping[str, object]
    bounds: pa.Table | None = None
    conversions: pa.Table | None = None
    basis: pa.Table | None = None
    kept: pa.Table | None = None
    without_earmarks: Findings | None = None

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables by name, in the order in which they are documented."""
        return {name: table for name in SCHEMAS if (table := getattr(self, name)) is not None}


def _schema(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    """Return the columns, an offset beside each time, and the currency last."""
    fields: list[tuple[str, pa.DataType]] = []
    for name, kind in columns:
        fields.append((name, kind))
        if kind == TIME:
            fields.append((f"{name}_offset", OFFSET))
    return pa.schema([*fields, ("currency", TEXT)])


SCHEMAS: dict[str, pa.Schema] = {
    "claims": _schema(
        ("policy", TEXT), ("claim", TEXT), ("victim", TEXT), ("claimed", MONEY), ("effective", MONEY)
    ),
    "holdings": _schema(("policy", TEXT), ("account", TEXT), ("claim", TEXT), ("amount", MONEY)),
    "flows": _schema(("policy", TEXT), ("transfer", TEXT), ("claim", TEXT), ("amount", MONEY)),
    "tiers": _schema(("account", TEXT), ("tier", NUMBER), ("holder_tier", NUMBER), ("first_reached", TIME)),
    "depths": _schema(("policy", TEXT), ("account", TEXT), ("depth", NUMBER), ("amount", MONEY)),
    "exits": _schema(("policy", TEXT), ("account", TEXT), ("kind", TEXT), ("claim", TEXT), ("amount", MONEY)),
    "inquiries": _schema(
        ("policy", TEXT), ("rank", NUMBER), ("account", TEXT), ("bank", TEXT),
        ("from", TIME), ("to", TIME), ("amount", MONEY), ("reason", TEXT),
    ),
    "coverage": _schema(
        ("account", TEXT), ("state", TEXT), ("covered_from", TIME), ("covered_to", TIME),
        ("balance", MONEY), ("balance_time", TIME),
    ),
    "ranges": _schema(("account", TEXT), ("claim", TEXT), ("least", MONEY), ("greatest", MONEY)),
    "bounds": _schema(
        ("account", TEXT), ("claim", TEXT), ("least", MONEY), ("greatest", MONEY),
        ("least_open", MONEY), ("greatest_open", MONEY),
    ),
    "reached": _schema(("claim", TEXT), ("account", TEXT), ("first_reached", TIME)),
    "yields": _schema(("policy", TEXT), ("transfer", TEXT), ("account", TEXT), ("claim", TEXT), ("amount", MONEY)),
    "conversions": _schema(
        ("policy", TEXT), ("conversion", TEXT), ("claim", TEXT), ("paid", MONEY), ("paid_currency", TEXT),
        ("received", MONEY), ("basis", MONEY), ("basis_currency", TEXT),
    ),
    "basis": _schema(
        ("policy", TEXT), ("account", TEXT), ("claim", TEXT), ("amount", MONEY),
        ("basis", MONEY), ("basis_currency", TEXT),
    ),
    "kept": _schema(
        ("policy", TEXT), ("time", TIME), ("stood", MONEY), ("covered", MONEY),
        ("earlier_10", MONEY), ("earlier_30", MONEY), ("earlier_60", MONEY),
    ),
}  # fmt: skip
"""The columns of each table, keys first, ``currency`` last."""

KEYS: dict[str, tuple[str, ...]] = {
    "claims": ("policy", "claim"),
    "holdings": ("policy", "account", "claim"),
    "flows": ("policy", "transfer", "claim"),
    "tiers": ("account",),
    "depths": ("policy", "account", "depth"),
    "exits": ("policy", "account", "kind", "claim"),
    "inquiries": ("rank",),
    "coverage": ("account",),
    "ranges": ("account", "claim"),
    "bounds": ("account", "claim"),
    "reached": ("claim", "account"),
    "yields": ("policy", "transfer", "account", "claim"),
    "conversions": ("policy", "conversion", "claim"),
    "basis": ("policy", "account", "claim"),
    "kept": ("policy", "time"),
}
"""The key columns by which each table is sorted (text by code points); the currency follows as the last key."""
