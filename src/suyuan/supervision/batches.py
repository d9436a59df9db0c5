"""The published batches of jointly supervised cases 联合挂牌督办批次, and whether they come to what bulletins say.

Source: the bulletins named in ``batches.toml``; rule 33 of the law's list in docs/law.md (5 + 3 + 5 + 8 = 21
cases, 21 + 41 = 62 in 2016). A batch of which not every name is known says so; no name is made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from suyuan.model.law.book import rule_on
from suyuan.model.register import normal_name
from suyuan.model.text import Text

RULES = {"register.batches.2016": ("2016-1", "2016-2"), "register.batches": ("1", "2", "3", "4")}
"""Which rule states the numbers of which batches, in its order."""


class Naming(Enum):
    """Where a case's place in its batch comes from."""

    STATED = "stated"
    INFERRED = "inferred"


NAMINGS = {
    Naming.STATED: Text(zh="该批通报写明", en="named in the batch's bulletin"),
    Naming.INFERRED: Text(zh="据以后通报推断", en="inferred from a later bulletin"),
}


@dataclass(frozen=True)
class BatchCase:
    """A case of a batch by its official name; ``province`` empty where several or none are named."""

    name: str
    naming: Naming
    province: str = ""


@dataclass(frozen=True)
class Batch:
    """A batch: when it was published (None: not known to the day), how many cases it has, which are named."""

    id: str
    title: str
    published: date | None
    count: int
    document: str
    cases: tuple[BatchCase, ...]

    @property
    def unnamed(self) -> int:
        """Return how many of its cases are not named here."""
        return self.count - len(self.cases)


@dataclass(frozen=True)
class SumCheck:
    """A number that bulletins state of batches, beside what the batches come to."""

    rule: str
    batches: tuple[str, ...]
    stated: int
    counted: int

    @property
    def agrees(self) -> bool:
        """Return whether they are the same."""
        return self.stated == self.counted


@cache
def batches() -> tuple[Batch, ...]:
    """Return the published batches in the order of their publication."""
    text = resources.files("suyuan.supervision").joinpath("batches.toml").read_text("utf-8")
    return tuple(map(_batch, tomllib.loads(text)["batch"]))


def batch_of(name: str) -> tuple[Batch, BatchCase] | None:
    """Return the batch to which a case's name belongs, however its dot and quotation marks are written."""
    wanted = normal_name(name)
    for batch in batches():
        for case in batch.cases:
            if normal_name(case.name) == wanted:
                return batch, case
    return None


def sum_checks(given: Sequence[Batch], day: date) -> tuple[SumCheck, ...]:
    """Return each number that the law's list states of the batches, and of their sum, beside what they have."""
    counts = {each.id: each.count for each in given}
    found = []
    for name, ids in RULES.items():
        value = rule_on(name, day).value
        stated = [int(each) for each in value] if isinstance(value, list | tuple) else []
        found += [
            SumCheck(name, (id_,), number, counts.get(id_, 0)) for id_, number in zip(ids, stated, strict=True)
        ]
        found.append(SumCheck(name, ids, sum(stated), sum(counts.get(id_, 0) for id_ in ids)))
    return tuple(found)


def _batch(each: dict[str, Any]) -> Batch:
    published = date.fromisoformat(each["date"]) if "date" in each else None
    cases = (BatchCase(one["name"], Naming(one["certainty"]), one.get("province", "")) for one in each["cases"])
    return Batch(each["id"], each["title"], published, each["count"], each["document"], tuple(cases))
