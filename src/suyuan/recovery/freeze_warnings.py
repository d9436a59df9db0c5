"""What is to be said of a freeze that is lawful but not safe: above the traced sum, interrupted, soon to
expire.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from suyuan.model.law.book import NotInForce, rule_on
from suyuan.model.money import text_from_minor
from suyuan.model.text import Message, Text
from suyuan.recovery import citing
from suyuan.recovery.freeze_facts import FreezeState
from suyuan.recovery.freezing import Freeze
from suyuan.recovery.waiting import Known

TRACED, STEPS, START, SOLD = (
    "freeze.limit.traced",
    "counting.warnings",
    "freeze.renewal.start",
    "freeze.securities.sale.term",
)
ABOVE_TRACED = Text(
    zh="超数额：冻结限额 {limit} 超过查明流入的涉案资金 {traced}。依据：{law}",
    en="The limit {limit} is above the traced inflow {traced} (超数额). Law: {law}",
)
INTERRUPTED = Text(
    zh="中断：{id} 已于 {over} 自动解除，本冻结 {start} 才生效，其间 {days} 日未冻结。依据：{law}",
    en="Interrupted: {id} lapsed at {over}, this freeze took effect at {start}; {days} days were not frozen. Law: "
    "{law}",
)
REVIEW = "freeze.2024.renewal"
EARLY = Text(
    zh="续冻宜在 {by} 前送法制审核。依据：{law}",
    en="Send a renewal to legal review by {by}. Law: {law}",
)
UNCONNECTED = Text(
    zh="{found} 查明与案件无关，须在 {by} 前（安全日期 {safe}）解除并通知权利人。依据：{law}",
    en="Found unconnected with the case on {found}: release and tell the owner by {by} (safe date {safe}). Law: "
    "{law}",
)
OVER = frozenset(
    {FreezeState.FAILED, FreezeState.RELEASED, FreezeState.DISPOSED, FreezeState.VOID, FreezeState.WITHDRAWN}
)
"""Of what is over nothing is warned any more."""
SOON = Text(
    zh="距届满 {expiry} 不足 {days} 日，请在 {safe} 前办理续冻或解除",
    en="Less than {days} days to the expiry {expiry}; renew or release by {safe}",
)


def warnings(freeze: Freeze, others: Sequence[Known], now: datetime) -> tuple[Message, ...]:
    """Return the warnings of a freeze at an instant, those of its term included."""
    said: list[Message] = []
    given, day = freeze.proposal, citing.day_of(now)
    if freeze.state_at(now) in OVER:
        return ()
    limit = freeze.limit
    if limit is not None and given.traced is not None and limit > given.traced:
        most, traced = (text_from_minor(each, given.currency) for each in (limit, given.traced))
        law = citing.cite(citing.governing(TRACED, day))
        said.append(ABOVE_TRACED(limit=most, traced=traced, law=law))
    if freeze.unconnected is not None:
        release = freeze.unconnected
        by, law = release.literal_end, citing.cite(release.rule)
        said.append(UNCONNECTED(found=release.start, by=by, safe=release.safe_date, law=law))
    if freeze.sales:
        said.append(citing.cite(citing.governing(SOLD, day)))
    if freeze.terms:
        said += _interruptions(freeze, others)
        said += freeze.terms[-1].warnings
        said += _soon(freeze, now)
    return tuple(said)


def days_before(left: int, day: date) -> int | None:
    """Return the warning step that so many days to an expiry have reached on a day, None for none."""
    steps = citing.governing(STEPS, day).value
    reached = [each for each in steps if left < each] if isinstance(steps, tuple) else []
    return min(reached, default=None)


def _interruptions(freeze: Freeze, others: Sequence[Known]) -> list[Message]:
    """Say where an earlier freeze of the same money lapsed before this one took effect."""
    start = freeze.terms[0].start
    lapsed = [
        (each.freeze.over, each.id)
        for each in others
        if each.freeze.over is not None
        and each.freeze.over < start.at
        and each.freeze.state_at(start.at) is FreezeState.LAPSED
    ]
    if not lapsed:
        return []
    over, name = max(lapsed)
    law = citing.cite(citing.governing(START, citing.day_of(start)))
    days = (citing.day_of(start) - citing.day_of(over)).days
    return [INTERRUPTED(id=name, over=over.isoformat(), start=start, days=days, law=law)]


def _early(freeze: Freeze, now: datetime) -> list[Message]:
    """Say by when a renewal is to be under way, by the rule of 2024 as far as it was read."""
    end, day = citing.day_of(freeze.terms[-1].expiry), citing.day_of(now)
    try:
        rule = rule_on(REVIEW, day)
    except NotInForce:
        return []
    return [EARLY(by=end - timedelta(days=rule.number), law=citing.cite(rule))]


def _soon(freeze: Freeze, now: datetime) -> list[Message]:
    if freeze.state_at(now) is not FreezeState.ACTIVE:
        return []
    term = freeze.terms[-1]
    step = days_before((citing.day_of(term.expiry) - citing.day_of(now)).days, citing.day_of(now))
    if step is None:
        return []
    return [SOON(days=step, expiry=term.expiry, safe=citing.day_of(term.safe)), *_early(freeze, now)]
