"""Merchants 商户 with an acquirer's answer: accounts of their own, whose fees go to the acquirer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.stated_fees import stated_fee
from suyuan.model.booking import BookingKind, Direction
from suyuan.model.transfer import AccountKind, Transfer

ACQUIRED = "~fee"
"""What the id of an acquirer's fee ends with that a merchant's row states beside its amount."""


def merchants(files: Iterable[FileContents], identities: Identities) -> dict[str, str]:
    """Return the accounts of merchants for which an acquirer answered, with the acquirer (may be empty)."""
    found: dict[str, str] = {}
    for contents in files:
        if contents.account_kind is AccountKind.MERCHANT:
            for number, part in enumerate(contents.parts):
                found.setdefault(identities.key(own_number(contents, number, part)), contents.institution)
    return found


def stated_fees(accounts: Mapping[str, OwnRows], merchants: Mapping[str, str]) -> dict[str, int]:
    """Return the fees that merchants' rows state beside the payments they took, minor units by the booking's id.

    A merchant whose statement books its fees as rows of their own states none beside them.
    """
    found: dict[str, int] = {}
    for account in merchants:
        own = accounts.get(account)
        if own is None or any(row.kind is BookingKind.FEE for row in own.entering):
            continue
        for row in own.entering:
            fee = stated_fee(row) if row.direction is Direction.IN else 0
            if 0 < fee < row.amount:
                found[row.id] = fee
    return found


def with_acquirers_fees(
    transfers: Iterable[Transfer], fees: Mapping[str, int], merchants: Mapping[str, str]
) -> tuple[tuple[Transfer, ...], dict[str, str]]:
    """Return the transfers with each stated fee right after the payment, and for each added one its payment."""
    found: list[Transfer] = []
    added: dict[str, str] = {}
    for transfer in transfers:
        found.append(transfer)
        fee = sum(fees.get(booking, 0) for booking in transfer.bookings)
        if fee and transfer.payee in merchants:
            acquirer = merchants[transfer.payee] or transfer.payee
            each = replace(
                transfer,
                id=f"{transfer.id}{ACQUIRED}",
                payer=transfer.payee,
                payee=f"fee:{acquirer}",
                amount=fee,
                reason="fee",
                bookings=(),
            )
            found.append(each)
            added[each.id] = transfer.id
    return tuple(found), added
