"""Mends: what a person wrote in place of cells that could not be read; the file itself stays as it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Undoing:
    """Who took a mend back, when, and why."""

    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class CellMend:
    """A cell to read otherwise: its place, its header (may be empty), what the file has and what to read instead.

    ``sheet_number``, ``row`` and ``column`` count from 1; ``row`` is the physical row.
    """

    sheet_number: int
    row: int
    column: int
    title: str
    original: str
    text: str


@dataclass(frozen=True)
class Mend:
    """A decision of a person on one cell of a file of a case; ``undone`` is None while it stands."""

    case: str
    sha256: str
    cell: CellMend
    why: str
    who: str
    when: datetime
    undone: Undoing | None = None
