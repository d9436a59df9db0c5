"""An import at a terminal: its progress, Ctrl-C in the middle, and the same command again."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from suyuan.cli import output
from suyuan.model.text import Text

PROGRAM = [str(Path(sys.executable).with_name("suyuan"))]
ROLES = "账号,角色,理由,认定人,认定时间\n62000000000000{:05},商户,{},王某丙,2021-03-19\n"
FILES = 150


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "来件"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03}.csv").write_text(ROLES.format(number, "甲" * number), encoding="utf-8")
    subprocess.run([*PROGRAM, "case", "new", "a", "--number", "A1", "--home", tmp_path / "home"], check=True)
    return tmp_path / "home"


def at_a_terminal(command: list[str], seen: Callable[[bytes, int], None]) -> tuple[int, str]:
    """Run a command whose three streams are a terminal; ``seen`` is told all that was printed, and the process."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm", "COLUMNS": "100", "LINES": "30"}
        os.execv(command[0], command)  # noqa: S606
    said = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not more:
            break
        said += more
        seen(said, child)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said.decode(errors="replace")


def test_ctrl_c_says_what_is_in_and_the_same_command_goes_on(home: Path) -> None:
    """Exit code 130, a sentence with the true count; again: the rest comes in, nothing twice."""
    command = [*PROGRAM, "import", str(home.parent / "来件"), "--case", "A1", "--home", str(home)]
    stopped = False

    def stop(said: bytes, child: int) -> None:
        nonlocal stopped
        if not stopped and re.search(rb"[5-9]\d%", said):
            stopped = True
            os.kill(child, signal.SIGINT)

    code, said = at_a_terminal(command, stop)
    assert (stopped, code) == (True, 130)
    assert "Traceback" not in said
    found = re.search(r"stopped: (\d+) files came into the case", said)
    assert found is not None
    there = in_case(home)
    assert int(found[1]) == there < FILES
    assert there, "groups before the one under way are kept"
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert again.stderr == ""
    assert again.stdout.count("duplicate  ") == there
    assert in_case(home) == FILES


def test_progress_shows_how_far_the_files_are_and_no_bar_for_what_is_not_under_way(home: Path) -> None:
    """A share of the files in percent; no bar of a large file where there is none."""
    command = [*PROGRAM, "import", str(home.parent / "来件"), "--case", "A1", "--home", str(home)]
    code, said = at_a_terminal(command, lambda *_: None)
    assert code == 0
    shares = [int(share) for share in re.findall(r"(\d+)%", said)]
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert "large file" not in said


def in_case(home: Path) -> int:
    shown = subprocess.run(
        [*PROGRAM, "case", "show", "A1", "--home", home, "--json"], check=True, capture_output=True, text=True
    )
    return len(json.loads(shown.stdout)["evidence"])


class Terminal(io.StringIO):
    """An error output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_stands_while_its_phase_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read to the end, a large file's bar makes room for that of the next phase, which goes with the file."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with output.progresses(*(Text(zh=title, en=title) for title in ("all", "read", "write"))) as told:
        files, read, write = told
        bar = cast(Any, files).args[0]
        seen = []
        for tell, done, total in (
            (files, 0, 2), (read, 5, 9), (read, 9, 9), (write, 0, None), (write, 3, 7), (write, 7, 7),
            (files, 1, 2), (write, 0, None), (files, 2, 2),
        ):  # fmt: skip
            tell(done, total)
            seen.append([task.description for task in bar.tasks if task.visible])
    assert seen == [
        *(["all"], ["all", "read"], ["all"], ["all", "write"], ["all", "write"], ["all"], ["all"]),
        *(["all", "write"], ["all"]),
    ]
