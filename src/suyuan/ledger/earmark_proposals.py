"""Earmarks that may be proposed: a victim's account pays on what a victim or a suspect paid it a day before.

docs/method.md, "Earmarks". A proposal is no decision: nothing is carried out until somebody decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from suyuan.model.transfer import Transfer

WITHIN = timedelta(hours=24)
OWED = "lender:"
"""What a credit repays of a card's debt is no forward."""


@dataclass(frozen=True)
class Proposal:
    """Of what ``credit`` brought, all may have left with ``debit``, of the same amount."""

    credit: Transfer
    debit: Transfer


def proposals(
    transfers: Sequence[Transfer],
    victims: Collection[str],
    suspects: Collection[str],
    decided: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """Return the forwards of victims' accounts, in the order of the payments.

    A credit of a victim's or a suspect's account, and the next payment of exactly its amount within 24 hours after
    it, to another account than it came from; one to one. ``decided`` are transfers that an earmark has already.
    """
    waiting: dict[str, list[Transfer]] = {}
    found = []
    for transfer in transfers:
        owed = transfer.payee.startswith(OWED)
        if transfer.payer in victims and transfer.id not in decided and not owed:
            for credit in waiting.get(transfer.payer, []):
                late = transfer.time - credit.time > WITHIN
                if credit.amount == transfer.amount and not late and transfer.payee != credit.payer:
                    waiting[transfer.payer].remove(credit)
                    found.append(Proposal(credit, transfer))
                    break
        from_one = transfer.payer in victims or transfer.payer in suspects
        if transfer.payee in victims and from_one and transfer.id not in decided:
            waiting.setdefault(transfer.payee, []).append(transfer)
    return tuple(found)
