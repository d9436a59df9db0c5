"""Kinds of bookings by the words that banks print."""

from __future__ import annotations

import pytest

from suyuan.intake.kinds import kind_reader
from suyuan.intake.known_layouts import layout
from suyuan.model.booking import BookingKind, Direction


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("司法冻结", BookingKind.HOLD),
        ("解冻", BookingKind.HOLD),
        ("公安冻结 止付", BookingKind.HOLD),
        ("紧急止付", BookingKind.HOLD),
        ("撤销冻结", BookingKind.HOLD),
        ("司法冻结扣划", BookingKind.AUTHORITY),
        ("解冻牛肉款", BookingKind.TRANSFER),
        ("冷冻食品", BookingKind.TRANSFER),
        ("转账 冻结的钱还你", BookingKind.TRANSFER),
        ("退单", BookingKind.REFUND),
        ("转账", BookingKind.TRANSFER),
    ],
)
def test_notes_of_freezes_by_whole_words(said: str, kind: BookingKind) -> None:
    """A bank's own word for a freeze or a stop is a note; a longer word, a deduction and a remark are not."""
    read = kind_reader(layout("police_funds_34.toml"), {"kind": [0]}, {})
    assert read([said], Direction.OUT) is kind
