"""Text in records of four lines (Date, Description, Amount, Balance) instead of rows, as Santander UK exports it.

The line with the date becomes the row of the booking, with the amount and the balance of its record; the other
lines stand below it with what they say, so that each physical line is still one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DATE = re.compile(r"Date:\s*(?P<value>\d\d/\d\d/\d{4})\s*")
_SUM = re.compile(r"(?P<name>Amount|Balance):\s*(?P<value>[-+]?£?[\d,]*\.\d{2})(?:\s*GBP)?\s*")
_TEXT = re.compile(r"Description:\s*(?P<value>.*?)\s*")
_BLANKS = str.maketrans({"\u00a0": " ", "\t": " "})
LONGEST_RECORD = 8
"""A record ends at the next date, and after so many lines at the latest."""


def is_record_text(text: str) -> bool:
    """Tell whether a text is of records: a date with a description and an amount right below it."""
    lines = [line.translate(_BLANKS).strip() for line in text[:8192].splitlines()]
    lines = [line for line in lines if line]
    return any(
        _DATE.fullmatch(one) and _TEXT.fullmatch(two) and _SUM.fullmatch(three)
        for one, two, three in zip(lines, lines[1:], lines[2:], strict=False)
    )


def record_rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the number of each line and its cells: date, amount, balance, text."""
    lines = [line.translate(_BLANKS).strip() for line in text.splitlines()]
    for at, line in enumerate(lines):
        date = _DATE.fullmatch(line)
        said = _TEXT.fullmatch(line)
        if date is not None:
            sums = _sums(lines[at + 1 : at + LONGEST_RECORD])
            yield at + 1, (date["value"], sums.get("Amount", ""), sums.get("Balance", ""), "")
        elif said is not None:
            yield at + 1, ("", "", "", said["value"] or line)
        else:
            # A sum that was taken up above stays here as the text of its own line.
            yield at + 1, ("", "", "", line) if _SUM.fullmatch(line) else (line,) if line else ()


def _sums(lines: Sequence[str]) -> dict[str, str]:
    """Return the amount and the balance of one record; of two alike in it none."""
    found: dict[str, str] = {}
    doubled = set()
    for line in lines:
        if _DATE.fullmatch(line):
            break
        said = _SUM.fullmatch(line)
        if said is not None:
            doubled |= {said["name"]} & found.keys()
            found[said["name"]] = said["value"]
    return {name: value for name, value in found.items() if name not in doubled}
