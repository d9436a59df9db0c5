"""From a file's text to its page: RSS or Atom, Markdown with front matter, a web page, Markdown, plain text.

The container is told by what the text looks like, not by the file's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from suyuan.bulletins import markup
from suyuan.bulletins.page import Block, BlockKind, Page, day_in, from_lines, is_metadata
from suyuan.errors import Refused
from suyuan.model.text import Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BAD_FEED = Text(
    zh="{file}：RSS/XML 格式有误（{error}）。请重新保存该条目。",
    en="{file}: the RSS or XML is damaged ({error}). Save the item again.",
)
ENTITIES = Text(
    zh="{file}：XML 含有实体声明（DOCTYPE/ENTITY），为安全起见不予读取。请删除该声明或另存为网页、文本。",
    en="{file}: the XML declares entities (DOCTYPE or ENTITY) and is not read, for safety. "
    "Remove the declaration, or save it as a web page or text.",
)

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_\-]+|[\u4e00-\u9fff]{2,6})\s*[:：]\s*(\S.*?)\s*$")
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|h[1-6]|table|article|section|span|br)\b[^>]*>", re.IGNORECASE
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s{0,3}(?:[-*+•●◆■]|\d{1,2}[)])\s+(.*)")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|`([^`\n]+)`")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\([^)]*\)")
_ENDED = re.compile(r"[。！？；：.!?:;”』」）)】]\s*$")


def pages_of(file: str, text: str) -> tuple[Page, ...]:
    """Return the pages of a file: one, or one for each item of a feed. Raises Refused for a damaged feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = text.lstrip()[:2000]
    if re.match(r"<\?xml|<rss\b|<feed\b|<item\b|<channel\b", head) and re.search(
        r"<(?:rss|feed|item|channel|rdf:RDF)\b", text
    ):
        return _feed(file, text)
    front = _FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    body = text[front.end() :] if front else text
    title = fields.get("title", "")
    published = day_in(fields.get("date", "") or fields.get("published", "") or fields.get("pubdate", ""))
    if _HTML.search(body):
        found = markup.read_html(body)
        title = title or found.title
        return (from_lines(title, published or found.published, list(found.blocks), {**fields, **found.labels}),)
    return (from_lines(title, published, read_lines(body), fields),)


def read_lines(text: str) -> list[Block]:
    """Return the blocks of Markdown or plain text: headings, list items, tables, paragraphs."""
    blocks: list[Block] = []
    for group in re.split(r"\n\s*\n", text):
        lines = [line for line in group.split("\n") if line.strip()]
        if len(lines) >= 2 and (rows := _rows(lines)):
            if rows[1]:
                blocks.append(Block(BlockKind.PARAGRAPH, rows[1]))
            blocks.append(Block(BlockKind.TABLE, "", rows[0]))
            continue
        for line in lines:
            _line(line, blocks)
        blocks.append(Block(BlockKind.PARAGRAPH, ""))
    return [block for block in blocks if block.text or block.rows]


def _line(line: str, blocks: list[Block]) -> None:
    """Add one line: as a block of its own, or to the paragraph that it carries on."""
    line = re.sub(r"^\s*>\s?", "", line)
    if not line.strip() or _RULE.match(line):
        return
    heading, bullet = _HEADING.match(line.strip()), _BULLET.match(line)
    if heading:
        blocks.append(Block(BlockKind.HEADING, _bare(heading[2])))
    elif bullet:
        blocks.append(Block(BlockKind.ITEM, _bare(bullet[1])))
    elif len(blocks) > 1 and blocks[-1].kind is BlockKind.PARAGRAPH and _carries_on(blocks[-1].text, line):
        glue = " " if re.search(r"[A-Za-z0-9,;.)]$", blocks[-1].text) else ""
        blocks[-1] = Block(BlockKind.PARAGRAPH, blocks[-1].text + glue + _bare(line.strip()))
    else:
        bold = bool(re.fullmatch(r"\*\*[^*]+\*\*", line.strip()))
        blocks.append(Block(BlockKind.PARAGRAPH, _bare(line.strip()), (), bold))


def _carries_on(before: str, line: str) -> bool:
    """Return whether a line goes on with the paragraph before it: a hard wrap in the middle of a sentence."""
    return (
        len(before) >= 30
        and not is_metadata(line)
        and not _ENDED.search(before)
        and not line.startswith(("　", "    ", "\t"))
    )


def _bare(text: str) -> str:
    """Return a line without Markdown's emphasis, links and pictures."""
    text = _LINK.sub(lambda link: "" if link[1] else link[2], text)
    return _BOLD.sub(lambda mark: mark[2] or mark[3] or mark[4], text).strip()


def _rows(lines: list[str]) -> tuple[tuple[tuple[str, ...], ...], str] | None:
    """Return the cells of a table of lines split by | or tabs, and a caption line above it; None if it is none."""
    for mark in ("|", "\t"):
        inside = [line for line in lines if mark in line.strip()]
        caption = lines[0].strip() if lines[0] not in inside else ""
        if len(inside) < 2 or len(inside) < len(lines) - 1:
            continue
        split = [
            tuple(_bare(cell.strip()) for cell in line.strip(" ").removeprefix("|").removesuffix("|").split(mark))
            for line in inside
            if not _TABLE_RULE.match(line)
        ]
        if len(split) >= 2 and len({len(row) for row in split}) <= 2 and len(split[0]) >= 2:
            return tuple(split), caption
    return None


def _fields(text: str) -> dict[str, str]:
    """Return the plain ``name: value`` lines of front matter; lists and nested values are not needed."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        match = _FIELD.match(line)
        if match:
            value = match[2]
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                quote = value[0]
                value = value[1:-1].replace(quote * 2, quote) if quote == "'" else value[1:-1].replace('\\"', '"')
            found.setdefault(match[1].lower(), value)
    return found


def _feed(file: str, text: str) -> tuple[Page, ...]:
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise Refused(ENTITIES(file=file))
    # imported here: only feeds need it, and the command must start at once
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(text.strip())  # noqa: S314  no entity can be declared, see above
    except ElementTree.ParseError as error:
        raise Refused(BAD_FEED(file=file, error=error)) from error
    items = [node for node in root.iter() if _name(node) in ("item", "entry")]
    return tuple(_item(node) for node in items)


def _item(node: Element) -> Page:
    texts: dict[str, str] = {}
    for child in node:
        content = "".join(child.itertext()).strip()
        name = _name(child)
        if content and len(content) > len(texts.get(name, "")):
            texts[name] = content
    body = texts.get("encoded") or texts.get("content") or texts.get("description") or texts.get("summary") or ""
    published = next(
        (day_in(texts[name]) for name in ("pubdate", "published", "date", "updated") if name in texts), None
    )
    title = re.sub(r"<[^>]+>", "", texts.get("title", ""))
    source = next((texts[name] for name in ("source", "author", "creator") if name in texts), None)
    labels = {"source": source} if source else {}
    if _HTML.search(body):
        found = markup.read_html(body)
        return from_lines(title, published or found.published, list(found.blocks), {**labels, **found.labels})
    return from_lines(title, published, read_lines(body), labels)


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
