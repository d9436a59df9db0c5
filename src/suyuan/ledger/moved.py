"""Wallet payments taken from what paid them: the card's account, or the node that stands for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from suyuan.ledger.agreed import agreed
from suyuan.ledger.case_ledger import Agreed, Contradiction, ContradictionKind, Lead
from suyuan.ledger.completeness import Completeness, Showing
from suyuan.ledger.drafts import Draft
from suyuan.ledger.funding import Funded
from suyuan.ledger.identities import Identities
from suyuan.ledger.products import PRODUCT
from suyuan.model.booking import Booking
from suyuan.model.credit_line import CREDIT_LINE
from suyuan.model.node import is_node
from suyuan.model.text import Text

NOT_THE_CARDS = Text(
    zh="钱包 {wallet} 的账目 {booking} 载明由银行卡 {card} 支付，而该卡该时段的账单完整，却没有带同一单号的账目。",
    en="Booking {booking} of wallet {wallet} says that card {card} paid it; the card's statement is complete for "
    "that time and has no booking with that order number.",
)
PERHAPS = Text(
    zh="钱包 {wallet} 的账目 {booking} 载明由银行卡 {card} 支付；该卡账目 {other} 金额、时间相符而无共同单号，"
    "不能认定为同一笔，也不重复从该卡付出：请调取单号。",
    en="Booking {booking} of wallet {wallet} says that card {card} paid it; booking {other} of the card has that "
    "amount and time and no number in common. They are not taken as one payment, nor is the card charged twice: "
    "ask for the order number.",
)

UNMATCHED = "unmatched:"
CHILDREN = (PRODUCT, CREDIT_LINE)


class Moved:
    """Moves the wallets' ends of drafts to what paid; ``ids`` tells which drafts changed their ids."""

    def __init__(self, funded: Mapping[str, Funded], completeness: Completeness, identities: Identities) -> None:
        """Take what paid each wallet row that its purse did not pay, by the booking's id."""
        self.ids: dict[str, str] = {}
        self.contradictions: list[Contradiction] = []
        self.leads: list[Lead] = []
        self._funded = funded
        self._completeness = completeness
        self._identities = identities

    def draft(self, draft: Draft) -> Draft:
        """Return a draft with its wallet's end moved, as it is where its purse paid."""
        if draft.paid is not None and draft.paid.id in self._funded:
            found = self._funded[draft.paid.id]
            bank = found.bank.booking if found.bank is not None else None
            moved = replace(
                draft,
                id="",
                payer=self._source(found, draft.payee),
                paid=replace(bank, amount=draft.paid.amount) if bank is not None else None,
                through=draft.paid,
                wallet=found.row.account,
            )
        elif draft.received is not None and draft.received.id in self._funded:
            found = self._funded[draft.received.id]
            bank = found.bank.booking if found.bank is not None else None
            moved = replace(
                draft,
                id=draft.id if draft.paid is not None else "",
                payee=self._source(found, draft.payer),
                received=bank,
                through=draft.received,
                wallet=found.row.account,
            )
        else:
            return draft
        if moved.agreed is None and bank is not None:
            moved = replace(moved, agreed=self._agreed(found, bank))
        if moved.payer.startswith(UNMATCHED) or moved.payee.startswith(UNMATCHED):
            moved = replace(moved, reason="unmatched")
        self.ids[draft.id] = moved.id
        return moved

    def _agreed(self, found: Funded, bank: Booking) -> Agreed:
        row = found.row.booking
        return agreed(bank, found.source, row, found.row.account, self._identities)

    def _source(self, found: Funded, far: str) -> str:
        """Return what paid, or a node where the card's own statement speaks against it, or it would pay itself."""
        row, other = found.row.booking, found.doubt
        if other is not None:
            first, then = (other.booking, row) if found.row.pays else (row, other.booking)
            self.leads.append(Lead(first.id, then.id, row.amount))
        if found.bank is not None or is_node(found.source) or found.source.startswith(CHILDREN):
            return found.source
        if found.source == far:
            return f"{'from' if found.row.pays else 'via'}:card:{row.id}"
        said = {"wallet": found.row.account, "booking": row.id, "card": found.source}
        if other is not None:
            message = PERHAPS(**said, other=other.booking.id)
        elif self._completeness.showing(found.source, row.time) is not Showing.SOME:
            message = NOT_THE_CARDS(**said)
        else:
            return found.source
        self.contradictions.append(
            Contradiction(ContradictionKind.UNMATCHED, found.source, row.id, row.amount, message)
        )
        return f"{UNMATCHED}{found.source}:{row.id}"
