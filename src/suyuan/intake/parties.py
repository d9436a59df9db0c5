"""Parties of a payment as wallets print them: a number, a number with a name, or a bank with a card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from suyuan.model.account import normal_form

_TWO = re.compile(r"(?P<before>[^()（）]*?)\s*[(（](?P<inside>.*)[)）]\s*(?P<behind>[0-9*]*)", re.DOTALL)
_NUMBER = re.compile(r"(?=.*[0-9@*])[0-9A-Za-z@*._+-]{6,}")


@dataclass(frozen=True)
class Party:
    """A printed party: its number as printed (empty if it has none), and the words beside it, a name or a bank."""

    number: str
    words: str = ""


@lru_cache(maxsize=65_536)
def party_of(printed: str) -> Party:
    """Return number and words of ``2088…(张某甲)``, ``甲银行(6200…)``, ``(甲银行)6200…``; others as they are."""
    found = _TWO.fullmatch(printed.strip())
    if found is None:
        return Party(printed)
    before, inside, behind = found["before"], found["inside"], found["behind"]
    if _NUMBER.fullmatch(behind):
        return Party(behind, before or inside)
    if _NUMBER.fullmatch(before):
        return Party(before, inside)
    return Party(inside, before) if _NUMBER.fullmatch(inside) else Party(printed)


def party_number(printed: str) -> str:
    """Return a printed party's number in normal form."""
    return normal_form(party_of(printed).number)
