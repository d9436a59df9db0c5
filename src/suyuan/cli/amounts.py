"""``suyuan amounts``: the table of the amount found, the six amounts, and the decisions they rest on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suyuan.cli import measure_options as given
from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import TEXT, TIME, option
from suyuan.documents.shown import money
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="数额：数额认定表，六种数额，推定与逐笔认定。",
            en="Amounts: the table of the amount found, the six amounts, the decisions behind them.",
        )
    ),
)
FOUND_HELP = Text(
    zh="数额认定表：涉案账户的每一笔外部流入只有一个依据（A 被害人确认，B 后台记录相符，C 账户推定，"
    "D 仅业绩表或供述，X 排除），诈骗数额按 A、A+B、A+B+C 列出。\n\n"
    "例：suyuan amounts found --case A0316 --out 数额认定表.csv",
    en="The table of the amount found: each inflow into suspects' accounts has one basis (A a victim, B the "
    "platform's books, C the account presumed, D a sheet or confession only, X excluded); the amount as A, A + B, "
    "A + B + C.\n\n"
    "Example: suyuan amounts found --case A0316 --out found.csv",
)
PRESUME_HELP = Text(
    zh="推定一个账户在一段期间主要用于诈骗（依据 C）：须写理由、期间和嫌疑人的解释。",
    en="Presume that an account mainly served the fraud in a time (basis C): reasons, period, the suspect's "
    "explanation.",
)
NUMBER = words(Text(zh="序号", en="NUMBER"))
ACCOUNT = words(Text(zh="账号", en="ACCOUNT"))
TRANSFER = words(Text(zh="转账", en="TRANSFER"))
KEPT = Text(zh="已保存第 {number} 号认定。", en="Decision {number} was kept.")
UNDONE = Text(zh="已撤销第 {number} 号认定。", en="Decision {number} was taken back.")
NONE = Text(zh="案件 {case} 没有数额方面的认定。", en="Case {case} has no decisions on its amounts.")
HEAD = Text(zh="案件 {case}，{currency}", en="Case {case}, {currency}")
CHOICE = Text(
    zh="{choice}：{amount}，{people} 人（仅已知关联 {known}，{known_people} 人）",
    en="{choice}: {amount}, {people} people (known links alone {known}, {known_people})",
)
RETURNED = Text(
    zh="案发前归还 {amount}（不从上列扣除）", en="had back before the case {amount} (deducted from none)"
)
ATTEMPTED = Text(zh="未遂：{rows} 笔 {amount}", en="attempted: {rows} rows, {amount}")
NOT_SUMMED = Text(
    zh="列示不计：D {sheets}，X {excluded}，尚无依据 {open}",
    en="shown, not summed: D {sheets}, X {excluded}, no basis yet {open}",
)
WROTE = Text(zh="已写入 {file}：{count} 行", en="Wrote {count} rows to {file}")
SUM = Text(
    zh="{name}{of}：{total}（仅已知关联 {known}）\n  {formula}（{rule}）",
    en="{name}{of}: {total} (known links alone {known})\n  {formula} ({rule})",
)
DECISION = Text(
    zh="第 {number} 号  {facts}；{who} {when}：{why}{note}", en="No. {number}  {facts}; {who} {when}: {why}{note}"
)
TAKEN_BACK = Text(zh="；{who} {when} 撤销：{why}", en="; taken back by {who} {when}: {why}")
Why = Annotated[str, typer.Option("--why", metavar=TEXT, help=words(Text(zh="理由", en="the reason")))]
Evidence = Annotated[str, option("--evidence", TEXT, "依据", "what it rests on")]
AsOf = Annotated[str | None, option("--as-of", TIME, "截至时刻", "up to a moment")]


@app.callback()
def amounts() -> None:
    """Stand before the commands."""


@app.command(help=words(FOUND_HELP))
def found(
    case: CaseOption,
    as_of: AsOf = None,
    out: Annotated[Path | None, option("--out", "FILE.csv", "把逐笔表写成 CSV", "write the rows as CSV")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the table of the amount found."""
    from suyuan.actions.amounts import case_amounts, found_object, write_found

    amounts_of = case_amounts(load(home), case, given.instant(as_of))
    if out is not None:
        count = write_found(amounts_of, out)
        output.tell(WROTE(file=out, count=count))
    if as_json:
        output.say_json(found_object(amounts_of))
        return
    table, currency = amounts_of.found, amounts_of.found.currency
    output.say(HEAD(case=amounts_of.taken.case.number, currency=currency))
    known = {name: (amount, people) for name, amount, people in table.choices(known=True)}
    for name, amount, people in table.choices():
        known_amount, known_people = known[name]
        output.say(
            CHOICE(
                choice=name,
                amount=money(amount, currency),
                people=people,
                known=money(known_amount, currency),
                known_people=known_people,
            )
        )
    from suyuan.recovery.amount_found import Basis

    sheets, excluded, undecided = (
        money(table.sum_of((each,)), currency) for each in (Basis.D, Basis.X, Basis.OPEN)
    )
    output.say(NOT_SUMMED(sheets=sheets, excluded=excluded, open=undecided))
    output.say(RETURNED(amount=money(table.returned, currency)))
    tried = amounts_of.attempted
    output.say(ATTEMPTED(rows=tried.rows, amount=money(tried.amount, currency)))


@app.command(
    help=words(
        Text(
            zh="案件层面的四种数额：流水、涉案金额、诈骗数额、损失；支付结算金额和获利见 suyuan defendant show",
            en="of the six amounts those of the case: turnover, involved, defrauded, loss; the settlement amount "
            "and the gain stand with suyuan defendant show",
        )
    )
)
def six(
    case: CaseOption,
    account: Annotated[
        list[str] | None,
        option("--account", ACCOUNT, "流水所指账户，可重复（默认涉案账户）", "whose turnover; may be repeated"),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the amounts of the case."""
    from suyuan.actions.amounts import case_amounts, six_amounts, sum_object
    from suyuan.recovery.amounts import AMOUNT_NAMES, FORMULAS, RULES

    amounts_of = case_amounts(load(home), case, given.instant(as_of))
    every = six_amounts(amounts_of, account or ())
    known = six_amounts(amounts_of, account or (), known=True)
    pairs = list(zip(every, known, strict=True))
    if as_json:
        output.say_json(
            {
                "case": amounts_of.taken.case.number,
                "amounts": [sum_object(each, alone, LANGUAGE) for each, alone in pairs],
            }
        )
        return
    for each, alone in pairs:
        output.say(
            SUM(
                name=AMOUNT_NAMES[each.amount],
                of=f" {each.of}" if each.of else "",
                total=money(each.total, each.currency),
                known=money(alone.total, each.currency),
                formula=FORMULAS[each.amount],
                rule=RULES[each.amount],
            )
        )


@app.command(help=words(PRESUME_HELP))
def presume(  # noqa: PLR0913
    case: CaseOption,
    account: Annotated[str, option("--account", ACCOUNT, "账号", "the account's number")],
    start: Annotated[str, option("--from", TIME, "期间起", "from")],
    end: Annotated[str, option("--to", TIME, "期间止（含）", "to, included")],
    explanation: Annotated[str, option("--explanation", TEXT, "嫌疑人的解释", "how the suspect explains it")],
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Presume an account."""
    from suyuan.actions.amount_decisions import AskedPresumption, presume_account

    asked = AskedPresumption(account, start, end, explanation, why, evidence)
    output.say(KEPT(number=presume_account(load(home), case, asked).number))


@app.command(
    help=words(
        Text(
            zh="逐笔认定：D 仅有业绩表或供述，X 排除",
            en="decide on an inflow: D a sheet or confession only, X excluded",
        )
    )
)
def decide(
    case: CaseOption,
    transfer: Annotated[str, option("--transfer", TRANSFER, "转账编号", "the transfer's id")],
    basis: Annotated[str, option("--basis", "D|X", "依据", "the basis")],
    why: Why,
    evidence: Evidence = "",
    home: Home = None,
) -> None:
    """Decide on an inflow."""
    from suyuan.actions.amount_decisions import decide_basis

    output.say(KEPT(number=decide_basis(load(home), case, transfer, basis, why, evidence).number))


@app.command(help=words(Text(zh="列出推定与逐笔认定，含已撤销的", en="list the decisions, undone ones too")))
def decisions(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the decisions."""
    from suyuan.actions.amount_decisions import list_bases, ruling_object
    from suyuan.documents.shown import moment

    number, made = list_bases(load(home), case)
    if as_json:
        output.say_json({"case": number, "decisions": [ruling_object(each) for each in made]})
        return
    if not made:
        output.say(NONE(case=number))
    for each in made:
        undone = each.undone
        note = TAKEN_BACK(who=undone.who, when=moment(undone.when), why=undone.why) if undone else ""
        facts = " ".join(text for _, text in sorted(each.facts.items()))
        output.say(
            DECISION(
                number=each.number, facts=facts, who=each.who, when=moment(each.when), why=each.why, note=note
            )
        )


@app.command(help=words(Text(zh="撤销一项认定，记录保留", en="take a decision back; its record stays")))
def undo(
    number: Annotated[int, typer.Argument(metavar=NUMBER, help=words(Text(zh="认定的序号", en="its number")))],
    case: CaseOption,
    why: Why,
    home: Home = None,
) -> None:
    """Take a decision back."""
    from suyuan.actions.amount_decisions import undo_basis

    output.say(UNDONE(number=undo_basis(load(home), case, number, why).number))
