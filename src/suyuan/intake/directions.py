"""Directions: out of a word, a sign, two columns or two parties; a blank one out of the balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.intake.balance_chain import is_newest_first, step_of
from suyuan.intake.cells import NO_AMOUNT, read_amount, shown, side_of, tidy
from suyuan.intake.direction_codes import is_code, stated_codes
from suyuan.intake.fault import Fault
from suyuan.intake.layout import Layout
from suyuan.intake.parties import party_number
from suyuan.model.booking import Booking, Direction
from suyuan.model.text import Text

UNKNOWN_DIRECTION = Text(
    zh="收付标志“{text}”不在本版式的用语之内", en="the direction word “{text}” is not one that this layout knows"
)
BLANK_DIRECTION = Text(
    zh="收付标志为空，余额也不能判定", en="the direction is blank and the balances do not settle it"
)
BOTH_COLUMNS = Text(
    zh="收入与支出两列都有金额（{incoming} 与 {outgoing}）",
    en="both the credit and the debit column hold an amount ({incoming} and {outgoing})",
)
MINUS = Text(
    zh="金额“{text}”为负，本版式不应有负数", en="the amount “{text}” is negative, which this layout never is"
)
OTHER_SIDE = Text(
    zh="金额“{text}”自带的借贷方向与收付标志不一致",
    en="the side printed behind the amount “{text}” is not what the direction word says",
)
NO_SIDE = Text(
    zh="其他行的金额注明贷方（CR），本行“{text}”没有注明，方向不明",
    en="other rows print CR behind the amount and “{text}” stands alone: its direction is not known",
)
NOT_A_PARTY = Text(zh="付款方与收款方都不是本账户", en="the account is neither the paying nor the receiving party")


@dataclass(frozen=True)
class Move:
    """What a row moves: ``amount`` >= 0 in minor units and its direction.

    ``undecided`` says that the balances must settle the direction; ``minus`` that the amount was printed negative
    beside a word, so that the balances may turn the direction. ``code`` is a bare digit whose meaning the file
    does not state (``direction_codes``). ``blank``: a sum has no word, and the layout takes it for neither.
    """

    amount: int
    direction: Direction
    undecided: bool = False
    minus: bool = False
    code: str = ""
    blank: bool = False


Mover = Callable[[Sequence[str], Set[int], str], Move | Fault]
"""Reads a row's move: its cells, which of them a spreadsheet stored as numbers, its currency."""


def mover(layout: Layout, columns: Mapping[str, Sequence[int]], names: Sequence[str], subject: str) -> Mover:
    """Return the reader of moves for a table; ``subject`` is the own account where parties are compared."""
    amounts = _Amounts(layout, names)
    if layout.rules.direction == "two_columns":
        return _two_columns(layout, columns, amounts)
    if layout.rules.direction == "word" and "amount" not in columns:
        columns = {**columns, "amount": columns["incoming"]}
    column = columns["amount"][0]
    if layout.rules.subject == "party":
        return _party(layout, columns, column, amounts, subject)
    if layout.rules.direction in ("signed", "out", "none"):
        return _signed(column, amounts)
    if layout.rules.direction == "compare":
        return _compare(columns, amounts, subject)
    return _word(layout, columns, column, amounts)


@dataclass(frozen=True)
class _Amounts:
    """Reads a column's amount, or says which column is at fault."""

    layout: Layout
    names: Sequence[str]

    def read(self, text: str, column: int, numeric: Set[int], currency: str) -> int | Fault:
        rules = self.layout.rules
        amount = read_amount(
            text,
            currency,
            minor_units=rules.unit == "minor",
            ten_thousands=rules.unit == "ten_thousand",
            numeric=column in numeric,
            decimal_comma=rules.decimal_mark == "comma",
        )
        return amount if isinstance(amount, int) else Fault(self.names[column], amount)


def _word(layout: Layout, columns: Mapping[str, Sequence[int]], amount_at: int, amounts: _Amounts) -> Mover:
    word_at = columns["direction"][0]
    words = _Words(_words(layout, amounts.names[word_at]))
    outgoing_at = columns["outgoing"][0] if "outgoing" in columns else amount_at
    rules = layout.rules
    undecided = rules.blank_direction == "balance"

    def read(cells: Sequence[str], numeric: Set[int], currency: str) -> Move | Fault:
        printed = next(
            (cells[at].strip() for at in columns["direction"] if tidy(cells[at])), cells[word_at].strip()
        )
        direction = words.meaning(printed)
        at = outgoing_at if direction is Direction.OUT else amount_at
        text = cells[at]
        if not tidy(text):
            return Fault(amounts.names[at], NO_AMOUNT())
        amount = amounts.read(text, at, numeric, currency)
        if isinstance(amount, Fault):
            return amount
        side = side_of(text)
        if side is not None:
            if direction not in (side, None) or (direction is None and tidy(printed)):
                return Fault(amounts.names[at], OTHER_SIDE(text=shown(text)))
            return Move(abs(amount), side if amount else Direction.NONE)
        blank = direction is None and not tidy(printed)
        if direction is None and is_code(tidy(printed)):
            return Move(abs(amount), Direction.NONE, undecided=amount != 0, minus=amount < 0, code=tidy(printed))
        if direction is None and (not blank or rules.blank_direction == "quarantine"):
            unknown = BLANK_DIRECTION() if blank else UNKNOWN_DIRECTION(text=shown(printed))
            return Fault(amounts.names[word_at], unknown)
        if amount < 0 and rules.minus == "quarantine":
            return Fault(amounts.names[at], MINUS(text=shown(text)))
        if amount < 0 and rules.minus == "reverse" and direction is not None:
            return Move(-amount, _OTHER[direction])
        waits = blank and undecided and amount != 0
        lost = blank and not undecided and amount != 0
        return Move(abs(amount), direction or Direction.NONE, undecided=waits, minus=amount < 0, blank=lost)

    return read


@dataclass(frozen=True)
class _Words:
    """Direction words; one that ends with ``*`` is the beginning of a text."""

    words: Mapping[str, Direction]

    def meaning(self, printed: str) -> Direction | None:
        """Return what a printed word means, None where it is not one of them."""
        found = self.words.get(printed) or self.words.get(tidy(printed))
        if found is None and printed:
            starts = (word for word in self.words if word[-1:] == "*" and tidy(printed).startswith(word[:-1]))
            found = self.words.get(max(starts, key=len, default=""))
        return found


def _signed(column: int, amounts: _Amounts) -> Mover:
    """Read amounts whose sign is the direction, or (``out``, ``none``) a sign that turns the layout's one."""
    rules = amounts.layout.rules
    plus = Direction.IN if rules.plus == "in" else Direction.OUT
    plus = {"out": Direction.OUT, "none": Direction.NONE}.get(rules.direction, plus)
    credits_marked: set[Direction] = set()

    def read(cells: Sequence[str], numeric: Set[int], currency: str) -> Move | Fault:
        if not tidy(cells[column]):
            return Fault(amounts.names[column], NO_AMOUNT())
        amount = amounts.read(cells[column], column, numeric, currency)
        if isinstance(amount, Fault):
            return amount
        if amount < 0 and rules.direction != "signed" and rules.minus == "quarantine":
            return Fault(amounts.names[column], MINUS(text=shown(cells[column])))
        side = side_of(cells[column])
        if side is not None and amount:
            credits_marked.add(side)
            return Move(abs(amount), side)
        if amount > 0 and plus is Direction.IN and Direction.IN in credits_marked:
            return Fault(amounts.names[column], NO_SIDE(text=shown(cells[column])))
        if rules.plus == "bare_is_out" and amount:
            return Move(abs(amount), Direction.IN if tidy(cells[column])[0] in "+-" else Direction.OUT)
        return Move(abs(amount), Direction.NONE if not amount else plus if amount > 0 else _OTHER[plus])

    return read


def _two_columns(layout: Layout, columns: Mapping[str, Sequence[int]], amounts: _Amounts) -> Mover:
    in_at, out_at = columns["incoming"][0], columns["outgoing"][0]
    minus = layout.rules.minus

    def read(cells: Sequence[str], numeric: Set[int], currency: str) -> Move | Fault:
        found = []
        for column in (in_at, out_at):
            empty = not tidy(cells[column])
            amount = None if empty else amounts.read(cells[column], column, numeric, currency)
            if isinstance(amount, Fault):
                return amount
            if amount is not None and column == out_at and side_of(cells[column]) is not None:
                amount = -amount  # a debit is what this column holds
            if amount is not None and amount < 0 and minus == "quarantine":
                return Fault(amounts.names[column], MINUS(text=shown(cells[column])))
            found.append(
                abs(amount) if amount is not None and minus == "absolute" and column == out_at else amount
            )
        incoming, outgoing = found
        if incoming is None and outgoing is None:
            return Fault(amounts.names[out_at], NO_AMOUNT())
        if incoming and outgoing:
            both = BOTH_COLUMNS(incoming=cells[in_at].strip(), outgoing=cells[out_at].strip())
            return Fault(amounts.names[out_at], both)
        net = (incoming or 0) - (outgoing or 0)
        return Move(abs(net), _by_sign(net))

    return read


def _compare(columns: Mapping[str, Sequence[int]], amounts: _Amounts, file_subject: str) -> Mover:
    payers, payees, column = columns["payer"], columns["payee"], columns["amount"][0]

    def read(cells: Sequence[str], numeric: Set[int], currency: str) -> Move | Fault:
        if not tidy(cells[column]):
            return Fault(amounts.names[column], NO_AMOUNT())
        amount = amounts.read(cells[column], column, numeric, currency)
        if isinstance(amount, Fault):
            return amount
        if amount < 0:
            return Fault(amounts.names[column], MINUS(text=shown(cells[column])))
        subject = subject_of(cells, columns, file_subject)
        pays = not subject or subject in {party_number(cells[at]) for at in payers}
        gets = bool(subject) and subject in {party_number(cells[at]) for at in payees}
        if not pays and not gets:
            return Fault(amounts.names[payers[0]], NOT_A_PARTY())
        if pays and gets:
            return Move(amount, Direction.NONE)
        return Move(amount, Direction.OUT if pays else Direction.IN)

    return read


def subject_of(cells: Sequence[str], columns: Mapping[str, Sequence[int]], file_subject: str) -> str:
    """Return the party that was asked about: the one that the row's own query names, else the file's."""
    parties = [party_number(cells[at]) for field in ("payer", "payee") for at in columns.get(field, ())]
    asked = {party_number(cells[at]) for at in columns.get("subject", ())} - {""}
    return next((party for party in parties if party in asked), file_subject)


def _party(
    layout: Layout, columns: Mapping[str, Sequence[int]], amount_at: int, amounts: _Amounts, subject: str
) -> Mover:
    """Return the reader of rows that name payer and payee, and say by a word which of them was asked about."""
    word_at = columns["direction"][0]
    words = _words(layout, amounts.names[word_at])
    compare = _compare(columns, amounts, subject)

    def read(cells: Sequence[str], numeric: Set[int], currency: str) -> Move | Fault:
        printed = tidy(cells[word_at])
        direction = words.get(printed)
        if direction is None and printed and not is_code(printed):
            return Fault(amounts.names[word_at], UNKNOWN_DIRECTION(text=shown(printed)))
        if direction is None:
            unknown = UNKNOWN_DIRECTION(text=shown(printed)) if printed else BLANK_DIRECTION()
            return compare(cells, numeric, currency) if subject else Fault(amounts.names[word_at], unknown)
        if not tidy(cells[amount_at]):
            return Fault(amounts.names[amount_at], NO_AMOUNT())
        amount = amounts.read(cells[amount_at], amount_at, numeric, currency)
        if isinstance(amount, Fault):
            return amount
        if amount < 0:
            return Fault(amounts.names[amount_at], MINUS(text=shown(cells[amount_at])))
        return Move(amount, direction)

    return read


def _words(layout: Layout, header: str) -> dict[str, Direction]:
    """Return what each printed word means; codes that the header states (借方：1，贷方：2) come first."""
    words = {word: Direction(value) for word, value in layout.words["direction"].items()}
    return {**words, **stated_codes(header, words)}


_OTHER = {Direction.IN: Direction.OUT, Direction.OUT: Direction.IN, Direction.NONE: Direction.NONE}


def _by_sign(amount: int) -> Direction:
    if not amount:
        return Direction.NONE
    return Direction.IN if amount > 0 else Direction.OUT


# --- settled by the balances -----------------------------------------------------------------------------------


def settle(bookings: Sequence[Booking], undecided: Set[int], minus: Set[int]) -> tuple[list[Booking], list[int]]:
    """Return one account's bookings with blank directions settled, and the places where that was not possible.

    A blank direction is settled where the row's balance follows from the one before it (or, within one instant,
    from any of that instant) in exactly one way; a word beside a negative amount is turned only where its own
    direction does not follow and the other does. Both are marked inferred.
    """
    settled = list(bookings)
    unsettled: list[int] = []
    if not undecided and not minus:
        return settled, unsettled
    places = [place for place, booking in enumerate(bookings) if booking.status.moved_money]
    if is_newest_first([bookings[place] for place in places]):
        places.reverse()
    instants: defaultdict[datetime, list[Booking]] = defaultdict(list)
    for place in places:
        instants[bookings[place].time.at].append(bookings[place])
    for at, place in enumerate(places):
        if place in undecided or place in minus:
            before = bookings[places[at - 1]].balance if at else None
            found = settled_by(bookings[place], before, instants[bookings[place].time.at])
            kept = bookings[place].direction
            if found is not None and found is not kept:
                settled[place] = replace(bookings[place], direction=found, direction_inferred=True)
    unsettled = sorted(place for place in undecided if settled[place].direction is Direction.NONE)
    return settled, unsettled


def settled_by(booking: Booking, before: int | None, instant: Sequence[Booking]) -> Direction | None:
    """Return the direction that the balances say, None where they say neither or both.

    ``before`` is the balance of the row before, ``instant`` the rows of the same instant.
    """
    if booking.balance is None:
        return None
    around = {each.balance for each in instant if each is not booking}
    for balances in ({before}, {before} | around):
        incoming = booking.balance - booking.amount in balances
        outgoing = booking.balance + booking.amount in balances
        if incoming and outgoing and step_of(booking):
            return booking.direction
        if incoming != outgoing:
            return Direction.IN if incoming else Direction.OUT
    return None
