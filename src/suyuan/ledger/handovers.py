"""Hand-over 现金、黄金交付: what a victim gave away by hand stands in nobody's statement.

Such a claim has no paying account. It is paid from ``handover:CLAIM``, which holds exactly the claimed amount,
into ``cash:CLAIM`` (goods: ``via:goods:CLAIM``), where the trail ends: that a deposit elsewhere is this cash
needs an earmark with its evidence and never follows from amount and time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources

from suyuan.model.claim import Claim, ReportedPayment
from suyuan.model.transfer import Grade, Transfer

_DATA = tomllib.loads(resources.files("suyuan.ledger").joinpath("handovers.toml").read_text(encoding="utf-8"))
_BY_HAND: tuple[str, ...] = tuple(_DATA["by_hand"])
_GOODS: tuple[str, ...] = tuple(_DATA["goods"])
_INTO_AN_ACCOUNT: tuple[str, ...] = tuple(_DATA["into_an_account"])

REASON = "handover"


def is_handover(payment: ReportedPayment) -> bool:
    """Tell whether a payment was made by hand: no paying account, and the channel says so (现金, 黄金, 当面).

    Cash that the victim paid into an account himself (存入) stands in that account's statement and is looked for.
    """
    if payment.payer or not any(word in payment.channel for word in _BY_HAND):
        return False
    return not (payment.payee and any(word in payment.channel for word in _INTO_AN_ACCOUNT))


def handed_over(claim: str, payment: ReportedPayment) -> tuple[Claim, Transfer]:
    """Return the claim of a hand-over and the transfer that it is."""
    transfer = Transfer(
        id=f"handover-{claim}",
        time=payment.time.at,
        payer=f"handover:{claim}",
        payee=f"via:goods:{claim}" if any(word in payment.channel for word in _GOODS) else f"cash:{claim}",
        amount=payment.amount,
        currency=payment.currency,
        grade=Grade.KNOWN,
        reason=REASON,
        bookings=(),
    )
    return Claim(claim, payment.victim, transfer.id, payment.amount, payment.source), transfer


def placed(transfers: Sequence[Transfer], handovers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """Return the ledger's transfers with the hand-overs, each before the first that is later."""
    waiting = sorted(handovers, key=lambda each: (each.time, each.id), reverse=True)
    merged: list[Transfer] = []
    for transfer in transfers:
        while waiting and waiting[-1].time < transfer.time:
            merged.append(waiting.pop())
        merged.append(transfer)
    return (*merged, *reversed(waiting))
