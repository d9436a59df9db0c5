"""Delimited text to records, as institutions really write it.

RFC 4180 with its usual dirt: a tab after the closing quote, a quote inside a cell, a quote that never closes.
What stands in a cell is kept to the letter except the quotes that enclose it; cleaning comes later. Every
record knows the line on which it starts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from suyuan.intake.limits import MAX_QUOTED_LINES

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 4_000_000
MIN_ROW_DELIMITERS = 3
"""From so many delimiters on, a line that has all of them is taken for a row of its own, quotes or not."""

MAX_CLEAN_LINE = 128 * 1024
"""The standard reader refuses longer cells."""

_MESSAGE = re.compile(r"\s*(<[A-Za-z?!]|OFXHEADER:|:20:|\{1:F|!Type:|!Account)")
"""Openings of XML, OFX, SWIFT and QIF messages, whose commas and tabs part nothing."""

Record = tuple[int, tuple[str, ...]]


def records(text: str, delimiter: str | None) -> Iterator[Record]:
    """Yield (line number, cells) of each record; a blank line has no cells.

    Without a delimiter each line is one cell. Lines end with LF, CR or CRLF.
    """
    usual = usual_delimiters(text, delimiter) if delimiter else 0
    return _Reader(text, delimiter, usual).records()


def record_at(text: str, delimiter: str, usual: int) -> tuple[tuple[str, ...], int, int]:
    """Return the cells of the record with which a text begins, how many lines it covers, and what the search for
    closing quotes cost (``records`` gives it up when it has cost as much as reading the file).

    ``usual`` is the number of delimiters in a usual row of the whole text.
    """
    reader = _Reader(text, delimiter, usual)
    reader.prepare()
    patience = reader.patience
    cells, _, lines = reader.record(0)
    return cells, lines, patience - reader.patience


def usual_delimiters(text: str, delimiter: str) -> int:
    """Return how many delimiters a usual row of a text has, by its first lines."""
    return _usual_width(text, delimiter) - 1


def choose_delimiter(text: str) -> str | None:
    """Return the delimiter that makes the most consistent rows of the first 200 lines; None if none does.

    Consistent: the number of rows of the most common width, times the delimiters in each.
    """
    if _MESSAGE.match(text):
        return None
    sample = _sample(text)
    lines = sum(1 for line in _LINE_END.split(sample) if line.strip())
    best: str | None = None
    best_score = 0
    for delimiter in DELIMITERS:
        rows, width = _most_common_width(_without_padding(sample, delimiter), delimiter)
        believable = rows and (width > 2 or rows * 2 >= lines)
        score = rows * (width - 1)
        if believable and score > best_score:
            best, best_score = delimiter, score
    return best


_PADDING = re.compile(r"\t+(?=\"?[,;|]|\"[\r\n])|(?<=[,;|])\t+|(?<=[,;|]\")\t+")
"""Tabs around values, inside or outside their quotes, that another delimiter parts: by them banks keep
spreadsheets from changing long numbers."""


def _without_padding(sample: str, delimiter: str) -> str:
    """Return the sample as one delimiter is judged by it: tabs beside another one are no delimiters."""
    return _PADDING.sub("", sample) if delimiter == "\t" else sample


def _usual_width(text: str, delimiter: str) -> int:
    """Return the most common width in the first 200 lines, 1 if no line has the delimiter."""
    return max(1, _most_common_width(_sample(text), delimiter)[1])


def _most_common_width(sample: str, delimiter: str) -> tuple[int, int]:
    """Return (rows, width) of the width above 1 that covers most cells; (0, 0) if there is none."""
    widths = Counter(len(cells) for _, cells in _Reader(sample, delimiter, 0).records())
    found = [(rows, width) for width, rows in widths.items() if width > 1]
    return max(found, key=lambda pair: (pair[0] * (pair[1] - 1), pair[1]), default=(0, 0))


_LINE_END = re.compile("\r\n|\r|\n")


def _sample(text: str) -> str:
    """Return the first lines, by which the whole is judged."""
    place = 0
    for _ in range(SAMPLE_LINES):
        found = _LINE_END.search(text, place, SAMPLE_CHARACTERS)
        if not found:
            return text[:SAMPLE_CHARACTERS]
        place = found.end()
    return text[:place]


@dataclass
class _Reader:
    """Reads one text. ``usual`` is the number of delimiters in a usual row, 0 if not known yet."""

    text: str
    delimiter: str | None
    usual: int

    def records(self) -> Iterator[Record]:
        """Yield the records."""
        self.prepare()
        place, number, size = 0, 1, len(self.text)
        while place < size:
            cells, place, lines = self.record(place)
            yield number, cells
            number += lines

    def prepare(self) -> None:
        """Set out what does not change from record to record."""
        text, delimiter = self.text, self.delimiter
        # Searching for quotes that never close is given up when it has cost as much as reading the file.
        self.patience = len(text) + 1_000_000
        self.known = (0, -1, 0)
        if delimiter:
            blanks = " \t".replace(delimiter, "")
            self.opening = re.compile(f'[{blanks}]*"')
            self.after_close = re.compile(f"([{blanks}]*)(?={re.escape(delimiter)}|[\r\n]|\\Z)")
            unquoted = f'[^"{re.escape(delimiter)}]*+'
            cell = f'(?:"[^"]*+(?:""[^"]*+)*+"|{unquoted})'
            self.clean_line = re.compile(f"{cell}(?:{re.escape(delimiter)}{cell})*+")
            self.cell_end = re.compile(f"{re.escape(delimiter)}|\r\n|\r|\n")
            self.cell_start = re.compile(f"(?:{re.escape(delimiter)}|[\r\n]|\\A)[{blanks}]*\\Z")

    def record(self, place: int) -> tuple[tuple[str, ...], int, int]:
        """Return the cells of the record that starts at a place, the place after it, and the lines it covers."""
        text, delimiter = self.text, self.delimiter
        found = _LINE_END.search(text, place)
        end, following = (found.start(), found.end()) if found else (len(text), len(text))
        if end <= place:
            return (), following, 1
        if delimiter is None:
            return (text[place:end],), following, 1
        if text.find('"', place, end) < 0:
            return tuple(text[place:end].split(delimiter)), following, 1
        if self._is_clean(place, end):
            return tuple(next(csv.reader((text[place:end],), delimiter=delimiter))), following, 1
        return self._quoted_record(place)

    def _is_clean(self, start: int, end: int) -> bool:
        """Tell whether a line's quotes are as RFC 4180 has them, so that the standard reader reads it alike."""
        return end - start < MAX_CLEAN_LINE and bool(self.clean_line.fullmatch(self.text, start, end))

    def _quoted_record(self, start: int) -> tuple[tuple[str, ...], int, int]:
        """Return the cells, the place after the record, and the lines it covers."""
        text = self.text
        cells: list[str] = []
        place = start
        while True:
            cell, end = self._cell(place)
            cells.append(cell)
            if end < len(text) and text[end] == self.delimiter:
                place = end + 1
                continue
            found = _LINE_END.match(text, end)
            following = found.end() if found else end
            lines = len(_LINE_END.findall(text, start, end)) + 1
            return tuple(cells), following, lines

    def _cell(self, start: int) -> tuple[str, int]:
        """Return a cell and the place of the delimiter, line end or end of text after it."""
        text = self.text
        opening = self.opening.match(text, start)
        if opening and self.patience > 0:
            close = self._closing(start, opening.end())
            if close is not None:
                after = self.after_close.match(text, close + 1)
                blanks = after.group(1) if after else ""
                inner = text[opening.end() : close].replace('""', '"')
                return text[start : opening.end() - 1] + inner + blanks, close + 1 + len(blanks)
        found = self.cell_end.search(text, start)
        end = found.start() if found else len(text)
        return text[start:end], end

    def _closing(self, cell: int, inside: int) -> int | None:
        """Return the place of the quote that closes the cell, None if the opening one is a plain character."""
        text = self.text
        line_end, limit = self._line_and_reach(inside)
        stray = False
        place = inside
        while True:
            place = text.find('"', place, limit)
            if place < 0:
                self.patience -= limit - inside
                return None
            doubled = text.startswith('""', place)
            if not doubled and self.after_close.match(text, place + 1):
                return place if self._one_cell(cell, inside, place) else None
            if (stray or not doubled) and self._starts_a_cell(place, inside):
                self.patience -= place - inside
                return None
            if not doubled and not stray:
                # A quote in the middle of a cell: bear with it up to the end of its line, if still on the first.
                stray = True
                limit = line_end
                if place >= limit:
                    return None
            place += 2 if doubled else 1

    def _line_and_reach(self, start: int) -> tuple[int, int]:
        """Return where the line of a place ends, and up to where a quoted cell that starts there may run."""
        since, line_end, reach = self.known
        if since <= start <= line_end:
            # Remembered for the line: searching it anew for each cell would cost the square of its length.
            return line_end, reach
        found = _LINE_END.search(self.text, start)
        line_end = found.start() if found else len(self.text)
        reach = found.end() if found else len(self.text)
        for _ in range(MAX_QUOTED_LINES - 1):
            found = _LINE_END.search(self.text, reach)
            if not found:
                reach = len(self.text)
                break
            reach = found.end()
        self.known = (start, line_end, reach)
        return line_end, reach

    def _starts_a_cell(self, quote: int, inside: int) -> bool:
        """Tell whether the quote stands where a cell would begin, so that it opens rather than closes."""
        return bool(self.cell_start.search(self.text[max(inside, quote - 16) : quote]))

    def _one_cell(self, cell: int, inside: int, close: int) -> bool:
        """Tell whether lines between two quotes belong to one cell, and are not rows of their own.

        They are rows where each of them, taken by itself, has all the delimiters of a usual row.
        """
        text = self.text
        if not self.delimiter or self.usual < MIN_ROW_DELIMITERS or not _LINE_END.search(text, inside, close):
            return True
        first = max(text.rfind("\n", 0, cell), text.rfind("\r", 0, cell)) + 1
        last = _LINE_END.search(text, close)
        touched = text[first : last.start() if last else len(text)]
        return any(line.count(self.delimiter) < self.usual for line in _LINE_END.split(touched))
