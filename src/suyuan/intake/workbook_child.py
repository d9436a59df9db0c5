"""The reader of large workbooks in a process of its own, with a limit of memory and of time.

The reader is native code: a file made to harm it can end the process it runs in, or eat the machine's memory. So
it runs apart; what comes back are rows of text, and a child that ends without its last word was stopped or fell.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from suyuan.errors import Refused
from suyuan.intake.limits import MIB
from suyuan.intake.rows import Grid, GridRow, RepeatedTexts
from suyuan.model.text import Message, Text

MEMORY = 4096 * MIB
"""What the child may take: the largest sheet that is read (50 million cells) needs about 2 GiB."""

SECONDS = 120
SECONDS_A_MIB = 20
"""A workbook of one MiB is read in a second or two; the limit only has to end what would never end."""

ROWS_AT_A_TIME = 2000

PROGRAM = "import sys; sys.path[:] = {path!r}; from suyuan.intake.workbook_child import child; child()"

FELL = Text(
    zh="{name} 的表格内容使读取程序异常终止（{how}），文件可能损坏或经过特意构造，未读取任何一行。"
    "请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入；打不开的，向提供单位重新索取。",
    en="Reading {name} brought the reader of workbooks down ({how}): the file is damaged, or made to do so. "
    "Nothing was read. Open it in Excel or WPS, save it as .xlsx and import that; if it does not open, ask for "
    "it again.",
)
TOO_LONG = Text(zh="超过 {seconds} 秒", en="after more than {seconds} seconds")
STOPPED = Text(zh="退出码 {code}", en="exit code {code}")
NO_CHILD = Text(zh="无法启动读取进程：{what}", en="its process could not be started: {what}")


def read_apart(name: str, content: bytes) -> tuple[Grid, ...]:
    """Return all sheets of a workbook, read in a child process; raises Refused where it cannot be read."""
    command = [sys.executable, "-c", PROGRAM.format(path=sys.path)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603  # our own words
    except OSError as error:
        raise Refused(FELL(name=name, how=NO_CHILD(what=error.strerror or error))) from error
    seconds = SECONDS + SECONDS_A_MIB * (len(content) // MIB)
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            _send(process.stdin, name, content)
        grids = list(_grids(process.stdout))
    except (EOFError, ValueError, TypeError) as error:
        how = TOO_LONG(seconds=seconds) if late.is_set() else STOPPED(code=process.wait())
        raise Refused(FELL(name=name, how=how)) from error
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
    return tuple(grids)


def _send(stream: IO[bytes] | None, name: str, content: bytes) -> None:
    if stream is not None:
        stream.write(marshal.dumps(name))
        stream.write(content)
        stream.close()


def _grids(stream: IO[bytes] | None) -> Iterator[Grid]:
    """Yield the sheets that the child writes; raises EOFError where it ends before its last word."""
    title, number = "", 0
    rows: list[GridRow] = []
    kept = RepeatedTexts()
    word: str
    said: Any
    while stream is not None:
        word, said = marshal.load(stream)  # noqa: S302  # our own child wrote it
        if word == "refused":
            raise Refused(Message(Text(said[0], said[1]), said[2]))
        if number and word in ("sheet", "end"):
            yield Grid(title, number, tuple(rows), None)
        if word == "end":
            return
        if word == "sheet":
            title, number = said
            rows, kept = [], RepeatedTexts()
        else:
            rows += [GridRow(at, kept.row(cells), frozenset(numeric)) for at, cells, numeric in said]


# --- in the child ----------------------------------------------------------------------------------------------


def child() -> None:
    """Read the workbook on the standard input and write its sheets to the standard output."""
    _limit_memory()
    gc.disable()  # rows are no cycles
    # The native reader is loaded here and not in the parent.
    from suyuan.intake.sheets import faults_said, sheets_of

    name = str(marshal.load(sys.stdin.buffer))  # noqa: S302  # our own parent wrote it
    content = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        with faults_said(name):
            for title, number, rows in sheets_of(name, content):
                _say(out, "sheet", (title, number))
                _say_rows(out, rows)
        _say(out, "end", None)
    except Refused as refusal:
        text, values = refusal.message.text, refusal.message.values
        _say(out, "refused", (text.zh, text.en, {key: str(value) for key, value in values.items()}))
    out.flush()


def _say_rows(out: IO[bytes], rows: Iterator[GridRow]) -> None:
    while some := [(row.number, row.cells, tuple(row.numeric)) for row in islice(rows, ROWS_AT_A_TIME)]:
        _say(out, "rows", some)


def _say(out: IO[bytes], word: str, said: Any) -> None:
    marshal.dump((word, said), out)


def _limit_memory() -> None:
    """Take no more memory than the limit, where the system can hold a process to it."""
    try:
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return
