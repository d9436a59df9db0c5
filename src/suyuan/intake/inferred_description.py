"""Descriptions of layouts that nobody has described yet: the TOML text that a person may keep and share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from suyuan.intake.inferred_roles import roles
from suyuan.intake.known_layouts import shared
from suyuan.intake.layout import Layout, layout_from_text

INFERRED = "inferred"
"""The format of a file whose layout nobody has described."""

CHINA_MINUTES = 480
"""China's civil time, which sources take without saying so."""

NEEDED = {
    "word": ("time", "direction", "amount"),
    "signed": ("time", "amount"),
    "two_columns": ("time", "incoming", "outgoing"),
    "none": ("time", "amount"),
}


@dataclass(frozen=True)
class Answers:
    """What each column is, as a person says it or as it was inferred.

    ``names`` are the header's names; ``cells`` patterns of the columns where there is none. ``fields`` gives the
    columns of each role, ``words`` the direction words where they are not the usual ones.
    """

    names: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    direction: str
    plus: str = "in"
    minus: str = "reverse"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_formats: tuple[str, ...] = ()
    currency: str = "CNY"
    decimal_mark: str = "point"
    unit: str = "major"
    offset_minutes: int = CHINA_MINUTES
    cells: tuple[str, ...] = ()
    id: str = INFERRED
    title: str = INFERRED
    institution: str = ""


def description(answers: Answers) -> str:
    """Return the description as TOML text, which the engine of layouts reads like any other."""
    fields = dict(answers.fields)
    required = dict.fromkeys(fields[role][0] for role in NEEDED[answers.direction])
    used = list(dict.fromkeys(name for names in fields.values() for name in names))
    lines = [
        f"id = {_quoted(answers.id)}",
        f"title = {_quoted(answers.title)}",
        'kind = "statement"',
        f"institution = {_quoted(answers.institution)}",
        _list("preamble", roles().preamble),
        _list("footers", roles().footers),
        "",
        "[recognise]",
        _list("header", answers.names),
        _list("required", (*required, *[name for name in used if name not in required])),
        "share = 100",
    ]
    lines += [_list("cells", answers.cells)] if answers.cells else []
    lines += ["", "[columns]", *[_list(role, names) for role, names in fields.items()]]
    if "summary" in fields and "kind" not in fields:
        lines.append(_list("kind", fields["summary"]))
    lines += ["", "[rules]", f"direction = {_quoted(answers.direction)}"]
    lines += [f"plus = {_quoted(answers.plus)}"] if answers.direction == "signed" else []
    lines += [f"minus = {_quoted(answers.minus)}", f"currency = {_quoted(answers.currency)}"]
    lines += [] if answers.decimal_mark == "point" else [f"decimal_mark = {_quoted(answers.decimal_mark)}"]
    lines += [] if answers.unit == "major" else [f"unit = {_quoted(answers.unit)}"]
    hours, minutes = divmod(abs(answers.offset_minutes), 60)
    sign = -1 if answers.offset_minutes < 0 else 1
    if answers.offset_minutes != CHINA_MINUTES:
        lines += [f"offset_hours = {sign * hours}"] + ([f"offset_minutes = {sign * minutes}"] if minutes else [])
    lines += ['kinds_of = "bank"']
    lines += [_list("time_formats", answers.time_formats)] if answers.time_formats else []
    if answers.direction == "word":
        words = answers.words or roles().words["direction"]
        lines += ["", "[words.direction]", *[_list(meaning, each) for meaning, each in words.items()]]
    if "status" in fields:
        words = roles().words["status"]
        lines += ["", "[words.status]", *[_list(meaning, each) for meaning, each in words.items()]]
    for name in fields.get("summary", ()):
        lines += ["", "[[note]]", f"column = {_quoted(name)}", _list("words", roles().carried)]
    return "\n".join(lines) + "\n"


def layout_of(answers: Answers) -> Layout:
    """Return the layout that these answers describe; raises Refused where they do not fit together."""
    return layout_from_text(description(answers), answers.id, shared())


def _list(key: str, values: Iterable[str]) -> str:
    return f"{key} = [{', '.join(map(_quoted, values))}]"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
