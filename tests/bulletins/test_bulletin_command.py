"""``suyuan bulletin read`` as a user runs it: what it prints and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases" / "bulletins"
REAL = CASES / "2022-04-12_joint_supervision.md"
KEYS = ["file", "sha256", "title", "published", "issuers", "cases", "aggregate_numbers", "refused"]
PROGRAM = "from suyuan.cli.main import run; run()"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "bulletin", "read", *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_each_file_gives_one_object_in_the_order_given(tmp_path: Path) -> None:
    """A refused file stands among the others with its sentence and no cases, and the command ends with 3."""
    broken = tmp_path / "broken.md"
    broken.write_bytes(b"")
    ended = run(str(broken), str(REAL), "--json", "--lang", "zh")
    refused, read = json.loads(ended.stdout)
    assert ended.returncode == 3
    assert list(refused) == list(read) == KEYS
    assert refused["file"] == str(broken) and refused["cases"] == [] and "空" in refused["refused"]
    assert read["refused"] is None and len(read["cases"]) == 5
    assert read["cases"][0]["amount_yuan"]["value"] == 150000000
    assert "Traceback" not in ended.stderr


def test_one_file_is_a_list_too_and_ends_with_0() -> None:
    """A single file that is read gives a list of one object and the exit code 0."""
    ended = run(str(REAL), "--json")
    assert ended.returncode == 0
    assert [one["published"] for one in json.loads(ended.stdout)] == ["2022-04-12"]


def test_without_json_a_person_can_read_it() -> None:
    """In the user's language: each case with its facts, what was refused on stderr."""
    ended = run(str(REAL), "nothing.md", "--lang", "zh")
    assert "4. 湖南“8.07”电信网络诈骗案" in ended.stdout
    assert "抓获: 70余名" in ended.stdout and "协助者: 贩卖银行卡的犯罪团伙" in ended.stdout
    assert ended.stderr.startswith("nothing.md：") and ended.returncode == 3


def test_reading_loads_no_heavy_library() -> None:
    """Neither numbers nor databases are loaded for a bulletin, so that the command starts at once."""
    code = (
        "import sys; from suyuan.cli import bulletin; from suyuan.actions import bulletin_reading;"
        "print(sorted({'numpy','pyarrow','duckdb','numba','sqlalchemy','rich','cn2an'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
