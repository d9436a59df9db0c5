"""Whole bulletins against what a reader finds in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from suyuan.bulletins.read import read_file

CASES = Path(__file__).parents[1] / "cases" / "bulletins"
REAL = CASES / "2022-04-12_joint_supervision.md"
EXPECTED = sorted(CASES.rglob("*.expected.json"))
DIFFERENCES: dict[str, list[str]] = json.loads((CASES / "differences.json").read_text(encoding="utf-8"))


def name_of(expected: Path) -> str:
    """Return a bulletin's name below the folder of cases."""
    return expected.relative_to(CASES).as_posix().removesuffix(".expected.json")


def source_of(expected: Path) -> Path:
    """Return the bulletin that an expected file belongs to."""
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in sorted(expected.parent.glob(stem + ".*")) if path.suffix != ".json")


def comparable(value: object) -> object:
    """Return a value as it is compared: without labels and white space, lists of figures in any order."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in value.items() if key != "what"}
    if isinstance(value, list):
        inner = [comparable(one) for one in value]
        return sorted(inner, key=repr) if value and isinstance(value[0], dict) else inner
    return re.sub(r"\s", "", value) if isinstance(value, str) else value


def differing(expected: dict[str, Any], found: dict[str, Any]) -> tuple[list[str], int]:
    """Return the names of the fields that differ, and the number of fields: a bulletin's and its cases' keys."""
    pairs = [(key, value, found[key]) for key, value in expected.items() if key != "cases"]
    pairs.append(("cases", len(expected["cases"]), len(found["cases"])))
    for number, case in enumerate(expected["cases"]):
        read = found["cases"][number] if number < len(found["cases"]) else {}
        pairs += [(f"cases[{number}].{key}", value, read.get(key, "nothing")) for key, value in case.items()]
    return [name for name, one, other in pairs if comparable(one) != comparable(other)], len(pairs)


def test_the_real_bulletin_is_read_exactly() -> None:
    """The notice of 2022-04-12 gives every field as expected, labels of figures included."""
    found = read_file(REAL).as_json()
    del found["file"], found["sha256"]
    expected = json.loads(REAL.with_suffix(".expected.json").read_text(encoding="utf-8"))
    for figure in [*found["aggregate_numbers"], *expected["aggregate_numbers"]]:  # type: ignore[misc]
        del figure["what"]
    assert found == expected


def test_the_real_bulletin_keeps_the_sentence_of_each_figure() -> None:
    """Each figure of the real notice stands in the sentence it is quoted with, and each case knows its lead."""
    bulletin = read_file(REAL)
    hunan = bulletin.cases[3]
    assert hunan.amount is not None and hunan.arrested is not None
    assert hunan.amount.sentence == "现已抓获诈骗窝点、贩卡团伙人员70余名，涉案金额人民币3000万余元。"
    assert hunan.arrested.text in hunan.arrested.sentence
    assert hunan.lead_sentence is not None and hunan.lead_sentence.startswith("2021年8月，湖南公安机关从“断卡”")
    assert len(hunan.sentences) == 3
    assert [figure.sentence for case in bulletin.cases for figure in case.other_numbers] == []


@pytest.mark.parametrize("expected", EXPECTED, ids=name_of)
def test_only_the_listed_fields_differ(expected: Path) -> None:
    """A bulletin is read as expected but for exactly the fields that the list of differences names."""
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    names, _ = differing(wanted, read_file(source_of(expected)).as_json())
    assert names == DIFFERENCES.get(name_of(expected), [])


def test_at_least_nine_tenths_of_the_development_set_is_read() -> None:
    """Of all fields of the seven bulletins that came with the task, nine tenths or more are read right."""
    wrong = total = 0
    for expected in EXPECTED:
        if expected.parent == CASES:
            wanted = json.loads(expected.read_text(encoding="utf-8"))
            names, count = differing(wanted, read_file(source_of(expected)).as_json())
            wrong, total = wrong + len(names), total + count
    assert total == 301
    assert wrong * 10 <= total


def test_the_same_bytes_give_the_same_reading() -> None:
    """Reading twice gives the same object, to the order of every list."""
    assert read_file(REAL) == read_file(REAL)
