"""``suyuan report``: the case report as one page and as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.trace_words import KeptFrom
from suyuan.model.text import Text

HELP = Text(
    zh="生成案件报告：一个自含网页和一个工作簿，每个数字都能回到文件、工作表、行。\n\n"
    "例：suyuan report --case A0316 --out 报告",
    en="Write the case report: a page and a workbook, each figure with the way back to its rows.\n\n"
    "Example: suyuan report --case A0316 --out report",
)
DIR = words(Text(zh="目录", en="DIR"))
TIME = words(Text(zh="时间", en="TIME"))
OUT_HELP = Text(zh="输出目录", en="folder to write into")
POLICY_HELP = Text(zh="追踪规则，逗号分隔，或 all", en="rules for mixed accounts, with commas, or all")
AS_OF_HELP = Text(
    zh="截至时刻（含），如 2021-03-20T18:00+08:00； 只写日期指当日终了；默认为最后一笔转账时",
    en="up to this moment (included), like 2021-03-20T18:00+08:00; a bare date means its end; "
    "default: the last transfer",
)
REPORT = Text(zh="报告　　{page}\n　　　　{workbook}", en="Report     {page}\n           {workbook}")


def report(
    case: CaseOption,
    out: Annotated[Path, typer.Option("--out", metavar=DIR, file_okay=False, help=words(OUT_HELP))],
    policy: Annotated[
        str, typer.Option("--policy", metavar="P[,P…]|all", help=words(POLICY_HELP))
    ] = "fifo,pro_rata",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar=TIME, help=words(AS_OF_HELP))] = None,
    kept_from: KeptFrom = None,
    home: Home = None,
) -> None:
    """Trace a case and write its report."""
    from suyuan import settings
    from suyuan.actions.case_tracing import trace_case
    from suyuan.actions.reporting import case_report, write_report
    from suyuan.actions.summary import answers_ended, summary_of
    from suyuan.actions.trace_cache import Extras
    from suyuan.actions.tracing import moment_asked, report_asked
    from suyuan.cli.solved import show, tell_moment
    from suyuan.tracing.policies import parse

    moment = moment_asked(as_of) if as_of is not None else None
    extras = Extras(report_asked(kept_from) if kept_from else None, from_report=True)
    traced = trace_case(settings.load(home), case, parse(policy), moment, extras=extras)
    if moment is None:
        tell_moment(answers_ended(traced))
    made = case_report(traced)
    page, workbook = write_report(made, out, LANGUAGE)
    show(made, summary_of(traced, made))
    output.say(REPORT(page=page, workbook=workbook))


def add_to(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command(name="report", help=words(HELP))(report)
