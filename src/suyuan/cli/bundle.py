"""``suyuan bundle``: a case sealed with its figures, and everything in it computed anew and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="封存包：一案的证据原件、认定与各规则的结果；任何人可重算并比对。",
            en="Bundles: a case's evidence, decisions and figures under every rule, for anyone to compute anew.",
        )
    ),
)

File = Annotated[
    Path,
    typer.Argument(
        metavar=words(Text(zh="文件", en="FILE")), help=words(Text(zh="封存包文件", en="the bundle's file"))
    ),
]

SEALED = Text(
    zh="已封存案件 {case}：证据 {evidence} 件，结果 {figures} 份，末条审计哈希 {head}，写入 {path}",
    en="Case {case} is sealed: {evidence} pieces of evidence, {figures} tables of figures, hash of the last audit "
    "event {head}, in {path}",
)
EQUAL = Text(
    zh="相同：{evidence} 件证据重新读取、重新追踪，{figures} 份结果逐字节相同"
    "（封存版本 {sealed}，本版本 {now}）。",
    en="Equal: {evidence} pieces of evidence read and traced anew, all {figures} tables the same to the byte "
    "(sealed with {sealed}, computed with {now}).",
)
NOT_EQUAL = Text(
    zh="不相同，{count} 处（封存版本 {sealed}，本版本 {now}）：",
    en="Not equal in {count} places (sealed with {sealed}, computed with {now}):",
)


@app.command(help=words(Text(zh="封存一案", en="Seal a case")))
def seal(file: File, case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Seal one."""
    from suyuan.actions import bundle

    made = bundle.seal(load(home), case, file)
    if as_json:
        output.say_json(
            {
                "file": str(file),
                "case": made.case,
                "version": made.version,
                "evidence": made.evidence,
                "figures": made.figures,
                "head": made.head,
            }
        )
    else:
        output.say(SEALED(case=made.case, evidence=made.evidence, figures=made.figures, head=made.head, path=file))


@app.command(
    help=words(
        Text(
            zh="从封存的证据重算每一个数字并比对；不同时退出码为 1 并指出何处",
            en="Compute every figure anew from the sealed evidence and compare: exit 1 and where, if one differs",
        )
    )
)
def check(file: File, as_json: AsJson = False) -> None:
    """Compute and compare."""
    from suyuan.actions import bundle

    found = bundle.check(file)
    sealed = found.bundle
    if as_json:
        output.say_json(
            {
                "file": str(file),
                "case": sealed.case,
                "equal": found.equal,
                "differences": [words(each) for each in found.differences],
                "evidence": sealed.evidence,
                "figures": sealed.figures,
                "sealed_with": sealed.version,
                "computed_with": found.computed_with,
                "head": sealed.head,
            }
        )
    elif found.equal:
        output.say(
            EQUAL(evidence=sealed.evidence, figures=sealed.figures, sealed=sealed.version, now=found.computed_with)
        )
    else:
        output.say(NOT_EQUAL(count=len(found.differences), sealed=sealed.version, now=found.computed_with))
        for each in found.differences:
            output.say(each)
    if not found.equal:
        raise typer.Exit(ExitCode.FAILED)
