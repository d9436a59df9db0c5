"""Random ledgers, and a line a transfer for those by hand."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import strategies as st

from suyuan.tracing.findings import TIME, Findings, TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

START = datetime(2021, 3, 5, 2, tzinfo=UTC)
WITH_AMOUNTS = tuple(policy for policy in Policy if policy.has_amounts)


@dataclass(frozen=True)
class Plain:
    """A ledger as tuples: transfers (id, minute, payer, payee, amount), claims (claim, transfer, amount)."""

    transfers: list[tuple[str, int, str, str, int]]
    claims: list[tuple[str, str, int]]
    openings: dict[str, int]
    as_of: int | None = None

    def given(self, accounts: pa.Table | None = None, assertions: pa.Table | None = None) -> TraceInput:
        """Return the ledger as what ``trace`` takes."""
        columns = list(zip(*self.transfers, strict=True)) or [(), (), (), (), ()]
        ids, minutes, payers, payees, amounts = columns
        transfers = pa.table(
            {
                "id": pa.array(ids, pa.string()),
                "time": pa.array([at(minute) for minute in minutes], TIME),
                "payer": pa.array(payers, pa.string()),
                "payee": pa.array(payees, pa.string()),
                "amount": pa.array(amounts, pa.int64()),
            }
        )
        names, on, claimed = list(zip(*self.claims, strict=True)) or [(), (), ()]
        claims = pa.table(
            {
                "claim": pa.array(names, pa.string()),
                "victim": pa.array([f"victim of {name}" for name in names], pa.string()),
                "transfer": pa.array(on, pa.string()),
                "amount": pa.array(claimed, pa.int64()),
            }
        )
        return TraceInput("CNY", transfers, claims, self.openings, accounts, assertions)

    def traced(self, policies: Sequence[Policy] = tuple(Policy)) -> Findings:
        """Trace the ledger up to its moment."""
        return trace(self.given(), policies, None if self.as_of is None else at(self.as_of))


def at(minute: int) -> datetime:
    """Return the moment so many minutes after the start."""
    return START + timedelta(minutes=minute)


@st.composite
def plain_ledgers(draw: st.DrawFn, accounts: int = 6, transfers: int = 40, prefix: str = "") -> Plain:
    """Draw a ledger: amounts from 1 to 10^13 and more, self-transfers, several claims on one transfer, ties.

    Payers often pay what they have, also what came back to a victim, so that origins mix and leave.
    """
    names = [f"{prefix}{letter}" for letter in "ABCDEFGH"[:accounts]]
    scale = draw(st.sampled_from([3, 100, 10**7, 10**13, 2**57]))
    have = dict.fromkeys(names, 0)
    rows: list[tuple[str, int, str, str, int]] = []
    claims: list[tuple[str, str, int]] = []
    minute = 0
    for number in range(draw(st.integers(1, transfers))):
        payer, payee = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        amount = draw(st.integers(1, scale))
        if have[payer] and draw(st.booleans()):
            amount = min(amount, have[payer]) if draw(st.booleans()) else have[payer]
        minute += draw(st.integers(0, 2))
        rows.append((f"{prefix}t{number}", minute, payer, payee, amount))
        if payer == payee:
            continue
        have[payer] = max(0, have[payer] - amount)
        have[payee] += amount
        left = amount
        while left and draw(st.integers(0, 3)) == 0:
            claimed = draw(st.integers(1, left))
            claims.append((f"{prefix}c{len(claims)}", rows[-1][0], claimed))
            left -= claimed
    claims = draw(st.permutations(claims))
    openings = draw(st.dictionaries(st.sampled_from(names), st.integers(0, scale), max_size=3))
    as_of = draw(st.none() | st.integers(0, minute))
    return Plain(rows, list(claims), openings, as_of)


def rows(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table as tuples."""
    return list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))


def amounts(table: pa.Table, policy: Policy, *keys: str) -> dict[Any, int]:
    """Return a table's amounts of one policy by the other keys."""
    found = rows(table, "policy", *keys, table.column_names[-2])
    return {tuple(each[1:-1]) if len(keys) > 1 else each[1]: each[-1] for each in found if each[0] == policy.value}


def written(ledger: str, claims: str = "", **openings: int) -> Plain:
    """Return a ledger from lines: ``1 A>B 100`` (minute, payer, payee, amount; ids t1, t2 ...), ``c1 t1 100``."""
    transfers = []
    for number, line in enumerate(ledger.split(";"), 1):
        minute, way, amount = line.split()
        payer, payee = way.split(">")
        transfers.append((f"t{number}", int(minute), payer, payee, int(amount)))
    parts = [line.split() for line in claims.split(";") if line.strip()]
    return Plain(transfers, [(claim, transfer, int(amount)) for claim, transfer, amount in parts], openings)


def account_table(*lines: dict[str, Any]) -> pa.Table:
    """Return an accounts table; what a line does not say is empty. Periods are minutes."""
    texts = ("account", "kind", "role", "parent", "holder", "controller", "bank")
    columns: dict[str, Any] = {name: pa.array([each.get(name) for each in lines], pa.string()) for name in texts}
    for name in ("covered_from", "covered_to"):
        columns[name] = pa.array([at(each[name]) if name in each else None for each in lines], TIME)
    return pa.table(columns)


def assertion_table(*lines: tuple[str, int, str | None, int]) -> pa.Table:
    """Return an assertions table from (account, minute, after_transfer, amount)."""
    accounts, minutes, after, amounts_stated = zip(*lines, strict=True)
    return pa.table(
        {
            "account": pa.array(accounts, pa.string()),
            "time": pa.array([at(minute) for minute in minutes], TIME),
            "after_transfer": pa.array(after, pa.string()),
            "amount": pa.array(amounts_stated, pa.int64()),
        }
    )


def loaded(name: str) -> ModuleType:
    """Return a module that stands beside this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def kit() -> SimpleNamespace:
    """What the tests of this folder share: the plain ledger, its strategy, the independent program, readers."""
    return SimpleNamespace(
        Plain=Plain,
        plain_ledgers=plain_ledgers,
        written=written,
        account_table=account_table,
        assertion_table=assertion_table,
        at=at,
        rows=rows,
        amounts=amounts,
        oracle=loaded("oracle"),
        definition=loaded("bounds_by_definition"),
        earmarks=loaded("earmarks_by_definition"),
    )
