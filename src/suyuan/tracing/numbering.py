"""Accounts as numbers, in the order in which the ledger first uses them (near in time is near in memory)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.tracing.columns import Column, column_of, numbered_in_pairs
from suyuan.tracing.kernels.arrays import Array32

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Numbering:
    """``names``: account number to name; ``payer, payee``: the transfers' accounts as numbers."""

    names: Column
    payer: Array32
    payee: Array32


def number(transfers: pa.Table, more: Iterable[str]) -> Numbering:
    """Number the accounts of the transfers by first use, then those of ``more`` that have no number yet."""
    known = column_of(sorted(set(more)))
    numbers, names = numbered_in_pairs(transfers.column("payer"), transfers.column("payee"), known)
    count = len(transfers)
    return Numbering(names, fixed(numbers[:count]), fixed(numbers[count : 2 * count]))


def fixed(array: NDArray[Kind]) -> NDArray[Kind]:
    """Return a contiguous view that cannot be written: kernels take inputs in this one form."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
