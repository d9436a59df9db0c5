"""``suyuan statement``: what a file from a bank is, how its rows add up, and its bookings."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import describing, output
from suyuan.cli.home import Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.statements import Inspected

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="对账单与调证反馈文件：识别、行数核对、余额链、逐笔。",
            en="Statement files: what they are, and their rows.",
        )
    ),
)

FILES = Text(zh="对账单、调证反馈或登记表文件", en="statements, answers of institutions, or our own forms")
AS_JSON = Text(zh="在标准输出打印 JSON", en="print JSON on standard output")
READING = Text(zh="读取", en="reading")
WRITTEN = Text(zh="已写入 {count} 笔：{file}", en="{count} bookings written to {file}")

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=words(FILES), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=words(AS_JSON))]


@app.command(
    help=words(
        Text(
            zh="说明每个文件是什么：版式、行数核对、收支合计、余额链是否连续、哪些行无法读取。\n\n"
            "例：suyuan statement inspect 交易明细信息.csv --json",
            en="Say what each file is: layout, row accounting, sums, whether the balances follow, which rows "
            "could not be read.\n\nExample: suyuan statement inspect answer.csv --json",
        )
    )
)
def inspect(files: Files, as_json: Json = False, home: Home = None) -> None:
    """Print what each file is."""
    from suyuan.actions import statements
    from suyuan.cli.statement_words import summary

    statements.use_layouts_of(load(home).home)
    with output.progress(READING) as progress:
        read = [statements.inspect(path, texts=False, progress=progress) for path in files]
    if as_json:
        output.say_json([each.as_object(LANGUAGE) for each in read])
    else:
        for each in read:
            if each.read is not None:
                output.say("\n".join(summary(each.place, each.read, LANGUAGE)) + "\n")
    _end(read)


@app.command(
    help=words(
        Text(
            zh="逐笔输出：默认每行一个 JSON 对象；--out 写成 csv 或 parquet。\n\n"
            "例：suyuan statement rows 交易明细信息.csv --out 逐笔.csv",
            en="Print the bookings, one JSON object a line; --out writes csv or parquet.\n\n"
            "Example: suyuan statement rows answer.csv --out bookings.csv",
        )
    )
)
def rows(
    files: Files,
    as_json: Json = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="F.csv|F.parquet", help=words(Text(zh="写到文件", en="write to a file"))),
    ] = None,
    home: Home = None,
) -> None:
    """Print or write the bookings of each file."""
    from suyuan.actions import statements

    statements.use_layouts_of(load(home).home)
    del as_json  # JSON lines are what is printed anyway
    if out is not None:
        statements.check_output(out, files)
    read = []
    for path in files:
        with output.progress(READING) as progress:
            file = statements.inspect(path, progress=progress)
        read.append(file)
        if out is None:
            for each in statements.row_objects(file):
                sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
    if out is not None:
        count = statements.write_rows(read, out)
        output.tell(WRITTEN(count=count, file=out))
    _end(read)


app.command(help=words(describing.HELP))(describing.describe)


def _end(files: list[Inspected]) -> None:
    """Say what was refused and end with the exit code that this asks for."""
    from suyuan.actions import statements

    for each in files:
        if each.undecided and each.read is not None:
            output.tell(each.read.warnings[0])
        if each.refused is not None:
            # Folders of answers hold many files of one name, and the sentence has only the name.
            output.tell(f"{each.place}: {words(each.refused)}" if len(files) > 1 else each.refused)
    code = statements.exit_code(files)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)
