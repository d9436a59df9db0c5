"""``suyuan due``: what expires, by which rule, and by when to act; the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.due import DueItem

HELP = Text(
    zh="即将届满和已逾期的止付、冻结及其他事项：所用规则、条文、按条文届满日、安全日期",
    en="what expires or is overdue: stops, freezes and the rest, with rule, article, literal end and safe date",
)
NOTHING = Text(zh="截至 {until} 没有到期事项。", en="Nothing is due up to {until}.")
LINE = Text(
    zh="{due}{late}  {case} {id}  {state}  {about}",
    en="{due}{late}  {case} {id}  {state}  {about}",
)
LATE = Text(zh="（已过）", en=" (past)")
BY = Text(
    zh="    按条文届满 {literal}，安全日期 {safe}（{rule}，{document}{article}）",
    en="    literal end {literal}, safe date {safe} ({rule}, {document} {article})",
)
BY_RULE = Text(zh="    {rule}，{document}{article}", en="    {rule}, {document} {article}")
OLDER = Text(zh="另有 {count} 项更早逾期，未列出。", en="{count} more were missed before that and are not listed.")
MORE = Text(zh="另有 {count} 项未列出。", en="{count} more are not listed.")


def due(
    case: Annotated[
        str | None,
        typer.Option(
            "--case",
            metavar=words(Text(zh="案件", en="CASE")),
            help=words(Text(zh="只看一案；默认全部", en="in one case; default: all")),
        ),
    ] = None,
    within: Annotated[
        str,
        given.option(
            "--within", words(Text(zh="范围", en="SPAN")), "多久以内，如 24h、72h、30d", "within 24h, 72h, 30d …"
        ),
    ] = "30d",
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print what is due."""
    from suyuan.actions import due as asked

    found = asked.due_list(load(home), case, asked.span_of(within), given.instant(at))
    if as_json:
        output.say_json(asked.due_object(found, LANGUAGE))
        return
    if not found.items:
        output.say(NOTHING(until=found.until.isoformat()))
    for each in found.items:
        _line(each, late=each.due_at < found.now)
    if found.older:
        output.say(OLDER(count=found.older))
    if found.more:
        output.say(MORE(count=found.more))


def _line(item: DueItem, *, late: bool) -> None:
    standing = item.proceeding.standing
    about = "  ".join(filter(None, (standing.institution, item.proceeding.subject)))
    said = LINE(
        due=item.due_at.isoformat(),
        late=LATE if late else "",
        case=item.case,
        id=item.proceeding.id,
        state=item.state,
        about=about,
    )
    output.say(said)
    if item.rule is not None:
        document, article = item.rule.document.name, item.rule.article or ""
        if item.deadline is None:
            output.say(BY_RULE(rule=item.rule.id, document=document, article=article))
        else:
            literal, safe = item.deadline.literal_end, item.deadline.safe_date
            law = {"rule": item.rule.id, "document": document, "article": article}
            output.say(BY(literal=literal.isoformat(), safe=safe.isoformat(), **law))
    if item.alert is not None:
        output.say("    " + words(item.alert))
    for each in item.warnings:
        output.say("    " + words(each))
