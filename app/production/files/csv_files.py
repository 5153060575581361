"""Tables with named columns, in whatever order they stand; CSV files as such tables."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from app.errors import InvalidInput
from app.sentences import say

Row = tuple[int, tuple[str, ...]]
"""The line of a row in its file, and its cells in the order the columns were asked for."""

LEFT_OUT = ""
"""A heading renamed to this is not read."""
NO_RENAMING: Mapping[str, str] = {}
_LONGEST_LINE = 1 << 20
_MOST_BLANK = 250_000
"""More blank rows than others by so many, and nobody meant them."""


def read_rows(
    path: Path,
    columns: Sequence[str],
    required: Collection[str],
    renamed: Mapping[str, str] = NO_RENAMING,
) -> Iterator[Row]:
    """The rows of a UTF-8 CSV file; blank rows are passed over, missing cells are empty. Cells
    are parted by commas, or by semicolons or tabs where the first line has no comma.
    `renamed` gives columns by the headings that the file has for them.

    Raises InvalidInput, naming file and line, for a file that cannot be read, a heading that is
    missing, unknown or there twice, and a row with more cells than headings.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from arranged(_lines(file, path.name), path.name, columns, required, renamed)
    except OSError as problem:
        raise InvalidInput(
            say("the file cannot be read: %(reason)s", reason=problem.strerror), str(path)
        ) from problem
    except UnicodeDecodeError as problem:
        raise InvalidInput(say("the file is not UTF-8 text"), _first_odd_line(path)) from problem


def shown(value: str) -> str:
    """A value as a one-line message can show it."""
    text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def arranged(
    lines: Iterable[tuple[int, list[str]]],
    name: str,
    columns: Sequence[str],
    required: Collection[str],
    renamed: Mapping[str, str] = NO_RENAMING,
) -> Iterator[Row]:
    """Numbered lines, the first of which holds the headings, as rows of the asked columns.
    Raises InvalidInput as `read_rows` does."""
    in_order = iter(lines)
    first, given = next(in_order, (1, []))
    words = {heading.strip().lower(): column for heading, column in renamed.items()}
    headings = [words.get(word, word) for word in (heading.strip().lower() for heading in given)]
    _check_renamed(words, given, columns, f"{name}, line {first}")
    places = _places(headings, columns, required, f"{name}, line {first}")
    blank = 0
    for line, cells in in_order:
        if any(cell.strip() for cell in cells[len(headings) :]):
            raise InvalidInput(say("more cells than headings"), f"{name}, line {line}")
        if not any(cell.strip() for cell in cells):
            blank += 1
            if blank > line // 2 + _MOST_BLANK:
                raise InvalidInput(say("most of the file is empty lines"), f"{name}, line {line}")
        else:
            cells += [""] * (len(headings) - len(cells))
            yield line, tuple(cells[n].strip() if n >= 0 else "" for n in places)


def _lines(file: TextIO, name: str) -> Iterator[tuple[int, list[str]]]:
    lines = _bounded(file, name)
    heading = next(lines, "")
    parted_by = next((sign for sign in ",;\t" if sign in heading), ",")
    reader = csv.reader(chain([heading], lines), strict=True, delimiter=parted_by)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as problem:
        raise InvalidInput(
            say("not readable as CSV: %(reason)s", reason=str(problem)),
            f"{name}, line {reader.line_num}",
        ) from problem


def _bounded(file: TextIO, name: str) -> Iterator[str]:
    """The lines, none of which is so long that its cells would take the machine's memory."""
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InvalidInput(say("the line is too long"), f"{name}, line {number}")
        yield line


def _check_renamed(
    words: Mapping[str, str], given: Sequence[str], columns: Sequence[str], where: str
) -> None:
    there = {heading.strip().lower() for heading in given}
    for heading, column in words.items():
        if heading not in there:
            raise InvalidInput(
                say("there is no column “%(heading)s” to rename", heading=shown(heading)), where
            )
        if column not in {LEFT_OUT, *columns}:
            raise InvalidInput(
                say(
                    "“%(column)s” is not a column; these are %(columns)s",
                    column=shown(column),
                    columns=", ".join(columns),
                ),
                where,
            )


def _places(
    headings: list[str], columns: Sequence[str], required: Collection[str], where: str
) -> list[int]:
    """Where each asked column stands, −1 for one that is not there."""
    given = [heading for heading in headings if heading]
    for heading in given:
        if heading not in columns:
            raise InvalidInput(
                say(
                    "the column “%(heading)s” is not known; known are %(columns)s",
                    heading=shown(heading),
                    columns=", ".join(columns),
                ),
                where,
            )
        if given.count(heading) > 1:
            raise InvalidInput(
                say("the column “%(heading)s” is there twice", heading=heading), where
            )
    for column in required:
        if column not in given:
            raise InvalidInput(say("the column “%(column)s” is missing", column=column), where)
    return [headings.index(column) if column in given else -1 for column in columns]


def _first_odd_line(path: Path) -> str:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return f"{path.name}, line {number}"
    return path.name
