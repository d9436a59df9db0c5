"""``suyuan user``: who works with the casebook, and what each may do in which case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from suyuan.cli import output
from suyuan.cli.home import AsJson, Home
from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.model.rights import DUTY_NAMES, EVERYWHERE, LEVEL_NAMES, PERMISSIONS, Duty, Level, User
from suyuan.model.text import Text
from suyuan.settings import load

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="用户与权限：单位、职责、所办案件；没有登记用户时，本机使用者可办理一切。",
            en="Users and rights: agency, part, cases. Without any user, whoever is at the machine may do all.",
        )
    ),
)

Name = Annotated[
    str,
    typer.Argument(
        metavar=words(Text(zh="登录名", en="LOGIN")),
        help=words(Text(zh="系统登录名", en="the system's login name")),
    ),
]
InCase = Annotated[
    str | None,
    typer.Option(
        "--case",
        metavar=words(Text(zh="案件", en="CASE")),
        help=words(Text(zh="只限该案；默认所有案件", en="in this case alone; default: in every case")),
    ),
]
DutyOption = Annotated[
    Duty,
    typer.Option(
        "--duty",
        help=words(
            Text(
                zh="职责：办案民警、审批人、检察官、督办人、审计员、只读、用户管理员",
                en="the part: investigator, approver, prosecutor, supervisor, auditor, reader, administrator",
            )
        ),
    ),
]
Why = Annotated[
    str,
    typer.Option(
        "--why", metavar=words(Text(zh="理由", en="REASON")), help=words(Text(zh="理由", en="the reason"))
    ),
]

NOBODY = Text(
    zh="没有登记用户：本机使用者可办理一切。多人使用请先登记自己：suyuan user add 登录名 --duty administrator …",
    en="Nobody is entered: whoever is at the machine may do everything. For several people enter yourself first: "
    "suyuan user add LOGIN --duty administrator …",
)
TITLES = (
    Text(zh="登录名", en="login"),
    Text(zh="单位", en="agency"),
    Text(zh="级别", en="level"),
    Text(zh="职责", en="parts"),
)
PART = Text(zh="{duty}（{scope}）", en="{duty} ({scope})")
ALL_CASES = Text(zh="所有案件", en="every case")
CLOSED = Text(zh="已停用", en="closed")
UNKNOWN_LEVEL = Text(
    zh="没有级别“{word}”。可用：county 县级、city 设区的市级、province 省级、ministry 部级。",
    en="There is no level “{word}”. There are: county, city, province, ministry.",
)


@app.command("list", help=words(Text(zh="列出用户与其职责", en="List the users with their parts")))
def list_(as_json: AsJson = False, home: Home = None) -> None:
    """Print everybody."""
    from suyuan.actions import users

    found = users.list_users(load(home))
    if as_json:
        output.say_json([user_json(each) for each in found])
    elif found:
        output.say_table(TITLES, [_row(each) for each in found])
    else:
        output.say(NOBODY)


@app.command(help=words(Text(zh="登记用户及其第一项职责", en="Enter a user with a first part")))
def add(
    name: Name,
    agency: Annotated[
        str,
        typer.Option(
            "--agency",
            metavar=words(Text(zh="单位", en="AGENCY")),
            help=words(Text(zh="所在单位", en="where he serves")),
        ),
    ],
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="county|city|province|ministry",
            help=words(Text(zh="单位级别", en="the agency's level")),
        ),
    ],
    duty: DutyOption,
    case: InCase = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Enter one."""
    from suyuan.actions import users

    _show([users.add_user(load(home), name, agency, level_of(level), duty, case)], as_json=as_json)


@app.command(help=words(Text(zh="另给一项职责", en="Give another part")))
def grant(name: Name, duty: DutyOption, case: InCase = None, as_json: AsJson = False, home: Home = None) -> None:
    """Give one."""
    from suyuan.actions import users

    _show([users.grant(load(home), name, duty, case)], as_json=as_json)


@app.command(help=words(Text(zh="撤销一项职责", en="Withdraw a part")))
def withdraw(
    name: Name, duty: DutyOption, why: Why, case: InCase = None, as_json: AsJson = False, home: Home = None
) -> None:
    """Withdraw one."""
    from suyuan.actions import users

    _show([users.withdraw(load(home), name, duty, case, why)], as_json=as_json)


@app.command(help=words(Text(zh="停用用户；其办理过的记录不变", en="Close a user; what he did stays as it is")))
def close(name: Name, why: Why, as_json: AsJson = False, home: Home = None) -> None:
    """Close one."""
    from suyuan.actions import users

    _show([users.close_user(load(home), name, why)], as_json=as_json)


def level_of(word: str) -> Level:
    """Return the level that a word names; raises WrongUsage."""
    try:
        return Level[word.strip().upper()]
    except KeyError:
        raise WrongUsage(UNKNOWN_LEVEL(word=word)) from None


def user_json(user: User) -> dict[str, object]:
    """Return a user as JSON values."""
    return {
        "name": user.name,
        "agency": user.agency,
        "level": user.level.name.lower(),
        "active": user.active,
        "parts": [
            {
                "duty": grant.duty.value,
                "case": None if grant.scope == EVERYWHERE else grant.scope,
                "permissions": sorted(each.value for each in PERMISSIONS[grant.duty]),
                "given_by": grant.by,
                "given_at": grant.at.isoformat(timespec="seconds"),
                "withdrawn_at": None if grant.withdrawn is None else grant.withdrawn.isoformat(timespec="seconds"),
            }
            for grant in user.grants
        ],
    }


def _show(found: Sequence[User], *, as_json: bool) -> None:
    if as_json:
        output.say_json([user_json(each) for each in found])
    else:
        output.say_table(TITLES, [_row(each) for each in found])


def _row(user: User) -> list[str]:
    parts = [
        words(
            PART(
                duty=DUTY_NAMES[grant.duty],
                scope=ALL_CASES if grant.scope == EVERYWHERE else grant.scope,
            )
        )
        for grant in user.grants
        if grant.withdrawn is None
    ]
    said = "、".join(parts) if user.active else words(CLOSED)
    return [user.name, user.agency, words(LEVEL_NAMES[user.level]), said]
