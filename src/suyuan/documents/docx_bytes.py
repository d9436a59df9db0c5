"""A docx as bytes that depend on its content alone: the same paper is the same file, whenever it is written."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001
"""The moment that every paper carries; the format knows no zone."""


def docx_bytes(document: Document) -> bytes:
    """Return a finished document as bytes, without the author's name and the clock of this machine."""
    document.core_properties.author = "Suyuan"
    document.core_properties.created = document.core_properties.modified = WRITTEN
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(out, "w") as again:
        for part in parts.infolist():
            # The library stamps each part with the second in which it is saved.
            member = ZipInfo(part.filename, WRITTEN.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            again.writestr(member, parts.read(part))
    return out.getvalue()
