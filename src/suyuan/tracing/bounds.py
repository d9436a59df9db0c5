"""Bounds: what no tracing rule can deny or exceed, for each claim, account and set (docs/method.md, "Bounds").

Given twice: on the ledger as it is, and open, where openings that nobody stated, orders that nothing proves and
gaps leave room for more. Least and greatest come from maximum flows of exact integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.errors import Failed
from suyuan.model.text import Text
from suyuan.tracing.bounded_ledgers import as_it_is, as_open
from suyuan.tracing.columns import column_of as column
from suyuan.tracing.columns import places
from suyuan.tracing.corrected_pairs import corrected_pairs, dropped
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.arrays import Array32, Array64, Events
from suyuan.tracing.kernels.flow import UNBOUNDED, Network, Search, most
from suyuan.tracing.kernels.network import (
    END,
    ENTRY,
    Asked,
    Found,
    Ledger,
    Scratch,
    bounds,
    leading_to,
    reach,
    unroll,
)
from suyuan.tracing.numbering import fixed
from suyuan.tracing.tables import sorted_by, table
from suyuan.tracing.traced import Traced

ACCOUNTS_FOR_EACH_CLAIM = 5_000
"""A claim that can reach more accounts is bounded for those alone that hold its money under some policy."""

THREADS = 2
SET = "set:"
NO_EVENTS = np.zeros(0, dtype=np.int8)
BROKEN = Text(
    zh="程序自检失败：{policy} 下账户 {account} 的被害款 {claim} 为 {amount}，超出界限 {least} 至 {greatest}。",
    en="A check of the program failed: under {policy} account {account} holds {amount} of claim {claim}, outside "
    "the bounds {least} to {greatest}.",
)


@dataclass(frozen=True)
class Bounds:
    """The documented table; the claims whose entering amount itself depends on the rule; the claims whose table
    is limited to accounts that hold their money under some policy.
    """

    rows: pa.Table
    uncertain: tuple[str, ...]
    limited: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Return what the summary says of them."""
        return {
            "bounds": {
                "claims_entering_by_rule": list(self.uncertain),
                "claims_limited_to_held": list(self.limited),
            }
        }


@dataclass(frozen=True)
class Entering:
    """Least and greatest that enters with each claim as its victim's own money, by claim."""

    least: Array64
    greatest: Array64


@dataclass(frozen=True)
class Entries:
    """Where a claim's money enters a ledger: events (sorted), with the least and the greatest at each."""

    events: Array64
    least: Array64
    greatest: Array64

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int]]) -> Entries:
        """Return rows of event, least and greatest."""
        columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3)
        return cls(*(fixed(np.ascontiguousarray(columns[:, place])) for place in range(3)))


@dataclass(frozen=True)
class Side:
    """A ledger as it is, or open; what enters with its claims, and by claim what exchanges bring besides
    (event, least, greatest).
    """

    ledger: Ledger
    entering: Entering
    brought: Mapping[int, Sequence[tuple[int, int, int]]] = field(default_factory=dict)

    def carries(self, events: Events) -> Array64:
        """Return what each transfer can carry beside what enters on it."""
        carries = self.ledger.carries.copy()
        np.subtract.at(carries, events.claim_event[:-1], self.entering.least[events.claim])
        return carries

    def with_carries(self, carries: Array64) -> Side:
        """Return the same with what each transfer can carry."""
        return replace(self, ledger=self.ledger._replace(carries=carries))

    def entries(self, claim: int, event: int) -> Entries:
        """Return where a claim's money enters; ``event`` is its own transfer's, -1 in another ledger."""
        own = (event, int(self.entering.least[claim]), int(self.entering.greatest[claim]))
        rows = [own] if event >= 0 and own[2] else []
        return Entries.of([*rows, *self.brought.get(claim, ())])


@dataclass(frozen=True)
class _Found:
    """For one claim: accounts and then sets (as numbers beyond the accounts), with least and greatest."""

    places: Array64
    least: Array64
    greatest: Array64
    limited: bool


def bounds_of(
    given: TraceInput,
    traced: Traced,
    sets: Mapping[str, Sequence[str]],
    sides: tuple[Side, Side] | None = None,
) -> Bounds:
    """Return the bounds of every claim, for each account that it can reach and each set named.

    ``sides``: the ledger as it is and open, with what exchanges bring into it; made here for one currency.
    Raises Failed where a policy's figure lies outside (a fault of the program).
    """
    closed, opened = sides or sides_of(given, traced)
    named = Sets.of(sets, traced)
    found = [_each_claim(side, traced, named) for side in (closed, opened)]
    rows = _merged(found[0], found[1], len(traced.stream.names) + len(sets))
    if given.earmarks is None or not len(given.earmarks):
        # A decision is no rule: what it sets aside a victim's payment cannot take, so less may enter than must.
        _check_policies(traced, rows)
    entering = closed.entering, opened.entering
    uncertain = np.flatnonzero(
        (entering[0].least < entering[0].greatest) | (entering[1].least < entering[1].greatest)
    )
    limited = [claim for claim, (one, two) in enumerate(zip(*found, strict=True)) if one.limited or two.limited]
    names = traced.claim_names.to_pylist()
    return Bounds(
        _table(traced, rows, list(sets)),
        tuple(sorted(names[claim] for claim in uncertain)),
        tuple(sorted(names[claim] for claim in limited)),
    )


def sides_of(given: TraceInput, traced: Traced) -> tuple[Side, Side]:
    """Return one currency's ledger as it is and open."""
    closed, opened = as_it_is(traced), as_open(given, traced)
    return Side(closed, entering_of(closed, traced)), Side(opened, entering_of(opened, traced))


@dataclass(frozen=True)
class Sets:
    """Where each set begins in ``members``, with the end of the last; accounts as numbers."""

    starts: Array64
    members: Array32

    @classmethod
    def of(cls, sets: Mapping[str, Sequence[str]], traced: Traced) -> Sets:
        """Return sets as numbers; accounts that the ledger does not know hold nothing and are passed over."""
        numbered = [np.unique(places(column(names), traced.stream.names)) for names in sets.values()]
        known = [each[each >= 0] for each in numbered]
        starts = np.cumsum([0, *map(len, known)], dtype=np.int64)
        return cls(fixed(starts), fixed(np.concatenate([np.zeros(0), *known]).astype(np.int32)))


def entering_of(ledger: Ledger, traced: Traced, brought: Sequence[tuple[int, int]] = ()) -> Entering:
    """Return what enters with each claim at least and at most; less than claimed only where the payer may have
    held claimed money just before. ``brought``: exchanges' credits (events) that may bring such money, with the
    most of it.
    """
    stream = traced.stream
    events = stream.events
    claims, on = events.claim, events.claim_event[:-1]
    least = np.zeros(len(stream.claimed), dtype=np.int64)
    least[claims] = stream.claimed[claims]
    greatest = least.copy()
    work = Work.of(ledger)
    entries = np.concatenate([on, np.array([event for event, _ in brought], dtype=np.int64)])
    rooms = np.concatenate([events.claim_amount, np.array([most for _, most in brought], dtype=np.int64)])
    order = np.argsort(entries, kind="stable")
    entries, rooms = fixed(entries[order]), fixed(rooms[order])
    reach(ledger, work.scratch, entries, len(ledger.payer))
    doubtful = np.flatnonzero(work.scratch.since[ledger.payer[on]] <= on)
    for place in doubtful.tolist():
        event, claim = int(on[place]), int(claims[place])
        before = int(events.claim_amount[:place][on[:place] == event].sum())
        needed = before + int(stream.claimed[claim])
        balance, held = _most_held(ledger, work, traced, (entries, rooms), event, needed)
        least[claim] = max(0, min(int(stream.claimed[claim]), balance - held - before))
    return Entering(least, greatest)


def _most_held(
    ledger: Ledger, work: Work, traced: Traced, enter: tuple[Array64, Array64], event: int, needed: int
) -> tuple[int, int]:
    """Return what a claim's payer held just before, at least, and how much of it could be claimed money.

    Where all that the payer received from accounts that could hold claimed money leaves ``needed`` of the balance,
    that much is said: no more has to be known.
    """
    payer = int(ledger.payer[event])
    joined = ledger.joined_payer[event] >= 0
    stop = event
    if joined:
        stop = int(np.searchsorted(ledger.instant, ledger.instant[event], side="right"))
    entries, amounts = enter
    earlier = (entries < stop) & (entries != event)
    rows, rooms = fixed(entries[earlier]), fixed(amounts[earlier])
    passed = reach(ledger, work.scratch, rows, stop)
    useful = np.zeros(len(ledger.payer), dtype=np.int8)
    leading_to(ledger, payer, stop, np.zeros(len(ledger.openings), dtype=np.int8), useful)
    net = room_for(passed, 0, len(rows), 1)
    unroll(ledger, work.scratch, net, Asked(rows, rooms, payer, useful), stop)
    balance, lifted = int(work.scratch.balance[payer]), int(work.scratch.lifted[payer])
    most_then = min(balance + lifted, int(work.scratch.kept[payer]))
    if joined:
        balance, most_then = _within_instant(ledger, event, stop, balance)
        most_then += lifted
    if len(ledger.lift_payer):
        lacking = dropped(corrected_pairs(traced), int(payer), event)
        balance = max(min(balance, int(ledger.amount[event])), balance - lacking)
    if work.scratch.node[payer] < 0:
        return balance, 0
    net.left[net.counts[1] - 2] = most_then
    came = _received_from_reached(ledger, work.scratch, payer, stop, rows)
    if balance - min(came, most_then) >= needed:
        return balance, min(came, most_then)
    search = Search(*(np.empty(net.counts[0] + 2, np.int32) for _ in range(3)))
    return balance, most(net, search, ENTRY, END, UNBOUNDED)


def _received_from_reached(ledger: Ledger, scratch: Scratch, payer: int, stop: int, entries: Array64) -> int:
    """Return all that an account received before ``stop`` in transfers that could bring claimed money."""
    to = np.flatnonzero((ledger.payee[:stop] == payer) & (ledger.payer[:stop] != payer))
    may = (scratch.since[ledger.payer[to]] <= to) | np.isin(to, entries)
    return int(ledger.amount[to][may].sum())


def _within_instant(ledger: Ledger, event: int, stop: int, balance: int) -> tuple[int, int]:
    """Return the least that a payer held just before a transfer, and the most, whatever the order of its instant.

    ``balance`` is what it holds after the instant.
    """
    payer, amount = ledger.payer[event], int(ledger.amount[event])
    instant = slice(int(ledger.instant[event]), stop)
    moving = ledger.payer[instant] != ledger.payee[instant]
    paid = int(ledger.amount[instant][moving & (ledger.payer[instant] == payer)].sum())
    received = int(ledger.amount[instant][moving & (ledger.payee[instant] == payer)].sum())
    before = balance + paid - received
    return max(amount, before - (paid - amount)), before + received


@dataclass(frozen=True)
class Work:
    """One thread's scratch."""

    scratch: Scratch

    @classmethod
    def of(cls, ledger: Ledger) -> Work:
        """Return fresh scratch for a ledger."""
        return cls(scratch_of(ledger))


def scratch_of(ledger: Ledger) -> Scratch:
    """Return fresh scratch for a ledger's accounts."""
    count = len(ledger.openings)
    return Scratch(
        np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.int32),
        np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64),
    )  # fmt: skip


def room_for(passed: int, accounts: int, entries: int, members: int) -> Network:
    """Return an empty network large enough for so many events passed."""
    nodes = 4 * passed + 2 * entries + 8
    arcs = 2 * (6 * passed + accounts + 3 * entries + members + 8)
    return Network(
        np.empty(nodes, np.int32), np.empty(arcs, np.int32), np.empty(arcs, np.int32), np.empty(arcs, np.int64),
        np.zeros(2, np.int64),
    )  # fmt: skip


def _each_claim(side: Side, traced: Traced, sets: Sets) -> list[_Found]:
    """Return what is found for every claim, in the order of the claims file."""
    carries = side.carries(traced.stream.events)
    held = np.zeros(len(side.ledger.openings), dtype=np.int8)
    for run in traced.runs:
        held[run.holdings["account"]] = 1
    claims = range(len(traced.stream.claimed))
    parts = [claims[part::THREADS] for part in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(
            lambda part: [
                _one_claim(
                    replace(side, ledger=side.ledger._replace(carries=own)), work, traced, sets, held, claim
                )
                for own, work in [(carries.copy(), Work.of(side.ledger))]
                for claim in part
            ],
            parts,
        )
        found = list(done)
    return [found[claim % THREADS][claim // THREADS] for claim in claims]


def _one_claim(side: Side, work: Work, traced: Traced, sets: Sets, held: NDArray[np.int8], claim: int) -> _Found:
    event = int(traced.stream.claim_event[claim])
    entries = side.entries(claim, event)
    none = np.zeros(0, dtype=np.int64)
    if not entries.greatest.sum():
        return _Found(none, none, none, limited=False)
    ledger, stop = side.ledger, len(side.ledger.payer)
    passed = reach(ledger, work.scratch, entries.events, stop)
    net = room_for(passed, 2 * passed + 4, len(entries.events), len(sets.members))
    if event >= 0:
        ledger.carries[event] += side.entering.least[claim]
    unroll(ledger, work.scratch, net, Asked(entries.events, entries.greatest, -1, NO_EVENTS), stop)
    reached = int((work.scratch.node >= 0).sum())
    limited = reached > ACCOUNTS_FOR_EACH_CLAIM and bool(traced.runs)
    wanted = held if limited else np.ones(len(held), dtype=np.int8)
    count = reached + len(sets.starts) - 1
    found = Found(np.zeros(reached, dtype=np.int32), np.zeros(count, np.int64), np.zeros(count, np.int64))
    size = bounded(ledger, work, net, entries, stop, wanted, sets, found)
    if event >= 0:
        ledger.carries[event] -= side.entering.least[claim]
    beyond = len(traced.stream.names) + np.arange(len(sets.starts) - 1)
    whole = size + len(beyond)
    at = np.concatenate([found.accounts[:size].astype(np.int64), beyond])
    return _Found(at, found.least[:whole], found.greatest[:whole], limited)


def bounded(  # noqa: PLR0913  what a network is made of
    ledger: Ledger,
    work: Work,
    net: Network,
    entries: Entries,
    stop: int,
    wanted: NDArray[np.int8],
    sets: Sets,
    found: Found,
) -> int:
    """Fill ``found`` from the network made with the greatest entries; return how many accounts are filled in.

    The least lets each entry bring its least, which leaves the least wherever one looks: what more enters can add
    no more elsewhere than it is itself.
    """
    least, greatest = int(entries.least.sum()), int(entries.greatest.sum())
    together = len(entries.events) == 1 or least == greatest
    rooms = np.array([least if together else greatest, greatest], dtype=np.int64)
    size = bounds(net, work.scratch, rooms, wanted, sets.starts, sets.members, found)
    if together:
        return size
    found.least[:] = 0
    if least:
        passed = reach(ledger, work.scratch, entries.events, stop)
        again = room_for(passed, 2 * passed + 4, len(entries.events), len(sets.members))
        unroll(ledger, work.scratch, again, Asked(entries.events, entries.least, -1, NO_EVENTS), stop)
        rooms = np.array([least, least], dtype=np.int64)
        other = Found(found.accounts, found.least, np.zeros(len(found.least), np.int64))
        bounds(again, work.scratch, rooms, wanted, sets.starts, sets.members, other)
    return size


@dataclass(frozen=True)
class _Rows:
    """The bounds as columns, sorted by claim and place (an account, or a set beyond the accounts)."""

    claim: Array64
    place: Array64
    least: Array64
    greatest: Array64
    least_open: Array64
    greatest_open: Array64


def _merged(closed: Sequence[_Found], opened: Sequence[_Found], width: int) -> _Rows:
    """Put both sides together; what is reached on one side alone is zero on the other."""
    keys = [
        np.concatenate([np.zeros(0, np.int64), *(claim * width + each.places for claim, each in enumerate(found))])
        for found in (closed, opened)
    ]
    every = np.union1d(*keys).astype(np.int64)
    columns = []
    for found, key in zip((closed, opened), keys, strict=True):
        at = np.searchsorted(every, key)
        for name in ("least", "greatest"):
            values = np.zeros(len(every), dtype=np.int64)
            values[at] = np.concatenate([np.zeros(0, np.int64), *(getattr(each, name) for each in found)])
            columns.append(values)
    kept = columns[3] > 0
    claim, place = np.divmod(every, width) if width else (every, every)
    return _Rows(claim[kept], place[kept], *(each[kept] for each in columns))


def _check_policies(traced: Traced, rows: _Rows) -> None:
    """Check that every policy's figure lies within the bounds of the ledger as it is."""
    width = len(traced.stream.names) + 1
    key = rows.claim * width + np.minimum(rows.place, width - 1)
    accounts = rows.place < len(traced.stream.names)
    key, least, greatest = key[accounts], rows.least[accounts], rows.greatest[accounts]
    order = np.argsort(key)
    key, least, greatest = key[order], least[order], greatest[order]
    for run in traced.runs:
        amount = np.zeros(len(key), dtype=np.int64)
        held = run.holdings["claim"].astype(np.int64) * width + run.holdings["account"]
        at = np.searchsorted(key, held)
        at = np.minimum(at, max(len(key) - 1, 0))
        known = key[at] == held if len(key) else np.zeros(len(held), dtype=np.bool_)
        amount[at[known]] = run.holdings["amount"][known]
        wrong = np.flatnonzero((amount < least) | (amount > greatest))
        if len(wrong) or not known.all():
            place = int(key[wrong[0]]) if len(wrong) else int(held[~known][0])
            row = int(wrong[0]) if len(wrong) else -1
            raise Failed(
                BROKEN(
                    policy=run.policy.value, account=traced.name(place % width),
                    claim=str(traced.claim_names[place // width].as_py()),
                    amount=int(amount[row]) if row >= 0 else int(run.holdings["amount"][~known][0]),
                    least=int(least[row]) if row >= 0 else 0, greatest=int(greatest[row]) if row >= 0 else 0,
                )
            )  # fmt: skip


def _table(traced: Traced, rows: _Rows, sets: Sequence[str]) -> pa.Table:
    """Return ``bounds`` sorted by account and claim."""
    names = [*traced.stream.names.to_pylist(), *(SET + name for name in sets)]
    used = np.unique(rows.place)
    by_name = {place: rank for rank, place in enumerate(sorted(used.tolist(), key=lambda place: names[place]))}
    rank = np.array([by_name[place] for place in rows.place.tolist()], dtype=np.int64)
    order = sorted_by(rank, traced.claim_rank[rows.claim])
    claims = traced.claim_names.to_pylist()
    columns = {
        "account": [names[place] for place in rows.place[order].tolist()],
        "claim": [claims[claim] for claim in rows.claim[order].tolist()],
        "least": rows.least[order],
        "greatest": rows.greatest[order],
        "least_open": rows.least_open[order],
        "greatest_open": rows.greatest_open[order],
    }
    return table("bounds", traced.stream.currency, columns)
