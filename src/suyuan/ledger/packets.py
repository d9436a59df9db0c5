"""Red packets 红包: one payment in, each receipt out, the rest back to the sender, through ``packet:ORDER``.

Rows that share an order number are one packet. A row that names the other side in full needs none unless that
account shows the same order: it is then a transfer like any other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from suyuan.ledger.identities import How, Identities
from suyuan.ledger.references import telling_references
from suyuan.ledger.sharing import Row, is_after, joined_by_reference
from suyuan.model.booking import BookingKind

PACKET = "packet"


def packets(rows: Iterable[Row], identities: Identities) -> dict[str, str]:
    """Return the packet that each red-packet row is paid into or taken from, by the bookings' ids."""
    red = [row for row in rows if row.booking.kind is BookingKind.RED_PACKET and telling_references(row.booking)]
    found: dict[str, str] = {}
    for group in joined_by_reference(red):
        node = f"{PACKET}:{_order(group)}"
        accounts = {row.account for row in group}
        for row in group:
            named = identities.named(row.booking.counterparty, row.account)
            if named.how is not How.FULL or named.accounts[0] in accounts:
                found[row.booking.id] = node
    return found


def in_after_out(rows: Iterable[Row], nodes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return payments into a packet and the receipts that they come before, by the bookings' ids."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[nodes[row.booking.id]].append(row)
    return [
        (paid.booking.id, received.booking.id)
        for node in sorted(groups)
        for paid in groups[node]
        for received in groups[node]
        if paid.pays and not received.pays and is_after(received, paid)
    ]


def _order(group: Sequence[Row]) -> str:
    """Return the number that most rows of a packet carry, the least of equals."""
    counted = Counter(each for row in group for each in telling_references(row.booking))
    return min(counted, key=lambda each: (-counted[each], each))
