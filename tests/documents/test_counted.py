"""Counts with their nouns: one and many in English, thousands set apart in both languages."""

from __future__ import annotations

import pytest

from suyuan.documents.counted import FILES, Counted
from suyuan.documents.shown import spoken_amount
from suyuan.model.text import Language


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (0, "0 份材料", "0 files"),
        (1, "1 份材料", "1 file"),
        (2, "2 份材料", "2 files"),
        (1234, "1,234 份材料", "1,234 files"),
    ],
)
def test_one_is_singular(count: int, zh: str, en: str) -> None:
    """Only one is singular; the noun alone follows the same count."""
    said = FILES(count)
    assert (said.render(Language.ZH), said.render(Language.EN)) == (zh, en)
    assert said.render(Language.EN).endswith(FILES.noun(count).en)


def test_a_noun_with_its_own_plural() -> None:
    """The plural is the noun's own."""
    assert Counted(" 次查询", "inquiry", "inquiries")(2).render(Language.EN) == "2 inquiries"


def test_amounts_in_sentences_have_thousands() -> None:
    """An amount in a sentence is set in groups of three, with the currency's decimals."""
    assert spoken_amount(123456789, "CNY") == "1,234,567.89"
    assert spoken_amount(99, "CNY") == "0.99"
