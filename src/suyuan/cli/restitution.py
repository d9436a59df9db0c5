"""``suyuan restitution``: what goes back to whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output, restitution_matches, restitution_shown, restitution_steps
from suyuan.cli.home import AsJson
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import Refused
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.actions.restitution import Allocated

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(zh="资金返还：冻结资金如何返还被害人", en="Restitution: what of frozen money goes back to whom")
    ),
)

HELP = Text(
    zh="按比例返还：把一笔冻结资金按各被骗款的净损失（损失减已返还）分配，精确到分，任何一笔不超过净损失；"
    "尾差归余数最大者，余数相同归首笔转账较早者。\n\n"
    "例：suyuan restitution allocate --frozen 1000.00 --claims 被骗款.csv --out 返还.csv",
    en="Share a frozen sum among losses in proportion to each net loss (loss less returned), exact to the fen, "
    "none above its net loss; odd fen go to the largest remainders, of equal ones to the earlier first "
    "transfer.\n\n"
    "Example: suyuan restitution allocate --frozen 1000.00 --claims claims.csv --out shares.csv",
)
SHARED = Text(
    zh="冻结 {frozen} {currency}，净损失合计 {net}：返还 {allocated}，继续冻结 {rest}。",
    en="Frozen {frozen} {currency}, net losses {net}: {allocated} goes back, {rest} stays frozen.",
)
RULE = Text(
    zh="依据：{document}{article}（{rule}）；分母与尾差的算法该规定未载明，系本程序的选择。",
    en="By {document}, {article} ({rule}); denominator and rounding are not written there and are this "
    "program's choice.",
)
WROTE = Text(zh="结果已写入 {file}。", en="Written to {file}.")

FILE = words(Text(zh="文件", en="FILE"))


@app.callback()
def restitution() -> None:
    """Stand before the noun's commands."""


restitution_shown.add_to(app)
restitution_steps.add_to(app)
restitution_matches.add_to(app)


@app.command("allocate", help=words(HELP))
def allocate_command(
    frozen: Annotated[
        str,
        typer.Option(
            metavar=words(Text(zh="金额", en="AMOUNT")),
            help=words(Text(zh="冻结金额，如 1000.00", en="the frozen sum, like 1000.00")),
        ),
    ],
    claims: Annotated[
        Path,
        typer.Option(
            metavar=FILE,
            help=words(
                Text(
                    zh="被骗款（CSV）：claim, victim, loss, returned, first_transfer",
                    en="the losses (CSV): claim, victim, loss, returned, first_transfer",
                )
            ),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar=FILE,
            help=words(
                Text(
                    zh="结果（CSV），次序同输入：claim, victim, net, amount, currency",
                    en="the shares (CSV), in the order given: claim, victim, net, amount, currency",
                )
            ),
        ),
    ],
    currency: Annotated[
        str | None,
        typer.Option(
            metavar=words(Text(zh="币种", en="CODE")),
            help=words(
                Text(
                    zh="币种；默认取文件的 currency 列，没有则为 CNY",
                    en="the currency; default: the file's column currency, else CNY",
                )
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Share the sum, write the shares, say the summary."""
    from suyuan.actions.restitution import allocate_file, refused_object

    try:
        found = allocate_file(claims, frozen, out, currency)
    except Refused as error:
        if as_json:
            output.say_json(refused_object(claims, out, error.message, LANGUAGE))
        raise
    for each in found.warnings:
        output.tell(each)
    if as_json:
        output.say_json(found.as_object(LANGUAGE))
    else:
        _say(found)


def _say(found: Allocated) -> None:
    from suyuan.actions.restitution import rule_of
    from suyuan.model.money import text_from_minor
    from suyuan.recovery.return_methods import IN_LAW

    allocation = found.allocation
    rule = rule_of(IN_LAW[allocation.method].rule)
    sums = {
        "frozen": allocation.frozen,
        "net": allocation.net_total,
        "allocated": allocation.allocated,
        "rest": allocation.rest,
    }
    said = {name: text_from_minor(minor, found.currency) for name, minor in sums.items()}
    output.say(SHARED(currency=found.currency, **said))
    output.say(RULE(document=rule.document.name, article=rule.article or "", rule=rule.id))
    output.say(WROTE(file=found.out))
