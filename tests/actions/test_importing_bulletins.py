"""Bulletins: into the register, alone or from a case's folder, with each figure's sentence."""

import hashlib
from pathlib import Path

import pytest

from suyuan.actions.bulletin_import import import_bulletins, recognised
from suyuan.actions.cases import casebook_of, list_cases, show_case
from suyuan.actions.importing import import_files
from suyuan.bulletins.bulletin import Bulletin, BulletinCase
from suyuan.bulletins.standing import stage_of, supervision_of
from suyuan.casebook import audit
from suyuan.model.case import Outcome
from suyuan.model.register import Stage, Supervision
from suyuan.settings import Settings

PAGE = "5_通报.md"


def test_a_bulletin_enters_the_register_with_its_sentences(settings: Settings, incoming: Path) -> None:
    """Name, place, stage, supervision; 400余 and 1.5亿余元 as quoted, with their sentence and the page's hash."""
    import_bulletins(settings, [incoming / PAGE])
    (case,) = list_cases(settings).supervised
    assert (case.facts.name, case.facts.base) == ("浙江“12.30”电信网络诈骗案", "柬埔寨")
    assert (case.stage, case.supervision) == (Stage.INVESTIGATION, Supervision.LISTED)
    quoted = {figure.what: (figure.value, figure.approximator, figure.text) for figure in case.figures}
    assert quoted == {"arrested": ("400", "余", "400余名"), "amount_yuan": ("150000000", "余", "1.5亿余元")}
    said = "现已抓获诈骗窝点及关联犯罪人员400余名，涉案金额人民币1.5亿余元。"
    assert {figure.sentence for figure in case.figures} == {said}
    digest = hashlib.sha256((incoming / PAGE).read_bytes()).hexdigest()
    assert {figure.bulletin for figure in case.figures} == {digest}


def test_the_page_is_kept_as_it_came(settings: Settings, incoming: Path) -> None:
    """What the register quotes can be looked up, whatever becomes of the user's file."""
    (done,) = import_bulletins(settings, [incoming / PAGE])
    (kept,) = (settings.home / "register/vault").rglob("*.bin")
    assert (kept.stem, kept.read_bytes()) == (done.sha256, (incoming / PAGE).read_bytes())


def test_a_bulletin_twice_is_one(settings: Settings, incoming: Path) -> None:
    """The second import says so and records nothing."""
    first, second = import_bulletins(settings, [incoming / PAGE, incoming / PAGE])
    assert (first.duplicate, second.duplicate) == (False, True)
    assert len(list_cases(settings).supervised) == 1
    with casebook_of(settings) as casebook, casebook.reading() as session:
        assert [event.action for event in audit.events(session)] == ["case.new", "register.case", "bulletin.enter"]


def test_a_bulletin_in_a_cases_folder_is_its_evidence_and_in_the_register(
    settings: Settings, incoming: Path
) -> None:
    """The same function enters it; importing it alone afterwards changes nothing."""
    (file,) = import_files(settings, "A0316", [incoming / PAGE])
    assert file.outcome.value == "bulletin"
    assert show_case(settings, "A0316").outcomes == {Outcome.BULLETIN: 1}
    (alone,) = import_bulletins(settings, [incoming / PAGE])
    assert alone.duplicate
    assert len(list_cases(settings).supervised) == 1


def test_what_is_no_bulletin_is_refused_and_the_others_go_on(settings: Settings, incoming: Path) -> None:
    """A missing file and a page without fraud each end in a sentence."""
    page = incoming / "菜谱.md"
    page.write_text("红烧肉，三斤。", encoding="utf-8")
    missing, recipe, bulletin = import_bulletins(settings, [incoming / "无.md", page, incoming / PAGE])
    assert missing.refused is not None
    assert recipe.refused is not None
    assert bulletin.record is not None


@pytest.mark.parametrize(
    "text",
    [
        "我叫张某甲，2021年3月16日被骗。我在网上认识一人，他让我投资，被诈骗1000元。我已向公安机关报案。",
        "关于电信网络诈骗的说明：本文件夹是某案的材料。公安机关、检察院。",
    ],
)
def test_a_victims_own_words_are_no_bulletin(incoming: Path, text: str) -> None:
    """Nobody's account of a fraud enters the register because it lies in a case's folder."""
    page = incoming / "说明.txt"
    page.write_text(text, encoding="utf-8")
    assert recognised(page.name, page) is None


def test_other_names_are_not_tried(incoming: Path) -> None:
    """A statement is not read as a bulletin whatever it says."""
    page = incoming / "流水.csv"
    page.write_bytes((incoming / PAGE).read_bytes())
    assert recognised(page.name, page) is None
    assert recognised("流水.md", page) is not None


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("公安机关初步查明，该集团实施诈骗。", Stage.INVESTIGATION),
        ("该案已移送审查起诉。", Stage.TRANSFERRED),
        ("检察机关依法对58人提起公诉。", Stage.PROSECUTED),
        ("法院以诈骗罪判处贺某有期徒刑十二年。", Stage.FIRST_INSTANCE),
        ("二审法院裁定驳回上诉，维持原判。", Stage.SECOND_INSTANCE),
        ("现判决已生效。", Stage.EFFECTIVE),
        ("该团伙盘踞境外。", Stage.UNSTATED),
    ],
)
def test_the_stage_is_the_furthest_stated(sentence: str, stage: Stage) -> None:
    """Words of the procedure decide; where there are none nothing is guessed."""
    assert stage_of([sentence]) is stage
    if stage is not Stage.UNSTATED:
        assert stage_of(["公安机关初步查明。", sentence]) is stage


@pytest.mark.parametrize(
    ("title", "supervision"),
    [
        ("最高检、公安部联合挂牌督办5起案件", Supervision.LISTED),
        ("首批挂牌督办的案件解除督办", Supervision.RELEASED),
        ("典型案例", Supervision.UNSTATED),
        ("Five cases placed under joint supervision", Supervision.LISTED),
    ],
)
def test_supervision_is_a_field_of_its_own(title: str, supervision: Supervision) -> None:
    """Listing and release are read from the bulletin's words, apart from the stage."""
    case = BulletinCase(
        None, None, None, None, None, None, None, (), None, None, None, None, None, (), (), ("一审宣判。",)
    )  # fmt: skip
    bulletin = Bulletin("x.md", "00" * 32, title, None, (), (case,), ())
    assert supervision_of(bulletin) is supervision
