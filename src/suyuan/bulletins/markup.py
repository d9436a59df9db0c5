"""HTML to blocks: what is read on the page, without styles, scripts, comments, adverts and QR codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from suyuan.bulletins.dates import whole_date
from suyuan.bulletins.page import Block, BlockKind

_DROPPED = [
    "script", "style", "noscript", "iframe", "svg", "form", "button", "select", "nav", "footer",
    "aside", "template", "object", "video", "audio",
]  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:ads?|adv|advert\w*|ad\d+|banner|qr\w*|appendqr\w*|ewm|share\w*|bdshare\w*|related\w*|recommend\w*|comments?|copyright|"
    r"footer|foot|nav\w*|menu|breadcrumb\w*|crumbs?|tips?|subscribe\w*|sidebar|hot\w*|rank\w*|download\w*|app-?download\w*|toolbar|pager|"
    r"prev|next|article-editor|editor|bianji|author-?info|statement|login|search\w*|logo|weibo|weixin|wechat)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_AROUND = 160
"""What is longer than this is text, whatever its class is called (government sites call the article an editor)."""

_DAY_NAMES = (
    "pubdate", "publishdate", "article:published_time", "date", "dc.date", "publish-date", "publishtime",
    "og:release_date", "apub:time",
)  # fmt: skip
_SOURCE_NAMES = ("contentsource", "source", "og:site_name")
_ARTICLE = (
    "article, #zoom, .TRS_Editor, .trs_editor_view, #artibody, .article-content, .article_content, #js_content, "
    "#content, .content, main"
)
_DEEPEST = 150
"""No page a person wrote is nested deeper; below it the text is taken as one piece."""
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True)
class HtmlPage:
    """What a web page says of itself, and its blocks."""

    title: str
    published: str | None
    blocks: tuple[Block, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


def read_html(text: str) -> HtmlPage:
    """Return the blocks of a web page or of a fragment of one."""
    tree = LexborHTMLParser(text)
    tree.strip_tags(_DROPPED, recursive=True)
    metas = {
        (node.attributes.get("name") or node.attributes.get("property") or "").lower(): node.attributes.get(
            "content"
        )
        or ""
        for node in tree.css("meta")
    }
    published = next((day for name in _DAY_NAMES if (day := whole_date(metas.get(name, "")))), None)
    source = next((metas[name] for name in _SOURCE_NAMES if metas.get(name)), None)
    labels = {"source": source} if source else {}
    title = _title(tree, metas)
    for node in tree.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag not in ("html", "body") and _AROUND.search(names) and len(_text_of(node)) <= _LONGEST_AROUND:
            node.decompose()
    for node in tree.css("header"):
        if len(_text_of(node)) <= _LONGEST_AROUND and not node.css("h1"):
            node.decompose()
    body = tree.body
    if body is None:
        return HtmlPage(title, published, (), labels)
    blocks: list[Block] = []
    _walk(body, blocks)
    return HtmlPage(title, published, tuple(_article(tree, blocks)), labels)


def _article(tree: LexborHTMLParser, blocks: list[Block]) -> list[Block]:
    """Return the blocks from the article's element alone, if one holds most of the page's text."""
    whole = sum(len(block.text) for block in blocks)
    candidates = sorted(tree.css(_ARTICLE), key=lambda node: -len(_text_of(node)))
    if not candidates or len(_text_of(candidates[0])) * 2 < whole:
        return blocks
    inside: list[Block] = []
    _walk(candidates[0], inside)
    # the lines above the article (headline, dateline) stay: they stand in no article element on many sites
    first = next((block.text for block in inside if block.text), None)
    place = next((number for number, block in enumerate(blocks) if block.text == first), 0)
    return [block for block in blocks[:place] if len(block.text) < 100] + inside


def _title(tree: LexborHTMLParser, metas: Mapping[str, str]) -> str:
    for selector in ("h1", "title"):
        for node in tree.css(selector):
            text = _SPACE.sub(" ", node.text(deep=True)).strip()
            if text:
                return re.split(r"\s*[_|｜]\s*|\s+[-–—]\s*", text)[0] if selector == "title" else text
    return metas.get("og:title", "") or metas.get("articletitle", "")


def _text_of(node: LexborNode) -> str:
    return _SPACE.sub("", node.text(deep=True))


def _walk(node: LexborNode, blocks: list[Block], depth: int = 0) -> None:
    """Add the blocks below a node: inline text is collected until a block element begins or ends."""
    inline: list[tuple[str, bool, bool]] = []
    kind = _kind(node)
    for child in node.iter(include_text=True):
        if child.tag == "table":
            _flush(inline, kind, blocks)
            _table(child, blocks)
        elif depth > _DEEPEST:
            inline.append((child.text(deep=True), False, False))
        elif child.tag in _BLOCKS:
            _flush(inline, kind, blocks)
            _walk(child, blocks, depth + 1)
        elif child.tag == "br":
            _flush(inline, kind, blocks)
        elif child.tag == "-text" or not (child.tag or "-").startswith(("-", "_", "!")):
            if child.tag != "-text" and any(inner.tag in _BLOCKS for inner in child.css("*")):
                _flush(inline, kind, blocks)
                _walk(child, blocks, depth + 1)
            else:
                inline.append((child.text(deep=True), _emphasised(child), child.tag == "a"))
    _flush(inline, kind, blocks)


def _emphasised(node: LexborNode) -> bool:
    if node.tag in ("b", "strong"):
        return True
    marks = " ".join(node.attributes.get(name) or "" for name in ("cms-style", "style", "class"))
    if node.tag != "-text" and re.search(r"bold", marks, re.IGNORECASE):
        return True
    whole = _text_of(node)
    return bool(whole) and any(_text_of(inner) == whole for inner in node.css("b, strong"))


def _flush(inline: list[tuple[str, bool, bool]], kind: BlockKind, blocks: list[Block]) -> None:
    """Make a block of the inline text collected; text that is nothing but links is navigation."""
    text = _SPACE.sub(" ", "".join(part for part, _, _ in inline)).strip()
    said = [(bold, link) for part, bold, link in inline if part.strip()]
    inline.clear()
    if text and not all(link for _, link in said):
        blocks.append(Block(kind, text, (), all(bold for bold, _ in said)))


def _kind(node: LexborNode) -> BlockKind:
    tag = node.tag or ""
    if re.fullmatch("h[1-6]", tag):
        return BlockKind.HEADING
    return BlockKind.ITEM if tag in ("li", "dd") else BlockKind.PARAGRAPH


def _table(node: LexborNode, blocks: list[Block]) -> None:
    """Add a table of data as one block; a table that lays out the page gives the blocks inside it."""
    rows = [
        tuple(_SPACE.sub(" ", cell.text(deep=True)).strip() for cell in row.css("td, th"))
        for row in node.css("tr")
    ]
    rows = [row for row in rows if any(row)]
    long = any(len(cell) > 200 for row in rows for cell in row)
    if len(rows) >= 2 and len(rows[0]) >= 2 and not long and not node.css("table table"):
        blocks.append(Block(BlockKind.TABLE, "", tuple(rows)))
        return
    for cell in node.css("td, th"):
        _walk(cell, blocks)
