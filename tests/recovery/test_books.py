"""The books balance to the fen, whatever came back. Figures by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from suyuan.recovery.books import Books, Place, balance


def figures(books: Books) -> tuple[int, ...]:
    """Return the lines in their order."""
    return (books.returned, books.frozen, books.seized, books.elsewhere, books.untraced, books.excess)


def test_each_line_by_hand() -> None:
    """Loss 1,000: 300 in a (a freeze of 500 holds them), 250 in b, 200 with no name, 50 never found, 200 returned.

    Of a's 400, 100 of the 200 were returned from there; the other 100 by a suspect.
    """
    places = [Place("a", 400, held=500, returned=100), Place("b", 250), Place("unexplained:c", 200, known=False)]
    assert figures(balance("CNY", "fifo", 1000, places, 200, 0)) == (200, 300, 0, 250, 250, 0)


def test_seized_money_fills_the_untraced_first() -> None:
    """Loss 1,000, 600 traced to b: 300 seized without a place leave 100 untraced; 700 leave 300 elsewhere."""
    assert figures(balance("CNY", "fifo", 1000, [Place("b", 600)], 0, 300)) == (0, 0, 300, 600, 100, 0)
    assert figures(balance("CNY", "fifo", 1000, [Place("b", 600)], 0, 700)) == (0, 0, 700, 300, 0, 0)


def test_seized_money_of_a_known_place_is_no_longer_there() -> None:
    """300 of b's 600 seized: 300 stay elsewhere, 400 untraced as before."""
    assert figures(balance("CNY", "fifo", 1000, [Place("b", 600, seized=300)], 0, 300)) == (0, 0, 300, 300, 400, 0)


def test_more_than_the_loss_stands_apart() -> None:
    """700 frozen and 500 given up of a loss of 1,000: 200 are too much."""
    books = balance("CNY", "fifo", 1000, [Place("a", 700, held=700)], 0, 500)
    assert figures(books) == (0, 700, 500, 0, 0, 200)


sums = st.integers(0, 10**13)
places = st.builds(Place, st.sampled_from("abc"), sums, st.booleans(), sums, sums, sums)


@given(sums, st.lists(places, max_size=5), sums, sums)
def test_they_balance_whatever_came_back(loss: int, where: list[Place], returned: int, seized: int) -> None:
    """Both sides are equal and no line is below zero; an excess and a rest never stand together."""
    books = balance("CNY", "fifo", loss, where, returned, seized)
    assert loss == sum(figures(books)[:5]) - books.excess
    assert min(figures(books)) >= 0
    assert not (books.excess and (books.elsewhere or books.untraced))
