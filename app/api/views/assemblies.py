"""Assemblies, their agenda and who is there."""

from datetime import datetime

from flask import Response

from app.api.messages import answer, answer_page, part, read_query
from app.api.operations import operation
from app.api.values import Answer, Page
from app.api.views.blueprint import bp
from app.assemblies import queries
from app.assemblies.models import Assembly as Kept
from app.assemblies.rules import State
from app.db import db
from app.motions.models import Outcome
from app.permissions import Permission, requires


class AssemblyLine(Answer):
    """An assembly in a list; `items`: how many stand on its agenda."""

    id: int
    title: str
    unit: str
    place: str
    starts_at: datetime
    state: State
    items: int


class AgendaItem(Answer):
    """A point of the agenda; with a motion, where it is debated and put."""

    id: int
    position: int
    title: str
    papers: str
    state: State
    motion_id: int | None
    motion_number: int | None
    outcome: Outcome | None
    vote_open: bool


class Assembly(Answer):
    """An assembly; `present`: the ids of the members who are there now."""

    id: int
    title: str
    unit_id: int
    unit: str
    place: str
    starts_at: datetime
    state: State
    convened_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    agenda: list[AgendaItem]
    present: list[int]


@bp.get("/assemblies")
@requires(Permission.BOOK_READ)
@operation(list[AssemblyLine], query=Page)
def list_assemblies() -> Response:
    """All assemblies, the latest first."""
    query = read_query(Page)
    lines = queries.assemblies()
    return answer_page([_line(line) for line in part(lines, query)], query, len(lines))


@bp.get("/assemblies/<int:assembly_id>")
@requires(Permission.BOOK_READ)
@operation(Assembly)
def show_assembly(assembly_id: int) -> Response:
    """One assembly with its agenda."""
    kept = db.get_or_404(Kept, assembly_id)
    return answer(
        Assembly(
            id=kept.id,
            title=kept.title,
            unit_id=kept.unit_id,
            unit=kept.unit.name,
            place=kept.place,
            starts_at=kept.starts_at,
            state=queries.assembly_state(kept),
            convened_at=kept.convened_at,
            opened_at=kept.opened_at,
            closed_at=kept.closed_at,
            cancelled_at=kept.cancelled_at,
            agenda=[_item(item) for item in queries.agenda(kept.id)],
            present=sorted(queries.present_members(kept.id)),
        )
    )


def _line(line: queries.AssemblyLine) -> AssemblyLine:
    return AssemblyLine(
        id=line.id,
        title=line.title,
        unit=line.unit,
        place=line.place,
        starts_at=line.starts_at,
        state=line.state,
        items=line.items,
    )


def _item(item: queries.Item) -> AgendaItem:
    return AgendaItem(
        id=item.id,
        position=item.position,
        title=item.title,
        papers=item.papers,
        state=item.state,
        motion_id=item.motion_id,
        motion_number=item.motion_number,
        outcome=item.outcome,
        vote_open=item.vote_open,
    )
