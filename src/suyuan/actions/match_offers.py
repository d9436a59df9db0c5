"""Looser matches of a case's claims to its freezes: offered from the transfers, accepted by a named person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from suyuan.actions.cases import casebook_of
from suyuan.actions.match_decisions import KIND
from suyuan.actions.return_plans import AskedPlan, CasePlan, case_plan, keys_of, view_of
from suyuan.casebook import rulings
from suyuan.casebook.cases import find_case
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import Ledger
from suyuan.model.money import text_from_minor
from suyuan.model.ruling import Ruling
from suyuan.model.text import Text
from suyuan.model.transfer import Role
from suyuan.recovery.looser_matches import LooserMatch, looser_matches
from suyuan.recovery.restitution import Basis, Trace
from suyuan.settings import Settings

WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
NOT_OFFERED = Text(
    zh="{claim} 与 {freeze} 之间没有 {minutes} 分钟内逐笔衔接的较松匹配，不能认定。"
    "suyuan restitution matches 列出可认定的。",
    en="There is no looser match between {claim} and {freeze} with hops of {minutes} minutes at most, so none can "
    "be accepted. suyuan restitution matches lists what is offered.",
)
TOO_MUCH = Text(
    zh="{claim} 归于 {freeze} 的至多 {most} {currency}（衔接合计、净损失和上界中最小者），{amount} 超过。",
    en="Of {claim} at most {most} {currency} can be matched to {freeze} (the least of what the chains carry, the "
    "net loss, and the upper bound); {amount} is more.",
)
NOTHING = Text(zh="认定的金额须大于零。", en="The amount accepted must be above zero.")
ACCEPTED = Text(
    zh="{claim} 与 {freeze} 已有第 {number} 号认定；先撤销再改。",
    en="On {claim} and {freeze} decision {number} stands already; take it back first.",
)
ENDS = (Role.VICTIM, Role.MERCHANT, Role.POOL)


@dataclass(frozen=True)
class Offer:
    """Chains of one claim to one freeze; ``most`` is what may be accepted at most, in minor units."""

    claim: str
    victim: str
    freeze: str
    account: str
    most: int
    chains: tuple[LooserMatch, ...]


@dataclass(frozen=True)
class Offers:
    """What is offered in a case; ``cut`` are claims with more chains to try than are tried."""

    case: str
    currency: str
    within: timedelta
    offers: tuple[Offer, ...]
    cut: tuple[str, ...]


@dataclass(frozen=True)
class AskedMatch:
    """A looser match as a person accepts it; ``amount`` in minor units, None: as much as may be."""

    claim: str
    freeze: str
    amount: int | None
    why: str
    evidence: str = ""


def offers_of(settings: Settings, word: str, asked: AskedPlan, within: timedelta) -> Offers:
    """Return the looser matches of claims that nothing proves in a freeze. Raises what ``case_plan`` raises."""
    plan = case_plan(settings, word, asked)
    ledger, _, _ = view_of(plan.traced, asked.currency)
    key_of = keys_of(ledger)
    place = {each.name: key_of.get(each.account, each.account) for each in plan.given.frozen}
    found = looser_matches(ledger.transfers, ledger.claims, frozenset(place.values()), within, _ends(ledger, plan))
    chains: dict[tuple[str, str], list[LooserMatch]] = {}
    for each in found.matches:
        chains.setdefault((each.claim, each.account), []).append(each)
    nets = {each.id: each.net for each in plan.given.claims}
    taken = _taken(plan.traced.taken.rulings)
    offers = []
    for trace in plan.given.traces:
        mine = chains.get((trace.claim, place[trace.name]), [])
        most = _most(trace, mine, nets, taken) if mine and trace.claim in nets else 0
        if most and trace.basis is Basis.NOT_TRACED:
            account = next(each.account for each in plan.given.frozen if each.name == trace.name)
            offers.append(Offer(trace.claim, mine[0].victim, trace.name, account, most, tuple(mine)))
    return Offers(plan.case, asked.currency, within, tuple(offers), found.cut)


def accept_match(settings: Settings, word: str, asked: AskedMatch, plan: AskedPlan, within: timedelta) -> Ruling:
    """Keep the decision that so much of a claim is in a freeze.

    Raises WrongUsage without a reason or a sum, Refused where no chain is offered, for more than it carries, the
    claim lost or the bounds allow, and where a decision stands already.
    """
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    given = offers_of(settings, word, plan, within)
    minutes = round(within.total_seconds() / 60)
    offer = next((each for each in given.offers if (each.claim, each.freeze) == (asked.claim, asked.freeze)), None)
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        for each in rulings.list_rulings(change.session, case.number, KIND):
            if each.undone is None and (each.facts["claim"], each.facts["freeze"]) == (asked.claim, asked.freeze):
                raise Refused(ACCEPTED(claim=asked.claim, freeze=asked.freeze, number=each.number))
        if offer is None:
            raise Refused(NOT_OFFERED(claim=asked.claim, freeze=asked.freeze, minutes=minutes))
        amount = offer.most if asked.amount is None else asked.amount
        if amount <= 0:
            raise WrongUsage(NOTHING())
        if amount > offer.most:
            said = {"amount": amount, "most": offer.most}
            texts = {name: text_from_minor(minor, given.currency) for name, minor in said.items()}
            raise Refused(TOO_MUCH(claim=asked.claim, freeze=asked.freeze, currency=given.currency, **texts))
        facts = {
            "claim": asked.claim,
            "freeze": asked.freeze,
            "amount": str(amount),
            "currency": given.currency,
            "minutes": str(minutes),
            "chains": "; ".join(" ".join(each.hops) for each in offer.chains),
        }
        return rulings.add(
            change, case.number, KIND, asked.claim, facts, why=asked.why.strip(), evidence=asked.evidence.strip()
        )


def undo_match(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take a decision back; raises WrongUsage where there is none of that number, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.undo(change, case.number, KIND, number, why.strip())


def list_matches(settings: Settings, word: str) -> tuple[Ruling, ...]:
    """Return a case's decisions on looser matches, undone ones too."""
    with casebook_of(settings) as casebook, casebook.reading() as session:
        return rulings.list_rulings(session, find_case(session, word).number, KIND)


def offers_object(found: Offers, made: Iterable[Ruling]) -> dict[str, object]:
    """Return offers and decisions as ``suyuan restitution matches --json`` prints them."""
    return {
        "case": found.case,
        "currency": found.currency,
        "minutes": round(found.within.total_seconds() / 60),
        "offers": [
            {
                "claim": each.claim,
                "victim": each.victim,
                "freeze": each.freeze,
                "account": each.account,
                "most": text_from_minor(each.most, found.currency),
                "chains": [
                    {"amount": text_from_minor(chain.amount, found.currency), "transfers": list(chain.hops)}
                    for chain in each.chains
                ],
            }
            for each in found.offers
        ],
        "cut": list(found.cut),
        "decisions": [
            {
                "number": each.number,
                "claim": each.facts["claim"],
                "freeze": each.facts["freeze"],
                "amount": text_from_minor(int(each.facts["amount"]), each.facts["currency"]),
                "currency": each.facts["currency"],
                "why": each.why,
                "evidence": each.evidence or None,
                "who": each.who,
                "when": each.when.isoformat(),
                "undone": each.undone is not None,
            }
            for each in made
        ],
    }


def _taken(made: Iterable[Ruling]) -> Mapping[tuple[str, str], int]:
    """Return what standing decisions have accepted, by freeze and last transfer of each of their chains."""
    found: dict[tuple[str, str], int] = {}
    for each in made:
        if each.kind is KIND and each.undone is None:
            for chain in each.facts["chains"].split("; "):
                place = each.facts["freeze"], chain.split()[-1]
                found[place] = found.get(place, 0) + int(each.facts["amount"])
    return found


def _most(
    trace: Trace, chains: list[LooserMatch], nets: Mapping[str, int], taken: Mapping[tuple[str, str], int]
) -> int:
    """Return what may be accepted: of each last transfer once, less what was accepted of it for other claims."""
    last = {each.hops[-1]: each.amount for each in chains}
    left = sum(max(0, amount - taken.get((trace.name, hop), 0)) for hop, amount in last.items())
    carried = min(left, nets[trace.claim])
    return carried if trace.greatest is None else min(carried, trace.greatest)


def _ends(ledger: Ledger, plan: CasePlan) -> frozenset[str]:
    """Return the accounts at which a trail ends: victims', merchants', pools."""
    by_role = {key for key, facts in ledger.accounts.items() if facts.role in ENDS}
    return frozenset(by_role | set(plan.traced.victim_of))
