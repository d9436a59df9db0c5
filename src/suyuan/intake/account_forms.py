"""Account numbers with what banks hang on them: a currency (…_CNY), the number of a sub-account (…-1, …_1).

A number with a currency behind it is the account without it, in that currency; both forms are kept. A sub-account
is an account of its own, written ``main_number``, since its balances are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from suyuan.model.account import is_damaged, normal_form

_EXPONENT = re.compile(r"\d\.\d+E\+\d{1,2}")
_CURRENCY = re.compile(r"(?P<main>[A-Za-z]{0,2}\d{8,})\s*[_\-]\s*(?:CNY|RMB|USD|HKD|EUR|GBP|JPY)", re.IGNORECASE)
_SUB = re.compile(r"(?P<main>[A-Za-z]{0,2}\d{10,})\s*-\s*(?P<sub>\d{1,4})")


@lru_cache(maxsize=65_536)
def number_of(raw: str, *, stored_as_number: bool = False) -> tuple[str, bool]:
    """Return an account number in normal form and whether a spreadsheet has lost digits of it.

    Remembered, since a file's rows repeat few numbers. What was written with an exponent is spelled out; a
    currency behind the number is left off, a sub-account's number is parted by ``_``.
    """
    damaged = is_damaged(raw, stored_as_number=stored_as_number)
    text = raw.strip()
    if _EXPONENT.fullmatch(text):
        return normal_form(format(Decimal(text), "f")), damaged
    with_currency, sub = _CURRENCY.fullmatch(text), _SUB.fullmatch(text)
    if with_currency is not None:
        return normal_form(with_currency["main"]), damaged
    return normal_form(f"{sub['main']}_{sub['sub']}" if sub is not None else raw), damaged


@lru_cache(maxsize=65_536)
def forms_of(raw: str) -> tuple[str, ...]:
    """Return the number that a cell names, and beside it the whole form where a currency hangs on it."""
    number = number_of(raw)[0]
    return (number, f"{number}_{raw.strip()[-3:].upper()}") if _CURRENCY.fullmatch(raw.strip()) else (number,)
