"""Which account to stop first 先止付哪一户: those where victims' money is known to stand, by amount.

Only an account whose institution's answer reaches the moment (state ``stands``) may be said to hold the money
now; victims', merchants' and pool accounts and nodes are no proposals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from suyuan.model.transfer import Role


@dataclass(frozen=True)
class Standing:
    """An account with victims' money in it, as the tracing found it.

    ``least`` and ``greatest`` are the victims' money there over the policies run, ``balance`` the last stated book
    balance (账面余额; None where none was stated), ``last_debit`` the time of the last payment out of it.
    """

    account: str
    role: Role
    stands: bool
    least: int
    greatest: int
    balance: int | None
    last_debit: datetime | None


@dataclass(frozen=True)
class StopProposal:
    """Stop ``account`` for ``limit``: the smaller of its book balance and the greatest over the policies."""

    rank: int
    account: str
    limit: int
    least: int
    greatest: int
    balance: int | None
    last_debit: datetime | None


def stop_first(standings: Iterable[Standing]) -> tuple[StopProposal, ...]:
    """Return the proposals, the largest limit first, then the most recent debit, then the number."""
    proposals = [
        (standing, min(standing.greatest, standing.balance) if standing.balance is not None else standing.greatest)
        for standing in standings
        if standing.stands and not standing.role.stops_the_trail and standing.role is not Role.BYSTANDER
    ]
    worth = [(standing, limit) for standing, limit in proposals if limit > 0]
    worth.sort(key=lambda each: (-each[1], -_moment(each[0].last_debit), each[0].account))
    return tuple(
        StopProposal(
            rank=rank,
            account=standing.account,
            limit=limit,
            least=standing.least,
            greatest=standing.greatest,
            balance=standing.balance,
            last_debit=standing.last_debit,
        )
        for rank, (standing, limit) in enumerate(worth, 1)
    )


def _moment(time: datetime | None) -> int:
    """Return a time as whole microseconds, an unknown one before all others."""
    if time is None:
        return 0
    whole = int(time.timestamp()) * 1_000_000
    return whole + time.microsecond
