"""Direction codes: bare digits for in and out, which mean opposite things in different messages.

A digit means what the file's own header says (借贷标志（借方：1，贷方：2）); where the header is silent, what the
balances of the file's rows say of it, all of them alike; else nothing. It is never taken at its face value.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from suyuan.model.booking import Booking, Direction

_CODE = re.compile(r"0?[0-9]")
_CODES = r"(?P<code>[0-9]{1,2}|[A-Za-z])"
_CODE_AFTER = re.compile(r"(?P<word>[\u4e00-\u9fff+]{1,3}?)(?:方|账|帐|款)?\s*[:：=＝\-—为]\s*" + _CODES)
_ENDS = r"(?=[，,;；|/、\s)）]|[0-9]|$)"
_CODE_BEFORE = re.compile(
    _CODES + r"\s*[:：=＝\-—为、]?\s*(?P<word>[\u4e00-\u9fff]{1,3}?)(?:方|账|帐|款)?" + _ENDS
)
CERTAIN = 10
"""One row that says otherwise is outvoted by so many: a chain that breaks can mislead, but seldom."""


def is_code(text: str) -> bool:
    """Tell whether a direction cell holds a bare digit."""
    return _CODE.fullmatch(text) is not None


def stated_codes(header: str, words: Mapping[str, Direction]) -> dict[str, Direction]:
    """Return the codes that a column's own name states (借方：1，贷方：2; 0-出 1-进; D:借|C:贷), empty if none.

    Taken only if it states one for in and one for out.
    """
    inside = re.search(r"[(（](.*)[)）]", header)
    if inside is None:
        return {}
    for pattern in (_CODE_AFTER, _CODE_BEFORE):
        found: dict[str, Direction] = {}
        for match in pattern.finditer(inside[1]):
            meaning = words.get(match["word"])
            if meaning is not None:
                found[match["code"]] = meaning
        if len(found) == 2 and set(found.values()) == {Direction.IN, Direction.OUT}:
            return found
    return {}


def meanings(purses: Iterable[Sequence[tuple[Booking, str]]]) -> dict[str, Direction]:
    """Return what each code of a file means by the balances of its accounts; those they leave open are absent.

    Each purse is one account's rows in the file's order, each with its code. Where two codes occur and one is
    settled, the other is its opposite.
    """
    votes: defaultdict[str, Counter[Direction]] = defaultdict(Counter)
    codes: set[str] = set()
    for rows in purses:
        codes.update(code for _, code in rows if code)
        moved = [(booking, code) for booking, code in rows if booking.status.moved_money]
        forward, backward = _votes(moved), _votes(moved[::-1])
        for code, direction in forward if len(forward) >= len(backward) else backward:
            votes[code][direction] += 1
    found = {code: said for code in sorted(codes) if (said := _clear(votes[code])) is not None}
    if len(found) != len(set(found.values())):
        return {}
    if len(codes) == 2 and len(found) == 1:
        (other,) = codes - found.keys()
        if not votes[other]:
            (known,) = found.values()
            found[other] = Direction.IN if known is Direction.OUT else Direction.OUT
    return found


def _votes(rows: Sequence[tuple[Booking, str]]) -> list[tuple[str, Direction]]:
    """Return what each row's code means by the balance of the row before it."""
    said = []
    for (before, _), (booking, code) in pairwise(rows):
        if code and booking.amount and before.balance is not None and booking.balance is not None:
            step = booking.balance - before.balance
            if abs(step) == booking.amount:
                said.append((code, Direction.IN if step > 0 else Direction.OUT))
    return said


def _clear(votes: Counter[Direction]) -> Direction | None:
    ranked = votes.most_common()
    if not ranked or (len(ranked) > 1 and ranked[1][1] * CERTAIN > ranked[0][1]):
        return None
    return ranked[0][0]
