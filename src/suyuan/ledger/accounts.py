"""What is known of each account: kind, role, holder, bank, numbers, coverage, opening."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from suyuan.intake.balance_chain import BalanceState
from suyuan.ledger.case_ledger import AccountFacts, Contradiction, ContradictionKind
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import How, Identities, is_card, own_number
from suyuan.ledger.institutions import institution_named, plain
from suyuan.ledger.own_rows import OwnRows
from suyuan.model.account import MASK, is_chain_address
from suyuan.model.coverage import Coverage
from suyuan.model.credit_line import is_line
from suyuan.model.node import is_node
from suyuan.model.role import AccountTag, RoleDecision
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role, Transfer

_WALLET = re.compile(r"WXID_|2088\d{12}$|.*@")
"""Numbers of wallets: of WeChat users, of Alipay users, mail addresses."""

_ROLES = {AccountKind.MERCHANT: Role.MERCHANT, AccountKind.POOL: Role.POOL}
"""Roles of accounts on which nobody has decided: a merchant is in good faith until somebody does."""

ROLES_DIFFER = Text(
    zh="账户 {account} 有不同的认定（{roles}），采用最后一次认定。",
    en="Account {account} has decisions that differ ({roles}); the last one stands.",
)


@dataclass(frozen=True)
class People:
    """What decisions say of the people behind an account: the last holder and controller, every tag."""

    holder: str = ""
    controller: str = ""
    tags: tuple[AccountTag, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The decision that stands for each account, accounts with decisions that differ, and whose accounts are."""

    by_account: Mapping[str, RoleDecision]
    differing: tuple[Contradiction, ...]
    people: Mapping[str, People]


NOTHING_SAID = People()


class Words:
    """Counts what rows say of an account (its holder, its bank) and gives what most of them say."""

    def __init__(self) -> None:
        self._said: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, account: str, word: str) -> None:
        """Count one row's word; an empty one says nothing."""
        if word:
            self._said[account][word] += 1

    def best(self, account: str) -> str:
        """Return the word of most rows, whole ones before masked ones, the least of equals; empty if none."""
        said = self._said.get(account)
        return min(said, key=lambda word: (MASK in word, -said[word], word)) if said else ""


def decisions(files: Iterable[FileContents], identities: Identities) -> Decided:
    """Return the last decision on the part of each account, and what is decided of the people behind it."""
    made: defaultdict[str, list[RoleDecision]] = defaultdict(list)
    for contents in files:
        for role in contents.roles:
            made[identities.key(role.account)].append(role)
    last: dict[str, RoleDecision] = {}
    people: dict[str, People] = {}
    differing = []
    for account in sorted(made):
        every = sorted(made[account], key=_when)
        people[account] = _people(every)
        in_time = [each for each in every if each.says_part]
        if not in_time:
            continue
        last[account] = in_time[-1]
        if len({(each.role, each.kind) for each in in_time}) > 1:
            roles = ", ".join(dict.fromkeys(each.role.value for each in in_time))
            message = ROLES_DIFFER(account=account, roles=roles)
            differing.append(Contradiction(ContradictionKind.ROLES_DIFFER, account, "", 0, message))
    return Decided(last, tuple(differing), people)


def facts(
    files: Sequence[FileContents],
    identities: Identities,
    own: Mapping[str, OwnRows],
    covered: Mapping[str, tuple[Coverage, ...]],
    transfers: Iterable[Transfer],
) -> dict[str, AccountFacts]:
    """Return every account of the case by its key: with a statement, a coverage, a decision or a transfer.

    Roles are those decided, else those of their kinds; openings are not filled in here.
    """
    decisions_made = decisions(files, identities)
    decided, people = decisions_made.by_account, decisions_made.people
    seen = _Seen(files, identities)
    ends = {end for transfer in transfers for end in (transfer.payer, transfer.payee)}
    keys = {key for key in ends | own.keys() | covered.keys() | people.keys() if not is_node(key)}
    found = {}
    for key in sorted(keys):
        decision, said = decided.get(key), people.get(key, NOTHING_SAID)
        coverage = covered.get(key, ())
        answered_by = next((each.institution for each in coverage if each.institution), "")
        bank = seen.own_banks.best(key) or answered_by or seen.printed_banks.best(key)
        kind = decision.kind if decision is not None else None
        found_kind = kind or seen.kinds.get(key) or _likely_kind(key, bank, seen.printed_holders.best(key))
        found[key] = AccountFacts(
            account=key,
            kind=found_kind,
            role=decision.role if decision is not None else _ROLES.get(found_kind, Role.UNKNOWN),
            holder=said.holder or seen.own_holders.best(key) or seen.printed_holders.best(key),
            bank=bank,
            numbers=identities.numbers(key),
            has_statement=key in own,
            balance=own[key].state if key in own else BalanceState.ABSENT,
            coverages=coverage,
            opening=None,
            controller=said.controller,
            tags=said.tags,
        )
    return found


class _Seen:
    """What the rows say of accounts: of their own, and of their counterparties."""

    def __init__(self, files: Iterable[FileContents], identities: Identities) -> None:
        self.kinds: dict[str, AccountKind] = {}
        self.own_holders, self.own_banks = Words(), Words()
        self.printed_holders, self.printed_banks = Words(), Words()
        for contents in files:
            for stated in contents.accounts:
                account = identities.key(stated.numbers[0])
                self.own_holders.add(account, stated.holder)
                self.own_banks.add(account, stated.bank or contents.institution)
            for number, part in enumerate(contents.parts):
                account = identities.key(own_number(contents, number, part))
                if contents.account_kind is not None:
                    self.kinds.setdefault(account, contents.account_kind)
                self.own_holders.add(account, part.holder)
                self.own_banks.add(account, contents.institution)
                for booking in part.bookings:
                    self.own_holders.add(account, booking.holder)
                    self.own_banks.add(account, booking.institution)
                    named = identities.named(booking.counterparty, account)
                    if named.how is How.FULL:
                        self.printed_holders.add(named.accounts[0], booking.counterparty.name)
                        self.printed_banks.add(named.accounts[0], booking.counterparty.bank)


def looks_like_wallet(account: str) -> bool:
    """Tell whether an account's number is a wallet's by its look."""
    return _WALLET.match(account) is not None


def _likely_kind(account: str, bank: str, printed: str) -> AccountKind:
    """Return what an account is by the look of its number and its names, where nothing says it."""
    said = plain(f"{account} {bank} {printed}")
    if is_line(account) or any(word in said for word in _credit_words()):
        return AccountKind.CREDIT
    if is_chain_address(account):
        return AccountKind.CHAIN
    is_wallet = looks_like_wallet(account) or institution_named(bank) is not None
    return AccountKind.WALLET if is_wallet and not is_card(account) else AccountKind.BANK


@cache
def _credit_words() -> tuple[str, ...]:
    text = resources.files("suyuan.ledger").joinpath("credit_words.toml").read_text(encoding="utf-8")
    return tuple(plain(word) for word in tomllib.loads(text)["words"])


def _people(in_time: Sequence[RoleDecision]) -> People:
    holders = [each.holder for each in in_time if each.holder]
    controllers = [each.controller for each in in_time if each.controller]
    tags = {tag for each in in_time for tag in each.tags}
    return People(
        holders[-1] if holders else "",
        controllers[-1] if controllers else "",
        tuple(tag for tag in AccountTag if tag in tags),
    )


def _when(role: RoleDecision) -> tuple[object, ...]:
    source = role.source
    return (role.time is not None, role.time and role.time.at, source.sha256, source.sheet_number, source.row)
