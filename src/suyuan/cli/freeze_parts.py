"""Parts of a freeze that leave it, and securities that become money in it; how each step is taken and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_currency, measure_shown, output
from suyuan.cli import measure_options as given
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.errors import WrongUsage
from suyuan.model.text import Text
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.freezes import FreezeView
    from suyuan.actions.measures import Entered
    from suyuan.recovery.freeze_facts import FreezeStep
    from suyuan.settings import Settings

RETURN_OR_RELEASE = Text(
    zh="部分解除请写 --amount，并写 --return 文书号（返还被害人）或批准人与级别。",
    en="For a part give --amount, with --return DOCUMENT (to victims) or who approved at what level.",
)


def part(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    amount: Annotated[str, given.option("--amount", given.AMOUNT, "金额", "the amount")],
    returned: Annotated[
        str | None, given.option("--return", given.TEXT, "返还决定文书号", "document of the decision to return")
    ] = None,
    approved_by: given.ApprovedBy = "",
    level: given.LevelOption = None,
    document: given.Document = "",
    currency: measure_currency.Stated = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Release or return a part."""
    from suyuan.recovery.freeze_facts import FreezeStep, PartRelease

    minor = given.minor(amount, measure_currency.of_freeze(home, case, word, currency))
    if returned is not None and approved_by:
        raise WrongUsage(RETURN_OR_RELEASE())
    kind = FreezeStep.RELEASE_PART if returned is None else FreezeStep.PART
    facts = PartRelease(minor, document if returned is None else returned, given.level(level))
    step(load(home), case, word, kind, facts, given.entered(at, on, why, approved_by), as_json)


def sell(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    applicant: Annotated[str, given.option("--applicant", given.TEXT, "申请出售的权利人", "who asked for it")],
    proceeds: Annotated[str, given.option("--proceeds", given.AMOUNT, "价款", "what it brought")],
    document: given.Document,
    approved_by: given.ApprovedBy,
    level: given.LevelOption = None,
    quantity: Annotated[str, given.option("--quantity", given.TEXT, "出售的数量及单位", "what was sold")] = "",
    account: Annotated[
        str, given.option("--account", given.TEXT, "存放价款的账户", "the account in which the proceeds lie")
    ] = "",
    part: Annotated[
        bool, typer.Option("--part", help=words(Text(zh="只出售一部分", en="only a part was sold")))
    ] = False,
    currency: measure_currency.Stated = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a sale."""
    from suyuan.recovery.freeze_facts import FreezeStep, Sale

    minor = given.minor(proceeds, measure_currency.of_freeze(home, case, word, currency))
    facts = Sale(applicant, minor, quantity, account, document, given.level(level), whole=not part)
    step(load(home), case, word, FreezeStep.SELL, facts, given.entered(at, on, why, approved_by), as_json)


def step(
    settings: Settings,
    case: str,
    word: str,
    kind: FreezeStep,
    facts: object,
    entered: Entered,
    as_json: bool,
) -> None:
    """Take a step and print the freeze."""
    from suyuan.actions import freezes

    said(freezes.carry_on_freeze(settings, case, word, kind, facts, entered), as_json)


def said(view: FreezeView, as_json: bool) -> None:
    """Print a freeze."""
    from suyuan.actions import measure_objects

    if as_json:
        output.say_json(measure_objects.freeze_object(view, LANGUAGE))
    else:
        measure_shown.say_freeze(view)
