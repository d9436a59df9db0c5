"""``suyuan forfeiture``: the property of somebody absent, from the opinion to the execution, with its clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output, pursuit_shown
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import AMOUNT, TEXT, TIME, option
from suyuan.model.text import Text
from suyuan.settings import load
from suyuan.supervision.forfeiture_facts import ForfeitureStep

if TYPE_CHECKING:
    from suyuan.actions.measures import Entered
    from suyuan.actions.pursuits import ForfeitureView

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="违法所得没收程序：意见书、移送、受理、公告六个月、开庭、裁定、上诉、执行，到案即终止。",
            en="Forfeiture of absent persons' property, with the court's clocks; ended by capture or surrender.",
        )
    ),
)
BY_DOCUMENT = frozenset(ForfeitureStep) - {
    ForfeitureStep.OPINION,
    ForfeitureStep.CLAIM,
    ForfeitureStep.ANNOUNCE,
    ForfeitureStep.RULE,
    ForfeitureStep.TERMINATE,
}
"""Steps whose particulars are a document, its organ and a note."""


@app.callback()
def forfeiture() -> None:
    """Stand before the commands."""


@app.command(
    help=words(
        Text(
            zh="提出没收违法所得意见书：通缉满一年未到案，或已死亡；依据取自该人的追逃记录",
            en="make the opinion on confiscation: a year after the wanted notice, or on death",
        )
    )
)
def opinion(  # noqa: PLR0913  an option each
    case: CaseOption,
    person: Annotated[str, option("--person", TEXT, "人员（同追逃登记）", "the person, as in the pursuit")],
    document: given.Document,
    amount: Annotated[str, option("--amount", AMOUNT, "财产金额", "what the property comes to")],
    item: Annotated[list[str], option("--item", TEXT, "财产清单，可重复", "an item of property; may repeat")],
    currency: given.Currency = "CNY",
    grounds: Annotated[str, option("--grounds", TEXT, "依据说明", "the grounds in words")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Make the opinion."""
    from suyuan.actions import pursuits
    from suyuan.supervision.forfeiture_facts import Opinion

    facts = Opinion(document, person, tuple(item), given.minor(amount, currency), currency, grounds)
    _said(pursuits.opine(load(home), case, facts, given.entered(at, on)), as_json)


@app.command(
    help=words(Text(zh="移送、申请、受理、公告、开庭、上诉、执行等凭一份文书的步骤", en="a step by one document"))
)
def step(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    which: Annotated[
        str, option("--step", "|".join(sorted(each.value for each in BY_DOCUMENT)), "步骤", "which step")
    ],
    document: given.Document,
    organ: Annotated[str, option("--organ", TEXT, "机关", "organ")] = "",
    note: Annotated[str, option("--note", TEXT, "说明", "note")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Take a step by one document."""
    from suyuan.supervision.forfeiture_facts import Paper

    found = given.one_of({each.value: each for each in ForfeitureStep if each in BY_DOCUMENT}, which)
    _step(home, (case, word), found, Paper(document, organ, note), given.entered(at, on), as_json)


@app.command(help=words(Text(zh="登记利害关系人的申请", en="record a claimant")))
def claim(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    name: Annotated[str, option("--name", TEXT, "姓名、名称", "who claims")],
    claimed: Annotated[str, option("--claim", TEXT, "主张", "what is claimed")],
    excuse: Annotated[str, option("--excuse", TEXT, "逾期的正当理由", "the good reason of one who is late")] = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a claimant."""
    from suyuan.supervision.forfeiture_facts import Claimant

    facts = Claimant(name, claimed, excuse)
    _step(home, (case, word), ForfeitureStep.CLAIM, facts, given.entered(at, on), as_json)


@app.command(help=words(Text(zh="通知开庭", en="announce the hearing")))
def announce(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    day: Annotated[str, option("--hearing", TIME, "开庭日", "the day of the hearing")],
    abroad: Annotated[bool, option("--abroad", None, "须通知在境外的人", "somebody to be told is abroad")] = False,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Announce the hearing."""
    from suyuan.supervision.forfeiture_facts import Hearing

    facts = Hearing(given.sure_day(day), abroad)
    _step(home, (case, word), ForfeitureStep.ANNOUNCE, facts, given.entered(at, on), as_json)


@app.command(help=words(Text(zh="登记没收裁定", en="record the ruling of confiscation")))
def rule(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    document: given.Document,
    confiscated: Annotated[str, option("--confiscated", AMOUNT, "没收金额", "what is confiscated")],
    victims: Annotated[str, option("--to-victims", AMOUNT, "其中返还被害人", "what of it goes to victims")],
    proof: Annotated[str, option("--proof", TEXT, "达到高度可能的依据", "why high probability is reached")],
    currency: given.Currency = "CNY",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record the ruling."""
    from suyuan.supervision.forfeiture_facts import Ruling

    sums = given.minor(confiscated, currency), given.minor(victims, currency)
    facts = Ruling(document, *sums, currency, proof)
    _step(home, (case, word), ForfeitureStep.RULE, facts, given.entered(at, on), as_json)


@app.command(
    help=words(Text(zh="终止审理（到案、自首由 pursuit exit 自动终止）", en="terminate it for another reason"))
)
def terminate(
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Terminate it."""
    from suyuan.supervision.forfeiture_facts import Ended

    _step(home, (case, word), ForfeitureStep.TERMINATE, Ended(why), given.entered(at, on, why), as_json)


@app.command("list", help=words(Text(zh="列出本案没收程序", en="list the forfeitures of a case")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the forfeitures."""
    from suyuan.actions import pursuits
    from suyuan.actions.pursuit_objects import forfeiture_object

    views = pursuits.list_forfeitures(load(home), case)
    if as_json:
        output.say_json([forfeiture_object(each, LANGUAGE) for each in views])
    else:
        pursuit_shown.say_forfeitures(views)


@app.command(help=words(Text(zh="查看一件没收程序", en="show one forfeiture")))
def show(word: given.Word, case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Show a forfeiture."""
    from suyuan.actions import pursuits

    _said(pursuits.show_forfeiture(load(home), case, word), as_json)


def _step(
    home: Home, which: tuple[str, str], step: ForfeitureStep, facts: object, entered: Entered, as_json: bool
) -> None:
    from suyuan.actions import pursuits

    case, word = which
    _said(pursuits.carry_on_forfeiture(load(home), case, word, step, facts, entered), as_json)


def _said(view: ForfeitureView, as_json: bool) -> None:
    from suyuan.actions.pursuit_objects import forfeiture_object

    if as_json:
        output.say_json(forfeiture_object(view, LANGUAGE))
    else:
        pursuit_shown.say_forfeiture(view)
