"""A text cut into pieces, each with at most one payment: sentences, and inside them clauses where another begins.

The pieces in their order, with the line ends between them, are the whole text: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suyuan.intake.report_text.amounts import find_amounts
from suyuan.intake.report_text.times import find_times
from suyuan.intake.report_text.words import one_of

_SENTENCE = re.compile(r"[^。！？；;!?]*[。！？；;!?]*[”’」』）)]*\s*")
_OPENING, _CLOSING = "（(【[“", "）)】]”"
_ANOTHER = re.compile("(?:又|再|并|还|后)?(?:向|给|通过|用)")
"""Behind a 、 this begins another payment: 向甲转账1万元、向乙转账2万元."""

_ON_THE_PAYEE = re.compile("收款|户名|开户|账号|卡号|尾号|对方账|该账户|卡主|持卡人|户主|收款人")


@dataclass(frozen=True)
class Piece:
    """A piece of a line: its line and its number in it, both from 1, whether it begins a sentence, its words."""

    line: int
    number: int
    begins: bool
    text: str


def pieces_of(line: str, number: int) -> tuple[Piece, ...]:
    """Return the pieces of a line."""
    found: list[Piece] = []
    for sentence in _SENTENCE.findall(line):
        for place, text in enumerate(_clauses_together(sentence)):
            found.append(Piece(number, len(found) + 1, place == 0, text))
    return tuple(found)


def _clauses_together(sentence: str) -> Iterator[str]:
    """Yield the clauses of a sentence, those that tell of one payment together."""
    held = ""
    has_verb = has_amount = False
    for clause in _clauses(sentence):
        verb, amount = _moves(clause), bool(find_amounts(clause))
        begins = bool(find_times(clause).times) and not (amount and not verb)
        done = has_verb and has_amount
        if held and done and (verb or amount or begins or not _ON_THE_PAYEE.search(clause)):
            yield held
            held, has_verb, has_amount = "", False, False
        held += clause
        has_verb, has_amount = has_verb or verb, has_amount or amount
    if held:
        yield held


def _moves(clause: str) -> bool:
    return bool(one_of("paid").search(clause) or one_of("back").search(clause))


def _clauses(sentence: str) -> Iterator[str]:
    """Yield what stands between commas; brackets and digits (32,000) are not cut."""
    depth = start = 0
    for at, sign in enumerate(sentence):
        depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
        ends = sign in "，," or (sign == "、" and _ANOTHER.match(sentence, at + 1))
        if not ends or depth > 0:
            continue
        if sentence[at - 1 : at].isdigit() and re.match(r"\d{3}(?!\d)", sentence[at + 1 : at + 5]):
            continue
        yield sentence[start : at + 1]
        start = at + 1
    if start < len(sentence):
        yield sentence[start:]
