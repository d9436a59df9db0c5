"""The outer shell of old Excel files (OLE compound file) as far as needed to know whether it can be read.

The reader of workbooks follows a compound file's chains on trust and lays out whatever they claim; here they
are followed first, with an end, and the password is noticed, which it can only report as damage.
Layout: [MS-CFB] and [MS-XLS], Microsoft's published descriptions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from suyuan.errors import Refused
from suyuan.intake.container import ASK_FOR_TABLE, NOT_A_TABLE, SAVE_AS_XLSX
from suyuan.model.text import Text

LAST_SECTOR = 0xFFFFFFFA
HEADER_SECTORS = 109
BOF = (0x0809, 0x0409, 0x0209, 0x0009)
FILEPASS = 0x002F
END_OF_FILE = 0x000A
BOUNDSHEET = 0x0085
DIMENSIONS = 0x0200
CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0207, 0x0406, 0x0206})
BLANK = 0x0201
MAX_SHEETS = 4096
"""No program makes so many; each is walked on its own."""


class Broken(Exception):
    """A chain or record of the file leads nowhere."""


@dataclass(frozen=True)
class Entry:
    """A stream of the compound file: its name, first sector and size in bytes."""

    name: str
    start: int
    size: int


def check_old_workbook(name: str, content: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Return an old workbook's bytes with the last sector filled up, as the reader of workbooks needs it, and the
    last row of each of its sheets, blank cells counted.

    Raises Refused for a password, damage, or another kind of file.
    """
    try:
        compound = _Compound(content)
        streams = {entry.name.lower(): entry for entry in compound.entries}
        if "encryptedpackage" in streams or "encryptioninfo" in streams:
            raise Refused(PASSWORD(name=name))
        book = streams.get("workbook") or streams.get("book")
        if book is None:
            kind = next((text for stream, text in OTHERS if stream in streams), OLE_OTHER)
            raise Refused(NOT_A_TABLE(name=name, kind=kind, advice=ASK_FOR_TABLE))
        stream = compound.read(book)
        heights = _check_records(name, stream)
        return content.ljust(-(-len(content) // compound.sector) * compound.sector, b"\0"), heights
    except (Broken, struct.error) as error:
        raise Refused(DAMAGED(name=name, what=str(error))) from error


class _Compound:
    """A compound file; all chains are followed at most once round."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        if len(content) < 512:
            raise Broken("header")
        (shift, mini_shift) = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Broken("sector size")
        self.sector = 1 << shift
        (directory,) = struct.unpack_from("<I", content, 48)
        self.mini_cutoff, mini_start, _, chain, _ = struct.unpack_from("<IIIII", content, 56)
        self.table = self._allocation_table(chain)
        self.entries, root = self._directory(directory)
        self.mini = b"".join(self._sectors(root.start)) if root and root.size else b""
        self.mini_table = self._numbers(b"".join(self._sectors(mini_start)))

    def read(self, entry: Entry) -> bytes:
        """Return the content of a stream."""
        if entry.size < self.mini_cutoff:
            return self._mini_stream(entry)
        data = b"".join(self._sectors(entry.start))
        if len(data) < entry.size:
            raise Broken(entry.name)
        return data[: entry.size]

    def _mini_stream(self, entry: Entry) -> bytes:
        """Return a small stream, which lies in sectors of 64 bytes inside the root's own stream."""
        parts: list[bytes] = []
        number = entry.start
        while number < LAST_SECTOR and len(parts) * 64 < entry.size:
            if number >= len(self.mini_table):
                raise Broken(entry.name)
            parts.append(self.mini[number * 64 : number * 64 + 64])
            number = self.mini_table[number]
        data = b"".join(parts)
        if len(data) < entry.size:
            raise Broken(entry.name)
        return data[: entry.size]

    def _allocation_table(self, chain: int) -> tuple[int, ...]:
        """Return the table that says which sector follows each."""
        numbers = [n for n in struct.unpack_from(f"<{HEADER_SECTORS}I", self.content, 76) if n < LAST_SECTOR]
        seen: set[int] = set()
        while chain < LAST_SECTOR:
            if chain in seen:
                raise Broken("DIFAT")
            seen.add(chain)
            *more, chain = self._numbers(self._one(chain))
            numbers += [n for n in more if n < LAST_SECTOR]
        if len(set(numbers)) != len(numbers):
            raise Broken("FAT")
        return self._numbers(b"".join(self._one(n) for n in numbers))

    def _directory(self, start: int) -> tuple[list[Entry], Entry | None]:
        """Return the streams, and the root entry."""
        data = b"".join(self._sectors(start))
        entries: list[Entry] = []
        root: Entry | None = None
        for place in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, place + 64)
            first, size = struct.unpack_from("<II", data, place + 116)
            name = data[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5 and root is None:
                root = Entry(name, first, size)
            elif kind == 2:
                entries.append(Entry(name, first, size))
        return entries, root

    def _sectors(self, start: int) -> list[bytes]:
        """Return the sectors of a chain."""
        parts: list[bytes] = []
        number = start
        while number < LAST_SECTOR:
            if number >= len(self.table) or len(parts) > len(self.table):
                raise Broken("FAT")
            parts.append(self._one(number))
            number = self.table[number]
        return parts

    def _one(self, number: int) -> bytes:
        """Return one sector; the last of a file may be short."""
        place = (number + 1) * self.sector
        if place >= len(self.content):
            raise Broken("FAT")
        return self.content[place : place + self.sector].ljust(self.sector, b"\0")

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        """Return the 32-bit numbers of some bytes."""
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _check_records(name: str, stream: bytes) -> tuple[int, ...]:
    """Return the last row of each sheet; refuse what is no workbook, has a password, or makes no sense.

    The sheets are walked from where the workbook says they begin, as the reader of workbooks will do.
    """
    if len(stream) < 4:
        raise Broken("BOF")
    first, _ = struct.unpack_from("<HH", stream)
    if first not in BOF:
        raise Broken("BOF")
    if first != BOF[0]:
        raise Refused(NOT_A_TABLE(name=name, kind=OLD_EXCEL, advice=SAVE_AS_XLSX))
    sheets: list[int] = []
    for record, length, place in _records(stream, 0):
        if record == FILEPASS:
            raise Refused(PASSWORD(name=name))
        if record == BOUNDSHEET and length >= 4:
            sheets += struct.unpack_from("<I", stream, place)
    if len(sheets) > MAX_SHEETS:
        raise Broken("BOUNDSHEET")
    heights = {start: _height(stream, start) for start in sorted(set(sheets))}
    return tuple(heights[start] for start in sheets)


def _height(stream: bytes, start: int) -> int:
    """Return the last row of a sheet that has a cell, blank ones too; raises Broken for records without sense."""
    rows = 0
    for record, length, place in _records(stream, start):
        if record == DIMENSIONS:
            _check_dimensions(stream[place : place + length])
        elif record in CELLS and length >= 4:
            if stream[place + 3]:
                # The column has two bytes, and a sheet of this format has 256 columns.
                raise Broken("column")
            rows = max(rows, stream[place] + 256 * stream[place + 1] + 1)
        elif record == BLANK and length >= 4:
            rows = max(rows, stream[place] + 256 * stream[place + 1] + 1)
    return rows


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, length, place of content) of each record up to the end mark, which must come."""
    place, end = start, len(stream) - 4
    while place <= end:
        record = stream[place] | stream[place + 1] << 8
        length = stream[place + 2] | stream[place + 3] << 8
        if record == END_OF_FILE:
            return
        if place + 4 + length > len(stream):
            raise Broken("record")
        yield record, length, place + 4
        place += 4 + length
    raise Broken("EOF")


def _check_dimensions(record: bytes) -> None:
    """Refuse a sheet whose stated extent is upside down or too large; the reader reserves memory for it."""
    if len(record) == 10:
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", record)
    elif len(record) == 14:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", record)
    else:
        raise Broken("DIMENSIONS")
    rows, columns = last_row - first_row, last_column - first_column
    if rows < 0 or columns < 0 or last_row > 65536 or last_column > 256:
        raise Broken("DIMENSIONS")


PASSWORD = Text(
    zh="{name} 是加密的 Excel 文件（需要密码才能打开）。"
    "请用密码打开后取消密码，另存为 .xlsx 再导入，原件一并保留。",
    en="{name} is an Excel file with a password. Open it with the password, remove the password, save it as .xlsx "
    "and import that; keep the original as well.",
)
DAMAGED = Text(
    zh="{name} 是旧版 Excel 文件，但内部结构已损坏（{what}），可能传输中断或被截断。请向提供单位重新索取。",
    en="{name} is an old Excel file, but damaged inside ({what}): it was cut off or changed. Ask for it again.",
)
OLE_OTHER = Text(zh="旧版 Office 文件，其中没有工作表", en="an old Office file without a worksheet")
OLD_EXCEL = Text(zh="早期 Excel 表格", en="a very old Excel sheet")
OTHERS = (
    ("worddocument", Text(zh=" Word 文档", en="a Word document")),
    ("powerpoint document", Text(zh=" PowerPoint 文档", en="a PowerPoint document")),
    ("__properties_version1.0", Text(zh=" Outlook 邮件", en="an Outlook message")),
)
