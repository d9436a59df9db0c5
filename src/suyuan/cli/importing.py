"""``suyuan import``: files, folders and zip archives into a case."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.importing import ImportedFile

HELP = Text(
    zh="把文件、文件夹、zip 压缩包导入案件：原件入证据库，读出的账目入账本。重复运行不会重复导入。\n\n"
    "例：suyuan import 反馈材料/ 登记表.xlsx --case A0316 --source 某银行反馈",
    en="Import files, folders and zip archives into a case: originals into the vault, what they say into the "
    "ledger. Running it again imports nothing twice.\n\nExample: suyuan import answers/ reports.xlsx --case A0316",
)
PROGRESS = Text(zh="导入", en="importing")
READING = Text(zh="大文件：读取", en="large file: reading")
WRITING = Text(zh="大文件：核对余额，写入账本", en="large file: proving balances, writing the ledger")
WAITING = Text(
    zh="另一导入正在写入本案（{holder}），等待其结束……",
    en="Another import is writing into this case ({holder}); waiting for it to end…",
)
OUTCOMES = {
    "imported": Text(zh="导入", en="imported"),
    "duplicate": Text(zh="重复", en="duplicate"),
    "bulletin": Text(zh="通报", en="bulletin"),
    "unpacked": Text(zh="解包", en="unpacked"),
    "refused": Text(zh="未能识别", en="refused"),
    "skipped": Text(zh="跳过", en="skipped"),
}
ROWS = Text(
    zh="{total} 行，读入 {read}，隔离 {quarantined}",
    en="{total} rows, {read} read, {quarantined} quarantined",
)
SAME_AS = Text(zh="与 {name} 内容相同", en="the same bytes as {name}")
STOPPED = Text(
    zh="导入已停止：本次有 {added} 份文件进入案件，案件现有 {evidence} 份；正在处理的文件没有进入。"
    "重新运行同一命令即从此处继续，已进入的不会重复。",
    en="The import was stopped: {added} files came into the case, which now has {evidence}; those under way are "
    "not in it. Run the same command again to go on from here; nothing is imported twice.",
)
KEPT = Text(zh="原件已保存。", en="The original is kept.")
WARNING = Text(zh="{name}：{warning}", en="{name}: {warning}")
TOTAL = Text(zh="共 {count} 个文件：{outcomes}", en="{count} files: {outcomes}")


def import_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar=words(Text(zh="路径…", en="PATH…")),
            help=words(Text(zh="文件、文件夹或 zip 压缩包", en="files, folders or zip archives")),
            show_default=False,
        ),
    ],
    case: CaseOption,
    source: Annotated[
        str,
        typer.Option(
            metavar=words(Text(zh="来源", en="TEXT")),
            help=words(Text(zh="来源，如“某银行 3 月 20 日反馈”", en="where the files come from, in words")),
        ),
    ] = "",
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Import files into a case; one object a file with --json, in the order given."""
    from suyuan.actions import importing

    try:
        with output.progresses(PROGRESS, READING, WRITING) as (progress, reading, writing):
            files = importing.import_files(
                load(home),
                case,
                paths,
                origin=source,
                progress=progress,
                within=importing.Within(reading, writing),
                on_wait=lambda holder: output.tell(WAITING(holder=holder)),
            )
    except importing.ImportInterrupted as stop:
        output.tell(STOPPED(added=stop.added, evidence=stop.evidence))
        sys.exit(ExitCode.INTERRUPTED)
    if as_json:
        output.say_json([file_json(file) for file in files])
    else:
        _say(files)
    code = importing.exit_code(files)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


def file_json(file: ImportedFile) -> dict[str, object]:
    """Return one imported file as JSON values; what does not apply is null."""
    reading = file.reading
    return {
        "file": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "outcome": file.outcome.value,
        "container": reading.container if reading else None,
        "format": reading.format if reading else None,
        "kind": reading.kind if reading else None,
        "rows": dict(reading.rows) if reading and reading.rows else None,
        "tables": [
            {
                "sheet": table.sheet,
                "header_row": table.header_row,
                "rows": asdict(table.rows),
                "accounts": table.accounts,
                "balance": table.balance.value,
            }
            for table in file.tables
        ],
        "same_as": file.same_as,
        "refused": words(file.refused) if file.refused else None,
        "skipped": words(file.skipped) if file.skipped else None,
        "warnings": [words(warning) for warning in reading.warnings] if reading else [],
    }


def _say(files: tuple[ImportedFile, ...]) -> None:
    """Print a line a file on stdout, and on stderr what was refused, skipped or looks odd."""
    for file in files:
        parts = [words(OUTCOMES[file.outcome.value]), file.name]
        if file.same_as is not None and file.same_as != file.name:
            parts.append(words(SAME_AS(name=file.same_as)))
        elif file.reading is not None and file.reading.rows and file.same_as is None:
            rows = file.reading.rows
            parts.append(words(ROWS(**{name: rows[name] for name in ("total", "read", "quarantined")})))
        output.say("  ".join(parts))
        _tell(file)
    counts = Counter(file.outcome.value for file in files)
    outcomes = "  ".join(
        f"{words(name)} {counts[outcome]}" for outcome, name in OUTCOMES.items() if counts[outcome]
    )
    output.say(TOTAL(count=len(files), outcomes=outcomes))


def _tell(file: ImportedFile) -> None:
    if file.refused is not None:
        output.tell(file.refused)
        if file.sha256 is not None:
            output.tell(KEPT)
    if file.skipped is not None:
        output.tell(file.skipped)
    if file.same_as is None and file.reading is not None:
        for warning in file.reading.warnings:
            output.tell(WARNING(name=file.name, warning=warning))
