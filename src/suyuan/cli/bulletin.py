"""``suyuan bulletin``: the cases and figures that official bulletins state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import bulletin_import, output
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.actions.bulletin_reading import BulletinReading

app = typer.Typer(
    no_args_is_help=True,
    help=words(Text(zh="官方通报：案件与数字。", en="Official bulletins: their cases and figures.")),
)

Files = Annotated[
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
]
Json = Annotated[
    bool, typer.Option("--json", help=words(Text(zh="在标准输出打印 JSON", en="print JSON on standard output")))
]


@app.command(
    help=words(
        Text(
            zh="读出通报里的案件和数字；每个数字照原文摘录，不作推算。\n\n例：suyuan bulletin read 通报.md --json",
            en="Read the cases and figures of bulletins; each figure is quoted as printed, none is computed.\n\n"
            "Example: suyuan bulletin read notice.md --json",
        )
    )
)
def read(files: Files, as_json: Json = False) -> None:
    """Print what each bulletin states."""
    from suyuan.actions.bulletin_reading import read_bulletins

    readings = read_bulletins(files)
    if as_json:
        output.say_json([each.as_json(LANGUAGE) for each in readings])
    else:
        _print(readings)
    if any(each.refused for each in readings):
        raise typer.Exit(ExitCode.REFUSED)


app.command("import", help=words(bulletin_import.HELP))(bulletin_import.import_command)


def _print(readings: tuple[BulletinReading, ...]) -> None:
    from suyuan.cli.bulletin_words import lines

    for each in readings:
        if each.bulletin is not None:
            output.say("\n".join(lines(each.bulletin, LANGUAGE)) + "\n")
        elif each.refused is not None:
            output.tell(each.refused)
