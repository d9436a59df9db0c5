"""A docx as bytes that depend on its content alone: the same paper is the same file, whenever it is written.

Of many papers only the words differ: the library's empty document is read once, and all its other parts are packed
once, in front of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.document import DocumentPart

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001
"""The moment that every paper carries; the format knows no zone."""
WORDS = "word/document.xml"
RULED = "TableGrid"


@dataclass(frozen=True)
class _Empty:
    """The empty paper: its part with the styles, which nothing changes, its words, all other parts as a zip."""

    part: DocumentPart
    words: bytes
    packed: bytes


def new_paper() -> Document:
    """Return an empty document for paragraphs, headings and tables; no style or property of it may be changed."""
    from docx.document import Document
    from docx.oxml import parse_xml

    empty = _empty()
    return Document(parse_xml(empty.words), empty.part)


def add_rows(document: Document, rows: Iterable[Sequence[str]], columns: int) -> None:
    """Add a ruled table of so many columns."""
    table = document.add_table(rows=1, cols=columns)
    table._tbl.tblStyle_val = RULED  # by its id: the library reads all styles to find it by name
    (first,) = table.rows
    blank = deepcopy(first._tr)
    table._tbl.remove(first._tr)
    for row in rows:
        made = deepcopy(blank)
        for cell, text in zip(made.tc_lst, row, strict=True):
            if text:
                cell.p_lst[0].add_r().text = text
        table._tbl.append(made)


def docx_bytes(document: Document) -> bytes:
    """Return a finished new paper as bytes, without the author's name and the clock of this machine."""
    from docx.opc.oxml import serialize_part_xml

    if document.part is not _empty().part:
        raise ValueError("not a new paper: its styles would be lost")
    out = BytesIO()
    out.write(_empty().packed)
    with ZipFile(out, "a") as parts:
        parts.writestr(_member(WORDS), serialize_part_xml(document.element))
    return out.getvalue()


@cache
def _empty() -> _Empty:
    from docx import Document

    document = Document()
    document.core_properties.author = "Suyuan"
    document.core_properties.created = document.core_properties.modified = WRITTEN
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(out, "w") as packed:
        for part in parts.infolist():
            # The library stamps each part with the second in which it is saved.
            if part.filename != WORDS:
                packed.writestr(_member(part.filename), parts.read(part))
        words = parts.read(WORDS)
    return _Empty(document.part, words, out.getvalue())


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, WRITTEN.timetuple()[:6])
    member.compress_type = ZIP_DEFLATED
    return member
