"""Quarantine: rows that could not be read, and rows that say something but book nothing."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.source import Source
from suyuan.model.text import Message


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that could not be read: its place, its text (cells joined by tabs), the column at fault and why.

    ``column`` is the header of the cell at fault, empty where the row as a whole is. ``account`` is the row's own
    account in normal form where that much could be read, else empty.
    """

    source: Source
    text: str
    column: str
    reason: Message
    account: str = ""


@dataclass(frozen=True)
class NotedRow:
    """A row that is no booking and was kept for what it says: a query's result, a section, a printed total."""

    source: Source
    text: str
    reason: Message
