"""Losses: paid, returned before the case, net."""

from __future__ import annotations

from datetime import datetime

from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import CHINA, Moment
from suyuan.model.source import Source
from suyuan.model.transfer import Grade, Transfer
from suyuan.recovery.losses import losses


def at(day: int, hour: int = 12) -> datetime:
    """Return a moment of March 2021."""
    return datetime(2021, 3, day, hour, tzinfo=CHINA)


def payment(victim: str, amount: int, row: int) -> ReportedPayment:
    """Return a reported payment of 1 March."""
    return ReportedPayment(Source("f" * 64, None, 1, row), "R", victim, Moment(at(1)), "V", "S", amount, "CNY", "")


def transfer(name: str, day: int, payer: str, payee: str, amount: int) -> Transfer:
    """Return a known transfer."""
    return Transfer(name, at(day), payer, payee, amount, "CNY", Grade.KNOWN, "one_sided", (name,))


PAYMENTS = [payment("甲", 100_00, 1), payment("甲", 900_00, 2), payment("乙", 50_00, 3)]
VICTIM_OF = {"a": "甲", "b": "乙"}


def test_returns_before_the_case_reduce_the_loss() -> None:
    """A rebate from a suspect's account before the filing is deducted; all else is not."""
    moves = [
        transfer("rebate", 2, "s", "a", 120_00),
        transfer("a friend's money", 3, "x", "a", 70_00),
        transfer("after the filing", 6, "s", "a", 500_00),
        transfer("to somebody else", 2, "s", "c", 1_00),
    ]
    first, second = losses(PAYMENTS, moves, VICTIM_OF, {"s"}, at(5))
    assert (second.victim, second.paid, second.returned, second.net) == ("甲", 1000_00, 120_00, 880_00)
    assert second.returned_by == ("rebate",)
    assert (first.victim, first.paid, first.returned, first.net) == ("乙", 50_00, 0, 50_00)


def test_a_net_loss_is_never_negative() -> None:
    """A victim who got back more than was paid has lost nothing."""
    (second,) = losses(PAYMENTS[2:], [transfer("r", 2, "s", "b", 80_00)], VICTIM_OF, {"s"}, None)
    assert (second.returned, second.net) == (80_00, 0)


def test_what_arrives_at_the_cut_off_is_recovery() -> None:
    """The cut-off itself is no longer before the case."""
    (loss,) = losses(PAYMENTS[2:], [transfer("r", 5, "s", "b", 10_00)], VICTIM_OF, {"s"}, at(5))
    assert loss.returned == 0
