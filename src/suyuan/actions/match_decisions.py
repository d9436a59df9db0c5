"""Decisions that let a looser match of a claim to a freeze count in the plan of a return 较松匹配的指名决定."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from suyuan.errors import Refused
from suyuan.model.money import text_from_minor
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.text import Text
from suyuan.recovery.restitution import Basis, Trace

KIND = RulingKind.MATCH
MORE_THAN_CAN_BE = Text(
    zh="第 {number} 号认定把 {claim} 的 {amount} {currency} 归于 {freeze}，"
    "但按现有证据该户内至多可能有 {greatest}。请撤销该认定：suyuan restitution unmatch {number}。",
    en="Decision {number} gives {claim} {amount} {currency} in {freeze}, but by the evidence there is now no more "
    "than {greatest} of it can be there. Take it back: suyuan restitution unmatch {number}.",
)


@dataclass(frozen=True)
class Matched:
    """A decision that stands: so much of a claim (minor units) is in a freeze, or in a seized sum."""

    number: int
    claim: str
    name: str
    amount: int
    currency: str


def standing_matches(rulings: Iterable[Ruling], currency: str) -> tuple[Matched, ...]:
    """Return the decisions in one currency that stand, by number."""
    return tuple(
        Matched(each.number, each.facts["claim"], each.facts["freeze"], int(each.facts["amount"]), currency)
        for each in rulings
        if each.kind is KIND and each.undone is None and each.facts["currency"] == currency
    )


def with_decisions(
    traces: Iterable[Trace], matched: Iterable[Matched], names: Iterable[str], currency: str
) -> tuple[Trace, ...]:
    """Return the traces with what was decided on those that nothing proves; ``names`` are the plan's freezes.

    Raises Refused where more was decided than the bounds allow.
    """
    decided = {(each.claim, each.name): each for each in matched}
    found = []
    for trace in traces:
        made = decided.pop((trace.claim, trace.name), None)
        if made is None or trace.basis is not Basis.NOT_TRACED:
            found.append(trace)
            continue
        if trace.greatest is not None and made.amount > trace.greatest:
            raise _too_much(made, trace.greatest, currency)
        found.append(replace(trace, decided=made.amount, decision=made.number))
    of_plan = set(names)
    for made in decided.values():
        if made.name in of_plan:
            raise _too_much(made, 0, currency)
    return tuple(found)


def _too_much(made: Matched, greatest: int, currency: str) -> Refused:
    amount, most = text_from_minor(made.amount, currency), text_from_minor(greatest, currency)
    return Refused(
        MORE_THAN_CAN_BE(
            number=made.number, claim=made.claim, freeze=made.name, amount=amount, greatest=most, currency=currency
        )
    )
