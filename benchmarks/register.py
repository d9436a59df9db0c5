"""The register of supervised cases at the size of a country: lists, one case, what is due, one step.

``python -m benchmarks.register [MEASURES …]``: 10,000 supervised cases, told of by 1,000 bulletins with three
figures a case, beside 1,000,000 measures in a real PostgreSQL and 100,000 in SQLite. All rows are invented and
written straight into the tables; what is measured is the program's own, from opening the casebook to the last
line, and once the command as a process of its own.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.casebook import (
    MEASURES_A_CASE,
    NOW,
    PROCEEDING,
    SIZES,
    STEP,
    Row,
    database,
    fill,
    least_time,
    utc,
    write,
)
from suyuan.actions import due, register
from suyuan.casebook.audit import canonical
from suyuan.model.moment import Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.register import CaseFacts, Stage, Supervision
from suyuan.settings import Settings
from suyuan.supervision import supervised
from suyuan.supervision.supervised_facts import (
    Agency,
    AgencyAsk,
    Ask,
    Chain,
    Criterion,
    Description,
    Entry,
    Listing,
    Measure,
    Milestone,
    PersonsCount,
)

CASES = 10_000
CASES_A_BULLETIN = 10
FIRST = 10_000_000
"""The first id of the supervised cases' proceedings, above those of the measures."""
SUPERVISED = "id, key, name, province, stage, supervision, version"
BULLETIN = "sha256, name, title, published, issuers, supervision"
MENTION = "bulletin, place, case_id, stage, facts"
FIGURE = "bulletin, place, case_id, what, value, unit, approximator, text, sentence"
LISTED = NOW - timedelta(days=60)


def main(sizes: dict[str, int]) -> None:
    """Measure each database and print its table."""
    for name, size in sizes.items():
        with database(name) as (settings, engine):
            fill(engine, size)
            fill_register(engine)
            measure(name, size, settings, engine)
            engine.dispose()


def measure(name: str, size: int, settings: Settings, engine: Engine) -> None:
    """Print the figures of one database."""
    month = timedelta(days=30)
    found = register.due_in_register(settings, month, NOW)
    print(
        f"{name}: {CASES:,} supervised cases beside {size:,} measures of {size // MEASURES_A_CASE:,} cases; "
        f"{len(found):,} matters due in the register within 30 days"
    )
    with engine.connect() as connection:
        bare = least_time(lambda: connection.execute(text("SELECT * FROM supervised_cases")).fetchall())
    print("| what | milliseconds | times the bare rows of the register |\n|---|---|---|")
    print(f"| bare rows of the register | {bare:.1f} | 1.0 |")
    for what, action in (
        ("register due within 30 days", lambda: register.due_in_register(settings, month, NOW)),
        ("register list", lambda: register.list_register(settings)),
        ("register show, one case", lambda: register.show_case(settings, name_of(CASES // 2))),
        ("due within 24 hours, measures and register", lambda: due.due_list(settings, None, month / 30, NOW)),
    ):
        took = least_time(action)
        print(f"| {what} | {took:.1f} | {took / bare:.1f} |")
    for words in (("due",), ("register", "due"), ("register", "list"), ("register", "show", name_of(1))):
        took = least_time(lambda words=words: process(settings, *words), 2)  # type: ignore[misc]
        print(f"| `suyuan {words[0]} {' '.join(words[1:2])}` as a process | {took:.0f} | {took / bare:.1f} |")


def process(settings: Settings, *words: str) -> None:
    """Run a command in a process of its own."""
    environment = os.environ | {"SUYUAN_DATABASE": settings.database, "SUYUAN_HOME": str(settings.home)}
    at = () if words[1:2] == ("list",) else ("--at", NOW.isoformat())
    command = [str(Path(sys.executable).with_name("suyuan")), *words, *at]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def fill_register(engine: Engine) -> None:
    """Write the supervised cases, the bulletins that tell of them, and their steps."""
    numbers = range(CASES)
    write(engine, "bulletins", BULLETIN, (bulletin_row(each) for each in range(CASES // CASES_A_BULLETIN)))
    write(engine, "supervised_cases", SUPERVISED, (case_row(each) for each in numbers))
    write(engine, "mentions", MENTION, (mention_row(each) for each in numbers))
    write(engine, "figures", FIGURE, (row for each in numbers for row in figure_rows(each)))
    taken = {each: acts_of(each) for each in numbers}
    write(engine, "proceedings", PROCEEDING, (proceeding_row(each, taken[each]) for each in numbers))
    write(engine, "proceeding_steps", STEP, (row for each in numbers for row in step_rows(each, taken[each])))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def name_of(at: int) -> str:
    """Return the name of a supervised case."""
    return f"某省“{at:05}”专案"


def sha_of(bulletin: int) -> str:
    """Return a bulletin's SHA-256."""
    return hashlib.sha256(str(bulletin).encode()).hexdigest()


def bulletin_row(at: int) -> Row:
    """Return a bulletin's row."""
    day = (NOW - timedelta(days=at % 900)).date().isoformat()
    return sha_of(at), f"{at}.html", f"第 {at} 批", day, canonical(["公安部", "最高人民检察院"]), "listed"


def case_row(at: int) -> Row:
    """Return a supervised case's row."""
    return at + 1, name_of(at), name_of(at), "某省", Stage.INVESTIGATION.value, Supervision.LISTED.value, 1


def mention_row(at: int) -> Row:
    """Return what a bulletin says of a case besides figures."""
    facts = CaseFacts(name_of(at), "某省", base="境外", methods=("冒充客服",))
    bulletin, place = divmod(at, CASES_A_BULLETIN)
    return sha_of(bulletin), place + 1, at + 1, Stage.INVESTIGATION.value, canonical(asdict(facts))


def figure_rows(at: int) -> Iterator[Row]:
    """Give a case's three figures."""
    bulletin, place = divmod(at, CASES_A_BULLETIN)
    for number, (what, value, unit) in enumerate(
        (("amount", "12000000", "CNY"), ("suspects", "36", "person"), ("victims", "120", "person"))
    ):
        yield sha_of(bulletin), place * 3 + number + 1, at + 1, what, value, unit, "", value, f"共计{value}。"


def acts_of(at: int) -> tuple[Act, ...]:
    """Return a case's steps: entered, described, listed, persons counted, a request, a milestone."""
    due_day = (NOW + timedelta(days=at % 365 - 20)).date()
    given: tuple[tuple[str, object], ...] = (
        ("enter", Entry(name_of(at), "某省", Stage.INVESTIGATION, Supervision.PROPOSED, "bulletin")),
        ("describe", Description((Criterion.AMOUNT, Criterion.CROSS_BORDER), "通报", "群众报案", "境外某地")),
        ("list", Listing("挂牌1号", "第1批", ("公安部", "最高人民检察院"), date(2028, 1, 1), 12)),
        ("persons", PersonsCount(Chain.DEN, Measure.CAUGHT, 20 + at % 30, "通报")),
        ("ask", AgencyAsk("1", Ask.EARLY, Agency.POLICE, "请提前介入", due_day)),
        ("milestone", Milestone("移送审查起诉", due_day + timedelta(days=60), "某检察院")),
    )
    return tuple(Act(kind, Moment(LISTED), to_text(facts), "登记") for kind, facts in given)


def proceeding_row(at: int, acts: tuple[Act, ...]) -> Row:
    """Return a supervised case's proceeding as its steps leave it."""
    standing = supervised.standing(supervised.supervised_of(acts))
    due_at = None if standing.due_at is None else utc(standing.due_at)
    key = name_of(at)
    return (
        FIRST + at, f"supervised:{key}", "supervision", 1, key, standing.state, standing.open, due_at,
        standing.due_rule, None, "", "", 1,
    )  # fmt: skip


def step_rows(at: int, acts: tuple[Act, ...]) -> list[Row]:
    """Return the steps' rows."""
    when = utc(LISTED)
    return [
        (FIRST + at, place, act.kind, when, "second", act.facts, act.why, "", "李警官", when)
        for place, act in enumerate(acts, 1)
    ]


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(dict(zip(SIZES, given, strict=False)) if given else SIZES)
