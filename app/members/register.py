"""The register as members read it: people with their standing, places, offices, and why."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from app.db import db
from app.members.models import Mandate, Member, Membership, Office, Standing, Unit, UnitKind
from app.members.queries import held_on, latest_membership, units_below
from app.prepared import Prepared
from app.record.models import Decision


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the register on a day. `since`: from when they have had this standing."""

    id: int
    number: int
    name: str
    email: str | None
    note: str
    standing: Standing
    since: date
    unit_id: int
    unit: str
    offices: tuple[Office, ...]


ORDERS: dict[str, Callable[[Line], Any]] = {
    "number": lambda line: line.number,
    "name": lambda line: line.name.casefold(),
    "unit": lambda line: (line.unit.casefold(), line.number),
    "since": lambda line: (line.since, line.number),
}

HeldOffice = Row[Mandate, str, str, Decision, Decision]


@dataclass(frozen=True, slots=True)
class Offices:
    """Mandates by time, as `mandates` gives them."""

    held: list[HeldOffice]
    coming: list[HeldOffice]
    past: list[HeldOffice]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the tree: `depth` 0 is the whole co-op. Counts are of the unit alone."""

    id: int
    parent_id: int | None
    name: str
    kind: UnitKind
    depth: int
    full: int
    candidates: int


def lines(
    day: date,
    *,
    search: str = "",
    standing: Standing | None = None,
    unit_id: int | None = None,
    order: str = "number",
) -> list[Line]:
    """The register on a day: all who ever belonged, those who left too. `unit_id` includes the
    units below; `order` is one of ORDERS, downwards with a leading "-"."""
    found = list(_lines(day))
    if search:
        wanted = search.casefold()
        found = [line for line in found if wanted in f"{line.number} {line.name}".casefold()]
    if standing is not None:
        found = [line for line in found if line.standing is standing]
    if unit_id is not None:
        below = set(units_below(unit_id))
        found = [line for line in found if line.unit_id in below]
    return sorted(found, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))


def line_of(member_id: int, day: date) -> Line | None:
    """One person in the register; None for someone who never belonged."""
    return next(_lines(day, member_id), None)


_OFFICES = Prepared(
    select(Mandate.member_id, Mandate.office).where(held_on(bindparam("day"))).order_by(Mandate.id)
)
_EVERY_FACT = (
    select(
        Member.id,
        Member.number,
        Member.name,
        Member.email,
        Member.note,
        Membership.standing,
        Membership.from_on,
        Membership.unit_id,
        Unit.name.label("unit"),
    )
    .join(Membership, Membership.member_id == Member.id)
    .join(Unit, Unit.id == Membership.unit_id)
    .where(Membership.from_on <= bindparam("day"))
    .order_by(Member.id, Membership.from_on, Membership.id)
)
_FACTS = Prepared(_EVERY_FACT)
_FACTS_OF_ONE = Prepared(_EVERY_FACT.where(Member.id == bindparam("member")))


def _lines(day: date, member_id: int | None = None) -> Iterator[Line]:
    offices: dict[int, list[Office]] = defaultdict(list)
    for holder, office in db.rows(_OFFICES, day=day):
        offices[holder].append(office)
    if member_id is None:
        facts = db.rows(_FACTS, day=day)
    else:
        facts = db.rows(_FACTS_OF_ONE, day=day, member=member_id)
    for _, history in groupby(facts, key=lambda row: row.id):
        yield _line(list(history), offices)


def _line(history: list[Any], offices: dict[int, list[Office]]) -> Line:
    now = history[-1]
    since = now.from_on
    for earlier in reversed(history):
        if earlier.standing is not now.standing:
            break
        since = earlier.from_on
    return Line(
        now.id,
        now.number,
        now.name,
        now.email,
        now.note,
        now.standing,
        since,
        now.unit_id,
        now.unit,
        tuple(offices.get(now.id, ())),
    )


def standings(member_id: int) -> Sequence[Row[Membership, str, Decision, str]]:
    """A member's standings, the latest first: with the unit, the decision, who noted it."""
    by = aliased(Member)
    return db.session.execute(
        select(Membership, Unit.name, Decision, by.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Decision, Decision.id == Membership.decision_id)
        .outerjoin(by, by.id == Membership.by_id)
        .where(Membership.member_id == member_id)
        .order_by(Membership.from_on.desc(), Membership.id.desc())
    ).all()


def mandates(*, member_id: int | None = None, unit_id: int | None = None) -> Sequence[HeldOffice]:
    """Mandates, the latest first: whose, in which unit, by which decision, recalled by which."""
    recalled = aliased(Decision)
    query = (
        select(Mandate, Member.name, Unit.name, Decision, recalled)
        .join(Member, Member.id == Mandate.member_id)
        .join(Unit, Unit.id == Mandate.unit_id)
        .join(Decision, Decision.id == Mandate.decision_id)
        .outerjoin(recalled, recalled.id == Mandate.recalled_by_id)
        .order_by(Mandate.from_on.desc(), Mandate.id)
    )
    if member_id is not None:
        query = query.where(Mandate.member_id == member_id)
    if unit_id is not None:
        query = query.where(Mandate.unit_id == unit_id)
    return db.session.execute(query).all()


def offices_on(day: date) -> Offices:
    """Every mandate there was, as it stands on a day."""
    found = Offices([], [], [])
    for row in mandates():
        mandate = row[0]
        if mandate.from_on > day:
            found.coming.append(row)
        elif mandate.to_on is not None and mandate.to_on < day:
            found.past.append(row)
        else:
            found.held.append(row)
    return found


def units_on(day: date) -> list[Place]:
    """The tree of units on a day, each followed by those below it, by name."""
    counts = _counts(day)
    rows = db.session.execute(
        select(Unit.id, Unit.parent_id, Unit.name, Unit.kind)
        .where(Unit.from_on <= day, (Unit.to_on.is_(None)) | (Unit.to_on >= day))
        .order_by(Unit.name)
    ).all()
    children = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)

    def walk(parent: int | None, depth: int) -> Iterator[Place]:
        for row in children[parent]:
            full, candidates = (
                counts.get((row.id, standing), 0)
                for standing in (Standing.FULL, Standing.CANDIDATE)
            )
            yield Place(row.id, row.parent_id, row.name, row.kind, depth, full, candidates)
            yield from walk(row.id, depth + 1)

    return list(walk(None, 0))


def _counts(day: date) -> dict[tuple[int, Standing], int]:
    rows = db.session.execute(
        select(Membership.unit_id, Membership.standing, func.count())
        .select_from(Member)
        .join(Membership, Membership.id == latest_membership(day))
        .group_by(Membership.unit_id, Membership.standing)
    )
    return {(unit_id, standing): count for unit_id, standing, count in rows}
