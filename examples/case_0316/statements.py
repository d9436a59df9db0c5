"""Which file shows which account from when to when, and the rows each account's statement has, with balances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from cast import ACCOUNTS, CHINA, march
from story import Move

START, END = march(1), march(20, 18)
LONG_END = march(21, 23, 59, 59)
MISSING_PAGE = ("T3e", march(13, 15, 31), march(13, 17))
"""Account, from, to: the page of its statement that the bank did not send."""


@dataclass(frozen=True)
class Statement:
    """An account's part of a file. ``interest`` is when its bank books it, if within the statement."""

    account: str
    file: str
    start: datetime = START
    end: datetime = END
    interest: datetime | None = None
    only_transfers: bool = False
    prints_merchants: bool = False


def _bank_parts() -> list[Statement]:
    interest_b = march(20, 4)
    a1 = ("T1a", "T1c", "T1d", "T2a", "T2b", "T2e", "T2f", "T2g", "T3a", "T3b", "T1g", "T1h", "T2n", "V14")
    a2 = ("T3c", "T3d", "T3i", "T4a", "T4b", "T4c")
    b1 = ("T1b", "T1e", "T1f", "T2c", "T2d", "T2h", "T2i")
    b2 = ("T2j", "T3e", "T3f", "T3g", "T3h", "T3j", "T4d", "T4e", "T4f", "T4g", "T4h", "T2l")
    parts = [Statement(code, "A1", prints_merchants=True) for code in a1]
    interest_a = march(21, 3, 15)
    parts += [Statement(code, "A2", START, LONG_END, interest_a, prints_merchants=True) for code in a2]
    parts += [Statement(code, "B1", prints_merchants=True) for code in b1]
    for code in b2:
        if code == "T4f":
            parts.append(Statement(code, "B2", START, march(17, 23, 59, 59), prints_merchants=True))
        else:
            start = march(10) if code == "T4g" else START
            parts.append(Statement(code, "B2", start, END, interest_b, prints_merchants=True))
    return parts


STATEMENTS = {
    part.account: part
    for part in (
        *_bank_parts(),
        Statement("T2k", "CIB", START, march(16, 23, 59, 59)),
        Statement("V01", "ICBC", datetime(2021, 2, 1, tzinfo=CHINA), march(17, 23, 59, 59)),
        Statement("V02", "CCB", START, march(17, 23, 59, 59)),
        Statement("V13", "CARD", START, march(18, 23, 59, 59)),
        Statement("T2m", "CARD2", START, march(18, 23, 59, 59)),
        Statement("W1", "TP1", only_transfers=True),
        Statement("W2", "TP2", only_transfers=True),
        Statement("W3", "TP3", only_transfers=True),
        Statement("M1", "MB", only_transfers=True),
        Statement("WA", "AL", only_transfers=True),
    )
}
NEWEST_FIRST = frozenset({"B1", "B2", "ICBC", "CARD", "CARD2"})


@dataclass(frozen=True)
class Line:
    """One row of a statement: a move seen from one side, with the balance after it."""

    account: str
    move: Move
    side: str
    balance: int
    shown: bool

    @property
    def at(self) -> datetime:
        return self.move.at_side(self.side)

    @property
    def other(self) -> str:
        """Code of the other end, as the story knows it."""
        return self.move.payee if self.side == "out" else self.move.payer

    @property
    def prints(self) -> str:
        """How the row prints the other end."""
        return self.move.prints_payee if self.side == "out" else self.move.prints_payer

    @property
    def signed(self) -> int:
        """What the row adds to the balance; a note of a freeze adds nothing."""
        if self.move.memo:
            return 0
        return self.move.amount if self.side == "in" else -self.move.amount


def _is_hidden(code: str, move: Move, side: str) -> bool:
    account, start, end = MISSING_PAGE
    return side in move.hidden or (code == account and start <= move.at_side(side) <= end)


def statement_lines(moves: list[Move]) -> dict[str, list[Line]]:
    """All rows of every account that has a statement, oldest first, also those not shown. Balances never fall
    below zero, except of a credit line, else ValueError: the story would be impossible.
    """
    lines: dict[str, list[Line]] = {}
    sides: dict[str, list[tuple[datetime, int, Move, str]]] = defaultdict(list)
    for move in moves:
        for code, side in ((move.payer, "out"), (move.payee, "in")):
            part = STATEMENTS.get(code)
            at = move.at_side(side)
            arrives = side == "out" or not (move.failed or move.lost)
            if part and arrives and part.start <= at <= part.end:
                sides[code].append((at, move.place, move, side))
    for code in STATEMENTS:
        balance = ACCOUNTS[code].opening or 0
        lines[code] = []
        for _, _, move, side in sorted(sides[code], key=lambda each: each[:2]):
            if not move.failed and not move.memo:
                balance += move.amount if side == "in" else -move.amount
            if balance < 0 and ACCOUNTS[code].opening is not None and not ACCOUNTS[code].may_owe:
                raise ValueError(f"{code} would stand at {balance} after {move}")
            lines[code].append(Line(code, move, side, balance, shown=not _is_hidden(code, move, side)))
    return lines


def lines_of_file(file: str, lines: dict[str, list[Line]]) -> list[Line]:
    """The rows of a file as it prints them: account by account; newest first where the bank does so, rows of one
    second then in the order of the other side's number, which is no order of time at all.
    """
    printed: list[Line] = []
    for code, part in STATEMENTS.items():
        if part.file != file:
            continue
        shown = [line for line in lines[code] if line.shown]
        if file in NEWEST_FIRST:
            shown.reverse()
            shown.sort(key=lambda line: (line.at, 0), reverse=True)
            if file == "B1":
                shown = _scrambled_within_a_second(shown)
        printed += shown
    return printed


def _scrambled_within_a_second(lines: list[Line]) -> list[Line]:
    place = {line.at: number for number, line in reversed(list(enumerate(lines)))}
    return sorted(
        lines, key=lambda line: (place[line.at], ACCOUNTS[line.other].card if line.other in ACCOUNTS else "")
    )
