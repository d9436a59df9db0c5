"""What a file is, told by its first bytes and never by its name.

Banks send web pages and tabbed text under the name .xls, workbooks under .csv, and the other way round.
"""

from __future__ import annotations

import re
from enum import Enum

from suyuan.errors import Refused
from suyuan.model.text import Text

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell what it is."""


class Container(Enum):
    """The kinds of file that go on to a reader; all others are refused here."""

    TEXT = "text"
    HTML = "html"
    ZIP = "zip"
    OLE = "ole"


def recognise(name: str, head: bytes) -> Container:
    """Return the kind of a file from its first ``HEAD_BYTES``; raises Refused for what holds no rows."""
    if not head:
        raise Refused(EMPTY(name=name))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Container.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Container.OLE
    for magic, kind, advice in FOREIGN:
        if head.startswith(magic):
            raise Refused(NOT_A_TABLE(name=name, kind=kind, advice=advice))
    start = _opening(head)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start:
        raise Refused(NOT_A_TABLE(name=name, kind=EXCEL_XML, advice=SAVE_AS_XLSX))
    if start.startswith(b"mime-version:"):
        raise Refused(NOT_A_TABLE(name=name, kind=WEB_ARCHIVE, advice=SAVE_AS_XLSX))
    if _HTML.match(start) or (start.startswith(b"<") and b"<table" in start):
        return Container.HTML
    return Container.TEXT


def _opening(head: bytes) -> bytes:
    """Return the head in lower case without byte order mark, leading blanks and UTF-16's zero bytes."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip().lower()


_HTML = re.compile(rb"(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|meta|body|table)\b", re.S)

EMPTY = Text(
    zh="{name} 是空文件（0 字节），应为对账单或反馈表。请向提供单位重新索取。",
    en="{name} is empty (0 bytes); a statement was expected. Ask whoever sent it to send it again.",
)
NOT_A_TABLE = Text(
    zh="{name} 的内容是{kind}，不是表格（判断依据是文件开头的字节，不是文件名）。{advice}",
    en="{name} holds {kind}, not a table (told by its first bytes, not by its name). {advice}",
)
SAVE_AS_XLSX = Text(
    zh="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入，原件一并保留。",
    en="Open it in Excel or WPS, save it as .xlsx and import that; keep the original as well.",
)
ASK_FOR_TABLE = Text(
    zh="请向提供单位索取电子表格（csv、xls 或 xlsx）。",
    en="Ask whoever sent it for a spreadsheet (csv, xls or xlsx).",
)
UNPACK_FIRST = Text(
    zh="请先解压，再导入解压后的文件夹（zip 压缩包可直接导入）。",
    en="Unpack it and import the folder (zip archives can be imported as they are).",
)
EXCEL_XML = Text(zh=" Excel 2003 XML 表格", en="an Excel 2003 XML spreadsheet")
WEB_ARCHIVE = Text(zh="单个文件网页（MHTML）", en="a web archive (MHTML)")
_PICTURE = Text(zh="图片", en="a picture")
_PROGRAM = Text(zh="可执行程序", en="a program")
_PACKED = Text(zh="压缩数据", en="packed data")

FOREIGN: tuple[tuple[bytes, Text, Text], ...] = (
    (b"%PDF-", Text(zh=" PDF 文档", en="a PDF document"), ASK_FOR_TABLE),
    (b"\x89PNG\r\n", _PICTURE, ASK_FOR_TABLE),
    (b"\xff\xd8\xff", _PICTURE, ASK_FOR_TABLE),
    (b"GIF8", _PICTURE, ASK_FOR_TABLE),
    (b"Rar!\x1a\x07", Text(zh=" RAR 压缩包", en="a RAR archive"), UNPACK_FIRST),
    (b"7z\xbc\xaf\x27\x1c", Text(zh=" 7z 压缩包", en="a 7z archive"), UNPACK_FIRST),
    (b"\x1f\x8b\x08", Text(zh=" gzip 压缩数据", en="gzip data"), UNPACK_FIRST),
    (b"BZh", _PACKED, UNPACK_FIRST),
    (b"\xfd7zXZ\x00", _PACKED, UNPACK_FIRST),
    (b"\x28\xb5\x2f\xfd", _PACKED, UNPACK_FIRST),
    (b"MZ\x90", _PROGRAM, ASK_FOR_TABLE),
    (b"\x7fELF", _PROGRAM, ASK_FOR_TABLE),
    (b"SQLite format 3\0", Text(zh=" SQLite 数据库", en="an SQLite database"), ASK_FOR_TABLE),
    (b"PAR1", Text(zh=" Parquet 数据", en="Parquet data"), ASK_FOR_TABLE),
    (b"{\\rtf", Text(zh=" RTF 文档", en="an RTF document"), ASK_FOR_TABLE),
    (b"\x09\x08\x08\x00\x00\x05", Text(zh="早期 Excel 表格", en="a very old Excel sheet"), SAVE_AS_XLSX),
    (b"\x09\x04\x06\x00", Text(zh="早期 Excel 表格", en="a very old Excel sheet"), SAVE_AS_XLSX),
    (b"\x09\x02\x06\x00", Text(zh="早期 Excel 表格", en="a very old Excel sheet"), SAVE_AS_XLSX),
    (b"\x09\x00\x04\x00", Text(zh="早期 Excel 表格", en="a very old Excel sheet"), SAVE_AS_XLSX),
)
