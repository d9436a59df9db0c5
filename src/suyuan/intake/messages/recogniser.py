"""Which kind of bank message a file is, told by its first bytes; light, so that tables lose no time by it."""

from __future__ import annotations

import re
from enum import Enum


class MessageKind(Enum):
    """The families of messages; each has a reader of its own."""

    MT940 = "mt940"
    CAMT = "camt"
    OFX = "ofx"
    QIF = "qif"


LINES_LOOKED_AT = 60
"""A message shows what it is within so many lines; comments and envelopes may stand before."""

ENOUGH_TAGS = 3
"""So many different SWIFT tags at line starts, one of them an entry's or a balance's, are no accident."""


def kind_of(head: bytes) -> MessageKind | None:
    """Return the kind of message that a file's first bytes show, None for a table or anything else."""
    plain = head.replace(b"\0", b"") if b"\0" in head else head
    if _CAMT.search(plain):
        return MessageKind.CAMT
    if _OFX.search(plain):
        return MessageKind.OFX
    lines = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]
    start = b"\n".join(lines)
    tags = set(_TAG.findall(start))
    if _ENTRY.search(start) or (len(tags) >= ENOUGH_TAGS and tags & _MONEY_TAGS):
        return MessageKind.MT940
    return MessageKind.QIF if _QIF.search(start) else None


_CAMT = re.compile(
    rb"iso:20022:\S{0,20}camt\.05[234]\.|<(?:\w+:)?(?:BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn)\b"
)
_OFX = re.compile(rb"\A.{0,4000}?(?:^\s*OFXHEADER\s*:|<\?OFX\b|<OFX>)", re.S | re.M | re.I)
_TAG = re.compile(rb"^[\x00-\x20]*(?:\{[^\n]*\{4:)?\s*:(\d\d[A-Z]?|NS):", re.M)
_ENTRY = re.compile(rb"^[ \t]*:(?:61:\d{6}[ \d]{0,4}[RE]?[CD]|6[02][FM]:[CD]\d{6}[A-Z]{3}\d)", re.M)
_MONEY_TAGS = frozenset({b"60F", b"60M", b"61", b"62F", b"62M", b"34F", b"90D", b"90C"})
_QIF = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*!(?:Type:|Account\b|Option:|Clear:)", re.M | re.I)
