"""What the check digits of a file's numbers say against them: one sentence a kind, with rows, and never more."""

from __future__ import annotations

from suyuan.intake.grid import open_bytes
from suyuan.intake.number_warnings import NUMBERS_NAMED
from suyuan.intake.statement import ReadFile, read_opened
from suyuan.model.account import is_chain_address, normal_form
from suyuan.model.text import Language

HEADER = "交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,摘要说明,查询反馈结果原因"
GOOD = "6200000000000000018"


def answer(*others: str) -> ReadFile:
    """Read an answer of one card with these counterparties."""
    rows = [
        f"{GOOD},,2021030110101{at},1.00,{at + 1}.00,进,{other},某,,"  # each row is one yuan more
        for at, other in enumerate(others)
    ]
    return read_opened(open_bytes("a.csv", "\n".join([HEADER, *rows]).encode()))


def said(read: ReadFile) -> list[str]:
    """Return the warnings in English."""
    return [warning.render(Language.EN) for warning in read.warnings]


def test_numbers_that_hold_say_nothing() -> None:
    """A right card, an account without check digits, a mask and a blank: no warning."""
    assert said(answer("6200000000000000026", "31600000000000001", "6226********5669", "")) == []


def test_a_card_with_a_wrong_check_digit_is_named_with_its_first_row() -> None:
    """The same wrong number twice is one number; it is used as it stands."""
    read = answer("6200000000000000027", "6200000000000000027")
    (warning,) = said(read)
    assert warning.startswith("1 card numbers fail their check digit (Luhn)")
    assert warning.endswith("6200000000000000027 (2)")
    assert read.tables[0].parts[0].bookings[0].counterparty.account == "6200000000000000027"


def test_many_are_counted_and_few_are_named() -> None:
    """Nine wrong cards make one sentence that names five."""
    (warning,) = said(answer(*(f"620000000000000{number}" for number in range(1010, 1100, 10))))
    assert warning.count("(Luhn)") == 1
    assert warning.count("620000000000000") <= NUMBERS_NAMED
    assert warning.endswith(", …")


def test_each_kind_of_number_has_its_sentence() -> None:
    """An IBAN, an Ethereum and a Tron address, each with a fault of one sign."""
    read = answer(
        "DE89370400440532013001",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
    )
    kinds = ["IBANs", "addresses fail the check of their letters", "Tron or Bitcoin", "bech32"]
    assert [kind in warning for kind, warning in zip(kinds, said(read), strict=True)] == [True] * 4


def test_letters_of_addresses_are_kept_where_they_say_something() -> None:
    """Base58 keeps its letters, a mask of it too; hexadecimal and bech32 become small, all else capitals."""
    for kept in ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "TR7N****Lj6t"):
        assert normal_form(kept) == kept
    assert (
        normal_form("0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") == "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
    )
    assert normal_form("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4").startswith("bc1q")
    assert normal_form("de89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    assert is_chain_address("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
    assert not is_chain_address("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")
