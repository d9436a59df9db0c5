"""The word lists beside the code: TOML files, read once, and turned into patterns, longest word first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


@cache
def words(name: str) -> Mapping[str, Any]:
    """Return the tables of ``data/NAME.toml``."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def one_of(given: Iterable[str]) -> str:
    """Return a pattern (without a group of its own number) that matches any of the words, the longest first."""
    ordered = sorted(set(given), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


@cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """Return the compiled pattern of a word list or of a table's keys: ``pattern("facts", "arrest")``."""
    found: Any = words(name)
    for key in path:
        found = found[key]
    return re.compile(one_of(found))
