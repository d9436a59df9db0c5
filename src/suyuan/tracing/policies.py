"""The policies: which lots leave when an account pays (docs/method.md, "Policies")."""

from __future__ import annotations

from enum import Enum

from suyuan.errors import WrongUsage
from suyuan.model.text import Text


class Policy(Enum):
    """A rule for mixed accounts, in the order in which they are listed and run."""

    FIFO = "fifo"
    LIFO = "lifo"
    PRO_RATA = "pro_rata"
    LOWEST_INTERMEDIATE_BALANCE = "lowest_intermediate_balance"
    CLAIMS_FIRST = "claims_first"
    POISON = "poison"

    @property
    def has_amounts(self) -> bool:
        """Tell whether the policy says how much; ``poison`` says only where money could have come."""
        return self is not Policy.POISON

    @property
    def words(self) -> Text:
        """The rule in one sentence, as a court would read it."""
        return WORDS[self]


ALL = "all"

WORDS = {
    Policy.FIFO: Text(
        zh="先进先出：先转出最早进入账户的资金", en="first in, first out: the oldest money leaves first"
    ),
    Policy.LIFO: Text(
        zh="后进先出：先转出最晚进入账户的资金", en="last in, first out: the newest money leaves first"
    ),
    Policy.PRO_RATA: Text(
        zh="按比例：每笔转出按账户内各来源资金的比例分摊",
        en="pro rata: every payment is shared by all origins in proportion to what the account holds of each",
    ),
    Policy.LOWEST_INTERMEDIATE_BALANCE: Text(
        zh="最低中间余额：先用其他资金，用尽后被骗款之间按比例",
        en="lowest intermediate balance: other funds leave first, then the claims pro rata among themselves",
    ),
    Policy.CLAIMS_FIRST: Text(
        zh="被骗款优先转出：先按比例转出被骗款，用尽后才用其他资金",
        en="claims first: the claims leave first, pro rata among themselves, then other funds",
    ),
    Policy.POISON: Text(
        zh="触及范围：被骗款到达后该账户转出的一切均视为触及，不计金额",
        en="reach: whatever an account pays after claimed money came to it is reached; no amounts",
    ),
}

UNKNOWN = Text(
    zh="没有名为“{name}”的追踪规则。可用：{names}，或 all（全部）。",
    en="There is no policy {name!r}. There are: {names}, or all.",
)
NONE_NAMED = Text(
    zh="--policy 未写明追踪规则。可用：{names}，或 all（全部）。",
    en="--policy names no policy. There are: {names}, or all.",
)


def parse(words: str) -> tuple[Policy, ...]:
    """Return the policies of ``fifo,pro_rata`` or ``all``, each once, in the order of the enum.

    Raises WrongUsage for a name that is none, with the list of those there are.
    """
    names = [word.strip() for word in words.split(",") if word.strip()]
    known = ", ".join(policy.value for policy in Policy)
    if not names:
        raise WrongUsage(NONE_NAMED(names=known))
    if names == [ALL]:
        return tuple(Policy)
    chosen = set()
    for name in names:
        if name not in {policy.value for policy in Policy}:
            raise WrongUsage(UNKNOWN(name=name, names=known))
        chosen.add(Policy(name))
    return tuple(policy for policy in Policy if policy in chosen)
