"""What a reader noticed in many rows, gathered: a million rows warn once a kind, not a million times."""

from __future__ import annotations

from suyuan.model.text import Message, Text

ROWS = Text(zh="{remark}（{count} 行，首见于第 {row} 行）", en="{remark} ({count} rows, first at row {row})")


class Remarks:
    """Counts remarks by their text and keeps the first row of each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: dict[tuple[Text, str], tuple[Message, int, int]] = {}

    def add(self, text: Text, row: int, what: str = "") -> None:
        """Remark ``text`` of a row; remarks that differ in ``what`` (a word, a column) are counted apart."""
        message, count, first = self._seen.get((text, what), (text(what=what), 0, row))
        self._seen[(text, what)] = (message, count + 1, first)

    def messages(self) -> tuple[Message, ...]:
        """Return a sentence for each, in the order in which they were first met."""
        return tuple(ROWS(remark=message, count=count, row=first) for message, count, first in self._seen.values())
