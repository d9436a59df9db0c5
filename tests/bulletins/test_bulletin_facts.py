"""Single facts in single sentences, in phrasings beside those of whole bulletins."""

from __future__ import annotations

import pytest

from suyuan.bulletins.accomplices import accomplices_in
from suyuan.bulletins.bulletin import AmountKind, BulletinCase, LeadKind
from suyuan.bulletins.cases import case_of
from suyuan.bulletins.dates import Anchor
from suyuan.bulletins.leads import lead_kind
from suyuan.bulletins.methods import methods_in
from suyuan.bulletins.names import case_heading, case_names
from suyuan.bulletins.parts import Section
from suyuan.bulletins.script import fold
from suyuan.bulletins.seats import seat_of
from suyuan.bulletins.sentences import Reader, Sentence


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text published in May 2023."""
    return list(Reader(Anchor.at("2023-05-18")).read(text, 0))


def case(text: str) -> BulletinCase:
    """Return the case that a text tells."""
    return case_of(Section(None, sentences=sentences(text)), (), [])


LEADS = [
    ("公安机关对多条线索集中研判，深挖出一个集团", LeadKind.CONCENTRATED_ANALYSIS),
    ("从一起偷渡案件入手，牵出一个团伙", LeadKind.SMUGGLING_CASE),
    ("接到居民李某报警后立案侦查", LeadKind.VICTIM_REPORT),
    ("在“断卡”行动中发现多张异常银行卡", LeadKind.CARD_CRACKDOWN),
    ("在侦办另一起案件时发现，有人成批出售账户", LeadKind.CASE_CLUE),
    ("根据公安部下发的线索，查明一个团伙", LeadKind.OTHER),
    ("天气晴好", None),
]


@pytest.mark.parametrize(("text", "kind"), LEADS, ids=[row[0][:12] for row in LEADS])
def test_a_lead_is_told_by_its_words(text: str, kind: LeadKind | None) -> None:
    """Each kind of lead is known by the words before the discovery."""
    assert lead_kind(text) is kind


SEATS = [
    ("深挖出一个盘踞在缅北地区的诈骗集团。", "缅北地区"),
    ("该团伙先在菲律宾设立窝点，后转移至柬埔寨。", "菲律宾、柬埔寨"),
    ("诈骗窝点设在老挝金三角。", "老挝金三角"),
    ("集团盘踞在泰国、老挝。", "泰国、老挝"),
    ("民警赴柬埔寨开展警务合作，抓获30人。", None),
    ("在缅甸警方配合下将其押解回国。", None),
    ("该集团盘踞在境外。", None),
    ("騙徒以柬埔寨為基地。", "柬埔寨"),
]


@pytest.mark.parametrize(("text", "seat"), SEATS, ids=[row[0] for row in SEATS])
def test_the_seat_is_where_the_gang_sits(text: str, seat: str | None) -> None:
    """The gang's seat is found; where police went, and whose police helped, is no seat."""
    assert seat_of(sentences(text)) == seat


METHODS = [
    ("开设虚假投资交易平台实施诈骗", ("虚假投资交易平台",)),
    ("以“星河矿机”虚假理财平台为名", ("“星河矿机”虚假理财平台",)),
    ("冒充公检法、刷单返利等方式", ("冒充公检法", "刷单返利")),
    ("冒充某航空公司客服退改签", ("冒充某航空公司客服",)),
    ("实施电信网络诈骗", ()),
    ("在侦办一起刷单诈骗案件时发现一个冒充军人的团伙", ("冒充军人",)),
]


@pytest.mark.parametrize(("text", "methods"), METHODS, ids=[row[0] for row in METHODS])
def test_methods_are_quoted(text: str, methods: tuple[str, ...]) -> None:
    """Methods are quoted as printed; another case's method is left out."""
    assert methods_in(sentences(text)) == methods


HELPERS = [
    ("还有一个在省内收购银行卡的团伙。", ("收购银行卡的团伙",)),
    ("打掉一个为其引流的推广公司。", ("推广公司",)),
    ("抓获跑分人员12名、取款车手5名。", ("跑分人员", "取款车手")),
    ("深挖出一个盘踞在缅北的诈骗集团。", ()),
    ("抓获涉案人员30名。", ()),
]


@pytest.mark.parametrize(("text", "helpers"), HELPERS, ids=[row[0] for row in HELPERS])
def test_helpers_are_those_who_assist(text: str, helpers: tuple[str, ...]) -> None:
    """Who assists the fraud is quoted; the fraudsters themselves are not helpers."""
    assert accomplices_in(sentences(text)) == helpers


def test_the_whole_is_the_figure_and_the_part_is_another_number() -> None:
    """其中 makes a part; the whole stands for the case."""
    read = case("公安机关先后抓获46人，其中首批27人，已起诉20人。")
    assert read.arrested is not None and read.arrested.value == 46
    assert [figure.value for figure in read.other_numbers] == [27, 20]


def test_charged_people_are_not_caught_people() -> None:
    """People only charged, wanted or released leave the number caught unstated."""
    read = case("检察机关对张某等58人提起公诉，7人在逃，对12人取保候审。")
    assert read.arrested is None
    assert [figure.value for figure in read.other_numbers] == [58, 7, 12]


AMOUNTS = [
    ("涉案金额1.2亿元，冻结资金350万元。", 120000000, AmountKind.INVOLVED),
    ("冻结涉案资金350万元。", None, None),
    ("骗取300余名被害人4300余万元，获利200万元。", 43000000, AmountKind.DEFRAUDED),
    ("经手资金流水近8000万元。", 80000000, AmountKind.TURNOVER),
    ("帮助境外集团转移资金9000万元。", 90000000, AmountKind.LAUNDERED),
    ("居民王某报案称被骗48万元。", None, None),
    ("其中单笔损失410万元。", None, None),
    ("涉案流水3亿元，涉案金额5000万元。", 50000000, AmountKind.INVOLVED),
    ("涉案金额1100万港元。", None, None),
]


@pytest.mark.parametrize(("text", "value", "kind"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_an_amount_is_of_its_kind(text: str, value: int | None, kind: AmountKind | None) -> None:
    """The four kinds are told apart; frozen, earned and one victim's money is none of them."""
    read = case(text)
    assert (read.amount.value if read.amount else None, read.amount_kind) == (value, kind)


def test_victims_are_counted_and_reporters_are_not() -> None:
    """The number of victims is the case's; victims who got money back or reported are another number."""
    assert (read := case("被骗群众3200余名。").victims) is not None and read.value == 3200
    assert case("向1860名受害人返还资金。").victims is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("一、甘肃“3.14”电信网络诈骗案", "甘肃“3.14”电信网络诈骗案"),
        ("案例一　贺某等人诈骗案（四川）", "贺某等人诈骗案"),
        ("（二）“6.03”侵犯公民个人信息、诈骗案", "“6.03”侵犯公民个人信息、诈骗案"),
        ("5起特大跨境电信网络诈骗犯罪案况", None),
        ("三起典型案件", None),
        ("王某到派出所报案", None),
    ],
)
def test_a_heading_names_one_case(line: str, name: str | None) -> None:
    """A heading gives the case's name without its number and place; a heading of several cases gives none."""
    found = case_heading(fold(line), marked=True)
    assert (line[found.start : found.end] if found else None) == name


def test_a_campaign_name_is_no_case() -> None:
    """“断卡”行动 and “水房”团伙 are no names of cases; two spellings of one code are one case."""
    assert case_names("在“断卡”行动中打掉一个“水房”团伙并立案。") == ()
    codes = {name.code for text in ("浙江“12.30”案", "“12·30”电信网络诈骗案") for name in case_names(text)}
    assert codes == {"12.30"}


@pytest.mark.parametrize("text", ["緬甸詐騙案「9·21」，3億餘元", "ＡＢＣ１２３", '他说"好"，又说"不"'])
def test_folding_keeps_every_place(text: str) -> None:
    """The folded text has the same length, so that what is quoted from the printed text is what was matched."""
    assert len(fold(text)) == len(text)
