"""A bundle 封存包: one case with evidence, decisions and figures, sealed; and its check, which computes all anew.

The check trusts nothing but the evidence and the decisions: every file is read again from its bytes, the ledger is
made anew, every rule is traced again, and each table is compared with the sealed one byte for byte.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from suyuan import __version__
from suyuan.actions import cases as known_cases
from suyuan.actions import sealed_file
from suyuan.actions.bundle_figures import last_change, write_figures
from suyuan.actions.case_folder import folder_of
from suyuan.actions.row_mending import reread
from suyuan.actions.sealed_file import Contents, Form, Member, Sealed
from suyuan.casebook import audit, cases, copying, records
from suyuan.model.case import AuditEvent
from suyuan.model.text import Language, Message, Text
from suyuan.settings import Settings, load

DECISIONS = "decisions.jsonl"
EVENTS = "events.jsonl"
FIGURES = "figures"
READ_ME = "README.txt"
VAULT = re.compile(r"cases/[^/\\]+/vault/(?:[^/\\]+/)*(?!\.)[^/\\]+")
BUNDLE = Form(
    "suyuan-bundle-1",
    Text(zh="案件封存包", en="bundle of a case"),
    re.compile(
        rf"decisions\.jsonl|events\.jsonl|README\.txt|figures/(?!computed_again)(?:[\w.-]+/)*[\w.-]+|{VAULT.pattern}"
    ),
    DECISIONS,
)
ABOUT = Text(
    zh="案件 {case} 的封存包：证据原件（vault）、认定与办理（decisions.jsonl）、操作记录（events.jsonl）、"
    "各规则下的追踪结果、数额、收支平衡（figures）。\n核验：suyuan bundle check 本文件。"
    "程序将从证据原件重新读取、重新追踪，逐表比对。\n写出程序版本 {version}，末条审计哈希 {head}。\n",
    en="Bundle of case {case}: the evidence as it came (vault), what was decided and done (decisions.jsonl), "
    "who did what (events.jsonl), the figures under every rule, amounts and books (figures).\nTo "
    "check: suyuan bundle check FILE. The program reads the evidence and traces it anew and "
    "compares every table.\n"
    "Written by version {version}; hash of the last audit event {head}.\n",
)
NOT_READ_THE_SAME = Text(
    zh="{file} 重新读取的结果与封存时不同", en="{file} is read otherwise than when it was sealed"
)
DIFFERENT = Text(
    zh="{table} 第 {line} 行不同：封存为“{sealed}”，重算为“{computed}”",
    en="{table} differs in line {line}: sealed “{sealed}”, computed “{computed}”",
)
MISSING = Text(zh="{table} 没有重算出来", en="{table} was not computed")
ADDED = Text(zh="重算出封存包里没有的 {table}", en="{table} was computed and is not in the bundle")


@dataclass(frozen=True)
class Bundle:
    """A bundle: its case, how many pieces of evidence and figures, the last audit event's hash, its version."""

    path: Path
    case: str
    version: str
    evidence: int
    figures: int
    head: str


@dataclass(frozen=True)
class Checked:
    """What computing a bundle anew gave; ``differences`` say where it is not equal, in the order of the tables."""

    bundle: Bundle
    computed_with: str
    differences: tuple[Message, ...]

    @property
    def equal(self) -> bool:
        """Tell whether every figure came out as it was sealed."""
        return not self.differences


def seal(settings: Settings, word: str, path: Path) -> Bundle:
    """Seal a case; raises WrongUsage for an unknown case or a file that is there, Failed if none can be made."""
    with known_cases.casebook_of(settings) as casebook:
        with casebook.reading() as session:
            number = cases.find_case(session, word).number
        with casebook.changing() as change:
            change.record("bundle.seal", f"bundle:{number}/{path.name}")
    with (
        sealed_file.writing(path) as sealing,
        TemporaryDirectory() as place,
        folder_of(settings, number).held(settings.who),
        known_cases.casebook_of(settings) as casebook,
        casebook.reading() as session,
    ):
        at = last_change(audit.events_of_case(session, number))
        write_figures(settings, number, at, Path(place))
        chain = audit.verify_chain(session)
        said = ABOUT(case=number, version=__version__, head=chain.head)
        sealing.put(READ_ME, ["\n".join(said.render(each) for each in Language).encode()])
        sealing.put(DECISIONS, _encoded(copying.lines_of_case(session, number)))
        sealing.put(EVENTS, _encoded(copying.events_of_case(session, number)))
        sealing.put_folder(Path(place), FIGURES, BUNDLE.allowed)
        sealing.put_folder(folder_of(settings, number).path, f"cases/{number}", VAULT)
        made = sealing.finish(BUNDLE, number, 1, chain.count, chain.head)
    return _bundle(path, made)


def check(path: Path) -> Checked:
    """Compute a bundle's figures anew from its evidence and compare; raises Refused for no whole bundle."""
    with sealed_file.reading(path, BUNDLE) as sealed, TemporaryDirectory() as place:
        sealed.check()
        bundle = _bundle(path, sealed.contents)
        settings = load(Path(place) / "home", {})
        _unpack(sealed, settings, path)
        events = _events(sealed)
        decided = _differing_records(events, settings)
        again = reread(settings, bundle.case)
        read = decided + [
            NOT_READ_THE_SAME(file=each.file) for each in again if each.changed or each.refused is not None
        ]
        if any(each.refused is not None for each in again):
            return Checked(bundle, __version__, tuple(read))
        computed = Path(place) / FIGURES
        computed.mkdir()
        write_figures(settings, bundle.case, last_change(events), computed)
        return Checked(bundle, __version__, (*read, *_compared(sealed, computed)))


def _unpack(sealed: Sealed, settings: Settings, path: Path) -> None:
    for member in sealed.contents.files:
        if VAULT.fullmatch(member.name):
            sealed.copy_to(member, settings.home / member.name)
    with (
        known_cases.casebook_of(settings) as casebook,
        casebook.changing() as change,
        sealed.opened(DECISIONS) as raw,
    ):
        copying.fill(change, io.TextIOWrapper(raw, "utf-8", newline="\n"), path.name)


def _events(sealed: Sealed) -> tuple[AuditEvent, ...]:
    with sealed.opened(EVENTS) as raw:
        return copying.read_events(io.TextIOWrapper(raw, "utf-8", newline="\n"))


def _differing_records(events: tuple[AuditEvent, ...], settings: Settings) -> list[Message]:
    """Return which sealed events were touched, else where the decisions are not what the events say."""
    touched = [audit.CHANGED(seq=each.seq) for each in events if audit.hash_of(each) != each.hash]
    if touched:
        return touched
    with known_cases.casebook_of(settings) as casebook, casebook.reading() as session:
        return list(records.faults(session, events))


def _compared(sealed: Sealed, computed: Path) -> Iterator[Message]:
    names = {member.name: member for member in _figures(sealed.contents)}
    found = {f"{FIGURES}/{place.relative_to(computed).as_posix()}": place for place in computed.rglob("*.*")}
    made = {name: place for name, place in found.items() if BUNDLE.allowed.fullmatch(name)}
    for name in sorted(names.keys() | made.keys()):
        if name not in made:
            yield MISSING(table=name)
        elif name not in names:
            yield ADDED(table=name)
        else:
            yield from _first_difference(sealed, name, made[name])


def _first_difference(sealed: Sealed, name: str, place: Path) -> Iterator[Message]:
    """Give where a table differs first, if it does."""
    with sealed.opened(name) as raw:
        before, now = raw.read(), place.read_bytes()
    if before == now:
        return
    old, new = before.decode("utf-8", "replace").splitlines(), now.decode("utf-8", "replace").splitlines()
    at = next(
        (n for n, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new))
    )
    said = [rows[at] if at < len(rows) else "" for rows in (old, new)]
    yield DIFFERENT(table=name, line=at + 1, sealed=said[0], computed=said[1])


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    return (f"{line}\n".encode() for line in lines)


def _figures(contents: Contents) -> list[Member]:
    return [member for member in contents.files if member.name.startswith(f"{FIGURES}/")]


def _bundle(path: Path, said: Contents) -> Bundle:
    evidence = sum(1 for member in said.files if VAULT.fullmatch(member.name))
    return Bundle(path, said.case, said.version, evidence, len(_figures(said)), said.head)
