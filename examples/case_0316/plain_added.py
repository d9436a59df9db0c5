"""What no row of its own states but follows from rows: a credit line's loans, a product's yield, a shop's fees.

Amounts in fen. Both go once through the transfers in ledger order, by the plain words of the rules: what a payment
lacks is drawn from the lender just before it, a credit while something is owed passes on to the lender at once;
what a product pays beyond what it holds is yield.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cast import ACCOUNTS
from layouts_police import shop_fee
from story import Move


@dataclass
class Transfer:
    """Money between two ends, as the ledger must have it. ``at`` becomes the running maximum when ordered."""

    id: str
    at: datetime
    payer: str
    payee: str
    amount: int
    grade: str
    reason: str
    bookings: tuple[str, ...]
    move: Move


def with_shop_fees(ordered: list[Transfer]) -> list[Transfer]:
    """Put what the acquirer keeps right after each payment to a shop for which it answered: ``ID~fee``."""
    found = []
    for transfer in ordered:
        found.append(transfer)
        if transfer.move.payee in ACCOUNTS and ACCOUNTS[transfer.move.payee].bank == "SHOPS":
            shop = ACCOUNTS[transfer.move.payee]
            fee = f"fee:{shop.bank_name}"
            found.append(_added(transfer, "fee", shop.key, fee, shop_fee(transfer.amount)))
    return found


def with_cash_joined(ordered: list[Transfer], joins: dict[str, tuple[str, str, int]]) -> list[Transfer]:
    """Put the way of cash between two machines right before the deposit: ``ID~cash``.

    ``joins``: of each deposit's payment, by name, the withdrawal's name, the grade and the amount.
    """
    node_of = {transfer.move.name: transfer.payee for transfer in ordered if transfer.move.name}
    found = []
    for transfer in ordered:
        if transfer.move.name in joins:
            withdrawal, grade, amount = joins[transfer.move.name]
            join = _added(transfer, "cash", node_of[withdrawal], transfer.payer, amount)
            found.append(replace(join, grade=grade))
        found.append(transfer)
    return found


def with_yields(ordered: list[Transfer]) -> list[Transfer]:
    """Put the yield of a product before the redemption that needs it: ``ID~yield``."""
    holds: dict[str, int] = {}
    found = []
    for transfer in ordered:
        if transfer.payee.startswith("product:"):
            holds[transfer.payee] = holds.get(transfer.payee, 0) + transfer.amount
        if transfer.payer.startswith("product:"):
            lacks = transfer.amount - holds.get(transfer.payer, 0)
            if lacks > 0:
                source = "yield:" + transfer.payer.removeprefix("product:")
                found.append(_added(transfer, "yield", source, transfer.payer, lacks))
                holds[transfer.payer] = transfer.amount
            holds[transfer.payer] -= transfer.amount
        found.append(transfer)
    return found


def with_lending(ordered: list[Transfer], stands: dict[str, int]) -> list[Transfer]:
    """Put draws before payments (``ID~draw``) and repayments after credits (``ID~debt``) of credit lines.

    ``stands`` is where each credit line stands at the beginning: below zero what is owed.
    """
    stands = dict(stands)
    found = []
    for transfer in ordered:
        payer, payee, amount = transfer.payer, transfer.payee, transfer.amount
        if payer in stands:
            lacks = amount - max(stands[payer], 0)
            if lacks > 0:
                found.append(_added(transfer, "draw", f"lender:{payer}", payer, lacks))
            stands[payer] -= amount
        found.append(transfer)
        if payee in stands:
            repaid = min(amount, max(-stands[payee], 0))
            if repaid > 0:
                found.append(_added(transfer, "debt", payee, f"lender:{payee}", repaid))
            stands[payee] += amount
    return found


def _added(to: Transfer, what: str, payer: str, payee: str, amount: int) -> Transfer:
    return replace(to, id=f"{to.id}~{what}", payer=payer, payee=payee, amount=amount, reason=what, bookings=())
