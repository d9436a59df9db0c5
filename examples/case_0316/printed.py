"""What a row prints about itself and the other end: numbers, masks, names, reference numbers."""

from __future__ import annotations

from dataclasses import dataclass

from cast import ACCOUNTS, POOLS
from statements import Line
from story import Move

HIDDEN_CARD = "620000*********7788"
"""The masked number of somebody whom no file of the case knows."""

SHARED_REFERENCES = {
    "N1": "1000050001202103142015000316",
    "N2": "2021031400316201600000000000317",
    "N3": "20210308200040011100316000000318",
    "N4": "1000050001202103132015000319",
    "N5": "4200000316202103170000000320",
    "P1": "1000039501202103160000000321",
}
"""Numbers that stand in a wallet company's row and in the bank's row of the same payment."""


@dataclass(frozen=True)
class Other:
    """The other end as printed: number, name, bank; ``damaged`` where the cell is a spoiled number."""

    number: str = ""
    name: str = ""
    bank: str = ""
    damaged: bool = False
    merchant: str = ""


def masked(card: str) -> str:
    """First six and last four digits, the rest hidden."""
    return card[:6] + "*" * (len(card) - 10) + card[-4:]


def spoiled_by_excel(card: str) -> int:
    """The number that is left when a spreadsheet keeps 15 digits of it."""
    return int(card[:15] + "0" * (len(card) - 15))


def other_end(line: Line) -> Other:
    """What the row prints of its other end."""
    code, prints = line.other, line.prints
    if code.startswith("SHOP:"):
        return Other(merchant=code.removeprefix("SHOP:"))
    if code.startswith("POOL:"):
        name, number = POOLS[code.removeprefix("POOL:")]
        return Other(number, name)
    if code == "PRODUCT:yuebao":
        name, number = POOLS["ALIPAY"]
        return Other(number, name)
    if code.startswith("PACKET:") and line.move.sender:
        sender = ACCOUNTS[line.move.sender]
        return Other(sender.card, sender.holder)
    if code == "X" and ACCOUNTS[line.account].may_owe:
        return Other()
    if code == "X":
        return Other(HIDDEN_CARD, "*某")
    if code not in ACCOUNTS:
        return Other()
    account = ACCOUNTS[code]
    if prints == "nobody":
        return Other()
    if prints == "name":
        return Other(name=account.holder)
    if prints == "pool":
        name, number = POOLS[account.bank]
        return Other(number, name)
    if prints == "number":
        return Other(account.number, account.holder, account.bank_name)
    if prints == "masked":
        return Other(masked(account.card), "*" + account.holder[1:], account.bank_name)
    return Other(account.card, account.holder, account.bank_name, damaged=prints == "damaged")


def reference(line: Line) -> str:
    """The institution's own number of this row; shared ones where the story says so."""
    move = line.move
    if move.shared_reference and _is_the_banks(line) and not move.shared_in_note:
        return SHARED_REFERENCES[move.shared_reference]
    return own_reference(ACCOUNTS[line.account].bank, move, line.side)


def own_reference(bank: str, move: Move, side: str) -> str:
    """A booking number as each institution builds them."""
    day, count = f"{move.at:%Y%m%d}", move.place * 2 + (side == "in")
    if bank == "A":
        return f"BL{day}{count:010d}"
    if bank == "TENPAY":
        return f"1000050101{day}{move.place:010d}"
    if bank == "ALIPAY":
        return f"{day}20004001{move.place:012d}"
    return f"{day[2:]}{count:012d}"


def note(line: Line, by_name: dict[str, Move]) -> str:
    """The row's 备注: a correction names the booking it reverses; some bank rows carry the wallet's number."""
    move = line.move
    if move.corrects:
        original = by_name[move.corrects]
        return "冲正原交易流水号:" + own_reference(ACCOUNTS[line.account].bank, original, "out")
    if move.shared_in_note and _is_the_banks(line):
        return SHARED_REFERENCES[move.shared_reference]
    return ""


def order_number(line: Line) -> str:
    """The shop's order number, which a payment and its refund have in common."""
    name = line.move.refunds or (line.move.name if line.other.startswith("SHOP:") else "")
    return f"DD20210300000316{name}" if name else ""


def _is_the_banks(line: Line) -> bool:
    return ACCOUNTS[line.account].bank not in ("TENPAY", "ALIPAY", "SHOPS")
