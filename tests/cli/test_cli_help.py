"""Help: whole words in both languages, one style of names and summaries."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from suyuan.tracing.policies import Policy

MAIN = "import sys; from suyuan.cli.main import run; run()"
OURS = (["trace"], ["report"], ["case", "new"], ["demo"])


def help_of(*words: str) -> str:
    """Return a command's help."""
    environment = {**os.environ, "SUYUAN_HOME": "/nowhere", "COLUMNS": "80"}
    called = [sys.executable, "-c", MAIN, *words, "--help"]
    return subprocess.run(called, capture_output=True, text=True, env=environment, check=True).stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_is_broken(language: str) -> None:
    """Each rule's and each column's name stands whole on a line."""
    said = help_of("--lang", language, "trace")
    for name in (*(policy.value for policy in Policy), "covered_from", "covered_to", "2021-03-05T10:11:12+08:00"):
        assert name in said


def test_trace_names_no_subcommand() -> None:
    """What has no command below it asks for none."""
    usage = help_of("--lang", "en", "trace").splitlines()[0]
    assert usage.split()[2:] == ["trace", "[OPTIONS]"]


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_values_are_named_for_people(words: list[str]) -> None:
    """No value is called by a type's name."""
    assert not re.findall(r"<\w+>", help_of("--lang", "en", *words))


def test_summaries_begin_alike() -> None:
    """The summaries of these commands are sentences: a capital at the beginning."""
    lines = dict(re.findall(r"^  (\w+)\s{2,}(\S.*)$", help_of("--lang", "en"), re.MULTILINE))
    below = dict(re.findall(r"^  (\w+)\s{2,}(\S.*)$", help_of("--lang", "en", "case"), re.MULTILINE))
    said = [lines[name] for name in ("demo", "report", "case", "trace")] + [
        below[x] for x in ("new", "list", "show")
    ]
    assert [each for each in said if not each[0].isupper()] == []
