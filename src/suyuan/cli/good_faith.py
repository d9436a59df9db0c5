"""``suyuan good-faith``: what third persons explain and show of money they took, and what is decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.cli.measure_options import AMOUNT, TEXT, option
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.shown import spoken_amount
from suyuan.errors import WrongUsage
from suyuan.model.moment import CHINA
from suyuan.model.text import Message, Text
from suyuan.recovery.good_faith import GOOD_FAITH_STATES, NOT_GOOD
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.recovery.good_faith import GoodFaith

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="善意取得：第三人的说明与书证、决定与撤销。",
            en="Good faith of third persons: explanation, papers, decision.",
        )
    ),
)
ADD_HELP = Text(
    zh="登记第三人的说明与书证；决定前该账户列为善意待核，不列入冻结方案。\n\n"
    "例：suyuan good-faith add --case A0316 --account 6200000000000001 --person 李某乙 --explanation 出售手机货款 "
    "--paper 购销合同 --paper 送货单",
    en="Record what a third person explains and shows; until it is decided the account stands apart from the "
    "freeze plan.\n\nExample: suyuan good-faith add --case A0316 --account 6200000000000001 --person NAME "
    "--explanation goods --paper contract",
)
DECIDE_HELP = Text(
    zh="决定一项善意待核。认定善意取得（须有书证）后，本案对该账户的冻结记为查明无关，三日内解除。",
    en="Decide a record. Accepted (on papers), this case's freezes of the account are recorded as unconnected: "
    "release within three days.",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
ACCOUNT = words(Text(zh="账号", en="ACCOUNT"))
KEPT = Text(zh="已登记第 {number} 号：{state}。", en="Number {number} was kept: {state}.")
STARTED = Text(
    zh="{id} 已记为查明与案件无关，应在 {due} 前办理（{rule}）。",
    en="{id} is recorded as unconnected with the case; act by {due} ({rule}).",
)
UNDONE = Text(zh="已撤销第 {number} 号。", en="Number {number} was taken back.")
NONE = Text(zh="案件 {case} 没有善意待核或善意取得记录。", en="Case {case} has no records of good faith.")
LINE = Text(
    zh="第 {number} 号  {account}  {person}（{share}）：{explanation}；书证：{papers}；{state}{decided}",
    en="No. {number}  {account}  {person} ({share}): {explanation}; papers: {papers}; {state}{decided}",
)
DECIDED = Text(zh="（{ground}{who} {when}：{why}）", en=" ({ground}{who} {when}: {why})")
WHOLE = Text(zh="全部", en="all of it")
NO_PAPER = Text(zh="无", en="none")
BOTH = Text(zh="请在 --accepted 与 --rejected 中选一个。", en="Choose one of --accepted and --rejected.")


@app.callback()
def good_faith() -> None:
    """Stand before the commands."""


@app.command(help=words(ADD_HELP))
def add(  # noqa: PLR0913  an option each
    case: CaseOption,
    account: Annotated[str, option("--account", ACCOUNT, "账号", "the account's number")],
    person: Annotated[str, option("--person", TEXT, "第三人", "the third person")],
    explanation: Annotated[str, option("--explanation", TEXT, "说明：款项因何而来", "what the money was for")],
    paper: Annotated[
        list[str] | None, option("--paper", TEXT, "书证，可重复", "a paper that shows it; may be repeated")
    ] = None,
    amount: Annotated[
        str, option("--amount", AMOUNT, "所涉份额（默认全部）", "the share that it covers (default: all)")
    ] = "",
    currency: given.Currency = "CNY",
    why: Annotated[str, option("--why", TEXT, "为何登记", "why it is recorded")] = "",
    home: Home = None,
) -> None:
    """Record what a third person explains and shows."""
    from suyuan.actions.good_faith import Claimed, claim_good_faith

    claimed = Claimed(account, person, explanation, tuple(paper or ()), amount, currency)
    made = claim_good_faith(load(home), case, claimed, why)
    output.say(KEPT(number=made.number, state=GOOD_FAITH_STATES[made.state]))


@app.command(help=words(DECIDE_HELP))
def decide(  # noqa: PLR0913
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="序号", en="its number")))],
    case: CaseOption,
    why: given.Why,
    accepted: Annotated[bool, option("--accepted", None, "认定善意取得", "it was taken in good faith")] = False,
    rejected: Annotated[bool, option("--rejected", None, "不属善意取得", "it was not")] = False,
    ground: Annotated[
        str,
        option(
            "--ground",
            "knew|unpaid|under_price|illegal|no_proof",
            "不予认定的情形：明知、无偿、明显低价、非法、不能说明",
            "the ground of a rejection",
        ),
    ] = "",
    on: given.On = None,
    at: given.At = None,
    home: Home = None,
) -> None:
    """Decide a record."""
    from suyuan.actions.good_faith import decide_good_faith

    if accepted == rejected:
        raise WrongUsage(BOTH())
    entered = given.entered(at, on, why)
    made = decide_good_faith(load(home), case, number, accepted=accepted, ground=ground, entered=entered)
    output.say(KEPT(number=number, state=GOOD_FAITH_STATES[made.decided.state]))
    for each in made.started:
        due = "–" if each.standing.due_at is None else each.standing.due_at.astimezone(CHINA).isoformat()
        output.say(STARTED(id=each.id, due=due, rule=each.standing.due_rule))


@app.command("list", help=words(Text(zh="列出记录与决定", en="list the records with their decisions")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the records."""
    from suyuan.actions.good_faith import good_faith_object, list_good_faith

    found, records = list_good_faith(load(home), case)
    if as_json:
        output.say_json({"case": found, "good_faith": [good_faith_object(each) for each in records]})
        return
    if not records:
        output.say(NONE(case=found))
    for each in records:
        output.say(_line(each))


@app.command(
    help=words(Text(zh="撤销一项记录或决定，留痕", en="take a record or a decision back; its record stays"))
)
def undo(
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="序号", en="its number")))],
    case: CaseOption,
    why: given.Why,
    home: Home = None,
) -> None:
    """Take a record or a decision back."""
    from suyuan.actions.good_faith import undo_good_faith

    output.say(UNDONE(number=undo_good_faith(load(home), case, number, why).number))


def _line(each: GoodFaith) -> Message:
    decided: Message | str = ""
    if each.decided is not None:
        ground = f"{words(NOT_GOOD[each.ground])}; " if each.ground else ""
        decided = DECIDED(ground=ground, who=each.decided_by, when=shown_moment(each.decided), why=each.why)
    share = WHOLE if each.amount is None else spoken_amount(each.amount, each.currency)
    return LINE(
        number=each.number,
        account=each.account,
        person=each.person,
        share=share,
        explanation=each.explanation,
        papers="、".join(each.papers) or NO_PAPER,
        state=GOOD_FAITH_STATES[each.state],
        decided=decided,
    )
