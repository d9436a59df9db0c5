"""The options that steps of stops and freezes share, and how they become what the actions ask for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.model.rights import Level
from suyuan.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from suyuan.actions.measures import Entered
    from suyuan.model.bank_answer import PriorFreeze
    from suyuan.model.moment import Moment

LEVELS = {
    "county": Level.COUNTY,
    "city": Level.CITY,
    "province": Level.PROVINCE,
    "ministry": Level.MINISTRY,
}
BAD_LEVEL = Text(
    zh="没有批准级别“{text}”。可写 county（县级）、city（设区的市）、province（省级）、ministry（部级）。",
    en="There is no level “{text}”: county, city, province or ministry.",
)
BAD_AMOUNT = Text(
    zh="看不懂金额“{text}”。请写元，如 50000.00。",
    en="“{text}” is no amount. Write major units, like 50000.00.",
)
BAD_WORD = Text(zh="没有“{text}”，可写：{words}。", en="There is no “{text}”. There are: {words}.")
BAD_DAY = Text(zh="看不懂日期“{text}”，请写如 2022-07-12。", en="“{text}” is no date. Write 2022-07-12.")
BAD_PRIOR = Text(
    zh="看不懂在先冻结“{text}”。请写 机关,金额,到期日，如 某市公安局,50000.00,2021-09-19；不知道的留空。",
    en="“{text}” is no prior freeze. Write ORGAN,AMOUNT,UNTIL like “某市公安局,50000.00,2021-09-19”; leave out "
    "what is not known.",
)

Choice = TypeVar("Choice", bound=Enum)
Chosen = TypeVar("Chosen")

TIME = words(Text(zh="时间", en="TIME"))
TEXT = words(Text(zh="文字", en="TEXT"))
AMOUNT = words(Text(zh="元", en="AMOUNT"))


def option(flag: str, metavar: str | None, zh: str, en: str) -> Any:
    """Return an option with its help in both languages."""
    return typer.Option(flag, metavar=metavar, help=words(Text(zh=zh, en=en)))


Word = Annotated[
    str,
    typer.Argument(
        metavar=words(Text(zh="编号", en="ID")),
        help=words(
            Text(zh="本案内的编号，如 freeze-3 或 3", en="its name in the case, like freeze-3, or its number")
        ),
    ),
]
At = Annotated[
    str | None,
    option("--at", TIME, "按这一时刻作为现在计算（默认用时钟）", "take this moment for now (default: the clock)"),
]
On = Annotated[
    str | None,
    option("--on", TIME, "该行为发生的时间（默认现在）", "when the act took place (default: now)"),
]
Why = Annotated[str, option("--why", TEXT, "理由", "the reason")]
ApprovedBy = Annotated[
    str,
    option("--approved-by", TEXT, "批准人，不得是经办人", "who approved; nobody who carried it on"),
]
LevelOption = Annotated[
    str | None,
    option(
        "--level",
        "county|city|province|ministry",
        "批准级别：县级、设区的市、省级、部级",
        "level of the approving organ",
    ),
]
Currency = Annotated[str, option("--currency", TEXT, "币种", "currency")]
Institution = Annotated[str, option("--institution", TEXT, "协助单位（银行、支付机构）", "the institution")]
Account = Annotated[str, option("--account", TEXT, "账号", "account number")]
Holder = Annotated[str, option("--holder", TEXT, "户名", "account name")]
Number = Annotated[str, option("--number", TEXT, "业务申请编号", "application number of the message")]
Document = Annotated[str, option("--document", TEXT, "文书号", "the document's number")]
Balance = Annotated[
    str | None, option("--balance", AMOUNT, "办理前账户余额", "balance of the account before the measure")
]
Stated = Annotated[
    str | None, option("--end", TIME, "银行所写截止、到期时间", "the end as the institution states it")
]
Reason = Annotated[
    str | None, option("--reason", TEXT, "未能办理的原因（银行原话）", "why it was not done, in the bank's words")
]
Prior = Annotated[
    list[str] | None,
    option(
        "--prior",
        words(Text(zh="机关,金额,到期日", en="ORGAN,AMOUNT,UNTIL")),
        "在先冻结：机关、金额、到期日，可重复",
        "a freeze that stands before: organ, amount, until; may be repeated",
    ),
]


def moment(text: str | None) -> Moment | None:
    """Return the moment of an option, None where it was not given; raises WrongUsage."""
    from suyuan.actions.law import moment_of

    return None if text is None else moment_of(text)


def instant(text: str | None) -> datetime | None:
    """Return the instant of ``--at``, None where it was not given; raises WrongUsage."""
    found = moment(text)
    return None if found is None else found.at


def now(at: str | None) -> datetime:
    """Return the moment that counts as the present: ``--at``, else the clock; in China's time."""
    from datetime import datetime

    from suyuan.actions import measures
    from suyuan.model.moment import CHINA

    return measures.present(instant(at) or datetime.now(CHINA))


def entered(at: str | None, on: str | None = None, why: str = "", approved_by: str = "") -> Entered:
    """Return what is stated with a step."""
    from suyuan.actions.measures import Entered

    return Entered(moment(on), why, approved_by, instant(at))


def level(text: str | None) -> Level | None:
    """Return the level of an option; raises WrongUsage."""
    if text is None:
        return None
    found = LEVELS.get(text.strip().lower())
    if found is None:
        raise WrongUsage(BAD_LEVEL(text=text))
    return found


def word(kind: type[Choice], text: str) -> Choice:
    """Return the member of a closed set that an option names; raises WrongUsage, which names them all."""
    return one_of({each.value: each for each in kind}, text)


def one_of(choices: Mapping[str, Chosen], text: str) -> Chosen:
    """Return what an option names among these; raises WrongUsage, which names them all."""
    found = choices.get(text.strip().lower())
    if found is None:
        raise WrongUsage(BAD_WORD(text=text, words="、".join(choices)))
    return found


def sure_day(text: str) -> date:
    """Return the day of an option; raises WrongUsage."""
    from datetime import date

    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUsage(BAD_DAY(text=text)) from error


def day(text: str | None) -> date | None:
    """Return the day of an option that may be left out; raises WrongUsage."""
    return None if text is None else sure_day(text)


def minor(text: str, currency: str) -> int:
    """Return an amount in minor units; raises WrongUsage for what is no amount or negative."""
    from suyuan.model.money import minor_from_text

    try:
        amount = minor_from_text(text.strip(), currency)
    except ValueError as error:
        raise WrongUsage(BAD_AMOUNT(text=text)) from error
    if amount < 0:
        raise WrongUsage(BAD_AMOUNT(text=text))
    return amount


def optional_minor(text: str | None, currency: str) -> int | None:
    """Return an amount that may be left out."""
    return None if text is None else minor(text, currency)


def priors(texts: list[str] | None, currency: str) -> tuple[PriorFreeze, ...]:
    """Return the freezes that stand before; raises WrongUsage."""
    from suyuan.model.bank_answer import PriorFreeze

    found = []
    for text in texts or ():
        parts = [each.strip() for each in text.replace("，", ",").split(",")]
        if not parts[0] or len(parts) > 3:
            raise WrongUsage(BAD_PRIOR(text=text))
        organ, amount, until = [*parts, "", ""][:3]
        found.append(PriorFreeze(organ, optional_minor(amount or None, currency), moment(until or None)))
    return tuple(found)
