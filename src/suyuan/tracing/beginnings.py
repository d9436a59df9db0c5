"""What a ledger begins with: one digest of all that decides a run up to an event, whatever comes after it.

Two ledgers whose digests at an event agree have the same bookings, openings and claims up to there, in the same
order. Accounts count by name; their numbers, and those of claims, may differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from suyuan.tracing.columns import taken, texts_of
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.numbering import fixed
from suyuan.tracing.stream import Stream

SOURCE = "\n"
"""Stands for the source of unexplained credits: no account has such a name."""


@dataclass(frozen=True)
class Beginnings:
    """A stream's accounts in the order of their first use: ``account`` by rank, ``rank`` by account, ``since``
    (by rank) the event of the first use.
    """

    stream: Stream
    account: Array64
    rank: Array64
    since: Array64

    @classmethod
    def of(cls, stream: Stream) -> Beginnings:
        """Rank the accounts of a stream."""
        events = stream.events
        count, accounts = len(events.payer), len(stream.openings)
        first = np.full(accounts, 2 * count, dtype=np.int64)
        place = np.arange(count, dtype=np.int64)[::-1]
        # of several values for one place the last one stays, and the first use stands last
        first[events.payee[::-1]] = 2 * place + 1
        payers = np.full(accounts, 2 * count, dtype=np.int64)
        payers[events.payer[::-1]] = 2 * place
        np.minimum(first, payers, out=first)
        account = np.argsort(first, kind="stable").astype(np.int64)
        rank = np.empty(accounts, dtype=np.int64)
        rank[account] = np.arange(accounts)
        return cls(stream, account, rank, first[account] // 2)

    def entered(self, at: int) -> Array64:
        """Return the claims on events before ``at``, in the order of the claims file."""
        events = self.stream.events
        rows = int(np.searchsorted(events.claim_event[:-1], at, side="left"))
        return np.sort(events.claim[:rows]).astype(np.int64)

    def claim_names(self, claims: Array64) -> list[str]:
        """Return claims' ids."""
        return texts_of(taken(self.stream.claims.column("claim"), claims))

    def digests(self, positions: Iterable[int]) -> dict[int, str]:
        """Return the digest of what stands before each position (an event's place), in one pass."""
        parts = [hashlib.sha256() for _ in range(3)]
        found: dict[int, str] = {}
        done, users, claims = 0, 0, 0
        for at in sorted({each for each in positions if 0 <= each <= len(self.stream.events.payer)}):
            new_users = int(np.searchsorted(self.since, at, side="left"))
            new_claims = int(np.searchsorted(self.stream.events.claim_event[:-1], at, side="left"))
            self._bookings(parts[0], done, at)
            self._accounts(parts[1], users, new_users)
            self._claims(parts[2], claims, new_claims)
            done, users, claims = at, new_users, new_claims
            found[at] = hashlib.sha256(b"".join(each.digest() for each in parts)).hexdigest()
        return found

    def _bookings(self, digest: hashlib._Hash, start: int, stop: int) -> None:
        """Add bookings as one record each, so that it does not matter where the passes end."""
        events = self.stream.events
        rows = np.empty((stop - start, 3), dtype="<i8")
        rows[:, 0] = self.rank[events.payer[start:stop]]
        rows[:, 1] = self.rank[events.payee[start:stop]]
        rows[:, 2] = events.amount[start:stop]
        digest.update(rows.tobytes())

    def _accounts(self, digest: hashlib._Hash, start: int, stop: int) -> None:
        """Add accounts in the order of first use, by name and opening; the source's opening decides nothing."""
        numbers = self.account[start:stop]
        source = len(self.stream.names)
        names = iter(texts_of(taken(self.stream.names, fixed(numbers[numbers != source]))))
        for number, opening in zip(numbers.tolist(), self.stream.openings[numbers].tolist(), strict=True):
            said = (SOURCE, 0) if number == source else (next(names), opening)
            kept = "aside" if number >= self.stream.events.aside else "own"
            digest.update(f"{kept} {said[1]} {len(said[0])} {said[0]}\n".encode())

    def _claims(self, digest: hashlib._Hash, start: int, stop: int) -> None:
        events = self.stream.events
        names = self.claim_names(events.claim[start:stop].astype(np.int64))
        rows = zip(
            events.claim_event[start:stop].tolist(), events.claim_amount[start:stop].tolist(), names, strict=True
        )
        for event, amount, name in rows:
            digest.update(f"{event} {amount} {len(name)} {name}\n".encode())
