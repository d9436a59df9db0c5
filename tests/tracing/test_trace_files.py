"""From CSV and Parquet files to files, on random ledgers, against the independent program."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suyuan.actions.tracing import PlainFiles, trace_plain_files
from suyuan.documents import trace_tables
from suyuan.model.money import text_from_minor
from suyuan.tracing.policies import Policy

SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COMPARED = (Policy.FIFO, Policy.PRO_RATA)


def write_csv(path: Path, header: str, rows: Sequence[tuple[object, ...]]) -> Path:
    """Write rows under a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([tuple(header.split(",")), *rows])
    return path


def amounts_of(path: Path, *keys: str) -> dict[tuple[str, ...], str]:
    """Return the amounts of a written table by its keys."""
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row[key] for key in keys): row["amount"] for row in csv.DictReader(file)}


@SETTINGS
@given(data=st.data())
def test_files_in_and_out_equal_the_independent_program(kit: SimpleNamespace, data: st.DataObject) -> None:
    """Holdings and flows, read from the written CSV as text, are the independent program's, for any ledger."""
    plain = data.draw(kit.plain_ledgers())
    with TemporaryDirectory() as name:
        folder = Path(name)
        transfers = [
            (id, kit.at(minute).isoformat(), payer, payee, text_from_minor(amount, "CNY"))
            for id, minute, payer, payee, amount in plain.transfers
        ]
        claims = [(claim, "v", on, text_from_minor(amount, "CNY")) for claim, on, amount in plain.claims]
        openings = [(account, text_from_minor(amount, "CNY")) for account, amount in plain.openings.items()]
        files = PlainFiles(
            write_csv(folder / "transfers.csv", "id,time,payer,payee,amount", transfers),
            write_csv(folder / "claims.csv", "claim,victim,transfer,amount", claims),
            write_csv(folder / "openings.csv", "account,amount", openings) if openings else None,
        )
        as_of = None if plain.as_of is None else kit.at(plain.as_of)
        trace_plain_files(files, COMPARED, as_of, folder / "out")
        held: dict[tuple[str, ...], str] = {}
        moved: dict[tuple[str, ...], str] = {}
        for policy in COMPARED:
            expected = kit.oracle.trace(policy.value, plain.transfers, plain.claims, plain.openings, plain.as_of)
            for found, name_of in ((held, "holdings"), (moved, "flows")):
                for key, amount in expected[name_of].items():
                    found[policy.value, *key] = text_from_minor(amount, "CNY")
        assert amounts_of(folder / "out" / "holdings.csv", "policy", "account", "claim") == held
        assert amounts_of(folder / "out" / "flows.csv", "policy", "transfer", "claim") == moved


@SETTINGS
@given(data=st.data())
def test_csv_and_parquet_say_the_same(kit: SimpleNamespace, data: st.DataObject) -> None:
    """The same ledger as Parquet gives the tables that the CSV way gives, to the byte once written as CSV."""
    plain = data.draw(kit.plain_ledgers())
    given_tables = plain.given()
    with TemporaryDirectory() as name:
        folder = Path(name)
        pq.write_table(given_tables.transfers, folder / "transfers.parquet")
        pq.write_table(given_tables.claims, folder / "claims.parquet")
        files = PlainFiles(folder / "transfers.parquet", folder / "claims.parquet")
        trace_plain_files(files, tuple(Policy), None, folder / "out")
        back = trace_tables.read(folder / "out")
    direct = kit.Plain(plain.transfers, plain.claims, {}).traced()
    for table, other in zip(back.tables().values(), direct.tables().values(), strict=True):
        assert trace_tables.csv_bytes(table, "CNY") == trace_tables.csv_bytes(other, "CNY")
    assert back.summary == direct.summary


def test_files_with_a_header_alone_give_empty_tables(tmp_path: Path) -> None:
    """No transfers, no claims: every table is written, with its header."""
    files = PlainFiles(
        write_csv(tmp_path / "t.csv", "id,time,payer,payee,amount", []),
        write_csv(tmp_path / "c.csv", "claim,victim,transfer,amount", []),
        write_csv(tmp_path / "o.csv", "account,amount", []),
        write_csv(tmp_path / "a.csv", "account,kind,role,parent,holder,controller,covered_from,covered_to", []),
        write_csv(tmp_path / "s.csv", "account,time,after_transfer,amount", []),
    )
    traced = trace_plain_files(files, tuple(Policy), None, tmp_path / "out", bounds=True)
    assert [path.name for path in traced.paths] == [
        name for name in trace_tables.file_names("csv") if name != "kept.csv"
    ]
    assert {len(path.read_text(encoding="utf-8").splitlines()) for path in traced.paths[:-1]} == {1}


def test_a_moment_before_everything_gives_nothing(kit: SimpleNamespace) -> None:
    """As of a moment before the first transfer nothing stands anywhere, and each claim is listed with nothing."""
    plain = kit.written("3 V>A 9; 4 A>B 8", "c1 t1 9")
    found = kit.Plain(plain.transfers, plain.claims, {}, 1).traced()
    assert {name for name, table in found.tables().items() if table.num_rows} == {"claims"}
    assert set(found.claims.column("effective").to_pylist()) == {0}
