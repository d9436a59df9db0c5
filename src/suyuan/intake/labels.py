"""Cells that repeat their label: ``付款支付账号：abc`` in a column of that name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from suyuan.intake.header import clean_name

_LABELLED = re.compile(r"\s*(?P<label>[^\s\d:：]{2,24})\s*[:：]\s*(?P<value>.*)", re.DOTALL)


def unlabelled(cells: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the cells without labels: what stands before the first colon, where it is the column's own name.

    Half of the label's signs must stand in the column's name, since spellings vary; a clock or an address of a
    machine has no such label.
    """
    named = [
        _value(cell, name) if "：" in cell or ":" in cell else cell
        for cell, name in zip(cells, names, strict=False)
    ]
    return (*named, *cells[len(named) :])


@lru_cache(maxsize=20_000)
def _value(cell: str, name: str) -> str:
    found = _LABELLED.fullmatch(cell)
    if found is None:
        return cell
    label, column = set(clean_name(found["label"])), set(clean_name(name))
    return found["value"] if 2 * len(label & column) >= len(label) else cell
