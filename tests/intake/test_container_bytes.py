"""What a file is, is told by its first bytes."""

from __future__ import annotations

import pytest

from suyuan.errors import Refused
from suyuan.intake.container import Container, recognise
from suyuan.model.text import Language


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"PK\x03\x04rest", Container.ZIP),
        (b"PK\x05\x06" + b"\0" * 18, Container.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container.OLE),
        (b"<html><body>", Container.HTML),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML PUBLIC '-//W3C'>", Container.HTML),
        (b'<meta charset="gbk"><table>', Container.HTML),
        (b"<TABLE border=1>", Container.HTML),
        (b'<?xml version="1.0"?><!-- made by a bank --><html>', Container.HTML),
        ("<html>".encode("utf-16-le"), Container.HTML),
        (b'<div class="x"><table><tr>', Container.HTML),
        (
            b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">',
            Container.TEXT,
        ),
        ("交易时间,金额\n".encode("gb18030"), Container.TEXT),
        (b"\xff\xfea\0,\0", Container.TEXT),
        (b"MZ,is,a,column\n", Container.TEXT),
    ],
)
def test_first_bytes_tell_the_container(head: bytes, container: Container) -> None:
    """Zip, compound file, web page and text are told apart whatever the name says."""
    assert recognise("对账单.pdf", head) is container


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003 XML",
        ),
        (b"MIME-Version: 1.0\r\n", "MHTML"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", "very old Excel"),
    ],
)
def test_other_kinds_are_refused_by_name(head: bytes, kind: str) -> None:
    """A file that holds no rows is refused with what it is and what to do, in both languages."""
    with pytest.raises(Refused) as refused:
        recognise("流水.csv", head)
    english = refused.value.message.render(Language.EN)
    chinese = refused.value.message.render(Language.ZH)
    assert kind in english
    assert "流水.csv" in english
    assert "流水.csv" in chinese
    assert "请" in chinese


def test_an_empty_file_is_refused() -> None:
    """No bytes at all: the sentence says 0 bytes and asks for the file again."""
    with pytest.raises(Refused, match="0 bytes"):
        recognise("空.csv", b"")
