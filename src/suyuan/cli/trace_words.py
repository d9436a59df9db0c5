"""What ``suyuan trace`` says of itself and its options, and how a trace reads in a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli.language import words
from suyuan.documents import counted
from suyuan.documents.shown import spoken_amount
from suyuan.model.money import minor_from_text
from suyuan.model.text import Message, Text
from suyuan.tracing.policies import Policy

if TYPE_CHECKING:
    from suyuan.tracing.findings import Findings
    from suyuan.tracing.resuming import Again

HELP = Text(
    zh="追踪被骗款：每笔现在在哪些账户、经过哪些转账、从哪里流出、下一步向谁调证。\n\n"
    "例：suyuan trace --case A0316 --policy fifo,pro_rata --out 结果\n\n"
    "例：suyuan trace --transfers 转账.csv --claims 被骗款.csv --policy all --out 结果",
    en="Follow claims through transfers: where each stands, how it came, where it left, whom to ask next.\n\n"
    "Example: suyuan trace --case A0316 --policy fifo,pro_rata --out findings\n\n"
    "Example: suyuan trace --transfers transfers.csv --claims claims.csv --policy all --out findings",
)
MISSING = Text(
    zh="缺少 {option}。追踪案件须给出 --case、--policy 和 --out；"
    "追踪文件须给出 --transfers、--claims、--policy 和 --out。",
    en="{option} is missing. To trace a case give --case, --policy and --out; to trace files give --transfers, "
    "--claims, --policy and --out.",
)
ONE_OF_TWO = Text(
    zh="--case 与 --transfers 等文件只能二选一：案件的转账取自其账本。",
    en="Give --case or files, not both: a case's transfers come from its ledger.",
)
DONE = Text(
    zh="{transfers}（截至 {until}），{claims}共 {claimed} {currency}，触及 {reached}。",
    en="{transfers} (until {until}), {claims}: {claimed} {currency}, {reached} reached.",
)
BY_POLICY = Text(
    zh="{policy}：自有资金 {effective}，其中未调证账户 {edge}，各类出口 {exits}",
    en="{policy}: entered {effective}, of it in accounts nobody has seen {edge}, exits {exits}",
)
NO_EXITS = Text(zh="无", en="none")
NO_MOMENT = Text(zh="无转账", en="no transfers")
UNEXPLAINED = Text(
    zh="注意：{differences}无法解释，按规则补记，见 summary.json。",
    en="Note: {differences} that nobody explains booked by the rules; see summary.json.",
)
RELEASED = Text(
    zh="注意：第 {row} 条指定对应与 {transfer} 之前的付款冲突，释放 {amount}",
    en="Note: earmark {row} gives way to the payment {transfer}: {amount} released",
)
MIXED = Text(
    zh="注意：{claim} 各规则结果一致，但界限不一致：自 {account} 的转账 {transfer} 起可能与其他资金混同，"
    "一致不等于证明{open}",
    en="Note: all rules agree on {claim}, but its bounds are wide: from transfer {transfer} of {account} on it "
    "could mix with other money, so the agreement proves nothing{open}",
)
ONLY_OPEN = Text(zh="（仅在期初、次序、缺页未证实时）", en=" (only where openings, orders and gaps are left open)")
AGAIN = Text(
    zh="重算（{policies}）：第 {first} 笔起，共 {transfers} 笔；此前沿用上次追踪的结果。",
    en="Computed again ({policies}): from transfer {first} of {transfers} on; what comes before "
    "stands as last time.",
)
UNCHANGED = Text(
    zh="重算（{policies}）：无；{transfers} 笔转账均沿用上次追踪的结果。",
    en="Computed again ({policies}): nothing; all {transfers} transfers stand as last time.",
)
WHOLE = Text(
    zh="重算（{policies}）：全部 {transfers} 笔。", en="Computed again ({policies}): all {transfers} transfers."
)
PASSED_OVER = Text(
    zh="注意：上次追踪的存留（{policies}）有损坏或出自其他版本的程序，未予采用，结果不受影响。",
    en="Note: what the last trace had kept ({policies}) is damaged or of another version of the program and was "
    "passed over; the figures are not affected.",
)
NO_TRANSFER = Text(zh="一笔无法解释的差额", en="of an unexplained difference")
AT_LEAST = Text(
    zh="{set}：{victim} 的 {claimed} 中，无论采用何种规则，至少 {least} 在其中"
    "（期初、次序、缺页未证实时至少 {open}）",
    en="{set}: of {victim}'s {claimed} at least {least} stands there whatever rule is applied (at least {open} "
    "where openings, orders and gaps are left open)",
)
AT_LEAST_BROUGHT = Text(
    zh="{set}：{victim} 被骗款经兑换而来的，无论采用何种规则，至少 {least} {currency} 在其中（放开时至少 {open}）",
    en="{set}: of what exchanges brought of {victim}'s money at least {least} {currency} stands there whatever "
    "rule is applied (at least {open} left open)",
)
EXCHANGED = Text(
    zh="兑换 {conversion}：{from} 付出 {paid} {paid_currency}，{to} 收到 {received} {currency}",
    en="exchange {conversion}: {from} paid {paid} {paid_currency}, {to} received {received} {currency}",
)
EXCHANGED_OF_CLAIMS = Text(
    zh="  {policy}：其中被骗款付出 {paid} {paid_currency}，收到 {received} {currency}",
    en="  {policy}: of it claims' money {paid} {paid_currency} paid, {received} {currency} received",
)
SET = "set:"
DIFFERENCES = counted.Counted(" 笔差额", "difference", "differences")
WROTE = Text(zh="结果已写入 {folder}（{files}）。", en="Written to {folder} ({files}).")
WRITTEN_FILES = counted.Counted(" 个文件", "file", "files")

FILE = words(Text(zh="文件", en="FILE"))
DIR = words(Text(zh="目录", en="DIR"))
TIME = words(Text(zh="时间", en="TIME"))
CASE = words(Text(zh="案件", en="CASE"))
POLICIES = ", ".join(each.value for each in Policy)
ACCOUNT_COLUMNS = "account, kind, role, parent, holder, controller, covered_from, covered_to"


def _file(zh: str, en: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar=FILE, help=words(Text(zh=zh, en=en)))
    return option


Case = Annotated[
    str | None,
    typer.Option(
        metavar=CASE,
        help=words(
            Text(
                zh="案件编号或名称；同时在结果目录 given/ 下写出所依据的转账等文件，任何人可据以重算",
                en="a case's number or name; what the trace rests on is written to given/ below the results, "
                "so that anyone can run it again",
            )
        ),
    ),
]
Transfers = Annotated[
    Path | None,
    _file(
        "转账：id, time, payer, payee, amount[, currency]", "transfers: id, time, payer, payee, amount[, currency]"
    ),
]
Claims = Annotated[
    Path | None, _file("被骗款：claim, victim, transfer, amount", "claims: claim, victim, transfer, amount")
]
Openings = Annotated[
    Path | None,
    _file(
        "期初余额：account, amount；未列账户取最小期初余额",
        "opening balances: account, amount; others get the least opening",
    ),
]
Accounts = Annotated[Path | None, _file(f"账户：{ACCOUNT_COLUMNS}", f"accounts: {ACCOUNT_COLUMNS}")]
Assertions = Annotated[
    Path | None,
    _file(
        "机构证明的余额：account, time, after_transfer, amount",
        "balances stated: account, time, after_transfer, amount",
    ),
]
Earmarks = Annotated[
    Path | None,
    _file(
        "指定对应：account, credit, debit, amount[, grade]；不作指定的结果另存于 without_earmarks/",
        "earmarks: account, credit, debit, amount[, grade]; the findings without them go to without_earmarks/",
    ),
]
Rules = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="P[,P…]|all",
        help=words(
            Text(zh=f"追踪规则： {POLICIES}； all 为全部", en=f"rules for mixed accounts: {POLICIES}; all for all")
        ),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=TIME,
        help=words(
            Text(
                zh="截至时刻（含），如 2021-03-05T10:11:12+08:00； 只写日期指当日终了；默认为最后一笔转账时",
                en="up to this moment (included), like 2021-03-05T10:11:12+08:00; a bare date means its end; "
                "default: the last transfer",
            )
        ),
    ),
]
Bounds = Annotated[
    bool,
    typer.Option(
        "--bounds",
        help=words(
            Text(
                zh="另算界限（bounds.csv）：无论采用何种追踪规则，每个账户至少、至多有多少被害款",
                en="also bounds (bounds.csv): what each account holds at least and at most, whatever the rule",
            )
        ),
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar=words(Text(zh="名称=文件", en="NAME=FILE")),
        help=words(
            Text(
                zh="另算一组账户（文件有 account 列）合计的界限，可重复；如 frozen=冻结账户.csv",
                en="bounds also for a set of accounts (a file with the column account); may be repeated",
            )
        ),
    ),
]
KeptFrom = Annotated[
    str | None,
    typer.Option(
        "--kept-from",
        metavar=TIME,
        help=words(
            Text(
                zh="首次报案时刻：另算此后逐小时尚可止付的金额（kept.csv），及提前 10、30、60 分钟止付的结果",
                en="the first report: also what could still be stopped hour by hour from then on (kept.csv), and "
                "what a stop 10, 30, 60 minutes earlier would have kept",
            )
        ),
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help=words(
            Text(
                zh="案件：从头计算，不用也不留上次追踪的存留",
                en="a case: compute from the start, neither using nor keeping what the last trace left",
            )
        ),
    ),
]
Presumed = Annotated[
    bool,
    typer.Option(
        "--presumed",
        help=words(
            Text(
                zh="案件：另追踪推定被骗款，写入子目录 presumed，不入其他数字",
                en="of a case: trace presumed claims too, apart, into the folder presumed",
            )
        ),
    ),
]
PRESUMED_OF_CASE = Text(zh="--presumed 只用于 --case。", en="--presumed goes with --case.")
PRESUMED_APART = Text(
    zh="另计（推定被骗款，不入上列各数）：{count} 笔 {amount}",
    en="Apart (presumed claims, in none of the figures above): {count}, {amount}",
)
PRESUMED_BY_POLICY = Text(
    zh="  {policy}：自有资金 {effective}；去向 {exits}",
    en="  {policy}: own money {effective}; exits {exits}",
)
Out = Annotated[
    Path | None,
    typer.Option(metavar=DIR, help=words(Text(zh="结果写入的目录", en="folder for the results"))),
]
SummaryAsJson = Annotated[
    bool, typer.Option("--json", help=words(Text(zh="在标准输出打印摘要 JSON", en="print the summary as JSON")))
]


def lines(summary: Mapping[str, object]) -> list[str]:
    """Return a trace's summary in a few lines."""
    counts, by_policy, currency = summary["counts"], summary["by_policy"], str(summary["currency"])
    assert isinstance(counts, dict) and isinstance(by_policy, dict)  # noqa: S101
    said: list[Message] = [
        DONE(
            transfers=counted.TRANSFERS(counts["transfers_until_as_of"]),
            until=summary["until"] or NO_MOMENT,
            claims=counted.CLAIMS(counts["claims"]),
            claimed=_spoken(summary["claimed"], currency),
            currency=currency,
            reached=counted.ACCOUNTS(counts["accounts_reached"]),
        )
    ]
    for policy, sums in by_policy.items():
        exits = ", ".join(f"{kind} {_spoken(amount, currency)}" for kind, amount in sums["by_exit_kind"].items())
        said.append(
            BY_POLICY(
                policy=policy,
                effective=_spoken(sums["effective"], currency),
                edge=_spoken(sums["in_edge_accounts"], currency),
                exits=exits or NO_EXITS,
            )
        )
    if counts["unexplained"]:
        said.append(UNEXPLAINED(differences=DIFFERENCES(counts["unexplained"])))
    return [words(each) for each in said]


def earmark_lines(summary: Mapping[str, object]) -> list[str]:
    """Return, for each earmark that had to give way, how much it released and before which transfer."""
    conflicts, currency = summary["earmark_conflicts"], str(summary["currency"])
    assert isinstance(conflicts, list)  # noqa: S101
    return [
        words(
            RELEASED(
                row=each["earmark"],
                transfer=each["before_transfer"] or NO_TRANSFER,
                amount=_spoken(each["released"], currency),
            )
        )
        for each in conflicts
    ]


def again_lines(again: Sequence[Again]) -> list[str]:
    """Return how much of a case's trace was computed again, and whether snapshots had to be passed over."""
    starts: dict[int, list[str]] = {}
    for each in again:
        starts.setdefault(each.start, []).append(each.policy.value)
    said: list[Message] = []
    for start, policies in sorted(starts.items()):
        transfers = again[0].transfers
        text = WHOLE if not start else UNCHANGED if start >= transfers else AGAIN
        said.append(text(policies=", ".join(policies), first=start + 1, transfers=transfers))
    if damaged := [each.policy.value for each in again if each.damaged]:
        said.append(PASSED_OVER(policies=", ".join(damaged)))
    return [words(each) for each in said]


def presumed_lines(found: Findings | None) -> list[str]:
    """Return what a run of its own says of presumed claims; nothing where there is none."""
    if found is None:
        return []
    summary, currency = found.summary, found.currency
    by_policy = summary["by_policy"]
    assert isinstance(by_policy, dict)  # noqa: S101
    lines = [PRESUMED_APART(count=summary["claims"], amount=_spoken(summary["claimed"], currency))]
    for policy, sums in by_policy.items():
        exits = ", ".join(f"{kind} {_spoken(amount, currency)}" for kind, amount in sums["by_exit_kind"].items())
        lines.append(
            PRESUMED_BY_POLICY(
                policy=policy, effective=_spoken(sums["effective"], currency), exits=exits or NO_EXITS
            )
        )
    return [words(each) for each in lines]


def mixing_lines(summary: Mapping[str, object]) -> list[str]:
    """Return where the money of claims on which all rules agree could first have mixed, where bounds are wide."""
    bounds = summary.get("bounds")
    found = bounds.get("first_mixing", []) if isinstance(bounds, dict) else []
    return [
        words(
            MIXED(
                claim=each["claim"],
                account=each["account"],
                transfer=each["transfer"] or NO_TRANSFER,
                open=ONLY_OPEN if each["open"] else "",
            )
        )
        for each in found
    ]


def bound_lines(findings: Findings) -> list[str]:
    """Return, for each set, victim and currency, what stands there at least whatever rule is applied."""
    if findings.bounds is None:
        return []
    victim_of = dict(zip(*(findings.claims.column(name).to_pylist() for name in ("claim", "victim")), strict=True))
    claimed: dict[tuple[str, str], dict[str, int]] = {}
    for row in findings.claims.to_pylist():
        claimed.setdefault((row["victim"], row["currency"]), {})[row["claim"]] = row["claimed"]
    least: dict[tuple[str, str, str], list[int]] = {}
    for row in findings.bounds.to_pylist():
        if row["account"].startswith(SET):
            name, victim = row["account"].removeprefix(SET), victim_of.get(row["claim"], "")
            sums = least.setdefault((name, victim, row["currency"]), [0, 0])
            sums[0] += row["least"]
            sums[1] += row["least_open"]
    return [
        words(
            (AT_LEAST if (victim, currency) in claimed else AT_LEAST_BROUGHT)(
                set=name,
                victim=victim,
                currency=currency,
                claimed=spoken_amount(sum(claimed.get((victim, currency), {}).values()), currency),
                least=spoken_amount(sums[0], currency),
                open=spoken_amount(sums[1], currency),
            )
        )
        for (name, victim, currency), sums in sorted(least.items())
    ]


def currency_lines(summary: Mapping[str, object]) -> list[str]:
    """Return the lines of the other currencies, and each exchange with the claims' part of both its sides."""
    others, conversions = summary.get("currencies", []), summary.get("conversions", [])
    assert isinstance(others, list) and isinstance(conversions, list)  # noqa: S101
    said = [line for each in others for line in lines(each)]
    for each in conversions:
        told = {**each, "paid": _spoken(each["paid"], each["paid_currency"])}
        told["received"] = _spoken(each["received"], each["currency"])
        said.append(words(EXCHANGED(**told)))
        for policy, parts in each["claims"].items():
            paid = _spoken(parts["paid"], each["paid_currency"])
            received = _spoken(parts["received"], each["currency"])
            said.append(
                words(EXCHANGED_OF_CLAIMS(**{**told, "policy": policy, "paid": paid, "received": received}))
            )
    return said


def _spoken(amount: object, currency: str) -> str:
    """Return the summary's exact text of an amount as it reads in a sentence."""
    return spoken_amount(minor_from_text(str(amount), currency), currency)
