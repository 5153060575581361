"""Convening and holding assemblies: agenda, opening and closing, who is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from app import live
from app.assemblies import queries, rules
from app.assemblies.models import AgendaItem, Assembly, Attendance
from app.assemblies.rules import State
from app.bylaws.rules.matters import Matter
from app.coop import day_of
from app.db import db
from app.members.models import Standing
from app.members.queries import person_on, units_below
from app.motions.models import Motion
from app.record.actions import append


@dataclass(frozen=True, slots=True)
class NewItem:
    """A point for an agenda; one with a motion bears the motion's title."""

    title: str = ""
    papers: str = ""
    motion_id: int | None = None


def convene_assembly(
    *,
    by: int,
    unit_id: int,
    title: str,
    place: str,
    starts_at: datetime,
    items: Iterable[NewItem] = (),
    at: datetime,
) -> Assembly:
    """Gives notice of an assembly of a unit's members. The strictest rule of the matters on its
    agenda says how long before; without motions, that on resolutions. Raises StartsInPast and
    the reasons of `add_item`."""
    if starts_at <= at:
        raise rules.StartsInPast
    assembly = Assembly(
        unit_id=unit_id,
        title=title.strip(),
        place=place.strip(),
        starts_at=starts_at,
        convened_at=at,
        convened_by_id=by,
    )
    db.session.add(assembly)
    db.session.flush()
    data = {"unit": unit_id, "title": title, "place": place, "starts_at": starts_at.isoformat()}
    append("assembly-convened", _subject(assembly), by=by, at=at, data=data)
    added = [_add(assembly, item, by=by, at=at) for item in items]
    matters = {item.motion.matter for item in added if item.motion is not None}
    _check_notice(assembly, {Matter.RESOLUTION, *matters}, at)
    return assembly


def add_item(assembly: Assembly, item: NewItem, *, by: int, at: datetime) -> AgendaItem:
    """Puts a point at the end of the agenda. A motion needs the notice of its matter, also when
    it is added later. Raises NoticeTooShort, MotionNotReady, MotionOfAnotherUnit,
    MotionOnAgenda, AssemblyOpened, AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.CONVENED)
    added = _add(assembly, item, by=by, at=at)
    if added.motion is not None:
        _check_notice(assembly, {added.motion.matter}, at)
    return added


def _add(assembly: Assembly, item: NewItem, *, by: int, at: datetime) -> AgendaItem:
    motion = None if item.motion_id is None else _motion_for(assembly, item.motion_id)
    last = db.session.scalar(
        select(func.max(AgendaItem.position)).where(AgendaItem.assembly_id == assembly.id)
    )
    added = AgendaItem(
        assembly_id=assembly.id,
        position=(last or 0) + 1,
        title=motion.title if motion else item.title.strip(),
        papers=item.papers.strip(),
        motion_id=item.motion_id,
    )
    db.session.add(added)
    db.session.flush()
    data = {"item": added.id, "title": added.title, "motion": added.motion_id}
    append("item-added", _subject(assembly), by=by, at=at, data=data)
    _changed(assembly)
    return added


def move_item(item: AgendaItem, *, down: bool, by: int, at: datetime) -> None:
    """Lets an item change places with its neighbour; the first and the last have only one.
    Raises AssemblyOpened, AssemblyOver."""
    assembly = _assembly_of(item)
    rules.check_state(queries.assembly_state(assembly), State.CONVENED)
    order = list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.assembly_id == assembly.id)
            .order_by(AgendaItem.position)
        )
    )
    place = order.index(item) + (1 if down else -1)
    if not 0 <= place < len(order):
        return
    neighbour = order[place]
    positions = neighbour.position, item.position
    item.position = 0  # two items never share a position, not even for a moment
    db.session.flush()
    neighbour.position = positions[1]
    db.session.flush()
    item.position = positions[0]
    append("item-moved", _subject(assembly), by=by, at=at, data={"item": item.id, "down": down})
    _changed(assembly)


def write_papers(item: AgendaItem, papers: str, *, by: int, at: datetime) -> None:
    """Lays out the papers for an item, until the assembly is over. Raises AssemblyOver."""
    assembly = _assembly_of(item)
    if queries.assembly_state(assembly) in {State.CLOSED, State.CANCELLED}:
        raise rules.AssemblyOver
    item.papers = papers.strip()
    data = {"item": item.id, "papers": item.papers}
    append("papers-written", _subject(assembly), by=by, at=at, data=data)
    _changed(assembly)


def open_assembly(assembly: Assembly, *, by: int, at: datetime) -> None:
    """The chair opens. Raises AnotherAssemblyOpen, AssemblyOpened, AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.CONVENED)
    if queries.open_assembly(assembly.unit_id) is not None:
        raise rules.AnotherAssemblyOpen
    assembly.opened_at = at
    append("assembly-opened", _subject(assembly), by=by, at=at)
    _changed(assembly)


def close_assembly(assembly: Assembly, *, by: int, at: datetime) -> None:
    """The chair closes: the open item ends with it, and everybody goes. Raises VoteStillOpen,
    AssemblyNotOpen, AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.OPEN)
    item = queries.open_item(assembly.id)
    if item is not None:
        close_item(item, by=by, at=at)
    db.session.execute(
        update(Attendance)
        .where(Attendance.assembly_id == assembly.id, Attendance.left_at.is_(None))
        .values(left_at=at)
        .execution_options(synchronize_session=False)
    )
    assembly.closed_at = at
    append("assembly-closed", _subject(assembly), by=by, at=at)
    _changed(assembly)


def cancel_assembly(assembly: Assembly, *, by: int, at: datetime) -> None:
    """Calls off an assembly that was not opened. Raises AssemblyOpened, AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.CONVENED)
    assembly.cancelled_at = at
    append("assembly-cancelled", _subject(assembly), by=by, at=at)
    _changed(assembly)


def open_item(item: AgendaItem, *, by: int, at: datetime) -> None:
    """The chair calls an item. Raises AnotherItemOpen, ItemClosed, AssemblyNotOpen,
    AssemblyOver."""
    assembly = _assembly_of(item)
    rules.check_state(queries.assembly_state(assembly), State.OPEN)
    if item.closed_at is not None:
        raise rules.ItemClosed
    if queries.open_item(assembly.id) is not None:
        raise rules.AnotherItemOpen
    item.opened_at = at
    append("item-opened", _subject(assembly), by=by, at=at, data={"item": item.id})
    _changed(assembly)


def close_item(item: AgendaItem, *, by: int, at: datetime) -> None:
    """The chair ends the debate on an item. Raises VoteStillOpen, ItemNotOpen, AssemblyNotOpen,
    AssemblyOver."""
    assembly = _assembly_of(item)
    rules.check_state(queries.assembly_state(assembly), State.OPEN)
    if item.opened_at is None or item.closed_at is not None:
        raise rules.ItemNotOpen
    if item.motion_id is not None:
        motion = db.session.get_one(Motion, item.motion_id, populate_existing=True)
        if motion.put_at is not None:
            raise rules.VoteStillOpen
    item.closed_at = at
    append("item-closed", _subject(assembly), by=by, at=at, data={"item": item.id})
    _changed(assembly)


def join_assembly(
    assembly: Assembly, *, by: int, at: datetime, member_id: int | None = None
) -> Attendance:
    """Notes that someone is there: oneself, or a person without a screen whom the chair or the
    secretary sees. Who is there already stays so. Raises NotOfThisUnit, AssemblyNotOpen,
    AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.OPEN)
    member_id = by if member_id is None else member_id
    _check_takes_part(assembly, member_id, at)
    there = _present(assembly, member_id)
    if there is not None:
        return there
    attendance = Attendance(assembly_id=assembly.id, member_id=member_id, joined_at=at)
    db.session.add(attendance)
    db.session.flush()
    append("member-joined", _subject(assembly), by=by, at=at, data={"member": member_id})
    _changed(assembly)
    return attendance


def leave_assembly(
    assembly: Assembly, *, by: int, at: datetime, member_id: int | None = None
) -> None:
    """Notes that someone has left; they may come back. Raises NotPresent, AssemblyNotOpen,
    AssemblyOver."""
    db.lock(assembly)
    rules.check_state(queries.assembly_state(assembly), State.OPEN)
    member_id = by if member_id is None else member_id
    attendance = _present(assembly, member_id)
    if attendance is None:
        raise rules.NotPresent
    attendance.left_at = at
    append("member-left", _subject(assembly), by=by, at=at, data={"member": member_id})
    _changed(assembly)


def _assembly_of(item: AgendaItem) -> Assembly:
    """The item's assembly, locked, and the item as it stands now."""
    assembly = db.session.get_one(Assembly, item.assembly_id)
    db.lock(assembly)
    db.session.refresh(item)
    return assembly


def _motion_for(assembly: Assembly, motion_id: int) -> Motion:
    motion = db.session.get(Motion, motion_id)
    if motion is None or motion.submitted_at is None:
        raise rules.MotionNotReady
    if motion.withdrawn_at is not None or motion.decided_at is not None:
        raise rules.MotionNotReady
    if motion.unit_id != assembly.unit_id:
        raise rules.MotionOfAnotherUnit
    if any(item.motion_id == motion_id for item in queries.agenda(assembly.id)):
        raise rules.MotionOnAgenda
    return motion


def _check_notice(assembly: Assembly, matters: Iterable[Matter], at: datetime) -> None:
    held_on = day_of(assembly.starts_at)
    notices = [queries.notice_of(matter, held_on) for matter in sorted(matters)]
    rules.check_notice(notices, given_on=day_of(at), held_on=held_on)


def _check_takes_part(assembly: Assembly, member_id: int, at: datetime) -> None:
    person = person_on(member_id, day_of(at))
    if person is None or person.standing is Standing.LEFT:
        raise rules.NotOfThisUnit
    if person.unit_id not in units_below(assembly.unit_id):
        raise rules.NotOfThisUnit


def _present(assembly: Assembly, member_id: int) -> Attendance | None:
    return db.session.scalar(
        select(Attendance).where(
            Attendance.assembly_id == assembly.id,
            Attendance.member_id == member_id,
            Attendance.left_at.is_(None),
        )
    )


def _subject(assembly: Assembly) -> str:
    return f"assembly {assembly.id}"


def _changed(assembly: Assembly) -> None:
    live.changed(f"assembly-{assembly.id}")
    live.changed(f"agenda-{assembly.id}")
