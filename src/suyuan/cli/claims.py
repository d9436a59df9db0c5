"""``suyuan claims``: claims that nobody has made yet."""

from __future__ import annotations

from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import words
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.shown import spoken_amount
from suyuan.model.text import Text

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="推定被骗款：尚无人报案的转入。", en="Presumed claims: money that came in and nobody has reported."
        )
    ),
)

HELP = Text(
    zh="列出从外部转入涉案账户而没有被骗款覆盖的每一笔，及可能的排除理由；仅供核查，不计入被骗款。\n\n"
    "例：suyuan claims presume --case A0316",
    en="List every inflow from outside into suspect-controlled accounts that no claim covers, with what may "
    "exclude it: to be looked into, in no figure of the claims.\n\nExample: suyuan claims presume --case A0316",
)
AS_OF_HELP = Text(zh="截至时刻（含）", en="up to this moment (included)")
HEAD = Text(
    zh="案件 {case}：推定被骗款 {count} 笔，{amount} {currency}；另有 {excluded} 笔、{excluded_amount} 建议排除。"
    "均不计入被骗款。",
    en="Case {case}: presumed claims {count}, {amount} {currency}; besides {excluded}, {excluded_amount}, "
    "proposed for exclusion. None of it is in the claims.",
)
NONE = Text(
    zh="案件 {case}：没有未报案的外部转入。", en="Case {case}: no inflow from outside is left without a claim."
)
LINE = Text(
    zh="{time}  {amount}  {payer} {name} {bank} → {payee}{victim}{basis}{excluded}",
    en="{time}  {amount}  {payer} {name} {bank} → {payee}{victim}{basis}{excluded}",
)
VICTIM = Text(zh="；已知被害人 {victim} 未报此笔", en="; by {victim}, a known victim, not reported")
UNDECIDED = Text(zh="；收款账户未经认定", en="; nobody has decided on the payee")
PROPOSED = Text(zh="；建议排除：{reason}", en="; proposed for exclusion: {reason}")
NOTHING = ""
REASONS = {
    "own_transfer": Text(zh="同一户名", en="same holder's name"),
    "refund": Text(zh="退款或退回", en="refund, or the same amount back"),
    "interest": Text(zh="利息收益", en="interest or yield"),
    "test_transfer": Text(zh="小额测试", en="small test transfer"),
    "settlement": Text(zh="商户或机构结算", en="settlement by a merchant or institution"),
    "explained": Text(zh="借款，或付款账户已认定无关", en="a loan, or the payer is decided to be a bystander"),
}
TIME = words(Text(zh="时间", en="TIME"))


@app.callback()
def claims() -> None:
    """Stand before the commands."""


@app.command("presume", help=words(HELP))
def presume(
    case: CaseOption,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar=TIME, help=words(AS_OF_HELP))] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List a case's presumed claims."""
    from suyuan import settings
    from suyuan.actions.presuming import case_presumed, presumed_object
    from suyuan.actions.tracing import moment_asked

    found = case_presumed(settings.load(home), case, moment_asked(as_of) if as_of else None)
    if as_json:
        output.say_json(presumed_object(found))
        return
    if not found.lines:
        output.say(NONE(case=found.case))
        return
    excluded = [line for line in found.lines if line.claim.proposed]
    output.say(
        HEAD(
            case=found.case,
            count=len(found.lines) - len(excluded),
            amount=spoken_amount(found.sum(proposed=False), found.currency),
            currency=found.currency,
            excluded=len(excluded),
            excluded_amount=spoken_amount(found.sum(proposed=True), found.currency),
        )
    )
    for line in found.lines:
        claim = line.claim
        output.say(
            LINE(
                time=shown_moment(claim.transfer.time),
                amount=spoken_amount(claim.amount, found.currency),
                payer=claim.payer,
                name=line.name,
                bank=line.bank,
                payee=claim.transfer.payee,
                victim=VICTIM(victim=claim.victim) if claim.victim else NOTHING,
                basis=NOTHING if line.by_decision else UNDECIDED,
                excluded=PROPOSED(reason=REASONS[claim.proposed.value]) if claim.proposed else NOTHING,
            )
        )
