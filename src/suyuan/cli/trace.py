"""``suyuan trace``: follow claims through transfers, from plain files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.tracing.policies import Policy, parse

if TYPE_CHECKING:
    from suyuan.actions.tracing import TracedFiles

app = typer.Typer(invoke_without_command=True, no_args_is_help=True)

FILE = words(Text(zh="文件", en="FILE"))

MISSING = Text(
    zh="缺少 {option}。追踪文件须给出 --transfers、--claims、--policy 和 --out。",
    en="{option} is missing. To trace files give --transfers, --claims, --policy and --out.",
)
NOT_YET = Text(
    zh="{option} 在本版本中尚不可用，因此没有进行任何计算。",
    en="{option} is not available in this release, so nothing was computed.",
)
DONE = Text(
    zh="{transfers} 笔转账（截至 {until}），{claims} 笔被骗款共 {claimed} {currency}，触及 {reached} 个账户。",
    en="{transfers} transfers (until {until}), {claims} claims: {claimed} {currency}, {reached} accounts reached.",
)
BY_POLICY = Text(
    zh="{policy}：自有资金 {effective}，其中未调证账户 {edge}，各类出口 {exits}",
    en="{policy}: entered {effective}, of it in accounts nobody has seen {edge}, exits {exits}",
)
NO_EXITS = Text(zh="无", en="none")
NO_MOMENT = Text(zh="无转账", en="no transfers")
UNEXPLAINED = Text(
    zh="注意：有 {count} 笔无法解释的差额按规则补记，见 summary.json。",
    en="Note: {count} differences that nobody explains were booked by the rules; see summary.json.",
)
WROTE = Text(zh="结果已写入 {folder}（{count} 个文件）。", en="Written to {folder} ({count} files).")

HELP = Text(
    zh="追踪被骗款：每笔现在在哪些账户、经过哪些转账、从哪里流出、下一步向谁调证。\n\n"
    "例：suyuan trace --transfers 转账.csv --claims 被骗款.csv --policy fifo,pro_rata --out 结果",
    en="Follow claims through transfers: where each stands, how it came, where it left, whom to ask next.\n\n"
    "Example: suyuan trace --transfers transfers.csv --claims claims.csv --policy fifo,pro_rata --out findings",
)


def _file(zh: str, en: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar=FILE, help=words(Text(zh=zh, en=en)))
    return option


@app.callback(help=words(HELP))
def trace(  # noqa: PLR0913  an option each
    context: typer.Context,
    transfers: Annotated[
        Path | None, _file("转账：id,time,payer,payee,amount[,currency]", "id,time,payer,payee,amount[,currency]")
    ] = None,
    claims: Annotated[
        Path | None, _file("被骗款：claim,victim,transfer,amount", "claim,victim,transfer,amount")
    ] = None,
    openings: Annotated[
        Path | None,
        _file("期初余额：account,amount；未列账户取最小期初余额", "account,amount; others get the least opening"),
    ] = None,
    accounts: Annotated[
        Path | None,
        _file(
            "账户：account,kind,role,parent,holder,controller,covered_from,covered_to",
            "account,kind,role,parent,holder,controller,covered_from,covered_to",
        ),
    ] = None,
    assertions: Annotated[
        Path | None,
        _file(
            "机构证明的余额：account,time,after_transfer,amount",
            "balances stated: account,time,after_transfer,amount",
        ),
    ] = None,
    earmarks: Annotated[
        Path | None, _file("指定对应（本版本尚不可用）", "earmarks (not available in this release)")
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="P[,P…]|all",
            help=words(
                Text(
                    zh="追踪规则：" + "，".join(each.value for each in Policy) + "；all 为全部",
                    en="rules for mixed accounts: " + ", ".join(each.value for each in Policy) + "; all for all",
                )
            ),
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar=words(Text(zh="时间", en="TIME")),
            help=words(
                Text(
                    zh="截至时刻（含），如 2021-03-05T10:11:12+08:00；只写日期指当日终了",
                    en="up to this moment (included), like 2021-03-05T10:11:12+08:00; a bare date means its end",
                )
            ),
        ),
    ] = None,
    bounds: Annotated[
        bool,
        typer.Option(
            "--bounds", help=words(Text(zh="界限（本版本尚不可用）", en="not available in this release"))
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=words(Text(zh="目录", en="DIR")),
            help=words(Text(zh="结果写入的目录", en="folder for the results")),
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help=words(Text(zh="在标准输出打印摘要 JSON", en="print the summary as JSON"))),
    ] = False,
) -> None:
    """Trace the files that are named and write the findings."""
    if context.invoked_subcommand is not None:
        return
    for option, asked in (("--bounds", bounds), ("--earmarks", earmarks is not None)):
        if asked:
            raise WrongUsage(NOT_YET(option=option))
    if transfers is None or claims is None or policy is None or out is None:
        named = {"--transfers": transfers, "--claims": claims, "--policy": policy, "--out": out}
        raise WrongUsage(MISSING(option=next(option for option, value in named.items() if value is None)))
    policies = parse(policy)
    from suyuan.actions.tracing import PlainFiles, moment_asked, trace_plain_files

    files = PlainFiles(transfers, claims, openings, accounts, assertions)
    traced = trace_plain_files(files, policies, moment_asked(as_of) if as_of else None, out)
    if as_json:
        output.say_json(traced.findings.summary)
    else:
        _print(traced, out)


def _print(traced: TracedFiles, folder: Path) -> None:
    summary: Mapping[str, object] = traced.findings.summary
    for line in lines(summary):
        output.say(line)
    output.say(words(WROTE(folder=folder, count=len(traced.paths))))


def lines(summary: Mapping[str, object]) -> list[str]:
    """Return a trace's summary in a few lines."""
    counts, by_policy = summary["counts"], summary["by_policy"]
    assert isinstance(counts, dict) and isinstance(by_policy, dict)  # noqa: S101
    said = [
        words(
            DONE(
                transfers=counts["transfers_until_as_of"],
                until=summary["until"] or NO_MOMENT,
                claims=counts["claims"],
                claimed=summary["claimed"],
                currency=summary["currency"],
                reached=counts["accounts_reached"],
            )
        )
    ]
    for policy, sums in by_policy.items():
        exits = ", ".join(f"{kind} {amount}" for kind, amount in sums["by_exit_kind"].items())
        said.append(
            words(
                BY_POLICY(
                    policy=policy,
                    effective=sums["effective"],
                    edge=sums["in_edge_accounts"],
                    exits=exits or NO_EXITS,
                )
            )
        )
    if counts["unexplained"]:
        said.append(words(UNEXPLAINED(count=counts["unexplained"])))
    return said
