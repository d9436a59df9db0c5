"""Totals that a file prints, compared with rows that stand in arrays: ``printed_totals`` without an object a row."""  # noqa: E501

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from suyuan.intake.columns.kernels.arrays import Flags
from suyuan.intake.columns.pieces import DIRECTIONS
from suyuan.intake.columns.rows import Rows
from suyuan.intake.printed_totals import Lines, kind_of_total, printed_totals
from suyuan.intake.recognise import Recognised
from suyuan.model.printed_total import PrintedTotal

Mask = NDArray[np.bool_]


def compared_totals(
    lines: Lines, found: Recognised, rows: Rows, gone: Flags, currency: str
) -> tuple[PrintedTotal, ...]:
    """Return the totals that lines print, each with what was read of the same rows; like ``printed_totals``."""
    printed = printed_totals(lines, found, (), currency)
    if not printed:
        return ()
    kept = gone == 0
    accounts = {rows.owns[own][0] for own in np.unique(rows.own[kept]).tolist()}
    currencies = {rows.currencies[each] for each in np.unique(rows.currency[kept]).tolist()}
    if not currencies:
        return printed
    own = next(iter(accounts)) if len(accounts) == 1 else ""
    made = []
    for each in printed:
        said = replace(each, account=own, found_count=None, found_amount=None)
        if len(currencies) > 1 and each.amount is not None and each.currency not in currencies:
            made.append(said)
            continue
        mine = kept
        if each.amount is not None and each.currency in currencies:
            mine = kept & (rows.currency == rows.currencies.index(each.currency))
        alike = [one.source.row for one in printed if kind_of_total(one) == kind_of_total(each)]
        made.append(_best(said, rows, mine, alike))
    return tuple(made)


def _best(each: PrintedTotal, rows: Rows, mine: Mask, places: Sequence[int]) -> PrintedTotal:
    """Return a total with the rows that it agrees with, or with all that it can mean where it agrees with none."""
    here = each.source.row
    before = max((place for place in places if place < here), default=0)
    after = min((place for place in places if place > here), default=1 << 62)
    above = mine & (rows.row > before) & (rows.row < here)
    below = mine & (rows.row > here) & (rows.row < after)
    candidates = [mine]
    if each.page:
        candidates = [above]
    elif len(places) > 1:
        candidates = [above if above.any() else below, below, mine]
    made = []
    for subset in candidates:
        if each.direction is not None:
            subset = subset & (rows.direction == DIRECTIONS.index(each.direction))
        made += [_with(each, rows, subset), _with(each, rows, subset & (rows.moved == 1))]
    return next((one for one in made if one.agrees), made[0])


def _with(each: PrintedTotal, rows: Rows, subset: Mask) -> PrintedTotal:
    amounts = rows.amount[subset]
    total = int((amounts & 0x7FFFFFFF).sum()) + (int((amounts >> 31).sum()) << 31)
    return replace(each, found_count=int(subset.sum()), found_amount=total)
