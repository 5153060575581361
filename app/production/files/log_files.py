"""LOG.csv: the shift log as a file. Every row is checked before any is taken.

Columns: date (ISO), member, item, quantity (accepted units), rejects, hours (decimal or h:mm),
kind (`productive` if empty), crew. A row with a crew and no member gives the crew's output on
that day and item; rows with the same date, crew and item and a member give that member's hours.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from app.errors import InvalidInput
from app.money import parse_decimal
from app.production.files.csv_files import NO_RENAMING, Row, read_rows, shown
from app.production.files.sheet_files import SHEETS, read_sheet
from app.production.hours import HoursKind
from app.sentences import Sentence, say

COLUMNS = ("date", "member", "item", "quantity", "rejects", "hours", "kind", "crew")
REQUIRED = ("date", "member")
_HOURS = re.compile(r"(\d{1,6}):([0-5]\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_NUMBER = 40
MOST_BYTES = 16 << 20
MOST_LINES = 250_000
"""What one import takes: two years of 500 members who log every day. More comes in parts."""
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row as read. Without a member it is a crew's output. `minutes` is exact: 7.33 hours
    are 439.8 minutes. `written`: the cells as they stand in a file that is to be imported."""

    line: int
    on: date
    member: str
    item: str
    quantity: Fraction
    rejects: Fraction
    minutes: Fraction
    kind: HoursKind
    crew: str
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell (or, without a column, with one row)."""

    line: int
    column: str
    value: str
    reason: Sentence

    def where(self, file: str) -> str:
        place = f"{file}, line {self.line}"
        return f"{place}, column {self.column}" if self.column else place


def read_log(
    path: Path, renamed: Mapping[str, str] = NO_RENAMING
) -> tuple[list[LogRow], list[Fault]]:
    """All readable rows and all faults of a LOG.csv, or of the same columns in an xlsx or ods.
    Raises InvalidInput as `read_rows` does."""
    return parse_log(_rows(path, renamed))


def _rows(path: Path, renamed: Mapping[str, str]) -> Iterator[Row]:
    read = read_sheet if path.suffix.lower() in SHEETS else read_rows
    return read(path, COLUMNS, REQUIRED, renamed)


def read_import(
    path: Path, renamed: Mapping[str, str] = NO_RENAMING
) -> tuple[list[LogRow], list[Fault]]:
    """As `read_log`, of a file that somebody sent: one that would take the machine's memory is
    refused before it is read. Raises InvalidInput."""
    _check_size(path)
    return parse_log(_rows(path, renamed), keep_written=True)


def _check_size(path: Path) -> None:
    try:
        if path.stat().st_size <= MOST_BYTES and path.read_bytes().count(b"\n") <= MOST_LINES:
            return
    except OSError:
        return  # reading it says why
    raise InvalidInput(
        say(
            "the file is larger than %(size)s MB or %(lines)s lines: import it in parts",
            size=MOST_BYTES >> 20,
            lines=MOST_LINES,
        ),
        path.name,
    )


def renamed(texts: Iterable[str]) -> dict[str, str]:
    """The columns by heading, from texts such as "Name=member". Raises InvalidInput."""
    columns = {}
    for text in filter(None, map(str.strip, texts)):
        heading, sign, column = text.partition("=")
        if not sign or not heading.strip():
            raise InvalidInput(say("write HEADING=COLUMN, such as Name=member"), text)
        columns[heading.strip()] = column.strip().lower()
    return columns


def parse_log(
    rows: Iterable[Row], *, keep_written: bool = False
) -> tuple[list[LogRow], list[Fault]]:
    """Rows whose cells stand in the order of COLUMNS, wherever they come from."""
    good, faults = [], []
    for line, cells in rows:
        try:
            row = _row(line, cells)
        except Unreadable as problem:
            value = cells[COLUMNS.index(problem.column)] if problem.column else ""
            faults.append(Fault(line, problem.column, value, problem.reason))
        else:
            good.append(replace(row, written=cells) if keep_written else row)
    faults += _counted_twice(good)
    return good, sorted(faults, key=lambda fault: fault.line)


def refuse_faults(faults: list[Fault], file: str) -> None:
    """Raises `refusal_of` the faults, where there are any."""
    if faults:
        raise refusal_of(faults, file)


def refusal_of(faults: Sequence[Fault], file: str) -> InvalidInput:
    """One line for them all: the first, and how many there are."""
    first = faults[0]
    sentence = first.reason
    if len(faults) > 1:
        sentence = say("%(first)s (and %(more)s more)", first=sentence, more=len(faults) - 1)
    return InvalidInput(sentence, first.where(file))


class Unreadable(Exception):
    def __init__(self, column: str, reason: Sentence) -> None:
        self.column = column
        self.reason = reason


def _row(line: int, cells: tuple[str, ...]) -> LogRow:
    on, member, item, quantity, rejects, hours, kind, crew = cells
    row = LogRow(
        line,
        day_of(on),
        member,
        item,
        number_of(quantity, "quantity"),
        number_of(rejects, "rejects"),
        minutes_of(hours),
        kind_of(kind),
        crew,
    )
    if not member and not crew:
        raise Unreadable("member", say("a row needs a member or a crew"))
    if not member and row.minutes:
        raise Unreadable("hours", say("a crew's row has no hours; its members' rows give them"))
    if not item and (row.quantity or row.rejects):
        raise Unreadable("item", say("a quantity needs an item"))
    if not quantity and not rejects and not hours:
        raise Unreadable("", say("the row has neither quantity nor hours"))
    return row


@lru_cache(maxsize=4096)
def day_of(text: str) -> date:
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Unreadable("date", say("“%(value)s” is not a date such as 2024-01-31", value=shown(text)))


@lru_cache(maxsize=4096)
def number_of(text: str, column: str) -> Fraction:
    if not text:
        return ZERO
    try:
        number = parse_decimal(text[:_LONGEST_NUMBER])
    except ValueError:
        reason = say("“%(value)s” is not a number such as 12.5", value=shown(text))
        raise Unreadable(column, reason) from None
    if len(text) > _LONGEST_NUMBER:
        raise Unreadable(column, say("the number has too many digits"))
    if number < 0:
        reason = say("“%(value)s” is negative; a wrong entry is reversed", value=text)
        raise Unreadable(column, reason)
    return number


@lru_cache(maxsize=4096)
def minutes_of(text: str) -> Fraction:
    if match := _HOURS.fullmatch(text):
        return Fraction(int(match[1]) * 60 + int(match[2]))
    if ":" in text:
        reason = say("“%(value)s” is neither hours such as 7.5 nor 7:30", value=shown(text))
        raise Unreadable("hours", reason)
    return number_of(text, "hours") * 60


def kind_of(text: str) -> HoursKind:
    if not text:
        return HoursKind.PRODUCTIVE
    try:
        return HoursKind(text.lower())
    except ValueError:
        reason = say(
            "“%(value)s” is not a kind of hours; these are %(kinds)s",
            value=shown(text),
            kinds=", ".join(HoursKind),
        )
        raise Unreadable("kind", reason) from None


def _counted_twice(rows: list[LogRow]) -> Iterator[Fault]:
    """Members' rows with a quantity beside the crew's own row for the same work."""
    crews = {(row.on, row.crew, row.item) for row in rows if not row.member}
    for row in rows:
        own = row.member and row.crew and (row.quantity or row.rejects)
        if own and (row.on, row.crew, row.item) in crews:
            reason = say("the crew's own row gives the quantity; a member's row gives hours only")
            yield Fault(row.line, "quantity", str(row.quantity), reason)
