"""The case's ledger: transfers in order, and everything that could not be one, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from suyuan.intake.balance_chain import BalanceState
from suyuan.model.claim import Claim, ReportedPayment
from suyuan.model.coverage import Assertion, Coverage
from suyuan.model.earmark import PlacedEarmark, UnplacedEarmark
from suyuan.model.moment import Moment, Precision
from suyuan.model.role import AccountTag
from suyuan.model.text import Message, Text
from suyuan.model.transfer import AccountKind, Grade, Role, Transfer


class LeftOutReason(Enum):
    """Why a booking is in the evidence and not in the ledger."""

    FAILED = "failed"
    CLOSED = "closed"
    PENDING = "pending"
    ZERO = "zero"
    NO_DIRECTION = "no_direction"
    CORRECTED = "corrected"
    OTHER_CURRENCY = "other_currency"
    TRADE = "trade"
    REPEATS_SHEET = "repeats_sheet"
    REPEATS_FILE = "repeats_file"
    REPEATS_ORDER = "repeats_order"
    HOLD = "hold"


LEFT_OUT_NAMES = {
    LeftOutReason.FAILED: Text(zh="交易失败", en="failed"),
    LeftOutReason.CLOSED: Text(zh="交易关闭", en="closed"),
    LeftOutReason.PENDING: Text(zh="尚未完成", en="pending"),
    LeftOutReason.ZERO: Text(zh="金额为零", en="amount of zero"),
    LeftOutReason.NO_DIRECTION: Text(zh="无收支方向", en="neither in nor out"),
    LeftOutReason.CORRECTED: Text(
        zh="已冲正，原账目与冲正账目一并剔除", en="reversed: taken out with its correction"
    ),
    LeftOutReason.OTHER_CURRENCY: Text(zh="其他币种", en="another currency"),
    LeftOutReason.TRADE: Text(zh="交易记录，不是账目", en="record of a trade, not a booking"),
    LeftOutReason.REPEATS_SHEET: Text(zh="所在工作表与前一工作表重复", en="its sheet repeats an earlier one"),
    LeftOutReason.REPEATS_FILE: Text(
        zh="与另一份文件中的同一笔账目重复", en="the same booking stands in another file"
    ),
    LeftOutReason.REPEATS_ORDER: Text(
        zh="同一订单号、金额、方向的账目已见于该机构反馈的另一张表",
        en="another table of the institution's return shows the same order, amount and direction",
    ),
    LeftOutReason.HOLD: Text(
        zh="冻结、解冻、止付的记录，不动用资金", en="a note of a freeze, its end or a stop: moves nothing"
    ),
}


@dataclass(frozen=True)
class LeftOut:
    """A booking that is not in the ledger, and why."""

    booking: str
    reason: LeftOutReason


@dataclass(frozen=True)
class Gap:
    """A place where an account's balance does not follow: rows are missing between two of its bookings.

    ``before`` and ``after`` are the bookings at its edges, ``start`` and ``end`` their times. ``expected`` is the
    balance after ``before``, ``found`` the balance that the institution states before ``after``; minor units.
    ``quarantined`` are physical rows of the same table, between the two, that could not be read.
    """

    account: str
    before: str
    after: str
    start: Moment
    end: Moment
    expected: int
    found: int
    quarantined: tuple[int, ...] = ()


class ContradictionKind(Enum):
    """What does not agree with what."""

    UNMATCHED = "unmatched"
    BALANCE_DIFFERS = "balance_differs"
    PLACES_CROSS = "places_cross"
    ORIGINAL_UNFOUND = "original_unfound"
    ROLES_DIFFER = "roles_differ"


@dataclass(frozen=True)
class Contradiction:
    """Two statements that cannot both hold; ``booking`` is the row that shows it, empty where it is no row.

    ``amount`` is the minor units in question, 0 where none are.
    """

    kind: ContradictionKind
    account: str
    booking: str
    amount: int
    message: Message


@dataclass(frozen=True)
class NearTransfer:
    """A transfer that comes near a reported payment, and why it was not taken."""

    transfer: str
    time: Moment
    payer: str
    payee: str
    amount: int
    why: Message


class Naming(Enum):
    """How one row of a pair names the other's account."""

    FULL = "full"
    MASK_FITS = "mask_fits"
    DAMAGED_FITS = "damaged_fits"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Agreed:
    """Why two rows are taken as one payment, beside the rule that joined them.

    ``payer_row`` tells how the payer's row names the payee, ``payee_row`` how the payee's names the payer; NOBODY
    also where a row names a collection account. ``number`` is the least order or clearing number that both rows
    carry, empty where they share none. ``seconds`` is the time between the rows as exactly as both state it
    (``precision``), negative where the credit stands earlier. ``fee`` is what the payer's row shows more, minor
    units.
    """

    payer_row: Naming
    payee_row: Naming
    number: str
    seconds: int
    precision: Precision
    fee: int = 0


class AmbiguousBy(Enum):
    """What another assignment, with as many pairs of every rule, would change."""

    ANOTHER_ACCOUNT = "another_account"
    TIME_ALONE = "time_alone"


@dataclass(frozen=True)
class Ambiguous:
    """A row whose partner could be another one just as well by every rule of grade.

    ``others`` are other possible partners, ``count`` how many there are, which may be more. ANOTHER_ACCOUNT: they
    stand on another account, so that money would take another way. TIME_ALONE: they stand on the same account, and
    nearness in time alone decided.
    """

    booking: str
    partner: str
    others: tuple[str, ...]
    count: int
    by: AmbiguousBy


@dataclass(frozen=True)
class Lead:
    """A debit and a credit of one amount at one time against collecting accounts, by their bookings' ids.

    No order number joins them, so they are no link: to be asked about, nothing more. ``amount`` is minor units.
    """

    paid: str
    received: str
    amount: int


class ConversionReason(Enum):
    """What makes a debit in one currency and a credit in another one exchange."""

    NUMBER = "number"
    WORDS_AND_TIME = "words_and_time"


@dataclass(frozen=True)
class Conversion:
    """An exchange of one currency for another, by its bookings' ids; amounts in each currency's minor units.

    Known by a number that both rows carry; by words and time it is a lead.
    """

    debit: str
    credit: str
    paid: int
    paid_currency: str
    received: int
    received_currency: str
    grade: Grade
    reason: ConversionReason


@dataclass(frozen=True)
class UnfoundPayment:
    """A reported payment whose transfer no statement shows; ``claim`` is the id it would have.

    ``near`` are the transfers that come nearest. ``repeats`` is the claim of another file that reports the same
    payment, else empty: then it counts once.
    """

    claim: str
    payment: ReportedPayment
    reason: Message
    near: tuple[NearTransfer, ...] = ()
    repeats: str = ""


@dataclass(frozen=True)
class AccountFacts:
    """What is known of one account.

    ``account`` is its key, ``numbers`` all its numbers. ``holder`` and ``bank`` are empty where nobody states
    them. ``opening`` is the stated balance before its first transfer in the ledger, below zero where the account
    owed, None where none is given; ``has_statement`` tells whether rows of its own are in evidence, ``balance``
    what their balances prove, over all files together. ``parent`` is the account that a product was bought from or
    a sub-account belongs to, else empty. ``controller`` 实际控制人 and ``tags`` stand only by decision.
    """

    account: str
    kind: AccountKind
    role: Role
    holder: str
    bank: str
    numbers: tuple[str, ...]
    has_statement: bool
    balance: BalanceState
    coverages: tuple[Coverage, ...]
    opening: int | None
    parent: str = ""
    controller: str = ""
    tags: tuple[AccountTag, ...] = ()

    @property
    def opening_stated(self) -> bool:
        """Tell whether an institution states the opening balance."""
        return self.opening is not None


@dataclass(frozen=True)
class Ledger:
    """A case's ledger in one currency, ``transfers`` in ledger order; ``claims`` in the order of their payments.

    ``booked_at`` gives each transfer's own time as its rows state it; ``Transfer.time`` is the running maximum.
    ``unproven_order`` holds the ids of transfers whose place within an instant no balance chain proves: figures
    that rest on them are to be marked. ``added`` gives for each transfer that no booking is (what was lent and
    repaid, what a product gave or lost, an acquirer's stated fee) the one that called for it.
    ``claim_reasons`` says by claim why its transfer is the reported payment. ``agreed`` tells of each transfer
    that rests on two rows what these have in common, ``ambiguous`` lists rows that could be paired otherwise as
    well.
    ``earmarks`` are those that were placed in it, in their order (``ledger.earmarked``).
    ``leads`` are no links; ``labels`` tells of a node whom its first row names (a merchant, an institution).
    """

    currency: str
    transfers: tuple[Transfer, ...]
    booked_at: Mapping[str, Moment]
    claims: tuple[Claim, ...]
    unfound: tuple[UnfoundPayment, ...]
    openings: Mapping[str, int]
    assertions: tuple[Assertion, ...]
    accounts: Mapping[str, AccountFacts]
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...]
    left_out: tuple[LeftOut, ...]
    unproven_order: frozenset[str] = frozenset()
    added: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[Lead, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    claim_reasons: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    ambiguous: tuple[Ambiguous, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    conversion_leads: tuple[Conversion, ...] = ()
    earmarks: tuple[PlacedEarmark, ...] = ()
    unplaced_earmarks: tuple[UnplacedEarmark, ...] = ()
