"""What a column may be by its name: roles of columns that no described layout knows, their words as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from suyuan.intake.header import clean_name
from suyuan.model.money import DECIMALS

_BEHIND = re.compile(r"\([^()]*\)$")
_NUMBERED = re.compile(r"#\d+$")
_WAY = re.compile(r"credit|debit|\((?:in|out|cr|dr)\)|收入|支出|^\([借贷收支付]方?\)$")
"""What stands in brackets and makes another column of it: Amount (debit)."""

_IN_CURRENCY = re.compile(rf"(?<=[a-zà-ÿ])(?:in[A-Z]{{3}}|{'|'.join(sorted(DECIMALS))})$")
"""Saldo in CHF, Betrag CHF."""

_MARKS = re.compile(r"[\s_.\-:#*]+")

_CLOCKS = ("H:mm", "H:mm:ss", "H:mm a", "H:mm:ss a")

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
        formats={name: _with_clocks(lines[f"formats_{name}"]) for name in ("day_first", "month_first", "named")},
    )


def _with_clocks(forms: Sequence[str]) -> tuple[str, ...]:
    """Return forms of dates, each also with the time of day behind it."""
    dates = [form for form in forms if "H" not in form]
    return tuple(dict.fromkeys([*forms, *(f"{form} {clock}" for form in dates for clock in _CLOCKS)]))


@cache
def roles_of(name: str) -> Mapping[str, int]:
    """Return the roles that a header's cell may name, with how sure it does; empty for a name of nothing known."""
    known = roles()
    plain = _plain(name)
    if not plain:
        return {}
    whole = _MARKS.sub("", clean_name(_NUMBERED.sub("", name)).lower())
    found = {role: EXACT for role, names in known.names.items() if plain in names}
    if not found:
        for role, pattern in known.patterns.items():
            if pattern.search(plain):
                found = {role: LIKELY}
                break
    return {
        role: sure
        for role, sure in found.items()
        if role not in known.never or not known.never[role].search(whole)
    }


def _plain(name: str) -> str:
    """Return a name as roles are compared: lower case, without marks and what stands in brackets behind it."""
    text = _IN_CURRENCY.sub("", clean_name(_NUMBERED.sub("", name))).lower()
    behind = _BEHIND.search(text)
    says_a_way = behind is not None and _WAY.search(behind[0])
    return _MARKS.sub("", text if says_a_way else _BEHIND.sub("", text) or text)
