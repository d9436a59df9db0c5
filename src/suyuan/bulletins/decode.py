"""Bytes to text: byte order mark, strict UTF-8, UTF-16, GB18030 or Big5 by what reads as text; else refused."""

from __future__ import annotations

import re

from suyuan.errors import Refused
from suyuan.model.text import Text

LARGEST_BYTES = 8_000_000
"""A bulletin is a page of text; a larger file is something else."""

EMPTY = Text(
    zh="{file}：文件是空的，没有可读的通报。", en="{file}: the file is empty; there is no bulletin in it."
)
TOO_LARGE = Text(
    zh="{file}：文件有 {size} 字节，超过通报的上限 {limit} 字节。请只保存通报正文的网页或文本。",
    en="{file}: the file has {size} bytes, more than the {limit} a bulletin may have. "
    "Save the bulletin's page or text alone.",
)
BINARY = Text(
    zh="{file}：这是{kind}，不是文本。请把通报另存为网页（HTML）、Markdown、纯文本或 RSS。",
    en="{file}: this is {kind}, not text. Save the bulletin as a web page (HTML), Markdown, plain text or RSS.",
)
UNDECODABLE = Text(
    zh="{file}：文字编码无法识别（试过 UTF-8、UTF-16、GB18030、Big5）。请另存为 UTF-8 后重试。",
    en="{file}: the text's encoding cannot be recognised (tried UTF-8, UTF-16, GB18030, Big5). Save it as UTF-8.",
)
PDF = Text(zh="PDF 文件", en="a PDF file")
ZIP = Text(zh="压缩包或 Office 文件", en="a zip archive or an Office file")
OLD_OFFICE = Text(zh="旧版 Office 文件", en="an old Office file")
PICTURE = Text(zh="图片", en="a picture")
UNKNOWN = Text(zh="二进制文件", en="a binary file")

_KINDS = (
    (b"%PDF", PDF), (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"\x89PNG", PICTURE), (b"\xff\xd8\xff", PICTURE), (b"GIF8", PICTURE), (b"\x1f\x8b", ZIP),
    (b"7z\xbc\xaf", ZIP), (b"Rar!", ZIP),
)  # fmt: skip
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""")
_FREQUENT = frozenset(
    "的一是在不了有和人为中大国我以要时公安机关案件诈骗网络电信嫌疑警方年月日名元万額詐騙機關員電"
)


def decode(file: str, content: bytes) -> str:
    """Return the text of a file; raises Refused if it is empty, too large, binary or in no known encoding."""
    if not content.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise Refused(EMPTY(file=file))
    if len(content) > LARGEST_BYTES:
        raise Refused(TOO_LARGE(file=file, size=len(content), limit=LARGEST_BYTES))
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _strict(content, encoding)
            if text is not None:
                return text.removeprefix("\ufeff")
    for first, kind in _KINDS:
        if content.startswith(first):
            raise Refused(BINARY(file=file, kind=kind))
    text = _without_mark(content)
    if text is not None:
        return text
    raise Refused(BINARY(file=file, kind=UNKNOWN) if b"\x00" in content else UNDECODABLE(file=file))


def _without_mark(content: bytes) -> str | None:
    if b"\x00" in content:
        # UTF-16 without a mark: ASCII punctuation and digits leave zero bytes on one side
        texts = [_strict(content, encoding) for encoding in ("utf-16-le", "utf-16-be")]
        return next((text for text in texts if text is not None and _plausible(text)), None)
    utf8 = _strict(content, "utf-8")
    if utf8 is not None:
        return utf8
    found = _DECLARED.search(content[:2000])
    declared = found[1].decode("ascii").lower() if found else ""
    readings = [_strict(content, "gb18030"), _strict(content, "big5")]
    if declared.startswith("big5"):
        readings.reverse()
    plausible = [text for text in readings if text is not None and _plausible(text)]
    return max(plausible, key=_frequency, default=None)


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        return None
    return None if re.search("[\x00-\x08\x0e-\x1f]", text) else text


def _plausible(text: str) -> bool:
    """Return whether a text looks written: few private or rare characters, and some of the most frequent ones."""
    rare = sum(1 for letter in text if "\ue000" <= letter <= "\uf8ff" or letter > "\uffff")
    return rare * 200 <= len(text) and _frequency(text) * 40 >= len(re.findall(r"[^\x00-\x7f]", text))


def _frequency(text: str) -> int:
    return sum(1 for letter in text if letter in _FREQUENT)
