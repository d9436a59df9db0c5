"""SQL dumps (mysqldump, phpMyAdmin, Navicat) to rows: INSERT statements read as text, nothing is ever executed.

Each table is a grid: its header is row 1 (a column's comment below its name, parted by a line end), each row of
its INSERT statements one row further. Every other statement is a row of the last grid, ``STATEMENTS``, beside
those that could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from suyuan.intake.rows import Grid, GridRow

STATEMENTS = "SQL"
"""The name of the grid of all statements that are no rows: kind and text."""

OTHER, FAULT = "other", "fault"
SHOWN = 300

_IS_DUMP = re.compile(
    rb"^\s*(?:INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO|CREATE\s+TABLE|DROP\s+TABLE\s+IF|LOCK\s+TABLES)\s*[`\"\w]",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = re.compile(
    r"""(?P<blank>\s++)
      | (?P<comment>--(?=\s|$)[^\n]*+|\#[^\n]*+|/\*(?s:.*?)\*/)
      | (?P<string>'(?:[^'\\]++|\\.|'')*+'|"(?:[^"\\]++|\\.|"")*+")
      | (?P<name>`(?:[^`]++|``)*+`)
      | (?P<hex>0x[0-9a-fA-F]++)
      | (?P<number>[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)
      | (?P<word>[^\W\d][\w$]*+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}
_ESCAPED = re.compile(r"\\(.)|(''|\"\")", re.DOTALL)
_NO_COLUMN = frozenset(
    {"PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FULLTEXT", "FOREIGN", "CHECK", "SPATIAL"}
)


class _Token(NamedTuple):
    """One token with its place; a named tuple, for a dump has millions of them."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


@dataclass
class _Table:
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass
class _Dump:
    """What was read so far; ``comments`` are those of a table's columns, by table and column."""

    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: dict[tuple[str, tuple[str, ...]], _Table] = field(default_factory=dict)
    statements: list[tuple[str, str]] = field(default_factory=list)


class _UnreadableError(Exception):
    """A statement is not what it began as."""


def is_dump(head: bytes) -> bool:
    """Tell whether a text's beginning is that of a SQL dump."""
    return _IS_DUMP.search(head) is not None


def dump_grids(text: str) -> tuple[Grid, ...]:
    """Return the tables of a dump as grids, and last the statements that hold no rows."""
    dump = _Dump()
    for statement in _statements(text):
        first: _Token | None = statement[0]
        words = [token.word for token in statement[:3]]
        try:
            if words[0] in ("INSERT", "REPLACE"):
                first = _insert(statement, dump)
                if first is None:
                    continue
            elif words[:2] == ["CREATE", "TABLE"]:
                _create(statement, dump)
            kind = FAULT if words[0] in ("INSERT", "REPLACE") else OTHER
        except (_UnreadableError, IndexError):
            kind = FAULT
        first = first or statement[0]
        end = statement[-1].at + len(statement[-1].text)
        dump.statements.append((kind, text[first.at : min(end, first.at + SHOWN)]))
    grids: list[Grid] = []
    for (name, _), table in dump.tables.items():
        header = tuple(_with_comment(name, column, dump) for column in table.columns)
        rows = [GridRow(1, header)] + [GridRow(place, cells) for place, cells in enumerate(table.rows, 2)]
        grids.append(Grid(name, len(grids) + 1, tuple(rows), None))
    others = tuple(GridRow(place, said) for place, said in enumerate(dump.statements, 1))
    return (*grids, Grid(STATEMENTS, len(grids) + 1, others, None)) if others or not grids else tuple(grids)


def _with_comment(table: str, column: str, dump: _Dump) -> str:
    comment = dump.comments.get((table, column), "")
    return f"{column}\n{comment}" if comment else column


def _statements(text: str) -> Iterator[list[_Token]]:
    """Yield the tokens of each statement, without blanks and comments; a last one may lack its semicolon."""
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("blank", "comment"):
            continue
        if match[0] == ";":
            if tokens:
                yield tokens
            tokens = []
        else:
            tokens.append(_Token(kind, match[0], match.start()))
    if tokens:
        yield tokens


def _insert(tokens: list[_Token], dump: _Dump) -> _Token | None:
    """Take the rows of an INSERT; return where a row begins from which on it cannot be read (a dump that was cut).

    Raises for one that is not a list of values.
    """
    at = next((place + 1 for place, token in enumerate(tokens[:5]) if token.word == "INTO"), 0)
    if not at:
        raise _UnreadableError
    table, at = _table_name(tokens, at)
    columns: tuple[str, ...] = ()
    if tokens[at].text == "(":
        columns, at = _names(tokens, at)
    if tokens[at].word not in ("VALUES", "VALUE"):
        raise _UnreadableError
    at += 1
    rows = []
    unread: _Token | None = None
    while True:
        try:
            values, after = _values(tokens, at)
        except (_UnreadableError, IndexError):
            unread = tokens[min(at, len(tokens) - 1)]
            break
        rows.append(values)
        at = after
        if at >= len(tokens) or tokens[at].text != ",":
            break
        at += 1
    if unread is None and at < len(tokens) and tokens[at].word not in ("ON", "AS"):
        unread = tokens[at]
    if not rows:
        return unread
    columns = columns or dump.declared.get(table) or tuple(str(place) for place in range(1, len(rows[0]) + 1))
    dump.tables.setdefault((table, columns), _Table(columns)).rows.extend(rows)
    return unread


def _create(tokens: list[_Token], dump: _Dump) -> None:
    """Take a table's columns and what is said of them."""
    at = next((place for place, token in enumerate(tokens) if token.text == "("), 0)
    if not at:
        raise _UnreadableError
    table, _ = _table_name(tokens, at - 1 if tokens[at - 2].text != "." else at - 3)
    columns: list[str] = []
    depth, begins = 0, False
    for place, token in enumerate(tokens[at:], at):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            break
        if depth == 1 and token.text in ("(", ","):
            begins = True
            continue
        if begins and (
            token.kind in ("name", "string") or (token.kind == "word" and token.word not in _NO_COLUMN)
        ):
            columns.append(_name_of(token))
        elif (
            columns and token.word == "COMMENT" and place + 1 < len(tokens) and tokens[place + 1].kind == "string"
        ):
            dump.comments.setdefault((table, columns[-1]), _unescaped(tokens[place + 1].text))
        begins = False
    dump.declared[table] = tuple(columns)


def _table_name(tokens: list[_Token], at: int) -> tuple[str, int]:
    """Return a table's name without its database, and the place behind it."""
    name = _name_of(tokens[at])
    while at + 2 < len(tokens) and tokens[at + 1].text == ".":
        at += 2
        name = _name_of(tokens[at])
    return name, at + 1


def _name_of(token: _Token) -> str:
    if token.kind == "name":
        return token.text[1:-1].replace("``", "`")
    if token.kind == "string" and token.text[0] == '"':
        return token.text[1:-1]
    if token.kind != "word":
        raise _UnreadableError
    return token.text


def _names(tokens: list[_Token], at: int) -> tuple[tuple[str, ...], int]:
    names = []
    while tokens[at].text != ")":
        names.append(_name_of(tokens[at + 1]))
        at += 2
        if tokens[at].text not in (",", ")"):
            raise _UnreadableError
    return tuple(names), at + 1


def _values(tokens: list[_Token], at: int) -> tuple[tuple[str, ...], int]:
    """Return the cells of one row in brackets, and the place behind it."""
    if tokens[at].text != "(":
        raise _UnreadableError
    cells: list[str] = []
    cell: list[_Token] = []
    depth = 1
    at += 1
    while depth:
        token = tokens[at]
        depth += (token.text == "(" and token.kind == "sign") - (token.text == ")" and token.kind == "sign")
        if depth == 0 or (depth == 1 and token.text == "," and token.kind == "sign"):
            cells.append(_cell(cell))
            cell = []
        else:
            cell.append(token)
        at += 1
    return tuple(cells), at


def _cell(tokens: list[_Token]) -> str:
    """Return a value as text: NULL as nothing, introducers (_binary, b) left away, an expression as it stands."""
    if len(tokens) == 2 and tokens[0].kind == "word" and tokens[1].kind in ("string", "hex"):
        tokens = tokens[1:]
    if not tokens:
        return ""
    if len(tokens) == 1:
        (token,) = tokens
        if token.word == "NULL":
            return ""
        if token.kind == "hex":
            return _from_hex(token.text[2:]) or token.text
        return _unescaped(token.text) if token.kind == "string" else token.text
    return "".join(token.text for token in tokens)


def _from_hex(digits: str) -> str:
    try:
        return bytes.fromhex(digits).decode()
    except ValueError:
        return ""


def _unescaped(quoted: str) -> str:
    quote = quoted[0]

    def plain(match: re.Match[str]) -> str:
        if match[1] is not None:
            return _ESCAPES.get(match[1], match[1])
        return quote if match[2][0] == quote else match[2]

    return _ESCAPED.sub(plain, quoted[1:-1])
