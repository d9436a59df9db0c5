"""Names of files as people wrote them: Chinese names from zip archives and disks that do not say their encoding.

A name is for showing only. Nothing is ever written to the disk under it.
"""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile

UTF8_FLAG = 0x800


def shown_name(name: str) -> str:
    """Return a file name from the disk as text; names in GBK on a UTF-8 system are decoded."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = _decoded(os.fsencode(name))
    return _printable(name)


def member_names(members: list[zipfile.ZipInfo]) -> list[str]:
    """Return the names of an archive's members: by the UTF-8 flag, else strict UTF-8, else GB18030.

    Unmarked names of one archive were written by one program: they are all UTF-8, or none is.
    Leading slashes, drive letters and ``..`` are dropped.
    """
    raw = [_raw(member) for member in members]
    try:
        unmarked = [part.decode("utf-8") if isinstance(part, bytes) else part for part in raw]
    except UnicodeDecodeError:
        unmarked = [_gb18030(part) if isinstance(part, bytes) else part for part in raw]
    return [_safe(name) for name in unmarked]


def _raw(member: zipfile.ZipInfo) -> str | bytes:
    """Return the name's bytes as they stand in the archive, or its text where that is marked as UTF-8."""
    if member.flag_bits & UTF8_FLAG:
        return member.orig_filename
    try:
        return member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.orig_filename


def _gb18030(raw: bytes) -> str:
    """Return a name as GB18030, or as the archive's own code page where it is none."""
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _decoded(raw: bytes) -> str:
    """Return a name as UTF-8, else GB18030, else with marks where it is neither."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _safe(name: str) -> str:
    """Return a member's name as a relative path below the archive."""
    name = re.sub(r"^[A-Za-z]:", "", name)
    parts = [part for part in re.split(r"[\\/]+", name) if part not in ("", ".", "..")]
    return _printable("/".join(parts)) or "?"


def _printable(name: str) -> str:
    """Return the name with control and direction characters replaced, which would hide its true ending."""
    return "".join("�" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in name)
