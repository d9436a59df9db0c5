"""The published joint batches of supervised cases, as data, and the sums that they must give."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from suyuan.model.law.book import periods_of

ISSUERS = ("最高人民检察院", "公安部")
RECENT, EARLIER = "register.batches", "register.batches.2016"


class Certainty(Enum):
    """How sure it is that a case is of its batch."""

    STATED = "stated"
    INFERRED = "inferred"


@dataclass(frozen=True)
class BatchCase:
    """A case of a batch by its printed name; ``province`` is empty where several or none is named."""

    name: str
    province: str
    certainty: Certainty


@dataclass(frozen=True)
class Batch:
    """A batch: ``number`` cases were announced on ``date`` (a year where no more is known), ``cases`` are those
    whose names are known, ``title`` is the notice's, empty where it was not read.
    """

    id: str
    date: str
    name: str
    number: int
    title: str
    cases: tuple[BatchCase, ...]
    issuers: tuple[str, ...] = ISSUERS

    @property
    def not_found(self) -> int:
        """Return how many names are neither stated nor inferred."""
        return self.number - len(self.cases)


@dataclass(frozen=True)
class SumCheck:
    """The batches ``of`` together: what the rule says, and how many cases are entered."""

    rule: str
    of: tuple[str, ...]
    expected: int
    entered: int

    @property
    def agrees(self) -> bool:
        """Return whether all announced cases are entered, and no more."""
        return self.expected == self.entered


@cache
def batches() -> tuple[Batch, ...]:
    """Return the published batches, the earliest first."""
    text = resources.files("suyuan.supervision").joinpath("batches.toml").read_text("utf-8")
    return tuple(
        Batch(
            given["id"],
            given["date"],
            given["name"],
            given["number"],
            given.get("title", ""),
            tuple(BatchCase(name, province, Certainty.STATED) for name, province in given["cases"])
            + tuple(BatchCase(name, province, Certainty.INFERRED) for name, province in given.get("inferred", ())),
        )
        for given in tomllib.loads(text)["batch"]
    )


def check_sums(entered: Mapping[str, int]) -> tuple[SumCheck, ...]:
    """Return each batch, and the batches so far, against the rules; ``entered`` counts cases by batch id."""
    found = []
    for rule, ids in ((EARLIER, ("2016.1", "2016.2")), (RECENT, ("1", "2", "3", "4"))):
        value = periods_of(rule)[-1].value
        numbers = value if isinstance(value, tuple) else ()
        spans = [(place, place + 1) for place in range(len(ids))]
        spans += [(0, end) for end in range(2, len(ids) + 1)]
        for start, end in spans:
            of = ids[start:end]
            found.append(SumCheck(rule, of, sum(numbers[start:end]), sum(entered.get(each, 0) for each in of)))
    return tuple(found)
