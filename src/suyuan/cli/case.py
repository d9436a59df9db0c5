"""``suyuan case``: open a case, list the cases and the register, show what a case holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.documents import counted
from suyuan.model.case import OUTCOME_NAMES, CaseRecord, EvidenceRecord, Outcome
from suyuan.model.register import STAGE_NAMES, SUPERVISION_NAMES, BulletinFigure, SupervisedCase
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.cases import CaseView

app = typer.Typer(
    no_args_is_help=True,
    help=words(Text(zh="案件：新建、列出、查看。", en="Cases: open one, list them, show one.")),
)

OPENED = Text(
    zh="已新建案件 {number}：{name}\n下一步：suyuan import 文件或目录 --case {number}",
    en="Opened case {number}: {name}\nNext: suyuan import FILES --case {number}",
)
SAME_NAME = Text(
    zh="注意：名为“{name}”的案件已有 {numbers}；今后请用编号指明，新建的是 {number}。",
    en="Note: there is a case named “{name}” already: {numbers}. Call either by its number; the new one is "
    "{number}.",
)
CASES = Text(zh="案件（{count}）", en="Cases ({count})")
NO_CASES = Text(zh="还没有案件。新建：suyuan case new 名称", en="No case yet. Open one: suyuan case new NAME")
REGISTER = Text(zh="挂牌督办案件（{count}）", en="Register of supervised cases ({count})")
UNNAMED = Text(zh="（未具名）", en="(unnamed)")
STANDING = Text(zh="督办：{supervision}；阶段：{stage}", en="supervision: {supervision}; stage: {stage}")
QUOTED = Text(zh="    {what}　{text}　——“{sentence}”", en="    {what}: {text} -- “{sentence}”")
FIGURE_NAMES = {
    "arrested": Text(zh="抓获", en="caught"),
    "amount_yuan": Text(zh="金额", en="amount"),
    "victims": Text(zh="被害人", en="victims"),
}
FILED = Text(zh="立案 {time}", en="filed {time}")
NOT_FILED = Text(zh="立案时间未录入", en="time of filing not given")
OPENED_BY = Text(zh="{who} 建于 {time}", en="opened by {who}, {time}")
FILES = Text(zh="证据文件（{count}）：{outcomes}", en="Files of evidence ({count}): {outcomes}")
NO_FILES = Text(
    zh="还没有证据文件。导入：suyuan import 文件或目录 --case {number}",
    en="No evidence yet. Import: suyuan import FILES --case {number}",
)
ROWS = Text(
    zh="共 {total}，读入 {read} 行，隔离 {quarantined} 行",
    en="{total}: {read} read, {quarantined} quarantined",
)
MENDED = Text(
    zh="其中经人工修正后读入 {rows}（见 suyuan quarantine list）",
    en="{rows} of these read after a person mended them (see suyuan quarantine list)",
)
ALSO_AS = Text(zh="另名 {names}", en="also came as {names}")
HEAD = Text(zh="审计链末条哈希 {hash}", en="hash of the last audit event {hash}")


@app.command("new", help=words(Text(zh="新建案件。", en="Open a case.")))
def new(
    name: Annotated[
        str,
        typer.Argument(
            metavar=words(Text(zh="名称", en="NAME")), help=words(Text(zh="案件名称", en="the case's name"))
        ),
    ],
    number: Annotated[
        str | None,
        typer.Option(
            metavar=words(Text(zh="编号", en="NUMBER")),
            help=words(
                Text(
                    zh="案件编号，也是目录名（默认依次取号）",
                    en="its number, which also names its folder (default: the next free one)",
                )
            ),
        ),
    ] = None,
    filed: Annotated[
        str | None,
        typer.Option(
            metavar=words(Text(zh="时间", en="TIME")),
            help=words(
                Text(
                    zh="立案时间，如 2021-03-18T09:30+08:00",
                    en="time of filing (立案), like 2021-03-18T09:30+08:00",
                )
            ),
        ),
    ] = None,
    organ: Annotated[
        str,
        typer.Option(
            metavar=words(Text(zh="机关", en="ORGAN")), help=words(Text(zh="办案机关", en="organ in charge"))
        ),
    ] = "",
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Open a case."""
    from suyuan.actions import cases

    filed_at = cases.filed_moment(filed) if filed is not None else None
    settings = load(home)
    same = [each.number for each in cases.list_cases(settings).cases if each.name == name.strip()]
    record = cases.new_case(settings, name, number=number, filed_at=filed_at, organ=organ)
    if as_json:
        output.say_json(case_json(record))
    else:
        output.say(OPENED(number=record.number, name=record.name))
    if same:
        output.tell(SAME_NAME(name=record.name, numbers=", ".join(same), number=record.number))


@app.command(
    "list",
    help=words(Text(zh="列出案件与挂牌督办案件。", en="List the cases and the register of supervised cases.")),
)
def list_(as_json: AsJson = False, home: Home = None) -> None:
    """List the cases, and in a section of their own the supervised cases of imported bulletins."""
    from suyuan.actions import cases

    found = cases.list_cases(load(home))
    if as_json:
        output.say_json(
            {
                "cases": [case_json(case) for case in found.cases],
                "supervised": [supervised_json(case) for case in found.supervised],
            }
        )
        return
    output.say(CASES(count=len(found.cases)) if found.cases else NO_CASES)
    for case in found.cases:
        output.say(f"  {_case_line(case)}")
    if found.supervised:
        output.say("")
        output.say(REGISTER(count=len(found.supervised)))
        for supervised in found.supervised:
            _say_supervised(supervised)


@app.command("show", help=words(Text(zh="查看一起案件及其证据。", en="Show a case and its evidence.")))
def show(
    case: Annotated[
        str,
        typer.Argument(
            metavar=words(Text(zh="案件", en="CASE")),
            help=words(Text(zh="案件编号或名称", en="its number or name")),
        ),
    ],
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show a case, its evidence and what became of each file."""
    from suyuan.actions import cases

    view = cases.show_case(load(home), case)
    if as_json:
        output.say_json(view_json(view))
    else:
        _say_view(view)


def case_json(case: CaseRecord) -> dict[str, object]:
    """Return a case as JSON values."""
    return {
        "number": case.number,
        "name": case.name,
        "filed_at": str(case.filed_at) if case.filed_at else None,
        "organ": case.organ,
        "created": case.created.isoformat(timespec="seconds"),
        "created_by": case.created_by,
    }


def view_json(view: CaseView) -> dict[str, object]:
    """Return a case with its evidence as JSON values."""
    return case_json(view.case) | {
        "files": {outcome.value: view.outcomes.get(outcome, 0) for outcome in Outcome},
        "rows": view.rows,
        "mended": view.mended,
        "evidence": [evidence_json(file) for file in view.evidence],
        "audit_head": view.audit_head,
    }


def evidence_json(file: EvidenceRecord) -> dict[str, object]:
    """Return a file of evidence as JSON values."""
    reading = file.reading
    return {
        "file": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "outcome": reading.outcome.value,
        "container": reading.container,
        "format": reading.format,
        "kind": reading.kind,
        "rows": dict(reading.rows),
        "refused": None if reading.refused is None else words(reading.refused),
        "warnings": [words(warning) for warning in reading.warnings],
        "arrivals": [
            {
                "file": arrival.name,
                "source": arrival.origin,
                "who": arrival.who,
                "when": arrival.when.isoformat(timespec="seconds"),
            }
            for arrival in file.arrivals
        ],
    }


def supervised_json(case: SupervisedCase) -> dict[str, object]:
    """Return a case of the register as JSON values."""
    facts = case.facts
    return {
        "key": case.key,
        "name": facts.name,
        "province": facts.province,
        "date_phrase": facts.date_phrase,
        "date_resolved": facts.date_resolved,
        "lead_kind": facts.lead_kind,
        "base_country_or_region": facts.base,
        "methods": list(facts.methods),
        "period": None if facts.period is None else list(facts.period),
        "amount_kind": facts.amount_kind,
        "helpers": list(facts.helpers),
        "stage": case.stage.value,
        "supervision": case.supervision.value,
        "figures": [figure_json(figure) for figure in case.figures],
        "bulletins": list(case.bulletins),
    }


def figure_json(figure: BulletinFigure) -> dict[str, object]:
    """Return a quoted figure as JSON values: an integer, or a decimal string where the text gives a fraction."""
    whole = figure.value.lstrip("-").isdigit()
    return {
        "what": figure.what,
        "value": int(figure.value) if whole else figure.value,
        "unit": figure.unit,
        "qualifier": figure.approximator,
        "text": figure.text,
        "sentence": figure.sentence,
        "bulletin": figure.bulletin,
    }


def _case_line(case: CaseRecord) -> str:
    filed = words(FILED(time=case.filed_at) if case.filed_at else NOT_FILED)
    return "  ".join(part for part in (case.number, case.name, filed, case.organ) if part)


def _say_supervised(case: SupervisedCase) -> None:
    facts = case.facts
    standing = STANDING(supervision=SUPERVISION_NAMES[case.supervision], stage=STAGE_NAMES[case.stage])
    output.say(f"  {facts.name or words(UNNAMED)}  {words(standing)}")
    said = [facts.province, facts.date_phrase, facts.base, *facts.methods, *facts.helpers]
    output.say("    " + "  ".join(part for part in said if part))
    # a figure that two bulletins quote alike is said once
    for what, text, sentence in dict.fromkeys((each.what, each.text, each.sentence) for each in case.figures):
        output.say(QUOTED(what=FIGURE_NAMES.get(what, what), text=text, sentence=sentence))


def _say_view(view: CaseView) -> None:
    case = view.case
    output.say(_case_line(case))
    output.say(OPENED_BY(who=case.created_by, time=case.created.isoformat(timespec="minutes")))
    if not view.evidence:
        output.say(NO_FILES(number=case.number))
        return
    outcomes = "  ".join(f"{words(OUTCOME_NAMES[outcome])} {count}" for outcome, count in view.outcomes.items())
    output.say(FILES(count=len(view.evidence), outcomes=outcomes))
    for file in view.evidence:
        reading = file.reading
        about = [file.sha256[:12], words(OUTCOME_NAMES[reading.outcome]), reading.format or "", file.name]
        output.say("  " + "  ".join(part for part in about if part))
        if reading.refused is not None:
            output.say(f"    {words(reading.refused)}")
        if len(file.arrivals) > 1:
            output.say("    " + words(ALSO_AS(names=", ".join(arrival.name for arrival in file.arrivals[1:]))))
    if view.rows:
        shown = {name: view.rows.get(name, 0) for name in ("read", "quarantined")}
        output.say(ROWS(total=counted.ROWS(view.rows.get("total", 0)), **shown))
    if view.mended:
        output.say(MENDED(rows=counted.ROWS(view.mended)))
    output.say(HEAD(hash=view.audit_head))
