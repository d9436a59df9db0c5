"""Faults: why a cell, and with it its row, could not be read. Values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.text import Message


@dataclass(frozen=True)
class Fault:
    """The column at fault (its header, empty for the row as a whole) and the reason."""

    column: str
    reason: Message
