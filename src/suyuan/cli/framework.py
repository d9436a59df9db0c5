"""The words that the command-line framework itself says, in Chinese.

Typer takes most of its words from ``gettext`` and ships no catalogue, so the look-up is answered here; it must be
set before Typer is imported. Its usage errors come as exceptions and are said again in the user's language.
"""

from __future__ import annotations

import gettext
from functools import partialmethod
from typing import TYPE_CHECKING

from suyuan.model.text import Language, Message, Text

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer.core import TyperOption

WORDS = {
    "Commands": "命令",
    "Arguments": "参数",
    "Options": "选项",
    "Error": "错误",
    "Aborted!": "已中止。",
    "Aborted.": "已中止。",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（动态）",
}

WRONG_USAGE = Text(
    zh="用法错误：{what} 查看帮助：{command} --help",
    en="Wrong usage: {what} For help: {command} --help",
)
NO_SUCH_OPTION = Text(zh="没有选项 {name}。", en="There is no option {name}.")
MISSING = Text(zh="缺少 {name}。", en="{name} is missing.")
BAD_VALUE = Text(zh="{name} 的值不可用：{detail}", en="The value of {name} cannot be used: {detail}")


def speak(language: Language) -> None:
    """Let the framework say its own words in the language; call it before Typer is imported."""
    if language is Language.ZH:
        gettext.gettext = lambda message: WORDS.get(message, message)
        _replace_fixed_words()


def _replace_fixed_words() -> None:
    """Say in Chinese the two texts that the framework does not ask ``gettext`` for."""
    from typer._click.core import Command
    from typer._click.formatting import HelpFormatter

    in_english = Command.get_help_option

    def in_chinese(command: Command, context: Context) -> TyperOption | None:
        option = in_english(command, context)
        if option is not None:
            option.help = "显示本帮助并退出。"
        return option

    Command.get_help_option = in_chinese  # type: ignore[method-assign,assignment]
    HelpFormatter.write_usage = partialmethod(HelpFormatter.write_usage, prefix="用法：")  # type: ignore[assignment]


def usage_message(error: Exception) -> Message:
    """Return what is wrong with the command's words, from one of the framework's usage errors."""
    from typer._click import exceptions as framework

    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "suyuan"
    what: Message | str = error.format_message() if isinstance(error, framework.ClickException) else str(error)
    if isinstance(error, framework.NoSuchOption):
        what = NO_SUCH_OPTION(name=error.option_name)
    elif isinstance(error, framework.MissingParameter):
        what = MISSING(name=_name_of(error))
    elif isinstance(error, framework.BadParameter):
        what = BAD_VALUE(name=_name_of(error), detail=error.message)
    return WRONG_USAGE(what=what, command=command)


def _name_of(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    if isinstance(hint, str):
        return hint
    if parameter is None:
        return "?"
    # an option goes by its flag: two options may both ask for a TEXT
    flags = [each for each in parameter.opts if each.startswith("--")]
    return str(flags[0] if flags else parameter.make_metavar(getattr(error, "ctx", None)))
