"""What the report says about itself: what it is, by which rules, with which limits, and who signs."""

from __future__ import annotations

from suyuan.documents.report_model import CaseReport, Sentence
from suyuan.documents.report_words import OUTCOME_MEANINGS, OUTCOMES
from suyuan.documents.shown import moment
from suyuan.model.text import Text

KIND = Text(zh="资金分析说明", en="Statement of money analysis")
NOT_AN_OPINION = Text(
    zh="本件为资金分析说明，由署名人负责，不是鉴定意见。",
    en="This is a statement of money analysis for which the undersigned is responsible; "
    "it is not an expert opinion (鉴定意见).",
)
METHOD = Text(zh="方法与限制", en="Method and limits")
RULES_RUN = Text(zh="所用追踪规则", en="Tracing rules run")
MEANINGS = Text(zh="措辞的含义", en="What the words mean")
LIMITS = Text(zh="限制", en="Limits")
SIGNATURES = Text(zh="署名", en="Signatures")
ANALYST = Text(zh="分析人（签名）", en="analyst (signature)")
REVIEWER = Text(zh="复核人（签名）", en="reviewer (signature)")
ORGAN = Text(zh="承办单位（盖章）", en="organ (seal)")
DATE = Text(zh="日期", en="date")
NO_CHOICE = Text(
    zh="本案尚无人选定适用的规则，故各项数字均以范围列出。",
    en="Nobody has chosen the case's rule yet, so every figure is given as a range.",
)
NO_LAW = Text(
    zh="迄今所见中国法律规定未就混同账户规定某一追踪规则；法院采用何种规则，数字可能不同。故先列各规则的最少与最多，"
    "再列各规则的数字，不以某一规则单独下结论。",
    en="No Chinese provision read so far prescribes a tracing rule for mixed accounts, and a court may choose "
    "another. So least and greatest over the rules come first, then each rule; none stands alone.",
)
AS_OF = Text(
    zh="各项数字截至 {time}，即该时点以前（含）的全部转账之后的状态。",
    en="All figures are as of {time}: after all transfers up to that moment.",
)
RECOMPUTE = Text(
    zh="程序版本 {version}。以同样的材料（校验值见材料清单）、同样的决定重新计算，得到同样的数字。",
    en="Program version {version}. The same material (see the hashes) and decisions give the same digits.",
)
KNOWN_LINKS = Text(
    zh="“仅已知关联”一栏不含推断与假定的关联：资金停在最后一笔已知转账所到之处。",
    en="“Known links alone” leaves out inferred and assumed links: "
    "the money stays where the last known link brought it.",
)
MEANING = Text(zh="{word}：{meaning}", en="{word}: {meaning}")
OWN_MONEY = Text(
    zh="自有资金：被骗款中由被害人自己的钱付出的部分；用骗子先前返还的钱付出的部分沿用其原有来源。它是追踪用的数字，不是损失。",
    en="Own money: what of a claim the victim paid with money of their own; what was paid with money that came "
    "back from the swindlers keeps its origin. It is a figure of the tracing, not a loss.",
)


def rules_in_words(report: CaseReport) -> tuple[tuple[Text, Sentence], ...]:
    """Return each rule's name and what it says, in the order in which they were run."""
    return tuple((each.name, each.rule) for each in report.policies)


def method_sentences(report: CaseReport) -> tuple[Sentence, ...]:
    """Return how the figures were made."""
    found: list[Sentence] = [
        AS_OF(time=moment(report.case.as_of)),
        report.case.policy_choice or NO_CHOICE,
        NO_LAW,
        RECOMPUTE(version=report.case.version),
    ]
    if report.known_holdings is not None:
        found.append(KNOWN_LINKS)
    return tuple(found)


def meanings() -> tuple[Sentence, ...]:
    """Return what the words for where money is mean."""
    states = tuple(MEANING(word=OUTCOMES[code], meaning=words) for code, words in OUTCOME_MEANINGS.items())
    return (*states, OWN_MONEY)
