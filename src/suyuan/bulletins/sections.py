"""Which sentences belong to which case, and which to the bulletin as a whole.

Where the page has case headings, a section runs from one to the next; a table of cases has one in each row; a
judgment is one; every other text is told by ``stories``. A campaign's words (今年以来全省…) or a closing
(警方提示) take a sentence out of a case.
"""

from __future__ import annotations

import re

from suyuan.bulletins import labels
from suyuan.bulletins.cues import is_campaign, is_closing
from suyuan.bulletins.judgments import is_judgment, outline_of_judgment
from suyuan.bulletins.names import Heading, case_heading, case_names, opening_name
from suyuan.bulletins.page import Block, BlockKind, Page
from suyuan.bulletins.parts import Outline, Section
from suyuan.bulletins.script import fold
from suyuan.bulletins.sentences import Reader
from suyuan.bulletins.stories import Stories


def outline(page: Page, reader: Reader) -> Outline:
    """Return the parts of a page."""
    if is_judgment(page):
        return outline_of_judgment(page, reader)
    headings = {number: heading for number, block in enumerate(page.blocks) if (heading := _heading_of(block))}
    tables = any(labels.read_table(block.rows) for block in page.blocks)
    if headings or tables:
        return _by_headings(page, headings, reader)
    return _by_sentences(page, reader)


def _heading_of(block: Block) -> tuple[Heading, bool] | None:
    """Return the case heading of a block, and whether the block is nothing but the heading."""
    if block.kind is BlockKind.TABLE:
        return None
    plain = fold(block.text)
    if len(plain) <= 70 and not plain.rstrip().endswith(("。", "；", "，")):
        heading = case_heading(plain, marked=block.kind is BlockKind.HEADING or block.bold)
        if heading:
            return heading, True
    opening = opening_name(plain)
    return (opening, False) if opening else None


def _by_headings(page: Page, headings: dict[int, tuple[Heading, bool]], reader: Reader) -> Outline:
    parts = Outline()
    section: Section | None = None
    for number, block in enumerate(page.blocks):
        if block.kind is BlockKind.TABLE:
            _table(block, number, parts, reader)
            continue
        if number in headings:
            heading, whole = headings[number]
            section = _opened(block, heading)
            parts.sections.append(section)
            if not whole:
                section.sentences += reader.read(block.text[heading.end :].lstrip("。：: 　"), number)
            continue
        if section is not None and _ends_the_cases(block):
            section = None
        _add_block(block, number, section, parts, reader)
    return parts


def _opened(block: Block, heading: Heading) -> Section:
    name = block.text[heading.start : heading.end].strip()
    known = case_names(fold(name))
    return Section(name, known[0].code if known else None, heading.suffix)


def _add_block(block: Block, number: int, section: Section | None, parts: Outline, reader: Reader) -> None:
    """Add a block to the section it stands in, its campaign sentences to the whole."""
    labelled = labels.read_line(block.text, reader) if section is not None else None
    if section is not None and labelled is not None:
        section.labels.append(labelled)
        return
    for sentence in reader.read(block.text, number):
        if section is None or is_campaign(sentence.plain):
            parts.aggregate.append(sentence)
        else:
            section.sentences.append(sentence)


def _ends_the_cases(block: Block) -> bool:
    """Return whether a block after a case no longer belongs to it: a closing, or another kind of heading."""
    plain = fold(block.text).lstrip()
    if is_closing(plain):
        return True
    heading = block.kind is BlockKind.HEADING or block.bold or re.match(r"[一二三四五六七八九十]{1,2}、", plain)
    return (
        bool(heading)
        and len(plain) <= 30
        and bool(re.search("成效|数据|下一步|提示|提醒|小结|要求|部署|统计|战果|启示", plain))
    )


def _table(block: Block, number: int, parts: Outline, reader: Reader) -> None:
    """Add each row of a table of cases as a section; the row of totals belongs to the whole."""
    for row in labels.read_table(block.rows):
        cells = labels.read_row(row, reader, number)
        if row.is_total:
            parts.aggregate += [cell.sentence for cell in cells]
            continue
        name = next((cell.printed for cell in cells if cell.field == "name"), None)
        known = case_names(fold(name or ""))
        parts.sections.append(Section(name, known[0].code if known else None, "", [], list(cells)))


def _by_sentences(page: Page, reader: Reader) -> Outline:
    stories = Stories()
    for number, block in enumerate(page.blocks):
        labelled = labels.read_line(block.text, reader) if stories.current is not None else None
        if labelled is not None and stories.current is not None:
            stories.current.labels.append(labelled)
            continue
        text = block.text or "，".join(cell for row in block.rows for cell in row if cell)
        stories.paragraph(fold(text), reader.read(text, number))
    return stories.finished()
