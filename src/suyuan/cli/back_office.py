"""``suyuan back-office``: the books of platforms and gangs in a case, and their top-ups against bank transfers."""

from __future__ import annotations

from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="平台后台、业绩表、工资表：只列出和比对，不计入银行数字",
            en="a platform's back office, performance and wage sheets: listed and compared, never bank figures",
        )
    ),
)
KINDS = {
    BackOfficeKind.MEMBER: Text(zh="会员", en="member"),
    BackOfficeKind.TOP_UP: Text(zh="充值", en="top-up"),
    BackOfficeKind.WITHDRAWAL: Text(zh="提现", en="withdrawal"),
    BackOfficeKind.AGENT: Text(zh="代理", en="agent"),
    BackOfficeKind.RECEIVING_ACCOUNT: Text(zh="收款账户", en="receiving account"),
    BackOfficeKind.PERFORMANCE: Text(zh="业绩", en="performance"),
    BackOfficeKind.WAGE: Text(zh="工资", en="wage"),
}
NONE = Text(
    zh="本案没有平台后台或工资、业绩资料。",
    en="The case has no back office, wage or performance sheets.",
)
NO_TOP_UPS = Text(zh="本案没有充值记录。", en="The case has no top-ups.")
COUNT = Text(zh="{kind}：{count}", en="{kind}: {count}")
FOUND = Text(
    zh="充值 {count} 条：对上银行转账 {found} 条，未对上 {rest} 条（未对上的不计入任何银行数字）",
    en="{count} top-ups: {found} matched to bank transfers, {rest} not (those are added to no bank figure)",
)
MATCHED = Text(zh="    → {transfer}：{why}", en="    → {transfer}: {why}")
UNMATCHED = Text(zh="    未对上：{why}", en="    not matched: {why}")
NEAREST = Text(
    zh="      最近：{time} {payer} → {payee} {amount}，{why}",
    en="      nearest: {time} {payer} → {payee} {amount}: {why}",
)
PLACE = Text(zh="{file} {sheet} 第 {row} 行", en="{file} {sheet} row {row}")
KIND_HELP = Text(zh="只列一种（{kinds}），可重复", en="only this kind ({kinds}); may be repeated")
Kinds = Annotated[
    list[BackOfficeKind] | None,
    typer.Option("--kind", help=words(KIND_HELP(kinds=", ".join(each.value for each in BackOfficeKind)))),
]


@app.command("list", help=words(Text(zh="列出后台、业绩、工资资料的各行", en="list the rows of the books")))
def list_(case: CaseOption, kind: Kinds = None, as_json: AsJson = False, home: Home = None) -> None:
    """Print the rows of a case's books."""
    from suyuan.actions import back_office

    found = back_office.case_books(load(home), case, kind or ())
    if as_json:
        output.say_json([back_office.row_object(row, found.names) for row in found.rows])
        return
    if not found.rows:
        output.say(NONE)
    for each in BackOfficeKind:
        rows = [row for row in found.rows if row.kind is each]
        if rows:
            output.say(COUNT(kind=KINDS[each], count=len(rows)))
        for row in rows:
            output.say(f"  {_line(row)}  [{_place(row, found.names)}]")


@app.command(help=words(Text(zh="充值与银行转账一一比对", en="top-ups against bank transfers, one to one")))
def topups(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Print each top-up with its transfer and the reasons, or why it has none."""
    from suyuan.actions import back_office

    found = back_office.case_top_ups(load(home), case)
    currency = found.ledger.currency
    if as_json:
        objects = [back_office.top_up_object(each, found.names, currency, LANGUAGE) for each in found.top_ups]
        output.say_json(objects)
        return
    if not found.top_ups:
        output.say(NO_TOP_UPS)
        return
    matched = sum(bool(each.transfer) for each in found.top_ups)
    output.say(FOUND(count=len(found.top_ups), found=matched, rest=len(found.top_ups) - matched))
    for each in found.top_ups:
        output.say(f"  {_line(each.row)}  [{_place(each.row, found.names)}]")
        why = "; ".join(words(reason) for reason in each.reasons)
        output.say(MATCHED(transfer=each.transfer, why=why) if each.transfer else UNMATCHED(why=each.why_not))
        for near in back_office.top_up_object(each, found.names, currency, LANGUAGE)["nearest"]:  # type: ignore[attr-defined]
            output.say(NEAREST(**near))


def _line(row: BackOfficeRow) -> str:
    from suyuan.model.money import text_from_minor

    money = [text_from_minor(each, row.currency) for each in (row.amount, row.commission) if each is not None]
    said = (row.number, row.member, row.name, row.phone, row.agent, row.group, row.account, row.account_name)
    more = (row.bank, row.payer_account, row.payer_name, str(row.time or ""), row.month, *money, row.said)
    return "  ".join(each for each in (*said, *more) if each)


def _place(row: BackOfficeRow, names: object) -> str:
    file = names.get(row.source.sha256, "") if isinstance(names, dict) else ""
    return words(PLACE(file=file, sheet=row.source.sheet or "", row=row.source.row))
