"""The six amounts, never mixed: turnover, amount involved, amount defrauded, loss, settlement amount, gain.

docs/method.md, "The six amounts"; rule ``amount.*`` of the law's list. Each is a sum of named rows. A bulletin's
涉案金额 is compared with them, never copied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.node import is_node
from suyuan.model.text import Text
from suyuan.model.transfer import Transfer
from suyuan.recovery.amount_found import SUMMED, AmountFound, Basis


class Amount(Enum):
    """Which of the six it is."""

    TURNOVER = "turnover"
    INVOLVED = "involved"
    DEFRAUDED = "defrauded"
    LOSS = "loss"
    SETTLEMENT = "settlement"
    GAIN = "gain"


AMOUNT_NAMES = {
    Amount.TURNOVER: Text(zh="流水", en="turnover"),
    Amount.INVOLVED: Text(zh="涉案金额", en="amount involved"),
    Amount.DEFRAUDED: Text(zh="诈骗数额", en="amount defrauded"),
    Amount.LOSS: Text(zh="损失", en="loss"),
    Amount.SETTLEMENT: Text(zh="支付结算金额", en="settlement amount"),
    Amount.GAIN: Text(zh="获利", en="gain"),
}
FORMULAS = {
    Amount.TURNOVER: Text(
        zh="所列账户收入与支出之和；不是犯罪数额",
        en="all that came into and left the accounts named; never a criminal amount",
    ),
    Amount.INVOLVED: Text(
        zh="自外部流入涉案账户集合之和，集合内部互转不计",
        en="what came from outside into the set of suspect-controlled accounts; moves inside the set cancel",
    ),
    Amount.DEFRAUDED: Text(
        zh="数额认定表中 A、B、C 各项之和，每笔转账只计一次",
        en="bases A, B and C of the table of the amount found, each transfer once",
    ),
    Amount.LOSS: Text(
        zh="被害人被骗转出减案发前归还", en="what victims paid less what they had back before the case"
    ),
    Amount.SETTLEMENT: Text(
        zh="提供期间流入该卡之和，分查证、推定、排除、未定；不计支出",
        en="what came into the card in the period of its supply: verified, presumed, excluded, open; no outflow",
    ),
    Amount.GAIN: Text(
        zh="自涉案账户进入本人账户之和",
        en="what came from suspect-controlled accounts into the person's own accounts",
    ),
}
RULES = {each: f"amount.{each.value}" for each in Amount}


@dataclass(frozen=True)
class Sum:
    """One amount in minor units of ``currency`` with the transfers that make it; ``of`` the account or person."""

    amount: Amount
    currency: str
    total: int
    transfers: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True)
class Settlement:
    """A card's settlement amount in the period of its supply, by what is proven of it."""

    account: str
    start: datetime
    end: datetime
    verified: int
    presumed: int
    excluded: int
    undecided: int
    inflow: int


def turnover(currency: str, transfers: Iterable[Transfer], account: str) -> Sum:
    """Return what came into and left an account; a transfer to itself counts on both sides."""
    mine = [each for each in transfers if account in (each.payer, each.payee)]
    total = sum(each.amount * ((each.payer == account) + (each.payee == account)) for each in mine)
    return Sum(Amount.TURNOVER, currency, total, tuple(each.id for each in mine), account)


def involved(currency: str, transfers: Iterable[Transfer], suspects: Collection[str]) -> Sum:
    """Return what came from outside into the suspects' accounts."""
    mine = [each for each in transfers if each.payee in suspects and each.payer not in suspects]
    return Sum(Amount.INVOLVED, currency, sum(each.amount for each in mine), tuple(each.id for each in mine))


def defrauded(found: AmountFound) -> Sum:
    """Return what the table of the amount found gives."""
    rows = dict.fromkeys(each.transfer.id for each in found.inflows if each.basis in SUMMED)
    return Sum(Amount.DEFRAUDED, found.currency, found.sum_of(SUMMED), tuple(rows))


def settlement(
    transfers: Iterable[Transfer], found: AmountFound, account: str, start: datetime, end: datetime
) -> Settlement:
    """Return a card's inflow from ``start`` to ``end``; what no row of the table speaks of is undecided."""
    inflow = sum(
        each.amount
        for each in transfers
        if each.payee == account and each.payer != account and start <= each.time <= end
    )
    part = found.within(start, end, {account})
    verified = part.sum_of((Basis.A, Basis.B))
    presumed, excluded = part.sum_of((Basis.C,)), part.sum_of((Basis.X,))
    undecided = inflow - verified - presumed - excluded
    return Settlement(account, start, end, verified, presumed, excluded, undecided, inflow)


def gain(
    currency: str, transfers: Sequence[Transfer], suspects: Collection[str], own: Collection[str], person: str
) -> Sum:
    """Return what came from suspects' accounts, not his own, into a person's own accounts."""
    mine = [
        each
        for each in transfers
        if each.payee in own and each.payer in suspects and each.payer not in own and not is_node(each.payee)
    ]
    rows = tuple(each.id for each in mine)
    return Sum(Amount.GAIN, currency, sum(each.amount for each in mine), rows, person)
