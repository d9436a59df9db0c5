"""Findings as files: exact forms, the same bytes, whole or not at all, never over an input."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from suyuan.documents import trace_tables
from suyuan.errors import Failed, WrongUsage
from suyuan.tracing.findings import SCHEMAS, TIME, Findings, TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace

CHINA = timezone(timedelta(hours=8))


def findings(currency: str = "CNY", account: str = "A", *, bounds: bool = True) -> Findings:
    """Return the findings of two transfers."""
    times = [datetime(2021, 3, 5, 10, 11, 12, tzinfo=CHINA), datetime(2021, 3, 5, 2, 30, 0, 500000, tzinfo=UTC)]
    transfers = pa.table(
        {
            "id": ["t1", "t2"],
            "time": pa.array(times, TIME),
            "time_offset": pa.array([480, 0], pa.int16()),
            "payer": ["V", account],
            "payee": [account, "B"],
            "amount": pa.array([123456, 5], pa.int64()),
        }
    )
    claims = pa.table({"claim": ["c1"], "victim": ["张某甲"], "transfer": ["t1"], "amount": pa.array([123456])})
    kept = times[0] if bounds else None
    return trace(TraceInput(currency, transfers, claims, {}), [Policy.FIFO], bounds=bounds, kept_from=kept)


@pytest.mark.parametrize(
    ("currency", "large", "small"),
    [("CNY", "1234.51", "0.05"), ("USDT", "0.123451", "0.000005"), ("JPY", "123451", "5")],
)
def test_csv_has_the_documented_form(tmp_path: Path, currency: str, large: str, small: str) -> None:
    """UTF-8 without mark, LF, a header, all the currency's decimals, times in their own offset, currency last."""
    trace_tables.write(findings(currency), tmp_path, "csv")
    assert (tmp_path / "holdings.csv").read_bytes() == (
        f"policy,account,claim,amount,currency\nfifo,A,c1,{large},{currency}\nfifo,B,c1,{small},{currency}\n"
    ).encode()
    assert (tmp_path / "tiers.csv").read_bytes().decode() == (
        "account,tier,holder_tier,first_reached,currency\n"
        f"A,1,1,2021-03-05T10:11:12+08:00,{currency}\nB,2,2,2021-03-05T02:30:00.500000+00:00,{currency}\n"
    )
    assert (tmp_path / "reached.csv").read_text(encoding="utf-8") == "claim,account,first_reached,currency\n"
    assert "张某甲".encode() in (tmp_path / "claims.csv").read_bytes()


def test_texts_with_commas_and_quotes_are_quoted(tmp_path: Path) -> None:
    """An account's name with a comma, a quote and a line break comes back from any CSV reader as it was."""
    import csv

    name = 'A,"b"\nc'
    trace_tables.write(findings(account=name), tmp_path, "csv")
    with (tmp_path / "holdings.csv").open(encoding="utf-8", newline="") as file:
        assert [row["account"] for row in csv.DictReader(file)] == [name, "B"]


def test_each_row_is_written_in_its_own_currency() -> None:
    """USDT with six decimals and its basis in yuan with two, beside a row of yuan and one of yen with none."""
    rows = [
        ("fifo", "A", "c1", 1234567, 89, "CNY", "USDT"),
        ("fifo", "B", "c1", 5, 5, "CNY", "CNY"),
        ("fifo", "C", "c1", 7, 100, "CNY", "JPY"),
    ]
    table = pa.table(dict(zip(SCHEMAS["basis"].names, zip(*rows, strict=True), strict=True)), SCHEMAS["basis"])
    assert trace_tables.csv_bytes(table, "CNY").decode().splitlines() == [
        "policy,account,claim,amount,basis,basis_currency,currency",
        "fifo,A,c1,1.234567,0.89,CNY,USDT",
        "fifo,B,c1,0.05,0.05,CNY,CNY",
        "fifo,C,c1,7,1.00,CNY,JPY",
    ]


def test_parquet_has_minor_units_and_offsets(tmp_path: Path) -> None:
    """Amounts are int64, times timestamp(us, UTC) beside their offset in minutes, in the documented schema."""
    trace_tables.write(findings(), tmp_path, "parquet")
    for name in (each.removesuffix(".parquet") for each in trace_tables.file_names("parquet")[:-1]):
        schema = SCHEMAS[name]
        assert pq.read_schema(tmp_path / f"{name}.parquet").equals(schema)
    row: dict[str, Any] = pq.read_table(tmp_path / "tiers.parquet").to_pylist()[1]
    assert row["first_reached"] == datetime(2021, 3, 5, 2, 30, 0, 500000, tzinfo=UTC)
    assert row["first_reached_offset"] == 0
    assert pq.read_table(tmp_path / "holdings.parquet").column("amount").to_pylist() == [123451, 5]


@pytest.mark.parametrize("container", ["csv", "parquet"])
def test_the_same_findings_give_the_same_bytes(tmp_path: Path, container: str) -> None:
    """Written twice into different folders, every file is the same to the byte, and all that is named is there."""
    for name in ("one", "two"):
        paths = trace_tables.write(findings(), tmp_path / name, container)
        assert [path.name for path in paths] == trace_tables.file_names(container)
    for name in trace_tables.file_names(container):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(trace_tables.file_names(container))


def test_a_table_of_an_earlier_run_does_not_stay(tmp_path: Path) -> None:
    """Bounds that this run was not asked for are not left beside its tables."""
    trace_tables.write(findings(), tmp_path, "csv")
    trace_tables.write(findings(bounds=False), tmp_path, "csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        name for name in trace_tables.file_names("csv") if name not in ("bounds.csv", "kept.csv")
    )


def test_what_is_read_back_is_checked_again(tmp_path: Path) -> None:
    """Findings come back as they were; a unit changed in a file on the disk is found."""
    found = findings()
    trace_tables.write(found, tmp_path, "parquet")
    assert trace_tables.read(tmp_path).tables() == found.tables()
    assert json.loads((tmp_path / "summary.json").read_bytes()) == found.summary
    held = pq.read_table(tmp_path / "holdings.parquet")
    changed = held.set_column(3, held.schema.field("amount"), pa.array([123450, 5], pa.int64()))
    pq.write_table(changed, tmp_path / "holdings.parquet")
    with pytest.raises(Failed, match="claim c1"):
        trace_tables.read(tmp_path)


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    """An input that bears an output's name in the same folder, also by a link, is refused as wrong usage."""
    claims = tmp_path / "claims.csv"
    claims.write_text("claim,victim,transfer,amount\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"claims\.csv"):
        trace_tables.refuse_overwriting([claims], tmp_path, "csv")
    trace_tables.refuse_overwriting([claims], tmp_path / "out", "csv")
    trace_tables.refuse_overwriting([claims], tmp_path, "parquet")
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path)
    with pytest.raises(WrongUsage):
        trace_tables.refuse_overwriting([claims], linked, "csv")
    with pytest.raises(WrongUsage, match="not a folder"):
        trace_tables.refuse_overwriting([], claims, "csv")


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the last table: Failed, the old tables unchanged, nothing beside them."""
    trace_tables.write(findings(), tmp_path, "csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(self: Path, data: bytes) -> int:
        if self.name.startswith("summary"):
            raise OSError(28, "No space left on device")
        return open_and_write(self, data)

    open_and_write = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Failed, match="No space left"):
        trace_tables.write(findings("USDT"), tmp_path, "csv")
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_times_are_written_as_python_writes_them() -> None:
    """Each moment in its own offset, microseconds only where there are some, years of four digits, absent ones."""
    microseconds = [0, 1, -1, 10**15, 1614910272 * 10**6, 1614910272 * 10**6 + 500, -62000000000 * 10**6, None]
    offsets = [480, -210, 0, 345, None, 480, 0, 480]
    zones = [timezone(timedelta(minutes=offset or 0)) for offset in offsets]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    expected = [
        "" if at is None else (epoch + timedelta(microseconds=at)).astimezone(zone).isoformat()
        for at, zone in zip(microseconds, zones, strict=True)
    ]
    moments = pa.array(microseconds, pa.int64()).cast(TIME)
    table = pa.table({"time": moments, "time_offset": pa.array(offsets, pa.int16())})
    assert trace_tables.texts(table, "CNY")["time"].to_pylist() == expected
