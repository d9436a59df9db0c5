"""A docx depends on its content alone: the clock of the machine does not stand in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from suyuan.documents.docx_bytes import docx_bytes


def paper(words: str) -> bytes:
    """Return a small document of one paragraph."""
    document = Document()
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
