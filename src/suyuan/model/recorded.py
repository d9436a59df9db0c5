"""Facts kept as JSON text and read back as the frozen dataclass they were.

What a person enters in a step of a proceeding is a dataclass of the room that knows its rules; the casebook keeps
it as text without knowing it. The text is canonical, so that the audit chain can bind it byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
    of: Any = kind
    return cast("Facts", _reader(of, kind.__name__)(value))


@cache
def _reader(kind: Any, where: str) -> Callable[[Any], object]:
    """Return what reads a value of a type; ``where`` names its place. Kept, for registers have many steps."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        of = _reader(next(each for each in get_args(kind) if each is not NoneType), where)
        return (lambda value: None if value is None else of(value)) if NoneType in get_args(kind) else of
    if origin is tuple:
        each_of = _reader(get_args(kind)[0], where)
        return lambda value: tuple(map(each_of, _is(value, list, where)))
    if kind is Moment:
        return lambda value: _moment(_is(value, dict, where))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: _called(kind, value, where)
    if kind in (datetime, date):
        return lambda value: _called(kind.fromisoformat, _is(value, str, where), where)
    if is_dataclass(kind):
        return _fields_reader(kind, where)
    return lambda value: _is(value, kind, where)


def _fields_reader(kind: Any, where: str) -> Callable[[Any], object]:
    types = get_type_hints(kind)
    readers = {each.name: _reader(types[each.name], f"{where}.{each.name}") for each in fields(kind)}

    def read(value: Any) -> object:
        given = _is(value, dict, where)
        unknown = given.keys() - readers.keys()
        if unknown:
            raise NotAsRecorded(f"{where}: unknown field {min(unknown)}")
        named = {name: readers[name](each) for name, each in given.items()}
        try:
            return kind(**named)
        except TypeError as error:
            raise NotAsRecorded(f"{where}: {error}") from error

    return read


def _moment(given: dict[str, Any]) -> Moment:
    return Moment(datetime.fromisoformat(given["at"]), Precision(given["precision"]))


def _called(kind: Any, value: Any, where: str) -> object:
    try:
        return kind(value)
    except ValueError as error:
        raise NotAsRecorded(f"{where}: {error}") from error


def _is(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise NotAsRecorded(f"{where}: not a {kind.__name__}")
    return value
