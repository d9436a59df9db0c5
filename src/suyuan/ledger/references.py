"""References by which two institutions' rows of one payment name each other."""

from __future__ import annotations

from functools import lru_cache

from suyuan.model.booking import Booking

SHORTEST_REFERENCE = 6
"""References shorter than this are counters, not names of a booking."""

REMEMBERED = 1 << 17
"""So many references are not looked at twice: both sides of a payment name it, and pairing asks again."""


@lru_cache(maxsize=REMEMBERED)
def is_telling(reference: str) -> bool:
    """Tell whether a reference can name a booking: six signs or more, and not one sign over and over.

    Institutions fill a number they do not have with zeros or dashes; such rows have nothing in common.
    """
    return len(reference) >= SHORTEST_REFERENCE and not is_placeholder(reference)


def is_placeholder(reference: str) -> bool:
    """Tell whether a reference stands for none: empty, or one letter or digit repeated."""
    signs = {sign for sign in reference if sign.isalnum()}
    return len(signs) < (2 if len(reference) > 1 else 1)


def telling_references(booking: Booking) -> list[str]:
    """Return the references of a row that can name a booking, sorted, each once."""
    return sorted(each for each in {booking.reference, *booking.references} if is_telling(each))
