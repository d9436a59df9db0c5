"""The arrays the kernels work on, and their records.

An account that never held claimed money is one number in ``State.purses``: its balance. An account that holds some
has ``-1 - r`` there, r being its record in ``State.mixed``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

OTHER = -1
"""The origin of other funds; a claim's origin is its place in the claims file, from 0."""

NEVER = np.iinfo(np.int64).max
"""An event that does not come: closes ``Events.claim_event``."""

FLOW = np.dtype([("amount", "i8"), ("event", "i4"), ("claim", "i4")])
"""Claims' money moved: in which event, of which claim, how much."""

HOLDING = np.dtype([("amount", "i8"), ("account", "i4"), ("claim", "i4")])
"""Claims' money standing: in which account, of which claim, how much."""

MARKS = 48
FLOWS, NEXT_CLAIM, USED_RECORDS, FREE_RECORD, USED_POOL, FREE_POOL, BROKEN, FREE_BLOCKS = range(8)
"""Places in ``State.marks``: rows of ``flows`` in use; the next claim; records in use and the first free one; pool
in use and the first free lot; 1 + the event whose pieces did not add up, else 0; the first free block of each
size."""

Array64 = NDArray[np.int64]
Array32 = NDArray[np.int32]
Records = NDArray[Any]

word: Any = np.int64
"""What a kernel writes where a number must be 64 bits wide; of a comparison it makes 1 or 0."""


class Events(NamedTuple):
    """What happens, in order. Accounts are numbers from 0; amounts minor units > 0; read-only arrays.

    Claims are sorted by event, then by their place in the claims file, which is ``claim``; ``claim_event`` ends
    with NEVER. From account ``aside`` on accounts keep pieces that an earmark sets aside: what came first leaves
    first, whatever the policy.
    """

    payer: Array32
    payee: Array32
    amount: Array64
    claim_event: Array64
    claim: Array32
    claim_amount: Array64
    aside: int = int(NEVER)


class State(NamedTuple):
    """What the accounts hold, between two events; every array is modified in place.

    ``pool`` holds the lots (or shares) of all records, ``flows`` what the events since the last emptying moved,
    ``effective`` each claim's own part, ``scratch`` is for the kernel alone.
    """

    purses: Array64
    mixed: Records
    pool: Records
    flows: Records
    effective: Array64
    marks: Array64
    scratch: Records
