"""A path over several currencies: the one in the account's currency, and for each exchange that it came through
the path to that exchange in the currency that was paid.
"""

from __future__ import annotations

from collections.abc import Sequence

from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.tracing.currencies import Currencies
from suyuan.tracing.currency_events import CONVERT
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.paths import NO_ACCOUNT, ClaimPath, account_number, path_in
from suyuan.tracing.traced import Traced

NO_CURRENCY = Text(
    zh="账户 {account} 没有币种 {currency} 的转账。有：{names}。",
    en="The account {account!r} stands in no transfer in {currency}. It does in: {names}.",
)


def part_with(computed: Currencies, account: str, currency: str | None) -> Traced:
    """Return the part of the currency asked for, else of the first that has the account (an exchange: as it was
    paid into); raises WrongUsage where none has.
    """
    there = [each for each in computed.traced if account_number(each, account) >= 0]
    if not there:
        raise WrongUsage(NO_ACCOUNT(account=account))
    if currency is not None:
        chosen = [each for each in there if each.stream.currency == currency]
        if not chosen:
            names = ", ".join(each.stream.currency for each in there)
            raise WrongUsage(NO_CURRENCY(account=account, currency=currency, names=names))
        return chosen[0]
    if account.startswith(CONVERT):
        return next((each for each in there if account_number(each, account) not in each.sources), there[0])
    return there[0]


def paths_over(
    given: Sequence[TraceInput], computed: Currencies, part: Traced, account: str, claim: str
) -> tuple[ClaimPath, ...]:
    """Return the path in the part's currency, then those to the exchanges it sets out from, and so on back.

    Each exchange stands there once. Raises as ``path_of``.
    """
    asked = [(part, account)]
    found: list[ClaimPath] = []
    for each, name in asked:
        of = next(one for one in given if one.currency == each.stream.currency)
        number = _number(each, claim)
        own = computed.of(computed.currency_of(number)) if number is not None else None
        path = path_in(of, each, name, claim, own)
        found.append(path)
        for leg in path.flows:
            source = account_number(each, leg.payer) if leg.payer.startswith(CONVERT) else -1
            if source in each.sources:
                behind = part_with(computed, leg.payer, None)
                if all(one is not behind or place != leg.payer for one, place in asked):
                    asked.append((behind, leg.payer))
    return tuple(found)


def _number(traced: Traced, claim: str) -> int | None:
    names = traced.claim_names.to_pylist()
    return names.index(claim) if claim in names else None
