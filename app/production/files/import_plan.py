"""What the rows of a file come to: entries, or faults that name row, column, value and reason.

The key of an entry is a hash of what its rows say and of how often the file said it before, so
that a file taken twice adds nothing twice, and two equal shifts in one file count twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.errors import InvalidInput, RuleViolation
from app.money import decimal_text
from app.production.files.log_files import COLUMNS, Fault, LogRow
from app.production.hours import HoursKind
from app.production.rules import entries
from app.production.rules.entries import Stint
from app.production.rules.register import Register, folded, nearest
from app.record.rules import digest
from app.sentences import Sentence, say

_COLUMNS = {"worked_on": "date", "quantity": "quantity", "rejects": "rejects", "crew": "crew"}


@dataclass(frozen=True, slots=True)
class Person:
    """`stays` are the days from which the person was in a unit; None: out of the co-op."""

    name: str
    stays: tuple[tuple[date, int | None], ...]

    def unit_on(self, day: date) -> int | None:
        at = None
        for from_on, unit_id in self.stays:
            if from_on > day:
                break
            at = unit_id
        return at


@dataclass(frozen=True, slots=True)
class Thing:
    id: int
    unit_id: int
    made: entries.Made


@dataclass(frozen=True, slots=True)
class Known:
    """What the co-op knows when it reads a file. Items by folded code and by folded name."""

    register: Register
    people: Mapping[int, Person]
    items: Mapping[str, Thing]
    codes: Sequence[str]
    parents: Mapping[int, int | None]
    """The tree of units."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What the rows of a file say about one entry; `line` is its first row, `written` the cells
    of its only one."""

    key: str
    line: int
    on: date
    unit_id: int
    thing: Thing | None
    quantity: Fraction
    rejects: Fraction
    crew: str
    labour: tuple[Stint, ...]
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A row with its words found in the books."""

    row: LogRow
    thing: Thing | None
    stint: Stint | None


class _Unknown(Exception):
    def __init__(self, column: str, value: str, reason: Sentence) -> None:
        self.column, self.value, self.reason = column, value, reason


def shifts_of(rows: Iterable[LogRow], known: Known) -> tuple[list[Shift], list[Fault]]:
    """The entries that the rows come to. The rows of one crew on one day and item are one entry:
    quantities and each person's minutes of a kind are added up."""
    faults: list[Fault] = []
    groups: defaultdict[object, list[_Found]] = defaultdict(list)
    for row in rows:
        try:
            found = _find(row, known)
        except _Unknown as problem:
            faults.append(Fault(row.line, problem.column, problem.value, problem.reason))
        else:
            thing_id = found.thing.id if found.thing else None
            together = (row.on, row.crew, thing_id) if row.crew else row.line
            groups[together].append(found)
    shifts: list[Shift] = []
    said: Counter[str] = Counter()
    for group in groups.values():
        if not any(found.stint for found in group):
            reason = say("nobody of the crew has hours in this file")
            faults.append(Fault(group[0].row.line, "hours", "", reason))
        else:
            shifts.append(_shift(group, known, said))
    return shifts, faults


def _find(row: LogRow, known: Known) -> _Found:
    thing = _thing(row.item, known) if row.item else None
    if not row.member:
        return _Found(row, thing, None)
    try:
        member_id = known.register.find(row.member)
    except InvalidInput as problem:
        raise _Unknown("member", row.member, problem.sentence) from None
    if known.people[member_id].unit_on(row.on) is None:
        reason = say("did not belong to the co-op on %(day)s", day=row.on)
        raise _Unknown("member", row.member, reason)
    if row.minutes.denominator != 1:
        near = round(row.minutes)
        reason = say("no whole number of minutes; write %(near)s", near=_clock(near))
        raise _Unknown("hours", _cell(row, "hours", decimal_text(row.minutes / 60)), reason)
    return _Found(row, thing, Stint(member_id, int(row.minutes), row.kind))


def _thing(word: str, known: Known) -> Thing:
    if found := known.items.get(folded(word)):
        return found
    near = nearest(word, known.codes)
    if near is None:
        raise _Unknown("item", word, say("no item has this code"))
    raise _Unknown("item", word, say("no item has this code. Is it %(near)s?", near=near))


def _cell(found: LogRow | Shift, column: str, told: str) -> str:
    """What the file has in the column; `told` where several rows add up to it."""
    return found.written[COLUMNS.index(column)] if found.written else told


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _shift(group: Sequence[_Found], known: Known, said: Counter[str]) -> Shift:
    row, thing = group[0].row, group[0].thing
    minutes: Counter[tuple[int, HoursKind]] = Counter()
    for found in group:
        if found.stint:
            minutes[found.stint.member_id, found.stint.kind] += found.stint.minutes
    labour = tuple(Stint(member, total, kind) for (member, kind), total in minutes.items())
    quantity = sum((found.row.quantity for found in group), Fraction(0))
    rejects = sum((found.row.rejects for found in group), Fraction(0))
    own_unit = known.people[labour[0].member_id].unit_on(row.on)
    assert own_unit is not None, "checked for every row"  # noqa: S101
    unit_id = entries.place_of_work(thing.unit_id if thing else None, own_unit, known.parents)
    content = digest(
        [
            row.on.isoformat(),
            thing.id if thing else None,
            row.crew,
            str(quantity),
            str(rejects),
            sorted([one.member_id, one.minutes, str(one.kind)] for one in labour),
        ]
    )
    said[content] += 1
    key = f"file-{digest([content, said[content]])}"
    cells = row.written if len(group) == 1 else ()
    return Shift(key, row.line, row.on, unit_id, thing, quantity, rejects, row.crew, labour, cells)


def check_shifts(
    shifts: Iterable[Shift],
    known: Known,
    *,
    today: date,
    closed_to: date | None,
    minutes: Mapping[tuple[date, int], int],
) -> list[Fault]:
    """What forbids the shifts to stand in the log, by the same rule as everywhere. `minutes`:
    what each person has in the log on each day already; the shifts add up with it."""
    faults: list[Fault] = []
    on_days: defaultdict[date, dict[int, int]] = defaultdict(dict)
    for (day, member_id), already in minutes.items():
        on_days[day][member_id] = already
    for shift in shifts:
        on_that_day = on_days[shift.on]
        labour = tuple(
            entries.Hours(one.member_id, known.people[one.member_id].name, one.minutes, one.kind)
            for one in shift.labour
        )
        made = shift.thing.made if shift.thing else None
        draft = entries.Draft(shift.on, made, shift.quantity, shift.rejects, labour, shift.crew)
        try:
            entries.check_entry(draft, today=today, closed_to=closed_to, on_that_day=on_that_day)
        except RuleViolation as refusal:
            faults.append(Fault(shift.line, "date", shift.on.isoformat(), refusal.sentence))
        except InvalidInput as problem:
            faults.append(_fault(shift, problem))
        for one in shift.labour:
            on_that_day[one.member_id] = on_that_day.get(one.member_id, 0) + one.minutes
    return faults


def _fault(shift: Shift, problem: InvalidInput) -> Fault:
    column = _COLUMNS.get(problem.where, problem.where)
    sums = {
        "quantity": decimal_text(shift.quantity),
        "rejects": decimal_text(shift.rejects),
        "item": shift.thing.made.name if shift.thing else "",
        "hours": _clock(sum(one.minutes for one in shift.labour)),
        "crew": shift.crew,
    }
    return Fault(shift.line, column, _cell(shift, column, sums.get(column, "")), problem.sentence)
