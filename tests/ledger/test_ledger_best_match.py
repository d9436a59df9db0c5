"""One-to-one assignment against every assignment there is."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.best_match import best_match


def best_by_trial(edges: dict[tuple[str, str], int]) -> tuple[int, int]:
    """Return the most pairs and their least cost, by trying every assignment."""
    lefts, rights = sorted({left for left, _ in edges}), sorted({right for _, right in edges})
    rights += [f"none{place}" for place in lefts]
    best = (0, 0)
    for order in permutations(rights, len(lefts)):
        pairs = [edge for edge in zip(lefts, order, strict=True) if edge in edges]
        best = min(best, (-len(pairs), sum(edges[edge] for edge in pairs)))
    return best


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 9), min_size=1),
    st.randoms(),
)
def test_most_pairs_at_least_cost(edges: dict[tuple[str, str], int], random: object) -> None:
    """No assignment has more pairs, nor as many at less cost; the order of the edges plays no part."""
    found = best_match(edges)
    pairs = list(found.items())
    assert set(pairs) <= edges.keys()
    assert len(set(found.values())) == len(pairs)
    assert (-len(pairs), sum(edges[edge] for edge in pairs)) == best_by_trial(edges)
    shuffled = list(edges.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_match(dict(shuffled)) == found


def test_best_overall_is_not_first_come() -> None:
    """One's nearest partner goes to another whose only partner it is."""
    assert best_match({("a", "x"): 0, ("a", "y"): 5, ("b", "x"): 9}) == {"a": "y", "b": "x"}
