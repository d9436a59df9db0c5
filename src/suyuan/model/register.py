"""The register of supervised cases 挂牌督办案件, and the official figures it rests on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from suyuan.model.text import Text


class Supervision(Enum):
    """Where the supervision of a case stands: a field of its own, apart from the stage of the case."""

    UNSTATED = "unstated"
    PROPOSED = "proposed"
    LISTED = "listed"
    RELEASE_REQUESTED = "release_requested"
    RELEASED = "released"


class Stage(Enum):
    """How far the procedure of a case is; UNSTATED where no source says so."""

    UNSTATED = "unstated"
    INVESTIGATION = "investigation"
    TRANSFERRED = "transferred"
    PROSECUTED = "prosecuted"
    FIRST_INSTANCE = "first_instance"
    SECOND_INSTANCE = "second_instance"
    EFFECTIVE = "effective"
    PROPERTY_DISPOSAL = "property_disposal"


SUPERVISION_NAMES = {
    Supervision.UNSTATED: Text(zh="未说明", en="not stated"),
    Supervision.PROPOSED: Text(zh="拟报", en="proposed"),
    Supervision.LISTED: Text(zh="已挂牌", en="listed"),
    Supervision.RELEASE_REQUESTED: Text(zh="申请解除", en="release requested"),
    Supervision.RELEASED: Text(zh="已解除", en="released"),
}

STAGE_NAMES = {
    Stage.UNSTATED: Text(zh="未说明", en="not stated"),
    Stage.INVESTIGATION: Text(zh="侦查", en="investigation"),
    Stage.TRANSFERRED: Text(zh="移送审查起诉", en="transferred for prosecution"),
    Stage.PROSECUTED: Text(zh="起诉", en="prosecuted"),
    Stage.FIRST_INSTANCE: Text(zh="一审", en="first instance"),
    Stage.SECOND_INSTANCE: Text(zh="二审", en="second instance"),
    Stage.EFFECTIVE: Text(zh="生效", en="in legal effect"),
    Stage.PROPERTY_DISPOSAL: Text(zh="财产处置", en="disposal of property"),
}


@dataclass(frozen=True)
class BulletinFigure:
    """One figure as an official bulletin states it, never computed.

    ``what`` says of what (``arrested``, ``amount_yuan``, ``victims``, or a free label), ``value`` is the number in
    units of one as decimal text, ``unit`` 元, 名, 起 or as printed, ``approximator`` the word that makes it
    inexact (余, 近, 超 …), empty if it stands bare; ``text`` the phrase and ``sentence`` the sentence as printed.
    ``bulletin`` is the SHA-256 of the bulletin's file.
    """

    what: str
    value: str
    unit: str
    approximator: str
    text: str
    sentence: str
    bulletin: str


@dataclass(frozen=True)
class CaseFacts:
    """What one bulletin says of a case, besides figures; None or empty where it says nothing.

    ``date_phrase`` is printed, ``date_resolved`` its ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``lead_kind`` a word
    of the bulletins room; ``period`` from and to; ``amount_kind`` says what ``amount_yuan`` is.
    """

    name: str | None
    province: str | None = None
    date_phrase: str | None = None
    date_resolved: str | None = None
    lead_kind: str | None = None
    base: str | None = None
    methods: tuple[str, ...] = ()
    period: tuple[str | None, str | None] | None = None
    amount_kind: str | None = None
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportedCase:
    """A case as one bulletin describes it: its facts, its figures, and the stage that the text gives."""

    facts: CaseFacts
    figures: tuple[BulletinFigure, ...]
    stage: Stage = Stage.UNSTATED


@dataclass(frozen=True)
class BulletinRecord:
    """A bulletin: the file's SHA-256 and name, what is printed on it (``published`` as YYYY-MM-DD), its cases in
    their order.

    ``supervision`` is what it says of all its cases; ``aggregates`` are figures that belong to no single case.
    """

    sha256: str
    name: str
    title: str
    published: str | None
    issuers: tuple[str, ...]
    supervision: Supervision
    cases: tuple[ReportedCase, ...]
    aggregates: tuple[BulletinFigure, ...] = ()


@dataclass(frozen=True)
class SupervisedCase:
    """A case of the register: ``key`` is its identity, ``facts`` those of the bulletin that named it first,
    ``figures`` of all bulletins in the order of their publication, ``bulletins`` their SHA-256.
    """

    key: str
    facts: CaseFacts
    stage: Stage
    supervision: Supervision
    figures: tuple[BulletinFigure, ...]
    bulletins: tuple[str, ...]


_CODE = re.compile(r"\"[^\"]*\d+\.\d+[^\"]*\"")
_DOTS = str.maketrans(dict.fromkeys("·•‧∙・．｡", "."))
_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞＂", '"'))


def normal_name(name: str) -> str:
    """Return a case's name in the form by which it is compared: “12·30” and "12.30" are the same."""
    text = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_QUOTES).translate(_DOTS)
    return re.sub(r"\s+", "", text)


def case_key(facts: CaseFacts, bulletin: str, place: int) -> str:
    """Return the identity of a reported case: ``place`` counts the bulletin's cases from 1.

    Only a name with a code of its own (“12.30”) names a case across bulletins, with its province; a case named
    otherwise (张某诈骗案), or not at all, stays its bulletin's, for two may share such a name.
    """
    if _CODE.search(normal_name(facts.name or "")):
        return entered_key(facts)
    return f"{bulletin[:12]}#{place}"


def entered_key(facts: CaseFacts) -> str:
    """Return the identity of a case that a person enters by its name: that of a bulletin's with the same code."""
    name, province = normal_name(facts.name or ""), facts.province or ""
    return name if name.startswith(province) else province + name
