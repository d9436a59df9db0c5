"""What goes to the terminal: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from suyuan.cli.language import words
from suyuan.model.text import Message, Text

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


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


def say_table(titles: Sequence[Text], rows: Sequence[Sequence[Text | Message | str]]) -> None:
    """Print rows below their titles in columns."""
    texts = [[cell if isinstance(cell, str) else words(cell) for cell in row] for row in (titles, *rows)]
    for line in aligned(texts):
        say(line)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines of columns; a Chinese sign takes two places."""
    from suyuan.documents.shown import size_of

    widths = [max(size_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - size_of(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


@contextmanager
def progress(title: Text) -> Iterator[Progress]:
    """Show a progress bar on stderr while it is a terminal; elsewhere nothing."""
    with progresses(title) as (only,):
        yield only


@contextmanager
def progresses(*titles: Text) -> Iterator[tuple[Progress, ...]]:
    """Show progress bars on stderr while it is a terminal; elsewhere nothing.

    The first stands all the time; another below it from when it is told of something until that is whole, or
    until the first goes on.
    """
    if not sys.stderr.isatty():
        yield tuple(_silent for _ in titles)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks = [bar.add_task(words(title), total=None, visible=not at) for at, title in enumerate(titles)]
        yield partial(_advance, bar, tasks), *(partial(_advance_below, bar, task) for task in tasks[1:])


def _advance(bar: Bar, tasks: Sequence[TaskID], done: int, total: int | None) -> None:
    bar.update(tasks[0], completed=done, total=total)
    for below in tasks[1:]:
        bar.update(below, visible=False)


def _advance_below(bar: Bar, task: TaskID, done: int, total: int | None) -> None:
    bar.update(task, completed=done, total=total, visible=total is None or done < total)


def _silent(done: int, total: int | None) -> None:
    """Show nothing."""
    del done, total
