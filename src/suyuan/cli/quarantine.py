"""``suyuan quarantine``: the rows that could not be read, and mending them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.errors import ExitCode, Refused
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.quarantine import MendLine, QuarantineLine, RowView
    from suyuan.actions.row_mending import Fixed, Reread
    from suyuan.intake.quarantine import QuarantinedRow
    from suyuan.model.mend import CellMend, Mend

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="隔离行：列出、查看、修正、撤销修正、重读。原件不变，原文、修正人、时间、理由均留存。",
            en="Rows that could not be read: list, show, mend, undo, retry. The file itself never changes; the "
            "original text stays, with who mended it, when and why.",
        )
    ),
)

NONE = Text(zh="没有隔离行。", en="No row is in quarantine.")
QUARANTINED = Text(zh="隔离行（{count}）", en="Rows in quarantine ({count})")
MENDED = Text(zh="已修正的单元格（{count}）", en="Mended cells ({count})")
ROW = Text(zh="第 {row} 行", en="row {row}")
ON_SHEET = Text(zh="工作表 {number}“{sheet}”第 {row} 行", en="sheet {number} “{sheet}”, row {row}")
AT_COLUMN = Text(zh="{column}：{reason}", en="{column}: {reason}")
WHOLE_ROW = Text(zh="整行", en="the whole row")
COLUMN = Text(zh="第 {column} 列 {title}", en="column {column} {title}")
MEND = Text(
    zh="{column}：“{original}”→“{text}”；{who} {time}，理由：{why}",
    en="{column}: “{original}” → “{text}”; {who}, {time}, because: {why}",
)
UNDONE = Text(zh="（已由 {who} 于 {time} 撤销：{why}）", en=" (undone by {who}, {time}: {why})")
CHANGE = Text(zh="{column}：“{original}”→“{text}”", en="{column}: “{original}” → “{text}”")
READ_AS = Text(
    zh="读为：{time} {direction} {amount} {currency}，余额 {balance}，对方 {party}，{summary}",
    en="read as: {time} {direction} {amount} {currency}, balance {balance}, other side {party}, {summary}",
)
READ_AS_LINE = Text(zh="读为登记表或清单的一行。", en="read as a line of a form or list.")
BALANCE = Text(zh="余额链：{before} → {after}", en="balance chain: {before} → {after}")
STATES = {
    "proven": Text(zh="已验证", en="proven"),
    "absent": Text(zh="无余额", en="no balances"),
    "broken": Text(zh="有断点", en="broken"),
}
DIRECTIONS = {"in": Text(zh="收", en="in"), "out": Text(zh="支", en="out"), "none": Text(zh="不计", en="none")}
KEPT = Text(zh="已修正并入账；原文保留。", en="Mended and read; the original is kept.")
NOT_KEPT = Text(zh="仅预览，未作改动。", en="A preview; nothing was changed.")
REREAD = Text(
    zh="{file}：读入 {read_before} → {read}，隔离 {quarantined_before} → {quarantined}",
    en="{file}: read {read_before} → {read}, quarantined {quarantined_before} → {quarantined}",
)
UNCHANGED = Text(zh="{file}：无变化，隔离 {quarantined}", en="{file}: no change, {quarantined} quarantined")
FAILED = Text(zh="{file}：{reason}", en="{file}: {reason}")
WAITING = Text(
    zh="另一程序正在写入本案（{holder}），等待其结束……",
    en="Another program is writing into this case ({holder}); waiting for it to end…",
)
HERE = Text(zh="→", en="→")
WHY_HELP = Text(zh="理由，与操作人、时间一起留存", en="the reason, kept with who did it and when")

FileName = Annotated[
    str,
    typer.Argument(
        metavar=words(Text(zh="文件", en="FILE")),
        help=words(Text(zh="文件名，或 SHA-256 的前几位", en="its name, or the first digits of its SHA-256")),
    ),
]
RowNumber = Annotated[
    int,
    typer.Argument(
        metavar=words(Text(zh="行号", en="ROW")),
        min=1,
        help=words(Text(zh="物理行号，从 1 起", en="physical row, from 1")),
    ),
]
Sheet = Annotated[
    int | None,
    typer.Option("--sheet", min=1, help=words(Text(zh="工作表序号，从 1 起", en="number of the sheet, from 1"))),
]
Why = Annotated[str, typer.Option("--why", help=words(WHY_HELP))]


@app.command("list", help=words(Text(zh="列出本案的隔离行和已修正处。", en="List a case's rows in quarantine.")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the quarantined rows and the mends that stand."""
    from suyuan.actions import quarantine

    found = quarantine.list_rows(load(home), case)
    if as_json:
        output.say_json(
            {
                "quarantined": [line_json(line) for line in found.rows],
                "mended": [{"file": line.file} | mend_json(line.mend) for line in found.mends],
            }
        )
        return
    output.say(QUARANTINED(count=len(found.rows)) if found.rows else NONE)
    for line in found.rows:
        _say_line(line)
    if found.mends:
        output.say(MENDED(count=len(found.mends)))
        for mended in found.mends:
            _say_mend_line(mended)


@app.command(
    help=words(Text(zh="查看一行：原文、原因、修正、前后各行。", en="Show one row with the rows around it."))
)
def show(
    file: FileName,
    row: RowNumber,
    case: CaseOption,
    sheet: Sheet = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show one row closely."""
    from suyuan.actions import quarantine

    with _refusals(file, row, as_json):
        view = quarantine.show_row(load(home), case, file, row, sheet)
    if as_json:
        output.say_json(view_json(view))
    else:
        _say_view(view)


@app.command(
    help=words(
        Text(
            zh="修正一个隔离行的单元格；仍读不出则拒绝。--column 与 --to 可成对重复。\n\n"
            "例：suyuan quarantine fix 账户明细.csv 16 --column 金额（元） --to 38.50 --why 字母O应为数字0 "
            "--case A0316",
            en="Mend cells of a row in quarantine; refused if it still cannot be read. --column and --to may be "
            "repeated in pairs.\n\nExample: suyuan quarantine fix FILE 16 --column AMOUNT --to 38.50 --why "
            '"letter O for zero" --case A0316',
        )
    )
)
def fix(  # noqa: PLR0913  each argument is an option of the command
    file: FileName,
    row: RowNumber,
    case: CaseOption,
    column: Annotated[
        list[str],
        typer.Option("--column", help=words(Text(zh="列名或列号", en="a column's header, or its number from 1"))),
    ],
    to: Annotated[
        list[str],
        typer.Option("--to", help=words(Text(zh="应读作的内容", en="what to read instead"))),
    ],
    why: Why,
    sheet: Sheet = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=words(Text(zh="只预览，不改动", en="only show what it would give"))),
    ] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Mend a quarantined row."""
    from suyuan.actions import row_mending

    asked = row_mending.Fix(file, row, column, to, why, sheet, dry_run)
    with _refusals(file, row, as_json):
        fixed = row_mending.fix(load(home), case, asked, _waiting)
    if as_json:
        output.say_json(fixed_json(fixed))
    else:
        _say_fixed(fixed)
    if fixed.refused is not None:
        if not as_json:
            output.tell(fixed.refused)
        raise typer.Exit(ExitCode.REFUSED)


@app.command(help=words(Text(zh="撤销一行的修正，该行回到隔离。", en="Take a row's mends back.")))
def undo(
    file: FileName,
    row: RowNumber,
    case: CaseOption,
    why: Why,
    sheet: Sheet = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Undo the mends of a row."""
    from suyuan.actions import row_mending

    with _refusals(file, row, as_json):
        reread = row_mending.undo(load(home), case, (file, row, sheet), why, _waiting)
    if as_json:
        output.say_json(reread_json(reread))
    else:
        _say_reread(reread)


@app.command(
    help=words(
        Text(
            zh="用当前版本重读有隔离行的文件，说明有何变化。",
            en="Read the files with quarantined rows again and say what changed.",
        )
    )
)
def retry(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Read the files with quarantined rows again."""
    from suyuan.actions import row_mending

    files = row_mending.retry(load(home), case, _waiting)
    if as_json:
        output.say_json([reread_json(each) for each in files])
    else:
        if not files:
            output.say(NONE)
        for each in files:
            _say_reread(each)
    if any(each.refused is not None for each in files):
        raise typer.Exit(ExitCode.REFUSED)


def line_json(line: QuarantineLine) -> dict[str, object]:
    """Return a quarantined row as JSON values."""
    source = line.row.source
    return {
        "file": line.file,
        "sha256": source.sha256,
        "sheet": source.sheet,
        "sheet_number": source.sheet_number,
        "row": source.row,
    } | _fault_json(line.row)


def mend_json(mend: Mend) -> dict[str, object]:
    """Return a mend as JSON values; ``undone`` is null while it stands."""
    undone = mend.undone
    return {
        "sha256": mend.sha256,
        **cell_json(mend.cell),
        "why": mend.why,
        "who": mend.who,
        "when": mend.when.isoformat(timespec="seconds"),
        "undone": None
        if undone is None
        else {"who": undone.who, "when": undone.when.isoformat(timespec="seconds"), "why": undone.why},
    }


def cell_json(cell: CellMend) -> dict[str, object]:
    """Return a mended cell as JSON values."""
    return {
        "sheet_number": cell.sheet_number,
        "row": cell.row,
        "column": cell.column,
        "title": cell.title or None,
        "original": cell.original,
        "text": cell.text,
    }


def view_json(view: RowView) -> dict[str, object]:
    """Return one row as JSON values."""
    from suyuan.actions.statement_values import booking_object

    booking = view.booking
    return {
        "file": view.file,
        "sha256": view.source.sha256,
        "sheet": view.source.sheet,
        "sheet_number": view.source.sheet_number,
        "row": view.source.row,
        "titles": list(view.titles),
        "cells": list(view.cells),
        "quarantined": None if view.quarantined is None else _fault_json(view.quarantined),
        "booking": None if booking is None else booking_object(view.file, view.source.sheet, booking),
        "mends": [mend_json(mend) for mend in view.mends],
        "neighbours": [{"row": row.number, "cells": list(row.cells)} for row in view.neighbours],
    }


def fixed_json(fixed: Fixed) -> dict[str, object]:
    """Return what a mend gives as JSON values; ``mended`` tells whether it was kept."""
    from suyuan.actions.statement_values import booking_object

    source, booking, balance = fixed.source, fixed.booking, fixed.balance
    return {
        "file": fixed.file,
        "sha256": source.sha256,
        "sheet": source.sheet,
        "sheet_number": source.sheet_number,
        "row": source.row,
        "cells": [cell_json(cell) for cell in fixed.cells],
        "booking": None if booking is None else booking_object(fixed.file, source.sheet, booking),
        "balance": None if balance is None else {"before": balance[0].value, "after": balance[1].value},
        "mended": fixed.kept,
        "refused": None if fixed.refused is None else words(fixed.refused),
    }


def reread_json(reread: Reread) -> dict[str, object]:
    """Return a file read again as JSON values."""
    return {
        "file": reread.file,
        "sha256": reread.sha256,
        "before": dict(reread.before),
        "after": dict(reread.after),
        "changed": reread.changed,
        "refused": None if reread.refused is None else words(reread.refused),
    }


def _fault_json(row: QuarantinedRow) -> dict[str, object]:
    return {"column": row.column or None, "text": row.text, "reason": words(row.reason)}


@contextmanager
def _refusals(file: str, row: int, as_json: bool) -> Iterator[None]:
    """Say a refusal on stdout too where JSON is asked for; its exit code is the edge's."""
    try:
        yield
    except Refused as refused:
        if as_json:
            output.say_json({"file": file, "row": row, "refused": words(refused.message)})
        raise


def _waiting(holder: object) -> None:
    output.tell(WAITING(holder=holder))


def _say_line(line: QuarantineLine) -> None:
    source = line.row.source
    place = ROW(row=source.row)
    if source.sheet is not None:
        place = ON_SHEET(number=source.sheet_number, sheet=source.sheet, row=source.row)
    output.say(f"  {source.sha256[:12]}  {line.file}  {words(place)}")
    output.say(f"    {_fault(line.row)}")
    output.say("    " + line.row.text.replace("\t", " | "))


def _fault(row: QuarantinedRow) -> str:
    return words(AT_COLUMN(column=row.column or WHOLE_ROW, reason=row.reason))


def _say_mend_line(line: MendLine) -> None:
    output.say(f"  {line.mend.sha256[:12]}  {line.file}  {words(ROW(row=line.mend.cell.row))}")
    output.say(f"    {_mend(line.mend)}")


def _mend(mend: Mend) -> str:
    cell, undone = mend.cell, mend.undone
    said = words(
        MEND(
            column=COLUMN(column=cell.column, title=cell.title),
            original=cell.original,
            text=cell.text,
            who=mend.who,
            time=mend.when.isoformat(timespec="minutes"),
            why=mend.why,
        )
    )
    if undone is not None:
        said += words(UNDONE(who=undone.who, time=undone.when.isoformat(timespec="minutes"), why=undone.why))
    return said


def _say_view(view: RowView) -> None:
    from suyuan.actions.statement_values import booking_object

    output.say(f"{view.source.sha256[:12]}  {view.file}")
    if view.titles:
        output.say("    " + " | ".join(title.strip() for title in view.titles))
    for row in view.neighbours:
        mark = words(HERE) if row.number == view.source.row else " "
        output.say(f"{mark} {row.number}: " + " | ".join(cell.strip() for cell in row.cells))
    if view.quarantined is not None:
        output.say(_fault(view.quarantined))
    for mend in view.mends:
        output.say(_mend(mend))
    if view.booking is not None:
        _say_booking(booking_object(view.file, view.source.sheet, view.booking))


def _say_booking(booking: Mapping[str, object]) -> None:
    party = [str(booking[name]) for name in ("counterparty_account", "counterparty_name") if booking[name]]
    output.say(
        READ_AS(
            time=booking["time"],
            direction=DIRECTIONS[str(booking["direction"])],
            amount=booking["amount"],
            currency=booking["currency"] or "-",
            balance=booking["balance"] or "-",
            party=" ".join(party) or "-",
            summary=booking["summary"] or "-",
        )
    )


def _say_fixed(fixed: Fixed) -> None:
    from suyuan.actions.statement_values import booking_object

    output.say(f"{fixed.source.sha256[:12]}  {fixed.file}  {words(ROW(row=fixed.source.row))}")
    for cell in fixed.cells:
        column = COLUMN(column=cell.column, title=cell.title)
        output.say("  " + words(CHANGE(column=column, original=cell.original, text=cell.text)))
    if fixed.refused is not None:
        return
    if fixed.booking is not None:
        _say_booking(booking_object(fixed.file, fixed.source.sheet, fixed.booking))
    else:
        output.say(READ_AS_LINE)
    if fixed.balance is not None:
        before, after = (STATES[state.value] for state in fixed.balance)
        output.say(BALANCE(before=before, after=after))
    output.say(KEPT if fixed.kept else NOT_KEPT)


def _say_reread(reread: Reread) -> None:
    if reread.refused is not None:
        output.tell(FAILED(file=reread.file, reason=reread.refused))
        return
    read, quarantined = reread.after.get("read", 0), reread.after.get("quarantined", 0)
    if not reread.changed:
        output.say(UNCHANGED(file=reread.file, quarantined=quarantined))
        return
    output.say(
        REREAD(
            file=reread.file,
            read=read,
            quarantined=quarantined,
            read_before=reread.before.get("read", 0),
            quarantined_before=reread.before.get("quarantined", 0),
        )
    )
