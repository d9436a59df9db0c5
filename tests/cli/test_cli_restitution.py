"""``suyuan restitution allocate``: what it takes, writes and says, and how it refuses."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suyuan.actions import restitution as action
from suyuan.cli.restitution import app
from suyuan.errors import ExitCode, SuyuanError

MAIN = "import sys; from suyuan.cli.main import run; run()"
CLAIMS = """claim,victim,loss,returned,first_transfer
c4,张某丁,500.00,0.00,2021-03-05T10:00:00+08:00
c2,张某乙,433.33,100.00,2021-03-05T10:00:00+08:00
c1,张某甲,333.33,0.00,2021-03-05T10:30:00+09:00
c3,张某丙,333.34,0.00,2021-03-05T10:00:00+08:00
"""


def put(folder: Path, content: str = CLAIMS) -> Path:
    """Write a file of losses."""
    path = folder / "claims.csv"
    path.write_text(content, encoding="utf-8")
    return path


def allocate(folder: Path, frozen: str, *more: str, out: str = "out.csv") -> Result:
    """Run the command in this process."""
    files = ("--claims", str(folder / "claims.csv"), "--out", str(folder / out))
    return CliRunner().invoke(app, ["allocate", "--frozen", frozen, *files, *more])


def run(folder: Path, frozen: str, *more: str, out: str = "out.csv") -> subprocess.CompletedProcess[str]:
    """Run the program itself, in English."""
    words = ("--lang", "en", "restitution", "allocate", "--frozen", frozen, "--claims", "claims.csv", "--out", out)
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words, *more], cwd=folder, capture_output=True, text=True, check=False
    )


def error(result: Result) -> SuyuanError:
    """Return what the command raised for its user."""
    assert isinstance(result.exception, SuyuanError), result.output
    return result.exception


def amounts(path: Path) -> list[str]:
    """Return the amounts of an output."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["amount"] for row in csv.DictReader(file)]


def test_the_shares_to_the_byte(tmp_path: Path) -> None:
    """1000.00 over net losses of 1500.00, in the order of the input, UTF-8, LF; nothing else is left."""
    put(tmp_path)
    assert allocate(tmp_path, "1000.00").exit_code == 0
    assert (tmp_path / "out.csv").read_bytes().decode() == (
        "claim,victim,net,amount,currency\n"
        "c4,张某丁,500.00,333.33,CNY\n"
        "c2,张某乙,333.33,222.22,CNY\n"
        "c1,张某甲,333.33,222.22,CNY\n"
        "c3,张某丙,333.34,222.23,CNY\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "out.csv"]


def test_ties_compare_instants(tmp_path: Path) -> None:
    """10:30 in Tokyo is before 10:00 in China: of three equal claims it gets the one fen."""
    rows = (("a", "10:00:00+08:00"), ("b", "10:30:00+09:00"), ("c", "01:45:00+00:00"))
    put(tmp_path, CLAIMS.splitlines()[0] + "\n" + "".join(f"{c},v,1.00,0,2021-03-05T{t}\n" for c, t in rows))
    allocate(tmp_path, "0.01")
    assert amounts(tmp_path / "out.csv") == ["0.00", "0.01", "0.00"]


@pytest.mark.parametrize(
    ("frozen", "rows"),
    [("0", "c,v,5,0,2021-03-05\n"), ("9", "c,v,0,0,2021-03-05\n"), ("9", "c,v,3,3,2021-03-05\n")],
)
def test_nothing_frozen_or_lost(tmp_path: Path, frozen: str, rows: str) -> None:
    """Nothing frozen or nothing lost gives 0.00."""
    put(tmp_path, CLAIMS.splitlines()[0] + "\n" + rows)
    assert allocate(tmp_path, frozen).exit_code == 0
    assert amounts(tmp_path / "out.csv") == ["0.00"]


def test_the_summary(tmp_path: Path) -> None:
    """With --json one object alone on stdout: the sums, the rule and its article, how sure, the warnings."""
    put(tmp_path, CLAIMS + "c5,张某丁,1.00,3.50,2021-03-06\nc6,,0,0,2021-03-06\n")
    done = run(tmp_path, "1,600.00", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert [found[key] for key in ("file", "out", "currency", "claims")] == ["claims.csv", "out.csv", "CNY", 6]
    sums = [found[key] for key in ("frozen", "net_total", "allocated", "rest")]
    assert sums == ["1600.00", "1500.00", "1500.00", "100.00"]
    assert (found["method"], found["rule"], found["article"]) == (
        "pro_rata",
        "return.method.share",
        "第八条第三项",
    )
    assert (found["certainty"], found["formula"], found["rounding"]) == ("law", "return.share.formula", "open")
    assert "银监发〔2016〕41号" in found["document"]
    assert found["refused"] is None
    assert found["warnings"] == done.stderr.splitlines()
    assert found["warnings"][0] == (
        "claims.csv, row 6: c5 got back 3.50, more than its loss of 1.00; its net loss counts as 0."
    )
    assert "张某丁 has other claims in this file, and the 2.50 returned beyond this loss" in found["warnings"][1]
    assert found["warnings"][2] == "claims.csv, row 7: c6 names no victim."
    assert len(found["warnings"]) == 3


def test_in_words(tmp_path: Path) -> None:
    """Without --json: what goes back, what stays frozen, the rule and what is the program's choice."""
    put(tmp_path)
    said = run(tmp_path, "1000").stdout
    assert "Frozen 1000.00 CNY, net losses 1500.00: 1000.00 goes back, 0.00 stays frozen." in said
    assert "第八条第三项 (return.method.share); denominator and rounding are not written there" in said


def test_another_currency(tmp_path: Path) -> None:
    """Yen have no decimals, and the currency stands in each row."""
    put(tmp_path, CLAIMS.splitlines()[0] + "\na,v,2,0,2021-03-05\nb,v,1,0,2021-03-05\n")
    assert allocate(tmp_path, "2", "--currency", "JPY").exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:] == ["a,v,2,1,JPY", "b,v,1,1,JPY"]


def test_a_refused_file_has_its_object_and_exit_code(tmp_path: Path) -> None:
    """Exit 3, the sentence on stderr and in the object; what an earlier run wrote stays."""
    put(tmp_path, CLAIMS + "c4,v,1,0,2021-03-05\n")
    (tmp_path / "out.csv").write_text("earlier", encoding="utf-8")
    done = run(tmp_path, "1000", "--json")
    assert done.returncode == ExitCode.REFUSED
    found = json.loads(done.stdout)
    assert found["refused"] == done.stderr.strip()
    assert found["refused"].startswith("claims.csv, row 6: claim is 'c4', expected an id of its own (row 2")
    assert (found["allocated"], found["warnings"]) == (None, [])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "earlier"
    put(tmp_path)
    assert set(json.loads(run(tmp_path, "1000", "--json").stdout)) == set(found)


@pytest.mark.parametrize("frozen", ["-0.01", "", "ten", "1.001", "46116860184273879.04"])
def test_a_frozen_sum_that_is_none(tmp_path: Path, frozen: str) -> None:
    """Exit 2, and nothing is written."""
    put(tmp_path)
    assert error(allocate(tmp_path, frozen)).exit_code == ExitCode.WRONG_USAGE
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("code", ["cny", "人民币", "", "C"])
def test_a_currency_that_is_none(tmp_path: Path, code: str) -> None:
    """A currency is a code in capitals, so that its decimals are not guessed."""
    put(tmp_path)
    assert error(allocate(tmp_path, "1", "--currency", code)).exit_code == ExitCode.WRONG_USAGE


@pytest.mark.parametrize("way", ["same", "symlink", "hard link"])
def test_the_input_is_never_overwritten(tmp_path: Path, way: str) -> None:
    """By its name, a link or a hard link: exit 2 and the input as it was."""
    path = put(tmp_path)
    out = tmp_path / "other.csv"
    if way == "symlink":
        out.symlink_to(path)
    elif way == "hard link":
        os.link(path, out)
    result = allocate(tmp_path, "1", out="claims.csv" if way == "same" else "other.csv")
    assert error(result).exit_code == ExitCode.WRONG_USAGE
    assert path.read_text(encoding="utf-8") == CLAIMS


@pytest.mark.parametrize("out", [".", "out.parquet", "out.xlsx"])
def test_an_output_of_another_form(tmp_path: Path, out: str) -> None:
    """A folder, and names that promise what is not written, are wrong usage."""
    put(tmp_path)
    assert error(allocate(tmp_path, "1", out=out)).exit_code == ExitCode.WRONG_USAGE


def test_no_folder_to_write_to(tmp_path: Path) -> None:
    """Exit 1 with the reason where the disk does not take the result."""
    put(tmp_path)
    assert error(allocate(tmp_path, "1", out="nowhere/out.csv")).exit_code == ExitCode.FAILED


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing stops in the middle the earlier result stays, and no part of the new one."""
    put(tmp_path)
    (tmp_path / "out.csv").write_text("earlier", encoding="utf-8")

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(action, "_row", full)
    assert error(allocate(tmp_path, "1")).exit_code == ExitCode.FAILED
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "out.csv"]


def test_ten_thousand_claims_are_summed(tmp_path: Path) -> None:
    """10 000 losses of 0.01 to 100.00, a third of it frozen: to the fen, and twice the same bytes."""
    rows = (f"c{n},v{n},{n // 100}.{n % 100:02},0,2021-03-05T10:00:00+08:00\n" for n in range(1, 10_001))
    put(tmp_path, CLAIMS.splitlines()[0] + "\n" + "".join(rows))
    assert allocate(tmp_path, "166683.33").exit_code == 0
    assert sum(int(each.replace(".", "")) for each in amounts(tmp_path / "out.csv")) == 166_683_33
    assert allocate(tmp_path, "166683.33", out="again.csv").exit_code == 0
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_it_starts_light(tmp_path: Path) -> None:
    """None of the heavy libraries is loaded for it."""
    put(tmp_path)
    heavy = "{'numpy', 'pyarrow', 'duckdb', 'numba', 'sqlalchemy'}"
    program = (
        "import sys\nfrom suyuan.cli.main import run\ntry:\n    run()\nexcept SystemExit:\n    pass\n"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    words = ("restitution", "allocate", "--frozen", "1", "--claims", "claims.csv", "--out", "out.csv")
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
