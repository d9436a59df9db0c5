"""Fees in a column of their own 手续费: inside the amount or beside it, as the balances tell.

Some exports print what the other side got and the fee beside it, and the balance moves by both; others print the
whole and how much of it was the fee. Both have the same columns, so the balances judge, for each account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from suyuan.intake.balance_chain import BalanceState, prove, step_of
from suyuan.model.booking import Booking, Direction
from suyuan.model.text import Text

ADDED = Text(
    zh="列“{what}”的手续费不含在金额内，余额按两者之和变动，故并入记账金额",
    en="fees in column “{what}” are beside the amount and the balance moves by both: booked is their sum",
)
NOT_TOLD = Text(
    zh="余额不能说明列“{what}”的手续费是否已含在金额内，未另计",
    en="the balances do not tell whether fees in column “{what}” are part of the amount; they were not added",
)


def with_fees(bookings: Sequence[Booking], fees: Mapping[int, int]) -> tuple[list[Booking], Text | None]:
    """Return one account's bookings as its balances say, and what is to be remarked.

    ``fees`` are minor units, never negative, by the place of the booking.
    """
    plain = list(bookings)
    added = [_with(booking, fees[at]) if at in fees else booking for at, booking in enumerate(bookings)]
    inside, beside = prove(plain), prove(added)
    if BalanceState.ABSENT in (inside.state, beside.state) or len(inside.breaks) == len(beside.breaks):
        return plain, None if inside.state is BalanceState.PROVEN else NOT_TOLD
    return (added, ADDED) if len(beside.breaks) < len(inside.breaks) else (plain, None)


def _with(booking: Booking, fee: int) -> Booking:
    """Return a booking with the fee that was taken beside its amount."""
    net = step_of(booking) - fee
    way = Direction.IN if net > 0 else Direction.OUT if net < 0 else Direction.NONE
    return replace(booking, amount=abs(net), direction=way)
