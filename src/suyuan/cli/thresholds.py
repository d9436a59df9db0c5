"""``suyuan thresholds``: which lines of the law the figures of a case and of each suspect reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE
from suyuan.documents.shown import money
from suyuan.model.law.rule import CERTAINTY_LABELS, Certainty, Unit
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.recovery.thresholds import Reached

HELP = Text(
    zh="各项数额、情节达到法律的哪一档：逐条列出条文、依据的笔数；只说明数字达到什么，不作定罪判断。\n\n"
    "例：suyuan thresholds --case A0316",
    en="Which thresholds the figures of the case and of each suspect reach, with article and rows; what figures "
    "reach, never guilt.\n\nExample: suyuan thresholds --case A0316",
)
OF_CASE = Text(zh="案件 {case}", en="Case {case}")
NOTHING = Text(zh="  没有可比较的数字。", en="  There is no figure to compare.")
LINE = Text(
    zh="  {mark} {figure}，{words}（{document}{article}{label}；依据 {rows} 项）{other}",
    en="  {mark} {figure}: {words} ({document} {article}{label}; {rows} rows){other}",
)
REACHED, CLOSE, BELOW = (
    Text(zh="达到", en="reached"),
    Text(zh="接近", en="close"),
    Text(zh="未达", en="not reached"),
)
OTHER = Text(zh="；行为时不适用该文本，并列显示", en="; not the text of the day of the act, shown beside it")


def thresholds(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Print what the figures reach."""
    from suyuan.actions.defendant_objects import thresholds_object
    from suyuan.actions.defendants import case_defendants

    found = case_defendants(load(home), case)
    if as_json:
        output.say_json(thresholds_object(found, LANGUAGE))
        return
    output.say(OF_CASE(case=found.amounts.taken.case.number))
    _say(found.reached)
    for each in found.defendants:
        output.say(each.defendant.name)
        _say(each.reached)


def _say(found: tuple[Reached, ...]) -> None:
    if not found:
        output.say(NOTHING)
    for each in found:
        rule = each.rule
        label = "" if rule.certainty is Certainty.LAW else f", {CERTAINTY_LABELS[rule.certainty].render(LANGUAGE)}"
        figure = money(each.figure, "CNY") if rule.unit is Unit.YUAN else str(each.figure)
        output.say(
            LINE(
                mark=REACHED if each.reached else CLOSE if each.close else BELOW,
                figure=figure,
                words=rule.words,
                document=rule.document.name,
                article=rule.article or "",
                label=label,
                rows=len(each.rows),
                other="" if each.governs else OTHER,
            )
        )
