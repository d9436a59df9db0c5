"""A bulletin's page, freed of its container: title, day of publication, and its blocks in their order.

A block is a heading, a paragraph, a list item or a table. What surrounds a bulletin (front matter, styles,
adverts, QR codes, editor lines, share bars) is gone; a line of metadata (来源, 发布时间) is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from suyuan.bulletins.dates import whole_date
from suyuan.bulletins.english_dates import whole_date as whole_english_date
from suyuan.bulletins.script import fold


class BlockKind(Enum):
    """What a block of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


_DATELINE = re.compile(
    r"[^，。；\d]{0,24}(?P<day>\d{4}年\d{1,2}月\d{1,2}日)\s?(?:电(?![信话诈商])|讯|消息|(?:公开)?(?:发布|公布)[）)]?$|$)"
)
_ENGLISH_DATELINE = re.compile(r"[*_\s]*[A-Z][^.;:]{0,40}?,?\s*(?P<day>[^,—–]{0,12}\d{4})[*_\s]*\s[—–-]{1,2}\s")


@dataclass(frozen=True)
class Block:
    """One block; ``rows`` holds the cells of a table, whose ``text`` is empty. ``bold``: all of it is so."""

    kind: BlockKind
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    bold: bool = False


@dataclass(frozen=True)
class Page:
    """A page without its container. ``labels`` are its metadata by printed label (发布单位 → …)."""

    title: str
    published: str | None
    blocks: tuple[Block, ...]
    labels: dict[str, str] = field(default_factory=dict)


_META_WORD = (
    r"来源|信息来源|文章来源|稿源|发布时间|发布日期|发表时间|时间|日期|作者|记者|浏览次数|浏览量|浏览|阅读量?|"
    r"点击数?|点击量|字号|字体|"
    r"Published(?: on)?|Date|Updated|Source|Issued by|By|分享到?|打印|编辑|责任编辑|责编|责任校对|校对|审核|监制|"
    r"发稿日期|发稿时间|发文日期|成文日期|发布日|"
    r"供稿|发布单位|发布机关|发布机构|发文机关|发文单位|更新时间|访问量|索引号|主题分类|文号"
)
_META_LINE = re.compile(
    rf"(?:^|[\s|（(])(?:{_META_WORD})\s*[：:]|(?:阅读|浏览|点击)\s*\d+|^\s*(?:\d{{4}}[-年/.])[\d\-年月日/.\s:：]+$"
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s|｜（(]))([A-Za-z][A-Za-z ]{1,19}|[^\W\d]{2,10})\s*[：:]\s*(\S.*?)"
    r"(?=[\s|｜]+[^\W\d]{2,10}\s*[：:]|[\s　]{2,}|　|$)"
)
_ISSUER_LABELS = (
    "发布单位",
    "发布机关",
    "发布机构",
    "发文机关",
    "发文单位",
    "issued by",
    "issuer",
)
_SOURCE_LABELS = ("source", "来源", "信息来源", "author")
_COURT = re.compile(r".{2,30}(?:法院|检察院|檢察院)")
_JUDGMENT = re.compile(r".{0,6}(?:判决书|判決書|裁定书|裁定書|起诉书|起訴書)")
_EDITOR = re.compile(
    r"^[（(【\[]?\s*(?:责任编辑|责编|编辑|校对|责任校对|审核|监制|值班编辑|来源|作者|供稿|图片来源|制图|见习编辑|编审|文/)[：:\s/]|"
    r"^(?:扫码|扫描二维码|长按|点击.{0,6}(?:关注|下载|查看|进入)|下载.{0,8}(?:客户端|APP)|更多精彩|关注.{0,8}公众号|分享|举报/反馈|返回搜狐|打开APP|海量资讯|免责声明|版权|声明[：:]|转载|延伸阅读|相关(?:新闻|阅读|链接)|上一篇|下一篇|打印本页|关闭窗口)"
)


def from_lines(
    title: str, published: str | None, blocks: list[Block], labels: dict[str, str] | None = None
) -> Page:
    """Return the page of raw blocks: finds title and day where the container named none, drops what surrounds."""
    known = dict(labels or {})
    kept: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            kept.append(block)
            continue
        text = block.text.strip()
        if not text or _EDITOR.match(fold(text)):
            _note(text, known)
            published = published or (day_in(text) if len(kept) <= 2 and is_metadata(text) else None)
            continue
        if not title and not kept and _is_title(block) and not is_metadata(text):
            title = text
            continue
        if not kept and _COURT.fullmatch(title) and _JUDGMENT.fullmatch(re.sub(r"\s", "", text)):
            title += re.sub(r"\s", "", text)
            continue
        if _same(text, title) and not any(other.kind is BlockKind.PARAGRAPH for other in kept):
            continue
        if len(kept) <= 2 and is_metadata(text):
            _note(text, known)
            published = published or day_in(text)
            continue
        kept.append(Block(block.kind, text, (), block.bold))
    published = published or _day_of_dateline(kept) or _day_at_the_end(kept)
    return Page(title, published, tuple(kept), known)


def _day_of_dateline(kept: list[Block]) -> str | None:
    """Return the day of a dateline at the head of the text: 新华社北京2026年3月10日电, 某院 2025年7月25日发布,
    某院 2025年7月25日 on a line of its own, Place, 14 October 2025 —; the English one is taken out of the text.
    """
    for place, block in enumerate(kept[:2]):
        found = _DATELINE.match(fold(block.text))
        if found:
            return day_in(found["day"])
        english = _ENGLISH_DATELINE.match(block.text)
        day = whole_english_date(english[0]) if english else None
        if english and day:
            kept[place] = replace(block, text=block.text[english.end() :])
            return day
    return None


def day_in(text: str) -> str | None:
    """Return the first full day printed in a text, Chinese or English, as ``YYYY-MM-DD``."""
    return whole_date(fold(text)) or whole_english_date(text)


def issuer_labels(page: Page) -> tuple[str, ...]:
    """Return what the page's metadata names as its issuer."""
    return _labelled(page, _ISSUER_LABELS)


def source_labels(page: Page) -> tuple[str, ...]:
    """Return what the page's metadata names as its source: a body, or a paper that carries it."""
    return _labelled(page, _SOURCE_LABELS)


def _labelled(page: Page, wanted: tuple[str, ...]) -> tuple[str, ...]:
    named = {label.lower(): value for label, value in page.labels.items()}
    return tuple(named[label] for label in wanted if label in named)


def is_metadata(text: str) -> bool:
    """Return whether a line is metadata: short, and with a label or nothing but a date."""
    plain = fold(text)
    if len(plain) < 40 and day_in(text) and not re.sub(r"[\d,.\s]|[A-Z][a-z]{2,8}", "", text):
        return True
    return len(plain) < 80 and "。" not in plain and bool(_META_LINE.search(plain))


def _note(text: str, labels: dict[str, str]) -> None:
    """Keep the labels of a metadata line."""
    for found in _LABEL.finditer(text):
        labels.setdefault(found[1].strip("*（( "), found[2].strip("*）)| "))


def _is_title(block: Block) -> bool:
    """Return whether the first block of a page is its title, and not already the text of one that has none."""
    text = block.text.strip()
    if block.kind is BlockKind.HEADING:
        return True
    return (
        block.kind is BlockKind.PARAGRAPH
        and not (text.endswith(("。", ".")) and len(text) > 40)
        and len(text) < 150
    )


def _same(text: str, title: str) -> bool:
    return re.sub(r"\s+", "", text) == re.sub(r"\s+", "", title)


def _day_at_the_end(blocks: list[Block]) -> str | None:
    """Return the day of a closing date line (落款), taking the line out of the blocks."""
    for place in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
        text = blocks[place].text
        plain = fold(text).strip()
        if len(plain) <= 20 and re.fullmatch(
            r"[\d〇零一二三四五六七八九十]{4}\s?年.{2,6}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", plain
        ):
            del blocks[place]
            return day_in(text)
    return None
