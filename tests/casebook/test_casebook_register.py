"""The register: bulletins go in once, figures with their sentences, two fields for stage and supervision."""

from dataclasses import replace

import pytest

from suyuan.casebook import audit
from suyuan.casebook.register import enter_bulletin, list_bulletins, list_supervised
from suyuan.casebook.session import Casebook
from suyuan.model.register import (
    BulletinFigure,
    BulletinRecord,
    CaseFacts,
    ReportedCase,
    Stage,
    Supervision,
    case_key,
    normal_name,
)

FIRST, LATER = "a1" * 32, "b2" * 32


def figure(value: str, text: str, bulletin: str = FIRST) -> BulletinFigure:
    return BulletinFigure("arrested", value, "名", "余", text, f"现已抓获{text}。", bulletin)


ZHEJIANG = ReportedCase(
    CaseFacts(
        "浙江“12.30”电信网络诈骗案", "浙江", "2020年12月", "2020-12", "concentrated_analysis", "柬埔寨",
        ("虚假投资平台",), ("2019-02", None), "involved",
    ),
    (figure("400", "400余名"),),
    Stage.INVESTIGATION,
)  # fmt: skip
UNNAMED = ReportedCase(CaseFacts(None), ())
BULLETIN = BulletinRecord(
    FIRST, "通报.md", "联合挂牌督办2起案件", "2022-04-12", ("最高人民检察院", "公安部"), Supervision.LISTED,
    (ZHEJIANG, UNNAMED), (BulletinFigure("督办案件", "2", "起", "", "2起", "联合挂牌督办2起案件", FIRST),),
)  # fmt: skip
NEXT_YEAR = BulletinRecord(
    LATER, "后续.txt", "回顾", "2023-05-01", ("公安部",), Supervision.UNSTATED,
    (
        ReportedCase(
            CaseFacts('浙江"12·30"电信网络诈骗案', "浙江"), (figure("450", "450余名", LATER),), Stage.PROSECUTED
        ),
    ),
)  # fmt: skip


def entered(casebook: Casebook, bulletin: BulletinRecord) -> bool:
    with casebook.changing() as change:
        return enter_bulletin(change, bulletin)


def test_a_bulletin_comes_back_as_it_was_entered(casebook: Casebook) -> None:
    """Cases in their order, figures with sentences, aggregates apart."""
    assert entered(casebook, BULLETIN)
    with casebook.reading() as session:
        assert list_bulletins(session) == (BULLETIN,)


def test_the_same_bulletin_twice_changes_nothing(casebook: Casebook) -> None:
    """The second time no row and no event is added."""
    entered(casebook, BULLETIN)
    assert not entered(casebook, replace(BULLETIN, name="另存.html"))
    with casebook.reading() as session:
        assert list_bulletins(session) == (BULLETIN,)
        assert [event.action for event in audit.events(session)] == [
            "register.case",
            "register.case",
            "bulletin.enter",
        ]
        assert audit.verify_chain(session).whole


@pytest.mark.parametrize("order", [(BULLETIN, NEXT_YEAR), (NEXT_YEAR, BULLETIN)])
def test_a_case_named_by_two_bulletins_is_one(casebook: Casebook, order: tuple[BulletinRecord, ...]) -> None:
    """The dot and the quotes of its name may differ; its figures stand by date of publication."""
    for bulletin in order:
        entered(casebook, bulletin)
    with casebook.reading() as session:
        first, second = list_supervised(session)
    assert (first.key, first.bulletins) == ('浙江"12.30"电信网络诈骗案', (FIRST, LATER))
    assert [each.value for each in first.figures] == ["400", "450"]
    assert first.facts == ZHEJIANG.facts
    assert first.supervision is Supervision.LISTED
    assert (second.key, second.facts.name) == (FIRST[:12] + "#2", None)


def test_what_was_stated_of_a_case_stays(casebook: Casebook) -> None:
    """A later bulletin does not move the stage; that is a person's decision."""
    entered(casebook, BULLETIN)
    entered(casebook, NEXT_YEAR)
    with casebook.reading() as session:
        case = list_supervised(session)[0]
    assert case.stage is Stage.INVESTIGATION


def test_names_without_a_code_are_not_joined() -> None:
    """Two bulletins may both tell of 张某诈骗案 and mean two cases."""
    facts = CaseFacts("张某诈骗案", "浙江")
    assert case_key(facts, FIRST, 1) != case_key(facts, LATER, 1)


@pytest.mark.parametrize(
    "name",
    ["浙江“12.30”案", "浙江“12·30”案", '浙江"12．30"案', "浙江“12•30”案", "浙江 「12・30」案", "浙江＂12.30＂案"],
)
def test_dots_and_quotes_of_a_name_are_one(name: str) -> None:
    """However a page writes the code, the case is the same."""
    assert normal_name(name) == '浙江"12.30"案'


def test_the_province_is_part_of_a_case() -> None:
    """“6.15” of two provinces is two cases."""
    keys = {case_key(CaseFacts("“6.15”专案", province), FIRST, 1) for province in ("重庆", "福建")}
    assert len(keys) == 2
    assert case_key(CaseFacts("重庆“6.15”专案", "重庆"), FIRST, 1) in keys
