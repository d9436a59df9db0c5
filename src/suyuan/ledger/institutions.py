"""Institutions in whose accounts everybody's money mixes: payment institutions, clearing, exchanges. Data in
``institutions.toml``.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from suyuan.model.booking import Counterparty


class InstitutionKind(Enum):
    """What the institution does with the money it collects."""

    POOL = "pool"
    EXCHANGE = "exchange"


@dataclass(frozen=True)
class Institution:
    """One institution; ``id`` names its nodes. The rest are patterns of printed names and its known numbers."""

    kind: InstitutionKind
    id: str
    name: str
    companies: tuple[str, ...]
    brands: tuple[str, ...]
    starts: tuple[str, ...]
    numbers: frozenset[str]

    def is_named(self, name: str) -> bool:
        """Tell whether a printed name (in the form of ``plain``) is this institution's."""
        return (
            name.startswith(self.starts)
            or any(company in name for company in self.companies)
            or any(_is_brand(name, brand) for brand in self.brands)
        )


def institution_named(name: str) -> Institution | None:
    """Return the institution that a printed name means, None where it means none."""
    return _named(plain(name)) if name else None


def institution_of(counterparty: Counterparty) -> Institution | None:
    """Return the institution that a booking's counterparty is, by its number or its name, else None."""
    if counterparty.account:
        for institution in institutions():
            if counterparty.account in institution.numbers:
                return institution
    return institution_named(counterparty.name)


def plain(name: str) -> str:
    """Return a printed name in the form in which names are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split()).upper()


@cache
def institutions() -> tuple[Institution, ...]:
    """Return all institutions, in the order in which they are asked."""
    data = _data()
    return tuple(
        _institution(kind, entry)
        for kind in (InstitutionKind.EXCHANGE, InstitutionKind.POOL)
        for entry in data[kind.value]
    )


@cache
def _named(name: str) -> Institution | None:
    return next((each for each in institutions() if each.is_named(name)), None)


def _is_brand(name: str, brand: str) -> bool:
    """Tell whether a name is the brand alone, or the brand before a sign or one of the words that may follow."""
    if not name.startswith(brand):
        return False
    rest = name[len(brand) :]
    return not rest or not rest[0].isalnum() or rest.startswith(_followed_by())


@cache
def _followed_by() -> tuple[str, ...]:
    return tuple(plain(each) for each in _data()["followed_by"])


@cache
def _data() -> dict[str, Any]:
    text = resources.files("suyuan.ledger").joinpath("institutions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _institution(kind: InstitutionKind, entry: Mapping[str, Any]) -> Institution:
    def names(field: str) -> tuple[str, ...]:
        return tuple(plain(each) for each in entry.get(field, []))

    return Institution(
        kind=kind,
        id=entry["id"],
        name=entry["name"],
        companies=names("company"),
        brands=names("brand"),
        starts=names("starts"),
        numbers=frozenset(entry.get("numbers", [])),
    )
