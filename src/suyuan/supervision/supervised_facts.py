"""What is recorded of each step of a supervised case 联合挂牌督办, and the words of what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from suyuan.model.register import Stage, Supervision
from suyuan.model.text import Text


class RegisterStep(Enum):
    """The steps of a supervised case."""

    ENTER = "enter"
    DESCRIBE = "describe"
    LIST = "list"
    STAGE = "stage"
    PERSONS = "persons"
    ASK = "ask"
    ANSWER = "answer"
    MILESTONE = "milestone"
    DONE = "done"
    REPORT = "report"
    SIGN = "sign"
    CONDITION = "condition"
    RELEASE_REQUEST = "release_request"
    RELEASE_REFUSED = "release_refused"
    RELEASE = "release"


REGISTER_STEPS = {
    RegisterStep.ENTER: Text(zh="登记", en="enter it"),
    RegisterStep.DESCRIBE: Text(zh="登记案情要素", en="describe it"),
    RegisterStep.LIST: Text(zh="挂牌", en="list it"),
    RegisterStep.STAGE: Text(zh="变更案件阶段", en="move its stage"),
    RegisterStep.PERSONS: Text(zh="登记人员数", en="record persons"),
    RegisterStep.ASK: Text(zh="两机关间发函", en="ask the other agency"),
    RegisterStep.ANSWER: Text(zh="答复来函", en="answer the other agency"),
    RegisterStep.MILESTONE: Text(zh="设定节点", en="set a milestone"),
    RegisterStep.DONE: Text(zh="节点完成", en="mark a milestone done"),
    RegisterStep.REPORT: Text(zh="报告进展", en="report"),
    RegisterStep.SIGN: Text(zh="签署", en="sign"),
    RegisterStep.CONDITION: Text(zh="解除条件已满足", en="record a condition of lifting as met"),
    RegisterStep.RELEASE_REQUEST: Text(zh="申请解除", en="ask for its release"),
    RegisterStep.RELEASE_REFUSED: Text(zh="不同意解除", en="refuse its release"),
    RegisterStep.RELEASE: Text(zh="解除挂牌", en="release it"),
}


class Agency(Enum):
    """The two agencies that supervise together."""

    POLICE = "police"
    PROCURATORATE = "procuratorate"


AGENCIES = {
    Agency.POLICE: Text(zh="公安机关", en="the police"),
    Agency.PROCURATORATE: Text(zh="检察机关", en="the procuratorate"),
}


class Criterion(Enum):
    """Why a case is supervised, as the published batches state it."""

    AMOUNT = "amount"
    VICTIMS = "victims"
    CROSS_BORDER = "cross_border"
    PARTICIPANTS = "participants"
    VIOLENCE = "violence"
    SMUGGLING = "smuggling"
    METHOD = "method"
    EFFECT = "effect"


CRITERIA = {
    Criterion.AMOUNT: Text(zh="涉案金额特别巨大", en="very large sums"),
    Criterion.VICTIMS: Text(zh="被害人众多、分布广", en="many victims, far apart"),
    Criterion.CROSS_BORDER: Text(zh="窝点在境外、境内外勾结", en="based abroad, working with people at home"),
    Criterion.PARTICIPANTS: Text(zh="人员众多、组织严密", en="many members, tightly organised"),
    Criterion.VIOLENCE: Text(zh="伴有非法拘禁、故意伤害等暴力犯罪", en="violence: unlawful detention, injury"),
    Criterion.SMUGGLING: Text(zh="组织、招募偷越国（边）境", en="people smuggled over the border"),
    Criterion.METHOD: Text(zh="手法新型或典型，具警示意义", en="a method that is new or typical"),
    Criterion.EFFECT: Text(zh="社会影响恶劣", en="grave public effect"),
}


class Chain(Enum):
    """The line of the trade to which persons belong."""

    DEN = "den"
    CARDS = "cards"
    SMUGGLING = "smuggling"
    PERSONAL_DATA = "personal_data"
    TECHNICAL = "technical"
    SETTLEMENT = "settlement"
    OTHER = "other"


CHAINS = {
    Chain.DEN: Text(zh="窝点诈骗", en="den"),
    Chain.CARDS: Text(zh="贩卖两卡", en="card trade"),
    Chain.SMUGGLING: Text(zh="组织偷渡", en="smuggling of people"),
    Chain.PERSONAL_DATA: Text(zh="侵犯公民个人信息", en="personal information"),
    Chain.TECHNICAL: Text(zh="技术支持", en="technical support"),
    Chain.SETTLEMENT: Text(zh="支付结算、洗钱", en="payment settlement"),
    Chain.OTHER: Text(zh="其他", en="other"),
}


class Measure(Enum):
    """How far persons are: 抓获 is caught, 逮捕 is arrest approved by the procuratorate; two counts."""

    CAUGHT = "caught"
    DETAINED = "detained"
    ARRESTED = "arrested"
    PROSECUTED = "prosecuted"


MEASURES = {
    Measure.CAUGHT: Text(zh="抓获", en="caught"),
    Measure.DETAINED: Text(zh="刑事拘留", en="detained"),
    Measure.ARRESTED: Text(zh="批准逮捕", en="arrest approved"),
    Measure.PROSECUTED: Text(zh="提起公诉", en="prosecuted"),
}


class Ask(Enum):
    """What one agency asks of the other."""

    EARLY = "early_involvement"
    GUIDANCE = "guidance"
    SUPPLEMENT = "supplement"
    TRANSFER = "transfer"
    OTHER = "other"


ASKED = {
    Ask.EARLY: Text(zh="提前介入", en="early involvement"),
    Ask.GUIDANCE: Text(zh="引导取证", en="guidance on evidence"),
    Ask.SUPPLEMENT: Text(zh="补充侦查", en="supplementary investigation"),
    Ask.TRANSFER: Text(zh="移送", en="transfer"),
    Ask.OTHER: Text(zh="其他", en="other"),
}


class Every(Enum):
    """The unit of a reporting interval."""

    DAYS = "d"
    MONTHS = "m"


@dataclass(frozen=True)
class Entry:
    """A case as it comes into the machine: what the register knew of its two fields at that time."""

    name: str
    province: str = ""
    stage: Stage = Stage.UNSTATED
    supervision: Supervision = Supervision.PROPOSED
    source: str = ""


@dataclass(frozen=True)
class Description:
    """What the case is about; a later description replaces the fields it states and leaves the others.

    ``criteria`` are the words of ``Criterion``; ``case`` is the number of the case in this casebook, whose
    computed figures stand beside the official ones.
    """

    criteria: tuple[Criterion, ...] = ()
    evidence: str = ""
    lead: str = ""
    den: str = ""
    methods: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True)
class Listing:
    """A listing: batch and document, its issuers, the term and reporting interval as decided for this case, and
    the conditions under which it is lifted.
    """

    document: str
    batch: str = ""
    issuers: tuple[str, ...] = ()
    until: date | None = None
    every: int | None = None
    unit: Every = Every.MONTHS
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageMove:
    """A move of the stage; of one defendant where ``person`` is named, else of the case."""

    stage: Stage
    document: str = ""
    person: str = ""


@dataclass(frozen=True)
class PersonsCount:
    """So many persons of a chain stand under a measure, counted in all up to the day of the act."""

    chain: Chain
    measure: Measure
    count: int
    source: str = ""


@dataclass(frozen=True)
class AgencyAsk:
    """A request of one agency to the other; its ``number`` names it in the case."""

    number: str
    what: Ask
    sender: Agency
    text: str = ""
    due: date | None = None


@dataclass(frozen=True)
class AgencyAnswer:
    """The answer to a request by its number."""

    number: str
    text: str
    document: str = ""


@dataclass(frozen=True)
class Milestone:
    """Something to be reached by a day; its ``name`` names it in the case."""

    name: str
    due: date
    responsible: str = ""


@dataclass(frozen=True)
class MilestoneDone:
    """A milestone that was reached, and what shows it."""

    name: str
    evidence: str


@dataclass(frozen=True)
class PeriodicReport:
    """A report on progress; ``until`` is the last day that it covers."""

    document: str
    until: date
    summary: str = ""


@dataclass(frozen=True)
class SignOff:
    """An agency's signature under ``matter``: ``listing``, ``release`` or a report's document."""

    matter: str
    agency: Agency
    by: str
    document: str = ""


@dataclass(frozen=True)
class ConditionMet:
    """A condition of lifting that is met, by its words, and what shows it."""

    condition: str
    evidence: str


@dataclass(frozen=True)
class ReleasePaper:
    """A step about the release by its document."""

    document: str
    text: str = ""
