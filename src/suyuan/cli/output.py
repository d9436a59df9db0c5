"""What goes to the terminal: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from suyuan.cli.language import words
from suyuan.model.text import Message, Text


class Progress(Protocol):
    """Told how far a long work is; ``total`` may be unknown (None)."""

    def __call__(self, done: int, total: int | None) -> None:
        """Say how much is done."""


def say(text: Text | Message | str) -> None:
    """Print a result line on stdout."""
    sys.stdout.write((text if isinstance(text, str) else words(text)) + "\n")


def tell(text: Text | Message | str) -> None:
    """Print a message to the user on stderr."""
    sys.stderr.write((text if isinstance(text, str) else words(text)) + "\n")


def say_json(value: object) -> None:
    """Print one JSON object or list, alone, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def progress(title: Text) -> Iterator[Progress]:
    """Show a progress bar on stderr while it is a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words(title), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _silent(done: int, total: int | None) -> None:
    """Show nothing."""
    del done, total
