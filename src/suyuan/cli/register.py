"""``suyuan register``: the register of supervised cases, its machine and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output, register_checks, register_shown
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.errors import WrongUsage
from suyuan.model.register import Stage
from suyuan.model.text import Text
from suyuan.settings import load
from suyuan.supervision.supervised_facts import Agency, Ask, Chain, Criterion, Every, Measure, RegisterStep

if TYPE_CHECKING:
    from suyuan.actions.register import RegisterView

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="联合挂牌督办登记：登记、挂牌、阶段、人员、两机关往来、节点、报告、签署、解除。",
            en="The register of jointly supervised cases, from proposal to release.",
        )
    ),
)
register_checks.add_to(app)
BAD_EVERY = Text(
    zh="看不懂报告周期“{text}”，请写如 1m（每月）、15d。", en="“{text}” is no interval. Write 1m or 15d."
)

Name = Annotated[
    str,
    typer.Argument(
        metavar=words(Text(zh="督办案件", en="CASE")),
        help=words(
            Text(zh="案名或其中只此一件的部分，如 12·30", en="its name, or a part that only it has, like 12·30")
        ),
    ),
]
Evidence = Annotated[str, option("--evidence", TEXT, "依据的证据、文书", "what it rests on")]
Source = Annotated[str, option("--source", TEXT, "数据来源（文书、通报）", "where the count comes from")]
Due = Annotated[str | None, option("--due", TIME, "期限（日期）", "by which day")]


@app.callback()
def register() -> None:
    """Stand before the commands."""


@app.command(help=words(Text(zh="登记一件拟报督办的案件", en="enter a case that is proposed for supervision")))
def add(  # noqa: PLR0913  an option each
    name: Annotated[str, typer.Argument(metavar=TEXT, help=words(Text(zh="案名", en="the case's name")))],
    province: Annotated[str, option("--province", TEXT, "省份", "province")] = "",
    stage: Annotated[str, option("--stage", TEXT, "案件阶段", "stage of the case")] = "unstated",
    source: Source = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Enter a case."""
    from suyuan.actions import register as action

    stands = given.word(Stage, stage)
    _said(action.add_case(load(home), name, province, stands, given.entered(at, on, why), source), at, as_json)


@app.command(help=words(Text(zh="登记挂牌要素：标准、线索、窝点、手法、机关、关联案件", en="describe a case")))
def describe(  # noqa: PLR0913  an option each
    name: Name,
    criterion: Annotated[
        list[str] | None, option("--criterion", TEXT, "符合的标准，可重复", "a criterion met; may be repeated")
    ] = None,
    evidence: Evidence = "",
    lead: Annotated[str, option("--lead", TEXT, "线索来源", "where the lead came from")] = "",
    den: Annotated[str, option("--den", TEXT, "窝点所在", "where the den is")] = "",
    method: Annotated[
        list[str] | None, option("--method", TEXT, "诈骗手法，可重复", "a method; may be repeated")
    ] = None,
    organ: Annotated[
        list[str] | None, option("--organ", TEXT, "办案机关，可重复", "an organ in charge; may be repeated")
    ] = None,
    case: Annotated[str, option("--case", TEXT, "本库中的案件编号", "the case's number in this casebook")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Describe a case."""
    from suyuan.supervision.supervised_facts import Description

    criteria = tuple(given.word(Criterion, each) for each in criterion or ())
    facts = Description(criteria, evidence, lead, den, tuple(method or ()), tuple(organ or ()), case)
    _step(home, name, RegisterStep.DESCRIBE, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="挂牌", en="list the case: supervision begins")))
def supervise(  # noqa: PLR0913  an option each
    name: Name,
    document: given.Document,
    batch: Annotated[str, option("--batch", TEXT, "批次", "batch")] = "",
    issuer: Annotated[
        list[str] | None, option("--issuer", TEXT, "挂牌机关，可重复", "an issuing organ; may be repeated")
    ] = None,
    until: Annotated[str | None, option("--until", TIME, "督办期限", "last day of the supervision")] = None,
    every: Annotated[str | None, option("--report-every", TEXT, "报告周期，如 1m、15d", "like 1m, 15d")] = None,
    condition: Annotated[
        list[str] | None,
        option("--condition", TEXT, "解除条件，可重复", "a condition of lifting; may be repeated"),
    ] = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List a case."""
    from suyuan.supervision.supervised_facts import Listing

    number, unit = _every(every)
    facts = Listing(document, batch, tuple(issuer or ()), given.day(until), number, unit, tuple(condition or ()))
    _step(home, name, RegisterStep.LIST, facts, (at, on, ""), as_json)


@app.command(
    help=words(Text(zh="变更案件或某一被告人的阶段", en="move the stage of the case, or of one defendant"))
)
def stage(  # noqa: PLR0913  an option each
    name: Name,
    to: Annotated[str, option("--to", TEXT, "新阶段", "the new stage")],
    person: Annotated[str, option("--person", TEXT, "某一被告人", "of one defendant")] = "",
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Move a stage."""
    from suyuan.supervision.supervised_facts import StageMove

    facts = StageMove(given.word(Stage, to), document, person.strip())
    _step(home, name, RegisterStep.STAGE, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="登记某一链条的人员数（截至当日累计）", en="record persons of a chain, in all")))
def persons(  # noqa: PLR0913  an option each
    name: Name,
    chain: Annotated[str, option("--chain", TEXT, "链条", "the line of the trade")],
    measure: Annotated[
        str, option("--measure", "caught|detained|arrested|prosecuted", "抓获、刑拘、逮捕、起诉", "the measure")
    ],
    count: Annotated[int, option("--count", TEXT, "人数", "how many")],
    source: Source,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record persons."""
    from suyuan.supervision.supervised_facts import PersonsCount

    facts = PersonsCount(given.word(Chain, chain), given.word(Measure, measure), count, source)
    _step(home, name, RegisterStep.PERSONS, facts, (at, on, ""), as_json)


@app.command(
    help=words(Text(zh="一机关向另一机关提出：提前介入、引导取证、补充侦查、移送", en="ask the other agency"))
)
def ask(  # noqa: PLR0913  an option each
    name: Name,
    number: Annotated[str, option("--number", TEXT, "函件编号", "the request's number")],
    what: Annotated[
        str,
        option("--what", "early_involvement|guidance|supplement|transfer|other", "事项", "what is asked"),
    ],
    sender: Annotated[str, option("--from", "police|procuratorate", "提出的机关", "who asks")],
    text: Annotated[str, option("--text", TEXT, "内容", "in words")] = "",
    due: Due = None,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Ask the other agency."""
    from suyuan.supervision.supervised_facts import AgencyAsk

    facts = AgencyAsk(number.strip(), given.word(Ask, what), given.word(Agency, sender), text, given.day(due))
    _step(home, name, RegisterStep.ASK, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="答复另一机关", en="answer the other agency")))
def answer(  # noqa: PLR0913  an option each
    name: Name,
    number: Annotated[str, option("--number", TEXT, "所答复的函件编号", "the request's number")],
    text: Annotated[str, option("--text", TEXT, "答复内容", "the answer")],
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Answer the other agency."""
    from suyuan.supervision.supervised_facts import AgencyAnswer

    facts = AgencyAnswer(number.strip(), text, document)
    _step(home, name, RegisterStep.ANSWER, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="设定节点及期限", en="set a milestone with its day")))
def milestone(  # noqa: PLR0913  an option each
    name: Name,
    title: Annotated[str, option("--name", TEXT, "节点名称", "the milestone's name")],
    due: Annotated[str, option("--due", TIME, "期限（日期）", "by which day")],
    responsible: Annotated[str, option("--responsible", TEXT, "责任单位或人", "who answers for it")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Set a milestone."""
    from suyuan.supervision.supervised_facts import Milestone

    facts = Milestone(title.strip(), given.sure_day(due), responsible)
    _step(home, name, RegisterStep.MILESTONE, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="登记节点完成", en="mark a milestone done")))
def done(
    name: Name,
    title: Annotated[str, option("--name", TEXT, "节点名称", "the milestone's name")],
    evidence: Evidence,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Mark a milestone done."""
    from suyuan.supervision.supervised_facts import MilestoneDone

    _step(home, name, RegisterStep.DONE, MilestoneDone(title.strip(), evidence), (at, on, ""), as_json)


@app.command(help=words(Text(zh="登记进展报告", en="record a report on progress")))
def report(  # noqa: PLR0913  an option each
    name: Name,
    document: given.Document,
    until: Annotated[str, option("--until", TIME, "报告截至日", "the last day that it covers")],
    summary: Annotated[str, option("--summary", TEXT, "摘要", "in short")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a report."""
    from suyuan.supervision.supervised_facts import PeriodicReport

    facts = PeriodicReport(document.strip(), given.sure_day(until), summary)
    _step(home, name, RegisterStep.REPORT, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="代表一个机关签署：挂牌、某一报告或解除", en="sign for an agency")))
def sign(  # noqa: PLR0913  an option each
    name: Name,
    agency: Annotated[str, option("--agency", "police|procuratorate", "机关", "the agency")],
    by: Annotated[str, option("--by", TEXT, "签署人", "who signs")],
    matter: Annotated[
        str, option("--matter", TEXT, "listing、release 或报告文书号", "listing, release or a report's document")
    ] = "listing",
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Sign."""
    from suyuan.supervision.supervised_facts import SignOff

    facts = SignOff(matter.strip(), given.word(Agency, agency), by.strip(), document)
    _step(home, name, RegisterStep.SIGN, facts, (at, on, ""), as_json)


@app.command(help=words(Text(zh="登记一项解除条件已满足", en="record that a condition of lifting is met")))
def met(
    name: Name,
    condition: Annotated[str, option("--condition", TEXT, "条件原文", "the condition's words")],
    evidence: Evidence,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a condition as met."""
    from suyuan.supervision.supervised_facts import ConditionMet

    facts = ConditionMet(condition.strip(), evidence)
    _step(home, name, RegisterStep.CONDITION, facts, (at, on, ""), as_json)


@app.command(
    "release", help=words(Text(zh="申请、不同意或决定解除挂牌", en="ask for, refuse or decide the release"))
)
def release(  # noqa: PLR0913  an option each
    name: Name,
    document: given.Document,
    step: Annotated[
        str, option("--step", "request|refuse|decide", "申请、不同意、决定解除", "which of the three")
    ],
    text: Annotated[str, option("--text", TEXT, "理由", "the reason")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Ask for, refuse or decide the release."""
    from suyuan.supervision.supervised_facts import ReleasePaper

    steps = {
        "request": RegisterStep.RELEASE_REQUEST,
        "refuse": RegisterStep.RELEASE_REFUSED,
        "decide": RegisterStep.RELEASE,
    }
    _step(home, name, given.one_of(steps, step), ReleasePaper(document, text), (at, on, ""), as_json)


@app.command("list", help=words(Text(zh="列出督办案件", en="list the supervised cases")))
def list_(
    supervision: Annotated[str, option("--supervision", TEXT, "只列某一督办状态", "only of one status")] = "",
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List the register."""
    from suyuan.actions import register as action
    from suyuan.actions.register_objects import register_object, supervision_of

    views = action.list_register(load(home))
    if supervision:
        from suyuan.model.register import Supervision

        wanted = given.word(Supervision, supervision)
        views = tuple(each for each in views if supervision_of(each) is wanted)
    if as_json:
        output.say_json([register_object(each, given.now(at), LANGUAGE) for each in views])
    else:
        register_shown.say_list(views)


@app.command(help=words(Text(zh="查看一件督办案件的全部记录", en="show everything of one supervised case")))
def show(name: Name, at: given.At = None, as_json: AsJson = False, home: Home = None) -> None:
    """Show a case of the register."""
    from suyuan.actions import register as action
    from suyuan.actions.register_linked import linked_case, linked_object
    from suyuan.actions.register_objects import register_object

    settings = load(home)
    view = action.show_case(settings, name)
    linked = linked_case(settings, view, given.now(at))
    if as_json:
        whole = register_object(view, given.now(at), LANGUAGE)
        output.say_json(whole | {"linked": linked_object(linked, LANGUAGE)})
        return
    register_shown.say_case(view, given.now(at))
    if linked is not None:
        register_shown.say_linked(linked)


@app.command(help=words(Text(zh="督办中到期和逾期的事项", en="what is due or overdue in the register")))
def due(
    within: Annotated[str, option("--within", TEXT, "时间范围，如 30d", "a span like 30d")] = "30d",
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List what is due."""
    from suyuan.actions import register as action
    from suyuan.actions.due import span_of
    from suyuan.actions.register_objects import due_object

    now = given.now(at)
    found = action.due_in_register(load(home), span_of(within), now)
    if as_json:
        output.say_json([due_object(each, now, LANGUAGE) for each in found])
    else:
        register_shown.say_due(found)


def _step(
    home: Home,
    name: str,
    step: RegisterStep,
    facts: object,
    times: tuple[str | None, str | None, str],
    as_json: bool,
) -> None:
    from suyuan.actions import register as action

    at, on, why = times
    _said(action.take_step(load(home), name, step, facts, given.entered(at, on, why)), at, as_json)


def _said(view: RegisterView, at: str | None, as_json: bool) -> None:
    from suyuan.actions.register_objects import register_object

    if as_json:
        output.say_json(register_object(view, given.now(at), LANGUAGE))
    else:
        register_shown.say_case(view, given.now(at))


def _every(text: str | None) -> tuple[int | None, Every]:
    if text is None:
        return None, Every.MONTHS
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    if not (number.isascii() and number.isdigit() and len(number) < 4 and unit in ("d", "m")):
        raise WrongUsage(BAD_EVERY(text=text))
    return int(number), Every(unit)
