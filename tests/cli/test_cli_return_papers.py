"""Papers of a return on the disk: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.cli.restitution_shown import write
from suyuan.errors import Failed, WrongUsage


def test_a_full_disk_leaves_no_half_of_a_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing stops in the middle a sentence says so and no file is left; afterwards it can be repeated."""

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", full)
        with pytest.raises(Failed, match="No space left on device"):
            write(tmp_path / "notice.docx", b"whole")
    assert list(tmp_path.iterdir()) == []
    write(tmp_path / "notice.docx", b"whole")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("notice.docx", b"whole")]
    with pytest.raises(WrongUsage):
        write(tmp_path / "notice.docx", b"other")
