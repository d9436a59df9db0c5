"""Words for the user, always in Chinese and English together.

A text of the interface is written once, at the place where it is said, in both languages::

    NOT_FOUND = Text(zh="找不到文件 {file}。", en="There is no file {file}.")
    raise Refused(NOT_FOUND(file=name))

Which language is printed is decided at the edge (command line, report), never where the text is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from string import Formatter


class Language(Enum):
    """Languages of the interface."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True)
class Text:
    """A sentence or label in both languages; ``{names}`` in braces are filled by calling it.

    Both languages name the same places, else ValueError when the text is made.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError("a text needs both languages")
        if places(self.zh) != places(self.en):
            raise ValueError(f"the two languages name different places: {self.zh!r} and {self.en!r}")

    def __call__(self, **values: object) -> Message:
        """Return the text with its places filled; a value may itself be a Text or a Message."""
        missing = places(self.zh) - values.keys()
        if missing:
            raise ValueError(f"no value for {sorted(missing)} in {self.en!r}")
        return Message(self, values)

    def render(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True)
class Message:
    """A text with its values, still in both languages."""

    text: Text
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language) -> str:
        """Return the filled text in one language."""
        filled = {name: say(value, language) for name, value in self.values.items()}
        return self.text.render(language).format_map(filled)


def say(value: object, language: Language) -> str:
    """Return any value as words of one language: texts rendered, all else by ``str``."""
    if isinstance(value, Text | Message):
        return value.render(language)
    return str(value)


def places(pattern: str) -> frozenset[str]:
    """Return the names in braces of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(pattern) if name)
