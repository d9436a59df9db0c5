"""The findings of a case in several currencies: one for each currency, and all of them together as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from suyuan.model.money import text_from_minor
from suyuan.tracing import laws
from suyuan.tracing.bounds import bounds_of
from suyuan.tracing.columns import arrow
from suyuan.tracing.currencies import Currencies, compute_all
from suyuan.tracing.far_bounds import far_sides
from suyuan.tracing.findings import KEYS, SCHEMAS, Findings, TraceInput
from suyuan.tracing.over_currencies import Exchange
from suyuan.tracing.paths import account_number
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import findings_of

Row = dict[str, Any]


@dataclass(frozen=True)
class FarFindings:
    """What was found in each currency, the main one first; amounts of one are never added to those of another."""

    each: tuple[Findings, ...]
    computed: Currencies
    without_earmarks: FarFindings | None = None

    def of(self, currency: str) -> Findings:
        """Return one currency's findings."""
        return next(found for found in self.each if found.currency == currency)

    def together(self) -> Findings:
        """Return all as one set of tables, each sorted by its keys and then the currency, laws checked."""
        main = self.each[0]
        tables: dict[str, Any] = {
            name: _joined(name, [getattr(found, name) for found in self.each]) for name in SCHEMAS
        }
        summary = {
            **main.summary,
            "currencies": [found.summary for found in self.each[1:]],
            "conversions": _told(self),
        }
        plain = None if self.without_earmarks is None else self.without_earmarks.together()
        found = replace(main, summary=summary, without_earmarks=plain, **tables)
        laws.check_findings(found)
        return found


def trace_all(
    given: Sequence[TraceInput],
    policies: Sequence[Policy],
    as_of: datetime | None = None,
    *,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    kept_from: datetime | None = None,
) -> FarFindings:
    """Follow the claims through the ledgers of several currencies, the main one first.

    Claims' money that went into an exchange goes on in the other currency, and so do the ``bounds``.
    Raises as ``trace.trace``.
    """
    plain = None
    if any(each.earmarks is not None and len(each.earmarks) for each in given):
        without = [each.without or replace(each, earmarks=None) for each in given]
        plain = trace_all(without, policies, as_of, bounds=bounds, sets=sets, kept_from=kept_from)
    computed = compute_all(given, policies, as_of)
    conversions, basis = conversion_rows(computed), basis_rows(computed)
    found = []
    far_network = far_sides(given, computed.traced) if bounds else None
    for number, (each, traced) in enumerate(zip(given, computed.traced, strict=True)):
        currency = each.currency
        here = findings_of(each, traced, as_of, kept_from=kept_from)
        here = replace(
            here,
            conversions=_table("conversions", [row for row in conversions if row["currency"] == currency]),
            basis=_table("basis", [row for row in basis if row["currency"] == currency]),
        )
        if far_network is not None:
            bounded = bounds_of(each, traced, sets or {}, far_network.sides[number])
            told = bounded.told()
            brought = far_network.brought[number]
            told["bounds"]["claims_through_exchanges"] = sorted(
                str(traced.claim_names[c].as_py()) for c in brought
            )
            here = replace(here, bounds=bounded.rows, summary={**here.summary, **told})
        found.append(here if plain is None else replace(here, without_earmarks=plain.of(currency)))
    far = FarFindings(tuple(found), computed, plain)
    far.together()
    return far


def conversion_rows(computed: Currencies) -> list[Row]:
    """Return what of each exchange was claims' money, under each policy: units paid, received, and the basis."""
    rows = []
    for policy, done in computed.runs.items():
        for each in done.exchanged:
            event = computed.together.events[each.event]
            assert isinstance(event, Exchange)  # noqa: S101
            paid, received = computed.traced[int(event.node[0])], computed.traced[int(event.payee[0])]
            rows.append(
                {
                    "policy": policy.value,
                    "conversion": paid.name(int(event.node[1])),
                    "claim": str(paid.claim_names[each.claim].as_py()),
                    "paid": each.paid,
                    "paid_currency": paid.stream.currency,
                    "received": each.received,
                    "basis": each.basis,
                    "basis_currency": computed.currency_of(each.claim),
                    "currency": received.stream.currency,
                }
            )
    return rows


def basis_rows(computed: Currencies) -> list[Row]:
    """Return what stands where, without what went on through an exchange, and what it is worth to its claim."""
    rows = []
    for policy, done in computed.runs.items():
        held: dict[tuple[int, int, int], tuple[int, int]] = {}
        for (account, claim), (amount, basis) in done.holdings().items():
            key = (*computed.account(account), claim)
            before = held.get(key, (0, 0))
            held[key] = before[0] + amount, before[1] + basis
        for (ledger, number, claim), (amount, basis) in held.items():
            here = computed.traced[ledger]
            rows.append(
                {
                    "policy": policy.value,
                    "account": here.name(number),
                    "claim": str(here.claim_names[claim].as_py()),
                    "amount": amount,
                    "basis": basis,
                    "basis_currency": computed.currency_of(claim),
                    "currency": here.stream.currency,
                }
            )
    return rows


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    schema = SCHEMAS[name]
    order = sorted(rows, key=lambda row: (*(row[key] for key in KEYS[name]), row["currency"]))
    arrays = [pa.array([row[field.name] for row in order], field.type) for field in schema]
    table: pa.Table = pa.Table.from_arrays(arrays, schema=schema)
    return table


def _joined(name: str, tables: Sequence[pa.Table | None]) -> pa.Table | None:
    """Return the currencies' tables as one, in the order of its keys and then the currency."""
    there = [table for table in tables if table is not None]
    if not there:
        return None
    whole = arrow.concat_tables(there).combine_chunks()
    table: pa.Table = whole.sort_by([(key, "ascending") for key in (*KEYS[name], "currency")])
    return table


def _told(far: FarFindings) -> list[Row]:
    """Return the exchanges as the summary has them: all that was paid and received, and the claims' part of it."""
    computed = far.computed
    parts: dict[str, dict[str, Row]] = {}
    for row in conversion_rows(computed):
        sums = parts.setdefault(row["conversion"], {}).setdefault(row["policy"], {"paid": 0, "received": 0})
        sums["paid"] += row["paid"]
        sums["received"] += row["received"]
    told = []
    for event in computed.together.events:
        if not isinstance(event, Exchange):
            continue
        paid, received = computed.traced[int(event.node[0])], computed.traced[int(event.payee[0])]
        name, stream = paid.name(int(event.node[1])), paid.stream
        source = account_number(received, name)
        out = (received.stream.events.payer == source).nonzero()[0]
        into = (stream.events.payee == int(event.node[1])).nonzero()[0]
        currencies = stream.currency, received.stream.currency
        told.append(
            {
                "conversion": name,
                "from": paid.name(int(stream.events.payer[into[0]])) if len(into) else None,
                "to": received.name(int(received.stream.events.payee[out[0]])),
                "paid": text_from_minor(int(stream.events.amount[into].sum()), currencies[0]),
                "paid_currency": currencies[0],
                "received": text_from_minor(event.amount, currencies[1]),
                "currency": currencies[1],
                "claims": {
                    policy: {
                        "paid": text_from_minor(sums["paid"], currencies[0]),
                        "received": text_from_minor(sums["received"], currencies[1]),
                    }
                    for policy, sums in sorted(parts.get(name, {}).items())
                },
            }
        )
    return sorted(told, key=lambda each: str(each["conversion"]))
