"""Offices drawn by lot: the list, one of them, moving it, volunteering, the pool, the lots."""

from datetime import date, datetime
from typing import Annotated, Literal

from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.moving import Moved, unit_id, words_of
from app.api.operations import operation
from app.api.values import Answer, Body, Id, Line, Page
from app.api.views.blueprint import bp
from app.api.views.elections import Terms
from app.api.views.motions import Motion, told
from app.coop import today
from app.elections.drawings import actions, queries
from app.elections.drawings.page import page_of
from app.elections.models import Drawing as Kept
from app.members.models import Office
from app.permissions import Permission, requires
from app.web.idempotency import commit

Pool = Literal["members", "volunteers"]


class DrawingLine(Answer):
    """A carried motion that draws an office by lot; `fixed_at`: when its pool was."""

    motion_id: int
    number: int | None
    title: str
    fixed_at: datetime | None
    drawn_at: datetime | None


class Lot(Answer):
    """Who is in the pool, by their number in the register; `lot`: the SHA-256 of SEED|NUMBER, once
    the seed is known: the smallest is drawn first."""

    number: int
    name: str
    lot: str | None


class Drawing(Answer):
    """A drawing; before its pool is fixed, `pool` is who would be in it today. `pool_hash`:
    SHA-256 over the numbers, ascending, one a line. Once drawn, `pool` is in the order of the
    lots; the seats are at `/elections/ID/seats`."""

    motion_id: int
    number: int | None
    title: str
    office: Office
    unit_id: int
    unit: str
    terms: list[int]
    among: Pool
    seed_source: str
    seed_on: date
    seed: str | None
    fixed_at: datetime | None
    drawn_at: datetime | None
    pool: list[Lot]
    pool_hash: str
    has_volunteered: bool


class NewDrawing(Moved, kw_only=True):
    """Moves that an office of a unit (`office_unit_id`; the whole co-op, unless said otherwise) is
    drawn by lot, `among` all full members of the unit or those who volunteer. `seed_source`: what
    will be the seed, in words; it becomes known on `seed_on`."""

    office: Office
    terms: Terms
    among: Pool
    seed_source: Line
    seed_on: date
    office_unit_id: Id | None = None


class NewLots(Body):
    """The seed, exactly as it was announced; spaces and capitals count."""

    seed: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


@bp.get("/drawings")
@requires(Permission.BOOK_READ)
@operation(list[DrawingLine], query=Page)
def list_drawings() -> Response:
    """All drawings that were carried, the latest first."""
    query = read_query(Page)
    lines = queries.drawing_lines()
    names = DrawingLine.__struct_fields__
    shown = [
        DrawingLine(**{name: getattr(line, name) for name in names}) for line in part(lines, query)
    ]
    return answer_page(shown, query, len(lines))


@bp.get("/drawings/<int:motion_id>")
@requires(Permission.BOOK_READ)
@operation(Drawing)
def show_drawing(motion_id: int) -> Response:
    """One drawing, once its motion is carried."""
    return answer(_told(_drawing_or_404(motion_id)))


@bp.post("/drawings")
@requires(Permission.MOTION_SUBMIT)
@operation(Motion, body=NewDrawing, status=201)
def create_drawing() -> Response:
    """Moves that an office is drawn by lot, and announces the seed."""
    body: NewDrawing = read_body(NewDrawing)
    lots = actions.Lots(
        office=body.office,
        unit_id=unit_id(body.office_unit_id, "office_unit_id"),
        terms=body.terms,
        pool=body.among,
        seed_source=body.seed_source,
        seed_on=body.seed_on,
    )
    motion = actions.move_drawing(
        lots, by=current_user.id, on=today(), at=clock.now(), **words_of(body)
    )
    return commit(answer(told(motion), 201))


@bp.post("/drawings/<int:motion_id>/volunteers")
@requires(Permission.MOTION_SUBMIT)
@operation(Drawing, status=201)
def create_volunteer(motion_id: int) -> Response:
    """You want to be in the pool. Send no body."""
    drawing = _drawing_or_404(motion_id)
    actions.volunteer(drawing, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(_told(drawing), 201))


@bp.post("/drawings/<int:motion_id>/volunteers/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Drawing, status=201)
def create_volunteer_withdrawal(motion_id: int) -> Response:
    """You do not want to be in the pool any more. Send no body."""
    drawing = _drawing_or_404(motion_id)
    actions.withdraw_volunteer(drawing, by=current_user.id, at=clock.now())
    return commit(answer(_told(drawing), 201))


@bp.post("/drawings/<int:motion_id>/pool")
@requires(Permission.POLL_OPEN)
@operation(Drawing, status=201)
def create_pool(motion_id: int) -> Response:
    """Fixes the pool, before the seed is known. Send no body."""
    drawing = _drawing_or_404(motion_id)
    actions.fix_pool(drawing, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(_told(drawing), 201))


@bp.post("/drawings/<int:motion_id>/lots")
@requires(Permission.POLL_OPEN)
@operation(Drawing, body=NewLots, status=201)
def create_lots(motion_id: int) -> Response:
    """Draws from the fixed pool by the seed that was announced; the first take their seats."""
    body: NewLots = read_body(NewLots)
    drawing = _drawing_or_404(motion_id)
    actions.draw_lots(drawing, seed=body.seed, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(_told(drawing), 201))


def _drawing_or_404(motion_id: int) -> Kept:
    return queries.drawing(motion_id) or abort(404)


def _told(drawing: Kept) -> Drawing:
    page = page_of(drawing, current_user.id, on=today())
    effect = page.motion.effect
    return Drawing(
        motion_id=page.motion.id,
        number=page.motion.number,
        title=page.motion.title,
        office=Office(effect["office"]),
        unit_id=effect["unit_id"],
        unit=page.unit,
        terms=effect["terms"],
        among=effect["pool"],
        seed_source=effect["seed_source"],
        seed_on=page.seed_on,
        seed=drawing.seed,
        fixed_at=drawing.fixed_at,
        drawn_at=drawing.drawn_at,
        pool=[Lot(number=number, name=name, lot=lot) for number, name, lot in page.order]
        or [Lot(number=number, name=name, lot=None) for number, name in page.pool],
        pool_hash=page.pool_hash,
        has_volunteered=page.has_volunteered,
    )
