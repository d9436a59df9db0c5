"""Account numbers with what banks hang on them: a currency (…_CNY, …_156), a sub-account (…-1, …_156_1, …_1/CNY).

A number with a currency behind it is the account without it, in that currency; both forms are kept. A sub-account
is an account of its own, written ``main_number``, since its balances are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from suyuan.model.account import is_damaged, normal_form

_EXPONENT = re.compile(r"\d\.\d+E\+\d{1,2}")
_HUNG = re.compile(
    r"(?P<main>[A-Za-z]{0,2}\d{8,})(?P<hung>(?:\s*[_\-/]\s*(?:[A-Za-z]{3}|\d{1,6}|人民币|美元|港币|欧元)){1,3})"
)
_PARTED = re.compile(r"\s*[_\-/]\s*")
_CODES = {
    "156": "CNY", "RMB": "CNY", "人民币": "CNY", "840": "USD", "美元": "USD", "344": "HKD", "港币": "HKD",
    "978": "EUR", "欧元": "EUR", "826": "GBP", "392": "JPY", "CNY": "CNY", "USD": "USD", "HKD": "HKD",
    "EUR": "EUR", "GBP": "GBP", "JPY": "JPY",
}  # fmt: skip
"""Currencies as banks hang them on a number: letters, ISO 4217's digits, words."""

FEWEST_DIGITS_OF_A_CARD = 12

SHORTEST_WITH_A_SUB = 10
"""A number with a short one behind it is an account with its sub-account only from so many digits on."""


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
    parted = _parted(text)
    return normal_form(raw if parted is None else parted[0]), damaged


@lru_cache(maxsize=65_536)
def forms_of(raw: str) -> tuple[str, ...]:
    """Return the number that a cell names, and beside it the whole form where a currency hangs on it."""
    number = number_of(raw)[0]
    parted = _parted(raw.strip())
    return (number, f"{number}_{parted[1]}") if parted is not None and parted[1] else (number,)


def _parted(text: str) -> tuple[str, str] | None:
    """Return the account (with its sub-account) and the currency (empty if none) of a number with both or either.

    None where what hangs on the number is neither: then it stays as it is.
    """
    found = _HUNG.fullmatch(text)
    if found is None:
        return None
    main, currency, subs = found["main"], "", []
    for part in _PARTED.split(found["hung"])[1:]:
        if not currency and part.upper() in _CODES:
            currency = _CODES[part.upper()]
        elif part.isdigit():
            subs.append(part)
        else:
            return None
    if len(subs) > 1 or (subs and sum(map(str.isdigit, main)) < SHORTEST_WITH_A_SUB):
        return None
    return "_".join([main, *subs]), currency


def names_a_card(text: str) -> bool:
    """Tell whether a cell names a card: a short bare number is an amount that slipped into the column."""
    return bool(text) and not (text.isdecimal() and len(text) < FEWEST_DIGITS_OF_A_CARD)
