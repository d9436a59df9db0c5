"""What people decide on a case's accounts: part, kind, holder, controller, tags; and its way into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suyuan.actions.cases import TakenUp, casebook_of, take_up
from suyuan.casebook import rulings
from suyuan.casebook.cases import find_case
from suyuan.errors import WrongUsage
from suyuan.intake.statement import FileKind
from suyuan.ledger import segment
from suyuan.ledger.contents import FileContents
from suyuan.model.account import normal_form
from suyuan.model.moment import Moment
from suyuan.model.role import TAG_NAMES, AccountTag, RoleDecision
from suyuan.model.ruling import Ruling, RulingKind
from suyuan.model.source import Source
from suyuan.model.text import Text
from suyuan.model.transfer import AccountKind, Role
from suyuan.settings import Settings

FORMAT = "casebook"
"""The format that the ledger sees for what was decided at this program instead of in a file."""

WHY_NEEDED = Text(
    zh="请用 --why 写明理由，它会与操作人、时间一起留存。",
    en="Say why with --why; it is kept with who did it and when.",
)
NO_ACCOUNT = Text(zh="请用 --account 写明账号。", en="Name the account with --account.")
NOTHING_DECIDED = Text(
    zh="认定没有内容：请至少写 --role、--kind、--holder、--controller、--tag 之一。",
    en="The decision says nothing: give at least one of --role, --kind, --holder, --controller, --tag.",
)
BAD_ROLE = Text(zh="没有角色“{text}”，可写：{words}。", en="There is no role “{text}”. There are: {words}.")
BAD_KIND = Text(zh="没有账户种类“{text}”，可写：{words}。", en="There is no kind “{text}”. There are: {words}.")
BAD_TAG = Text(zh="没有标签“{text}”，可写：{words}。", en="There is no tag “{text}”. There are: {words}.")

JsonObject = dict[str, object]
DECIDABLE = tuple(each for each in Role if each is not Role.UNKNOWN)


@dataclass(frozen=True)
class AskedDecision:
    """A decision on an account as a person asks for it; what is empty it says nothing of."""

    account: str
    role: str = ""
    kind: str = ""
    holder: str = ""
    controller: str = ""
    tags: tuple[str, ...] = ()
    why: str = ""
    evidence: str = ""


def contents_of(taken: TakenUp) -> tuple[FileContents, ...]:
    """Return what a case's ledger is built from: its files, and after them what people decided on accounts."""
    contents = segment.read_case(taken.manifest, taken.folder.ledger)
    made = tuple(_decision(each) for each in taken.rulings if stands(each))
    return (*contents, FileContents("", FORMAT, FileKind.ROLE_LIST, roles=made)) if made else contents


def stands(ruling: Ruling) -> bool:
    """Tell whether a ruling is a decision on an account that nobody took back."""
    return ruling.kind is RulingKind.ACCOUNT and ruling.undone is None


def decide_account(settings: Settings, word: str, asked: AskedDecision) -> Ruling:
    """Keep a decision on an account; raises WrongUsage for an unknown word, no content, no reason."""
    facts = _facts(asked)
    if not asked.why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.add(
            change,
            case.number,
            RulingKind.ACCOUNT,
            facts["account"],
            facts,
            why=asked.why.strip(),
            evidence=asked.evidence.strip(),
        )


def undo_account(settings: Settings, word: str, number: int, why: str) -> Ruling:
    """Take a decision back; raises WrongUsage where there is none of that number, Refused where it is undone."""
    if not why.strip():
        raise WrongUsage(WHY_NEEDED())
    with casebook_of(settings) as casebook, casebook.changing() as change:
        case = find_case(change.session, word)
        return rulings.undo(change, case.number, RulingKind.ACCOUNT, number, why.strip())


@dataclass(frozen=True)
class DecisionLine:
    """A decision of a case on an account: of a form (file and row), or kept in the casebook (its ruling)."""

    decision: RoleDecision
    file: str
    ruling: Ruling | None


def account_decisions(settings: Settings, word: str) -> tuple[str, tuple[DecisionLine, ...]]:
    """Return a case's number and its decisions on accounts: of forms, then those made here, undone ones too."""
    taken = take_up(settings, word)
    names = {file.sha256: file.name for file in taken.evidence}
    forms = [
        DecisionLine(each, names.get(each.source.sha256, ""), None)
        for file in segment.read_case(taken.manifest, taken.folder.ledger)
        for each in file.roles
    ]
    made = [each for each in taken.rulings if each.kind is RulingKind.ACCOUNT]
    return taken.case.number, (*forms, *(DecisionLine(_decision(each), "", each) for each in made))


def decisions_object(case: str, lines: Sequence[DecisionLine]) -> JsonObject:
    """Return the decisions as the object that ``suyuan account list --json`` prints."""
    return {"case": case, "decisions": [_object(each) for each in lines]}


def _object(line: DecisionLine) -> JsonObject:
    decision, undone = line.decision, line.ruling.undone if line.ruling else None
    return {
        "number": line.ruling.number if line.ruling else None,
        "file": line.file or None,
        "row": decision.source.row if line.file else None,
        "account": decision.account,
        "role": decision.role.value if decision.says_part else None,
        "kind": decision.kind.value if decision.kind else None,
        "holder": decision.holder or None,
        "controller": decision.controller or None,
        "tags": [each.value for each in decision.tags],
        "reason": decision.reason,
        "evidence": (line.ruling.evidence or None) if line.ruling else None,
        "author": decision.author or None,
        "time": decision.time.at.isoformat() if decision.time else None,
        "undone": {"who": undone.who, "when": undone.when.isoformat(), "why": undone.why} if undone else None,
    }


def _facts(asked: AskedDecision) -> dict[str, str]:
    account = normal_form(asked.account)
    if not account:
        raise WrongUsage(NO_ACCOUNT())
    said = {
        "role": asked.role.strip(),
        "kind": asked.kind.strip(),
        "holder": asked.holder.strip(),
        "controller": asked.controller.strip(),
        "tags": " ".join(dict.fromkeys(each.strip() for each in asked.tags if each.strip())),
    }
    roles, kinds = [each.value for each in DECIDABLE], [each.value for each in AccountKind]
    if said["role"] and said["role"] not in roles:
        raise WrongUsage(BAD_ROLE(text=said["role"], words=", ".join(roles)))
    if said["kind"] and said["kind"] not in kinds:
        raise WrongUsage(BAD_KIND(text=said["kind"], words=", ".join(kinds)))
    tags = [each.value for each in TAG_NAMES]
    for tag in said["tags"].split():
        if tag not in tags:
            raise WrongUsage(BAD_TAG(text=tag, words=", ".join(tags)))
    if not any(said.values()):
        raise WrongUsage(NOTHING_DECIDED())
    return {"account": account, **{name: text for name, text in said.items() if text}}


def _decision(ruling: Ruling) -> RoleDecision:
    facts = ruling.facts
    tags = tuple(AccountTag(each) for each in facts.get("tags", "").split())
    kind = facts.get("kind", "")
    # A coin dealer's account is an exchange: what the tag says of the account's kind need not be said again.
    if not kind and AccountTag.COIN_DEALER in tags:
        kind = AccountKind.EXCHANGE.value
    return RoleDecision(
        source=Source("", None, 1, ruling.number),
        account=facts["account"],
        role=Role(facts.get("role", Role.UNKNOWN.value)),
        kind=AccountKind(kind) if kind else None,
        reason=ruling.why,
        author=ruling.who,
        time=Moment(ruling.when),
        holder=facts.get("holder", ""),
        controller=facts.get("controller", ""),
        tags=tags,
    )
