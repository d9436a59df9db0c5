"""Ranges over several readings of the evidence."""

from __future__ import annotations

import dataclasses

import pyarrow as pa

from suyuan.tracing.findings import SCHEMAS, Findings
from suyuan.tracing.ranges import over_readings


def _found(rows: list[tuple[str, str, int, int]]) -> Findings:
    """Return findings with these ranges and nothing else."""
    tables = {name: schema.empty_table() for name, schema in SCHEMAS.items()}
    names = ("account", "claim", "least", "greatest")
    ranges = [dict(zip(names, row, strict=True)) | {"currency": "CNY"} for row in rows]
    tables["ranges"] = pa.Table.from_pylist(ranges, schema=SCHEMAS["ranges"])
    fields = {field.name for field in dataclasses.fields(Findings)}
    return Findings(currency="CNY", summary={}, **{name: each for name, each in tables.items() if name in fields})  # type: ignore[arg-type]


def test_ranges_cover_every_reading() -> None:
    """The least and the greatest of all; what one of them lacks is nothing there; what each widens is counted."""
    main = _found([("A", "v1", 10, 20), ("B", "v1", 5, 5), ("C", "v1", 7, 7)])
    order = _found([("A", "v1", 8, 15), ("C", "v1", 7, 7), ("D", "v1", 3, 3)])
    kept = _found([("A", "v1", 10, 21), ("B", "v1", 5, 5), ("C", "v1", 7, 7)])
    found = over_readings(main, {"debits_first": order, "corrected_kept": kept})
    rows = [tuple(row.values())[:4] for row in found.ranges.to_pylist()]
    assert rows == [("A", "v1", 8, 21), ("B", "v1", 0, 5), ("C", "v1", 7, 7), ("D", "v1", 0, 3)]
    assert found.summary["readings"] == [
        {"reading": "debits_first", "ranges_widened": 3},
        {"reading": "corrected_kept", "ranges_widened": 1},
    ]


def test_without_other_readings_nothing_changes() -> None:
    """The same table, and the summary says that there is no other reading."""
    main = _found([("A", "v1", 10, 20)])
    found = over_readings(main, {})
    assert found.ranges == main.ranges
    assert found.summary["readings"] == []
