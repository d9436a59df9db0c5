"""Rulings 认定: what a named person decided about a part of a case, with reason and evidence; never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from suyuan.model.mend import Undoing


class RulingKind(Enum):
    """What a ruling is about; the noun of its actions in the audit chain."""

    EARMARK = "earmark"
    PRESUMED = "claim"
    ACCOUNT = "account"
    """The part an account plays, whose it is, who controls it, what it is tagged as."""
    GOOD_FAITH = "good_faith"
    """善意取得: a third person's explanation and papers, and what was decided on them."""
    BASIS = "basis"
    """On what an inflow counts in the table of the amount found; a presumption of an account."""
    DEFENDANT = "defendant"
    """A suspect's part, unit, accounts, stays and counts."""
    JURISDICTION = "jurisdiction"
    """受案、立案、指定管辖、并案."""
    MATCH = "match"
    """较松匹配: so much of a claim is in a freeze, by chains that leave room for doubt."""


@dataclass(frozen=True)
class Ruling:
    """One ruling of a case, ``number`` counted from 1 in the case; ``undone`` is None while it stands.

    ``subject`` is what it is about (a transfer's id), ``facts`` what was decided, by name, as texts.
    """

    case: str
    number: int
    kind: RulingKind
    subject: str
    facts: Mapping[str, str]
    why: str
    evidence: str
    who: str
    when: datetime
    undone: Undoing | None = None
