"""How a bulletin is said on the terminal: its head, its cases with their facts, its other figures."""

from __future__ import annotations

from collections.abc import Iterator

from suyuan.bulletins.bulletin import AmountKind, Bulletin, BulletinCase, Figure, LeadKind
from suyuan.model.text import Language, Text

PUBLISHED = Text(zh="发布日期", en="published")
ISSUERS = Text(zh="发布单位", en="issued by")
UNNAMED = Text(zh="（未命名案件）", en="(a case without a name)")
PROVINCE = Text(zh="侦办地区", en="province")
DATE = Text(zh="线索时间", en="came to light")
LEAD = Text(zh="线索来源", en="lead")
BASE = Text(zh="窝点所在地", en="base")
METHODS = Text(zh="诈骗手法", en="methods")
PERIOD = Text(zh="活动时间", en="active")
ARRESTED = Text(zh="抓获", en="caught")
VICTIMS = Text(zh="被害人", en="victims")
HELPERS = Text(zh="协助者", en="helpers")
OTHERS = Text(zh="其他数字", en="other figures")
WHOLE = Text(zh="全文数字", en="figures of the whole bulletin")
NO_CASE = Text(zh="文中没有具体案件。", en="The bulletin describes no case.")

LEADS = {
    LeadKind.CONCENTRATED_ANALYSIS: Text(zh="集中研判", en="leads analysed together"),
    LeadKind.SMUGGLING_CASE: Text(zh="偷渡类案件", en="a border-crossing case"),
    LeadKind.VICTIM_REPORT: Text(zh="被害人报案", en="a victim's report"),
    LeadKind.CARD_CRACKDOWN: Text(zh="断卡线索", en="a card crackdown"),
    LeadKind.CASE_CLUE: Text(zh="其他案件的线索", en="a clue in another case"),
    LeadKind.OTHER: Text(zh="其他线索", en="another lead"),
}
AMOUNTS = {
    AmountKind.INVOLVED: Text(zh="涉案金额", en="amount involved"),
    AmountKind.DEFRAUDED: Text(zh="诈骗金额", en="amount defrauded"),
    AmountKind.TURNOVER: Text(zh="资金流水", en="turnover"),
    AmountKind.LAUNDERED: Text(zh="转移金额", en="amount moved"),
}


def lines(bulletin: Bulletin, language: Language) -> Iterator[str]:
    """Yield the lines that say what a bulletin states, in one language; what is quoted stays as printed."""
    yield bulletin.title
    yield f"  {bulletin.file}"
    yield from _stated([(PUBLISHED, bulletin.published), (ISSUERS, "、".join(bulletin.issuers))], language, 2)
    if not bulletin.cases:
        yield "  " + NO_CASE.render(language)
    for number, case in enumerate(bulletin.cases, start=1):
        yield f"  {number}. {case.name or UNNAMED.render(language)}"
        yield from _stated(_facts(case, language), language, 5)
    yield from _stated([(WHOLE, _figures(bulletin.aggregate_numbers))], language, 2)


def _facts(case: BulletinCase, language: Language) -> list[tuple[Text, str | None]]:
    amount_label = AMOUNTS[case.amount_kind] if case.amount_kind else AMOUNTS[AmountKind.INVOLVED]
    return [
        (PROVINCE, case.province),
        (DATE, case.date_phrase and f"{case.date_phrase} ({case.date_resolved or '?'})"),
        (LEAD, case.lead_kind and LEADS[case.lead_kind].render(language)),
        (BASE, case.base),
        (METHODS, "、".join(case.methods)),
        (PERIOD, case.period and f"{case.period[0] or '?'} – {case.period[1] or '?'}"),
        (ARRESTED, _text(case.arrested)),
        (amount_label, _text(case.amount)),
        (VICTIMS, _text(case.victims)),
        (HELPERS, "、".join(case.helpers)),
        (OTHERS, _figures(case.other_numbers)),
    ]


def _text(figure: Figure | None) -> str | None:
    return figure.text if figure else None


def _figures(figures: tuple[Figure, ...]) -> str:
    return "；".join(f"{figure.what} {figure.text}".strip() for figure in figures)


def _stated(facts: list[tuple[Text, str | None]], language: Language, indent: int) -> Iterator[str]:
    for label, value in facts:
        if value:
            yield f"{' ' * indent}{label.render(language)}: {value}"
