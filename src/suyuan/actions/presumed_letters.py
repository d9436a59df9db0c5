"""The annexes by province of a letter that asks other places to find the payers of presumed claims."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from suyuan.actions.presuming import CasePresumed, PresumedLine
from suyuan.documents.presumed_annex import AnnexLine, annex_csv, annex_xlsx
from suyuan.errors import Failed
from suyuan.model.text import Language, Message, Text
from suyuan.recovery.presumed import SearchState

STATES = {
    SearchState.TO_BE_FOUND: Text(zh="待查找", en="to be found"),
    SearchState.CONTACTED: Text(zh="已联系", en="contacted"),
    SearchState.CONFIRMED: Text(zh="本人确认被骗", en="confirmed"),
    SearchState.DENIED: Text(zh="本人否认被骗", en="denied"),
    SearchState.NOT_FOUND: Text(zh="查无此人或无法联系", en="not found"),
}
UNKNOWN = Text(zh="未载明省份", en="province not stated")
FILE = Text(zh="协查名单", en="payers")
ASK = Text(
    zh="是否本人付款、付款原因、由何人经何种方式要求付款；是否被骗、是否已报案（何处、案号）；"
    "收到过哪些返还；付款凭证与聊天记录。",
    en="Whether the payer paid himself, why, and who asked for it and how; whether he was defrauded and has "
    "reported it (where, number); what came back; proof of payment and messages.",
)
ASK_KNOWN = Text(
    zh="该人（{victim}）已就其他付款报案：请问明此笔为何未报。{ask}",
    en="This payer ({victim}) has reported other payments: ask why not this one. {ask}",
)
NOT_WRITTEN = Text(zh="无法写入 {path}：{reason}", en="{path} cannot be written: {reason}")
ASKED_ABOUT = (SearchState.TO_BE_FOUND, SearchState.CONTACTED, SearchState.NOT_FOUND)


def write_annexes(found: CasePresumed, folder: Path, language: Language) -> tuple[Path, ...]:
    """Write an xlsx and a csv for each province, of the payers still to be heard; return the files' paths.

    Raises Failed where the disk does not take them.
    """
    by_place: defaultdict[str, list[AnnexLine]] = defaultdict(list)
    for line in found.lines:
        if line.counts and line.decided.state in ASKED_ABOUT:
            by_place[line.province or UNKNOWN.render(language)].append(_annex_line(line, found.currency))
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for province, lines in sorted(by_place.items()):
            name = f"{FILE.render(language)}_{province}"
            for suffix, content in (
                (".csv", annex_csv(lines, language)),
                (".xlsx", annex_xlsx(lines, province, language)),
            ):
                path = folder / f"{name}{suffix}"
                path.write_bytes(content)
                written.append(path)
    except OSError as error:
        raise Failed(NOT_WRITTEN(path=folder, reason=error.strerror or str(error))) from error
    return tuple(written)


def _annex_line(line: PresumedLine, currency: str) -> AnnexLine:
    claim = line.claim
    ask: Message = ASK_KNOWN(victim=claim.victim, ask=ASK) if claim.victim else ASK()
    return AnnexLine(
        name=line.name,
        account=claim.payer,
        bank=line.bank,
        time=claim.transfer.time,
        amount=claim.amount,
        currency=currency,
        payee=claim.transfer.payee,
        payee_name=line.payee_name,
        state=STATES[line.decided.state],
        ask=ask,
        source="；".join(f"{row.file}:{row.row}" for row in line.rows),
    )
