"""How a claim's money came to an account: ``suyuan trace path``, of a case or of plain files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_currencies import input_of, other_ledgers
from suyuan.actions.case_tracing import CURRENCY, NOTHING_TO_TRACE
from suyuan.actions.cases import take_up
from suyuan.actions.earmarking import earmarked
from suyuan.actions.report_evidence import bookings_by_id
from suyuan.actions.tracing import PlainFiles, plain_input, refused_row
from suyuan.errors import Refused, WrongUsage
from suyuan.ledger.build import Ledger, build
from suyuan.model.account import normal_form
from suyuan.model.money import text_from_minor
from suyuan.model.source import Source
from suyuan.settings import Settings
from suyuan.tracing.checks import RowRefused
from suyuan.tracing.currencies import compute_all
from suyuan.tracing.far_paths import part_with, paths_over
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.paths import ClaimPath, Leg, path_of, refuse_without_amounts
from suyuan.tracing.policies import Policy
from suyuan.tracing.worked import WITH_EARMARKS, Share, Step, Worked, worked, worked_in

JsonObject = dict[str, object]

MOST_STEPS = 1000


@dataclass(frozen=True)
class PathAsked:
    """What is asked: an account by any of its numbers, a claim, a policy, a moment (None: the last transfer's),
    whether the account is to be worked through lot by lot, and in which currency (None: the first that has it).
    """

    account: str
    claim: str
    policy: Policy
    as_of: datetime | None = None
    lots: bool = False
    currency: str | None = None


@dataclass(frozen=True)
class RowAt:
    """A row of evidence that a transfer rests on: the file's name and hash, the sheet (None for text), the row."""

    file: str
    sha256: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class FoundPath:
    """The path; by transfer the rows it rests on, by account its holder (plain files have neither); the account
    worked through, where that was asked for; ``beyond`` are the paths to the exchanges it came through, each in
    the currency that was paid.
    """

    path: ClaimPath
    case: str | None = None
    rows: Mapping[str, tuple[RowAt, ...]] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    lots: Worked | None = None
    beyond: tuple[ClaimPath, ...] = ()


def case_path(settings: Settings, word: str, asked: PathAsked) -> FoundPath:
    """Return a path in a case found by number or name.

    Raises WrongUsage for an unknown case, claim or account or a policy without amounts, Refused if the case's
    evidence holds no bookings, Failed where a segment is damaged or the figures do not add up.
    """
    taken = take_up(settings, word)
    contents = contents_of(taken)
    ledger = build(contents, CURRENCY)
    if not ledger.transfers:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    ledgers = earmarked(taken, contents, [ledger, *other_ledgers(contents, ledger)])
    paths, lots = _in_case(ledgers, asked)
    named = {leg.transfer for path in paths for leg in _legs(path, lots)}
    bookings = bookings_by_id(contents)
    names = {file.sha256: file.name for file in taken.evidence}
    rows = {
        transfer.id: tuple(row_at(bookings[each].source, names) for each in transfer.bookings)
        for each_ledger in ledgers
        for transfer in each_ledger.transfers
        if transfer.id in named
    }
    # What was handed over stands in no statement: its row is the victim's report.
    rows |= {
        claim.transfer: (row_at(claim.payment, names),)
        for each_ledger in ledgers
        for claim in each_ledger.claims
        if claim.payment and claim.transfer in named and not rows.get(claim.transfer)
    }
    holders = {
        key: facts.holder for each in reversed(ledgers) for key, facts in each.accounts.items() if facts.holder
    }
    return FoundPath(paths[0], taken.case.number, rows, holders, lots, paths[1:])


def _in_case(ledgers: Sequence[Ledger], asked: PathAsked) -> tuple[tuple[ClaimPath, ...], Worked | None]:
    """Return the path asked for, and behind it those to the exchanges that it came through."""
    given = [input_of(each) for each in ledgers]
    keys = {each.currency: account_key(each, asked.account) for each in ledgers}
    if len(ledgers) == 1 and asked.currency in (None, ledgers[0].currency):
        path, lots = _found(given[0], asked, keys[ledgers[0].currency])
        return (path,), lots
    refuse_without_amounts(asked.policy)
    if asked.lots and any(each.earmarks is not None and len(each.earmarks) for each in given):
        raise WrongUsage(WITH_EARMARKS())
    computed = compute_all(given, (asked.policy,), asked.as_of)
    part = part_with(
        computed, next((key for key in keys.values() if key != asked.account), asked.account), asked.currency
    )
    account = keys[part.stream.currency]
    paths = paths_over(given, computed, part, account, asked.claim)
    return paths, worked_in(part, account, MOST_STEPS)[0] if asked.lots else None


def plain_path(files: PlainFiles, asked: PathAsked) -> FoundPath:
    """Return a path in plain files; raises as ``case_path``, and Refused with file and row."""
    given, tables = plain_input(files)
    try:
        found, lots = _found(given, asked, asked.account)
    except RowRefused as error:
        raise refused_row(tables, error) from error
    return FoundPath(found, lots=lots)


def account_key(ledger: Ledger, number: str) -> str:
    """Return the name under which the ledger has an account or node; what it does not know as it was typed."""
    plain = normal_form(number)
    key_of = {each: key for key, facts in ledger.accounts.items() for each in facts.numbers}
    return key_of.get(number) or key_of.get(plain) or (plain if plain in ledger.accounts else number)


def _found(given: TraceInput, asked: PathAsked, account: str) -> tuple[ClaimPath, Worked | None]:
    path = path_of(given, asked.policy, account, asked.claim, asked.as_of)
    if not asked.lots:
        return path, None
    (lots,) = worked(given, (asked.policy,), account, asked.as_of, MOST_STEPS)
    return path, lots


def _legs(path: ClaimPath, lots: Worked | None) -> Iterable[Leg]:
    yield from path.flows
    yield from (step.leg for step in (lots.steps if lots else ()))


def row_at(source: Source, names: Mapping[str, str]) -> RowAt:
    """Return a source with the name of its file."""
    return RowAt(names.get(source.sha256, source.sha256), source.sha256, source.sheet, source.row)


def path_object(found: FoundPath) -> JsonObject:
    """Return a path as the object that ``suyuan trace path --json`` prints."""
    path = found.path
    values = _Values(found)
    chains = None
    if path.chains is not None:
        chains = [
            {"chain": number, "step": step} | values.leg(leg)
            for number, chain in enumerate(path.chains, 1)
            for step, leg in enumerate(chain.legs, 1)
        ]
    return {
        "case": found.case,
        "policy": path.policy.value,
        "account": path.account,
        "claim": path.claim,
        "victim": path.victim,
        "currency": path.currency,
        "as_of": path.as_of.isoformat(),
        "claimed": text_from_minor(path.claimed, path.claim_currency),
        "effective": text_from_minor(path.effective, path.claim_currency),
        "held": values.text(path.held),
        "chains": chains,
        "flows": [values.leg(leg) for leg in path.flows],
        "accounts": [
            {
                "account": each.account,
                "holder": found.holders.get(each.account),
                "entered": values.text(each.entered),
                "came": values.text(each.came),
                "towards": values.text(each.towards),
                "elsewhere": values.text(each.elsewhere),
                "stands": values.text(each.stands),
            }
            for each in path.passings
        ],
        "lots": values.lots(found.lots) if found.lots else None,
        "claim_currency": path.claim_currency,
        "beyond": [path_object(replace(found, path=each, lots=None, beyond=())) for each in found.beyond],
    }


class _Values:
    """The path's parts as values for JSON."""

    def __init__(self, found: FoundPath) -> None:
        self._found = found

    def text(self, amount: int) -> str:
        """Return an amount in major units."""
        return text_from_minor(amount, self._found.path.currency)

    def leg(self, leg: Leg) -> JsonObject:
        """Return a leg with its rows."""
        return {
            "transfer": leg.transfer or None,
            "time": leg.time.isoformat(),
            "payer": leg.payer,
            "payee": leg.payee,
            "amount": self.text(leg.amount),
            "transfer_amount": self.text(leg.transfer_amount),
            "rows": [
                {"file": row.file, "sha256": row.sha256, "sheet": row.sheet, "row": row.row}
                for row in self._found.rows.get(leg.transfer, ())
            ],
        }

    def lots(self, done: Worked) -> JsonObject:
        """Return an account worked through."""
        return {
            "before": self.text(done.before),
            "steps": [self._step(step) for step in done.steps],
            "further_steps": done.unseen,
        }

    def _step(self, step: Step) -> JsonObject:
        return (
            {"direction": "in" if step.arrived else "out"}
            | self.leg(step.leg)
            | {
                "pieces": [self._share(share) for share in step.pieces],
                "lots": [self._share(share) for share in step.lots],
            }
        )

    def _share(self, share: Share) -> JsonObject:
        return {"claim": share.claim or None, "amount": self.text(share.amount)}
