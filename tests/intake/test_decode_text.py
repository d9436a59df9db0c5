"""Bytes become text strictly, or are refused with the place that does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.errors import Refused
from suyuan.intake.decode import decode

STATEMENT = "交易时间,收/支,金额\n2021-03-05 10:11:12,支出,12.50\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (STATEMENT.encode(), "utf-8"),
        (STATEMENT.encode("utf-8-sig"), "utf-8-sig"),
        (STATEMENT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + STATEMENT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + STATEMENT.encode("utf-16-be"), "utf-16-be"),
        (STATEMENT.encode("utf-16-le"), "utf-16-le"),
        (STATEMENT.encode("utf-16-be"), "utf-16-be"),
        (b"date,amount\n", "utf-8"),
    ],
)
def test_each_encoding_is_found(content: bytes, encoding: str) -> None:
    """Marks first, then UTF-16 by its zero bytes, then strict UTF-8, then strict GB18030."""
    text, found = decode("x.csv", content)
    assert found == encoding
    assert text == (STATEMENT if len(content) > 20 else "date,amount\n")


def test_short_gbk_is_not_misread() -> None:
    """Two characters of GBK, on which detectors that go by frequency fail, are GB18030."""
    assert decode("x.csv", "联通,1\n".encode("gbk")) == ("联通,1\n", "gb18030")


def test_neither_encoding_names_the_byte_and_line() -> None:
    """A byte that fits no encoding is refused with both offsets and the line."""
    content = "时间,金额\n一,1\n".encode("gb18030") + b"\xff,2\n"
    with pytest.raises(
        Refused, match=r"as UTF-8 it breaks at byte 2, as GB18030 at byte 15 \(line 3, bytes ff 2c 32"
    ):
        decode("x.csv", content)


def test_a_mark_that_lies_names_the_byte() -> None:
    """A UTF-8 mark before GBK is refused with the offset, not read as something else."""
    with pytest.raises(Refused, match="byte 3"):
        decode("x.csv", b"\xef\xbb\xbf" + "金额".encode("gbk"))


@pytest.mark.parametrize(
    "content",
    [b"\x7f\x00\x00\x01binary\x00\x00\x00", b"a,b\n1,\x002\n", bytes(range(1, 32)) * 40, b"\x00" * 600],
)
def test_binary_is_refused(content: bytes) -> None:
    """Zero bytes out of UTF-16's rhythm, or too many control characters, mean no text."""
    with pytest.raises(Refused, match="binary data"):
        decode("流水.csv", content)


def test_only_a_mark_is_refused() -> None:
    """A file with nothing after its mark is as good as empty."""
    with pytest.raises(Refused, match="nothing else"):
        decode("x.csv", b"\xef\xbb\xbf")


def test_a_few_control_characters_pass() -> None:
    """Bank messages carry single control bytes; they stay in the text."""
    text = ":20:1\x01\n:61:2103050305D12,50NTRF\n" * 4
    assert decode("x.sta", text.encode()) == (text, "utf-8")


@given(st.text(alphabet=st.characters(min_codepoint=160, exclude_categories=["Cs", "Cn", "Co"]), min_size=1))
def test_gb18030_keeps_every_character(text: str) -> None:
    """What is GB18030 and not UTF-8 comes back to the letter."""
    content = text.encode("gb18030")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            assert decode("x", content) == (text, "gb18030")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    """No bytes raise anything but Refused, and decoded text gives its bytes back."""
    try:
        text, encoding = decode("x", content)
    except Refused:
        return
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    again = text.encode(encoding)
    assert content in (again, marks.get(encoding, b"") + again)


WESTERN = "Datum;Empfänger;Betrag\n01.03.2021;Käufer;1,00\n02.03.2021;Bäcker;2,00\n"


def test_a_western_text_is_not_read_as_chinese() -> None:
    """Accents inside words, and pounds before figures, are Windows-1252, though GB18030 would take the bytes."""
    content = WESTERN.encode("cp1252")
    assert content.decode("gb18030") != WESTERN
    assert decode("a.csv", content) == (WESTERN, "cp1252")
    assert decode("a.csv", "Paid in\n£100.00\n".encode("cp1252")) == ("Paid in\n£100.00\n", "cp1252")


def test_a_chinese_text_that_was_cut_is_never_western() -> None:
    """Half a character at either end, or a single rare one, is Chinese or refused, never accents."""
    content = ("交易时间,金额,对方户名\n2021-01-01,100.00,张三\n" * 30).encode("gb18030")
    for cut in (1, 3, 5, 7):
        with pytest.raises(Refused):
            decode("a.csv", content[cut:-cut] if cut % 2 else content)
    assert decode("a.csv", "a,镕,b".encode("gb18030"))[1] == "gb18030"


def test_capital_accents_begin_western_words_too() -> None:
    """Übersicht and Überweisung beside Umsätze: a German text in Windows-1252, though GB18030 would take it."""
    content = "Umsätze;Übersicht\nÜberweisung;Empfänger\nÜbertrag;1,00\n".encode("cp1252")
    assert content.decode("gb18030")
    assert decode("a.csv", content)[1] == "cp1252"
