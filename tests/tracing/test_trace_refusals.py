"""What a trace refuses, with table and row; and the laws, which stop a wrong figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from suyuan.errors import Failed, Refused, WrongUsage
from suyuan.model.text import Language
from suyuan.tracing import laws, running
from suyuan.tracing.checks import RowRefused
from suyuan.tracing.kernels import balances
from suyuan.tracing.kernels.arrays import BROKEN
from suyuan.tracing.policies import Policy, parse
from suyuan.tracing.stream import Stream, build
from suyuan.tracing.trace import trace

GOOD = "1 V>A 9; 2 A>B 8; 2 B>B 5"
BAD = {
    "an unknown transfer": (GOOD, "c1 t9 1", "claims", 0, "no transfer t9"),
    "a claim above its transfer": (GOOD, "c0 t1 1; c1 t2 9", "claims", 1, "above the amount of transfer t2"),
    "claims together above it": (
        GOOD,
        "c0 t2 4; c1 t1 9; c2 t2 5",
        "claims",
        2,
        "come to 0.09, above its amount 0.08",
    ),
    "a transfer to itself": (GOOD, "c1 t3 1", "claims", 0, "from an account to itself"),
    "a claim of nothing": (GOOD, "c1 t1 0", "claims", 0, "not above zero"),
    "a repeated claim": (GOOD, "c1 t1 1; c1 t2 1", "claims", 1, "c1 is repeated"),
    "a transfer of nothing": ("1 V>A 9; 2 A>B 0", "", "transfers", 1, "not above zero"),
    "a transfer below zero": ("1 V>A 9; 2 A>B -8", "", "transfers", 1, "-0.08"),
    "times out of order": ("1 V>A 9; 3 A>B 1; 2 A>B 1", "", "transfers", 2, "before that of the record above"),
    "an amount beyond 2^62": (f"1 V>A {2**62}", "", "transfers", 0, "too large"),
    "a balance beyond 2^62": (f"1 V>A {2**61}; 2 W>A {2**61}", "", "transfers", 1, "too large"),
    "claims together beyond 2^62": (
        f"1 V>A {2**61}; 2 A>B {2**61}; 3 B>A {2**61}",
        f"c1 t1 {2**61}; c2 t2 {2**61}",
        "claims",
        1,
        "too large",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_refused_by_its_place(kit: SimpleNamespace, name: str) -> None:
    """The refusal names the table, the row and what is wrong, in both languages."""
    ledger, claims, table, row, words = BAD[name]
    with pytest.raises(RowRefused) as refusal:
        trace(kit.written(ledger, claims).given(), [Policy.FIFO])
    assert (refusal.value.table, refusal.value.row) == (table, row)
    assert words in refusal.value.message.render(Language.EN)
    assert f"第 {row + 1} 条" in refusal.value.message.render(Language.ZH)


def test_a_repeated_transfer_is_refused(kit: SimpleNamespace) -> None:
    """Transfer ids are unique."""
    with pytest.raises(RowRefused, match="t1 is repeated"):
        trace(kit.Plain([("t1", 1, "A", "B", 5), ("t1", 2, "A", "B", 5)], [], {}).given(), [Policy.FIFO])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.drop_columns(["payer"]), "no column payer"),
        (lambda t: t.set_column(4, "amount", pa.array([9.5, 8.0, 1.0])), "column amount is of type double"),
        (lambda t: t.set_column(2, "payer", pa.array(["V", None, "B"])), "record 2: payer is empty"),
        (lambda t: t.set_column(2, "payer", pa.array(["V", "A", ""])), "record 3: payer is empty"),
        (lambda t: t.set_column(1, "time", pa.array([1, 2, 3], pa.timestamp("us"))), "column time is of type"),
    ],
)
def test_a_table_of_the_wrong_shape_is_refused(
    kit: SimpleNamespace, change: Callable[[pa.Table], pa.Table], words: str
) -> None:
    """A missing column, a float for money, an empty cell, a time without zone: each is named."""
    given = kit.written(GOOD).given()
    with pytest.raises(Refused, match=words):
        trace(replace(given, transfers=change(given.transfers)), [Policy.FIFO])


def test_a_bad_accounts_or_assertions_row_is_refused(kit: SimpleNamespace) -> None:
    """A role or kind that is none, an account stated twice with other words, an unknown or negative assertion."""
    plain = kit.written(GOOD)
    for lines, words in (
        ([{"account": "A", "role": "boss"}], "'boss' is no role"),
        ([{"account": "A"}, {"account": "B", "kind": "bunk"}], "record 2: 'bunk' is no kind"),
        ([{"account": "A", "holder": "x"}, {"account": "A", "holder": "y"}], "record 2: an earlier row"),
        ([{"role": "victim"}], "account is empty"),
    ):
        with pytest.raises(RowRefused, match=words):
            trace(plain.given(kit.account_table(*lines)), [Policy.FIFO])
    for line, words in ((("A", 1, "t9", 5), "no transfer t9"), (("A", 1, None, -5), "below zero")):
        with pytest.raises(RowRefused, match=words):
            trace(plain.given(assertions=kit.assertion_table(line)), [Policy.FIFO])
    with pytest.raises(RowRefused, match="below zero"):
        trace(kit.Plain(plain.transfers, [], {"A": -1}).given(), [Policy.FIFO])


def test_policies_are_named_once_and_in_order() -> None:
    """A list, ``all``, repetitions; an unknown name ends with the list of those there are."""
    assert parse("pro_rata, fifo,fifo") == (Policy.FIFO, Policy.PRO_RATA)
    assert parse("all") == tuple(Policy)
    with pytest.raises(WrongUsage, match=r"no policy 'clayton'.*fifo, lifo, pro_rata"):
        parse("fifo,clayton")
    with pytest.raises(WrongUsage):
        parse(" , ")


def traced(kit: SimpleNamespace) -> tuple[Stream, running.PolicyRun, Any]:
    """Return a small trace's stream, run and balances."""
    stream = build(kit.written("1 V>A 9; 2 A>B 8", "c1 t1 9").given(), None)
    balance = stream.openings.copy()
    balances.move(stream.events.payer, stream.events.payee, stream.events.amount, balance)
    return stream, running.run(Policy.FIFO, stream.events, stream.openings, 1), balance


def test_the_laws_hold_and_stop_what_breaks_them(kit: SimpleNamespace) -> None:
    """A unit too much in a claim, an account, a flow, or a payment that did not come out: Failed, named."""
    stream, run, balance = traced(kit)
    laws.check_run(stream, run, balance)
    with pytest.raises(Failed, match=r"claim c1 entered with 0\.10, the accounts hold 0\.09"):
        laws.check_run(stream, replace(run, effective=run.effective + 1), balance)
    with pytest.raises(Failed, match="the lots of account V come to 0"):
        laws.check_run(stream, run, balance + 1)
    more = run.flows.copy()
    more["amount"][0] += 1
    with pytest.raises(Failed, match="transfer t1"):
        laws.check_run(stream, replace(run, flows=more), balance)
    less = run.flows.copy()
    less["amount"][1] -= 1
    with pytest.raises(Failed, match="claim c1 in account"):
        laws.check_run(stream, replace(run, flows=less), balance)
    with pytest.raises(Failed, match="transfer t2"):
        laws.check_run(stream, replace(run, broken=2), balance)


def test_a_payment_beyond_the_balance_is_noticed_by_the_kernel(kit: SimpleNamespace) -> None:
    """A kernel that is given a payer without the money marks the event as broken instead of making lots."""
    stream, _, _ = traced(kit)
    for policy in (Policy.FIFO, Policy.LIFO):
        going = running.Run.begin(policy, stream.events, np.zeros_like(stream.openings) + 9, 1)
        going.advance(1)
        going.state.mixed["head"][:] = -1
        going.advance()
        assert going.state.marks[BROKEN] == 2


def test_tables_read_back_are_checked(kit: SimpleNamespace) -> None:
    """A unit changed in a table, a row out of order, a column lost: Failed."""
    found = kit.written("1 V>A 9; 2 A>B 8", "c1 t1 9").traced([Policy.FIFO])
    laws.check_findings(found)
    amounts = pa.array([2, 8], pa.int64())
    changed = found.holdings.set_column(3, found.holdings.schema.field("amount"), amounts)
    with pytest.raises(Failed, match=r"claim c1 entered with 0\.09, the accounts hold 0\.10"):
        laws.check_findings(replace(found, holdings=changed))
    with pytest.raises(Failed, match="table tiers"):
        laws.check_findings(replace(found, tiers=found.tiers.take([1, 0])))
    with pytest.raises(Failed, match="table flows"):
        laws.check_findings(replace(found, flows=found.flows.drop_columns(["currency"])))
