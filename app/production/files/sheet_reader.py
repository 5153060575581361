"""Prints the first sheet of a workbook as JSON lines: one list of cell texts a row.

Run as a program of its own, by `sheet_files`: a workbook comes from a stranger, and a small file
can ask for more memory than the machine has. Here it may take so much and no more.
"""

import json
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import load_workbook

MOST_MEMORY = 240 << 20
MOST_SECONDS = 10
MOST_ROWS = 250_000
MOST_COLUMNS = 200
LONGEST_CELL = 1000
MOST_TEXT = 32 << 20
"""Characters of all cells: a text that a thousand cells share is a thousand texts when read."""
TOO_MUCH = 3
"""The exit code for a sheet with more rows, columns or text than that."""


def limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def text(cell: object) -> str:
    """What a reader of the sheet would call the cell's content: days as ISO, times as h:mm,
    numbers without the noise of binary fractions."""
    if isinstance(cell, float):
        return f"{cell:.9f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}" if not cell.second else cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        whole = f"{minutes // 60}:{minutes % 60:02d}"
        return f"{whole}:{seconds:02d}" if seconds else whole
    return str(cell)[:LONGEST_CELL]


def main() -> None:
    limit()
    sheet = load_workbook(sys.argv[1]).get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        sys.exit(TOO_MUCH)
    written = 0
    for row in sheet.iter_rows():
        line = json.dumps([text(cell) for cell in row])
        written += len(line)
        if written > MOST_TEXT:
            sys.exit(TOO_MUCH)
        print(line)


if __name__ == "__main__":
    main()
