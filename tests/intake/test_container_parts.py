"""The small parts under the containers: extents in binary sheets, limits of archives, the held-back output."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import pytest

from suyuan.errors import Refused
from suyuan.intake import zip_guard
from suyuan.intake.grid import open_bytes
from suyuan.intake.limits import MAX_DIRECTORY_BYTES, MAX_MEMBERS
from suyuan.intake.native_noise import GaveUp, HeldBack
from suyuan.intake.office import ods_corner, xlsb_corner, xlsx_corner
from suyuan.intake.ole import Entry, _Compound
from suyuan.intake.zip_guard import open_zip, unpack


def part(kind: int, content: bytes) -> bytes:
    """Return one record of a binary sheet; lengths above 127 take two bytes."""
    length = (
        bytes([len(content)]) if len(content) < 128 else bytes([len(content) % 128 | 128, len(content) // 128])
    )
    return bytes([kind]) + length + content


def test_the_corner_of_a_binary_sheet() -> None:
    """Rows and columns count from filled cells only; blank cells and other records are passed over."""
    sheet = (
        part(0, struct.pack("<I", 4) + b"\0" * 130)
        + part(2, struct.pack("<III", 7, 0, 0))
        + part(1, struct.pack("<II", 9000, 0))
        + b"\x81\x01"
        + b"\x00"
        + part(0, struct.pack("<I", 99))
    )
    assert xlsb_corner([sheet[:30], sheet[30:]]) == (5, 8)
    assert xlsb_corner([b""]) == (0, 0)


def test_the_corner_of_a_sheet_does_not_depend_on_the_blocks() -> None:
    """Tags cut through by the border of a block are found, with and without addresses."""
    sheet = b'<row r="3"><c r="B3"><v>1</v></c><c r="AB7"><v>1</v></c><c r="ZZ9"/></row>' * 3
    bare = b"<row><c><v>1</v></c><c t='s'><v>2</v></c></row><row><c><v>1</v></c></row>"
    for size in (len(sheet), 40, 25):
        assert xlsx_corner(sheet[at : at + size] for at in range(0, len(sheet), size)) == (7, 28)
    for size in (len(bare), 40, 25):
        assert xlsx_corner(bare[at : at + size] for at in range(0, len(bare), size)) == (2, 2)


def test_empty_repetitions_do_not_count() -> None:
    """The empty rest of an OpenDocument sheet, repeated to its edge, is no content."""
    sheet = (
        b'<t xmlns:table="t" xmlns:office="o"><table:table><table:table-row>'
        b'<table:table-cell office:value-type="string"/><table:table-cell table:number-columns-repeated="16383"/>'
        b'</table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell/>'
        b"</table:table-row></table:table></t>"
    )
    assert ods_corner([sheet]) == (1, 1)


def end_of_archive(members: int, size: int) -> bytes:
    """Return an archive's end that claims so many members and so large a table of contents."""
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, members, members, size, 0, 0)


def large_end(members: int, size: int) -> bytes:
    """Return the same for archives above 4 GB."""
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, members, members, size, 0)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1)
    return record + locator + end_of_archive(0xFFFF, 0xFFFFFFFF)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (large_end(MAX_MEMBERS + 1, 10), "the limit is 100000"),
        (large_end(1, MAX_DIRECTORY_BYTES + 1), "table of contents of 64 MB"),
        (end_of_archive(1, MAX_DIRECTORY_BYTES + 1), "table of contents of 64 MB"),
        (end_of_archive(1, 46), "cut off"),
        (b"PK\x03\x04" + b"\0" * 100, "cut off"),
    ],
)
def test_an_archives_claims_are_checked_before_it_is_opened(content: bytes, words: str) -> None:
    """Members and table of contents beyond the limit are refused from the archive's last bytes alone."""
    with pytest.raises(Refused, match=words):
        open_zip("z.zip", io.BytesIO(content))


def test_more_members_than_claimed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The members that are there count, whatever the archive's end claims."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(6):
            archive.writestr(str(number), "")
    content = bytearray(out.getvalue())
    struct.pack_into("<HH", content, len(content) - 14, 1, 1)
    monkeypatch.setattr(zip_guard, "MAX_MEMBERS", 5)
    with pytest.raises(Refused, match="holds 6 files"):
        open_zip("z.zip", io.BytesIO(bytes(content)))


def test_methods_that_nobody_uses_are_refused() -> None:
    """LZMA may ask for gigabytes before its first byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", b"1")
    archive = open_zip("z.zip", io.BytesIO(out.getvalue()))
    with pytest.raises(Refused, match="method that is not supported"):
        list(unpack("z.zip/a.csv", archive, archive.infolist()[0], 100))


@pytest.mark.parametrize("declared", [200, 7])
def test_a_member_stops_at_its_limit(declared: int) -> None:
    """By its declared size, and where that lies by what comes out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"1" * 200)
    archive = open_zip("z.zip", io.BytesIO(out.getvalue()))
    member = archive.infolist()[0]
    member.file_size = declared
    with pytest.raises(Refused, match="unpacks to more than"):
        list(unpack("z.zip/a.csv", archive, member, 100))


def test_small_streams_of_a_compound_file() -> None:
    """A stream below 4096 bytes lies in the root's own stream, in sectors of 64 bytes."""
    mini = b"".join(bytes([n]) * 64 for n in range(8))
    root = "Root Entry".encode("utf-16-le")
    book = "Book".encode("utf-16-le")
    directory = b""
    for raw, kind, start, size in ((root, 5, 0, 512), (book, 2, 5, 100)):
        tail = struct.pack("<HBB12x16sI16xIII", len(raw) + 2, kind, 1, b"", 0, start, size, 0)
        directory += raw.ljust(64, b"\0") + tail
    table = struct.pack("<128I", 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD, *[0xFFFFFFFF] * 124)
    small = struct.pack("<8I", *[0xFFFFFFFE] * 2, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 2, 0xFFFFFFFE, 0xFFFFFFFE)
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0")
    header += struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 3)
    content = header.ljust(512, b"\xff") + mini + directory.ljust(512, b"\0") + small.ljust(512, b"\xff") + table
    compound = _Compound(content)
    assert compound.entries == [Entry("Book", 5, 100)]
    assert compound.read(compound.entries[0]) == b"\5" * 64 + b"\2" * 36


def test_an_old_excel_book_of_the_nineties_is_refused() -> None:
    """BIFF2 to 4 sheets have no workbook around them and are refused as what they are."""
    with pytest.raises(Refused, match="very old Excel"):
        open_bytes("x.xls", b"\x09\x04\x06\x00\x00\x04\x10\x00")


def test_what_is_held_back_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    """Warnings of a reader that succeeds, and errors of our own, go through; a reader that gave up is silenced."""

    class PanicException(BaseException):
        """Stands for the native exception of that name."""

    with HeldBack():
        os.write(2, b"a warning\n")
    with pytest.raises(KeyError), HeldBack():
        os.write(2, b"another\n")
        raise KeyError
    with pytest.raises(GaveUp, match="slice of length 3"), HeldBack():
        os.write(2, b"thread panicked\n")
        raise PanicException("slice of length 3")
    assert capfd.readouterr().err == "a warning\nanother\n"
