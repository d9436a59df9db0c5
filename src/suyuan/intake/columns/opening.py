"""A large text file as bytes: its encoding, its delimiter, its first rows; read piece by piece, never whole."""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from suyuan.errors import Refused
from suyuan.intake.columns.kernels.arrays import Bytes, Flags
from suyuan.intake.container import HEAD_BYTES, Container, recognise
from suyuan.intake.csv_rows import choose_delimiter, record_at, records, usual_delimiters
from suyuan.intake.decode import is_western, no_binary
from suyuan.intake.file_names import shown_name
from suyuan.intake.header import ROWS_SEARCHED
from suyuan.intake.limits import MAX_LINE_BYTES, MAX_QUOTED_LINES
from suyuan.intake.messages.recogniser import kind_of
from suyuan.intake.rows import Grid, GridRow

SAMPLE_BYTES = 8 * 1024 * 1024
"""So much of the beginning is looked at to tell encoding, delimiter and layout."""

SAMPLE_LINES = 1000
"""The beginning must have so many lines unless it is the whole file; else the lines are too long for this road."""

AHEAD = 64 * 1024
"""Bytes read at once in search of a line's end."""


@dataclass(frozen=True)
class LargeText:
    """A delimited text file. ``begin`` is the first byte after a byte order mark; ``encodings`` are those that the
    beginning fits, in the order in which they are tried; ``usual`` is the number of delimiters in a usual row.
    """

    path: Path
    name: str
    size: int
    begin: int
    encodings: tuple[str, ...]
    delimiter: str
    usual: int
    top: Grid

    @property
    def container(self) -> str:
        """The kind of container, as ``suyuan.intake.grid`` names it."""
        return "tsv" if self.delimiter == "\t" else "csv"

    def sha256(self) -> str:
        """Return the hash of the whole file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, start: int, end: int) -> Bytes:
        """Return the bytes from one place to another."""
        into = np.empty(max(0, min(end, self.size) - start), np.uint8)
        with self.path.open("rb", buffering=0) as file:
            done = 0
            while done < len(into) and (got := os.preadv(file.fileno(), [into[done:].data], start + done)):
                done += got
        return into[:done]

    def line_end_from(self, place: int) -> int:
        """Return the first place from here on at which a line begins, or the file's end."""
        while place < self.size:
            seen = self.read(place, place + AHEAD).tobytes()
            ends = [at for at in (seen.find(b"\n"), seen.find(b"\r")) if at >= 0]
            if ends:
                at = min(ends)
                if seen[at : at + 1] == b"\n":
                    return place + at + 1
                return place + at + 1 + (self.read(place + at + 1, place + at + 2).tobytes() == b"\n")
            place += len(seen)
        return self.size

    def record(self, place: int, encoding: str) -> QuotedRecord:
        """Return the record that begins at a place, as the row engine reads it."""
        wanted = AHEAD
        while True:
            seen = self.read(place, place + wanted).tobytes()
            whole = place + wanted >= self.size
            # Whole lines only, so that no sign is cut; a cell may run on for MAX_QUOTED_LINES from where it begins.  # noqa: E501
            usable = seen if whole else seen[: 1 + max(seen.rfind(b"\n"), seen.rfind(b"\r", 0, -1))]
            ends = line_ends(usable)
            cells, lines, cost = (
                record_at(usable.decode(encoding), self.delimiter, self.usual) if usable else ((), 1, 0)
            )
            if whole or lines + MAX_QUOTED_LINES + 1 < len(ends):
                following = ends[lines - 1] if lines <= len(ends) else len(usable)
                return QuotedRecord(cells, place + following, lines, cost)
            wanted *= 4


@dataclass(frozen=True)
class QuotedRecord:
    """A record's cells, the place after it, the lines it covers, and what the search for its quotes cost."""

    cells: tuple[str, ...]
    following: int
    lines: int
    cost: int


def line_ends(content: bytes) -> list[int]:
    """Return the places after each line end."""
    ends, place = [], 0
    for line in content.splitlines(keepends=True):
        place += len(line)
        if line.endswith((b"\n", b"\r")):
            ends.append(place)
    return ends


def look_at(path: Path) -> LargeText | None:
    """Return a text file as its beginning shows it, None where only the row engine can read it (or refuse it)."""
    size = path.stat().st_size
    name = shown_name(path.name)
    with path.open("rb") as file:
        beginning = file.read(SAMPLE_BYTES)
    if len(beginning) < size:
        beginning = beginning[: 1 + max(beginning.rfind(b"\n"), beginning.rfind(b"\r", 0, -1))]
        if beginning.count(b"\n") + beginning.count(b"\r") < SAMPLE_LINES:
            return None
    head = beginning[:HEAD_BYTES]
    try:
        if recognise(name, head) is not Container.TEXT or kind_of(head) is not None or b"\0" in beginning:
            return None
        said = _decoded(name, beginning)
    except Refused:
        return None
    if said is None or max(map(len, beginning.splitlines()), default=0) > MAX_LINE_BYTES:
        return None
    text, encodings, begin = said
    delimiter = choose_delimiter(text)
    if delimiter is None or (delimiter == "|" and "gb18030" in encodings):
        return None
    first = islice(records(text, delimiter), ROWS_SEARCHED + 1)
    top = Grid(None, 1, tuple(GridRow(number, cells) for number, cells in first), delimiter)
    return LargeText(path, name, size, begin, encodings, delimiter, usual_delimiters(text, delimiter), top)


def _decoded(name: str, beginning: bytes) -> tuple[str, tuple[str, ...], int] | None:
    """Return the text of a file's beginning, the encodings it may be in, and where the text begins."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    mark = len(codecs.BOM_UTF8) if beginning.startswith(codecs.BOM_UTF8) else 0
    try:
        text = no_binary(name, beginning[mark:].decode("utf-8"))
        return (text, ("utf-8-sig",) if mark else ("utf-8",), mark) if text else None
    except UnicodeDecodeError:
        if is_western(beginning):
            return None
        try:
            return None if mark else (no_binary(name, beginning.decode("gb18030")), ("gb18030",), 0)
        except UnicodeDecodeError:
            return None


@cache
def gb18030_pairs() -> Flags:
    """Return for each two bytes whether they are one sign in GB18030."""
    known = np.zeros(1 << 16, np.uint8)
    for first in range(0x81, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                bytes((first, second)).decode("gb18030")
            except UnicodeDecodeError:
                continue
            known[first << 8 | second] = 1
    return known


@cache
def no_pairs() -> Flags:
    """Return the empty table that stands for UTF-8."""
    return np.zeros(0, np.uint8)
