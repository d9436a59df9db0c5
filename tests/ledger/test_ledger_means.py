"""What a wallet's row says it was paid from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suyuan.ledger.build import FileContents, build
from suyuan.ledger.laws import FEE
from suyuan.ledger.means import Funding, Means, aside_of, funding_of

Reader = Callable[[str], list[FileContents]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("支付方式:_零钱", None),
        ("支付方式:_/", None),
        ("收/付款方式:_余额", None),
        ("支付方式:_招商银行(1234)", Funding(Means.CARD, tail="1234")),
        ("收/付款方式:_中国建设银行储蓄卡（5678）", Funding(Means.CARD, tail="5678")),
        ("收/付款方式:_浦发银行信用卡(12)", None),
        ("收/付款方式:_工商银行储蓄卡(1234)&红包", Funding(Means.CARD, tail="1234")),
        ("收/付款方式:_余额&工商银行储蓄卡(1234)", None),
        ("收/付款方式:_花呗", Funding(Means.CREDIT, code="huabei")),
        ("收/付款方式:_余额宝&随机立减", Funding(Means.PRODUCT, code="yuebao")),
        ("支付方式:_零钱通", Funding(Means.PRODUCT, code="lingqiantong")),
        ("用户银行卡号:_6200000000000009", Funding(Means.CARD, number="6200000000000009")),
        ("转账_支付方式:_工商银行_服务费:_0.10", Funding(Means.CARD)),
        ("转账_工商银行(1234)", None),
    ],
)
def test_what_paid_is_read(said: str, expected: Funding | None, read_case: Reader) -> None:
    """The means behind its label, discounts left out; the purse, several means and strange words say nothing."""
    (file,) = read_case(f"== w\n-- WXID_A\n10:00:00 out 1.00 WXID_B - summary={said}")
    assert funding_of(file.parts[0].bookings[0]) == expected


@pytest.mark.parametrize("kind", ["top_up", "wallet_withdrawal", "repayment"])
def test_moves_to_and_from_a_card_are_not_paid_by_it(kind: str, read_case: Reader) -> None:
    """A withdrawal to a card names it too, and leaves the purse."""
    (file,) = read_case(f"== w\n-- WXID_A\n10:00:00 out 1.00 - - kind={kind} summary=支付方式:_招商银行(1234)")
    assert funding_of(file.parts[0].bookings[0]) is None


def test_balances_speak_before_words(read_case: Reader) -> None:
    """A row that names a card stands aside of the purse unless the wallet's balance moved by its amount."""
    (file,) = read_case(
        "== w\n-- WXID_A\n"
        "10:00:00 in 9.00 WXID_B 9.00\n"
        "10:01:00 out 5.00 WXID_B 9.00 summary=支付方式:_招商银行(1234)\n"
        "10:02:00 out 5.00 WXID_B 4.00 summary=支付方式:_招商银行(1234)"
    )
    rows = file.parts[0].bookings
    assert aside_of(rows) == {rows[1].id}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("WXID_A", "WXID_B", "6200000000000001", "6200000000000002")),
        st.sampled_from(("10:00:00", "10:00:05", "10:02:00", "10:07", "03-05")),
        st.sampled_from(("in", "out", "out")),
        st.sampled_from(("1.00", "1.00", "2.00")),
        st.sampled_from(("-", "WXID_B", "243300133", "6200000000000002", "6200******0001")),
        st.sampled_from(("ref=ORDER1", "ref=ORDER2", "ref=ORDER1 kind=refund", "kind=refund", "")),
        st.sampled_from(
            ("", "支付方式:_某银行(0001)", "用户银行卡号:_6200000000000002", "支付方式:_花呗", "支付方式:_零钱通")
        ),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(drawn=ROWS, seed=st.integers(0, 2**32))
def test_any_mixture_is_entered_once_and_always_alike(
    drawn: list[tuple[str, ...]], seed: int, read_case: Reader
) -> None:
    """Whatever paid what: every row stands once with its amount, and the order of import plays no part.

    The ledger's own laws are checked whenever it is built.
    """
    lines: dict[str, list[str]] = {}
    for account, time, direction, amount, other, words, said in drawn:
        summary = f"summary={said}" if said else ""
        lines.setdefault(account, []).append(f"{time} {direction} {amount} {other} - {words} {summary}")
    text = "\n".join(line for each in sorted(lines) for line in (f"== f{each}", f"-- {each}", *lines[each]))
    files = read_case(text)
    ledger = build(files)
    given_rows = {row.id: row for file in files for part in file.parts for row in part.bookings}
    fees = {each.id: each.amount for each in ledger.transfers if each.id.endswith(FEE)}
    ends = Counter(booking for each in ledger.transfers if each.id not in fees for booking in each.bookings)
    ends.update(each.booking for each in ledger.left_out)
    assert ends == Counter(given_rows.keys())
    for each in ledger.transfers:
        if each.id not in fees:
            whole = each.amount + fees.get(f"{each.id}{FEE}", 0)
            assert {given_rows[booking].amount for booking in each.bookings} <= {each.amount, whole}
    shuffled = list(files)
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert build(shuffled) == ledger
