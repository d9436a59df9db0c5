"""Laws of the ledger, checked each time it is built. They stay on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from suyuan.errors import Failed
from suyuan.intake.balance_chain import step_of
from suyuan.ledger.case_ledger import Contradiction, ContradictionKind, LeftOut
from suyuan.ledger.engine import Engine
from suyuan.ledger.openings import StatedBalances, touching
from suyuan.ledger.own_rows import OwnRows
from suyuan.model.booking import Booking
from suyuan.model.money import text_from_minor
from suyuan.model.text import Text
from suyuan.model.transfer import Transfer

FEE = "~fee"
"""What the id of a fee ends with that the payer's row shows within its amount: it rests on that row too."""

NOT_ONCE = Text(
    zh="账目 {booking} 在证据中出现 {given} 次，在账本中归宿 {ends} 次，应各为一次（此类账目共 {count} 笔）。"
    "这是程序错误，账本未生成。",
    en="Booking {booking} stands {given} times in the evidence and ends {ends} times in the ledger, where each "
    "must be once ({count} such bookings). This is a fault of the program; no ledger was made.",
)
DOES_NOT_MOVE_AS_BOOKED = Text(
    zh="账户 {account} 的账本变动为 {found}，其账目合计为 {expected}。这是程序错误，账本未生成。",
    en="The ledger moves {found} on account {account}, its bookings add up to {expected}. "
    "This is a fault of the program; no ledger was made.",
)
NOT_IN_ORDER = Text(
    zh="账户 {account} 的账目 {booking} 在账本中的次序与其账单不符。这是程序错误，账本未生成。",
    en="Booking {booking} of account {account} stands in the ledger against the order of its statement. "
    "This is a fault of the program; no ledger was made.",
)
BALANCE_DIFFERS = Text(
    zh="账户 {account}：到账目 {booking} 为止账本余额为 {found}，账单所载为 {expected}；"
    "可能有只见于对方账单的账目，或该账户的反馈不完整。",
    en="Account {account}: at booking {booking} the ledger stands at {found} where the statement says {expected}; "
    "there may be bookings that only another account's statement shows, or its answer is incomplete.",
)


def check_ends_once(
    given: Iterable[str], transfers: Iterable[Transfer], left_out: Iterable[LeftOut], engine: Engine
) -> None:
    """Raise Failed unless every booking is part of one transfer, or left out for one reason."""
    ends = [booking for each in transfers if not each.id.endswith(FEE) for booking in each.bookings]
    ends += [each.booking for each in left_out]
    engine.give(
        {
            "given": pa.table({"booking": pa.array(given, pa.string())}),
            "ends": pa.table({"booking": pa.array(ends, pa.string())}),
        }
    )
    wrong = engine.run("ends_once").to_pylist()
    if wrong:
        first = wrong[0]
        raise Failed(
            NOT_ONCE(
                booking=first["booking"], given=first["given_times"], ends=first["end_times"], count=len(wrong)
            )
        )


def check_moves_as_booked(
    transfers: Sequence[Transfer],
    accounts: Mapping[str, OwnRows],
    left_out: Iterable[LeftOut],
    currency: str,
) -> None:
    """Raise Failed unless, on every account, its own rows move what they say, in the order of its statement."""
    out = {each.booking for each in left_out}
    places_of: defaultdict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(transfers):
        for booking in each.bookings:
            places_of[booking].append(place)
    for account, own in accounts.items():
        rows = [row for row in own.entering if row.id not in out]
        booked = sum(step_of(row) - own.fees.get(row.id, 0) for row in rows)
        moved = sum(_effect(transfers[place], account) for row in rows for place in places_of[row.id])
        if moved != booked:
            found, expected = text_from_minor(moved, currency), text_from_minor(booked, currency)
            raise Failed(DOES_NOT_MOVE_AS_BOOKED(account=account, found=found, expected=expected))
        last = -1
        for row in rows:
            if places_of[row.id][0] < last:
                raise Failed(NOT_IN_ORDER(account=account, booking=row.id))
            last = places_of[row.id][-1]


def differing_balances(
    transfers: Sequence[Transfer], accounts: Mapping[str, OwnRows], stated: StatedBalances, currency: str
) -> list[Contradiction]:
    """Return the accounts whose stated balances the ledger does not reach, each at the first row that shows it.

    From the opening or an assertion on, opening + credits − debits must be the stated balance at every own row.
    """
    asserted = {(each.account, each.after_transfer): each.amount for each in stated.assertions}
    touched = touching(transfers)
    found = []
    for account, own in sorted(accounts.items()):
        if not own.has_balances:
            continue
        rows = {row.id: row for row in own.rows}
        ends = {booking: place for place in touched.get(account, []) for booking in transfers[place].bookings}
        balance = stated.openings.get(account)
        for place in touched.get(account, []):
            transfer = transfers[place]
            if balance is not None:
                balance += _effect(transfer, account)
            row = next((rows[each] for each in transfer.bookings if each in rows and ends[each] == place), None)
            if balance is not None and row is not None and row.balance not in (None, balance):
                found.append(_differs(account, row, balance, currency))
                break
            balance = asserted.get((account, transfer.id), balance)
    return found


def _differs(account: str, row: Booking, balance: int, currency: str) -> Contradiction:
    stated = row.balance or 0
    message = BALANCE_DIFFERS(
        account=account,
        booking=row.id,
        found=text_from_minor(balance, currency),
        expected=text_from_minor(stated, currency),
    )
    return Contradiction(ContradictionKind.BALANCE_DIFFERS, account, row.id, abs(balance - stated), message)


def _effect(transfer: Transfer, account: str) -> int:
    paid = transfer.amount if transfer.payer == account else 0
    received = transfer.amount if transfer.payee == account else 0
    return received - paid
