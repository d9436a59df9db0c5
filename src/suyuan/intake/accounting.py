"""Row accounting: every physical row of a table falls into exactly one class, and the classes add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from suyuan.errors import Failed
from suyuan.model.text import Text


class RowClass(Enum):
    """What a physical row is. READ rows are bookings (or lines of a form); QUARANTINED rows could not be read."""

    HEADER = "header"
    PREAMBLE = "preamble"
    FOOTER = "footer"
    BLANK = "blank"
    REPEATED_HEADER = "repeated_header"
    CONTINUATION = "continuation"
    NOTE = "note"
    READ = "read"
    QUARANTINED = "quarantined"


DO_NOT_ADD_UP = Text(
    zh="行数核对不平：共 {total} 行，各类合计 {sum} 行。这是程序错误，未写入任何数据。",
    en="The row accounting does not add up: {total} rows, {sum} in classes. "
    "This is a fault of the program; nothing was written.",
)


@dataclass(frozen=True)
class RowAccounting:
    """How many rows of each class a table has; raises Failed unless they add up to ``total``."""

    total: int
    header: int = 0
    preamble: int = 0
    footer: int = 0
    blank: int = 0
    repeated_header: int = 0
    continuation: int = 0
    note: int = 0
    read: int = 0
    quarantined: int = 0

    def __post_init__(self) -> None:
        """Prove that nothing was lost."""
        parts = sum(getattr(self, each.value) for each in RowClass)
        if parts != self.total:
            raise Failed(DO_NOT_ADD_UP(total=self.total, sum=parts))


def accounted(total: int, classes: Mapping[RowClass, int] | Counter[RowClass]) -> RowAccounting:
    """Return the accounting of ``total`` rows; raises Failed where rows are missing or counted twice."""
    return RowAccounting(total, **{each.value: classes.get(each, 0) for each in RowClass})
