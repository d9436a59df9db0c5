"""``suyuan earmark``: of what one transfer brought, so much left with another, as a person decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.shown import spoken_amount
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.earmarking import EarmarkLine

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="专款认定：某笔转入的钱，其中多少随哪一笔转出。",
            en="Earmarks: of what one transfer brought, so much left with another.",
        )
    ),
)
ADD_HELP = Text(
    zh="认定一笔专款；也可用表格“专款认定表”（suyuan form）批量导入。转入、转出写转账编号或“文件名:行号”。"
    "现金取款与存款也可如此对应。\n\n"
    "例：suyuan earmark add --case A0316 --credit 流水.csv:31 --debit 流水.csv:34 --amount 4800 "
    "--grade inferred --why 报案人陈述",
    en="Decide an earmark; the form “专款认定表” (suyuan form) takes many at once. A transfer is named by its id "
    "or as FILE:ROW. Cash taken out and cash paid in are joined the same way.\n\n"
    "Example: suyuan earmark add --case A0316 --credit flow.csv:31 --debit flow.csv:34 --amount 4800 "
    "--grade inferred --why statement",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
TEXT = words(Text(zh="文字", en="TEXT"))
TRANSFER = words(Text(zh="转账", en="TRANSFER"))
AMOUNT = words(Text(zh="金额", en="AMOUNT"))
ACCOUNT = words(Text(zh="账户", en="ACCOUNT"))
KEPT = Text(zh="已保存第 {number} 号专款认定。", en="Earmark {number} was kept.")
UNDONE = Text(zh="已撤销第 {number} 号专款认定。", en="Earmark {number} was taken back.")
NONE = Text(zh="案件 {case} 没有专款认定。", en="Case {case} has no earmarks.")
LINE = Text(
    zh="{place}  {amount} {currency}（{grade}）  {account}：{credit} → {debit}{cash}；"
    "{author} {time}：{reason}{note}",
    en="{place}  {amount} {currency} ({grade})  {account}: {credit} → {debit}{cash}; "
    "{author} {time}: {reason}{note}",
)
PROPOSAL = Text(
    zh="{amount} {currency}  {account}：{came} [{credit}] → {left} [{debit}]",
    en="{amount} {currency}  {account}: {came} [{credit}] → {left} [{debit}]",
)
NO_PROPOSAL = Text(zh="案件 {case} 没有可建议的专款。", en="Case {case} has no forward to propose as an earmark.")
PLACE = Text(zh="第 {number} 号", en="No. {number}")
FORM_PLACE = Text(zh="{file} 第 {row} 行", en="{file}, row {row}")
CASH = Text(zh="（现金）", en=" (cash)")
NOT_OUT = Text(zh="；未能适用：{why}", en="; not carried out: {why}")
TAKEN_BACK = Text(zh="；{who} {when} 撤销：{why}", en="; taken back by {who} {when}: {why}")
GRADES = {"known": Text(zh="已知", en="known"), "inferred": Text(zh="推定", en="inferred")}
Why = Annotated[str, typer.Option("--why", metavar=TEXT, help=words(Text(zh="理由", en="the reason")))]


@app.callback()
def earmark() -> None:
    """Stand before the commands."""


@app.command(help=words(ADD_HELP))
def add(  # noqa: PLR0913  an option each
    case: CaseOption,
    credit: Annotated[
        str, typer.Option("--credit", metavar=TRANSFER, help=words(Text(zh="转入", en="what came")))
    ],
    debit: Annotated[str, typer.Option("--debit", metavar=TRANSFER, help=words(Text(zh="转出", en="what left")))],
    amount: Annotated[str, typer.Option("--amount", metavar=AMOUNT, help=words(Text(zh="金额", en="amount")))],
    why: Why,
    grade: Annotated[
        str,
        typer.Option(
            "--grade", metavar="known|inferred", help=words(Text(zh="已知或推定", en="known or inferred"))
        ),
    ] = "inferred",
    account: Annotated[
        str,
        typer.Option(
            "--account", metavar=ACCOUNT, help=words(Text(zh="收款后付款的账户", en="the account it passed"))
        ),
    ] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", metavar=TEXT, help=words(Text(zh="依据", en="what it rests on")))
    ] = "",
    currency: Annotated[
        str,
        typer.Option("--currency", metavar="CODE", help=words(Text(zh="金额的币种", en="currency of the amount"))),
    ] = "CNY",
    home: Home = None,
) -> None:
    """Decide an earmark."""
    from suyuan import settings
    from suyuan.actions.earmarking import AskedEarmark, add_earmark

    asked = AskedEarmark(account, credit, debit, amount, grade, why, evidence, currency)
    made = add_earmark(settings.load(home), case, asked)
    output.say(KEPT(number=made.number))


@app.command(
    "list", help=words(Text(zh="列出案件的专款认定，含已撤销的", en="list a case's earmarks, undone ones too"))
)
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List a case's earmarks."""
    from suyuan import settings
    from suyuan.actions.earmarking import case_earmarks, earmarks_object

    found = case_earmarks(settings.load(home), case)
    if as_json:
        output.say_json(earmarks_object(found))
        return
    if not found.lines:
        output.say(NONE(case=found.case))
    for line in found.lines:
        output.say(_line(line))


@app.command(
    help=words(
        Text(
            zh="列出可能的专款：被害人账户在二十四小时内把被害人或涉案账户转来的同额款项转出；仅供认定，不自动适用",
            en="list what may be an earmark: a victim's account pays on, within 24 hours and in the same amount, "
            "what a victim or a suspect paid it; nothing is carried out until somebody decides",
        )
    )
)
def propose(case: CaseOption, home: Home = None) -> None:
    """List forwards that may be earmarked."""
    from suyuan import settings
    from suyuan.actions.earmarking import proposed_earmarks

    found = proposed_earmarks(settings.load(home), case)
    for each in found.proposals:
        output.say(
            PROPOSAL(
                amount=spoken_amount(each.debit.amount, each.debit.currency),
                currency=each.debit.currency,
                account=each.debit.payer,
                credit=each.credit.id,
                came=shown_moment(each.credit.time),
                debit=each.debit.id,
                left=shown_moment(each.debit.time),
            )
        )
    if not found.proposals:
        output.say(NO_PROPOSAL(case=found.case))


@app.command(help=words(Text(zh="撤销一条专款认定，记录留存", en="take an earmark back; its record stays")))
def undo(
    case: CaseOption,
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="认定序号", en="its number")))],
    why: Why,
    home: Home = None,
) -> None:
    """Take an earmark back."""
    from suyuan import settings
    from suyuan.actions.earmarking import undo_earmark

    output.say(UNDONE(number=undo_earmark(settings.load(home), case, number, why).number))


def _line(line: EarmarkLine) -> Message:
    decision, placed = line.decision, line.placed
    source = decision.source
    place = FORM_PLACE(file=line.file, row=source.row) if source else PLACE(number=decision.number)
    note: Message | str = NOT_OUT(why=line.why_not) if line.why_not else ""
    if line.ruling and line.ruling.undone:
        undone = line.ruling.undone
        note = TAKEN_BACK(who=undone.who, when=shown_moment(undone.when), why=undone.why)
    return LINE(
        place=place,
        amount=spoken_amount(decision.amount, decision.currency),
        currency=decision.currency,
        grade=GRADES[decision.grade.value],
        account=placed.account if placed else decision.account,
        credit=placed.credit if placed else decision.credit,
        debit=(placed.joined or placed.debit) if placed else decision.debit,
        cash=CASH if placed and placed.joined else "",
        author=decision.author,
        time=shown_moment(decision.time.at) if decision.time else "",
        reason=decision.reason,
        note=note,
    )
