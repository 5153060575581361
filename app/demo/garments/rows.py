"""A garment factory's team days as rows of a shift log.

The data: `app/demo/data/garments_worker_productivity.csv` (UCI, CC BY 4.0). Each of its rows is
the day of one team in one department and becomes one crew entry:

* item: department and standard minute value (`smv`), which is its norm;
* paid minutes: workers × 480 + over_time, for the whole team;
* waiting: `idle_time`, once for the team, to the whole minute, half up; the rest is productive
  (the source does not say whether the minutes are each idle worker's or the team's);
* quantity: actual_productivity × paid minutes ÷ smv, rounded half up.

The source knows teams and numbers of workers, no persons. A team has as many members as it had
workers on its fullest day, both departments together. A row with 30.5 workers names 31 of them,
who share its minutes evenly, in whole minutes; sewers are counted from the head of the team's
list and finishers from its end, so that nobody stands in both on one day.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path

from app.money import allocate, decimal_text, parse_decimal, round_half_up
from app.production.files.log_files import LogRow
from app.production.hours import HoursKind

SHIFT = 480
_DEPARTMENTS = {"sweing": "Sewing", "finishing": "Finishing"}
_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One row of the source; `productivity` is output in standard minutes ÷ paid minutes."""

    line: int
    on: date
    department: str
    team: int
    item: str
    norm: Fraction
    workers: Fraction
    over_time: int
    idle_time: Fraction
    productivity: Fraction

    @property
    def people(self) -> int:
        return ceil(self.workers)

    @property
    def paid_minutes(self) -> int:
        return int(self.workers * SHIFT) + self.over_time

    @property
    def waiting(self) -> int:
        return round_half_up(self.idle_time)

    @property
    def quantity(self) -> int:
        return round_half_up(self.productivity * self.paid_minutes / self.norm)


def read_days(path: Path) -> list[TeamDay]:
    with path.open(newline="") as file:
        return [_day(line, row) for line, row in enumerate(csv.DictReader(file), start=2)]


def _day(line: int, row: Mapping[str, str]) -> TeamDay:
    month, day, year = (int(part) for part in row["date"].split("/"))
    department, norm = _DEPARTMENTS[row["department"].strip()], parse_decimal(row["smv"])
    return TeamDay(
        line=line,
        on=date(year, month, day),
        department=department,
        team=int(row["team"]),
        item=f"{department.lower()}-{decimal_text(norm)}",
        norm=norm,
        workers=parse_decimal(row["no_of_workers"]),
        over_time=int(row["over_time"]),
        idle_time=parse_decimal(row["idle_time"]),
        productivity=parse_decimal(row["actual_productivity"]),
    )


def team_sizes(days: Iterable[TeamDay]) -> dict[int, int]:
    """How many members each team has, by its fullest day."""
    at_work: defaultdict[tuple[int, date], int] = defaultdict(int)
    for day in days:
        at_work[day.team, day.on] += day.people
    sizes: dict[int, int] = {}
    for (team, _), people in at_work.items():
        sizes[team] = max(sizes.get(team, 0), people)
    return dict(sorted(sizes.items()))


def norms(days: Iterable[TeamDay]) -> dict[str, TeamDay]:
    """Each item with a day on which it was made."""
    return {day.item: day for day in sorted(days, key=lambda day: (day.department, day.norm))}


def name_of(team: int, place: int) -> str:
    return f"Team {team} no. {place}"


def log_rows(days: Iterable[TeamDay], sizes: Mapping[int, int]) -> Iterator[LogRow]:
    """The crew's row and each worker's, for every team day."""
    for day in days:
        yield _row(day, "", Fraction(day.quantity), 0, HoursKind.PRODUCTIVE)
        names = [name_of(day.team, place) for place in _places(day, sizes[day.team])]
        productive = day.paid_minutes - day.waiting
        yield from _shared(day, names, productive, HoursKind.PRODUCTIVE)
        yield from _shared(day, names, day.waiting, HoursKind.WAITING)


def _places(day: TeamDay, size: int) -> range:
    first = 1 if day.department == "Sewing" else size - day.people + 1
    return range(first, first + day.people)


def _shared(day: TeamDay, names: Sequence[str], minutes: int, kind: HoursKind) -> Iterator[LogRow]:
    """The odd minutes go to others from day to day."""
    parts = allocate(minutes, [Fraction(1)] * len(names), rotation=day.on.toordinal())
    for name, part in zip(names, parts, strict=True):
        if part:
            yield _row(day, name, _NONE, part, kind)


def _row(day: TeamDay, member: str, quantity: Fraction, minutes: int, kind: HoursKind) -> LogRow:
    return LogRow(
        line=day.line,
        on=day.on,
        member=member,
        item=day.item,
        quantity=quantity,
        rejects=_NONE,
        minutes=Fraction(minutes),
        kind=kind,
        crew=f"Team {day.team}, {day.department.lower()}",
    )
