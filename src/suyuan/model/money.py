"""Money: integers in a currency's minor unit, and the only way from and to text.

CNY counts fen, USDT millionths, JPY whole yen. No float is ever made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

UNSTATED = "X" * 3
"""ISO 4217's code for no currency: some bank messages do not say which one their amounts are in."""

DECIMALS = {
    "CNY": 2, "USD": 2, "EUR": 2, "GBP": 2, "HKD": 2, "MOP": 2, "SGD": 2, "CAD": 2, "AUD": 2, "NZD": 2,
    "CHF": 2, "DEM": 2, "PLN": 2, "THB": 2, "MYR": 2, "PHP": 2, "INR": 2, "RUB": 2, "TWD": 2, "SEK": 2,
    "NOK": 2, "DKK": 2, "JPY": 0, "KRW": 0, "VND": 0, "IDR": 2, "MMK": 2, "KHR": 2, "LAK": 2, "KWD": 3,
    "CZK": 2, "HUF": 2, "RON": 2, "BGN": 2, "TRY": 2, "ZAR": 2, "MXN": 2, "BRL": 2, "ARS": 2, "COP": 2, "PEN": 2,
    "ILS": 2, "AED": 2, "SAR": 2, "QAR": 2, "EGP": 2, "PKR": 2, "BDT": 2, "LKR": 2, "NPR": 2, "KZT": 2, "UAH": 2,
    "BYN": 2, "GEL": 2, "NGN": 2, "KES": 2, "MAD": 2, "BND": 2, "MNT": 2, "HRK": 2, "ATS": 2, "NLG": 2, "FRF": 2,
    "BEF": 2, "FIM": 2, "IEP": 2, "PTE": 2, "ESP": 2, "ITL": 2, "EEK": 2, "LVL": 2, "LTL": 2, "SKK": 2, "SIT": 2,
    "ISK": 0, "CLP": 0, "PYG": 0, "UGX": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3,
    UNSTATED: 2, "USDT": 6, "USDC": 6,
}  # fmt: skip
"""Decimals of each currency (ISO 4217; for tokens those of the contract)."""

OTHER_DECIMALS = 6
"""Decimals of a token or currency that is not in the table."""

LARGEST_MINOR = 2**62
"""Amounts at or above this are refused: sums of two must fit 64 bits."""

_PLAIN = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?|([+-]?)\.(\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")


def decimals_of(currency: str) -> int:
    """Return how many decimals the currency's minor unit stands for."""
    return DECIMALS.get(currency, OTHER_DECIMALS)


def minor_from_text(text: str, currency: str) -> int:
    """Return the signed amount in minor units.

    Takes ``1234.5``, ``-1,234.50``, ``+.5``; groups of three only. Raises ValueError for anything else, for
    more decimals than the currency has (unless they are zeros) and for amounts from 2**62 up.
    """
    plain = text
    if "," in text:
        if not _GROUPED.fullmatch(text):
            raise ValueError(f"no amount: {text!r}")
        plain = text.replace(",", "")
    match = _PLAIN.fullmatch(plain)
    if match is None or not plain.isascii():
        raise ValueError(f"no amount: {text!r}")
    sign, whole, part = match[1] or match[4] or "", match[2] or "0", match[3] or match[5] or ""
    places = decimals_of(currency)
    if part[places:].strip("0"):
        raise ValueError(f"no amount: {text!r}")
    minor = int(whole + part[:places].ljust(places, "0"))
    if minor >= LARGEST_MINOR:
        raise ValueError(f"no amount: {text!r}")
    return -minor if sign == "-" else minor


def text_from_minor(minor: int, currency: str) -> str:
    """Return the amount in major units with all the currency's decimals: ``123456`` fen is ``1234.56``."""
    places = decimals_of(currency)
    sign = "-" if minor < 0 else ""
    digits = str(abs(minor)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def share_by_largest_remainder(amount: int, held: Sequence[int]) -> list[int]:
    """Split an amount in proportion to what is held, to the unit.

    The floor of amount x held / total each, then one unit each to the largest remainders; ties go to the one
    that stands first. ``0 <= amount <= sum(held)`` and a positive total, else ValueError.
    """
    total = sum(held)
    if total <= 0 or not 0 <= amount <= total:
        raise ValueError(f"cannot split {amount} over {total}")
    shares, remainders = [], []
    for each in held:
        share, remainder = divmod(amount * each, total)
        shares.append(share)
        remainders.append(remainder)
    # Sorting keeps the order of what is equal, also from the largest down.
    by_remainder = sorted(range(len(held)), key=remainders.__getitem__, reverse=True)
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares
