"""Balances that lists of accounts state at a time: assertions where the account's own rows say nothing of it."""

from __future__ import annotations

from collections import defaultdict
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
    """Return the balances at a time that institutions' lists state, by account and time.

    Taken for accounts with transfers; where an account's own rows state balances, only what a list states after
    the last of them: among them the chain says more than one figure. Where several numbers of an account state
    different balances for the same time (sub-accounts under one card), none is taken.
    """
    touched = {end for transfer in transfers for end in (transfer.payer, transfer.payee)}
    found: defaultdict[tuple[str, datetime], set[int]] = defaultdict(set)
    for stated in (each for contents in files for each in contents.accounts):
        key = identities.key(stated.numbers[0])
        is_part = stated.parent and identities.key(stated.parent) == key
        if stated.balance is None or stated.time is None or stated.currency != currency:
            continue
        if key in touched and not is_part and _is_after(_instant(stated), accounts.get(key)):
            found[key, _instant(stated)].add(stated.balance)
    return tuple(
        Assertion(key, at, None, next(iter(found[key, at])))
        for key, at in sorted(found)
        if len(found[key, at]) == 1
    )


def _is_after(at: datetime, own: OwnRows | None) -> bool:
    """Tell whether a time is later than every row of an account whose rows state balances."""
    return own is None or not own.has_balances or all(span(row.time)[1] < at for row in own.rows)


def _instant(stated: StatedAccount) -> datetime:
    """Return the last instant that the stated time can mean."""
    if stated.time is None:
        raise ValueError("only balances with a time are compared")
    return span(stated.time)[1].replace(microsecond=0)
