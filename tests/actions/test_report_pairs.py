"""What two rows of one payment agree in, as the report says it."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa
import pytest

from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.report_pairs import agreed_sentences, converted_share, lead_lines
from suyuan.documents.report_model import ConvertedShare
from suyuan.ledger.case_ledger import Agreed, Conversion, ConversionReason, Naming
from suyuan.model.booking import Booking
from suyuan.model.moment import Precision
from suyuan.model.source import Source
from suyuan.model.text import Language, say
from suyuan.model.transfer import Grade
from suyuan.tracing.policies import Policy

CHINESE, ENGLISH = Language("zh"), Language("en")


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (
            Agreed(Naming.FULL, Naming.FULL, "", 3, Precision.SECOND),
            ["each row names the other in full", "3 seconds apart"],
        ),
        (
            Agreed(Naming.NOBODY, Naming.FULL, "10009900", -60, Precision.MINUTE, fee=200),
            [
                "the payee's row names in full, the payer's names nobody",
                "both carry number 10009900",
                "1 minutes apart",
                "the payer's row shows a fee of 2.00 more",
            ],
        ),
        (
            Agreed(Naming.MASK_FITS, Naming.DAMAGED_FITS, "", 0, Precision.DAY),
            ["both numbers are incomplete, and fit", "the same day (dated only)"],
        ),
    ],
)
def test_what_agrees_is_said(agreed: Agreed, expected: list[str]) -> None:
    """Names, number, time as exactly as both rows state it, and fee, in this order."""
    assert [say(each, ENGLISH) for each in agreed_sentences(agreed, "CNY")] == expected


def test_every_way_of_naming_has_words_in_both_languages() -> None:
    """No combination of the closed set is left without a sentence."""
    for forth, back in product(Naming, Naming):
        first = agreed_sentences(Agreed(forth, back, "", 0, Precision.SECOND), "CNY")[0]
        assert say(first, CHINESE)
        assert say(first, ENGLISH)


EXCHANGE = Conversion("d", "c", 700_00, "CNY", 100_00, "USD", Grade.KNOWN, ConversionReason.NUMBER)


@pytest.mark.parametrize(
    ("claims", "paid", "received"),
    [
        ([0, 0], 0, 0),
        ([210_00], 210_00, 30_00),
        ([300_00], 300_00, 42_86),  # 4285.71 and 5714.29: the cent goes to the larger remainder, the claim's
        ([350_00, 350_00], 700_00, 100_00),
    ],
)
def test_an_exchange_carries_claims_in_proportion(claims: list[int], paid: int, received: int) -> None:
    """Of 700.00 yuan for 100.00 dollars, what claims brought is so much of the dollars, to the cent."""
    assert converted_share(EXCHANGE, "fifo", claims) == ConvertedShare("fifo", paid, received)


def test_a_known_exchange_is_listed_with_its_claims_money_under_each_policy() -> None:
    """Both sides, and what of them the claims' flow into the exchange is; a lead carries nothing."""
    lead = Conversion("d2", "c2", 70_00, "CNY", 10_00, "USD", Grade.INFERRED, ConversionReason.WORDS_AND_TIME)
    rows = {name: SimpleNamespace(source=Source(name * 32, None, 1, 2)) for name in ("d", "c", "d2", "c2")}
    flows = pa.table(
        {
            "policy": ["lifo", "pro_rata", "lifo"],
            "transfer": ["d", "d", "d2"],
            "claim": ["R-1", "R-1", "R-1"],
            "amount": [300_00, 210_00, 70_00],
        }
    )
    traced = SimpleNamespace(
        ledger=SimpleNamespace(
            currency="CNY",
            leads=(),
            conversions=(EXCHANGE,),
            conversion_leads=(lead,),
            claims=(SimpleNamespace(id="R-1"),),
        ),
        findings=SimpleNamespace(flows=flows),
        policies=(Policy.FIFO, Policy.LIFO, Policy.PRO_RATA, Policy.POISON),
    )
    lines = lead_lines(cast("TracedCase", traced), cast("dict[str, Booking]", cast("Any", rows)))
    assert {each.by: each.shares for each in lines} == {
        "number": (
            ConvertedShare("fifo", 0, 0),
            ConvertedShare("lifo", 300_00, 42_86),
            ConvertedShare("pro_rata", 210_00, 30_00),
        ),
        "words_and_time": (),
    }
