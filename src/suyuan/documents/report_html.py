"""The case report as one HTML page: no network, no script needed, both languages, same bytes for same case."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path

from suyuan.documents import method_words as method
from suyuan.documents.anchors import Anchors
from suyuan.documents.figures import Figures
from suyuan.documents.headline import Figure, HeadlineSentence, Listing, Rules, headline, shown
from suyuan.documents.html_cells import HtmlCells, sentence, words
from suyuan.documents.html_tables import HtmlTables, shown_anchors
from suyuan.documents.money_picture import MoneyPicture
from suyuan.documents.report_model import CaseFacts, CaseReport
from suyuan.documents.report_words import COLON, LIST_COMMA, OUTCOMES, word
from suyuan.documents.sections import sections
from suyuan.documents.shown import moment, money_range
from suyuan.documents.tables import Section
from suyuan.documents.tables_money import outcome_table
from suyuan.model.text import Language, Text, say

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
LANGUAGE_NAMES = {Language.ZH: "中文", Language.EN: "English"}
SKIP = Text(zh="跳到正文", en="Skip to the text")
GLANCE = Text(zh="追踪资金在哪里", en="Where the traced money is")
GLANCE_NOTE = Text(
    zh="实色为各规则最少，浅色至最多。", en="Solid: the least over the rules; pale: up to the greatest."
)
SUMMARY = Text(zh="摘要", en="Summary")
RULE_SHOWN = Text(zh="图中规则", en="Rule shown")
NO_PICTURE = Text(zh="没有可画的资金流向。", en="There is no money to draw.")
NUMBER = Text(zh="案件编号", en="case")
HANDLED_BY = Text(zh="承办单位", en="handled by")
FILED = Text(zh="立案时间", en="filed")
UNTIL = Text(zh="数据截至", en="figures as of")
CURRENCY = Text(zh="币种", en="currency")
PROGRAM = Text(zh="程序", en="program")
RULES = Text(zh="所用规则", en="rules run")
RESPONSIBLE = Text(zh="负责人", en="responsible")
UNSIGNED = Text(zh="（待署名）", en="(to be signed)")
NOT_FILED = Text(zh="未立案", en="not filed")


def write_report(report: CaseReport, path: Path, language: Language = Language.ZH) -> None:
    """Write the report's page, whole or not at all; raises Failed where the report contradicts itself."""
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_text(report_page(report, language), encoding="utf-8", newline="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def report_page(report: CaseReport, language: Language = Language.ZH) -> str:
    """Return the whole page; ``language`` is the one shown first, the other is a click away."""
    return _Page(report, language).text()


class _Page:
    """One page while it is being put together."""

    def __init__(self, report: CaseReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.figures = Figures(report)
        anchors = Anchors(report)
        self.picture = MoneyPicture(self.figures, anchors)
        self.sections = sections(self.figures, anchors, self.picture)
        known = shown_anchors(self.sections)
        self.picture.reach = lambda anchor: known.get(anchor, anchor)
        self.cells = HtmlCells(report.case.currency, report.policies, lambda anchor: known.get(anchor, "top"))
        self.tables = HtmlTables(self.cells)

    def text(self) -> str:
        """Return the page."""
        case = self.report.case
        script = _page_file("report.js")
        parts = "".join(self._section(section) for section in self.sections)
        title = f"{case.name} · {method.KIND.render(self.language)}"
        switches = "".join(
            f'<input type=radio name=lang id=lang-{each.value} class=switch aria-label="{name}"'
            f"{' checked' if each is self.language else ''}>"
            for each, name in LANGUAGE_NAMES.items()
        )
        return (
            f"<!doctype html>\n<html lang={self.language.value}>\n<head>\n<meta charset=utf-8>\n"
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name=viewport content="width=device-width, initial-scale=1">\n'
            "<meta name=referrer content=no-referrer>\n"
            f"<title>{escape(title)}</title>\n<style>\n{_page_file('report.css')}</style>\n</head>\n"
            f"<body id=top>\n{switches}\n{self._bar()}\n<main id=main>\n{self._cover(case)}\n{self._headline()}\n"
            f"{parts}\n{self._method()}\n{self._signatures(case)}\n</main>\n"
            f"<script>\n{script}</script>\n</body>\n</html>\n"
        )

    def _bar(self) -> str:
        links = "".join(f'<a href="#part-{each.name}">{words(each.title)}</a>' for each in self.sections)
        labels = "".join(f"<label for=lang-{each.value}>{name}</label>" for each, name in LANGUAGE_NAMES.items())
        return (
            f'<header class=bar><a class=skip href="#main">{words(SKIP)}</a>'
            f'<nav><a href="#summary">{words(SUMMARY)}</a>{links}'
            f'<a href="#method">{words(method.METHOD)}</a></nav><div class=langs>{labels}</div></header>'
        )

    def _cover(self, case: CaseFacts) -> str:
        rules = words(LIST_COMMA).join(words(each.name) for each in self.report.policies)
        facts = (
            (NUMBER, escape(case.number)),
            (HANDLED_BY, escape(case.organ)),
            (FILED, moment(case.filed_at) if case.filed_at else words(NOT_FILED)),
            (UNTIL, moment(case.as_of)),
            (RULES, rules),
            (CURRENCY, escape(case.currency)),
            (RESPONSIBLE, escape(case.responsible) if case.responsible else words(UNSIGNED)),
            (PROGRAM, f"溯源 suyuan {escape(case.version)}"),
        )
        listed = "".join(f"<div><dt>{words(name)}</dt><dd>{value}</dd></div>" for name, value in facts)
        return (
            f"<section class=cover><p class=kind>{words(method.KIND)}</p><h1>{escape(case.name)}</h1>"
            f"<dl>{listed}</dl><p class=seal>{words(method.NOT_AN_OPINION)}</p></section>"
        )

    def _headline(self) -> str:
        sentences = "".join(f"<li id=head-{each.name}>{self._said(each)}</li>" for each in headline(self.figures))
        return (
            f"<section class=headline id=summary><h2>{words(SUMMARY)}</h2>"
            f"<div class=top><ol>{sentences}</ol>{self._glance()}</div></section>"
        )

    def _glance(self) -> str:
        """Return bars of where the traced money is: the least over the rules solid, up to the greatest pale."""
        whole = max(1, self.figures.effective().greatest)
        bars = "".join(
            f'<li><a href="#{self.cells.reach(outcome_table(code))}">{words(word(OUTCOMES, code))}</a>'
            f"<span>{money_range(amount, self.report.case.currency)}</span>"
            f'<div class="o-{code}"><i style="width:{_percent(amount.least, whole)}"></i>'
            f'<i style="width:{_percent(amount.greatest - amount.least, whole)}"></i></div></li>'
            for code, amount in self.figures.by_outcome().items()
            if amount
        )
        return f"<aside class=glance><h3>{words(GLANCE)}</h3><ul>{bars}</ul><p>{words(GLANCE_NOTE)}</p></aside>"

    def _said(self, said: HeadlineSentence) -> str:
        def values(language: Language) -> dict[str, str]:
            return {name: self._value(value, language) for name, value in said.values.items()}

        return sentence(said.words, values)

    def _value(self, value: Figure | Rules | Listing, language: Language) -> str:
        if isinstance(value, Figure):
            return self._figure(value, language)
        if isinstance(value, Rules):
            return f"<span class=rules>{self.cells.by_rule(value.amounts, language)}</span>"
        listed = (
            f"{escape(say(what, language))} {self._figure(figure, language)}" for what, figure in value.entries
        )
        return LIST_COMMA.render(language).join(listed)

    def _figure(self, figure: Figure, language: Language) -> str:
        text = escape(say(shown(figure, self.report.case.currency), language).strip())
        return f'<a class=fig href="#{self.cells.reach(figure.anchor)}">{text}</a>'

    def _section(self, section: Section) -> str:
        intro = f"<p class=intro>{words(section.intro)}</p>" if section.intro is not None else ""
        picture = self._picture() if section.name == "picture" else ""
        tables = "".join(self.tables.table(table) for table in section.tables)
        return (
            f'<section class=part id="part-{section.name}"><h2>{words(section.title)}</h2>{intro}{picture}{tables}'
            "</section>"
        )

    def _picture(self) -> str:
        policies = self.report.policies
        drawn = [self.picture.svg(place) for place in range(len(policies))]
        if not any(drawn):
            return f"<p>{words(NO_PICTURE)}</p>"
        radios = "".join(
            f"<input type=radio name=rule id=rule-{place} class=switch"
            f"{' checked' if place == 0 else ''} aria-labelledby=rule-name-{place}>"
            for place in range(len(policies))
        )
        labels = "".join(
            f"<label for=rule-{place} id=rule-name-{place}>{words(each.name)}</label>"
            for place, each in enumerate(policies)
        )
        pictures = "".join(f'<div class="rule-{place} drawn">{svg}</div>' for place, svg in enumerate(drawn))
        shown = "".join(
            f"#rule-{place}:checked~.pictures>.rule-{place}{{display:block}}"
            f"#rule-{place}:checked~.choice label[for=rule-{place}]{{background:var(--ink);color:#fff}}"
            f"#rule-{place}:focus-visible~.choice label[for=rule-{place}]{{outline:3px solid var(--focus)}}"
            for place in range(len(policies))
        )
        return (
            f"<style>{shown}</style><figure class=picture>{radios}"
            f"<div class=choice><span>{words(RULE_SHOWN)}</span>{labels}</div>"
            f"<div class=pictures tabindex=0>{pictures}</div></figure>"
        )

    def _method(self) -> str:
        rules = "".join(
            f"<dt>{words(name)}</dt><dd>{words(rule)}</dd>" for name, rule in method.rules_in_words(self.report)
        )
        said = "".join(f"<p>{words(each)}</p>" for each in method.method_sentences(self.report))
        meanings = "".join(f"<li>{words(each)}</li>" for each in method.meanings())
        limits = "".join(f"<li>{words(each)}</li>" for each in self.report.limits)
        listed = f"<h3>{words(method.LIMITS)}</h3><ul>{limits}</ul>" if limits else ""
        return (
            f"<section class='part method' id=method><h2>{words(method.METHOD)}</h2>{said}"
            f"<h3>{words(method.RULES_RUN)}</h3><dl>{rules}</dl>"
            f"<h3>{words(method.MEANINGS)}</h3><ul>{meanings}</ul>{listed}</section>"
        )

    def _signatures(self, case: CaseFacts) -> str:
        lines = "".join(
            f"<p>{words(who)}{words(COLON)}<span class=line>{escape(name)}</span>"
            f"{words(method.DATE)}{words(COLON)}<span class='line short'></span></p>"
            for who, name in (
                (method.ANALYST, case.responsible),
                (method.REVIEWER, ""),
                (method.ORGAN, case.organ),
            )
        )
        return (
            f"<section class='part sign' id=sign><h2>{words(method.SIGNATURES)}</h2>"
            f"<p>{words(method.NOT_AN_OPINION)}</p>{lines}</section>"
        )


def _percent(part: int, whole: int) -> str:
    """Return a share in hundredths of a percent, in whole numbers alone."""
    share = part * 10_000 // whole
    return f"{share // 100}.{share % 100:02d}%"


def _page_file(name: str) -> str:
    return (files("suyuan.documents") / "page" / name).read_text(encoding="utf-8")
