"""A message's bytes to text: messages say or imply encodings that tables from China do not have."""

from __future__ import annotations

import codecs
import re

from suyuan.errors import Refused
from suyuan.intake.decode import decode
from suyuan.intake.rows import Grid, GridRow

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']|^\s*CHARSET\s*:\s*([\w-]{1,40})", re.M
)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_OUTSIDE = re.compile(rb"[\x80-\xff]")
_HEAD = 4096


def decode_message(name: str, content: bytes) -> tuple[str, str]:
    """Return the text and its encoding.

    UTF-8 and marked UTF-16 first, then what the message declares, then GB18030 where its characters come in pairs
    of high bytes as Chinese does, else Windows-1252. Raises Refused for binary data.
    """
    declared = _declared(content[:_HEAD])
    try:
        text, encoding = decode(name, content)
        if encoding != "gb18030" or declared == "gb18030" or (declared is None and _looks_chinese(content)):
            return text, encoding
    except Refused:
        if b"\0" in content or not _OUTSIDE.search(content):
            raise
    for likely in (declared, "cp1252"):
        if likely is not None:
            try:
                return content.decode(likely), likely
            except (UnicodeDecodeError, LookupError):
                continue
    return content.decode("latin-1"), "latin-1"


def _declared(head: bytes) -> str | None:
    """Return the encoding that the message names, in Python's spelling; None where it names none it could be."""
    found = _DECLARED.search(head)
    if found is None:
        return None
    said = (found[1] or found[2]).decode("ascii").lower()
    said = f"cp{said}" if said.isdigit() and len(said) == len("1252") else said
    try:
        known = codecs.lookup(said).name
    except LookupError:
        return None
    if known in ("gb2312", "gbk", "gb18030"):
        return "gb18030"
    return None if known in ("ascii", "utf-8") or known.startswith("utf") else known


def _looks_chinese(content: bytes) -> bool:
    """Tell whether high bytes come mostly two by two; in western texts they stand alone among letters."""
    pairs = [pair[0] for pair in _PAIR.finditer(content)][:2000]
    both = sum(pair[1] >= 0xA1 for pair in pairs)
    return bool(pairs) and both * 2 > len(pairs)


def message_grid(text: str) -> Grid:
    """Return the text as a grid of one cell a line, so that a message's places are lines."""
    return Grid(None, 1, tuple(GridRow(at, (line,)) for at, line in enumerate(_ENDS.split(text), start=1)), None)


def container_of(text: str) -> str:
    """Return what a message's text is: ``xml`` where it says so, else ``txt``."""
    return "xml" if text.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<Document", "<?OFX")) else "txt"


_ENDS = re.compile(r"\r\n|\n|\r")
