"""The rows of a CSV file, with the lines they stand on."""

import csv
import re
from collections.abc import Iterator

from app.sentences import say
from app.voting.files.source import Source

Row = tuple[str, ...]

_QUOTED = re.compile(r'"[^"]*"')
_SIGN = re.compile(r"[,;\t]")


def csv_rows(source: Source) -> Iterator[tuple[int, Row]]:
    """The header, then each row, as long as the header and without surrounding blanks; one of
    that length may be all blank. Cells are parted by commas, semicolons or tabs, as spreadsheets
    write them: by whichever the header has first. Raises InvalidInput."""
    header = next(filter(None, source.lines()), "")
    sign = _SIGN.search(_QUOTED.sub("", header))
    parted_by = sign[0] if sign else ","
    reader = csv.reader(source.stream(newline=""), strict=True, delimiter=parted_by)
    width = 0
    try:
        for cells in reader:
            row = tuple(map(str.strip, cells))
            if not any(row) and (not row or len(row) != width):
                continue
            width = width or len(row)
            if len(row) != width:
                wrong = say(
                    "The row has %(found)s cells, the header %(width)s.",
                    found=len(row),
                    width=width,
                )
                raise source.error(reader.line_num, wrong)
            yield reader.line_num, row
    except csv.Error as error:
        wrong = say("This is not CSV: %(reason)s.", reason=str(error))
        raise source.error(reader.line_num, wrong) from error
