"""Credit lines inside wallets (花呗, 白条, 分付): accounts of their own, ``credit:WALLET:CODE``.

They pay in the wallet's stead and are repaid from it (docs/method.md, "Credit lines and overdrafts"). Names are
data, ``funding.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable

from suyuan.ledger.accounts import looks_like_wallet
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.means import repaid_line
from suyuan.model.booking import Booking
from suyuan.model.credit_line import line_of
from suyuan.model.transfer import AccountKind


def wallets(files: Iterable[FileContents], identities: Identities) -> frozenset[str]:
    """Return the accounts that are wallets by their statement's kind, else by their numbers."""
    found = set()
    for contents in files:
        for number, part in enumerate(contents.parts):
            account = identities.key(own_number(contents, number, part))
            kind = contents.account_kind
            if kind is AccountKind.WALLET or (kind is None and looks_like_wallet(account)):
                found.add(account)
    return frozenset(found)


def repaid(booking: Booking, wallet: str) -> str | None:
    """Return the wallet's credit line that a row of the wallet repays, None where it repays none."""
    code = repaid_line(booking)
    return None if code is None else line_of(wallet, code)
