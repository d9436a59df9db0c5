"""The program's own forms: which there are, and an empty one to fill in."""

from __future__ import annotations

from pathlib import Path

from suyuan.documents.empty_form import EmptyForm, workbook_of
from suyuan.errors import WrongUsage
from suyuan.intake.known_layouts import all_layouts
from suyuan.intake.layout import Layout
from suyuan.model.text import Text

NO_SUCH_FORM = Text(
    zh="没有名为“{name}”的表。可用：{names}。", en="There is no form {name!r}. There are: {names}."
)
EXISTS = Text(
    zh="{path} 已存在，未作改动。请换一个文件名。",
    en="{path} exists and was not touched. Choose another name.",
)


SPELT_MANY_WAYS = "currency"
"""The one column whose words are too many for a list to choose from."""


def forms() -> tuple[EmptyForm, ...]:
    """Return the forms, by title."""
    own = [layout for layout in all_layouts() if layout.kind.is_form]
    return tuple(sorted((_form(layout) for layout in own), key=lambda form: form.title))


def write_form(title: str, path: Path) -> None:
    """Write an empty form. Raises WrongUsage for an unknown title and for a file that is there already."""
    found = next((form for form in forms() if form.title == title), None)
    if found is None:
        raise WrongUsage(NO_SUCH_FORM(name=title, names="、".join(form.title for form in forms())))
    try:
        with path.open("xb") as file:
            file.write(workbook_of(found))
    except FileExistsError as error:
        raise WrongUsage(EXISTS(path=path)) from error


def _form(layout: Layout) -> EmptyForm:
    required = {name for group in layout.recognise.required for name in group.split("|")}
    choices = {
        name: list(layout.words[field])
        for field, names in layout.columns.items()
        if field in layout.words and field != SPELT_MANY_WAYS
        for name in names
    }
    return EmptyForm(layout.title, layout.recognise.header, frozenset(required), choices)
