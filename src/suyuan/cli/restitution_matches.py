"""``suyuan restitution matches``, ``match`` and ``unmatch``: looser matches, offered and accepted by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.documents.shown import money
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.match_offers import Offers
    from suyuan.model.ruling import Ruling

LIST_HELP = Text(
    zh="较松匹配：上下界不一致、又无已知指认的被骗款与冻结之间，逐笔在若干分钟内转出、金额不超过上一笔入账的衔接；"
    "只列出，不生效，须用 match 指名认定（法条未载明，系本程序的选择）。\n\n"
    "例：suyuan restitution matches --case A0316 --minutes 30",
    en="Looser matches: between claims and freezes that no bounds and no known earmark tie together, chains in "
    "which each payment goes out within some minutes and is no more than the credit before it. They are listed "
    "and count for nothing until accepted by name with match (not written in the law: this program's choice).\n\n"
    "Example: suyuan restitution matches --case A0316 --minutes 30",
)
MATCH_HELP = Text(
    zh="认定一项较松匹配：该金额在返还方案中按可溯源计，注明决定序号。",
    en="Accept a looser match: the amount counts as traced in the plan of a return, with the decision's number.",
)
ID = words(Text(zh="编号", en="ID"))
CLAIM = words(Text(zh="被骗款", en="CLAIM"))
MINUTES = words(Text(zh="分钟", en="MINUTES"))
OFFER = Text(
    zh="{claim} {victim} → {freeze}（{account}）：至多 {most} {currency}",
    en="{claim} {victim} → {freeze} ({account}): at most {most} {currency}",
)
CHAIN = Text(zh="  {amount}：{hops}", en="  {amount}: {hops}")
CUT = Text(
    zh="{claim} 的后续转账过多，未全部列出；可缩短 --minutes。",
    en="{claim} has more payments to follow than were tried; give fewer --minutes.",
)
NONE = Text(
    zh="案件 {case}（{currency}）在 {minutes} 分钟内没有较松匹配可供认定。",
    en="Case {case} ({currency}) has no looser match with hops of {minutes} minutes at most.",
)
DECIDED = Text(
    zh="第 {number} 号认定：{claim} → {freeze} {amount} {currency}（{who}：{why}）{undone}",
    en="Decision {number}: {claim} → {freeze} {amount} {currency} ({who}: {why}){undone}",
)
TAKEN_BACK = Text(zh=" 已撤销", en=" taken back")
KEPT = Text(
    zh="已保存第 {number} 号认定：{claim} → {freeze} {amount} {currency}。",
    en="Decision {number} was kept: {claim} → {freeze} {amount} {currency}.",
)
BAD_MINUTES = Text(
    zh="--minutes 须在 1 至 1440 之间，给的是 {minutes}。", en="--minutes is 1 to 1440, not {minutes}."
)
DAY = 1440
UNDONE = Text(zh="已撤销第 {number} 号认定。", en="Decision {number} was taken back.")

Minutes = Annotated[
    int,
    option("--minutes", MINUTES, "每笔转出距入账至多多少分钟", "minutes from each credit to the payment at most"),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of looser matches to the noun."""
    app.command("matches", help=words(LIST_HELP))(matches)
    app.command("match", help=words(MATCH_HELP))(match)
    app.command("unmatch", help=words(Text(zh="撤销一项较松匹配的认定", en="take a decision on a match back")))(
        unmatch
    )


def matches(
    case: CaseOption,
    minutes: Minutes = 30,
    currency: given.Currency = "CNY",
    as_of: Annotated[str | None, option("--as-of", TIME, "资金截至时刻", "the money as of")] = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List what is offered, and what was decided."""
    from suyuan.actions import match_offers
    from suyuan.actions.return_plans import AskedPlan

    settings = load(home)
    asked = AskedPlan(currency, (), given.instant(as_of), given.instant(at))
    found = match_offers.offers_of(settings, case, asked, _span(minutes))
    made = match_offers.list_matches(settings, case)
    if as_json:
        output.say_json(match_offers.offers_object(found, made))
        return
    _say(found, made, minutes)


def match(  # noqa: PLR0913
    case: CaseOption,
    claim: Annotated[str, option("--claim", CLAIM, "被骗款编号", "the claim")],
    freeze: Annotated[str, option("--freeze", ID, "冻结编号，如 freeze-1", "the freeze, like freeze-1")],
    why: Annotated[str, option("--why", TEXT, "理由", "the reason")],
    amount: Annotated[
        str | None, option("--amount", TEXT, "金额（默认可认定的全部）", "how much (default: all that may be)")
    ] = None,
    evidence: Annotated[str, option("--evidence", TEXT, "依据材料", "what it rests on")] = "",
    minutes: Minutes = 30,
    currency: given.Currency = "CNY",
    as_of: Annotated[str | None, option("--as-of", TIME, "资金截至时刻", "the money as of")] = None,
    at: given.At = None,
    home: Home = None,
) -> None:
    """Accept a looser match."""
    from suyuan.actions.match_offers import AskedMatch, accept_match
    from suyuan.actions.return_plans import AskedPlan

    plan = AskedPlan(currency, (), given.instant(as_of), given.instant(at))
    asked = AskedMatch(claim, freeze, given.optional_minor(amount, currency), why, evidence)
    made = accept_match(load(home), case, asked, plan, _span(minutes))
    output.say(KEPT(number=made.number, **_of(made)))


def unmatch(
    number: Annotated[int, typer.Argument(metavar=words(Text(zh="序号", en="NUMBER")))],
    case: CaseOption,
    why: Annotated[str, option("--why", TEXT, "理由", "the reason")],
    home: Home = None,
) -> None:
    """Take a decision back."""
    from suyuan.actions.match_offers import undo_match

    undo_match(load(home), case, number, why)
    output.say(UNDONE(number=number))


def _span(minutes: int) -> timedelta:
    if not 1 <= minutes <= DAY:
        raise WrongUsage(BAD_MINUTES(minutes=minutes))
    return timedelta(minutes=minutes)


def _say(found: Offers, made: tuple[Ruling, ...], minutes: int) -> None:
    if not found.offers:
        output.say(NONE(case=found.case, currency=found.currency, minutes=minutes))
    for each in found.offers:
        output.say(
            OFFER(
                claim=each.claim,
                victim=each.victim,
                freeze=each.freeze,
                account=each.account,
                most=money(each.most, found.currency),
                currency=found.currency,
            )
        )
        for chain in each.chains:
            output.say(CHAIN(amount=money(chain.amount, found.currency), hops=" → ".join(chain.hops)))
    for claim in found.cut:
        output.tell(CUT(claim=claim))
    for ruling in made:
        undone = TAKEN_BACK if ruling.undone else ""
        output.say(DECIDED(number=ruling.number, who=ruling.who, why=ruling.why, undone=undone, **_of(ruling)))


def _of(ruling: Ruling) -> dict[str, str]:
    facts = ruling.facts
    return {
        "claim": facts["claim"],
        "freeze": facts["freeze"],
        "amount": money(int(facts["amount"]), facts["currency"]),
        "currency": facts["currency"],
    }
