"""The option ``--home`` that every command with a casebook takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli.language import words
from suyuan.model.text import Text

Home = Annotated[
    Path | None,
    typer.Option(
        metavar=words(Text(zh="目录", en="DIR")),
        file_okay=False,
        help=words(
            Text(
                zh="案件库与各案文件所在目录（默认取 SUYUAN_HOME，否则为用户数据目录下的 suyuan）",
                en="folder of casebook and cases (default: SUYUAN_HOME, else suyuan in the user's data folder)",
            )
        ),
    ),
]
CaseOption = Annotated[
    str,
    typer.Option(
        "--case",
        metavar=words(Text(zh="案件", en="CASE")),
        help=words(Text(zh="案件编号或名称", en="the case's number or name")),
    ),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help=words(Text(zh="在标准输出只打印 JSON", en="print JSON, alone, on stdout"))),
]
