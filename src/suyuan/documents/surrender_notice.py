"""The public notice that calls on those at large to surrender 敦促投案自首通告, as a draft: docx or plain text.

The notice is Chinese whatever the language of the interface. It names only those of whom a public wanted notice
or reward stands; of all others it says how many there are. No identity number, no alias, no family stands in it.
Number, seal and signatures are left to be filled in where they are not known. Dates come from the record, never
from the clock, so that the same record gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from suyuan.documents.docx_bytes import docx_bytes, new_paper
from suyuan.documents.shown import in_quotes

BLANK = "＿＿＿＿＿＿"
TITLE = "关于敦促电信网络诈骗及其关联犯罪在逃人员投案自首的通告（拟稿）"


@dataclass(frozen=True)
class CalledOn:
    """One person whom the notice names, with the public wanted notice that lets it do so."""

    name: str
    rank: str
    notice: str


@dataclass(frozen=True)
class SurrenderPaper:
    """What the notice says. ``others`` are (rank, how many) of those who are not named, ``law`` the rules cited,
    each with its label.
    """

    case: str
    organs: tuple[str, ...]
    document: str
    day: date
    until: date
    named: tuple[CalledOn, ...]
    others: tuple[tuple[str, int], ...]
    offer: str
    contacts: tuple[str, ...]
    voluntary: str
    family: str
    given_back: str
    forfeiture: str
    law: tuple[str, ...]


def lines(paper: SurrenderPaper) -> tuple[str, ...]:
    """Return the notice's paragraphs."""
    days = (paper.until - paper.day).days + 1
    said = [
        f"文号：{paper.document}",
        f"　　为敦促{in_quotes(paper.case)}在逃人员尽快投案自首，争取从宽处理，现通告如下：",
        f"　　一、对象。{_called(paper)}",
        f"　　二、期限。自 {_day(paper.day)}本通告发布之日起"
        f"至 {_day(paper.until)}24 时止（含首末日共 {days} 日）。",
        f"　　三、自首。{paper.voluntary}，可以从轻或者减轻处罚；犯罪较轻的，可以免除处罚。{paper.family}。",
        f"　　四、退赃退赔。{paper.given_back}。退缴的款物开具清单和收据，依法返还被害人。",
        "　　五、规劝。在逃人员的亲属、朋友应当规劝其投案；陪同、送其投案的，依本通告第三条办理。",
        f"　　六、拒不投案的，依法追捕。{paper.forfeiture}。",
    ]
    if paper.offer:
        said.append(f"　　七、{paper.offer.rstrip('。')}。")
    said.append(
        "　　联系方式：" + ("；".join(paper.contacts) or f"{BLANK}（联系人）　{BLANK}（电话）　{BLANK}（地址）")
    )
    said += [f"{each}（印）" for each in paper.organs or (BLANK,)]
    return (*said, _day(paper.day), "经办人：＿＿＿＿＿　＿＿＿＿＿　　批准人：＿＿＿＿＿")


def notes(paper: SurrenderPaper) -> tuple[str, ...]:
    """Return what is said to those who sign, and is not published."""
    return (
        "以下为拟稿说明，不公布：",
        "投案期限由本通告自定，法律没有统一期限，末日为休息日不顺延（规则 fugitive.states，产品取值）。",
        "只列已公开通缉、悬赏者的姓名；其余只列人数，不列证件号码、化名和亲属。",
        *(f"依据：{each}" for each in paper.law),
    )


def plain(paper: SurrenderPaper) -> bytes:
    """Return the notice as plain text, with what is said to those who sign after a line of its own."""
    return ("\n".join((TITLE, "", *lines(paper), "", "-" * 20, *notes(paper))) + "\n").encode()


def docx(paper: SurrenderPaper) -> bytes:
    """Return the notice as docx; what is said to those who sign stands on a page of its own."""
    document: Any = new_paper()
    document.add_heading(TITLE, level=1)
    for each in lines(paper):
        document.add_paragraph(each)
    document.add_page_break()
    for each in notes(paper):
        document.add_paragraph(each)
    return docx_bytes(document)


def _called(paper: SurrenderPaper) -> str:
    named = "；".join(f"{each.name}（{each.rank}，{each.notice}）" for each in paper.named)
    others = "、".join(f"{rank} {count} 名" for rank, count in paper.others)
    if named and others:
        return f"已公开通缉、悬赏的：{named}。其他在逃人员：{others}。"
    return f"已公开通缉、悬赏的：{named}。" if named else f"本案在逃人员：{others}。"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
