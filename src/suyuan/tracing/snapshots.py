"""Snapshots: a run's state before an event, as bytes that prove themselves whole, and back into a run.

Only accounts that hold claims' money are in it, by the order of their first use; the others hold their balance,
which the bare loop gives. Claims are in it by name. So new accounts and new claims do not disturb it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from suyuan.tracing.beginnings import Beginnings
from suyuan.tracing.kernels import balances
from suyuan.tracing.kernels.arrays import BROKEN, FLOW, FLOWS, OTHER, USED_POOL, USED_RECORDS, Array64, Records
from suyuan.tracing.kernels.compiled import state_of_the_folder
from suyuan.tracing.policies import Policy
from suyuan.tracing.running import Run

FORMAT = 1
MAGIC = b"suyuan snapshot\n"
HASH = hashlib.sha256().digest_size


def version() -> str:
    """Return what a snapshot must have been made by to be read: this form, and these kernels to the letter."""
    return f"{FORMAT} {state_of_the_folder()}"


@dataclass(frozen=True)
class Snapshot:
    """A run before event ``at``. ``digest``: of what the ledger begins with up to there. ``claims``: those
    entered, in the order of the claims file; numbers of claims below count in this list. ``ranks,
    purses``: the accounts that hold claims' money by order of first use, and what stands for them in
    ``State.purses``. ``flows``: the claims' money moved since event ``since``, where the snapshot before stands.
    """

    at: int
    since: int
    digest: str
    claims: tuple[str, ...]
    ranks: Array64
    purses: Array64
    mixed: Records
    pool: Records
    marks: Array64
    effective: Array64
    flows: Records

    def to_bytes(self) -> bytes:
        """Return the snapshot as bytes with their own hash."""
        said = {
            "version": version(),
            "at": self.at,
            "since": self.since,
            "digest": self.digest,
            "claims": self.claims,
        }
        header = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
        body = io.BytesIO()
        arrays: dict[str, Any] = {name: getattr(self, name) for name in ARRAYS}
        np.savez(body, header=header, **arrays)
        content = body.getvalue()
        return MAGIC + hashlib.sha256(content).digest() + content


ARRAYS = ("ranks", "purses", "mixed", "pool", "marks", "effective", "flows")


def from_bytes(content: bytes) -> Snapshot | None:
    """Return the snapshot, None where the bytes are damaged or of another version of the program."""
    begin = len(MAGIC) + HASH
    body = content[begin:]
    if content[: len(MAGIC)] != MAGIC or hashlib.sha256(body).digest() != content[len(MAGIC) : begin]:
        return None
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as read:
            arrays = {name: read[name] for name in ("header", *ARRAYS)}
        said = json.loads(arrays.pop("header").tobytes())
        if said.pop("version") != version():
            return None
        return Snapshot(claims=tuple(said.pop("claims")), **said, **arrays)
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile):
        return None


def taken_of(run: Run, beginnings: Beginnings, digest: str, since: int, flows: Records) -> Snapshot:
    """Return the snapshot of a run where it stands; ``flows`` is what it moved since event ``since``."""
    state, entered = run.state, beginnings.entered(run.at)
    place = np.full(len(state.effective) + 1, OTHER, dtype=np.int32)
    place[entered] = np.arange(len(entered), dtype=np.int32)
    accounts = np.flatnonzero(state.purses < 0)
    pool = state.pool[: int(state.marks[USED_POOL])].copy()
    name = claim_field(pool)
    pool[name] = place[np.clip(pool[name], OTHER, len(state.effective) - 1)]
    moved = flows.copy()
    moved["claim"] = place[moved["claim"]]
    return Snapshot(
        at=run.at,
        since=since,
        digest=digest,
        claims=tuple(beginnings.claim_names(entered)),
        ranks=beginnings.rank[accounts],
        purses=state.purses[accounts],
        mixed=state.mixed[: int(state.marks[USED_RECORDS])].copy(),
        pool=pool,
        marks=state.marks.copy(),
        effective=state.effective[entered],
        flows=moved,
    )


def claim_field(pool: Records) -> str:
    """Return the field of a pool's records that says whose money it is."""
    return "origin" if "origin" in (pool.dtype.names or ()) else "claim"


def fits(snapshot: Snapshot, beginnings: Beginnings, digest: str | None) -> bool:
    """Tell whether a ledger begins as the snapshot's did, its claims in the same order."""
    if snapshot.digest != digest or snapshot.marks[BROKEN] or snapshot.marks[FLOWS]:
        return False
    return snapshot.claims == tuple(beginnings.claim_names(beginnings.entered(snapshot.at)))


def flows_of(snapshot: Snapshot, beginnings: Beginnings) -> Records:
    """Return a snapshot's flows with the claims' present numbers."""
    moved = snapshot.flows.astype(FLOW)
    entered = beginnings.entered(snapshot.at)
    moved["claim"] = entered[moved["claim"]]
    return moved


def resumed(policy: Policy, snapshot: Snapshot, beginnings: Beginnings, moved: list[Records]) -> Run | None:
    """Return a run that stands where the snapshot was taken; None where its arrays are not this program's."""
    stream = beginnings.stream
    events, at = stream.events, snapshot.at
    run = Run.begin(policy, events, stream.openings, len(stream.claimed))
    state = run.state
    if snapshot.mixed.dtype != state.mixed.dtype or snapshot.pool.dtype != state.pool.dtype:
        return None
    balances.move(events.payer[:at], events.payee[:at], events.amount[:at], state.purses)
    state.purses[beginnings.account[snapshot.ranks]] = snapshot.purses
    entered = beginnings.entered(at)
    place = np.append(entered, OTHER).astype(np.int32)
    pool = snapshot.pool.copy()
    name = claim_field(pool)
    pool[name] = place[pool[name]]
    state.effective[entered] = snapshot.effective
    state.marks[:] = snapshot.marks
    run.state = state._replace(mixed=_roomy(snapshot.mixed, state.mixed), pool=_roomy(pool, state.pool))
    run.at = at
    run.moved = list(moved)
    return run


def _roomy(used: Records, fresh: Records) -> Records:
    """Return the records with as many free ones behind them, at least as many as a fresh run has."""
    roomy = np.zeros(max(len(fresh), 2 * len(used)), fresh.dtype)
    roomy[: len(used)] = used
    return roomy
