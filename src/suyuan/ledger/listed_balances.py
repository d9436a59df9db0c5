"""Balances that lists of accounts state: assertions for accounts whose own statements prove none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities
from suyuan.ledger.own_rows import OwnRows, span
from suyuan.model.coverage import Assertion
from suyuan.model.stated_account import StatedAccount
from suyuan.model.transfer import Transfer


def listed_balances(
    files: Iterable[FileContents],
    identities: Identities,
    accounts: Mapping[str, OwnRows],
    transfers: Iterable[Transfer],
    currency: str,
) -> tuple[Assertion, ...]:
    """Return the balances at a time that institutions' lists state, one an account: the latest.

    Taken for accounts with transfers whose own statements have no balances: a chain says more than one figure.
    Where several numbers of an account state different balances for the same time (sub-accounts), none is taken.
    """
    touched = {end for transfer in transfers for end in (transfer.payer, transfer.payee)}
    latest: dict[str, list[StatedAccount]] = {}
    for stated in (each for contents in files for each in contents.accounts):
        key = identities.key(stated.numbers[0])
        own = accounts.get(key)
        if key not in touched or stated.parent or (own is not None and own.has_balances):
            continue
        if stated.balance is None or stated.time is None or stated.currency != currency:
            continue
        before = latest.get(key, [])
        if not before or _instant(stated) > _instant(before[0]):
            latest[key] = [stated]
        elif _instant(stated) == _instant(before[0]):
            before.append(stated)
    return tuple(
        Assertion(key, _instant(latest[key][0]), None, latest[key][0].balance or 0)
        for key in sorted(latest)
        if len({stated.balance for stated in latest[key]}) == 1
    )


def _instant(stated: StatedAccount) -> datetime:
    """Return the last instant that the stated time can mean."""
    if stated.time is None:
        raise ValueError("only balances with a time are compared")
    return span(stated.time)[1].replace(microsecond=0)
