"""A docx depends on its content alone: the clock of the machine does not stand in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from suyuan.documents.docx_bytes import add_rows, docx_bytes, new_paper


def paper(words: str) -> bytes:
    """Return a small document of one paragraph."""
    document = new_paper()
    document.add_paragraph(words)
    return docx_bytes(document)


def test_the_clock_does_not_stand_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written in two different years, by a library that reads the clock, the bytes are equal."""
    first = paper("返还")
    real: Callable[..., time.struct_time] = time.localtime
    monkeypatch.setattr(time, "localtime", lambda *_: real(1_000_000_000))
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    assert paper("返还") == first


def test_it_opens_again_and_names_no_one() -> None:
    """What was written is read again; its author is the program, and every part is dated alike."""
    written = paper("冻结")
    again = Document(BytesIO(written))
    assert [each.text for each in again.paragraphs] == ["冻结"]
    assert again.core_properties.author == "Suyuan"
    with ZipFile(BytesIO(written)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_other_words_are_other_bytes() -> None:
    """The content does make the bytes."""
    assert paper("一") != paper("二")


def test_a_paper_keeps_nothing_of_the_one_before() -> None:
    """Headings, tables and page breaks of one paper stand in no other; its styles are those of the library."""
    first, second = new_paper(), new_paper()
    first.add_heading("公告", level=1)
    first.add_page_break()  # type: ignore[no-untyped-call]
    add_rows(first, [("序号", "金额"), ("1", ""), ("", "两\n行")], 2)
    second.add_paragraph("另一份")
    written = Document(BytesIO(docx_bytes(first)))
    (table,) = written.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "金额"],
        ["1", ""],
        ["", "两\n行"],
    ]
    assert (table.style.name if table.style else "") == "Table Grid"
    assert written.paragraphs[0].style is not None and written.paragraphs[0].style.name == "Heading 1"
    again = Document(BytesIO(docx_bytes(second)))
    assert [each.text for each in again.paragraphs] == ["另一份"] and not again.tables


def test_another_document_is_no_paper() -> None:
    """A document with parts of its own would lose them: refused."""
    with pytest.raises(ValueError, match="new paper"):
        docx_bytes(Document())
