"""What the case report is made of: plain frozen values, so that it can be filled from any ledger and findings.

Amounts are minor units of ``CaseFacts.currency``. Accounts are named by their key, claims, transfers and policies
by their ids; every account, node, claim, transfer and file that a line names has a line of its own in
``CaseReport``. Codes (states, kinds, roles, grades) are the words of the ledger and the findings; the words a
reader sees for them are the report's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from suyuan.documents.bounds_model import BoundedPages
from suyuan.documents.completeness_model import CompletenessPages
from suyuan.documents.currency_model import CurrencyPages
from suyuan.documents.decided_model import DecidedPages
from suyuan.documents.kept_model import KeptHours
from suyuan.documents.worked_model import WorkedExample
from suyuan.model.text import Message, Text

Sentence = Text | Message


@dataclass(frozen=True)
class PolicyAmount:
    """An amount under one tracing policy (``fifo``, ``pro_rata``, …)."""

    policy: str
    amount: int


@dataclass(frozen=True)
class PolicyWords:
    """A tracing policy that was run: its id, its name and its rule in words for a court."""

    policy: str
    name: Text
    rule: Sentence


@dataclass(frozen=True)
class CaseFacts:
    """The head of the report.

    ``filed_at`` is 立案 time, None where the case has none yet; ``as_of`` the moment the figures are asked for and
    the only date the document carries. ``responsible`` is the person who will sign, empty for a blank line;
    ``policy_choice`` says who chose the case's policy and why, None where nobody has.
    """

    number: str
    name: str
    organ: str
    filed_at: datetime | None
    as_of: datetime
    currency: str
    version: str
    responsible: str = ""
    policy_choice: Sentence | None = None


@dataclass(frozen=True)
class RowPlace:
    """A row in a file of evidence. ``sheet`` is None for a text file, ``row`` physical, from 1."""

    sha256: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class RowClasses:
    """How many physical rows of a file fall into each class; ``total`` is their sum."""

    total: int
    header: int = 0
    preamble: int = 0
    footer: int = 0
    blank: int = 0
    repeated_header: int = 0
    continuation: int = 0
    note: int = 0
    read: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class EvidenceFile:
    """One file of evidence, known by its content.

    ``other_names`` are further names under which the same bytes came. ``kind`` is ``statement``,
    ``victim_report``, ``request_list``, ``role_list``, ``bulletin``, ``unpacked`` (an archive) or ``unread``;
    ``layout`` the id of the layout that read it, empty where none did. ``rows`` is None for a file that was not
    read, ``refused`` then says why. ``proven``, ``broken`` and ``absent`` count its accounts by balance state.
    """

    sha256: str
    name: str
    size: int
    kind: str
    layout: str = ""
    other_names: tuple[str, ...] = ()
    received_at: datetime | None = None
    received_from: str = ""
    rows: RowClasses | None = None
    proven: int = 0
    broken: int = 0
    absent: int = 0
    refused: Sentence | None = None


@dataclass(frozen=True)
class QuarantinedLine:
    """A row that could not be read: where, what it says, and why not."""

    place: RowPlace
    column: str
    text: str
    reason: Sentence


@dataclass(frozen=True)
class BalanceBreakLine:
    """A row whose balance does not follow from the row before it; ``quarantined`` are unread rows between."""

    row: int
    expected: int
    found: int
    quarantined: tuple[int, ...] = ()


@dataclass(frozen=True)
class BalanceLine:
    """The balance chain of one account in one file: ``state`` is ``proven``, ``broken`` or ``absent``."""

    sha256: str
    sheet: str | None
    account: str
    state: str
    bookings: int
    breaks: tuple[BalanceBreakLine, ...] = ()


@dataclass(frozen=True)
class GapLine:
    """A stretch of an account's statement that is missing; ``jump`` is the net change of balance inside it."""

    account: str
    start: datetime | None
    end: datetime | None
    jump: int
    place: RowPlace | None = None


@dataclass(frozen=True)
class ContradictionLine:
    """Two institutions say different things: of which account, when, how much, and what exactly."""

    account: str
    time: datetime | None
    amount: int | None
    sentence: Sentence
    place: RowPlace | None = None


@dataclass(frozen=True)
class AmbiguousLine:
    """A row that could be paired otherwise just as well: with what it is paired, and with what it could be.

    ``count`` is how many others there are, which may be more than ``others``. ``by`` is ``another_account`` or
    ``time_alone``.
    """

    account: str
    time: datetime
    amount: int
    by: str
    place: RowPlace
    partner: RowPlace
    others: tuple[RowPlace, ...]
    count: int
    date_only: bool = False


@dataclass(frozen=True)
class ConvertedShare:
    """What of a known exchange was claims' money under one policy, minor units paid and received."""

    policy: str
    paid: int
    received: int


@dataclass(frozen=True)
class LeadLine:
    """Two rows that may be one payment or one exchange, and are no link: to be asked about.

    Amounts are minor units of ``paid_currency`` and ``received_currency``; ``by`` is ``amount_and_time``,
    ``words_and_time``, or ``number`` (a conversion that is known; ``shares`` says what of it was claims' money).
    """

    paid: RowPlace
    received: RowPlace
    paid_amount: int
    paid_currency: str
    received_amount: int
    received_currency: str
    by: str
    shares: tuple[ConvertedShare, ...] = ()


@dataclass(frozen=True)
class UnfoundPaymentLine:
    """A reported payment for which no transfer was found, with the reason and the transfers that came nearest."""

    report: str
    victim: str
    time: datetime
    payer: str
    payee: str
    amount: int
    reason: Sentence
    place: RowPlace
    near: tuple[Sentence, ...] = ()
    date_only: bool = False


@dataclass(frozen=True)
class BackOfficeLine:
    """A row of a platform's or gang's own books, as it states it; amounts as text, for they are no bank figures.

    ``kind`` is a word of the back office (member, withdrawal, agent, receiving_account, performance, wage).
    """

    kind: str
    number: str
    member: str
    name: str
    phone: str
    above: str
    account: str
    bank: str
    time: str
    amount: str
    commission: str
    said: str
    place: RowPlace


@dataclass(frozen=True)
class TopUpLine:
    """A platform's top-up: its transfer with the reasons, or why it has none and what came nearest."""

    number: str
    member: str
    time: str
    amount: str
    account: str
    said: str
    transfer: str
    reasons: tuple[Sentence, ...]
    why_not: Sentence | None
    near: tuple[Sentence, ...]
    place: RowPlace


@dataclass(frozen=True)
class ReportedReturnLine:
    """A payment back that a victim reports, with its words; the amount as text, for it is no bank figure."""

    report: str
    victim: str
    time: str
    amount: str
    sentence: str
    place: RowPlace


@dataclass(frozen=True)
class LeftOutLine:
    """A booking that is in the evidence and not in the ledger: failed, closed, corrected."""

    place: RowPlace
    account: str
    time: datetime
    amount: int
    reason: Sentence


@dataclass(frozen=True)
class AccountLine:
    """An account, or a node where money leaves the accounts (``cash:…``, ``via:…``).

    ``numbers`` are all numbers of the account. ``kind`` is a word of ``AccountKind``, or ``node``; ``role`` a
    word of ``Role``. ``tier`` is None where the claims' money never reached it as a hop. ``state`` is ``stands``,
    ``stood_until`` or ``last_seen`` as of the case's moment; ``balance`` the last one stated, at
    ``balance_time``. ``exit_kind`` is a word of ``ExitKind`` (or ``unnamed``) for a node, ``edge_account`` for an
    account whose statement nobody has, ``returned_to_victim`` for a victim's own, else empty. An account without
    tier and exit kind that holds claims' money got it from a victim or merchant: it counts as beyond the trail.
    ``parent`` is the account that a sub-account or product belongs to, else empty. ``controller`` and ``tags``
    stand only by decision.
    """

    key: str
    numbers: tuple[str, ...] = ()
    holder: str = ""
    bank: str = ""
    kind: str = "bank"
    role: str = "unknown"
    role_reason: str = ""
    tier: int | None = None
    holder_tier: int | None = None
    first_reached: datetime | None = None
    state: str = "last_seen"
    covered_from: datetime | None = None
    covered_to: datetime | None = None
    balance: int | None = None
    balance_time: datetime | None = None
    has_statement: bool = False
    exit_kind: str = ""
    parent: str = ""
    controller: str = ""
    tags: tuple[Text, ...] = ()

    @property
    def is_node(self) -> bool:
        """Tell whether this is no account but a place where money left the accounts."""
        return self.kind == "node"


@dataclass(frozen=True)
class FlowLine:
    """What of a transfer was one claim's money, under each policy."""

    claim: str
    amounts: tuple[PolicyAmount, ...]


@dataclass(frozen=True)
class TransferLine:
    """A transfer that carries claims' money, or that returned money to a victim.

    ``rows`` are the bookings it rests on, payer's first. ``grade`` is ``known``, ``inferred`` or ``assumed``,
    ``reason`` the pairing rule's word, ``agreed`` what its two rows have in common. ``date_only`` says that no
    source states the hour.
    """

    id: str
    time: datetime
    payer: str
    payee: str
    amount: int
    grade: str
    reason: str
    rows: tuple[RowPlace, ...]
    flows: tuple[FlowLine, ...] = ()
    date_only: bool = False
    agreed: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class ClaimLine:
    """One claim: of ``transfer`` the amount was defrauded from ``victim``; ``effective`` is what entered as the
    victim's own money (自有资金部分), by policy. ``place`` is the row of the victim's report, ``sentence`` what
    a free text says there; ``reasons`` say why the transfer is the reported payment.
    """

    id: str
    victim: str
    transfer: str
    amount: int
    effective: tuple[PolicyAmount, ...]
    place: RowPlace | None = None
    reasons: tuple[Sentence, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class VictimLoss:
    """A victim's three figures, which depend on no policy.

    ``paid`` counts every reported amount, found or not; ``returned`` what came back before the cut-off by the
    transfers ``returned_by``; ``net`` is what remains, never below zero.
    """

    victim: str
    paid: int
    returned: int
    net: int
    returned_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoldingLine:
    """What an account or node holds of a claim's money at the case's moment, by policy; absent policies hold 0.

    For each claim and policy the holdings of all accounts and nodes sum to the claim's effective amount.
    ``marks`` are warnings that belong to the figure (it passed a gap, it rests on an inferred link).
    """

    account: str
    claim: str
    amounts: tuple[PolicyAmount, ...]
    marks: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class YieldLine:
    """What of the interest of an account fell on one claim's money, by policy: in no holding."""

    account: str
    claim: str
    amounts: tuple[PolicyAmount, ...]


@dataclass(frozen=True)
class DepthLine:
    """The claims' money on credits of ``account`` at depth ``depth``, by policy."""

    account: str
    depth: int
    amounts: tuple[PolicyAmount, ...]


@dataclass(frozen=True)
class InquiryLine:
    """What to ask next: whom, for which number and period, how much of the victims' money stops there, why.

    ``amount`` is the greatest over the policies; ``numbers`` are order numbers to quote.
    """

    rank: int
    account: str
    institution: str
    start: datetime | None
    end: datetime | None
    amount: int
    reason: Sentence
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class StopLine:
    """An account to stop first: how much of the victims' money it holds by policy, before when, and why."""

    rank: int
    account: str
    institution: str
    amounts: tuple[PolicyAmount, ...]
    reason: Sentence
    before: datetime | None = None


@dataclass(frozen=True)
class CaseReport:
    """Everything the case report says.

    ``holdings`` cover accounts and nodes alike. ``known_holdings`` are those of a run with known links alone,
    None where there was no such run. ``limits`` are further sentences for the method page. All amounts are of the
    case's currency but those of ``currencies``; ``brought`` is what exchanges brought back into it.
    """

    case: CaseFacts
    policies: tuple[PolicyWords, ...]
    evidence: tuple[EvidenceFile, ...]
    accounts: tuple[AccountLine, ...]
    claims: tuple[ClaimLine, ...]
    losses: tuple[VictimLoss, ...]
    transfers: tuple[TransferLine, ...]
    holdings: tuple[HoldingLine, ...]
    known_holdings: tuple[HoldingLine, ...] | None = None
    depths: tuple[DepthLine, ...] = ()
    inquiries: tuple[InquiryLine, ...] = ()
    stops: tuple[StopLine, ...] = ()
    quarantined: tuple[QuarantinedLine, ...] = ()
    balances: tuple[BalanceLine, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    contradictions: tuple[ContradictionLine, ...] = ()
    ambiguous: tuple[AmbiguousLine, ...] = ()
    leads: tuple[LeadLine, ...] = ()
    unfound: tuple[UnfoundPaymentLine, ...] = ()
    left_out: tuple[LeftOutLine, ...] = ()
    limits: tuple[Sentence, ...] = ()
    yields: tuple[YieldLine, ...] = ()
    completeness: CompletenessPages | None = None
    books: tuple[BackOfficeLine, ...] = ()
    top_ups: tuple[TopUpLine, ...] = ()
    returns: tuple[ReportedReturnLine, ...] = ()
    worked: tuple[WorkedExample, ...] = ()
    brought: tuple[HoldingLine, ...] = ()
    currencies: CurrencyPages | None = None
    kept: KeptHours | None = None
    decided: DecidedPages | None = None
    bounded: BoundedPages | None = None
