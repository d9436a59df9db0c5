"""Workbooks to grids: every sheet, true row numbers, exact texts of numbers and times."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import example, given
from hypothesis import strategies as st

from suyuan.intake.grid import GridRow, OpenedFile, open_bytes
from suyuan.intake.sheets import cell_text, number_text

SECONDS = "yyyy-mm-dd hh:mm:ss"


def xlsx(rows: dict[tuple[int, int], object], tail: str = "") -> bytes:
    """Return a workbook with values at (row, column) from 0; ``tail`` names a hidden second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": SECONDS})
    sheet = book.add_worksheet("明细")
    for (row, column), value in rows.items():
        sheet.write(row, column, value)
    if tail:
        hidden = book.add_worksheet(tail)
        hidden.write(0, 0, "藏")
        hidden.hide()
        book.add_chartsheet("图")
    book.close()
    return out.getvalue()


def rows_of(opened: OpenedFile, sheet: int = 0) -> tuple[GridRow, ...]:
    """Return the rows of a sheet, from 0."""
    return opened.grids[sheet].rows


def test_rows_keep_their_physical_numbers() -> None:
    """Blank rows and columns before the first filled cell are there, and blank rows have no cells."""
    rows = rows_of(open_bytes("x.csv", xlsx({(2, 1): "时间", (4, 3): 6688.0})))
    assert rows == (
        GridRow(1, ()),
        GridRow(2, ()),
        GridRow(3, ("", "时间")),
        GridRow(4, ()),
        GridRow(5, ("", "", "", "6688"), frozenset({3})),
    )


def test_empty_columns_at_the_left_are_there() -> None:
    """The columns keep their places, as the marks on number columns need."""
    rows = rows_of(open_bytes("x", xlsx({(0, 2): 1.5, (1, 3): "b"})))
    assert rows == (GridRow(1, ("", "", "1.5"), frozenset({2})), GridRow(2, ("", "", "", "b")))


def test_all_sheets_are_read_in_order() -> None:
    """A hidden sheet is read, a chart has no rows, and sheets count from 1 in the workbook's order."""
    opened = open_bytes("x.xlsx", xlsx({(0, 0): "a"}, tail="隐藏"))
    assert (opened.container, opened.encoding) == ("xlsx", None)
    assert [(grid.sheet, grid.sheet_number, len(grid.rows)) for grid in opened.grids] == [
        ("明细", 1, 1),
        ("隐藏", 2, 1),
        ("图", 3, 0),
    ]


def test_texts_stay_as_they_are() -> None:
    """Account numbers as text keep every digit, tabs and blanks; they are not marked as numbers."""
    row = rows_of(
        open_bytes("x.xlsx", xlsx({(0, 0): "6200000000000000001\t", (0, 1): " 012 ", (0, 2): "1,000.00"}))
    )[0]
    assert row == GridRow(1, ("6200000000000000001\t", " 012 ", "1,000.00"))


def test_old_excel_is_read_alike() -> None:
    """BIFF8 under any name: numbers, times, true and false, text."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("中")
    time = xlwt.easyxf(num_format_str=SECONDS)
    sheet.write(1, 0, datetime.datetime(2021, 3, 5, 10, 11, 12), time)  # noqa: DTZ001
    for column, value in enumerate([6688.0, 0.1 + 0.2, True, "6200 00", -12.5], start=1):
        sheet.write(1, column, value)
    out = io.BytesIO()
    book.save(out)
    opened = open_bytes("流水.csv", out.getvalue())
    assert opened.container == "xls"
    assert rows_of(opened) == (
        GridRow(1, ()),
        GridRow(2, ("2021-03-05 10:11:12", "6688", "0.3", "TRUE", "6200 00", "-12.5"), frozenset({1, 2, 5})),
    )


def test_every_second_of_a_day_comes_back() -> None:
    """A time is a fraction of a day in the file; its second is never one off."""
    start = datetime.datetime(2021, 3, 5)  # noqa: DTZ001
    moments = [start + datetime.timedelta(seconds=step) for step in range(1, 86_400, 97)]
    rows = rows_of(open_bytes("x.xlsx", xlsx({(n, 0): moment for n, moment in enumerate(moments)})))
    assert [row.cells[0] for row in rows] == [str(moment) for moment in moments]


def test_formulas_give_the_stored_value_and_errors_are_blank(tmp_path: Path) -> None:
    """A formula is not computed: its stored value counts; an error cell is empty."""
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", value=41.5)
    sheet.write_formula(0, 1, "=1/0", value="#DIV/0!")
    sheet.write_formula(0, 2, '=CONCATENATE("a","b")', value="存")
    book.close()
    row = rows_of(open_bytes("f", (tmp_path / "f.xlsx").read_bytes()))[0]
    assert row == GridRow(1, ("41.5", "", "存"), frozenset({0}))


def test_a_second_writer_agrees() -> None:
    """What openpyxl writes and reads is what is found here, cell by cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values = [
        ["交易时间", "金额", "余额"],
        ["2021-03-05", 12.5, 100],
        [None, -0.01, 123456789.12],
        [None, None, None],
    ]
    for line in values:
        sheet.append(line)
    sheet["C6"] = "尾"
    out = io.BytesIO()
    book.save(out)
    rows = rows_of(open_bytes("x", out.getvalue()))
    for row in rows:
        for column, text in enumerate(row.cells, start=1):
            value = sheet.cell(row.number, column).value
            assert text == ("" if value is None else str(value))
    assert len(rows) == sheet.max_row == 6


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6688.0, "6688"),
        (0.1 + 0.2, "0.3"),
        (0.1 + 0.7, "0.8"),
        (1234.56 - 0.1, "1234.46"),
        (1.5e-07, "0.00000015"),
        (1e22, "10000000000000000000000"),
        (-0.0, "0"),
        (-0.01, "-0.01"),
        (1234567890.123456, "1234567890.123456"),
        (99999999999.99, "99999999999.99"),
        (1.23456789012345e18, "1234567890123450000"),
        (12345678901236500.0, "12345678901236500"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_as_a_spreadsheet_shows_them(value: float, text: str) -> None:
    """No exponent, no binary noise, no lost digit; a damaged long number keeps its first 15 digits."""
    assert number_text(value) == text


@given(st.integers(-(10**14), 10**14))
def test_every_amount_in_fen_survives(fen: int) -> None:
    """An amount stored as a number comes back to the fen."""
    sign = "-" if fen < 0 else ""
    plain = f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}".rstrip("0").rstrip(".")
    assert number_text(fen / 100) == ("0" if plain == "-0" else plain)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=12))
@example([-53482557, 60168892])
@example([999999999, -999999964])
@example([161191377, 838808743, 4, 4, 129, 354, -2048630])
def test_computed_sums_lose_their_noise(fen: list[int]) -> None:
    """A balance that a spreadsheet added up from amounts in yuan is the exact sum."""
    total = 0.0
    for amount in fen:
        total += amount / 100
    assert number_text(total) == number_text(sum(fen) / 100)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(2021, 3, 5), "2021-03-05"),
        (datetime.time(10, 11, 12), "10:11:12"),
        (datetime.time(23, 59, 59, 999_500), "23:59:59.999500"),
        (datetime.datetime(2021, 3, 5, 23, 59, 59, 999_900), "2021-03-06 00:00:00"),  # noqa: DTZ001
        (datetime.datetime(2021, 3, 5, 10, 11, 12, 250_000), "2021-03-05 10:11:12.250000"),  # noqa: DTZ001
        (datetime.timedelta(days=1, hours=12), "36:00:00"),
        (True, "TRUE"),
        (False, "FALSE"),
        (10**17 + 1, "100000000000000001"),
    ],
)
def test_other_values(value: object, text: str) -> None:
    """Dates and times are ISO; a moment within a millisecond of a second is that second."""
    assert cell_text(value) == text  # type: ignore[arg-type]


def ods(content: str) -> bytes:
    """Return an OpenDocument sheet with a table's inside."""
    names = " ".join(
        f'xmlns:{part}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"' for part in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def test_opendocument_is_read() -> None:
    """An .ods sheet gives its rows; rows repeated in short are there in full."""
    inside = (
        f"<table:table-row>{ODS_CELL.format('', '时间')}{ODS_CELL.format('', '金额')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"<table:table-row>{ODS_CELL.format('', '甲')}</table:table-row>"
    )
    opened = open_bytes("x.xls", ods(inside))
    assert opened.container == "ods"
    assert [row.cells for row in rows_of(opened)] == [("时间", "金额"), (), (), ("甲",)]
