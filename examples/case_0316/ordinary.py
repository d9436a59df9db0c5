"""Everyday bookings of the card holders, before and during the fraud: clean money, with which the victims' mixes.

Invented by a small die that is a hash, so that every run on every machine throws the same.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from cast import ACCOUNTS, IS_PAID_ORDINARILY, PAYS_ORDINARILY, SHOPS, Account
from statements import STATEMENTS, Statement
from story import Move

FLOORS = {"T3g": 400000, "T4g": 170000, "T1d": 60000}
"""Fen that everyday spending leaves untouched, because the story needs them."""
LEAST_LEFT = 12000


class Die:
    """Numbers that depend only on a name and how often it was thrown."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def below(self, limit: int) -> int:
        self._count += 1
        text = f"{self._name}/{self._count}".encode()
        return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") % limit


def ordinary_moves(told: list[Move]) -> list[Move]:
    """Everyday bookings of every account that has a statement."""
    return [move for code in STATEMENTS for move in _of_account(ACCOUNTS[code], told)]


def _of_account(account: Account, told: list[Move]) -> list[Move]:
    statement, die = STATEMENTS[account.code], Die(account.code)
    fraud = [
        move.at_side("out" if move.payer == account.code else "in")
        for move in told
        if account.code in (move.payer, move.payee) and not move.ordinary
    ]
    first = min(at for at in fraud if statement.start <= at <= statement.end)
    before = _times(die, account.ordinary_before, statement.start, first - timedelta(hours=1))
    after = _times(die, account.ordinary_after, first + timedelta(hours=1), statement.end - timedelta(hours=3))
    moves, purse = [], (account.opening or 0)
    for at in before + after:
        move = _one(account, statement, die, at, purse)
        purse += move.amount if move.payee == account.code else -move.amount
        moves.append(move)
    if statement.interest:
        interest = Move(0, statement.interest, "INTEREST", account.code, 31 + die.below(400), words="结息", lag=0)
        moves.append(interest)
    for move in moves:
        move.ordinary = True
    return moves


def _times(die: Die, count: int, start: datetime, end: datetime) -> list[datetime]:
    """So many different moments of waking hours between two times, in order."""
    found: set[datetime] = set()
    seconds = int((end - start).total_seconds())
    while len(found) < count:
        at = start + timedelta(seconds=die.below(seconds))
        if 8 <= at.hour < 22:
            found.add(at)
    return sorted(found)


def _one(account: Account, statement: Statement, die: Die, at: datetime, purse: int) -> Move:
    code = account.code
    payers, payees = PAYS_ORDINARILY, IS_PAID_ORDINARILY
    if account.bank in ("TENPAY", "ALIPAY"):
        payers, payees = (("JW",), ("KW",)) if account.bank == "TENPAY" else (("JA",), ("KA",))
    kind = die.below(10)
    spend = {0: 80000, 1: 80000, 2: 20000, 3: 20000, 4: 20000, 5: 9000, 6: 9000, 7: 60000}.get(kind, 0)
    amount = 500 + die.below(spend) if spend else 0
    if kind == 7:
        amount = amount // 10000 * 10000 + 10000
    free = purse - FLOORS.get(code, LEAST_LEFT)
    if not spend or amount > free:
        payer = payers[die.below(len(payers))]
        salary = payer in ("J1", "J2", "J3")
        income = (180000 + die.below(260000)) if salary else (5000 + die.below(70000))
        if purse > 900000:
            income = 1000 + die.below(20000)
        return Move(0, at, payer, code, income, words="工资" if salary else "转账")
    if kind in (0, 1) or statement.only_transfers:
        return Move(0, at, code, payees[die.below(len(payees))], amount)
    if kind in (2, 3, 4) and statement.prints_merchants:
        return Move(0, at, code, f"SHOP:{SHOPS[die.below(len(SHOPS))]}", amount, words="消费")
    if kind == 7 and statement.prints_merchants:
        return Move(0, at, code, "CASH", amount, words="ATM取款")
    if kind == 6 and statement.prints_merchants and amount < 2500:
        return Move(0, at, code, "FEE", 200 + die.below(3) * 100, words="手续费")
    return Move(0, at, code, ("POOL:TENPAY", "POOL:ALIPAY")[die.below(2)], amount, words="快捷支付")
