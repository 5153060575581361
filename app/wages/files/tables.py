"""LOG.csv, MEMBERS.csv and ITEMS.csv as inputs of the wage rules.

Every reader raises InvalidInput naming file, line and column; a file is taken whole or not
at all.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from app.errors import InvalidInput
from app.money import parse_decimal
from app.production.files.csv_files import read_rows, shown
from app.production.files.log_files import read_log, refuse_faults
from app.sentences import say
from app.wages.rules.exact import ONE
from app.wages.rules.spans import Span
from app.wages.rules.work import Member, Prices, Standing, Timeline, Version, WorkLine

MEMBER_COLUMNS = (
    "member",
    "grade",
    "coefficient",
    "joined",
    "left",
    "seniority_from",
    "adults",
    "children",
    "participation",
    "unpaid_absence",
)
ITEM_COLUMNS = ("item", "unit", "rate", "norm_minutes", "from", "to")


def read_lines(path: Path) -> list[WorkLine]:
    """The lines of a LOG.csv."""
    rows, faults = read_log(path)
    refuse_faults(faults, path.name)
    return [
        WorkLine(
            row.on,
            row.member,
            row.item,
            row.quantity,
            row.rejects,
            row.minutes,
            row.kind,
            row.crew,
            key=f"line {row.line}",
        )
        for row in rows
    ]


class _Cells:
    """The named cells of one row."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self.place = f"{file}, line {line}"
        self.cells = cells

    def refuse(self, column: str, wanted: str) -> InvalidInput:
        return InvalidInput(
            say("“%(value)s” is not %(wanted)s", value=shown(self.cells[column]), wanted=wanted),
            f"{self.place}, column {column}",
        )

    def number(self, column: str) -> Fraction | None:
        text = self.cells[column]
        if not text:
            return None
        try:
            number = parse_decimal(text)
        except ValueError:
            raise self.refuse(column, "a number such as 1.25") from None
        if number < 0:
            raise self.refuse(column, "zero or more")
        return number

    def count(self, column: str) -> int:
        number = self.number(column) or Fraction(0)
        if number.denominator != 1:
            raise self.refuse(column, "a whole number")
        return int(number)

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.refuse(column, "a date such as 2024-01-31") from None

    def intervals(self, column: str) -> tuple[Span, ...]:
        """ISO 8601 intervals with spaces between: "2024-01-08/2024-01-12 2024-01-30"."""
        found = []
        for text in self.cells[column].split():
            first, _, last = text.partition("/")
            try:
                days = Span(date.fromisoformat(first), date.fromisoformat(last or first))
            except ValueError:
                raise self.refuse(column, "days such as 2024-01-08/2024-01-12") from None
            if days.first > days.last:
                raise self.refuse(column, "days in their order")
            found.append(days)
        return tuple(found)

    def span(self, first: str, last: str) -> Span:
        span = Span(self.day(first) or date.min, self.day(last) or date.max)
        if span.first > span.last:
            raise self.refuse(last, f"a day after “{first}”")
        return span


def _rows(path: Path, columns: tuple[str, ...], key: str) -> Iterator[_Cells]:
    for line, values in read_rows(path, columns, (key,)):
        cells = _Cells(path.name, line, dict(zip(columns, values, strict=True)))
        if not cells.cells[key]:
            raise cells.refuse(key, "a name")
        yield cells


def read_members(path: Path) -> list[Member]:
    """The members of a MEMBERS.csv in its order, which is the order of left-over cents."""
    members: dict[str, Member] = {}
    for row in _rows(path, MEMBER_COLUMNS, "member"):
        key = row.cells["member"]
        if key in members:
            raise InvalidInput(say("“%(member)s” is there twice", member=shown(key)), row.place)
        participation = row.number("participation")
        standing = Standing(
            row.cells["grade"],
            row.number("coefficient"),
            ONE if participation is None else participation,
            row.count("adults"),
            row.count("children"),
        )
        members[key] = Member(
            key,
            row.span("joined", "left"),
            row.day("seniority_from") or row.day("joined"),
            Timeline((Version(standing),)),
            row.intervals("unpaid_absence"),
        )
    return list(members.values())


def read_items(path: Path) -> Prices:
    """The rates and norms of an ITEMS.csv; an empty cell says nothing about its days."""
    rates: dict[str, list[Version[Fraction]]] = defaultdict(list)
    norms: dict[str, list[Version[Fraction]]] = defaultdict(list)
    for row in _rows(path, ITEM_COLUMNS, "item"):
        for column, versions in (("rate", rates), ("norm_minutes", norms)):
            value = row.number(column)
            if value is not None:
                version = Version(value, row.span("from", "to"), row.place)
                _refuse_overlap(row, column, version, versions[row.cells["item"]])
                versions[row.cells["item"]].append(version)
    return Prices(_timelines(rates), _timelines(norms))


def _refuse_overlap(
    row: _Cells, column: str, version: Version[Fraction], others: list[Version[Fraction]]
) -> None:
    for other in others:
        if version.span.common(other.span):
            raise InvalidInput(
                say(
                    "“%(item)s” has a value for the same days in %(other)s",
                    item=shown(row.cells["item"]),
                    other=other.key,
                ),
                f"{row.place}, column {column}",
            )


def _timelines(versions: dict[str, list[Version[Fraction]]]) -> dict[str, Timeline[Fraction]]:
    return {item: Timeline(tuple(valid)) for item, valid in versions.items()}
