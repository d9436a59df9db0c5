"""The plain file of losses: what is read, and each refusal with its row, what was seen and expected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from suyuan.errors import Refused
from suyuan.intake.loss_claims import read
from suyuan.model.text import Language

HEADER = "claim,victim,loss,returned,first_transfer\n"
GOOD = "c1,张某甲,100.00,0.00,2021-03-05T10:00:00+08:00\n"
TIME = "2021-03-05T10:00:00+08:00"


def put(folder: Path, content: str | bytes) -> Path:
    """Write a file of losses."""
    path = folder / "losses.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(folder: Path, content: str | bytes, currency: str | None = None) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(Refused) as raised:
        read(put(folder, content), currency)
    assert raised.value.message.render(Language.ZH)
    return raised.value.message.render(Language.EN)


def test_rows_are_read_in_their_order(tmp_path: Path) -> None:
    """Sums become fen, times instants, lines are counted through quoted line breaks and blank lines."""
    content = HEADER + '"c\n2","张某乙, ""b""","1,234.50",.5,2021-03-05T02:00:00Z\n\nc1,,7,0,2021-03-05\n'
    found = read(put(tmp_path, content))
    assert (found.name, found.currency) == ("losses.csv", "CNY")
    assert [(row.row, row.claim, row.victim, row.loss, row.returned) for row in found.rows] == [
        (2, "c\n2", '张某乙, "b"', 1234_50, 50),
        (5, "c1", "", 7_00, 0),
    ]
    assert found.rows[0].first_transfer == datetime(2021, 3, 5, 2, tzinfo=UTC)
    assert found.rows[1].first_transfer == datetime(2021, 3, 4, 16, tzinfo=UTC)


def test_mark_line_ends_order_and_other_columns(tmp_path: Path) -> None:
    """A byte order mark, CRLF, columns in another order and columns of somebody else do not matter."""
    content = "\ufefffirst_transfer,note,returned,loss,victim,claim\r\n2021-03-05T10:00:00,x,1,2,v,c\r\n"
    (row,) = read(put(tmp_path, content)).rows
    assert (row.claim, row.victim, row.loss, row.returned) == ("c", "v", 2_00, 1_00)
    assert row.first_transfer == datetime(2021, 3, 5, 2, tzinfo=UTC)


def test_no_rows_are_no_losses(tmp_path: Path) -> None:
    """A header alone is a file without losses."""
    assert read(put(tmp_path, HEADER)).rows == ()


def test_the_currency_is_the_command_s_or_the_column_s(tmp_path: Path) -> None:
    """The column says the currency where the command does not; its decimals hold for the sums."""
    path = put(tmp_path, f"claim,victim,loss,returned,first_transfer,currency\nc,v,1.000001,0,{TIME},USDT\n")
    assert (read(path).currency, read(path, "USDT").rows[0].loss) == ("USDT", 1_000_001)
    assert read(put(tmp_path, HEADER + f"c,v,1500,0,{TIME}\n"), "JPY").rows[0].loss == 1500


CELLS = {
    "id": (f",v,1,0,{TIME}", "claim is '', expected something"),
    "blank id": (f"  ,v,1,0,{TIME}", "claim is '  ', expected something"),
    "words": (f"c,v,ten,0,{TIME}", "loss is 'ten', expected an amount like 1234.56"),
    "no loss": (f"c,v,,0,{TIME}", "loss is '', expected an amount"),
    "no return": (f"c,v,1,,{TIME}", "returned is '', expected an amount"),
    "a tenth of a fen": (f"c,v,1.001,0,{TIME}", "loss is '1.001', expected an amount"),
    "exponent": (f"c,v,1e3,0,{TIME}", "loss is '1e3', expected an amount"),
    "not a number": (f"c,v,nan,0,{TIME}", "loss is 'nan', expected an amount"),
    "wide digits": (f"c,v,１００,0,{TIME}", "loss is '１００', expected an amount"),
    "too much": (f"c,v,46116860184273879.04,0,{TIME}", "below 46116860184273879.04"),
    "negative loss": (f"c,v,-1,0,{TIME}", "loss is '-1', expected an amount not below zero"),
    "negative return": (f"c,v,1,-0.01,{TIME}", "returned is '-0.01', expected an amount not below zero"),
    "no time": ("c,v,1,0,", "first_transfer is '', expected a time like 2021-03-05T10:11:12+08:00"),
    "no such day": ("c,v,1,0,2021-02-30", "first_transfer is '2021-02-30', expected a time"),
    "words for a time": ("c,v,1,0,yesterday", "first_transfer is 'yesterday', expected a time"),
    "an id twice": (f"c1,v,1,0,{TIME}", "claim is 'c1', expected an id of its own (row 2 has this one already)"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_wrong_cell_is_named(tmp_path: Path, name: str) -> None:
    """File, row, column, what stands there and what is expected."""
    row, said = CELLS[name]
    sentence = refusal(tmp_path, HEADER + GOOD + row + "\n")
    assert sentence.startswith("losses.csv, row 3: ")
    assert said in sentence


FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "the file is empty"),
    "blank": ("\n\n", "the file is empty"),
    "no column": ("claim,victim,loss,first_transfer\n", "no column returned; its header is: claim, victim, loss,"),
    "column twice": ("claim,victim,loss,loss,returned,first_transfer\n", "has the column loss twice"),
    "short row": (HEADER + GOOD + "c2,v\n", "losses.csv, row 3: 2 cells, the header has 5"),
    "long row": (HEADER + GOOD.strip() + ",x\n", "losses.csv, row 2: 6 cells, the header has 5"),
    "another encoding": ((HEADER + GOOD).encode("gb18030"), "line 2 is no text in UTF-8"),
    "binary": (b"PK\x03\x04\0\0", "binary content"),
    "open quote": (HEADER + GOOD + 'c2,"v,1,0\n', "the quotes of the row on line 3 do not match"),
    "long cell": (HEADER + "c," + "x" * 200_000 + f",1,0,{TIME}\n", "a cell that is far too long"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    """Each fault of a whole file has its own sentence with the file's name."""
    content, said = FILES[name]
    sentence = refusal(tmp_path, content)
    assert said in sentence
    assert "losses.csv" in sentence


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are said to be none."""
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(Refused, match="There is no file"):
            read(path)


@pytest.mark.parametrize(("currency", "stated"), [("CNY", "USD"), (None, "USD"), (None, "")])
def test_one_currency_a_file(tmp_path: Path, currency: str | None, stated: str) -> None:
    """A row in another currency than the run's or the first row's is refused, and one that says none."""
    head = HEADER.strip() + ",currency\n"
    rows = f"a,v,1,0,{TIME},CNY\nb,v,1,0,{TIME},{stated}\n"
    assert f"losses.csv, row 3: currency is {stated!r}, expected" in refusal(tmp_path, head + rows, currency)
