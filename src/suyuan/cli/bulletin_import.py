"""``suyuan bulletin import``: official bulletins into the register of supervised cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode
from suyuan.model.register import STAGE_NAMES, SUPERVISION_NAMES
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.bulletin_import import ImportedBulletin

HELP = Text(
    zh="把通报登记入挂牌督办案件册：每个数字连同原句；suyuan case list 可见。同一通报不会登记两次。\n\n"
    "例：suyuan bulletin import 通报.md",
    en="Enter bulletins into the register of supervised cases, each figure with its sentence; suyuan case list "
    "shows them. The same bulletin is entered once.\n\nExample: suyuan bulletin import notice.md",
)
ENTERED = Text(zh="已登记 {count} 起：{name}", en="{name}: {count} cases entered")
KNOWN = Text(zh="早已登记，未作改动：{name}", en="{name}: entered before, nothing changed")
UNNAMED = Text(zh="（未具名）", en="(unnamed)")
CASE = Text(
    zh="  {name}  督办：{supervision}；阶段：{stage}；数字 {figures} 项",
    en="  {name}  supervision: {supervision}; stage: {stage}; {figures} figures",
)


def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help=words(
                Text(
                    zh="通报文件：网页、Markdown、纯文本或 RSS 条目",
                    en="bulletins: web pages, Markdown, plain text, RSS items",
                )
            ),
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Enter bulletins into the register; one object a file with --json, in the order given."""
    from suyuan.actions.bulletin_import import import_bulletins

    done = import_bulletins(load(home), files)
    if as_json:
        output.say_json([bulletin_json(each) for each in done])
    else:
        for each in done:
            _say(each)
    if any(each.refused is not None for each in done):
        raise typer.Exit(ExitCode.REFUSED)


def bulletin_json(done: ImportedBulletin) -> dict[str, object]:
    """Return one bulletin's import as JSON values; ``cases`` is empty for a refused file."""
    record = done.record
    outcome = "refused" if record is None else "duplicate" if done.duplicate else "imported"
    return {
        "file": done.name,
        "sha256": done.sha256,
        "outcome": outcome,
        "title": record.title if record else None,
        "published": record.published if record else None,
        "supervision": record.supervision.value if record else None,
        "cases": [
            {"name": case.facts.name, "stage": case.stage.value, "figures": len(case.figures)}
            for case in (record.cases if record else ())
        ],
        "refused": words(done.refused) if done.refused else None,
    }


def _say(done: ImportedBulletin) -> None:
    record = done.record
    if record is None:
        if done.refused is not None:
            output.tell(done.refused)
        return
    if done.duplicate:
        output.say(KNOWN(name=done.name))
        return
    output.say(ENTERED(name=done.name, count=len(record.cases)))
    for case in record.cases:
        output.say(
            CASE(
                name=case.facts.name or UNNAMED,
                supervision=SUPERVISION_NAMES[record.supervision],
                stage=STAGE_NAMES[case.stage],
                figures=len(case.figures),
            )
        )
