"""Bulletins in English, read by the same steps: sentences, the cases they belong to, the facts of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from suyuan.bulletins import labels
from suyuan.bulletins.bulletin import AmountKind, Bulletin, BulletinCase, Figure, LeadKind
from suyuan.bulletins.data_files import one_of, words
from suyuan.bulletins.dates import Anchor
from suyuan.bulletins.english_dates import find_dates, find_periods
from suyuan.bulletins.english_numbers import find_english_numbers
from suyuan.bulletins.figures import figure_of, in_title_alone, without_repeats
from suyuan.bulletins.numbers import Measure, NumberPhrase
from suyuan.bulletins.page import BlockKind, Page, issuer_labels, source_labels
from suyuan.bulletins.sentences import Reader, Sentence

_END = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[\"“'(]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|No|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|U\.S|U\.K|Inc|Ltd|Co|vs)\.$"
)
_NAME = re.compile(r"\bOperation(?: [A-Z][\w-]*){1,4}")
_ISSUER = re.compile(
    r"\b(?:[A-Z][\w.&-]+(?: (?:of|and|the|for))? ){0,6}(?:Police Force|Police Department|Police Service|"
    r"National Police|Police|Constabulary|Prosecutor's Office|Prosecution Service|Procuratorate|"
    r"Ministry of [A-Z]\w+(?: [A-Z]\w+)*|Bureau of Investigation|"
    r"Department of Justice|Crime Agency|Commission|Court|Attorney's Office)"
)
_SPEAKS = re.compile(r"\b(?:said|announced|reported|stated|today|issued|released|confirmed|revealed)\b")


@dataclass
class _Told:
    """A case while its sentences are gathered."""

    name: str | None
    sentences: list[Sentence] = field(default_factory=list)


def read_page(file: str, page: Page) -> Bulletin:
    """Return what an English bulletin states."""
    published = int(page.published[:4]) if page.published else None
    cases, aggregate = _divide(page, published)
    read = [_case(told) for told in cases]
    read += _from_tables(page, published)
    issuers = _issuers(page)
    taken = [
        figure
        for case in read
        for figure in (case.arrested, case.amount, case.victims, *case.other_numbers)
        if figure
    ]
    whole = [figure_of(one, number) for one in aggregate for number in one.numbers if number.unit]
    title = [
        figure_of(one, number)
        for one in _sentences(page.title, -1, published)
        for number in one.numbers
        if number.unit
    ]
    numbers = without_repeats(whole, []) + in_title_alone(without_repeats(title, []), [*taken, *whole])
    return Bulletin(file, "", page.title, page.published, issuers, tuple(read), numbers)


def _sentences(text: str, paragraph: int, published: int | None) -> list[Sentence]:
    pieces: list[str] = []
    for piece in _END.split(text):
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] += " " + piece
        else:
            pieces.append(piece)
    found: list[Sentence] = []
    for piece in pieces:
        dates = find_dates(piece, published)
        found.append(
            Sentence(piece, piece, paragraph, dates, find_periods(piece, dates), find_english_numbers(piece))
        )
    return found


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{one_of(words('english')['cues'][name])}", re.IGNORECASE)


def _divide(page: Page, published: int | None) -> tuple[list[_Told], list[Sentence]]:
    """Return the cases with their sentences, and the sentences of none; the first takes what leads up to it."""
    cases: list[_Told] = []
    aggregate: list[Sentence] = []
    current = _Told(None)
    for number, block in enumerate(page.blocks):
        if block.kind is BlockKind.TABLE:
            continue
        closing = _cue("closing").match(block.text)
        for sentence in _sentences(block.text, number, published):
            name = _NAME.search(sentence.plain)
            known = {told.name for told in [*cases, current]}
            if closing or (_is_campaign(sentence) and not name):
                aggregate.append(sentence)
            elif name and name[0] not in known:
                if current.name is None and not re.search(r"\b(?:separate|another|unrelated)\b", sentence.plain):
                    current.name = name[0]
                    current.sentences.append(sentence)
                else:
                    cases.append(current)
                    current = _Told(name[0], [sentence])
            elif re.search(
                r"\b(?:[Ii]n a|A|In another) (?:separate|second|unrelated|further) "
                r"(?:[\w-]+ )?(?:case|operation|investigation)",
                sentence.plain,
            ):
                cases.append(current)
                current = _Told(None, [sentence])
            else:
                current.sentences.append(sentence)
    cases.append(current)
    told = [
        one
        for one in cases
        if one.name
        or any(_cue("arrest").search(s.plain) or _cue("discovery").search(s.plain) for s in one.sentences)
    ]
    aggregate += [sentence for one in cases if one not in told for sentence in one.sentences]
    return told, aggregate


def _is_campaign(sentence: Sentence) -> bool:
    return bool(
        _cue("campaign").match(sentence.plain) or re.match(r"(?:In|During) (?:19|20)\d\d,", sentence.plain)
    )


def _case(told: _Told) -> BulletinCase:
    sentences = told.sentences
    lead, lead_sentence = _lead(sentences)
    date = _date(sentences, lead_sentence)
    arrested = _people(sentences, "persons")
    victims = _people(sentences, "victims")
    amount = _amount(sentences)
    main = [pair[1] for pair in (arrested, victims, amount) if pair]
    others = [
        figure_of(sentence, _with_unit(sentence, number))
        for sentence in sentences
        for number in sentence.numbers
        if number not in main and (number.unit or _cue("arrest").search(sentence.plain))
    ]
    figures = {
        name: figure_of(*pair) if pair else None for name, pair in (("a", arrested), ("v", victims), ("m", amount))
    }
    period = next((period for sentence in sentences for period in sentence.periods), None)
    return BulletinCase(
        name=told.name,
        province=None,
        date_phrase=date[0] if date else None,
        date_resolved=date[1] if date else None,
        lead_kind=lead,
        lead_sentence=lead_sentence.printed if lead_sentence else None,
        base=_base(sentences),
        methods=_phrases(sentences, "methods"),
        period=(period.first, period.last) if period else None,
        arrested=figures["a"],
        amount=figures["m"],
        amount_kind=_amount_kind(*amount) if amount else None,
        victims=figures["v"],
        other_numbers=without_repeats(others, [figure for figure in figures.values() if figure]),
        helpers=_phrases(sentences, "helpers"),
        sentences=tuple(sentence.printed for sentence in sentences),
    )


def _with_unit(sentence: Sentence, number: NumberPhrase) -> NumberPhrase:
    """Return a bare number (twenty-nine were detained) counted in persons where the sentence tells of arrests."""
    if number.unit or not _cue("arrest").search(sentence.plain):
        return number
    return NumberPhrase(number.start, number.end, number.value, number.qualifier, Measure.PEOPLE, "persons")


def _lead(sentences: list[Sentence]) -> tuple[LeadKind | None, Sentence | None]:
    for sentence in sentences[:6]:
        if not _cue("discovery").search(sentence.plain):
            continue
        for lead in words("english")["leads"]:
            if re.search("|".join(lead["patterns"]), sentence.plain, re.IGNORECASE):
                return LeadKind(lead["kind"]), sentence
    return None, None


def _date(sentences: list[Sentence], lead: Sentence | None) -> tuple[str, str | None] | None:
    for sentence in [*([lead] if lead else []), *sentences]:
        for date in sentence.dates:
            if not any(period.start <= date.start < period.end for period in sentence.periods):
                return sentence.quote(date.start, date.end), date.resolved
    return None


def _people(sentences: list[Sentence], unit: str) -> tuple[Sentence, NumberPhrase] | None:
    """Return the number of people caught (``persons``) or of victims; a part (of the 41, …) is none."""
    for sentence in sentences:
        for number in sentence.numbers:
            if number.unit != unit or re.match(r"Of the|Among|Of those", sentence.plain):
                continue
            if unit == "victims" or (_cue("arrest").search(sentence.plain) and not _charged(sentence, number)):
                return sentence, number
    return None


def _charged(sentence: Sentence, number: NumberPhrase) -> bool:
    following = sentence.plain[number.end : number.end + 60]
    charge, arrest = _cue("charge").search(following), _cue("arrest").search(following)
    return charge is not None and (arrest is None or charge.start() < arrest.start())


def _amount(sentences: list[Sentence]) -> tuple[Sentence, NumberPhrase] | None:
    """Return the amount in yuan of the case; other currencies are other numbers."""
    pairs = [(sentence, number) for sentence in sentences for number in sentence.numbers if number.unit == "元"]
    return next((pair for pair in pairs if _amount_kind(*pair)), None)


def _amount_kind(sentence: Sentence, number: NumberPhrase) -> AmountKind | None:
    start = max((mark.end() for mark in re.finditer(r"[,;:] ", sentence.plain[: number.start])), default=0)
    near = sentence.plain[start : number.start]
    if _cue("other").search(near):
        return None
    return next((kind for kind in AmountKind if _cue(kind.value).search(near)), None)


@cache
def _places() -> re.Pattern[str]:
    english = words("places")["english"]
    towns, countries = one_of(english["towns"]), one_of(english["countries"])
    return re.compile(
        rf"\b(?:in|at|from|to|across|near|inside)\s+(?:the )?"
        rf"(?P<place>(?:[A-Z]\w+(?: [A-Z]\w+)?, )?{countries}|{towns})\b(?!'s|n\b| authorities| police)"
    )


def _base(sentences: list[Sentence]) -> str | None:
    for strong in (True, False):
        for sentence in sentences:
            for match in _places().finditer(sentence.plain):
                near = sentence.plain[max(0, match.start() - 60) : match.end()]
                if not strong or re.search(
                    r"compound|based|call cent|operat\w+|syndicate|den|villa|hotel|centre|center|ran|run", near
                ):
                    return match["place"].removeprefix("the ")
    return None


def _phrases(sentences: list[Sentence], name: str) -> tuple[str, ...]:
    lists = words("english")[name]
    found = _matches(sentences, lists["patterns"]) or _matches(sentences, lists.get("general", []))
    return tuple(one for one in found if not any(one != other and one.lower() in other.lower() for other in found))


def _matches(sentences: list[Sentence], patterns: list[str]) -> list[str]:
    if not patterns:
        return []
    known = re.compile("|".join(rf"\b(?:{one})\b" for one in patterns), re.IGNORECASE)
    return list(dict.fromkeys(match[0] for sentence in sentences for match in known.finditer(sentence.plain)))


def _issuers(page: Page) -> tuple[str, ...]:
    for value in (*issuer_labels(page), *source_labels(page)):
        found = _ISSUER.search(value)
        if found:
            return (found[0].removeprefix("The "),)
    for block in page.blocks[:6]:
        for match in _ISSUER.finditer(block.text):
            if _SPEAKS.search(block.text[match.end() : match.end() + 40]):
                return (match[0].removeprefix("The "),)
    found_any = next((match for block in page.blocks for match in _ISSUER.finditer(block.text)), None)
    return (found_any[0].removeprefix("The "),) if found_any else ()


def _from_tables(page: Page, published: int | None) -> list[BulletinCase]:
    """Return the cases of the page's tables, one a row."""
    reader = Reader(Anchor.at(None))
    rows = [row for block in page.blocks for row in labels.read_table(block.rows) if not row.is_total]
    return [_row_case(list(labels.read_row(row, reader, 0)), published) for row in rows]


def _row_case(cells: list[labels.Labelled], published: int | None) -> BulletinCase:
    by_field = {cell.field: cell for cell in reversed(cells) if cell.field}
    read = {name: _sentences(cell.printed, 0, published)[0] for name, cell in by_field.items()}
    figures: dict[str, Figure] = {}
    others: list[Figure] = []
    for cell in cells:
        for sentence in _sentences(cell.printed, 0, published)[:1]:
            for number in sentence.numbers:
                figure = figure_of(sentence, number, cell.row, cell.label)
                if cell.field in ("arrested", "victims") or (
                    cell.field in [k.value for k in AmountKind] and number.unit == "元"
                ):
                    figures.setdefault(str(cell.field), figure)
                elif cell.field not in ("name", "date", "period", "lead", "methods"):
                    others.append(figure)
    kind = next((kind for kind in AmountKind if kind.value in figures), None)
    date = read["date"].dates[0] if "date" in read and read["date"].dates else None
    period = read["period"].periods[0] if "period" in read and read["period"].periods else None
    lead = [
        lead
        for lead in words("english")["leads"]
        if "lead" in read and re.search("|".join(lead["patterns"]), read["lead"].plain, re.IGNORECASE)
    ]
    return BulletinCase(
        name=by_field["name"].printed if "name" in by_field else None,
        province=None,
        date_phrase=read["date"].quote(date.start, date.end) if date else None,
        date_resolved=date.resolved if date else None,
        lead_kind=LeadKind(lead[0]["kind"]) if lead else None,
        lead_sentence=cells[0].row if cells else None,
        base=by_field["base"].printed if "base" in by_field else None,
        methods=(by_field["methods"].printed,) if "methods" in by_field else (),
        period=(period.first, period.last) if period else None,
        arrested=figures.get("arrested"),
        amount=figures.get(kind.value) if kind else None,
        amount_kind=kind,
        victims=figures.get("victims"),
        other_numbers=tuple(others),
        helpers=(by_field["helpers"].printed,) if "helpers" in by_field else (),
        sentences=(cells[0].row,) if cells else (),
    )
