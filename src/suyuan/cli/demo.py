"""``suyuan demo``: a whole invented case, solved, and compared with its truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode
from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.actions.demo_check import Compared

HELP = Text(
    zh="演示：把一起虚构案件从文件一直算到报告；--check 与其真值逐一核对。",
    en="Solve a whole invented case from its files to the report; --check compares every figure with its truth.",
)
CHECK_HELP = Text(zh="与案件真值逐一核对", en="compare every figure with the case's truth")
SERVE_HELP = Text(
    zh="算完后在本机提供报告网页，Ctrl-C 结束", en="serve the report on this machine afterwards, until Ctrl-C"
)
READING = Text(zh="导入材料", en="importing")
REPORT = Text(zh="报告　　{page}\n　　　　{workbook}", en="Report     {page}\n           {workbook}")
EQUAL = Text(zh="核对　　全部 {figures} 个数字与真值一致", en="Check      all {figures} figures equal the truth")
DIFFERS = Text(
    zh="核对　　{group}：{count} 处与真值不符（真值 / 算得）",
    en="Check      {group}: {count} differ (truth / found)",
)
SERVING = Text(zh="报告网址　{address}　（Ctrl-C 结束）", en="Serving    {address}  (Ctrl-C ends)")
MOST_DIFFERENCES = 10


def demo(
    home: Home = None,
    check: Annotated[bool, typer.Option("--check", help=words(CHECK_HELP))] = False,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=words(SERVE_HELP))] = False,
) -> None:
    """Solve the demo case in a home of its own, print its figures, and say where the report is."""
    from suyuan import settings
    from suyuan.actions.demo import example_folder, run_demo
    from suyuan.actions.demo_check import check as compare
    from suyuan.cli.solved import show

    place = settings.load(home if home is not None else settings.load().home / "demo")
    with output.progress(READING) as progress:
        solved = run_demo(place, LANGUAGE, progress)
    show(solved.report, solved.summary)
    output.say(REPORT(page=solved.page, workbook=solved.workbook))
    if check and not _print_check(compare(solved, example_folder() / "truth.json")):
        raise typer.Exit(ExitCode.FAILED)
    if serve:
        _serve(solved.page)


def _print_check(compared: tuple[Compared, ...]) -> bool:
    """Print how the figures compare with the truth; tell whether all are equal."""
    for group in compared:
        if group.differences:
            output.say(DIFFERS(group=group.group, count=len(group.differences)))
            for line in group.differences[:MOST_DIFFERENCES]:
                output.say(f"    {line}")
    if any(group.differences for group in compared):
        return False
    output.say(EQUAL(figures=f"{sum(group.figures for group in compared):,}"))
    return True


def _serve(page: Path) -> None:
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    handler = partial(SimpleHTTPRequestHandler, directory=page.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        output.say(SERVING(address=f"http://127.0.0.1:{server.server_address[1]}/{page.name}"))
        server.serve_forever()


def add_to(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command(name="demo", help=words(HELP))(demo)
