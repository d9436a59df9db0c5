"""``suyuan statement describe``: a layout that nobody has described, described by options or by questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.describing import Given, Proposal

HELP = Text(
    zh="描述一种未知版式：说明哪一列是什么，得到一份 TOML 描述，程序据此读取同类文件。"
    "在终端上不带选项则逐项询问。--keep 存入自己的版式目录，下次即可识别。\n\n"
    "例：suyuan statement describe 明细.csv --time 日期 --in 收 --out 支 --balance 余额 --id my_bank --keep",
    en="Describe a layout that is not known: say which column is what and get a TOML description by which such "
    "files are read. Without options, on a terminal, it asks. --keep puts it into your own layouts, so that the "
    "next file is known.\n\nExample: suyuan statement describe a.csv --time Date --in Credit --out Debit "
    "--balance Balance --id my_bank --keep",
)
COLUMN = Text(zh="列名或序号", en="name or number of the column")
WRITTEN = Text(zh="已写入描述：{file}", en="description written to {file}")
COLUMNS = Text(zh="各列（序号、列名、首个内容）：", en="columns (number, name, first cell):")
ASK = Text(
    zh="{role} 是哪一列（序号或列名，没有则回车）", en="which column is {role} (number or name, empty: none)"
)

Column = Annotated[str, typer.Option(metavar=words(Text(zh="列", en="COL")), help=words(COLUMN))]
ASKED = (
    "time", "clock", "incoming", "outgoing", "amount", "direction", "balance", "account", "holder",
    "counterparty_account", "counterparty_name", "counterparty_bank", "summary", "reference", "currency", "status",
)  # fmt: skip


def describe(  # noqa: PLR0913  # one parameter an option
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    time: Column = "",
    clock: Column = "",
    amount: Column = "",
    incoming: Annotated[str, typer.Option("--in", metavar="COL", help=words(COLUMN))] = "",
    outgoing: Annotated[str, typer.Option("--out", metavar="COL", help=words(COLUMN))] = "",
    direction: Column = "",
    balance: Column = "",
    account: Column = "",
    holder: Column = "",
    counterparty: Annotated[
        str, typer.Option("--counterparty", "--counterparty-account", metavar="COL", help=words(COLUMN))
    ] = "",
    counterparty_name: Column = "",
    counterparty_bank: Column = "",
    summary: Column = "",
    reference: Column = "",
    currency_column: Column = "",
    status: Column = "",
    in_word: Annotated[
        list[str] | None, typer.Option(help=words(Text(zh="表示收入的用语", en="a word for in")))
    ] = None,
    out_word: Annotated[
        list[str] | None, typer.Option(help=words(Text(zh="表示支出的用语", en="a word for out")))
    ] = None,
    plus: Annotated[
        str, typer.Option(metavar="in|out", help=words(Text(zh="正数的含义", en="what a positive amount means")))
    ] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help=words(Text(zh="币种", en="the currency")))] = "",
    time_format: Annotated[
        str, typer.Option(metavar="d/M/yyyy", help=words(Text(zh="时间格式", en="how times are written")))
    ] = "",
    offset: Annotated[
        str, typer.Option(metavar="+08:00", help=words(Text(zh="时间所属时区", en="the times' offset from UTC")))
    ] = "",
    unit: Annotated[
        str,
        typer.Option(
            metavar="major|minor|ten_thousand",
            help=words(Text(zh="金额单位：元、分或万元", en="amounts in yuan, in fen or in 10,000 yuan")),
        ),
    ] = "",
    reading: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help=words(
                Text(
                    zh="取 statement inspect 所列的第几种读法",
                    en="take this one of the readings that inspect lists",
                )
            ),
        ),
    ] = 0,
    layout_id: Annotated[str, typer.Option("--id", help=words(Text(zh="版式名", en="the layout's id")))] = "",
    title: Annotated[str, typer.Option(help=words(Text(zh="版式标题", en="the layout's title")))] = "",
    institution: Annotated[str, typer.Option(help=words(Text(zh="机构", en="the institution")))] = "",
    out_file: Annotated[
        Path | None,
        typer.Option("--write", metavar="F.toml", help=words(Text(zh="写到文件", en="write to a file"))),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=words(Text(zh="存入自己的版式目录", en="keep it among your own layouts"))),
    ] = False,
    home: Home = None,
) -> None:
    """Print or write the description of a file's layout."""
    from suyuan.actions import describing
    from suyuan.cli.statement_words import tables

    said = {
        "time": time, "clock": clock, "amount": amount, "incoming": incoming, "outgoing": outgoing,
        "direction": direction, "balance": balance, "account": account, "holder": holder,
        "counterparty_account": counterparty, "counterparty_name": counterparty_name,
        "counterparty_bank": counterparty_bank, "summary": summary, "reference": reference,
        "currency": currency_column, "status": status,
    }  # fmt: skip
    given = describing.Given(
        columns={role: column for role, column in said.items() if column},
        in_words=tuple(in_word or ()),
        out_words=tuple(out_word or ()),
        plus=plus if plus in ("in", "out") else "",
        currency=currency,
        time_format=time_format,
        offset=offset,
        unit=unit,
        reading=reading,
        id=layout_id,
        title=title,
        institution=institution,
    )
    if unit not in ("", "major", "minor", "ten_thousand"):
        raise typer.BadParameter(unit, param_hint="--unit")
    if plus not in ("", "in", "out"):
        raise typer.BadParameter(plus, param_hint="--plus")
    proposal = describing.propose_for(file)
    if not (given.columns or given.reading or given.time_format) and sys.stdin.isatty():
        given = _asked(proposal, given)
    described = describing.describe(proposal, given)
    if out_file is not None:
        describing.write(described, out_file, file)
        output.tell(WRITTEN(file=out_file))
    if keep:
        kept = describing.layouts_folder(load(home).home) / f"{described.id}.toml"
        describing.write(described, kept)
        output.tell(WRITTEN(file=kept))
    if out_file is None and not keep:
        output.say(described.text.rstrip("\n"))
    for line in tables(described.tables, LANGUAGE):
        output.tell(line)


def _asked(proposal: Proposal, given: Given) -> Given:
    """Return the answers that a person types, with what the columns seem to be offered first."""
    from dataclasses import replace

    output.tell(COLUMNS)
    for place, (name, cell) in enumerate(proposal.columns, 1):
        output.tell(f"  {place:>2}  {name}  {cell}")
    offered = dict(proposal.answers.fields) if proposal.answers else {}
    columns: dict[str, str] = {}
    for role in ASKED:
        if role in ("amount", "direction") and {"incoming", "outgoing"} <= columns.keys():
            continue
        answer = typer.prompt(words(ASK(role=role)), default=offered.get(role, ("",))[0], err=True).strip()
        if answer:
            columns[role] = answer
    return replace(given, columns=columns)
