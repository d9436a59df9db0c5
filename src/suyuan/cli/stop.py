"""``suyuan stop``: emergency stop-payments 紧急止付, 48 hours each, two at most."""

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
    from suyuan.actions.stops import StopAnswer, StopView
    from suyuan.recovery.stop_facts import Particular

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="紧急止付：申请、反馈、解除、二次止付；每次 48 小时，两次为限，四项须全部一致",
            en="Emergency stop-payments (紧急止付): 48 hours each, two at most, all four particulars must match",
        )
    ),
)

NONE_AT_ALL = Text(zh="本案没有止付。", en="The case has no stop.")
BAD_PARTICULAR = Text(
    zh="没有“{text}”这一项。四项为 holder（户名）、account（账号）、amount（金额）、time（交易时间）。",
    en="There is no particular “{text}”: holder, account, amount or time.",
)
ONE_OF = Text(
    zh="请写明结果：--effect 时间（已止付）、--differs 项（核对不一致）或 --reason 原因（未能止付）之一。",
    en="Say what was answered: one of --effect TIME (stopped), --differs WHAT (no match), --reason WORDS (not "
    "done).",
)


@app.command("request", help=words(Text(zh="登记止付申请（四项须齐全）", en="record a stop that was ordered")))
def request(  # noqa: PLR0913  an option each
    case: CaseOption,
    institution: given.Institution,
    account: given.Account,
    holder: given.Holder,
    amount: Annotated[str, given.option("--amount", given.AMOUNT, "汇款金额", "amount paid")],
    paid_at: Annotated[
        str, given.option("--paid-at", given.TIME, "交易时间（到秒）", "time of the payment, to the second")
    ],
    currency: given.Currency = "CNY",
    number: given.Number = "",
    payer: Annotated[str, given.option("--payer-account", given.TEXT, "转出账号", "paying account")] = "",
    payer_holder: Annotated[str, given.option("--payer", given.TEXT, "转出户名", "who paid")] = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a request."""
    from suyuan.actions import stops
    from suyuan.actions.law import moment_of
    from suyuan.recovery.stop_facts import StopRequest

    paid, currency = moment_of(paid_at), measure_currency.code(currency)
    asked = StopRequest(
        institution, account, holder, given.minor(amount, currency), currency, paid, number, payer, payer_holder
    )
    _said(stops.request_stop(load(home), case, asked, given.entered(at, on, why)), as_json)


@app.command(
    "answer",
    help=words(
        Text(zh="登记银行反馈：核对、生效或未能止付", en="record the bank's answer: match, effect or refusal")
    ),
)
def answer(  # noqa: PLR0913  one option each of the message's fields
    word: given.Word,
    case: CaseOption,
    effect: Annotated[
        str | None,
        given.option("--effect", given.TIME, "止付生效时间（到秒）", "when it took effect, to the second"),
    ] = None,
    end: given.Stated = None,
    balance: given.Balance = None,
    differs: Annotated[
        list[str] | None,
        given.option(
            "--differs",
            "holder|account|amount|time",
            "核对不一致的项，可重复",
            "a particular that does not agree; may be repeated",
        ),
    ] = None,
    reason: given.Reason = None,
    prior: given.Prior = None,
    currency: measure_currency.Stated = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an answer."""
    from suyuan.actions import stops
    from suyuan.recovery.stop_facts import StopCheck, StopEffect, StopRefusal

    if sum(each is not None for each in (effect, differs or None, reason)) != 1:
        raise WrongUsage(ONE_OF())
    check = StopCheck(tuple(_particular(each) for each in differs or ()))
    if effect is not None:
        currency = measure_currency.of_stop(home, case, word, currency)
        facts = StopEffect(
            given.optional_minor(balance, currency), given.moment(end), given.priors(prior, currency)
        )
        said: StopAnswer = stops.StopAnswer(check, facts, given.moment(effect))
    else:
        said = stops.StopAnswer(check, refusal=None if reason is None else StopRefusal(reason))
    _said(stops.answer_stop(load(home), case, word, said, given.entered(at, on)), as_json)


@app.command("release", help=words(Text(zh="提前解除止付", en="lift a stop before its end")))
def release(
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Lift a stop."""
    from suyuan.actions import stops

    _said(stops.lift_stop(load(home), case, word, given.entered(at, on, why)), as_json)


@app.command("again", help=words(Text(zh="二次止付（第一次到期后，仅一次）", en="ask for the second stop, once")))
def again(  # noqa: PLR0913  an option each
    word: given.Word,
    case: CaseOption,
    number: given.Number = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Ask for the second stop."""
    from suyuan.actions import stops

    _said(stops.stop_again(load(home), case, word, number, given.entered(at, on, why)), as_json)


@app.command("end", help=words(Text(zh="登记到期，不再提示", en="record that it expired; it is due no more")))
def end_(
    word: given.Word,
    case: CaseOption,
    why: given.Why,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record the end."""
    from suyuan.actions import stops

    _said(stops.end_stop(load(home), case, word, given.entered(at, None, why)), as_json)


@app.command("list", help=words(Text(zh="列出本案止付", en="list a case's stops")))
def list_(case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None) -> None:
    """List the stops."""
    from suyuan.actions import measure_objects, stops

    found = stops.list_stops(load(home), case, given.instant(at))
    if as_json:
        output.say_json([measure_objects.stop_object(each, LANGUAGE) for each in found])
        return
    if not found:
        output.say(NONE_AT_ALL)
    for each in found:
        measure_shown.say_stop(each)


@app.command("show", help=words(Text(zh="一项止付的全部步骤", en="one stop with all its steps")))
def show(
    word: given.Word, case: CaseOption, at: given.At = None, as_json: AsJson = False, home: Home = None
) -> None:
    """Show one stop."""
    from suyuan.actions import stops

    view = stops.show_stop(load(home), case, word, given.instant(at))
    _said(view, as_json)
    if not as_json:
        measure_shown.say_steps(view.proceeding)


def _said(view: StopView, as_json: bool) -> None:
    from suyuan.actions import measure_objects

    if as_json:
        output.say_json(measure_objects.stop_object(view, LANGUAGE))
    else:
        measure_shown.say_stop(view)


def _particular(text: str) -> Particular:
    from suyuan.recovery.stop_facts import Particular

    try:
        return Particular(text.strip().lower())
    except ValueError as error:
        raise WrongUsage(BAD_PARTICULAR(text=text)) from error
