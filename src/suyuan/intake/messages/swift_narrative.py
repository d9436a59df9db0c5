"""Field :86: of a SWIFT statement: what it says of the other side, in the dialects that banks write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 58
"""A line of free text at least so long was wrapped, and may go on inside a word."""

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")


@dataclass(frozen=True)
class Narrative:
    """The other side, the purpose, and the references that a narrative names; empty where it names none."""

    account: str = ""
    name: str = ""
    bank: str = ""
    summary: str = ""
    references: tuple[str, ...] = ()


def read_narrative(lines: list[str]) -> Narrative:
    """Return what the lines of a :86: say."""
    joined = "".join(lines)
    structured = _SEPARATOR.match(joined)
    if structured is not None:
        return _sub_fields(joined, structured["mark"])
    text = joined_text(lines)
    keys = _KEY.findall(text)
    return _slashes(text) if keys else Narrative(summary=text, account=_lone_iban(text))


def joined_text(lines: list[str]) -> str:
    """Return wrapped lines as one text: a full line goes on in the next, a short one ends a word."""
    text = ""
    before = ""
    for line in lines:
        text += line if not text or len(before) >= WIDTH else f" {line}"
        before = line
    return " ".join(text.split())


def _sub_fields(text: str, mark: str) -> Narrative:
    fields: dict[str, str] = {}
    for part in text.split(mark)[1:]:
        if re.match(r"\d\d", part, re.A):
            fields[part[:2]] = fields.get(part[:2], "") + part[2:]
        elif fields:
            last = list(fields)[-1]
            fields[last] += mark + part
    purpose = "".join(fields.get(f"{number}", "") for number in (*range(20, 30), *range(60, 70)))
    said = _keyed(purpose)
    account = fields.get("38", "").strip() or said.get("IBAN", "") or fields.get("31", "").strip()
    name = (fields.get("32", "") + fields.get("33", "")).strip() or said.get("ABWA", "")
    return Narrative(
        account=account,
        name=" ".join(name.split()),
        bank=fields.get("30", "").strip() or said.get("BIC", ""),
        summary=" ".join(f"{fields.get('00', '')} {purpose}".split()),
        references=tuple(said[key] for key in ("EREF", "KREF") if said.get(key)),
    )


def _keyed(purpose: str) -> Mapping[str, str]:
    """Return the SEPA parts of a purpose: ``EREF+… SVWZ+…``."""
    parts = _SEPA.split(purpose)
    return {key: value.strip() for key, value in zip(parts[1::2], parts[2::2], strict=False)}


def _slashes(text: str) -> Narrative:
    """Return the parts of ``/EREF/…/BENM//NAME/…/REMI/…`` and of ``/CNTP/account/bank/name/place/``."""
    said: dict[str, str] = {}
    parts = _KEY.split(text)
    for key, value in zip(parts[1::2], parts[2::2], strict=False):
        said.setdefault(key, value.strip("/ "))
    account, bank, name = said.get("IBAN", ""), said.get("BIC", ""), said.get("NAME", "")
    if said.get("CNTP"):
        party = [*said["CNTP"].split("/"), "", "", ""]
        account, bank, name = account or party[0], bank or party[1], name or party[2]
    references = tuple(said[key] for key in ("EREF", "PREF", "RTRN") if said.get(key))
    return Narrative(account, name, bank, said.get("REMI") or text, references)


def _lone_iban(text: str) -> str:
    """Return the one number in a free text that is an IBAN by its check digits."""
    found = {each[0].replace(" ", "") for each in IBAN.finditer(text)}
    valid = [each for each in found if is_iban(each)]
    return valid[0] if len(valid) == 1 else ""


def is_iban(text: str) -> bool:
    """Tell whether a number is an IBAN by its form and check digits."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text, re.A):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


_SEPARATOR = re.compile(r"\s*(?:\d{3})?\s*(?P<mark>[?<~^@+&|])(?:00|10|20|30|31|32)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+")
_KEY = re.compile(
    r"/(EREF|PREF|MARF|CSID|BENM|ORDP|NAME|ADDR|IBAN|BIC|REMI|ISDT|CNTP|TRTP|RTRN|TRCD|ULTD|ULTC|PURP|ID)(?=/)"
)
