"""Drafts come to their places together, whole, or leave nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from suyuan.intake.drafts import Drafts
from suyuan.intake.evidence import Vault


@pytest.mark.parametrize("count", [1, 100])
def test_drafts_stand_at_their_places_only_when_settled(tmp_path: Path, count: int) -> None:
    """Few and many: before, no name is taken; after, every file has its bytes and no draft is left."""
    drafts = Drafts()
    places = {tmp_path / "segments" / str(number): str(number).encode() * 999 for number in range(count)}
    for path, content in places.items():
        drafts.write(path, content)
    assert not any(path.exists() for path in places)
    drafts.settle()
    assert {path: path.read_bytes() for path in (tmp_path / "segments").iterdir()} == places


def test_every_draft_is_flushed_before_any_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may never stand for bytes that a power cut could take: all files, then the names, then the folder."""
    steps: list[str] = []
    real = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), real[0](handle))[1])  # type: ignore[func-returns-value]
    monkeypatch.setattr(os, "replace", lambda *names: (steps.append("replace"), real[1](*names))[1])  # type: ignore[func-returns-value]
    drafts = Drafts()
    for name in "ab":
        drafts.write(tmp_path / name, b"x")
    drafts.settle()
    assert steps == ["fsync", "fsync", "replace", "replace", "fsync"]


def test_discarded_drafts_leave_nothing(tmp_path: Path) -> None:
    """Of segments and of evidence alike; what was settled before stays."""
    drafts, vault = Drafts(), Vault(tmp_path / "vault")
    drafts.write(tmp_path / "kept", b"k")
    kept = vault.receive(b"kept")
    drafts.settle()
    vault.settle()
    drafts.write(tmp_path / "gone", b"g")
    gone = vault.receive(b"gone")
    assert gone.path.read_bytes() == b"gone"
    drafts.discard()
    vault.discard()
    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {tmp_path / "kept", vault.path_of(kept.sha256)}
    assert vault.verify() == ()
