"""The assignment against every assignment there is, counted out; and against itself, row numbers changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.assignment import Seat, Weight, assign, costs_of
from suyuan.ledger.paths import cheapest
from suyuan.ledger.straight import as_line, straightest

Pair = tuple[int, int]
Possible = dict[Pair, Weight]
RANKS = 3

ACCOUNTS = st.sampled_from(("A", "B", "C"))
WEIGHTS = st.builds(Weight, st.integers(0, RANKS - 1), st.integers(0, 3))


@st.composite
def tangles(draw: st.DrawFn) -> tuple[Possible, list[Seat]]:
    """A few rows of three accounts and any pairs among them."""
    debits, credits = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    places = draw(st.permutations(range(debits + credits)))
    seats = [Seat(draw(ACCOUNTS), place) for place in places]
    pairs = [(debit, debits + credit) for debit in range(debits) for credit in range(credits)]
    drawn = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    return {pair: draw(WEIGHTS) for pair in drawn}, seats


@st.composite
def streams(draw: st.DrawFn) -> tuple[Possible, list[Seat]]:
    """Equal amounts between two accounts by two clocks: pairs within a window."""
    times = st.lists(st.integers(0, 12), min_size=1, max_size=5).map(sorted)
    out, come, window = draw(times), draw(times), draw(st.integers(0, 8))
    names = draw(st.permutations(range(len(out) + len(come))))
    seats = [Seat("", 0)] * len(names)
    for place, name in enumerate(names):
        seats[name] = Seat("A", place) if place < len(out) else Seat("B", place - len(out))
    possible = {
        (names[debit], names[len(out) + credit]): Weight(0, abs(left - arrived))
        for debit, left in enumerate(out)
        for credit, arrived in enumerate(come)
        if abs(left - arrived) <= window
    }
    return possible, seats


def every(possible: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    """Yield every set of pairs that share no row."""
    if not possible:
        yield ()
        return
    first, *rest = possible
    yield from every(rest)
    for others in every([pair for pair in rest if pair[0] != first[0] and pair[1] != first[1]]):
        yield (first, *others)


def counts(chosen: Sequence[Pair], possible: Mapping[Pair, Weight]) -> tuple[int, ...]:
    """How many pairs of each rank, fewer being greater."""
    return tuple(-sum(possible[pair].rank == rank for pair in chosen) for rank in range(RANKS))


def goodness(chosen: Sequence[Pair], possible: Mapping[Pair, Weight], seats: Sequence[Seat]) -> tuple[object, ...]:
    """What is compared, in its order; each rule written out by itself."""
    rows = sorted({row for pair in possible for row in pair})
    place = {
        row: sum(
            seats[other].account == seats[row].account and seats[other].place < seats[row].place for other in rows
        )
        for row in rows
    }
    return (
        counts(chosen, possible),
        sum(possible[pair].apart for pair in chosen),
        sum((place[debit] - place[credit]) ** 2 for debit, credit in chosen),
        sum(sum(pair) for pair in chosen),
    )


def check_by_counting_out(possible: Mapping[Pair, Weight], seats: Sequence[Seat]) -> None:
    """Look at every assignment: none is better, and other partners are those of all as good in rank."""
    chosen = {(each.debit, each.credit): each for each in assign(possible, seats)}
    for component in apart_from_each_other(possible):
        all_there_are = list(every(sorted(component)))
        its = tuple(sorted(pair for pair in chosen if pair in component))
        best = min(goodness(each, component, seats) for each in all_there_are)
        assert goodness(its, component, seats) == best
        as_good = [each for each in all_there_are if counts(each, component) == best[0]]
        pairs = {pair for each in as_good for pair in each} - set(its)
        for debit, credit in its:
            found = chosen.pop((debit, credit))
            assert list(found.other_credits) == sorted(other for its, other in pairs if its == debit)
            assert list(found.other_debits) == sorted(other for other, its in pairs if its == credit)
    assert not chosen


def apart_from_each_other(possible: Mapping[Pair, Weight]) -> list[Possible]:
    """The possible pairs in groups that share no row, by joining until nothing changes."""
    groups: list[set[Pair]] = [{pair} for pair in sorted(possible)]
    joined = True
    while joined:
        joined = False
        for one in groups:
            for other in groups:
                if one is not other and any(set(a) & set(b) for a in one for b in other):
                    one |= other
                    groups.remove(other)
                    joined = True
                    break
            if joined:
                break
    return [{pair: possible[pair] for pair in group} for group in groups]


@settings(max_examples=400, deadline=None)
@given(tangles())
def test_tangles_are_solved_as_by_counting_out(drawn: tuple[Possible, list[Seat]]) -> None:
    """Pairs and the other partners of their rows are those found by looking at every assignment."""
    check_by_counting_out(*drawn)


@settings(max_examples=200, deadline=None)
@given(streams())
def test_streams_are_solved_as_by_counting_out(drawn: tuple[Possible, list[Seat]]) -> None:
    """Like rows between two accounts, which go another way, are solved just so."""
    check_by_counting_out(*drawn)


@settings(max_examples=200, deadline=None)
@given(streams())
def test_a_line_and_paths_agree(drawn: tuple[Possible, list[Seat]]) -> None:
    """The pass along a line finds what the search for paths finds."""
    possible, seats = drawn
    for component in apart_from_each_other(possible):
        order = {row: (seats[row].place, row) for pair in component for row in pair}
        line = as_line({pair: weight.apart for pair, weight in component.items()}, order)
        assert line is not None
        costs = costs_of(component, seats)
        along, across = straightest(line, costs), cheapest(costs)
        assert sum(costs[pair] for pair in along.items()) == sum(costs[pair] for pair in across.items())


@settings(max_examples=200, deadline=None)
@given(tangles(), st.integers(0, 2**32))
def test_the_order_given_plays_no_part(drawn: tuple[Possible, list[Seat]], seed: int) -> None:
    """The same pairs in another order give the same assignment."""
    possible, seats = drawn
    shuffled = list(possible.items())
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert assign(dict(shuffled), seats) == assign(possible, seats)


def test_best_overall_is_not_the_nearest_first() -> None:
    """Two debits, two credits: the nearest pair alone would leave the others without a partner."""
    possible = {(0, 2): Weight(0, 5), (0, 3): Weight(0, 1), (1, 3): Weight(0, 5)}
    seats = [Seat("A", 0), Seat("A", 1), Seat("B", 0), Seat("B", 1)]
    assert [(each.debit, each.credit) for each in assign(possible, seats)] == [(0, 2), (1, 3)]


@pytest.mark.slow
@pytest.mark.parametrize("apart", [0, 7])
def test_a_thousand_like_rows_do_not_explode(apart: int) -> None:
    """500 equal amounts out and 480 in, every one of which can be every other: all 480 pair, without crossings.

    No time is asserted; work with the cube of the rows would not end.
    """
    seats = [Seat("A", place) for place in range(500)] + [Seat("B", place) for place in range(480)]
    possible = {
        (debit, 500 + credit): Weight(0, abs(debit * apart - credit * apart - 3))
        for debit in range(500)
        for credit in range(480)
    }
    chosen = assign(possible, seats)
    assert len(chosen) == 480
    credits = [each.credit for each in chosen]
    assert credits == sorted(credits)
