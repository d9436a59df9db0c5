"""Presumed claims traced like others, in a run of its own: no figure of the reported claims has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_currencies import input_of, other_ledgers, trace_ledgers
from suyuan.actions.case_tracing import CURRENCY
from suyuan.actions.cases import take_up
from suyuan.actions.earmarking import earmarked
from suyuan.actions.presuming import CasePresumed, presumed_in
from suyuan.documents import trace_tables
from suyuan.ledger.build import Ledger, build
from suyuan.model.money import text_from_minor
from suyuan.settings import Settings
from suyuan.tracing.findings import Findings, TraceInput
from suyuan.tracing.policies import Policy

MARK = "presumed:"
"""What the ids of presumed claims begin with."""

FOLDER = "presumed"
"""The folder below the findings; a run of its own."""


@dataclass(frozen=True)
class TracedPresumed:
    """Presumed claims with where their money is: the rows of presumed claims alone, amounts in minor units."""

    presumed: CasePresumed
    findings: Findings

    def held(self) -> dict[str, dict[str, int]]:
        """Return what each account holds of presumed claims' money in the main currency, by policy."""
        sums: dict[str, dict[str, int]] = {}
        for row in _in(self.findings.holdings, self.findings.currency):
            by_policy = sums.setdefault(row["account"], {})
            by_policy[row["policy"]] = by_policy.get(row["policy"], 0) + row["amount"]
        return sums


def trace_presumed(
    settings: Settings, word: str, policies: Sequence[Policy], as_of: datetime | None = None
) -> TracedPresumed | None:
    """Trace a case's presumed claims behind its reported ones; None where there is none.

    Claims' money is then told apart from other funds in one run, so under a rule that lets claims go first or last
    the reported claims would stand elsewhere than in the run without: that is why their rows are left out here.
    Raises as ``case_presumed``.
    """
    taken = take_up(settings, word)
    contents = contents_of(taken)
    ledger = build(contents, CURRENCY)
    ledgers = earmarked(taken, contents, [ledger, *other_ledgers(contents, ledger)])
    moment = as_of or max((each.transfers[-1].time for each in ledgers if each.transfers), default=None)
    found = [presumed_in(taken, contents, each, moment, "", ledgers) for each in ledgers]
    return traced_presumed(ledgers, found, policies, moment)


def traced_presumed(
    ledgers: Sequence[Ledger],
    found: Sequence[CasePresumed],
    policies: Sequence[Policy],
    moment: datetime | None,
) -> TracedPresumed | None:
    """Trace presumed claims over a case's ledgers, the main currency's first, ``found`` in each of them; as
    ``trace_presumed``.
    """
    if not any(line.counts for each in found for line in each.lines):
        return None
    given = [_with_presumed(*each) for each in zip(ledgers, found, strict=True)]
    findings, far = trace_ledgers(given, policies, moment)
    return TracedPresumed(found[0], _presumed_alone(findings if far is None else far.together()))


def _with_presumed(ledger: Ledger, found: CasePresumed) -> TraceInput:
    """Return one currency's input with its presumed claims behind the reported ones."""
    counted = [line for line in found.lines if line.counts]
    main = input_of(ledger)
    names = main.claims.schema.names
    rows = {
        "claim": [f"{MARK}{line.claim.transfer.id}" for line in counted],
        "victim": [line.name or line.claim.payer for line in counted],
        "transfer": [line.claim.transfer.id for line in counted],
        "amount": [line.claim.amount for line in counted],
    }
    added = pa.table({name: rows[name] for name in names}, schema=main.claims.schema)
    claims = pa.concat_tables([main.claims, added])
    without = None if main.without is None else replace(main.without, claims=claims)
    return replace(main, claims=claims, without=without)


def write_presumed(traced: TracedPresumed, directory: Path) -> tuple[Path, ...]:
    """Write the rows of presumed claims into ``directory/presumed``; raises as the findings'."""
    return trace_tables.write(traced.findings, directory / FOLDER, trace_tables.CSV)


def _presumed_alone(findings: Findings) -> Findings:
    tables: dict[str, Any] = {
        name: table.filter(pc.starts_with(table.column("claim"), MARK))
        for name, table in findings.tables().items()
        if "claim" in table.schema.names
    }
    alone = replace(findings, without_earmarks=None, **tables)
    return replace(alone, summary=_summary(alone))


def _in(table: pa.Table, currency: str) -> list[dict[str, Any]]:
    """Return the rows of one currency: amounts of two are never added."""
    return [row for row in table.to_pylist() if row["currency"] == currency]


def _summary(found: Findings) -> dict[str, object]:
    by_policy: dict[str, dict[str, int]] = {}
    claimed: dict[str, int] = {}
    for row in _in(found.claims, found.currency):
        claimed[row["claim"]] = row["claimed"]
        sums = by_policy.setdefault(row["policy"], {})
        sums["effective"] = sums.get("effective", 0) + row["effective"]
    exits: dict[str, dict[str, int]] = {policy: {} for policy in by_policy}
    for row in _in(found.exits, found.currency):
        kinds = exits.setdefault(row["policy"], {})
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["amount"]
    return {
        "presumed": True,
        "currency": found.currency,
        "until": found.summary.get("until"),
        "claims": len(claimed),
        "claimed": text_from_minor(sum(claimed.values()), found.currency),
        "by_policy": {
            policy: {
                "effective": text_from_minor(sums["effective"], found.currency),
                "by_exit_kind": {
                    kind: text_from_minor(amount, found.currency)
                    for kind, amount in sorted(exits.get(policy, {}).items())
                },
            }
            for policy, sums in sorted(by_policy.items())
        },
    }
