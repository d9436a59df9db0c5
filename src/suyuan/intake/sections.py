"""Tables of a description to dataclasses, strictly: every key known, present where it must be, of its type.

All functions raise ValueError with the place and what was expected.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Section = TypeVar("Section")


def section(form: type[Section], table: object, place: str) -> Section:
    """Return a section as its dataclass; raises ValueError for unknown, missing or wrongly typed keys."""
    if not isinstance(table, dict):
        raise ValueError(f"{place} must be a table")
    known = {each.name: each for each in fields(form)}  # type: ignore[arg-type]
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in known:
            raise ValueError(f"{place}.{key} is not a key; expected one of {', '.join(sorted(known))}")
        values[key] = _typed(value, str(known[key].type), f"{place}.{key}")
    for key, each in known.items():
        if key not in values and each.default is MISSING:
            raise ValueError(f"{place}.{key} is missing")
    return form(**values)


def _typed(value: object, type_name: str, place: str) -> object:
    if type_name.startswith("tuple"):
        return strings(value, place)
    expected = {"str": str, "int": int, "bool": bool}[type_name]
    if type(value) is not expected:
        raise ValueError(f"{place} must be {type_name}")
    return value


def rows(form: type[Section], value: object, place: str) -> tuple[Section, ...]:
    """Return a list of sections."""
    if not isinstance(value, list):
        raise ValueError(f"{place} must be a list of tables")
    return tuple(section(form, row, f"{place}[{at}]") for at, row in enumerate(value))


def strings(value: object, place: str) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{place} must be a list of texts")
    return tuple(value)


def string(value: object, place: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ValueError(f"{place} must be a text")
    return value


def nothing_left(table: dict[str, Any]) -> None:
    """Raise ValueError for a key that nobody has read."""
    if table:
        raise ValueError(f"{min(table)} is not a key")
