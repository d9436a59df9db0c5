"""What an official bulletin states: its cases and its figures, each with the sentence it came from.

Nothing here is computed by the program: a figure is quoted, with the word that makes it inexact, and is never a
sum or a difference of other figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class LeadKind(Enum):
    """How a case came to light."""

    CONCENTRATED_ANALYSIS = "concentrated_analysis"
    SMUGGLING_CASE = "smuggling_case"
    VICTIM_REPORT = "victim_report"
    CARD_CRACKDOWN = "card_crackdown"
    CASE_CLUE = "case_clue"
    OTHER = "other"


class AmountKind(Enum):
    """What the amount of a case is; the kinds look alike and are never mixed."""

    INVOLVED = "involved"
    DEFRAUDED = "defrauded"
    TURNOVER = "turnover"
    LAUNDERED = "laundered"


@dataclass(frozen=True)
class Figure:
    """One number of a bulletin.

    ``value`` is in units of one (yuan, persons), a whole number unless the text gives a fraction of one.
    ``qualifier`` is the word that makes it inexact (余, 近, 逾, about …), empty if the number stands bare.
    ``text`` is the phrase as printed, ``sentence`` the printed sentence (or table row) it stands in.
    ``what`` is a free label and ``unit`` the unit counted (元, 名, USD …); both may be empty for a figure whose
    field says what it is.
    """

    value: Decimal
    qualifier: str
    text: str
    sentence: str
    what: str = ""
    unit: str = ""

    def as_json(self, *, labelled: bool) -> dict[str, object]:
        """Return the JSON object of the figure; ``labelled`` adds ``what`` and ``unit``."""
        whole = self.value == self.value.to_integral_value()
        value: int | str = int(self.value) if whole else format(self.value.normalize(), "f")
        if not labelled:
            return {"value": value, "qualifier": self.qualifier, "text": self.text}
        return {
            "what": self.what, "value": value, "unit": self.unit, "qualifier": self.qualifier, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True)
class BulletinCase:
    """One case as the bulletin describes it; a fact that the text does not state is None (or an empty tuple).

    ``name`` as printed; ``province`` without 省/自治区/市; ``date_phrase`` as printed and ``date_resolved`` the
    same as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``period`` the two ends of the gang's activity, one of which
    may be None. ``sentences`` are all sentences (or the table row) that belong to the case, in their order;
    ``lead_sentence`` is the one that says when and how it came to light.
    """

    name: str | None
    province: str | None
    date_phrase: str | None
    date_resolved: str | None
    lead_kind: LeadKind | None
    lead_sentence: str | None
    base: str | None
    methods: tuple[str, ...]
    period: tuple[str | None, str | None] | None
    arrested: Figure | None
    amount: Figure | None
    amount_kind: AmountKind | None
    victims: Figure | None
    other_numbers: tuple[Figure, ...]
    helpers: tuple[str, ...]
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the JSON object of the case, nulls included."""
        return {
            "name": self.name,
            "province": self.province,
            "date_phrase": self.date_phrase,
            "date_resolved": self.date_resolved,
            "lead_kind": self.lead_kind.value if self.lead_kind else None,
            "base_country_or_region": self.base,
            "methods": list(self.methods),
            "period": list(self.period) if self.period else None,
            "arrested": self.arrested.as_json(labelled=False) if self.arrested else None,
            "amount_yuan": self.amount.as_json(labelled=False) if self.amount else None,
            "amount_kind": self.amount_kind.value if self.amount_kind else None,
            "victims": self.victims.as_json(labelled=False) if self.victims else None,
            "other_numbers": [figure.as_json(labelled=True) for figure in self.other_numbers],
            "helpers": list(self.helpers),
        }


@dataclass(frozen=True)
class Bulletin:
    """One bulletin file that was read.

    ``file`` is the name it was given by, ``sha256`` names its bytes. ``title`` is empty where the text has none.
    ``published`` is ``YYYY-MM-DD`` or None.
    ``aggregate_numbers`` are figures of the whole bulletin or of a campaign; they belong to no case.
    """

    file: str
    sha256: str
    title: str
    published: str | None
    issuers: tuple[str, ...]
    cases: tuple[BulletinCase, ...]
    aggregate_numbers: tuple[Figure, ...]

    def as_json(self) -> dict[str, object]:
        """Return the JSON object of the bulletin, nulls included."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "title": self.title or None,
            "published": self.published,
            "issuers": list(self.issuers),
            "cases": [case.as_json() for case in self.cases],
            "aggregate_numbers": [figure.as_json(labelled=True) for figure in self.aggregate_numbers],
        }
