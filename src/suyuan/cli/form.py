"""``suyuan form``: the program's own forms, to fill in and import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.language import words
from suyuan.model.text import Text

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="自有表格：报案登记、调证清单、账户认定，填好后用 suyuan import 导入",
            en="our own forms (victims' reports, requests, decisions on accounts): fill in, then suyuan import",
        )
    ),
)
LINE = Text(zh="{title}\n    {columns}", en="{title}\n    {columns}")
WROTE = Text(
    zh="已写出空表 {path}。底色列必填；填好后：suyuan import {path} --case 案件",
    en="Wrote {path}. The shaded columns are needed; when filled in: suyuan import {path} --case CASE",
)


@app.command("list", help=words(Text(zh="列出各表及其列", en="list the forms and their columns")))
def list_() -> None:
    """Print each form's title and columns."""
    from suyuan.actions.forms import forms

    for form in forms():
        output.say(LINE(title=form.title, columns="，".join(form.columns)))


@app.command(help=words(Text(zh="写出一张空表（xlsx）", en="write an empty form (xlsx)")))
def write(
    title: Annotated[
        str,
        typer.Argument(metavar=words(Text(zh="表名", en="TITLE")), help=words(Text(zh="表名", en="its title"))),
    ],
    path: Annotated[
        Path,
        typer.Argument(
            metavar=words(Text(zh="文件", en="FILE.xlsx")), help=words(Text(zh="输出文件", en="file to write"))
        ),
    ],
) -> None:
    """Write an empty form; a file that is there already is never touched."""
    from suyuan.actions.forms import write_form

    write_form(title, path)
    output.say(WROTE(path=path))
