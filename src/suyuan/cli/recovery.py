"""``suyuan recovery plan``: what to stop and freeze, for how much, in which order, and what runs out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.documents.shown import money
from suyuan.model.text import Message, Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.recovery_plan import RecoveryPlan
    from suyuan.recovery.freeze_plan import Candidate, Exclusion, FreezePlan, Proposal

app = typer.Typer(
    no_args_is_help=True,
    help=words(Text(zh="追赃挽损：止付冻结方案。", en="Recovery of the money: the plan of stops and freezes.")),
)

HELP = Text(
    zh="止付冻结方案：先止付、冻结哪些账户，限额多少，依据多少，哪个时限在走，什么将到期，什么应解除。"
    "只提议有反馈证明资金仍在的账户；商户、备付金、被害人账户须写明理由（--include）。\n\n"
    "例：suyuan recovery plan --case A0316 --out 方案",
    en="The plan of stops and freezes: which accounts, up to which limit and why, which clock runs, what expires, "
    "what to release. Only accounts where an answer proves the money to stand; merchants, pools and victims take "
    "a named reason (--include).\n\nExample: suyuan recovery plan --case A0316 --out plan",
)
HEAD = Text(
    zh="案件 {case}，{currency}，资金截至 {as_of}，措施截至 {now}",
    en="Case {case}, {currency}: money as of {as_of}, measures as of {now}",
)
ROOM = Text(
    zh="认定损失 {loss}，已冻结 {frozen}，已扣押、退赃 {seized}，已返还 {returned}，"
    "尚可冻结 {left}；提议合计 {total}",
    en="Net loss {loss}, frozen {frozen}, seized or given up {seized}, returned {returned}, still to be frozen "
    "{left}; proposed in all {total}",
)
EXCESS = Text(
    zh="提议合计超出尚可冻结 {excess}：各账户限额单独成立，合起来把同一笔钱算了不止一次，"
    "见下“互斥”，不能全额同时冻结。",
    en="The proposals together go {excess} beyond that: each limit is right by itself, together they count "
    "the same money more than once (see what excludes each other below), so not all can be frozen in full.",
)
TITLES = (
    Text(zh="序", en="rank"),
    Text(zh="账户", en="account"),
    Text(zh="机构", en="institution"),
    Text(zh="户名", en="holder"),
    Text(zh="限额", en="limit"),
    Text(zh="账面余额", en="book balance"),
    Text(zh="各规则", en="over the rules"),
    Text(zh="任何规则", en="whatever the rule"),
    Text(zh="时限", en="clock"),
)
RANGE = Text(zh="{least} 至 {greatest}", en="{least} to {greatest}")
WHOLE = Text(zh="{limit}（全户：{reason}）", en="{limit} (whole: {reason})")
NOTHING = Text(zh="没有可提议的账户。", en="There is no account to propose.")
EXCLUDES = Text(
    zh="互斥：{claim} 被骗 {claimed}，在 {accounts} 的限额中共计入 {counted}，多 {excess}",
    en="Exclude each other: claim {claim} of {claimed} is counted with {counted} in {accounts}, {excess} too much",
)
EXCLUDE_ALL = Text(
    zh="互斥：{accounts} 合计 {counted}，尚可冻结仅 {claimed}，多 {excess}，不能全额同时冻结",
    en="Exclude each other: {accounts} come to {counted}, only {claimed} may still be frozen, {excess} too much",
)
BY_POLICY = Text(zh="按 {policy}：提议合计 {amount}", en="under {policy} the proposals come to {amount}")
APART = Text(
    zh="须写明理由才列入：{account} {holder}，{why}，最多 {greatest}",
    en="only with a named reason: {account} {holder}, {why}, at most {greatest}",
)
NOT_STANDING = Text(
    zh="有过被害人资金、但没有反馈证明现在仍在的账户 {count} 个，先查询（列出 {shown} 个，全部见 --json）：",
    en="{count} accounts where victims' money was seen and no answer says it is there now: ask first ({shown} of "
    "them here, all with --json):",
)
GREATEST = Text(zh="最多", en="at most")
MOST = 10
HELD = Text(zh="已冻结足额：{account} {institution}", en="frozen in full: {account} {institution}")
RELEASE = Text(
    zh="应解除：{freeze} 在 {account} 多冻结 {amount}（任何规则下都不是被害人资金；22号规定第二条）",
    en="to release: {freeze} on {account} holds {amount} too much (under no rule money of victims; "
    "“公通字〔2024〕22号” article 2)",
)
EXPIRES = Text(
    zh="{span} 内到期：{due}  {id}  {about}（{rule}）", en="due within {span}: {due}  {id}  {about} ({rule})"
)
WROTE = Text(zh="已写入 {folder}：{count} 份", en="Wrote {count} files to {folder}")
SPANS = ((24, "24h"), (72, "72h"), (30 * 24, "30d"))


BOOKS_HELP = Text(
    zh="追赃挽损台账：认定损失 = 已返还 + 已冻结 + 已扣押（退赃） + 查明在别处 + 未查明，逐规则，到分。\n\n"
    "例：suyuan recovery books --case A0316 --as-of 2021-03-20",
    en="The books: net loss = returned + frozen + seized (and given back) + traced elsewhere + untraced, under "
    "each rule, to the fen.\n\nExample: suyuan recovery books --case A0316 --as-of 2021-03-20",
)
BOOKS_HEAD = Text(zh="案件 {case}，截至 {as_of}", en="Case {case}, as of {as_of}")
BOOKS_FIRST = (
    Text(zh="币种", en="currency"),
    Text(zh="规则", en="rule"),
)


@app.callback()
def recovery() -> None:
    """Stand before the commands."""


@app.command(help=words(BOOKS_HELP))
def books(
    case: CaseOption,
    as_of: Annotated[
        str | None,
        given.option("--as-of", given.TIME, "截至时刻；默认最后一笔", "the moment (default: the end)"),
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the books."""
    from suyuan.actions.books import books_object, case_books
    from suyuan.recovery.books import LINES

    found = case_books(load(home), case, given.instant(as_of))
    if as_json:
        output.say_json(books_object(found))
        return
    output.say(BOOKS_HEAD(case=found.case, as_of=found.as_of.isoformat()))
    rows = [
        (
            each.currency,
            each.policy,
            *(money(getattr(each, name), each.currency) for name in LINES),
        )
        for each in found.books
    ]
    output.say_table((*BOOKS_FIRST, *LINES.values()), rows)


@app.command(help=words(HELP))
def plan(  # noqa: PLR0913  an option each
    case: CaseOption,
    as_of: Annotated[
        str | None,
        given.option(
            "--as-of", given.TIME, "资金截至时刻；默认最后一笔", "the money as of; default: the last transfer"
        ),
    ] = None,
    at: given.At = None,
    include: Annotated[
        list[str] | None,
        given.option(
            "--include",
            "ACCOUNT=REASON",
            "列入须有理由的账户，可多次",
            "an account that takes a reason; repeatable",
        ),
    ] = None,
    whole: Annotated[
        list[str] | None,
        given.option(
            "--whole", "ACCOUNT=REASON", "冻结全户及其理由，可多次", "freeze the whole account; repeatable"
        ),
    ] = None,
    bounds: Annotated[
        bool,
        typer.Option(
            "--bounds/--no-bounds",
            help=words(Text(zh="是否计算任何规则下的界", en="compute what holds whatever the rule")),
        ),
    ] = True,
    out: Annotated[
        Path | None,
        given.option(
            "--out", words(Text(zh="目录", en="DIR")), "写出方案、报文字段与文书拟稿的空目录",
            "an empty folder for the plan, its messages and draft letters",
        ),
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:  # fmt: skip
    """Print the plan, and write it."""
    from suyuan.actions.recovery_orders import write_plan
    from suyuan.actions.recovery_plan import Asked, recovery_plan
    from suyuan.actions.tracing import moment_asked

    asked = Asked(tuple(include or ()), tuple(whole or ()), bounds)
    moment = moment_asked(as_of) if as_of is not None else None
    found = recovery_plan(load(home), case, asked, moment, given.instant(at))
    written = write_plan(found, out, LANGUAGE) if out is not None else ()
    if as_json:
        output.say_json(plan_json(found))
        return
    for each in found.plans:
        _say(found, each)
    _say_expiring(found)
    for warning in found.warnings:
        output.tell(warning)
    if out is not None:
        output.say(WROTE(folder=out, count=len(written)))


def plan_json(found: RecoveryPlan) -> dict[str, object]:
    """Return a plan as JSON values."""
    return {
        "case": found.traced.taken.case.number,
        "as_of": found.traced.as_of.isoformat(),
        "now": found.now.isoformat(),
        "plans": [_json(each) for each in found.plans],
        "expiring": [
            {
                "due": each.due_at.isoformat(),
                "id": each.proceeding.id,
                "account": each.proceeding.subject,
                "rule": each.rule.id if each.rule is not None else None,
            }
            for each in found.expiring
        ],
        "warnings": [words(each) for each in found.warnings],
    }


def _json(of: FreezePlan) -> dict[str, object]:
    from suyuan.model.money import text_from_minor

    def amount(minor: int | None) -> str | None:
        return None if minor is None else text_from_minor(minor, of.currency)

    def account(each: Candidate) -> dict[str, object]:
        return {
            "account": each.account,
            "institution": each.institution,
            "holder": each.holder,
            "kind": each.kind.value,
            "role": each.role.value,
            "parent": each.parent or None,
            "balance": amount(each.balance),
            "least": amount(each.least),
            "greatest": amount(each.greatest),
            "least_open": amount(each.least_open),
            "greatest_open": amount(each.greatest_open),
            "frozen": amount(each.frozen),
            "last_debit": None if each.last_debit is None else each.last_debit.isoformat(),
            "by_policy": {policy: amount(sum_) for policy, sum_ in each.by_policy},
        }

    def proposal(each: Proposal) -> dict[str, object]:
        return {
            "rank": each.rank,
            "limit": amount(each.limit),
            "whole": each.whole,
            "reason": each.reason or None,
            **account(each.candidate),
            "clock": _clock(each.candidate),
        }

    return {
        "currency": of.currency,
        "proposals": [proposal(each) for each in of.proposals],
        "total": amount(of.total),
        "net_loss": amount(of.room.net_loss),
        "frozen": amount(of.room.frozen),
        "seized": amount(of.room.seized),
        "returned": amount(of.room.returned),
        "left": amount(of.room.left),
        "excess": amount(of.excess),
        "exclusions": [
            {
                "claim": each.claim or None,
                "accounts": list(each.accounts),
                "claimed": amount(each.claimed),
                "counted": amount(each.counted),
                "excess": amount(each.excess),
            }
            for each in of.exclusions
        ],
        "by_policy": {policy: amount(total) for policy, total in of.by_policy},
        "apart": [
            {**account(each), "why": each.why_apart.value if each.why_apart is not None else None}
            for each in of.apart
        ],
        "held": [account(each) for each in of.held],
        "not_standing": [account(each) for each in of.not_standing],
        "to_release": [
            {"freeze": each.freeze, "account": each.candidate.account, "amount": amount(each.amount)}
            for each in of.to_release
        ],
    }


def _clock(candidate: Candidate) -> str:
    from suyuan.actions.recovery_orders import held_shown
    from suyuan.actions.recovery_plan import clock_of

    return "；".join(words(each) for each in clock_of(candidate, held_shown(candidate)))


def _say(found: RecoveryPlan, of: FreezePlan) -> None:
    from suyuan.recovery.freeze_plan import WHY_APART

    currency, room = of.currency, of.room
    case = found.traced.taken.case.number
    output.say(HEAD(case=case, currency=currency, as_of=found.traced.as_of.isoformat(), now=found.now.isoformat()))
    shown = {
        name: money(value, currency)
        for name, value in {
            "loss": room.net_loss, "frozen": room.frozen, "seized": room.seized,
            "returned": room.returned, "left": room.left,
            "total": of.total,
        }.items()
    }  # fmt: skip
    output.say(ROOM(**shown))
    if of.excess:
        output.say(EXCESS(excess=money(of.excess, currency)))
    if of.proposals:
        output.say_table(TITLES, [_row(each, currency) for each in of.proposals])
        for policy, total in of.by_policy:
            output.say(BY_POLICY(policy=policy, amount=money(total, currency)))
    else:
        output.say(NOTHING)
    for exclusion in of.exclusions:
        output.say(_excludes(exclusion, currency))
    for each in of.apart:
        why = WHY_APART[each.why_apart] if each.why_apart is not None else ""
        greatest = money(each.greatest, currency)
        output.say(APART(account=each.account, holder=each.holder, why=why, greatest=greatest))
    for each in of.held:
        output.say(HELD(account=each.account, institution=each.institution))
    unsure = sorted(of.not_standing, key=lambda each: (-each.traced, each.account))
    if unsure:
        output.say(NOT_STANDING(count=len(unsure), shown=min(len(unsure), MOST)))
        titles = (TITLES[1], TITLES[2], TITLES[3], GREATEST)
        rows = [(each.account, each.institution, each.holder, money(each.traced, currency)) for each in unsure]
        output.say_table(titles, rows[:MOST])
    for release in of.to_release:
        amount = money(release.amount, currency)
        output.say(RELEASE(freeze=release.freeze, account=release.candidate.account, amount=amount))


def _row(proposal: Proposal, currency: str) -> list[Text | Message | str]:
    each = proposal.candidate
    limit = money(proposal.limit, currency)

    def spread(least: int | None, greatest: int | None) -> str:
        if least is None or greatest is None:
            return "–"
        return words(RANGE(least=money(least, currency), greatest=money(greatest, currency)))

    return [
        str(proposal.rank),
        each.account,
        each.institution,
        each.holder,
        WHOLE(limit=limit, reason=proposal.reason) if proposal.whole else limit,
        "–" if each.balance is None else money(each.balance, currency),
        spread(each.least, each.greatest),
        spread(each.least_open, each.greatest_open),
        _clock(each),
    ]


def _excludes(each: Exclusion, currency: str) -> Message:
    said = EXCLUDES if each.claim else EXCLUDE_ALL
    return said(
        claim=each.claim,
        claimed=money(each.claimed, currency),
        accounts="、".join(each.accounts),
        counted=money(each.counted, currency),
        excess=money(each.excess, currency),
    )


def _say_expiring(found: RecoveryPlan) -> None:
    for each in found.expiring:
        hours = (each.due_at - found.now).total_seconds() / 3600
        span = next((name for most, name in SPANS if hours <= most), SPANS[-1][1])
        rule = each.rule.id if each.rule is not None else ""
        subject = each.proceeding.subject
        output.say(
            EXPIRES(span=span, due=each.due_at.isoformat(), id=each.proceeding.id, about=subject, rule=rule)
        )
