"""Restitution without a case: a frozen sum shared among the losses of a plain file."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from suyuan.errors import Failed, WrongUsage
from suyuan.intake import loss_claims
from suyuan.intake.loss_claims import LossFile
from suyuan.intake.plain_cells import DEFAULT_CURRENCY
from suyuan.model.law.book import periods_of
from suyuan.model.law.rule import Rule
from suyuan.model.money import LARGEST_MINOR, minor_from_text, text_from_minor
from suyuan.model.text import Language, Message, Text
from suyuan.recovery.allocation import Allocation, LossClaim, Share, allocate
from suyuan.recovery.return_methods import IN_LAW

COLUMNS = ("claim", "victim", "net", "amount", "currency")
OTHER_FORMS = (".parquet", ".xlsx", ".xls", ".json")

WOULD_OVERWRITE = Text(
    zh="{file} 是本次读取的文件，不会被覆盖。请给 --out 另一个名称。",
    en="{file} is the file read and is never overwritten. Give --out another name.",
)
ONLY_CSV = Text(
    zh="结果写成 CSV，{file} 却以 {ending} 结尾。请给 --out 以 .csv 结尾的名称。",
    en="The result is written as CSV, but {file} ends in {ending}. Give --out a name in .csv.",
)
A_FOLDER = Text(zh="{file} 是目录。--out 应为文件名。", en="{file} is a folder. Give --out the name of a file.")
BAD_FROZEN = Text(
    zh="--frozen 的值“{text}”不是 {currency} 金额：应为不小于零、小于 {limit} 的金额，如 {example}。",
    en="The --frozen value {text!r} is no amount in {currency}: expected one from zero up, below {limit}, like "
    "{example}.",
)
BAD_CURRENCY = Text(
    zh="--currency 的值“{text}”不是币种代码：应为大写字母，如 CNY、USDT。",
    en="The --currency value {text!r} is no code of a currency: expected capitals, like CNY or USDT.",
)
CANNOT_WRITE = Text(
    zh="写不了 {file}：{problem}。原有文件未改动。",
    en="{file} cannot be written: {problem}. What was there is unchanged.",
)
RETURNED_ABOVE_LOSS = Text(
    zh="{file} 第 {row} 行：{claim} 已返还 {returned}，超过损失 {loss}，净损失按 0 计。",
    en="{file}, row {row}: {claim} got back {returned}, more than its loss of {loss}; its net loss counts as 0.",
)
NOT_SET_OFF = Text(
    zh="{file} 第 {row} 行：{victim} 另有被骗款在本表内，多返还的 {excess} 未在其中扣除；"
    "同一被害人的返还合计不得超过其净损失。",
    en="{file}, row {row}: {victim} has other claims in this file, and the {excess} returned beyond this loss is "
    "not deducted from them; a victim gets back no more than the net loss in all.",
)
NO_VICTIM = Text(
    zh="{file} 第 {row} 行：{claim} 没有被害人姓名。", en="{file}, row {row}: {claim} names no victim."
)

_CODE = re.compile(r"[A-Z][A-Z0-9]{2,11}")


@dataclass(frozen=True)
class Allocated:
    """A frozen sum shared among a file's losses, the file it was written to, and what to look at."""

    source: Path
    out: Path
    currency: str
    allocation: Allocation
    warnings: tuple[Message, ...]

    def as_object(self, language: Language) -> dict[str, object]:
        """Return the summary as JSON has it; sentences in one language."""
        allocation, method = self.allocation, IN_LAW[self.allocation.method]
        rule, formula = rule_of(method.rule), None if method.formula is None else rule_of(method.formula)
        return {
            "file": str(self.source),
            "out": str(self.out),
            "currency": self.currency,
            "frozen": self._text(allocation.frozen),
            "claims": len(allocation.shares),
            "net_total": self._text(allocation.net_total),
            "allocated": self._text(allocation.allocated),
            "rest": self._text(allocation.rest),
            "method": allocation.method.value,
            "rule": rule.id,
            "document": rule.document.name,
            "article": rule.article,
            "certainty": rule.certainty.value,
            "formula": None if formula is None else formula.id,
            "rounding": None if formula is None else formula.certainty.value,
            "warnings": [each.render(language) for each in self.warnings],
            "refused": None,
        }

    def _text(self, minor: int) -> str:
        return text_from_minor(minor, self.currency)


def rule_of(rule: str) -> Rule:
    """Return the latest wording of a rule; a bare calculation has no date by which another could be chosen."""
    return periods_of(rule)[-1]


def refused_object(source: Path, out: Path, reason: Message, language: Language) -> dict[str, object]:
    """Return the JSON of a file that was refused: the keys of a result, and the sentence."""
    absent = dict.fromkeys(
        ("currency", "frozen", "claims", "net_total", "allocated", "rest", "method", "rule", "document", "article",
         "certainty",
            "formula", "rounding")
    )  # fmt: skip
    said = reason.render(language)
    return {"file": str(source), "out": str(out), **absent, "warnings": [], "refused": said}


def allocate_file(source: Path, frozen: str, out: Path, currency: str | None = None) -> Allocated:
    """Share the frozen sum among the losses of a file and write each claim's net loss and share, in its order.

    Raises WrongUsage for a frozen sum or a currency that is none and where the output would fall on the input,
    Refused (file, row, what was seen and expected) for the file, Failed where the disk does not take the result.
    """
    if currency is not None and _CODE.fullmatch(currency) is None:
        raise WrongUsage(BAD_CURRENCY(text=currency))
    _check_output(out, source)
    if currency is not None:
        _frozen(frozen, currency)  # what the command says is looked at before the file
    losses = loss_claims.read(source, currency)
    amount = _frozen(frozen, losses.currency)
    claims = [LossClaim(row.claim, row.victim, row.loss, row.returned, row.first_transfer) for row in losses.rows]
    allocation = allocate(amount, claims)
    _write(allocation, losses.currency, out)
    return Allocated(source, out, losses.currency, allocation, _warnings(losses))


def _frozen(text: str, currency: str) -> int:
    """Return the frozen sum in minor units; raises WrongUsage."""
    try:
        amount = minor_from_text(text.strip(), currency)
    except ValueError:
        amount = -1
    if amount < 0:
        limit, example = text_from_minor(LARGEST_MINOR, currency), text_from_minor(123456, currency)
        raise WrongUsage(
            BAD_FROZEN(text=text, currency=currency or DEFAULT_CURRENCY, limit=limit, example=example)
        )
    return amount


def _check_output(out: Path, source: Path) -> None:
    if out.is_dir():
        raise WrongUsage(A_FOLDER(file=out))
    if out.suffix.lower() in OTHER_FORMS:
        raise WrongUsage(ONLY_CSV(file=out, ending=out.suffix))
    same = out.exists() and source.exists() and out.samefile(source)
    if same or out.resolve() == source.resolve():
        raise WrongUsage(WOULD_OVERWRITE(file=out))


def _warnings(losses: LossFile) -> tuple[Message, ...]:
    """Return what a reader of the result should look at, in the order of the file."""
    claims_of = Counter(row.victim for row in losses.rows)
    found: list[Message] = []
    for row in losses.rows:
        place = {"file": losses.name, "row": row.row}
        if not row.victim.strip():
            found.append(NO_VICTIM(**place, claim=row.claim))
        if row.returned <= row.loss:
            continue
        loss, returned, excess = (
            text_from_minor(each, losses.currency) for each in (row.loss, row.returned, row.returned - row.loss)
        )
        found.append(RETURNED_ABOVE_LOSS(**place, claim=row.claim, returned=returned, loss=loss))
        if row.victim.strip() and claims_of[row.victim] > 1:
            found.append(NOT_SET_OFF(**place, victim=row.victim, excess=excess))
    return tuple(found)


def _write(allocation: Allocation, currency: str, out: Path) -> None:
    """Write the shares as CSV, whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                for share in allocation.shares:
                    writer.writerow(_row(share, currency))
            temporary.chmod(0o644)
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise Failed(CANNOT_WRITE(file=out, problem=problem.strerror or str(problem))) from problem


def _row(share: Share, currency: str) -> tuple[str, ...]:
    net, amount = (text_from_minor(each, currency) for each in (share.net, share.amount))
    return share.claim, share.victim, net, amount, currency
