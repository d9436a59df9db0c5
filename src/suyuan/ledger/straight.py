"""The best matching of like rows between two accounts, without crossings, in time in proportion to the pairs.

Equal amounts between the same two accounts within minutes, or within one day, are a band: each debit can meet a
run of credits, and neither end of the run goes back from one debit to the next. The time between two rows grows
along such a band as it does on a line, so no crossing ever makes a matching better, and one pass finds the best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """Debits and credits in their accounts' orders; ``runs`` are each debit's first credit and the one behind its
    last.
    """

    debits: tuple[int, ...]
    credits: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]


def as_line(apart: Mapping[Pair, int], order: Mapping[int, tuple[int, int]]) -> Line | None:
    """Return the possible pairs as a line, None where they are none.

    ``order`` gives each row's place in its account, ``apart`` the time between the rows of a pair. The pairs are a
    line if the credits of each debit stand together, both ends of the runs never go back, and of two neighbours on
    either side that could be paired crosswise, the straight pairs are no further apart.
    """
    of_debit: defaultdict[int, list[int]] = defaultdict(list)
    for debit, credit in apart:
        of_debit[debit].append(credit)
    debits = sorted(of_debit, key=order.__getitem__)
    credits = sorted({credit for _, credit in apart}, key=order.__getitem__)
    number = {credit: place for place, credit in enumerate(credits)}
    runs = []
    for debit in debits:
        places = [number[credit] for credit in of_debit[debit]]
        first, behind = min(places), max(places) + 1
        if behind - first != len(places):
            return None
        runs.append((first, behind))
    line = Line(tuple(debits), tuple(credits), tuple(runs))
    return line if _goes_forward(line) and _is_straight(line, apart) else None


def _goes_forward(line: Line) -> bool:
    return all(one[0] <= two[0] and one[1] <= two[1] and two[0] <= one[1] for one, two in pairwise(line.runs))


def _is_straight(line: Line, apart: Mapping[Pair, int]) -> bool:
    """Tell whether neighbours' straight pairs are never worse than crossed ones; then no pairs' are."""
    for place, (debit, below) in enumerate(pairwise(line.debits)):
        first, behind = line.runs[place + 1][0], line.runs[place][1]
        for credit, beside in pairwise(line.credits[first:behind]):
            if apart[debit, credit] + apart[below, beside] > apart[debit, beside] + apart[below, credit]:
                return False
    return True


def straightest(line: Line, costs: Mapping[Pair, int]) -> dict[int, int]:
    """Return the matching without crossings of least total cost, debit to credit."""
    tables: list[list[int]] = []
    start, before = 0, [0]
    for debit, (first, behind) in zip(line.debits, line.runs, strict=True):
        # Entry k: the least cost of the debits so far with the credits before number first + k.
        last = before[-1]
        skip = before[first - start :] if first - start < len(before) else [last]
        skip += [last] * (behind - first + 1 - len(skip))
        best = skip[0]
        table = [best]
        for credit, alone, above in zip(line.credits[first:behind], skip[1:], skip, strict=False):
            with_it = above + costs[debit, credit]
            if with_it < best:
                best = with_it
            if alone < best:
                best = alone
            table.append(best)
        tables.append(table)
        start, before = first, table
    return _traced(line, tables)


def _traced(line: Line, tables: Sequence[Sequence[int]]) -> dict[int, int]:
    """Follow the tables back from their last entry."""
    match: dict[int, int] = {}
    behind = line.runs[-1][1]
    for place in range(len(line.debits) - 1, -1, -1):
        first = line.runs[place][0]
        if behind <= first:
            continue
        table = tables[place]
        at = min(behind - first, len(table) - 1)
        while at and table[at] == table[at - 1]:
            at -= 1
        above = 0 if place == 0 else _entry(tables[place - 1], line.runs[place - 1][0], first + at)
        if at == 0 or above == table[at]:
            behind = first + at
            continue
        match[line.debits[place]] = line.credits[first + at - 1]
        behind = first + at - 1
    return match


def _entry(table: Sequence[int], first: int, behind: int) -> int:
    return table[min(behind - first, len(table) - 1)]
