"""Reading official bulletins, each file whatever befalls the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from suyuan.bulletins.bulletin import Bulletin
from suyuan.bulletins.read import read_file
from suyuan.errors import Refused
from suyuan.model.text import Language, Message


@dataclass(frozen=True)
class BulletinReading:
    """One file of the command: the bulletin in it, or the sentence why it was refused; one of the two is None."""

    file: str
    bulletin: Bulletin | None
    refused: Message | None

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the JSON object of the file, nulls included."""
        if self.bulletin is not None:
            return {**self.bulletin.as_json(), "refused": None}
        return {
            "file": self.file,
            "sha256": None,
            "title": None,
            "published": None,
            "issuers": None,
            "cases": [],
            "aggregate_numbers": None,
            "refused": self.refused.render(language) if self.refused else None,
        }


def read_bulletins(paths: Sequence[Path]) -> tuple[BulletinReading, ...]:
    """Return what each file is, in the order given."""
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> BulletinReading:
    try:
        return BulletinReading(str(path), read_file(path), None)
    except Refused as error:
        return BulletinReading(str(path), None, error.message)
