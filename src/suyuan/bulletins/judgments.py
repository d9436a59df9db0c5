"""Judgments: the whole text is one case; what it says of the parties' persons and of the procedure is no story."""

from __future__ import annotations

import re

from suyuan.bulletins.page import Page
from suyuan.bulletins.parts import Outline, Section
from suyuan.bulletins.script import fold
from suyuan.bulletins.sentences import Reader

_JUDGMENT = re.compile("判决书|裁定书|起诉书")
_PARTIES = re.compile("出生|汉族|文化程度|户籍|羁押|辩护人|取保候审|审判长|审判员|书记员|合议庭|号$")
_NAME = re.compile(
    r"(?P<name>(?:[\u4e00-\u9fff]某|[\u4e00-\u9fff]{2,3})[某甲乙丙]?(?:、[\u4e00-\u9fff]{2,4})*(?:等人|等)?[^，。；：、]{0,16}?案)(?![情发由件号])"
)


def is_judgment(page: Page) -> bool:
    """Return whether a page is a judgment or an indictment."""
    head = page.title + "".join(block.text for block in page.blocks[:4])
    body = "".join(block.text for block in page.blocks)
    return bool(_JUDGMENT.search(fold(head))) and "被告人" in fold(body)


def outline_of_judgment(page: Page, reader: Reader) -> Outline:
    """Return the one case of a judgment; its name is the title's, if that names it (张某甲等人诈骗案)."""
    named = _NAME.search(fold(page.title))
    section = Section(page.title[named.start("name") : named.end("name")] if named else None)
    for number, block in enumerate(page.blocks):
        section.sentences += [one for one in reader.read(block.text, number) if not _PARTIES.search(one.plain)]
    return Outline([section] if section.sentences else [], [])
