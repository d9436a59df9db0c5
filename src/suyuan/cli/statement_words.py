"""A statement in a few lines for people: what it is, how the rows add up, sums, balances, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from suyuan.intake.accounting import RowClass
from suyuan.intake.balance_chain import BalanceState
from suyuan.intake.statement import FileKind, Part, ReadFile, StatementTable
from suyuan.intake.sub_accounts import apart
from suyuan.intake.table import figures_of_part
from suyuan.model.booking import Direction
from suyuan.model.money import text_from_minor
from suyuan.model.text import Language, Text

SHOWN = 10
"""So many breaks, quarantined rows and accounts of a table are printed; --json has them all."""

TITLE = Text(zh="{file}：{format}（{container}{encoding}）", en="{file}: {format} ({container}{encoding})")
TABLE = Text(
    zh="  {sheet}表头在第 {header} 行；共 {total} 行 = {classes}",
    en="  {sheet}header in row {header}; {total} rows = {classes}",
)
SHEET = Text(zh="工作表“{sheet}”，", en="sheet “{sheet}”, ")
ACCOUNT = Text(
    zh="  账户 {account} {holder} {currency}：{count} 笔",
    en="  account {account} {holder} {currency}: {count} bookings",
)
SUMS = Text(
    zh="    收 {in_count} 笔 {in_sum}，支 {out_count} 笔 {out_sum}，不计 {none_count} 笔 {none_sum}；"
    "{first} 至 {last}",
    en="    in {in_count}: {in_sum}, out {out_count}: {out_sum}, neither {none_count}: {none_sum}; "
    "{first} to {last}",
)
UNNAMED = Text(zh="（未写明）", en="(not named)")
STATES = {
    BalanceState.PROVEN: Text(
        zh="    余额链：逐笔相符，已证明", en="    balances: each follows from the one before, proven"
    ),
    BalanceState.ABSENT: Text(zh="    余额链：没有可用的余额", en="    balances: none that can be read"),
    BalanceState.BROKEN: Text(zh="    余额链：有断裂", en="    balances: broken"),
}
BREAK = Text(
    zh="      第 {row} 行：应为 {expected}，实为 {found}", en="      row {row}: expected {expected}, found {found}"
)
BREAK_WITH_ROWS = Text(
    zh="      第 {row} 行：应为 {expected}，实为 {found}（其间第 {rows} 行未能读取）",
    en="      row {row}: expected {expected}, found {found} (rows {rows} between could not be read)",
)
QUARANTINED = Text(zh="    第 {row} 行 {column} 未读取：{reason}", en="    row {row} {column} not read: {reason}")
PRINTED = Text(
    zh="    印出的合计 {count} 项，{agree} 项与读到的相符：{texts}",
    en="    totals printed: {count}, of which {agree} are what was read: {texts}",
)
MORE = Text(zh="    ……另有 {count} 项，见 --json", en="    … and {count} more, see --json")
READING = Text(zh="读法 {number}：{columns}", en="reading {number}: {columns}")
WARNING = Text(zh="  注意：{warning}", en="  note: {warning}")
CLASSES = {
    RowClass.HEADER: Text(zh="表头 {count}", en="{count} header"),
    RowClass.PREAMBLE: Text(zh="表前 {count}", en="{count} preamble"),
    RowClass.FOOTER: Text(zh="表后 {count}", en="{count} footer"),
    RowClass.BLANK: Text(zh="空行 {count}", en="{count} blank"),
    RowClass.REPEATED_HEADER: Text(zh="重复表头 {count}", en="{count} repeated header"),
    RowClass.CONTINUATION: Text(zh="续行 {count}", en="{count} continuation"),
    RowClass.NOTE: Text(zh="说明 {count}", en="{count} notes"),
    RowClass.READ: Text(zh="读取 {count}", en="{count} read"),
    RowClass.QUARANTINED: Text(zh="隔离 {count}", en="{count} quarantined"),
}


def summary(path: str, read: ReadFile, language: Language) -> Iterator[str]:
    """Yield the lines that ``statement inspect`` prints for a file."""
    encoding = f", {read.encoding}" if read.encoding else ""
    yield TITLE(file=path, format=read.format, container=read.container, encoding=encoding).render(language)
    for table in read.tables:
        yield from _table(table, read.kind, language)
    for number, reading in enumerate(read.readings, 1):
        yield READING(number=number, columns=reading.columns).render(language)
        yield from tables(reading.tables, language)
    for warning in read.warnings:
        yield WARNING(warning=warning).render(language)


def tables(given: Sequence[StatementTable], language: Language) -> Iterator[str]:
    """Yield the lines of a statement's tables."""
    for table in given:
        yield from _table(table, FileKind.STATEMENT, language)


def _table(table: StatementTable, kind: FileKind, language: Language) -> Iterator[str]:
    counts = asdict(table.rows)
    classes = [text(count=counts[each.value]) for each, text in CLASSES.items() if counts[each.value]]
    yield TABLE(
        sheet=SHEET(sheet=table.sheet) if table.sheet else "",
        header=table.header_row or "—",
        total=table.rows.total,
        classes=" + ".join(each.render(language) for each in classes) or "0",
    ).render(language)
    if kind is FileKind.STATEMENT:
        parts = apart(table.parts)
        for part in parts[:SHOWN]:
            yield from _part(part, language)
        yield from _more(len(parts), language)
    compared = [each for each in table.printed if each.is_compared]
    if compared:
        agreeing = [each.text for each in compared if each.agrees]
        yield PRINTED(count=len(compared), agree=len(agreeing), texts="; ".join(agreeing[:SHOWN]) or "—").render(
            language
        )
    for each in table.quarantined[:SHOWN]:
        column = f"“{each.column}”" if each.column else ""
        yield QUARANTINED(row=each.source.row, column=column, reason=each.reason).render(language)
    yield from _more(len(table.quarantined), language)


def _part(part: Part, language: Language) -> Iterator[str]:
    yield ACCOUNT(
        account=f"{part.account or UNNAMED.render(language)} {part.cash_spot}".strip(),
        holder=part.holder,
        currency=part.currency,
        count=len(part.bookings),
    ).render(language)
    if part.bookings:
        yield _sums(part, language)
    yield STATES[part.balance.state].render(language)
    for each in part.balance.breaks[:SHOWN]:
        values = {
            "row": each.row,
            "expected": text_from_minor(each.expected, part.currency),
            "found": text_from_minor(each.found, part.currency),
        }
        rows = ", ".join(map(str, each.quarantined))
        yield (BREAK_WITH_ROWS(**values, rows=rows) if rows else BREAK(**values)).render(language)
    yield from _more(len(part.balance.breaks), language)


def _sums(part: Part, language: Language) -> str:
    figures = figures_of_part(part)
    values: dict[str, object] = {}
    for direction in Direction:
        values[f"{direction.value}_count"] = figures.count[direction]
        values[f"{direction.value}_sum"] = text_from_minor(figures.amount[direction], part.currency)
    first, last = (dated[0] if dated else "" for dated in (figures.first, figures.last))
    return SUMS(**values, first=first, last=last).render(language)


def _more(count: int, language: Language) -> Iterator[str]:
    if count > SHOWN:
        yield MORE(count=count - SHOWN).render(language)
