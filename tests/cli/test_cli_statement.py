"""``suyuan statement``: JSON as agreed, exit codes, outputs that never overwrite, and a start without weight."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from suyuan.cli.statement import app
from suyuan.errors import WrongUsage

SAMPLES = Path(__file__).parent.parent / "cases" / "statements"
ABC, CIB = (str(SAMPLES / name) for name in ("abc_debit.csv", "cib_debit_cny.xlsx"))
OKLINK = str(SAMPLES / "oklink_token_transfer_evm.csv")


def run(*arguments: str) -> Result:
    """Run a command of this noun."""
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def inspected(path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what inspect prints of a file, and of its one table."""
    (file,) = json.loads(run("inspect", path, "--json").stdout)
    (table,) = file["tables"]
    return file, table


def test_inspect_prints_one_object_a_file_in_the_order_given(tmp_path: Path) -> None:
    """A refused file does not keep the others from being read; exit 3; the messages are not on stdout."""
    unknown = tmp_path / "plants.csv"
    unknown.write_text("Blume,Farbe,Höhe\nMohn,rot,60\nKlee,weiß,20\n", encoding="utf-8")
    result = run("inspect", str(unknown), ABC, "nowhere.csv", "--json")
    assert result.exit_code == 3
    first, second, third = json.loads(result.stdout)
    assert (first["file"], first["tables"], first["format"]) == (str(unknown), [], None)
    assert "Blume | Farbe" in first["refused"]
    assert len(first["sha256"]) == 64
    assert (second["format"], second["refused"], second["confidence"]) == ("abc_debit", None, "known")
    assert (third["sha256"], third["tables"]) == (None, [])


def test_a_table_says_everything_that_was_agreed() -> None:
    """Every field of the agreement, by hand from the CIB sample."""
    file, table = inspected(CIB)
    assert (file["container"], file["encoding"], file["warnings"]) == ("xlsx", None, [])
    assert table["rows"] == {
        "total": 19, "header": 1, "preamble": 8, "footer": 1, "blank": 2, "repeated_header": 0,
        "continuation": 0, "note": 0, "read": 7, "quarantined": 0,
    }  # fmt: skip
    assert (table["sheet"], table["header_row"], table["account"]) == ("Sheet1", 11, "CARDMOCK001")
    assert (table["holder"], table["currency"]) == ("示例用户", "CNY")
    assert table["sums"] == {
        "in": {"count": 2, "amount": "10.01"},
        "out": {"count": 5, "amount": "101.00"},
        "none": {"count": 0, "amount": "0.00"},
    }
    assert table["first_time"] == "2024-01-01T00:00:00+08:00"
    assert table["last_time"] == "2024-01-07T00:00:00+08:00"
    assert table["balance"] == {
        "state": "broken",
        "breaks": [
            {"row": 13, "expected": "-10.00", "found": "80.00", "quarantined": []},
            {"row": 18, "expected": "-0.99", "found": "0.01", "quarantined": []},
        ],
    }
    assert table["parts"] == []


def test_a_table_of_several_currencies_has_parts() -> None:
    """127 tokens: the currency is null, no amounts are added across tokens, each part has its own."""
    _, table = inspected(OKLINK)
    assert (table["account"], table["currency"], table["holder"]) == ("0x1429****7f855c", None, None)
    assert table["sums"]["out"] == {"count": 1798, "amount": None}
    assert len(table["parts"]) == 127
    assert {"account", "holder", "currency", "rows", "sums", "first_time", "last_time", "balance"} == set(
        table["parts"][0]
    )
    assert sum(part["rows"]["read"] for part in table["parts"]) == 1855


def test_inspect_without_json_is_for_people() -> None:
    """Layout, accounting and the breaks with their rows stand in the summary."""
    said = run("inspect", CIB)
    assert said.exit_code == 0
    for piece in ("cib_debit", "19", "-0.99", "CARDMOCK001", "101.00"):
        assert piece in said.stdout


def test_an_account_that_nobody_names_is_said_so() -> None:
    """A file without its own account: words, not the program's."""
    said = run("inspect", ABC).stdout
    assert "Text(" not in said and ("not named" in said or "未写明" in said)


def test_rows_prints_json_lines() -> None:
    """One object a line with the agreed fields; dates without a time of day are bare dates."""
    result = run("rows", ABC)
    first, *_, last = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert first == {
        "file": ABC, "sheet": None, "row": 2, "account": None, "holder": None,
        "time": "2024-01-01T12:34:56+08:00", "time_precision": "second", "direction": "in", "amount": "10000.00",
        "currency": "CNY", "balance": "11000.00", "counterparty_account": None, "counterparty_name": "哈哈",
        "counterparty_bank": None, "kind": "transfer", "summary": "转存 转账", "reference": "369396693",
        "status": "effective",
    }  # fmt: skip
    assert (last["time"], last["time_precision"], last["direction"]) == ("2024-01-04", "day", "none")
    assert run("rows", ABC, "--json").stdout == result.stdout


def test_rows_to_csv(tmp_path: Path) -> None:
    """CSV with a header line, LF, no byte order mark, decimal amounts."""
    out = tmp_path / "rows.csv"
    result = run("rows", ABC, CIB, "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    content = out.read_bytes()
    assert b"\r" not in content
    assert content.startswith(b"file,sheet,row,account,holder,time,time_precision,direction,amount,currency,")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert len(rows) == 12
    assert (rows[1]["amount"], rows[1]["direction"], rows[5]["sheet"]) == ("10.00", "out", "Sheet1")


def test_rows_to_parquet(tmp_path: Path) -> None:
    """Minor units as int64, instants in UTC with the offset in minutes beside them."""
    out = tmp_path / "rows.parquet"
    assert run("rows", ABC, "--out", str(out)).exit_code == 0
    table = parquet.read_table(out)
    assert str(table.schema.field("amount").type) == "int64"
    assert str(table.schema.field("time").type) == "timestamp[us, tz=UTC]"
    first = table.to_pylist()[0]
    assert (first["amount"], first["time"].isoformat()) == (1_000_000, "2024-01-01T04:34:56+00:00")
    assert first["time_offset_minutes"] == 480


def test_outputs_are_the_same_bytes_twice(tmp_path: Path) -> None:
    """The same input gives the same file."""
    for name in ("rows.csv", "rows.parquet"):
        one, other = tmp_path / f"1{name}", tmp_path / f"2{name}"
        run("rows", ABC, OKLINK, "--out", str(one))
        run("rows", ABC, OKLINK, "--out", str(other))
        assert one.read_bytes() == other.read_bytes()


def test_an_output_never_overwrites_an_input(tmp_path: Path) -> None:
    """Exit 2, also through a link or another spelling of the path; the file is as it was."""
    copy = tmp_path / "a.csv"
    copy.write_bytes(Path(ABC).read_bytes())
    link = tmp_path / "link.csv"
    link.symlink_to(copy)
    for out in (str(copy), str(link), str(tmp_path / ".." / tmp_path.name / "a.csv")):
        with pytest.raises(WrongUsage):
            run("rows", str(copy), "--out", out)
    assert copy.read_bytes() == Path(ABC).read_bytes()


def test_an_output_of_unknown_form_is_wrong_usage(tmp_path: Path) -> None:
    """Neither .csv nor .parquet: nothing is guessed."""
    with pytest.raises(WrongUsage):
        run("rows", ABC, "--out", str(tmp_path / "rows.xlsx"))


def test_inspect_loads_nothing_heavy() -> None:
    """Reading a text statement needs no numpy, pyarrow, duckdb or table reader for workbooks."""
    code = (
        "import sys\nfrom suyuan.actions.statements import inspect\nfrom pathlib import Path\n"
        "from suyuan.model.text import Language\n"
        f"inspect(Path({ABC!r})).as_object(Language.EN)\n"
        "heavy = {'numpy', 'pyarrow', 'duckdb', 'numba', 'sqlalchemy', 'python_calamine'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_name_in_gbk_is_shown_as_the_person_wrote_it(tmp_path: Path) -> None:
    """三.csv from a disk that knows no UTF-8: valid JSON for a strict reader, not a crash."""
    path = tmp_path / os.fsdecode("三".encode("gb18030") + b".csv")
    path.write_bytes(Path(ABC).read_bytes())
    for command in (["inspect", str(path), "--json"], ["inspect", str(path)], ["rows", str(path)]):
        printed = run(*command).stdout
        printed.encode()
        assert f"{tmp_path}/三.csv" in printed


def test_refusals_of_many_files_say_which(tmp_path: Path) -> None:
    """Folders of answers hold files of one name; the sentence on stderr begins with the path."""
    paths = [tmp_path / folder / "交易明细信息.csv" for folder in "甲乙"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"")
    result = run("inspect", *map(str, paths))
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [str(path) for path in paths]
