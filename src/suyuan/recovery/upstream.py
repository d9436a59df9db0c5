"""Upstream 溯源: from one card back to the payments whose money could have come to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from suyuan.model.transfer import Transfer

PASSING = ("transit:", "suspense:", "packet:", "cash:", "cash-in:")
"""Nodes that money passes on its way."""


def leading_to(
    transfers: Sequence[Transfer],
    account: str,
    through: Collection[str],
    earmarks: Collection[tuple[str, str]] = (),
) -> frozenset[str]:
    """Return the ids of the transfers whose money could have come to an account, in time order.

    ``through`` are the accounts that pass money on; money that came to any other account stays there, but
    for what ``earmarks`` (what came, what left) let leave.
    ``transfers`` stand in ledger order: read from the end, an account is on the way if it paid on later.
    """
    on_the_way = {account}
    found: set[str] = set()
    earmarked: set[str] = set()
    for transfer in reversed(transfers):
        leads = transfer.payee in on_the_way or transfer.id in earmarked
        if not leads or transfer.payer == transfer.payee:
            continue
        found.add(transfer.id)
        earmarked |= {credit for credit, debit in earmarks if debit == transfer.id}
        if transfer.payer in through or transfer.payer.startswith(PASSING):
            on_the_way.add(transfer.payer)
    return frozenset(found)
