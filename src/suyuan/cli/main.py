"""The root of the command line: the nouns, the edge where errors become sentences and exit codes.

Command modules import actions inside their commands, so that ``--help`` and the light commands start without
loading the heavy libraries.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from suyuan import __version__
from suyuan.cli import output
from suyuan.cli.language import words
from suyuan.errors import ExitCode, SuyuanError
from suyuan.model.text import Text

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=words(
        Text(
            zh="溯源：从被害人第一笔转账追到冻结账户，再返还被害人。",
            en="Suyuan: follow a fraud case's money from the first transfer to the frozen account, and back.",
        )
    ),
)

UNEXPECTED = Text(
    zh="程序出错，未完成：{error}。已有数据未被改动。请用 --debug 重试并把输出发给维护者。",
    en="The program failed and did not finish: {error}. What was there is unchanged. "
    "Run again with --debug and send the output to the maintainers.",
)
INTERRUPTED = Text(zh="已中断；已完成的部分保留。", en="Interrupted; what was complete is kept.")


@app.callback()
def root(
    lang: Annotated[
        str | None,
        typer.Option(metavar="zh|en", help=words(Text(zh="界面语言", en="language of the interface"))),
    ] = None,
    debug: Annotated[
        bool,
        typer.Option("--debug", help=words(Text(zh="出错时打印调用栈", en="print the traceback of a failure"))),
    ] = False,
) -> None:
    """Take the options that stand before every command; both are read before the commands are imported."""


@app.command(help=words(Text(zh="版本号", en="print the version")))
def version() -> None:
    """Print the version."""
    output.say(__version__)


def run() -> None:
    """Run the command line and end the process with the exit code that DESIGN's manners ask for."""
    debug = "--debug" in sys.argv
    try:
        app(standalone_mode=True)
    except SuyuanError as error:
        output.tell(error.message)
        if debug:
            raise
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        output.tell(INTERRUPTED)
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:
        if debug:
            raise
        output.tell(UNEXPECTED(error=f"{type(error).__name__}: {error}"))
        sys.exit(ExitCode.FAILED)
