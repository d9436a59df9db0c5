"""``suyuan audit``: the chain of what people did, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.auditing import Verified

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="审计链：谁、何时、做了什么、为何；有无被改动。",
            en="The audit chain: who did what, when and why, and whether a record was changed.",
        )
    ),
)

WHOLE = Text(
    zh="审计链完整：{count} 条记录，逐条相接，库中各表与之相符。",
    en="The audit chain is whole: {count} events, each bound, and the casebook's rows are what they say.",
)
BROKEN = Text(
    zh="审计链不完整：{count} 条记录，{faults} 处不符。请保留现场，勿继续使用，并与备份比对。",
    en="The audit chain is not whole: {count} events, {faults} faults. Keep everything as it is, do not go on "
    "working in it, and compare it with a backup.",
)
HEAD = Text(zh="末条哈希 {hash}", en="hash of the last event {hash}")
ABOUT = Text(zh="其中关于案件 {case} 的 {count} 条", en="{count} of them about case {case}")
NOTED = Text(
    zh="所记的哈希是第 {seq} 条，其后的记录都接在它之后。",
    en="The noted hash is that of event {seq}; what follows is bound to it.",
)


@app.command(
    help=words(
        Text(
            zh="核验整条审计链，并以之逐行核对案件库：有记录、认定或步骤被改动、删除、插入、调换时"
            "退出码为 1，并指出是哪一条。",
            en="Check the whole chain and every row of the casebook against it: exit 1 if a record, a decision or "
            "a step was changed, removed, added or moved, and say which.",
        )
    )
)
def verify(
    case: Annotated[
        str | None,
        typer.Option(
            "--case",
            metavar=words(Text(zh="案件", en="CASE")),
            help=words(
                Text(
                    zh="另报该案件的记录数；链总是整条核验",
                    en="also count this case's events; the chain is always checked whole",
                )
            ),
        ),
    ] = None,
    noted: Annotated[
        str | None,
        typer.Option(
            "--noted",
            metavar=words(Text(zh="哈希", en="HASH")),
            help=words(
                Text(
                    zh="从前抄下的末条哈希；证明整条链没有被重做",
                    en="the last event's hash as somebody wrote it down; proves that the chain was not made anew",
                )
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Check the chain and print what is wrong."""
    from suyuan.actions import auditing

    found = auditing.verify(load(home), case, noted)
    if as_json:
        output.say_json(verified_json(found))
    else:
        _say(found)
    if not found.whole:
        raise typer.Exit(ExitCode.FAILED)


def verified_json(found: Verified) -> dict[str, object]:
    """Return what a check found as JSON values."""
    return {
        "whole": found.whole,
        "events": found.count,
        "head": found.head,
        "faults": [
            {"event": fault.values.get("seq", fault.values.get("first")), "what": words(fault)}
            for fault in found.faults
        ],
        "case": found.case,
        "case_events": found.about,
        "noted_event": found.noted,
    }


def _say(found: Verified) -> None:
    if found.whole:
        output.say(WHOLE(count=found.count))
    else:
        output.tell(BROKEN(count=found.count, faults=len(found.faults)))
        for fault in found.faults:
            output.tell(fault)
    output.say(HEAD(hash=found.head))
    if found.case is not None:
        output.say(ABOUT(case=found.case, count=found.about))
    if found.noted is not None and found.whole:
        output.say(NOTED(seq=found.noted))
