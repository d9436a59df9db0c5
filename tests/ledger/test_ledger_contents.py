"""What the ledger keeps of a read file."""

from __future__ import annotations

from collections.abc import Callable

from suyuan.intake.statement import (
    Confidence,
    FileKind,
    Part,
    QuarantinedRow,
    ReadFile,
    RowAccounting,
    StatementTable,
)
from suyuan.ledger.contents import FileContents, contents_of
from suyuan.model.source import Source
from suyuan.model.text import Text


def test_contents_of_a_read_file(read_case: Callable[[str], list[FileContents]]) -> None:
    """Parts come with their table and what it repeats; each quarantined row once, in its place."""
    (given,) = read_case("== one\n-- A\n10:00:00 out 1.00 B 9.00")
    (kept,) = given.parts
    rows = [
        QuarantinedRow(Source(given.sha256, None, 1, row), "?", "金额", Text(zh="不是数", en="no number")())
        for row in (9, 7)
    ]
    part = Part(kept.account, kept.numbers, kept.holder, kept.currency, kept.bookings, (rows[0],), kept.balance)
    tables = (
        StatementTable(None, 1, 1, RowAccounting(1, header=1), (part,), tuple(rows)),
        StatementTable("二", 2, 1, RowAccounting(1, header=1), (part,), repeats_sheet=1),
    )
    read = ReadFile(
        name="x.csv",
        sha256=given.sha256,
        container="csv",
        encoding="utf-8",
        format="某版式",
        kind=FileKind.STATEMENT,
        confidence=Confidence.KNOWN,
        tables=tables,
        institution="某银行",
    )
    found = contents_of(read)
    assert [(each.table, each.repeats_sheet) for each in found.parts] == [(0, None), (1, 1)]
    assert found.parts[0].bookings == kept.bookings
    assert [row.source.row for row in found.quarantined] == [7, 9]
    assert (found.format, found.institution, found.sha256) == ("某版式", "某银行", given.sha256)
