"""The root of the command line: languages, exit codes, a light start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from suyuan.cli.language import chosen
from suyuan.cli.main import without_options_of_the_root
from suyuan.model.text import Language

HEAVY = ("duckdb", "numba", "numpy", "pyarrow", "sqlalchemy", "alembic", "xlsxwriter", "rich")
MAIN = "import sys; from suyuan.cli.main import run; run()"


def suyuan(*words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SUYUAN_HOME": str(home or "/nowhere")}
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words], capture_output=True, text=True, env=environment, check=False
    )


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        (["case", "list", "--lang", "zh"], {}, Language.ZH),
        (["--lang=en", "case", "list"], {"LANG": "zh_CN.UTF-8"}, Language.EN),
        ([], {"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        ([], {}, Language.EN),
        (["--lang", "fr"], {"LANG": "zh_CN"}, Language.ZH),
    ],
)
def test_the_language(words: list[str], environment: dict[str, str], language: Language) -> None:
    """--lang anywhere on the line goes before the locale."""
    assert chosen(words, environment) is language


def test_options_of_the_root_may_stand_anywhere() -> None:
    """--lang and --debug are taken out wherever they stand; other words stay in their order."""
    assert without_options_of_the_root(["case", "--lang", "zh", "list", "--debug"]) == ["case", "list"]
    assert without_options_of_the_root(["--lang", "fr", "x"]) == ["--lang", "fr", "x"]


@pytest.mark.parametrize("words", [["--nope"], ["nope"], ["case"], ["trace", "path", "--bad"]])
def test_wrong_usage_is_two(words: list[str]) -> None:
    """A word that there is not ends with exit 2, a sentence, and no traceback."""
    ended = suyuan(*words)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stderr.strip()


def test_help_speaks_both_languages() -> None:
    """The same help comes in Chinese and in English, the framework's own words too."""
    chinese, english = suyuan("--help", "--lang", "zh"), suyuan("--help", "--lang", "en")
    assert chinese.returncode == english.returncode == 0
    assert "用法：" in chinese.stdout
    assert "命令" in chinese.stdout
    assert "Usage:" in english.stdout
    assert "Options" not in chinese.stdout


@pytest.mark.parametrize(
    "words", [["--help"], ["statement", "inspect", "nothing.csv"], ["bulletin", "read", "no.md"]]
)
def test_light_commands_load_nothing_heavy(words: list[str]) -> None:
    """Help, inspecting and reading a bulletin start without the heavy libraries."""
    look = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print('LOADED', [name for name in {HEAVY!r} if name in sys.modules]))\n"
        f"sys.argv = ['suyuan', *{words!r}]\n" + MAIN
    )
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert "LOADED []" in ended.stdout


def test_an_unknown_case_is_named(tmp_path: Path) -> None:
    """A case that there is not: exit 2 and a sentence that names it."""
    ended = suyuan("report", "--case", "X9", "--out", str(tmp_path / "out"), home=tmp_path / "home")
    assert ended.returncode == 2
    assert "X9" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_ctrl_c_is_a_sentence_and_130(tmp_path: Path) -> None:
    """A command that is interrupted says so and ends with exit 130."""
    interrupted = (
        "import sys, suyuan.actions.cases as cases\n"
        "def pressed(*words, **options): raise KeyboardInterrupt\n"
        "cases.list_cases = pressed\n"
        f"sys.argv = ['suyuan', 'case', 'list', '--home', {str(tmp_path)!r}, '--lang', 'en']\n"
    )
    ended = subprocess.run([sys.executable, "-c", interrupted + MAIN], capture_output=True, text=True, check=False)
    assert ended.returncode == 130
    assert ended.stderr == "Interrupted; what was complete is kept.\n"


def test_a_fault_of_the_program_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An unexpected fault ends with exit 1 and one sentence, with --debug as a traceback."""
    broken = (
        "import sys, suyuan.actions.cases as cases\n"
        "def fault(*words, **options): raise ZeroDivisionError('by zero')\n"
        "cases.list_cases = fault\n"
    )
    for debug, traceback in ((["--debug"], True), ([], False)):
        line = f"sys.argv = ['suyuan', 'case', 'list', '--home', {str(tmp_path)!r}, *{debug!r}]\n"
        ended = subprocess.run(
            [sys.executable, "-c", broken + line + MAIN], capture_output=True, text=True, check=False
        )
        assert ended.returncode == 1
        assert ("Traceback" in ended.stderr) is traceback
