"""The docs name what the program has: layouts, policies, commands, node kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from suyuan.cli.main import app
from suyuan.intake.known_layouts import all_layouts
from suyuan.intake.messages.read import FORMATS
from suyuan.model.law.book import all_rules
from suyuan.model.transfer import ExitKind
from suyuan.tracing.policies import Policy

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def test_each_layout_is_documented() -> None:
    """docs/formats.md has a line for each layout and kind of message, and none for a layout that there is not."""
    named = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "formats.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {layout.id for layout in all_layouts()} | set(FORMATS)


def test_each_policy_is_documented() -> None:
    """docs/method.md explains each tracing policy."""
    method = (DOCS / "method.md").read_text(encoding="utf-8")
    assert [policy.value for policy in Policy if f"`{policy.value}`" not in method] == []


def test_each_exit_kind_is_documented() -> None:
    """docs/method.md names each kind of exit."""
    method = (DOCS / "method.md").read_text(encoding="utf-8")
    assert [kind.value for kind in ExitKind if kind.value not in method] == []


def test_each_rule_of_law_is_documented() -> None:
    """docs/law.md has a row for each rule in each of its periods, and none for a rule there is not."""
    page = (DOCS / "law.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.-]+)` \|.*\| (.+) / .+ \|$", page, re.MULTILINE)
    assert rows == [(each.id, each.words.zh) for each in all_rules()]


def commands() -> list[str]:
    """Return every command with its noun."""
    root = get_command(app)
    found = []
    for name, command in sorted(getattr(root, "commands", {}).items()):
        inner = getattr(command, "commands", {})
        found += [f"{name} {verb}" for verb in sorted(inner)] or [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_each_command_is_documented(command: str) -> None:
    """docs/commands.md shows each command."""
    assert f"suyuan {command}" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_inside_the_docs_lead_somewhere(page: Path) -> None:
    """Each relative link in the docs has its file."""
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
