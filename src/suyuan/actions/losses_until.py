"""Victims' losses as of a moment: what had been paid, and given back before the case, by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from suyuan.ledger.build import FileContents, Ledger
from suyuan.ledger.claims import as_counted
from suyuan.model.claim import ReportedPayment
from suyuan.recovery.losses import Loss, losses


def losses_until(
    ledger: Ledger,
    contents: Iterable[FileContents],
    victim_of: Mapping[str, str],
    suspects: Collection[str],
    cut_off: datetime | None,
    moment: datetime,
) -> tuple[Loss, ...]:
    """Return each victim's loss in a ledger's currency as of a moment, by name.

    A payment counts from its transfer on; one that was not found, from the time that the victim states.
    """
    time_of = {each.id: each.time for each in ledger.transfers}
    found_at = {each.id: time_of[each.transfer] for each in ledger.claims}

    def paid(claim: str, payment: ReportedPayment) -> bool:
        return found_at.get(claim, payment.time.at) <= moment

    reported = [payment for each in contents for payment in each.payments]
    counted = as_counted(reported, ledger.claims, ledger.unfound, paid)
    payments = [each for each in counted if each.currency == ledger.currency]
    by_then = [each for each in ledger.transfers if each.time <= moment]
    return losses(payments, by_then, victim_of, suspects, cut_off)
