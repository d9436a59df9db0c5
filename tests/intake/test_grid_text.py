"""Delimited text to records: physical rows, true line numbers, nothing lost and nothing swallowed."""

from __future__ import annotations

import csv
import io
import re
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.intake.csv_rows import choose_delimiter, records
from suyuan.intake.grid import open_bytes


def read(text: str, delimiter: str | None = ",") -> list[tuple[int, tuple[str, ...]]]:
    """Return the records of a text."""
    return list(records(text, delimiter))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [(1, ("a", "b")), (2, ("1", "2"))]),
        ("a,b\r\n\r\n1,2", [(1, ("a", "b")), (2, ()), (3, ("1", "2"))]),
        ("a\rb\n\rc", [(1, ("a",)), (2, ("b",)), (3, ()), (4, ("c",))]),
        ("\n\n", [(1, ()), (2, ())]),
        (",,\n", [(1, ("", "", ""))]),
        (" \n", [(1, (" ",))]),
        ("a\u2028b\x0bc\x85d\n", [(1, ("a\u2028b\x0bc\x85d",))]),
        ('"a,b",c\n', [(1, ("a,b", "c"))]),
        ('"a""b",""\n', [(1, ('a"b', ""))]),
        ('x,"l1\nl2",y\nz\n', [(1, ("x", "l1\nl2", "y")), (3, ("z",))]),
        ('x,"l1\r\n\r\nl3"\r\nz', [(1, ("x", "l1\r\n\r\nl3")), (4, ("z",))]),
        ('"-1,099.14"\t,x\n', [(1, ("-1,099.14\t", "x"))]),
        ('"6200"  \t\n', [(1, ("6200  \t",))]),
        (' "b,c",d\n', [(1, (" b,c", "d"))]),
        ('a,b"c,d\n', [(1, ("a", 'b"c', "d"))]),
        ('"say "hi" there",5\n', [(1, ('say "hi" there', "5"))]),
        ('"abc"def,"ghi"\n', [(1, ('"abc"def', "ghi"))]),
        ('"', [(1, ('"',))]),
        ('"a""\nb\n', [(1, ('"a""',)), (2, ("b",))]),
    ],
)
def test_records_and_their_dirt(text: str, expected: list[tuple[int, tuple[str, ...]]]) -> None:
    """Line ends, blank lines, quotes, and what banks do to them, by hand."""
    assert read(text) == expected


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    """The row with the stray quote and all rows after it stay rows."""
    rows = [f"{n},备注{n},{n}.00" for n in range(60)]
    rows[5] = '5,"备注,5.00'
    found = read("\n".join(rows))
    assert [number for number, _ in found] == list(range(1, 61))
    assert found[5][1] == ("5", '"备注', "5.00")
    assert found[59][1] == ("59", "备注59", "59.00")


def test_a_stray_quote_before_a_quoted_row_swallows_nothing() -> None:
    """A later row's opening quote is not taken for the closing one."""
    assert read('5,"abc,1\n6,"def",9\n') == [(1, ("5", '"abc', "1")), (2, ("6", "def", "9"))]


def test_two_stray_quotes_do_not_join_whole_rows() -> None:
    """Lines that each have all delimiters of a row are rows, even between two quotes that would fit."""
    text = 'a,b,c,d\n1,"x,2,3\n4,y",5,6\n7,z,8,9\n'
    assert [cells for _, cells in read(text)][1:3] == [("1", '"x', "2", "3"), ("4", 'y"', "5", "6")]


def test_a_quoted_cell_of_21_lines_is_not_one() -> None:
    """20 line ends inside a cell are borne with, not 21."""
    assert len(read('a,"' + "x\n" * 19 + 'y",b\nc,d,e\n')) == 2
    assert len(read('a,"' + "x\n" * 21 + 'y",b\nc,d,e\n')) == 23


@pytest.mark.parametrize("width", [3_000, 40_000])
def test_hostile_quotes_take_time_in_proportion(width: int) -> None:
    """A line of quotes that nearly close costs no more than its length; the test would hang otherwise."""
    for piece in ('"""x,', '"a"b, ', ',"a', '""b,', '"a,""b'):
        assert read(piece * width + "\nend\n")[-1] == (2, ("end",))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\tc\n1,5\t2,5\t3,5\n", "\t"),
        ("a;b;c\n1;2;1,50\n", ";"),
        ("a|b|c\n1|2|3\n", "|"),
        ("一行说明，没有分隔\n另一行\n", None),
        ("标题\n导出时间：2021\n\nt,a,b,c,d\n1\t,2,3\t,4,5\n1\t,2,3\t,4,5\n", ","),
        (":20:STARTUMS\n:61:2103050305D12,50NTRF\n:61:2103050305D12,50NTRF\n", None),
        ("<OFX>\n\t\t<A>\n\t\t<B>\n", None),
        ("用户ID\t交易单号\t大单号\n", "\t"),
        ("", None),
    ],
)
def test_the_delimiter_is_the_most_consistent_one(text: str, delimiter: str | None) -> None:
    """Commas in amounts, tabs after ids and prose before the header do not mislead."""
    assert choose_delimiter(text) == delimiter


def test_container_names_follow_the_delimiter() -> None:
    """csv, tsv and txt are told by the text; a broker's tabbed .xls is tsv, its formula cells kept raw."""
    broker = '="交收日期"\t="业务名称"\t="清算金额"\n="20210305"\t="银行转证券"\t="12.00"\n'.encode("gb18030")
    opened = open_bytes("交割单.xls", broker)
    assert (opened.container, opened.encoding, opened.grids[0].delimiter) == ("tsv", "gb18030", "\t")
    assert opened.grids[0].rows[1].cells == ('="20210305"', '="银行转证券"', '="12.00"')
    assert open_bytes("x", b"a,b\n1,2\n").container == "csv"
    assert open_bytes("x", "只有一行".encode()).container == "txt"


def test_a_record_of_too_many_columns_is_refused() -> None:
    """16,385 cells in a row are no statement."""
    with pytest.raises(Refused, match="16385 columns in row 2"):
        open_bytes("x.csv", b"a,b,c,d\n" + b"," * 16_384 + b"\n")


CELL = st.text(alphabet=st.sampled_from("ab1.张三\" \t,'="), max_size=8)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=5), min_size=1, max_size=8)


@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
@example([["a", "b", "c"], ['"', '"', '"'], ["=", "", ""]], "\n", csv.QUOTE_ALL)
def test_csv_records_round_trip(rows: list[list[str]], end: str, quoting: Literal[0, 1]) -> None:
    """What the standard writer writes, one line a record, comes back to the letter with its line."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=quoting).writerows(rows)
    assert read(out.getvalue()) == [(n, tuple(row)) for n, row in enumerate(rows, start=1)]


@given(st.lists(st.lists(st.text(alphabet="ab\n1张", max_size=6), min_size=3, max_size=3), min_size=1, max_size=6))
def test_records_of_several_lines_round_trip(rows: list[list[str]]) -> None:
    """Cells with line ends inside come back, and each record has the line on which it starts."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    start, expected = 1, []
    for row in rows:
        expected.append((start, tuple(row)))
        start += 1 + sum(cell.count("\n") for cell in row)
    assert read(out.getvalue()) == expected


BASE = "交易时间,收/支,金额,对方\r\n2021-03-05 10:11:12,支出,12.50,张某甲\r\n\r\n合计,,12.50,\r\n" * 3


@given(
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=8), st.sampled_from(["utf-8", "gbk"])
)
def test_mutated_text_gives_every_physical_row(changes: list[tuple[int, bytes]], encoding: str) -> None:
    """Whatever bytes change: Refused, or as many records as an independent count of lines finds."""
    content = bytearray(BASE.encode(encoding))
    for place, new in changes:
        content[place : place + len(new)] = new
    try:
        opened = open_bytes("x.csv", bytes(content))
    except Refused:
        return
    assume(opened.encoding in ("utf-8", "gb18030") and opened.container != "html")
    text = content.decode(opened.encoding or "")
    assume('"' not in text)
    physical = len(re.sub("\r\n?", "\n", text).removesuffix("\n").split("\n"))
    rows = opened.grids[0].rows
    assert [row.number for row in rows] == list(range(1, physical + 1))
    delimiter = opened.grids[0].delimiter or "\0"
    assert "\n".join(delimiter.join(row.cells) for row in rows) == re.sub("\r\n?", "\n", text).removesuffix("\n")
