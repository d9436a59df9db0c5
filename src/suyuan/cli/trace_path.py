"""``suyuan trace path``: the transfers by which a claim's money came to an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import output
from suyuan.cli import trace_words as given
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.documents.shown import moment as shown_moment
from suyuan.documents.shown import spoken_amount
from suyuan.errors import WrongUsage
from suyuan.model.text import Message, Text
from suyuan.tracing.policies import Policy, parse

if TYPE_CHECKING:
    from suyuan.actions.trace_path import FoundPath
    from suyuan.tracing.paths import Leg
    from suyuan.tracing.worked import Share, Worked

HELP = Text(
    zh="来路：某笔被骗款经哪些转账到达某账户。先进先出、后进先出列出每份资金的完整转账链；"
    "其余规则列出途经的转账及其中的金额。案件中每一步都指到银行反馈的文件和行。\n\n"
    "例：suyuan trace path --case A0316 --account 6200000000000001 --claim B001-1",
    en="The way a claim's money came to an account: under fifo and lifo each piece's exact chain of transfers, "
    "under other rules the transfers on the way with the amounts. In a case each step names the bank's row.\n\n"
    "Example: suyuan trace path --case A0316 --account 6200000000000001 --claim B001-1",
)
MISSING = Text(
    zh="缺少 {option}。请给出 --case，或给出 --transfers 和 --claims。",
    en="{option} is missing. Give --case, or --transfers and --claims.",
)
ONE_POLICY = Text(
    zh="来路一次只按一种规则，--policy 却写了 {count} 种。", en="A path is of one policy; --policy names {count}."
)
NEVER = Text(
    zh="按规则 {policy}，截至 {as_of}，被骗款 {claim}（{victim}）从未到达账户 {account}。",
    en="Under {policy}, as of {as_of}, money of claim {claim} ({victim}) never came to account {account}.",
)
HEAD = Text(
    zh="按规则 {policy}，截至 {as_of}，账户 {account} 中有被骗款 {claim}（{victim}）{held} {currency}，"
    "共报 {claimed} {claim_currency}，自有资金部分 {effective}。",
    en="Under {policy}, as of {as_of}, account {account} holds {held} {currency} of claim {claim} ({victim}): "
    "{claimed} {claim_currency} claimed, {effective} of it the victim's own money.",
)
GONE_ON = Text(zh="到达过，但已全部转出；下列为途经的转账。", en="It came and all went on; the transfers follow.")
CHAIN = Text(zh="链 {number}：{amount}", en="Chain {number}: {amount}")
STEP = Text(
    zh="  {step}. {time}  {payer} → {payee}  {amount}（转账 {transfer}，{whole}）",
    en="  {step}. {time}  {payer} → {payee}  {amount} (transfer {transfer}, {whole})",
)
ROW = Text(zh="       {file} 第 {row} 行", en="       {file}, row {row}")
SHEET_ROW = Text(zh="       {file} “{sheet}”第 {row} 行", en="       {file}, “{sheet}”, row {row}")
MORE_CHAINS = Text(
    zh="另有 {count} 条链，合计 {amount}；全部见 --json。",
    en="{count} more chains, {amount} in all; --json has them.",
)
FLOWS = Text(zh="途经的转账及其中该笔被骗款的金额", en="The transfers on the way, with the claim's money on each")
MORE_FLOWS = Text(zh="另有 {count} 笔转账；全部见 --json。", en="{count} more transfers; --json has them.")
NO_TRANSFER = Text(zh="无法解释的差额", en="an unexplained difference")
WORKED = Text(
    zh="账户 {account} 逐笔演算（{policy}）：此前为其他资金 {before}",
    en="Account {account} worked through ({policy}): until then other funds of {before}",
)
CAME = Text(
    zh="  {step}. {time}  收 {amount}（自 {other}）：{pieces}",
    en="  {step}. {time}  in {amount} from {other}: {pieces}",
)
LEFT = Text(
    zh="  {step}. {time}  支 {amount}（至 {other}）：{pieces}",
    en="  {step}. {time}  out {amount} to {other}: {pieces}",
)
HOLDS = Text(zh="       余 {lots}", en="       holds {lots}")
NOTHING = Text(zh="无", en="nothing")
OTHER = Text(zh="其他资金 {amount}", en="other funds {amount}")
OF_CLAIM = Text(zh="{claim} {amount}", en="{claim} {amount}")
MORE_STEPS = Text(zh="  另有 {count} 笔。", en="  {count} more.")
LOTS_HELP = Text(
    zh="另按该规则逐笔演算该账户：每笔带来、带走哪些份额，余下哪些份额",
    en="also work the account through: what each booking brought and took, which lots it then holds",
)
BEHIND = Text(
    zh="经兑换 {node} 而来；兑换之前（{currency}）：",
    en="It came through the exchange {node}; before it ({currency}):",
)
CURRENCY_HELP = Text(
    zh="账户有多个币种时，指定币种，如 USDT", en="which currency, like USDT, where the account has several"
)
MOST_CHAINS = 30
MOST_FLOWS = 100

Account = Annotated[
    str,
    typer.Option(
        "--account",
        metavar=words(Text(zh="账号", en="ACCOUNT")),
        help=words(
            Text(
                zh="账户的任一号码，或节点名如 cash:…",
                en="any number of the account, or a node's name like cash:…",
            )
        ),
    ),
]
Claim = Annotated[
    str,
    typer.Option(
        "--claim",
        metavar=words(Text(zh="被骗款", en="CLAIM")),
        help=words(Text(zh="被骗款编号，如 B001-1", en="the claim's id, like B001-1")),
    ),
]
Rule = Annotated[
    str,
    typer.Option(
        "--policy",
        metavar="P",
        help=words(
            Text(
                zh="追踪规则： " + ", ".join(each.value for each in Policy if each.has_amounts),
                en="rule for mixed accounts: " + ", ".join(each.value for each in Policy if each.has_amounts),
            )
        ),
    ),
]
Case = Annotated[
    str | None,
    typer.Option(metavar=given.CASE, help=words(Text(zh="案件编号或名称", en="the case's number or name"))),
]
Earmarks = Annotated[
    Path | None,
    typer.Option(
        metavar=given.FILE,
        help=words(
            Text(
                zh="指定对应：account, credit, debit, amount[, grade]",
                en="earmarks: account, credit, debit, amount[, grade]",
            )
        ),
    ),
]
CurrencyCode = Annotated[
    str | None,
    typer.Option("--currency", metavar=words(Text(zh="币种", en="CODE")), help=words(CURRENCY_HELP)),
]
Lots = Annotated[bool, typer.Option("--lots", help=words(LOTS_HELP))]


def path(  # noqa: PLR0913  an option each
    account: Account,
    claim: Claim,
    case: Case = None,
    transfers: given.Transfers = None,
    claims: given.Claims = None,
    openings: given.Openings = None,
    accounts: given.Accounts = None,
    assertions: given.Assertions = None,
    earmarks: Earmarks = None,
    policy: Rule = Policy.FIFO.value,
    as_of: given.AsOf = None,
    lots: Lots = False,
    currency: CurrencyCode = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show how a claim's money came to an account."""
    files = (transfers, claims, openings, accounts, assertions, earmarks)
    if case is not None and any(each is not None for each in files):
        raise WrongUsage(given.ONE_OF_TWO())
    rules = parse(policy)
    if len(rules) != 1:
        raise WrongUsage(ONE_POLICY(count=len(rules)))
    from suyuan.actions.trace_path import PathAsked, case_path, path_object, plain_path
    from suyuan.actions.tracing import PlainFiles, moment_asked

    asked = PathAsked(account, claim, rules[0], moment_asked(as_of) if as_of else None, lots, currency)
    if case is not None:
        from suyuan import settings

        found = case_path(settings.load(home), case, asked)
    elif transfers is None or claims is None:
        raise WrongUsage(MISSING(option="--transfers" if transfers is None else "--claims"))
    else:
        found = plain_path(PlainFiles(transfers, claims, openings, accounts, assertions, earmarks), asked)
    if as_json:
        output.say_json(path_object(found))
        return
    for line in _Lines(found).all():
        output.say(line)


class _Lines:
    """A path as it reads on a terminal."""

    def __init__(self, found: FoundPath) -> None:
        self._found = found
        self._path = found.path

    def all(self) -> Iterator[Text | Message]:
        """Return the lines."""
        path = self._path
        about = {
            "policy": path.policy.value,
            "as_of": path.as_of.isoformat(),
            "account": self._account(path.account),
            "claim": path.claim,
            "victim": path.victim,
        }
        if not path.flows:
            yield NEVER(**about)
        else:
            yield HEAD(
                **about,
                held=self._spoken(path.held),
                currency=path.currency,
                claimed=spoken_amount(path.claimed, path.claim_currency),
                claim_currency=path.claim_currency,
                effective=spoken_amount(path.effective, path.claim_currency),
            )
            if not path.held:
                yield GONE_ON()
        yield from self._chains()
        if path.flows and not path.chains:
            yield FLOWS
            yield from self._legs(path.flows[:MOST_FLOWS])
            if len(path.flows) > MOST_FLOWS:
                yield MORE_FLOWS(count=len(path.flows) - MOST_FLOWS)
        if self._found.lots is not None:
            yield from self._worked(self._found.lots)
        for each in self._found.beyond:
            yield BEHIND(node=each.account, currency=each.currency)
            yield from _Lines(replace(self._found, path=each, lots=None, beyond=())).all()

    def _chains(self) -> Iterator[Message]:
        chains = self._path.chains or ()
        for number, chain in enumerate(chains[:MOST_CHAINS], 1):
            yield CHAIN(number=number, amount=self._spoken(chain.amount))
            yield from self._legs(chain.legs)
        if rest := chains[MOST_CHAINS:]:
            yield MORE_CHAINS(count=len(rest), amount=self._spoken(sum(each.amount for each in rest)))

    def _legs(self, legs: tuple[Leg, ...]) -> Iterator[Message]:
        for step, leg in enumerate(legs, 1):
            yield STEP(
                step=step,
                time=shown_moment(leg.time),
                payer=self._account(leg.payer),
                payee=self._account(leg.payee),
                amount=self._spoken(leg.amount),
                transfer=leg.transfer or NO_TRANSFER,
                whole=self._spoken(leg.transfer_amount),
            )
            for row in self._found.rows.get(leg.transfer, ()):
                shown = ROW if row.sheet is None else SHEET_ROW
                yield shown(file=row.file, sheet=row.sheet or "", row=row.row)

    def _worked(self, done: Worked) -> Iterator[Message]:
        yield WORKED(
            account=self._account(done.account), policy=done.policy.value, before=self._spoken(done.before)
        )
        for number, step in enumerate(done.steps, 1):
            yield (CAME if step.arrived else LEFT)(
                step=number,
                time=shown_moment(step.leg.time),
                amount=self._spoken(step.leg.amount),
                other=self._account(step.leg.payer if step.arrived else step.leg.payee),
                pieces=self._shares(step.pieces),
            )
            yield HOLDS(lots=self._shares(step.lots))
        if done.unseen:
            yield MORE_STEPS(count=done.unseen)

    def _shares(self, shares: tuple[Share, ...]) -> str:
        each = [
            OF_CLAIM(claim=share.claim, amount=self._spoken(share.amount))
            if share.claim
            else OTHER(amount=self._spoken(share.amount))
            for share in shares
        ]
        return ", ".join(words(share) for share in each) or words(NOTHING)

    def _account(self, account: str) -> str:
        holder = self._found.holders.get(account)
        return f"{account} {holder}" if holder else account or words(NO_TRANSFER)

    def _spoken(self, amount: int) -> str:
        return spoken_amount(amount, self._path.currency)
