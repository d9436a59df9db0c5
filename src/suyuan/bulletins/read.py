"""The way in: a bulletin's file to its cases and figures."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from suyuan.bulletins.bulletin import Bulletin, BulletinCase, Figure
from suyuan.bulletins.cases import case_of
from suyuan.bulletins.container import pages_of
from suyuan.bulletins.dates import Anchor
from suyuan.bulletins.decode import decode
from suyuan.bulletins.figures import aggregate_figures, in_title_alone
from suyuan.bulletins.issuers import issuers_of
from suyuan.bulletins.judgments import is_judgment
from suyuan.bulletins.names import case_names
from suyuan.bulletins.page import Page, issuer_labels, source_labels
from suyuan.bulletins.parts import Section
from suyuan.bulletins.script import fold, is_english
from suyuan.bulletins.sections import outline
from suyuan.bulletins.sentences import Reader, Sentence
from suyuan.errors import Refused
from suyuan.model.text import Text

MISSING = Text(zh="{file}：没有这个文件，或它不是文件。", en="{file}: there is no such file, or it is not a file.")
UNREADABLE = Text(zh="{file}：无法打开（{error}）。", en="{file}: it cannot be opened ({error}).")
NO_TEXT = Text(zh="{file}：页面里没有正文。", en="{file}: there is no text on the page.")
NOT_A_BULLETIN = Text(
    zh="{file}：不像电信网络诈骗案件通报（开头是“{start}”）：文中没有诈骗字样，或没有案件、机关和数字。请确认文件。",
    en="{file}: this does not look like a bulletin on telecom fraud (it begins “{start}”): no word of fraud, "
    "or no case, body or figure in it. Check the file.",
)
_SUBJECT = re.compile(
    "诈骗|诈欺|电诈|涉诈|骗案|骗局|断卡|两卡|跑分|洗钱|帮助信息网络犯罪|电骗|骗徒|"
    "scam|fraud|swindl|cheat|money mule|phishing|"
    r"(?:bogus|fake|sham|phoney)(?: [\w-]+){0,2} (?:platform|app|website|site|investment|exchange|job|shop)s?\b",
    re.IGNORECASE,
)


def read_file(path: Path) -> Bulletin:
    """Return what the bulletin in a file states. Raises Refused if it is none or cannot be read."""
    name = str(path)
    if not path.is_file():
        raise Refused(MISSING(file=name))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(UNREADABLE(file=name, error=error.strerror or error)) from error
    return read_bytes(name, content)


def read_bytes(file: str, content: bytes) -> Bulletin:
    """Return what the bulletin in some bytes states; ``file`` is the name it is called by. Raises Refused."""
    pages = pages_of(file, decode(file, content))
    read = [_read_page(file, page) for page in pages if page.blocks or page.title]
    if not read:
        raise Refused(NO_TEXT(file=file))
    bulletins = [
        one
        for one, page in zip(read, [page for page in pages if page.blocks or page.title], strict=True)
        if _is_bulletin(one, page)
    ]
    if not bulletins:
        start = (pages[0].title or pages[0].blocks[0].text)[:30].replace("\n", " ")
        raise Refused(NOT_A_BULLETIN(file=file, start=start))
    return replace(_joined(bulletins), sha256=hashlib.sha256(content).hexdigest())


def _read_page(file: str, page: Page) -> Bulletin:
    text = page.title + "".join(block.text or "".join(map("".join, block.rows)) for block in page.blocks)
    if not is_english(text):
        return _read_chinese(file, page)
    # imported here: a Chinese bulletin, which most are, then starts without the English grammar
    from suyuan.bulletins import english

    return english.read_page(file, page)


def _read_chinese(file: str, page: Page) -> Bulletin:
    reader = Reader(Anchor.at(page.published), page.published)
    title = reader.read(page.title, -1)
    parts = outline(page, reader)
    _name_from_title(parts.sections, list(title))
    story = [sentence for section in parts.sections for sentence in section.sentences]
    issuers = issuers_of(_named_issuers(page), source_labels(page), _head(parts.aggregate, story), page.title)
    cases = tuple(
        case_of(section, issuers, _titles(section, list(title), len(parts.sections))) for section in parts.sections
    )
    taken = [figure for case in cases for figure in _figures_of(case)]
    body = list(aggregate_figures(parts.aggregate, []))
    headline = in_title_alone(aggregate_figures(list(title), []), [*body, *taken])
    if len(cases) == 1 and _titles(parts.sections[0], list(title), 1):
        # the headline of one case gives that case's figures
        cases, headline = (replace(cases[0], other_numbers=(*cases[0].other_numbers, *headline)),), ()
    return Bulletin(
        file=file,
        sha256="",
        title=page.title,
        published=page.published,
        issuers=issuers,
        cases=cases,
        aggregate_numbers=(*body, *headline),
    )


def _named_issuers(page: Page) -> tuple[str, ...]:
    """Return what names the issuer apart from the text: a judgment's head, the page's metadata."""
    return (page.title, *issuer_labels(page)) if is_judgment(page) else issuer_labels(page)


def _head(aggregate: list[Sentence], story: list[Sentence]) -> list[Sentence]:
    """Return all sentences in the order of the text, in which issuers are looked for."""
    return sorted([*aggregate, *story], key=lambda sentence: sentence.paragraph)


def _name_from_title(sections: list[Section], title: list[Sentence]) -> None:
    """Give the one case of a text the name that only the headline gives it."""
    names = [(sentence, name) for sentence in title for name in case_names(sentence.plain)]
    if len(sections) == len(names) == 1 and sections[0].name is None:
        sentence, name = names[0]
        sections[0].name, sections[0].code = sentence.quote(name.start, name.end), name.code


def _titles(section: Section, title: list[Sentence], sections: int) -> list[Sentence]:
    """Return the headline if it speaks of the section's case: it names it, or there is only one."""
    codes = {name.code for sentence in title for name in case_names(fold(sentence.printed))}
    return title if (section.code in codes and section.code) or (sections == 1 and not codes) else []


def _figures_of(case: BulletinCase) -> list[Figure]:
    return [figure for figure in (case.arrested, case.amount, case.victims, *case.other_numbers) if figure]


def _is_bulletin(bulletin: Bulletin, page: Page) -> bool:
    text = page.title + " ".join(block.text or " ".join(map(" ".join, block.rows)) for block in page.blocks)
    if not _SUBJECT.search(fold(text)):
        return False
    told = any(case.sentences for case in bulletin.cases)
    return told or bool(bulletin.issuers and bulletin.aggregate_numbers)


def _joined(bulletins: list[Bulletin]) -> Bulletin:
    """Return one bulletin for a feed of several: all cases in the feed's order, under the first item's title.

    The day is kept if all items have the same; relative dates were counted from each item's own.
    """
    first = bulletins[0]
    if len(bulletins) == 1:
        return first
    days = {one.published for one in bulletins}
    return replace(
        first,
        published=first.published if len(days) == 1 else None,
        issuers=tuple(dict.fromkeys(issuer for one in bulletins for issuer in one.issuers)),
        cases=tuple(case for one in bulletins for case in one.cases),
        aggregate_numbers=tuple(figure for one in bulletins for figure in one.aggregate_numbers),
    )
