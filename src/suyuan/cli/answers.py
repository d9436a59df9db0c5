"""``suyuan answers``: institutions' answers to stops and freezes, many at once, from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode
from suyuan.model.text import Text, say
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(zh="银行对止付、冻结的反馈（批量）", en="institutions' answers to stops and freezes, from files")
    ),
)

FILE = Text(
    zh="{file}：{taken} 条登记，{already} 条已有，{left} 条待处理",
    en="{file}: {taken} taken, {already} there already, {left} left to you",
)
REFUSED = Text(zh="{file}：{why}", en="{file}: {why}")


@app.command(
    "import",
    help=words(
        Text(
            zh="导入反馈表（xlsx、csv、json，列名同报文字段），按申请编号、账号、机构对应；重复导入不变",
            en="import answers (xlsx, csv, json with the message's field names) to the measures they answer; a "
            "second "
            "time changes nothing",
        )
    ),
)
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar=words(Text(zh="文件", en="FILE")), help=words(Text(zh="反馈文件", en="files of answers"))
        ),
    ],
    case: CaseOption,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Import answers."""
    from suyuan.actions import bank_answers

    found = bank_answers.import_answers(load(home), case, files, given.entered(at))
    if as_json:
        output.say_json(bank_answers.answers_object(found, LANGUAGE))
    for each in () if as_json else found:
        if each.refused is not None:
            output.say(REFUSED(file=each.file, why=each.refused))
            continue
        counts = [line.outcome for line in each.lines]
        taken, already = counts.count(bank_answers.Outcome.TAKEN), counts.count(bank_answers.Outcome.ALREADY)
        output.say(FILE(file=each.file, taken=taken, already=already, left=len(counts) - taken - already))
        for line in each.lines:
            output.say(
                "  " + "  ".join(filter(None, (say(word, LANGUAGE) for word in bank_answers.line_words(line))))
            )
    code = bank_answers.exit_code(found)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)
