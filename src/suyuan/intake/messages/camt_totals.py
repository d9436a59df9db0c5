"""Totals that a camt message prints of itself (TxsSummry), compared with the entries read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suyuan.intake.fault import Fault
from suyuan.intake.messages.amounts import amount
from suyuan.intake.messages.entries import Entry
from suyuan.intake.messages.nodes import Node
from suyuan.model.booking import Booking, Direction
from suyuan.model.money import UNSTATED, text_from_minor
from suyuan.model.text import Message, Text

OTHER_TOTAL = Text(
    zh="第 {line} 行的合计 {tag} 印为 {printed}，读到的明细为 {found}，不相符",
    en="the total {tag} on line {line} prints {printed}, but the entries read come to {found}",
)
_GROUPS = (("TtlNtries", None), ("TtlCdtNtries", Direction.IN), ("TtlDbtNtries", Direction.OUT))


def compare_totals(frame: Node, entries: Sequence[Entry]) -> Iterator[Message]:
    """Yield where a printed number of entries, or their sum, is not that of the entries read."""
    bookings = [entry.said for entry in entries if isinstance(entry.said, Booking)]
    codes = {each.currency for each in bookings}
    currency = codes.pop() if len(codes) == 1 else UNSTATED
    for group, way in _GROUPS:
        for node in frame.all(f"TxsSummry/{group}"):
            meant = [each for each in bookings if way is None or each.direction is way]
            count = node.said("NbOfNtries")
            if count.isascii() and count.isdigit() and int(count[:9]) != len(meant):
                yield OTHER_TOTAL(line=node.line, tag=f"{group}/NbOfNtries", printed=count, found=len(meant))
            # Amounts of several currencies do not add up to anything.
            if codes or currency == UNSTATED:
                continue
            total = amount(node.said("Sum"), currency, ".") if node.said("Sum") else None
            found = sum(each.amount for each in meant)
            if total is not None and not isinstance(total, Fault) and total != found:
                yield OTHER_TOTAL(
                    line=node.line,
                    tag=f"{group}/Sum",
                    printed=text_from_minor(total, currency),
                    found=text_from_minor(found, currency),
                )
