"""Kept by the hour in the report: a row an hour with its bar, in both languages, nothing where nobody asked."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from suyuan.documents.html_cells import HtmlCells
from suyuan.documents.kept_model import KeptHour, KeptHours
from suyuan.documents.tables import Bar
from suyuan.documents.tables_kept import kept_section
from suyuan.model.text import Language, Message

START = datetime(2021, 3, 18, 1, tzinfo=UTC)


def report(kept: KeptHours | None) -> Any:
    """Return as much of a report as the part looks at."""
    return SimpleNamespace(kept=kept, policies=("fifo", "pro_rata"), case=SimpleNamespace(currency="CNY"))


def hour(number: int, *stood: int) -> KeptHour:
    """Return an hour of which nothing is covered and nothing stood before."""
    return KeptHour(START.replace(hour=number), stood, (0, 0), ((0, 0), (0, 0), (0, 0)))


def test_an_hour_is_a_row_and_the_bars_share_one_scale() -> None:
    """200.00 at first, then 50.00 to 100.00: the second bar is a quarter dark and half as long as the first."""
    (part,) = kept_section(
        report(KeptHours(START, by_filing=True, hours=(hour(1, 20000, 20000), hour(2, 5000, 10000))))
    )
    assert isinstance(part.intro, Message)
    for language, words in ((Language.EN, "the filing of the case"), (Language.ZH, "立案")):
        said = part.intro.render(language)
        assert words in said and "200.00" in said and "50.00–100.00" in said
    (table,) = part.tables
    bars = [row.cells[2].short for row in table.rows]  # type: ignore[union-attr]
    assert bars == [Bar(20000, 20000, 20000), Bar(5000, 10000, 20000)]
    shown = HtmlCells("CNY", (), lambda anchor: anchor).cell(bars[1])
    assert "M0 0h500v" in shown and "M0 0h250v" in shown


def test_nothing_where_nobody_asked() -> None:
    """No hours, no part; a stated report is not called a filing."""
    assert kept_section(report(None)) == ()
    assert kept_section(report(KeptHours(START, by_filing=True, hours=()))) == ()
    (part,) = kept_section(report(KeptHours(START, by_filing=False, hours=(hour(1, 1, 1),))))
    assert isinstance(part.intro, Message)
    assert "the first report" in part.intro.render(Language.EN)
    (part,) = kept_section(report(KeptHours(START, by_filing=False, hours=(hour(1, 1, 1),), by_form=True)))
    assert isinstance(part.intro, Message)
    assert "报案登记表所载最早的报案时间" in part.intro.render(Language.ZH)
