"""Numbers of a file whose check digits do not hold, gathered into one sentence for each kind of number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from suyuan.model.booking import Booking, Counterparty
from suyuan.model.number_checks import Check, check_of
from suyuan.model.text import Message, Text

NUMBERS_NAMED = 5
"""So many numbers of a kind are named with the first row in which each stands."""

ETHEREUM_CHECKED = 400
"""So many different addresses of mixed letters are checked in a file: each takes half a millisecond."""

KINDS = {
    Check.CARD: Text(zh="银行卡号的校验位（Luhn）不符", en="card numbers fail their check digit (Luhn)"),
    Check.IBAN: Text(zh="IBAN 的长度或校验位不符", en="IBANs fail their length or check digits"),
    Check.ETHEREUM: Text(
        zh="以太坊系地址的大小写校验不符", en="addresses fail the check of their letters (EIP-55)"
    ),
    Check.BASE58: Text(zh="波场或比特币地址的校验和不符", en="Tron or Bitcoin addresses fail their checksum"),
    Check.BECH32: Text(zh="比特币 bech32 地址的校验和不符", en="Bitcoin bech32 addresses fail their checksum"),
}
DO_NOT_HOLD = Text(
    zh="{count} 个{kind}，可能录错或不完整，仍按原样使用（括号内为行号）：{numbers}",
    en="{count} {kind}: mistyped or cut short? They are used as they stand (rows in brackets): {numbers}",
)
NOT_ALL = Text(
    zh="大小写混写的地址只核验了前 {count} 个",
    en="of addresses with mixed letters only the first {count} were checked",
)


@dataclass
class NumberChecks:
    """Checks each different number once, and keeps those that fail with the first row in which they stand."""

    seen: set[str] = field(default_factory=set)
    failed: dict[Check, list[tuple[str, int]]] = field(default_factory=dict)
    ethereum: int = 0

    def add(self, number: str, row: int) -> None:
        """Check a number as printed, blanks left out."""
        if number in self.seen:
            return
        self.seen.add(number)
        if len(number) == 42 and number[:2] in ("0x", "0X") and number[2:] != number[2:].lower():
            self.ethereum += 1
            if self.ethereum > ETHEREUM_CHECKED:
                return
        found = check_of(number)
        if found is not None and not found[1]:
            self.failed.setdefault(found[0], []).append((number, row))

    def messages(self) -> Iterator[Message]:
        """Yield a sentence for each kind of number that failed, in the order of the kinds."""
        for check, text in KINDS.items():
            numbers = self.failed.get(check, [])
            if numbers:
                named = ", ".join(f"{number} ({row})" for number, row in numbers[:NUMBERS_NAMED])
                more = ", …" if len(numbers) > NUMBERS_NAMED else ""
                yield DO_NOT_HOLD(count=len(numbers), kind=text, numbers=named + more)
        if self.ethereum > ETHEREUM_CHECKED:
            yield NOT_ALL(count=ETHEREUM_CHECKED)


def number_warnings(bookings: Iterable[Booking]) -> tuple[Message, ...]:
    """Return what the check digits of the bookings' own and counterparty numbers say against them."""
    checks = NumberChecks()
    known = checks.seen
    for booking in bookings:
        row = booking.source.row
        for number in (booking.account, *booking.other_numbers):
            if number not in known:
                checks.add(number, row)
        other = booking.counterparty
        if other.account and not other.damaged:
            number = number_to_check(other)
            if number not in known:
                checks.add(number, row)
    return tuple(checks.messages())


def number_to_check(other: Counterparty) -> str:
    """Return a counterparty's number as printed, since letters say something in it, unless a bank hung a currency
    on it.
    """
    printed = other.account_raw.strip().replace(" ", "")
    return printed if printed.lower() == other.account.lower() else other.account
