"""Texts: both languages, the same places, filled and rendered."""

from __future__ import annotations

import pytest

from suyuan.model.text import Language, Text


def test_both_languages_name_the_same_places() -> None:
    """A text whose languages name different places cannot be made."""
    with pytest.raises(ValueError, match="different places"):
        Text(zh="找不到 {file}", en="not found: {name}")


def test_a_value_may_be_a_text_itself() -> None:
    """Values that are texts are rendered in the language of the whole."""
    inner = Text(zh="甲", en="A")
    outer = Text(zh="见{what}", en="see {what}")(what=inner)
    assert (outer.render(Language.ZH), outer.render(Language.EN)) == ("见甲", "see A")


def test_a_missing_value_is_an_error() -> None:
    """A text cannot be called without all its values."""
    with pytest.raises(ValueError, match="no value"):
        Text(zh="{a}", en="{a}")()
