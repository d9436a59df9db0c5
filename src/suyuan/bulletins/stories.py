"""Texts without case headings: gone through sentence by sentence; a name or an opening begins a case.

A summary at the head (近日，某地警方破获…) and the story that follows are one case; the next story, or the next
name, is another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from suyuan.bulletins.cues import cue, is_campaign, is_closing, is_lead
from suyuan.bulletins.names import CaseName, case_names
from suyuan.bulletins.parts import Outline, Section
from suyuan.bulletins.places import province_of_police
from suyuan.bulletins.sentences import Sentence

_DATED = re.compile(r".{0,12}(?:近日|日前|近期|今日|今天|昨日|昨天|\d{1,2}日)")
_BY_SEX = re.compile(r"[\d一二三四五六七八九十百]+男[\d一二三四五六七八九十百]+女")
"""People counted by sex (拘捕十男六女), as the press of Hong Kong does: two numbers and no total."""
_NOT_NEW = re.compile("该团伙|该集团|该案|该窝点|专案组|该平台|上述|此案|本案")


class Stories:
    """Takes a text's sentences one by one and gives each to the case it belongs to."""

    def __init__(self) -> None:
        self.parts = Outline()
        self.current: Section | None = None
        self._closed = False
        self._fresh = True
        self._pending: list[Sentence] = []

    def paragraph(self, plain: str, sentences: Sequence[Sentence]) -> None:
        """Take one paragraph; a closing word (警方提示) keeps all of it out of the cases."""
        self.parts.aggregate += self._pending
        self._pending = []
        self._fresh = True
        self._closed = is_closing(plain)
        for sentence in sentences:
            self._take(sentence)

    def finished(self) -> Outline:
        """Return the parts; a text that tells of one gang without ever opening a case is one case."""
        self.parts.aggregate += self._pending
        self._pending = []
        if not self.parts.sections:
            self._one_case()
        if len(self.parts.sections) == 1:
            self._with_summary(self.parts.sections[0])
        return self.parts

    def _one_case(self) -> None:
        story = [one for one in self.parts.aggregate if not is_campaign(one.plain) and not is_closing(one.plain)]
        text = "".join(one.plain for one in story)
        counted = any(
            (one.numbers or _BY_SEX.search(one.plain)) and cue("actions").search(one.plain) for one in story
        )
        if counted and re.search("一个|一处|一起|该(?:犯罪|诈骗|诈欺)?(?:团伙|集团)|该案|专案", text):
            self.parts.aggregate = [one for one in self.parts.aggregate if one not in story]
            self.parts.sections.append(Section(None, sentences=story))

    def _with_summary(self, section: Section) -> None:
        """Give the one case of a text the summary that stands before its story (某地警方侦破一个…集团，抓获…)."""
        first = section.sentences[0].paragraph if section.sentences else 0
        summary = [
            one
            for one in self.parts.aggregate
            if one.paragraph < first
            and not is_campaign(one.plain)
            and (
                _NOT_NEW.search(one.plain)
                or (cue("actions").search(one.plain) and re.search("一个|一起|为首|集团|团伙", one.plain))
            )
        ]
        self.parts.aggregate = [one for one in self.parts.aggregate if one not in summary]
        section.sentences[:0] = summary

    def _take(self, sentence: Sentence) -> None:
        names = case_names(sentence.plain)
        new = [name for name in names if not self._known(name)]
        if self._closed or (is_campaign(sentence.plain) and not new):
            self.parts.aggregate.append(sentence)
        elif len(new) > 1 and _is_list(sentence, new):
            self._list(sentence, new)
        elif new:
            self._named(sentence, new[0])
        elif self._opens(sentence):
            self._open(Section(None), sentence)
        elif self.current is not None:
            self._add(sentence)
        else:
            self._pending.append(sentence)

    def _known(self, name: CaseName) -> bool:
        return any(section.code == name.code for section in self.parts.sections)

    def _list(self, sentence: Sentence, names: Sequence[CaseName]) -> None:
        """Open a case for each name of a list; the list's own figures belong to the whole."""
        for name in names:
            printed = sentence.quote(name.start, name.end)
            self.parts.sections.append(Section(printed, name.code, listed=sentence.printed))
        self.parts.aggregate.append(sentence)

    def _named(self, sentence: Sentence, name: CaseName) -> None:
        """Open a case by its name, or name the case that is being told without one."""
        printed = sentence.quote(name.start, name.end)
        current = self.current
        if current is not None and current.code is None and (not self._fresh or not _told(current)):
            current.name, current.code = printed, name.code
            self._add(sentence)
            return
        self._open(Section(printed, name.code), sentence)

    def _open(self, section: Section, sentence: Sentence) -> None:
        self.parts.sections.append(section)
        self.current = section
        if any(is_lead(before.plain) or _NOT_NEW.search(before.plain) for before in self._pending):
            section.sentences += self._pending
            self._pending = []
        self._add(sentence)

    def _add(self, sentence: Sentence) -> None:
        if self.current is not None:
            self.current.sentences.append(sentence)
        self.parts.aggregate += self._pending
        self._pending = []
        self._fresh = False

    def _opens(self, sentence: Sentence) -> bool:
        """Return whether a sentence opens a case that has no name (yet)."""
        plain = sentence.plain
        if cue("opener").search(plain):
            return True
        if self.current is not None and (not self._fresh or not _told(self.current) or _NOT_NEW.search(plain)):
            return False
        dated = bool(sentence.dates) or bool(_DATED.match(plain))
        if dated and is_lead(plain):
            return True
        local = province_of_police(plain) is not None
        return (
            self.current is None
            and dated
            and local
            and bool(cue("actions").search(plain))
            and bool(sentence.numbers)
        )


def _told(section: Section) -> bool:
    """Return whether a case's story is told: a dated discovery, and the people caught or the money."""
    dated = any(one.dates and is_lead(one.plain) for one in section.sentences)
    return dated and any(
        number.article is False and cue("actions").search(one.plain)
        for one in section.sentences
        for number in one.numbers
    )


def _is_list(sentence: Sentence, names: Sequence[CaseName]) -> bool:
    """Return whether a sentence lists cases by name and no more."""
    gaps = [sentence.plain[one.end : two.start].strip() for one, two in pairwise(names)]
    return all(re.fullmatch(r"[、，；和及]|以及", gap) for gap in gaps)
