"""What the machines of this room share: a step that is not lawful now, and a day's last instant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import TypeVar

from suyuan.errors import Refused
from suyuan.model.moment import Moment
from suyuan.model.text import Text
from suyuan.recovery import citing

NOT_NOW = Text(
    zh="{what}现为“{state}”，不能{step}。可以：{can}。",
    en="{what} is “{state}”; you cannot {step}. You can: {can}.",
)
NOTHING = Text(zh="无，已终结", en="nothing, it is over")
UNKNOWN_STEP = Text(zh="没有“{step}”这一步。", en="There is no step “{step}”.")
AND_ZH, AND_EN = "、", ", "

Word = TypeVar("Word", bound=Enum)


def step_named(kind: type[Word], word: str) -> Word:
    """Return the step that a word names; raises Refused if there is none."""
    try:
        return kind(word)
    except ValueError as error:
        raise Refused(UNKNOWN_STEP(step=word)) from error


def listed(words: Collection[Text]) -> Text:
    """Return several words as one text."""
    if not words:
        return NOTHING
    return Text(zh=AND_ZH.join(each.zh for each in words), en=AND_EN.join(each.en for each in words))


def check_now(
    what: Text,
    state: Text,
    step: Word,
    allowed: Collection[Word],
    names: Mapping[Word, Text],
    law: tuple[str, Moment],
) -> None:
    """Raise Refused, with the rule that orders the steps, unless the step is among those allowed now."""
    if step in allowed:
        return
    can = listed([text for each, text in names.items() if each in allowed])
    rule, acted = law
    said = NOT_NOW(what=what, state=state, step=names[step], can=can)
    raise citing.refused(said, rule, citing.day_of(acted))
