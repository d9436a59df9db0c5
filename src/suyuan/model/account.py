"""Account numbers: as printed, and in the normal form by which they are compared.

An account number is text, never a number. A masked number (``6226******5669``) is a pattern and not a key; a
number that a spreadsheet stored as a float beyond 15 digits is damaged and never a key either.
"""

from __future__ import annotations

import re
import unicodedata

from suyuan.model.number_checks import is_old_bitcoin

MASK = "*"
EXACT_DIGITS_IN_A_FLOAT = 15

_WRAPPED = re.compile(r'^="?(.*?)"?$')
_NOISE = re.compile(r"[\s\-'\"`\[\]\u200b-\u200f\u202a-\u202e\ufeff]+")
_CHAIN_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}")
_BECH32 = re.compile(r"(?:bc|tb)1[02-9ac-hj-np-z]{11,87}", re.IGNORECASE)
_MASKED_TRON = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{2,}\*+[1-9A-HJ-NP-Za-km-z]{2,}")
_EXPONENT = re.compile(r"\d\.\d+E\+\d+")
_NOTHING = frozenset({"", "/", "null", "NULL", "无", "nan", "None"})


def normal_form(raw: str) -> str:
    """Return the number in the form by which it is compared; empty where the cell says nothing.

    Blanks, tabs, hyphens, quotes, brackets and invisible marks go; full-width signs become plain ones. Letters
    of a mail address or IBAN are compared as capitals, those of a chain address as they stand (base58 is
    case-sensitive) or as small ones (hexadecimal and bech32 are not). The raw form is kept beside it by whoever
    keeps the number.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    wrapped = _WRAPPED.match(text)
    text = _NOISE.sub("", wrapped[1] if wrapped else text)
    if text in _NOTHING or not text.strip("-"):
        return ""
    if text.startswith(("0x", "0X")) or _BECH32.fullmatch(text):
        return text.lower()
    return text if _is_base58(text) else text.upper()


def _is_base58(text: str) -> bool:
    """Tell whether a number is an address whose letters must stay as they are, masked ones of Tron too."""
    if text.isdigit() or text == text.upper():
        return False
    return bool(_CHAIN_ADDRESS.fullmatch(text) or _MASKED_TRON.fullmatch(text)) or is_old_bitcoin(text)


def is_chain_address(number: str) -> bool:
    """Tell whether a number in normal form is an address on a public chain (Ethereum, Tron, Bitcoin)."""
    return bool(_CHAIN_ADDRESS.fullmatch(number) or _BECH32.fullmatch(number)) or is_old_bitcoin(number)


def is_masked(number: str) -> bool:
    """Tell whether a number in normal form is a pattern with hidden places."""
    return MASK in number


def is_damaged(raw: str, *, stored_as_number: bool) -> bool:
    """Tell whether a spreadsheet has lost digits of a number: more than 15 digits kept as a float."""
    if stored_as_number and sum(sign.isdigit() for sign in raw) > EXACT_DIGITS_IN_A_FLOAT:
        return True
    return "E+" in raw and _EXPONENT.fullmatch(raw.strip()) is not None


def fits_mask(pattern: str, number: str) -> bool:
    """Tell whether a full number could be the one behind a masked one.

    A run of asterisks stands for as many signs or, since institutions shorten runs at will, for any number of
    signs; what is printed must agree at both ends.
    """
    parts = [re.escape(part) for part in re.split(r"\*+", pattern)]
    return re.fullmatch(".*".join(parts), number) is not None
