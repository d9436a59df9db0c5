"""The layouts that come with the program, parsed only when a file looks like one of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.layout import BAD_LAYOUT, Layout, SharedWords, layout_from_text, shared_from_text

SHARED = "_shared.toml"


OWN = "layouts/"
"""What stands before the file names of a user's own descriptions, so that none takes the place of a known one."""

_own: dict[str, str] = {}


@cache
def known_texts() -> dict[str, str]:
    """Return the text of each description that comes with the program, by its file name, sorted."""
    folder = files("suyuan.intake") / "layouts"
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".toml") and entry.name != SHARED)
    return {entry.name: entry.read_text(encoding="utf-8") for entry in sorted(found, key=lambda entry: entry.name)}


def texts() -> dict[str, str]:
    """Return the text of each description by its file name: those of the program, then the user's own."""
    return {**known_texts(), **_own} if _own else known_texts()


def also_read(folder: Path) -> None:
    """Read a user's own descriptions beside the known ones from here on; a folder that is not there has none.

    Raises Refused for a description that is wrong, with its file and what is wrong.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise Refused(BAD_LAYOUT(file=path, problem=problem)) from problem
        layout_from_text(text, str(path), shared())
        found[OWN + path.name] = text
    if found == _own:
        return  # what is remembered of them still holds
    _own.clear()
    _own.update(found)
    for remembered in (layout, _mentions, _with_line):
        remembered.cache_clear()


@cache
def shared() -> SharedWords:
    """Return the words that many layouts mean alike."""
    return shared_from_text((files("suyuan.intake") / "layouts" / SHARED).read_text(encoding="utf-8"), SHARED)


@cache
def layout(file: str) -> Layout:
    """Return one layout by its file's name."""
    return layout_from_text(texts()[file], file, shared())


def all_layouts() -> list[Layout]:
    """Return every layout, by file name."""
    return [layout(file) for file in texts()]


def naming(names: Iterable[str], at_least: int) -> list[Layout]:
    """Return the layouts whose descriptions mention at least so many of the names (of a file's header cells).

    Descriptions are looked at as text, which is a hundred times faster than parsing them all.
    """
    mentions = _mentions()
    found = Counter(file for name in dict.fromkeys(names) if name for file in mentions.get(name, ()))
    return [layout(file) for file in texts() if found[file] >= at_least]


def with_key(key: str) -> list[Layout]:
    """Return the layouts whose description has a line that begins with such a key (``only_line``)."""
    return [layout(file) for file in _with_line(key)]


@cache
def _mentions() -> dict[str, list[str]]:
    """Return which descriptions mention a text between two quotes (header cells have none themselves)."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file, text in texts().items():
        for quoted in dict.fromkeys(text.split('"')[1:-1]):
            found[quoted].append(file)
    return dict(found)


@cache
def _with_line(key: str) -> tuple[str, ...]:
    return tuple(file for file, text in texts().items() if f"\n{key} = " in text)
