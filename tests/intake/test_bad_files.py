"""Every bad file ends in a sentence: what it is, what was expected, what to do; never in a crash."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.errors import ExitCode, Refused
from suyuan.intake.grid import open_bytes, open_file
from suyuan.model.text import Language


def refusal(content: bytes, name: str = "流水.csv") -> str:
    """Return the sentence with which a file is refused; both languages must be there and name the file."""
    with pytest.raises(Refused) as refused:
        open_bytes(name, content)
    assert refused.value.exit_code is ExitCode.REFUSED
    assert name in refused.value.message.render(Language.ZH)
    english = refused.value.message.render(Language.EN)
    assert name in english
    return english


def new_workbook() -> bytes:
    """Return a small xlsx."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(12):
        sheet.write_row(row, 0, ["交易时间", row * 1.5, f"备注{row}"])
    book.close()
    return out.getvalue()


def old_workbook() -> bytes:
    """Return a small xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    for row in range(12):
        for column, value in enumerate(["交易时间", row * 1.5, f"备注{row}"]):
            sheet.write(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content: bytes, members: dict[str, bytes]) -> bytes:
    """Return a zip with some members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return out.getvalue()


def compound(streams: dict[str, bytes]) -> bytes:
    """Return an OLE compound file with these streams, each of at least 4096 bytes, by hand after [MS-CFB]."""
    data: list[bytes] = []
    chains: list[int] = []
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        start = len(data)
        data += [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        chains += [*range(start + 1, len(data)), 0xFFFFFFFE]
        entries.append((name, 2, start, len(content)))
    directory = b""
    for name, kind, start, size in entries:
        raw = name.encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQII", raw, len(raw) + 2, kind, 1, *[0xFFFFFFFF] * 3, b"", 0, 0, 0, start, size
        )
        directory += b"\0" * 4
    first = len(data)
    data += [directory[at : at + 512].ljust(512, b"\0") for at in range(0, len(directory), 512)]
    chains += [*range(first + 1, len(data)), 0xFFFFFFFE]
    table = len(data)
    chains.append(0xFFFFFFFD)
    data.append(struct.pack("<128I", *chains, *[0xFFFFFFFF] * (128 - len(chains))))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, table
    )
    return header.ljust(512, b"\xff") + b"".join(data)


def record(kind: int, content: bytes = b"") -> bytes:
    """Return one record of a BIFF stream."""
    return struct.pack("<HH", kind, len(content)) + content


BIFF8 = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))


def test_an_empty_file() -> None:
    """0 bytes."""
    assert "0 bytes" in refusal(b"")


def test_a_binary_named_csv() -> None:
    """Zero bytes and no rhythm of UTF-16: no text, whatever the name says."""
    assert "binary data" in refusal(b"\x01\x02\x00\x00\x00\x10" * 300)


@pytest.mark.parametrize("keep", [4, 30, 100, 0.5, 0.9, -1, -10, -22])
def test_a_truncated_workbook(keep: float) -> None:
    """An xlsx cut off anywhere says that it was cut off or is damaged."""
    content = new_workbook()
    end = int(len(content) * keep) if 0 < keep < 1 else int(keep)
    assert "cut off" in refusal(content[:end], "流水.xlsx")


@pytest.mark.parametrize("keep", [8, 511, 600, 0.3, 0.6, 0.9])
def test_a_truncated_old_workbook(keep: float) -> None:
    """An xls cut off anywhere says so."""
    content = old_workbook()
    end = int(len(content) * keep) if 0 < keep < 1 else int(keep)
    assert "damaged" in refusal(content[:end], "流水.xls")


def test_a_new_workbook_with_a_password() -> None:
    """An encrypted xlsx is a compound file with an EncryptedPackage; the sentence says how to go on."""
    sentence = refusal(compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\1" * 5000}), "流水.xlsx")
    assert "password" in sentence
    assert "save it as .xlsx" in sentence


def test_an_old_workbook_with_a_password() -> None:
    """A BIFF8 stream with a FILEPASS record is refused for its password, not as damaged."""
    stream = BIFF8 + record(0x002F, b"\1\0" + b"\7" * 52) + record(0x000A)
    assert "password" in refusal(compound({"Workbook": stream}), "流水.xls")


def test_our_compound_files_are_well_formed() -> None:
    """The hand-made file without a password goes past the checks, so that the tests above test the password."""
    assert open_bytes("流水.csv", compound({"Workbook": BIFF8 + record(0x000A)})).grids == ()
    assert "Word document" in refusal(compound({"WordDocument": b"x"}), "报告.xls")
    assert "Outlook message" in refusal(compound({"__properties_version1.0": b"x"}), "信.msg")


def test_an_old_workbook_whose_chain_goes_round() -> None:
    """A chain of sectors that leads back to itself ends in a sentence, not in an endless loop."""
    content = bytearray(compound({"Workbook": BIFF8 + record(0x000A)}))
    struct.pack_into("<I", content, len(content) - 512 + 4 * 3, 0)
    assert "damaged" in refusal(bytes(content), "流水.xls")


@pytest.mark.parametrize(
    "extent", [struct.pack("<HHHHH", 21, 4, 0x1B01, 36, 0), struct.pack("<IIHHH", 0, 70_000, 0, 10, 0), b"\0"]
)
def test_an_old_workbook_that_claims_to_be_huge(extent: bytes) -> None:
    """Extents upside down or beyond the format's would make the reader ask for petabytes."""

    def opening(sheet_at: int) -> bytes:
        return BIFF8 + record(0x0085, struct.pack("<IBB", sheet_at, 0, 0) + b"\2\0ab") + record(0x000A)

    sheet = BIFF8 + record(0x0200, extent) + record(0x000A)
    stream = opening(len(opening(0))) + sheet
    assert "(DIMENSIONS)" in refusal(compound({"Workbook": stream}), "流水.xls")


def test_an_old_workbook_with_a_cell_beyond_its_columns() -> None:
    """A cell in column 65,535 would be laid out as a rectangle of gigabytes."""
    content = old_workbook()
    cell = content.index(struct.pack("<HHHH", 0x027E, 10, 1, 1))
    spoilt = content[: cell + 6] + b"\xff\xff" + content[cell + 8 :]
    assert "(column)" in refusal(spoilt, "流水.xls")


def test_a_zip_bomb_in_a_workbook() -> None:
    """100 MB of blanks in 100 KB is stopped while it unpacks."""
    content = changed(new_workbook(), {"xl/worksheets/sheet2.xml": b" " * 100_000_000})
    assert len(content) < 200_000
    assert "zip bomb" in refusal(content, "流水.xlsx")


def test_a_workbook_whose_sizes_lie() -> None:
    """A member larger than the table of contents says is found by unpacking it."""
    content = bytearray(changed(new_workbook(), {"xl/zz.bin": b"z" * 3_000_000}))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/zz.bin"))
    assert struct.unpack_from("<I", content, place + 24) == (3_000_000,)
    struct.pack_into("<I", content, place + 24, 5)
    assert "does not have the size" in refusal(bytes(content), "流水.xlsx")


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
FAR = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c t="n" r = \'ZZZZZZ2\' s="1"><v>1</v></c></row>',
    '<row r="9999999"><c><v>1</v></c></row>',
    "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row/>" * 4_000,
    '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="99999"><x:c r="AAA99999"><x:v>1</x:v></x:c></x:row>',
]


@pytest.mark.parametrize("inside", FAR)
def test_a_sheet_with_cells_far_apart(inside: str) -> None:
    """Two cells in opposite corners must not be laid out as a rectangle of billions."""
    content = changed(new_workbook(), {"xl/worksheets/sheet1.xml": SHEET.format(inside).encode()})
    assert "columns, more than the limit" in refusal(content, "流水.xlsx")


def test_formatted_emptiness_far_out_is_no_reason() -> None:
    """Styled cells without a value are not counted; such sheets are common and are read."""
    inside = (
        '<row r="1"><c r="A1"><v>7</v></c><c r="XFD1" s="0"/></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    content = changed(new_workbook(), {"xl/worksheets/sheet1.xml": SHEET.format(inside).encode()})
    rows = open_bytes("x", content).grids[0].rows
    assert [row.cells for row in rows] == [("7",)]


def test_an_opendocument_sheet_that_repeats_itself_huge() -> None:
    """A cell repeated a million times a thousand is refused before it is written out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            '<o xmlns:table="t" xmlns:office="o"><table:table>'
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell office:value-type="float" table:number-columns-repeated="1000"/>'
            "</table:table-row></table:table></o>",
        )
    assert "1000000 rows by 1000 columns" in refusal(out.getvalue(), "流水.ods")


def test_office_documents_without_sheets_and_archives() -> None:
    """A Word file and an ordinary archive are refused as what they are."""
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
    assert "a Word document" in refusal(word.getvalue(), "说明.xlsx")
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.csv", "1")
    assert "archive of 1 files" in refusal(plain.getvalue(), "流水.xlsx")


def test_a_member_with_a_password_in_a_workbook() -> None:
    """A workbook packed with an archiver's password is refused for it."""
    content = bytearray(new_workbook())
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1
    assert "password" in refusal(bytes(content), "流水.xlsx")


def test_two_hundred_megabytes_of_one_line(tmp_path: Path) -> None:
    """One endless line is given up after its first MiB: little is read, little is held."""
    path = tmp_path / "一行.csv"
    with path.open("wb") as file:
        file.write(b"1234567890," * 400_000)
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="a line of more than 1 MB"):
            open_file(path)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_line_may_be_as_long_as_the_limit() -> None:
    """Up to 1 MiB a line is read, across the borders of what is read at once."""
    line = b"a," * (8_000) + b"x" * 1_000_000
    assert len(open_bytes("x", (line + b"\n") * 3).grids[0].rows) == 3
    assert "more than 1 MB" in refusal(b"a\n" * 500_000 + b"x" * (1024 * 1024 + 1) + b"\na\n")


def test_a_file_beyond_the_size_limit_is_not_read(tmp_path: Path) -> None:
    """Text over 512 MB, a workbook over 256 MB: refused by size, before reading."""
    for head, limit in ((b"a,b\n1,2\n", 512), (b"PK\x03\x04", 256), (b"<html>", 64)):
        path = tmp_path / "大.csv"
        with path.open("wb") as file:
            file.write(head + b"\n" * 70_000)
            file.truncate(limit * 1024 * 1024 + 1)
        with pytest.raises(Refused, match=f"limit for its kind is {limit} MB"):
            open_file(path)


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    """A folder and a missing file are refused with the name and what to do."""
    with pytest.raises(Refused, match="no ordinary file"):
        open_file(tmp_path)
    with pytest.raises(Refused, match=r"没有\.csv cannot be opened"):
        open_file(tmp_path / "没有.csv")


def test_the_readers_noise_stays_off_the_terminal(tmp_path: Path) -> None:
    """Native code that gives up on a damaged file prints its own source lines; the user must not see them."""
    content = bytearray(old_workbook())
    # The record of page setup named a formula, whose length then reads as 39,323 bytes.
    content[content.index(b"\xa1\0\x22\0")] = 6
    (tmp_path / "坏.xls").write_bytes(bytes(content))
    program = (
        "import sys\nfrom pathlib import Path\nfrom suyuan.errors import Refused\n"
        "from suyuan.intake.grid import open_file\n"
        "try: open_file(Path(sys.argv[1]))\nexcept Refused as refused: print(refused)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "坏.xls"], capture_output=True, check=False)
    assert b"range end index 39323" in done.stdout
    assert (done.returncode, done.stderr) == (0, b"")


WORKBOOKS = [new_workbook(), old_workbook()]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WORKBOOKS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0.2, 1),
)
def test_mutated_workbooks_are_read_or_refused(
    content: bytes, changes: list[tuple[float, int]], keep: float
) -> None:
    """Whatever bytes of a workbook change or are missing: rows, or Refused, and nothing else."""
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[int(place * len(spoilt))] = value
    try:
        opened = open_bytes("x", bytes(spoilt[: int(len(spoilt) * keep)] if keep < 0.9 else spoilt))
    except Refused:
        return
    for grid in opened.grids:
        assert [row.number for row in grid.rows] == list(range(1, len(grid.rows) + 1))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<table>", b"\xff\xfe"])
)
def test_any_bytes_are_read_or_refused(content: bytes, head: bytes) -> None:
    """Any bytes behind any magic number: rows, or Refused."""
    try:
        open_bytes("x", head + content)
    except Refused as refused:
        assert refused.message.render(Language.ZH)
