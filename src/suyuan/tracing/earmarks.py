"""Earmarks 指定对应 (specific identification): of what one transfer brought, so much left with another.

The pieces are set aside: here they go through accounts of their own, so that the kernels need no rule for them
(docs/method.md, "Earmarks"). ``apart`` rewrites the events, ``together`` puts what came out back to the accounts
and transfers of the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.model.money import text_from_minor
from suyuan.model.text import Text
from suyuan.tracing.checks import EARMARKS, UNKNOWN_TRANSFER, RowRefused, check_amounts, conform, transfers_named
from suyuan.tracing.columns import column_of, numbers, texts_of
from suyuan.tracing.kernels.arrays import FLOW, HOLDING, NEVER, Array32, Array64, Events
from suyuan.tracing.numbering import fixed
from suyuan.tracing.running import PolicyRun, summed
from suyuan.tracing.stream import Moments, Stream

NOT_RECEIVED = Text(
    zh="转账 {id} 不是账户 {account} 收到的。", en="transfer {id} did not bring anything to account {account}."
)
NOT_PAID = Text(zh="转账 {id} 不是账户 {account} 付出的。", en="account {account} did not pay transfer {id}.")
NOT_LATER = Text(
    zh="转出 {debit} 不在转入 {credit} 之后。", en="the payment {debit} does not come after the receipt {credit}."
)
ABOVE = Text(
    zh="至此对转账 {id} 的指定金额合计 {sum} 超过其金额 {amount}。",
    en="the earmarks on transfer {id} up to here come to {sum}, above its amount {amount}.",
)


@dataclass(frozen=True)
class Conflict:
    """What an earmark had to release so that an account could make a payment in between."""

    row: int
    transfer: int
    amount: int


@dataclass(frozen=True)
class Apart:
    """The ledger with set-aside pieces in accounts of their own.

    ``stream``: as before with these accounts and moves; ``event``: the ledger's event of each (-1: a move between
    an account and what it sets aside); ``account``: the ledger's number of each account; ``carried``: by event of
    the ledger, whether earmarked pieces leave with it.
    """

    stream: Stream
    event: Array64
    account: Array32
    carried: NDArray[np.int8]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class _Earmark:
    row: int
    account: int
    credit: int
    debit: int
    amount: int


@dataclass
class _Moves:
    """Events as they are written anew."""

    payer: list[int]
    payee: list[int]
    amount: list[int]
    event: list[int]

    def add(self, payer: int, payee: int, amount: int, event: int) -> None:
        """Add a move; nothing, where it is of nothing."""
        if amount > 0:
            self.payer.append(payer)
            self.payee.append(payee)
            self.amount.append(amount)
            self.event.append(event)


def apart(table: pa.Table, stream: Stream) -> Apart:
    """Return the ledger with its earmarks carried out.

    Raises RowRefused for an earmark on an unknown transfer, one that its account did not receive or pay, a payment
    that does not come later, or earmarks that together exceed a transfer.
    """
    earmarks = _read(conform(table, EARMARKS), stream)
    return _Carrying(stream, earmarks).out()


def together(split: Apart, run: PolicyRun, accounts: int) -> PolicyRun:
    """Return a run over ``split.stream`` in the accounts and events of the ledger."""
    holdings = run.holdings.copy()
    holdings["account"] = split.account[holdings["account"]]
    flows = run.flows.copy()
    event = split.event[flows["event"]]
    flows = flows[event >= 0]
    flows["event"] = event[event >= 0]
    totals = np.zeros(accounts, dtype=np.int64)
    np.add.at(totals, split.account, run.totals)
    return replace(
        run,
        holdings=summed(_in_order(holdings, HOLDING), "account"),
        flows=summed(_in_order(flows, FLOW), "event"),
        totals=totals,
    )


def _in_order(rows: Any, kind: np.dtype[Any]) -> Any:
    return np.ascontiguousarray(rows.astype(kind))


def _read(table: pa.Table, stream: Stream) -> list[_Earmark]:
    check_amounts(table, EARMARKS, stream.currency, least=1)
    names = {name: number for number, name in enumerate(texts_of(stream.names))}
    credits_, debits = (transfers_named(column_of(texts_of(table.column(name))), stream.transfers) for name in (
        "credit", "debit",
    ))  # fmt: skip
    amounts, accounts = numbers(table.column("amount")).tolist(), texts_of(table.column("account"))
    amount_of = numbers(stream.transfers.column("amount"))
    earmarked: defaultdict[tuple[str, int], int] = defaultdict(int)
    found = []
    for row, (account, credit, debit, amount) in enumerate(
        zip(accounts, credits_.tolist(), debits.tolist(), amounts, strict=True)
    ):
        ids = [str(table.column(name)[row].as_py()) for name in ("credit", "debit")]
        for place, name in zip((credit, debit), ids, strict=True):
            if place < 0:
                raise RowRefused(EARMARKS, row, UNKNOWN_TRANSFER(id=name))
        number = names.get(account, -1)
        itself = stream.payer[credit] == stream.payee[credit]
        if stream.payee[credit] != number or itself:
            raise RowRefused(EARMARKS, row, NOT_RECEIVED(id=ids[0], account=account))
        if stream.payer[debit] != number or stream.payer[debit] == stream.payee[debit]:
            raise RowRefused(EARMARKS, row, NOT_PAID(id=ids[1], account=account))
        if debit <= credit:
            raise RowRefused(EARMARKS, row, NOT_LATER(debit=ids[1], credit=ids[0]))
        for side, place, name in zip(("credit", "debit"), (credit, debit), ids, strict=True):
            earmarked[side, place] += amount
            if earmarked[side, place] > amount_of[place]:
                both = (earmarked[side, place], int(amount_of[place]))
                shown = [text_from_minor(each, stream.currency) for each in both]
                raise RowRefused(EARMARKS, row, ABOVE(id=name, sum=shown[0], amount=shown[1]))
        found.append(_Earmark(row, number, credit, debit, amount))
    return found


class _Carrying:
    """Goes through the events of the accounts with earmarks and writes all events anew."""

    def __init__(self, stream: Stream, earmarks: list[_Earmark]) -> None:
        self.stream = stream
        self.earmarks = earmarks
        self.first = len(stream.names)
        self.set_aside = [0] * len(earmarks)
        self.balance = {each.account: int(stream.openings[each.account]) for each in earmarks}
        self.by_credit: defaultdict[int, list[int]] = defaultdict(list)
        self.by_debit: defaultdict[int, list[int]] = defaultdict(list)
        for place, each in enumerate(earmarks):
            self.by_credit[each.credit].append(place)
            self.by_debit[each.debit].append(place)
        self.order: list[int] = []
        self.conflicts: list[Conflict] = []
        self.carried = np.zeros(len(stream.events.payer), dtype=np.int8)
        self.moves = _Moves([], [], [], [])

    def out(self) -> Apart:
        """Return the ledger written anew."""
        events, transfer = self.stream.events, self.stream.moments.transfer
        for event in range(len(events.payer)):
            payer, payee, amount = int(events.payer[event]), int(events.payee[event]), int(events.amount[event])
            if payer == payee:
                self.moves.payer.append(payer)
                self.moves.payee.append(payee)
                self.moves.amount.append(amount)
                self.moves.event.append(event)
                continue
            here = int(transfer[event])
            waiting = self.by_credit.get(here, []) if here >= 0 else []
            arrival = self.first if waiting else payee
            rest = self._paid(payer, arrival, amount, event, here) if payer in self.balance else amount
            self.moves.add(payer, arrival, rest, event)
            if payee in self.balance:
                self.balance[payee] += amount
            if waiting:
                self._set_aside(waiting, payee, amount)
        return self._written()

    def _paid(self, payer: int, payee: int, amount: int, event: int, transfer: int) -> int:
        """Let earmarked pieces leave first, and release what the rest of the payment lacks; return the rest."""
        total = amount
        for place in self.by_debit.get(transfer, []) if transfer >= 0 else []:
            leaving = self.set_aside[place]
            if leaving:
                self.carried[event] = 1
                self.moves.add(self.first + 1 + place, payee, leaving, event)
                amount -= leaving
                self.set_aside[place] = 0
        own = [place for place in self.order if self.earmarks[place].account == payer]
        lacks = amount - (self.balance[payer] - (total - amount) - sum(self.set_aside[place] for place in own))
        for place in reversed(own):
            released = min(lacks, self.set_aside[place])
            if released > 0:
                self.moves.add(self.first + 1 + place, payer, released, -1)
                self.set_aside[place] -= released
                lacks -= released
                self.conflicts.append(Conflict(self.earmarks[place].row, transfer, released))
        self.balance[payer] -= total
        return amount

    def _set_aside(self, places: list[int], account: int, amount: int) -> None:
        """Part what arrived: its first pieces for the earmarks in their order, the rest to the account."""
        for place in places:
            wanted = self.earmarks[place].amount
            self.moves.add(self.first, self.first + 1 + place, wanted, -1)
            self.set_aside[place] = wanted
            self.order.append(place)
            amount -= wanted
        self.moves.add(self.first, account, amount, -1)

    def _written(self) -> Apart:
        stream, moves = self.stream, self.moves
        count = self.first + 1 + len(self.earmarks)
        old_source = self.first
        payer = np.array(moves.payer, dtype=np.int32)
        event = np.array(moves.event, dtype=np.int64)
        from_source = (payer == old_source) & (event >= 0)
        if len(event):
            from_source &= stream.events.payer[np.maximum(event, 0)] == old_source
        payer[from_source] = count
        none = np.zeros(count - self.first, np.int64)
        openings = np.concatenate([stream.openings[:-1], none, stream.openings[-1:]])
        names = pa.concat_arrays(
            [pa.array(texts_of(stream.names)), pa.array(["earmarks"] + ["earmark"] * len(self.earmarks))]
        )
        account = np.concatenate(
            [
                np.arange(self.first, dtype=np.int32),
                np.array([old_source, *(each.account for each in self.earmarks), old_source], dtype=np.int32),
            ]
        )
        moments = stream.moments
        back = np.maximum(event, 0)
        events, claim_event = self._with_claims(payer, event, account)
        written = replace(
            stream,
            names=names,
            events=events,
            moments=Moments(
                moments.time[back] if len(back) else moments.time,
                moments.offset[back] if len(back) else moments.offset,
                np.where(event >= 0, moments.transfer[back], -1) if len(back) else moments.transfer,
            ),
            openings=openings,
            claim_event=claim_event,
        )
        return Apart(written, event, account, self.carried, tuple(self.conflicts))

    def _with_claims(self, payer: Array32, event: Array64, account: Array32) -> tuple[Events, Array64]:
        """Return the events with the claims on what their payers themselves pay of a transfer."""
        old, moves = self.stream.events, self.moves
        own = np.flatnonzero((event >= 0) & (account[payer] == payer))
        place = np.full(len(old.payer), -1, dtype=np.int64)
        place[event[own]] = own
        amount = np.array(moves.amount, dtype=np.int64)
        at = place[old.claim_event[:-1]] if len(old.claim) else np.zeros(0, dtype=np.int64)
        left = amount.copy()
        claimed = np.zeros(len(at), dtype=np.int64)
        for row, (where, wanted) in enumerate(zip(at.tolist(), old.claim_amount.tolist(), strict=True)):
            if where >= 0:
                claimed[row] = min(wanted, int(left[where]))
                left[where] -= claimed[row]
        kept = claimed > 0
        claim_event = np.full(len(self.stream.claimed), -1, dtype=np.int64)
        claim_event[old.claim[kept]] = at[kept]
        return (
            Events(
                payer=fixed(payer),
                payee=fixed(np.array(moves.payee, dtype=np.int32)),
                amount=fixed(amount),
                claim_event=fixed(np.append(at[kept], NEVER)),
                claim=fixed(old.claim[kept]),
                claim_amount=fixed(claimed[kept]),
                aside=self.first,
            ),
            claim_event,
        )
