"""The public notice of a surrender window, gathered from all pursuits of a case to which it was recorded."""

from __future__ import annotations

from collections import Counter

from suyuan.actions.pursuits import list_pursuits
from suyuan.documents.surrender_notice import CalledOn, SurrenderPaper
from suyuan.errors import Refused, WrongUsage
from suyuan.model.moment import Moment
from suyuan.model.text import Language, Text, say
from suyuan.recovery import citing
from suyuan.settings import Settings
from suyuan.supervision.pursuit import Pursuit
from suyuan.supervision.pursuit_facts import NOTICES, RANKS, WANTED_LEVELS, NoticeKind, Rank, Window

PUBLIC = frozenset({*WANTED_LEVELS, NoticeKind.REWARD})
"""Notices by which a name is public; an online listing, a red notice and border control are not among them."""
FAMILY = "surrender.family"
LAW = ("fugitive.voluntary", FAMILY, "surrender.given-back", "forfeiture.after-notice")
NO_WINDOW = Text(
    zh="本案没有文号为“{document}”的投案公告。现有：{known}。先登记：suyuan pursuit window。",
    en="The case has no notice “{document}” with a surrender window. There are: {known}. "
    "Record it first with suyuan pursuit window.",
)
DIFFERENT = Text(
    zh="公告“{document}”在各人名下登记的发布日或期限不一：{days}。请以新的文号更正后再出具。",
    en="Notice “{document}” was recorded with different days or windows: {days}. Record it again under a new "
    "number before its paper is written.",
)
NOBODY_LEFT = Text(
    zh="公告“{document}”所及人员均已终结追逃，没有可通告的对象。",
    en="Everybody whom notice “{document}” addressed has been accounted for; there is nobody left to call on.",
)
NONE = Text(zh="无", en="none")


def surrender_paper(settings: Settings, case: str, document: str, contacts: tuple[str, ...]) -> SurrenderPaper:
    """Return what the notice says. Raises WrongUsage where the case has none of that number, Refused where it was
    recorded in two ways, or where nobody is left to whom it speaks.
    """
    views, wanted = list_pursuits(settings, case), document.strip()
    found = [(each.pursuit, at, window) for each in views for at, window in each.pursuit.windows]
    mine = [each for each in found if each[2].document.strip() == wanted]
    if not mine:
        known = "、".join(sorted({each[2].document for each in found})) or NONE()
        raise WrongUsage(NO_WINDOW(document=wanted, known=known))
    terms = {(citing.day_of(at), window.until) for _, at, window in mine}
    if len(terms) > 1:
        days = "、".join(f"{day}–{until}" for day, until in sorted(terms))
        raise Refused(DIFFERENT(document=wanted, days=days))
    open_ = {each.person.person: each for each, _, _ in mine if each.exit is None}
    if not open_:
        raise Refused(NOBODY_LEFT(document=wanted))
    return _paper(views[0].case.name, mine, tuple(open_.values()), contacts)


def _paper(
    case: str, mine: list[tuple[Pursuit, Moment, Window]], open_: tuple[Pursuit, ...], contacts: tuple[str, ...]
) -> SurrenderPaper:
    _, at, window = mine[0]
    day = citing.day_of(at)
    rules = {each: citing.governing(each, day) for each in LAW}
    named = {each.person.person: called for each in open_ if (called := _named(each, at)) is not None}
    rest = Counter(each.person.rank for each in open_ if each.person.person not in named)
    return SurrenderPaper(
        case=case,
        organs=tuple(dict.fromkeys(each.issuer.strip() for _, _, each in mine if each.issuer.strip())),
        document=window.document.strip(),
        day=day,
        until=window.until,
        named=tuple(named.values()),
        others=tuple((say(RANKS[rank], Language.ZH), rest[rank]) for rank in Rank if rest[rank]),
        offer="；".join(dict.fromkeys(each.offer.strip() for _, _, each in mine if each.offer.strip())),
        contacts=tuple(each.strip() for each in contacts if each.strip()),
        voluntary="犯罪以后自动投案，如实供述自己罪行的，是自首（刑法第六十七条）",
        family=say(rules[FAMILY].words, Language.ZH),
        given_back=f"{say(rules['surrender.given-back'].words, Language.ZH)}（法释〔2011〕7号第三条）",
        forfeiture="通缉一年后不能到案的，可以依法申请没收其违法所得（刑事诉讼法第二百九十八条）",
        law=tuple(say(citing.cite(each), Language.ZH) for each in rules.values()),
    )


def _named(pursuit: Pursuit, at: Moment) -> CalledOn | None:
    """Return the person by name where a public notice stood when the window was set, and stands."""
    for each in pursuit.standing_notices:
        if each.facts.kind in PUBLIC and not citing.earlier(at, each.issued):
            person, kind = pursuit.person, say(NOTICES[each.facts.kind], Language.ZH)
            rank = say(RANKS[person.rank], Language.ZH)
            return CalledOn(person.name.strip() or person.person, rank, f"{kind} {each.facts.number}")
    return None
