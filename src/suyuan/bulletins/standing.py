"""What a bulletin says of where its cases stand: the stage of the procedure, and the supervision, apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from suyuan.bulletins.bulletin import Bulletin
from suyuan.model.register import Stage, Supervision

STAGE_WORDS = (
    (Stage.EFFECTIVE, re.compile(r"判[决決](?:已|现已)?(?:发生法律效力|生效)")),
    (Stage.SECOND_INSTANCE, re.compile(r"二审|二審|终审|驳回上诉|维持原判|維持原判")),
    (Stage.FIRST_INSTANCE, re.compile(r"一审|一審|判处|判處|宣判")),
    (Stage.PROSECUTED, re.compile(r"提起公[诉訴]|已起[诉訴]")),
    (Stage.TRANSFERRED, re.compile(r"移送(?:检察机关)?(?:审查起诉|審查起訴)")),
    (Stage.INVESTIGATION, re.compile(r"初步查明|立案(?:侦查|偵查)|正在侦[查办]|侦查终结|侦办中")),
)
"""Words by which a text states how far a case is, furthest first. A case whose defendants stand at different
stages is as far as its furthest."""

LISTED = re.compile(
    r"挂牌督办|掛牌督[办辦]|\b(?:listed|put|placed) (?:\w+ )*under (?:\w+ )*supervision", re.IGNORECASE
)
RELEASED = re.compile(r"(?:解除|撤销|摘除)(?:挂牌|督办)")


def stage_of(sentences: Iterable[str]) -> Stage:
    """Return the furthest stage that a case's sentences state, UNSTATED where they state none."""
    text = "\n".join(sentences)
    return next((stage for stage, words in STAGE_WORDS if words.search(text)), Stage.UNSTATED)


def supervision_of(bulletin: Bulletin) -> Supervision:
    """Return what a bulletin says of the supervision of its cases: listed, released, or nothing."""
    said = [bulletin.title, *(figure.sentence for figure in bulletin.aggregate_numbers)]
    said += [sentence for case in bulletin.cases for sentence in case.sentences]
    text = "\n".join(said)
    if RELEASED.search(text):
        return Supervision.RELEASED
    return Supervision.LISTED if LISTED.search(text) else Supervision.UNSTATED
