"""Official bulletins into the register of supervised cases; the pages themselves are kept under their SHA-256."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from suyuan.actions import cases
from suyuan.bulletins.bulletin import Bulletin, BulletinCase, Figure
from suyuan.bulletins.read import read_bytes
from suyuan.bulletins.standing import stage_of, supervision_of
from suyuan.casebook import register
from suyuan.casebook.session import Change
from suyuan.errors import Refused
from suyuan.intake.evidence import Vault
from suyuan.model.register import BulletinFigure, BulletinRecord, CaseFacts, ReportedCase
from suyuan.model.text import Message, Text
from suyuan.settings import Settings

PAGE_SUFFIXES = frozenset({".md", ".txt", ".html", ".htm", ".xml"})
"""Names that a saved page may have. A file of a case with another name is not tried as a bulletin."""

LARGEST_PAGE = 16 * 1024 * 1024
"""Bytes of a page: bulletins have some kilobytes, pages with pictures inside a few million."""

ARRESTED, AMOUNT, VICTIMS = "arrested", "amount_yuan", "victims"
"""What the figures are called that every bulletin may give of a case."""

_UNITS = {ARRESTED: "名", AMOUNT: "元", VICTIMS: "名"}

TOO_LARGE = Text(
    zh="{name} 有 {size} 字节，超过网页或文本通报的上限 {limit} 字节，未读取。请只保存正文。",
    en="{name} has {size} bytes; the limit for a bulletin's page is {limit}. It was not read; save the text "
    "alone.",
)


@dataclass(frozen=True)
class ImportedBulletin:
    """One file of a bulletin import: ``record`` is what the register has of it, None if it was refused.

    ``duplicate`` says that the same bytes were in the register already.
    """

    name: str
    sha256: str | None = None
    record: BulletinRecord | None = None
    duplicate: bool = False
    refused: Message | None = None


def import_bulletins(settings: Settings, paths: Iterable[Path]) -> tuple[ImportedBulletin, ...]:
    """Enter bulletins into the register; one result a file, in the order given, a refused one among them.

    Each file is one transaction. Raises Failed where the disk or the casebook fails.
    """
    results = []
    with cases.casebook_of(settings) as casebook:
        for path in paths:
            try:
                stored = _vault(settings).put(path)
                record = _record(path.name, stored.path, stored.size)
            except Refused as refused:
                results.append(ImportedBulletin(path.name, refused=refused.message))
                continue
            with casebook.changing() as change:
                new = register.enter_bulletin(change, record)
            results.append(ImportedBulletin(path.name, stored.sha256, record, duplicate=not new))
    return tuple(results)


def recognised(name: str, page: Path | bytes) -> BulletinRecord | None:
    """Return the bulletin in a file of a case, given by its path or its bytes, None if it is none.

    Stricter than ``import_bulletins``, for nobody said that it is one: a victim's own account of a fraud must not
    enter the register. It needs issuers, a title and a date, and a case with a name or figures of a campaign.
    """
    if PurePosixPath(name).suffix.lower() not in PAGE_SUFFIXES:
        return None
    try:
        size = len(page) if isinstance(page, bytes) else page.stat().st_size
        record = _record(PurePosixPath(name).name, page, size)
    except Refused:
        return None
    told = record.aggregates or any(case.facts.name for case in record.cases)
    return record if record.issuers and record.title and record.published and told else None


def enter(settings: Settings, change: Change, record: BulletinRecord, page: Path) -> None:
    """Enter a bulletin that came with a case's evidence, as part of that change; its page is kept as well."""
    _vault(settings).put(page)
    register.enter_bulletin(change, record)


def record_of(bulletin: Bulletin) -> BulletinRecord:
    """Return what the register keeps of a bulletin; nothing is computed, each figure is quoted."""
    return BulletinRecord(
        sha256=bulletin.sha256,
        name=bulletin.file,
        title=bulletin.title,
        published=bulletin.published,
        issuers=bulletin.issuers,
        supervision=supervision_of(bulletin),
        cases=tuple(_case(case, bulletin.sha256) for case in bulletin.cases),
        aggregates=tuple(_figure(figure, figure.what, bulletin.sha256) for figure in bulletin.aggregate_numbers),
    )


def _vault(settings: Settings) -> Vault:
    return Vault(settings.home / "register" / "vault")


def _record(name: str, page: Path | bytes, size: int) -> BulletinRecord:
    """Read a page; raises Refused if it is no bulletin."""
    if size > LARGEST_PAGE:
        raise Refused(TOO_LARGE(name=name, size=size, limit=LARGEST_PAGE))
    return record_of(read_bytes(name, page if isinstance(page, bytes) else page.read_bytes()))


def _case(case: BulletinCase, bulletin: str) -> ReportedCase:
    facts = CaseFacts(
        name=case.name,
        province=case.province,
        date_phrase=case.date_phrase,
        date_resolved=case.date_resolved,
        lead_kind=case.lead_kind.value if case.lead_kind else None,
        base=case.base,
        methods=case.methods,
        period=case.period,
        amount_kind=case.amount_kind.value if case.amount_kind else None,
        helpers=case.helpers,
    )
    main = ((ARRESTED, case.arrested), (AMOUNT, case.amount), (VICTIMS, case.victims))
    figures = [_figure(figure, what, bulletin) for what, figure in main if figure is not None]
    figures += [_figure(figure, figure.what, bulletin) for figure in case.other_numbers]
    return ReportedCase(facts, tuple(figures), stage_of(case.sentences))


def _figure(figure: Figure, what: str, bulletin: str) -> BulletinFigure:
    return BulletinFigure(
        what=what,
        value=f"{figure.value.normalize():f}",
        unit=figure.unit or _UNITS.get(what, ""),
        approximator=figure.qualifier,
        text=figure.text,
        sentence=figure.sentence,
        bulletin=bulletin,
    )
