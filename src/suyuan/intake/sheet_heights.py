"""How many rows each sheet of a workbook stores, blank ones at its end too.

The reader of workbooks ends a sheet with its last value; rows below it that hold only blank cells stand in the
file all the same, and row accounting counts them. They are told from the file itself: in XML the address of the
last cell, in the old form the records of cells and of blank cells ([MS-XLS] 2.4.20 Blank, 2.4.174 MulBlank).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

TAIL = 64 * 1024
"""So many bytes before the end of a sheet's cells are kept: its last row stands in them."""

_END = b"</sheetData"
_ADDRESS = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"[A-Za-z]{1,3}(\d{1,7})\"")
_NAMESPACE = re.compile(r"^.*[:}]")
RELATIONS = "xl/_rels/workbook.xml.rels"
BOOK = "xl/workbook.xml"


class Tail:
    """Passes blocks of a member on, counts their bytes, and keeps the end of the sheet's cells."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        """Begin with nothing kept."""
        self.blocks = blocks
        self.size = 0
        self._kept = b""
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        """Yield the blocks."""
        for block in self.blocks:
            self.size += len(block)
            if not self._ended:
                self._kept = (self._kept + block)[-TAIL - len(block) :]
                end = self._kept.find(_END)
                self._ended = end >= 0
                self._kept = self._kept[-TAIL:] if end < 0 else self._kept[max(0, end - TAIL) : end]
            yield block

    def last_row(self) -> int:
        """Return the row of the last cell that has an address, 0 where none has."""
        return max((int(number) for number in _ADDRESS.findall(self._kept)), default=0)


def xlsx_heights(archive: zipfile.ZipFile, last_rows: Mapping[str, int]) -> tuple[int, ...]:
    """Return the last row of each sheet in the workbook's own order; empty where its order cannot be told."""
    try:
        names = {member.lower(): member for member in archive.namelist()}
        targets = dict(_attributes(archive.read(names[RELATIONS]), "Relationship", "Id", "Target"))
        sheets = [rid for _, rid in _attributes(archive.read(names[BOOK]), "sheet", "name", "id")]
    except (KeyError, expat.ExpatError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()
    rows = {name.replace("\\", "/").lower(): row for name, row in last_rows.items()}
    return tuple(rows.get(_member(targets.get(rid, "")), 0) for rid in sheets)


def _member(target: str) -> str:
    """Return the name of a member from a relation's target."""
    return (target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()


def _attributes(xml: bytes, element: str, one: str, two: str) -> list[tuple[str, str]]:
    """Return two attributes of each element of a name, prefixes of namespaces left off."""
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _NAMESPACE.sub("", name) == element:
            plain = {_NAMESPACE.sub("", key): value for key, value in attributes.items()}
            found.append((plain.get(one, ""), plain.get(two, "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)  # noqa: FBT003
    return found
