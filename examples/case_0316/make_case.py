"""Write the case's files and its truth: ``python make_case.py``; ``--check`` compares them with what is here.

Needs xlsxwriter and xlwt, and nothing of suyuan: the truth must not come from the program that it judges.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bulletin  # noqa: E402
from evidence import build_case  # noqa: E402
from pains import table  # noqa: E402
from truth import as_bytes, build_truth  # noqa: E402

MARKS = ("<!-- places: written by make_case.py -->", "<!-- end of places -->")


def everything() -> dict[str, bytes]:
    """Path below this folder to content, for all that is generated."""
    case = build_case()
    made = {f"evidence/{file.path}": file.content for file in case.files.values() if file.inside is None}
    made["bulletin/临江3.16案通报.md"] = bulletin.as_page()
    made["bulletin/临江3.16案通报.txt"] = bulletin.as_text()
    made["STORY.md"] = _with_table((HERE / "STORY.md").read_text("utf-8"), table(case)).encode()
    made["truth.json"] = as_bytes(build_truth(case))
    return made


def _with_table(story: str, places: str) -> str:
    """The hand-written story with the table of places, which the files decide, put in between its two marks."""
    before, _, rest = story.partition(MARKS[0])
    return f"{before}{MARKS[0]}\n{places}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}"


def _write(made: dict[str, bytes]) -> None:
    for name, content in sorted(made.items()):
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values()))} bytes")


def _differences(made: dict[str, bytes]) -> list[str]:
    folders = [HERE / "evidence", HERE / "bulletin"]
    stands = {str(path.relative_to(HERE)) for folder in folders for path in folder.rglob("*") if path.is_file()}
    wrong = [f"not made by the story: {name}" for name in sorted(stands - made.keys())]
    for name, content in sorted(made.items()):
        path = HERE / name
        if not path.is_file() or path.read_bytes() != content:
            wrong.append(f"differs: {name}")
    return wrong


def main() -> int:
    """Write, or check; 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    made = everything()
    if not parser.parse_args().check:
        _write(made)
        return 0
    wrong = _differences(made)
    print("\n".join(wrong) if wrong else f"{len(made)} files as the story makes them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
