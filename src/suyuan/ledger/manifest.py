"""The manifest: which segments make up a case's ledger.

A JSON file beside the segments, sorted, replaced atomically. The casebook decides which files are part of a case;
the manifest is derived from it and can be written anew from the entries that the casebook keeps.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suyuan.errors import Failed
from suyuan.model.text import Text

MANIFEST_NAME = "manifest.json"
VERSION = 1

UNREADABLE = Text(
    zh="账本清单 {path} 无法读取（{reason}）。原始证据未受影响：请用 suyuan import 重新导入本案文件，清单会重建。",
    en="The ledger's manifest {path} cannot be read ({reason}). The evidence itself is unharmed: "
    "import the case's files again with suyuan import, which writes the manifest anew.",
)


@dataclass(frozen=True)
class Segment:
    """One Parquet file: the kind of its rows (a name in ``schema.RELATIONS``), how many, and its SHA-256."""

    kind: str
    rows: int
    hash: str

    @property
    def file_name(self) -> str:
        """The segment's file name: its content names it."""
        return f"{self.hash}.parquet"


@dataclass(frozen=True)
class Entry:
    """The segments of one file of evidence, which ``sha256`` names."""

    sha256: str
    segments: tuple[Segment, ...]

    def as_json(self) -> dict[str, object]:
        """Return the entry as JSON values, as the casebook keeps it."""
        segments = [{"kind": each.kind, "rows": each.rows, "hash": each.hash} for each in self.segments]
        return {"sha256": self.sha256, "segments": segments}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Entry:
        """Return the entry that ``as_json`` gave; raises KeyError, TypeError or ValueError for anything else."""
        segments = [Segment(str(each["kind"]), int(each["rows"]), str(each["hash"])) for each in value["segments"]]
        return Entry(str(value["sha256"]), tuple(segments))


@dataclass(frozen=True)
class Manifest:
    """The entries of a case, one for each file of evidence, by its hash."""

    entries: tuple[Entry, ...] = ()

    @staticmethod
    def of(entries: Iterable[Entry]) -> Manifest:
        """Return the manifest of these entries, sorted; the last of two for one file stands."""
        by_evidence = {entry.sha256: entry for entry in entries}
        return Manifest(tuple(by_evidence[sha256] for sha256 in sorted(by_evidence)))

    def segments(self, kind: str) -> tuple[Segment, ...]:
        """Return all segments of one kind, in the order of the evidence's hashes."""
        return tuple(each for entry in self.entries for each in entry.segments if each.kind == kind)


def load(folder: Path) -> Manifest:
    """Return the manifest of a ledger's folder, an empty one where none was written yet; raises Failed."""
    path = folder / MANIFEST_NAME
    try:
        written = json.loads(path.read_bytes())
        if written["version"] != VERSION:
            raise ValueError(f"version {written['version']}")
        return Manifest.of(Entry.from_json(each) for each in written["files"])
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failed(UNREADABLE(path=path, reason=f"{type(error).__name__}: {error}")) from error


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, replacing the one before in one step; same entries, same bytes."""
    written = {"version": VERSION, "files": [entry.as_json() for entry in manifest.entries]}
    text = json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace_file(folder / MANIFEST_NAME, text.encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever looks sees the old content or the new, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
