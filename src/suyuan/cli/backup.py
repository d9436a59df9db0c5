"""``suyuan backup``: everything in one file, checked, and restored into an empty place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.backup import Backup

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="备份：案件库与各案件的证据、账目存入一个文件；可核验，可恢复到空的目录或数据库。",
            en="Backups: the casebook with every case's evidence and ledger in one file, to check and to restore.",
        )
    ),
)

File = Annotated[
    Path,
    typer.Argument(
        metavar=words(Text(zh="文件", en="FILE")), help=words(Text(zh="备份文件", en="the backup's file"))
    ),
]

MADE = Text(zh="已备份到 {path}", en="Backed up to {path}")
WHOLE = Text(zh="备份完整：{path}", en="The backup is whole: {path}")
RESTORED = Text(zh="已从 {path} 恢复", en="Restored from {path}")
HOLDS = Text(
    zh="案件 {cases} 起，文件 {files} 个、{size} 字节，审计记录 {events} 条，末条哈希 {head}；程序版本 {version}",
    en="{cases} cases, {files} files of {size} bytes, {events} audit events, hash of the last {head}; "
    "program version {version}",
)


@app.command(
    help=words(
        Text(
            zh="写备份；其间导入会等待。不覆盖已有文件。",
            en="Write a backup; imports wait meanwhile. Overwrites nothing.",
        )
    )
)
def create(file: File, as_json: AsJson = False, home: Home = None) -> None:
    """Write one."""
    from suyuan.actions import backup

    _say(MADE, backup.create(load(home), file), as_json=as_json)


@app.command(
    help=words(
        Text(
            zh="逐个文件核验备份，不恢复。不符时退出码为 3。",
            en="Check every file of a backup without restoring it; exit 3 if one does not fit.",
        )
    )
)
def check(file: File, as_json: AsJson = False) -> None:
    """Check one."""
    from suyuan.actions import backup

    _say(WHOLE, backup.check(file), as_json=as_json)


@app.command(
    help=words(
        Text(
            zh="恢复到空的 --home（及 SUYUAN_DATABASE 所指的空数据库），SQLite 与 PostgreSQL 可互换。",
            en="Restore into an empty --home and the empty database of SUYUAN_DATABASE, SQLite or PostgreSQL.",
        )
    )
)
def restore(file: File, as_json: AsJson = False, home: Home = None) -> None:
    """Restore one."""
    from suyuan.actions import backup

    _say(RESTORED, backup.restore(load(home), file), as_json=as_json)


def _say(head: Text, found: Backup, *, as_json: bool) -> None:
    said: dict[str, object] = {
        "cases": found.cases,
        "files": found.files,
        "size": found.size,
        "events": found.events,
        "head": found.head,
        "version": found.version,
    }
    if as_json:
        output.say_json({"file": str(found.path), **said})
    else:
        output.say(head(path=found.path))
        output.say(HOLDS(**said))
