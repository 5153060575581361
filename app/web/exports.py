"""Tables as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, current_app

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


def inert(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
