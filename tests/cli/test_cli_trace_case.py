"""``suyuan trace --case``: a case's findings, and the plain files from which anyone gets the same again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from suyuan import settings
from suyuan.actions.case_tracing import trace_case, write_trace
from suyuan.actions.demo import AS_OF, NUMBER
from suyuan.actions.tracing import PlainFiles, trace_plain_files
from suyuan.errors import WrongUsage
from suyuan.tracing.policies import Policy

OVER_READINGS = ("ranges.csv", "summary.json")


def test_the_plain_files_give_the_same_findings(demo_home: Path, tmp_path: Path) -> None:
    """What a case's trace writes beside its findings gives them again, to the last byte.

    Not those without earmarks: the plain ledger has the way of the cash that an earmark joined. Nor the ranges
    over other readings of the rows, which plain files do not have.
    """
    place = settings.load(demo_home, {})
    write_trace(trace_case(place, NUMBER, tuple(Policy), AS_OF), tmp_path / "a")
    given = tmp_path / "a" / "given"
    of = {name: given / f"{name}.csv" for name in ("transfers", "claims", "openings", "accounts", "assertions")}
    files = PlainFiles(of["transfers"], of["claims"], of["openings"], of["accounts"], of["assertions"])
    files = replace(files, earmarks=given / "earmarks.csv")
    again = trace_plain_files(files, tuple(Policy), AS_OF, tmp_path / "b")
    findings = [path for path in again.paths if path.parent == tmp_path / "b"]
    assert len(findings) == 12
    for path in findings:
        if path.name in OVER_READINGS:
            continue
        assert path.read_bytes() == (tmp_path / "a" / path.name).read_bytes()


def test_a_case_without_bookings_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """An unknown case is named; nothing is written."""
    with pytest.raises(WrongUsage, match="X9"):
        trace_case(settings.load(tmp_path, {}), "X9", (Policy.FIFO,))
