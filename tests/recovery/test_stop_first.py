"""What to stop first."""

from __future__ import annotations

from datetime import datetime

import pytest

from suyuan.model.moment import CHINA
from suyuan.model.transfer import Role
from suyuan.recovery.stop_first import Standing, stop_first

NOON = datetime(2021, 3, 20, 12, tzinfo=CHINA)


def standing(
    account: str,
    greatest: int,
    *,
    balance: int | None = None,
    stands: bool = True,
    role: Role = Role.UNKNOWN,
    last_debit: datetime | None = None,
) -> Standing:
    """Return an account with some of the victims' money."""
    return Standing(account, role, stands, 0, greatest, balance, last_debit)


def test_the_limit_is_never_above_the_book_balance() -> None:
    """The proposed limit is the smaller of balance and greatest figure, and ranks the accounts."""
    proposals = stop_first([standing("a", 900, balance=100), standing("b", 500, balance=800), standing("c", 300)])
    assert [(each.rank, each.account, each.limit) for each in proposals] == [
        (1, "b", 500),
        (2, "c", 300),
        (3, "a", 100),
    ]


@pytest.mark.parametrize("role", [Role.VICTIM, Role.MERCHANT, Role.POOL, Role.BYSTANDER])
def test_some_accounts_are_never_proposed(role: Role) -> None:
    """Victims, merchants, pools and bystanders are not stopped without a named reason."""
    assert stop_first([standing("a", 900, role=role)]) == ()


def test_only_what_stands_is_proposed() -> None:
    """An account whose answer ends earlier, or that holds nothing, is no proposal."""
    assert stop_first([standing("a", 900, stands=False), standing("b", 0), standing("c", 5, balance=0)]) == ()


def test_ties_go_to_the_account_that_moves() -> None:
    """Of equal limits the account with the most recent debit comes first, then the number decides."""
    ties = [standing("c", 7), standing("b", 7), standing("a", 7, last_debit=NOON)]
    assert [each.account for each in stop_first(ties)] == ["a", "b", "c"]
