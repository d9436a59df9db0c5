"""``suyuan doctor``: check the installation, compile the kernels."""

from __future__ import annotations

from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode
from suyuan.model.text import Text

HELP = Text(
    zh="检查安装是否完好，并编译、缓存追踪内核",
    en="check the installation; compile and cache the tracing kernels",
)
QUICK = Text(
    zh="不编译大文件读取内核（首次读取大文件时再编译）",
    en="leave out the kernels for large files; they are compiled when the first one comes",
)
WORKS = Text(zh="正常", en="works")
BROKEN = Text(zh="不可用", en="does not work")
LINE = Text(zh="{state}  {part}：{found}", en="{state}  {part}: {found}")


def doctor(
    home: Home = None,
    quick: Annotated[bool, typer.Option("--quick", help=words(QUICK))] = False,
) -> None:
    """Check every part, print a line for each; exit 1 if one does not work."""
    from suyuan import settings
    from suyuan.actions.doctor import examine

    checks = examine(settings.load(home), quick=quick)
    for check in checks:
        output.say(LINE(state=WORKS if check.works else BROKEN, part=check.part, found=check.found))
    if not all(check.works for check in checks):
        raise typer.Exit(ExitCode.FAILED)


def add_to(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command(name="doctor", help=words(HELP))(doctor)
