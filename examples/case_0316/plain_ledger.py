"""From the story to the ledger that its files must give: what each file shows of each true payment, no more.

No pairing is searched here: which two rows are one payment is known, because the story made both. What the rules
of the case ledger decide (how a link is known, what an unpaired row becomes, order, openings, assertions, claims)
is applied line by line.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cast import ACCOUNTS, CHINA
from evidence import Case
from forms import EARMARKS, Reported, requests
from plain_added import Transfer, with_cash_joined, with_lending, with_shop_fees, with_yields
from printed import SHARED_REFERENCES, other_end, reference
from statements import STATEMENTS, Line
from story import Move

WITHOUT_BALANCES = frozenset({"AL", "MB"})
DATES_ONLY = frozenset({"V01", "V13", "T2m"})
MAY_OWE = {account.key: account.may_owe for account in ACCOUNTS.values()}
PRINTED_PERIOD = "2021-03-01 00:00:00", "2021-03-16 23:59:59"
"""The period printed in the head of the CIB export."""


@dataclass(frozen=True)
class Asserted:
    """A balance stated by the bank where the rows before it do not lead to it."""

    account: str
    after: str
    amount: int
    why: str
    booking: str


@dataclass(frozen=True)
class Claimed:
    """A claim in its place in the claims' order."""

    id: str
    victim: str
    transfer: str
    amount: int


@dataclass
class Ledger:
    """All that the tracing needs, and what stayed outside."""

    transfers: list[Transfer]
    left_out: dict[str, str]
    openings: dict[str, int]
    assertions: list[Asserted]
    claims: list[Claimed]
    unfound: list[Reported]
    coverages: dict[str, list[tuple[datetime, datetime]]]
    breaks: dict[str, list[tuple[str, int, int]]]
    """Account to (booking id, balance expected, balance found)."""
    earmarks: list[tuple[str, str, int]]
    """Ids of what came and what left, fen."""


def coverages() -> dict[str, list[tuple[datetime, datetime]]]:
    """Periods for which each account's institution has answered, by code."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for request in requests():
        if request.covers:
            found.setdefault(request.account, []).append((_moment(request.start), _moment(request.end)))
    found.setdefault("T2k", []).append((_moment(PRINTED_PERIOD[0]), _moment(PRINTED_PERIOD[1])))
    return found


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def build_ledger(case: Case, *, earmarked: bool = True) -> Ledger:
    """Apply the rules to what the files show, with or without what people decided on earmarks."""
    ids = {(m.place, side): case.files[f].booking_id(row) for m in case.moves for side, (f, row) in m.rows.items()}
    covered = coverages()
    transfers, left_out = [], _left_out(case, ids)
    for move in case.moves:
        sides = [side for side in ("out", "in") if (move.place, side) in ids]
        if sides and ids[move.place, sides[0]] not in left_out:
            transfers.append(_transfer(case, move, sides, ids, covered))
    ordered = _in_ledger_order(case, transfers, left_out, ids)
    openings, assertions, breaks = _openings(case, ordered, left_out, ids)
    claims, unfound = _claims(case, ordered)
    owing = {key: min(amount, 0) for key, amount in openings.items() if MAY_OWE[key]}
    openings = {key: max(amount, 0) for key, amount in openings.items()}
    ordered = with_lending(with_yields(with_shop_fees(ordered)), owing)
    earmarks: list[tuple[str, str, int]] = []
    if earmarked:
        cash = {e.debit: (e.credit, GRADES[e.grade], e.amount) for e in EARMARKS if e.debit.startswith("C")}
        ordered = with_cash_joined(ordered, cash)
        ids_of = {t.move.name: t.id for t in ordered if t.bookings and t.move.name}
        earmarks = [
            (ids_of[e.credit], ids_of[e.debit] + ("~cash" if e.debit in cash else ""), e.amount) for e in EARMARKS
        ]
    return Ledger(ordered, left_out, openings, assertions, claims, unfound, covered, breaks, earmarks)


GRADES = {"已知": "known", "推定": "inferred"}


def _left_out(case: Case, ids: dict[tuple[int, str], str]) -> dict[str, str]:
    """Failed bookings, notes of freezes, and corrections with their originals where nothing lies between them."""
    found = {}
    originals = {move.name: move for move in case.moves if move.name}
    for move in case.moves:
        if move.failed:
            found[ids[move.place, "out"]] = "failed"
        if move.memo:
            found[ids[move.place, "out"]] = "hold"
        if move.corrects and _are_neighbours(case, originals[move.corrects], move):
            found[ids[originals[move.corrects].place, "out"]] = "corrected"
            found[ids[move.place, "in"]] = "corrected"
    return found


def _are_neighbours(case: Case, original: Move, correction: Move) -> bool:
    between = [
        move
        for move in case.moves
        if {original.payer, original.payee} & {move.payer, move.payee}
        and original.at < move.at < correction.at
        and move.rows
    ]
    return not between


def _transfer(
    case: Case,
    move: Move,
    sides: list[str],
    ids: dict[tuple[int, str], str],
    covered: dict[str, list[tuple[datetime, datetime]]],
) -> Transfer:
    bookings = tuple(ids[move.place, side] for side in sides)
    payer = _end(move.payer, move.payee, bookings[0])
    payee = _end(move.payee, move.payer, bookings[0])
    grade, reason = "known", "own_end"
    if any(each.corrects == move.name for each in case.moves if move.name):
        payee, reason = f"suspense:{bookings[0]}", "suspense"
    elif move.corrects:
        original = next(m for m in case.moves if m.name == move.corrects)
        payer, reason = f"suspense:{ids[original.place, 'out']}", "suspense"
    elif move.refunds:
        original = next(m for m in case.moves if m.name == move.refunds)
        payer = _end(original.payee, original.payer, ids[original.place, "out"])
    elif len(sides) == 2:
        grade, reason = _link(_line(case, move, "out"), _line(case, move, "in"))
    elif move.payer in ACCOUNTS and move.payee in ACCOUNTS:
        reason = "one_sided"
        missing = move.payee if sides == ["out"] else move.payer
        if _should_have_it(case, missing, move, covered):
            reason, node = "unmatched", f"unmatched:{ACCOUNTS[missing].key}:{bookings[0]}"
            payer, payee = (payer, node) if sides == ["out"] else (node, payee)
    return Transfer(bookings[0], _time(move, sides), payer, payee, move.amount, grade, reason, bookings, move)


def _end(code: str, other: str, booking: str) -> str:
    """The account's key, or the node at which the money of account ``other`` ends or begins."""
    if code in ACCOUNTS:
        return ACCOUNTS[code].key
    kind, _, name = code.partition(":")
    node = {"CASH": "cash", "CASHIN": "cash-in", "SHOP": "via:merchant", "X": "unnamed"}
    if kind == "PRODUCT":
        return f"product:{ACCOUNTS[other].key}:{name or 'licai'}"
    if kind == "PACKET":
        return f"packet:{SHARED_REFERENCES[name]}"
    if kind == "POOL":
        return f"via:{name.lower()}:{booking}"
    if kind in node:
        return f"{node[kind]}:{booking}"
    return f"{kind.lower()}:{ACCOUNTS[other].key}"


def _line(case: Case, move: Move, side: str) -> Line:
    code = move.payer if side == "out" else move.payee
    return next(line for line in case.lines[code] if line.move is move and line.side == side)


def _link(out: Line, come: Line) -> tuple[str, str]:
    """Grade and reason of a pair by what its two rows print."""
    full = [line.prints in ("card", "number") for line in (out, come)]
    if all(full):
        return "known", "both_named"
    if "pool" in (out.prints, come.prints):
        return "known", "reference"
    return ("inferred", "one_named") if any(full) else ("inferred", "masked")


def _should_have_it(
    case: Case, code: str, move: Move, covered: dict[str, list[tuple[datetime, datetime]]]
) -> bool:
    """Whether the account's own statement covers the moment, has balances, and no page is missing there."""
    at = move.at if move.rows.keys() == {"out"} else move.seen_at
    if code not in STATEMENTS or not any(start <= at <= end for start, end in covered.get(code, [])):
        return False
    shown = [line for line in case.lines[code] if line.shown]
    before = [line for line in shown if line.at <= at]
    after = [line for line in shown if line.at > at]
    whole = not before or not after or before[-1].balance == after[0].balance - after[0].signed
    return whole and STATEMENTS[code].file not in WITHOUT_BALANCES


def _time(move: Move, sides: list[str]) -> datetime:
    for side, code, at in (("out", move.payer, move.at), ("in", move.payee, move.seen_at)):
        if side in sides and code not in DATES_ONLY:
            return at
    return move.at.replace(hour=0, minute=0, second=0)


def _in_ledger_order(
    case: Case, transfers: list[Transfer], left_out: dict[str, str], ids: dict[tuple[int, str], str]
) -> list[Transfer]:
    """Merge all accounts' own orders, always taking the available transfer least by time and id."""
    by_booking = {booking: transfer for transfer in transfers for booking in transfer.bookings}
    waits: dict[str, set[str]] = {transfer.id: set() for transfer in transfers}
    frees: dict[str, set[str]] = {transfer.id: set() for transfer in transfers}
    for lines in case.lines.values():
        own = [ids[line.move.place, line.side] for line in lines if line.shown]
        chain = [by_booking[booking] for booking in own if booking not in left_out]
        for first, second in pairwise(chain):
            waits[second.id].add(first.id)
            frees[first.id].add(second.id)
    by_id = {transfer.id: transfer for transfer in transfers}
    ready = [(t.at, t.id) for t in transfers if not waits[t.id]]
    heapq.heapify(ready)
    ordered: list[Transfer] = []
    while ready:
        _, taken = heapq.heappop(ready)
        transfer = by_id[taken]
        if ordered:
            transfer.at = max(transfer.at, ordered[-1].at)
        ordered.append(transfer)
        for later in sorted(frees[taken]):
            waits[later].discard(taken)
            if not waits[later]:
                heapq.heappush(ready, (by_id[later].at, later))
    if len(ordered) != len(transfers):
        raise ValueError("the story's clocks contradict each other")
    return ordered


def _openings(
    case: Case, ordered: list[Transfer], left_out: dict[str, str], ids: dict[tuple[int, str], str]
) -> tuple[dict[str, int], list[Asserted], dict[str, list[tuple[str, int, int]]]]:
    place = {booking: number for number, transfer in enumerate(ordered) for booking in transfer.bookings}
    touching: dict[str, list[int]] = {}
    for number, transfer in enumerate(ordered):
        for end in (transfer.payer, transfer.payee):
            touching.setdefault(end, []).append(number)
    openings, assertions = {}, []
    breaks: dict[str, list[tuple[str, int, int]]] = {}
    for code, lines in case.lines.items():
        if STATEMENTS[code].file in WITHOUT_BALANCES:
            continue
        key, previous = ACCOUNTS[code].key, None
        for line in lines:
            booking = ids.get((line.move.place, line.side), "") if line.shown else ""
            if not booking or line.move.failed:
                continue
            before = line.balance - line.signed
            if booking in left_out:
                previous = line.balance
                continue
            earlier = [number for number in touching[key] if number < place[booking]]
            if previous is None and not earlier:
                openings[key] = before
            elif previous is None or previous != before:
                why = "first_row" if previous is None else "gap"
                assertions.append(Asserted(key, ordered[earlier[-1]].id, before, why, booking))
                if previous is not None:
                    found = previous + line.signed
                    breaks.setdefault(code, []).append((booking, found, line.balance))
            previous = line.balance
    return openings, assertions, breaks


def _claims(case: Case, ordered: list[Transfer]) -> tuple[list[Claimed], list[Reported]]:
    by_move = {transfer.move.place: transfer for transfer in ordered}
    claims, unfound = [], []
    for line in sorted(case.reported, key=lambda each: (_moment(each.time), each.claim)):
        if line.move is None:
            unfound.append(line)
        else:
            transfer = by_move[line.move.place]
            claims.append(Claimed(line.claim, line.victim, transfer.id, line.amount))
    return claims, unfound


def rival_pairs(case: Case) -> list[tuple[str, str]]:
    """Pairs of rows that the pairing rule could take for one payment though they are two: there must be none,
    so that the truth does not hang on how ties are broken.
    """
    shown = [line for lines in case.lines.values() for line in lines if line.shown and not line.move.failed]
    outs = [line for line in shown if line.side == "out"]
    incoming: dict[int, list[Line]] = {}
    for line in shown:
        if line.side == "in":
            incoming.setdefault(line.move.amount, []).append(line)
    rivals = []
    for out in outs:
        for come in incoming.get(out.move.amount, []):
            apart = abs((out.at - come.at).total_seconds())
            dated = out.account in DATES_ONLY or come.account in DATES_ONLY
            close = out.at.date() == come.at.date() if dated else apart <= 360
            if out.move is not come.move and out.account != come.account and close and _could_be(out, come):
                rivals.append((f"{out.account} {out.move}", f"{come.account} {come.move}"))
    return rivals


def _could_be(out: Line, come: Line) -> bool:
    to, by = other_end(out), other_end(come)
    names_to = to.number in (ACCOUNTS[come.account].card, ACCOUNTS[come.account].number) and bool(to.number)
    names_by = by.number in (ACCOUNTS[out.account].card, ACCOUNTS[out.account].number) and bool(by.number)
    open_to, open_by = not to.number or "*" in to.number, not by.number or "*" in by.number
    same = reference(out) == reference(come)
    return same or (names_to and (names_by or open_by)) or (names_by and open_to)
