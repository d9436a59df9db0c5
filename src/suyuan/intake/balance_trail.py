"""Rows of one instant put in order by their balances.

A row is a step from the balance before it to the balance after it, so the rows of one instant are the edges of a
graph whose nodes are balances, and an order in which they can have happened is an Eulerian trail of it. Of the
trails the one of docs/method.md, "Order", is taken, step by step: a credit before a debit, then the row that
stands first in the file. A step is possible as long as the rows that remain still hang together with its end
(Fleury), and of the steps out of one balance at most one is not, so no search is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One row: balance before, balance after, and whether it is a credit."""

    before: int
    after: int
    credit: bool


def own_start(steps: Sequence[Step]) -> int | None:
    """Return the one balance from which the steps can be a trail; None where they form a round or no trail."""
    surplus = [balance for balance, more in _degrees(steps).items() if more > 0]
    return surplus[0] if len(surplus) == 1 and _degrees(steps)[surplus[0]] == 1 else None


def is_round(steps: Sequence[Step]) -> bool:
    """Tell whether the steps come back to where they began, so that they do not say where that was."""
    return not any(_degrees(steps).values())


def trail(steps: Sequence[Step], start: int) -> list[int] | None:
    """Return the places of the steps in the order chosen, from the balance ``start``; None where there is none."""
    if not _is_trail(steps, start):
        return None
    ways: defaultdict[int, list[int]] = defaultdict(list)
    ties: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for place, step in enumerate(steps):
        ways[step.before].append(place)
        ties[step.before][step.after] += 1
        ties[step.after][step.before] += 1
    for places in ways.values():
        places.sort(key=lambda place: (not steps[place].credit, place))
    order = []
    here = start
    for _ in steps:
        choices = ways[here]
        chosen = next(at for at, place in enumerate(choices) if _may_leave(steps[place], len(choices), ties))
        place = choices.pop(chosen)
        _untie(steps[place], ties)
        order.append(place)
        here = steps[place].after
    return order


def _degrees(steps: Sequence[Step]) -> Counter[int]:
    """Return for each balance how many more steps leave it than reach it."""
    more: Counter[int] = Counter()
    for step in steps:
        more[step.before] += 1
        more[step.after] -= 1
    return more


def _is_trail(steps: Sequence[Step], start: int) -> bool:
    uneven = {balance: more for balance, more in _degrees(steps).items() if more}
    if uneven and (uneven.get(start) != 1 or sorted(uneven.values()) != [-1, 1]):
        return False
    ties: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for step in steps:
        ties[step.before][step.after] += 1
        ties[step.after][step.before] += 1
    return start in ties and len(_reached(start, None, ties)) == len(ties)


def _may_leave(step: Step, choices: int, ties: defaultdict[int, Counter[int]]) -> bool:
    """Tell whether the remaining rows are still a trail after this step."""
    if choices == 1 or step.before == step.after or ties[step.before][step.after] > 1:
        return True
    _untie(step, ties)
    joined = step.before in _reached(step.after, step.before, ties)
    ties[step.before][step.after] += 1
    ties[step.after][step.before] += 1
    return joined


def _untie(step: Step, ties: defaultdict[int, Counter[int]]) -> None:
    for one, other in ((step.before, step.after), (step.after, step.before)):
        ties[one][other] -= 1
        if not ties[one][other]:
            del ties[one][other]


def _reached(start: int, wanted: int | None, ties: defaultdict[int, Counter[int]]) -> set[int]:
    """Return the balances that hang together with ``start``; stops early at the one wanted."""
    seen = {start}
    waiting = [start]
    while waiting:
        for balance in ties[waiting.pop()]:
            if balance not in seen:
                seen.add(balance)
                if balance == wanted:
                    return seen
                waiting.append(balance)
    return seen
