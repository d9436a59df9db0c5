"""The same rows in other clothes: what encodings, quotes, tabs, blank lines and containers may not change."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_opened

CONSUMER = Path(__file__).parent.parent / "cases" / "statements" / "consumer"
RECORDS = "santander_uk.txt"
"""No table: four lines a booking."""

FILES = sorted(
    path.name for path in CONSUMER.iterdir() if path.suffix in (".csv", ".txt") and path.name != RECORDS
)
GERMAN = ("sparkasse_camt.csv", "deutsche_bank_cp1252.csv")

Rows = list[list[str]]
Said = tuple[str, list[tuple[str, str, int, str, int | None]], int, list[str]]


def decoded(name: str) -> str:
    """Return a sample's text."""
    content = (CONSUMER / name).read_bytes()
    encoding = (
        "utf-16"
        if content[:2] == b"\xff\xfe"
        else "cp1252"
        if name in GERMAN
        else "gb18030"
        if "gb18030" in name or "txt" in name
        else "utf-8-sig"
    )
    return content.decode(encoding).replace("\r\n", "\n")


def delimiter(text: str) -> str:
    """Return the sign between the cells of a sample."""
    return ";" if text.count(";") > text.count(",") else ","


def written(rows: Rows, **form: object) -> bytes:
    """Return rows as a text with delimiters."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **form).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def book(rows: Rows) -> bytes:
    """Return rows as a workbook of text cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        worksheet = workbook.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell:
                    worksheet.write_string(row, column, cell)
    return content.getvalue()


def with_tabs(rows: Rows) -> Rows:
    """Return rows with a tab behind every value."""
    return [[f"{cell}\t" if cell else cell for cell in row] for row in rows]


CLOTHES: dict[str, Callable[[str, Rows], bytes]] = {
    "CRLF": lambda text, rows: text.replace("\n", "\r\n").encode(),
    "UTF-16": lambda text, rows: text.encode("utf-16"),
    "GB18030": lambda text, rows: text.encode("gb18030"),
    "all quoted": lambda text, rows: written(rows, quoting=csv.QUOTE_ALL),
    "tabs inside quotes": lambda text, rows: written(with_tabs(rows), quoting=csv.QUOTE_ALL),
    "semicolons": lambda text, rows: written(rows, delimiter=";"),
    "blank line behind each line": lambda text, rows: written([line for row in rows for line in (row, [])]),
    "an empty cell behind each line": lambda text, rows: text.replace("\n", f"{delimiter(text)}\n").encode(),
    "workbook": lambda text, rows: book(rows),
}


def said(name: str, content: bytes) -> Said:
    """Return what a file says: layout, bookings, how many rows are quarantined, what its balances prove."""
    read = read_opened(open_bytes(name, content))
    parts = [part for table in read.tables for part in table.parts]
    bookings = [
        (str(each.time), each.direction.value, each.amount, each.currency, each.balance)
        for part in parts
        for each in part.bookings
    ]
    quarantined = sum(table.rows.quarantined for table in read.tables)
    return read.format, bookings, quarantined, [part.balance.state.value for part in parts]


@pytest.mark.parametrize("clothes", CLOTHES)
@pytest.mark.parametrize("name", FILES)
def test_the_same_rows_in_other_clothes_say_the_same(name: str, clothes: str) -> None:
    """Layout, bookings, balances and quarantine are those of the sample as it was published or made."""
    text = decoded(name)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter(text)))
    assert said(name, CLOTHES[clothes](text, rows)) == said(name, (CONSUMER / name).read_bytes())
