"""The word lists of ``words.toml``, and patterns made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def _data() -> dict[str, Any]:
    text = resources.files("suyuan.intake.report_text").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words."""
    return tuple(_data()[name])


@cache
def one_of(name: str) -> re.Pattern[str]:
    """Return the pattern of any word of a list, the longest first."""
    return re.compile(either(words(name)))


@cache
def channels() -> dict[str, tuple[str, ...]]:
    """Return the words of each channel, in the order in which they are looked for."""
    return {name: tuple(each) for name, each in _data()["channel"].items()}


@cache
def approximate(name: str) -> tuple[str, ...]:
    """Return the words of approximate amounts: ``about``, ``above``, ``below`` or ``vague``."""
    return tuple(_data()["approximate"][name])


@cache
def about_percent() -> int:
    """Return how many percent either way 约 allows."""
    return int(_data()["approximate"]["about_percent"])


def either(each: Iterable[str]) -> str:
    """Return the pattern of any of these words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(each, key=lambda word: (-len(word), word))) + ")"
