"""A victim's loss 损失: paid, returned before the case, net. Three figures that are never mixed.

docs/method.md, "Loss". None of them depends on a tracing policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from suyuan.model.claim import ReportedPayment
from suyuan.model.transfer import Transfer


@dataclass(frozen=True)
class Loss:
    """A victim's three figures in minor units.

    ``paid`` (被骗转出) is the sum of all reported payments, found or not. ``returned`` (案发前归还) is what the
    victim's accounts received from suspect-controlled accounts before the cut-off, by the transfers
    ``returned_by``. ``net`` (认定损失) is what remains, never below zero.
    """

    victim: str
    paid: int
    returned: int
    returned_by: tuple[str, ...]

    @property
    def net(self) -> int:
        """The loss to be found: max(0, paid − returned)."""
        return max(0, self.paid - self.returned)


def losses(
    payments: Iterable[ReportedPayment],
    transfers: Iterable[Transfer],
    victim_of: Mapping[str, str],
    suspects: Collection[str],
    cut_off: datetime | None,
) -> tuple[Loss, ...]:
    """Return each victim's loss, by name.

    ``victim_of`` names the victim of each victim's account, ``suspects`` are the accounts whose payments count as
    returns. What arrives at or after ``cut_off`` (立案 time; None: nothing has been filed, all counts) is recovery
    and no deduction. Payments and transfers are of one currency.
    """
    paid: dict[str, int] = {}
    for payment in payments:
        paid[payment.victim] = paid.get(payment.victim, 0) + payment.amount
    returns: dict[str, list[Transfer]] = {victim: [] for victim in paid}
    for transfer in transfers:
        victim = victim_of.get(transfer.payee)
        in_time = cut_off is None or transfer.time < cut_off
        if victim in returns and transfer.payer in suspects and in_time:
            returns[victim].append(transfer)
    return tuple(
        Loss(
            victim=victim,
            paid=paid[victim],
            returned=sum(transfer.amount for transfer in returns[victim]),
            returned_by=tuple(transfer.id for transfer in returns[victim]),
        )
        for victim in sorted(paid)
    )
