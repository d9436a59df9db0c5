"""``suyuan completeness``: what a case's material proves to be whole, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.request import AsOf
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.completeness import CaseCompleteness

HELP = Text(
    zh="完整性：每个文件的行数、每个账户的余额链、印出的合计、哪些天已覆盖、调证是否齐全；与报告同一数据",
    en="what proves the material whole: rows, balances, printed totals, days covered, requests; as in the report",
)
FILES = Text(
    zh="文件 {files} 个，读到 {read} 行，隔离 {quarantined} 行，无法识别 {refused} 个",
    en="{files} files, {read} rows read, {quarantined} quarantined, {refused} files refused",
)
CHAINS = Text(
    zh="账户（按币种）{count} 个：余额连续 {proven}，断裂 {broken}，无可读余额 {absent}",
    en="{count} accounts by currency: balances proven {proven}, broken {broken}, none readable {absent}",
)
GAP = Text(
    zh="  {account} {currency} 差 {amount}：{before} 与 {after} 之间",
    en="  {account} {currency} differs by {amount}: between {before} and {after}",
)
PLACE = Text(zh="{file} 第 {row} 行", en="{file} row {row}")
OVERLAPS = Text(
    zh="重叠的文件 {count} 对：{both} 行两处都有、只计一次；{alike} 行只是相像、予以保留",
    en="{count} pairs of files overlap: {both} rows stand in both, counted once; {alike} only look alike and stay",
)
EQUAL = Text(
    zh="同一文件内完全相同的行 {count} 组，全部保留",
    en="{count} groups of rows that are equal inside one file, all kept",
)
PRINTED = Text(
    zh="印出的合计 {count} 项：相符 {agree}，不符 {differ}，无法比对 {unknown}",
    en="{count} printed totals: {agree} agree, {differ} differ, {unknown} cannot be compared",
)
DIFFERS = Text(zh="  不符：{place} 印有“{text}”", en="  differs: {place} prints “{text}”")
CALENDAR = Text(zh="覆盖日历 {first} 至 {last}（天数）", en="calendar {first} to {last} (days)")
ACCOUNT = Text(zh="账号", en="account")
MORE = Text(zh="  ……另有 {count} 项，见 --json", en="  … {count} more, see --json")
MOST = 20
"""So many lines of a kind are printed; --json has them all."""


def completeness(case: CaseOption, as_of: AsOf = None, as_json: AsJson = False, home: Home = None) -> None:
    """Print what proves a case's material whole."""
    from suyuan import settings
    from suyuan.actions.completeness import case_completeness, completeness_object
    from suyuan.actions.tracing import moment_asked

    moment = moment_asked(as_of) if as_of is not None else None
    found = case_completeness(settings.load(home), case, moment)
    if as_json:
        output.say_json(completeness_object(found, LANGUAGE))
        return
    _files(found)
    _chains(found)
    _printed(found)
    _calendar(found)


def _files(found: CaseCompleteness) -> None:
    rows = [file.reading.rows for file in found.taken.evidence]
    output.say(
        FILES(
            files=len(rows),
            read=sum(each.get("read", 0) for each in rows),
            quarantined=sum(each.get("quarantined", 0) for each in rows),
            refused=sum(file.reading.refused is not None for file in found.taken.evidence),
        )
    )


def _chains(found: CaseCompleteness) -> None:
    from suyuan.model.money import text_from_minor

    states = [chain.state.value for chain in found.proofs.chains]
    output.say(CHAINS(count=len(states), **{name: states.count(name) for name in ("proven", "broken", "absent")}))
    _some(
        [
            GAP(
                account=chain.account,
                currency=chain.currency,
                amount=text_from_minor(gap.found - gap.expected, chain.currency),
                before=PLACE(file=found.names.get(gap.before.sha256), row=gap.before.row),
                after=PLACE(file=found.names.get(gap.after.sha256), row=gap.after.row),
            )
            for chain in found.proofs.chains
            for gap in chain.gaps
        ]
    )
    overlaps = found.proofs.overlaps
    if overlaps:
        both, alike = sum(each.both for each in overlaps), sum(each.alike for each in overlaps)
        output.say(OVERLAPS(count=len(overlaps), both=both, alike=alike))
    if found.proofs.alike:
        output.say(EQUAL(count=len(found.proofs.alike)))


def _printed(found: CaseCompleteness) -> None:
    compared = [each for each in found.printed if each.is_compared]
    differing = [each for each in compared if not each.agrees]
    counts = {"agree": len(compared) - len(differing), "differ": len(differing)}
    output.say(PRINTED(count=len(found.printed), unknown=len(found.printed) - len(compared), **counts))
    _some(
        [
            DIFFERS(place=PLACE(file=found.names.get(each.source.sha256), row=each.source.row), text=each.text)
            for each in differing
        ]
    )


def _calendar(found: CaseCompleteness) -> None:
    from suyuan.ledger.day_calendar import DAY_STATE_NAMES, DayState

    calendar = found.calendar
    if calendar.first is None or calendar.last is None:
        return
    output.say(CALENDAR(first=calendar.first.isoformat(), last=calendar.last.isoformat()))
    titles = (words(ACCOUNT), *(words(DAY_STATE_NAMES[state]) for state in DayState))
    rows = [(each.account, *(str(each.days(state)) for state in DayState)) for each in calendar.accounts]
    for line in output.aligned([titles, *rows[:MOST]]):
        output.say("  " + line)
    if len(rows) > MOST:
        output.say(MORE(count=len(rows) - MOST))


def _some(lines: Sequence[Message]) -> None:
    for line in lines[:MOST]:
        output.say(line)
    if len(lines) > MOST:
        output.say(MORE(count=len(lines) - MOST))


def add_to(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command(name="completeness", help=words(HELP))(completeness)
