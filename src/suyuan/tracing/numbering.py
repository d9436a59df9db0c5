"""Accounts as numbers, in the order in which the ledger first uses them (near in time is near in memory)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.tracing.columns import Column, column_of, encoded, taken
from suyuan.tracing.kernels.arrays import Array32
from suyuan.tracing.kernels.balances import number_by_first_use

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Numbering:
    """``names``: account number to name; ``payer, payee``: the transfers' accounts as numbers."""

    names: Column
    payer: Array32
    payee: Array32


def number(transfers: pa.Table, more: Iterable[str]) -> Numbering:
    """Number the accounts of the transfers by first use, then those of ``more`` that have no number yet."""
    codes, values = encoded([transfers.column("payer"), transfers.column("payee"), column_of(sorted(set(more)))])
    count = len(transfers)
    payer, payee = codes[:count], codes[count : 2 * count]
    numbers = np.full(len(values), -1, dtype=np.int32)
    number_by_first_use(fixed(payer), fixed(payee), numbers)
    names = taken(values, np.argsort(numbers, kind="stable"))
    return Numbering(names, fixed(numbers[payer]), fixed(numbers[payee]))


def fixed(array: NDArray[Kind]) -> NDArray[Kind]:
    """Return a contiguous view that cannot be written: kernels take inputs in this one form."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
