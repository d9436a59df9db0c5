"""An empty form as a workbook: what investigators fill in and the intake reads back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

WIDTH = 18
ROWS_TO_FILL = 1000
FIXED_DATE = datetime(2021, 1, 1)  # noqa: DTZ001  a workbook's date has no offset; fixed, so that bytes are the same


@dataclass(frozen=True)
class EmptyForm:
    """A form: its title, its columns (``required`` ones are marked), and the words a column may hold."""

    title: str
    columns: tuple[str, ...]
    required: frozenset[str]
    choices: Mapping[str, Sequence[str]]


def workbook_of(form: EmptyForm) -> bytes:
    """Return the form as xlsx: title, header, a thousand rows kept as text so that no number loses a digit."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": form.title, "created": FIXED_DATE})
        sheet = workbook.add_worksheet(form.title)
        heading = workbook.add_format({"bold": True, "font_size": 14})
        plain = {"bold": True, "bottom": 1, "text_wrap": True}
        header = workbook.add_format(plain)
        marked = workbook.add_format({**plain, "bg_color": "#FFF2CC"})
        text = workbook.add_format({"num_format": "@"})
        sheet.write_string(0, 0, form.title, heading)
        for place, name in enumerate(form.columns):
            sheet.write_string(1, place, name, marked if name in form.required else header)
            if name in form.choices:
                sheet.data_validation(
                    2, place, ROWS_TO_FILL, place, {"validate": "list", "source": list(form.choices[name])}
                )
        sheet.set_column(0, len(form.columns) - 1, WIDTH, text)
        sheet.freeze_panes(2, 0)
    return buffer.getvalue()
