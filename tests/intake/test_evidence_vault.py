"""The vault keeps bytes unchanged, once, through kills."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from suyuan.errors import Failed, Refused
from suyuan.intake.evidence import Vault

HELLO = hashlib.sha256(b"hello").hexdigest()


def test_a_file_is_kept_under_its_hash(tmp_path: Path) -> None:
    """Path, size and hash; the copy is read-only and its bytes are the same."""
    source = tmp_path / "流水.csv"
    source.write_bytes(b"hello")
    vault = Vault(tmp_path / "vault")
    stored = vault.put(source)
    assert (stored.sha256, stored.size, stored.already_there) == (HELLO, 5, False)
    assert stored.path == tmp_path / "vault" / HELLO[:2] / f"{HELLO}.bin"
    assert stored.path.read_bytes() == b"hello"
    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o444
    assert source.read_bytes() == b"hello"
    with vault.open(HELLO) as file:
        assert file.read() == b"hello"


def test_the_same_bytes_twice_are_one_evidence(tmp_path: Path) -> None:
    """Given as bytes or as a file, the second time it is already there; the vault holds one file."""
    source = tmp_path / "again"
    source.write_bytes(b"hello")
    vault = Vault(tmp_path / "vault")
    first = vault.put(b"hello")
    second = vault.put(source)
    assert (first.already_there, second.already_there) == (False, True)
    assert first.path == second.path
    assert [path.name for path in (tmp_path / "vault").rglob("*") if path.is_file()] == [f"{HELLO}.bin"]
    assert list(vault.stored()) == [HELLO]


def test_an_empty_file_is_evidence_too(tmp_path: Path) -> None:
    """That a file came empty is a fact worth keeping."""
    assert Vault(tmp_path).put(b"").size == 0


def test_verify_names_what_was_changed(tmp_path: Path) -> None:
    """One changed byte, a stranger's file: each is named; the sound ones are not."""
    vault = Vault(tmp_path)
    sound, spoilt = vault.put(b"sound"), vault.put(b"spoilt")
    assert vault.verify() == ()
    spoilt.path.chmod(0o644)
    spoilt.path.write_bytes(b"spoilT")
    (tmp_path / "notes.txt").write_text("x")
    damaged = vault.verify()
    assert {(item.path, item.sha256) for item in damaged} == {
        (spoilt.path, spoilt.sha256),
        (tmp_path / "notes.txt", None),
    }
    assert sound.path not in {item.path for item in damaged}


def test_a_damaged_copy_is_not_mended_in_silence(tmp_path: Path) -> None:
    """Putting the bytes in again fails and says that the vault's copy was changed."""
    vault = Vault(tmp_path)
    stored = vault.put(b"hello")
    stored.path.chmod(0o644)
    stored.path.write_bytes(b"hellO")
    with pytest.raises(Failed, match="was changed"):
        vault.put(b"hello")
    assert stored.path.read_bytes() == b"hellO"


def test_missing_things_are_said(tmp_path: Path) -> None:
    """A source that is not there is refused; evidence that is not there is a failure."""
    vault = Vault(tmp_path / "vault")
    with pytest.raises(Refused, match="cannot be opened"):
        vault.put(tmp_path / "nothing.csv")
    with pytest.raises(Failed, match="Restore it"):
        vault.open("0" * 64)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Failed, match="cannot be written"):
        Vault(tmp_path / "file" / "vault")


def test_half_written_files_are_removed_unless_alive(tmp_path: Path) -> None:
    """What a killed import left goes at the next opening; what a living process writes stays."""
    import fcntl

    Vault(tmp_path)
    dead, living = tmp_path / ".incoming-dead", tmp_path / ".incoming-living"
    dead.write_bytes(b"half")
    with living.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        vault = Vault(tmp_path)
        assert (dead.exists(), living.exists()) == (False, True)
        assert vault.verify() == ()
    Vault(tmp_path)
    assert not living.exists()


KILLED = """
import sys
from pathlib import Path
from suyuan.intake.evidence import Vault
class Slow:
    def __init__(self): self.left = 40
    def read(self, size):
        self.left -= 1
        if self.left == 20: print("half", flush=True)
        if self.left < 20:
            import time; time.sleep(0.2)
        return b"x" * size if self.left else b""
Vault(Path(sys.argv[1]))._store(Slow())
"""


def test_a_kill_in_the_middle_leaves_the_vault_as_it_was(tmp_path: Path) -> None:
    """A process killed while it copies leaves no evidence, and only a copy that the next opening removes."""
    vault = Vault(tmp_path)
    kept = vault.put(b"hello")
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"half\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(list(tmp_path.glob(".incoming-*"))) == 1
    vault = Vault(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept.path]
    assert vault.verify() == ()


def test_a_failed_copy_leaves_nothing(tmp_path: Path) -> None:
    """A source that breaks while it is read leaves no half-written file."""

    class Breaks:
        def read(self, size: int) -> bytes:
            time.sleep(0)
            raise OSError(5, "Input/output error")

    vault = Vault(tmp_path)
    with pytest.raises(Failed, match="Input/output error"):
        vault._store(Breaks())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
