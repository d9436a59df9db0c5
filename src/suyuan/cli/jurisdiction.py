"""``suyuan jurisdiction``: acceptance, filing, designation and merger of a case, each with its date."""

from __future__ import annotations

from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.model.jurisdiction import EVENT_NAMES
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="管辖：受案、立案、指定管辖、并案。",
            en="Jurisdiction: acceptance, filing, designation, merger of cases.",
        )
    ),
)
ADD_HELP = Text(
    zh="登记受案、立案、指定管辖或并案；案件的立案时间与办案机关随最后一次登记。\n\n"
    "例：suyuan jurisdiction add --case A0316 --event filed --on 2021-03-18T09:00 --why 立案决定书",
    en="Enter an acceptance, filing, designation or merger; the case's time of filing and its organ follow the "
    "last one.\n\nExample: suyuan jurisdiction add --case A0316 --event filed --on 2021-03-18 --why decision",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
CASE = words(Text(zh="案件", en="CASE"))
KEPT = Text(
    zh="已登记第 {number} 号：{event} {on}。案件立案时间 {filed}，办案机关 {organ}。",
    en="Number {number} was kept: {event} {on}. The case: filed {filed}, organ {organ}.",
)
UNDONE = Text(
    zh="已撤销第 {number} 号。案件立案时间 {filed}，办案机关 {organ}。",
    en="Number {number} was taken back. The case: filed {filed}, organ {organ}.",
)
TOO_EARLY = Text(
    zh="注意：{ids} 在此立案时间之前已冻结。立案前不得冻结（程序规定第一百七十四条），请核对或解除。",
    en="Note: {ids} took effect before this time of filing. No freeze is lawful before it (程序规定 article 174): "
    "check it, or release.",
)
NONE = Text(zh="案件 {case} 没有管辖登记。", en="Case {case} has no entries on its jurisdiction.")
LINE = Text(
    zh="第 {number} 号  {event} {on}  {organ}  {document}  {into}；{who} {entered}：{why}",
    en="No. {number}  {event} {on}  {organ}  {document}  {into}; {who} {entered}: {why}",
)
INTO = Text(zh="并入 {case}", en="into {case}")
MERGED = Text(zh="已并入本案：{cases}", en="merged into this case: {cases}")
Why = Annotated[str, typer.Option("--why", metavar=TEXT, help=words(Text(zh="理由", en="the reason")))]


@app.callback()
def jurisdiction() -> None:
    """Stand before the commands."""


@app.command(help=words(ADD_HELP))
def add(  # noqa: PLR0913  an option each
    case: CaseOption,
    event: Annotated[
        str,
        option(
            "--event",
            "accepted|filed|designated|merged",
            "事项：受案、立案、指定管辖、并案",
            "what happened",
        ),
    ],
    on: Annotated[str, option("--on", TIME, "发生的时间", "when")],
    why: Why,
    organ: Annotated[
        str, option("--organ", TEXT, "此后的办案机关（默认不变）", "the organ from then on (default: as before)")
    ] = "",
    document: Annotated[str, option("--document", TEXT, "文书号", "the document's number")] = "",
    into: Annotated[str, option("--into", CASE, "并入的案件", "the case that takes it in")] = "",
    home: Home = None,
) -> None:
    """Enter what happened."""
    from suyuan.actions.jurisdiction import AskedEntry, enter_jurisdiction

    made = enter_jurisdiction(load(home), case, AskedEntry(event, on, organ, document, into, why))
    entry, now = made.entry, made.case
    output.say(
        KEPT(
            number=entry.number,
            event=EVENT_NAMES[entry.event],
            on=entry.on,
            filed=now.filed_at or "–",
            organ=now.organ or "–",
        )
    )
    if made.too_early:
        output.tell(TOO_EARLY(ids=", ".join(made.too_early)))


@app.command("list", help=words(Text(zh="列出案件的管辖登记", en="list a case's entries")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List a case's entries, and the cases that were merged into it."""
    from suyuan.actions.jurisdiction import entry_object, list_jurisdiction

    found = list_jurisdiction(load(home), case)
    if as_json:
        output.say_json(
            {
                "case": found.case.number,
                "filed_at": str(found.case.filed_at) if found.case.filed_at else None,
                "organ": found.case.organ or None,
                "entries": [entry_object(each) for each in found.entries],
                "merged": list(found.merged),
            }
        )
        return
    if not found.entries:
        output.say(NONE(case=found.case.number))
    for each in found.entries:
        output.say(
            LINE(
                number=each.number,
                event=EVENT_NAMES[each.event],
                on=each.on,
                organ=each.organ,
                document=each.document,
                into=INTO(case=each.into) if each.into else "",
                who=each.who,
                entered=each.entered,
                why=each.why,
            )
        )
    if found.merged:
        output.say(MERGED(cases=", ".join(found.merged)))


@app.command(help=words(Text(zh="撤销一项登记，记录保留", en="take an entry back; its record stays")))
def undo(
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="序号", en="its number")))],
    case: CaseOption,
    why: Why,
    home: Home = None,
) -> None:
    """Take an entry back."""
    from suyuan.actions.jurisdiction import undo_jurisdiction

    now = undo_jurisdiction(load(home), case, number, why)
    output.say(UNDONE(number=number, filed=now.filed_at or "–", organ=now.organ or "–"))
