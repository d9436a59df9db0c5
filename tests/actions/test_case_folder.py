"""The case's folder: one writer at a time, whose lock goes with it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from suyuan.actions.case_folder import CaseFolder
from suyuan.errors import Failed
from suyuan.model.text import Language, Message

HOLD = """
import sys
from pathlib import Path
from suyuan.actions.case_folder import CaseFolder
with CaseFolder("1", Path(sys.argv[1])).held("李警官"):
    print("held", flush=True)
    sys.stdin.read()
"""


def other_process(folder: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def end(other: subprocess.Popen[str], how: signal.Signals) -> None:
    other.send_signal(how)
    other.communicate()


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    """It says who and which process, waits, and gives up with a sentence when patience ends."""
    other = other_process(tmp_path / "1")
    told: list[object] = []
    with (
        pytest.raises(Failed, match="nothing was changed"),
        CaseFolder("1", tmp_path / "1").held("乙", told.append, 0.2),
    ):
        pytest.fail("two writers at once")
    end(other, signal.SIGTERM)
    (holder,) = told
    assert isinstance(holder, Message)
    assert holder.render(Language.EN) == f"李警官, process {other.pid}"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_lock_goes_with_its_process(tmp_path: Path, how: signal.Signals) -> None:
    """A writer that was killed leaves no lock behind."""
    end(other_process(tmp_path / "1"), how)
    waited: list[object] = []
    with CaseFolder("1", tmp_path / "1").held("乙", waited.append, 0):
        assert waited == []


def test_a_waiting_writer_goes_on_when_the_folder_is_free(tmp_path: Path) -> None:
    """Waiting ends as soon as the other is done."""
    other = other_process(tmp_path / "1")
    with CaseFolder("1", tmp_path / "1").held("乙", lambda _: end(other, signal.SIGTERM), 20):
        assert other.returncode == -signal.SIGTERM


def test_a_reader_does_not_wait(tmp_path: Path) -> None:
    """held_if_free says at once whether it holds the folder."""
    other = other_process(tmp_path / "1")
    folder = CaseFolder("1", tmp_path / "1")
    with folder.held_if_free() as held:
        assert not held
    end(other, signal.SIGTERM)
    with folder.held_if_free() as held:
        assert held


def test_drafts_of_an_interrupted_import_are_swept(tmp_path: Path) -> None:
    """Only drafts go; evidence and segments stay, whatever their names."""
    folder = CaseFolder("1", tmp_path / "1")
    for name in (
        "vault/ab/abcd",
        "ledger/segments/x.parquet",
        "ledger/segments/.x.parquet.77.part",
        "ledger/a.part",
    ):
        path = folder.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    folder.sweep()
    left = sorted(str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file())
    assert left == ["ledger/a.part", "ledger/segments/x.parquet", "vault/ab/abcd"]
