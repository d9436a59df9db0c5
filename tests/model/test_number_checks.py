"""Check digits against the vectors that their standards publish."""

from __future__ import annotations

import pytest

from suyuan.model.keccak import keccak_256
from suyuan.model.number_checks import Check, check_of, checksummed, luhn_holds

EIP55 = (
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "fB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "dbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "D1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
)
"""The addresses of mixed letters in the text of ERC-55."""


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
    ],
)
def test_keccak_gives_the_published_digests(data: bytes, digest: str) -> None:
    """Keccak-256, not SHA3-256, which pads otherwise."""
    assert keccak_256(data).hex() == digest


def test_keccak_takes_more_than_one_block() -> None:
    """Data of exactly a block, and of one more byte, differ, and each is the same every time."""
    assert keccak_256(b"a" * 136) != keccak_256(b"a" * 137)
    assert keccak_256(b"a" * 300) == keccak_256(b"a" * 300)


@pytest.mark.parametrize("address", EIP55)
def test_letters_of_ethereum_addresses(address: str) -> None:
    """An address is right as ERC-55 prints it, says nothing in small letters, and is wrong with letters turned."""
    assert checksummed(address.lower()) == address
    assert check_of("0x" + address) == (Check.ETHEREUM, True)
    assert check_of("0x" + address.lower()) is None
    assert check_of("0x" + address.swapcase()) == (Check.ETHEREUM, False)


@pytest.mark.parametrize(
    ("number", "holds"),
    [("79927398713", True), ("79927398710", False), ("4111111111111111", True), ("4111111111111112", False)],
)
def test_luhn(number: str, holds: bool) -> None:  # noqa: FBT001  # a table of cases
    """The worked example of the algorithm, and a card number that payment companies publish for tests."""
    assert luhn_holds(number) is holds


@pytest.mark.parametrize(
    "number",
    [
        "GB82WEST12345698765432",
        "DE89370400440532013000",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_iban(number: str) -> None:
    """The registry's own examples are right; with two signs swapped, or one missing, they are wrong."""
    assert check_of(number) == (Check.IBAN, True)
    assert check_of(number[:2] + number[3] + number[2] + number[4:]) == (Check.IBAN, number[2] == number[3])
    assert check_of(number[:-2] + "77") == (Check.IBAN, False)
    assert check_of(number + "0") == (Check.IBAN, False)


@pytest.mark.parametrize(
    ("address", "check", "holds"),
    [
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Check.BASE58, True),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T", Check.BASE58, False),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Check.BASE58, True),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Check.BASE58, True),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Check.BECH32, True),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", Check.BECH32, False),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Check.BECH32, True),
        ("bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", None, False),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", Check.BECH32, False),
    ],
)
def test_addresses(address: str, check: Check | None, holds: bool) -> None:  # noqa: FBT001  # a table of cases
    """USDT's contract on Tron, Bitcoin's first address, and the vectors of BIP 173 and BIP 350."""
    assert check_of(address) == (None if check is None else (check, holds))


@pytest.mark.parametrize(
    "number", ["", "31600000000000001", "a@example.com", "2088000000000017", "1A1zP1eP5QGefi2D"]
)
def test_other_numbers_have_no_check(number: str) -> None:
    """Accounts, wallets, mail addresses and what only looks like an address are not judged."""
    assert check_of(number) is None
