"""The installation checked, with and without the kernels that only large files need."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.actions import doctor
from suyuan.model.text import Text
from suyuan.settings import load


def test_quick_leaves_out_the_kernels_for_large_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All other parts are checked; what is not asked for is not compiled."""
    done: list[str] = []

    def noted(name: str) -> object:
        return lambda *_: (not done.append(name), Text(zh=name, en=name)())  # type: ignore[func-returns-value]

    monkeypatch.setattr(doctor, "_kernels", noted("tracing"))
    monkeypatch.setattr(doctor, "_reading_kernels", noted("reading"))
    whole = doctor.examine(load(tmp_path))
    assert done == ["tracing", "reading"]
    quick = doctor.examine(load(tmp_path), quick=True)
    assert done == ["tracing", "reading", "tracing"]
    assert quick == whole[:-1]
    assert whole[-1].part == doctor.READING
    assert all(check.works for check in whole)
