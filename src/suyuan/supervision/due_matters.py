"""What is to be done by an instant in a supervised case or a pursuit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from suyuan.model.law.deadline import Deadline
from suyuan.model.text import Language, Message, say


@dataclass(frozen=True)
class DueMatter:
    """Something to be done by an instant: what, by which rule, with the computed deadline where there is one."""

    what: Message
    due_at: datetime
    rule: str
    deadline: Deadline | None = None

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Return what it is sorted by: the instant, the rule, the Chinese words."""
        return self.due_at, self.rule, say(self.what, Language.ZH)


def in_order(matters: Iterable[DueMatter]) -> tuple[DueMatter, ...]:
    """Return matters, the earliest first."""
    return tuple(sorted(matters, key=lambda each: each.order))
