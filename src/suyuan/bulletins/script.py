"""One spelling for matching: traditional characters, full-width digits and odd quotation marks folded.

Folding is one character to one character, so that a place found in the folded text is the same place in the
printed one: rules match the folded text, results quote the printed text.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data") / "traditional.txt"

_ODD = {
    "﹒": ".", "．": ".", "％": "%", "／": "/", "＄": "$", "－": "-", "～": "~", "﹣": "-", "–": "-", "〜": "~",
    "「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”", "＂": '"', "‘": "“", "’": "”",
    "\u00a0": " ", "\u3000": " ", "\t": " ", "：": "：", "﹕": "：", "︰": "：", "﹐": "，", "﹑": "、",
    "○": "〇", "◯": "〇", "Ｏ": "〇", "馀": "余", "餘": "余", "兩": "两", "貳": "二",
    "‧": "·", "・": "·", "•": "·", "∙": "·",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    pairs = _DATA.read_text(encoding="utf-8").split("\n")
    rows = [line for line in pairs if line and not line.startswith("#")]
    table = {
        ord(traditional): simple for line in rows for traditional, simple in zip(*line.split(" "), strict=True)
    }
    table.update({ord(odd): plain for odd, plain in _ODD.items()})
    table.update({0xFF10 + digit: str(digit) for digit in range(10)})
    for first in (0xFF21, 0xFF41):
        table.update({first + letter: chr(first - 0xFEE0 + letter) for letter in range(26)})
    return table


def fold(text: str) -> str:
    """Return the text in one spelling, of the same length, each character in its old place."""
    folded = text.translate(_table())
    if '"' not in folded:
        return folded
    # straight quotation marks open and close in turn, within one line
    return "\n".join(_paired(line) for line in folded.split("\n"))


def is_english(text: str) -> bool:
    """Return whether the text is written in Latin letters rather than in Chinese characters."""
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return latin > 4 * chinese


def _paired(line: str) -> str:
    parts = line.split('"')
    if len(parts) % 2 == 0:
        return line
    return "".join(part + ("“" if place % 2 == 0 else "”") for place, part in enumerate(parts[:-1])) + parts[-1]
