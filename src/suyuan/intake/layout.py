"""Layouts are data: one TOML description a layout, checked strictly when it is loaded.

A description says how to know the layout (``recognise``), which column holds what (``columns``), what its words
mean (``words``), how direction, sign and unit work (``rules``), and which rows are not bookings (``footers``,
``notes``). The engine that reads by it knows no bank. Each key is explained at its dataclass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from suyuan.errors import Refused
from suyuan.intake.header import clean_name
from suyuan.intake.sections import nothing_left, rows, section, string, strings
from suyuan.model.booking import BookingKind, BookingStatus, Direction
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind

BAD_LAYOUT = Text(zh="版式描述 {file} 有误：{problem}", en="the layout description {file} is wrong: {problem}")


class FileKind(Enum):
    """What a file is: an institution's statement, one of our own forms, a list that books nothing, or a
    platform's or gang's own books.
    """

    STATEMENT = "statement"
    VICTIM_REPORT = "victim_report"
    REQUEST_LIST = "request_list"
    ROLE_LIST = "role_list"
    EARMARK_LIST = "earmark_list"
    ACCOUNT_LIST = "account_list"
    PERSON_LIST = "person_list"
    TASK_LIST = "task_list"
    MEASURE_LIST = "measure_list"
    LOGIN_LIST = "login_list"
    OTHER_LIST = "other_list"
    BACK_OFFICE = "back_office"
    WAGES = "wages"

    @property
    def is_list(self) -> bool:
        """Tell whether it is an institution's list that books nothing (accounts, persons, tasks, measures …)."""
        return self.value in (
            "account_list",
            "person_list",
            "task_list",
            "measure_list",
            "login_list",
            "other_list",
        )

    @property
    def is_form(self) -> bool:
        """Tell whether it is one of our own forms, which a person fills in."""
        return self.value in ("victim_report", "request_list", "role_list", "earmark_list")


STATEMENT_FIELDS = frozenset(
    (
        *("time", "month", "day", "clock", "account", "other_numbers", "holder", "card"),
        *("direction", "amount", "incoming", "outgoing", "fee", "balance", "currency", "contract", "symbol"),
        *("counterparty_account", "counterparty_name", "counterparty_bank", "merchant"),
        *("payer", "payee", "payer_name", "payee_name", "payer_bank", "payee_bank", "subject"),
        *("summary", "details", "kind", "reference", "references", "reference_texts", "corrects", "status"),
        "cash_spot",
    )
)
LIST_FIELDS = frozenset(
    (
        *("account", "other_numbers", "parent", "holder", "bank", "bound"),
        *("currency", "balance", "available", "time"),
        *("task", "start", "end", "sent", "due", "answered", "answer", "remark", "organ", "officer"),
    )
)
FORM_FIELDS = {
    **{kind: LIST_FIELDS for kind in FileKind if kind.is_list},
    FileKind.VICTIM_REPORT: frozenset(
        ("report", "reported", "victim", "time", "payer", "payee", "amount", "currency", "channel")
    ),
    FileKind.REQUEST_LIST: frozenset(
        (
            *("document", "institution", "account", "currency", "start", "end"),
            *("sent", "due", "answered", "answer", "remark", "organ", "officer"),
        )
    ),
    FileKind.ROLE_LIST: frozenset(("account", "role", "reason", "author", "time")),
    FileKind.EARMARK_LIST: frozenset(
        (
            *("account", "credit", "debit", "amount", "currency"),
            *("grade", "reason", "evidence", "author", "time"),
        )
    ),
}
PREAMBLE_FIELDS = frozenset(("account", "holder", "currency", "start", "end", "year", "month"))
SPLIT_FIELDS = frozenset(
    (
        *("account", "holder", "counterparty_account", "counterparty_name", "counterparty_bank", "currency"),
        *("contract", "value", "refunded"),
    )
)


@dataclass(frozen=True)
class Recognise:
    """How a layout is known.

    ``header`` is its full set of columns. ``required`` columns must all be there (``a|b``: one of them),
    ``forbidden`` ones must not. On top of that one of three must hold: a ``magic`` line at or above the header,
    ``distinctive_needed`` of the ``distinctive`` columns, or ``share`` percent of the set. ``only_line`` is a
    pattern for a file whose single line is no header (an institution's "no such account"). ``first_lines`` are
    words of which one in the first three rows suffices (look-alikes that hold no bookings; ``header`` may be
    empty). ``cells`` are patterns, one a column, for a table without column names that can be known: the first
    row that fits them all is the first row of data, and column ``1`` is the first; ``under_names``: also below a
    row of column names, whatever they are, since the cells say enough.

    A column name that ends with ``*`` is the beginning of a name (``借贷标志*``: what stands behind varies).
    """

    header: tuple[str, ...]
    required: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    magic: tuple[str, ...] = ()
    distinctive: tuple[str, ...] = ()
    distinctive_needed: int = 1
    share: int = 60
    only_line: str = ""
    first_lines: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    under_names: bool = False


@dataclass(frozen=True)
class Rules:
    """How a layout's direction, sign and unit work.

    ``direction``: ``word`` (a column; of several the first that is filled), ``signed`` (the amount's sign),
    ``two_columns`` (incoming, outgoing), ``compare`` (payer and payee against the subject), ``out`` or ``none``
    (all rows alike). ``plus`` is what a positive amount means: ``out`` on bills of credit cards;
    ``bare_is_out``: an amount without a sign is out, any sign says in.
    ``blank_direction``: ``none`` (no side), ``balance`` (the chain settles it, else quarantine) or ``quarantine``.
    ``minus``, where a sign is not the direction: ``reverse`` (a reversal printed in the same column), ``word``
    (the word holds unless the chain says otherwise; warned), ``absolute`` (a minus repeats what the debit column
    says) or ``quarantine``. ``unit``: ``major``, ``minor`` or ``ten_thousand`` (万元).
    ``decimal_mark``: ``point`` or ``comma`` (1.234,56).
    ``overflow``: cells beyond the header ``quarantine`` the row or ``join`` into the last column. ``subject``:
    where the account comes from if no column names it: ``common`` is the one party that stands in every row,
    ``party`` the payer of a debit and the payee of a credit, row by row. ``path_account`` is a pattern on the
    file's path, ``path_bill`` another, whose year and month tell the year of times without one.
    ``lost_prefix``: own numbers that begin with the first text have lost the second before it.
    ``lead`` is a sign that stands before every value (a backtick). ``more_decimals``: amounts with
    more decimals than the currency ``quarantine`` the row or ``round`` it (with a warning). ``footer_rows``: below
    a footer phrase rows of several cells are footer too, if they are no bookings. ``card_balance``:
    rows that name a card may leave the balance as it is (payments that a bound card funded). ``currency`` is what
    a blank or missing currency column means. ``offset_hours`` is the source's civil time. ``era``: ``buddhist``
    where years are counted as in Thailand (2566 is 2023); such years are also known by themselves.
    """

    direction: str = "word"
    plus: str = "in"
    blank_direction: str = "quarantine"
    minus: str = "quarantine"
    unit: str = "major"
    decimal_mark: str = "point"
    overflow: str = "quarantine"
    more_decimals: str = "quarantine"
    lead: str = ""
    footer_rows: bool = False
    subject: str = "column"
    path_account: str = ""
    path_bill: str = ""
    lost_prefix: tuple[str, ...] = ()
    card_balance: bool = False
    currency: str = "CNY"
    offset_hours: int = 8
    offset_minutes: int = 0
    era: str = "common"
    time_formats: tuple[str, ...] = ()
    labelled: bool = False
    kinds_of: str = ""
    default_kind: str = "transfer"
    corrects: str = ""
    closed_may_be_refunded: bool = False
    continuation: tuple[str, ...] = ()

    CHOICES = {  # noqa: RUF012  # a table of constants, not a field
        "direction": ("word", "signed", "two_columns", "compare", "out", "none"),
        "plus": ("in", "out", "bare_is_out"),
        "more_decimals": ("quarantine", "round"),
        "blank_direction": ("none", "balance", "quarantine"),
        "minus": ("reverse", "word", "absolute", "quarantine"),
        "unit": ("major", "minor", "ten_thousand"),
        "decimal_mark": ("point", "comma"),
        "era": ("common", "buddhist"),
        "overflow": ("quarantine", "join"),
        "subject": ("column", "common", "party"),
    }


@dataclass(frozen=True)
class KindRule:
    """What kind a booking is: any of ``words`` stands in the kind columns (``column``: in that one, as its whole).

    ``whole_words`` stand there by themselves, between blanks or signs. ``direction`` restricts the rule to ``in``
    or ``out``. The first rule that fits wins.
    """

    kind: str
    words: tuple[str, ...] = ()
    column: str = ""
    direction: str = ""
    whole_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Split:
    """A column that holds several fields: the first pattern that fits names them by its groups.

    The group ``value`` is what the column itself means by it; ``refunded`` marks a payment that was refunded.
    """

    column: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class NoteRule:
    """Rows that book nothing: any of ``words`` stands in ``column`` and the row has no amount.

    ``amounts``: they may have one (what is announced and not booked yet).
    """

    column: str
    words: tuple[str, ...]
    amounts: bool = False


@dataclass(frozen=True)
class WatchRule:
    """Words in a column that speak of money which the row's amount may not hold (a fee): warned, never booked."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """One layout, as its description says. ``words`` maps a field's printed words to their meaning.

    Sheets of one workbook may be in different layouts of one ``family``, whose name is then the file's format.
    """

    id: str
    title: str
    kind: FileKind
    account_kind: AccountKind | None
    institution: str
    recognise: Recognise
    columns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    rules: Rules
    kinds: tuple[KindRule, ...]
    splits: tuple[Split, ...]
    notes: tuple[NoteRule, ...]
    watched: tuple[WatchRule, ...]
    preamble: tuple[str, ...]
    footers: tuple[str, ...]
    family: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Every column name that the layout knows; none for a table known by its cells."""
        if self.recognise.cells:
            return frozenset()
        names = {*self.recognise.header, *self.recognise.distinctive}
        names.update(name for each in self.recognise.required for name in each.split("|"))
        names.update(name for each in self.columns.values() for name in each)
        return frozenset(names)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Those of its names that are beginnings (end with ``*``), sorted."""
        return tuple(sorted(name for name in self.names if name.endswith("*")))

    @cached_property
    def whole_required(self) -> tuple[tuple[str, ...], ...]:
        """Of its required columns those that no beginning stands for; of each, the names that will do."""
        alike = (tuple(each.split("|")) for each in self.recognise.required)
        return tuple(names for names in alike if not any(name.endswith("*") for name in names))


@dataclass(frozen=True)
class SharedWords:
    """What many layouts mean alike: kinds by the family of institutions, names of currencies, columns that any
    statement may have beside its own, what 钞 and 汇 are printed as.
    """

    kinds: Mapping[str, tuple[KindRule, ...]] = field(default_factory=dict)
    corrects: Mapping[str, str] = field(default_factory=dict)
    currency: Mapping[str, str] = field(default_factory=dict)
    footers: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cash_spot: Mapping[str, str] = field(default_factory=dict)


def layout_from_text(text: str, file: str, shared: SharedWords) -> Layout:
    """Return the layout a description says; raises Refused with the key at fault and what was expected."""
    table = _loaded(text, file)
    try:
        layout = _layout(table, shared)
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as problem:
        # A person's own description may have any shape: a text for a table, a family of kinds that there is not.
        raise Refused(BAD_LAYOUT(file=file, problem=problem)) from problem
    return layout


def shared_from_text(text: str, file: str) -> SharedWords:
    """Return the shared words; raises Refused with the key at fault."""
    table = _loaded(text, file)
    try:
        kinds = {name: rows(KindRule, each, f"kinds.{name}") for name, each in table.pop("kinds", {}).items()}
        words = _inverted(table.pop("currency", {}), "currency", None)
        columns = {name: strings(value, f"columns.{name}") for name, value in table.pop("columns", {}).items()}
        flags = _inverted(table.pop("cash_spot", {}), "cash_spot", None)
        ends = strings(table.pop("footers", []), "footers")
        shared = SharedWords(kinds, table.pop("corrects", {}), words, ends, columns, flags)
        nothing_left(table)
    except ValueError as problem:
        raise Refused(BAD_LAYOUT(file=file, problem=problem)) from problem
    return shared


def _layout(table: dict[str, Any], shared: SharedWords) -> Layout:
    kind = FileKind(string(table.pop("kind", None), "kind"))
    account_kind = table.pop("account_kind", None)
    rules = section(Rules, table.pop("rules", {}), "rules")
    for name, allowed in Rules.CHOICES.items():
        if getattr(rules, name) not in allowed:
            raise ValueError(f"rules.{name} is {getattr(rules, name)!r}, expected one of {', '.join(allowed)}")
    own_kinds = rows(KindRule, table.pop("kinds", []), "kinds")
    layout = Layout(
        id=string(table.pop("id", None), "id"),
        title=string(table.pop("title", None), "title"),
        kind=kind,
        account_kind=AccountKind(account_kind) if account_kind else None,
        institution=string(table.pop("institution", ""), "institution"),
        recognise=section(Recognise, table.pop("recognise", {}), "recognise"),
        columns={
            **(shared.columns if kind is FileKind.STATEMENT else {}),
            **{name: strings(value, f"columns.{name}") for name, value in table.pop("columns", {}).items()},
        },
        words=_word_tables(table.pop("words", {}), shared),
        rules=rules,
        kinds=own_kinds + (shared.kinds[rules.kinds_of] if rules.kinds_of else ()),
        splits=rows(Split, table.pop("split", []), "split"),
        notes=rows(NoteRule, table.pop("note", []), "note"),
        watched=rows(WatchRule, table.pop("watch", []), "watch"),
        preamble=strings(table.pop("preamble", []), "preamble"),
        footers=strings(table.pop("footers", []), "footers") + shared.footers,
        family=string(table.pop("family", ""), "family"),
    )
    nothing_left(table)
    _check(layout)
    return layout


def _word_tables(tables: dict[str, Any], shared: SharedWords) -> dict[str, dict[str, str]]:
    meanings: dict[str, type[Enum] | None] = {"direction": Direction, "status": BookingStatus}
    words = {name: _inverted(table, f"words.{name}", meanings.get(name)) for name, table in tables.items()}
    alike = {"currency": shared.currency, "cash_spot": shared.cash_spot}
    return {**words, **{name: {**each, **words.get(name, {})} for name, each in alike.items()}}


def _inverted(table: dict[str, Any], place: str, meaning: type[Enum] | None) -> dict[str, str]:
    """Return word to value from value to words; every value must be a word of ours, every word stand once."""
    inverted: dict[str, str] = {}
    for value, words in table.items():
        if meaning is not None:
            meaning(value)
        for word in strings(words, f"{place}.{value}"):
            if word in inverted:
                raise ValueError(f"{place}: {word!r} stands twice")
            inverted[word] = value
    return inverted


def _check(layout: Layout) -> None:
    """Check what the sections say about each other; raises ValueError."""
    allowed = STATEMENT_FIELDS if layout.kind is FileKind.STATEMENT else FORM_FIELDS[layout.kind]
    unknown = layout.columns.keys() - allowed
    if unknown:
        raise ValueError(f"columns: unknown field {min(unknown)!r}, expected one of {', '.join(sorted(allowed))}")
    names = {*layout.recognise.header, *layout.recognise.distinctive, *layout.recognise.forbidden}
    names.update(name for each in layout.columns.values() for name in each)
    names.update(name for each in layout.recognise.required for name in each.split("|"))
    for name in names:
        if clean_name(name.partition("#")[0]) != name.partition("#")[0]:
            raise ValueError(f"column {name!r} must be written as it is compared: {clean_name(name)!r}")
    for rule in layout.kinds:
        BookingKind(rule.kind)
    BookingKind(layout.rules.default_kind)
    for pattern in (
        *layout.preamble,
        *layout.footers,
        layout.recognise.only_line,
        layout.rules.path_account,
        layout.rules.path_bill,
    ):
        unknown = re.compile(pattern).groupindex.keys() - PREAMBLE_FIELDS
        if unknown:
            raise ValueError(f"pattern {pattern!r} names the unknown field {min(unknown)!r}")
    for split in layout.splits:
        for pattern in split.patterns:
            unknown = re.compile(pattern).groupindex.keys() - SPLIT_FIELDS
            if unknown:
                raise ValueError(f"split {pattern!r} names the unknown field {min(unknown)!r}")
    re.compile(layout.rules.corrects)
    _check_columns(layout)


def _check_columns(layout: Layout) -> None:
    """Check that every table of the layout has the columns its rules need, whichever of its spellings it uses."""
    needed = {
        "word": ("time", "direction", *(("amount",) if "amount" in layout.columns else ("incoming", "outgoing"))),
        "signed": ("time", "amount"),
        "two_columns": ("time", "incoming", "outgoing"),
        "compare": ("time", "amount", "payer", "payee"),
        "out": ("time", "amount"),
        "none": ("time", "amount"),
    }[layout.rules.direction]
    for name in needed if layout.kind is FileKind.STATEMENT else ():
        columns = set(layout.columns.get(name, ()))
        if not any(set(each.split("|")) <= columns for each in layout.recognise.required):
            raise ValueError(
                f"the direction rule needs column {name!r}, so one of recognise.required must ensure it"
            )
    if layout.rules.direction == "word" and layout.kind is FileKind.STATEMENT and "direction" not in layout.words:
        raise ValueError("words.direction is missing")


def _loaded(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Refused(BAD_LAYOUT(file=file, problem=problem)) from problem
