"""A bulletin's amount beside the amounts computed of the same case: compared, never copied, never called right.

A bulletin rarely says which of the six amounts its 涉案金额 is, of what scope and up to which day. Each
computed one is put beside it, with what lies between them and what may explain it. Rule 41 of the law's list in
docs/law.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from suyuan.model.text import Message, Text
from suyuan.supervision.official_figures import Interval, Told, interval_of

FEN = 100
KINDS = {"involved": "involved", "defrauded": "defrauded", "turnover": "turnover", "laundered": "turnover"}
"""Which computed amount a bulletin's own word would be, if it were used as the law uses it."""

OWN_WORD = Text(
    zh="通报的用语对应“{name}”，但通报的用语不是认定，口径以卷宗为准。",
    en="The bulletin's word would be “{name}”; its use decides nothing.",
)
OTHER_WORD = Text(
    zh="通报未写明或用语不同；此项为“{name}”，{formula}。",
    en="The bulletin does not say so; this is “{name}”: {formula}.",
)
SCOPE = Text(
    zh="通报截至 {day}，可能包含未在本案材料中的账户、被害人或其他专案的金额。",
    en="The bulletin is of {day} and may count accounts, victims or linked cases that are not in this case's "
    "files.",
)
BELOW = Text(
    zh="计算数少于通报下限 {gap} 元：尚有未答复的调证 {open} 件、从未调证的账户 {uncovered} 个，金额可能不全。",
    en="Computed {gap} yuan less than the bulletin's least: {open} requests are not answered and {uncovered} "
    "accounts were never asked for, so money may be missing.",
)
ABOVE = Text(
    zh="计算数多于通报上限 {gap} 元：请核对是否含通报日之后的交易，或流水被当作涉案金额。",
    en="Computed {gap} yuan more than the bulletin's most: look for transfers after its day, or turnover taken "
    "for the amount involved.",
)
WITHIN = Text(zh="在通报数字可表示的范围之内。", en="Within what the bulletin's figure can mean.")
OPEN_FIGURE = Text(zh="通报数字含糊，不能比较。", en="The bulletin's figure is vague; nothing is compared.")


@dataclass(frozen=True)
class Computed:
    """An amount computed of a case in fen: ``kind`` its word (involved, defrauded …), its name and formula."""

    kind: str
    name: Text
    formula: Text
    fen: int


@dataclass(frozen=True)
class Missing:
    """What of the case is not there: requests not answered, accounts that no answer covers."""

    requests: int = 0
    accounts: int = 0


@dataclass(frozen=True)
class AmountCompared:
    """A computed amount beside the bulletin's: ``inside`` None where its words are too vague; why they differ."""

    computed: Computed
    inside: bool | None
    explained: tuple[Message, ...]


def compare(told: Told, computed: Sequence[Computed], missing: Missing) -> tuple[AmountCompared, ...]:
    """Return each computed amount beside a bulletin's amount in yuan, with the sentences that may explain it."""
    interval = interval_of(told.figure)
    return tuple(_beside(told, interval, each, missing) for each in computed)


def _beside(told: Told, interval: Interval, computed: Computed, missing: Missing) -> AmountCompared:
    yuan = Decimal(computed.fen) / FEN
    own = KINDS.get(told.kind) == computed.kind
    said = [OWN_WORD(name=computed.name) if own else OTHER_WORD(name=computed.name, formula=computed.formula)]
    if interval.least is None and interval.most is None:
        return AmountCompared(computed, None, (*said, OPEN_FIGURE()))
    inside = interval.holds(yuan)
    if inside:
        said.append(WITHIN())
    elif interval.least is not None and yuan < interval.least:
        said.append(BELOW(gap=f"{interval.least - yuan:f}", open=missing.requests, uncovered=missing.accounts))
    elif interval.most is not None:
        said.append(ABOVE(gap=f"{yuan - interval.most:f}"))
    if not inside and told.published:
        said.append(SCOPE(day=told.published))
    return AmountCompared(computed, inside, tuple(said))
