"""Every error the program raises for its user: a sentence in both languages, and the exit code it ends with.

What a user's file does wrong in a *row* is a value (quarantine, contradiction, warning), not an exception;
exceptions are for what stops the command or the file.
"""

from __future__ import annotations

from enum import IntEnum

from suyuan.model.text import Language, Message


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    REFUSED = 3
    DECISION_NEEDED = 4
    INTERRUPTED = 130


class SuyuanError(Exception):
    """Base of all errors meant for the user; ``message`` says what was seen, expected, and what to do."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: Message) -> None:
        super().__init__(message.render(Language.EN))
        self.message = message


class Failed(SuyuanError):
    """The program could not finish: a full disk, a damaged store, an invariant of the money that does not hold."""


class WrongUsage(SuyuanError):
    """The command's words are wrong: an unknown case, an output that would overwrite an input."""

    exit_code = ExitCode.WRONG_USAGE


class Refused(SuyuanError):
    """An input cannot be taken: unreadable, unrecognised, contradictory."""

    exit_code = ExitCode.REFUSED


class DecisionNeeded(SuyuanError):
    """An input can be taken in more than one way and a person must choose."""

    exit_code = ExitCode.DECISION_NEEDED
