"""What a column may be by its name: roles of columns that no described layout knows, their words as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from suyuan.intake.header import clean_name

_BEHIND = re.compile(r"\([^()]*\)$")
_MARKS = re.compile(r"[\s_.\-:#*]+")

EXACT, LIKELY = 2, 1
"""How sure a name says a role: it is one of the role's names, or fits its pattern."""


@dataclass(frozen=True)
class Roles:
    """Names and patterns of roles, and words in cells; ``formats`` are forms of dates by their order of day and
    month.
    """

    names: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    never: Mapping[str, re.Pattern[str]]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    carried: tuple[str, ...]
    preamble: tuple[str, ...]
    footers: tuple[str, ...]
    formats: Mapping[str, tuple[str, ...]]


@cache
def roles() -> Roles:
    """Return the roles that the program knows."""
    text = (files("suyuan.intake") / "inferred_roles.toml").read_text(encoding="utf-8")
    said: dict[str, Any] = tomllib.loads(text)
    lines = said["lines"]
    return Roles(
        names={role: frozenset(map(_plain, names)) for role, names in said["names"].items()},
        patterns={role: re.compile(pattern) for role, pattern in said["patterns"].items()},
        never={role: re.compile(pattern) for role, pattern in said["never"].items()},
        words={
            field: {meaning: tuple(words) for meaning, words in table.items()}
            for field, table in said["words"].items()
        },
        carried=tuple(lines["carried"]),
        preamble=tuple(lines["preamble"]),
        footers=tuple(lines["footers"]),
        formats={
            "day_first": tuple(lines["formats_day_first"]),
            "month_first": tuple(lines["formats_month_first"]),
            "named": tuple(lines["formats_named"]),
        },
    )


@cache
def roles_of(name: str) -> Mapping[str, int]:
    """Return the roles that a header's cell may name, with how sure it does; empty for a name of nothing known."""
    known = roles()
    plain = _plain(name)
    if not plain:
        return {}
    found = {role: EXACT for role, names in known.names.items() if plain in names}
    if not found:
        for role, pattern in known.patterns.items():
            if pattern.search(plain):
                found = {role: LIKELY}
                break
    return {
        role: sure
        for role, sure in found.items()
        if role not in known.never or not known.never[role].search(plain)
    }


def _plain(name: str) -> str:
    """Return a name as roles are compared: lower case, without marks and what stands in brackets behind it."""
    text = clean_name(name.partition("#")[0]).lower()
    return _MARKS.sub("", _BEHIND.sub("", text) or text)
