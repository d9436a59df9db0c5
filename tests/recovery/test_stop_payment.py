"""Stops by hand: 48 hours to the second, twice at most, four particulars, the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from suyuan.errors import Refused
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.text import Language
from suyuan.recovery import stop_payment
from suyuan.recovery.stop_facts import (
    NoFacts,
    Particular,
    StopAgain,
    StopCheck,
    StopEffect,
    StopRefusal,
    StopRequest,
    StopState,
    StopToFreeze,
)
from suyuan.recovery.stop_payment import OtherStop, Stop

REQUEST = StopRequest(
    "北岭银行",
    "6200 0000 0000 0000 017",
    "李某乙",
    500_000,
    "CNY",
    Moment(datetime(2021, 3, 18, 9, 1, 2, tzinfo=CHINA)),
)
ASKED = datetime(2021, 3, 18, 9, 30, tzinfo=CHINA)
EFFECT = datetime(2021, 3, 18, 9, 40, 7, tzinfo=CHINA)
END = datetime(2021, 3, 20, 9, 40, 7, tzinfo=CHINA)
ZH, LANG = Language.ZH, Language.EN
SECOND = timedelta(seconds=1)


def act(kind: str, at: datetime, facts: object = NoFacts()) -> Act:
    return Act(kind, Moment(at), to_text(facts))


def requested(given: StopRequest = REQUEST, others: tuple[OtherStop, ...] = ()) -> Stop:
    return stop_payment.request(act("request", ASKED, given), ASKED, others)


def done(
    stop: Stop, kind: str, at: datetime, facts: object = NoFacts(), others: tuple[OtherStop, ...] = ()
) -> Stop:
    return stop_payment.take(stop, act(kind, at, facts), at, others)


def stopped() -> Stop:
    return done(done(requested(), "check", ASKED, StopCheck()), "effect", EFFECT, StopEffect(balance=700_000))


def test_a_stop_ends_forty_eight_hours_after_its_effect_to_the_second() -> None:
    """In effect at 9:40:07 it holds at 9:40:06 two days later and has expired at 9:40:07."""
    stop = stopped()
    assert stop.end == END
    assert stop.state_at(END - SECOND) is StopState.STOPPED
    assert stop.state_at(END) is StopState.EXPIRED


@pytest.mark.parametrize(
    ("check", "differs"),
    [
        (StopCheck((Particular.TIME,)), (Particular.TIME,)),
        (StopCheck(holder="李某甲"), (Particular.HOLDER,)),
        (StopCheck(amount=500_001), (Particular.AMOUNT,)),
        (StopCheck(account="6200000000000000018"), (Particular.ACCOUNT,)),
        (StopCheck(paid_at=Moment(datetime(2021, 3, 18, 9, 1, 3, tzinfo=CHINA))), (Particular.TIME,)),
    ],
)
def test_one_particular_that_differs_is_no_stop(check: StopCheck, differs: tuple[Particular, ...]) -> None:
    """Any of the four differing ends it as 核对不一致, and no effect can follow."""
    stop = done(requested(), "check", ASKED, check)
    assert (stop.state, stop.differs) == (StopState.MISMATCH, differs)
    with pytest.raises(Refused, match="“particulars do not match”; you cannot let the stop take effect"):
        done(stop, "effect", EFFECT, StopEffect())


def test_particulars_that_agree_in_other_writing_match() -> None:
    """The account's spaces and the time's offset are no difference."""
    paid = Moment(datetime.fromisoformat("2021-03-18T01:01:02+00:00"))
    check = StopCheck(holder="李某乙 ", account="6200000000000000017", amount=500_000, paid_at=paid)
    assert done(requested(), "check", ASKED, check).state is StopState.MATCHED


def test_no_effect_without_the_comparison() -> None:
    """The stop takes effect only after the four were compared."""
    with pytest.raises(Refused, match="“requested”; you cannot let the stop take effect"):
        done(requested(), "effect", EFFECT, StopEffect())


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (replace(REQUEST, holder=" "), "account name"),
        (replace(REQUEST, account="-"), "account number"),
        (replace(REQUEST, amount=0), "amount paid"),
        (replace(REQUEST, paid_at=Moment(ASKED, Precision.DAY)), "time of payment to the second"),
    ],
)
def test_a_request_has_all_four(given: StopRequest, missing: str) -> None:
    """A request that lacks one of the four is refused by the rule that compares them."""
    with pytest.raises(Refused, match=rf"lacks (the )?{missing}[^\n]*\nLaw: 银发〔2016〕86号"):
        requested(given)


def test_the_second_stop_runs_from_its_own_effect_and_there_is_no_third() -> None:
    """After the first expired: a second of 48 hours of its own; after that the article refuses."""
    again = done(stopped(), "again", END, StopAgain("ZF2"))
    second = done(again, "effect", END + timedelta(minutes=5), StopEffect())
    assert second.end == END + timedelta(minutes=5, hours=48)
    assert second.numbers == ("ZF2",)
    with pytest.raises(Refused, match=r"2 times \(2021-03-18T09:40:07\+08:00, 2021-03-20T09:45:07") as refused:
        done(second, "again", END + timedelta(hours=72), StopAgain())
    assert "二（一）2" in str(refused.value)


def test_the_second_waits_for_the_end_of_the_first() -> None:
    """A second before the first has expired is no step of the machine."""
    with pytest.raises(Refused, match=r"you cannot request the second stop\. You can: lift it early"):
        done(stopped(), "again", END - SECOND, StopAgain())


def test_two_in_a_case_whatever_the_requests() -> None:
    """Stops of other requests for the account in the case count; a mismatch does not."""
    first = OtherStop("stop-1", done(stopped(), "lift", EFFECT))
    second = OtherStop("stop-2", done(stopped(), "lift", EFFECT))
    unmatched = OtherStop("stop-3", done(requested(), "check", ASKED, StopCheck((Particular.HOLDER,))))
    assert requested(others=(first, unmatched)).state is StopState.REQUESTED
    with pytest.raises(Refused, match="third stop is rejected"):
        requested(others=(first, second))


def test_one_at_a_time() -> None:
    """While a stop of the account is under way no other is requested."""
    with pytest.raises(Refused, match=r"stop under way: stop-7 \(stopped\)"):
        requested(others=(OtherStop("stop-7", stopped()),))


@pytest.mark.parametrize("kind", ["lift", "freeze"])
def test_what_has_expired_is_not_lifted_and_not_turned_into_a_freeze(kind: str) -> None:
    """At its end the stop is over by itself."""
    facts = StopToFreeze("freeze-1") if kind == "freeze" else NoFacts()
    assert done(stopped(), kind, END - SECOND, facts).closed
    with pytest.raises(Refused, match="The stop is “expired”"):
        done(stopped(), kind, END, facts)


def test_the_effect_is_given_to_the_second() -> None:
    """A bare date is no start of a term of hours."""
    matched = done(requested(), "check", ASKED, StopCheck())
    late = Act("effect", Moment(datetime(2021, 3, 18, tzinfo=CHINA), Precision.DAY), to_text(StopEffect()))
    with pytest.raises(Refused, match="to the second"):
        stop_payment.take(matched, late, EFFECT)


def test_the_banks_earlier_end_counts_and_its_later_end_does_not() -> None:
    """Where the bank states another end the earlier of the two holds, and it is said."""
    matched = done(requested(), "check", ASKED, StopCheck())
    early = done(matched, "effect", EFFECT, StopEffect(end=Moment(END - SECOND)))
    late = done(matched, "effect", EFFECT, StopEffect(end=Moment(END + SECOND)))
    assert (early.end, late.end) == (END - SECOND, END)
    assert "institution's counts" in str(early.runs[0].warnings[-1].render(LANG))
    assert "law's counts" in str(late.runs[0].warnings[-1].render(LANG))


def test_a_clock_that_went_back_is_told() -> None:
    """A step before the last one, or of the future, is refused with both times."""
    with pytest.raises(Refused, match="lies before the last step's"):
        done(stopped(), "lift", ASKED)
    with pytest.raises(Refused, match="later than now"):
        stop_payment.take(stopped(), act("lift", END - SECOND), EFFECT)


def test_a_refusal_keeps_the_banks_words() -> None:
    """未能止付 ends the stop with the reason."""
    stop = done(requested(), "refuse", EFFECT, StopRefusal("账户已销户"))
    assert (stop.state, stop.refusal, stop.closed) == (StopState.REFUSED, "账户已销户", True)


def test_the_gap() -> None:
    """A stop that ended without a freeze is a gap, said with the filing; none before the end or with a freeze."""
    filed = Moment(END - timedelta(hours=1))
    assert stop_payment.gap(stopped(), END - SECOND, None, frozen=False) is None
    assert stop_payment.gap(stopped(), END, None, frozen=True) is None
    unfiled = stop_payment.gap(stopped(), END, None, frozen=False)
    unfrozen = stop_payment.gap(stopped(), END, filed, frozen=False)
    assert unfiled is not None and "尚未立案" in unfiled.render(ZH) and "第一百七十四条" in unfiled.render(ZH)
    assert unfrozen is not None and "已立案而未冻结" in unfrozen.render(ZH)


def test_the_standing() -> None:
    """What the casebook keeps: due at the end by the rule of the term; nothing due once it is recorded as over."""
    standing = stop_payment.standing(stopped(), EFFECT)
    assert (standing.state, standing.due_at, standing.due_rule) == ("stopped", END, "stop-payment.term")
    assert (standing.amount, standing.currency, standing.institution) == (500_000, "CNY", "北岭银行")
    over = stop_payment.standing(done(stopped(), "end", END), END)
    assert (over.state, over.open, over.due_at) == ("expired", False, None)


def test_before_the_rule_there_is_no_stop() -> None:
    """An effect before the notice was in force is not counted by it."""
    old = replace(REQUEST, paid_at=Moment(datetime(2015, 1, 1, 9, tzinfo=CHINA)))
    asked = datetime(2015, 1, 1, 10, tzinfo=CHINA)
    stop = stop_payment.begun(act("request", asked, old))
    with pytest.raises(Refused, match="does not govern an act of 2015-01-01"):
        done(stop_payment.take(stop, act("check", asked, StopCheck()), asked), "effect", asked, StopEffect())
