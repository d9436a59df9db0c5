"""A case's ledgers in every currency, what else their evidence can be read as, and the ranges over all of it.

The readings of one currency are traced with the other currencies as ruled: claims' money goes from one into the
other, so each reading may widen the ranges of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.actions.case_currencies import input_of, other_currencies, trace_ledgers
from suyuan.actions.cases import TakenUp
from suyuan.actions.earmarking import earmarked
from suyuan.actions.trace_cache import Extras
from suyuan.ledger.build import FileContents, Ledger, Reading, build_readings
from suyuan.tracing.findings import Findings
from suyuan.tracing.policies import Policy
from suyuan.tracing.ranges import over_readings
from suyuan.tracing.trace_currencies import FarFindings


@dataclass(frozen=True)
class CaseLedgers:
    """The ledgers as ruled, the main currency's first, and for each the other readings of its evidence."""

    ruled: tuple[Ledger, ...]
    otherwise: tuple[Mapping[Reading, Ledger], ...]

    def read_otherwise(self) -> list[tuple[str, Reading, list[Ledger]]]:
        """Return every other reading with its currency: the ledgers of all currencies, that one's in its place."""
        return [
            (self.ruled[at].currency, reading, [*self.ruled[:at], ledger, *self.ruled[at + 1 :]])
            for at, readings in enumerate(self.otherwise)
            for reading, ledger in readings.items()
        ]


@dataclass(frozen=True)
class ReadOtherwise:
    """What is found where one currency's evidence is read another way: in each currency, the main one first."""

    currency: str
    reading: Reading
    each: tuple[Findings, ...]

    def name_in(self, currency: str) -> str:
        """Return what a currency's summary calls it: ``debits_first``, of another one ``USDT:debits_first``."""
        return self.reading.value if currency == self.currency else f"{self.currency}:{self.reading.value}"


def ledgers_of(contents: Sequence[FileContents], currency: str) -> CaseLedgers:
    """Return the ledgers of a case in its main currency and in the others that claims' money can be in."""
    found = [build_readings(contents, currency)]
    main = found[0][Reading.AS_RULED]
    if main.transfers:
        found += [build_readings(contents, each) for each in other_currencies(contents, main)]
    found = [found[0], *(each for each in found[1:] if each[Reading.AS_RULED].transfers)]
    ruled = tuple(each.pop(Reading.AS_RULED) for each in found)
    return CaseLedgers(ruled, tuple(found))


def trace_otherwise(
    taken: TakenUp,
    contents: Sequence[FileContents],
    ledgers: CaseLedgers,
    policies: Sequence[Policy],
    moment: datetime,
    extras: Extras,
) -> tuple[ReadOtherwise, ...]:
    """Return what is found under every other reading, of whichever currency."""
    found = []
    for currency, reading, each in ledgers.read_otherwise():
        placed = earmarked(taken, contents, each)
        again = extras.resuming(taken.folder.path, reading.value)
        main, far = trace_ledgers([input_of(ledger) for ledger in placed], policies, moment, resuming=again)
        found.append(ReadOtherwise(currency, reading, (main,) if far is None else far.each))
    return tuple(found)


def widened(
    main: Findings, far: FarFindings | None, readings: Sequence[ReadOtherwise]
) -> tuple[Findings, FarFindings | None]:
    """Return the findings of every currency with ranges that also cover the other readings of each."""
    each = tuple(
        over_readings(found, {read.name_in(found.currency): read.each[at] for read in readings})
        for at, found in enumerate((main,) if far is None else far.each)
    )
    return each[0], None if far is None else replace(far, each=each)
