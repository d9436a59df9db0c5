"""What is recorded of each step of a pursuit 追逃, and the words of its statuses, notices and exits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.rights import Level
from suyuan.model.text import Text


class Rank(Enum):
    """What part a person had, as the organ that pursues him found."""

    ORGANISER = "organiser"
    BACKBONE = "backbone"
    MEMBER = "member"


RANKS = {
    Rank.ORGANISER: Text(zh="组织者、金主", en="organiser or financier"),
    Rank.BACKBONE: Text(zh="骨干", en="backbone"),
    Rank.MEMBER: Text(zh="一般成员", en="member"),
}


class Decided(Enum):
    """What was decided on the person's custody."""

    NONE = "none"
    DETENTION = "detention"
    ARREST = "arrest"


DECISIONS = {
    Decided.NONE: Text(zh="未决定拘留、逮捕", en="neither detention nor arrest decided"),
    Decided.DETENTION: Text(zh="已决定刑事拘留", en="detention decided"),
    Decided.ARREST: Text(zh="已批准逮捕", en="arrest approved"),
}


class PursuitState(Enum):
    """How far a pursuit is; which notices stand is a set beside it."""

    IDENTIFIED = "identified"
    WANTED = "wanted"
    LOCATED = "located"
    ARRESTED_ABROAD = "arrested_abroad"
    EXTRADITION = "extradition_requested"
    REPATRIATION = "repatriation_requested"
    SURRENDERED = "surrendered"
    PERSUADED = "persuaded"
    REPATRIATED = "repatriated"
    EXTRADITED = "extradited"
    CAPTURED = "captured"
    DEAD = "dead"
    CANCELLED = "cancelled"


PURSUIT_STATES = {
    PursuitState.IDENTIFIED: Text(zh="已查明身份", en="identified"),
    PursuitState.WANTED: Text(zh="在逃（已发布通报、通缉）", en="at large, notices out"),
    PursuitState.LOCATED: Text(zh="已掌握下落", en="located"),
    PursuitState.ARRESTED_ABROAD: Text(zh="境外已抓获", en="arrested abroad"),
    PursuitState.EXTRADITION: Text(zh="已请求引渡", en="extradition requested"),
    PursuitState.REPATRIATION: Text(zh="已请求遣返、移交", en="repatriation requested"),
    PursuitState.SURRENDERED: Text(zh="自首（劝投）", en="surrendered"),
    PursuitState.PERSUADED: Text(zh="劝返", en="returned by persuasion"),
    PursuitState.REPATRIATED: Text(zh="遣返、移交", en="repatriated or handed over"),
    PursuitState.EXTRADITED: Text(zh="引渡", en="extradited"),
    PursuitState.CAPTURED: Text(zh="抓获", en="captured"),
    PursuitState.DEAD: Text(zh="死亡", en="dead"),
    PursuitState.CANCELLED: Text(zh="撤销", en="cancelled"),
}

EXITS = frozenset(
    {
        PursuitState.SURRENDERED,
        PursuitState.PERSUADED,
        PursuitState.REPATRIATED,
        PursuitState.EXTRADITED,
        PursuitState.CAPTURED,
        PursuitState.DEAD,
        PursuitState.CANCELLED,
    }
)
VOLUNTARY = frozenset({PursuitState.SURRENDERED, PursuitState.PERSUADED})
IN_HANDS = EXITS - {PursuitState.DEAD, PursuitState.CANCELLED}
"""Exits by which the person came before the organs: a forfeiture case ends with them."""


class PursuitStep(Enum):
    """The steps of a pursuit."""

    IDENTIFY = "identify"
    CUSTODY = "custody"
    ONLINE = "online"
    WANTED = "wanted"
    REWARD = "reward"
    RED_NOTICE = "red_notice"
    SUPPLEMENT = "supplement"
    BORDER = "border"
    REGULARISE = "regularise"
    LOCATE = "locate"
    ARRESTED_ABROAD = "arrested_abroad"
    EXTRADITION = "extradition"
    REPATRIATION = "repatriation"
    WINDOW = "window"
    CONTACT = "contact"
    EXIT = "exit"
    WITHDRAW = "withdraw"
    INTERROGATE = "interrogate"
    EFFECT = "effect"
    GIVEN_BACK = "given_back"
    ABSENT_TRIAL = "absent_trial"


PURSUIT_STEPS = {
    PursuitStep.IDENTIFY: Text(zh="查明身份", en="identify"),
    PursuitStep.CUSTODY: Text(zh="登记拘留、逮捕决定", en="record detention or arrest decided"),
    PursuitStep.ONLINE: Text(zh="网上追逃", en="post online"),
    PursuitStep.WANTED: Text(zh="发布通缉令", en="issue a wanted notice"),
    PursuitStep.REWARD: Text(zh="发布悬赏通告", en="offer a reward"),
    PursuitStep.RED_NOTICE: Text(zh="红色通报", en="red notice"),
    PursuitStep.SUPPLEMENT: Text(zh="补发通报", en="supplement a notice"),
    PursuitStep.BORDER: Text(zh="边控", en="border control"),
    PursuitStep.REGULARISE: Text(zh="补办边控手续", en="regularise the border control"),
    PursuitStep.LOCATE: Text(zh="登记下落", en="record where he is"),
    PursuitStep.ARRESTED_ABROAD: Text(zh="登记境外抓获", en="record an arrest abroad"),
    PursuitStep.EXTRADITION: Text(zh="请求引渡", en="ask for extradition"),
    PursuitStep.REPATRIATION: Text(zh="请求遣返、移交", en="ask for repatriation"),
    PursuitStep.WINDOW: Text(zh="投案自首公告", en="public notice with a surrender window"),
    PursuitStep.CONTACT: Text(zh="劝投劝返联系", en="contact with the family"),
    PursuitStep.EXIT: Text(zh="归案、死亡或撤销", en="record how it ended"),
    PursuitStep.WITHDRAW: Text(zh="撤销通缉、通报", en="withdraw a notice"),
    PursuitStep.INTERROGATE: Text(zh="讯问", en="interrogate"),
    PursuitStep.EFFECT: Text(zh="记录自首、退赃的处理", en="record what surrender or giving back led to"),
    PursuitStep.GIVEN_BACK: Text(zh="退赃退赔", en="record what he gave back"),
    PursuitStep.ABSENT_TRIAL: Text(zh="缺席审判", en="try him in absence"),
}


class NoticeKind(Enum):
    """Notices that may stand beside one another."""

    ONLINE = "online"
    WANTED_COUNTY = "wanted_county"
    WANTED_CITY = "wanted_city"
    WANTED_PROVINCE = "wanted_province"
    WANTED_B = "wanted_b"
    WANTED_A = "wanted_a"
    REWARD = "reward"
    RED = "red"
    BORDER = "border"


NOTICES = {
    NoticeKind.ONLINE: Text(zh="网上追逃", en="online listing"),
    NoticeKind.WANTED_COUNTY: Text(zh="县级通缉令", en="county wanted notice"),
    NoticeKind.WANTED_CITY: Text(zh="市级通缉令", en="city wanted notice"),
    NoticeKind.WANTED_PROVINCE: Text(zh="省级通缉令", en="provincial wanted notice"),
    NoticeKind.WANTED_B: Text(zh="公安部 B 级通缉令", en="Ministry's B notice"),
    NoticeKind.WANTED_A: Text(zh="公安部 A 级通缉令", en="Ministry's A notice"),
    NoticeKind.REWARD: Text(zh="悬赏通告", en="reward"),
    NoticeKind.RED: Text(zh="红色通报", en="red notice"),
    NoticeKind.BORDER: Text(zh="边控", en="border control"),
}

WANTED_LEVELS = {
    NoticeKind.WANTED_COUNTY: Level.COUNTY,
    NoticeKind.WANTED_CITY: Level.CITY,
    NoticeKind.WANTED_PROVINCE: Level.PROVINCE,
    NoticeKind.WANTED_B: Level.MINISTRY,
    NoticeKind.WANTED_A: Level.MINISTRY,
}
"""Wanted notices, and at least which level of organ issues and approves each."""


@dataclass(frozen=True)
class Fugitive:
    """The person: ``person`` is the name or number by which the register knows him, ``evidence`` by what he was
    identified.
    """

    person: str
    rank: Rank
    name: str = ""
    id_number: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    den: str = ""
    evidence: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class CustodyDecision:
    """Detention or arrest as decided, with its document and who decided."""

    decided: Decided
    document: str
    decided_by: str


@dataclass(frozen=True)
class NoticeIssued:
    """A notice: its ``number`` names it among the person's, ``area`` is where it was issued, ``sum`` in minor
    units for a reward. ``urgent``: a border control handed to a port before its papers.
    """

    kind: NoticeKind
    number: str
    issuer: str = ""
    area: str = ""
    level: Level | None = None
    sum: int | None = None
    currency: str = "CNY"
    urgent: bool = False


@dataclass(frozen=True)
class NoticeSupplement:
    """New facts to a notice, which quotes the original's number and date."""

    number: str
    original: str
    original_date: date | None
    facts: str


@dataclass(frozen=True)
class NoticeNamed:
    """A step about one notice, by its number; ``document`` by which it was done."""

    number: str
    document: str = ""


@dataclass(frozen=True)
class Found:
    """Where he was found or arrested, by whom, on what evidence."""

    place: str
    authority: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Asked:
    """A request to another state: its document, by which organ it was examined, and by which it was sent."""

    document: str
    state: str
    examined_by: str = ""
    sent_by: str = ""
    respond_by: date | None = None


@dataclass(frozen=True)
class Window:
    """A public notice that sets a last day for surrender."""

    document: str
    issuer: str
    until: date
    offer: str = ""


@dataclass(frozen=True)
class Contact:
    """One contact with the family or others who persuade."""

    with_whom: str
    relation: str
    by_whom: str
    outcome: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class Exit:
    """How the pursuit ended; ``voluntary_who``, ``_how``, ``_when`` are the evidence that he came
    of his own will, ``handed_over`` when he came into the organ's hands.
    """

    how: PursuitState
    evidence: str
    place: str = ""
    authority: str = ""
    handed_over: Moment | None = None
    voluntary_who: str = ""
    voluntary_how: str = ""
    voluntary_when: Moment | None = None
    truthful: bool | None = None


@dataclass(frozen=True)
class GivenBack:
    """Money or things that he or his family gave back; ``before_judgment``: before the first-instance judgment."""

    amount: int
    currency: str
    from_whom: str
    receipt: str
    before_judgment: bool = True


@dataclass(frozen=True)
class LegalEffect:
    """What surrender or giving back led to: the article that was applied, who decided, how."""

    article: str
    decided_by: str
    outcome: str


@dataclass(frozen=True)
class Note:
    """A step whose particulars are one sentence and a document."""

    text: str = ""
    document: str = ""
