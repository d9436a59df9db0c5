"""The root of the command line: the nouns, and the edge where errors become sentences and exit codes.

Command modules import actions inside their commands, so that ``--help`` and the light commands start without
loading the heavy libraries.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from suyuan import __version__
from suyuan.cli import framework, output
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode, SuyuanError
from suyuan.model.text import Text

framework.speak(LANGUAGE)

import typer  # noqa: E402  after the framework's language is set
from typer._click import exceptions as typer_exceptions  # noqa: E402

from suyuan.cli import (  # noqa: E402
    account,
    amounts,
    answers,
    audit,
    back_office,
    backup,
    bulletin,
    bundle,
    case,
    claims,
    completeness,
    defendant,
    demo,
    doctor,
    due,
    earmark,
    forfeiture,
    form,
    freeze,
    good_faith,
    importing,
    jurisdiction,
    law,
    pursuit,
    quarantine,
    recovery,
    register,
    report,
    request,
    restitution,
    seizure,
    statement,
    stop,
    thresholds,
    trace,
    user,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=words(
        Text(
            zh="溯源：从被害人第一笔转账追到冻结账户，再返还被害人。"
            "任何位置可加 --lang zh|en 选择语言，--debug 打印调用栈。",
            en="Suyuan: follow a fraud case's money from the first transfer to the frozen account, and back. "
            "Anywhere: --lang zh|en chooses the language, --debug prints the traceback of a failure.",
        )
    ),
)

UNEXPECTED = Text(
    zh="程序出错，未完成：{error}。已有数据未被改动。请加 --debug 重试并把输出发给维护者。",
    en="The program failed and did not finish: {error}. What was there is unchanged. "
    "Run again with --debug and send the output to the maintainers.",
)
INTERRUPTED = Text(zh="已中断；已完成的部分保留。", en="Interrupted; what was complete is kept.")


@app.callback()
def root() -> None:
    """Stand before every command."""


@app.command(help=words(Text(zh="打印版本号", en="print the version")))
def version() -> None:
    """Print the version."""
    output.say(__version__)


demo.add_to(app)
app.add_typer(case.app, name="case")
app.command("import", help=words(importing.HELP))(importing.import_command)
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(request.app, name="request")
app.add_typer(form.app, name="form")
app.add_typer(statement.app, name="statement")
app.add_typer(bulletin.app, name="bulletin")
app.add_typer(trace.app, name="trace")
app.add_typer(claims.app, name="claims")
app.add_typer(earmark.app, name="earmark")
app.add_typer(account.app, name="account")
app.add_typer(law.app, name="law")
app.add_typer(stop.app, name="stop")
app.add_typer(freeze.app, name="freeze")
app.add_typer(amounts.app, name="amounts")
app.add_typer(defendant.app, name="defendant")
app.command("thresholds", help=words(thresholds.HELP))(thresholds.thresholds)
app.add_typer(good_faith.app, name="good-faith")
app.add_typer(jurisdiction.app, name="jurisdiction")
app.add_typer(seizure.app, name="seizure")
app.add_typer(register.app, name="register")
app.add_typer(pursuit.app, name="pursuit")
app.add_typer(forfeiture.app, name="forfeiture")
app.add_typer(answers.app, name="answers")
app.command("due", help=words(due.HELP))(due.due)
app.add_typer(recovery.app, name="recovery")
app.add_typer(restitution.app, name="restitution")
app.add_typer(audit.app, name="audit")
app.add_typer(user.app, name="user")
app.add_typer(backup.app, name="backup")
app.add_typer(bundle.app, name="bundle")
app.add_typer(back_office.app, name="back-office")
completeness.add_to(app)
report.add_to(app)
doctor.add_to(app)


def run() -> None:
    """Run the command line and end the process with the exit code that the manners ask for."""
    debug = "--debug" in sys.argv
    sys.argv[1:] = without_options_of_the_root(sys.argv[1:])
    try:
        code = app(standalone_mode=False) or ExitCode.DONE
        if code == ExitCode.INTERRUPTED:
            # the framework turns Ctrl-C inside a command into its exit code, without a word
            output.tell(INTERRUPTED)
        sys.exit(code)
    except typer_exceptions.NoArgsIsHelpError as error:
        output.tell(error.format_message())
        sys.exit(ExitCode.WRONG_USAGE)
    except typer_exceptions.ClickException as error:
        output.tell(framework.usage_message(error))
        sys.exit(ExitCode.WRONG_USAGE)
    except BrokenPipeError:
        # the reader of a pipe (head, less) has left: nothing is wrong, and nothing more can be printed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.DONE)
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


def without_options_of_the_root(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without ``--lang`` and ``--debug``, which may stand anywhere and are already known."""
    kept: list[str] = []
    skip = False
    for place, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--lang" and arguments[place + 1 : place + 2] and arguments[place + 1] in ("zh", "en"):
            skip = True
        elif word not in ("--debug", "--lang=zh", "--lang=en"):
            kept.append(word)
    return kept
