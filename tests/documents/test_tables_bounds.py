"""Whatever the rule, in the report: each claim's bounds, where its money could first mix; in both languages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from suyuan.documents.bounds_model import BoundedClaim, BoundedPages, FirstMixing
from suyuan.documents.tables_bounds import bounds_section
from suyuan.model.text import Language, Message, Text

WAY = Text(zh="十一时付出", en="paid at eleven")
WIDE = BoundedClaim("C-1", "某甲", 100_000, 90_000, 100_000, 0, 100_000)
FIXED = BoundedClaim("C-2", "某乙", 5_000, 5_000, 5_000, 5_000, 5_000)


def report(bounded: BoundedPages | None) -> Any:
    """Return as much of a report as the part looks at."""
    return SimpleNamespace(bounded=bounded, case=SimpleNamespace(currency="CNY"))


def test_each_claim_has_its_bounds_and_only_open_ones_decide() -> None:
    """950.00 at least of 1,050.00; one claim's open bounds agree, so no rule can change that one alone."""
    pages = BoundedPages((WIDE, FIXED), (FirstMixing("C-1", "6200", "李某", WAY(), is_open=False),), 7, 3, 1)
    (part,) = bounds_section(report(pages))
    assert isinstance(part.intro, Message)
    said = part.intro.render(Language.EN)
    assert "950.00" in said and "1,050.00" in said and "7 bookings and 3 pairs, of which 1 inferred" in said
    claims, mixing = part.tables
    assert [row.cells[3] for row in claims.rows] == ["900.00 – 1,000.00", "50.00"]
    assert [row.cells[-1].render(Language.ZH) for row in claims.rows] == ["可能", "不能"]  # type: ignore[union-attr]
    (row,) = mixing.rows
    for language, words in (
        (Language.EN, "The first transfer at which origins could mix"),
        (Language.ZH, "最早可能与其他资金混同"),
    ):
        sentence = row.cells[-1].render(language)  # type: ignore[union-attr]
        assert words in sentence and WAY().render(language) in sentence


def test_a_difference_without_a_row_and_open_bounds_are_said() -> None:
    """An unexplained booking has no sides to name; that only the open bounds are wide is said."""
    mixing = FirstMixing("C-1", "6200", "", None, is_open=True)
    (part,) = bounds_section(report(BoundedPages((WIDE,), (mixing,), 1, 0, 0)))
    said = part.tables[1].rows[0].cells[-1].render(Language.EN)  # type: ignore[union-attr]
    assert "the open ones only" in said and "no row explains" in said


def test_nothing_without_claims() -> None:
    """No bounds, no part; no claim, no part; no mixing, no second table."""
    assert bounds_section(report(None)) == ()
    assert bounds_section(report(BoundedPages((), (), 0, 0, 0))) == ()
    (part,) = bounds_section(report(BoundedPages((FIXED,), (), 1, 0, 0)))
    assert len(part.tables) == 1
