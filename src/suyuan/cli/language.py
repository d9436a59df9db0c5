"""Which language the command line speaks: ``--lang``, else the locale.

Help texts are fixed when the command modules are imported, so the language is found before that, from the
arguments and the environment alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from suyuan.model.text import Language, Message, Text


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of ``--lang zh|en`` or ``--lang=…``, else Chinese for a Chinese locale, else English."""
    for place, word in enumerate(arguments):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in ("zh", "en"):
            return Language(value)
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return Language.ZH if locale.lower().startswith("zh") else Language.EN


LANGUAGE = chosen(sys.argv[1:], os.environ)
"""The language of this run."""


def words(text: Text | Message) -> str:
    """Return a text in the language of this run."""
    return text.render(LANGUAGE)
