"""Every text of the interface stands in Chinese and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "suyuan"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPEAKING = {"say", "tell"}
LATIN_WORDS = re.compile(r"[A-Za-z]{2,}")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the program with its syntax tree."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE), ast.parse(path.read_text(encoding="utf-8"))


def literal(node: ast.expr) -> str:
    """Return the constant parts of a string expression, joined."""
    return "".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield place, Chinese and English of every ``Text(...)`` written in the program."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                given = {word.arg: word.value for word in node.keywords}
                for place, name in enumerate(("zh", "en")):
                    if place < len(node.args):
                        given[name] = node.args[place]
                if {"zh", "en"} <= given.keys():
                    yield f"{path}:{node.lineno}", literal(given["zh"]), literal(given["en"])


def test_there_are_texts_to_check() -> None:
    """The check finds the program's texts (it would pass on nothing otherwise)."""
    assert len(list(texts())) > 20


def test_chinese_is_chinese() -> None:
    """The Chinese of a text with words in it has Chinese characters."""
    without_places = ((place, re.sub(r"\{\w*\}", "", zh)) for place, zh, _ in texts())
    wrong = [place for place, zh in without_places if LATIN_WORDS.search(zh) and not CHINESE.search(zh)]
    assert wrong == [], "the Chinese text has none: write it, or use a plain string for a name or a code"


def test_english_is_english() -> None:
    """The English of a text has no Chinese but in quoted terms of art (in brackets or quotation marks)."""
    quoted = re.compile(r"[(（“\"'‘][^)）”\"'’]*[)）”\"'’]")
    wrong = [place for place, _, en in texts() if CHINESE.search(quoted.sub("", en))]
    assert wrong == [], "the English text has Chinese outside brackets and quotation marks"


@pytest.mark.parametrize("room", ["cli", "actions"])
def test_nothing_is_said_in_one_language(room: str) -> None:
    """What the command line says is a Text or a value, never a sentence in one language."""
    wrong = []
    for path, tree in trees():
        if path.parts[0] != room:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SPEAKING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant | ast.JoinedStr) and LATIN_WORDS.search(_said(first)):
                    wrong.append(f"{path}:{node.lineno}")
            wrong += [
                f"{path}:{word.value.lineno}"
                for word in getattr(node, "keywords", [])
                if word.arg == "help"
                and isinstance(word.value, ast.Constant)
                and isinstance(word.value.value, str)
            ]
    assert wrong == [], "say it with Text(zh=…, en=…)"


def _said(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
