"""Quotation marks within quotation marks."""

from __future__ import annotations

from suyuan.documents.shown import in_quotes


def test_marks_within_marks_are_single() -> None:
    """临江“3.16”案 stands as “临江‘3.16’案”; plain words only get their marks."""
    assert in_quotes("临江“3.16”案") == "“临江‘3.16’案”"
    assert in_quotes("某案") == "“某案”"
