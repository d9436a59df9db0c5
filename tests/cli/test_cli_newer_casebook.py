"""A casebook that a newer program wrote: every family of commands says so in a sentence, and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suyuan.cli.main import app
from suyuan.errors import Failed

CASE = ("--case", "A1")
FAMILIES = (
    ("case", "list"),
    ("due",),
    ("stop", "list", *CASE),
    ("freeze", "list", *CASE),
    ("seizure", "list", *CASE),
    ("recovery", "plan", *CASE),
    ("recovery", "books", *CASE),
    ("restitution", "plan", *CASE),
    ("restitution", "decide", "1", *CASE, "--document", "返字1号"),
    ("restitution", "matches", *CASE),
    ("amounts", "found", *CASE),
    ("defendant", "list", *CASE),
    ("thresholds", *CASE),
    ("account", "list", *CASE),
    ("good-faith", "list", *CASE),
    ("jurisdiction", "list", *CASE),
    ("register", "list"),
    ("register", "due"),
    ("pursuit", "list", *CASE),
    ("forfeiture", "list", *CASE),
    ("audit", "verify"),
    ("user", "list"),
    ("request", "list", *CASE),
)


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose casebook has a schema that this program does not know."""
    home = tmp_path_factory.mktemp("newer")
    made = CliRunner().invoke(app, ["case", "new", "案", "--number", "A1", "--home", str(home)])
    assert made.exit_code == 0, made.output
    with closing(sqlite3.connect(home / "casebook.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    return home


@pytest.mark.parametrize("words", FAMILIES, ids=" ".join)
def test_a_newer_casebook_is_said(newer: Path, words: tuple[str, ...]) -> None:
    """The sentence names the cause; the file is byte for byte as it was."""
    before = (newer / "casebook.sqlite3").read_bytes()
    result = CliRunner().invoke(app, [*words, "--home", str(newer)])
    assert isinstance(result.exception, Failed), result.output
    assert "newer version of the program" in str(result.exception)
    assert (newer / "casebook.sqlite3").read_bytes() == before
