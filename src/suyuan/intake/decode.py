"""Bytes to text: byte order mark, then strict UTF-8, then strict GB18030; never a guess, never a dropped byte.

Detectors that go by frequency misread short GBK text, so there is none here: a file that is neither is
refused with the place of the first byte that does not fit. One exception: in a Western text accents, £ and €
stand alone between plain letters and figures, which no Chinese text does; such a text is Windows-1252.
"""

from __future__ import annotations

import codecs
import re

from suyuan.errors import Refused
from suyuan.model.text import Text

MIN_UTF16_ZEROS = 0.02
"""UTF-16 without a mark: at least this share of its code units are plain digits, commas, line ends."""

OTHER_HALF = 4
"""Some Chinese characters end in a zero byte too (开 is U+5F00), so many times rarer than plain signs."""

MAX_CONTROL_SHARE = 0.05
"""Control characters beyond this share mean binary data that happens to decode."""

SAMPLE = 64 * 1024


def decode(name: str, content: bytes) -> tuple[str, str]:
    """Return the text without its mark, and the encoding: utf-8, utf-8-sig, gb18030, utf-16-le, utf-16-be, cp1252.

    Raises Refused where the bytes are no text in any of these.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(name, content, encoding, len(mark)), encoding
    zero = content.find(b"\0")
    if zero >= 0:
        unmarked = _utf16_without_mark(content)
        if unmarked is None:
            raise Refused(BINARY(name=name, offset=zero))
        return _strict(name, content, unmarked, 0), unmarked
    try:
        return no_binary(name, content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as utf8_error:
        western = is_western(content)
        if western and in_words(content):
            return no_binary(name, content.decode("cp1252")), "cp1252"
        try:
            return no_binary(name, content.decode("gb18030")), "gb18030"
        except UnicodeDecodeError as gb_error:
            if western:
                return no_binary(name, content.decode("cp1252")), "cp1252"
            raise Refused(
                NEITHER(
                    name=name,
                    utf8=utf8_error.start,
                    gb=gb_error.start,
                    line=content.count(b"\n", 0, gb_error.start) + 1,
                    seen=content[gb_error.start : gb_error.start + 4].hex(" "),
                )
            ) from gb_error


_HIGH = re.compile(rb"[\x80-\xff]+")
_NO_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_WESTERN_SIGNS = frozenset(range(0xC0, 0x100)) | frozenset(
    b"\x80\x85\x91\x92\x93\x94\x96\x97\xa0\xa3\xa7\xaa\xab\xb0\xb4\xb7\xba\xbb"
)
LONE = 90
"""Percent of the runs of high bytes that are one byte long in a Western text; of Chinese ones nearly none is."""


def is_western(content: bytes) -> bool:
    """Tell whether a text's bytes above 127 are the letters and signs of Windows-1252, standing alone."""
    seen = lone = 0
    for run in _HIGH.finditer(content):
        seen += 1
        lone += run.end() - run.start() == 1
        if seen >= 40 and lone * 100 < LONE * seen:
            return False
    if not seen or lone * 100 < LONE * seen or _NO_WESTERN.search(content):
        return False
    return {byte for byte in content if byte > 127} <= _WESTERN_SIGNS


_IN_A_WORD = re.compile(rb"[A-Za-z][\xc0-\xff][A-Za-z]")
_BEGINS_A_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xc0-\xde][a-z]{2}")
FEWEST_WORDS = 2


def in_words(content: bytes) -> bool:
    """Tell whether nearly all high bytes stand inside Latin words, which no Chinese text has."""
    words = sum(1 for _ in _IN_A_WORD.finditer(content))
    if words < FEWEST_WORDS:
        return False
    runs = sum(1 for _ in _HIGH.finditer(content))
    return (words + sum(1 for _ in _BEGINS_A_WORD.finditer(content))) * 100 >= LONE * runs


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _strict(name: str, content: bytes, encoding: str, start: int) -> str:
    """Return the text after a mark of ``start`` bytes, or refuse with the offset."""
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        text = str(memoryview(content)[start:], codec)
    except UnicodeDecodeError as error:
        offset = start + error.start
        seen = content[offset : offset + 4].hex(" ")
        raise Refused(MARK_BROKEN(name=name, encoding=codec, offset=offset, seen=seen)) from error
    if not text:
        raise Refused(ONLY_MARK(name=name))
    return no_binary(name, text)


def _utf16_without_mark(content: bytes) -> str | None:
    """Return the encoding if nearly all zero bytes stand at every second place, as in UTF-16; else None."""
    if len(content) % 2:
        return None
    sample = content[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = max(1, int(len(sample) / 2 * MIN_UTF16_ZEROS))
    if odd >= enough and even * OTHER_HALF <= odd:
        return "utf-16-le"
    if even >= enough and odd * OTHER_HALF <= even:
        return "utf-16-be"
    return None


_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")


def no_binary(name: str, text: str) -> str:
    """Return the text, or refuse it where it decodes but is full of control characters or holds U+0000."""
    zero = text.find("\0")
    if zero >= 0:
        raise Refused(BINARY(name=name, offset=zero))
    sample = text[:SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) * MAX_CONTROL_SHARE:
        found = _CONTROL.search(sample)
        raise Refused(BINARY(name=name, offset=found.start() if found else 0))
    return text


BINARY = Text(
    zh="{name} 是二进制数据，不是文本或表格（位置 {offset} 处是控制字符），与文件名无关。"
    "请确认是否拿错文件，或向提供单位索取 csv、xls、xlsx。",
    en="{name} holds binary data, neither text nor a workbook (a control byte at offset {offset}), whatever its "
    "name says. Check that it is the right file, or ask whoever sent it for csv, xls or xlsx.",
)
NEITHER = Text(
    zh="{name} 的文字编码无法辨认：按 UTF-8 在第 {utf8} 字节处不成立，按 GB18030 在第 {gb} 字节（第 {line} 行，"
    "内容 {seen}）处不成立。请向提供单位重新导出，或用原软件另存为 UTF-8。",
    en="{name} is in no known encoding: as UTF-8 it breaks at byte {utf8}, as GB18030 at byte {gb} (line {line}, "
    "bytes {seen}). Ask for a new export, or save it as UTF-8 in the program that made it.",
)
MARK_BROKEN = Text(
    zh="{name} 开头标明编码为 {encoding}，但第 {offset} 字节（内容 {seen}）不成立，文件可能被截断或改动。"
    "请向提供单位重新索取。",
    en="{name} says at its start that it is {encoding}, but byte {offset} (bytes {seen}) does not fit: the file "
    "was cut off or changed. Ask whoever sent it to send it again.",
)
ONLY_MARK = Text(
    zh="{name} 除编码标记外没有内容，应为对账单或反馈表。请向提供单位重新索取。",
    en="{name} holds an encoding mark and nothing else; a statement was expected. Ask for it again.",
)
