"""What is inside a zip: a workbook, another office document, an archive; and whether a workbook is safe to read.

The reader of workbooks lays each sheet out as a full rectangle, so two filled cells in opposite corners would
ask for hundreds of gigabytes; the corners are therefore looked up first, while the true sizes are counted.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from suyuan.errors import Refused
from suyuan.intake.container import ASK_FOR_TABLE, NOT_A_TABLE
from suyuan.intake.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from suyuan.intake.sheet_heights import Tail, xlsx_heights
from suyuan.intake.zip_guard import MEMBER_DAMAGED, open_zip, unpack
from suyuan.model.text import Text

Corner = tuple[int, int]
"""Rows and columns of the rectangle around all filled cells."""


def office_kind(names: Iterable[str]) -> str | None:
    """Return what office file has these members: xlsx, xlsb, ods, docx, pptx; None for an archive."""
    have = {name.replace("\\", "/").lower() for name in names}
    for kind, needed in KINDS:
        if needed <= have:
            return kind
    return None


@dataclass(frozen=True)
class CheckedWorkbook:
    """A workbook that is safe to read: xlsx, xlsb or ods; ``heights`` are the last rows of its sheets, in order,
    where they are known (0: not), blank ones counted.
    """

    kind: str
    heights: tuple[int, ...] = ()


def check_workbook(name: str, content: bytes) -> CheckedWorkbook:
    """Return what a workbook is that is safe to read; raises Refused for anything else."""
    archive = open_zip(name, io.BytesIO(content))
    members = archive.infolist()
    kind = office_kind(member.filename for member in members)
    if kind is None:
        raise Refused(ARCHIVE(name=name, found=len(members)))
    if kind not in CORNERS:
        raise Refused(NOT_A_TABLE(name=name, kind=DOCUMENTS[kind], advice=ASK_FOR_TABLE))
    left = MAX_UNPACKED_BYTES
    pattern, corner_of = CORNERS[kind]
    last_rows: dict[str, int] = {}
    for member in members:
        blocks = Tail(unpack(f"{name}/{member.filename}", archive, member, left))
        if pattern.fullmatch(member.filename):
            _check_corner(name, member, corner_of, blocks)
        for _ in blocks:
            pass
        left -= blocks.size
        last_rows[member.filename] = blocks.last_row() if kind == "xlsx" else 0
    return CheckedWorkbook(kind, xlsx_heights(archive, last_rows) if kind == "xlsx" else ())


def _check_corner(
    name: str, member: zipfile.ZipInfo, corner_of: Callable[[Iterable[bytes]], Corner], blocks: Iterable[bytes]
) -> None:
    """Refuse a sheet whose filled cells span too large a rectangle."""
    try:
        rows, columns = corner_of(blocks)
    except expat.ExpatError as error:
        raise Refused(MEMBER_DAMAGED(name=f"{name}/{member.filename}")) from error
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refused(
            SHEET_TOO_LARGE(name=name, sheet=member.filename, rows=rows, columns=columns, limit=MAX_CELLS)
        )


@dataclass(frozen=True)
class _Tags:
    """Patterns of a sheet's rows and cells in XML; cells closed at once (``/>``) are empty."""

    row: re.Pattern[bytes]
    row_address: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    cell_address: re.Pattern[bytes]


def _tags(prefix: bytes) -> _Tags:
    """Return the patterns for tags with a namespace prefix, or without."""
    address = rb"""\b[^>]*?\sr\s*=\s*["']"""
    return _Tags(
        re.compile(rb"<%srow\b" % prefix),
        re.compile(rb"<%srow%s(\d+)" % (prefix, address)),
        re.compile(rb"<%sc\b[^>]*(?<!/)>" % prefix),
        re.compile(rb"<%sc%s([A-Za-z]+\d+)[^>]*(?<!/)>" % (prefix, address)),
    )


_PLAIN = _tags(b"")
_PREFIXED = _tags(rb"(?:\w+:)?")
_DIGITS = b"0123456789"
_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))


def xlsx_corner(blocks: Iterable[bytes]) -> Corner:
    """Return the corner of a sheet in XML; cells without an address stand one after another."""
    rows = columns = counted_rows = in_row = 0
    rest = b""
    for block in blocks:
        chunk = rest + block
        cut = chunk.rfind(b"<") if len(chunk) < 4 * len(block) + 4096 else len(chunk)
        chunk, rest = chunk[:cut], chunk[cut:]
        # Prefixed tags are rare, and looking for them takes twice as long.
        tags = _PREFIXED if b":c" in chunk or b":row" in chunk else _PLAIN
        addresses = tags.cell_address.findall(chunk)
        row_numbers = {*tags.row_address.findall(chunk), *(address.lstrip(_LETTERS) for address in addresses)}
        rows = max([rows, *map(_number, row_numbers)])
        columns = max([columns, *map(_column, {address.rstrip(_DIGITS) for address in addresses})])
        starts = [found.start() for found in tags.row.finditer(chunk)]
        counted_rows += len(starts)
        if len(addresses) < len(tags.cell.findall(chunk)):
            for index, (start, end) in enumerate(itertools.pairwise([0, *starts, len(chunk)])):
                cells = len(tags.cell.findall(chunk, start, end))
                in_row = cells if index else in_row + cells
                columns = max(columns, in_row)
    return max(rows, counted_rows), columns


def _number(digits: bytes) -> int:
    """Return a row number; one too long to be true counts as beyond all limits."""
    return int(digits) if len(digits) < 10 else 10**10


def _column(letters: bytes) -> int:
    """Return the number of a column from its letters, from 1."""
    number = 0
    for letter in letters[:6].upper():
        number = number * 26 + letter - 64
    return number


ROW_HEADER, BLANK_CELL, LAST_CELL = 0, 1, 11


def xlsb_corner(blocks: Iterable[bytes]) -> Corner:
    """Return the corner of a sheet in binary records ([MS-XLSB]); records of another part change nothing."""
    data = b"".join(blocks)
    rows = columns = row = place = 0
    while place < len(data):
        kind, place = _varint(data, place, 2)
        size, place = _varint(data, place, 4)
        if kind == ROW_HEADER and size >= 4:
            row = int.from_bytes(data[place : place + 4], "little") + 1
        elif BLANK_CELL < kind <= LAST_CELL and size >= 4:
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(data[place : place + 4], "little") + 1)
        place += size
    return rows, columns


def _varint(data: bytes, place: int, longest: int) -> tuple[int, int]:
    """Return a number written in bytes of seven bits, and the place after it."""
    value = 0
    for index in range(longest):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, place


def ods_corner(blocks: Iterable[bytes]) -> Corner:
    """Return the largest corner of all tables of an OpenDocument sheet, its repetitions written out."""
    corner = _OdsCorner()
    parser = expat.ParserCreate()
    parser.StartElementHandler = corner.start
    for block in blocks:
        parser.Parse(block)
    parser.Parse(b"", True)  # noqa: FBT003
    return corner.rows, corner.columns


class _OdsCorner:
    """Follows the elements of an OpenDocument sheet."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.row = self.column = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Note one element."""
        if element == "table:table":
            self.row = 0
        elif element == "table:table-row":
            self.row += _repeated(attributes, "table:number-rows-repeated")
            self.column = 0
        elif element in ("table:table-cell", "table:covered-table-cell"):
            self.column += _repeated(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes:
                self.rows = max(self.rows, self.row)
                self.columns = max(self.columns, self.column)


def _repeated(attributes: dict[str, str], name: str) -> int:
    """Return how often a row or cell is repeated."""
    text = attributes.get(name, "1")
    return _number(text.encode()) if text.isascii() and text.isdigit() else 1


KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("xlsx", frozenset({"[content_types].xml", "xl/workbook.xml"})),
    ("xlsb", frozenset({"[content_types].xml", "xl/workbook.bin"})),
    ("ods", frozenset({"mimetype", "content.xml"})),
    ("docx", frozenset({"[content_types].xml", "word/document.xml"})),
    ("pptx", frozenset({"[content_types].xml", "ppt/presentation.xml"})),
)
CORNERS: dict[str, tuple[re.Pattern[str], Callable[[Iterable[bytes]], Corner]]] = {
    "xlsx": (re.compile(r"/?xl[/\\].*\.xml", re.I), xlsx_corner),
    "xlsb": (re.compile(r"/?xl[/\\]worksheets[/\\].*\.bin", re.I), xlsb_corner),
    "ods": (re.compile(r"/?content\.xml", re.I), ods_corner),
}
DOCUMENTS = {
    "docx": Text(zh=" Word 文档", en="a Word document"),
    "pptx": Text(zh=" PowerPoint 文档", en="a PowerPoint document"),
}
ARCHIVE = Text(
    zh="{name} 是压缩包（内有 {found} 个文件），不是单个表格。"
    "请用 suyuan import 导入整个压缩包，或解压后逐个读取。",
    en="{name} is an archive of {found} files, not one table. Import it whole with `suyuan import`, or unpack it "
    "and read the files one by one.",
)
SHEET_TOO_LARGE = Text(
    zh="{name} 的工作表 {sheet} 占 {rows} 行 × {columns} 列，超过上限（合计 {limit} 格）。"
    "通常是远处有多余内容：请用 Excel 删除多余的行列，或分拆后另存再导入。",
    en="{name}: the sheet {sheet} spans {rows} rows by {columns} columns, more than the limit ({limit} cells in "
    "all). There is usually something stray far out: delete it in Excel, or split the sheet, save and import.",
)
