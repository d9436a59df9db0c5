"""``suyuan claims``: claims that nobody has made yet, and what people decide on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.shown import spoken_amount
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from suyuan.actions.presuming import CasePresumed, PresumedLine

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="推定被骗款：尚无人报案的转入。", en="Presumed claims: money that came in and nobody has reported."
        )
    ),
)

HELP = Text(
    zh="列出从外部转入涉案账户而没有被骗款覆盖的每一笔，及可能的排除理由；仅供核查，不计入被骗款。"
    "--card 从一张卡（如断卡线索）上溯到付款人。\n\n例：suyuan claims presume --case A0316",
    en="List every inflow from outside into suspect-controlled accounts that no claim covers, with what may "
    "exclude it: to be looked into, in no figure of the claims. --card leads from one card (of a card-crackdown "
    "lead, say) back to its payers.\n\nExample: suyuan claims presume --case A0316",
)
EXCLUDE_HELP = Text(
    zh="排除一笔推定被骗款。理由：own_transfer 本人互转，refund 退款，interest 利息，test_transfer 小额测试，"
    "settlement 结算，explained 已查明原因。",
    en="Exclude a presumed claim. Reasons: own_transfer, refund, interest, test_transfer, settlement, explained.",
)
STATE_HELP = Text(
    zh="登记查找付款人的进展：to_be_found 待查找，contacted 已联系，confirmed 本人确认被骗，denied 本人否认被骗，"
    "not_found 查无此人。",
    en="Keep how far the search for a payer has come: to_be_found, contacted, confirmed, denied, not_found.",
)
UNDO_HELP = Text(zh="撤销一条决定，记录留存", en="take a decision back; its record stays")
LETTER_HELP = Text(
    zh="按付款银行所在省份写出协查名单（xlsx 与 csv）：付款人、付款、请查明的事项。",
    en="Write the annexes of letters to other places, an xlsx and a csv for each province of the payers' banks: "
    "whom to find and what to ask.",
)
AS_OF_HELP = Text(zh="截至时刻（含）", en="up to this moment (included)")
CARD_HELP = Text(zh="只看钱能流到此卡的转入", en="only what could have come to this account")
HEAD = Text(
    zh="案件 {case}：推定被骗款 {count} 笔，{amount} {currency}；另有 {excluded} 笔、{excluded_amount} 建议排除，"
    "已排除 {out}。均不计入被骗款。",
    en="Case {case}: presumed claims {count}, {amount} {currency}; besides {excluded}, {excluded_amount}, "
    "proposed for exclusion, {out} excluded. None of it is in the claims.",
)
NONE = Text(
    zh="案件 {case}：没有未报案的外部转入。", en="Case {case}: no inflow from outside is left without a claim."
)
REPORTED = Text(
    zh="流到此卡的已报案被骗款 {count} 笔，被害人：{victims}",
    en="Reported claims whose money could have come to this card: {count}; victims: {victims}",
)
LINE = Text(
    zh="{time}  {amount}  {payer} {name} {bank}{province} → {payee}{victim}{basis}{excluded}{state}  [{transfer}]",
    en="{time}  {amount}  {payer} {name} {bank}{province} → {payee}{victim}{basis}{excluded}{state}  [{transfer}]",
)
PROVINCE = Text(zh="（{province}）", en=" ({province})")
VICTIM = Text(zh="；已知被害人 {victim} 未报此笔", en="; by {victim}, a known victim, not reported")
UNDECIDED = Text(zh="；收款账户未经认定", en="; nobody has decided on the payee")
PROPOSED = Text(zh="；建议排除：{reason}", en="; proposed for exclusion: {reason}")
EXCLUDED = Text(zh="；已排除：{reason}", en="; excluded: {reason}")
STATE = Text(zh="；{state}", en="; {state}")
KEPT = Text(zh="已保存第 {number} 号决定。", en="Decision {number} was kept.")
UNDONE = Text(zh="已撤销第 {number} 号决定。", en="Decision {number} was taken back.")
WROTE = Text(zh="已写入 {path}", en="Wrote {path}")
NO_ANNEX = Text(zh="没有待查找的付款人。", en="There is no payer to be found.")
NOTHING = ""
REASONS = {
    "own_transfer": Text(zh="同一户名", en="same holder's name"),
    "refund": Text(zh="退款或退回", en="refund, or the same amount back"),
    "interest": Text(zh="利息收益", en="interest or yield"),
    "test_transfer": Text(zh="小额测试", en="small test transfer"),
    "settlement": Text(zh="商户或机构结算", en="settlement by a merchant or institution"),
    "explained": Text(
        zh="借款，或付款账户已认定无关，或已查明", en="a loan, the payer is a bystander, or explained"
    ),
}
Currency = Annotated[
    str,
    typer.Option(
        "--currency",
        metavar="CODE",
        help=words(Text(zh="币种，如 USDT", en="the currency, for instance USDT")),
    ),
]
TIME = words(Text(zh="时间", en="TIME"))
ACCOUNT = words(Text(zh="账户", en="ACCOUNT"))
WORDS = words(Text(zh="文字", en="TEXT"))
Transfer = Annotated[
    str,
    typer.Option(
        "--transfer",
        metavar=words(Text(zh="转账编号", en="TRANSFER")),
        help=words(Text(zh="推定被骗款的转账编号", en="the presumed claim's transfer")),
    ),
]
Why = Annotated[str, typer.Option("--why", metavar=WORDS, help=words(Text(zh="理由", en="the reason")))]
Evidence = Annotated[
    str, typer.Option("--evidence", metavar=WORDS, help=words(Text(zh="依据", en="what it rests on")))
]


@app.callback()
def claims() -> None:
    """Stand before the commands."""


@app.command("presume", help=words(HELP))
def presume(
    case: CaseOption,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar=TIME, help=words(AS_OF_HELP))] = None,
    card: Annotated[str, typer.Option("--card", metavar=ACCOUNT, help=words(CARD_HELP))] = "",
    currency: Currency = "CNY",
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List a case's presumed claims."""
    from suyuan import settings
    from suyuan.actions.presuming import case_presumed, presumed_object
    from suyuan.actions.tracing import moment_asked

    found = case_presumed(
        settings.load(home), case, moment_asked(as_of) if as_of else None, card, currency.upper()
    )
    if as_json:
        output.say_json(presumed_object(found))
        return
    if found.reported:
        victims = sorted({each.victim for each in found.reported})
        output.say(REPORTED(count=len(found.reported), victims="、".join(victims)))
    if not found.lines:
        output.say(NONE(case=found.case))
        return
    for line in _lines(found):
        output.say(line)


@app.command("exclude", help=words(EXCLUDE_HELP))
def exclude(
    case: CaseOption,
    transfer: Transfer,
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", help=words(Text(zh="排除理由", en="why it is none")))
    ],
    why: Why,
    evidence: Evidence = "",
    currency: Currency = "CNY",
    home: Home = None,
) -> None:
    """Exclude a presumed claim."""
    from suyuan import settings
    from suyuan.actions.presumed_decisions import exclusion_fact
    from suyuan.actions.presuming import decide_on

    made = decide_on(
        settings.load(home), case, transfer, exclusion_fact(reason), (why, evidence), currency.upper()
    )
    output.say(KEPT(number=made.number))


@app.command("state", help=words(STATE_HELP))
def state(
    case: CaseOption,
    transfer: Transfer,
    found: Annotated[
        str, typer.Option("--state", metavar="STATE", help=words(Text(zh="进展", en="how far it has come")))
    ],
    why: Why,
    evidence: Evidence = "",
    currency: Currency = "CNY",
    home: Home = None,
) -> None:
    """Keep how far the search for a payer has come."""
    from suyuan import settings
    from suyuan.actions.presumed_decisions import state_fact
    from suyuan.actions.presuming import decide_on

    made = decide_on(settings.load(home), case, transfer, state_fact(found), (why, evidence), currency.upper())
    output.say(KEPT(number=made.number))


@app.command("undo", help=words(UNDO_HELP))
def undo(
    case: CaseOption,
    number: Annotated[
        int,
        typer.Argument(
            metavar=words(Text(zh="序号", en="NUMBER")), help=words(Text(zh="决定序号", en="its number"))
        ),
    ],
    why: Why,
    home: Home = None,
) -> None:
    """Take a decision on a presumed claim back."""
    from suyuan import settings
    from suyuan.actions.presumed_decisions import undo_decision

    output.say(UNDONE(number=undo_decision(settings.load(home), case, number, why).number))


@app.command("letter", help=words(LETTER_HELP))
def letter(
    case: CaseOption,
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar=words(Text(zh="目录", en="DIR")), help=words(Text(zh="写入的目录", en="folder"))
        ),
    ],
    currency: Currency = "CNY",
    home: Home = None,
) -> None:
    """Write the annexes by province."""
    from suyuan import settings
    from suyuan.actions.presumed_letters import write_annexes
    from suyuan.actions.presuming import case_presumed

    written = write_annexes(case_presumed(settings.load(home), case, currency=currency.upper()), out, LANGUAGE)
    for path in written:
        output.say(WROTE(path=path))
    if not written:
        output.say(NO_ANNEX())


def _lines(found: CasePresumed) -> list[Message]:
    proposed = [line for line in found.lines if not line.counts and line.decided.excluded is None]
    counted = sum(line.counts for line in found.lines)
    head = HEAD(
        case=found.case,
        count=counted,
        amount=spoken_amount(found.sum(proposed=False), found.currency),
        currency=found.currency,
        excluded=len(proposed),
        excluded_amount=spoken_amount(found.sum(proposed=True), found.currency),
        out=spoken_amount(found.excluded(), found.currency),
    )
    return [head, *(_line(line, found.currency) for line in found.lines)]


def _line(line: PresumedLine, currency: str) -> Message:
    from suyuan.actions.presumed_letters import STATES

    claim, decided = line.claim, line.decided
    excluded: Message | str = NOTHING
    if decided.excluded is not None:
        excluded = EXCLUDED(reason=REASONS[decided.excluded.value])
    elif claim.proposed is not None:
        excluded = PROPOSED(reason=REASONS[claim.proposed.value])
    return LINE(
        time=shown_moment(claim.transfer.time),
        amount=spoken_amount(claim.amount, currency),
        payer=claim.payer,
        name=line.name,
        bank=line.bank,
        province=PROVINCE(province=line.province) if line.province else NOTHING,
        payee=claim.transfer.payee,
        victim=VICTIM(victim=claim.victim) if claim.victim else NOTHING,
        basis=NOTHING if line.by_decision else UNDECIDED,
        excluded=excluded,
        state=STATE(state=STATES[decided.state]) if decided.rulings else NOTHING,
        transfer=claim.transfer.id,
    )
