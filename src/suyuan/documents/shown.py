"""How values read on paper: money in groups of three, times without offset, account numbers whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor

if TYPE_CHECKING:
    from suyuan.documents.figures import Spread


def money(minor: int, currency: str) -> str:
    """Return an amount in major units, groups of three: ``1,234,567.00``; a true minus sign."""
    text = text_from_minor(abs(minor), currency)
    whole, point, part = text.partition(".")
    return ("−" if minor < 0 else "") + f"{int(whole):,}" + point + part


def spoken_amount(minor: int, currency: str) -> str:
    """Return an amount as it stands in a sentence, on paper and on the terminal: with thousands set apart."""
    return money(minor, currency)


def money_range(spread: Spread, currency: str) -> str:
    """Return ``least–greatest``, or the one figure where all policies agree."""
    least = money(spread.least, currency)
    return least if spread.agrees else f"{least} – {money(spread.greatest, currency)}"


def moment(at: datetime, *, date_only: bool = False) -> str:
    """Return a time in China's civil time, to the second; the bare date where no source states the hour."""
    if at.tzinfo is not None:
        at = at.astimezone(CHINA)
    return at.strftime("%Y-%m-%d") if date_only else at.strftime("%Y-%m-%d %H:%M:%S")


def size_of(text: str) -> int:
    """Return how wide a text is in half-width places; a Chinese sign takes two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` half-width places, cut with an ellipsis."""
    if size_of(text) <= most:
        return text
    kept = ""
    for sign in text:
        if size_of(kept + sign) > most - 1:
            break
        kept += sign
    return kept + "…"


def in_quotes(words: str) -> str:
    """Return words in Chinese quotation marks; marks within them become single ones (GB/T 15834)."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"
