"""``suyuan freeze``: freezes 冻结 from the proposal to their end, renewals, waiting freezes, releases."""

from __future__ import annotations

from typing import Annotated

import typer

from suyuan.cli import freeze_parts, measure_currency, measure_shown, output
from suyuan.cli import measure_options as given
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="冻结：拟冻结、批准、送达、反馈、续冻、轮候、部分解除、解除；须先立案，逾期不续即自动解除",
            en="Freezes (冻结): propose, approve, serve, answer, renew, release; after filing (立案) only, and "
            "what "
            "is not renewed in time lapses",
        )
    ),
)

NONE_AT_ALL = Text(zh="本案没有冻结。", en="The case has no freeze.")
ONE_OF = Text(
    zh="请写明结果之一：--effect 时间（冻结成功）、--waiting（轮候）、--reason 原因（未能冻结）或 --frozen "
    "金额（仅更正冻结金额）。",
    en="Say what was answered: --effect TIME (frozen), --waiting (behind others), --reason WORDS (not done), or "
    "--frozen AMOUNT alone (the sum now frozen).",
)
BAD_GROUND = Text(
    zh="没有解除理由“{text}”。可写 "
    "unneeded（不需要继续冻结）、unconnected（与案件无关）、dropped（撤案、终止侦查）。",
    en="There is no ground “{text}”: unneeded, unconnected or dropped.",
)
BAD_OBJECT = Text(zh="没有财产种类“{text}”。可写 {known}。", en="There is no kind of property “{text}”: {known}.")
LIMIT_OR_FULL = Text(
    zh="请写 --limit 金额（限额冻结）或 --full（全额冻结，须写 --why）之一。",
    en="Give one of --limit AMOUNT (limited) and --full (all money, with --why).",
)

Major = Annotated[
    bool,
    typer.Option("--major", help=words(Text(zh="重大、复杂案件（一年期）", en="grave or complex case: one year"))),
]
Months = Annotated[
    int | None,
    typer.Option(
        "--months", help=words(Text(zh="期限（月），默认为法定最长", en="term in months; default: the greatest"))
    ),
]


@app.command("propose", help=words(Text(zh="拟冻结", en="propose a freeze")))
def propose(  # noqa: PLR0913  one option each of the notice's fields
    case: CaseOption,
    institution: given.Institution,
    account: given.Account,
    holder: given.Holder = "",
    limit: Annotated[str | None, given.option("--limit", given.AMOUNT, "限额", "limit")] = None,
    full: Annotated[
        bool, typer.Option("--full", help=words(Text(zh="全额冻结（只收不付）", en="all money of the account")))
    ] = False,
    interest: Annotated[
        bool,
        typer.Option(
            "--interest/--no-interest", help=words(Text(zh="是否及于孳息", en="whether interest is covered"))
        ),
    ] = False,
    traced: Annotated[
        str | None, given.option("--traced", given.AMOUNT, "查明流入的涉案资金", "traced inflow that justifies it")
    ] = None,
    kind: Annotated[
        str,
        given.option(
            "--object",
            given.TEXT,
            "财产种类：cash、securities、equity、policy、listed_shares",
            "kind of property: cash, securities, equity, policy, listed_shares",
        ),
    ] = "cash",
    quantity: Annotated[str, given.option("--quantity", given.TEXT, "数量及单位", "quantity with its unit")] = "",
    currency: given.Currency = "CNY",
    number: given.Number = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Propose a freeze."""
    from suyuan.actions import freezes
    from suyuan.recovery.freeze_facts import FreezeProposal
    from suyuan.recovery.measured_objects import ObjectClass, ThingFacts

    known = [each.value for each in ObjectClass]
    if kind not in known:
        raise WrongUsage(BAD_OBJECT(text=kind, known=", ".join(known)))
    if (limit is None) != full:
        raise WrongUsage(LIMIT_OR_FULL())
    currency = measure_currency.code(currency)
    proposal = FreezeProposal(
        institution,
        account,
        holder,
        ObjectClass(kind),
        currency,
        given.optional_minor(limit, currency),
        interest,
        given.optional_minor(traced, currency),
        number,
        thing=ThingFacts(quantity=quantity) if quantity else None,
    )
    freeze_parts.said(freezes.propose_freeze(load(home), case, proposal, given.entered(at, on, why)), as_json)


@app.command(
    "approve", help=words(Text(zh="批准（级别按财产种类和期限）", en="approve it, at the level the law asks for"))
)
def approve(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    approved_by: given.ApprovedBy,
    level: given.LevelOption = None,
    major: Major = False,
    months: Months = None,
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Approve a freeze."""
    from suyuan.recovery.freeze_facts import FreezeApproval, FreezeStep

    facts = FreezeApproval(given.level(level), major, months, document)
    freeze_parts.step(
        load(home), case, word, FreezeStep.APPROVE, facts, given.entered(at, on, "", approved_by), as_json
    )


@app.command(
    "serve",
    help=words(
        Text(zh="送达银行（收到时间决定轮候顺位）", en="served on the institution: its place in the queue")
    ),
)
def serve(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    document: given.Document = "",
    paper: Annotated[bool, typer.Option("--paper", help=words(Text(zh="线下送达", en="on paper")))] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Serve a freeze."""
    from suyuan.recovery.freeze_facts import FreezeServed, FreezeStep

    freeze_parts.step(
        load(home), case, word, FreezeStep.SERVE, FreezeServed(document, paper), given.entered(at, on), as_json
    )


@app.command(
    "answer",
    help=words(
        Text(zh="登记银行反馈：生效、轮候、未能冻结", en="record the bank's answer: frozen, waiting, not done")
    ),
)
def answer(  # noqa: PLR0913  one option each of the message's fields
    word: given.Word,
    case: CaseOption,
    effect: Annotated[
        str | None, given.option("--effect", given.TIME, "冻结生效时间", "when it took effect")
    ] = None,
    frozen: Annotated[str | None, given.option("--frozen", given.AMOUNT, "执行冻结金额", "the sum frozen")] = None,
    balance: given.Balance = None,
    end: given.Stated = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help=words(Text(zh="轮候", en="it waits behind other freezes")))
    ] = False,
    prior: given.Prior = None,
    reason: given.Reason = None,
    currency: measure_currency.Stated = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an answer."""
    from suyuan.recovery import freeze_facts as facts_of

    currency = measure_currency.of_freeze(home, case, word, currency)
    stated, executed = given.optional_minor(balance, currency), given.optional_minor(frozen, currency)
    before = given.priors(prior, currency)
    if sum((effect is not None, waiting, reason is not None)) > 1:
        raise WrongUsage(ONE_OF())
    facts: object
    if effect is not None:
        step = facts_of.FreezeStep.EFFECT
        facts = facts_of.FreezeEffect(stated, executed, given.moment(end), before)
    elif waiting:
        step, facts = facts_of.FreezeStep.WAIT, facts_of.FreezeWaits(prior=before, balance=stated)
    elif reason is not None:
        step, facts = facts_of.FreezeStep.FAIL, facts_of.FreezeFails(reason)
    elif executed is not None:
        step, facts = facts_of.FreezeStep.CREDIT, facts_of.Credit(executed=executed)
    else:
        raise WrongUsage(ONE_OF())
    freeze_parts.step(
        load(home), case, word, step, facts, given.entered(at, effect if on is None else on), as_json
    )


@app.command(
    "credit",
    help=words(Text(zh="登记后续入账（补足至限额）", en="record a later credit: it fills up to the limit")),
)
def credit(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    amount: Annotated[str, given.option("--amount", given.AMOUNT, "入账金额", "the amount that came in")],
    currency: measure_currency.Stated = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a credit."""
    from suyuan.recovery.freeze_facts import Credit, FreezeStep

    currency = measure_currency.of_freeze(home, case, word, currency)
    facts = Credit(given.minor(amount, currency))
    freeze_parts.step(load(home), case, word, FreezeStep.CREDIT, facts, given.entered(at, on), as_json)


@app.command(
    "renew",
    help=words(
        Text(zh="续冻（须在届满前，自原届满日起算）", en="renew before the expiry, from the old expiry on")
    ),
)
def renew(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    approved_by: given.ApprovedBy,
    level: given.LevelOption = None,
    document: given.Document = "",
    major: Major = False,
    months: Months = None,
    end: given.Stated = None,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Renew a freeze."""
    from suyuan.recovery.freeze_facts import FreezeStep, Renewal

    facts = Renewal(given.level(level), major, months, document, given.moment(end))
    freeze_parts.step(
        load(home), case, word, FreezeStep.RENEW, facts, given.entered(at, on, why, approved_by), as_json
    )


app.command(
    "part",
    help=words(
        Text(zh="部分解除：返还被害人，或解除一部分", en="a part leaves: returned to victims, or released")
    ),
)(freeze_parts.part)
app.command(
    "sell",
    help=words(
        Text(
            zh="登记经权利人申请出售冻结的证券，价款继续冻结（第二百四十六条）",
            en="frozen securities sold at their holder's request: the proceeds stay frozen (article 246)",
        )
    ),
)(freeze_parts.sell)


@app.command(
    "unconnected",
    help=words(Text(zh="登记查明与案件无关（三日内解除）", en="found unconnected: release within three days")),
)
def unconnected(
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record the finding."""
    from suyuan.recovery.freeze_facts import FreezeStep
    from suyuan.recovery.stop_facts import NoFacts

    freeze_parts.step(
        load(home), case, word, FreezeStep.UNCONNECTED, NoFacts(), given.entered(at, on, why), as_json
    )


@app.command("release", help=words(Text(zh="解除冻结（原批准级别）", en="release it, approved as the freeze was")))
def release(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    approved_by: given.ApprovedBy,
    level: given.LevelOption = None,
    ground: Annotated[
        str,
        given.option(
            "--ground",
            "unneeded|unconnected|dropped",
            "理由：不需要继续冻结、与案件无关、撤案或终止侦查",
            "why: no longer needed, unconnected with the case, case dropped",
        ),
    ] = "unneeded",
    document: given.Document = "",
    owner_told: Annotated[
        str | None, given.option("--owner-told", given.TIME, "通知权利人的时间", "when the owner was told")
    ] = None,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Release a freeze."""
    from suyuan.recovery.freeze_facts import FreezeStep, Release, ReleaseGround

    if ground not in [each.value for each in ReleaseGround]:
        raise WrongUsage(BAD_GROUND(text=ground))
    facts = Release(ReleaseGround(ground), given.level(level), document, given.moment(owner_told))
    freeze_parts.step(
        load(home), case, word, FreezeStep.RELEASE, facts, given.entered(at, on, why, approved_by), as_json
    )


@app.command("tell", help=words(Text(zh="登记已通知权利人", en="record that the owner was told")))
def tell(
    word: given.Word,
    case: CaseOption,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record the notice to the owner."""
    from suyuan.recovery.freeze_facts import FreezeStep
    from suyuan.recovery.stop_facts import NoFacts

    freeze_parts.step(load(home), case, word, FreezeStep.TELL, NoFacts(), given.entered(at, on), as_json)


@app.command("dispose", help=words(Text(zh="依判决移送处置", en="hand it over for disposal by a judgment")))
def dispose(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    court: Annotated[str, given.option("--court", given.TEXT, "法院", "the court")],
    document: given.Document,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Hand it over."""
    from suyuan.recovery.freeze_facts import FreezeStep, Judgment

    freeze_parts.step(
        load(home), case, word, FreezeStep.DISPOSE, Judgment(court, document), given.entered(at, on), as_json
    )


@app.command(
    "withdraw",
    help=words(
        Text(zh="撤回轮候，或登记轮候失效（--void）", en="withdraw a waiting freeze, or record it as void")
    ),
)
def withdraw(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    void: Annotated[bool, typer.Option("--void", help=words(Text(zh="轮候失效", en="it became void")))] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Withdraw a waiting freeze."""
    from suyuan.recovery.freeze_facts import FreezeStep
    from suyuan.recovery.stop_facts import NoFacts

    step = FreezeStep.VOID if void else FreezeStep.WITHDRAW
    freeze_parts.step(load(home), case, word, step, NoFacts(), given.entered(at, on, why), as_json)


@app.command(
    "lapse", help=words(Text(zh="登记已自动解除，不再提示", en="record that it lapsed; it is due no more"))
)
def lapse(
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a lapse."""
    from suyuan.recovery.freeze_facts import FreezeStep
    from suyuan.recovery.stop_facts import NoFacts

    freeze_parts.step(load(home), case, word, FreezeStep.LAPSE, NoFacts(), given.entered(at, None, why), as_json)


@app.command("list", help=words(Text(zh="列出本案冻结", en="list a case's freezes")))
def list_(case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None) -> None:
    """List the freezes."""
    from suyuan.actions import freezes, measure_objects

    found = freezes.list_freezes(load(home), case, given.instant(at))
    if as_json:
        output.say_json([measure_objects.freeze_object(each, LANGUAGE) for each in found])
        return
    if not found:
        output.say(NONE_AT_ALL)
    for each in found:
        measure_shown.say_freeze(each)


@app.command("show", help=words(Text(zh="一项冻结的全部步骤", en="one freeze with all its steps")))
def show(
    word: given.Word, case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None
) -> None:
    """Show one freeze."""
    from suyuan.actions import freezes

    view = freezes.show_freeze(load(home), case, word, given.instant(at))
    freeze_parts.said(view, as_json)
    if not as_json:
        measure_shown.say_steps(view.proceeding)
