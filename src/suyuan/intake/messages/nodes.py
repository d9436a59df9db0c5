"""Trees of tags with the line on which each begins: strict XML for camt, tolerant SGML for OFX."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.parsers import expat

from suyuan.errors import Refused
from suyuan.model.text import Text

ENTITIES = Text(
    zh="{name} 第 {line} 行声明了文档类型或实体。银行报文不需要它们，程序不予展开。请向提供单位重新索取。",
    en="{name} declares a document type or entities on line {line}. Bank messages need none and the program "
    "expands none. Ask whoever sent it for a clean file.",
)
DAMAGED = Text(
    zh="{name} 是 XML 报文，但在第 {line} 行第 {column} 列处不成立（{what}），可能被截断或改动。"
    "请向提供单位重新索取。",
    en="{name} is an XML message but breaks at line {line}, column {column} ({what}): it was cut off or changed. "
    "Ask whoever sent it to send it again.",
)
TOO_DEEP = Text(
    zh="{name} 第 {line} 行的标签嵌套超过 {limit} 层，不是银行报文。",
    en="{name} nests tags more than {limit} deep on line {line}; this is no bank message.",
)
MAX_DEPTH = 100


class Node:
    """A tag: its local name, attributes, own text, the line it begins on (from 1), and the tags inside."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, line: int, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.line = line
        self.attributes = attributes or {}
        self.text = ""
        self.children: list[Node] = []

    def first(self, path: str) -> Node | None:
        """Return the first tag by a path like ``Acct/Id/IBAN``, None where there is none."""
        found = [self]
        for tag in path.split("/"):
            found = [child for node in found for child in node.children if child.tag == tag]
            if not found:
                return None
        return found[0]

    def all(self, path: str) -> list[Node]:
        """Return all tags by a path."""
        found = [self]
        for tag in path.split("/"):
            found = [child for node in found for child in node.children if child.tag == tag]
        return found

    def said(self, *paths: str) -> str:
        """Return the text of the first path that has one, without blanks around."""
        for path in paths:
            for node in self.all(path):
                if node.text.strip():
                    return node.text.strip()
        return ""

    def walk(self) -> Iterator[Node]:
        """Yield this tag and all inside it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def shown(self) -> str:
        """Return the tags with a text in one line, as a quarantined entry shows them."""
        return "\t".join(f"{node.tag}={node.text.strip()}" for node in self.walk() if node.text.strip())


def parse_xml(name: str, text: str) -> Node:
    """Return the root of an XML message; raises Refused where it is damaged or declares entities."""
    top = Node("", 1)
    stack = [top]
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
            raise Refused(TOO_DEEP(name=name, line=parser.CurrentLineNumber, limit=MAX_DEPTH))
        node = Node(tag.rpartition(":")[2], parser.CurrentLineNumber, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def characters(data: str) -> None:
        stack[-1].text += data

    def doctype(*_: object) -> None:
        raise Refused(ENTITIES(name=name, line=parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    body = text.lstrip("\ufeff \t\r\n")
    skipped = text[: len(text) - len(body)].count("\n")
    try:
        # The text is decoded already; what the declaration says of the bytes no longer holds.
        parser.Parse(_DECLARATION.sub(_only_lines, body, count=1).encode("utf-8", "replace"), True)  # noqa: FBT003
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise Refused(DAMAGED(name=name, line=error.lineno + skipped, column=error.offset, what=what)) from error
    if skipped:
        for node in top.walk():
            node.line += skipped
    return top


def _only_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def parse_sgml(text: str) -> Node:
    """Return the tree of an OFX body, SGML or XML, whatever is left open or closed twice; never fails.

    A tag with a text is a value; its end tag may be missing. A tag left open without a text is an empty value,
    unless its end tag comes. ``ENDED_BY`` says which tags end an entry or a statement that was left open.
    """
    top = Node("", 1)
    stack = [top]
    line = 1
    counted = 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        if found["cdata"] is not None:
            stack[-1].text += found["cdata"]
        elif found["text"] is not None:
            _add_text(stack, found["text"])
        elif found["close"] is not None:
            _close(stack, found["close"].upper())
        elif found["open"] is not None:
            _open(stack, Node(found["open"].upper(), line), empty=found["empty"] == "/")
    while len(stack) > 1:
        _fold(stack)
    return top


def _add_text(stack: list[Node], text: str) -> None:
    if text.strip() and stack[-1].tag not in CONTAINERS:
        stack[-1].text += html.unescape(text) if "&" in text else text


def _open(stack: list[Node], node: Node, *, empty: bool) -> None:
    if stack[-1].text.strip() and len(stack) > 1:
        stack.pop()
    for ended, by in ENDED_BY:
        if node.tag in by:
            while any(each.tag in ended for each in stack):
                _fold(stack)
    stack[-1].children.append(node)
    if not empty and len(stack) <= MAX_DEPTH:
        stack.append(node)


def _close(stack: list[Node], tag: str) -> None:
    if all(each.tag != tag for each in stack[1:]):
        return
    while stack[-1].tag != tag:
        _fold(stack)
    stack.pop()


def _fold(stack: list[Node]) -> None:
    """End a tag that was never closed: an empty value, what came after stands beside it; containers stay whole."""
    node = stack.pop()
    if node.tag not in CONTAINERS:
        stack[-1].children.extend(node.children)
        node.children = []


ENTRIES = frozenset({"STMTTRN", "STMTTRNP"})
STATEMENTS = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_RESPONSES = frozenset({"STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS"})
_LISTS = frozenset({"BANKTRANLIST", "BANKTRANLISTP", "LEDGERBAL", "AVAILBAL"})
_PARTIES = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM", "BANKACCTTO", "CCACCTTO", "PAYEE"})
_AROUND = frozenset(
    {"OFX", "BANKMSGSRSV1", "CREDITCARDMSGSRSV1", "INVSTMTMSGSRSV1", "SIGNONMSGSRSV1", "SONRS", "FI", "STATUS"}
)
CONTAINERS = ENTRIES | STATEMENTS | _RESPONSES | _LISTS | _PARTIES | _AROUND | {"CURRENCY", "ORIGCURRENCY"}
ENDED_BY = (
    (ENTRIES, ENTRIES | _LISTS | STATEMENTS | _RESPONSES),
    (STATEMENTS, STATEMENTS | _RESPONSES),
)
"""What still stands open where one of the others begins has lost its end tag."""

_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--.*?-->|<[?!][^>]*>|</\s*(?P<close>[A-Za-z][\w.:-]*)\s*>"
    r"|<(?P<open>[A-Za-z][\w.:-]*)(?:\s[^<>]*?)?(?P<empty>/?)>|(?P<text>[^<]+|<)",
    re.S,
)
