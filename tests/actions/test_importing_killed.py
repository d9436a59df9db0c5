"""An import killed at any step leaves each group of files in or out, and can be run again to its end."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suyuan.actions import importing
from suyuan.actions.cases import new_case, take_up
from suyuan.actions.importing import import_files
from suyuan.intake.evidence import Vault
from suyuan.ledger import segment
from suyuan.settings import Settings

StateOf = Callable[[Settings], Any]
CASE = "A0316"
GROUP = 3
"""Files a group has here: two forms and the archive; its member, the copy and the bulletin; the unreadable one."""


def at(home: Path) -> Settings:
    return Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官")


@pytest.fixture(scope="module")
def steps(settings_in_memory: Settings, incoming_in_memory: Path, memory: Path) -> list[str]:
    """The steps of all kills; ``kills/n`` is the home as the kill at step n left it."""
    (memory / "kills").mkdir()
    driver = Path(__file__).with_name("killed_import.py")
    ended = subprocess.run(
        [sys.executable, driver, settings_in_memory.home, incoming_in_memory, memory / "kills", CASE, str(GROUP)],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(ended.stdout)
    assert said["status"] == 0
    found: list[str] = said["steps"]
    return found


@pytest.fixture(scope="module")
def whole(steps: list[str], settings_in_memory: Settings, incoming_in_memory: Path, state_of: StateOf) -> Any:
    """The state of an import that nobody disturbed (made after the kills, which begin from the empty case)."""
    import_files(settings_in_memory, CASE, [incoming_in_memory], origin="试验")
    return state_of(settings_in_memory)


def test_the_kills_come_at_every_step(steps: list[str]) -> None:
    """Files flushed and renamed, and one commit for each of the three groups."""
    assert {"fsync", "replace", "rename"} <= set(steps)
    assert steps.count("commit begun") == steps.count("commit ended") == 3


def test_a_kill_at_any_step_leaves_each_group_in_or_out(
    steps: list[str], whole: Any, memory: Path, state_of: StateOf
) -> None:
    """After each kill the case is that of the first n groups, and what it has is whole: bytes, segments, chain."""
    counts = []
    for step in range(1, len(steps) + 1):
        home = at(memory / "kills" / str(step))
        partial = state_of(home)
        have = [(file.sha256, file.reading) for file in partial.evidence]
        assert have == [(file.sha256, file.reading) for file in whole.evidence][: len(have)]
        taken = take_up(home, CASE)
        read = {each.sha256 for each in segment.read_case(taken.manifest, taken.folder.ledger)}
        assert read == {file.sha256 for file in taken.evidence if file.reading.entry is not None}
        vault = Vault(taken.folder.vault)
        assert vault.verify() == ()
        assert {file.sha256 for file in taken.evidence} <= set(vault.stored())
        assert partial.events == whole.events[: len(partial.events)]
        counts.append(len(partial.events))
    # Events after each commit: each file has its own, but those of a group come together or not at all.
    assert sorted(set(counts)) == [1, 4, 9, 10]
    assert counts == sorted(counts)


def test_a_killed_import_can_be_run_again_to_its_end(
    steps: list[str], whole: Any, incoming_in_memory: Path, memory: Path, state_of: StateOf
) -> None:
    """From wherever it was killed, running it again ends in the same case and the same disk as a quiet one."""
    left = {path.name.split("-")[0].rsplit(".")[-1] for path in (memory / "kills").rglob(".*")}
    assert left == {"incoming", "part"}  # drafts of evidence and of segments
    for step in range(1, len(steps) + 1):
        home = at(memory / "kills" / str(step))
        import_files(home, CASE, [incoming_in_memory], origin="试验")
        assert state_of(home) == whole, (step, steps[step - 1])


@pytest.mark.parametrize("group", [1, 2, 64])
def test_how_files_are_grouped_changes_nothing(
    whole: Any,
    incoming_in_memory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    state_of: StateOf,
    group: int,
) -> None:
    """Alone, in twos or all together: the same evidence, bytes on the disk, manifest and events in their order."""
    monkeypatch.setattr(importing, "GROUP_FILES", group)
    home = at(tmp_path / "home")
    new_case(home, "“3.16”案", number=CASE)
    import_files(home, CASE, [incoming_in_memory], origin="试验")
    assert state_of(home) == whole


def test_running_an_import_twice_changes_nothing(
    whole: Any, settings_in_memory: Settings, incoming_in_memory: Path, state_of: StateOf
) -> None:
    """The second time there is no new event, and no file on the disk is written anew."""

    def times() -> list[tuple[Path, int]]:
        cases = settings_in_memory.home / "cases"
        return [(path, path.stat().st_mtime_ns) for path in sorted(cases.rglob("*")) if path.name != "import.lock"]

    before = [each for each in times() if each[0].is_file()]
    files = import_files(settings_in_memory, CASE, [incoming_in_memory], origin="试验")
    assert [each for each in times() if each[0].is_file()] == before
    assert state_of(settings_in_memory) == whole
    assert [file.outcome.value for file in files] == ["duplicate"] * 6 + ["refused"]
