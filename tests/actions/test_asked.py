"""Asked and never asked are told apart in what the report says to do next."""

from __future__ import annotations

from datetime import datetime

import pytest

from suyuan.actions.asked import told_apart
from suyuan.actions.report_inquiries import REASONS
from suyuan.intake.statement import FileKind
from suyuan.ledger.contents import FileContents
from suyuan.ledger.request_register import register
from suyuan.model.moment import CHINA
from suyuan.model.request import Answer, AnsweredRequest
from suyuan.model.source import Source

A, B = "6200000000000017", "6200000000000025"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer.NONE, "asked_not_answered"),
        (Answer.PART, "answered_in_part"),
        (Answer.REFUSED, "refused"),
        (Answer.WHOLE, "file_missing"),
    ],
)
def test_an_account_that_was_asked_for_is_not_called_never_asked(answer: Answer, reason: str) -> None:
    """The answer, or that there is none, says what to do; an account no request speaks of stays never asked."""
    day = datetime(2021, 3, 1, tzinfo=CHINA)
    request = AnsweredRequest(
        Source("f" * 64, None, 1, 3), "调证1号", "甲银行", A, "CNY", day, day, day, None, answer, ""
    )
    file = FileContents("f" * 64, "request_list", FileKind.REQUEST_LIST, requests=(request,))
    found = register([file], datetime(2021, 3, 2, tzinfo=CHINA))
    assert told_apart("never_asked", A, found) == reason
    assert told_apart("never_asked", B, found) == "never_asked"
    assert told_apart("answer_ends", A, found) == "answer_ends"
    assert reason in REASONS
