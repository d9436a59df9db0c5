"""How a claim's money came to an account: ``suyuan trace path``, of a case or of plain files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from suyuan.actions.case_tracing import CURRENCY, NOTHING_TO_TRACE, input_of
from suyuan.actions.earmarking import earmarked
from suyuan.actions.cases import take_up
from suyuan.actions.report_evidence import bookings_by_id
from suyuan.actions.tracing import PlainFiles, plain_input, refused_row
from suyuan.errors import Refused
from suyuan.ledger import segment
from suyuan.ledger.build import Ledger, build
from suyuan.model.account import normal_form
from suyuan.model.money import text_from_minor
from suyuan.model.source import Source
from suyuan.settings import Settings
from suyuan.tracing.checks import RowRefused
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.paths import ClaimPath, Leg, path_of
from suyuan.tracing.policies import Policy
from suyuan.tracing.worked import Share, Step, Worked, worked

JsonObject = dict[str, object]

MOST_STEPS = 1000


@dataclass(frozen=True)
class PathAsked:
    """What is asked: an account by any of its numbers, a claim, a policy, a moment (None: the last transfer's),
    and whether the account is to be worked through lot by lot.
    """

    account: str
    claim: str
    policy: Policy
    as_of: datetime | None = None
    lots: bool = False


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
    worked through, where that was asked for.
    """

    path: ClaimPath
    case: str | None = None
    rows: Mapping[str, tuple[RowAt, ...]] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    lots: Worked | None = None


def case_path(settings: Settings, word: str, asked: PathAsked) -> FoundPath:
    """Return a path in a case found by number or name.

    Raises WrongUsage for an unknown case, claim or account or a policy without amounts, Refused if the case's
    evidence holds no bookings, Failed where a segment is damaged or the figures do not add up.
    """
    taken = take_up(settings, word)
    contents = segment.read_case(taken.manifest, taken.folder.ledger)
    ledger = build(contents, CURRENCY)
    if not ledger.transfers:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    (ledger,) = earmarked(settings, taken, contents, [ledger])
    found, lots = _found(input_of(ledger), asked, account_key(ledger, asked.account))
    named = {leg.transfer for leg in _legs(found, lots)}
    bookings = bookings_by_id(contents)
    names = {file.sha256: file.name for file in taken.evidence}
    rows = {
        transfer.id: tuple(row_at(bookings[each].source, names) for each in transfer.bookings)
        for transfer in ledger.transfers
        if transfer.id in named
    }
    # What was handed over stands in no statement: its row is the victim's report.
    rows |= {
        claim.transfer: (row_at(claim.payment, names),)
        for claim in ledger.claims
        if claim.payment and claim.transfer in named and not rows.get(claim.transfer)
    }
    holders = {key: facts.holder for key, facts in ledger.accounts.items() if facts.holder}
    return FoundPath(found, taken.case.number, rows, holders, lots)


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
        "claimed": values.text(path.claimed),
        "effective": values.text(path.effective),
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
