"""``suyuan law``: the rules of law the program applies, and the deadlines they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import ExitCode
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.model.law.deadline import Deadline
    from suyuan.model.law.rule import Rule

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="法律规则：出处、施行期间、数值、可靠程度，以及按规则计算期限",
            en="the rules of law applied: source, period, number, how sure; and deadlines by them",
        )
    ),
)

RuleId = Annotated[
    str,
    typer.Argument(
        metavar=words(Text(zh="规则", en="RULE")),
        help=words(Text(zh="规则编号，如 freeze.cash.term", en="the rule's id, like freeze.cash.term")),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=words(Text(zh="日期", en="DATE")),
        help=words(Text(zh="只列该日行为所适用的规则", en="only the rules that govern an act of this day")),
    ),
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar=words(Text(zh="时间", en="TIME")),
        help=words(
            Text(
                zh="期限自何时起，如 2026-03-05T10:11:12+08:00；小时期限请给到秒",
                en="when the term begins, like 2026-03-05T10:11:12+08:00; hour terms to the second",
            )
        ),
    ),
]

UNITS = {
    "hour": Text(zh="小时", en="hours"),
    "day": Text(zh="日", en="days"),
    "working_day": Text(zh="个工作日", en="working days"),
    "month": Text(zh="个月", en="months"),
    "year": Text(zh="年", en="years"),
    "minute": Text(zh="分钟", en="minutes"),
    "count": Text(zh="（个数）", en="(number)"),
    "times": Text(zh="（次、倍）", en="times"),
    "percent": Text(zh="％", en="per cent"),
    "CNY": Text(zh="元", en="yuan"),
    "level": Text(zh="（批准层级）", en="(level of approval)"),
}
LEVELS = {
    "county": Text(zh="县级", en="county"),
    "city": Text(zh="设区的市一级", en="city"),
    "province": Text(zh="省级", en="province"),
    "same": Text(zh="与原批准相同", en="same as before"),
}
CHECKED = Text(
    zh="{count} 条。出处查对至 {day}，此后的新规定未收录。标 * 的不是条文本身：见各条说明。",
    en="{count} rules. Sources were looked through up to {day}, nothing newer is here. "
    "Those marked * are not the text of a law: see each rule.",
)
ITEM = Text(zh="  {name}：{value}", en="  {name}: {value}")
SOURCE = Text(zh="出处", en="source")
VALUE = Text(zh="数值", en="value")
FORCE = Text(zh="施行", en="in force")
SURE = Text(zh="可靠程度", en="certainty")
READ = Text(zh="依据", en="read")
NOTE = Text(zh="注意", en="note")
SINCE = Text(zh="自 {first} 起", en="from {first}")
BETWEEN = Text(zh="{first} 至 {last}", en="{first} to {last}")
UNDATED = Text(zh="施行日期未读到", en="the date was not read")
ASSUMED = Text(zh="{period}（起始日为产品所记，未读到）", en="{period} (first day assumed, not read)")
ENDS = Text(zh="按条文届满", en="literal end")
ROLLED = Text(zh="遇节假日顺延", en="rolled end")
ROLLED_NOT = Text(zh="遇节假日顺延（不适用，仅供对照）", en="rolled end (does not apply, only shown)")
SAFE = Text(zh="安全日期", en="safe date")
BY = Text(zh="所用规则", en="rule used")
START = Text(zh="起算", en="from")


@app.command("list", help=words(Text(zh="列出规则", en="list the rules")))
def list_(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print the rules, all of them or those of one day."""
    from suyuan.actions import law
    from suyuan.model.law.book import checked_until

    found = law.rules(as_of)
    if as_json:
        output.say_json([law.rule_object(each, LANGUAGE) for each in found])
        return
    for each in found:
        mark = "" if each.certainty.value == "law" else " *"
        value = _value(each)
        output.say(f"{each.id}{mark}  {value}{'  ' if value else ''}{words(each.words)}  [{_source(each)}]")
    output.say(CHECKED(count=len(found), day=checked_until()))


@app.command(
    help=words(Text(zh="一条规则的全部内容（含各施行期间）", en="one rule in full, in each of its periods"))
)
def show(rule: RuleId, as_json: AsJson = False) -> None:
    """Print one rule in all its periods; with --json the latest, and all of them under ``periods``."""
    from suyuan.actions import law

    found = law.periods(rule)
    if as_json:
        output.say_json(law.periods_object(found, LANGUAGE))
        return
    for each in found:
        _print_rule(each)


@app.command(
    help=words(
        Text(
            zh="按规则计算期限。\n\n例：suyuan law deadline freeze.cash.term --from 2026-08-30",
            en="Compute the deadline that a rule gives.\n\n"
            "Example: suyuan law deadline freeze.cash.term --from 2026-08-30",
        )
    )
)
def deadline(rule: RuleId, start: From, as_json: AsJson = False) -> None:
    """Print when a term ends: by the letter, rolled over days off, and on the safe side."""
    from suyuan.actions import law

    asked = law.deadline_of(rule, start)
    if as_json:
        output.say_json(law.deadline_object(asked, LANGUAGE))
    elif asked.deadline is not None:
        _print_deadline(asked.deadline)
    if asked.refused is not None:
        output.tell(asked.refused)
        raise typer.Exit(ExitCode.REFUSED)


def _print_rule(rule: Rule) -> None:
    from suyuan.model.law.rule import CERTAINTY_LABELS, READING_LABELS

    output.say(f"{rule.id}  {words(rule.words)}")
    said: list[tuple[Text, str | Text | Message]] = [
        (SOURCE, _source(rule)),
        (VALUE, _value(rule)),
        (FORCE, _force(rule)),
        (SURE, CERTAINTY_LABELS[rule.certainty]),
        (READ, READING_LABELS[rule.reading]),
    ]
    if rule.caution is not None:
        said.append((NOTE, rule.caution))
    _items(said)


def _print_deadline(found: Deadline) -> None:
    said: list[tuple[Text, str | Text | Message]] = [
        (BY, f"{found.rule.id}  {_value(found.rule)}  [{_source(found.rule)}]"),
        (START, str(found.start)),
        (ENDS, found.literal_end.isoformat()),
        (ROLLED if found.rolls else ROLLED_NOT, found.rolled_end.isoformat()),
        (SAFE, found.safe_date.isoformat()),
    ]
    _items([*said, *((NOTE, each) for each in found.warnings)])


def _items(said: Sequence[tuple[Text, str | Text | Message]]) -> None:
    for name, value in said:
        if value:
            output.say(ITEM(name=name, value=value))


def _source(rule: Rule) -> str:
    return f"{rule.document.name} {rule.article or ''}".strip()


def _value(rule: Rule) -> str:
    """Return a rule's value with its unit in words; nothing for a condition or method."""
    from suyuan.actions.law import value_shown

    if rule.value is None or rule.unit is None:
        return ""
    shown = value_shown(rule)
    if isinstance(shown, str) and shown in LEVELS:
        return words(LEVELS[shown])
    number = ", ".join(str(each) for each in shown) if isinstance(shown, list) else str(shown)
    return f"{number} {words(UNITS[rule.unit.value])}"


def _force(rule: Rule) -> Message | Text:
    first, last = rule.in_force_from, rule.in_force_until
    if first is None:
        return UNDATED
    period = SINCE(first=first) if last is None else BETWEEN(first=first, last=last)
    assumed = not rule.document.in_force_read and first == rule.document.in_force_from
    return ASSUMED(period=period) if assumed else period
