"""What is known of the accounts: kind, role, parent, holder, controller, bank, covered periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

import numpy as np
import pyarrow as pa

from suyuan.errors import Refused
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role
from suyuan.tracing.checks import ACCOUNTS, EMPTY, NO_COLUMN, RowRefused
from suyuan.tracing.columns import is_missing, numbers, text_or_empty
from suyuan.tracing.findings import TIME
from suyuan.tracing.moments import offsets

Word = TypeVar("Word", bound=Enum)

UNKNOWN_WORD = Text(
    zh="{column} 的值 {word} 不认识；可用：{words}，或留空。",
    en="{word!r} is no {column}; there are: {words}, or leave it empty.",
)
CONTRADICTS = Text(
    zh="账户 {account} 在前面已有一行，内容不同；同一账户的多行只能列不同的反馈期间。",
    en="an earlier row of account {account} says otherwise; rows of one account may only add covered periods.",
)
TEXTS = ("parent", "holder", "controller", "bank", "statement")

PRODUCT = "product:"
"""What the names of products begin with that were bought from an account."""

NO_ROLE = {AccountKind.MERCHANT: Role.MERCHANT, AccountKind.POOL: Role.POOL}
"""The role of an account that no decision gives one, by its kind."""


@dataclass(frozen=True)
class Period:
    """A covered period, both ends included (microseconds, offset in minutes); None: open on that side."""

    start: tuple[int, int] | None
    end: tuple[int, int] | None

    def holds(self, moment: int) -> bool:
        """Tell whether the moment lies in the period."""
        return (self.start is None or self.start[0] <= moment) and (self.end is None or moment <= self.end[0])


@dataclass(frozen=True)
class AccountFact:
    """One account. ``kind`` is None where nothing is said; texts are empty where nothing is said.

    ``statement`` is filled (``yes``) where rows of the account's own statement are in evidence, covered or not.
    """

    kind: AccountKind | None = None
    role: Role = Role.UNKNOWN
    parent: str = ""
    holder: str = ""
    controller: str = ""
    bank: str = ""
    statement: str = ""
    periods: tuple[Period, ...] = ()


NOTHING_KNOWN = AccountFact()


@dataclass(frozen=True)
class Facts:
    """The accounts table by account; ``given`` says whether there was one at all."""

    by_account: Mapping[str, AccountFact]
    given: bool

    def of(self, account: str) -> AccountFact:
        """Return what is known of an account, what is not said of a child being as of its parent.

        ``product:ACCOUNT:CODE`` is a child of ACCOUNT by its name, and covered where that is.
        """
        fact = self.by_account.get(account, NOTHING_KNOWN)
        if account.startswith(PRODUCT):
            parent = fact.parent or account.removeprefix(PRODUCT).rpartition(":")[0]
            fact = replace(fact, kind=fact.kind or AccountKind.PRODUCT, parent=parent)
        if not fact.parent:
            return fact
        above = self.by_account.get(fact.parent, NOTHING_KNOWN)
        is_product = fact.kind is AccountKind.PRODUCT
        return replace(
            fact,
            role=above.role if fact.role is Role.UNKNOWN else fact.role,
            holder=fact.holder or above.holder,
            controller=fact.controller or above.controller,
            bank=fact.bank or above.bank,
            statement=fact.statement or (above.statement if is_product else ""),
            periods=fact.periods or (above.periods if is_product else ()),
        )


def read(table: pa.Table | None) -> Facts:
    """Return the accounts table by account; raises Refused, RowRefused for a word that is none.

    Without a role, a merchant's account has the role merchant and a pool's the role pool, every other is unknown.
    """
    if table is None:
        return Facts({}, given=False)
    if "account" not in table.column_names:
        raise Refused(NO_COLUMN(table=ACCOUNTS, column="account"))
    columns = {name: text_or_empty(table, name) for name in ("account", *TEXTS)}
    kinds, roles = text_or_empty(table, "kind"), text_or_empty(table, "role")
    starts, ends = _times(table, "covered_from"), _times(table, "covered_to")
    found: dict[str, AccountFact] = {}
    for row, account in enumerate(columns["account"]):
        if not account:
            raise RowRefused(ACCOUNTS, row, EMPTY(column="account"))
        kind = _word(kinds[row], AccountKind, "kind", row)
        role = _word(roles[row], Role, "role", row) or (NO_ROLE.get(kind, Role.UNKNOWN) if kind else Role.UNKNOWN)
        parent, holder, controller, bank, statement = (columns[name][row] for name in TEXTS)
        said = AccountFact(kind, role, parent, holder, controller, bank, statement)
        period = (Period(starts[row], ends[row]),) if starts[row] or ends[row] else ()
        earlier = found.get(account, said)
        if replace(earlier, periods=()) != said:
            raise RowRefused(ACCOUNTS, row, CONTRADICTS(account=account))
        found[account] = replace(said, periods=earlier.periods + period)
    return Facts(found, given=True)


def _word(word: str, kind: type[Word], column: str, row: int) -> Word | None:
    if not word:
        return None
    try:
        return kind(word)
    except ValueError:
        words = ", ".join(str(each.value) for each in kind)
        raise RowRefused(ACCOUNTS, row, UNKNOWN_WORD(column=column, word=word, words=words)) from None


def _times(table: pa.Table, column: str) -> list[tuple[int, int] | None]:
    if column not in table.column_names:
        return [None] * len(table)
    found = table.column(column).cast(TIME)
    missing = is_missing(found)
    at = np.where(missing, 0, numbers(found.fill_null(0)))  # type: ignore[arg-type]
    return [
        None if absent else (moment, offset)
        for absent, moment, offset in zip(
            missing.tolist(), at.tolist(), offsets(table, column).tolist(), strict=True
        )
    ]
