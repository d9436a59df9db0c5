"""Bytes to grids: what a file is, told by its first bytes and never by its name, and its rows as text."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.back_office.sql_dump import dump_grids, is_dump
from suyuan.intake.collector import no_search_for_cycles
from suyuan.intake.container import HEAD_BYTES, Container, recognise
from suyuan.intake.csv_rows import choose_delimiter, records
from suyuan.intake.decode import decode
from suyuan.intake.file_names import shown_name
from suyuan.intake.fixed_width import fixed_rows, unionpay_gap
from suyuan.intake.limits import (
    MAX_COLUMNS,
    MAX_HTML_BYTES,
    MAX_LINE_BYTES,
    MAX_RECORDS,
    MAX_TEXT_BYTES,
    MAX_WORKBOOK_BYTES,
    MIB,
)
from suyuan.intake.messages.recogniser import MessageKind, kind_of
from suyuan.intake.office import check_workbook
from suyuan.intake.ole import check_old_workbook
from suyuan.intake.record_text import is_record_text, record_rows
from suyuan.intake.rows import Grid, GridRow, RepeatedTexts
from suyuan.model.text import Text

__all__ = ["Grid", "GridRow", "OpenedFile", "open_bytes", "open_file"]


@dataclass(frozen=True)
class OpenedFile:
    """A file of evidence with its rows.

    ``container`` is csv, tsv, txt, sql, xml, html, xlsx, xls, xlsb or ods, told by the content. ``encoding`` is
    None where the container is not text. ``grids`` holds every sheet, hidden ones too. ``message`` names the kind
    of a bank message, whose grid has one cell a line.
    """

    name: str
    sha256: str
    container: str
    encoding: str | None
    grids: tuple[Grid, ...]
    message: MessageKind | None = None


@no_search_for_cycles()
def open_file(path: Path) -> OpenedFile:
    """Return the grids of a file; raises Refused where it cannot be read as rows.

    Reads no further than it must to refuse: a text of one endless line is given up after its first MiB.
    """
    name = shown_name(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused(NOT_A_FILE(name=name))
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            container = recognise(name, head)
            _check_size(name, container, path.stat().st_size)
            blocks = _blocks(head, iter(lambda: file.read(MIB), b""))
            content = b"".join(_checked_lines(name, container, blocks))
    except OSError as error:
        raise Refused(UNREADABLE(name=name, what=error.strerror or type(error).__name__)) from error
    return _opened(name, container, content)


@no_search_for_cycles()
def open_bytes(name: str, content: bytes) -> OpenedFile:
    """Return the grids of a file given as bytes; ``name`` is for messages and display only. Raises Refused."""
    container = recognise(name, content[:HEAD_BYTES])
    _check_size(name, container, len(content))
    for _ in _checked_lines(name, container, (content[at : at + MIB] for at in range(0, len(content), MIB))):
        pass
    return _opened(name, container, content)


def _opened(name: str, container: Container, content: bytes) -> OpenedFile:
    """Return the grids of a file that is within the limits."""
    sha256 = hashlib.sha256(content).hexdigest()
    if container in (Container.ZIP, Container.OLE):
        if container is Container.ZIP:
            checked = check_workbook(name, content)
            kind, heights = checked.kind, checked.heights
        else:
            kind = "xls"
            content, heights = check_old_workbook(name, content)
        # The readers of workbooks and of web pages are native code that most commands never need.
        from suyuan.intake.workbooks import read_workbook

        return OpenedFile(name, sha256, kind, None, read_workbook(name, content, heights))
    message = kind_of(content[:HEAD_BYTES]) if container is Container.TEXT else None
    if message is not None:
        from suyuan.intake.messages.message_text import container_of, decode_message, message_grid

        text, encoding = decode_message(name, content)
        return OpenedFile(name, sha256, container_of(text), encoding, (message_grid(text),), message)
    text, encoding = decode(name, content)
    if container is Container.TEXT and is_dump(content[:HEAD_BYTES]):
        return OpenedFile(name, sha256, "sql", encoding, dump_grids(text))
    if container is Container.HTML:
        from suyuan.intake.html_tables import read_html

        return OpenedFile(name, sha256, "html", encoding, (Grid(None, 1, read_html(name, text), None),))
    gap = unionpay_gap(text)
    if gap is not None:
        kept = RepeatedTexts()
        fixed = tuple(GridRow(number, kept.row(cells)) for number, cells in fixed_rows(text, gap))
        return OpenedFile(name, sha256, "txt", encoding, (Grid(None, 1, fixed, None),))
    if is_record_text(text):
        rows = tuple(GridRow(number, tuple(cells)) for number, cells in record_rows(text))
        return OpenedFile(name, sha256, "txt", encoding, (Grid(None, 1, rows, None),))
    delimiter = choose_delimiter(text)
    kind = "txt" if delimiter is None else "tsv" if delimiter == "\t" else "csv"
    grid = Grid(None, 1, tuple(_text_rows(name, text, delimiter)), delimiter)
    return OpenedFile(name, sha256, kind, encoding, (grid,))


def _text_rows(name: str, text: str, delimiter: str | None) -> Iterator[GridRow]:
    """Yield the rows of a text file."""
    kept = RepeatedTexts()
    for count, (number, cells) in enumerate(records(text, delimiter), start=1):
        if count > MAX_RECORDS:
            raise Refused(TOO_MANY_RECORDS(name=name, limit=MAX_RECORDS))
        if len(cells) > MAX_COLUMNS:
            raise Refused(TOO_MANY_COLUMNS(name=name, row=number, found=len(cells), limit=MAX_COLUMNS))
        yield GridRow(number, kept.row(cells))


def _check_size(name: str, container: Container, size: int) -> None:
    """Refuse a file that is larger than its kind may be."""
    limit = LIMITS[container]
    if size > limit:
        raise Refused(TOO_LARGE(name=name, found=size // MIB, limit=limit // MIB))


def _blocks(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the head and then the rest."""
    yield head
    yield from rest


def _checked_lines(name: str, container: Container, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the blocks of a file on; refuse a text as soon as one of its lines is too long."""
    if container is not Container.TEXT:
        yield from blocks
        return
    line_so_far = 0
    size = 0
    one_line = False
    for block in blocks:
        # A message of tags may be all one line.
        # So may the rows of one table in a SQL dump.
        one_line = one_line or (not size and kind_of(block[:HEAD_BYTES]) in (MessageKind.CAMT, MessageKind.OFX))
        one_line = one_line or (not size and is_dump(block[:HEAD_BYTES]))
        size += len(block)
        if size > MAX_TEXT_BYTES:
            raise Refused(TOO_LARGE(name=name, found=size // MIB, limit=MAX_TEXT_BYTES // MIB))
        ends = (block.find(b"\n"), block.find(b"\r"))
        first = min((end for end in ends if end >= 0), default=len(block))
        if not one_line and line_so_far + first > MAX_LINE_BYTES:
            raise Refused(LINE_TOO_LONG(name=name, limit=MAX_LINE_BYTES // MIB))
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        line_so_far = line_so_far + len(block) if last < 0 else len(block) - last - 1
        yield block


LIMITS = {
    Container.TEXT: MAX_TEXT_BYTES,
    Container.HTML: MAX_HTML_BYTES,
    Container.ZIP: MAX_WORKBOOK_BYTES,
    Container.OLE: MAX_WORKBOOK_BYTES,
}
NOT_A_FILE = Text(
    zh="{name} 不是普通文件（是文件夹、设备或管道）。请指定对账单文件；整个文件夹请用 suyuan import 导入。",
    en="{name} is no ordinary file (a folder, device or pipe). Name a statement file; import a whole folder with "
    "`suyuan import`.",
)
UNREADABLE = Text(
    zh="{name} 无法打开：{what}。请检查文件是否存在、是否有读取权限，然后重试。",
    en="{name} cannot be opened: {what}. Check that it is there and that you may read it, and try again.",
)
TOO_LARGE = Text(
    zh="{name} 有 {found} MB，超过这类文件的上限 {limit} MB。请按时间分拆后分别导入。",
    en="{name} has {found} MB; the limit for its kind is {limit} MB. Split it by time and import the parts.",
)
LINE_TOO_LONG = Text(
    zh="{name} 中有一行超过 {limit} MB，不是逐行记录的表格。请确认文件是否正确，或向提供单位重新导出。",
    en="{name} has a line of more than {limit} MB, so it is no table of rows. Check that it is the right file, or "
    "ask for a new export.",
)
TOO_MANY_RECORDS = Text(
    zh="{name} 超过 {limit} 行。请按时间分拆后分别导入。",
    en="{name} has more than {limit} rows. Split it by time and import the parts.",
)
TOO_MANY_COLUMNS = Text(
    zh="{name} 第 {row} 行有 {found} 列，超过上限 {limit} 列，不是对账单。请确认文件是否正确。",
    en="{name} has {found} columns in row {row}; the limit is {limit}. This is no statement: check the file.",
)
