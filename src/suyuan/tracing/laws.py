"""The laws of the money (docs/method.md, "What must always hold"), checked after every trace and when read back.

They stay on in production: a figure that breaks one is never shown. A broken law is a fault of the program, so
what is raised is Failed, naming the claim, account or transfer.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from suyuan.errors import Failed
from suyuan.model.money import text_from_minor
from suyuan.model.text import Text
from suyuan.tracing.columns import is_sorted, numbers, texts_of
from suyuan.tracing.findings import KEYS, SCHEMAS, Findings
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.stream import Stream

CLAIM = Text(
    zh="核算不平（{policy}）：被骗款 {claim} 的自有资金部分为 {effective}，各账户合计为 {held}。结果未输出。",
    en="The figures do not add up ({policy}): claim {claim} entered with {effective}, the accounts hold {held} "
    "of it. Nothing is given out.",
)
ACCOUNT = Text(
    zh="核算不平（{policy}）：账户 {account} 各笔资金合计 {lots}，余额为 {balance}。结果未输出。",
    en="The figures do not add up ({policy}): the lots of account {account} come to {lots}, its balance is "
    "{balance}. Nothing is given out.",
)
BASIS = Text(
    zh="核算不平（{policy}）：被骗款 {claim} 的自有资金部分为 {effective}，各币种账户的折算基础合计为 {held}。"
    "结果未输出。",
    en="The figures do not add up ({policy}): claim {claim} entered with {effective}, what stands in the accounts "
    "of all currencies has a basis of {held}. Nothing is given out.",
)
TRANSFER = Text(
    zh="核算不平（{policy}）：转账 {transfer} 转出的各部分与其金额不符。结果未输出。",
    en="The figures do not add up ({policy}): the pieces moved by transfer {transfer} do not come to its amount. "
    "Nothing is given out.",
)
PATH = Text(
    zh="核算不平（{policy}）：账户 {account} 中被骗款 {claim} 的流入、流出与持有不符。结果未输出。",
    en="The figures do not add up ({policy}): what came and went of claim {claim} in account {account} is not "
    "what it holds. Nothing is given out.",
)
TABLE = Text(
    zh="结果表 {table} 的列或顺序不对：{seen}。请重新运行 suyuan trace。",
    en="The table {table} has not the columns or the order it should have: {seen}. Run suyuan trace again.",
)


def check_run(stream: Stream, run: PolicyRun, balance: Array64) -> None:
    """Raise Failed unless claims, accounts and transfers are conserved; ``balance`` comes from the bare loop."""
    _check_transfers(stream, run)
    _check_claims(stream, run)
    wrong = np.flatnonzero(run.totals != balance)
    if len(wrong):
        account = int(wrong[0])
        name = str(stream.names[account].as_py()) if account < len(stream.names) else "-"
        raise Failed(
            ACCOUNT(
                policy=run.policy.value,
                account=name,
                lots=text_from_minor(int(run.totals[account]), stream.currency),
                balance=text_from_minor(int(balance[account]), stream.currency),
            )
        )
    _check_ways(stream, run)


def _check_claims(stream: Stream, run: PolicyRun) -> None:
    held = np.zeros(len(stream.claimed), dtype=np.int64)
    np.add.at(held, run.holdings["claim"], run.holdings["amount"])
    np.subtract.at(held, run.brought["claim"], run.brought["amount"])
    wrong = np.flatnonzero((held != run.effective) | (run.effective > stream.claimed) | (run.effective < 0))
    if len(wrong):
        claim = int(wrong[0])
        raise Failed(
            CLAIM(
                policy=run.policy.value,
                claim=stream.claims.column("claim")[claim],
                effective=text_from_minor(int(run.effective[claim]), stream.currency),
                held=text_from_minor(int(held[claim]), stream.currency),
            )
        )


def _check_transfers(stream: Stream, run: PolicyRun) -> None:
    """Pieces of claims are above zero and at most the amount; that all come to it the kernel has counted."""
    moved = np.zeros(len(stream.events.payer), dtype=np.int64)
    np.add.at(moved, run.flows["event"], run.flows["amount"])
    wrong = np.flatnonzero(moved > stream.events.amount).tolist()
    wrong += run.flows["event"][run.flows["amount"] <= 0].tolist()
    wrong += [run.broken - 1] if run.broken else []
    if wrong:
        transfer = int(stream.moments.transfer[wrong[0]])
        name = stream.transfers.column("id")[transfer].as_py() if transfer >= 0 else "-"
        raise Failed(TRANSFER(policy=run.policy.value, transfer=name))


def _check_ways(stream: Stream, run: PolicyRun) -> None:
    """For each account and claim, what came less what went is what stands there."""
    events, flows, holdings = stream.events, run.flows, run.holdings
    claims = max(len(stream.claimed), 1)
    entered = np.flatnonzero(run.effective > 0)
    entrances = events.payer[stream.claim_event[entered]].astype(np.int64)
    keys = np.concatenate(
        [
            events.payee[flows["event"]].astype(np.int64) * claims + flows["claim"],
            events.payer[flows["event"]].astype(np.int64) * claims + flows["claim"],
            entrances * claims + entered,
            events.payer[run.brought["event"]].astype(np.int64) * claims + run.brought["claim"],
            holdings["account"].astype(np.int64) * claims + holdings["claim"],
        ]
    )
    amounts = np.concatenate(
        [
            flows["amount"],
            -flows["amount"],
            run.effective[entered],
            run.brought["amount"],
            -holdings["amount"],
        ]
    )
    if not len(keys):
        return
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    wrong = starts[np.add.reduceat(amounts[order], starts) != 0]
    if len(wrong):
        account, claim = divmod(int(keys[wrong[0]]), claims)
        names = {"account": stream.names[account], "claim": stream.claims.column("claim")[claim]}
        raise Failed(PATH(policy=run.policy.value, **names))


def check_findings(findings: Findings) -> None:
    """Raise Failed unless the tables have their columns and order and each claim stands somewhere, to the unit."""
    for name, table in findings.tables().items():
        if table.schema != SCHEMAS[name]:
            raise Failed(TABLE(table=name, seen=", ".join(table.column_names)))
        if not is_sorted(table, (*KEYS[name], "currency")):
            raise Failed(TABLE(table=name, seen=", ".join(KEYS[name])))
    held = _sums(findings.holdings, "amount")
    entered = _sums(findings.claims, "effective")
    brought = _sums(findings.conversions, "received") if findings.conversions is not None else {}
    for policy, claim, currency in sorted(held.keys() | entered.keys() | brought.keys()):
        key = policy, claim, currency
        came = entered.get(key, 0) + brought.get(key, 0)
        if held.get(key, 0) != came:
            raise Failed(
                CLAIM(
                    policy=policy,
                    claim=claim,
                    effective=text_from_minor(came, currency),
                    held=text_from_minor(held.get(key, 0), currency),
                )
            )
    if findings.basis is not None:
        _check_basis(findings.basis, findings.claims)


def _check_basis(basis: pa.Table, claims: pa.Table) -> None:
    """Raise Failed unless what stands in all currencies is worth what entered, for claims of every currency."""
    worth = _sums(basis, "basis", "basis_currency")
    entered = _sums(claims, "effective")
    for key in sorted(worth.keys() | entered.keys()):
        policy, claim, currency = key
        if worth.get(key, 0) != entered.get(key, 0):
            raise Failed(
                BASIS(
                    policy=policy,
                    claim=claim,
                    effective=text_from_minor(entered.get(key, 0), currency),
                    held=text_from_minor(worth.get(key, 0), currency),
                )
            )


def _sums(table: pa.Table, column: str, of: str = "currency") -> dict[tuple[str, str, str], int]:
    keys = ["policy", "claim", of]
    added = table.group_by(keys).aggregate([(column, "sum")])
    named = zip(*(texts_of(added.column(key)) for key in keys), strict=True)
    return dict(zip(named, numbers(added.column(f"{column}_sum")).tolist(), strict=True))
