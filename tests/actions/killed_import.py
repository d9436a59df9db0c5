"""Run one import again and again in children, each killed one step later than the one before.

A step is what fixes something on the disk: a file flushed, a file renamed into its place, a commit begun, a commit
ended. Prints the steps that were reached as a JSON list; ``OUT/n`` is the home as the kill at step n left it.
A last argument says how many files a group has at most.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

from suyuan.actions import importing
from suyuan.actions.importing import import_files
from suyuan.settings import Settings

STEPS = ("fsync", "replace", "rename")


def die_at(step: int, reached: Path) -> None:
    """Let this process be killed when it comes to this step, counted from 1."""
    seen = 0

    def count(name: str) -> None:
        nonlocal seen
        seen += 1
        if seen == step:
            reached.write_text(name, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def first_count(*arguments: Any, **named: Any) -> Any:
            count(name)
            return call(*arguments, **named)

        return first_count

    for name in STEPS:
        setattr(os, name, counted(name, getattr(os, name)))
    commit: Callable[..., None] = DefaultDialect.do_commit

    def do_commit(*arguments: Any) -> None:
        count("commit begun")
        commit(*arguments)
        count("commit ended")

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def main(base: Path, incoming: Path, out: Path, case: str) -> None:
    """Kill at step 1, 2, 3 … until a child comes through."""
    # Once undisturbed: what every child would load again (layouts, kernels, the casebook's schema) is there.
    shutil.copytree(base, out / "warm")
    run(out / "warm", incoming, case)
    shutil.rmtree(out / "warm")
    steps: list[str] = []
    while True:
        step = len(steps) + 1
        home, reached = out / str(step), out / f"{step}.reached"
        shutil.copytree(base, home)
        child = os.fork()
        if child == 0:
            die_at(step, reached)
            run(home, incoming, case)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.stdout.write(json.dumps({"steps": steps, "status": status}))
            return
        steps.append(reached.read_text(encoding="utf-8"))


def run(home: Path, incoming: Path, case: str) -> None:
    """Import once."""
    import_files(Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官"), case, [incoming], origin="试验")


if __name__ == "__main__":
    if len(sys.argv) > 5:
        importing.GROUP_FILES = int(sys.argv[5])
    importing.GROUP_SECONDS = 1e9
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
