"""A case traced again after new evidence: from the last snapshot, with the bytes of a whole run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suyuan.actions.cases import new_case
from suyuan.actions.importing import import_files
from suyuan.actions.trace_cache import DRAFT, FolderShelf
from suyuan.cli import trace as command
from suyuan.settings import Settings
from suyuan.tracing import resuming

NUMBER = "A0317"
VICTIM, FIRST, SECOND, THIRD = (f"62000000000000000{number}" for number in (25, 17, 33, 41))
HEADER = "账号,户名,交易时间,收支标志,交易金额,账户余额,对方账号,对方户名,摘要\n"
REPORT = (
    "报案编号,报案时间,被害人姓名,证件号码,联系电话,付款时间,付款账号,付款银行,收款账号,收款户名,收款银行,"
    "金额（元）,付款方式,被骗经过\n"
    f"报一,2021-03-16 12:00:00,张某甲,,,2021-03-16 10:00:00,{VICTIM},某银行,{FIRST},李某乙,某银行,1000.00,转账,\n"
)


@pytest.fixture(autouse=True)
def close_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ledgers with snapshots every two events."""
    monkeypatch.setattr(resuming, "LEAST_STEP", 2)


def statement(account: str, rows: list[tuple[str, str, int, str]], opening: int) -> str:
    """Return a bank's answer: (time on 16 March, 进 or 出, yuan, other side), the balance following."""
    lines = []
    for time, way, amount, other in rows:
        opening += amount if way == "进" else -amount
        lines.append(f"{account},持卡人,2021-03-16 {time},{way},{amount}.00,{opening}.00,{other},对方,转账\n")
    return HEADER + "".join(lines)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A case with one report and the first account's statement."""
    made = Settings(home=tmp_path / "home", database=f"sqlite:///{tmp_path}/casebook.sqlite3", who="李警官")
    made.home.mkdir()
    new_case(made, "“3.17”案", number=NUMBER)
    first = [("10:00:00", "进", 1000, VICTIM)]
    first += [(f"10:{minute}:00", "出", 50 + minute, SECOND if minute < 15 else THIRD) for minute in range(10, 18)]
    bring(made, tmp_path, "报案.csv", REPORT)
    bring(made, tmp_path, "第一张.csv", statement(FIRST, first, 500))
    return made


def bring(settings: Settings, folder: Path, name: str, text: str) -> None:
    """Write a file and import it."""
    (folder / name).write_text(text, encoding="utf-8")
    import_files(settings, NUMBER, [folder / name])


def traced(settings: Settings, out: Path, *more: str) -> tuple[dict[str, bytes], str]:
    """Run the command; return the files it wrote, without the note on what was computed, and what it said."""
    words = ["--home", str(settings.home), "--case", NUMBER, "--policy", "all", "--bounds", "--out", str(out)]
    os.environ["SUYUAN_DATABASE"] = settings.database
    try:
        done = CliRunner().invoke(command.app, [*words, *more], catch_exceptions=False)
    finally:
        del os.environ["SUYUAN_DATABASE"]
    assert done.exit_code == 0, done.output
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    files.pop("computed_again.json", None)
    return files, done.output


def starts(out: Path) -> dict[str, int]:
    """Return from which transfer on each policy was computed."""
    return {
        each["policy"]: each["computed_from"] for each in json.loads((out / "computed_again.json").read_bytes())
    }


def test_new_evidence_changes_only_what_it_touches(settings: Settings, tmp_path: Path) -> None:
    """Nine transfers: all at first, none the second time. Then the third account's statement: its opening is new
    and its first transfer the seventh, before which a snapshot stands. The files are always those of a whole run.
    """
    whole, said = traced(settings, tmp_path / "a", "--no-cache")
    assert "omputed again" not in said
    assert traced(settings, tmp_path / "b")[0] == whole
    assert set(starts(tmp_path / "b").values()) == {1}
    again, said = traced(settings, tmp_path / "c")
    assert again == whole
    assert set(starts(tmp_path / "c").values()) == {9}
    assert "9" in said
    third = [(f"10:{minute}:00", "进", 50 + minute, FIRST) for minute in range(15, 18)]
    third.append(("11:00:00", "出", 20, SECOND))
    bring(settings, tmp_path, "第二张.csv", statement(THIRD, third, 300))
    later, _ = traced(settings, tmp_path / "d")
    assert later == traced(settings, tmp_path / "e", "--no-cache")[0]
    assert later != whole
    assert set(starts(tmp_path / "d").values()) == {7}


def test_what_is_damaged_is_passed_over_with_a_sentence(settings: Settings, tmp_path: Path) -> None:
    """A snapshot cut off on the disk, and rubbish beside it: the same files, and a note."""
    whole, _ = traced(settings, tmp_path / "a")
    folder = settings.home / "cases" / NUMBER / "traces" / "as_ruled" / "fifo"
    snapshot = folder / "4.snapshot"
    snapshot.write_bytes(snapshot.read_bytes()[:100])
    (folder / "x.snapshot").write_bytes(b"?")
    again, said = traced(settings, tmp_path / "b")
    assert again == whole
    assert starts(tmp_path / "b")["fifo"] == 3
    assert "fifo" in said
    assert json.loads((tmp_path / "b" / "computed_again.json").read_bytes())[0]["snapshots_passed_over"] == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from suyuan.actions.trace_cache import FolderShelf
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
FolderShelf(Path(sys.argv[1])).keep("fifo", 2, b"new")
"""


def test_a_kill_while_writing_leaves_the_old_snapshot(tmp_path: Path) -> None:
    """Killed between writing and flushing: the old one is there, whole; the draft goes the next time."""
    shelf = FolderShelf(tmp_path)
    assert shelf.keep("fifo", 2, b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert any(path.name.endswith(DRAFT) for path in (tmp_path / "fifo").iterdir())
    assert shelf.places("fifo") == [2]
    assert shelf.load("fifo", 2) == b"old"
    assert [path.name for path in (tmp_path / "fifo").iterdir()] == ["2.snapshot"]


def test_a_shelf_takes_no_more_than_its_size(tmp_path: Path) -> None:
    """What would exceed the size is not kept, what is there stays; a folder that cannot be made keeps nothing."""
    shelf = FolderShelf(tmp_path, most=10)
    assert [shelf.keep("fifo", at, b"12345") for at in (2, 4, 6)] == [True, True, False]
    assert shelf.keep("fifo", 4, b"54321")
    assert shelf.places("fifo") == [2, 4]
    shelf.drop("fifo", 2)
    shelf.drop("fifo", 2)
    assert shelf.load("fifo", 2) is None
    (tmp_path / "file").write_bytes(b"")
    assert not FolderShelf(tmp_path / "file").keep("fifo", 2, b"1")
    assert FolderShelf(tmp_path / "file").places("fifo") == []
