"""An invented case for the report's tests, traced here in plain lines: 12 victims, 4 tiers, two policies.

Nothing in it is a real person's: cards begin with 6200 00, names are 张某甲 and the like.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from suyuan.documents.report_model import (
    AccountLine,
    AmbiguousLine,
    BalanceBreakLine,
    BalanceLine,
    CaseFacts,
    CaseReport,
    ClaimLine,
    ContradictionLine,
    ConvertedShare,
    DepthLine,
    EvidenceFile,
    FlowLine,
    GapLine,
    HoldingLine,
    InquiryLine,
    LeadLine,
    LeftOutLine,
    PolicyAmount,
    PolicyWords,
    QuarantinedLine,
    RowClasses,
    RowPlace,
    StopLine,
    TransferLine,
    UnfoundPaymentLine,
    VictimLoss,
)
from suyuan.model.moment import CHINA
from suyuan.model.money import share_by_largest_remainder
from suyuan.model.text import Text

OTHER = ""
START = datetime(2021, 3, 5, 9, 0, tzinfo=CHINA)
AS_OF = datetime(2021, 4, 1, tzinfo=CHINA)
FILED = datetime(2021, 3, 16, 10, 30, tzinfo=CHINA)
SURNAMES = "张王李赵陈刘杨黄周吴徐孙"
STEMS = "甲乙丙丁戊己庚辛"
BANKS = ("示例银行", "样本农商行", "虚构股份银行", "例行储蓄银行")


@dataclass
class Story:
    """The invented story: accounts, payments in order, and what the two policies make of them."""

    payments: list[tuple[str, datetime, str, str, int]] = field(default_factory=list)
    claims: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    opening: dict[str, int] = field(default_factory=dict)
    seed: int = 20210316

    def dice(self, sides: int) -> int:
        """Return a number from 0 that is the same in every run."""
        self.seed = (self.seed * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.seed >> 33) % sides

    def pay(self, minutes: int, payer: str, payee: str, amount: int) -> str:
        """Add a payment and return its id."""
        name = f"p{len(self.payments):04d}"
        self.payments.append((name, START + timedelta(minutes=minutes), payer, payee, amount))
        return name


Lots = list[tuple[str, int]]


def take(lots: Lots, amount: int, policy: str) -> tuple[Lots, Lots]:
    """Return what leaves and what stays when an account pays, by one of the two policies."""
    if policy == "pro_rata":
        sums: dict[str, int] = defaultdict(int)
        for origin, part in lots:
            sums[origin] += part
        order = sorted(sums, key=lambda origin: (origin == OTHER, origin))
        shares = share_by_largest_remainder(amount, [sums[origin] for origin in order])
        left = [(origin, share) for origin, share in zip(order, shares, strict=True) if share]
        return left, [(o, sums[o] - s) for o, s in zip(order, shares, strict=True) if sums[o] > s]
    left, stay = [], []
    for origin, part in lots:
        used = min(part, amount)
        amount -= used
        if used:
            left.append((origin, used))
        if part > used:
            stay.append((origin, part - used))
    return left, stay


def traced(story: Story, policy: str) -> tuple[dict[str, Lots], dict[str, dict[str, int]], dict[str, int]]:
    """Return what every account holds, what every payment carried, and what entered of every claim."""
    held: dict[str, Lots] = defaultdict(list)
    for account, amount in story.opening.items():
        held[account].append((OTHER, amount))
    flows: dict[str, dict[str, int]] = {}
    entered: dict[str, int] = {}
    for name, _, payer, payee, amount in story.payments:
        rest, moved = amount, []
        for claim, _, claimed in story.claims.get(name, []):
            own = min(claimed, sum(part for origin, part in held[payer] if origin == OTHER))
            clean, kept = take([lot for lot in held[payer] if lot[0] == OTHER], own, "fifo")
            assert sum(part for _, part in clean) == own
            held[payer] = kept + [lot for lot in held[payer] if lot[0] != OTHER]
            moved.append((claim, own))
            entered[claim] = own
            rest -= own
        lack = rest - sum(part for _, part in held[payer])
        if lack > 0:
            held[payer].append((OTHER, lack))
        left, held[payer] = take(held[payer], rest, policy)
        moved += left
        held[payee] += moved
        carried: dict[str, int] = defaultdict(int)
        for origin, part in moved:
            if origin != OTHER and part:
                carried[origin] += part
        flows[name] = dict(carried)
    return held, flows, entered


def card(tier: int, place: int) -> str:
    """Return an invented card number."""
    return f"620000{tier:04d}{place:06d}{(tier * 37 + place * 11) % 1000:03d}"


def tell() -> Story:
    """Write the story: small rebates, large losses, four tiers, cash, coins, a wallet, a merchant."""
    story = Story()
    minute = 0
    for number in range(12):
        victim = card(9, number)
        story.opening[victim] = (4_000_000 + story.dice(30_000_000)) // 100 * 100 + 37
        first = card(1, number % 7)
        for part in range(1 + number % 3):
            minute += 17 + story.dice(200)
            amount = 5_000_00 + story.dice(38_000_00) if part else 100_00 + story.dice(900_00)
            name = story.pay(minute, victim, first, amount)
            story.claims[name] = [(f"A20210316{number + 1:02d}-{part + 1}", victim_name(number), amount)]
            if part == 0 and number % 2:
                story.pay(minute + 9, card(1, (number + 1) % 7), victim, amount + 12_00)
        if number % 3 == 0:
            story.opening[victim] = story.opening[victim] // 9
            amount = story.opening[victim] + 300_00
            name = story.pay(minute + 30, victim, first, amount)
            story.claims[name] = [(f"A20210316{number + 1:02d}-9", victim_name(number), amount)]
        for hop in range(9):
            forward(story, minute + 2 + hop * 6, number, hop)
    story.payments.sort(key=lambda payment: (payment[1], payment[0]))
    return story


def forward(story: Story, minute: int, number: int, hop: int) -> None:
    """Send money on from a few accounts, each to the next tier, aside, back or out."""
    tiers = {1: 7, 2: 15, 3: 20, 4: 14}
    tier = 1 + hop % 4
    for _ in range(2):
        payer = card(tier, (number * 3 + hop + story.dice(4)) % tiers[tier])
        amount = 800_00 + story.dice(17_000_00)
        throw = story.dice(20)
        if throw == 0 and tier > 1:
            payee = card(tier - 1, story.dice(tiers[tier - 1]))
        elif throw == 1:
            payee = card(tier, story.dice(tiers[tier]))
        elif tier == 4 or throw in (2, 3):
            payee = (
                f"{('cash', 'via:exchange', 'cash', 'via:tenpay', 'unnamed')[story.dice(5)]}:{len(story.payments)}"
            )
        else:
            payee = card(tier + 1, (number + story.dice(5)) % tiers[tier + 1])
        if payee != payer:
            if story.dice(6) == 0:
                story.pay(minute, "620000777700000001", payer, 60_00 + story.dice(3_000_00))
            story.pay(minute + 1, payer, payee, amount)


def victim_name(number: int) -> str:
    """Return a victim's invented name; one is hostile on purpose."""
    return "<script>alert(1)</script>" if number == 11 else f"{SURNAMES[number]}某{STEMS[number % 8]}"


EXIT_KINDS = {
    "cash": "cash",
    "via:exchange": "exchange",
    "via:tenpay": "payment_institution",
    "unnamed": "unnamed",
}


def account_line(key: str, tiers: dict[str, int], reached: dict[str, datetime]) -> AccountLine:
    """Return an account's line; every fifth has an answer that ends early, every seventh has none."""
    kind = next((kind for start, kind in EXIT_KINDS.items() if key.startswith(start + ":")), "")
    if kind:
        return AccountLine(key, kind="node", exit_kind=kind, bank="财付通" if "tenpay" in key else "")
    place = int(key[10:16])
    victim = key.startswith("6200000009")
    state = "stands" if victim or place % 5 else "stood_until"
    edge = not victim and place % 7 == 6
    return AccountLine(
        key,
        numbers=(key, f"0200{place:09d}") if place % 4 == 1 else (key,),
        holder=victim_name(place) if victim else f"{SURNAMES[place % 12]}某{STEMS[(place + 3) % 8]}",
        bank=BANKS[place % 4],
        role="victim" if victim else "suspect_controlled" if tiers.get(key) == 1 else "unknown",
        role_reason="首笔收款账户" if tiers.get(key) == 1 else "",
        tier=tiers.get(key),
        first_reached=reached.get(key),
        state="last_seen" if edge else state,
        covered_from=None if edge else START,
        covered_to=None if edge else AS_OF if state == "stands" else datetime(2021, 3, 20, tzinfo=CHINA),
        balance=None if edge else 1_234_56 + place,
        balance_time=None if edge else datetime(2021, 3, 19, 8, 0, tzinfo=CHINA),
        has_statement=not edge,
        exit_kind="edge_account" if edge else "",
    )


def evidence() -> tuple[EvidenceFile, ...]:
    """Return the case's invented files; the last is one nobody can read."""
    names = [f"反馈_{bank}_{n}.csv" for n, bank in enumerate(BANKS * 3, 1)]
    files = [
        EvidenceFile(
            hashlib.sha256(name.encode()).hexdigest(), name, 48_211 + 977 * place, "statement", "bank_answer",
            other_names=("副本(1).csv",) if place == 2 else (), received_at=FILED, received_from="调证反馈",
            rows=RowClasses(129 + place + (place == 0), header=1, preamble=2, footer=1, blank=1, read=124 + place,
                            quarantined=int(place == 0)),
            proven=4, broken=int(place % 3 == 0), absent=0,
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
    report = EvidenceFile(
        hashlib.sha256(b"report").hexdigest(), "被害人报案登记表.xlsx", 18_020, "victim_report", "victim_report",
        received_at=FILED, received_from="报案登记", rows=RowClasses(40, header=1, preamble=1, read=38),
    )  # fmt: skip
    refused = Text(
        zh="无法识别：表头为“aa, bb, cc”；最接近的版式是 icbc_debit、ccb_debit、abc_debit。",
        en="not recognised: its header is “aa, bb, cc”; the nearest layouts are icbc_debit, ccb_debit, abc_debit.",
    )
    unread = EvidenceFile(
        hashlib.sha256(b"x").hexdigest(), '=cmd|"/C calc"!A0.dat', 512, "unread", refused=refused
    )
    return (*files, report, unread)


def amounts(by_policy: dict[str, int]) -> tuple[PolicyAmount, ...]:
    """Return amounts by policy, zeros left out."""
    return tuple(PolicyAmount(policy, amount) for policy, amount in by_policy.items() if amount)


POLICIES = (
    PolicyWords(
        "fifo",
        Text(zh="先进先出", en="first in, first out"),
        Text(
            zh="账户付款时，先进入的资金先出。",
            en="When an account pays, the money that came in first leaves first.",
        ),
    ),
    PolicyWords(
        "pro_rata",
        Text(zh="按比例", en="pro rata"),
        Text(
            zh="账户付款时，各来源资金按其在账户中的比例支出。",
            en="When an account pays, every origin leaves in proportion to what the account holds of it.",
        ),
    ),
)


def invented_report() -> CaseReport:
    """Return the whole invented report."""
    story = tell()
    files = evidence()
    runs = {each.policy: traced(story, each.policy) for each in POLICIES}
    tiers: dict[str, int] = {}
    reached: dict[str, datetime] = {}
    for name, time, payer, payee, _ in story.payments:
        if name in story.claims or payer in tiers:
            hop = 1 if name in story.claims else tiers[payer] + 1
            if not payee.startswith("6200000009"):
                tiers[payee] = min(hop, tiers.get(payee, hop))
                reached.setdefault(payee, time)
    transfers = []
    for place, (name, time, payer, payee, amount) in enumerate(story.payments):
        moved = {claim for run in runs.values() for claim in run[1][name]}
        to_victim = payee.startswith("6200000009")
        if not moved and not to_victim:
            continue
        rows = [RowPlace(files[place % 12].sha256, None, 5 + place % 120)]
        if payee.startswith("62") and place % 3:
            rows.append(RowPlace(files[(place + 5) % 12].sha256, "Sheet1" if place % 2 else None, 6 + place % 110))
        flows = tuple(
            FlowLine(claim, amounts({policy: run[1][name].get(claim, 0) for policy, run in runs.items()}))
            for claim in sorted(moved)
        )
        grade, reason = (
            [("known", "both_named"), ("inferred", "masked")][place % 9 == 4]
            if len(rows) > 1
            else ("known", "one_sided")
        )
        transfers.append(TransferLine(name, time, payer, payee, amount, grade, reason, tuple(rows), flows))
    claims = tuple(
        ClaimLine(claim, victim, name, amount,
                  tuple(PolicyAmount(policy, run[2][claim]) for policy, run in runs.items()),
                  RowPlace(files[12].sha256, "报案", 3 + place))
        for place, (name, (claim, victim, amount)) in enumerate(
            (name, each) for name, several in story.claims.items() for each in several)
    )  # fmt: skip
    held: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for policy, run in runs.items():
        for account, lots in run[0].items():
            for origin, part in lots:
                if origin != OTHER:
                    held[account, origin][policy] += part
    marks = (Text(zh="途经流水缺口", en="passed a gap in a statement"),)
    holdings = tuple(
        HoldingLine(account, claim, amounts(dict(by)), marks if account.endswith("7") else ())
        for (account, claim), by in sorted(held.items())
    )
    keys = {key for _, _, payer, payee, _ in story.payments for key in (payer, payee)}
    named = {key for each in transfers for key in (each.payer, each.payee)} | {each.account for each in holdings}
    lines = tuple(account_line(key, tiers, reached) for key in sorted(keys & named))
    return filled(files, lines, claims, tuple(transfers), holdings)


def filled(
    files: tuple[EvidenceFile, ...],
    lines: tuple[AccountLine, ...],
    claims: tuple[ClaimLine, ...],
    transfers: tuple[TransferLine, ...],
    holdings: tuple[HoldingLine, ...],
) -> CaseReport:
    """Add what people do with the figures: losses, stops, inquiries, and what is missing."""
    losses = []
    by_key = {line.key: line for line in lines}
    for victim in dict.fromkeys(claim.victim for claim in claims):
        back = [t for t in transfers if by_key[t.payee].holder == victim and by_key[t.payee].role == "victim"]
        paid = sum(claim.amount for claim in claims if claim.victim == victim)
        returned = sum(each.amount for each in back)
        losses.append(VictimLoss(victim, paid, returned, max(0, paid - returned), tuple(each.id for each in back)))
    standing: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in holdings:
        if not by_key[line.account].is_node and by_key[line.account].role != "victim":
            for each in line.amounts:
                standing[line.account][each.policy] += each.amount
    ranked = sorted(standing, key=lambda key: (-max(standing[key].values()), key))
    depths: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for t in transfers:
        payer, payee = by_key[t.payer], by_key[t.payee]
        if payee.role != "victim" and not payee.is_node:
            for flow in t.flows:
                for each in flow.amounts:
                    depths[t.payee, 1 if payer.tier is None else payer.tier + 1][each.policy] += each.amount
    asked = [key for key in ranked if by_key[key].state != "stands"]
    place = RowPlace(files[0].sha256, None, 17)
    return CaseReport(
        CaseFacts("A0316", "“某某优选”网络投资诈骗案（虚构）", "示例市公安局", FILED, AS_OF, "CNY", "0.1.0",
                  policy_choice=Text(zh="先进先出，由承办人于追踪前选定。", en="fifo, chosen before the trace.")),
        POLICIES, files, lines, claims, tuple(losses), transfers, holdings,
        known_holdings=tuple(line for line in holdings if not line.account.endswith("3")),
        depths=tuple(DepthLine(a, d, amounts(dict(by))) for (a, d), by in sorted(depths.items())),
        inquiries=tuple(
            InquiryLine(rank, key, by_key[key].bank, by_key[key].covered_to, AS_OF, max(standing[key].values()),
                        Text(zh="流水未覆盖至统计时点", en="the answer does not reach the moment asked about"),
                        (f"10{rank:012d}",) if rank % 3 == 0 else ())
            for rank, key in enumerate(asked[:12], 1)),
        stops=tuple(
            StopLine(rank, key, by_key[key].bank, amounts(dict(standing[key])),
                     Text(zh="在账金额最大", en="holds most of what stands now"), AS_OF + timedelta(hours=48))
            for rank, key in enumerate([k for k in ranked if by_key[k].state == "stands"][:6], 1)),
        quarantined=(QuarantinedLine(place, "金额", "2021-03-05,1,2,3.4.5,<b>坏</b>",
                                     Text(zh="金额“1,2,3.4.5”无法读出", en="“1,2,3.4.5” is no amount")),),
        balances=tuple(
            BalanceLine(files[n % 12].sha256, None, line.key, "broken" if n == 3 else "proven", 20 + n,
                        (BalanceBreakLine(44, 123_45, 678_90, (43,)),) if n == 3 else ())
            for n, line in enumerate(line for line in lines if line.has_statement)),
        gaps=(GapLine(ranked[0], START, START + timedelta(days=2), -4_321_00, place),),
        contradictions=(ContradictionLine(ranked[1], START, 500_00, Text(
            zh="对方流水有此笔，本账户流水却无记录", en="the other side has it, this account's statement not"),
            place),),
        ambiguous=(AmbiguousLine(ranked[1], START, 500_00, "another_account", place, place, (place,), 3),),
        leads=(
            LeadLine(place, place, 700_00, "CNY", 100_000000, "USDT", "words_and_time"),
            LeadLine(place, place, 800_00, "CNY", 110_00, "USD", "number",
                     (ConvertedShare("fifo", 400_00, 55_00),)),
        ),
        unfound=(UnfoundPaymentLine("A2021031613", "+cmd某", START, "", "62000000XX", 888_00, Text(
            zh="三十分钟内没有相同金额的转账", en="no transfer of that amount within 30 minutes"),
            RowPlace(files[12].sha256, "报案", 39)),),
        left_out=(LeftOutLine(place, ranked[2], START, 1_00, Text(zh="交易失败", en="the payment failed")),),
        limits=(Text(zh="两名被害人尚未报案。", en="Two victims have not yet reported."),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def case_report() -> CaseReport:
    """The invented case, built once."""
    return invented_report()
