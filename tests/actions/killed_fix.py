"""Run one mend again and again in children, each killed one step later than the one before (see killed_import)."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from pathlib import Path

from suyuan.actions.row_mending import Fix, fix, undo
from suyuan.settings import Settings


def main(base: Path, out: Path, case: str, file: str, row: int) -> None:
    """Kill at step 1, 2, 3 … until a child comes through."""
    warmed = out / "warm"
    shutil.copytree(base, warmed)
    asked = Fix(file, row, ["金额（元）"], ["38.50"], "字母O应为数字0")
    at_home = Settings(warmed, f"sqlite:///{warmed}/casebook.sqlite3", "李警官")
    # What every child would load again: layouts, patterns.
    fix(at_home, case, asked)
    undo(at_home, case, (file, row, None), "试验")
    shutil.rmtree(warmed)
    sys.path.insert(0, str(Path(__file__).parent))
    die_at = importlib.import_module("killed_import").die_at
    steps: list[str] = []
    while True:
        step = len(steps) + 1
        home, reached = out / str(step), out / f"{step}.reached"
        shutil.copytree(base, home)
        child = os.fork()
        if child == 0:
            die_at(step, reached)
            fix(Settings(home, f"sqlite:///{home}/casebook.sqlite3", "李警官"), case, asked)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.stdout.write(json.dumps({"steps": steps, "status": status}))
            return
        steps.append(reached.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
