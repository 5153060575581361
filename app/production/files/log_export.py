"""The log written as LOG.csv, which `artel wages compare` and the import read back."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from app.money import decimal_text
from app.production.files.log_files import COLUMNS as COLUMNS
from app.production.log_book import Line

Cells = tuple[str, str, str, str, str, str, str, str]


def log_rows(lines: Iterable[Line]) -> Iterator[Cells]:
    """A row for each person's time; a crew's output stands in a row of its own, a single
    person's beside their first hours. Members by their number."""
    for line in lines:
        first = (line.on.isoformat(), "", line.code, _amount(line.quantity), _amount(line.rejects))
        if line.crew and line.item:
            yield (*first, "", "", line.crew)
        for place, time in enumerate(line.labour):
            own = not line.crew and place == 0
            yield (
                first[0],
                str(time.number),
                line.code,
                first[3] if own else "",
                first[4] if own else "",
                f"{time.minutes // 60}:{time.minutes % 60:02d}",
                str(time.kind),
                line.crew,
            )


def _amount(units: Fraction) -> str:
    return decimal_text(units) if units else ""
