"""Facts kept as JSON text and read back as the frozen dataclass they were.

What a person enters in a step of a proceeding is a dataclass of the room that knows its rules; the casebook keeps
it as text without knowing it. The text is canonical, so that the audit chain can bind it byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from suyuan.model.moment import Moment, Precision

Facts = TypeVar("Facts")


class NotAsRecorded(ValueError):
    """A text does not hold the facts of the type asked for; says which field."""


def to_text(facts: object) -> str:
    """Return a dataclass as canonical JSON: keys sorted, no spaces, money as integers, times as ISO 8601."""
    return json.dumps(to_value(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_value(facts: object) -> object:
    """Return a dataclass, or a part of one, as JSON values; raises TypeError for what has no place in a record."""
    if isinstance(facts, Enum):
        return facts.value
    if facts is None or isinstance(facts, bool | int | str):
        return facts
    if isinstance(facts, Moment):
        return {"at": facts.at.isoformat(), "precision": facts.precision.value}
    if isinstance(facts, date):  # an instant is a date too
        return facts.isoformat()
    if isinstance(facts, tuple | list):
        return [to_value(each) for each in facts]
    if isinstance(facts, Mapping):
        return {str(key): to_value(each) for key, each in facts.items()}
    if is_dataclass(facts) and not isinstance(facts, type):
        return {each.name: to_value(getattr(facts, each.name)) for each in fields(facts)}
    raise TypeError(f"a {type(facts).__name__} cannot be recorded")


def from_text(kind: type[Facts], text: str) -> Facts:
    """Read back what ``to_text`` made of a ``kind``; raises NotAsRecorded.

    A field that a later version added and an old record lacks takes its default.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise NotAsRecorded(f"no JSON: {error}") from error
    return cast("Facts", _read(kind, value, kind.__name__))


def _read(kind: Any, value: Any, where: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(kind):
            return None
        return _read(next(each for each in get_args(kind) if each is not NoneType), value, where)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], each, where) for each in _is(value, list, where))
    if kind is Moment:
        given = _is(value, dict, where)
        return Moment(datetime.fromisoformat(given["at"]), Precision(given["precision"]))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _called(kind, value, where)
    if kind in (datetime, date):
        return _called(kind.fromisoformat, _is(value, str, where), where)
    if is_dataclass(kind):
        return _read_fields(kind, _is(value, dict, where), where)
    return _is(value, kind, where)


def _read_fields(kind: Any, value: dict[str, Any], where: str) -> object:
    types = _types_of(kind)
    names = [name for name in types if name in value]
    unknown = sorted(set(value) - set(names))
    if unknown:
        raise NotAsRecorded(f"{where}: unknown field {unknown[0]}")
    given = {name: _read(types[name], value[name], f"{where}.{name}") for name in names}
    try:
        return kind(**given)
    except TypeError as error:
        raise NotAsRecorded(f"{where}: {error}") from error


@cache
def _types_of(kind: Any) -> dict[str, Any]:
    """Return the fields of a dataclass with their types, in their order; finding them is slow."""
    types = get_type_hints(kind)
    return {each.name: types[each.name] for each in fields(kind)}


def _called(kind: Any, value: Any, where: str) -> object:
    try:
        return kind(value)
    except ValueError as error:
        raise NotAsRecorded(f"{where}: {error}") from error


def _is(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise NotAsRecorded(f"{where}: not a {kind.__name__}")
    return value
