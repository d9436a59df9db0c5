"""What two rows of one payment agree in, as the report says it."""

from __future__ import annotations

from itertools import product

import pytest

from suyuan.actions.report_pairs import agreed_sentences
from suyuan.ledger.case_ledger import Agreed, Naming
from suyuan.model.moment import Precision
from suyuan.model.text import Language, say

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
