"""``suyuan restitution``: the plan of a return, and returns as they are shown, listed and written out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import measure_shown, output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.documents.shown import money
from suyuan.errors import Failed, WrongUsage
from suyuan.model.text import Text
from suyuan.recovery.return_facts import RETURN_STATES
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.return_plans import CasePlan
    from suyuan.actions.returns import ReturnView

PLAN_HELP = Text(
    zh="返还方案：每个冻结账户适用三种方式中的哪一种，每笔被骗款返还多少，两种分母并列，各追踪规则与上下界对照，"
    "附资金流向表。只看，不登记。\n\n例：suyuan restitution plan --case A0316 --out 方案",
    en="The plan of a return: by which of the law's three ways each frozen account goes back, how much on each "
    "claim, both denominators side by side, beside every rule and the bounds, with the flow table. Nothing is "
    "recorded.\n\n"
    "Example: suyuan restitution plan --case A0316 --out plan",
)
HEAD = Text(
    zh="案件 {case}，{currency}，资金截至 {as_of}；{notice}",
    en="Case {case}, {currency}, money as of {as_of}; {notice}",
)
NEEDED, DIRECT = Text(zh="须公告", en="a public notice is needed"), Text(zh="直接返还", en="direct return")
PAPERS_HELP = Text(
    zh="写出一项返还现阶段的全部文书拟稿（docx）与资金流向表（xlsx）：申请表、呈请返还资金报告书、返还决定书、"
    "协助返还通知书及回执、公告、情况说明。金额一律取自已登记的方案和决定。全部写成或一件不写，不覆盖。\n\n"
    "例：suyuan restitution papers return-1 --case A0316 --out 文书",
    en="Write all papers of a return as it stands, as drafts (docx), with the flow table (xlsx): application, "
    "report for approval, decision, notice to the bank with its receipt, public notice, statement. Figures come "
    "from the recorded plan and decision alone. All or none; nothing is overwritten.\n\n"
    "Example: suyuan restitution papers return-1 --case A0316 --out papers",
)
SEIZED_TOO = Text(
    zh="扣押、退赔款不在银行冻结之列，其支付不出具协助返还通知书。",
    en="Seized and given-back money is not under a bank's freeze: its payments have no notice to a bank.",
)
TITLES = (
    Text(zh="冻结", en="freeze"),
    Text(zh="账户", en="account"),
    Text(zh="被骗款", en="claim"),
    Text(zh="被害人", en="victim"),
    Text(zh="方式", en="method"),
    Text(zh="返还", en="goes back"),
    Text(zh="留份额后", en="with a share kept"),
)
MATTERS = Text(
    zh="规则不同则结果不同：{claim} 净损失 {net}，各规则 {least} 至 {greatest}",
    en="the rule matters: {claim}, net loss {net}: {least} to {greatest} over the rules",
)
BLOCKED = Text(
    zh="不予支付：{claim} {victim}，案件 {case} 与 {other}：{why}",
    en="not paid: {claim} {victim}, cases {case} and {other}: {why}",
)
LINE = Text(
    zh="{id}  {state}  {freezes}  已返还 {paid} {currency}",
    en="{id}  {state}  {freezes}  returned {paid} {currency}",
)
DUE = Text(zh="  应在 {due} 前办理（{rule}）", en="  act by {due} ({rule})")
PAYMENT = Text(
    zh="  第 {number} 笔  {victim}  {amount}  {account}  {state}",
    en="  {number}. {victim}  {amount}  {account}  {state}",
)
NONE = Text(zh="没有返还程序。", en="There is no return.")
WROTE = Text(zh="已写入 {path}", en="Wrote {path}")
NOT_WRITTEN = Text(
    zh="写不出 {path}（{why}），没有留下不完整的文件；已登记的步骤不受影响。",
    en="{path} cannot be written ({why}); no half of it is left. Steps that were recorded stand.",
)
EXISTS = Text(zh="{file} 已存在，不覆盖。", en="{file} is there already and is not overwritten.")

ID = words(Text(zh="编号", en="ID"))
Word = Annotated[
    str,
    typer.Argument(
        metavar=ID, help=words(Text(zh="返还编号，如 return-1 或 1", en="its name, like return-1, or its number"))
    ),
]
Freezes = Annotated[
    list[str] | None,
    option("--freeze", ID, "冻结编号，可重复（默认全部冻结中的）", "freezes (default: all active)"),
]
Pooled = Annotated[
    bool,
    option("--pooled", None, "各账户无法溯源的部分合并按比例", "share the untraced over all accounts together"),
]


def add_to(app: typer.Typer) -> None:
    """Add the plan, the lists and the statement to the noun."""
    app.command("plan", help=words(PLAN_HELP))(plan)
    app.command("statement", help=words(Text(zh="返还情况说明（docx）", en="the statement of a return (docx)")))(
        statement
    )
    app.command("papers", help=words(PAPERS_HELP))(papers)
    app.command("list", help=words(Text(zh="列出本案返还", en="list a case's returns")))(list_)
    app.command("show", help=words(Text(zh="一项返还的全部步骤", en="one return with all its steps")))(show)


def plan(  # noqa: PLR0913
    case: CaseOption,
    freeze: Freezes = None,
    currency: given.Currency = "CNY",
    as_of: Annotated[str | None, option("--as-of", TIME, "资金截至时刻", "the money as of")] = None,
    at: given.At = None,
    pooled: Pooled = False,
    out: Annotated[Path | None, option("--out", "DIR", "写入空目录", "write into an empty folder")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show the plan."""
    from suyuan.actions.return_objects import plan_object
    from suyuan.actions.return_plans import AskedPlan, case_plan, write_case_plan

    asked = AskedPlan(currency, tuple(freeze or ()), given.instant(as_of), given.instant(at), pooled)
    found = case_plan(load(home), case, asked)
    if out is not None:
        for path in write_case_plan(found, out):
            output.tell(WROTE(path=path))
    if as_json:
        output.say_json(plan_object(found))
    else:
        _say_plan(found)


def statement(
    word: Word,
    case: CaseOption,
    out: Annotated[Path, option("--out", "FILE.docx", "写出返还情况说明", "where to write it")],
    home: Home = None,
) -> None:
    """Write the statement of a return."""
    from suyuan.actions import returns
    from suyuan.actions.return_objects import statement_paper
    from suyuan.documents import return_papers

    view = returns.show_return(load(home), case, word)
    write(out, return_papers.statement(statement_paper(view)))


def papers(
    word: Word,
    case: CaseOption,
    out: Annotated[Path, option("--out", "DIR", "写入新的或空的文件夹", "write into a new or empty folder")],
    victim: Annotated[
        list[str] | None,
        option("--victim", TEXT, "只写该被害人的文书，可重复", "these victims' own papers alone; may be repeated"),
    ] = None,
    no_flow: Annotated[bool, option("--no-flow", None, "不写资金流向表", "leave the flow table out")] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Write all papers of a return as it stands, or those of some victims."""
    from suyuan.actions import return_forms

    found = return_forms.papers_of(load(home), case, word, flow=not no_flow, victims=tuple(victim or ()))
    written = return_forms.write_papers(found.papers, out)
    for path in written:
        output.tell(WROTE(path=path))
    if found.seized:
        output.tell(SEIZED_TOO)
    if as_json:
        output.say_json({"id": found.id, "papers": [str(each) for each in written], "seized": found.seized})


def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the returns."""
    from suyuan.actions import returns
    from suyuan.actions.return_objects import return_object

    found = returns.list_returns(load(home), case)
    if as_json:
        output.say_json([return_object(each, LANGUAGE) for each in found])
        return
    if not found:
        output.say(NONE)
    for each in found:
        said(each, as_json=False)


def show(word: Word, case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Show one return."""
    from suyuan.actions import returns

    view = returns.show_return(load(home), case, word)
    said(view, as_json)
    if not as_json:
        measure_shown.say_steps(view.proceeding)


def said(view: ReturnView, as_json: bool) -> None:
    """Print a return, as JSON or in lines."""
    from suyuan.actions.return_objects import return_object

    if as_json:
        output.say_json(return_object(view, LANGUAGE))
        return
    found, currency = view.found, view.found.about.currency
    paid = money(sum(found.paid().values()), currency)
    output.say(
        LINE(
            id=view.proceeding.id,
            state=RETURN_STATES[found.state],
            freezes=", ".join(found.about.freezes),
            paid=paid,
            currency=currency,
        )
    )
    standing = view.proceeding.standing
    if standing.due_at is not None:
        output.say(DUE(due=standing.due_at.isoformat(), rule=standing.due_rule))
    for each in found.payments:
        output.say(
            PAYMENT(
                number=each.payment.number,
                victim=each.payment.victim,
                amount=money(each.payment.amount, currency),
                account=each.payment.account,
                state=RETURN_STATES[each.state],
            )
        )


def write(path: Path, content: bytes) -> None:
    """Write a paper, whole or not at all; raises WrongUsage where a file is there already, Failed by the disk."""
    if path.exists():
        raise WrongUsage(EXISTS(file=path))
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise Failed(NOT_WRITTEN(path=path, why=error.strerror or type(error).__name__)) from error
    output.tell(WROTE(path=path))


def _say_plan(found: CasePlan) -> None:
    currency = found.given.currency
    how = NEEDED if found.fixed.has_shares else DIRECT
    output.say(HEAD(case=found.case, currency=currency, as_of=found.fixed.as_of.isoformat(), notice=how))
    accounts = {each.name: each.account for each in found.fixed.accounts}
    output.say_table(
        TITLES,
        [
            (
                line.name,
                accounts[line.name],
                line.claim,
                line.victim,
                line.method.value,
                money(line.found_only, currency),
                money(line.with_presumed, currency),
            )
            for line in found.fixed.lines
        ],
    )
    for each in found.compared:
        if each.rule_matters:
            least, greatest = money(min(each.by_policy), currency), money(max(each.by_policy), currency)
            output.say(MATTERS(claim=each.claim, net=money(each.net, currency), least=least, greatest=greatest))
    for block in found.fixed.blocks:
        output.say(
            BLOCKED(claim=block.claim, victim=block.victim, case=block.case, other=block.other, why=block.why)
        )
