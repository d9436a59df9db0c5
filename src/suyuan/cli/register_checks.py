"""``suyuan register batches|doubts|compare``: the register's content against what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import option
from suyuan.model.text import Text, say
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.register_content import BatchesView, RegisterCompared

BATCH = Text(
    zh="{title}（{day}）：{count} 件，列名 {named}，未列名 {unnamed}，在登记中 {held}；{document}",
    en="{title} ({day}): {count} cases, {named} named, {unnamed} not named, {held} in the register; {document}",
)
CASE = Text(zh="  {name}（{naming}）", en="  {name} ({naming})")
CHECK = Text(
    zh="核对 {rule}，第 {batches} 批：通报 {stated} 件，此处 {counted} 件，{agrees}",
    en="check {rule}, batches {batches}: bulletins say {stated}, here {counted}: {agrees}",
)
AGREES, DIFFERS = Text(zh="相符", en="agrees"), Text(zh="不符", en="differs")
ENTERED = Text(zh="新登记 {count} 件。", en="{count} cases entered.")
UNKNOWN_DAY = Text(zh="日期未知", en="day not known")
NO_DOUBTS = Text(zh="没有需要核对的官方数字。", en="No official figure needs to be looked at again.")
DOUBT = Text(zh="{name}：{doubt}", en="{name}: {doubt}")
OF_NO_CASE = Text(zh="（不属于某一案件）", en="(of no single case)")
STATED = Text(
    zh="{name}：{published} 通报 {text}（“{sentence}”）", en="{name}: {published}, {text} (“{sentence}”)"
)
AMOUNT = Text(zh="  {name} {amount} 元，{inside}", en="  {name}: {amount} CNY, {inside}")
INSIDE, OUTSIDE = Text(zh="在其范围内", en="within it"), Text(zh="不在其范围内", en="not within it")
VAGUE = Text(zh="不能比较", en="cannot be compared")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the noun ``register``."""
    app.command("batches", help=words(Text(zh="已公布的各批案件及件数核对", en="the published batches")))(batches)
    app.command("doubts", help=words(Text(zh="需要核对的官方数字", en="official figures to be checked")))(doubts)
    app.command(
        "compare", help=words(Text(zh="通报金额与计算金额对比", en="a bulletin's amount beside the computed ones"))
    )(compare)


def batches(
    enter: Annotated[
        bool, option("--enter", None, "将列名的案件登记为已挂牌", "enter the named cases as listed")
    ] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show the batches with their check sums."""
    from suyuan.actions import register_content

    found = register_content.show_batches(load(home), enter=enter)
    if as_json:
        output.say_json(_batches_object(found))
        return
    for view in found.batches:
        batch = view.batch
        output.say(
            BATCH(
                title=batch.title, day=batch.published or UNKNOWN_DAY, count=batch.count, named=len(batch.cases),
                unnamed=batch.unnamed, held=len(view.entered), document=batch.document,
            )
        )  # fmt: skip
        from suyuan.supervision.batches import NAMINGS

        for case in batch.cases:
            output.say(CASE(name=case.name, naming=NAMINGS[case.naming]))
    for check in found.checks:
        output.say(
            CHECK(
                rule=check.rule, batches="、".join(check.batches), stated=check.stated, counted=check.counted,
                agrees=AGREES if check.agrees else DIFFERS,
            )
        )  # fmt: skip
    if enter:
        output.say(ENTERED(count=len(found.new)))


def doubts(as_json: AsJson = False, home: Home = None) -> None:
    """List the figures to be looked at again."""
    from suyuan.actions import register_content

    found = register_content.figure_doubts(load(home))
    if as_json:
        output.say_json(
            [{"case": each.name, "doubts": [say(one, LANGUAGE) for one in each.doubts]} for each in found]
        )
        return
    if not found:
        output.say(NO_DOUBTS)
    for each in found:
        for doubt in each.doubts:
            output.say(DOUBT(name=each.name or OF_NO_CASE, doubt=words(doubt)))


def compare(
    name: Annotated[
        str,
        typer.Argument(
            metavar=words(Text(zh="督办案件", en="CASE")), help=words(Text(zh="案名或其部分", en="its name"))
        ),
    ],
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Compare a bulletin's amount with the computed ones."""
    from suyuan.actions import register_content
    from suyuan.model.money import text_from_minor

    found = register_content.compare_amounts(load(home), name)
    if as_json:
        output.say_json(_compared_object(found))
        return
    figure = found.told.figure
    title = found.view.case.facts.name or found.view.state.entry.name
    output.say(
        STATED(name=title, published=found.told.published or "—", text=figure.text, sentence=figure.sentence)
    )
    for each in found.compared:
        inside = VAGUE if each.inside is None else INSIDE if each.inside else OUTSIDE
        amount = text_from_minor(each.computed.fen, "CNY")
        output.say(AMOUNT(name=each.computed.name, amount=amount, inside=inside))
        for sentence in each.explained:
            output.say(f"    {words(sentence)}")


def _batches_object(found: BatchesView) -> dict[str, object]:
    return {
        "batches": [
            {
                "id": view.batch.id,
                "title": view.batch.title,
                "published": None if view.batch.published is None else view.batch.published.isoformat(),
                "count": view.batch.count,
                "unnamed": view.batch.unnamed,
                "document": view.batch.document,
                "cases": [
                    {
                        "name": case.name,
                        "province": case.province or None,
                        "certainty": case.naming.value,
                        "in_register": case.name in view.entered,
                    }
                    for case in view.batch.cases
                ],
            }
            for view in found.batches
        ],
        "checks": [
            {
                "rule": check.rule,
                "batches": list(check.batches),
                "stated": check.stated,
                "counted": check.counted,
                "agrees": check.agrees,
            }
            for check in found.checks
        ],
        "entered": list(found.new),
    }


def _compared_object(found: RegisterCompared) -> dict[str, object]:
    from suyuan.actions.register_objects import figure_object
    from suyuan.model.money import text_from_minor

    return {
        "key": found.view.case.key,
        "case": found.view.state.description.case,
        "stated": figure_object(found.told.figure, found.told.published),
        "kind": found.told.kind or None,
        "computed": [
            {
                "amount_of": each.computed.kind,
                "amount": text_from_minor(each.computed.fen, "CNY"),
                "currency": "CNY",
                "formula": say(each.computed.formula, LANGUAGE),
                "inside": each.inside,
                "explained": [say(one, LANGUAGE) for one in each.explained],
            }
            for each in found.compared
        ],
    }
