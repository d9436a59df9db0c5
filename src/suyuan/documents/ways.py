"""The way back of a figure: the transfers that a holding is made of, and what no transfer explains."""

from __future__ import annotations

from collections import defaultdict

from suyuan.documents.anchors import Anchors
from suyuan.documents.column_titles import ASSERTED
from suyuan.documents.figures import Figures, Spread
from suyuan.documents.tables import Link, WayStep


class Ways:
    """Knows for every account and claim the transfers that brought and took the claim's money."""

    def __init__(self, figures: Figures, anchors: Anchors) -> None:
        self._anchors = anchors
        self._moves: dict[tuple[str, str], list[tuple[int, str, Spread]]] = defaultdict(list)
        entered = {(claim.transfer, claim.id) for claim in figures.report.claims}
        for transfer in figures.report.transfers:
            if transfer.payer == transfer.payee:
                continue  # a transfer to oneself moves nothing
            for flow in transfer.flows:
                amounts = figures.spread(flow.amounts)
                self._moves[transfer.payee, flow.claim].append((1, transfer.id, amounts))
                # own money was no claim's while it stood with its payer
                if (transfer.id, flow.claim) not in entered:
                    self._moves[transfer.payer, flow.claim].append((-1, transfer.id, amounts))

    def of_holding(self, account: str, claim: str, held: Spread) -> tuple[WayStep, ...]:
        """Return the parts of a holding; a difference booked at a stated balance is a part of its own."""
        steps = []
        rest = held
        for sign, transfer, amounts in self._moves[account, claim]:
            if not amounts:
                continue
            steps.append(WayStep(self._anchors.transfer_link(transfer), sign, amounts))
            rest = rest - amounts if sign > 0 else rest + amounts
        if rest:
            steps.append(WayStep(Link(ASSERTED, self._anchors.account(account)), 1, rest))
        return tuple(steps)
