"""Check digits of account numbers: cards (Luhn), IBAN, addresses on public chains.

A number whose check fails was mistyped, cut or invented, or is no number of that kind after all; so it is warned
of, and never dropped or put right. Sources: ISO/IEC 7812-1 annex B (Luhn), ISO 13616 and the SWIFT IBAN registry
(lengths), ERC-55 (letters of Ethereum's addresses), Base58Check (Bitcoin, Tron), BIP 173 and BIP 350 (bech32).
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from functools import lru_cache

from suyuan.model.keccak import keccak_256


class Check(Enum):
    """What kind of check a number has."""

    CARD = "card"
    IBAN = "iban"
    ETHEREUM = "ethereum"
    BASE58 = "base58"
    BECH32 = "bech32"


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
VERSIONS = {"T": 0x41, "1": 0x00, "3": 0x05}
"""The first byte of an address by its first sign: Tron's, Bitcoin's two old forms."""

_CARD = re.compile(r"62\d{14,17}")
_IBAN = re.compile(r"(?P<country>[A-Z]{2})\d{2}[A-Z0-9]{11,30}")
_ETHEREUM = re.compile(r"0[xX][0-9a-fA-F]{40}")
_TRON = re.compile(rf"T[{BASE58}]{{33}}")
_BITCOIN = re.compile(rf"[13][{BASE58}]{{24,34}}")
_BECH32 = re.compile(rf"(?:bc|tb)1[{BECH32}]{{6,87}}", re.IGNORECASE)
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CONSTANTS = {0: 1}
"""What a bech32 checksum comes to by the version of the witness; from version 1 on it is that of bech32m."""

_BECH32M = 0x2BC830A3


def check_of(number: str) -> tuple[Check, bool] | None:
    """Return which check a number has and whether it holds; None for a number without any.

    The number is given as printed, without blanks, for the letters of an address say something.
    """
    if number.isascii() and number.isdigit():
        return (Check.CARD, luhn_holds(number)) if _CARD.fullmatch(number) else None
    if _ETHEREUM.fullmatch(number):
        return _letters_hold(number[2:])
    if _TRON.fullmatch(number):
        return Check.BASE58, base58_holds(number)
    if _BECH32.fullmatch(number):
        return Check.BECH32, bech32_holds(number)
    iban = _IBAN.fullmatch(number.upper())
    if iban is not None and iban["country"] in IBAN_LENGTHS:
        return Check.IBAN, iban_holds(number.upper())
    # Without a checksum that holds nothing tells an old Bitcoin address from an order number.
    return (Check.BASE58, True) if is_old_bitcoin(number) else None


def luhn_holds(digits: str) -> bool:
    """Tell whether the last digit of a card number is the one that the others ask for."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        twice = int(digit) * (1 + place % 2)
        total += twice // 10 + twice % 10
    return total % 10 == 0


def iban_holds(iban: str) -> bool:
    """Tell whether an IBAN (capitals, no blanks) has its country's length and the remainder 1 modulo 97."""
    if len(iban) != IBAN_LENGTHS.get(iban[:2]):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def _letters_hold(address: str) -> tuple[Check, bool] | None:
    """Return whether the letters of an address are large and small as its hash says; None if all are alike."""
    if address in (address.lower(), address.upper()):
        return None
    return Check.ETHEREUM, address == checksummed(address)


def checksummed(address: str) -> str:
    """Return the 40 hexadecimal digits of an Ethereum address with its letters as ERC-55 writes them."""
    small = address.lower()
    digest = keccak_256(small.encode()).hex()
    return "".join(sign.upper() if int(digest[at], 16) > 7 else sign for at, sign in enumerate(small))


@lru_cache(maxsize=16_384)
def base58_holds(address: str) -> bool:
    """Tell whether an address in Base58Check has 25 bytes, its kind's first byte, and its checksum."""
    value = 0
    for sign in address:
        at = BASE58.find(sign)
        if at < 0:
            return False
        value = value * 58 + at
    if value >= 1 << 200:
        return False
    content = value.to_bytes(25, "big")
    payload, checksum = content[:-4], content[-4:]
    twice = hashlib.sha256(hashlib.sha256(payload).digest()).digest()
    return payload[0] == VERSIONS.get(address[0]) and twice[:4] == checksum


def is_old_bitcoin(number: str) -> bool:
    """Tell whether a number is a Bitcoin address of the old forms, by its checksum."""
    return _BITCOIN.fullmatch(number) is not None and not number.isdigit() and base58_holds(number)


def bech32_holds(address: str) -> bool:
    """Tell whether a segregated-witness address of Bitcoin has the checksum of its version (BIP 173, BIP 350)."""
    if address not in (address.lower(), address.upper()):
        return False
    prefix, _, data = address.lower().rpartition("1")
    values = [BECH32.find(sign) for sign in data]
    if not prefix or len(values) < 7 or min(values) < 0:
        return False
    spread = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    return _polymod(spread + values) == _CONSTANTS.get(values[0], _BECH32M)


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum


IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
    "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
    "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
"""Signs of an IBAN by its country, as the registry lists them (release 98)."""
