"""What the two rows of a pair agree in: how each names the other, the number that both carry, the time between."""

from __future__ import annotations

from suyuan.ledger.case_ledger import Agreed, Naming
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.references import telling_references
from suyuan.ledger.windows import common_precision, time_between
from suyuan.model.booking import Booking

_NAMING = {
    How.FULL: Naming.FULL,
    How.MASKED: Naming.MASK_FITS,
    How.DAMAGED: Naming.DAMAGED_FITS,
    How.BLANK: Naming.NOBODY,
}


def agreed(paid: Booking, payer: str, received: Booking, payee: str, identities: Identities) -> Agreed:
    """Return what the payer's and the payee's row of one payment agree in."""
    shared = set(telling_references(paid)).intersection(telling_references(received))
    return Agreed(
        payer_row=_naming(paid, payer, payee, identities),
        payee_row=_naming(received, payee, payer, identities),
        number=min(shared, default=""),
        seconds=time_between(paid.time, received.time),
        precision=common_precision(paid.time, received.time),
        fee=paid.amount - received.amount,
    )


def _naming(row: Booking, own: str, other: str, identities: Identities) -> Naming:
    named = identities.named(row.counterparty, own)
    return _NAMING[named.how] if other in named.accounts else Naming.NOBODY
