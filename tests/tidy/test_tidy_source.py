"""Rules of the house that a test can hold. Each says why, and how to escape."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "suyuan"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 500
LONGEST_ROOM_README = 60
VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc", "process_data", "stuff"}
ROOMS = (
    "model",
    "bulletins",
    "intake",
    "ledger",
    "tracing",
    "recovery",
    "supervision",
    "documents",
    "casebook",
    "actions",
    "cli",
)
EDGES = {"cli/main.py", "actions/reading_child.py"}
"""The only places that may catch every exception: where the command line ends, and a reading process."""


def name_of(path: Path) -> str:
    """Return a module's path inside the package."""
    return path.relative_to(SOURCE).as_posix()


def tracked_files() -> list[Path]:
    """Return the files git knows, or every file outside the environment where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_one_idea(path: Path) -> None:
    """A module stays below 500 lines, so that it can be read at one sitting: else split it by idea."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is(path: Path) -> None:
    """Each module begins with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_vague_names() -> None:
    """No module is named after nothing: give it the field's own word."""
    assert [name_of(path) for path in MODULES if path.stem in VAGUE_NAMES] == []


def test_only_the_edges_catch_everything() -> None:
    """Catching every exception hides faults; only the command line's edge may."""
    broad = re.compile(r"except\s*(\(?\s*(Base)?Exception\b|:)")
    found = [name_of(path) for path in MODULES if broad.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= EDGES


def test_money_is_never_a_float() -> None:
    """No ``float(`` in the program: amounts are integers; a place that needs one says ``# float:`` and why."""
    wrong = [
        f"{name_of(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bfloat\(", line) and "# float:" not in line
    ]
    assert wrong == []


def test_no_unexplained_todo() -> None:
    """No TODO or FIXME in the program: an issue holds it, or the docstring says what is not there yet."""
    mark = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [name_of(path) for path in MODULES if mark.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_its_page(room: str) -> None:
    """A room's README says in at most 60 lines what comes in, what goes out, and what does not belong there."""
    page = SOURCE / room / "README.md"
    assert page.is_file()
    assert len(page.read_text(encoding="utf-8").splitlines()) <= LONGEST_ROOM_README


def test_nothing_names_a_package_registry() -> None:
    """No registry's host stands in a tracked file, lock files included: installs follow the machine's settings."""
    host = re.compile("py" + r"pi\.org|pythonhosted" + r"\.org|registry\.npm" + r"js\.org|deb\.deb" + r"ian\.org")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if host.search(path.read_bytes().decode("utf-8", errors="replace"))
    ]
    assert found == []


def test_each_test_states_its_claim() -> None:
    """Every test has a docstring that says what must hold."""
    wrong = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        tests = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in tests if not ast.get_docstring(node)]
    assert wrong == []


def test_test_modules_have_names_of_their_own() -> None:
    """Two test modules of one name confuse the reader of a failure: each is named after its room."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
