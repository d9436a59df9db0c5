"""``suyuan trace``: follow claims through transfers, of a case or from plain files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import Home
from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.tracing.policies import Policy, parse

if TYPE_CHECKING:
    from suyuan.actions.tracing import TracedFiles

app = typer.Typer(invoke_without_command=True, no_args_is_help=True)

FILE = words(Text(zh="文件", en="FILE"))

MISSING = Text(
    zh="缺少 {option}。追踪案件须给出 --case、--policy 和 --out；"
    "追踪文件须给出 --transfers、--claims、--policy 和 --out。",
    en="{option} is missing. To trace a case give --case, --policy and --out; to trace files give --transfers, "
    "--claims, --policy and --out.",
)
ONE_OF_TWO = Text(
    zh="--case 与 --transfers 等文件只能二选一：案件的转账取自其账本。",
    en="Give --case or files, not both: a case's transfers come from its ledger.",
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
    "例：suyuan trace --case A0316 --policy fifo,pro_rata --out 结果\n\n"
    "例：suyuan trace --transfers 转账.csv --claims 被骗款.csv --policy all --out 结果",
    en="Follow claims through transfers: where each stands, how it came, where it left, whom to ask next.\n\n"
    "Example: suyuan trace --case A0316 --policy fifo,pro_rata --out findings\n\n"
    "Example: suyuan trace --transfers transfers.csv --claims claims.csv --policy all --out findings",
)


def _file(zh: str, en: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar=FILE, help=words(Text(zh=zh, en=en)))
    return option


@app.callback(help=words(HELP))
def trace(  # noqa: PLR0913  an option each
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Option(
            metavar=words(Text(zh="案件", en="CASE")),
            help=words(
                Text(
                    zh="案件编号或名称；同时在结果目录 given/ 下写出所依据的转账等文件，任何人可据以重算",
                    en="a case's number or name; what the trace rests on is written to given/ below the results, "
                    "so that anyone can run it again",
                )
            ),
        ),
    ] = None,
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
    home: Home = None,
) -> None:
    """Trace the case or the files that are named and write the findings."""
    if context.invoked_subcommand is not None:
        return
    for option, asked in (("--bounds", bounds), ("--earmarks", earmarks is not None)):
        if asked:
            raise WrongUsage(NOT_YET(option=option))
    given = (transfers, claims, openings, accounts, assertions)
    if case is not None and any(path is not None for path in given):
        raise WrongUsage(ONE_OF_TWO())
    named = {"--policy": policy, "--out": out}
    if case is None:
        named = {"--transfers": transfers, "--claims": claims, **named}
    missing = [option for option, value in named.items() if value is None]
    if policy is None or out is None or missing:
        raise WrongUsage(MISSING(option=missing[0]))
    policies = parse(policy)
    from suyuan.actions.tracing import PlainFiles, TracedFiles, moment_asked, trace_plain_files

    moment = moment_asked(as_of) if as_of else None
    if case is not None:
        from suyuan.actions.case_tracing import trace_case, write_trace
        from suyuan.settings import load

        solved = trace_case(load(home), case, policies, moment)
        traced = TracedFiles(solved.findings, write_trace(solved, out))
    elif transfers is not None and claims is not None:
        files = PlainFiles(transfers, claims, openings, accounts, assertions)
        traced = trace_plain_files(files, policies, moment, out)
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
