"""Golden cases: a few rows in, the whole ledger out, each worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from suyuan.ledger.build import FileContents, Ledger, build

CASES = sorted((Path(__file__).parents[1] / "cases" / "ledger").glob("*.txt"))
EXPECTED = "== expected"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(
    path: Path,
    read_case: Callable[[str], list[FileContents]],
    write_ledger: Callable[[Ledger, list[FileContents]], str],
) -> None:
    """The ledger of the rows above ``== expected`` is, line by line, what stands below it."""
    given, _, expected = path.read_text(encoding="utf-8").partition(EXPECTED)
    files = read_case(given)
    lines = [line.strip() for line in expected.splitlines() if line.strip() and not line.startswith("#")]
    assert write_ledger(build(files), files).splitlines() == lines


def test_there_are_cases() -> None:
    """The folder of cases is found (nothing would be tested otherwise)."""
    assert len(CASES) >= 20
