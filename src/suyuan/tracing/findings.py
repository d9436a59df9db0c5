"""What a trace takes and what it finds, as Arrow tables.

Amounts are int64 minor units of the one currency of the trace. Times are timestamp(us, UTC), beside each a column
``<name>_offset`` with the offset in minutes in which its source wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
OFFSET = pa.int16()
CHINA_MINUTES = 480

TEXT = pa.string()
MONEY = pa.int64()
NUMBER = pa.int32()


@dataclass(frozen=True)
class TraceInput:
    """One currency's ledger and the claims on it.

    transfers: ``id, time, payer, payee, amount`` and optionally ``time_offset`` (minutes, default +08:00) and
    ``grade``, in ledger order. claims: ``claim, victim, transfer, amount``, in the order of the claims file.
    openings: account to stated opening balance; accounts not named there get the least opening with which they
    never go below zero. accounts: ``account, kind, role, parent, holder, controller, covered_from, covered_to``
    and optionally ``bank``; several rows of one account state several covered periods; None where nothing is
    known of accounts. assertions: ``account, time, after_transfer, amount``; ``after_transfer`` null or empty means
    after all transfers up to ``time``.
    """

    currency: str
    transfers: pa.Table
    claims: pa.Table
    openings: Mapping[str, int]
    accounts: pa.Table | None = None
    assertions: pa.Table | None = None


@dataclass(frozen=True)
class Findings:
    """The tables of a trace, each sorted by its key columns, and ``summary``, ready to be written as JSON.

    Only claims' money is listed, rows of zero are left out (but ``claims`` has every claim). ``reached`` has rows
    only where the policy ``poison`` was asked for.
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
    summary: Mapping[str, object]

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables by name, in the order in which they are documented."""
        return {name: getattr(self, name) for name in SCHEMAS}


def _timed(name: str) -> list[pa.Field]:
    return [pa.field(name, TIME), pa.field(f"{name}_offset", OFFSET)]


SCHEMAS: dict[str, pa.Schema] = {
    "claims": pa.schema(
        [("policy", TEXT), ("claim", TEXT), ("victim", TEXT), ("claimed", MONEY), ("effective", MONEY), ("currency", TEXT)]
    ),
    "holdings": pa.schema(
        [("policy", TEXT), ("account", TEXT), ("claim", TEXT), ("amount", MONEY), ("currency", TEXT)]
    ),
    "flows": pa.schema(
        [("policy", TEXT), ("transfer", TEXT), ("claim", TEXT), ("amount", MONEY), ("currency", TEXT)]
    ),
    "tiers": pa.schema(
        [pa.field("account", TEXT), pa.field("tier", NUMBER), pa.field("holder_tier", NUMBER),
         *_timed("first_reached"), pa.field("currency", TEXT)]
    ),
    "depths": pa.schema(
        [("policy", TEXT), ("account", TEXT), ("depth", NUMBER), ("amount", MONEY), ("currency", TEXT)]
    ),
    "exits": pa.schema(
        [("policy", TEXT), ("account", TEXT), ("kind", TEXT), ("claim", TEXT), ("amount", MONEY), ("currency", TEXT)]
    ),
    "inquiries": pa.schema(
        [pa.field("policy", TEXT), pa.field("rank", NUMBER), pa.field("account", TEXT), pa.field("bank", TEXT),
         *_timed("from"), *_timed("to"), pa.field("amount", MONEY), pa.field("reason", TEXT),
         pa.field("currency", TEXT)]
    ),
    "coverage": pa.schema(
        [pa.field("account", TEXT), pa.field("state", TEXT), *_timed("covered_from"), *_timed("covered_to"),
         pa.field("balance", MONEY), *_timed("balance_time"), pa.field("currency", TEXT)]
    ),
    "ranges": pa.schema(
        [("account", TEXT), ("claim", TEXT), ("least", MONEY), ("greatest", MONEY), ("currency", TEXT)]
    ),
    "reached": pa.schema(
        [pa.field("claim", TEXT), pa.field("account", TEXT), *_timed("first_reached"), pa.field("currency", TEXT)]
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
    "inquiries": ("policy", "rank"),
    "coverage": ("account",),
    "ranges": ("account", "claim"),
    "reached": ("claim", "account"),
}
"""The key columns by which each table is sorted (text by code points)."""

assert_complete = {field.name for field in fields(Findings)} - {"currency", "summary"} == set(SCHEMAS) == set(KEYS)
if not assert_complete:
    raise TypeError("each table of Findings needs its columns and its keys")
