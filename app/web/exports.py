"""Tables as files for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from flask import Response, current_app
from xlsxwriter import Workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attached(content: str | bytes, name: str, mimetype: str) -> Response:
    """A file to download."""
    return current_app.response_class(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def csv_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A CSV file to download, in UTF-8 with the mark that spreadsheets know it by."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([inert(cell) for cell in row] for row in (heading, *rows))
    return attached("\ufeff" + text.getvalue(), name, "text/csv")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook: texts, and amounts as `Decimal`."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Any]]


def xlsx_file(name: str, sheets: Iterable[Sheet]) -> Response:
    """An xlsx workbook to download. A text stays text, whatever it begins with."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as workbook:
        for sheet in sheets:
            _add_sheet(workbook, sheet)
    return attached(made.getvalue(), name, _XLSX)


def _add_sheet(workbook: Workbook, sheet: Sheet) -> None:
    """Spreadsheets hold numbers as binary fractions: the format shows the decimals of ours."""
    page = workbook.add_worksheet(_sheet_name(sheet.name))
    page.freeze_panes(1, 1)
    head = workbook.add_format({"bold": True, "bottom": 1})
    money = cache(lambda places: workbook.add_format({"num_format": f"#,##0.{'0' * places}"}))
    for column, text in enumerate(sheet.heading):
        page.write_string(0, column, inert(text), head)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                page.write_number(line, column, cell, money(-int(cell.as_tuple().exponent)))
            else:
                page.write_string(line, column, inert(str(cell)))
    page.autofit()


def _sheet_name(name: str) -> str:
    """Spreadsheets take 31 characters, and not all."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def inert(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
