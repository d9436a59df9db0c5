"""A large answer imported into a case: killed at its steps, run to its end, the same case as the row engine's."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from suyuan.actions.cases import new_case, show_case, take_up
from suyuan.actions.completeness import completeness_object, completeness_of
from suyuan.actions.importing import ImportOutcome, Within, import_files
from suyuan.intake import large_files
from suyuan.intake.evidence import Vault
from suyuan.ledger import segment
from suyuan.ledger.build import build
from suyuan.model.text import Language
from suyuan.settings import Settings

CASE = "A1"
NOON = datetime(2021, 3, 20, tzinfo=UTC)
HEADER = "交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,现金标志,摘要说明,交易流水号,查询反馈结果原因"  # noqa: E501


def at(home: Path) -> Settings:
    return Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """An answer of two accounts with an unreadable row."""
    rows = [
        f"62000000000000000{17 + number % 2},2021-03-05 10:00:{number:02},1.00,{number // 2 + 1}.00,进,,某甲,00,转账,"  # noqa: E501
        f"BL{number:08},成功"
        for number in range(50)
    ]
    rows[20] = rows[20].replace("1.00", "一元", 1)
    path = tmp_path / "in" / "a.csv"
    path.parent.mkdir()
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("gb18030"))
    return path


def drive(base: Path, incoming: Path, out: Path) -> list[str]:
    """Kill an import at each of its steps, every file being large; returns the steps."""
    out.mkdir()
    begin = (
        "import runpy, sys\nfrom suyuan.intake import large_files\nlarge_files.BY_COLUMNS_FROM = 0\n"
        "sys.argv = sys.argv[1:]\nrunpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    driver = Path(__file__).with_name("killed_import.py")
    ended = subprocess.run(
        [sys.executable, "-c", begin, driver, base, incoming, out, CASE],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(ended.stdout)
    assert said["status"] == 0
    steps: list[str] = said["steps"]
    return steps


def test_a_large_import_killed_at_any_step_is_in_or_out_and_can_be_run_again(
    answer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each kill the case has no file, or the whole one; the same import again completes it."""
    base = tmp_path / "base"
    new_case(at(base), "a", number=CASE)
    steps = drive(base, answer.parent, tmp_path / "kills")
    assert steps.count("commit begun") == steps.count("commit ended") == 1
    monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", 0)
    had = []
    for step in range(1, len(steps) + 1):
        home = at(tmp_path / "kills" / str(step))
        taken = take_up(home, CASE)
        had.append(len(taken.evidence))
        assert len(segment.read_case(taken.manifest, taken.folder.ledger)) == had[-1]
        import_files(home, CASE, [answer.parent])
        taken = take_up(home, CASE)
        (contents,) = segment.read_case(taken.manifest, taken.folder.ledger)
        assert sum(len(part.bookings) for part in contents.parts) == 49
        assert Vault(taken.folder.vault).verify() == ()
        assert not list(home.home.rglob(".*.part"))
    assert had == sorted(had)
    assert set(had) == {0, 1}


def test_a_large_import_gives_the_ledger_and_figures_of_the_row_engine(
    answer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By columns and by rows: the same reading, contents, transfers and proof; progress of both phases."""
    read: list[tuple[int, int | None]] = []
    written: list[tuple[int, int | None]] = []
    found = {}
    for engine, threshold in (("columns", 0), ("rows", 1 << 40)):
        monkeypatch.setattr(large_files, "BY_COLUMNS_FROM", threshold)
        home = at(tmp_path / engine)
        new_case(home, "a", number=CASE)
        within = Within(lambda *told: read.append(told), lambda *told: written.append(told))
        (file,) = import_files(home, CASE, [answer], within=within)
        assert file.outcome is ImportOutcome.IMPORTED
        taken = take_up(home, CASE)
        assert all(each.kind != "bookings" or each.rows == 49 for each in taken.manifest.entries[0].segments)
        contents = segment.read_case(taken.manifest, taken.folder.ledger)
        view = show_case(home, CASE)
        proof = completeness_object(completeness_of(taken, contents, NOON), Language.EN)
        found[engine] = (file.tables, view.rows, view.outcomes, contents, build(contents).transfers, proof)
    assert found["columns"] == found["rows"]
    assert found["columns"][1]["read"] == 49
    assert found["columns"][1]["quarantined"] == 1
    assert read[-1] == (answer.stat().st_size, answer.stat().st_size)
    assert (written[:2], written[-1]) == ([(0, None), (0, 49)], (49, 49))
