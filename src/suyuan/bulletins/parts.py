"""The parts a bulletin is cut into: what belongs to each case, and what to the bulletin as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from suyuan.bulletins.labels import Labelled
from suyuan.bulletins.sentences import Sentence


@dataclass
class Section:
    """One case's part of the text, while it is gathered.

    ``name`` as printed, ``code`` what tells it apart (12.30), ``suffix`` what the heading has in brackets.
    ``listed`` is the printed sentence that only lists the case by name, where it does no more.
    """

    name: str | None
    code: str | None = None
    suffix: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    labels: list[Labelled] = field(default_factory=list)
    listed: str | None = None


@dataclass
class Outline:
    """A bulletin cut into its cases' parts and the sentences that belong to none, in the order of the text."""

    sections: list[Section] = field(default_factory=list)
    aggregate: list[Sentence] = field(default_factory=list)
