"""Accounts as an institution's own list states them 账户信息: numbers, holder, bank, a balance at a time."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.moment import Moment
from suyuan.model.source import Source


@dataclass(frozen=True)
class StatedAccount:
    """One row of a list of accounts.

    ``numbers`` are all of one account, in normal form, at least one. ``bound`` are bank cards bound to a wallet:
    accounts of their own. ``parent`` is the main account of a sub-account, else empty. ``balance`` (minor units of
    ``currency``) stood in the account at ``time``; None where the list gives none, or not the time.
    """

    source: Source
    numbers: tuple[str, ...]
    holder: str = ""
    bank: str = ""
    parent: str = ""
    bound: tuple[str, ...] = ()
    currency: str = "CNY"
    balance: int | None = None
    time: Moment | None = None
